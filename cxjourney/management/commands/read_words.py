"""Reads customers' words: their languages and themes. A page starts it; run it daily for all workspaces."""

from django.core.management.base import BaseCommand, CommandError

from cxjourney.feedback.words import jobs
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
        for one in chosen:
            done = jobs.read(one.pk)
            self.stdout.write(f"{one.slug}: {'read' if done else 'is being read already'}")
