"""The touchpoints of a file: made when the workspace knows none of them, put on a map if on none."""

import pytest
from django.utils import timezone

from cxjourney.feedback.importing import load as loading
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.placing import map_title
from cxjourney.feedback.importing.plan import Plan
from cxjourney.models import Import, JourneyMap, Placement, Touchpoint
from tests import factories
from tests.feedback.importing import ANSWERS, upload, uploaded
from tests.feedback.test_import_pages import NEW, page, plan_data, text


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def suggested(client, file=ANSWERS) -> Import:
    client.post(NEW, {"file": upload(file)})
    return Import.objects.latest("pk")


def test_a_workspace_that_knows_none_of_them_is_to_make_them(as_edith, workspace):
    stage = factories.Stage(workspace=workspace, name="Checkout and delivery")
    imported = suggested(as_edith)
    assert (imported.columns["unknown"], imported.accepted) == ("create", 3)
    assert imported.columns["map"] == stage.map_id  # there is only one
    html = text(as_edith.get(page(imported)))
    assert "Import 3 good rows" in html
    assert "on no map yet" in html
    assert f'<option value="{stage.pk}" selected>' in html


def test_one_that_knows_some_is_asked(as_edith, workspace):
    factories.Touchpoint(workspace=workspace, name="Checkout")
    factories.Stage(workspace=workspace)
    factories.Stage(workspace=workspace)
    imported = suggested(as_edith)
    assert (imported.columns["unknown"], imported.columns["map"], imported.accepted) == ("reject", 0, 2)
    assert 'name="make"' in text(as_edith.get(page(imported)))
    as_edith.post(page(imported, "columns/"), plan_data(imported, make="1"))
    imported.refresh_from_db()
    assert (imported.columns["unknown"], imported.accepted) == ("create", 3)


def test_a_column_of_many_names_is_not_made_unasked(as_edith, workspace):
    rows = "".join(f"2026-01-05,Shop {number},4\n" for number in range(70))
    assert suggested(as_edith, f"date,touchpoint,csat\n{rows}").columns["unknown"] == "reject"


def test_touchpoints_that_are_on_no_map_are_put_there_too(alice, workspace):
    stage = factories.Stage(workspace=workspace, name="Delivery")
    factories.Touchpoint(workspace=workspace, name="Delivery")
    placed = factories.Placement(
        workspace=workspace, touchpoint=factories.Touchpoint(workspace=workspace, name="Checkout")
    )
    imported = uploaded(alice, ANSWERS, map=stage.map_id)
    assert imported.report["unplaced"] == ["Delivery"]
    reader = open_reader(imported, Plan.from_json(imported.columns))
    loading.load(by=alice, imported=imported, reader=reader)
    assert Placement.objects.exclude(pk=placed.pk).get().stage == stage
    assert Touchpoint.objects.count() == 2


def test_what_is_wrong_in_the_same_way_is_said_once(alice, workspace):
    rows = "2026-01-05,Nowhere,4\n" * 3 + "2026-01-05,Elsewhere,4\n"
    assert uploaded(alice, f"date,touchpoint,csat\n{rows}").report["problems"] == [
        {
            "row": row,
            "column": "touchpoint",
            "text": f"there is no touchpoint “{name}” in this workspace",
            "times": times,
        }
        for row, name, times in ((2, "Nowhere", 3), (5, "Elsewhere", 1))
    ]


def test_what_is_missing_is_said_beside_its_field(as_edith, workspace):
    html = text(as_edith.get(page(suggested(as_edith, "date,csat\n3/4/2026,4\n5/6/2026,3\n"))))
    assert 'id="id_place_error"' in html
    assert 'id="id_dates_error"' in html


def test_the_only_stage_takes_what_fits_none(as_edith, workspace):
    stage = factories.Stage(workspace=workspace, name="First stage")
    html = text(as_edith.get(page(suggested(as_edith))))
    assert f'not on this map</option><option value="{stage.pk}" selected>' in html


def test_old_answers_are_shown_in_their_period(as_edith, alice, workspace):
    stage = factories.Stage(workspace=workspace)
    imported = uploaded(alice, ANSWERS.replace("2026", "2016"), unknown="create", map=stage.map_id)
    reader = open_reader(imported, Plan.from_json(imported.columns))
    loading.load(by=alice, imported=imported, reader=reader)
    assert "?period=2016-01-05..2016-01-07" in text(as_edith.get(page(imported)))


