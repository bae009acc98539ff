"""axe-core on every page, light and dark."""

import json

import pytest
from django.utils import timezone

from cxjourney.feedback.words import jobs
from cxjourney.models import JourneyMap, Metric, Outside, PainPoint, Persona, Placement, Reading, Stage
from tests import factories, tables
from tests.browser.conftest import wrong_on


@pytest.fixture
def pages(transactional_db) -> tuple:
    """The demo's owner, and the address of every kind of page."""
    by = tables.demo()
    map_ = JourneyMap.objects.filter(workspace=by.workspace).order_by("pk").first().pk
    letter = Placement.objects.get(map=map_, touchpoint__name="Examiner's letter").pk
    metric = Metric.objects.filter(workspace=by.workspace).first().pk
    rule = factories.FollowUpRule(workspace=by.workspace)
    said = factories.Feedback(workspace=by.workspace, text="The letter is hard to read.")
    for _ in range(12):
        factories.Feedback(workspace=by.workspace, text="The letter was awful to read and we were at a loss.")
    jobs.read(by.workspace_id)
    followup = factories.FollowUp(workspace=by.workspace, feedback=said, rule=rule)
    outside = Outside.objects.create(
        workspace=by.workspace, name="Revenue", kind="money", unit="EUR", target=9
    )
    for day, value in (("2026-01-31", 1_234_567), ("2026-02-28", 2_345_678)):
        Reading.objects.create(workspace=by.workspace, outside=outside, day=day, value=value)
    drawer = f"maps/{map_}/touchpoints/{letter}/"
    inside = [
        "maps/",
        "maps/new/",
        "maps/tree/",
        "templates/",
        f"maps/{map_}/",
        f"maps/{map_}/present/",
        f"maps/{map_}/outline/",
        f"maps/{map_}/versions/?day={timezone.localdate().isoformat()}",
        f"maps/{map_}/versions/at/?at=40",
        *(f"maps/{map_}/versions/compare/?from=40&to=now&view={view}" for view in ("merged", "side")),
        f"maps/{map_}/compare/",
        *(f"{drawer}?tab={tab}" for tab in ("overview", "feedback", "pains", "history")),
        f"maps/{map_}/stages/{Stage.objects.filter(workspace=by.workspace).first().pk}/",
        "personas/",
        "personas/new/",
        f"personas/{Persona.objects.get(workspace=by.workspace).pk}/",
        "pains/",
        f"maps/{map_}/?pain={PainPoint.objects.filter(workspace=by.workspace).first().pk}",
        f"pains/{PainPoint.objects.filter(workspace=by.workspace).first().pk}/",
        "feedback/",
        "themes/?period=all",
        "themes/moods/",
        "follow-ups/",
        f"follow-ups/{followup.pk}/",
        "follow-ups/rules/",
        "follow-ups/rules/new/",
        "metrics/",
        "metrics/new/",
        "contacts/new/",
        f"personas/{Persona.objects.get(workspace=by.workspace).pk}/measured/",
        f"metrics/{metric}/",
        f"metrics/{metric}/edit/",
        "metrics/outside/new/",
        f"metrics/outside/{outside.pk}/",
        f"metrics/outside/{outside.pk}/edit/",
        "imports/",
        "imports/new/",
        "settings/",
        "settings/members/",
        "settings/teams/",
        "settings/invitations/",
        "settings/channels/",
        "settings/values/",
        "choices/",
        "settings/log/",
        "nothing-here/",
    ]
    return by, [f"/w/demo/{page}" for page in inside]


PARTS = 4  # of equal size, so that no test is so long that the others wait for it
parts = pytest.mark.parametrize("part", range(PARTS))


@parts
def test_pages_inside(pages, open_browser, part):
    """In light, and the colours once more in dark: the page stays, only its theme changes."""
    by, addresses = pages
    page = open_browser(by, viewport={"width": 1280, "height": 800})
    found = wrong_on(page, addresses[part::PARTS], ("light", "dark"))
    assert not found, json.dumps(found, indent=1)


@parts
def test_pages_inside_on_a_phone(pages, open_browser, part):
    """So tall that nothing lies under the bar at the bottom, where it can't be measured."""
    by, addresses = pages
    page = open_browser(by, color_scheme="dark", viewport={"width": 390, "height": 20_000})
    found = wrong_on(page, addresses[part::PARTS], ("dark",))
    assert not found, json.dumps(found, indent=1)


def test_pages_outside(transactional_db, open_browser):
    addresses = ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
    found = wrong_on(open_browser(None), addresses, ("light", "dark"))
    assert not found, json.dumps(found, indent=1)
