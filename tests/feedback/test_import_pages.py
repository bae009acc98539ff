"""Imports as people do them: upload, preview, another way of reading, start, progress, result, undo."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.feedback.importing import jobs, store
from cxjourney.models import Import, Score
from tests import factories
from tests.feedback.importing import ANSWERS, COUNTS, upload, uploaded
from tests.feedback.test_import_wide import run

NEW = "/w/acme/imports/new/"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def started(monkeypatch):
    calls = []
    monkeypatch.setattr(jobs, "start", lambda imported, by: calls.append(imported.pk))
    return calls


@pytest.fixture
def checkout(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


def page(imported, what="") -> str:
    return f"/w/acme/imports/{imported.pk}/{what}"


def text(response) -> str:
    return response.content.decode()


def plan_data(imported, **changes) -> dict:
    """What the form of the columns sends when nothing is changed."""
    plan = imported.columns
    names = ("layout", "encoding", "delimiter", "dates", "place", "day", "source", "unknown")
    data = {name: plan[name] for name in names}
    for number, column in enumerate(plan["columns"]):
        data |= {
            f"{name}-{number}": column[name] for name in ("role", "kind", "name", "low", "high", "value")
        }
    return data | changes


def test_upload_leads_to_the_preview(as_edith, checkout):
    assert "score_1" in text(as_edith.get(NEW))
    response = as_edith.post(NEW, {"file": upload(ANSWERS)})
    imported = Import.objects.get()
    assert response["Location"] == page(imported)
    html = text(as_edith.get(response["Location"]))
    for part in (
        "Import 2 good rows",
        "row 4",
        "column touchpoint",
        "no touchpoint “Delivery”",
        "Where is the total?",
    ):
        assert part in html
    assert not Score.objects.exists()


def test_the_touchpoint_of_the_drawer_takes_rows_that_name_none(as_edith, checkout):
    as_edith.post(f"{NEW}?touchpoint={checkout.pk}", {"file": upload("date,csat\n2026-01-05,3\n")})
    imported = Import.objects.get()
    assert (imported.columns["place"], imported.accepted) == (f"touchpoint:{checkout.pk}", 1)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "Choose a file."),
        (upload(""), "The file is empty."),
        (upload(b"PK\x03\x04", "answers.xlsx"), "damaged or locked"),
        (upload(b"\x89PNG\r\n\x1a\n\0\0\0", "image.png"), "not a text file"),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(as_edith, file, says):
    response = as_edith.post(NEW, {"file": file} if file else {})
    assert response.status_code == 422
    assert says in text(response)
    assert not Import.objects.exists()
    assert not store.folder().exists() or not list(store.folder().iterdir())


class Unread:
    """A body of many megabytes that nobody may ask for."""

    def read(self, most: int = -1) -> bytes:
        raise AssertionError("a body that is too large must not be read")

    readline = read


def test_two_hundred_megabytes_too_many_are_refused_unread(as_edith):
    sent = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(402 * 1024**2)}
    response = as_edith.generic("POST", NEW, content_type="multipart/form-data; boundary=x", **sent)
    assert response.status_code == 413
    assert "at most 200 MB" in text(response)


def test_a_file_above_the_limit_is_refused_by_the_form(as_edith, settings):
    settings.UPLOAD_MAX_MB = 0
    response = as_edith.post(NEW, {"file": upload(ANSWERS)})
    assert response.status_code == 422
    assert "larger than 0 MB" in text(response)


def test_read_another_way(as_edith, edith, checkout):
    imported = uploaded(edith, ANSWERS)
    data = plan_data(imported, unknown="create", **{"role-4": "", "kind-2": "agree", "name-2": "Trust"})
    assert as_edith.post(page(imported, "columns/"), data)["Location"] == page(imported) + "#preview"
    imported.refresh_from_db()
    assert (imported.accepted, imported.report["words"]) == (3, 0)
    assert "Trust, 1–5" in imported.report["questions"]
    assert "New touchpoints:" in text(as_edith.get(page(imported)))


def test_another_delimiter_or_layout_brings_new_suggestions(as_edith, edith, checkout):
    imported = uploaded(edith, COUNTS)
    as_edith.post(page(imported, "columns/"), plan_data(imported, delimiter=";"))
    imported.refresh_from_db()
    assert len(imported.columns["columns"]) == 1
    as_edith.post(page(imported, "columns/"), plan_data(imported, delimiter=",", layout="counts"))
    imported.refresh_from_db()
    assert imported.accepted == 2


def test_a_new_touchpoint_is_called_like_the_file_unless_somebody_says_otherwise(as_edith):
    file = upload("date,csat\n2026-01-05,4\n", "delivery_survey-2026.csv")
    address = as_edith.post("/w/acme/imports/new/", {"file": file})["Location"]
    assert 'value="Delivery survey 2026"' in as_edith.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"encoding": "rot13"}, "valid choice"),
        ({"place": "touchpoint:0"}, "not there any more"),
        ({"place": "new", "new_place": ""}, "Name the touchpoint."),
        ({"day": "2999-01-01"}, "in the future"),
    ],
)
def test_choices_that_cannot_be(as_edith, edith, checkout, changes, says):
    imported = uploaded(edith, ANSWERS)
    response = as_edith.post(page(imported, "columns/"), plan_data(imported, **changes))
    assert response.status_code == 422
    assert says in text(response)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"role-2": "", "role-3": "", "role-4": ""}, "No column holds a score"),
        ({"role-4": "date"}, "Only one column can be “Date”."),
        ({"role-1": ""}, "Say which column holds the touchpoint"),
        ({"role-0": "", "day": ""}, "Say which column holds the date"),
        ({"kind-2": "custom", "low-2": "0", "high-2": "50"}, "csat: A scale has at most 11 steps."),
        ({"kind-2": "by"}, "“csat” needs a column with the question"),
    ],
)
def test_plans_that_cannot_be_carried_out_say_why(as_edith, edith, checkout, changes, says):
    imported = uploaded(edith, ANSWERS)
    as_edith.post(page(imported, "columns/"), plan_data(imported, **changes))
    html = text(as_edith.get(page(imported)))
    assert says in html
    assert "good rows" not in html


def test_the_wrong_encoding(as_edith, edith, checkout):
    imported = uploaded(edith, "date,touchpoint,comment\n2026-01-05,Checkout,naïve\n".encode("cp1252"))
    response = as_edith.post(page(imported, "columns/"), plan_data(imported, encoding="utf-8"))
    assert response.status_code == 422
    assert "Choose another encoding" in text(response)
    assert (
        as_edith.post(page(imported, "columns/"), plan_data(imported, encoding="utf-16")).status_code == 422
    )


def test_a_damaged_sign_is_said_with_its_row_and_the_encoding_can_be_chosen(as_edith, checkout):
    rows = "date,touchpoint,comment\n2026-01-05,Checkout,Größer\n".encode()
    as_edith.post(NEW, {"file": upload(rows + b"2026-01-06,Checkout,caf\xe9\n")})
    imported = Import.objects.get()
    assert imported.report["sample"][0]["words"] == "Größer"
    html = text(as_edith.get(page(imported)))
    assert "1 row holds signs that are not UTF-8, as most of the file is: row 3." in html
    as_edith.post(page(imported, "columns/"), plan_data(imported, encoding="cp1252"))
    imported.refresh_from_db()
    assert imported.report["sample"][1]["words"] == "café"
    assert "Read as Windows-1252 (Western Europe)" in text(as_edith.get(page(imported)))


def test_rows_that_are_here_are_said_before_the_start(as_edith, edith, checkout):
    first = uploaded(edith, ANSWERS, unknown="create")
    run(edith, first)
    second = uploaded(edith, ANSWERS, unknown="create")
    html = text(as_edith.get(page(second)))
    assert "Nothing new: every good row looked at was imported before." in html
    twice = ANSWERS + ANSWERS.partition("\n")[2]
    more = uploaded(edith, f"{twice}2026-01-08,Checkout,3,,,\n", unknown="create")
    assert (more.report["good"], more.report["repeated"]) == (7, 3)
    assert "Import 4 new rows" in text(as_edith.get(page(more)))
    assert run(edith, more).repeated == 3


def test_start_progress_and_result(as_edith, edith, checkout, started, hx):
    imported = uploaded(edith, ANSWERS)
    assert as_edith.post(page(imported, "start/"))["Location"] == page(imported)
    assert started == [imported.pk]
    Import.objects.update(rows=1234, percent=30)
    html = text(as_edith.get(page(imported), headers=hx))
    assert "1,234 rows read · 30 %" in html
    assert 'hx-trigger="every 1s"' in html
    assert "1,234" in text(as_edith.get(page(imported)))
    assert "started already" in text(as_edith.post(page(imported, "start/"), follow=True))
    Import.objects.update(state="done", accepted=2, answers=3, report={"words": 2, "made": 1})
    assert as_edith.get(page(imported), headers=hx)["HX-Redirect"] == page(imported)
    html = text(as_edith.get(page(imported)))
    for part in ("3 answers are stored", "Undo this import", "To the maps", "Download the rows left out"):
        assert part in html


def test_pause_and_continue(as_edith, as_bob, edith, checkout, started, hx):
    imported = uploaded(edith, ANSWERS)
    assert "cannot be paused any more" in text(as_edith.post(page(imported, "pause/"), follow=True))
    as_edith.post(page(imported, "start/"))
    assert page(imported, "pause/") in text(as_edith.get(page(imported), headers=hx))
    assert as_edith.post(page(imported, "pause/"))["Location"] == page(imported)
    html = text(as_edith.get(page(imported), headers=hx))
    assert "Nothing is stored yet" in html
    assert page(imported, "resume/") in html
    assert page(imported, "pause/") not in html
    assert "Paused" in text(as_edith.get("/w/acme/imports/"))
    assert as_bob.post(page(imported, "resume/")).status_code == 403
    assert as_edith.post(page(imported, "resume/"))["Location"] == page(imported)
    assert "is not paused" in text(as_edith.post(page(imported, "resume/"), follow=True))
    Import.objects.update(state="paused", pause_asked=True)
    as_edith.post(page(imported, "resume/"))
    assert started == [imported.pk] * 2


def test_a_started_import_is_not_read_another_way(as_edith, edith, checkout):
    imported = uploaded(edith, ANSWERS)
    as_edith.post(page(imported, "start/"))
    assert "started already" in text(
        as_edith.post(page(imported, "columns/"), plan_data(imported), follow=True)
    )


def test_a_dead_import_is_shown_and_can_be_tried_again(as_edith, edith, checkout, started):
    imported = uploaded(edith, ANSWERS)
    Import.objects.update(state="running", started_at=timezone.now() - datetime.timedelta(hours=1))
    html = text(as_edith.get(page(imported)))
    assert "stopped without a word" in html
    assert "Failed" in text(as_edith.get("/w/acme/imports/"))
    as_edith.post(page(imported, "start/"))
    assert started == [imported.pk]


def test_import_nothing(as_edith, edith, checkout):
    imported = uploaded(edith, ANSWERS)
    html = text(as_edith.post(page(imported, "cancel/"), follow=True))
    assert "Nothing of this file was imported." in html
    assert not store.exists(imported)
    assert "file is gone" in text(as_edith.post(page(imported, "start/"), follow=True))
    assert "file is gone" in text(as_edith.post(page(imported, "columns/"), {}, follow=True))


def test_cancel_while_it_runs(as_edith, edith, checkout, hx):
    imported = uploaded(edith, ANSWERS)
    as_edith.post(page(imported, "start/"))
    as_edith.post(page(imported, "cancel/"))
    imported.refresh_from_db()
    assert (imported.state, imported.cancel_asked) == ("running", True)
    assert "Stopping" in text(as_edith.get(page(imported), headers=hx))
    Import.objects.update(state="done")
    assert "done already" in text(as_edith.post(page(imported, "cancel/"), follow=True))


def test_no_good_row_cannot_be_started(as_edith, edith, started):
    imported = uploaded(edith, ANSWERS)
    assert "good row" not in text(as_edith.get(page(imported)))
    assert "No row can be imported" in text(as_edith.post(page(imported, "start/"), follow=True))
    assert started == []


def test_two_run_a_third_waits(as_edith, edith, checkout, started):
    for _ in range(3):
        response = as_edith.post(page(uploaded(edith, ANSWERS), "start/"), follow=True)
    assert "Other imports are running" in text(response)
    assert len(started) == 2


def test_undo(as_edith, edith, checkout, workspace):
    imported = factories.Import(workspace=workspace, state="done", accepted=1, answers=1)
    factories.Score(workspace=workspace, imported=imported)
    factories.Feedback(workspace=workspace, imported=imported)
    html = text(as_edith.post(page(imported, "undo/"), follow=True))
    assert "Removed: 1 score, 1 comment." in html
    assert "was taken back" in html
    assert not Score.objects.exists()
    assert "nothing to take back" in text(as_edith.post(page(imported, "undo/"), follow=True))


def test_rejected_rows_as_a_file(as_edith, edith, checkout):
    imported = uploaded(edith, "date,touchpoint,csat\n2026-01-05,Checkout,3\n2026-01-05,=HYPERLINK(1),3\n")
    response = as_edith.get(page(imported, "rejected/"))
    assert response["Content-Disposition"] == 'attachment; filename="answers-rejected.csv"'
    assert b"'=HYPERLINK(1)" in b"".join(response.streaming_content)
    store.forget(imported)
    assert as_edith.get(page(imported, "rejected/")).status_code == 404


def test_the_list(as_edith, edith, checkout):
    assert "Nothing imported yet" in text(as_edith.get("/w/acme/imports/"))
    uploaded(edith, ANSWERS)
    assert "answers.csv" in text(as_edith.get("/w/acme/imports/"))


def test_roles_and_outsiders(as_connie, as_bob, as_charlie, edith, checkout):
    imported = uploaded(edith, ANSWERS)
    for what in ("", "rejected/"):
        assert as_connie.get(page(imported, what)).status_code == 403
        assert as_charlie.get(page(imported, what)).status_code == 404
    for what in ("columns/", "start/", "cancel/", "undo/"):
        assert as_bob.post(page(imported, what)).status_code == 403
        assert as_charlie.post(page(imported, what)).status_code == 404
        assert as_connie.get(page(imported, what)).status_code == 405


def test_names_of_files_are_text(as_edith, checkout):
    as_edith.post(NEW, {"file": upload(ANSWERS, "<img src=x>.csv")})
    assert "<img src=x>" not in text(as_edith.get("/w/acme/imports/"))
