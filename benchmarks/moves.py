"""Moves under fire: eight people move the cards of one lane at random, each knowing an order that is old.

Over HTTP against gunicorn with two workers. Afterwards: how many moves were refused, whether every card is
there once, and whether everybody sees the same order.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

from django.conf import settings

from benchmarks.setup import percentiles, signed_in
from benchmarks.throughput import wait

CLIENTS, MOVES, CARDS, STAGES = 8, 40, 20, 5
TOKEN = "b" * 32


def main() -> None:
    member, lane, stages, cards = make()
    base, cookie = (
        f"/w/{member.workspace.slug}/",
        signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value,
    )
    with served() as port:
        answers, taken, seconds = fire(port, cookie, base, lane, stages, cards)
        orders = [order(port, cookie, f"{base}maps/{lane.map_id}/", cards) for _ in range(CLIENTS)]
    refused = sum(status not in (200, 204) for status in answers)
    p50, p95 = percentiles(taken)
    print(
        f"{CLIENTS} clients x {MOVES} moves of {CARDS} cards: {refused} of {len(answers)} refused "
        f"({100 * refused / len(answers):.1f} %), {len(answers) / seconds:.0f} moves/s, "
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms"
    )
    lost, doubled = set(cards) - set(orders[0]), len(orders[0]) - len(set(orders[0]))
    same = all(seen == orders[0] for seen in orders)
    print(f"lost {len(lost)}, doubled {doubled}, one order for all: {'yes' if same else 'NO'}")
    print(f"log: {logged(lane.map_id)}")
    assert not lost
    assert not doubled
    assert same
    assert refused <= len(answers) / 100


def make():
    """A map of its own with all cards in its lane of steps."""
    from cxjourney.journeys.actions.cards import create_card
    from cxjourney.journeys.actions.maps import create_map
    from cxjourney.models import Lane, Membership, Stage, User, Workspace

    space, _new = Workspace.objects.get_or_create(slug="bench-moves", defaults={"name": "Moves"})
    user, _new = User.objects.get_or_create(email="bench@example.com", defaults={"name": "Bea Bench"})
    member, _new = Membership.objects.get_or_create(workspace=space, user=user, defaults={"role": "owner"})
    map_ = create_map(by=member, title="Moves under fire")
    lane = Lane.objects.get(map=map_, kind="steps")
    stages = list(Stage.objects.filter(map=map_).order_by("rank")[:STAGES])
    cards = [
        create_card(by=member, lane=lane, stage=stages[n % STAGES], text=f"Step {n}").target_id
        for n in range(CARDS)
    ]
    return member, lane, [stage.pk for stage in stages], cards


@contextlib.contextmanager
def served():
    """The port of a gunicorn with two workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "-w",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "cxjourney.wsgi",
        "--log-level",
        "error",
    ]
    environment = dict(os.environ, DATABASE_POOL="0", COMPRESS="0", BASE_URL=f"http://127.0.0.1:{port}")
    server = subprocess.Popen([sys.executable, *command], env=environment, stdin=subprocess.DEVNULL)
    try:
        wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def ask(port: int, cookie: str, method: str, path: str, data: dict | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, path, body=urlencode(data or {}), headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def fire(port, cookie, base, lane, stages, cards) -> tuple[list[int], list[float], float]:
    """Statuses and seconds of all moves, and how long it took altogether."""
    answers: list[int] = []
    taken: list[float] = []

    def one(number: int) -> None:
        dice = random.Random(number)
        for _ in range(MOVES):
            moved, before = dice.sample(cards, 2)
            where = {
                "lane": lane.pk,
                "stage": dice.choice(stages),
                "before": dice.choice([before, before, ""]),
            }
            began = time.perf_counter()
            status, _body = ask(port, cookie, "POST", f"{base}cards/{moved}/move/", where)
            taken.append(time.perf_counter() - began)
            answers.append(status)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, taken, time.perf_counter() - began


def order(port: int, cookie: str, path: str, cards: list[int]) -> list[int]:
    """The cards as the map shows them, stage by stage."""
    status, body = ask(port, cookie, "GET", path)
    assert status == 200, status
    known = set(cards)
    return [pk for pk in map(int, re.findall(r'id="card-(\d+)"', body)) if pk in known]


def logged(map_id: int) -> str:
    from cxjourney.models import Change, JourneyMap

    seqs = list(Change.objects.filter(map_id=map_id).order_by("seq").values_list("seq", flat=True))
    whole = seqs == list(range(1, len(seqs) + 1)) and JourneyMap.objects.get(pk=map_id).seq == len(seqs)
    return f"{len(seqs)} changes, numbered {'without a gap' if whole else 'WITH GAPS'}"
