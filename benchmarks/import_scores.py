"""How fast a million scores come in: file, checks, table, rollup, beside a bare COPY of the same rows.

Run with `python -m benchmarks import_scores`. Works in a workspace of its own, which it removes.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

TOUCHPOINTS = 60
DAYS = 365
FIRST = date(2025, 1, 1)
WANTED = 50_000  # rows a second
COPIED = "place int, question int, value smallint, count int, day date, channel varchar(20)"


def main(rows: int = 1_000_000) -> None:
    from cxjourney.models import Workspace

    Workspace.objects.filter(slug="bench-import").delete()
    member = people()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scores.csv"
            write(path, rows)
            measure(member, path, rows)
    finally:
        member.workspace.delete()


def people():
    from cxjourney.models import Membership, Touchpoint, User, Workspace

    workspace = Workspace.objects.create(name="Benchmark of imports", slug="bench-import")
    user, _made = User.objects.get_or_create(email="bench-import@example.com")
    names = [f"Touchpoint {number}" for number in range(TOUCHPOINTS)]
    Touchpoint.objects.bulk_create(Touchpoint(workspace=workspace, name=name) for name in names)
    return Membership.objects.create(workspace=workspace, user=user, role="owner")


def write(path: Path, rows: int) -> None:
    chance = random.Random(1)
    days = [(FIRST + timedelta(number)).isoformat() for number in range(DAYS)]
    with path.open("w") as file:
        file.write("date,touchpoint,csat\n")
        for _ in range(rows):
            day, place = chance.choice(days), chance.randrange(TOUCHPOINTS)
            file.write(f"{day},Touchpoint {place},{chance.choice((1, 2, 3, 4, 4, 5, 5))}\n")


def measure(member, path: Path, rows: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from cxjourney.feedback.importing.load import load
    from cxjourney.feedback.importing.reader import Reader
    from cxjourney.feedback.importing.suggest import suggest
    from cxjourney.feedback.importing.text import Table
    from cxjourney.feedback.models import Import
    from cxjourney.feedback.places import known_touchpoints
    from cxjourney.metrics.rollups import differences

    def reader() -> Reader:
        plan = suggest(path)
        known = known_touchpoints(member.workspace_id)
        return Reader(Table(path, plan.form), plan, known, today=timezone.localdate())

    seconds = clock(lambda: sum(1 for _row in reader()))
    say("read and checked, nothing stored", rows, seconds)
    bare = clock(lambda: bare_copy(connection, reader()))
    say("bare COPY of the same rows", rows, bare)
    before = memory()
    imported = Import.objects.create(workspace_id=member.workspace_id, file_name=path.name)
    whole = clock(lambda: load(by=member, imported=imported, reader=reader()))
    say("import into table and rollup", rows, whole)
    grown = memory() - before
    print(f"{whole / bare:.1f} times a bare COPY; memory of the process grew by {grown:.0f} MB")
    assert not list(differences(member.workspace_id)), "the rollup differs from the scores"
    from cxjourney.feedback.actions import undo_import

    say("taken back", rows, clock(lambda: undo_import(by=member, imported=imported)))
    print(f"{'reached' if rows / whole >= WANTED else 'MISSED'}: at least {WANTED:,} rows a second")


def bare_copy(connection, reader) -> None:
    """The same text into a table without keys, indexes, checks or rollup."""
    from cxjourney.feedback.importing.cells import Problem

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({COPIED})")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            lines = []
            for _number, _row, answer in reader:
                if isinstance(answer, Problem):
                    continue
                for question, value, count in answer.scores:
                    lines.append(f"{answer.place}\t{question}\t{value}\t{count}\t{answer.day}\t\n")
                if len(lines) > 2000:
                    copy.write("".join(lines))
                    lines.clear()
            copy.write("".join(lines))
        cursor.execute("DROP TABLE bare")


def clock(work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def memory() -> float:
    """Most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(what: str, rows: int, seconds: float) -> None:
    print(f"{what}: {seconds:.1f} s, {rows / seconds:,.0f} rows a second", flush=True)
