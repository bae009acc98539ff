"""A stage that is split into steps."""

import pytest

from cxjourney.journeys.actions import steps as actions
from cxjourney.models import Card, JourneyMap, MapTemplate, Placement, Stage, Step
from tests import factories
from tests.journeys.answers import events, undo


def names(stage) -> list[str]:
    return list(Step.objects.live().filter(stage=stage).order_by("rank").values_list("name", flat=True))


@pytest.fixture
def url(stage):
    return f"/w/acme/stages/{stage.pk}/steps/new/"


@pytest.fixture
def first(map_, stage):
    return factories.Step(map=map_, workspace=map_.workspace, stage=stage, name="Looks")


@pytest.fixture
def second(map_, stage, first):
    return factories.Step(map=map_, workspace=map_.workspace, stage=stage, name="Tries")


@pytest.fixture
def third(map_, stage, second):
    return factories.Step(map=map_, workspace=map_.workspace, stage=stage, name="Asks")


def board(client, map_) -> str:
    return client.get(f"/w/acme/maps/{map_.pk}/").content.decode()


def cell(html, lane, stage, step) -> str:
    """The markup of one cell."""
    start = html.index(f'id="cell-{lane.pk}-{stage.pk}_{step.pk}"')
    return html[start : html.index("</td>", start)]


def test_split(as_edith, url, map_, stage, lane, card, hx):
    response = as_edith.post(url, headers=hx)
    assert "board:refresh" in events(response)
    assert names(stage) == ["Step 1", "Step 2"]
    one, two = Step.objects.order_by("rank")
    html = board(as_edith, map_)
    assert f'id="card-{card.pk}"' in cell(html, lane, stage, one)
    assert f'id="card-{card.pk}"' not in cell(html, lane, stage, two)


def test_a_stage_that_is_split_gets_one_more(as_edith, url, stage, second):
    as_edith.post(url)
    assert names(stage) == ["Looks", "Tries", "Step 3"]


def test_splitting_is_undone_as_one(as_edith, url, stage, hx):
    as_edith.post(undo(as_edith.post(url, headers=hx)), headers=hx)
    assert names(stage) == []


def test_the_same_press_twice_splits_once(as_edith, url, stage):
    key = "6b4d2a52-6e0a-4a7e-9a4e-0f1d2c3b4a59"
    as_edith.post(url, {"key": key})
    as_edith.post(url, {"key": key})
    assert names(stage) == ["Step 1", "Step 2"]


def test_there_is_an_end(as_edith, url, map_, stage, hx):
    for _ in range(actions.MOST):
        factories.Step(map=map_, workspace=map_.workspace, stage=stage)
    assert as_edith.post(url, headers=hx).status_code == 422
    assert len(names(stage)) == actions.MOST


def test_one_step_alone_splits_nothing(as_edith, map_, stage, lane, first):
    assert f'id="cell-{lane.pk}-{stage.pk}"' in board(as_edith, map_)


def test_heads_and_headers(as_bob, map_, stage, next_stage, lane, second):
    html = board(as_bob, map_)
    assert f'scope="colgroup" colspan="2" style="--span:2" id="stage-{stage.pk}"' in html
    assert f'scope="col" rowspan="2" id="stage-{next_stage.pk}"' in html
    assert f'<th role="columnheader" scope="col" id="step-{second.pk}"' in html
    assert f'id="cell-{lane.pk}-{next_stage.pk}"' in html


def test_rename(as_edith, second, hx):
    url = f"/w/acme/steps/{second.pk}/edit/"
    assert 'value="Tries"' in as_edith.get(url, headers=hx).content.decode()
    seen = {"version": second.version, "base": "Tries"}
    response = as_edith.post(url, {"name": "Rides", **seen}, headers=hx)
    assert "Rides" in response.content.decode()
    second.refresh_from_db()
    assert second.name == "Rides"


def test_a_step_needs_a_name(as_edith, second, hx):
    response = as_edith.post(f"/w/acme/steps/{second.pk}/edit/", {"name": " "}, headers=hx)
    assert response.status_code == 422
    assert "Give the step a name." in response.content.decode()


