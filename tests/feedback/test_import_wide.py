"""Files in which a row rates many touchpoints: what is suggested and stored, and that nothing is lost."""

import random
from collections import Counter

import pytest

from cxjourney.feedback import actions
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.load import load
from cxjourney.feedback.importing.placing import map_stages, propose_stage
from cxjourney.feedback.importing.plan import Plan
from cxjourney.metrics import rollups
from cxjourney.models import Change, Feedback, ImportedRow, Placement, Score, Touchpoint
from tests import factories
from tests.feedback.importing import ANSWERS, uploaded

WIDE = (
    ",id,Class,Age,Seat comfort,Food and drink,Online boarding,Email,Remarks\n"
    '0,701,Business,41,5,0,4,ann@example.com,"Fine, but cold food"\n'
    "1,702,Eco,25,1,2,3,bob@example.com,\n"
    "2,703,Eco,33,4,5,0,,\n"
    "3,704,Eco Plus,33,3,3,2,,\n"
    "4,705,Eco,61,2,1,5,,\n"
)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def run(by, imported):
    plan = Plan.from_json(imported.columns)
    return load(by=by, imported=imported, reader=open_reader(imported, plan))


def scores() -> dict[str, Counter]:
    found: dict[str, Counter] = {}
    for name, value in Score.objects.values_list("touchpoint__name", "value"):
        found.setdefault(name, Counter())[value] += 1
    return found


def test_what_is_suggested(alice):
    imported = uploaded(alice, WIDE)
    columns = {column["header"]: column for column in imported.columns["columns"]}
    assert {name: column["role"] for name, column in columns.items() if column["role"]} == {
        "id": "external",
        "Class": "attribute",
        "Age": "attribute",
        "Seat comfort": "score",
        "Food and drink": "score",
        "Online boarding": "score",
        "Email": "person",
        "Remarks": "words",
    }
    assert [columns["Food and drink"][name] for name in ("kind", "place", "blanks")] == [
        "csat",
        "Food and drink",
        ["0"],
    ]
    assert (imported.accepted, imported.answers, imported.report["faults"]) == (5, 13, [])
    assert imported.report["unknown"] == ["Food and drink", "Online boarding", "Seat comfort"]
    assert "ann@example.com" not in str(imported.report)


def test_one_respondent_is_one_feedback_with_many_scores(alice, workspace):
    seat = factories.Touchpoint(workspace=workspace, name="seat comfort")
    loaded = run(alice, uploaded(alice, WIDE))
    assert (loaded.accepted, loaded.answers, loaded.words, loaded.touchpoints) == (5, 13, 1, 2)
    first = Feedback.objects.get(external_id="701")
    assert (first.text, first.attributes) == ("Fine, but cold food", {"Class": "Business", "Age": 41})
    assert (first.touchpoint, first.stage) == (None, None)
    assert first.respondent_hash
    assert Score.objects.filter(feedback=first).count() == 2
    assert Score.objects.filter(touchpoint=seat).count() == 5
    assert Feedback.objects.count() == 5
    assert not list(rollups.differences(workspace.pk))


def test_scores_and_words_of_a_persona_are_known(alice, workspace):
    rule = {"any": False, "conditions": [["Class", "is", "business"]]}
    persona = factories.Persona(workspace=workspace, rule=rule)
    run(alice, uploaded(alice, WIDE.replace("bob@example.com,", "bob@example.com,Too loud")))
    assert set(Feedback.objects.exclude(text="").values_list("persona", "external_id")) == {
        (persona.pk, "701"),
        (None, "702"),
    }
    assert Score.objects.filter(persona=persona).count() == 2


def test_touchpoints_and_questions_that_an_import_makes_are_logged(alice):
    run(alice, uploaded(alice, WIDE))
    ran = Change.objects.get(verb="import_run")
    group = Change.objects.filter(group=ran.group)
    assert Counter(group.values_list("verb", flat=True)) == {
        "touchpoint_create": 3,
        "question_create": 1,
        "import_run": 1,
    }


def test_open_maps_hear_of_it(alice, workspace):
    placement = factories.Placement(
        workspace=workspace, touchpoint=factories.Touchpoint(workspace=workspace, name="Seat comfort")
    )
    imported = uploaded(alice, WIDE)
    run(alice, imported)
    assert Change.objects.filter(verb="import_run", map=placement.map).exists()
    imported.refresh_from_db()
    actions.undo_import(by=alice, imported=imported)
    assert Change.objects.filter(verb="import_undo", map=placement.map).exists()


@pytest.mark.parametrize("text", [WIDE, ANSWERS, "date,touchpoint,csat\n" + "2026-01-05,Checkout,3\n" * 4])
def test_the_same_file_twice_adds_nothing(alice, workspace, text):
    run(alice, uploaded(alice, text, unknown="create"))
    before = Score.objects.count(), Feedback.objects.count(), Touchpoint.objects.count()
    again = uploaded(alice, text, unknown="create")
    loaded = run(alice, again)
    assert (loaded.accepted, loaded.answers, loaded.repeated) == (0, 0, again.rows)
    assert (Score.objects.count(), Feedback.objects.count(), Touchpoint.objects.count()) == before


