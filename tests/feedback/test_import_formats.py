"""Workbooks, JSON lines, gzip; header rows of survey tools; days written in several ways."""

import csv
import datetime
import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxjourney.feedback.importing.convert import flat, merged
from cxjourney.feedback.importing.dates import date_of, order_of_dates
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.feedback.importing.text import Table, Unreadable, detect
from cxjourney.feedback.importing.tidy import tidy
from cxjourney.models import Import
from tests.feedback.importing import upload
from tests.feedback.workbook import packed, sheet, workbook

TODAY = datetime.date(2026, 11, 1)


def kept(tmp_path, content: bytes) -> Path:
    path = tmp_path / "upload.csv"
    path.write_bytes(content)
    return path


def rows(path: Path) -> list[list[str]]:
    return [row for _number, row in Table(path, detect(path))]


def roles(path: Path) -> dict[str, str]:
    return {column.header: str(column.role) for column in suggest(path).columns if column.role}


# --- What is not CSV ------------------------------------------------------------------------------


def test_a_workbook(tmp_path):
    path = kept(tmp_path, workbook(Answers=[["date", "csat"], ["2026-01-05", 4], [], ["2026-01-06", 4.5]]))
    assert tidy(path)[:2] == ("", [])
    assert rows(path) == [["date", "csat"], ["2026-01-05", "4"], ["2026-01-06", "4.5"]]
    assert [number for number, _row in Table(path, detect(path))] == [1, 2, 4]  # as the screen counts them


