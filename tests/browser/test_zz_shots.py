import pytest
from tests.browser.test_feedback import touchpoint, uploads
from tests import factories
from tests.feedback.importing import ANSWERS, COUNTS, uploaded

pytestmark = pytest.mark.django_db(transaction=True)


def test_shots(open_browser, edith, touchpoint, workspace):
    st = factories.Stage(workspace=workspace, name="Pay", map__title="Buying a ticket")
    imported = uploaded(edith, ANSWERS)
    counts = uploaded(edith, COUNTS)
    done = factories.Import(
        workspace=workspace,
        state="done",
        accepted=2,
        answers=3,
        rejected=1,
        created_by=edith.user,
        file_name="survey-october.csv",
    )
    running = factories.Import(workspace=workspace, state="running", rows=5000, percent=30)
    running.started_at = running.created_at
    running.save()
    for theme, w in (("light", 1280), ("dark", 1280), ("light", 390)):
        page = open_browser(edith, color_scheme=theme, viewport={"width": w, "height": 900})
        for name, path in dict(
            list="feedback/",
            new="feedback/new/",
            score="scores/new/",
            imports="imports/",
            upload="imports/new/",
            preview=f"imports/{imported.pk}/",
            counts=f"imports/{counts.pk}/",
            done=f"imports/{done.pk}/",
            running=f"imports/{running.pk}/",
            target=f"targets/set/?touchpoint={touchpoint.pk}",
        ).items():
            page.goto(f"/w/acme/{path}")
            page.screenshot(path=f"/tmp/metrics/shots/{name}-{theme}-{w}.png", full_page=True)
