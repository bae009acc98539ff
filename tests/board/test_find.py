"""The command palette: everything with a name, of this workspace only."""

import pytest

from tests import factories

PAGE = "/w/acme/find/"


@pytest.fixture
def things(workspace):
    here = {"workspace": workspace}
    map_ = factories.JourneyMap(**here, title="Renting a bicycle")
    stage = factories.Stage(**here, map=map_, name="Return")
    placed = factories.Touchpoint(**here, name="Bicycle dock")
    placement = factories.Placement(**here, map=map_, stage=stage, touchpoint=placed)
    loose = factories.Touchpoint(**here, name="Bicycle hotline")
    pain = factories.PainPoint(**here, touchpoint=None, stage=stage, title="The bicycle lock jams")
    persona = factories.Persona(**here, name="Berta", role="Rides a bicycle to work")
    return map_, placement, loose, pain, persona


def test_each_kind_leads_to_its_page(as_bob, things, hx):
    map_, placement, loose, pain, persona = things
    html = as_bob.get(PAGE, {"q": " bicycle "}, headers=hx).content.decode()
    for address in [
        f"/w/acme/maps/{map_.pk}/",
        f"/w/acme/maps/{map_.pk}/touchpoints/{placement.pk}/",
        f"/w/acme/feedback/?spot=touchpoint:{loose.pk}",
        f"/w/acme/pains/{pain.pk}/",
        f"/w/acme/personas/{persona.pk}/",
    ]:
        assert f'href="{address}"' in html
    for address in html.split('href="/w/')[1:]:
        assert as_bob.get("/w/" + address.split('"')[0]).status_code == 200


def test_without_words_it_offers_the_newest_maps_and_what_can_be_done(as_edith, things, hx):
    html = as_edith.get(PAGE, headers=hx).content.decode()
    assert "Renting a bicycle" in html
    assert "New map" in html
    assert "Bicycle dock" not in html


def test_a_viewer_is_offered_nothing_that_is_refused(as_bob, hx):
    html = as_bob.get(PAGE, headers=hx).content.decode()
    assert "New map" not in html
    assert "Invitations" not in html


def test_signs_with_a_meaning_in_sql_are_only_signs(as_bob, things, hx):
    for text in ("%", "_", "\\", "'", "\0"):
        html = as_bob.get(PAGE, {"q": f"bi{text}cycle"}, headers=hx).content.decode()
        assert "Bicycle dock" not in html or text == "\0"


def test_removed_and_archived_things_are_not_found(as_bob, things, hx, workspace):
    from django.utils import timezone

    map_, placement, *_rest = things
    map_.archived_at = timezone.now()
    map_.save()
    html = as_bob.get(PAGE, {"q": "bicycle"}, headers=hx).content.decode()
    assert "Renting a bicycle" not in html
    assert f"touchpoints/{placement.pk}/" not in html
    assert f"spot=touchpoint:{placement.touchpoint_id}" in html


def test_nothing_of_another_workspace(as_charlie, things, hx):
    html = as_charlie.get("/w/rival/find/", {"q": "bicycle"}, headers=hx).content.decode()
    assert "Nothing here is called" in html
    assert as_charlie.get(PAGE, {"q": "bicycle"}).status_code == 404


def test_it_is_a_page_too(as_bob, things):
    page = as_bob.get(PAGE, {"q": "bicycle"})
    assert "<h1>Find</h1>" in page.content.decode()
    assert "Bicycle dock" in page.content.decode()


def test_the_number_of_queries(as_bob, things, hx, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, member, what is found
        as_bob.get(PAGE, {"q": "bicycle"}, headers=hx)
