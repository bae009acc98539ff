"""Reads customers' words: their languages and themes. A page starts it; `chores` daily for all workspaces."""

from django.core.management.base import BaseCommand, CommandError

from cxjourney.feedback.words import jobs
from cxjourney.management.each import each
from cxjourney.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Find the languages and themes of customers' words."

    def add_arguments(self, parser) -> None:
        parser.add_argument("workspace", type=int, nargs="?", help="number of one workspace; without it, all")

    def handle(self, *, workspace: int | None, **options) -> None:
        chosen = Workspace.objects.order_by("pk")
        if workspace:
            chosen = chosen.filter(pk=workspace)
            if not chosen:
                raise CommandError(f"There is no workspace {workspace}.")
        each(chosen, self._read)

    def _read(self, workspace: Workspace) -> None:
        done = jobs.read(workspace.pk)
        self.stdout.write(f"{workspace.slug}: {'read' if done else 'is being read already'}")