def test_the_first_sheet_with_rows_is_read(tmp_path):
    path = kept(tmp_path, workbook(Cover=[], Answers=[["csat"], [3]]))
    assert tidy(path)[:2] == ("Answers", ["Cover", "Answers"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04rest", "damaged"),
        (packed({"readme.txt": "hello"}), "an archive"),
        (workbook(Empty=[]), "is empty"),
        (packed({"xl/workbook.xml": b"0" * 60_000_000}), "too large"),
        (b"\xd0\xcf\x11\xe0rest", "old workbook"),
        (b"\x1f\x8brest", "damaged"),
        (gzip.compress(b"0" * 60_000_000), "too large"),
        (b'{"a": \n{"b": \n', "Line 1 is not a JSON object"),
        (b'[{"a": 1},\n{"b": }]', "Line 2 is not a JSON object"),
        (b'{"a": ' + b"[" * 100_000, "Line 1 is not a JSON object"),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', "Line 1 is too long"),
        (json.dumps({str(n): n for n in range(600)}).encode(), "more than 500 columns"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, settings, content, says):
    settings.UPLOAD_MAX_MB = 10
    path = kept(tmp_path, content)
    with pytest.raises(Unreadable, match=says):
        tidy(path)
    assert [one.name for one in tmp_path.iterdir()] == ["upload.csv"]


def test_one_cell_far_away_takes_no_memory(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    book = workbook(Answers=[["csat"], [3]])
    path = kept(tmp_path, replace_part(book, "xl/worksheets/s1.xml", sheet([["csat"], [3]], first=far)))
    with pytest.raises(Unreadable, match=r"too large|columns|damaged"):
        tidy(path)


def replace_part(book: bytes, name: str, content: str) -> bytes:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(book)) as old:
        return packed({one: old.read(one) for one in old.namelist()} | {name: content})


def test_json_lines_with_names_that_come_and_go(tmp_path):
    lines = [
        {"date": "2026-01-05", "score": 4},
        {"date": "2026-01-06", "who": {"class": "Eco"}, "tags": ["a", "b"]},
    ]
    path = kept(tmp_path, "\n".join(map(json.dumps, lines)).encode())
    tidy(path)
    assert rows(path) == [
        ["date", "score", "tags", "who.class"],
        ["2026-01-05", "4", "", ""],
        ["2026-01-06", "", "a; b", "Eco"],
    ]


def test_a_broken_line_is_a_row_left_out(as_edith, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    lines = [b'{"date": "2026-01-05", "touchpoint": "Till", "csat": 4}', b'{"date": "2026-', b"", b"7"]
    lines += [b'{"date": "2026-01-06", "touchpoint": "Till", "csat": 9}', b'{"date": "caf\xe9"}', lines[0]]
    as_edith.post("/w/acme/imports/new/", {"file": upload(b"\n".join(lines), "answers.jsonl")})
    imported = Import.objects.get()
    assert (imported.rows, imported.accepted) == (6, 2)
    broken, off = imported.report["problems"]
    assert (broken["row"], broken["times"]) == (2, 3)
    assert broken["text"] == "the line is not a JSON object written in UTF-8"
    assert (off["row"], off["column"]) == (5, "csat")
    rejected = b"".join(as_edith.get(f"/w/acme/imports/{imported.pk}/rejected/")).decode()
    assert '{""date"": ""2026-' in rejected


def test_a_list_of_objects_and_gzip(tmp_path):
    path = kept(tmp_path, gzip.compress(b'[{"csat": 3}, {"csat": null}]'))
    tidy(path)
    assert rows(path) == [["csat"], ["3"], [""]] or rows(path) == [["csat"], ["3"]]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)  # each a tree, which takes hypothesis long to draw
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_every_object_becomes_one_flat_row_of_text(thing):
    assert all(isinstance(value, str) for value in flat(thing, 1).values())


CELLS = st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60)
@given(
    table=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_reads_back_as_it_was_written(tmp_path_factory, table, encoding, ends):
    """Quoted line breaks, quotes and delimiters in cells, whatever the line ends."""
    path = tmp_path_factory.mktemp("table") / "file.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=ends).writerows([["a", "b", "c"], *table])
    form = detect(path)
    assert form.encoding == encoding or path.read_bytes().isascii()
    assert [row for _number, row in Table(path, form._replace(delimiter=","))] == [["a", "b", "c"], *table]


def test_mixed_line_ends(tmp_path):
    path = kept(tmp_path, b'date,csat\r\n2026-01-05,3\n2026-01-06,4\r"2026-01-07",5\r\n')
    assert len(rows(path)) == 4


# --- Header rows ----------------------------------------------------------------------------------

QUALTRICS = (
    "StartDate,RecordedDate,IPAddress,ResponseId,RecipientEmail,Q1_NPS_GROUP,Q1,Q2_TEXT\n"
    "Start Date,Recorded Date,IP Address,Response ID,Recipient Email,NPS group,"
    '"How likely are you to recommend us?",Why?\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""recordedDate""}",a,b,c,d,e,f\n'
    "2026-01-05 10:00:00,2026-01-05 10:01:00,192.0.2.1,R_1,ann@example.com,,9,Quick and kind\n"
    "2026-01-05 10:00:00,2026-01-06 10:01:00,192.0.2.1,R_2,bob@example.com,,3,Too slow for me\n"
)
SURVEY_MONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,How satisfied?,"
    "Which channel?,,Anything else?\n"
    ",,,,,,,Response,Phone,Web,Open-Ended Response\n"
    "1,7,01/13/2026 10:00:00 AM,01/13/2026 10:05:00 AM,192.0.2.1,a@example.com,Ann,5,Phone,,"
    '"It was fine, thanks"\n'
)


def test_qualtrics_has_three(tmp_path):
    plan = suggest(kept(tmp_path, QUALTRICS.encode()))
    assert (plan.headers, plan.tool, plan.columns[6].wording) == (
        3,
        "Qualtrics",
        "How likely are you to recommend us?",
    )
    assert roles(kept(tmp_path, QUALTRICS.encode())) == {
        "RecordedDate": "date",
        "ResponseId": "external",
        "RecipientEmail": "person",
        "Q1": "score",
        "Q2_TEXT": "words",
    }
    assert plan.columns[6].kind == "nps"
    assert plan.columns[2].personal == "address"


def test_survey_monkey_has_two(tmp_path):
    path = kept(tmp_path, SURVEY_MONKEY.encode())
    plan = suggest(path)
    assert (plan.headers, plan.tool, plan.dates) == (2, "SurveyMonkey", "mdy")
    assert "Which channel? – Web" in [column.header for column in plan.columns]
    found = roles(path)
    assert (found["Respondent ID"], found["End Date"], found["How satisfied?"]) == (
        "external",
        "date",
        "score",
    )
    assert found["Email Address"] == "person"
    assert "First Name" not in found


def test_a_file_without_headers(tmp_path):
    plan = suggest(kept(tmp_path, b"2026-01-05,Checkout,4\n2026-01-06,Checkout,5\n"))
    assert (plan.headers, [column.header for column in plan.columns]) == (
        0,
        ["Column 1", "Column 2", "Column 3"],
    )


# --- Days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-01-05"], "iso"),
        (["05/01/2026", "13/01/2026"], "dmy"),
        (["05/01/2026", "01/13/2026"], "mdy"),
        (["05.01.2026"], "dmy"),
        (["05/01/2026", "06/02/2026"], ""),
        (["05/12/2026"], "mdy"),  # the 5th of December is still to come
        ([f"{day:02}/01/2025" for day in range(1, 12)], ""),
        # Rows go on in time, so it is January and then February.
        (
            [*(f"{day:02}/01/2025" for day in range(6, 13)), *(f"{day:02}/02/2025" for day in range(1, 5))],
            "dmy",
        ),
        (
            [*(f"01/{day:02}/2025" for day in range(6, 13)), *(f"02/{day:02}/2025" for day in range(1, 5))],
            "mdy",
        ),
    ],
)
def test_whether_the_day_or_the_month_is_first(cells, order):
    assert order_of_dates(cells, TODAY) == order


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)), st.sampled_from(["dmy", "mdy"]))
def test_a_day_reads_back(day, order):
    written = day.strftime("%d/%m/%Y 10:11" if order == "dmy" else "%m/%d/%Y 10:11 PM")
    assert date_of(written, order) == day


# --- Real files, where they are at hand -----------------------------------------------------------

SAMPLES = Path(os.environ.get("SAMPLE_DATA", "/nonexistent"))
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAMPLE_DATA is not set")


