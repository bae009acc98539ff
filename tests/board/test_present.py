"""A map to show: without tools, the same for every role."""

import pytest

from cxjourney.models import Persona
from tests.board.conftest import build_map


@pytest.fixture
def map_(workspace, alice):
    persona = Persona.objects.create(
        workspace=workspace, name="Rosa", role="Bakery owner", quote="I just want"
    )
    fields = {"title": "Moving house", "persona": persona, "owner": alice.user, "state": "future"}
    return build_map(workspace, **fields)


def test_everything_of_the_map_and_nothing_to_press(as_edith, map_):
    html = as_edith.get(f"/w/acme/maps/{map_.pk}/present/").content.decode()
    for words in (
        "Moving house",
        "Rosa",
        "I just want",
        "Future state",
        "owner Alice",
        "Stage 1",
        "card--pain",
    ):
        assert words in html
    for tool in ('<button class="add-card', "data-fold", "hx-post", "stage__menu"):
        assert tool not in html
    assert "revealed" not in html  # the metrics are complete, nothing loads later


def test_viewers_see_the_same(as_edith, as_bob, map_):
    url = f"/w/acme/maps/{map_.pk}/present/"
    pages = [
        client.get(url).content.decode().partition("<main")[2].partition("</main>")[0]
        for client in (as_edith, as_bob)
    ]
    assert pages[0] == pages[1]


def test_in_another_period(as_bob, map_):
    html = as_bob.get(f"/w/acme/maps/{map_.pk}/present/?period=all").content.decode()
    assert f'href="/w/acme/maps/{map_.pk}/?period=all"' in html


def test_not_for_strangers(as_charlie, map_):
    assert as_charlie.get(f"/w/acme/maps/{map_.pk}/present/").status_code == 404


def test_its_queries_do_not_grow(as_bob, workspace, map_, django_assert_max_num_queries):
    large = build_map(workspace, stages=6, cards=3)
    with django_assert_max_num_queries(16):
        as_bob.get(f"/w/acme/maps/{large.pk}/present/")
