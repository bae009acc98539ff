"""Calls and tickets in a file: what is recognised, what is stored, and what undo and erasing leave."""

import datetime
import re
import statistics

import pytest

from cxjourney.feedback import actions, erasing
from cxjourney.feedback.importing import contacts, jobs
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.kit.periods import parse
from cxjourney.metrics import rollups
from cxjourney.metrics.watch import all_figures
from cxjourney.models import Contact, Feedback, Metric, Score, Span
from tests import factories
from tests.feedback.importing import upload, uploaded

CALLS = (
    "call id,started at,customer id,touchpoint,talk time,hold time,after-call work\n"
    "1,2026-03-02 09:00:00,17,Hotline,0:04:00,60,1:00\n"
    "2,2026-03-02 09:10:00,18,Hotline,300,,30\n"
    "3,2026-03-04 08:59:00,17,Hotline,120,0,0\n"
    "4,2026-03-20 10:00:00,19,Hotline,abc,0,0\n"
)
ZENDESK = (
    "Id,Subject,Status,Requester ID,Created at,Updated at,Solved at,Satisfaction Score,"
    "Full resolution time in minutes\n"
    "101,Refund,solved,7,2026-03-02T09:00:00Z,2026-03-03T09:00:00Z,2026-03-02T21:00:00Z,good,720\n"
    "102,Refund,open,8,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,,,\n"
    "103,Voucher,closed,7,2026-03-05 11:00,2026-03-08 11:00,2026-03-06 11:00,offered,\n"
)
ZENDESK_LATER = (
    "Id,Subject,Status,Requester ID,Created at,Solved at\n"
    "101,Refund,solved,7,2026-03-02 10:00,2026-03-03 10:00\n"
    "102,Refund,solved,8,2026-03-03 10:00,2026-03-05 10:00\n"
)


def run(by, imported):
    actions.begin_import(by=by, imported=imported)
    return jobs.run(imported.pk, by)


@pytest.fixture
def hotline(workspace):
    return factories.Touchpoint(workspace=workspace, name="Hotline")


def roles(plan) -> dict[str, str]:
    return {column.header: str(column.role) for column in plan.columns if column.role}


def plan_of(tmp_path, text: str):
    path = tmp_path / "file.csv"
    path.write_text(text)
    return suggest(path)


def test_calls_are_recognised(tmp_path):
    assert roles(plan_of(tmp_path, CALLS)) == {
        "call id": "external",
        "started at": "date",
        "customer id": "person",
        "touchpoint": "touchpoint",
        "talk time": "handled",
        "hold time": "handled",
        "after-call work": "handled",
    }


def test_tickets_are_recognised(tmp_path):
    plan = plan_of(tmp_path, ZENDESK)
    found = roles(plan)
    assert (found["Id"], found["Requester ID"], found["Created at"]) == ("external", "person", "date")
    assert found["Solved at"] == "solved"
    assert found["Full resolution time in minutes"] == "took"
    assert "Updated at" not in found
    assert next(one for one in plan.columns if one.role == "took").kind == "m"


def test_solved_alone_is_the_date_of_an_answer(tmp_path):
    found = roles(plan_of(tmp_path, "ticket id,solved at,csat\n1,2026-03-02,4\n2,2026-03-03,5\n"))
    assert found["solved at"] == "date"


@pytest.mark.django_db(transaction=True)
def test_calls_become_contacts_and_go_again(alice, workspace, hotline):
    done = run(alice, uploaded(alice, CALLS))
    assert (done.state, done.accepted, done.rejected) == ("done", 3, 1)
    kept = Contact.objects.order_by("began_at")
    assert [one.handled for one in kept] == [360, 330, 120]
    assert kept[0].who == kept[2].who != kept[1].who
    assert not Feedback.objects.exists()
    assert not Score.objects.exists()
    assert dict(Span.objects.filter(counted="fcr", grain="m").values_list("step", "n")) == {2: 1, 91: 2}
    assert {one.kind for one in Metric.objects.all()} == {"aht", "fcr"}
    again = run(alice, uploaded(alice, CALLS))
    assert (again.accepted, again.report["repeated"]) == (0, 3)
    assert not list(rollups.differences(workspace.pk))
    assert actions.undo_import(by=alice, imported=done) == (0, 0, 3)
    assert not Contact.objects.exists()
    assert not Span.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tickets_and_how_long_they_took(alice, hotline):
    done = run(alice, uploaded(alice, ZENDESK, place=f"touchpoint:{hotline.pk}"))
    assert done.accepted == 3, done.report
    assert sorted(one.solved for one in Contact.objects.exclude(solved=None)) == [12 * 3600, 24 * 3600]
    assert set(Contact.objects.values_list("external_id", flat=True)) == {"101", "102", "103"}


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_was_open_is_solved_by_a_later_export(alice, workspace, hotline):
    place = f"touchpoint:{hotline.pk}"
    opened = ZENDESK_LATER.replace("2026-03-05 10:00", "")
    first = run(alice, uploaded(alice, opened, place=place))
    assert first.accepted == 2
    assert [one.solved for one in Contact.objects.order_by("external_id")] == [24 * 3600, None]
    later = run(alice, uploaded(alice, ZENDESK_LATER, place=place))
    assert (later.accepted, later.report["repeated"], later.report["solved"]) == (0, 2, 1)
    assert [one.solved for one in Contact.objects.order_by("external_id")] == [24 * 3600, 48 * 3600]
    assert not list(rollups.differences(workspace.pk))
    again = run(alice, uploaded(alice, ZENDESK_LATER, place=place))
    assert again.report["solved"] == 0
    actions.undo_import(by=alice, imported=later)
    assert [one.solved for one in Contact.objects.order_by("external_id")] == [24 * 3600, None]
    assert not list(rollups.differences(workspace.pk))
    run(alice, uploaded(alice, ZENDESK_LATER, place=place))
    assert Contact.objects.filter(solved=48 * 3600).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_person_is_erased_with_their_contacts(alice, workspace, hotline):
    run(alice, uploaded(alice, CALLS))
    assert erasing.erase_person(by=alice, address="17") == 2
    assert Contact.objects.count() == 1
    assert not list(rollups.differences(workspace.pk))


