import json
import uuid

import pytest
from django.urls import reverse

from cxjourney.backlog.models import Evidence, PainPoint
from cxjourney.models import Change
from tests import factories

BASE = "/w/acme/pains/"


def toast(response) -> dict:
    return json.loads(response["HX-Trigger"])["toast"]


def edit(client, pain, field, value, hx, **seen):
    data = {"field": field, "value": value, **seen}
    return client.post(f"{BASE}{pain.pk}/edit/", data, headers=hx)


def test_written_down_on_a_touchpoint_once(as_edith, touchpoint, placement, hx):
    press = {"title": "Hard to read", "impact": 5, "frequency": 4, "key": uuid.uuid4()}
    for _ in range(2):
        response = as_edith.post(f"{BASE}new/?touchpoint={touchpoint.pk}", press, headers=hx)
        assert response.status_code == 200
    pain = PainPoint.objects.get()
    assert (pain.touchpoint, pain.score, pain.severity) == (touchpoint, 20, 4)
    assert f'id="painpoint-{pain.pk}"' in response.content.decode()
    assert Change.objects.get().map_id == placement.map_id


def test_written_down_in_a_stage(as_edith, stage, hx):
    as_edith.post(f"{BASE}new/?stage={stage.pk}", {"title": "Slow"}, headers=hx)
    assert PainPoint.objects.get().stage == stage


def test_from_the_backlog_it_asks_where(as_edith, touchpoint, hx):
    assert "Examiner" in as_edith.get(f"{BASE}new/", headers=hx).content.decode()
    assert as_edith.post(f"{BASE}new/", {"title": "Slow"}, headers=hx).status_code == 422
    data = {"title": "Slow", "spot": f"touchpoint:{touchpoint.pk}"}
    response = as_edith.post(f"{BASE}new/", data, headers=hx)
    assert "dialog:close" in response["HX-Trigger"]
    assert PainPoint.objects.get().touchpoint == touchpoint


def test_without_scripts_it_is_a_page(as_edith, stage):
    assert "<html" in as_edith.get(f"{BASE}new/?stage={stage.pk}").content.decode()
    response = as_edith.post(f"{BASE}new/?stage={stage.pk}", {"title": "Slow"})
    assert response["Location"] == f"{BASE}{PainPoint.objects.get().pk}/"


def test_an_empty_title_comes_back(as_edith, stage, hx):
    response = as_edith.post(f"{BASE}new/?stage={stage.pk}", {"title": " "}, headers=hx)
    assert response.status_code == 422
    assert "Say what hurts" in response.content.decode()


def test_every_map_with_the_touchpoint_hears_of_it(as_edith, pain, hx):
    other = factories.Placement(workspace=pain.workspace, touchpoint=pain.touchpoint)
    edit(as_edith, pain, "status", "doing", hx)
    maps = set(Change.objects.values_list("map_id", flat=True))
    assert len(maps) == 2
    assert other.map_id in maps


@pytest.mark.parametrize(
    ("field", "value", "saved"), [("impact", "5", 5), ("frequency", "1", 1), ("status", "done", "done")]
)
def test_choices_are_saved_and_undone(as_edith, pain, field, value, saved, hx):
    before = getattr(pain, field)
    undo = toast(edit(as_edith, pain, field, value, hx))["undo"]
    pain.refresh_from_db()
    assert getattr(pain, field) == saved
    as_edith.post(undo, headers=hx)
    pain.refresh_from_db()
    assert getattr(pain, field) == before


def test_an_owner_is_given_and_taken(as_edith, pain, hx):
    team = factories.Team(workspace=pain.workspace)
    edit(as_edith, pain, "team", team.pk, hx)
    pain.refresh_from_db()
    assert pain.team == team
    edit(as_edith, pain, "team", "", hx)
    pain.refresh_from_db()
    assert pain.team is None


@pytest.mark.parametrize(
    ("field", "value"), [("impact", "6"), ("status", "no"), ("team", "999"), ("nope", "1")]
)
def test_other_values_are_refused_in_words(as_edith, pain, field, value, hx):
    response = edit(as_edith, pain, field, value, hx)
    assert response.status_code == 422
    assert toast(response)["level"] == "error"


def test_two_people_on_the_same_words_see_both(as_edith, as_alice, pain, hx):
    seen = {"version": pain.version, "base": pain.title}
    edit(as_alice, pain, "title", "The letter is endless", hx, **seen)
    response = edit(as_edith, pain, "title", "The letter is cryptic", hx, **seen)
    assert response.status_code == 409
    html = response.content.decode()
    assert "endless" in html
    assert "cryptic" in html


