"""Rules make follow-ups of imports and of words given by hand: as many as a plain recount says."""

import random

import pytest
from django.core.management import call_command
from django.utils import timezone

from cxjourney.feedback import actions
from cxjourney.feedback.followups import making
from cxjourney.feedback.followups.actions import MOST_AT_ONCE
from cxjourney.feedback.importing import load as loading
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.words import jobs as words
from cxjourney.models import Change, Feedback, FollowUp, FollowUpRule, Retention, Score
from tests import factories
from tests.feedback.importing import uploaded
from tests.feedback.test_followups import PAGE, due, in_days

RULES = f"{PAGE}rules/"
NPS = {"measure": "nps", "operator": "most", "value": "6", "known": "on", "days": "2", "back": "0"}


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def checkout(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


HEAD = "date,touchpoint,nps,csat,comment,email"


def bring(by, rows: list[str], head=HEAD):
    imported = uploaded(by, "\n".join([head, *rows, ""]), unknown="create")
    loading.load(by=by, imported=imported, reader=open_reader(imported, Plan.from_json(imported.columns)))
    imported.refresh_from_db()
    return imported


def make(client, **values):
    return client.post(f"{RULES}new/", NPS | values)


def random_rows(seed: int, count: int = 120) -> list[str]:
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        day = in_days(-chance.choice([0, 0, 1, 20]))
        nps, csat = (chance.choice(["", *map(str, range(low, high + 1))]) for low, high in ((0, 10), (1, 5)))
        words = chance.choice(["", f"Word {number}"])
        mail = chance.choice(["", f"{number}@example.com"])
        place = chance.choice(["Checkout", "Delivery"])
        if nps or csat or words:
            rows.append(f"{day},{place},{nps},{csat},{words},{mail}")
    return rows


def wanted(row: Feedback, checkout) -> bool:
    """What the three rules of the test say, row by row."""
    if row.said_on < timezone.localdate():
        return False
    scores = [(one.question.kind, one.value, one.touchpoint_id) for one in Score.objects.filter(feedback=row)]
    detractor = any(kind == "nps" and value <= 6 for kind, value, _place in scores)
    sour = any(kind == "csat" and value <= 2 and place == checkout.pk for kind, value, place in scores)
    return (detractor and row.respondent_hash is not None) or sour


@pytest.mark.parametrize("seed", range(4))
def test_as_many_as_a_recount_says_and_undo_takes_them_back(as_edith, edith, checkout, seed):
    make(as_edith)
    make(as_edith, measure="csat", value="2", touchpoint=checkout.pk, known="")
    make(as_edith, measure="ces", value="7", known="")
    before = bring(edith, random_rows(seed))
    said = uploaded(edith, "\n".join([HEAD, *random_rows(seed + 100), ""]), unknown="create").report
    imported = bring(edith, random_rows(seed + 100))
    expected = {row.pk for row in Feedback.objects.all() if wanted(row, checkout)}
    assert expected
    assert set(FollowUp.objects.values_list("feedback", flat=True)) == expected
    of_second = {pk for pk in expected if Feedback.objects.get(pk=pk).imported == imported}
    # The preview knew, without the rows that the first file had already.
    assert (said["followups"], said["repeated"]) == (len(of_second), imported.report["repeated"])
    assert imported.report["followups"] == len(of_second)
    assert before.report["followups"] == len(expected) - len(of_second)
    actions.undo_import(by=edith, imported=imported)
    assert set(FollowUp.objects.live().values_list("feedback", flat=True)) == expected - of_second
    assert Change.objects.get(verb="import_undo").after["followups"] == len(of_second)


def test_due_team_and_the_oldest_rule(as_edith, edith, workspace, checkout):
    team = factories.Team(workspace=workspace)
    make(as_edith, team=team.pk, days="3")
    make(as_edith, value="9", days="0")
    bring(
        edith,
        [f"{in_days(0)},Checkout,3,,Slow,a@example.com", f"{in_days(0)},Checkout,9,,Good,b@example.com"],
    )
    found = FollowUp.objects.order_by("feedback__text").values_list("feedback__text", "team", "due")
    assert list(found) == [("Good", None, in_days(0)), ("Slow", team.pk, in_days(3))]
    assert "Checkout, NPS 3" in as_edith.get(PAGE).content.decode()


def test_what_was_begun_stays_when_its_import_is_taken_back(as_edith, edith, checkout):
    make(as_edith)
    imported = bring(edith, [f"{in_days(0)},Checkout,{nps},,,{nps}@example.com" for nps in (1, 2)])
    begun = FollowUp.objects.first()
    as_edith.post(
        f"{PAGE}{begun.pk}/reply/", {"told": "Sorry.", "state": "solved", "base_told": "", "version": 1}
    )
    actions.undo_import(by=edith, imported=imported)
    assert list(FollowUp.objects.live()) == [begun]
    assert as_edith.get(PAGE, {"state": "all"}).status_code == 200


def test_a_rule_that_is_off_makes_none(as_edith, edith, checkout):
    make(as_edith)
    rule = FollowUpRule.objects.get()
    as_edith.post(f"{RULES}{rule.pk}/edit/", {key: value for key, value in NPS.items() if key != "back"})
    rule.refresh_from_db()
    assert not rule.active
    bring(edith, [f"{in_days(0)},Checkout,1,,,a@example.com"])
    assert not FollowUp.objects.exists()


def test_words_judged_bad_by_hand(as_edith, workspace, checkout):
    make(as_edith, measure="mood", known="")
    for text, mood in [("sour", "bad"), ("sweet", "good")]:
        sent = {"text": text, "spot": f"touchpoint:{checkout.pk}", "said_on": in_days(0), "sentiment": mood}
        as_edith.post("/w/acme/feedback/new/", sent)
    assert [one.feedback.text for one in FollowUp.objects.all()] == ["sour"]
    sweet = Feedback.objects.get(text="sweet")
    sent = {"text": "sweet", "base_text": "sweet", "version": 1, "said_on": in_days(0), "sentiment": "bad"}
    as_edith.post(f"/w/acme/feedback/{sweet.pk}/edit/", sent)
    assert FollowUp.objects.count() == 2
    made = Change.objects.filter(verb="feedback_create").first()
    as_edith.post(f"/w/acme/changes/{made.pk}/undo/")
    assert [one.feedback.text for one in FollowUp.objects.live()] == ["sweet"]


def test_answers_that_are_here_are_counted_first(as_edith, edith, checkout, hx):
    days = [0, -5, -20, -200]
    bring(edith, [f"{in_days(day)},Checkout,1,,,{day}@example.com" for day in days])

    def counted(back, **values):
        return as_edith.post(f"{RULES}count/", NPS | {"back": back} | values, headers=hx).content.decode()

    assert "makes 1 follow-up now" in counted("0")
    assert "makes 3 follow-ups now" in counted("30")
    assert "finds none" in counted("30", value="0")
    assert "makes" not in counted("30", value="99")
    assert (
        "It makes 2 follow-ups now" in as_edith.post(f"{RULES}count/", NPS | {"back": "7"}).content.decode()
    )
    make(as_edith, back="30")
    assert FollowUp.objects.count() == 3
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert not FollowUp.objects.live().exists()
    assert not FollowUpRule.objects.live().exists()


def test_no_flood(as_edith, edith, checkout):
    bring(edith, [f"{in_days(0)},Checkout,1,,,{number}@example.com" for number in range(MOST_AT_ONCE + 1)])
    response = make(as_edith, back="7")
    assert response.status_code == 422
    assert "Go back fewer days." in response.content.decode()
    assert not FollowUpRule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "11"}, "off the scale 0–10"),
        ({"value": ""}, "Give the score."),
        ({"measure": "own:nothing"}, "Select a valid choice"),
        ({"days": "-1"}, "greater than or equal to 0"),
        ({"touchpoint": "0"}, "Select a valid choice"),
    ],
)
def test_bad_input(as_edith, wrong, says):
    response = make(as_edith, **wrong)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not FollowUpRule.objects.exists()


