"""The inbox: search, filters, sorting, views, the file of all of it."""

import csv
import html
import re
import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cxjourney.feedback import inbox
from cxjourney.feedback.words import jobs
from cxjourney.feedback.words.models import Theme, ThemeMatch, WordsRun
from cxjourney.models import Change, Feedback, FeedbackView
from tests import factories
from tests.feedback.test_feedback_list import PAGE, texts, words

BULK = f"{PAGE}bulk/"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("slow queue", {"A slow and long queue"}),
        ("que", {"A slow and long queue"}),
        ('"long queue"', {"A slow and long queue"}),
        ('"queue long"', set()),
        ("-queue", {"Kind crew: it's o'clock"}),
        ("o'clock", {"Kind crew: it's o'clock"}),
        ("' & | ! :* \\", {"A slow and long queue", "Kind crew: it's o'clock"}),
    ],
)
def test_search(as_bob, workspace, typed, found):
    words(workspace, "A slow and long queue")
    words(workspace, "Kind crew: it's o'clock")
    assert {html.unescape(one) for one in texts(as_bob.get(PAGE, {"q": typed}))} == found


def test_by_score(as_bob, workspace):
    for text, kind, high, value in [("sour", "nps", 10, 6), ("glad", "csat", 5, 5), ("so so", "csat", 5, 3)]:
        said = words(workspace, text)
        question = factories.Question(workspace=workspace, kind=kind, low=0 if high == 10 else 1, high=high)
        given = {"touchpoint": said.touchpoint, "feedback": said, "question": question, "value": value}
        factories.Score(workspace=workspace, **given)
    assert texts(as_bob.get(PAGE, {"score": "low"})) == {"sour"}
    assert texts(as_bob.get(PAGE, {"score": "high"})) == {"glad"}


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        ({"source": "chat"}, "feedback_source"),
        ({"sentiment": "bad"}, "feedback_sentiment"),
        ({"team": 1}, "feedback_team"),
        ({"status": "done"}, "feedback_status"),
    ],
)
def test_a_filter_that_passes_next_to_nothing_reads_no_more(workspace, chosen, index):
    said = {"workspace": workspace, "text": "kind", "said_on": timezone.localdate(), "sentiment": 1}
    Feedback.objects.bulk_create(Feedback(**said) for _ in range(2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cxjourney_feedback")
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = inbox.newest_first(inbox.filtered(workspace, chosen))
    assert f"using {index} " in found[:50].explain()


def test_scores_of_several_places_say_which(as_bob, workspace):
    said = words(workspace, "cramped")
    question = factories.Question(workspace=workspace, name="CSAT")
    spots = [factories.Touchpoint(workspace=workspace, name=name) for name in ("Seat comfort", "Leg room")]
    for value, spot in enumerate(spots, 2):
        factories.Score(workspace=workspace, feedback=said, question=question, touchpoint=spot, value=value)
    page = " ".join(re.sub(r"<[^>]+>", "", as_bob.get(PAGE).content.decode()).split())
    assert "2 of 5 Seat comfort · 3 of 5 Leg room" in page
    ease = factories.Question(workspace=workspace, kind="ces", name="Ease", low=1, high=7)
    factories.Score(workspace=workspace, feedback=said, question=ease, touchpoint=spots[0], value=6)
    page = " ".join(re.sub(r"<[^>]+>", "", as_bob.get(PAGE).content.decode()).split())
    assert "2 of 5 Seat comfort, CSAT · 3 of 5 Leg room, CSAT · 6 of 7 Seat comfort, Ease" in page


def test_pages_follow_one_another_without_gap(as_bob, workspace):
    touchpoint = factories.Touchpoint(workspace=workspace)
    made = {words(workspace, f"word {number}", touchpoint=touchpoint).text for number in range(60)}
    first = as_bob.get(PAGE)
    mark = re.search(r"after=([\d.-]+)", first.content.decode()).group(1)  # type: ignore[union-attr]
    second = as_bob.get(PAGE, {"after": mark})
    assert texts(first) | texts(second) == made
    assert not texts(first) & texts(second)
    assert as_bob.get(PAGE, {"after": "2026-13-45.1"}).status_code == 200


def test_sort_several_and_undo(as_edith, workspace, hx):
    one, two, team = words(workspace, "a"), words(workspace, "b"), factories.Team(workspace=workspace)
    chosen = {"feedback": [one.pk, two.pk]}
    assert as_edith.post(BULK, chosen | {"status": "done"}, headers=hx).status_code == 200
    assert as_edith.post(BULK, chosen | {"team": team.pk}, headers=hx).status_code == 200
    assert set(Feedback.objects.values_list("status", "team")) == {("done", team.pk)}
    assert texts(as_edith.get(PAGE, {"team": team.pk, "status": "done"})) == {"a", "b"}
    last = Change.objects.latest("pk")
    as_edith.post(f"/w/acme/changes/{last.pk}/undo/")
    assert set(Feedback.objects.values_list("status", "team")) == {("done", None)}


def test_sorting_is_refused(as_bob, as_edith, as_charlie, workspace, charlie, hx):
    here, foreign = words(workspace, "a"), words(charlie.workspace, "b")
    assert as_bob.post(BULK, {"feedback": here.pk, "status": "done"}).status_code == 403
    assert as_charlie.post(BULK, {"feedback": here.pk, "status": "done"}).status_code == 404
    for wrong in (
        {"status": "done"},
        {"feedback": here.pk},
        {"feedback": here.pk, "status": "x"},
        {"feedback": foreign.pk, "status": "done"},
        {"feedback": here.pk, "team": factories.Team(workspace=charlie.workspace).pk},
    ):
        assert as_edith.post(BULK, wrong, headers=hx).status_code == 422
    assert set(Feedback.objects.values_list("status", "team")) == {("new", None)}


def test_views(as_edith, as_bob, workspace, hx):
    make = f"{PAGE}views/new/"
    given = {"name": "Angry", "query": "sentiment=bad&after=2026-01-01.5&evil=1"}
    assert as_edith.post(make, given).status_code == 302
    view = FeedbackView.objects.get()
    assert view.query == "sentiment=bad"
    assert "Angry" in as_bob.get(PAGE).content.decode()
    assert as_edith.post(make, given, headers=hx).status_code == 422
    assert as_edith.post(make, {"name": "", "query": "sentiment=bad"}, headers=hx).status_code == 422
    assert as_edith.post(make, {"name": "x", "query": ""}, headers=hx).status_code == 422
    assert as_bob.post(make, given).status_code == 403
    as_edith.post(f"{PAGE}views/{view.pk}/remove/")
    assert "Angry" not in as_bob.get(PAGE).content.decode()


def test_export_is_what_is_shown_and_runs_nothing(as_bob, workspace):
    words(workspace, "=1+1", source="review")
    words(workspace, "elsewhere")
    answer = as_bob.get(f"{PAGE}export/", {"source": "review"})
    lines = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in lines
    assert "elsewhere" not in lines
    assert "attachment" in answer["Content-Disposition"]


def test_the_workbook_holds_the_same_and_runs_nothing(as_bob, workspace):
    told = ["=1+1", " <b>&\nsecond line", "bell \x07 and _x0041_", "-5 stars"]
    for text in told:
        words(workspace, text, polarity=-0.5, sentiment=-1)
    answer = as_bob.get(f"{PAGE}export/", {"as": "xlsx", "sentiment": "bad"})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    file = BytesIO(b"".join(answer.streaming_content))
    assert b"<f>" not in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    file.seek(0)
    head, *rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows} == {*told[:2], "bell  and _x0041_", told[3]}
    assert head[:2] == ["date", "words"]
    assert rows[0][0] == Feedback.objects.first().said_on
    assert rows[0][5] == -0.5


def test_the_file_says_what_the_machine_read(as_bob, workspace):
    said = words(
        workspace, "The queue was slow", sentiment=-1, polarity=-0.5, judged_by="vader", language="en"
    )
    theme = Theme.objects.create(workspace=workspace, language="en", key="slow queue", term="slow queue")
    ThemeMatch.objects.create(workspace=workspace, theme=theme, feedback=said, said_on=said.said_on)
    answer = as_bob.get(f"{PAGE}export/")
    head, row = list(csv.reader(b"".join(answer.streaming_content).decode().lstrip("\ufeff").splitlines()))
    told = dict(zip(head, row, strict=True))
    assert told["polarity"] == "-0.50"
    assert (told["judged by"], told["language"], told["themes"]) == ("VADER", "en", "slow queue")
    assert (told["sentiment"], told["status"]) == ("Bad", "To read")


def test_words_typed_in_are_read_soon(as_edith, workspace, monkeypatch, django_capture_on_commit_callbacks):
    begun: list[int] = []
    monkeypatch.setattr(jobs, "start", begun.append)
    place = factories.Touchpoint(workspace=workspace)
    with django_capture_on_commit_callbacks(execute=True):
        as_edith.post(
            f"{PAGE}new/",
            {"spot": f"touchpoint:{place.pk}", "text": "Slow", "said_on": "2026-01-05", "source": "call"},
        )
    assert begun == [workspace.pk]
    WordsRun.objects.create(workspace=workspace, started_at=timezone.now())
    jobs.read_soon(workspace.pk)  # one is under way
    assert begun == [workspace.pk]
