"""Answers in words: which scale they are, and that the numbers can be changed."""

import pytest

from cxjourney.feedback.importing import likert
from cxjourney.feedback.importing.suggest import suggest
from tests import factories
from tests.feedback.importing import upload

ANSWERS = (
    "date,touchpoint,Overall satisfaction,It was easy to book\n"
    "2026-03-01,Checkout,Very satisfied,Strongly agree\n"
    "2026-03-02,Checkout,Dissatisfied,Neither agree nor disagree\n"
    "2026-03-03,Checkout,n/a,Somewhat disagree\n"
)


@pytest.mark.parametrize(
    ("cells", "kind", "high", "numbers"),
    [
        (["Strongly agree", "Disagree"], "agree", 5, [5, 2]),
        (["Agree", "Somewhat agree", "Strongly Disagree"], "custom", 7, [6, 5, 1]),
        (["very satisfied", "Very Dissatisfied"], "csat", 5, [5, 1]),
        (["Very easy", "Somewhat difficult"], "ces", 7, [7, 3]),
        (["Excellent", "Very good", "Poor"], "csat", 5, [5, 4, 1]),
        (["Good", "Very poor"], "csat", 5, [4, 1]),
        (["sehr zufrieden", "unzufrieden"], "csat", 5, [5, 2]),
        (["Likely", "Very unlikely", "N/A"], "custom", 5, [4, 1]),
    ],
)
def test_scales_are_recognised(cells, kind, high, numbers):
    found = likert.recognise(cells)
    assert (found.kind, found.low, found.high) == (kind, 1, high)
    assert [found.numbers[cell] for cell in cells if cell != "N/A"] == numbers
    assert set(found.numbers.values()) == set(range(1, high + 1))


@pytest.mark.parametrize("cells", [[], ["Agree"], ["Agree", "Purple"], ["1", "2"], ["Agree", "agree"]])
def test_others_are_not(cells):
    assert likert.recognise(cells) is None


def test_what_people_write_is_read_back():
    assert likert.read("Bad = 1; Good=5;; x; = 2; a = b = 3") == {"Bad": 1, "Good": 5, "a = b": 3}
    assert likert.read(likert.said({"Bad": 1, "Good": 5})) == {"Bad": 1, "Good": 5}


def test_columns_are_suggested(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(ANSWERS)
    satisfied, easy = suggest(path).columns[2:]
    assert (satisfied.role, satisfied.kind, satisfied.blanks) == ("score", "csat", ["n/a"])
    assert (easy.role, easy.kind, easy.words["Somewhat disagree"]) == ("score", "agree", 2)


def test_the_numbers_are_shown_and_can_be_changed(as_edith, workspace):
    factories.Touchpoint(workspace=workspace, name="Checkout")
    response = as_edith.post("/w/acme/imports/new/", {"file": upload(ANSWERS)})
    page = as_edith.get(response["Location"]).content.decode()
    assert "Dissatisfied = 2" in page
    assert "CSAT" in page
    sent = {"layout": "answers", "encoding": "utf-8", "delimiter": ",", "headers": "1", "dates": "iso"}
    sent |= {"role-0": "date", "role-1": "touchpoint", "role-2": "score", "kind-2": "csat", "blanks-2": "n/a"}
    sent |= {"words-2": "Very satisfied = 5; Dissatisfied = 3"}
    page = as_edith.post(f"{response['Location']}columns/", sent, follow=True).content.decode()
    assert "Dissatisfied = 3" in page
    assert "<b>3</b>" in page
    sent["words-2"] = "Very satisfied = 9"
    page = as_edith.post(f"{response['Location']}columns/", sent, follow=True).content.decode()
    assert "is not a number" in page