def test_own_scales(as_edith, workspace, checkout):
    factories.Question(workspace=workspace, kind="custom", name="Stars", low=0, high=4)
    make(as_edith, measure="own:Stars", value="1")
    assert "Stars at most 1" in as_edith.get(RULES).content.decode()
    rule = FollowUpRule.objects.get()
    assert 'value="own:Stars" selected' in as_edith.get(f"{RULES}{rule.pk}/edit/").content.decode()
    as_edith.post(f"{RULES}{rule.pk}/remove/")
    assert not FollowUpRule.objects.live().exists()


def test_who_may(as_bob, as_charlie, workspace):
    rule = factories.FollowUpRule(workspace=workspace)
    assert "NPS at most 6" in as_bob.get(RULES).content.decode()
    for client, status in ((as_bob, 403), (as_charlie, 404)):
        assert make(client).status_code == status
        assert client.post(f"{RULES}{rule.pk}/remove/").status_code == status


def test_rules_cost_one_query(as_bob, workspace, django_assert_num_queries):
    for _number in range(5):
        touchpoint, team = factories.Touchpoint(workspace=workspace), factories.Team(workspace=workspace)
        factories.FollowUpRule(workspace=workspace, touchpoint=touchpoint, team=team)
    with django_assert_num_queries(3):
        as_bob.get(RULES)