def test_two_who_rename_see_both_names(as_edith, second, hx):
    seen = {"version": second.version, "base": "Tries"}
    as_edith.post(f"/w/acme/steps/{second.pk}/edit/", {"name": "Rides", **seen}, headers=hx)
    response = as_edith.post(f"/w/acme/steps/{second.pk}/edit/", {"name": "Tests", **seen}, headers=hx)
    assert response.status_code == 409


def test_what_stands_in_no_step_stays_with_the_step_that_was_first(
    as_edith, map_, stage, lane, card, first, second
):
    as_edith.post(f"/w/acme/steps/{second.pk}/move/", {"before": first.pk})
    assert names(stage) == ["Tries", "Looks"]
    assert f'id="card-{card.pk}"' in cell(board(as_edith, map_), lane, stage, first)


def test_moving_a_step_is_undone_as_one(as_edith, stage, card, first, second, hx):
    response = as_edith.post(f"/w/acme/steps/{second.pk}/move/", {"before": first.pk}, headers=hx)
    as_edith.post(undo(response), headers=hx)
    assert names(stage) == ["Looks", "Tries"]
    card.refresh_from_db()
    assert card.step_id is None


@pytest.mark.parametrize(("gone", "then"), [(0, 1), (1, 0), (2, 1)])
def test_what_stood_in_a_step_goes_to_its_neighbour(
    as_edith, map_, stage, lane, card, placement, first, second, third, gone, then
):
    steps = [first, second, third]
    Card.objects.update(step=steps[gone])
    Placement.objects.update(step=steps[gone])
    as_edith.post(f"/w/acme/steps/{steps[gone].pk}/remove/")
    assert len(names(stage)) == 2
    html = board(as_edith, map_)
    assert f'id="card-{card.pk}"' in cell(html, lane, stage, steps[then])


def mixed(map_, lane, stage, *steps) -> None:
    """Two cards in each step whose ranks run through one another."""
    for number in (1, 2):
        for step in reversed(steps):
            factories.Card(
                map=map_, workspace=map_.workspace, lane=lane, stage=stage, step=step,
                text=f"{step.name} {number}",
            )  # fmt: skip


def in_a_row(lane) -> list[str]:
    return list(Card.objects.filter(lane=lane).order_by("rank").values_list("text", flat=True))


def test_what_stood_in_a_step_comes_behind_what_its_neighbour_holds(
    as_edith, map_, stage, lane, first, second, third, hx
):
    mixed(map_, lane, stage, first, second, third)
    before = in_a_row(lane)
    response = as_edith.post(f"/w/acme/steps/{second.pk}/remove/", headers=hx)
    column = Card.objects.filter(step=first).order_by("rank").values_list("text", flat=True)
    assert list(column) == ["Looks 1", "Looks 2", "Tries 1", "Tries 2"]
    as_edith.post(undo(response), headers=hx)
    assert in_a_row(lane) == before


def test_joined_steps_stand_one_behind_another(as_edith, map_, stage, lane, card, first, second, third):
    mixed(map_, lane, stage, first, second, third)
    as_edith.post(f"/w/acme/stages/{stage.pk}/steps/join/")
    assert in_a_row(lane) == [
        card.text,
        *(f"{step.name} {n}" for step in (first, second, third) for n in (1, 2)),
    ]


def test_the_first_step_goes_and_what_it_held_comes_first(as_edith, map_, stage, lane, first, second, third):
    mixed(map_, lane, stage, first, second, third)
    as_edith.post(f"/w/acme/steps/{first.pk}/remove/")
    html = cell(board(as_edith, map_), lane, stage, second)
    places = [html.index(text) for text in ("Looks 1", "Looks 2", "Tries 1", "Tries 2")]
    assert places == sorted(places)


def test_new_steps_are_named_at_once(as_edith, url, stage, hx):
    given = events(as_edith.post(url, headers=hx))["steps:name"]["steps"]
    assert given == list(Step.objects.order_by("rank").values_list("pk", flat=True))
    [third] = events(as_edith.post(url, headers=hx))["steps:name"]["steps"]
    assert Step.objects.get(pk=third).name == "Step 3"


