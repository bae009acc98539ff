import json
import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Team
from tests import factories
from tests.threads import at_once

LIST = "/w/acme/settings/teams/"
NEW = f"{LIST}new/"


@pytest.fixture
def team(workspace):
    return factories.Team(workspace=workspace, name="Sales", hue=2)


def edit(client, team, headers=None, **values):
    data = {"name": team.name, "hue": team.hue, "version": team.version, "base": team.name} | values
    return client.post(f"{LIST}{team.pk}/edit/", data, headers=headers or {})


def toast(response) -> dict:
    return json.loads(response["HX-Trigger"])["toast"]


def test_a_team_is_added(as_edith, workspace, hx):
    response = as_edith.post(NEW, {"name": "Sales", "hue": 3, "key": uuid.uuid4()}, headers=hx)
    team = Team.objects.get()
    assert (team.name, team.hue, team.workspace) == ("Sales", 3, workspace)
    assert "Sales" in response.content.decode()
    assert Change.objects.get().verb == "team_create"


def test_the_empty_page_teaches(as_edith):
    assert "No teams yet" in as_edith.get(LIST).content.decode()


def test_viewers_see_names_only(as_bob, team):
    page = as_bob.get(LIST).content.decode()
    assert "Sales" in page
    assert "<form" not in page.partition('id="teams"')[2].partition("</section>")[0]


def test_a_taken_name_comes_back_with_what_was_typed(as_edith, team, hx):
    response = as_edith.post(NEW, {"name": "SALES", "hue": 5}, headers=hx)
    assert response.status_code == 422
    assert "Another team has this name" in response.content.decode()
    assert 'value="SALES"' in response.content.decode()


def test_the_name_of_a_removed_team_is_free(as_edith, team):
    as_edith.post(f"{LIST}{team.pk}/remove/")
    as_edith.post(NEW, {"name": "Sales", "hue": 5})
    assert Team.objects.live().get().hue == 5


def test_undo_of_a_removal_whose_name_was_taken_is_refused_in_words(as_edith, team, hx):
    undo = toast(as_edith.post(f"{LIST}{team.pk}/remove/", headers=hx))["undo"]
    as_edith.post(NEW, {"name": "Sales", "hue": 5})
    response = as_edith.post(undo, headers=hx)
    assert response.status_code == 422
    assert "something else has taken its place" in toast(response)["text"]


def test_removal_is_undone_from_the_toast(as_edith, team, hx):
    undo = toast(as_edith.post(f"{LIST}{team.pk}/remove/", headers=hx))["undo"]
    assert not Team.objects.live().exists()
    assert as_edith.post(undo, headers=hx).status_code == 204
    assert Team.objects.live().get() == team


def test_name_and_colour_change_and_go_back_together(as_edith, team, hx):
    undo = toast(edit(as_edith, team, hx, name="Retail", hue=6))["undo"]
    team.refresh_from_db()
    assert (team.name, team.hue) == ("Retail", 6)
    as_edith.post(undo, headers=hx)
    team.refresh_from_db()
    assert (team.name, team.hue) == ("Sales", 2)


def test_nothing_changed_offers_no_undo(as_edith, team, hx):
    assert toast(edit(as_edith, team, hx))["undo"] == ""
    assert not Change.objects.exists()


def test_a_name_somebody_else_changed_meanwhile_is_not_lost(as_edith, as_alice, team, hx):
    edit(as_alice, team, name="Retail")
    response = edit(as_edith, team, hx, name="Shops")
    page = response.content.decode()
    assert response.status_code == 409
    assert "“Retail”" in page
    assert 'value="Shops"' in page
    team.refresh_from_db()
    assert team.name == "Retail"
    assert edit(as_edith, team, hx, name="Shops").status_code == 200


def test_the_same_press_twice_makes_one(as_edith, workspace, hx):
    press = {"name": "Sales", "hue": 3, "key": uuid.uuid4()}
    as_edith.post(NEW, press, headers=hx)
    assert as_edith.post(NEW, press, headers=hx).status_code == 200
    assert Team.objects.count() == 1


def test_another_workspace_has_its_own(as_edith, charlie):
    team = factories.Team(workspace=charlie.workspace, name="Sales")
    assert as_edith.post(f"{LIST}{team.pk}/remove/").status_code == 404
    assert as_edith.post(NEW, {"name": "Sales", "hue": 1}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_one_press_sent_twenty_times_at_once(edith, hx):
    from tests.cast import signed_in

    clients = [signed_in(edith) for _ in range(20)]
    press = {"name": "Sales", "hue": 3, "key": uuid.uuid4()}
    answers = at_once(20, lambda n: clients[n].post(NEW, press, headers=hx).status_code)
    assert answers == [200] * 20
    assert Team.objects.count() == 1
