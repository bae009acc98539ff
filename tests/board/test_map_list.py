"""Home: every map at a glance."""

import re

from django.template.loader import get_template
from django.utils import timezone

from cxjourney.board import home, home_views
from tests import factories
from tests.board.conftest import build_map


def test_maps_with_strip_and_gap(as_bob, board_map):
    html = as_bob.get("/w/acme/maps/").content.decode()
    assert "Moving house" in html
    assert "assumed +1.0, measured −1.0" in html
    assert 'class="is-down"' in html
    assert "New map" not in html


def test_the_first_map_is_taught(as_edith, workspace):
    html = as_edith.get("/w/acme/maps/").content.decode()
    assert "Draw the first journey" in html


def test_few_maps_offer_templates_to_those_who_may_make_one(as_edith, as_bob, board_map):
    assert "?template=" in as_edith.get("/w/acme/maps/").content.decode()
    assert "?template=" not in as_bob.get("/w/acme/maps/").content.decode()
    for _ in range(home_views.FEW):
        build_map(board_map.workspace)
    assert "?template=" not in as_edith.get("/w/acme/maps/").content.decode()


def test_archived_maps_are_apart_and_come_back(as_edith, board_map):
    board_map.archived_at = timezone.now()
    board_map.save()
    assert "Moving house" not in as_edith.get("/w/acme/maps/").content.decode()
    html = as_edith.get("/w/acme/maps/?archived=1").content.decode()
    assert f"/maps/{board_map.pk}/restore/" in html


def test_the_same_queries_for_one_and_ten(as_edith, workspace, django_assert_num_queries):
    build_map(workspace, stages=1)
    with django_assert_num_queries(12):
        as_edith.get("/w/acme/maps/")
    for _ in range(9):
        build_map(workspace)
    with django_assert_num_queries(12):
        as_edith.get("/w/acme/maps/")


def test_folders_people_and_personas_cost_no_query_more(as_edith, workspace, django_assert_num_queries):
    for n in range(5):
        inner = factories.Folder(workspace=workspace, parent=factories.Folder(workspace=workspace))
        member = factories.Membership(workspace=workspace, role="editor")
        persona = factories.Persona(workspace=workspace)
        build_map(workspace, stages=n, scores=n, folder=inner, owner=member.user, persona=persona)
    for query in ("", "?sort=gap", "?sort=name&q=map"):
        with django_assert_num_queries(12):
            as_edith.get(f"/w/acme/maps/{query}")


def test_each_further_period_costs_one(as_edith, workspace, django_assert_num_queries):
    for period in ("30", "90", "all"):
        build_map(workspace, period=period)
    with django_assert_num_queries(14):
        as_edith.get("/w/acme/maps/")


def test_strangers_see_nothing(as_charlie, board_map):
    assert as_charlie.get("/w/acme/maps/").status_code == 404


def test_what_the_live_stream_needs(as_bob, board_map):
    board_map.seq = 12
    board_map.save()
    html = as_bob.get("/w/acme/maps/").content.decode()
    assert f'data-home="{board_map.workspace_id}" data-stamp="12"' in html
    assert f'id="map-card-{board_map.pk}"' in html


def test_live_parts_are_those_of_the_page(as_edith, board_map):
    """What travels to open screens is, part by part, what a fresh page shows, as a card and as a row."""
    macros = get_template("board/_map_card.html").template.module
    one = home.read_maps(board_map.workspace, only=[board_map.pk])[0]
    sent = str(macros.live(one, "/w/acme/"))
    page = as_edith.get("/w/acme/maps/").content.decode() + str(macros.row(one, "/w/acme/", True))
    partial = r'<hx-partial hx-target="#([^"]+)" hx-swap="outerMorph">(.*?)</hx-partial>'
    parts = re.findall(partial, sent, re.S)
    assert len(parts) == 12
    for target, html in parts:
        assert f'id="{target}"' in html
        assert html in page
