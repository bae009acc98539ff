"""Every page on a phone."""

import pytest

from cxjourney.models import JourneyMap
from tests import tables
from tests.browser.conftest import settled

PATHS = ["maps/", "maps/{map}/", "personas/", "pains/", "feedback/", "settings/members/"]


@pytest.mark.parametrize(
    "path",
    ["maps/", "maps/{map}/", "maps/{map}/outline/", "personas/", "pains/", "feedback/", "settings/members/"],
)
def test_no_page_is_wider_than_a_phone(transactional_db, open_browser, path):
    by = tables.demo()
    page = open_browser(by, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/w/demo/" + path.format(map=JourneyMap.objects.get(title="Registering a trademark").pk))
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