def test_moved_to_another_stage_of_its_map(as_edith, stage_pain, hx):
    other = factories.Stage(workspace=stage_pain.workspace, map=stage_pain.stage.map)
    response = as_edith.post(f"{BASE}{stage_pain.pk}/move/", {"stage": other.pk}, headers=hx)
    assert response.status_code == 204
    stage_pain.refresh_from_db()
    assert stage_pain.stage == other


def test_on_a_touchpoint_it_can_not_be_moved_alone(as_edith, pain, stage, hx):
    response = as_edith.post(f"{BASE}{pain.pk}/move/", {"stage": stage.pk}, headers=hx)
    assert response.status_code == 422
    assert "belongs to" in toast(response)["text"]


def test_not_onto_another_map(as_edith, stage_pain, hx):
    other = factories.Stage(workspace=stage_pain.workspace)
    response = as_edith.post(f"{BASE}{stage_pain.pk}/move/", {"stage": other.pk}, headers=hx)
    assert response.status_code == 422


def test_removed_and_brought_back(as_edith, pain, hx):
    response = as_edith.post(f"{BASE}{pain.pk}/remove/", headers=hx)
    assert "drawer:close" in response["HX-Trigger"]
    assert as_edith.get(f"{BASE}{pain.pk}/").status_code == 404
    as_edith.post(toast(response)["undo"], headers=hx)
    assert as_edith.get(f"{BASE}{pain.pk}/").status_code == 200


def test_removed_from_its_own_page_leads_to_the_list(as_edith, pain, hx):
    response = as_edith.post(f"{BASE}{pain.pk}/remove/?page=1", headers=hx)
    assert response["HX-Redirect"] == BASE
    undo = reverse("activity:change_undo", args=["acme", Change.objects.latest("pk").pk])
    assert f'data-toast-undo="{undo}"' in as_edith.get(BASE).content.decode()


def test_customers_words_are_found_linked_and_unlinked(as_edith, pain, feedback, hx):
    found = as_edith.get(f"{BASE}{pain.pk}/evidence/?find=lawyer", headers=hx).content.decode()
    assert feedback.text in found
    add = {"feedback": feedback.pk, "key": uuid.uuid4()}
    for _ in range(2):
        assert as_edith.post(f"{BASE}{pain.pk}/evidence/add/", add, headers=hx).status_code == 204
    as_edith.post(f"{BASE}{pain.pk}/evidence/add/", {"feedback": feedback.pk}, headers=hx)
    link = Evidence.objects.get()
    assert feedback.text in as_edith.get(f"{BASE}{pain.pk}/").content.decode()
    assert feedback.text not in as_edith.get(f"{BASE}{pain.pk}/evidence/").content.decode()
    as_edith.post(f"/w/acme/evidence/{link.pk}/remove/", headers=hx)
    assert not Evidence.objects.live().exists()


def test_its_sheet_is_a_page_and_a_drawer(as_bob, pain, hx):
    page = as_bob.get(f"{BASE}{pain.pk}/").content.decode()
    drawer = as_bob.get(f"{BASE}{pain.pk}/", headers=hx).content.decode()
    for html in (page, drawer):
        assert pain.title in html
        assert "Registering a trademark" in html
        assert "hx-post" not in html.partition('id="pain-sheet"')[2]
    assert "<html" in page
    assert drawer.partition("<dialog")[2].startswith(' class="drawer" id="drawer" open')


@pytest.mark.parametrize("path", ["new/?stage={stage}", "{pain}/edit/", "{pain}/move/", "{pain}/remove/"])
def test_viewers_only_look(as_bob, pain, stage, path):
    assert as_bob.post(BASE + path.format(pain=pain.pk, stage=stage.pk)).status_code == 403


def test_outsiders_find_nothing(as_charlie, pain, hx):
    assert as_charlie.get(f"{BASE}{pain.pk}/").status_code == 404
    other = f"/w/rival/pains/{pain.pk}/"
    assert as_charlie.get(other).status_code == 404
    assert as_charlie.post(f"{other}edit/", {"field": "status", "value": "done"}).status_code == 404


def test_an_edit_takes_few_queries(as_edith, pain, hx, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):  # with its two savepoints and the maps it shows on
        edit(as_edith, pain, "status", "doing", hx)
