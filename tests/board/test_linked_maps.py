"""A map within a map: a lane of linked maps, the way back up, the tree of all."""

import re

import pytest
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.models import Card, JourneyMap
from tests import factories
from tests.journeys.answers import body, toast, undo


@pytest.fixture
def make(workspace):
    """A map with a stage and a lane of linked maps, whose cards are the maps in `shows`."""

    def build(title: str, *shows: JourneyMap, **fields) -> JourneyMap:
        map_ = factories.JourneyMap(workspace=workspace, title=title, **fields)
        here = {"workspace": workspace, "map": map_}
        stage, lane = factories.Stage(**here), factories.Lane(**here, kind="maps", title="Parts")
        for one in shows:
            factories.Card(**here, stage=stage, lane=lane, linked=one, text=one.title)
        return map_

    return build


def cell_of(map_) -> str:
    lane = map_lane(map_)
    stage = factories.models.Stage.objects.get(map=map_)
    return f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"


def map_lane(map_):
    return factories.models.Lane.objects.get(map=map_, kind="maps")


def page(client, map_) -> str:
    return body(client.get(f"/w/acme/maps/{map_.pk}/"))


def test_a_map_is_shown_where_it_belongs(as_edith, make, hx):
    part, whole = make("Claim"), make("Insurance")
    response = as_edith.post(cell_of(whole), {"linked": part.pk}, headers=hx)
    card = Card.objects.get()
    assert (card.linked, card.text) == (part, "Claim")
    assert toast(response) == "Card added"
    link = f'<a class="card__title" href="/w/acme/maps/{part.pk}/" tabindex="-1">Claim</a>'
    assert link in body(response)
    assert link in page(as_edith, whole)
    as_edith.post(undo(response), headers=hx)
    assert link not in page(as_edith, whole)


def test_it_says_the_name_that_the_map_has_now(as_bob, make):
    part = make("Claim")
    whole = make("Insurance", part)
    JourneyMap.objects.filter(pk=part.pk).update(title="Report a claim")
    assert "Report a claim</a>" in page(as_bob, whole)


def test_a_removed_map_leaves_its_name(as_bob, make):
    part = make("Claim")
    whole = make("Insurance", part)
    JourneyMap.objects.filter(pk=part.pk).update(removed_at=timezone.now())
    assert "This map was removed." in page(as_bob, whole)
    assert f'href="/w/acme/maps/{part.pk}/"' not in page(as_bob, whole)


def test_another_map_takes_its_place(as_edith, make, hx):
    first, second = make("Claim"), make("Renewal")
    whole = make("Insurance", first)
    card = Card.objects.get()
    form = body(as_edith.get(f"/w/acme/cards/{card.pk}/edit/", headers=hx))
    assert f'<option value="{first.pk}" selected>' in form
    assert "<textarea" not in form
    seen = {"linked": second.pk, "base": card.text, "version": card.version}
    as_edith.post(f"/w/acme/cards/{card.pk}/edit/", seen, headers=hx)
    assert "Renewal</a>" in page(as_edith, whole)
    assert "Claim</a>" not in page(as_edith, whole)


def test_none_that_leads_back_here(as_edith, make, hx):
    lowest = make("Call")
    middle = make("Claim", lowest)
    top = make("Insurance", middle)
    offered = re.findall(r'<option value="(\d+)"', body(as_edith.get(cell_of(lowest), headers=hx)))
    assert offered == []
    for wrong in (lowest, top, middle):
        response = as_edith.post(cell_of(lowest), {"linked": wrong.pk}, headers=hx)
        assert response.status_code == 422
        assert "leads to this one" in body(response)


def test_one_must_be_chosen(as_edith, make, hx):
    response = as_edith.post(cell_of(make("Insurance")), {"linked": ""}, headers=hx)
    assert response.status_code == 422
    assert "Choose a map." in body(response)


def test_a_map_of_others_is_refused(as_edith, charlie, make, hx):
    foreign = factories.JourneyMap(workspace=charlie.workspace)
    response = as_edith.post(cell_of(make("Insurance")), {"linked": foreign.pk}, headers=hx)
    assert response.status_code == 422
    assert not Change.objects.exists()


def test_maps_and_words_keep_to_their_lanes(as_edith, make, workspace, hx):
    part = make("Claim")
    whole = make("Insurance", part)
    card, here = Card.objects.get(), {"workspace": workspace, "map": whole}
    steps = factories.Lane(**here, kind="steps")
    word = factories.Card(**here, lane=steps, stage=card.stage)
    for one, lane in ((card, steps), (word, card.lane)):
        where = {"lane": lane.pk, "stage": card.stage_id, "before": ""}
        assert as_edith.post(f"/w/acme/cards/{one.pk}/move/", where, headers=hx).status_code == 422
        many = {"items": f"card-{one.pk}", "do": "move", "lane": lane.pk}
        assert as_edith.post(f"/w/acme/maps/{whole.pk}/items/", many, headers=hx).status_code == 422


