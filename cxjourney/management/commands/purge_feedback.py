"""Takes out customers' words and facts that are older than their workspace keeps them. Run it daily."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cxjourney.feedback import erasing
from cxjourney.feedback.importing import store
from cxjourney.feedback.models import Retention
from cxjourney.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Take out words and facts of answers that are older than each workspace keeps them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--workspace", help="address of one workspace; without it, all")

    def handle(self, *, workspace: str | None, **options) -> None:
        if workspace and not Workspace.objects.filter(slug=workspace).exists():
            raise CommandError(f"There is no workspace {workspace}.")
        chosen = Retention.objects.exclude(months=None).select_related("workspace")
        if workspace:
            chosen = chosen.filter(workspace__slug=workspace)
        today = timezone.localdate()
        for kept in chosen.order_by("workspace__slug"):
            months = kept.months or 0
            done = erasing.purge_feedback(workspace_id=kept.workspace_id, months=months, today=today)
            self.stdout.write(f"{kept.workspace.slug}: {done} answers older than {months} months")
        store.sweep()
