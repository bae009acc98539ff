"""Several requests at the same moment, each on its own connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(count: int, work: Callable[[int], object]) -> list:
    """The answers of `work(0)` … `work(count - 1)`, which start together. Needs a transactional test."""
    barrier = Barrier(count)

    def run(number: int):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