def told(workspace, followup) -> str:
    followup.refresh_from_db()
    return followup.note + followup.told + str(list(Change.objects.filter(target_type="followup").values()))


def test_erasing_a_person_takes_what_was_written_about_them(as_edith, as_alice, edith, workspace, checkout):
    make(as_edith)
    bring(
        edith, [f"{in_days(0)},Checkout,1,,Slow,a@example.com", f"{in_days(0)},Checkout,2,,Bad,b@example.com"]
    )
    one = FollowUp.objects.get(feedback__text="Slow")
    sent = {"told": "Dear secret", "state": "solved", "base_told": "", "version": 1}
    as_edith.post(f"{PAGE}{one.pk}/reply/", sent)
    as_alice.post("/w/acme/settings/privacy/erase/", {"address": "a@example.com"})
    assert "secret" not in told(workspace, one)
    assert "Slow" not in told(workspace, one)
    assert (one.state, one.removed_at) == ("solved", None)  # it still counts as answered
    assert "What was said is erased." in as_edith.get(PAGE, {"state": "all"}).content.decode()
    as_alice.post("/w/acme/settings/privacy/erase/", {"address": "b@example.com"})
    assert not FollowUp.objects.live().filter(state="open").exists()


def test_retention_does_too(as_edith, workspace):
    one = due(workspace, "old", -400, told="secret", note="secret", state="solved", answered_on=in_days(-400))
    Feedback.objects.update(said_on=in_days(-400))
    Retention.objects.create(workspace=workspace, months=1)
    call_command("purge_feedback")
    assert "secret" not in told(workspace, one)
    assert one.answered_on == in_days(-400)


def test_a_large_import_makes_no_more_than_people_asked_for(as_edith, as_bob, edith, checkout, monkeypatch):
    monkeypatch.setattr(making, "MOST_OF_IMPORT", 2)
    make(as_edith)
    imported = bring(edith, [f"{in_days(0)},Checkout,1,,Word {n},{n}@example.com" for n in range(5)])
    assert imported.report["followups"] == FollowUp.objects.count() == 2
    page = f"/w/acme/imports/{imported.pk}/"
    assert "3 more customers fit your rules" in as_edith.get(page).content.decode()
    assert as_bob.post(f"{page}follow-ups/").status_code == 403
    assert "3 customers to answer" in as_edith.post(f"{page}follow-ups/", follow=True).content.decode()
    assert FollowUp.objects.count() == 5
    assert Change.objects.get(verb="import_followups").after == {"followups": 3}
    assert "fit your rules" not in as_edith.get(page).content.decode()
    actions.undo_import(by=edith, imported=imported)
    assert not FollowUp.objects.live().exists()


def test_words_judged_later_follow_the_rules(as_edith, workspace, hx):
    make(as_edith, measure="mood", value="-1", known="")
    said, kind, old = (
        factories.Feedback(workspace=workspace, text=text, touchpoint=None, said_on=in_days(days))
        for text, days in [
            ("Awful people at the desk who were rude and the room was horrible.", 0),
            ("Friendly people at the desk who were quick and the room was wonderful.", 0),
            ("The food at the desk was awful and it was horrible.", -9),
        ]
    )
    words.read(workspace.pk)
    assert list(FollowUp.objects.values_list("feedback", flat=True)) == [said.pk]
    words.read(workspace.pk)
    assert FollowUp.objects.count() == 1
    chosen = {"feedback": [kind.pk, old.pk], "sentiment": "bad"}
    as_edith.post("/w/acme/feedback/bulk/", chosen, headers=hx)
    assert set(FollowUp.objects.values_list("feedback", flat=True)) == {said.pk, kind.pk}
    last = Change.objects.latest("pk")
    as_edith.post(f"/w/acme/changes/{last.pk}/undo/")
    assert list(FollowUp.objects.live().values_list("feedback", flat=True)) == [said.pk]
