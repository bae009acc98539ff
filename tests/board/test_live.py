"""Fragments of a map for the live stream."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cxjourney.activity import undo
from cxjourney.activity.live.renderers import RENDERERS, Audience
from cxjourney.activity.models import Change
from cxjourney.board import paint
from cxjourney.board.live.log import MOST
from cxjourney.journeys.actions import cards, maps, stages
from cxjourney.models import Card, JourneyMap, Lane, Placement, Stage, Team
from cxjourney.personas import actions as personas
from cxjourney.workspaces import actions as workspaces
from tests import factories
from tests.board import page
from tests.board.conftest import build_map
from tests.board.walk import STEPS, Walk

EDITOR, VIEWER = Audience(True), Audience(False)


def fresh(client, map_, query="") -> str:
    """The page, drawn anew whatever was drawn before."""
    paint.memo.kept.clear()
    answer = client.get(f"/w/acme/maps/{map_.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def renderer(board_map):
    return RENDERERS.map(board_map.pk, board_map.workspace_id)


def card_of(map_, kind="steps") -> Card:
    return (
        Card.objects.filter(map=map_, lane__kind=kind).select_related("lane", "stage").order_by("id").first()
    )


def edit(by, card, text, **choices):
    return cards.edit_card(by=by, card=card, text=text, version=card.version, base=card.text, **choices)


def test_nothing_new(renderer):
    assert renderer.render({EDITOR}) is None


def test_an_edit_sends_one_card_in_two_queries(renderer, board_map, edith):
    card = card_of(board_map)
    edit(edith, card, "Reads <the> letter")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        batch = renderer.render({EDITOR, VIEWER})
    reads = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(reads) == 2
    assert (batch.from_seq, batch.to_seq, batch.seqs) == (0, 1, [1])
    assert batch.html[EDITOR] == batch.html[VIEWER]
    assert page.targets(batch.html[EDITOR]) == [f"card-{card.pk}"]
    assert "Reads &lt;the&gt; letter" in batch.html[EDITOR]
    assert batch.changes == [
        {
            "seq": 1, "by": edith.user_id, "name": "Edith", "verb": "card_edit", "target": f"card-{card.pk}",
            "text": "Edith edited the card Reads <the> letter",
        }
    ]  # fmt: skip
    assert renderer.render({EDITOR}) is None


def test_a_move_sends_the_cell_it_left_and_the_one_it_came_to(renderer, board_map, edith):
    card = card_of(board_map)
    left, came = Stage.objects.filter(map=board_map).order_by("id")
    cards.move_card(by=edith, card=card, lane_id=card.lane_id, stage_id=came.pk, before=None)
    ids = page.targets(renderer.render({EDITOR}).html[EDITOR])
    assert ids == [f"cell-{card.lane_id}-{left.pk}", f"cell-{card.lane_id}-{came.pk}"]


def test_cards_of_a_hidden_lane_send_nothing(renderer, board_map, edith):
    card = card_of(board_map)
    Lane.objects.filter(pk=card.lane_id).update(hidden=True)
    edit(edith, card, "Nobody sees it")
    assert renderer.render({EDITOR}).html == {EDITOR: ""}


def test_other_changes_send_only_what_differs(renderer, board_map, edith):
    stage = Stage.objects.filter(map=board_map).first()
    assert 'hx-target="#board"' in first_coarse(renderer, board_map, edith)
    stages.assume(by=edith, thing=stage, value=-1)
    batch = renderer.render({EDITOR})
    ids = page.targets(batch.html[EDITOR])
    lane = Lane.objects.get(map=board_map, kind="experience")
    assert ids == [f"lane-{lane.pk}"]
    assert batch.touched == [f"stage-{stage.pk}"]


def test_a_team_and_a_persona_move_the_maps_that_show_them(renderer, board_map, edith):
    team = Team.objects.create(workspace=edith.workspace, name="Front desk", hue=1)
    persona = factories.Persona(workspace=edith.workspace, name="Jo")
    card = card_of(board_map, "backstage")
    edit(edith, card, card.text, team_id=team.pk)
    maps.set_map(by=edith, map_=board_map, persona_id=persona.pk)
    renderer.render({EDITOR})
    workspaces.edit_team(by=edith, team=team, name="Reception", hue=1, version=1, base="Front desk")
    assert "Reception" in renderer.render({EDITOR}).html[EDITOR]
    personas.rewrite_persona(by=edith, persona=persona, texts={"name": ("Johanna", "Jo")}, version=1)
    batch = renderer.render({EDITOR})
    assert "map-tools" in page.targets(batch.html[EDITOR])
    assert "Johanna" in batch.html[EDITOR]
    undo.undo(by=edith)
    assert "Johanna" not in renderer.render({EDITOR}).html[EDITOR]


def first_coarse(renderer, map_, by) -> str:
    maps.set_map(by=by, map_=JourneyMap.objects.get(pk=map_.pk), status="review")
    return renderer.render({EDITOR}).html[EDITOR]


def test_a_map_that_is_approved_is_sent_whole(renderer, board_map, edith):
    """Nobody edits it any more: every cell loses its buttons."""
    first_coarse(renderer, board_map, edith)
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="approved")
    html = renderer.render({EDITOR}).html[EDITOR]
    assert page.targets(html)[0] == "board"
    assert "data-add" not in html
    assert "Reopen" in html


def test_a_period_that_nobody_knows_is_the_maps_own(renderer, board_map, edith):
    strange = Audience(True, "soon")
    maps.set_map(by=edith, map_=board_map, status="review")
    assert 'id="board"' in renderer.render({strange}).html[strange]


def test_somebody_who_was_away_gets_what_was_missed(renderer, board_map, edith):
    card = card_of(board_map)
    edit(edith, card, "First")
    edit(edith, card, "Second")
    renderer.render({EDITOR})
    batch = renderer.catch_up(1, EDITOR)
    assert (batch.from_seq, batch.to_seq, batch.seqs, batch.reload) == (1, 2, [2], False)
    assert page.targets(batch.html[EDITOR]) == [f"card-{card.pk}"]


def test_all_who_were_away_share_one_drawing(renderer, board_map, edith, django_assert_num_queries):
    maps.set_map(by=edith, map_=board_map, status="review")
    renderer.render({EDITOR})
    first = renderer.catch_up(0, EDITOR)
    assert first.reload
    assert page.targets(first.html[EDITOR]) == ["board", "map-head", "map-tools"]
    with django_assert_num_queries(0):
        assert renderer.catch_up(0, EDITOR) is first


def test_the_whole_board_where_the_log_does_not_reach_back(renderer, board_map, edith):
    card = card_of(board_map)
    edit(edith, card, "First")
    edit(edith, card, "Second")
    Change.objects.filter(map=board_map, seq=1).delete()
    renderer.render({EDITOR})
    batch = renderer.catch_up(0, EDITOR)
    assert batch.reload
    assert (batch.to_seq, batch.changes) == (2, [])
    assert "Second" in batch.html[EDITOR]


def test_too_much_at_once_is_the_whole_board(renderer, board_map, edith):
    card = card_of(board_map)
    for n in range(MOST + 1):
        edit(edith, card, f"Words {n}")
    batch = renderer.render({EDITOR})
    assert page.targets(batch.html[EDITOR]) == ["board", "map-head", "map-tools"]
    assert batch.seqs == list(range(1, MOST + 2))


def test_numbers_can_wait_and_cards_need_not(renderer, board_map, edith):
    walk, card = Walk(board_map, edith), card_of(board_map)
    edit(edith, card, "Before")
    walk.score(1)
    edit(edith, card, "After")
    held = renderer.render({EDITOR}, hold_numbers=True)
    assert (held.held, held.seqs, renderer.seq) == (True, [1], 1)
    assert page.targets(held.html[EDITOR]) == [f"card-{card.pk}"]
    assert "After" in held.html[EDITOR]
    assert renderer.render({EDITOR}, hold_numbers=True) is None
    drawn = renderer.render({EDITOR})
    assert (drawn.numbers, drawn.held, drawn.seqs) == (True, False, [2, 3])


def test_who_was_looked_at_before_gets_only_what_differs(renderer, board_map, edith):
    renderer.prime(EDITOR)
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="draft")
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="review")
    assert page.targets(renderer.render({EDITOR}).html[EDITOR]) == ["map-head"]


def test_a_map_that_moved_on_is_not_looked_at(renderer, board_map, edith):
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="review")
    renderer.prime(EDITOR)
    assert "board" in page.targets(renderer.render({EDITOR}).html[EDITOR])


def test_an_audience_that_was_gone_starts_anew(renderer, board_map, edith):
    first_coarse(renderer, board_map, edith)
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="draft")
    renderer.render({VIEWER})
    maps.set_map(by=edith, map_=JourneyMap.objects.get(pk=board_map.pk), status="idea")
    assert "board" in page.targets(renderer.render({EDITOR}).html[EDITOR])


def test_which_drawers_are_out_of_date(renderer, board_map, edith):
    walk = Walk(board_map, edith)
    walk.score(1)
    places = [
        f"placement-{pk}" for pk in Placement.objects.filter(map=board_map).values_list("pk", flat=True)
    ]
    assert set(places) < set(renderer.render({EDITOR}).touched)


def test_home(board_map, edith):
    other = build_map(board_map.workspace, title="Other")
    before = RENDERERS.stamp(board_map.workspace_id)
    edit(edith, card_of(board_map), "New")
    assert RENDERERS.stamp(board_map.workspace_id) == before + 1
    html = RENDERERS.home(board_map.workspace_id, [board_map.pk])
    assert "Moving house" in html
    assert "Other" not in html
    assert other.title in RENDERERS.home(board_map.workspace_id, None)


# --- A page with the fragments is the page as it would be read anew ---------------------------------


STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 200), st.integers(0, 3))
QUICK = settings(
    max_examples=15,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(st.lists(STEP, max_size=12))
def test_fragments_applied_to_the_old_page_are_the_new_page(workspace, edith, as_edith, as_bob, steps):
    """After each few steps, for an editor and a viewer; pages that come late catch up to the same."""
    with transaction.atomic():
        map_ = build_map(workspace, title="Moving house")
        renderer, walk = RENDERERS.map(map_.pk, workspace.pk), Walk(map_, edith)
        clients = {EDITOR: as_edith, VIEWER: as_bob}
        pages = {audience: page.parse(fresh(client, map_)) for audience, client in clients.items()}
        late = {audience: fresh(client, map_) for audience, client in clients.items()}
        for name, number, pause in steps:
            getattr(walk, name)(number)
            if pause == 0:
                follow(renderer, map_, clients, pages)
        follow(renderer, map_, clients, pages)
        for audience, client in clients.items():
            old = page.parse(late[audience])
            page.apply(old, renderer.catch_up(0, audience).html[audience])
            assert page.seen(old) == page.seen(fresh(client, map_))
        transaction.set_rollback(True)


def follow(renderer, map_, clients, pages) -> None:
    before = renderer.seq
    if batch := renderer.render(clients):
        assert (batch.from_seq, batch.to_seq) == (before, renderer.seq)
        assert (
            batch.seqs
            == [change["seq"] for change in batch.changes]
            == list(range(before + 1, renderer.seq + 1))
        )
        for audience in clients:
            page.apply(pages[audience], batch.html[audience])
    for audience, client in clients.items():
        assert page.seen(pages[audience]) == page.seen(fresh(client, map_))