def test_a_new_touchpoint_for_all_rows_gets_a_stage_too(as_edith, alice, workspace):
    factories.Stage(workspace=workspace)
    imported = uploaded(alice, "csat\n3\n", place="new:Kiosk", day="2026-01-05")
    assert imported.report["unknown"] == ["Kiosk"]
    html = text(as_edith.get(page(imported)))
    assert "New touchpoints:" in html
    assert "on no map yet" in html
    factories.Touchpoint(workspace=workspace, name="kiosk")  # somebody makes it meanwhile
    again = uploaded(alice, "csat\n3\n", place="new:Kiosk", day="2026-01-05")
    assert (again.report["unknown"], again.report["unplaced"]) == ([], ["kiosk"])


def test_undo_on_the_map_leaves_what_an_import_put_there(as_edith, edith, workspace):
    stage = factories.Stage(workspace=workspace, name="Checkout and delivery")
    imported = uploaded(edith, ANSWERS, unknown="create", map=stage.map_id)
    reader = open_reader(imported, Plan.from_json(imported.columns))
    loading.load(by=edith, imported=imported, reader=reader)
    assert Placement.objects.live().filter(stage=stage).exists()
    before = set(Placement.objects.live().values_list("pk", flat=True))
    answer = as_edith.post(f"/w/acme/maps/{stage.map_id}/undo/", headers={"HX-Request": "true"})
    assert "Nothing to undo." in answer.headers["HX-Trigger"]
    assert set(Placement.objects.live().values_list("pk", flat=True)) == before


def test_a_new_map_for_them(as_edith, workspace, edith):
    factories.Stage(workspace=workspace)
    factories.Stage(workspace=workspace)
    imported = suggested(as_edith)
    sent = plan_data(imported, make="1", map="new")
    assert as_edith.post(page(imported, "columns/"), sent).status_code == 302
    assert as_edith.post(page(imported, "columns/"), sent).status_code == 302  # sent twice, made once
    made = JourneyMap.objects.get(title="Answers")
    assert made.period == "all"  # some answers are older than what a map shows of itself
    imported.refresh_from_db()
    assert imported.columns["map"] == made.pk
    html = text(as_edith.get(page(imported)))
    for name in ("Awareness", "Consideration", "Purchase", "Service", "Loyalty"):
        assert f">{name}</option>" in html
    loading.load(by=edith, imported=imported, reader=open_reader(imported, Plan.from_json(imported.columns)))
    placed = Placement.objects.filter(map=made).values_list("touchpoint__name", "stage__name")
    # "Delivery" fits none of the stages, and goes where the others go.
    assert set(placed) == {("Checkout", "Purchase"), ("Delivery", "Purchase")}


def test_a_new_map_does_not_stay_empty_when_nothing_fits_a_stage(as_edith, edith):
    imported = suggested(as_edith)
    sent = plan_data(imported, place="new", new_place="Zebra", map="new", **{"role-1": ""})
    assert as_edith.post(page(imported, "columns/"), sent).status_code == 302
    imported.refresh_from_db()
    loading.load(by=edith, imported=imported, reader=open_reader(imported, Plan.from_json(imported.columns)))
    placed = Placement.objects.values_list("touchpoint__name", "stage__name")
    assert set(placed) == {("Zebra", "Service")}


def test_a_map_that_went_is_made_anew(as_edith, workspace):
    imported = suggested(as_edith)
    sent = plan_data(imported, make="1", map="new")
    as_edith.post(page(imported, "columns/"), sent)
    JourneyMap.objects.update(removed_at=timezone.now())
    as_edith.post(page(imported, "columns/"), sent)
    imported.refresh_from_db()
    assert imported.columns["map"] == JourneyMap.objects.live().get().pk


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("skytrax_seat-reviews.csv", "Skytrax seat reviews"),
        ("airline.csv.gz", "Airline"),
        ("NPS 2026.xlsx", "NPS 2026"),
        ("___.csv", "Journey of the customers who answered"),
    ],
)
def test_the_name_of_a_file_as_a_title(name, title):
    assert map_title(name) == title
