"""Filters, globals and the parts in ui.html."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import engines
from django.utils import timezone
from jinja2 import Undefined

from cxjourney.kit import jinja


@pytest.fixture
def render():
    env = engines.all()[0].env

    def render(source: str, **context) -> str:
        return env.from_string('{% import "ui.html" as ui %}' + source).render(context)

    return render


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567, 0, "1,234,567"),
        (1234.56, 1, "1,234.6"),
        (-3, 0, "−3"),
        (-0.04, 1, "0.0"),
        (None, 0, "–"),
        (Undefined(), 0, "–"),
    ],
)
def test_number(value, places, text):
    assert jinja.number(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.8, "+0.8"), (-0.8, "−0.8"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (12, "+12.0"), (None, "–")],
)
def test_signed(value, text):
    assert jinja.signed(value) == text


def test_percent():
    assert jinja.percent(0.341) == "34\u00a0%"
    assert jinja.percent(None) == "–"


def test_short_date_names_another_year():
    this_year = timezone.localdate().year
    assert jinja.short_date(date(this_year, 10, 12)) == "12 Oct"
    assert jinja.short_date(datetime(2019, 10, 12, tzinfo=UTC)) == "12 Oct 2019"
    assert jinja.short_date(None) == ""


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=4), "4 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=1), "yesterday"),
    ],
)
def test_ago(before, text, monkeypatch):
    noon = datetime(2026, 10, 14, 12, tzinfo=UTC)
    monkeypatch.setattr(jinja.timezone, "now", lambda: noon)
    assert jinja.ago(noon - before) == text


def test_ago_names_the_day_within_a_week(monkeypatch):
    noon = datetime(2026, 10, 14, 12, tzinfo=UTC)
    monkeypatch.setattr(jinja.timezone, "now", lambda: noon)
    assert jinja.ago(noon - timedelta(days=3)) == "Sun"
    assert jinja.ago(noon - timedelta(days=9)) == "5 Oct"


def test_class_names():
    assert jinja.class_names("btn", "", None, is_on=True, is_off=False) == "btn is-on"


def test_icon_escapes():
    assert "<b>" not in jinja.icon("<b>", label="<b>")


def test_addresses(render):
    request = SimpleNamespace(workspace=SimpleNamespace(slug="acme"))
    assert render("{{ url('account_login') }}") == "/accounts/login/"
    assert render("{{ url_if('nowhere:at_all') }}{{ wurl_if('nowhere:at_all') }}", request=request) == ""


def test_text_is_escaped(render):
    assert "<script>" not in render(
        "{{ ui.toast(text) }}{{ ui.button(text) }}{{ ui.chip(text) }}", text="<script>"
    )


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("ui.trend(0.1)", ["trend--up", "trend--better", "up", "0.1"]),
        ("ui.trend(-0.1)", ["trend--down", "trend--worse", "down"]),
        ("ui.trend(0.3, better='down')", ["trend--up", "trend--worse"]),
        ("ui.trend(0.01)", ["unchanged"]),
        ("ui.pill('CSAT', 3.9, n=12481, change=0.1, level='good')", ["CSAT", "n=12,481", "Positive"]),
        ("ui.severity(3)", ['data-level="3"', "Severity 3 of 4, high"]),
        ("ui.strip([0.5, none, -1.25], ['A', 'B', 'C'])", ["A: +0.5", "B: no number yet", "C: −1.2"]),
    ],
)
def test_states_are_said_in_words_too(render, call, words):
    html = render("{{ " + call + " }}")
    for word in words:
        assert word in html


def test_input_shows_its_errors_beside_it(render):
    html = render("{{ ui.input('name', 'Name', 'typed', errors_=['Too long.']) }}")
    assert 'value="typed"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby=" id_name_error"' in html
    assert 'id="id_name_error"' in html


def test_every_key_is_new(render):
    first, second = (render("{{ ui.key() }}") for _ in range(2))
    assert first != second


def test_every_template_compiles():
    env = engines.all()[0].env
    names = env.list_templates(extensions=["html"])
    assert "app.html" in names
    for name in names:
        env.get_template(name)
