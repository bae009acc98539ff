"""Everything that is to be done hourly or daily. The server runs it by itself, unless CHORES_EVERY is 0."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cxjourney.activity import chores

logger = logging.getLogger(__name__)


def daily() -> dict[str, dict[str, Any]]:
    """Commands with their options."""
    found: dict[str, dict[str, Any]] = {"purge_feedback": {}, "read_words": {}, "clearsessions": {}}
    if settings.LOG_DAYS:
        found["prune_log"] = {"days": settings.LOG_DAYS}
    return found


class Command(BaseCommand):
    help = "Judge alerts, keep to retention periods, read words, sweep out what is old."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--due", action="store_true", help="only what was not done of late")

    def handle(self, *, due: bool, **options) -> None:
        todo: dict[str, tuple[dict, timedelta]] = {"check_alerts": ({}, chores.between())}
        todo |= {name: (given, chores.DAY) for name, given in daily().items()}
        failed = [name for name, (given, after) in todo.items() if not self._do(name, given, due, after)]
        if failed:
            raise CommandError(f"Failed, as the log says: {', '.join(failed)}")

    def _do(self, name: str, given: dict[str, Any], due: bool, after: timedelta) -> bool:
        """False when it failed: that must not keep the others from being done."""
        if not chores.claim(name, after) and due:
            return True
        try:
            call_command(name, **given, stdout=self.stdout)
        except Exception:
            logger.exception("The chore %s failed", name)
            chores.give_back(name)
            return False
        return True
