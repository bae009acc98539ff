"""A workbook with several sheets: which one is read can be chosen until the import is started."""

from cxjourney.feedback import actions
from cxjourney.feedback.importing import store
from cxjourney.models import Import
from tests import factories
from tests.feedback.importing import upload
from tests.feedback.workbook import workbook

SENT = {"layout": "answers", "encoding": "utf-8", "delimiter": ",", "headers": "1", "dates": "iso"}
BOOK = workbook(
    March=[["date", "touchpoint", "csat"], ["2026-03-01", "Checkout", 4]],
    April=[["date", "touchpoint", "nps"], ["2026-04-01", "Checkout", 9], ["2026-04-02", "Checkout", 10]],
)


def uploaded(client, book=BOOK) -> str:
    return client.post("/w/acme/imports/new/", {"file": upload(book, "answers.xlsx")})["Location"]


def test_another_sheet_is_read(as_edith, workspace):
    factories.Touchpoint(workspace=workspace, name="Checkout")
    here = uploaded(as_edith)
    assert 'name="sheet"' in as_edith.get(here).content.decode()
    imported = Import.objects.get()
    assert (imported.columns["sheet"], imported.rows) == ("March", 1)
    page = as_edith.post(f"{here}columns/", SENT | {"sheet": "April"}, follow=True).content.decode()
    imported.refresh_from_db()
    assert (imported.columns["sheet"], imported.columns["sheets"]) == ("April", ["March", "April"])
    assert imported.rows == 2
    assert "2026-04-02" in page
    wrong = as_edith.post(f"{here}columns/", SENT | {"sheet": "May"})
    assert wrong.status_code == 422
    book = store.book_of(store.path_of(imported))
    assert book.is_file()
    as_edith.post(f"{here}cancel/")
    assert not book.exists()


def test_a_started_one_keeps_its_sheet(as_edith, edith, workspace):
    here = uploaded(as_edith)
    imported = Import.objects.get()
    Import.objects.update(state="done")
    imported.refresh_from_db()
    as_edith.post(f"{here}columns/", SENT | {"sheet": "April"})
    assert store.path_of(imported).read_text().startswith("date,touchpoint,csat")
    Import.objects.update(state="preview")
    imported.refresh_from_db()
    actions.choose_sheet(by=edith, imported=imported, sheet="April")
    assert store.path_of(imported).read_text().startswith("date,touchpoint,nps")


def test_one_sheet_is_not_asked_for(as_edith, workspace):
    here = uploaded(as_edith, workbook(Only=[["date", "csat"], ["2026-03-01", 4]]))
    assert 'name="sheet"' not in as_edith.get(here).content.decode()
    assert not store.book_of(store.path_of(Import.objects.get())).exists()
