"""Words, scores and imports in a real browser, in both themes and on a phone."""

import pytest

from cxjourney.feedback.importing import jobs
from cxjourney.models import Feedback, Score
from tests import factories
from tests.browser.conftest import violations
from tests.feedback.importing import ANSWERS, uploaded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def touchpoint(workspace):
    touchpoint = factories.Touchpoint(workspace=workspace, name="Checkout")
    for number in range(3):
        words = factories.Feedback(
            workspace=workspace,
            touchpoint=touchpoint,
            text="I looked for the total for ten minutes and then I gave up.",
            sentiment=number - 1,
        )
        factories.Score(workspace=workspace, touchpoint=touchpoint, feedback=words, value=number + 1)
    return touchpoint


def toast(page, text: str) -> None:
    page.locator("[data-toast-text]", has_text=text).wait_for()


def test_words_are_written_edited_and_removed(open_browser, edith, touchpoint):
    page = open_browser(edith)
    page.goto("/w/acme/feedback/")
    page.get_by_role("link", name="Add feedback").click()
    page.get_by_label("Where").select_option(label="Checkout")
    page.get_by_label("What the customer said").fill("Could not find the total")
    page.get_by_role("button", name="Add feedback").click()
    toast(page, "Feedback added")
    quote = page.locator("li.quote", has_text="Could not find the total")
    quote.get_by_role("link", name="Edit these words").click()
    page.get_by_label("What the customer said").fill("Could not find the price")
    page.get_by_role("button", name="Save").click()
    quote = page.locator("li.quote", has_text="Could not find the price")
    quote.wait_for()
    quote.get_by_role("link", name="Edit these words").click()
    page.get_by_role("link", name="Cancel").click()
    quote.get_by_role("button", name="Remove these words").click()
    toast(page, "Feedback removed")
    quote.wait_for(state="detached")
    page.get_by_role("button", name="Undo").last.click()
    quote.wait_for()
    assert Feedback.objects.live().count() == 4


def test_a_scale_of_ones_own_is_asked_for_when_chosen(open_browser, edith, touchpoint):
    page = open_browser(edith)
    page.goto(f"/w/acme/scores/new/?touchpoint={touchpoint.pk}")
    own = page.get_by_label("Lowest answer")
    assert own.is_hidden()
    page.get_by_label("Question", exact=True).select_option("custom")
    page.get_by_label("Short name").fill("Comfort")
    own.fill("0")
    page.get_by_label("Highest answer").fill("4")
    page.get_by_label("Score", exact=True).fill("3")
    page.get_by_role("button", name="Add score").click()
    toast(page, "Score added")
    assert Score.objects.filter(question__name="Comfort").exists()


def test_upload_preview_start_and_undo(open_browser, edith, touchpoint, monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda imported, by: None)
    page = open_browser(edith)
    page.goto("/w/acme/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": ANSWERS.encode()}
    )
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_text("no touchpoint “Delivery”").wait_for()
    page.get_by_label("Touchpoints that are not here yet").select_option("create")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Import 3 good rows").click()
    page.get_by_role("heading", name="Importing").wait_for()
    from cxjourney.models import Import

    jobs.run(Import.objects.get().pk, edith)
    page.get_by_text("5 answers are stored").wait_for()
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("was taken back").wait_for()
    assert Score.objects.count() == 3


def test_a_file_that_is_too_large_is_not_sent(open_browser, edith, settings):
    settings.UPLOAD_MAX_MB = 0
    page = open_browser(edith)
    page.goto("/w/acme/imports/new/")
    file = page.get_by_label("File", exact=True)
    file.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    page.get_by_role("button", name="Look at the file").click()
    assert file.evaluate("input => input.validationMessage").startswith("The file is larger")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_pages_are_accessible(open_browser, edith, touchpoint, workspace, width, theme):
    imported = uploaded(edith, ANSWERS)
    done = factories.Import(workspace=workspace, state="done", accepted=2, answers=3, created_by=edith.user)
    running = factories.Import(workspace=workspace, state="running", rows=5000, percent=30)
    running.started_at = running.created_at
    running.save()
    # So tall that nothing lies under a phone's bar at the bottom, where it can't be measured.
    page = open_browser(edith, color_scheme=theme, viewport={"width": width, "height": 3000})
    feedback = Feedback.objects.first()
    for path in (
        "feedback/",
        "feedback/?q=absent",
        "feedback/new/",
        f"feedback/{feedback.pk}/edit/",
        f"feedback/{feedback.pk}/",
        f"scores/new/?touchpoint={touchpoint.pk}",
        f"targets/set/?touchpoint={touchpoint.pk}",
        "imports/",
        "imports/new/",
        f"imports/{imported.pk}/",
        f"imports/{done.pk}/",
        f"imports/{running.pk}/",
    ):
        page.goto(f"/w/acme/{path}")
        assert violations(page) == [], path


def test_a_rule_says_how_many_it_finds_as_it_is_written(open_browser, edith, touchpoint):
    page = open_browser(edith)
    page.goto("/w/acme/follow-ups/rules/new/")
    page.get_by_text("it finds none").wait_for()
    page.get_by_label("When").select_option(label="CSAT")
    page.get_by_label("Score", exact=True).fill("4")
    page.get_by_label("Only with a contact").uncheck()
    page.get_by_label("Which answers").select_option(label="Also those of the last 30 days")
    page.get_by_text("It makes 3 follow-ups now.").wait_for()
