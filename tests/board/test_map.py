"""The map's page."""

import pytest
from django.utils import timezone

from cxjourney.models import (
    Card,
    Feedback,
    JourneyMap,
    Lane,
    PainPoint,
    Persona,
    Score,
    Stage,
    Team,
    Touchpoint,
)
from tests import factories
from tests.board.conftest import build_map


def page(client, map_, query="", **kwargs):
    return client.get(f"/w/acme/maps/{map_.pk}/{query}", **kwargs)


def test_shows_everything_on_it(as_edith, board_map):
    html = page(as_edith, board_map).content.decode()
    for thing in [
        *Card.objects.all(),
        *Touchpoint.objects.all(),
        *PainPoint.objects.all(),
        *Stage.objects.all(),
    ]:
        assert str(thing) in html
    assert "A survey of movers" in html
    assert "<td>+1.0</td><td>−1.0</td>" in html
    assert '<b class="num">40</b> answers' in html


def test_a_viewer_gets_no_controls(as_bob, board_map):
    html = page(as_bob, board_map).content.decode()
    assert 'data-can-edit="0"' in html
    for control in ('<button class="add-card', 'role="slider"', "hx-post", "/menu/"):
        assert control not in html.split("<main", 1)[1].split("</main", 1)[0]


def test_outsiders_find_nothing(as_charlie, board_map):
    assert page(as_charlie, board_map).status_code == 404


def test_a_removed_map_is_gone(as_edith, board_map):
    board_map.removed_at = timezone.now()
    board_map.save()
    assert page(as_edith, board_map).status_code == 404


def test_ten_queries_whatever_the_size(as_edith, workspace, django_assert_num_queries):
    small = build_map(workspace, stages=1, cards=1, scores=0)
    large = build_map(workspace, stages=4, cards=6, scores=500)
    factories.Score(workspace=workspace, touchpoint=Touchpoint.objects.first())
    for map_ in (small, large):
        with django_assert_num_queries(10):
            page(as_edith, map_)
        with django_assert_num_queries(9):  # the answers are the same as a moment ago
            page(as_edith, map_)


def test_new_answers_are_there_at_the_next_look(as_edith, board_map):
    assert '<b class="num">40</b> answers' in page(as_edith, board_map).content.decode()
    score = factories.Score(workspace=board_map.workspace, touchpoint=Touchpoint.objects.first())
    assert '<b class="num">41</b> answers' in page(as_edith, board_map).content.decode()
    score.delete()
    assert '<b class="num">40</b> answers' in page(as_edith, board_map).content.decode()


def test_htmx_gets_the_board_and_the_bars(as_edith, board_map, hx):
    html = page(as_edith, board_map, headers=hx).content.decode()
    assert html.count('id="board"') == 1
    assert "<html" not in html
    assert 'hx-target="#map-tools"' in html


@pytest.mark.parametrize("query", ["?period=30", "?period=all", "?from=2026-01-01&to=2026-02-01"])
def test_periods(as_edith, board_map, query):
    assert page(as_edith, board_map, query).status_code == 200


def test_a_period_that_is_none_is_refused_in_words(as_edith, board_map, hx):
    answer = page(as_edith, board_map, "?period=never", headers=hx)
    assert answer.status_code == 422
    assert "Choose" in answer.headers["HX-Trigger"]


def test_hidden_lanes_are_only_listed_and_folded_ones_counted(as_edith, board_map):
    Lane.objects.filter(kind="ideas").update(hidden=True)
    Lane.objects.filter(kind="steps").update(folded=True)
    html = page(as_edith, board_map).content.decode()
    assert "lane--ideas" not in html
    assert "9 of 10" in html
    assert "data-folded" in html
    assert "card--step" not in html


def test_what_stands_in_a_removed_stage_waits(as_edith, board_map):
    stage = Stage.objects.first()
    stage.removed_at = timezone.now()
    stage.save()
    html = page(as_edith, board_map).content.decode()
    assert f'id="stage-{stage.pk}"' not in html
    assert html.count("card--touchpoint") == 1


def test_few_answers_are_said_to_be_few(as_edith, workspace):
    map_ = build_map(workspace, stages=1, scores=3)
    html = page(as_edith, map_).content.decode()
    assert "CSAT: 3 answers, too few to rely on" in html
    assert "curve__point" not in html
    assert "Too few answers" in html