@real
@pytest.mark.parametrize(
    ("name", "headers", "tool", "wanted"),
    [
        ("google_forms.csv", 1, "Google Forms", {"Horodateur": "date", "description": "words"}),
        ("gsa_touchpoints.csv", 1, "GSA Touchpoints", {"external_id": "external", "question_4": "words"}),
        ("gsa_touchpoints_bom.csv", 1, "GSA Touchpoints", {"question_1": "score", "question_4": "words"}),
        ("qualtrics_legacy_two_header_rows_bom.csv", 2, "Qualtrics", {"EndDate": "date", "Q2": "words"}),
        ("qualtrics_three_header_rows.csv", 3, "Qualtrics", {"ResponseId": "external", "Q2": "words"}),
    ],
)
def test_layouts_of_tools(name, headers, tool, wanted):
    path = SAMPLES / "layouts" / name
    plan = suggest(path)
    assert (plan.headers, plan.tool) == (headers, tool)
    assert wanted.items() <= roles(path).items()


@pytest.mark.parametrize(("cells", "are"), [("1 0 1", True), ("Data Data Data", False)])
def test_thumbs_are_numbers(tmp_path, cells, are):
    """The survey tool's sample file holds words in their column: no score then, or all rows were refused."""
    path = tmp_path / "thumbs.csv"
    rows = [f"{number},{cell},1,0,good" for number, cell in enumerate(cells.split())]
    header = "external_id,question_1,positive_effectiveness,negative_effectiveness,question_4"
    path.write_text("\n".join([header, *rows]) + "\n")
    assert suggest(path).tool == "GSA Touchpoints"
    assert (roles(path).get("question_1") == "score") == are


# --- What stands above, and between ---------------------------------------------------------------

PLAIN = b"date,touchpoint,csat,nps\n2026-01-05,Checkout,4,9\n2026-01-06,Checkout,2,3\n"


@pytest.mark.parametrize(
    ("above", "skip"),
    [
        (b"", 0),
        (b"Survey 2026,,,\n", 1),
        (b"Customer survey\nExported 2026-02-01\n,,,\n", 3),
        (b"\n\nSurvey 2026\n", 1),
    ],
)
def test_titles_above_the_header(tmp_path, above, skip):
    plan = suggest(kept(tmp_path, above + PLAIN))
    assert (plan.skip, [column.role for column in plan.columns]) == (
        skip,
        ["date", "touchpoint", "score", "score"],
    )


def test_the_line_that_spreadsheets_write_for_themselves(tmp_path):
    plan = suggest(kept(tmp_path, b"sep=;\n" + PLAIN.replace(b",", b";")))
    assert (plan.skip, plan.delimiter, len(plan.columns)) == (1, ";", 4)


def test_the_first_sheet_that_holds_a_table_is_read(tmp_path):
    path = kept(tmp_path, workbook(About=[["Answers of January"]], Answers=[["csat", "nps"], [4, 9]]))
    assert tidy(path).read == "Answers"


def test_a_cell_over_several_rows_holds_for_each():
    rows = [["touchpoint", "csat"], ["Checkout", "4"], ["", "3"], [], ["", "5"]]
    assert list(merged(rows, [((1, 1), (2, 1)), ((0, 1), (0, 2))], left=1))[1:] == [
        ["Checkout", "4"],
        ["Checkout", "3"],
        [],
        ["", "5"],
    ]


def test_a_question_in_full_is_named_as_usual(tmp_path):
    one = suggest(kept(tmp_path, b"date,How likely are you to recommend us?\n2026-01-05,9\n2026-01-06,3\n"))
    assert (one.columns[1].kind, one.columns[1].name) == ("nps", "NPS")
    two = suggest(kept(tmp_path, b"Satisfied with it?,Satisfied with us?\n4,5\n1,2\n"))
    assert [column.name for column in two.columns] == ["Satisfied with it?", "Satisfied with us?"]


def test_an_option_of_a_question_is_what_it_is_about(tmp_path):
    text = (
        "Respondent ID,Collector ID,End Date,How satisfied are you with the following?,\n"
        ",,,Checkout,Delivery\n"
        "1,5,2026-01-05,Satisfied,Neutral\n2,5,2026-01-06,Dissatisfied,Very satisfied\n"
    )
    assert [column.place for column in suggest(kept(tmp_path, text.encode())).columns[3:]] == [
        "Checkout",
        "Delivery",
    ]


def test_the_score_of_an_nps_tool(tmp_path):
    text = "Score,Comment,Created at,Person email\n9,Good and quick,2026-01-05,a@example.org\n"
    text += "10,As it should be,2026-01-06,b@example.org\n"
    assert suggest(kept(tmp_path, text.encode())).columns[0].kind == "nps"


def test_amounts_that_never_repeat_are_facts(tmp_path):
    rows = "".join(f"2026-01-0{day};Checkout;4;{day}12,5{day}\n" for day in range(1, 7))
    column = suggest(kept(tmp_path, f"date;touchpoint;csat;Spent\n{rows}".encode())).columns[3]
    assert (column.role, column.kind) == ("attribute", "comma")