def test_every_empty_step_says_what_belongs_there(as_edith, map_, stage, lane, first, second):
    lane.prompts = {str(stage.pk): "What does she do?"}
    lane.save()
    html = board(as_edith, map_)
    assert all("What does she do?" in cell(html, lane, stage, step) for step in (first, second))


def test_removing_is_undone_as_one(as_edith, stage, card, second, third, hx):
    Card.objects.update(step=third)
    response = as_edith.post(f"/w/acme/steps/{third.pk}/remove/", headers=hx)
    as_edith.post(undo(response), headers=hx)
    assert names(stage) == ["Looks", "Tries", "Asks"]
    card.refresh_from_db()
    assert card.step_id == third.pk


def test_the_last_but_one_joins_them(as_edith, map_, stage, lane, second, hx):
    response = as_edith.post(f"/w/acme/steps/{second.pk}/remove/", headers=hx)
    assert names(stage) == []
    assert f'id="cell-{lane.pk}-{stage.pk}"' in board(as_edith, map_)
    as_edith.post(undo(response), headers=hx)
    assert names(stage) == ["Looks", "Tries"]


def test_join(as_edith, stage, third):
    as_edith.post(f"/w/acme/stages/{stage.pk}/steps/join/")
    assert names(stage) == []


def test_a_card_in_a_step(as_edith, map_, stage, lane, second, hx):
    url = f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"
    form = as_edith.get(f"{url}?step={second.pk}", headers=hx).content.decode()
    assert f'name="step" value="{second.pk}"' in form
    as_edith.post(url, {"text": "Rides round the block", "step": second.pk}, headers=hx)
    as_edith.post(url, {"text": "One\nTwo", "split": "1", "step": second.pk}, headers=hx)
    assert set(Card.objects.values_list("step_id", flat=True)) == {second.pk}


def test_a_step_of_another_stage_counts_as_none(as_edith, map_, next_stage, lane, second):
    url = f"/w/acme/lanes/{lane.pk}/stages/{next_stage.pk}/cards/new/"
    as_edith.post(url, {"text": "Pays", "step": second.pk})
    assert Card.objects.get().step_id is None


def test_a_card_moves_from_step_to_step(as_edith, lane, stage, next_stage, card, first, second):
    url = f"/w/acme/cards/{card.pk}/move/"
    as_edith.post(url, {"lane": lane.pk, "stage": stage.pk, "step": second.pk, "before": ""})
    card.refresh_from_db()
    assert card.step_id == second.pk
    as_edith.post(url, {"lane": lane.pk, "stage": stage.pk, "before": ""})
    card.refresh_from_db()
    assert card.step_id == second.pk, "it stays where nobody says otherwise"
    as_edith.post(url, {"lane": lane.pk, "stage": next_stage.pk, "before": ""})
    card.refresh_from_db()
    assert (card.stage_id, card.step_id) == (next_stage.pk, None)


def test_a_touchpoint_in_a_step(as_edith, map_, stage, first, second, placement, hx):
    url = f"/w/acme/stages/{stage.pk}/touchpoints/new/"
    as_edith.post(url, {"name": "Hotline", "step": second.pk}, headers=hx)
    assert Placement.objects.get(touchpoint__name="Hotline").step_id == second.pk
    move = f"/w/acme/placements/{placement.pk}/move/"
    as_edith.post(move, {"stage": stage.pk, "step": second.pk, "before": ""}, headers=hx)
    placement.refresh_from_db()
    assert placement.step_id == second.pk


def test_many_into_a_step(as_edith, map_, lane, stage, card, placement, second):
    items = f"card-{card.pk} placement-{placement.pk}"
    as_edith.post(
        f"/w/acme/maps/{map_.pk}/items/",
        {"do": "move", "items": items, "stage": stage.pk, "step": second.pk},
    )
    card.refresh_from_db()
    placement.refresh_from_db()
    assert card.step_id == placement.step_id == second.pk


