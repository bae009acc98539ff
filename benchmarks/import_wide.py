"""A file in which every row rates 14 touchpoints, from upload to numbers, beside a plain recount of the file.

Run with `python -m benchmarks import_wide`. With SAMPLE_DATA set to a folder that holds
airline_satisfaction.csv.gz it takes that, else a generated file of the same size. Works in a workspace of
its own, which it removes. CPU seconds are those of this process and of its database process: on a busy
machine they say more than the clock.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.import_scores import memory, people

ROWS = 103_904
RATINGS = 14
WANTED = 40_000  # scores a second
MOST_MB = 300
CLASSES = ("Business", "Eco", "Eco Plus")


def main(rows: int = ROWS) -> None:
    from cxjourney.models import Workspace

    Workspace.objects.filter(slug="bench-import").delete()
    member = people()
    try:
        with tempfile.TemporaryDirectory() as folder:
            real = Path(os.environ.get("SAMPLE_DATA", "/nonexistent")) / "airline_satisfaction.csv.gz"
            path = real if real.is_file() else generated(Path(folder) / "ratings.csv.gz", rows)
            measure(member, path)
    finally:
        forget(member)


def forget(member) -> None:
    from cxjourney.models import Score

    Score.objects.filter(workspace=member.workspace).delete()
    member.workspace.delete()


def generated(path: Path, rows: int) -> Path:
    chance = random.Random(1)
    names = [f"Thing {chr(65 + number)}" for number in range(RATINGS)]
    with gzip.open(path, "wt", newline="") as file:
        write = csv.writer(file).writerow
        write(["", "id", "Class", "Age", *names])
        for number in range(rows):
            ratings = chance.choices((0, 1, 2, 3, 4, 5), (1, 8, 12, 20, 30, 25), k=RATINGS)
            write([number, 70_000 + number, chance.choice(CLASSES), chance.randint(7, 85), *ratings])
    return path


def measure(member, path: Path) -> None:
    from django.core.files import File
    from django.db import connection

    from cxjourney.feedback import actions
    from cxjourney.feedback.importing.load import load, reader_of
    from cxjourney.feedback.importing.suggest import suggest
    from cxjourney.metrics.rollups import differences

    clock = Clock(connection)
    with path.open("rb") as file:
        imported = actions.create_import(by=member, upload=File(file, name=path.name), plan_for=suggest)
    clock.say("uploaded, unpacked, recognised, looked at")
    assert not imported.report["faults"], imported.report["faults"]
    rows = sum(1 for _row in reader_of(imported))
    clock.say(f"read and checked {rows:,} rows, nothing stored")
    loaded = load(by=member, imported=imported, reader=reader_of(imported))
    seconds, busy = clock.say(f"{loaded.answers:,} scores of {loaded.accepted:,} respondents stored")
    print(
        f"{loaded.answers / seconds:,.0f} scores a second by the clock, {loaded.answers / busy:,.0f} by CPU"
    )
    print(f"memory of the process: {memory():.0f} MB (wanted: below {MOST_MB})")
    compare(member, path)
    assert not list(differences(member.workspace_id)), "the rollup differs from the scores"
    clock.say("compared with the file and with a recount")
    with path.open("rb") as file:
        again = actions.create_import(by=member, upload=File(file, name=path.name), plan_for=suggest)
    once_more = load(by=member, imported=again, reader=reader_of(again))
    assert (once_more.accepted, once_more.repeated) == (0, loaded.accepted), once_more
    clock.say("the same file again: nothing added")
    imported.refresh_from_db()
    actions.undo_import(by=member, imported=imported)
    clock.say("taken back")
    print(f"{'reached' if loaded.answers / seconds >= WANTED else 'MISSED'}: {WANTED:,} scores a second")


def compare(member, path: Path) -> None:
    """Every answer of the file is there, by rating and value: in the scores and on the touchpoints."""
    from django.db.models import Sum

    from cxjourney.models import Rollup, Score

    wanted: Counter = Counter()
    with gzip.open(path, "rt", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            wanted.update((name, value) for name, value in row.items() if value in RATED and name in row)
    found = Score.objects.filter(workspace=member.workspace)
    stored = Counter()
    for name, value, count in found.values_list("touchpoint__name", "value").annotate(n=Sum("count")):
        stored[name, str(value)] += count
    names = {name for name, _value in stored}
    assert len(names) == RATINGS, names
    assert stored == Counter({key: count for key, count in wanted.items() if key[0] in names})
    answers = [f"a{step}" for step in range(5)]
    rolled = Rollup.objects.filter(workspace=member.workspace, grain="m").values_list("touchpoint__name")
    for name, *counts in rolled.annotate(*(Sum(answer) for answer in answers)):
        assert counts == [wanted[name, str(value)] for value in range(1, 6)], name


RATED = {"1", "2", "3", "4", "5"}


class Clock:
    """Seconds by the clock and of CPU since the last word."""

    def __init__(self, connection):
        connection.ensure_connection()
        self.database = connection.connection.info.backend_pid
        self.then = self.now()

    def now(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time() + self.database_seconds()

    def database_seconds(self) -> float:
        try:
            fields = Path(f"/proc/{self.database}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # the database is elsewhere
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def say(self, what: str) -> tuple[float, float]:
        now = self.now()
        seconds, busy = (one - other for one, other in zip(now, self.then, strict=True))
        print(f"{what}: {seconds:.1f} s, {busy:.1f} s of CPU", flush=True)
        self.then = now
        return seconds, busy
