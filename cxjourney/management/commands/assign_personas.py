"""Gives the answers of a workspace to its personas anew; saving a rule starts this by itself."""

from django.core.management.base import BaseCommand, CommandError

from cxjourney.feedback import segments
from cxjourney.workspaces.models import Workspace


class Command(BaseCommand):
    help = "Give every answer to the persona whose rule fits the customer."

    def add_arguments(self, parser) -> None:
        parser.add_argument("workspace", type=int, help="number of the workspace")

    def handle(self, *, workspace: int, **options) -> None:
        if not Workspace.objects.filter(pk=workspace).exists():
            raise CommandError(f"There is no workspace {workspace}.")
        self.stdout.write(f"{segments.give(workspace)} answers moved")
