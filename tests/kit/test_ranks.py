"""Order among neighbours: always room, always in order, never long."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxjourney.kit import ranks

LONGEST = 200  # what the column holds


def insert(row, at, chance):
    """Put a new rank before position `at`; everything must stay in order."""
    before = row[at - 1] if at else None
    after = row[at] if at < len(row) else None
    rank = ranks.between(before, after, chance=chance)
    assert before is None or before < rank
    assert after is None or rank < after
    row.insert(at, rank)


@given(st.lists(st.floats(0, 1), max_size=60), st.integers())
def test_wherever_things_are_put_they_stay_in_order(places, seed):
    row, chance = [], random.Random(seed)
    for place in places:
        insert(row, round(place * len(row)), chance)
    assert row == sorted(set(row))


def test_thousands_of_random_inserts_are_unique_and_short():
    row, chance = [], random.Random(1)
    for _ in range(5000):
        insert(row, chance.randint(0, len(row)), chance)
    assert len(set(row)) == 5000
    assert row == sorted(row)
    assert max(map(len, row)) < 20


@pytest.mark.parametrize("where", ["last", "first"])
def test_put_last_or_first_ranks_keep_their_length(where):
    row, chance = [], random.Random(2)
    for _ in range(3000):
        insert(row, len(row) if where == "last" else 0, chance)
    assert max(map(len, row)) <= ranks.HEAD + ranks.JITTER


@pytest.mark.parametrize("side", [0, 1])
def test_eight_hundred_times_into_the_same_gap_fit_the_column(side):
    low, high = "A00001V", "A00002V"
    chance = random.Random(3)
    for _ in range(800):
        rank = ranks.between(low, high, chance=chance)
        assert low < rank < high
        low, high = (low, rank) if side else (rank, high)
    assert len(rank) <= LONGEST


def test_there_is_room_below_the_lowest_and_above_the_highest_digits():
    assert ranks.between(None, "000001") < "000001"
    assert ranks.between("zzzzzz", None) > "zzzzzz"
    assert ranks.between("zzzzzzzz", None) > "zzzzzzzz"


def test_no_rank_ends_in_the_lowest_digit():
    chance = random.Random(4)
    made = [ranks.between("V", "W", chance=chance) for _ in range(500)] + ranks.spread(500)
    assert not any(rank.endswith(ranks.DIGITS[0]) for rank in made)


def test_two_people_in_one_gap_get_different_ranks():
    made = [ranks.between("V", "W", chance=random.Random(seed)) for seed in range(20)]
    assert len(set(made)) > 15


@pytest.mark.parametrize(("before", "after"), [("W", "V"), ("V", "V")])
def test_what_is_not_in_order_is_refused(before, after):
    with pytest.raises(ValueError, match="does not come before"):
        ranks.between(before, after)


@pytest.mark.parametrize("rank", ["0", "A0", "A-B", "é", "A "])
def test_what_is_no_rank_is_refused(rank):
    # Below a rank that ends in the lowest digit there might be no room.
    with pytest.raises(ValueError, match="is no rank"):
        ranks.between(None, rank)
    with pytest.raises(ValueError, match="is no rank"):
        ranks.between(rank, None)


def test_fewer_than_no_ranks_are_refused():
    with pytest.raises(ValueError, match="no fewer"):
        ranks.spread(-1)


@given(st.integers(0, 500))
def test_spread_is_in_order_with_room_everywhere(count):
    row = ranks.spread(count)
    assert len(row) == count
    assert row == sorted(set(row))
    for before, after in zip([None, *row], [*row, None], strict=True):
        ranks.between(before, after)