def test_how_many_are_few_is_the_workspaces_choice(as_edith, workspace):
    map_ = build_map(workspace, stages=1, scores=12)
    assert "curve__point" in page(as_edith, map_).content.decode()
    as_edith.post("/w/acme/metrics/few/", {"few": 30})
    html = page(as_edith, map_).content.decode()
    assert "curve__point" not in html
    assert "12 answers, too few to rely on" in html
    as_edith.post("/w/acme/metrics/few/", {"few": 2})
    html = page(as_edith, map_).content.decode()
    assert "curve__point" in html
    assert "too few" not in html


def test_text_is_escaped(as_edith, board_map):
    Card.objects.update(text="<script>alert(1)</script>")
    Touchpoint.objects.update(name="<img src=x>")
    html = page(as_edith, board_map).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html


def test_an_archived_map_is_only_read(as_edith, board_map):
    board_map.archived_at = timezone.now()
    board_map.save()
    html = page(as_edith, board_map).content.decode()
    assert 'data-can-edit="0"' in html
    assert "Restore" in html


def test_sparks_come_with_their_lane(as_bob, board_map):
    answer = as_bob.get(f"/w/acme/maps/{board_map.pk}/metrics-lane/")
    assert answer.status_code == 200
    assert b'class="tile"' in answer.content


def test_menus_of_heads(as_edith, as_bob, board_map):
    stage = Stage.objects.first()
    lane = Lane.objects.first()
    assert b"Move right" in as_edith.get(f"/w/acme/stages/{stage.pk}/menu/").content
    assert b"Move down" in as_edith.get(f"/w/acme/lanes/{lane.pk}/menu/").content
    assert as_bob.get(f"/w/acme/lanes/{lane.pk}/menu/").status_code == 403


def test_settings_offer_personas(as_edith, workspace, board_map):
    factories.Persona(workspace=workspace, name="Rosa")
    assert b"Rosa" in as_edith.get(f"/w/acme/maps/{board_map.pk}/settings/").content


def test_evidence_counts_what_the_backlog_counts(as_edith, board_map):
    pain = PainPoint.objects.filter(workspace=board_map.workspace).first()
    here = {"workspace": board_map.workspace}
    for removed_at in (None, timezone.now()):
        words = factories.Feedback(**here, touchpoint=pain.touchpoint, removed_at=removed_at)
        factories.Evidence(**here, pain_point=pain, feedback=words)
    html = page(as_edith, board_map).content.decode()
    assert 'i-message-circle"/></svg>1</span>' in html


CHANGES = [
    (Card, "text"),
    (Stage, "goal"),
    (Lane, "title"),
    (Touchpoint, "name"),
    (Team, "name"),
    (Persona, "name"),
    (PainPoint, "title"),
    (Feedback, "text"),
    (JourneyMap, "source"),
]


@pytest.mark.parametrize(("model", "field"), CHANGES)
def test_who_looks_again_sees_what_has_changed(model, field, as_edith, board_map):
    """Boards are kept by what they were read as, so nothing may be missing there."""
    workspace = board_map.workspace
    JourneyMap.objects.update(persona=factories.Persona(workspace=workspace))
    Touchpoint.objects.update(team=factories.Team(workspace=workspace))
    factories.Feedback(workspace=workspace, touchpoint=Touchpoint.objects.first())
    assert "Changed here" not in page(as_edith, board_map).content.decode()
    assert model.objects.update(**{field: "Changed here"})
    assert "Changed here" in page(as_edith, board_map).content.decode()


def test_who_looks_again_sees_new_answers(as_edith, board_map):
    before = page(as_edith, board_map).content.decode()
    assert '<b class="num">40</b> answers' in before
    Score.objects.filter(pk=Score.objects.first().pk).update(value=1)
    Score.objects.last().delete()
    after = page(as_edith, board_map).content.decode()
    assert '<b class="num">40</b> answers' not in after


def test_the_persona_looks_as_on_its_sheet(as_bob, workspace):
    image = factories.PersonaImage(workspace=workspace)
    map_ = build_map(workspace, scores=0, persona=factories.Persona(workspace=workspace, image=image))
    assert f'/personas/images/{image.pk}/thumb/"' in as_bob.get(f"/w/acme/maps/{map_.pk}/").content.decode()
