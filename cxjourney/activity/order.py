"""The rank of something put before another thing or last among its neighbours."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from cxjourney.kit import ranks

LONGEST = 180  # characters; the column holds 200


# The wished rank and the one below it; the last one when nothing wished is there. Two may have the same rank
# by chance, so each rank is read once.
BELOW = """
WITH near AS ({neighbours}), wish AS (SELECT rank FROM near WHERE id = %s)
SELECT DISTINCT near.rank, wish.rank FROM near LEFT JOIN wish ON true
WHERE wish.rank IS NULL OR near.rank <= wish.rank ORDER BY near.rank DESC LIMIT 2
"""


class Spot(NamedTuple):
    """A rank, and whether it is where it was wished: not when what it was to stand before is gone."""

    rank: str
    as_wished: bool


def find_spot(neighbours: QuerySet, before: int | None) -> Spot:
    """A rank right above `before` (an id) among `neighbours`, or last when it is None or gone. One query.

    What it was to stand before may have been moved or removed while somebody dragged; that is no reason to
    refuse the move.
    """
    low, high = _gap(neighbours, before)
    rank = ranks.between(low, high)
    if len(rank) > LONGEST:  # hundreds of things were put into this one gap
        _spread_anew(neighbours)
        rank = ranks.between(*_gap(neighbours, before))
    return Spot(rank, before is None or high is not None)


def rank_before(neighbours: QuerySet, before: int | None) -> str:
    return find_spot(neighbours, before).rank


def rank_after(neighbours: QuerySet, rank: str) -> str:
    """A rank right behind `rank`. One query."""
    follower = neighbours.filter(rank__gt=rank).order_by("rank").values_list("rank", flat=True).first()
    return ranks.between(rank, follower)


def _gap(neighbours: QuerySet, before: int | None) -> tuple[str | None, str | None]:
    """The ranks below and above the wished place. One query."""
    if before is None:
        return neighbours.order_by("-rank").values_list("rank", flat=True).first(), None
    sql, params = neighbours.order_by().values("id", "rank").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(BELOW.format(neighbours=sql), [*params, before])
        pairs = cursor.fetchall()
    if pairs and pairs[0][1] is not None:
        return (pairs[1][0] if len(pairs) > 1 else None), pairs[0][1]
    return (pairs[0][0] if pairs else None), None


@transaction.atomic
def _spread_anew(neighbours: QuerySet) -> None:
    """Short ranks in the same order. Nobody sees a difference, so it is not in the log."""
    rows = list(neighbours.select_for_update(of=("self",)).order_by("rank", "pk"))
    for row, rank in zip(rows, ranks.spread(len(rows)), strict=True):
        neighbours.model._default_manager.filter(pk=row.pk).update(rank=rank)
