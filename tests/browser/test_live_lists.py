"""The inbox follows what others do, and nothing moves under the reader's hands."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from cxjourney.feedback import triage
from cxjourney.feedback.actions import create_feedback
from cxjourney.feedback.places import Spot
from tests import factories
from tests.browser.live_site import as_left

pytestmark = as_left


def test_the_inbox_is_live_and_stays_where_it_is(visit, transactional_db, workspace, alice, edith):
    touchpoint = factories.Touchpoint(workspace=workspace, name="Checkout")
    here = {"workspace": workspace, "touchpoint": touchpoint}
    first, second, third, fourth = (factories.Feedback(**here, text=f"word {n}") for n in range(4))
    page = visit(edith, "/w/acme/feedback/?status=new")
    row = {words.pk: page.locator(f"#feedback-{words.pk}") for words in (first, second, third, fourth)}
    row[second.pk].get_by_role("link", name="Edit these words").click()
    typed = page.get_by_label("What the customer said")
    typed.fill("half a wo")
    row[third.pk].get_by_role("checkbox").check()
    row[fourth.pk].focus()

    create_feedback(by=alice, spot=Spot(touchpoint), text="quite new", said_on=timezone.localdate())
    count = page.locator("#feedback-count")
    expect(count).to_have_text("5 customers' words")
    triage.sort_feedback(by=alice, rows=[first], values={"status": "done"})
    bar = page.locator("#live-news")
    expect(bar).to_contain_text("1 new")
    expect(count).to_have_text("4 customers' words")
    expect(row[first.pk]).to_contain_text("No longer in this list")
    expect(page.locator("li", has_text="quite new")).to_have_count(0)
    expect(typed).to_have_value("half a wo")
    expect(row[third.pk].get_by_role("checkbox")).to_be_checked()
    expect(row[fourth.pk]).to_be_focused()

    team = factories.Team(workspace=workspace, name="Care team")
    fourth.refresh_from_db()
    triage.sort_feedback(by=alice, rows=[fourth], values={"team_id": team.pk})
    expect(row[fourth.pk]).to_contain_text("Care team")
    expect(row[fourth.pk]).to_be_focused()

    bar.get_by_role("button", name="Show").click()
    expect(page.locator("li.quote", has_text="quite new")).to_be_focused()
    expect(bar).not_to_have_class(re.compile("is-shown"))
    expect(row[first.pk]).to_have_count(0)
    expect(typed).to_have_value("half a wo")
    expect(row[third.pk].get_by_role("checkbox")).to_be_checked()
