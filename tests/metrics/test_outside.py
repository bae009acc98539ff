"""Numbers counted elsewhere: by hand, from a file, with competitors."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cxjourney.models import Change, Outside, Reading
from tests.feedback.workbook import packed, workbook

PAGE = "/w/acme/metrics/outside/"


@pytest.fixture
def outside(workspace):
    return Outside.objects.create(workspace=workspace, name="Conversion", kind="rate", target=5)


def page(client, outside) -> str:
    return client.get(f"{PAGE}{outside.pk}/").content.decode()


def keep(client, outside, day, value, **more):
    return client.post(f"{PAGE}{outside.pk}/values/", {"day": day, "value": value} | more)


def send(client, outside, text):
    file = SimpleUploadedFile("values.csv", text.encode() if isinstance(text, str) else text)
    return client.post(f"{PAGE}{outside.pk}/file/", {"file": file})


def test_make_one(as_edith, workspace):
    sent = {"name": "Revenue", "kind": "money", "unit": "EUR", "better": "up"}
    assert as_edith.post(f"{PAGE}new/", sent).status_code == 302
    outside = Outside.objects.get()
    keep(as_edith, outside, "2026-01-31", "1234,5")
    assert "1,234.50 EUR" in page(as_edith, outside)
    assert "no interval" in page(as_edith, outside)
    assert "Revenue" in as_edith.get("/w/acme/metrics/").content.decode()
    response = as_edith.post(f"{PAGE}new/", sent)
    assert response.status_code == 422
    assert "of this name already" in response.content.decode()


def test_a_rate_has_its_interval(as_edith, outside):
    keep(as_edith, outside, "2026-01-31", "69.1589", n=107)
    text = page(as_edith, outside)
    assert "95 %: 59.9 to 77.1, n=107" in text
    assert "reached" in text
    keep(as_edith, outside, "2026-02-28", "4", n=100)
    keep(as_edith, outside, "2026-02-28", "3", n=100)
    assert Reading.objects.count() == 2
    text = page(as_edith, outside)
    assert "missed" in text
    assert "trend--worse" in text


def test_from_a_file_with_competitors(as_edith, outside):
    text = "date;value;n;competitor\n2026-01-31;3,5;1000;\n2026-02-28;4,1;1000;\n2026-02-28;5,5;;Rival\n"
    assert send(as_edith, outside, text).status_code == 302
    assert send(as_edith, outside, text).status_code == 302
    assert Reading.objects.count() == 3
    assert Change.objects.values("group").distinct().count() == 1
    shown = page(as_edith, outside)
    assert "Rival" in shown
    assert "went from 3.5 %" in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date,value\n31.2.2026,4\n", "Line 2: “31.2.2026” is not a date"),
        ("date,value\n2026-13,4\n2026-01,4\n", "Line 2: “2026-13” is not a date"),
        ("date,value\n1/2/2026,4\n3/2/2026,4\n", "can be read in two ways"),
        ("2026-01-31,4\n2026-02-28,lots\n", "Line 2: That is no number."),
        ("2026-01-31,4,-3\n", "Line 1: “-3” is not a number of people"),
        ("2026-01-31,4,9999999999\n", "Line 1: “9999999999” is not a number of people"),
        ("2026-01-31,4,,Ri\0val\n", "That is not a text file"),
        ("2026-01-31,4,,R\0" + "ival" * 200 + "\n", "Line 1: the text holds a character"),
        ("2026-01-31,4,," + "x" * 200_000, "Row 1 cannot be read"),
        ("2026-01-31\n", "Line 1: That is no number."),
        ("2026-01-31,140\n", "between 0 and 100"),
        ("2026-01-31,4\n" * 5001, "between 1 and 5000"),
        (packed({"xl/workbook.xml": b"0" * 20_000_000}), "too large"),
        ("date,value\n", "between 1 and"),
    ],
)
def test_a_file_comes_in_whole_or_not_at_all(as_edith, outside, text, says):
    response = send(as_edith, outside, text)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Monat;Wert;Wettbewerber\n01.2026;3,5;\n02.2026;4,25 %;\n02.2026;5;Rival\n",
        "competitor,n,rate,month\n,,3.5,Jan 2026\n,,4.25,Feb 2026\nRival,,5,Feb 2026\n",
        "Our conversion\n\nday,value,,competitor\n31/01/2026,3.5\n28/02/2026,4.25%\n28/02/2026,5,,Rival\n",
        workbook(
            A=[
                ["date", "value", "n", "rival"],
                ["2026-01", 3.5],
                ["2026-02", 4.25],
                ["2026-02", 5, "", "Rival"],
            ]
        ),
    ],
)
def test_tables_as_people_keep_them(as_edith, outside, text):
    assert send(as_edith, outside, text).status_code == 302
    assert set(Reading.objects.values_list("day", "value", "rival")) == {
        (datetime.date(2026, 1, 31), Decimal("3.5"), ""),
        (datetime.date(2026, 2, 28), Decimal("4.25"), ""),
        (datetime.date(2026, 2, 28), Decimal(5), "Rival"),
    }


def test_quarters_and_the_month_that_runs(as_edith, outside):
    today = timezone.localdate()
    send(as_edith, outside, f"Q1 2025,3\n2025-Q2,4\n{today:%Y-%m},5\n")
    assert list(Reading.objects.order_by("day").values_list("day", flat=True)) == [
        datetime.date(2025, 3, 31),
        datetime.date(2025, 6, 30),
        today,
    ]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1,234,567", "1,234"], ["1234567", "1234"]),
        (["1.234,50", "1.234"], ["1234.5", "1234"]),
        (["€ 1 234,5", "-3 EUR"], ["1234.5", "-3"]),
        (["1'234.50", "$2,000"], ["1234.5", "2000"]),
        (["0.125", "1.234"], ["0.125", "1.234"]),
    ],
)
def test_numbers_as_people_write_them(as_edith, outside, texts, numbers):
    outside.kind = "money"
    outside.save()
    rows = [f"2026-01-{day:02};{text}" for day, text in enumerate(texts, 1)]
    assert send(as_edith, outside, "\n".join(rows)).status_code == 302
    assert list(Reading.objects.order_by("day").values_list("value", flat=True)) == list(
        map(Decimal, numbers)
    )


@pytest.mark.parametrize("text", ["1,234", "12 34 x y z a b", "1,2.3,4", "€"])
def test_numbers_that_nobody_can_read(as_edith, outside, text):
    outside.kind = "money"
    outside.save()
    response = keep(as_edith, outside, "2026-01-31", text)
    assert response.status_code == 422
    assert f'value="{text}"' in response.content.decode()
    assert not Reading.objects.exists()


SETTINGS = {"name": "Conversion", "unit": "", "origin": "Shop", "better": "up", "target": "7", "version": 1}
BASES = {"base_name": "Conversion", "base_unit": "", "base_origin": ""}


def test_its_settings_change(as_edith, as_bob, as_charlie, outside):
    here = f"{PAGE}{outside.pk}/edit/"
    assert 'value="Conversion"' in as_edith.get(here).content.decode()
    assert as_edith.post(here, SETTINGS | BASES).status_code == 302
    outside.refresh_from_db()
    assert (outside.name, outside.origin, outside.target, outside.kind) == ("Conversion", "Shop", 7, "rate")
    met = as_edith.post(here, SETTINGS | BASES | {"origin": "Till"})
    assert met.status_code == 409
    assert "Somebody else wrote meanwhile: “Shop”." in met.content.decode()
    assert as_edith.post(here, SETTINGS | {"name": ""}).status_code == 422
    assert as_bob.post(here, SETTINGS | BASES).status_code == 403
    assert as_charlie.post(here, SETTINGS | BASES).status_code == 404


def test_no_two_of_one_name(as_edith, workspace, outside):
    other = Outside.objects.create(workspace=workspace, name="Churn")
    refused = as_edith.post(f"{PAGE}{other.pk}/edit/", SETTINGS | {"base_name": "Churn"})
    assert refused.status_code == 422
    assert "of this name already" in refused.content.decode()


def test_long_numbers_have_their_room_beside_the_chart(as_edith, outside):
    outside.kind, outside.unit = "money", "EUR"
    outside.save()
    keep(as_edith, outside, "2026-01-31", "1234567")
    keep(as_edith, outside, "2026-02-28", "2234567")
    assert float(re.search(r"--chart-start:([\d.]+)rem", page(as_edith, outside))[1]) > 4


def test_remove(as_edith, outside):
    keep(as_edith, outside, "2026-01-31", "4")
    reading = Reading.objects.get()
    assert as_edith.post(f"/w/acme/metrics/readings/{reading.pk}/remove/").status_code == 302
    assert not Reading.objects.live().exists()
    keep(as_edith, outside, "2026-01-31", "5")
    assert as_edith.post(f"{PAGE}{outside.pk}/remove/").status_code == 302
    assert as_edith.get(f"{PAGE}{outside.pk}/").status_code == 404


def test_roles_and_outsiders(as_bob, as_charlie, outside):
    assert keep(as_bob, outside, "2026-01-31", "4").status_code == 403
    assert "Add a value" not in page(as_bob, outside)
    assert as_charlie.get(f"{PAGE}{outside.pk}/").status_code == 404