def test_copy_and_duplicate_show_the_same_map(as_edith, make, hx):
    part = make("Claim")
    whole = make("Insurance", part)
    as_edith.post(f"/w/acme/cards/{Card.objects.get().pk}/duplicate/", headers=hx)
    as_edith.post(f"/w/acme/maps/{whole.pk}/copy/", {"title": "Copy", "state": "future"})
    assert [card.linked for card in Card.objects.all()] == [part] * 4


def test_the_way_back_up(as_bob, make):
    lowest = make("Call")
    middle = make("Claim", lowest)
    top = make("Insurance", middle)
    crumbs = page(as_bob, lowest).partition('class="crumbs"')[2].partition("</ol>")[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == [
        "/w/acme/maps/",
        f"/w/acme/maps/{top.pk}/",
        f"/w/acme/maps/{middle.pk}/",
    ]


def test_an_archived_map_is_no_way_up(as_bob, make):
    part = make("Claim")
    make("Insurance", part, archived_at=timezone.now())
    assert "crumbs__map" not in page(as_bob, part)


def test_the_strip_of_a_linked_map(as_bob, as_charlie, make, client):
    part = make("Claim")
    url = f"/w/acme/maps/{part.pk}/strip/"
    answer = body(as_bob.get(url))
    assert 'class="strip"' in answer
    assert "1 stage" in answer
    assert as_charlie.get(url).status_code == 404
    assert as_charlie.get(url.replace("acme", "rival")).status_code == 404


def names(html: str) -> list[str]:
    """The tree as lines, set in by its levels."""
    depth, found = 0, []
    for tag, name in re.findall(
        r'(<ul class="tree">|</ul>)|<a class="tree__name"[^>]*>.*?</svg>(.*?)</a>', html
    ):
        depth += {"</ul>": -1, "": 0}.get(tag, 1)
        if name:
            found.append("-" * (depth - 1) + name)
    return found


def tree(client) -> list[str]:
    html = body(client.get("/w/acme/maps/tree/"))
    return names(html.partition("<main")[2].partition("</main>")[0].partition("tree-part")[2])


def test_the_tree(as_bob, make):
    lowest = make("Call")
    claim = make("Claim", lowest)
    make("Insurance", claim, lowest)
    make("Hiring")
    assert tree(as_bob) == ["Hiring", "Insurance", "-Claim", "--Call", "-Call"]


def test_the_tree_stands_by_folders(as_bob, make, workspace):
    make("Hiring", folder=factories.Folder(workspace=workspace, name="People"))
    make("Buying")
    html = body(as_bob.get("/w/acme/maps/tree/"))
    assert html.index("In no folder") < html.index("People</h2>") < html.index("Hiring")


def test_a_circle_ends(as_bob, make):
    first = make("First")
    second = make("Second", first)
    factories.Card(
        workspace=first.workspace, map=first, lane=map_lane(first), linked=second,
        stage=factories.models.Stage.objects.get(map=first),
    )  # fmt: skip
    assert tree(as_bob) == ["First", "-Second"]


def test_an_empty_workspace_says_so(as_bob):
    assert "No maps yet" in body(as_bob.get("/w/acme/maps/tree/"))


def test_the_same_queries_for_two_maps_and_ten(as_bob, make, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make("Whole", make("Part"))
    with CaptureQueriesContext(connection) as few:
        as_bob.get("/w/acme/maps/tree/")
    make("Other", *(make(f"Part {n}") for n in range(8)))
    with django_assert_num_queries(len(few)):
        as_bob.get("/w/acme/maps/tree/")


def test_the_outline_adds_links_and_offers_no_lane_of_words(as_edith, make, workspace, hx):
    part = make("Claim")
    whole = make("Insurance", part)
    factories.Lane(workspace=workspace, map=whole, kind="steps", title="Elsewhere")
    html = body(as_edith.get(f"/w/acme/maps/{whole.pk}/outline/"))
    assert f'<a href="/w/acme/maps/{part.pk}/">Claim</a>' in html
    assert f'hx-get="{cell_of(whole)}"' in html
    menu = body(as_edith.get(f"/w/acme/cards/{Card.objects.get().pk}/menu/", headers=hx))
    assert "Elsewhere" not in menu
