"""Whether a fix helped: the numbers before and since, and what is said where nobody can know."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.models import FewAnswers, PainPoint
from tests import factories


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days)


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace, name="Gate")


@pytest.fixture
def question(workspace):
    return factories.Question(workspace=workspace)


@pytest.fixture
def pain(workspace, touchpoint):
    return factories.PainPoint(
        workspace=workspace, touchpoint=touchpoint, title="Long queue", status="verifying", fixed_on=ago(20)
    )


def answered(question, days: int, values: dict[int, int], **place) -> None:
    for value, count in values.items():
        factories.Score(
            workspace=question.workspace,
            question=question,
            answered_on=ago(days),
            value=value,
            count=count,
            **place,
        )


def page(client, pain) -> str:
    response = client.get(f"/w/acme/pains/{pain.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def change(client, pain, field, value):
    return client.post(f"/w/acme/pains/{pain.pk}/edit/", {"field": field, "value": value})


@pytest.mark.parametrize(
    ("before", "since", "says"),
    [
        ({2: 60, 3: 40}, {4: 50, 5: 50}, "It helped."),
        ({4: 50, 5: 50}, {2: 60, 3: 40}, "It got worse."),
        ({3: 50, 4: 50}, {3: 48, 4: 52}, "No difference beyond chance."),
        ({3: 50, 4: 50}, {3: 4}, "Too few answers before or since to say."),
        ({}, {}, "Nobody answered about this place"),
    ],
)
def test_what_the_answers_say(as_bob, question, touchpoint, pain, before, since, says):
    answered(question, 30, before, touchpoint=touchpoint)
    answered(question, 10, since, touchpoint=touchpoint)
    assert says in page(as_bob, pain)


def test_as_many_days_before_as_since(as_bob, question, touchpoint, pain):
    answered(question, 42, {2: 60, 3: 40}, touchpoint=touchpoint)  # one day too early
    answered(question, 30, {4: 50, 5: 50}, touchpoint=touchpoint)
    answered(question, 10, {4: 50, 5: 51}, touchpoint=touchpoint)
    text = page(as_bob, pain)
    assert "21 days since, beside as many before" in text
    assert "CSAT went from 4.5 to 4.5." in text
    assert "n=100" in text
    assert "n=101" in text


def test_after_ninety_days_other_things_have_happened(as_bob, question, touchpoint, pain):
    PainPoint.objects.update(fixed_on=ago(200))
    answered(question, 250, {2: 60, 3: 40}, touchpoint=touchpoint)
    answered(question, 150, {4: 50, 5: 50}, touchpoint=touchpoint)
    answered(question, 50, {1: 900}, touchpoint=touchpoint)
    text = page(as_bob, pain)
    assert "90 days since" in text
    assert "It helped." in text


def test_a_stage_with_what_stands_on_it(as_bob, workspace, question, touchpoint, stage, placement):
    pain = factories.PainPoint(
        workspace=workspace, touchpoint=None, stage=stage, status="done", fixed_on=ago(20)
    )
    answered(question, 30, {2: 60, 3: 40}, touchpoint=touchpoint)
    answered(question, 10, {4: 50, 5: 50}, touchpoint=None, stage=stage)
    assert "It helped." in page(as_bob, pain)


def test_times_are_better_when_shorter(as_bob, workspace, touchpoint, pain):
    for days, seconds in ((30, 900), (10, 300)):
        for extra in range(40):
            began = timezone.now() - datetime.timedelta(days)
            factories.Contact(
                workspace=workspace, touchpoint=touchpoint, began_at=began, handled=seconds + extra
            )
    assert "It helped." in page(as_bob, pain)


def test_the_workspace_says_how_many_are_few(as_bob, workspace, question, touchpoint, pain):
    FewAnswers.objects.create(workspace=workspace, few=200)
    answered(question, 30, {2: 60, 3: 40}, touchpoint=touchpoint)
    answered(question, 10, {4: 50, 5: 50}, touchpoint=touchpoint)
    text = page(as_bob, pain)
    assert "Too few answers before or since to say." in text
    assert "4.5" not in text.partition("Did it help?")[2].partition("</section>")[0]


def test_verifying_is_fixed_from_today_and_working_again_is_not(as_edith, as_bob, pain):
    PainPoint.objects.update(status="doing", fixed_on=None)
    assert "Did it help?" not in page(as_bob, pain)
    assert "set it to Verifying" in page(as_edith, pain)
    change(as_edith, pain, "status", "verifying")
    pain.refresh_from_db()
    assert pain.fixed_on == timezone.localdate()
    change(as_edith, pain, "fixed_on", ago(9).isoformat())
    change(as_edith, pain, "status", "done")
    pain.refresh_from_db()
    assert pain.fixed_on == ago(9)
    change(as_edith, pain, "status", "dropped")
    pain.refresh_from_db()
    assert pain.fixed_on == ago(9)
    change(as_edith, pain, "status", "planned")
    pain.refresh_from_db()
    assert pain.fixed_on is None


def test_many_at_once(as_edith, workspace, pain):
    other = factories.PainPoint(workspace=workspace)
    as_edith.post("/w/acme/pains/bulk/", {"pain": [pain.pk, other.pk], "status": "done"})
    assert dict(PainPoint.objects.values_list("pk", "fixed_on")) == {pain.pk: ago(20), other.pk: ago(0)}


@pytest.mark.parametrize("value", ["tomorrow", "1066-10-14", "2999-01-01"])
def test_days_that_cannot_be(as_edith, pain, value):
    assert change(as_edith, pain, "fixed_on", value).status_code in (302, 422)
    pain.refresh_from_db()
    assert pain.fixed_on == ago(20)


def test_who_may(as_bob, as_charlie, pain):
    assert change(as_bob, pain, "fixed_on", ago(1).isoformat()).status_code == 403
    assert change(as_charlie, pain, "fixed_on", ago(1).isoformat()).status_code == 404
    text = page(as_bob, pain)
    assert "Fixed on" in text
    assert 'id="pain-fixed"' not in text


def test_the_list_says_it_too(as_bob, workspace, question, touchpoint, pain):
    answered(question, 30, {2: 60, 3: 40}, touchpoint=touchpoint)
    answered(question, 10, {4: 50, 5: 50}, touchpoint=touchpoint)
    factories.PainPoint(workspace=workspace, touchpoint=touchpoint, title="Open still")
    text = as_bob.get("/w/acme/pains/").content.decode()
    assert text.count("It helped") == 1
    assert "CSAT 2.4 → 4.5" in text


def test_the_list_reads_once_a_day_of_fixing(
    as_bob, workspace, question, placement, django_assert_num_queries
):
    for days, times in ((3, 4), (5, 4)):
        for _ in range(times):
            factories.PainPoint(
                workspace=workspace, touchpoint=placement.touchpoint, status="done", fixed_on=ago(days)
            )
            factories.PainPoint(
                workspace=workspace, touchpoint=None, stage=placement.stage, status="done", fixed_on=ago(days)
            )
    with django_assert_num_queries(2 + 7 + 1 + 2):
        as_bob.get("/w/acme/pains/?status=done")
    for days in range(6, 40):
        factories.PainPoint(
            workspace=workspace, touchpoint=placement.touchpoint, status="done", fixed_on=ago(days)
        )
    with django_assert_num_queries(2 + 7 + 1 + 12):
        as_bob.get("/w/acme/pains/?status=done")
