"""Takes out customers' words and facts that are older than workspaces keep them; `chores` does it daily."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cxjourney.feedback import erasing
from cxjourney.feedback.importing import store
from cxjourney.feedback.models import Retention
from cxjourney.management.each import each
from cxjourney.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Take out words and facts of answers that are older than each workspace keeps them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--workspace", help="address of one workspace; without it, all")

    def handle(self, *, workspace: str | None, **options) -> None:
        if workspace and not Workspace.objects.filter(slug=workspace).exists():
            raise CommandError(f"There is no workspace {workspace}.")
        chosen = Retention.objects.exclude(months=None)
        if workspace:
            chosen = chosen.filter(workspace__slug=workspace)
        self.months = {one.workspace_id: one.months or 0 for one in chosen}
        store.sweep()
        each(Workspace.objects.filter(pk__in=self.months).order_by("slug"), self._purge)

    def _purge(self, workspace: Workspace) -> None:
        months = self.months[workspace.pk]
        done = erasing.purge_feedback(workspace_id=workspace.pk, months=months, today=timezone.localdate())
        self.stdout.write(f"{workspace.slug}: {done} answers older than {months} months")
