"""60 people watch, four edit without pause, for three minutes in which connections and servers die."""

from __future__ import annotations

import argparse
import asyncio

from benchmarks import setup
from benchmarks.live import servers, world
from tests.live.chaos import Chaos, Place

PEOPLE, EDITORS = 60, 4


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    chosen = parser.parse_args(words or [])
    with servers.Servers() as running:
        verdict = asyncio.run(Chaos(running, place(), chosen.seconds).run())
    print(verdict)
    print(verdict.difference())


def place() -> Place:
    from django.db import connection

    from cxjourney.models import Card, Lane, Stage

    space, map_, people = world.world(PEOPLE, stages=6, scores=2000)
    params, here = connection.get_connection_params(), {"map": map_}
    wanted = ("host", "port", "user", "password", "dbname")
    cards = Lane.objects.live().filter(**here, kind__in=("goals", "steps", "thoughts", "ideas", "backstage"))
    return Place(
        base=f"/w/{space.slug}/",
        map=map_.pk,
        watchers=[person.cookies for person in people],
        editors=[person.cookies for person in people[:EDITORS]],
        cards=list(Card.objects.live().filter(**here).values_list("pk", "version", "text")),
        lanes=list(cards.values_list("pk", flat=True)),
        stages=list(Stage.objects.live().filter(**here).values_list("pk", "version", "name")),
        database={name: params[name] for name in wanted if params.get(name)},
    )


if __name__ == "__main__":
    import sys

    setup.start()
    main(sys.argv[1:])
