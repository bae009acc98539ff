"""Examples of a template in the empty cells of a map."""

import pytest

from cxjourney.models import JourneyMap, Lane, Stage
from tests import factories

SURE = "“Your call is important to us. Sure.”"


@pytest.fixture
def map_(as_edith, workspace):
    as_edith.post("/w/acme/maps/new/", {"title": "Support", "template": "support"})
    return JourneyMap.objects.get()


def page(client, map_) -> str:
    return client.get(f"/w/acme/maps/{map_.pk}/").content.decode()


def test_editors_see_them_in_grey(as_edith, map_):
    html = page(as_edith, map_)
    assert f'<li class="blank">{SURE}</li>' in html
    assert html.count("What goes wrong, slows them down or worries them?") == 1


def test_those_who_read_see_no_examples(as_edith, as_bob, map_):
    assert SURE not in page(as_bob, map_)
    assert "What goes through their mind?" in page(as_bob, map_)


def test_a_card_takes_the_place_of_the_example(as_edith, workspace, map_):
    lane, stage = Lane.objects.get(kind="thoughts"), Stage.objects.get(name="Contact")
    factories.Card(workspace=workspace, map=map_, lane=lane, stage=stage, text="At last")
    html = page(as_edith, map_)
    assert SURE not in html
    assert "“It worked yesterday.”" in html


def test_it_stands_in_the_field_until_one_types(as_edith, map_, hx):
    lane, stage = Lane.objects.get(kind="thoughts"), Stage.objects.get(name="Contact")
    form = as_edith.get(f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/", headers=hx)
    assert f'placeholder="{SURE}"' in form.content.decode()
