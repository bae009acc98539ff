"""A table from a spreadsheet becomes cards."""

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Card
from tests.journeys.answers import body, toast, undo


@pytest.fixture
def url(map_, lane, thoughts, stage, next_stage):
    return f"/w/acme/maps/{map_.pk}/paste/"


def send(client, url, table, lane, stage, hx, rows="lanes", **more):
    given = {"table": table, "lane": lane.pk, "stage": stage.pk, "rows": rows, **more}
    return client.post(url, given, headers=hx)


def cell(lane, stage):
    found = Card.objects.live().filter(lane=lane, stage=stage).order_by("rank")
    return list(found.values_list("text", flat=True))


def test_columns_are_stages_and_rows_are_lanes(as_edith, url, lane, thoughts, stage, next_stage, hx):
    response = send(as_edith, url, "Looks\tPays\r\nNice\t\r\n", lane, stage, hx)
    assert toast(response) == "3 cards added"
    assert cell(lane, stage) == ["Looks"]
    assert cell(lane, next_stage) == ["Pays"]
    assert cell(thoughts, stage) == ["Nice"]
    assert cell(thoughts, next_stage) == []


def test_all_rows_into_one_lane_behind_what_is_there(as_edith, url, card, lane, stage, next_stage, hx):
    send(as_edith, url, "One\tA\nTwo\tB\n\nThree", lane, stage, hx, rows="cards")
    assert cell(lane, stage) == ["Tries the blue bike", "One", "Two", "Three"]
    assert cell(lane, next_stage) == ["A", "B"]


def test_lines_in_a_quoted_cell_are_several_cards(as_edith, url, lane, stage, next_stage, hx):
    send(as_edith, url, '"First\nsays ""no"""\tNext', lane, stage, hx)
    assert cell(lane, stage) == ["First", 'says "no"']


def test_undone_as_one_and_made_once(as_edith, url, lane, stage, hx):
    key = {"key": "8f7f0e4e-58ab-4a34-9d70-0a3f8d3a0c11"}
    response = send(as_edith, url, "A\tB\nC\tD", lane, stage, hx, **key)
    send(as_edith, url, "A\tB\nC\tD", lane, stage, hx, **key)
    assert Card.objects.live().count() == 4
    as_edith.post(undo(response), headers=hx)
    assert not Card.objects.live().exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "Paste a table, or some lines."),
        ("\t\n", "Paste a table, or some lines."),
        ("A\tB\tC", "The table has 3 columns, but only 2 columns follow."),
        ("A\nB\nC\nD", "The table has 4 rows, but only 2 lanes of text follow."),
        ("x" * 501, "One text has 501 characters; a card takes 500."),
    ],
)
def test_what_does_not_fit_is_refused_beside_the_field(as_edith, url, lane, stage, hx, table, said):
    response = send(as_edith, url, table, lane, stage, hx)
    assert response.status_code == 422
    assert said in body(response)
    assert not Change.objects.exists()


def test_the_dialog_begins_at_the_cell(as_edith, url, lane, thoughts, next_stage, hx):
    html = body(as_edith.get(f"{url}?lane={thoughts.pk}&stage={next_stage.pk}", headers=hx))
    assert f'value="{thoughts.pk}" selected' in html
    assert f'value="{next_stage.pk}" selected' in html


def test_only_editors(gate, url):
    gate(url, get=True)
