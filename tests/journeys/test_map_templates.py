"""A workspace's own templates."""

import uuid

import pytest

from cxjourney.models import JourneyMap, Lane, MapTemplate, Stage
from tests import factories
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(map_, stage, next_stage, card):
    return f"/w/acme/maps/{map_.pk}/template/"


@pytest.fixture
def saved(as_edith, url, hx):
    """Saves the map with these fields; the template."""

    def save(**fields):
        assert as_edith.post(url, {"name": "Bike shop"} | fields, headers=hx).status_code == 204
        return MapTemplate.objects.get()

    return save


@pytest.fixture
def template(workspace):
    content = {"stages": [{"name": "Look"}], "lanes": [{"kind": "steps", "title": "Acts"}]}
    return factories.MapTemplate(workspace=workspace, name="Bike shop", content=content)


def made_of(client, template, **fields) -> JourneyMap:
    client.post("/w/acme/maps/new/", {"title": "Made of it", "template": f"own:{template.pk}", **fields})
    return JourneyMap.objects.get(title="Made of it")


def test_saved_and_used(as_edith, saved):
    template = saved(purpose="Complaints in branches")
    page = body(as_edith.get("/w/acme/maps/new/"))
    assert "Bike shop" in page
    assert "Complaints in branches" in page
    new = made_of(as_edith, template)
    assert [stage.name for stage in Stage.objects.filter(map=new).order_by("rank")] == ["Visit", "Purchase"]
    assert Stage.objects.get(map=new, name="Visit").goal == "See it"
    assert Lane.objects.get(map=new).prompts == {}


def test_cards_become_prompts(as_edith, saved, lane, stage):
    lane.prompts = {"": "What do they do?", str(stage.pk): "Looks around"}
    lane.save()
    new = made_of(as_edith, saved(cards="1"))
    visit = Stage.objects.get(map=new, name="Visit")
    assert Lane.objects.get(map=new).prompts == {"": "What do they do?", str(visit.pk): "Tries the blue bike"}


def test_prompts_are_kept_without_the_cards(as_edith, saved, lane, stage):
    lane.prompts = {str(stage.pk): "Looks around"}
    lane.save()
    new = made_of(as_edith, saved())
    visit = Stage.objects.get(map=new, name="Visit")
    assert Lane.objects.get(map=new).prompts == {str(visit.pk): "Looks around"}


def test_locked_parts_stay_on_maps_made_of_it(as_edith, saved, stage, lane, hx):
    new = made_of(as_edith, saved(locked=[f"stage-{stage.pk}", f"lane-{lane.pk}"]))
    visit, steps = Stage.objects.get(map=new, name="Visit"), Lane.objects.get(map=new)
    assert (visit.locked, steps.locked) == (True, True)
    assert not Stage.objects.get(map=new, name="Purchase").locked
    assert as_edith.post(f"/w/acme/stages/{visit.pk}/remove/", headers=hx).status_code == 422
    stage.refresh_from_db()
    assert not stage.locked


def test_locks_of_a_template_are_changed_and_undone(as_edith, template, hx):
    url = f"/w/acme/templates/{template.pk}/edit/"
    assert body(as_edith.get(url, headers=hx)).count('name="locked"') == 2
    words = {"version": template.version, "name": "Bike shop", "base_name": "Bike shop", "purpose": ""}
    response = as_edith.post(url, words | {"locks": "1", "locked": "lane-0"}, headers=hx)
    assert Lane.objects.get(map=made_of(as_edith, template)).locked
    as_edith.post(undo(response), headers=hx)
    template.refresh_from_db()
    assert "locked" not in template.content["lanes"][0]


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "n" * 81}, {"purpose": "p" * 241}])
def test_wrong_words_are_refused_beside_the_field(as_edith, url, fields, hx):
    response = as_edith.post(url, {"name": "Bike shop"} | fields, headers=hx)
    assert response.status_code == 422
    assert "field__errors" in body(response)
    assert not MapTemplate.objects.exists()


def test_what_is_not_on_the_map_can_not_be_locked(as_edith, url, workspace, hx):
    other = factories.Stage(workspace=workspace)
    response = as_edith.post(url, {"name": "Bike shop", "locked": f"stage-{other.pk}"}, headers=hx)
    assert response.status_code == 422


def test_the_form_is_a_dialog_that_knows_the_map(as_edith, url, hx):
    page = body(as_edith.get(url, headers=hx))
    assert 'id="template-dialog"' in page
    assert 'value="Buying a bike"' in page
    assert "Visit" in page


def test_the_same_key_again_saves_one(as_edith, url, hx):
    press = {"name": "Bike shop", "key": uuid.uuid4()}
    for _ in range(2):
        as_edith.post(url, press, headers=hx)
    assert MapTemplate.objects.count() == 1


def test_renamed(as_edith, template, hx):
    seen = {"version": template.version, "base_name": "Bike shop", "base_purpose": ""}
    response = as_edith.post(
        f"/w/acme/templates/{template.pk}/edit/", seen | {"name": "Branch", "purpose": "For us"}, headers=hx
    )
    template.refresh_from_db()
    assert (template.name, template.purpose) == ("Branch", "For us")
    assert "dialog:close" in events(response)


def test_removed_and_brought_back(as_edith, template, hx):
    new = made_of(as_edith, template)
    response = as_edith.post(f"/w/acme/templates/{template.pk}/remove/", headers=hx)
    assert toast(response) == "“Bike shop” is removed; maps made of it stay"
    assert "Bike shop" not in body(as_edith.get("/w/acme/maps/new/"))
    assert Stage.objects.live().get(map=new).name == "Look"
    as_edith.post(undo(response), headers=hx)
    assert "Bike shop" in body(as_edith.get("/w/acme/maps/new/"))


def test_the_gallery_is_for_all_but_changing_is_not(as_bob, as_edith, as_charlie, template):
    page = body(as_bob.get("/w/acme/templates/"))
    assert "Bike shop" in page
    assert "Patient journey" in page
    for word in ("Use it", "Edit “", "Remove"):
        assert word not in page
        assert word in body(as_edith.get("/w/acme/templates/"))
    assert as_charlie.get("/w/acme/templates/").status_code == 404
    assert "Bike shop" not in body(as_charlie.get("/w/rival/templates/"))


def test_the_same_queries_for_one_and_ten(as_bob, workspace, template, django_assert_num_queries):
    with django_assert_num_queries(3):
        as_bob.get("/w/acme/templates/")
    for _ in range(9):
        factories.MapTemplate(workspace=workspace, content=template.content)
    with django_assert_num_queries(3):
        as_bob.get("/w/acme/templates/")


@pytest.mark.parametrize("name", ["edit", "remove"])
def test_only_editors_change_one(gate, template, name):
    gate(f"/w/acme/templates/{template.pk}/{name}/", get=name == "edit")


def test_only_editors_save_one(gate, url):
    gate(url, get=True)
