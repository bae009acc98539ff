"""The menus of a map that are fetched when they open."""

import pytest

from cxjourney.models import JourneyMap, Lane

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(board_map):
    return f"/w/acme/maps/{board_map.pk}/"


def test_an_editor_hides_and_shows_lanes(base, board_map, as_edith, django_assert_num_queries):
    Lane.objects.filter(map=board_map, kind="steps").update(hidden=True)
    with django_assert_num_queries(4):
        page = as_edith.get(f"{base}lanes/").content.decode()
    assert page.count('aria-pressed="false"') == 1
    assert page.count('aria-pressed="true"') == board_map_lanes(board_map) - 1
    assert "/lanes/new/" in page


def test_a_viewer_goes_to_them(base, board_map, as_bob):
    page = as_bob.get(f"{base}lanes/").content.decode()
    assert 'href="#lane-' in page
    assert "hx-post" not in page


def test_nobody_edits_an_archived_map(base, board_map, as_edith, edith):
    JourneyMap.objects.filter(pk=board_map.pk).update(archived_at="2026-01-01T00:00Z")
    assert "hx-post" not in as_edith.get(f"{base}lanes/").content.decode()


def test_what_an_editor_can_do_with_a_map(base, as_edith, as_bob):
    page = as_edith.get(f"{base}menu/?period=365").content.decode()
    assert f"{base}archive/" in page
    assert f"{base}present/?period=365" in page
    assert f"{base}undo/" in page
    assert as_bob.get(f"{base}menu/").status_code == 403


def board_map_lanes(map_) -> int:
    return Lane.objects.live().filter(map=map_).count()
