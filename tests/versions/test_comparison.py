"""What differs between two pictures."""

from cxjourney.versions.comparison import ADDED, CHANGED, MOVED, REMOVED, SAME, compare, longest_rise
from cxjourney.versions.picture import Column, Item, Picture, RowOf


def picture(*texts: tuple[int, int, str], columns=("Visit", "Buy"), start=0) -> Picture:
    """Cards as (id, number of the column, text) in one lane."""
    across = [Column(start + at, name, "", None) for at, name in enumerate(columns)]
    lane = RowOf(start, "steps", "Steps", "")
    items = [
        Item("card", start + pk, across[column].id, lane.id, text, same=(text.casefold(),))
        for pk, column, text in texts
    ]
    return Picture("Map", across, [lane], items, {})


def marks(comparison) -> list[tuple[str, str]]:
    return [(pair.it.text, pair.mark) for _spot, cell in sorted(comparison.cells.items()) for pair in cell]


def test_one_map_goes_by_ids():
    old = picture((1, 0, "Ask"), (2, 0, "Look"), (3, 1, "Pay"))
    new = picture((1, 0, "Ask a friend"), (3, 0, "Pay"), (4, 1, "Wait"))
    found = compare(old, new, one_map=True)
    assert marks(found) == [("Ask a friend", CHANGED), ("Look", REMOVED), ("Pay", MOVED), ("Wait", ADDED)]
    moved = next(pair for cell in found.cells.values() for pair in cell if pair.mark == MOVED)
    assert moved.place == "Buy, Steps"
    assert found.counts == {ADDED: 1, REMOVED: 1, CHANGED: 1, MOVED: 1}


def test_two_maps_go_by_names_and_words():
    old = picture((1, 0, "Ask a friend"), (2, 0, "Look"), (3, 1, "Pay"))
    new = picture((1, 0, "ask a friend"), (2, 0, "Looks"), (3, 0, "Pay"), columns=("Visit", "Use"), start=90)
    found = compare(old, new, one_map=False)
    assert [(pair.it.name, pair.mark) for pair in found.columns] == [
        ("Visit", SAME), ("Buy", REMOVED), ("Use", ADDED),
    ]  # fmt: skip
    assert marks(found) == [("ask a friend", CHANGED), ("Looks", CHANGED), ("Pay", MOVED)]


def test_the_same_is_the_same():
    found = compare(picture((1, 0, "Ask")), picture((5, 0, "Ask"), start=7), one_map=False)
    assert found.is_same
    assert not found.differs(0)


def test_what_changed_its_place_among_its_neighbours():
    old = picture((1, 0, "A"), (2, 0, "B"), (3, 0, "C"))
    new = picture((3, 0, "C"), (1, 0, "A"), (2, 0, "B"))
    assert marks(compare(old, new, one_map=True)) == [("C", MOVED), ("A", SAME), ("B", SAME)]


def test_facts_that_differ():
    old, new = picture((1, 0, "A")), picture((1, 0, "A"))
    new.items[0].facts = {"Mood": "Good"}
    new.facts = {"Name": "Other"}
    found = compare(old, new, one_map=True)
    [pair] = found.cell(0, 0)
    assert [(fact.label, fact.before, fact.after) for fact in pair.facts] == [("Mood", "", "Good")]
    assert found.counts[CHANGED] == 2


def test_the_longest_rise():
    assert longest_rise([2, 0, 1, 3]) == {1, 2, 3}
    assert longest_rise([]) == set()


def test_what_was_stands_where_it_was():
    old = picture((1, 0, "A"), (2, 1, "B"), (3, 1, "C"))
    new = picture((3, 0, "C"), (1, 0, "A"))
    found = compare(old, new, one_map=True)
    assert [pair.old.text for pair in found.cell(0, 1, "then")] == ["B", "C"]
    assert [pair.new.text for pair in found.cell(0, 0, "new")] == ["C", "A"]
    assert [pair.it.text for pair in found.cell(0, 1)] == ["B"]
