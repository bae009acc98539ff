import re

import pytest

from cxjourney.activity.models import Change
from tests import factories
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(touchpoint):
    return f"/w/acme/touchpoints/{touchpoint.pk}/edit/"


@pytest.fixture
def renames(touchpoint):
    return {"field": "name", "version": touchpoint.version, "base": touchpoint.name}


@pytest.fixture
def describes(touchpoint):
    return {"field": "description", "version": touchpoint.version, "base": touchpoint.description}


def test_another_name(as_edith, url, touchpoint, renames, hx):
    response = as_edith.post(url, renames | {"value": " Trial\nride "}, headers=hx)
    touchpoint.refresh_from_db()
    assert touchpoint.name == "Trial ride"
    assert {"board:refresh", "drawer:refresh", "toast"} == events(response).keys()


def test_a_description_keeps_its_lines(as_edith, url, touchpoint, describes):
    as_edith.post(url, describes | {"value": "One\r\n\r\nTwo"})
    touchpoint.refresh_from_db()
    assert touchpoint.description == "One\n\nTwo"


def test_lines_sent_back_by_a_browser_are_no_change_of_somebody_else(
    as_edith, as_alice, url, touchpoint, describes
):
    as_edith.post(url, describes | {"value": "One\r\nTwo"})
    as_alice.post(url, {"field": "moment_of_truth", "value": "1"})
    again = {"field": "description", "version": 2, "base": "One\r\nTwo", "value": "One\r\nTwo\r\nThree"}
    as_edith.post(url, again)
    touchpoint.refresh_from_db()
    assert touchpoint.description == "One\nTwo\nThree"


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("channel", "phone", "channel", "phone"),
        ("channel", "", "channel", ""),
        ("direct", "0", "direct", False),
        ("moment_of_truth", "1", "moment_of_truth", True),
        ("team", "", "team", None),
    ],
)
def test_choices(as_edith, url, touchpoint, field, value, attribute, expected):
    as_edith.post(url, {"field": field, "value": value})
    touchpoint.refresh_from_db()
    assert getattr(touchpoint, attribute) == expected


def test_a_team_and_a_channel_of_the_workspace(as_edith, url, touchpoint, team):
    own = factories.Channel(workspace=team.workspace)
    as_edith.post(url, {"field": "team", "value": team.pk})
    as_edith.post(url, {"field": "channel", "value": f"own:{own.pk}"})
    touchpoint.refresh_from_db()
    assert (touchpoint.team, touchpoint.own_channel, touchpoint.channel) == (team, own, "")
    as_edith.post(url, {"field": "channel", "value": "sms"})
    touchpoint.refresh_from_db()
    assert (touchpoint.own_channel, touchpoint.channel) == (None, "sms")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "pigeon"),
        ("channel", "own:999999"),
        ("team", "999999"),
        ("direct", "maybe"),
        ("rank", "V"),
    ],
)
def test_what_is_no_choice_is_refused_in_words(as_edith, url, field, value, hx):
    response = as_edith.post(url, {"field": field, "value": value}, headers=hx)
    assert response.status_code == 422
    assert toast(response)
    assert not Change.objects.exists()


@pytest.mark.parametrize("field", ["name", "description"])
def test_the_form_of_a_text(as_edith, url, touchpoint, field, hx):
    page = body(as_edith.get(f"{url}?field={field}", headers=hx))
    assert f'name="field" value="{field}"' in page
    assert f'name="base" value="{getattr(touchpoint, field)}"' in page


@pytest.mark.parametrize(("value", "said"), [("", "Give the touchpoint a name."), ("n" * 121, "at most 120")])
def test_a_wrong_name_is_refused(as_edith, url, renames, value, said, hx):
    response = as_edith.post(url, renames | {"value": value}, headers=hx)
    assert response.status_code == 422
    assert said in body(response)
    assert f'value="{value}"' in body(response)


def test_a_description_too_long_is_refused(as_edith, url, describes, hx):
    response = as_edith.post(url, describes | {"value": "d" * 4001}, headers=hx)
    assert response.status_code == 422
    assert "d" * 4001 in body(response)


def test_a_name_of_another_touchpoint_is_refused(as_edith, url, workspace, renames, hx):
    factories.Touchpoint(workspace=workspace, name="Website")
    response = as_edith.post(url, renames | {"value": "WEBSITE"}, headers=hx)
    assert response.status_code == 422
    assert "Another touchpoint has this name." in body(response)


