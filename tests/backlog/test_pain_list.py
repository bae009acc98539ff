import pytest

from cxjourney.backlog.models import PainStatus
from tests import factories

URL = "/w/acme/pains/"


def page(client, query="", **headers) -> str:
    response = client.get(URL + query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_empty_page_teaches(as_edith):
    html = page(as_edith)
    assert "No pain points yet" in html
    assert "Add pain point" in html


def test_a_row_says_where_it_hurts_and_how_much(as_bob, pain):
    html = page(as_bob)
    for words in (
        pain.title,
        "Examiner&#39;s letter",
        "Registering a trademark",
        "<b>12</b>",
        "4 × 3",
        "assumed",
    ):
        assert words in html


def test_evidence_is_counted_without_what_was_removed(as_bob, pain, feedback):
    for removed in (None, "2026-01-01T00:00Z"):
        said = factories.Feedback(workspace=pain.workspace, touchpoint=pain.touchpoint, removed_at=removed)
        factories.Evidence(workspace=pain.workspace, pain_point=pain, feedback=said)
    assert '<td class="end num">1</td>' in page(as_bob)


def test_closed_ones_are_left_out_first_and_found_under_their_status(as_bob, pain, stage_pain):
    stage_pain.status = PainStatus.DONE
    stage_pain.save()
    assert stage_pain.title not in page(as_bob)
    assert stage_pain.title in page(as_bob, "?status=done")
    assert pain.title not in page(as_bob, "?status=done")
    assert stage_pain.title in page(as_bob, "?status=all")


def test_by_status_then_score(as_bob, pain, stage_pain):
    stage_pain.status = PainStatus.DOING
    stage_pain.save()
    html = page(as_bob)
    assert html.index(stage_pain.title) < html.index(pain.title)
    html = page(as_bob, "?sort=score")
    assert html.index(pain.title) < html.index(stage_pain.title)


def test_filters_by_owner_and_by_nobody(as_bob, pain, stage_pain):
    pain.team = factories.Team(workspace=pain.workspace)
    pain.save()
    assert stage_pain.title not in page(as_bob, f"?team={pain.team.pk}")
    assert pain.title not in page(as_bob, "?team=0")
    assert stage_pain.title in page(as_bob, "?team=0")


def test_finds_words_of_title_and_place(as_bob, pain, stage_pain):
    assert stage_pain.title not in page(as_bob, "?q=hard+letter")
    assert pain.title in page(as_bob, "?q=examiner")
    assert "Nothing matches" in page(as_bob, "?q=nowhere")


@pytest.mark.parametrize(
    "query", ["?status=no", "?team=x", "?page=99", "?page=x", "?sort=no", f"?team={10**30}"]
)
def test_what_makes_no_sense_in_the_address_is_left_out(as_bob, pain, query):
    assert pain.title in page(as_bob, query)


def test_pages_of_fifty(as_bob, touchpoint):
    factories.PainPoint.create_batch(51, workspace=touchpoint.workspace, touchpoint=touchpoint)
    assert page(as_bob).count('<tr id="painpoint-') == 50
    assert page(as_bob, "?page=2").count('<tr id="painpoint-') == 1


def test_removed_places_take_their_pains_with_them(as_bob, pain, stage_pain):
    pain.touchpoint.removed_at = stage_pain.stage.removed_at = "2026-01-01T00:00Z"
    pain.touchpoint.save()
    stage_pain.stage.save()
    assert "No pain points yet" in page(as_bob)


def test_htmx_gets_the_list_alone(as_bob, pain, hx):
    html = page(as_bob, **hx)
    assert html.lstrip().startswith('<div class="backlog__list" id="pains"')


def test_viewers_see_no_controls(as_bob, as_edith, pain):
    assert "/edit/" not in page(as_bob)
    assert "Add pain point" not in page(as_bob)
    assert f"/pains/{pain.pk}/edit/" in page(as_edith)


def test_others_pains_are_not_shown(as_bob, charlie):
    other = factories.PainPoint(workspace=charlie.workspace)
    assert other.title not in page(as_bob, "?status=all")


def test_the_number_of_queries_does_not_grow(as_bob, workspace, django_assert_num_queries):
    factories.Team(workspace=workspace)
    for count in (1, 5):
        for _ in range(count):
            placement = factories.Placement(workspace=workspace)
            factories.PainPoint(workspace=workspace, touchpoint=placement.touchpoint)
            factories.PainPoint(workspace=workspace, touchpoint=None, stage=placement.stage)
        # Session and membership, then the list, and the place in the log that it is live from.
        with django_assert_num_queries(2 + 7):
            as_bob.get(URL)
