import uuid

import pytest
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.journeys.blueprints.library import LIBRARY
from cxjourney.models import Card, JourneyMap, Lane, Persona, Stage
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
    for word in ("Awareness → Consideration", "5 stages, 10 lanes", "Service blueprint", "Maya"):
        assert word in page
    assert 'value="loyalty" checked' in page


def test_a_link_chooses_template_and_folder(as_edith, workspace):
    folder = factories.Folder(workspace=workspace, name="Ground")
    page = body(as_edith.get(f"{URL}?template=saas&folder={folder.pk}"))
    assert 'value="saas" checked' in page
    assert f'value="{folder.pk}" selected' in page


@pytest.mark.parametrize("blueprint", LIBRARY, ids=[blueprint.key for blueprint in LIBRARY])
def test_every_template_makes_its_map(as_edith, workspace, blueprint):
    response = as_edith.post(URL, {"title": "New", "template": blueprint.key})
    new, frame = JourneyMap.objects.get(), blueprint.frame
    stages = Stage.objects.filter(map=new).order_by("rank")
    lanes = Lane.objects.filter(map=new).order_by("rank")
    assert [stage.name for stage in stages] == [str(part.name) for part in frame.stages]
    assert [lane.kind for lane in lanes] == [part.kind for part in frame.lanes]
    assert not Card.objects.exists()
    assert as_edith.get(response["Location"]).status_code == 200


def test_prompts_stand_at_their_stage(as_edith, workspace):
    as_edith.post(URL, {"title": "New", "template": "support"})
    stage = Stage.objects.get(name="Contact")
    lane = Lane.objects.get(kind="thoughts")
    assert lane.prompts[str(stage.pk)] == "“Your call is important to us. Sure.”"


def test_into_a_folder(as_edith, workspace):
    folder = factories.Folder(workspace=workspace)
    as_edith.post(URL, {"title": "New", "folder": folder.pk})
    assert JourneyMap.objects.get().folder == folder


@pytest.mark.parametrize("template", ["nothing", "own:1", "own:x", f"own:{10**30}"])
def test_a_template_that_is_gone_is_refused(as_edith, workspace, charlie, template):
    factories.MapTemplate(workspace=charlie.workspace, pk=1)
    response = as_edith.post(URL, {"title": "New", "template": template})
    assert response.status_code == 422
    assert "That template is not there any more. Choose another." in body(response)


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


def test_archived_personas_are_not_offered(as_edith, workspace):
    factories.Persona(workspace=workspace, name="Put away", archived_at=timezone.now())
    assert "Put away" not in as_edith.get(URL).content.decode()


def test_a_persona_is_made_with_its_map(as_edith, workspace):
    key = uuid.uuid4()
    for _ in range(2):  # sent twice, made once
        as_edith.post(URL, {"title": "Buying", "new_persona": " Omar ", "key": key})
    new = JourneyMap.objects.get()
    assert new.persona.name == "Omar"
    assert new.persona.sections.filter(kind="goals").exists()
    assert Persona.objects.for_workspace(workspace).count() == 1
