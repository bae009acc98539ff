"""What every page can do, tried on the sign-in page: toasts, questions, one submit, both themes."""

import pytest

from tests.browser.conftest import violations

LOGIN = "/accounts/login/"
PAGES = [
    LOGIN,
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/nowhere/",
]

SHOW = "detail => document.dispatchEvent(new CustomEvent('toast', {detail}))"
ADD = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"


@pytest.fixture
def page(open_browser):
    page = open_browser()
    page.goto(LOGIN)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_accessible(open_browser, live_server, path, theme):
    page = open_browser()
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.goto(path)
    assert page.locator("html").get_attribute("data-theme") == theme
    assert violations(page) == []


def test_account_pages_fit_a_phone(open_browser):
    page = open_browser(viewport={"width": 390, "height": 844})
    page.goto(LOGIN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.locator(".auth__card .btn, .auth__card .input").evaluate_all(
        "items => items.map(item => item.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_a_toast_is_shown_said_and_stays_while_pointed_at(open_browser):
    page = open_browser()
    page.clock.install()
    page.goto(LOGIN)
    page.evaluate(SHOW, {"text": "Stage moved", "level": "info"})
    page.get_by_text("Stage moved").first.wait_for()
    page.clock.run_for(100)
    assert page.locator("#live").inner_text() == "Stage moved"
    assert page.locator("[data-toast-undo]").count() == 0
    page.locator("[data-toast]").hover()
    page.clock.run_for(60_000)
    assert page.locator("[data-toast]").count() == 1
    page.mouse.move(0, 0)
    page.clock.run_for(5_000)
    assert page.locator("[data-toast]").count() == 1
    page.clock.run_for(2_000)
    assert page.locator("[data-toast]").count() == 0


def test_undo_in_a_toast_is_a_post_with_the_token(page):
    page.route("**/undo/", lambda route: route.fulfill(status=204))
    page.evaluate(SHOW, {"text": "Card removed", "undo": "/undo/"})
    with page.expect_request("**/undo/") as request:
        page.get_by_role("button", name="Undo").click()
    assert request.value.method == "POST"
    assert request.value.headers["x-csrftoken"]


def test_three_undo_keys_are_three_posts_in_order(page):
    sent = []
    page.route("**/take-back/", lambda route: (sent.append("undo"), route.fulfill(status=204)))
    page.route("**/again/", lambda route: (sent.append("redo"), route.fulfill(status=204)))
    page.evaluate("Object.assign(document.body.dataset, {undoUrl: '/take-back/', redoUrl: '/again/'})")
    page.locator("h1").click()
    for _ in range(3):
        page.keyboard.press("Control+z")
    with page.expect_response("**/again/"):
        page.keyboard.press("Control+Shift+Z")
    assert sent == ["undo", "undo", "undo", "redo"]


def test_undo_keys_belong_to_the_text_while_typing(page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("document.body.dataset.undoUrl = '/take-back/'")
    page.locator("#id_login").fill("alice")
    page.keyboard.press("Control+z")
    assert sent == []


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "Your role"), (404, "not there any more"), (500, "That did not work"), (429, "Too many")],
)
def test_a_failed_request_says_so_and_leaves_the_page_alone(page, status, words):
    page.route("**/fail/", lambda route: route.fulfill(status=status, body="<p>whole page</p>"))
    page.evaluate(ADD, '<button type="button" id="go" hx-post="/fail/" hx-target="main">Go</button>')
    page.evaluate("htmx.process(document.getElementById('go'))")
    page.locator("#go").click()
    page.locator("[data-toast][data-level=error]").get_by_text(words).wait_for()
    assert page.locator("main h1").count() == 1


def test_no_answer_says_so(page):
    page.route("**/fail/", lambda route: route.abort())
    page.evaluate(ADD, '<button type="button" id="go" hx-post="/fail/" hx-target="main">Go</button>')
    page.evaluate("htmx.process(document.getElementById('go'))")
    page.locator("#go").click()
    page.get_by_text("No answer from the server").first.wait_for()


def test_a_question_comes_before_what_cannot_be_undone(page):
    sent = []
    page.route("**/remove/", lambda route: (sent.append(1), route.fulfill(status=204)))
    page.evaluate(
        ADD,
        '<form method="post" action="/remove/" data-confirm="Remove it for good?" data-confirm-yes="Remove">'
        '<button id="go">Go</button></form>',
    )
    page.locator("#go").click()
    page.get_by_role("button", name="Cancel").click()
    assert sent == []
    page.locator("#go").click()
    with page.expect_request("**/remove/"):
        page.get_by_role("button", name="Remove", exact=True).click()


def test_three_presses_send_once(page):
    page.evaluate(ADD, '<form method="post" action="/save/"><button id="go">Go</button></form>')
    sent = page.evaluate(
        """() => {
          let sent = 0;
          addEventListener("submit", (event) => { sent += !event.defaultPrevented; event.preventDefault(); });
          const button = document.getElementById("go");
          button.click();
          button.click();
          button.click();
          return sent;
        }"""
    )
    assert sent == 1


def test_a_key_is_renewed_only_after_success(page):
    answers = [500, 200]
    page.route("**/make/", lambda route: route.fulfill(status=answers.pop(0), body=""))
    page.evaluate(
        ADD,
        '<form hx-post="/make/" hx-swap="none"><input name="key" value="first" data-key>'
        '<button id="go">Go</button></form>',
    )
    page.evaluate("htmx.process(document.querySelector('form[hx-post]'))")
    with page.expect_response("**/make/"):
        page.locator("#go").click()
    page.locator("#go:not([aria-busy])").wait_for()
    assert page.locator("[data-key]").input_value() == "first"
    with page.expect_response("**/make/"):
        page.locator("#go").click()
    page.wait_for_function("document.querySelector('[data-key]').value !== 'first'")
    assert len(page.locator("[data-key]").input_value()) == 36


def test_a_draft_survives_reload_until_discarded(open_browser):
    page = open_browser()
    # The field is marked before the modules run, as if the server had done it.
    page.add_init_script(
        "document.addEventListener('readystatechange', () => "
        "document.getElementById('id_login')?.setAttribute('data-draft', 'note'))"
    )
    page.goto(LOGIN)
    page.locator("#id_login").press_sequentially("half a thought")
    page.reload()
    assert page.locator("#id_login").input_value() == "half a thought"
    page.get_by_role("button", name="Discard it").click()
    assert page.locator("#id_login").input_value() == ""
    page.reload()
    assert page.locator("#id_login").input_value() == ""
    assert page.locator(".draft-note").count() == 0
