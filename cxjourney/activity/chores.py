"""What is to be done again and again: the server has it done by a process of its own, as long as it runs."""

from __future__ import annotations

import asyncio
import datetime
import logging
import sys

from django.conf import settings
from django.utils import timezone

from cxjourney.activity.models import ChoreRun

logger = logging.getLogger(__name__)

FIRST = 60  # seconds after the start, when people wait for pages
DAY = datetime.timedelta(hours=23)  # less than a day, so that it stays at its hour
NEARLY = 0.9  # of the time between two runs: servers that started at different times do it once, not each


def claim(name: str, after: datetime.timedelta) -> bool:
    """Whether `name` was last begun so long ago, and nobody else begins it now. Then it counts as begun."""
    now = timezone.now()
    run, is_first = ChoreRun.objects.get_or_create(name=name, defaults={"begun_at": now})
    if is_first:
        return True
    return bool(ChoreRun.objects.filter(pk=run.pk, begun_at__lte=now - after).update(begun_at=now))


def give_back(name: str) -> None:
    """It was not done after all: the next run tries again."""
    ChoreRun.objects.filter(name=name).delete()


def between() -> datetime.timedelta:
    """The least time between two runs of what is done hourly."""
    return datetime.timedelta(minutes=settings.CHORES_EVERY) * NEARLY


async def keep_doing() -> None:
    """Until it is cancelled."""
    every = settings.CHORES_EVERY * 60
    await asyncio.sleep(min(FIRST, every))
    while True:
        try:
            await _do_what_is_due()
        except OSError:
            logger.exception("The chores could not be begun")
        await asyncio.sleep(every)


async def _do_what_is_due() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "chores",
        "--due",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        start_new_session=True,  # Ctrl+C is for the server, which ends this one
    )
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
