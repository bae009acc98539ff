"""What the team assumes, on a stage and on a touchpoint of the map."""

from decimal import Decimal

import pytest

from cxjourney.activity.models import Change
from tests.journeys.answers import events, toast, undo


@pytest.fixture(params=["stage", "placement"])
def thing(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def url(thing):
    return f"/w/acme/{thing._meta.model_name}s/{thing.pk}/assumed/"


def test_a_value_is_kept_and_the_curve_drawn_anew(as_edith, url, thing, hx):
    response = as_edith.post(url, {"value": "-0.8"}, headers=hx)
    thing.refresh_from_db()
    assert thing.assumed == Decimal("-0.8")
    assert response.status_code == 204
    assert "board:refresh" in events(response)


def test_a_blank_takes_it_away(as_edith, url, thing):
    as_edith.post(url, {"value": "1.5"})
    as_edith.post(url, {"value": ""})
    thing.refresh_from_db()
    assert thing.assumed is None


@pytest.mark.parametrize("value", ["-2", "2", "0", "0.1"])
def test_ends_of_the_scale(as_edith, url, value):
    as_edith.post(url, {"value": value})
    assert Change.objects.get().after == {"assumed": value}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2.1", "From −2"),
        ("-3", "From −2"),
        ("100", "From −2"),
        ("0.25", "One decimal place"),
        ("high", "A number from −2 to +2."),
        ("NaN", "A number from −2 to +2."),
    ],
)
def test_what_is_off_the_scale_is_refused_in_words(as_edith, url, thing, value, said, hx):
    response = as_edith.post(url, {"value": value}, headers=hx)
    assert response.status_code == 422
    assert toast(response).startswith(said)
    thing.refresh_from_db()
    assert thing.assumed is None


def test_the_last_of_two_wins(as_edith, as_alice, url, thing):
    as_alice.post(url, {"value": "1"})
    as_edith.post(url, {"value": "-1"})
    thing.refresh_from_db()
    assert thing.assumed == -1


def test_undo(as_edith, url, thing, hx):
    as_edith.post(undo(as_edith.post(url, {"value": "1"}, headers=hx)), headers=hx)
    thing.refresh_from_db()
    assert thing.assumed is None


def test_the_same_again_is_nothing_new(as_edith, url, hx):
    as_edith.post(url, {"value": "1"})
    assert "toast" not in events(as_edith.post(url, {"value": "1.0"}, headers=hx))
    assert Change.objects.count() == 1


def test_only_editors(gate, url):
    gate(url)
