"""What is suggested for columns as tools and people name them, and how scores and days are written."""

import datetime

import pytest

from cxjourney.feedback.importing.cells import score_of, scores
from cxjourney.feedback.importing.dates import date_of
from cxjourney.feedback.importing.suggest import suggest

FIVES = [str(1 + n % 5) for n in range(60)]
SEVENS = [str(1 + n % 7) for n in range(60)]
TENS = [str(1 + n % 10) for n in range(60)]
TALK = [f"I would like it better with sign number {n}" if n % 2 else "nothing" for n in range(60)]


def suggested(tmp_path, *columns: tuple[str, list[str]], delimiter=";"):
    """The suggestion for columns of (header, cells)."""
    path = tmp_path / "file.csv"
    lines = zip(*([header, *cells] for header, cells in columns), strict=True)
    path.write_text("\n".join(map(delimiter.join, lines)))
    return suggest(path)


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Ease", SEVENS, "ces"),
        ("How easy was it to return the item?", SEVENS, "ces"),
        ("How easy was it to return the item?", FIVES, "agree"),
        ("War es einfach, uns zu erreichen?", SEVENS, "ces"),
        ("CES", FIVES, "ces"),
        ("OSAT", TENS, "custom"),
        ("OSAT", FIVES, "csat"),
        ("How do you rate our services? Rating", FIVES, "csat"),
        ("Likelihood to recommend", [str(n % 11) for n in range(60)], "nps"),
    ],
)
def test_kinds_of_scores(tmp_path, header, cells, kind):
    column = suggested(tmp_path, (header, cells)).columns[0]
    assert (column.role, column.kind) == ("score", kind)


def test_one_of_a_kind_is_named_as_in_every_file(tmp_path):
    plan = suggested(tmp_path, ("Likelihood to recommend", TENS), ("Ease", SEVENS), ("Trust: agree", FIVES))
    assert [one.name for one in plan.columns] == ["NPS", "CES", "Trust: agree"]
    plan = suggested(tmp_path, ("Satisfied with speed?", FIVES), ("Satisfied with staff?", FIVES))
    assert [one.name for one in plan.columns] == ["Satisfied with speed?", "Satisfied with staff?"]


def test_prices_and_services_are_no_effort(tmp_path):
    plan = suggested(tmp_path, ("Fair prices", FIVES), ("Our services", FIVES), ("Access", FIVES))
    assert [(one.kind, one.place) for one in plan.columns] == [
        ("csat", "Fair prices"),
        ("csat", "Our services"),
        ("csat", "Access"),
    ]


def test_ease_of_one_thing_among_ratings_is_about_that(tmp_path):
    zero_to_five = [str(n % 6) for n in range(60)]
    names = [
        "Inflight wifi service",
        "Ease of Online booking",
        "Gate location",
        "Checkin service",
        "Cleanliness",
    ]
    plan = suggested(tmp_path, *((name, zero_to_five) for name in names))
    assert [(one.kind, one.place, one.blanks) for one in plan.columns] == [
        ("csat", name, ["0"]) for name in names
    ]
    assert not plan.lacks_place


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Kontaktpunkt", "touchpoint"),
        ("Point de contact", "touchpoint"),
        ("Kanal", "channel"),
        ("Anmerkungen", "words"),
    ],
)
def test_other_languages(tmp_path, header, role):
    assert (
        suggested(tmp_path, (header, ["Laden", "Kasse", "Web"]), ("CSAT", FIVES[:3])).columns[0].role == role
    )


@pytest.mark.parametrize(
    "header", ["What could we do better?", "Was sollen wir verbessern?", "Pourquoi cette note ?"]
)
def test_an_open_question_where_many_say_nothing(tmp_path, header):
    assert suggested(tmp_path, (header, TALK), ("NPS", TENS)).columns[0].role == "words"


def test_reasons_from_a_list_are_no_words(tmp_path):
    reasons = ["Delivery", "Price", "Returns"] * 20
    plan = suggested(tmp_path, ("Why did you contact us?", reasons), ("NPS", TENS))
    assert plan.columns[0].role == "attribute"


def test_what_survey_monkey_says_was_answered_in_words(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(
        "Respondent ID,Collector ID,Date Created,Recommend us?,Reason,Order\n"
        ",,,Response,Open-Ended Response,Open-Ended Response\n"
        + "".join(f"11{n},4,2026-01-0{1 + n % 9},{n % 11},ok,{5000 + n}\n" for n in range(40))
    )
    assert [one.role for one in suggest(path).columns][-2:] == ["words", ""]


def test_days_are_found_without_a_header_that_says_so(tmp_path):
    days = [f"{1 + n % 28} Mar 2026" for n in range(60)]
    births = [f"{1 + n % 28} Mar 1980" for n in range(60)]
    plan = suggested(tmp_path, ("Date of birth", births), ("When", days), ("Seen", days), ("CSAT", FIVES))
    assert [one.role == "date" for one in plan.columns] == [False, True, False, False]


def test_the_number_of_the_survey_names_no_answer(tmp_path):
    plan = suggested(tmp_path, ("Survey ID", ["S1"] * 60), ("CSAT", FIVES))
    assert plan.columns[0].role != "external"
    plan = suggested(tmp_path, ("Survey ID", [f"S{n}" for n in range(60)]), ("CSAT", FIVES))
    assert plan.columns[0].role == "external"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4 - Very good", 4),
        ("4/5", 4),
        ("4 out of 5", 4),
        ("9 von 10", 9),
        ("1 star", 1),
        ("5 Sterne", 5),
        ("★★★☆☆", 3),
        ("⭐⭐", 2),
        ("4.5", None),
        ("4 people", None),
        ("☆☆", None),
        ("4/5/2026", None),
    ],
)
def test_how_scores_are_written(text, number):
    assert score_of(text) == number


def test_a_number_of_people_is_no_score():
    with pytest.raises(ValueError, match="is not a number"):
        scores("CSAT", 1, 5)["4 people"]
    assert scores("CSAT", 1, 5)["★★★★"] == 4


@pytest.mark.parametrize(
    "text",
    [
        "1772323200",
        "1772323200000",
        "Sun, 1 Mar 2026 10:00:00 +0000",
        "Sun Mar 01 2026 10:00:00 GMT+0000",
        "Mar 1, 2026 5:04 PM",
        "March 1, 2026",
    ],
)
def test_how_days_are_written(text):
    assert date_of(text, "") == datetime.date(2026, 3, 1)


def test_thousandths_of_a_second_in_nine_digits():
    assert date_of("957139200123", "") == datetime.date(2000, 5, 1)


@pytest.mark.parametrize("text", ["17723232", "177232320012", "Sun", ""])
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match="is not a date"):
        date_of(text, "iso")