@pytest.mark.django_db(transaction=True)
def test_codes_grow_old_but_who_came_again_is_still_known(alice, workspace, hotline):
    run(alice, uploaded(alice, CALLS))
    before = set(Contact.objects.values_list("who", flat=True))
    spans = list(Span.objects.order_by("pk").values_list("counted", "step", "n"))
    erasing.purge_feedback(workspace_id=workspace.pk, months=6, today=datetime.date(2026, 10, 1))
    after = set(Contact.objects.values_list("who", flat=True))
    assert len(after) == 2
    assert not before & after
    assert sorted(Span.objects.values_list("counted", "step", "n")) == sorted(spans)
    erasing.purge_feedback(workspace_id=workspace.pk, months=6, today=datetime.date(2026, 10, 2))
    assert set(Contact.objects.values_list("who", flat=True)) == after
    assert not list(rollups.differences(workspace.pk))


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("312", "s", 312),
        ("5.5", "m", 330),
        ("1,5", "h", 5400),
        ("5:12", "s", 312),
        ("1:00:05", "m", 3605),
        ("1h 2m 3s", "s", 3723),
        ("12 min", "s", 720),
        ("", "s", None),
    ],
)
def test_durations(text, unit, seconds):
    assert contacts.durations("Talk", unit)[text] == seconds


@pytest.mark.parametrize("text", ["-5", "five", "1:2", "99999999999"])
def test_no_durations(text):
    with pytest.raises(ValueError, match="is no duration"):
        contacts.durations("Talk", "s")[text]


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("2026-03-02T09:00:00Z", "iso", "2026-03-02T09:00:00+00:00"),
        ("2026-03-02 09:00:00 +0200", "iso", "2026-03-02T07:00:00+00:00"),
        ("2026-03-02 09:00:00 UTC", "iso", "2026-03-02T09:00:00+00:00"),
        ("02/03/2026 9:05 PM", "dmy", "2026-03-02T21:05:00+00:00"),
        ("3/2/2026", "mdy", "2026-03-02T00:00:00+00:00"),
    ],
)
def test_moments(text, order, moment):
    assert contacts.moment_of(text, order).isoformat() == moment


def test_solved_before_created_is_said(as_edith, workspace, hotline):
    text = "created at,solved at,touchpoint\n2026-03-02 10:00,2026-03-02 09:00,Hotline\n"
    page = as_edith.post("/w/acme/imports/new/", {"file": upload(text)}, follow=True).content.decode()
    assert "it was solved before it was created" in page


def test_the_unit_of_a_column_can_be_chosen(as_edith, workspace, hotline):
    text = "date,touchpoint,talk\n2026-03-02,Hotline,5\n2026-03-03,Hotline,6\n"
    response = as_edith.post("/w/acme/imports/new/", {"file": upload(text)})
    page = as_edith.get(response["Location"]).content.decode()
    assert 'name="unit-2"' in page
    assert "served 0:00:05" in page
    fields = {"layout": "answers", "encoding": "utf-8", "delimiter": ",", "headers": "1", "dates": "iso"}
    roles = {"role-0": "date", "role-1": "touchpoint", "role-2": "handled", "unit-2": "m"}
    page = as_edith.post(f"{response['Location']}columns/", fields | roles, follow=True).content.decode()
    assert "served 0:05:00" in page


@pytest.mark.django_db(transaction=True)
def test_median_and_p90_of_many_are_within_one_per_cent(alice, as_bob, hotline):
    seconds = [(17 * number * number) % 4801 + 20 for number in range(400)]
    rows = "".join(f"2026-0{2 + at % 2}-{1 + at % 28:02},Hotline,{one}\n" for at, one in enumerate(seconds))
    run(alice, uploaded(alice, "date,touchpoint,handle time\n" + rows))
    period = parse("all", today=datetime.date(2026, 4, 1), latest=datetime.date(2026, 3, 28))
    (figure,) = all_figures(alice.workspace, period)
    assert figure.n == 400
    exact = sorted(seconds)
    assert figure.estimate.value * 60 == pytest.approx(exact[199], rel=0.0101)
    assert figure.quantile(0.9) * 60 == pytest.approx(exact[359], rel=0.0101)
    assert figure.mean * 60 == pytest.approx(statistics.fmean(seconds), rel=0.0101)
    assert figure.estimate.low < figure.estimate.value < figure.estimate.high
    pk = figure.metric.pk
    text = as_bob.get(f"/w/acme/metrics/{pk}/?period=all&by=week").content.decode()
    ticks = [float(one) for one in re.findall(r'chart__y"[^>]*>([\d.]+)', text)]
    assert max(ticks) < 200  # as far as there is something to draw
    assert "90 % took at most" in text.replace("\xa0", " ")
    assert "binomial ranks" in text
    assert "p90" in as_bob.get("/w/acme/metrics/?period=all").content.decode()
