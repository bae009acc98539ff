"""Several lines pasted into the form of a new card."""

import uuid

import pytest

from cxjourney.models import Card, Change
from tests.journeys.answers import body, toast, undo


@pytest.fixture
def url(lane, stage):
    return f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"


LINES = "Opens the  letter\r\n\r\n  Reads it\nCalls\n"


def texts() -> list[str]:
    return list(Card.objects.live().order_by("rank").values_list("text", flat=True))


def test_each_line_becomes_a_card_in_order(as_edith, url, card, hx):
    response = as_edith.post(url, {"text": LINES, "split": "1"}, headers=hx)
    assert toast(response) == "3 cards added"
    assert texts() == [card.text, "Opens the letter", "Reads it", "Calls"]
    assert body(response).count("<li") == 3
    assert Change.objects.count() == 3


def test_one_undo_takes_them_all_away(as_edith, url, hx):
    as_edith.post(undo(as_edith.post(url, {"text": LINES, "split": "1"}, headers=hx)), headers=hx)
    assert texts() == []


def test_without_the_button_they_are_one_text(as_edith, url, hx):
    as_edith.post(url, {"text": LINES}, headers=hx)
    assert texts() == ["Opens the letter Reads it Calls"]


def test_the_same_key_again_gives_the_same_cards(as_edith, url, hx):
    given = {"text": LINES, "split": "1", "key": str(uuid.uuid4())}
    first, again = (as_edith.post(url, given, headers=hx) for _ in range(2))
    assert body(first) == body(again)
    assert len(texts()) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n \n", "Write something"),
        ("\n".join("abc"[n % 3] for n in range(51)), "At most 50 cards at once; these are 51 lines."),
        ("fine\n" + "x" * 501, "Line 2 has 501 characters"),
    ],
)
def test_what_cannot_be_is_said_and_kept(as_edith, url, hx, text, words):
    response = as_edith.post(url, {"text": text, "split": "1"}, headers=hx)
    assert response.status_code == 422
    assert words in body(response)
    assert text.strip().splitlines()[-1:] == [] or text.strip().splitlines()[-1] in body(response)
    assert texts() == []


def test_many_lines_may_be_longer_together_than_one_card(as_edith, url, hx):
    as_edith.post(url, {"text": "\n".join(["x" * 400] * 4), "split": "1"}, headers=hx)
    assert len(texts()) == 4


def test_an_edited_card_knows_no_lines(as_edith, card, hx):
    given = {"text": "one\ntwo", "split": "1", "version": card.version, "base": card.text}
    assert as_edith.post(f"/w/acme/cards/{card.pk}/edit/", given, headers=hx).status_code == 200
    assert texts() == ["one two"]
