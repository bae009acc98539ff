import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import JourneyMap, Lane, Stage
from tests import factories
from tests.journeys.answers import body

URL = "/w/acme/maps/new/"


@pytest.fixture
def persona(workspace):
    return factories.Persona(workspace=workspace, name="Maya")


def test_a_map_starts_with_stages_and_lanes(as_edith, edith, persona):
    response = as_edith.post(URL, {"title": "Buying  a bike", "persona": persona.pk})
    new = JourneyMap.objects.get()
    assert response["Location"] == f"/w/acme/maps/{new.pk}/"
    assert (new.title, new.persona, new.owner, new.status) == (
        "Buying a bike",
        persona,
        edith.user,
        "draft",
    )
    stages = Stage.objects.filter(map=new).order_by("rank").values_list("name", flat=True)
    lanes = Lane.objects.filter(map=new).order_by("rank").values_list("kind", flat=True)
    assert list(stages) == ["Awareness", "Consideration", "Purchase", "Service", "Loyalty"]
    assert list(lanes) == [
        "goals",
        "steps",
        "touchpoints",
        "thoughts",
        "experience",
        "pains",
        "ideas",
        "feedback",
        "metrics",
        "backstage",
    ]
    assert [change.verb for change in Change.objects.all()] == ["map_create"]


def test_htmx_goes_to_the_map(as_edith, workspace, hx):
    response = as_edith.post(URL, {"title": "Buying"}, headers=hx)
    assert response["HX-Redirect"] == f"/w/acme/maps/{JourneyMap.objects.get().pk}/"


def test_the_form_shows_what_it_starts_with(as_edith, persona):
    page = body(as_edith.get(URL))
    assert "<html" in page
    for word in ("Awareness", "Customer goals", "Backstage", "Maya"):
        assert word in page


def test_for_htmx_it_is_a_dialog(as_edith, workspace, hx):
    page = body(as_edith.get(URL, headers=hx))
    assert 'id="map-dialog"' in page
    assert "<html" not in page


def test_only_editors(gate):
    gate(URL, get=True)


@pytest.mark.parametrize("title", ["", " ", "t" * 121])
def test_a_wrong_title_is_refused(as_edith, workspace, title, hx):
    response = as_edith.post(URL, {"title": title}, headers=hx)
    assert response.status_code == 422
    assert "field__errors" in body(response)
    assert not JourneyMap.objects.exists()


def test_a_persona_of_others_is_refused(as_edith, workspace, charlie):
    foreign = factories.Persona(workspace=charlie.workspace)
    assert as_edith.post(URL, {"title": "Buying", "persona": foreign.pk}).status_code == 422


def test_the_same_key_again_leads_to_the_same_map(as_edith, workspace):
    press = {"title": "Buying", "key": uuid.uuid4()}
    places = {as_edith.post(URL, press)["Location"] for _ in range(3)}
    assert len(places) == JourneyMap.objects.count() == 1


def test_undo_takes_it_away(as_edith, workspace, hx):
    as_edith.post(URL, {"title": "Buying"})
    as_edith.post("/w/acme/undo/", headers=hx)
    assert not JourneyMap.objects.live().exists()
