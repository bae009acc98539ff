"""The histograms equal the scores, whatever happens to them and whoever writes at the same time."""

import datetime
import random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from cxjourney.metrics import rollups
from cxjourney.models import Feedback, Import, Rollup, Score
from tests import factories
from tests.threads import at_once

FIRST = datetime.date(2026, 1, 25)


def equal(workspace) -> bool:
    return not list(rollups.differences(workspace.pk))


@pytest.fixture
def places(workspace):
    """Two touchpoints and a stage, two questions and a persona."""
    return {
        "touchpoints": [factories.Touchpoint(workspace=workspace) for _ in range(2)],
        "stage": factories.Stage(workspace=workspace, map__workspace=workspace),
        "questions": [
            factories.Question(workspace=workspace),
            factories.Question(workspace=workspace, kind="nps", name="NPS", low=0, high=10),
        ],
        "persona": factories.Persona(workspace=workspace),
    }


def some_score(chance: random.Random, workspace, places) -> Score:
    question = chance.choice(places["questions"])
    touchpoint = chance.choice([*places["touchpoints"], None])
    return Score(
        workspace=workspace,
        question=question,
        touchpoint=touchpoint,
        stage=None if touchpoint else places["stage"],
        persona=chance.choice([places["persona"], None]),
        channel=chance.choice(["website", ""]),
        answered_on=FIRST + datetime.timedelta(chance.randrange(40)),
        value=chance.randint(question.low, question.high),
        count=chance.choice([1, 1, 7]),
    )


def write(chance: random.Random, workspace, places) -> None:
    """A few random statements in one transaction."""
    with transaction.atomic():
        for _ in range(chance.randint(1, 3)):
            new = [some_score(chance, workspace, places) for _ in range(chance.randint(1, 20))]
            Score.objects.bulk_create(new)
        mine = [score.pk for score in new]
        what = chance.choice(["delete", "value", "day", "place", "keep"])
        touched = Score.objects.filter(pk__in=chance.sample(mine, len(mine) // 2))
        if what == "delete":
            touched.delete()
        elif what == "value":
            touched.update(value=3, count=2)
        elif what == "day":
            touched.update(answered_on=FIRST)
        elif what == "place":
            touched.filter(stage=None).update(touchpoint=places["touchpoints"][0], channel="email")
        transaction.set_rollback(chance.random() < 0.2)


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_leave_what_a_recount_gives(workspace, places):
    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(12):
            write(chance, workspace, places)

    at_once(6, work)
    assert Score.objects.exists()
    assert equal(workspace)
    Score.objects.all().delete()
    assert not Rollup.objects.exists()


def test_days_ten_days_and_months(workspace):
    score = factories.Score(workspace=workspace, answered_on=datetime.date(2026, 1, 31), value=2, count=5)
    rows = Rollup.objects.order_by("grain").values_list("grain", "day", "n", "a1")
    assert list(rows) == [
        ("d", datetime.date(2026, 1, 31), 5, 5),
        ("m", datetime.date(2026, 1, 1), 5, 5),
        ("t", datetime.date(2026, 1, 21), 5, 5),
    ]
    score.delete()
    assert not Rollup.objects.exists()


@pytest.mark.parametrize("value", [0, 6, -1, 11])
def test_a_value_off_the_scale_is_refused(workspace, value):
    with pytest.raises(IntegrityError, match="rollup_adds_up"):
        factories.Score(workspace=workspace, value=value)


@pytest.mark.parametrize("what", ["question", "touchpoint", "stage", "persona", "feedback", "imported"])
def test_nothing_of_another_workspace(workspace, charlie, what):
    touchpoint = factories.Touchpoint(workspace=workspace)
    question = factories.Question(workspace=workspace)
    values = {"touchpoint": touchpoint, "question": question}
    makers = {
        "question": factories.Question,
        "touchpoint": factories.Touchpoint,
        "stage": factories.Stage,
        "persona": factories.Persona,
        "feedback": factories.Feedback,
        "imported": factories.Import,
    }
    if what == "stage":
        values["touchpoint"] = None
    values[what] = makers[what](workspace=charlie.workspace)
    with pytest.raises(IntegrityError):
        Score.objects.create(workspace=workspace, answered_on=FIRST, value=3, **values)


def test_an_import_with_scores_stays(workspace):
    imported = factories.Import(workspace=workspace)
    factories.Score(workspace=workspace, imported=imported)
    with pytest.raises(IntegrityError, match="still has scores"), transaction.atomic():
        Import.objects.filter(pk=imported.pk)._raw_delete("default")
    Score.objects.all().delete()
    imported.delete()


def test_a_workspace_goes_with_everything(workspace):
    feedback = factories.Feedback(workspace=workspace)
    imported = factories.Import(workspace=workspace)
    factories.Score(workspace=workspace, feedback=feedback, imported=imported)
    workspace.delete()
    assert not Rollup.objects.exists()
    assert not Score.objects.exists()


def drift():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cxjourney_rollup SET n = n + 1, a0 = a0 + 1 WHERE grain = 'm'")


def test_the_command_says_where_they_differ_and_mends_it(workspace, charlie, capsys):
    factories.Score(workspace=workspace, answered_on=FIRST)
    call_command("check_rollups")
    assert capsys.readouterr().out == "acme: equal\nrival: equal\n"
    drift()
    with pytest.raises(CommandError, match="Differs in acme") as refused:
        call_command("check_rollups")
    assert refused.value.returncode == 1
    assert "on 2026-01-01 (m): 1 answers, 2 kept" in capsys.readouterr().out
    call_command("check_rollups", "--rebuild", "--workspace", "acme")
    call_command("check_rollups")
    assert equal(workspace)


def test_a_missing_row_is_found_too(workspace):
    factories.Score(workspace=workspace, answered_on=FIRST)
    Rollup.objects.filter(grain="t").delete()
    assert [one[:2] for one in rollups.differences(workspace.pk)] == [("t", datetime.date(2026, 1, 21))]


def test_no_such_workspace(db):
    with pytest.raises(CommandError, match="no workspace nowhere"):
        call_command("check_rollups", "--workspace", "nowhere")


def test_scores_with_words_after_an_import_of_counts(workspace, places):
    """How words are looked up must not be what was best while there were none."""
    here = {"workspace": workspace, "touchpoint": places["touchpoints"][0], "answered_on": FIRST}
    here |= {"question": places["questions"][0], "value": 4}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cxjourney_feedback CASCADE")
        cursor.execute("ANALYZE cxjourney_feedback")
        cursor.execute("SET LOCAL statement_timeout = '10s'")
    Score.objects.bulk_create(Score(**here) for _number in range(2000))
    silent = {"workspace": workspace, "text": "", "said_on": FIRST}
    words = Feedback.objects.bulk_create(Feedback(**silent) for _number in range(30_000))
    Score.objects.bulk_create(Score(**here, feedback=one) for one in words)
    assert Score.objects.count() == 32_000
    assert equal(workspace)