def test_a_table_goes_into_step_columns(as_edith, map_, lane, stage, next_stage, first, second):
    url = f"/w/acme/maps/{map_.pk}/paste/"
    form = as_edith.get(f"{url}?lane={lane.pk}&stage={stage.pk}&step={second.pk}").content.decode()
    assert f'<option value="{stage.pk}_{second.pk}" selected>Visit: Tries</option>' in form
    given = {"table": "Rides\tPays", "lane": lane.pk, "stage": f"{stage.pk}_{second.pk}", "rows": "lanes"}
    as_edith.post(url, given)
    assert Card.objects.get(text="Rides").step_id == second.pk
    assert Card.objects.get(text="Pays").stage_id == next_stage.pk


def test_steps_are_locked_with_their_stage(as_edith, url, stage, first, second, hx):
    Stage.objects.update(locked=True)
    for address, values in (
        (url, {}),
        (f"/w/acme/steps/{second.pk}/move/", {"before": first.pk}),
        (f"/w/acme/steps/{second.pk}/remove/", {}),
        (f"/w/acme/stages/{stage.pk}/steps/join/", {}),
    ):
        assert as_edith.post(address, values, headers=hx).status_code == 422
    assert as_edith.post(f"/w/acme/steps/{second.pk}/edit/", {"name": "X"}, headers=hx).status_code in (
        409,
        422,
    )
    assert names(stage) == ["Looks", "Tries"]


def test_menus(as_edith, stage, first, second, hx):
    menu = as_edith.get(f"/w/acme/steps/{first.pk}/menu/", headers=hx).content.decode()
    assert "Move right" in menu
    assert "Move left" not in menu
    assert "Join the steps" in as_edith.get(f"/w/acme/stages/{stage.pk}/menu/", headers=hx).content.decode()


def test_outline(as_edith, map_, stage, lane, card, first, second):
    html = as_edith.get(f"/w/acme/maps/{map_.pk}/outline/").content.decode()
    assert f'<h3 id="step-name-{first.pk}">Looks</h3>' in html
    assert f"cards/new/?step={second.pk}" in html
    menu = as_edith.get(f"/w/acme/cards/{card.pk}/menu/").content.decode()
    assert "Visit: Tries" in menu
    assert "Visit: Looks" not in menu


def test_a_copy_has_the_same_steps(as_edith, map_, stage, card, placement, first, second):
    Card.objects.update(step=second)
    Placement.objects.update(step=first)
    as_edith.post(f"/w/acme/maps/{map_.pk}/copy/", {"title": "Later", "state": "future"})
    new = JourneyMap.objects.get(origin=map_)
    assert names(Stage.objects.get(map=new)) == ["Looks", "Tries"]
    assert Card.objects.get(map=new).step == Step.objects.get(map=new, name="Tries")
    assert Placement.objects.get(map=new).step == Step.objects.get(map=new, name="Looks")


def test_a_template_has_the_steps(as_edith, map_, stage, next_stage, second, hx):
    as_edith.post(f"/w/acme/maps/{map_.pk}/template/", {"name": "Bike shop"}, headers=hx)
    template = MapTemplate.objects.get()
    assert template.content["stages"][0]["steps"] == ["Looks", "Tries"]
    as_edith.post("/w/acme/maps/new/", {"title": "Made of it", "template": f"own:{template.pk}"})
    new = JourneyMap.objects.get(title="Made of it")
    assert names(Stage.objects.get(map=new, name="Visit")) == ["Looks", "Tries"]
    assert names(Stage.objects.get(map=new, name="Purchase")) == []


def test_an_approved_map_keeps_its_steps(as_edith, url, map_, stage, second, hx):
    JourneyMap.objects.update(status="approved")
    as_edith.post(url, headers=hx)
    as_edith.post(f"/w/acme/steps/{second.pk}/remove/", headers=hx)
    as_edith.post(f"/w/acme/steps/{second.pk}/edit/", {"name": "X", "version": 1}, headers=hx)
    assert names(stage) == ["Looks", "Tries"]


@pytest.mark.parametrize("verb", ["edit", "move", "remove"])
def test_only_editors(gate, second, verb):
    gate(f"/w/acme/steps/{second.pk}/{verb}/", get=verb == "edit")


def test_only_editors_split(gate, url):
    gate(url)
