"""`manage.py prune_log --days 365`: forget what was changed long ago."""

import datetime
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from cxjourney.models import Change


class Command(BaseCommand):
    help = "Delete what the log holds of changes older than some days; they can then not be undone any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="keep what was changed in this many days")
        parser.add_argument("--dry-run", action="store_true", help="only say how much it would be")

    def handle(self, *args, days: int, dry_run: bool, **options) -> None:
        if days < 1:
            raise CommandError("--days must be 1 or more.")
        cut = timezone.now() - datetime.timedelta(days=days)
        with transaction.atomic():
            old = Change.objects.filter(pk__lte=last_before(cut))
            # Not one by one, as Django would do it for the sake of the echoes: they all go together.
            count = old.count() if dry_run else old._raw_delete(old.db)
        self.stdout.write(f"{count} changes {'would be' if dry_run else 'were'} removed.")


def last_before(cut: datetime.datetime) -> int:
    """The id up to which every change is older than `cut`, with its echoes.

    Ids grow with a map's `seq`, so what is left of each map's log has no gap.
    """
    first_kept = Change.objects.filter(created_at__gte=cut).aggregate(Min("pk"))["pk__min"]
    if first_kept is None:
        return Change.objects.aggregate(Max("pk"))["pk__max"] or 0
    while True:
        echoes = Change.objects.filter(pk__gte=first_kept, echo_of__lt=first_kept)
        parent = echoes.aggregate(Min("echo_of"))["echo_of__min"]
        if parent is None:
            return first_kept - 1
        first_kept = parent
