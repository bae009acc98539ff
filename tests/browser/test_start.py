"""From nothing to the first map."""

import re

from playwright.sync_api import expect

PASSWORD = "correct horse battery staple"


def test_sign_up_to_the_first_map(transactional_db, open_browser):
    page = open_browser(viewport={"width": 1280, "height": 800})
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_label("Name").fill("Alice")
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url(re.compile("/start/"))
    page.get_by_label("Name of the workspace").fill("Acme")
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/w/acme/maps/new/"))
    page.get_by_label("Name of the journey").fill("Buying a bicycle")
    page.get_by_label("Name of the journey").press("Enter")
    expect(page).to_have_url(re.compile(r"/w/acme/maps/\d+/"))
    expect(page.locator("thead th[data-stage]")).to_have_count(5)
