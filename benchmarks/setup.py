"""A workspace of known size in a database of its own (.data/bench), kept between runs."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

os.environ.setdefault("CXJOURNEY_MODE", "demo")
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / ".data" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxjourney.settings")
os.environ.setdefault("RATE_LIMITS", "0")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("CHORES_EVERY", "0")

WORDS = [
    "asks",
    "waits",
    "opens",
    "compares",
    "reads",
    "signs",
    "pays",
    "calls",
    "returns",
    "checks",
    "looks",
    "forgets",
    "finds",
    "sends",
    "the",
    "a",
    "letter",
    "counter",
    "form",
    "price",
    "date",
    "parcel",
    "invoice",
    "friend",
    "offer",
    "device",
    "colleague",
    "queue",
    "account",
    "screen",
    "answer",
    "again",
    "quickly",
    "twice",
    "at",
    "home",
    "on",
    "the",
    "train",
    "before",
    "noon",
    "without",
    "help",
    "in",
    "a",
    "hurry",
    "after",
    "work",
    "for",
    "the",
    "second",
    "time",
]
STAGES, LANES, CARDS = 12, 10, 3
SCORES = 1_000_000
DAYS = 365


def start() -> None:
    """Django on the benchmark's own embedded database (or DATABASE_URL), migrated, static files collected."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from cxjourney.kit import embedded

    if settings.DATABASE_EMBEDDED:
        embedded.ensure_running(settings.DATA_DIR)
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(3, 11))).capitalize()


def big_map(stages: int = STAGES, cards: int = CARDS, scores: int = SCORES):
    """The membership and the map of a workspace with `stages` × 10 lanes × `cards` and so many scores."""
    from cxjourney import models

    slug = f"bench-{stages}-{cards}-{scores}"
    member = (
        models.Membership.objects.select_related("user", "workspace").filter(workspace__slug=slug).first()
    )
    if member is None:
        began = time.perf_counter()
        member = _make(slug, stages, cards, scores)
        print(f"made {slug} in {time.perf_counter() - began:.1f} s")
    return member, models.JourneyMap.objects.get(workspace=member.workspace)


def _make(slug: str, stages: int, cards: int, scores: int):
    from django.db import connection, transaction

    from cxjourney import models

    dice = random.Random(7)
    with transaction.atomic():
        space = models.Workspace.objects.create(name="Bench", slug=slug)
        user, _new = models.User.objects.get_or_create(
            email="bench@example.com", defaults={"name": "Bea Bench"}
        )
        member = models.Membership.objects.create(workspace=space, user=user, role="owner")
        teams = [models.Team.objects.create(workspace=space, name=f"Team {n}", hue=n) for n in range(1, 7)]
        map_ = models.JourneyMap.objects.create(workspace=space, title="A large map", owner=user, period="90")
        columns = [
            models.Stage.objects.create(
                workspace=space,
                map=map_,
                name=sentence(dice)[:18],
                goal=sentence(dice),
                rank=f"{n:04d}V",
                assumed=1,
            )
            for n in range(stages)
        ]
        touchpoints = _fill(space, map_, columns, teams, cards, dice)
        question = models.Question.objects.create(workspace=space, kind="csat", name="CSAT", low=1, high=5)
        _score(connection, space, question, touchpoints, scores)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return member


def _fill(space, map_, columns, teams, cards, dice):
    """Ten lanes: five of text, two hold a third of the cards as touchpoints and pains, the rest read them."""
    from cxjourney import models

    kinds = [
        "goals",
        "steps",
        "touchpoints",
        "thoughts",
        "experience",
        "pains",
        "ideas",
        "feedback",
        "metrics",
    ]
    kinds.append("backstage")
    lanes = {
        kind: models.Lane.objects.create(
            workspace=space, map=map_, kind=kind, title=kind.capitalize(), rank=f"{n:04d}V"
        )
        for n, kind in enumerate(kinds)
    }
    # 360 cards as asked: 240 texts over five lanes, 60 touchpoints and 60 pain points.
    text_lanes = [
        lane for kind, lane in lanes.items() if kind in ("goals", "steps", "thoughts", "ideas", "backstage")
    ]
    touchpoints = []
    for column in columns:
        per_cell = cards * LANES * 2 // 3 // len(text_lanes)
        models.Card.objects.bulk_create(
            models.Card(
                workspace=space, map=map_, lane=lane, stage=column, text=sentence(dice), rank=f"{n:04d}V",
                team=dice.choice(teams) if lane.kind == "backstage" else None,
                mood=dice.choice(["", "good", "mixed", "bad"]) if lane.kind == "thoughts" else "",
            )
            for lane in text_lanes
            for n in range(per_cell)
        )  # fmt: skip
        for n in range(cards * LANES // 6):
            touchpoint = models.Touchpoint.objects.create(
                workspace=space, name=sentence(dice)[:40],
                channel=dice.choice(["website", "phone", "email", "store"]),
                team=dice.choice(teams), moment_of_truth=dice.random() < 0.2,
            )  # fmt: skip
            touchpoints.append(touchpoint)
            models.Placement.objects.create(
                workspace=space, map=map_, stage=column, touchpoint=touchpoint, rank=f"{n:04d}V",
                assumed=dice.randint(-15, 15) / 10,
            )  # fmt: skip
            models.PainPoint.objects.create(
                workspace=space, touchpoint=touchpoint, title=sentence(dice), impact=dice.randint(1, 5),
                frequency=dice.randint(1, 5), team=dice.choice(teams), rank=f"{n:04d}V",
            )  # fmt: skip
    return touchpoints


def _score(connection, space, question, touchpoints, scores) -> None:
    """`scores` answers spread over a year and all touchpoints, through the triggers like any others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            """INSERT INTO cxjourney_score
                 (workspace_id, question_id, touchpoint_id, channel, answered_on, value, count)
               SELECT %s, %s, (%s::bigint[])[1 + n %% %s], '', current_date - (n / %s %% %s)::int,
                      1 + floor(random() * 5)::int, 1
                 FROM generate_series(1, %s) AS n""",
            [
                space.pk,
                question.pk,
                [touchpoint.pk for touchpoint in touchpoints],
                len(touchpoints),
                len(touchpoints),
                DAYS,
                scores,
            ],
        )


def signed_in(member):
    """A test client with that person's session."""
    from django.test import Client

    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def timed(work, times: int, warm: int = 5) -> list[float]:
    """Seconds each of `times` calls took, after `warm` calls that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken
