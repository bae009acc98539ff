import pytest

from cxjourney.activity.models import Change
from cxjourney.backlog.models import PainPoint
from tests import factories

URL = "/w/acme/pains/bulk/"


def send(client, pains, **given):
    return client.post(URL, {"pain": [one.pk for one in pains], **given}, headers={"HX-Request": "true"})


def undo(client):
    change = Change.objects.order_by("-id").first()
    answer = client.post(f"/w/acme/changes/{change.pk}/undo/", headers={"HX-Request": "true"})
    assert answer.status_code in (200, 204)


@pytest.fixture
def both(pain, stage_pain):
    return [pain, stage_pain]


def test_the_status_of_many_is_one_undo(as_edith, both):
    before = {one.pk: one.status for one in both}
    answer = send(as_edith, both, status="planned")
    assert answer.status_code == 204
    assert "2 pain points changed" in answer["HX-Trigger"]
    assert set(PainPoint.objects.values_list("status", flat=True)) == {"planned"}
    undo(as_edith)
    assert dict(PainPoint.objects.values_list("pk", "status")) == before


def test_many_go_to_a_team_and_to_nobody(as_edith, both):
    team = factories.Team(workspace=both[0].workspace)
    send(as_edith, both, team=team.pk)
    assert set(PainPoint.objects.values_list("team", flat=True)) == {team.pk}
    send(as_edith, both, team="")
    assert set(PainPoint.objects.values_list("team", flat=True)) == {None}


def test_many_are_removed_and_come_back(as_edith, both):
    answer = send(as_edith, both, do="remove")
    assert "2 pain points removed" in answer["HX-Trigger"]
    assert not PainPoint.objects.live().exists()
    undo(as_edith)
    assert PainPoint.objects.live().count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Say what is to be done with them."),
        ({"status": "gone"}, "not one of the available choices"),
        ({"team": "77777"}, "not one of the available choices"),
        ({"status": "new"}, "They are like that already."),
    ],
)
def test_what_makes_no_sense_is_said(as_edith, both, given, words):
    PainPoint.objects.update(status="new")
    answer = send(as_edith, both, **given)
    assert answer.status_code == 422
    assert words in answer["HX-Trigger"]
    assert Change.objects.filter(verb__startswith="pain_").count() == 0


def test_none_chosen(as_edith, both):
    assert "Choose some pain points first." in send(as_edith, [], status="done")["HX-Trigger"]


def test_who_only_looks_has_no_boxes(as_bob, as_edith, both):
    assert 'id="pains-bulk"' in as_edith.get("/w/acme/pains/").content.decode()
    html = as_bob.get("/w/acme/pains/").content.decode()
    assert "pain__pick" not in html
    assert 'id="pains-bulk"' not in html
    assert send(as_bob, both, status="done").status_code == 403


def test_without_scripts_it_goes_back_to_the_list(as_edith, both):
    answer = as_edith.post(URL, {"pain": [one.pk for one in both], "status": "doing"}, follow=True)
    assert "2 pain points changed" in answer.content.decode()
