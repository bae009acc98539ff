import re

import pytest

from tests import factories
from tests.journeys.answers import body

URL = "/w/acme/touchpoints/search/"


@pytest.fixture
def names(workspace):
    for name, channel in (("Website", "website"), ("Call centre", "phone"), ("Recall letter", "")):
        factories.Touchpoint(workspace=workspace, name=name, channel=channel)


def found(response) -> list[str]:
    return re.findall(r'data-name="([^"]*)"', body(response))


def test_all_by_name_while_nothing_is_typed(as_bob, names):
    assert found(as_bob.get(URL)) == ["Call centre", "Recall letter", "Website"]


def test_what_begins_so_comes_first(as_bob, names):
    assert found(as_bob.get(URL, {"q": "call"})) == ["Call centre", "Recall letter"]


def test_the_field_of_the_form_is_understood(as_bob, names):
    assert found(as_bob.get(URL, {"name": "WEB"})) == ["Website"]


def test_every_word_counts_in_any_order(as_bob, names):
    assert found(as_bob.get(URL, {"q": "letter re"})) == ["Recall letter"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'"])
def test_signs_are_only_signs(as_bob, names, text):
    assert found(as_bob.get(URL, {"q": text})) == []


def test_what_stands_in_the_stage_comes_last_and_cannot_be_chosen(as_bob, names, placement, stage):
    response = as_bob.get(URL, {"stage": stage.pk})
    assert found(response)[-1] == "Test ride"
    assert 'aria-disabled="true"' in body(response)
    assert "in this stage" in body(response)


def test_icon_and_maps_are_shown(as_bob, placement, map_):
    page = body(as_bob.get(URL, {"q": "test"}))
    assert "#i-store" in page
    assert "on Buying a bike" in page


def test_a_new_name_is_offered_as_new(as_bob, names):
    assert "New touchpoint “Radio”" in body(as_bob.get(URL, {"q": "Radio"}))


def test_at_most_eight_by_one_query(as_bob, workspace, django_assert_num_queries):
    for _ in range(12):
        factories.Touchpoint(workspace=workspace)
    with django_assert_num_queries(3):  # session, membership, touchpoints
        assert len(found(as_bob.get(URL))) == 8


def test_nothing_of_other_workspaces(as_charlie, as_bob, names, stage):
    assert found(as_charlie.get("/w/rival/touchpoints/search/")) == []
    assert as_charlie.get(URL).status_code == 404
    assert as_charlie.get(f"/w/rival/touchpoints/search/?stage={stage.pk}").status_code == 404


def test_removed_ones_are_not_found(as_bob, touchpoint):
    type(touchpoint).objects.filter(pk=touchpoint.pk).update(removed_at="2026-01-01T00:00Z")
    assert found(as_bob.get(URL)) == []