def test_equal_rows_of_one_file_are_different_answers(alice):
    row = "2026-01-05,Checkout,3\n"
    run(alice, uploaded(alice, "date,touchpoint,csat\n" + row * 3, unknown="create"))
    assert Score.objects.count() == 3
    assert run(alice, uploaded(alice, "date,touchpoint,csat\n" + row * 5)).accepted == 2
    assert Score.objects.count() == 5


def test_the_next_export_adds_only_what_is_new(alice):
    run(alice, uploaded(alice, WIDE))
    more = WIDE + "5,706,Eco,50,1,1,1,,\n"
    loaded = run(alice, uploaded(alice, more))
    assert (loaded.accepted, loaded.repeated, loaded.answers) == (1, 5, 3)


def test_taken_back_and_imported_again(alice, workspace):
    imported = uploaded(alice, WIDE)
    run(alice, imported)
    imported.refresh_from_db()
    assert actions.undo_import(by=alice, imported=imported) == (13, 1, 0)
    assert not Score.objects.exists()
    assert not Feedback.objects.live().exists()
    assert not ImportedRow.objects.exists()
    assert not list(rollups.differences(workspace.pk))
    assert run(alice, uploaded(alice, WIDE)).accepted == 5


def test_a_sample_as_large_as_a_survey_loses_nothing(alice, workspace):
    chance = random.Random(7)
    names = ["Wifi", "Gate", "Seats", "Food", "Crew"]
    given = {name: Counter() for name in names}
    lines = ["number," + ",".join(names)]
    for number in range(3000):
        values = [chance.choice([0, 1, 2, 3, 4, 5]) for _name in names]
        for name, value in zip(names, values, strict=True):
            given[name][value] += 1
        lines.append(f"{number}," + ",".join(map(str, values)))
    imported = uploaded(alice, "\n".join(lines))
    assert imported.rows == 3000
    run(alice, imported)
    assert scores() == {name: Counter({v: n for v, n in given[name].items() if v}) for name in names}
    assert not list(rollups.differences(workspace.pk))


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("Ease of Online booking", "Book"),
        ("Checkin service", "At the airport"),
        ("Seat comfort", "Flight"),
        ("Inflight entertainment", "Flight"),
        ("Complaint desk", "After"),
        ("Zebra", None),
    ],
)
def test_the_stage_that_is_proposed(alice, workspace, name, stage):
    map_ = factories.JourneyMap(workspace=workspace)
    for rank, title in zip("bcdef", ("Book", "At the airport", "Flight", "After", "Other"), strict=True):
        factories.Stage(workspace=workspace, map=map_, name=title, rank=rank)
    desk = factories.Touchpoint(workspace=workspace, name="Complaint form")
    stages = map_stages(workspace.pk, map_.pk)
    after = next(one for one in stages if one.name == "After")
    factories.Placement(workspace=workspace, map=map_, stage=after, touchpoint=desk)
    found = propose_stage(name, map_stages(workspace.pk, map_.pk))
    assert (found.name if found else None) == stage


def test_new_touchpoints_go_to_the_stages_chosen(alice, workspace):
    stage = factories.Stage(workspace=workspace, name="Flight")
    other = factories.Stage(workspace=workspace, map=stage.map, name="Book")
    plan = {"map": stage.map_id, "stages": {"Food and drink": 0, "Online boarding": other.pk}}
    run(alice, uploaded(alice, WIDE, **plan))
    placed = dict(Placement.objects.values_list("touchpoint__name", "stage__name"))
    assert placed == {"Seat comfort": "Flight", "Online boarding": "Book"}
    assert Change.objects.filter(verb="placement_create", map=stage.map).count() == 2


def test_choices_on_the_page(as_edith, edith, workspace):
    stage = factories.Stage(workspace=workspace, name="Flight")
    imported = uploaded(edith, WIDE)
    from tests.feedback.test_import_pages import page, plan_data

    data = plan_data(imported, map=stage.map_id, **{"at-4": "Chair", "blanks-5": "1, 0", "role-7": ""})
    for number, column in enumerate(imported.columns["columns"]):
        data.setdefault(f"at-{number}", column["place"])
        data.setdefault(f"blanks-{number}", ", ".join(column["blanks"]))
        data.setdefault(f"fact-{number}", column["kind"])
    html = as_edith.post(page(imported, "columns/"), data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'name="stage-0"' in html
    assert "Chair" in html
    imported.refresh_from_db()
    assert imported.answers == 12
    assert [imported.columns["columns"][at]["kind"] for at in (2, 3)] == ["text", "number"]
