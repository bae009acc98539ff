import datetime

import pytest
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.journeys.actions.touchpoints import rewrite_touchpoint, set_touchpoint
from tests import factories


@pytest.fixture
def stage(workspace):
    map_ = factories.JourneyMap(workspace=workspace, title="Registering")
    return factories.Stage(workspace=workspace, map=map_, name="Examination", goal="A clear answer", rank="b")


@pytest.fixture
def placement(stage):
    touchpoint = factories.Touchpoint(workspace=stage.workspace, name="Letter", description="Sent by post")
    return factories.Placement(
        workspace=stage.workspace, map=stage.map, stage=stage, touchpoint=touchpoint, assumed="1.0"
    )


@pytest.fixture
def url(placement):
    return f"/w/acme/maps/{placement.map_id}/touchpoints/{placement.pk}/"


def score(place, count=1, days=0, **fields):
    day = timezone.localdate() - datetime.timedelta(days=days)
    if "question" not in fields:
        fields["question"] = factories.Question(workspace=place.workspace)
    return factories.Score(workspace=place.workspace, answered_on=day, count=count, **fields)


def read(client, url, hx, query="") -> str:
    response = client.get(url + query, headers=hx)
    assert response.status_code == 200
    return response.content.decode()


def test_the_address_opens_the_map_with_the_drawer(as_bob, url):
    html = as_bob.get(url).content.decode()
    assert html.index('id="board"') < html.index('<dialog class="drawer" id="drawer" open')


def test_htmx_gets_the_drawer_alone(as_bob, url, hx):
    html = read(as_bob, url, hx).strip()
    assert html.startswith('<dialog class="drawer" id="drawer" open')
    assert 'id="board"' not in html


def test_it_says_what_stands_where(as_bob, url, hx):
    html = read(as_bob, url, hx)
    for words in ("Letter", "In 1 Examination", "Sent by post", "Registering", "Nobody has answered"):
        assert words in html


def test_answers_with_interval_n_and_target(as_bob, placement, url, hx):
    factories.Target(workspace=placement.workspace, touchpoint=placement.touchpoint, value="4.5")
    for days in (0, 30, 60):
        score(placement, touchpoint=placement.touchpoint, value=3, count=40, days=days)
        score(placement, touchpoint=placement.touchpoint, value=5, count=10, days=days)
    html = read(as_bob, url, hx)
    for words in ("n=150", "3.4", "95 % between", "target 4.5", "How is this counted?", 'class="c-band"'):
        assert words in html
    assert "0.6 worse than assumed" in html


def test_one_day_of_answers_makes_no_chart(as_bob, placement, url, hx):
    score(placement, touchpoint=placement.touchpoint, value=3)
    html = read(as_bob, url, hx)
    assert "n=1" in html
    assert "chart__plot" not in html


def test_what_was_fixed_stands_on_the_course(as_bob, placement, url, hx):
    for days in (0, 40):
        score(placement, touchpoint=placement.touchpoint, value=2, count=20, days=days)
    here = {"workspace": placement.workspace, "touchpoint": placement.touchpoint}
    today = timezone.localdate()
    for days, title in ((20, "Dark corner"), (400, "Long ago"), (30, "Old sign")):
        day = today - datetime.timedelta(days)
        factories.PainPoint(**here, title=title, status="done", fixed_on=day)
    html = read(as_bob, url, hx)
    assert html.count('class="chart__event') == 2
    assert "Fixed: Dark corner" in html
    assert "Fixed: Old sign" not in html
    fixes = html.partition("chart__fixes")[2].partition("</ul>")[0]
    assert fixes.index("Old sign") < fixes.index("Dark corner")
    assert "Long ago" not in fixes


def test_words_and_pains_of_the_place_on_their_tabs(as_bob, placement, url, hx):
    here = {"workspace": placement.workspace, "touchpoint": placement.touchpoint}
    factories.Feedback(**here, text="Nobody explained it")
    factories.PainPoint(**here, title="Hard to read")
    assert "Nobody explained it" in read(as_bob, url, hx, "?tab=feedback")
    assert "Hard to read" in read(as_bob, url, hx, "?tab=pains")
    overview = read(as_bob, url, hx)
    assert "Nobody explained it" in overview
    assert "Hard to read" in overview


def test_history_tells_before_and_after(as_bob, edith, placement, url, hx):
    touchpoint = placement.touchpoint
    team = factories.Team(workspace=placement.workspace, name="Legal")
    set_touchpoint(by=edith, touchpoint=touchpoint, map_id=placement.map_id, team_id=team.pk)
    seen = {"version": touchpoint.version, "base": "Sent by post", "map_id": None}
    rewrite_touchpoint(by=edith, touchpoint=touchpoint, field="description", text="Sent by mail", **seen)
    log.settle(placement, {"assumed": None}, by=edith, verb="experience_assume", map=placement.map_id)
    html = read(as_bob, url, hx, "?tab=history")
    assert "<del>nothing</del>" in html
    assert "<ins>Legal</ins>" in html
    assert "Sent by <del>post</del><ins>mail</ins>" in html


