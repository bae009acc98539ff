"""Order among neighbours on a map; the rules are those of the whole app."""

from cxjourney.activity.order import LONGEST, Spot, find_spot, rank_after, rank_before

__all__ = ["LONGEST", "Spot", "find_spot", "rank_after", "rank_before"]
