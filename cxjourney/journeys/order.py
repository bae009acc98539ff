"""The rank of something put before another thing or last among its neighbours."""

from __future__ import annotations

from django.db.models import QuerySet

from cxjourney.kit import ranks


def rank_before(neighbours: QuerySet, before: int | None) -> str:
    """A rank right above `before` (an id) among `neighbours`, or last when it is None or gone.

    One query, two when `before` is gone: it may have been moved or removed while somebody dragged.
    """
    if before is not None:
        spot = neighbours.filter(pk=before).values("rank")
        pair = list(
            neighbours.filter(rank__lte=spot[:1]).order_by("-rank").values_list("rank", flat=True)[:2]
        )
        if pair:
            lower = [rank for rank in pair[1:] if rank < pair[0]]
            return ranks.between(lower[0] if lower else None, pair[0])
    last = neighbours.order_by("-rank").values_list("rank", flat=True).first()
    return ranks.between(last, None)


def rank_after(neighbours: QuerySet, rank: str) -> str:
    """A rank right behind `rank`. One query."""
    follower = neighbours.filter(rank__gt=rank).order_by("rank").values_list("rank", flat=True).first()
    return ranks.between(rank, follower)