def test_walks_to_its_neighbours(as_bob, placement, url, hx):
    later = factories.Stage(workspace=placement.workspace, map=placement.map, rank="c")
    other = factories.Placement(workspace=placement.workspace, map=placement.map, stage=later)
    assert f"/touchpoints/{other.pk}/" in read(as_bob, url, hx)
    assert "Previous" not in read(as_bob, url, hx)


def test_viewers_see_no_controls(as_bob, as_edith, url, hx):
    for tab in ("overview", "feedback", "pains", "history"):
        assert "<form" not in read(as_bob, url, hx, f"?tab={tab}")
    assert "<form" in read(as_edith, url, hx)


def test_an_archived_map_is_not_edited(as_edith, placement, url, hx):
    placement.map.archived_at = timezone.now()
    placement.map.save()
    assert "<form" not in read(as_edith, url, hx)


@pytest.mark.parametrize("what", ["placement", "touchpoint", "stage"])
def test_what_was_removed_is_gone(as_bob, placement, url, what):
    thing = placement if what == "placement" else getattr(placement, what)
    thing.removed_at = timezone.now()
    thing.save()
    assert as_bob.get(url).status_code == 404


def test_not_under_another_map(as_bob, placement):
    other = factories.JourneyMap(workspace=placement.workspace)
    assert as_bob.get(f"/w/acme/maps/{other.pk}/touchpoints/{placement.pk}/").status_code == 404
    assert as_bob.get(f"/w/acme/maps/{other.pk}/stages/{placement.stage_id}/").status_code == 404


def test_outsiders_find_nothing(as_charlie, url):
    assert as_charlie.get(url).status_code == 404


def test_it_says_how_customers_were_asked(as_bob, placement, stage, url, hx):
    asked = factories.Question(workspace=placement.workspace, wording="Was the letter clear?")
    factories.Question(workspace=placement.workspace, wording="Asked elsewhere")
    score(placement, touchpoint=placement.touchpoint, value=2, count=10, question=asked)
    for address in (url, f"/w/acme/maps/{stage.map_id}/stages/{stage.pk}/"):
        html = read(as_bob, address, hx)
        assert "“Was the letter clear?”, 1 to 5." in html
        assert "Asked elsewhere" not in html


def test_a_stage_pools_its_touchpoints_with_its_own(as_edith, placement, stage, hx):
    for days in (0, 40):
        score(placement, touchpoint=placement.touchpoint, value=2, count=10, days=days)
        score(placement, touchpoint=None, stage=stage, value=4, count=10, days=days)
    html = read(as_edith, f"/w/acme/maps/{stage.map_id}/stages/{stage.pk}/", hx)
    for words in ("Examination", "A clear answer", "n=40", "Counted here", f"?stage={stage.pk}"):
        assert words in html


@pytest.mark.parametrize(
    ("tab", "most"), [("overview", 16), ("feedback", 11), ("pains", 11), ("history", 16)]
)
def test_the_number_of_queries(as_edith, placement, url, hx, tab, most, django_assert_max_num_queries):
    here = {"workspace": placement.workspace, "touchpoint": placement.touchpoint}
    factories.Feedback.create_batch(3, **here)
    factories.PainPoint.create_batch(3, **here)
    score(placement, touchpoint=placement.touchpoint, value=3)
    with django_assert_max_num_queries(most):
        read(as_edith, url, hx, f"?tab={tab}")


def test_a_pain_point_beside_the_map(as_bob, placement, workspace):
    pain = factories.PainPoint(workspace=workspace, touchpoint=placement.touchpoint)
    url = f"/w/acme/maps/{placement.map_id}/"
    assert f'data-shows="painpoint-{pain.pk}"' in as_bob.get(url, {"pain": pain.pk}).content.decode()
    for other in (pain.pk + 1, factories.PainPoint().pk, "x", "9" * 30):
        response = as_bob.get(url, {"pain": other})
        assert response.status_code == 200
        assert 'id="drawer"' not in response.content.decode()


def test_an_approved_map_offers_nothing_that_it_refuses(as_edith, url, placement, hx):
    assert "Remove from this map" in read(as_edith, url, hx)
    type(placement.map).objects.update(status="approved")
    page = read(as_edith, url, hx)
    assert "Remove from this map" not in page
    assert 'id="drawer-value"' not in page
