"""What a file is taken for, and what is found wrong in it before anything is stored."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.feedback.importing import guess
from cxjourney.feedback.importing.check import check
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.rejected import harmless, rejected_rows
from cxjourney.models import Feedback, Score
from tests import factories
from tests.feedback.importing import ANSWERS, COUNTS, uploaded


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def checkout(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


def roles(imported) -> list[str]:
    return [column["role"] for column in imported.columns["columns"]]


def problems(imported) -> list[tuple]:
    return [(one["row"], one["column"], one["text"]) for one in imported.report["problems"]]


def test_one_row_an_answer(alice, checkout):
    imported = uploaded(alice, ANSWERS)
    assert imported.layout == "answers"
    assert roles(imported) == ["date", "touchpoint", "score", "score", "words", "sentiment"]
    assert [column["kind"] for column in imported.columns["columns"]][2:4] == ["csat", "nps"]
    assert (imported.rows, imported.accepted, imported.rejected, imported.answers) == (3, 2, 1, 3)
    assert problems(imported) == [(4, "touchpoint", "there is no touchpoint “Delivery” in this workspace")]
    first, second = imported.report["sample"]
    assert (first["day"], first["place"], first["words"], first["sentiment"]) == (
        "2026-01-05",
        "Checkout",
        "Quick",
        1,
    )
    assert [(score["name"], score["value"]) for score in first["scores"]] == [
        ("CSAT, 1–5", 4),
        ("NPS, 0–10", 9),
    ]
    assert second["place"] == "Checkout"
    assert not Score.objects.exists()
    assert not Feedback.objects.exists()


def test_unknown_touchpoints_can_be_made(alice, checkout):
    report = uploaded(alice, ANSWERS, unknown="create").report
    assert report["good"] == 3
    assert report["unknown"] == ["Delivery"]
    assert report["sample"][2]["is_new"]


def test_counts_of_each_answer(alice, checkout):
    imported = uploaded(alice, COUNTS)
    assert imported.layout == "counts"
    assert roles(imported) == ["date", "end", "touchpoint", "channel", "question", *["count"] * 5]
    assert (imported.accepted, imported.answers) == (2, 25)
    assert imported.report["questions"] == ["CSAT, 1–5", "Ease, 1–5"]
    assert imported.report["sample"][0]["day"] == "2025-03-31"


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("I am satisfied with the office action I received.", ("csat", "CSAT")),
        ("What is your overall satisfaction with this site?", ("csat", "CSAT")),
        ("How easy it was to reach a representative.", ("agree", "Ease")),
        ("This interaction increased my confidence in the office.", ("agree", "Trust")),
        ("The information provided was clear.", ("agree", "Clarity")),
        ("It took a reasonable amount of time.", ("agree", "Time")),
        ("I was treated fairly.", ("agree", "Fairness")),
        ("My need was addressed.", ("agree", "Result")),
        ("Did you accomplish what you wanted to today?", ("agree", "Result")),
        ("Employees I interacted with were helpful.", ("agree", "Helpfulness")),
        ("The chairs are blue.", ("agree", "Agreement")),
    ],
)
def test_the_guess(wording, found):
    assert guess(wording) == found


def test_the_guess_minds_the_scale():
    assert guess("Would you recommend us?", 0, 10) == ("nps", "NPS")
    assert guess("It was easy", 1, 7) == ("ces", "CES")
    assert guess("I trust them", 1, 7) == ("custom", "Trust")
    assert guess("I trust them", 0, 3) == ("custom", "Trust")


TOMORROW = (timezone.localdate() + datetime.timedelta(1)).isoformat()


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("2026-01-05,Checkout,abc,,,", "csat", "“abc” is not a number"),
        ("2026-01-05,Checkout,6,,,", "csat", "6 is off the scale 1–5"),
        ("2026-01-05,Checkout,,11,,", "nps", "11 is off the scale 0–10"),
        ("2026-01-05,Checkout,3.5,,,", "csat", "“3.5” is not a whole number"),
        ("2026-13-05,Checkout,3,,,", "date", "“2026-13-05” is not a date"),
        (",Checkout,3,,,", "date", "the date is missing"),
        (f"{TOMORROW},Checkout,3,,,", "date", f"“{TOMORROW}” is in the future"),
        ("1970-01-01,Checkout,3,,,", "date", "“1970-01-01” is too long ago"),
        ("2026-01-05,,3,,,", "touchpoint", "the touchpoint is missing"),
        ("2026-01-05,Checkout,,,,", "", "the row holds neither a score nor words"),
        ("2026-01-05,Checkout,3,,fine,superb", "sentiment", "“superb” is not good, mixed or bad"),
        ("2026-01-05,Checkout,3,,a,good,b,c", "", "the row has 8 cells, the header 6"),
    ],
)
def test_a_bad_row_is_named_with_its_column(alice, checkout, row, column, says):
    imported = uploaded(alice, "date,touchpoint,csat,nps,comment,sentiment\n2026-01-05,Checkout,3,,,\n" + row)
    assert problems(imported) == [(3, column, says)]
    assert imported.accepted == 1


def test_words_that_are_too_long(alice, checkout):
    imported = uploaded(alice, f"date,touchpoint,comment\n2026-01-05,Checkout,{'x' * 8001}\n")
    assert problems(imported) == [(2, "comment", "the words are longer than 8000 characters")]


def test_a_quotation_mark_that_swallows_rows(alice, checkout):
    text = 'date,touchpoint,csat\n2026-01-05,Checkout,"3\n' + "2026-01-05,Checkout,3\n" * 60
    assert "is a quotation mark not closed?" in problems(uploaded(alice, text))[0][2]


def test_blank_rows_and_blank_ends_do_not_matter(alice, checkout):
    imported = uploaded(alice, "date,touchpoint,csat,comment\n\n,,,\n2026-01-05,Checkout,3\n")
    assert (imported.rows, imported.accepted) == (1, 1)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-05T10:11:12Z", "2026-01-05"),
        ("2026-01-05 10:11", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("5 Jan 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        ("13/01/2026 08:00", "2026-01-13"),
        ("13.01.2026", "2026-01-13"),
        ("01/13/2026", "2026-01-13"),
    ],
)
def test_dates_as_they_are_written(alice, checkout, written, day):
    imported = uploaded(alice, f'date,touchpoint,csat\n"{written}",Checkout,3\n')
    assert [row["day"] for row in imported.report["sample"]] == [day]


def test_day_or_month_first_is_asked_when_nothing_tells(alice, checkout):
    text = "date,touchpoint,csat\n05/01/2026,Checkout,3\n06/02/2026,Checkout,3\n"
    imported = uploaded(alice, text)
    assert (imported.accepted, imported.columns["dates"]) == (0, "")
    assert "whether the day or the month is first" in imported.report["faults"][0]
    days = [row["day"] for row in uploaded(alice, text, dates="mdy").report["sample"]]
    assert days == ["2026-05-01", "2026-06-02"]


def test_counts_of_a_period_that_still_runs_stand_on_today(alice, checkout):
    today = timezone.localdate()
    text = COUNTS.replace("2025-03-31", "2999-12-31")
    assert uploaded(alice, text).report["last"] == today.isoformat()
    backwards = COUNTS.replace("2025-03-31", "2024-03-31")
    assert problems(uploaded(alice, backwards))[0] == (2, "period_end", "the period ends before it begins")


def test_a_kind_by_column(alice, checkout):
    text = (
        "date,touchpoint,kind,question,score\n"
        "2026-01-05,Checkout,NPS,,9\n2026-01-05,Checkout,ces,,7\n2026-01-05,Checkout,IQ,,7\n"
        "2026-01-05,Checkout,csat,,9\n2026-01-05,Checkout,,Would you recommend us?,0\n"
    )
    imported = uploaded(alice, text)
    assert problems(imported) == [
        (4, "kind", "“IQ” is not NPS, CSAT, CES or agreement"),
        (5, "score", "9 is off the scale 1–5"),
    ]
    assert imported.report["questions"] == ["NPS, 0–10", "CES, 1–7", "CSAT, 1–5", "NPS, 0–10"]


def test_channels_that_are_not_known_are_left_blank_and_named(alice, checkout):
    imported = uploaded(alice, COUNTS.replace("website", "pigeon"))
    assert imported.accepted == 2
    assert imported.report["channels"] == ["pigeon"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,age\nAnn,30\n", "No column holds a score"),
        ("csat\n3\n", "Say which column holds the touchpoint"),
    ],
)
def test_missing_columns(alice, text, says):
    imported = uploaded(alice, text)
    assert any(says in fault for fault in imported.report["faults"])
    assert imported.accepted == 0


def test_a_header_alone(alice, checkout):
    assert uploaded(alice, "date,touchpoint,csat\n").report["fault"] == "The file has a header but no rows."


def test_the_wrong_delimiter_finds_no_columns(alice, checkout):
    imported = uploaded(alice, ANSWERS)
    plan = Plan.from_json(imported.columns)
    plan.delimiter = ";"
    assert check(imported, plan).good == 0


def test_everything_to_one_place(alice, workspace):
    stage = factories.Stage(workspace=workspace, name="Pay")
    imported = uploaded(alice, "csat\n3\n4\n", place=f"stage:{stage.pk}", day="2026-01-05")
    assert [row["place"] for row in imported.report["sample"]] == ["Pay", "Pay"]
    gone = uploaded(alice, "csat\n3\n", place="stage:999999", day="2026-01-05")
    assert "is gone" in gone.report["fault"]


def test_a_long_file_is_checked_for_a_limited_time(alice, checkout):
    imported = uploaded(alice, "date,touchpoint,csat\n" + "2026-01-05,Checkout,3\n" * 5000)
    report = check(imported, Plan.from_json(imported.columns), seconds=0)
    assert (report.complete, report.rows) == (False, 1000)


def test_too_many_new_touchpoints(alice):
    rows = "".join(f"2026-01-05,Place {number},3\n" for number in range(300))
    imported = uploaded(alice, "date,touchpoint,csat\n" + rows, unknown="create")
    assert imported.accepted < 210
    assert "different touchpoints" in problems(imported)[0][2]


def test_rejected_rows_to_download(alice, checkout):
    imported = uploaded(alice, "date,touchpoint,csat\n2026-01-05,Checkout,3\n2026-01-05,=cmd(),-1\n")
    text = "".join(rejected_rows(imported, Plan.from_json(imported.columns)))
    assert text.splitlines() == [
        "\ufeffreason,row,date,touchpoint,csat",
        "touchpoint: there is no touchpoint “=cmd()” in this workspace,3,2026-01-05,'=cmd(),-1",
    ]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@sum", "'@sum"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell, safe):
    assert harmless(cell) == safe


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-01-05,Check\0out,4,fine", "touchpoint"),
        ("2026-01-05,Checkout,\0,fine", "csat"),
        ("2026-01-05,Checkout,4,fi\0ne", "comment"),
        ("2026-\0,Checkout,4,fine", "date"),
    ],
)
def test_a_sign_that_cannot_be_stored_is_a_fault_of_its_row(alice, workspace, row, column):
    fine = "2026-01-05,Checkout,4,All was as it should be\n"
    imported = uploaded(
        alice, f"date,touchpoint,csat,comment,co\0lour\n{fine}{row}\n{fine}", unknown="create"
    )
    imported.refresh_from_db()
    assert (imported.accepted, imported.rejected) == (2, 1)
    assert problems(imported)[0][:2] == (3, column)
