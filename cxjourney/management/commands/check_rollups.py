"""Says whether the kept histograms equal the raw scores and contacts; exits with 1 when they do not."""

from django.core.management.base import BaseCommand, CommandError

from cxjourney.metrics import rollups
from cxjourney.workspaces.models import Workspace

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the histograms that pages read with raw scores and contacts. Exit code 1: they differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--workspace", help="address of one workspace; without it, all")
        parser.add_argument("--rebuild", action="store_true", help="count them anew instead")

    def handle(self, *, workspace: str | None, rebuild: bool, **options) -> None:
        chosen = Workspace.objects.order_by("slug")
        if workspace:
            chosen = chosen.filter(slug=workspace)
            if not chosen:
                raise CommandError(f"There is no workspace {workspace}.", returncode=2)
        wrong = [one.slug for one in chosen if not self.look_at(one, rebuild)]
        if wrong:
            raise CommandError(f"Differs in {', '.join(wrong)}. Mend it with check_rollups --rebuild.")

    def look_at(self, workspace: Workspace, rebuild: bool) -> bool:
        if rebuild:
            rows = rollups.rebuild(workspace.pk)
            self.stdout.write(f"{workspace.slug}: counted anew, {rows} rows")
            return True
        found = list(rollups.differences(workspace.pk))
        for one in found[:SHOWN]:
            self.stdout.write(f"{workspace.slug}: {one}")
        if len(found) > SHOWN:
            self.stdout.write(f"{workspace.slug}: and {len(found) - SHOWN} more rows")
        if not found:
            self.stdout.write(f"{workspace.slug}: equal")
        return not found
