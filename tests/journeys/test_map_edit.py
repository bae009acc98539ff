import pytest

from cxjourney.activity.models import Change
from tests import factories
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(map_):
    return f"/w/acme/maps/{map_.pk}/edit/"


@pytest.fixture
def seen(map_):
    return {"version": map_.version, "base": map_.title}


def test_another_title(as_edith, url, map_, seen, hx):
    response = as_edith.post(url, seen | {"title": "Buying an e-bike"}, headers=hx)
    map_.refresh_from_db()
    assert map_.title == "Buying an e-bike"
    assert events(response).keys() == {"toast", "board:refresh", "dialog:close"}


def test_the_form_is_a_dialog(as_edith, url, hx):
    page = body(as_edith.get(url, headers=hx))
    assert 'id="map-dialog"' in page
    assert 'value="Buying a bike"' in page


@pytest.mark.parametrize("title", ["", "t" * 121])
def test_a_wrong_title_is_refused(as_edith, url, seen, title, hx):
    assert as_edith.post(url, seen | {"title": title}, headers=hx).status_code == 422


def test_titles_are_merged_by_words(as_edith, as_alice, url, map_, seen):
    as_alice.post(url, seen | {"title": "Buying a bike online"})
    as_edith.post(url, seen | {"title": "Choosing a bike"})
    map_.refresh_from_db()
    assert map_.title == "Choosing a bike online"


def test_the_same_words_changed_by_two(as_edith, as_alice, url, map_, seen, hx):
    as_alice.post(url, seen | {"title": "Buying a car"})
    response = as_edith.post(url, seen | {"title": "Buying a boat"}, headers=hx)
    assert response.status_code == 409
    assert "Buying a car</q>" in body(response)
    assert 'name="base" value="Buying a car"' in body(response)
    assert 'value="Buying a boat"' in body(response)


def test_status_persona_period_and_source(as_edith, url, map_, workspace):
    persona = factories.Persona(workspace=workspace)
    for name, value in {
        "status": "review",
        "persona": persona.pk,
        "period": "2026-01-01..2026-03-31",
        "source": "Survey of 2026",
    }.items():
        assert as_edith.post(url, {name: value}).status_code == 302
    map_.refresh_from_db()
    assert (map_.status, map_.persona, map_.period, map_.source) == (
        "review",
        persona,
        "2026-01-01..2026-03-31",
        "Survey of 2026",
    )
    assert Change.objects.count() == 4


def test_a_blank_takes_persona_and_source_away_but_never_the_status(as_edith, url, map_, workspace):
    persona = factories.Persona(workspace=workspace)
    as_edith.post(url, {"persona": persona.pk, "source": "Survey"})
    as_edith.post(url, {"persona": "", "source": "", "status": "", "period": ""})
    map_.refresh_from_db()
    assert (map_.persona, map_.source, map_.status, map_.period) == (None, "", "draft", "90")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("status", "perfect", "That is not one of the choices."),
        ("period", "always", "Choose 30, 90 or 365 days"),
        ("period", "2026-03-01..2026-01-01", ""),
        ("persona", "999999", "That is not one of the choices."),
    ],
)
def test_what_is_no_choice_is_refused_in_words(as_edith, url, field, value, said, hx):
    response = as_edith.post(url, {field: value}, headers=hx)
    assert response.status_code == 422
    assert toast(response).startswith(said)
    assert not Change.objects.exists()


def test_undo(as_edith, url, map_, hx):
    as_edith.post(undo(as_edith.post(url, {"status": "review"}, headers=hx)), headers=hx)
    map_.refresh_from_db()
    assert map_.status == "draft"


def test_only_editors(gate, url):
    gate(url, get=True)


def test_owner_folder_state_and_review(as_edith, alice, url, map_, workspace):
    folder = factories.Folder(workspace=workspace)
    given = {"owner": alice.user_id, "folder": folder.pk, "state": "future", "review_on": "2027-01-31"}
    assert as_edith.post(url, given).status_code == 302
    map_.refresh_from_db()
    assert (map_.owner, map_.folder, map_.state) == (alice.user, folder, "future")
    assert str(map_.review_on) == "2027-01-31"
    as_edith.post(url, {"owner": "", "folder": "", "state": "", "review_on": ""})
    map_.refresh_from_db()
    assert (map_.owner, map_.folder, map_.state, map_.review_on) == (None, None, "future", None)


def test_the_dialog_offers_them(as_edith, edith, map_, hx):
    factories.Folder(workspace=map_.workspace, name="Ground")
    page = body(as_edith.get(f"/w/acme/maps/{map_.pk}/settings/", headers=hx))
    for word in ("Ground", "Future state", edith.user.display_name, "Look at it again on"):
        assert word in page


def test_owners_and_folders_of_others_are_refused(as_edith, url, map_, charlie, hx):
    foreign = factories.Folder(workspace=charlie.workspace)
    for given in ({"owner": charlie.user_id}, {"folder": foreign.pk}):
        assert as_edith.post(url, given, headers=hx).status_code == 422
    assert not Change.objects.exists()


def test_a_date_that_is_none_is_refused_in_words(as_edith, url, hx):
    assert toast(as_edith.post(url, {"review_on": "soon"}, headers=hx)) == "Enter a date."


def test_a_persona_is_made_for_the_map(as_edith, url, map_):
    as_edith.post(url, {"persona": "", "new_persona": "Omar", "state": "future"})
    map_.refresh_from_db()
    assert (map_.persona.name, map_.state) == ("Omar", "future")
    as_edith.post(url, {"persona": map_.persona_id, "new_persona": ""})
    assert map_.persona.__class__.objects.count() == 1


def test_a_name_that_is_too_long_makes_no_persona(as_edith, url, map_, hx):
    assert as_edith.post(url, {"new_persona": "O" * 61}, headers=hx).status_code == 422
    map_.refresh_from_db()
    assert map_.persona is None
