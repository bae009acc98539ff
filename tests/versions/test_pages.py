"""The list of versions, a map as it was, and what differs."""

import pytest
from django.db import transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.models import Change, Lane, MapVersion, Stage
from tests import factories
from tests.board.conftest import build_map


def html(client, url, status=200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_has_today_and_its_changes(as_bob, story):
    page = html(as_bob, story.url)
    assert "3 changes" in page
    assert "Name this version" not in page
    steps = html(as_bob, f"{story.url}?day={timezone.localdate().isoformat()}")
    assert "added the card" in steps
    assert "The map after this" in steps


def test_a_map_without_changes(as_edith, map_):
    assert "Nothing has been changed yet." in html(as_edith, f"/w/acme/maps/{map_.pk}/versions/")


def test_answers_of_customers_are_no_versions(as_edith, story, edith):
    Change.objects.filter(map=story.map, seq=1).update(target_type="score")
    assert "2 changes" in html(as_edith, story.url)


def test_the_map_as_it_was(as_edith, story):
    page = html(as_edith, f"{story.url}at/?at=0")
    assert story.before in page
    assert story.gone.name in page
    assert "Calls the movers" not in page
    assert page.count("Changed since") == 1
    assert "Put the whole map back" in page


def test_a_viewer_reads_it_and_puts_nothing_back(as_bob, story):
    page = html(as_bob, f"{story.url}at/?at=0")
    assert story.before in page
    assert "Put " not in page


@pytest.mark.parametrize("at", ["999", "v1", "x", "-1", "9" * 30])
def test_a_moment_that_never_was(as_edith, story, at):
    html(as_edith, f"{story.url}at/?at={at}", status=404)


def test_a_log_that_was_cut(as_edith, story):
    Change.objects.filter(map=story.map, seq__lte=1).delete()
    html(as_edith, f"{story.url}at/?at=0", status=404)
    assert "Packs the boxes" in html(as_edith, f"{story.url}at/?at=1")


@pytest.mark.parametrize("view", ["merged", "side"])
def test_what_differs(as_edith, story, view):
    page = html(as_edith, f"{story.url}compare/?from=0&to=now&view={view}")
    for word in ("Added", "Removed", "Changed"):
        assert word in page
    assert "Calls the movers" in page
    assert story.before.split()[0] in page


def test_the_older_one_comes_first_whatever_was_asked(as_edith, story):
    there, back = (
        html(as_edith, f"{story.url}compare/?from={a}&to={b}") for a, b in (("0", "3"), ("3", "0"))
    )
    assert there.count("mark--added") == back.count("mark--added") > 0


def test_only_what_differs(as_edith, story):
    whole = html(as_edith, f"{story.url}compare/?from=2&to=now")
    some = html(as_edith, f"{story.url}compare/?from=1&to=2&only=1")
    assert "lane--ideas" in whole
    assert "lane--ideas" not in some
    assert "Calls the movers" in some


def test_text_is_escaped(as_edith, story):
    story.card.text = "<b>bold</b>"
    story.card.save()
    assert "<b>bold" not in html(as_edith, f"{story.url}compare/?from=0&to=now")


def test_the_quotation_marks_of_a_thought_stand_at_its_words(as_bob, map_):
    factories.Card(
        workspace=map_.workspace,
        map=map_,
        lane=Lane.objects.get(map=map_, kind="thoughts"),
        stage=Stage.objects.filter(map=map_).first(),
        text="Where is it",
    )
    page = html(as_bob, f"/w/acme/maps/{map_.pk}/versions/at/?at=0")
    assert '<span class="voice">' in page
    assert "diff__text voice" not in page


def test_two_maps(as_bob, story, workspace):
    other = build_map(workspace, title="Moving again", origin=story.map)
    choose = html(as_bob, f"/w/acme/maps/{story.map.pk}/compare/")
    assert "Made from this map" in choose
    page = html(as_bob, f"/w/acme/maps/{story.map.pk}/compare/{other.pk}/")
    assert "Added" in page
    assert "Moving again" in page


def test_what_stands_for_another_map_has_its_name(as_bob, story, workspace):
    lane = factories.Lane(workspace=workspace, map=story.map, kind="maps", title="Maps")
    other = factories.JourneyMap(workspace=workspace, title="Packing in detail")
    factories.Card(
        workspace=workspace, map=story.map, lane=lane, stage=story.card.stage, linked=other, text="Sub"
    )
    assert "Packing in detail" in html(as_bob, f"{story.url}at/?at=1")


def test_outsiders_find_nothing(as_charlie, charlie, story):
    foreign = factories.JourneyMap(workspace=charlie.workspace)
    for path in ("versions/", "versions/at/", "versions/compare/", "compare/", f"compare/{foreign.pk}/"):
        html(as_charlie, f"/w/acme/maps/{story.map.pk}/{path}", status=404)
        html(as_charlie, f"/w/rival/maps/{story.map.pk}/{path}", status=404)
    html(as_charlie, f"/w/rival/maps/{foreign.pk}/compare/{story.map.pk}/", status=404)


def test_a_version_of_another_map_is_none_of_this(as_edith, story, workspace):
    version = factories.MapVersion(workspace=workspace, map=factories.JourneyMap(workspace=workspace))
    html(as_edith, f"{story.url}at/?at=v{version.pk}", status=404)
    assert MapVersion.objects.count() == 1


def test_few_queries_whatever_the_size(as_edith, workspace, django_assert_max_num_queries):
    large = build_map(workspace, stages=4, cards=5, scores=0)
    with django_assert_max_num_queries(40):
        html(as_edith, f"/w/acme/maps/{large.pk}/versions/at/?at=0")


def test_pictures_are_shown_and_both_of_one_that_was_exchanged(as_edith, edith, map_):
    lane = factories.Lane(workspace=map_.workspace, map=map_, kind="images")
    stage = Stage.objects.filter(map=map_).first()
    first, second = (
        factories.CardImage(workspace=map_.workspace),
        factories.CardImage(workspace=map_.workspace),
    )
    card = factories.Card(workspace=map_.workspace, map=map_, lane=lane, stage=stage, image=first)
    url = f"/w/acme/maps/{map_.pk}/versions/"
    with transaction.atomic():
        log.change(card, {"image_id": second.pk}, by=edith, verb="card_edit", map=map_.pk)
    page = html(as_edith, f"{url}compare/?from=0&to=now")
    for image in (first, second):
        assert f"/cards/images/{image.pk}/thumb/" in page
    assert f"picture {first.pk}" in page
