"""Judges the metrics of all workspaces; run it hourly (`chores` does). An import does it when it is done."""

from django.core.management.base import BaseCommand, CommandError

from cxjourney.management.each import each
from cxjourney.metrics import alerts
from cxjourney.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Open alerts for metrics that went wrong, tell their owners, and close those that are well again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--workspace", help="address of one workspace; without it, all")

    def handle(self, *, workspace: str | None, **options) -> None:
        chosen = Workspace.objects.order_by("slug")
        if workspace:
            chosen = chosen.filter(slug=workspace)
            if not chosen:
                raise CommandError(f"There is no workspace {workspace}.")
        each(chosen, self._judge)

    def _judge(self, workspace: Workspace) -> None:
        for alert in alerts.judge(workspace):
            self.stdout.write(f"{workspace.slug}: {alert}")