def test_another_way_to_write_its_own_name(as_edith, url, touchpoint, renames):
    as_edith.post(url, renames | {"value": "TEST RIDE"})
    touchpoint.refresh_from_db()
    assert touchpoint.name == "TEST RIDE"


def test_the_same_words_changed_by_two(as_edith, as_alice, url, touchpoint, renames, hx):
    as_alice.post(url, renames | {"value": "Test drive"})
    response = as_edith.post(url, renames | {"value": "Test lap"}, headers=hx)
    page = body(response)
    assert response.status_code == 409
    assert "Test drive</q>" in page
    again = dict(re.findall(r'name="(\w+)"(?: type="text")? value="([^"]*)"', page))
    assert again.items() >= {"base": "Test drive", "value": "Test lap", "version": "2"}.items()
    assert as_edith.post(url, again, headers=hx).status_code == 204
    touchpoint.refresh_from_db()
    assert touchpoint.name == "Test lap"


def test_a_stale_version_merges(as_edith, as_alice, url, touchpoint, renames):
    as_alice.post(url, renames | {"value": "Long test ride"})
    as_edith.post(url, renames | {"value": "Test ride outside"})
    touchpoint.refresh_from_db()
    assert touchpoint.name == "Long test ride outside"


def test_it_shows_on_every_map_where_it_stands(
    as_edith, url, placement, map_, workspace, touchpoint, renames
):
    second = factories.Placement(workspace=workspace, touchpoint=touchpoint)
    as_edith.post(f"{url}?map={second.map_id}", renames | {"value": "Trial"})
    first, echo = Change.objects.order_by("pk")
    assert (first.map_id, first.seq, echo.map_id, echo.echo_of) == (second.map_id, 1, map_.pk, first)


def test_a_map_where_it_no_longer_stands_hears_nothing(as_edith, url, placement, renames):
    as_edith.post(f"/w/acme/placements/{placement.pk}/remove/")
    as_edith.post(url, renames | {"value": "Trial"})
    assert Change.objects.get(verb="touchpoint_edit").map is None


def test_undo(as_edith, url, placement, touchpoint, renames, hx):
    as_edith.post(undo(as_edith.post(url, renames | {"value": "Trial"}, headers=hx)), headers=hx)
    touchpoint.refresh_from_db()
    assert touchpoint.name == "Test ride"


def test_a_map_of_others_is_not_there(as_edith, url, charlie, renames):
    foreign = factories.JourneyMap(workspace=charlie.workspace)
    assert as_edith.post(f"{url}?map={foreign.pk}", renames | {"value": "X"}).status_code == 404


def test_only_editors(gate, url):
    gate(url, get=True)


def test_without_scripts(as_edith, url, map_, renames):
    assert "<html" in body(as_edith.get(f"{url}?field=description"))
    saved = as_edith.post(f"{url}?map={map_.pk}", renames | {"value": "Trial"})
    assert saved["Location"] == f"/w/acme/maps/{map_.pk}/"


def test_facts_for_the_drawer(rf, edith, touchpoint, team):
    from django.template.loader import render_to_string

    from cxjourney.journeys.queries import choices, live_touchpoint

    touchpoint.own_channel = factories.Channel(workspace=team.workspace, name="Radio")
    touchpoint.channel = ""
    touchpoint.save()
    type(touchpoint.own_channel).objects.update(removed_at="2026-01-01T00:00Z")
    request = rf.get("/")
    request.membership, request.workspace, request.user = edith, edith.workspace, edith.user
    request.resolver_match = None
    found = live_touchpoint(edith.workspace, touchpoint.pk)
    context = {"touchpoint": found, "choices": choices(edith.workspace), "map_id": 7}
    page = render_to_string("journeys/_touchpoint_facts.html", context, request=request)
    assert f"/w/acme/touchpoints/{touchpoint.pk}/edit/?map=7" in page
    assert f'<option value="own:{found.own_channel_id}" selected>Radio</option>' in page
    assert "Workshop" in page
    edith.role = "viewer"
    page = render_to_string("journeys/_touchpoint_facts.html", context, request=request)
    assert "<form" not in page
    assert "Radio" in page
