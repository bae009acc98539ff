"""The log in words: the query and the page."""

import uuid

import pytest

from cxjourney.activity import log, queries, sentences, undo
from tests import factories

PAGE = "/w/acme/settings/log/"


def test_one_line_for_one_action(edith, card, journey, workspace):
    group = uuid.uuid4()
    for _ in range(3):
        log.settle(card, {"text": uuid.uuid4().hex}, by=edith, verb="card_edit", map=journey, group=group)
    log.settle(card, {"text": "Last"}, by=edith, verb="card_edit", map=journey)
    assert len(queries.recent(workspace)) == 2


def test_newest_first_with_who_and_what(alice, edith, write, workspace, journey):
    write(edith, "One")
    write(alice, "Two <b>")
    newest, oldest = queries.recent(workspace)
    assert newest.sentence.startswith("Alice ")
    assert "<b>Two &lt;b&gt;</b>" in newest.sentence
    assert (oldest.actor, oldest.map_id) == (edith.user, journey.pk)


def test_an_undo_says_so(edith, write, workspace, journey):
    write(edith, "One")
    undo.undo(by=edith, map_id=journey.pk)
    assert queries.recent(workspace)[0].sentence.endswith("– undone")


def test_echoes_show_on_their_map_only(edith, card, workspace):
    other = factories.JourneyMap(workspace=workspace)
    touchpoint = factories.Touchpoint(workspace=workspace)
    log.settle(
        touchpoint, {"name": "New"}, by=edith, verb="touchpoint_edit", map=card.map, also_on=[other.pk]
    )
    assert len(queries.recent(workspace)) == 1
    assert len(queries.recent(workspace, map_id=other.pk)) == 1
    assert len(queries.recent(workspace, target=("touchpoint", touchpoint.pk))) == 1
    assert queries.recent(workspace, target=("touchpoint", touchpoint.pk + 1)) == []


def test_whoever_left_for_good(edith, write, workspace):
    write(edith, "One")
    edith.user.delete()
    assert queries.recent(workspace)[0].sentence.startswith("Somebody who has left ")


def test_one_query(edith, write, workspace, django_assert_num_queries):
    for number in range(4):
        write(edith, str(number))
    with django_assert_num_queries(1):
        assert len(queries.recent(workspace)) == 4


def test_nothing_of_other_workspaces(edith, write, charlie):
    write(edith, "One")
    assert queries.recent(charlie.workspace) == []


def test_a_verb_has_one_sentence(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {"card_edit": "{who} edited {what}"})
    sentences.register({"card_edit": "{who} edited {what}"})
    with pytest.raises(ValueError, match="card_edit"):
        sentences.register({"card_edit": "{who} wrote {what}"})


def test_the_page(as_bob, edith, write):
    write(edith, "One")
    assert "<b>One</b>" in as_bob.get(PAGE).content.decode()


def test_the_empty_page_teaches(as_bob):
    assert "Nothing yet" in as_bob.get(PAGE).content.decode()


def test_older_entries(as_bob, edith, write, monkeypatch, hx):
    monkeypatch.setattr("cxjourney.activity.views.PAGE", 2)
    for number in range(5):
        write(edith, f"Text {number}")
    page = as_bob.get(PAGE).content.decode()
    assert "Text 4" in page
    assert "Text 2" not in page
    older = page.partition('hx-get="')[2].partition('"')[0]
    part = as_bob.get(older, headers=hx).content.decode()
    assert "Text 2" in part
    assert "Text 4" not in part
    assert "<html" not in part
    last = part.partition('hx-get="')[2].partition('"')[0]
    assert "hx-get" not in as_bob.get(last, headers=hx).content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30])
def test_odd_addresses(as_bob, before):
    assert as_bob.get(PAGE, {"before": before}).status_code == 200
