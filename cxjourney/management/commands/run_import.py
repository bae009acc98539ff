"""Does one import that was started from the page; the page starts this by itself."""

import signal

from django.core.management.base import BaseCommand, CommandError

from cxjourney.feedback.importing import jobs
from cxjourney.feedback.models import Import
from cxjourney.feedback.words import jobs as words
from cxjourney.metrics import alerts
from cxjourney.workspaces.models import Membership


class Command(BaseCommand):
    help = "Store the rows of an uploaded file whose import was started."

    def add_arguments(self, parser) -> None:
        parser.add_argument("imported", type=int, help="number of the import")
        parser.add_argument("--by", type=int, required=True, help="number of the membership that started it")

    def handle(self, *, imported: int, by: int, **options) -> None:
        # A polite end takes the same way as Ctrl+C: nothing is stored, and the import says so.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        member = Membership.objects.select_related("workspace").filter(pk=by).first()
        if member is None or not Import.objects.filter(pk=imported, workspace=member.workspace_id).exists():
            raise CommandError(f"There is no import {imported} for member {by}.")
        try:
            done = jobs.run(imported, member)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        alerts.judge(member.workspace)
        if words.waiting(member.workspace_id):
            words.read(member.workspace_id)
        self.stdout.write(f"{done.file_name}: {done.state}, {done.accepted} rows, {done.answers} answers")
