"""The map page: queries, server time, size; beside a bare view, a bare query and a bare Jinja2 loop."""

from __future__ import annotations

import gzip
import re
import time

import brotli
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.setup import big_map, percentiles, signed_in, timed

SIZES = [(12, 3, 10), (12, 3, 1_000_000), (2, 2, 10), (30, 12, 10)]
# About what a text card and a touchpoint weigh, without anything around them.
BARE = """{% for card in cards %}<li class="card card--step" id="card-{{ card.pk }}" data-item="card"
 tabindex="-1">{{ card.text }}</li>{% endfor %}"""


def main() -> None:
    for stages, cards, scores in SIZES:
        measure(stages, cards, scores)
    floors()


def measure(stages: int, cards: int, scores: int) -> None:
    member, map_ = big_map(stages, cards, scores)
    client, address = signed_in(member), f"/w/{member.workspace.slug}/maps/{map_.pk}/"
    queries, page = counted(client, address)
    p50, p95 = percentiles(timed(lambda: client.get(address), 60))
    cold, _p95 = percentiles(timed(lambda: forgetful(client, address), 20))
    html = page.content
    nodes = len(re.findall(rb"<[a-zA-Z]", html))
    print(
        f"{stages * 10 * cards:>5} cards, {scores:>9,} scores: {queries} queries, "
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p50 {cold:.1f} ms with nothing drawn before, "
        f"{processor(client, address):.1f} ms of processor, {len(html) / 1000:.0f} KB, "
        f"brotli-4 {len(brotli.compress(html, quality=4)) / 1000:.1f} KB, "
        f"gzip-6 {len(gzip.compress(html, 6)) / 1000:.1f} KB, {nodes} elements"
    )


def counted(client, address: str):
    """(queries, the page)."""
    client.get(address)  # connects, so that the context's connection is the one that is used
    with CaptureQueriesContext(connection) as seen:
        page = client.get(address)
    assert page.status_code == 200, page.status_code
    return len(seen), page


def forgetful(client, address: str) -> None:
    """The page as the first who asks for it in a process gets it."""
    from cxjourney.board import numbers, paint
    from cxjourney.board.queries import _boards
    from cxjourney.metrics import queries

    _boards.kept.clear()
    paint.memo.kept.clear()
    numbers._pill.cache_clear()
    queries._measures.cache_clear()
    queries._answers.kept.clear()
    client.get(address)


def processor(client, address: str, times: int = 40) -> float:
    """Milliseconds of this process's processor time for a page, p50; the database's own are not in it."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        client.get(address)
        taken.append(time.process_time() - began)
    return sorted(taken)[times // 2] * 1000


def floors() -> None:
    """What cannot be beaten: the framework alone, one query alone, the cards alone."""
    from cxjourney.models import Card

    member, map_ = big_map()
    request = RequestFactory().get("/")
    bare_view = percentiles(timed(lambda: HttpResponse(f"ok {request.path}"), 200))

    def query():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    cards = list(Card.objects.filter(map=map_)) * 2
    template = engines["jinja2"].from_string(BARE)
    health = signed_in(member)
    loop = percentiles(timed(lambda: template.render({"cards": cards[:360]}), 100))[0]
    print(
        f"floor: bare view {bare_view[0]:.3f} ms, middleware and /healthz "
        f"{percentiles(timed(lambda: health.get('/healthz'), 200))[0]:.2f} ms, "
        f"one query {percentiles(timed(query, 200))[0]:.2f} ms, "
        f"360 cards in a bare Jinja2 loop {loop:.1f} ms"
    )
