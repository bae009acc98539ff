"""The list of customers' words."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from cxjourney.feedback import segments
from tests import factories

PAGE = "/w/acme/feedback/"


def words(workspace, text, **fields):
    return factories.Feedback(workspace=workspace, text=text, **fields)


def said(response) -> list[str]:
    return re.findall(r'<p class="voice">([^<]*)</p>', response.content.decode())


def texts(response) -> set[str]:
    return set(said(response))


def test_empty_teaches_how_to_begin(as_edith, as_bob):
    page = as_edith.get(PAGE).content.decode()
    assert "/w/acme/imports/new/" in page
    assert "/w/acme/feedback/new/" in page
    assert "/w/acme/feedback/new/" not in as_bob.get(PAGE).content.decode()


def test_shows_words_where_when_and_the_score(as_bob, workspace):
    quoted = words(workspace, "They called group 1.", source="call", sentiment=-1)
    factories.Score(workspace=workspace, touchpoint=quoted.touchpoint, feedback=quoted, value=2)
    page = as_bob.get(PAGE).content.decode()
    for part in ("They called group 1.", quoted.touchpoint.name, "Call", "2 of 5", 'aria-label="Negative"'):
        assert part in page
    assert "/edit/" not in page


def test_a_stage_is_named_with_its_map(as_bob, workspace):
    stage = factories.Stage(workspace=workspace, name="Boarding", map__title="Flight")
    words(workspace, "Stood for long", touchpoint=None, stage=stage)
    assert "Boarding, Flight" in as_bob.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "slow queue"}, {"A slow and long queue"}),
        ({"source": "review"}, {"Kind crew"}),
        ({"sentiment": "good"}, {"Kind crew"}),
        ({"sentiment": "none"}, {"A slow and long queue"}),
        ({"period": "30"}, {"Kind crew"}),
        ({"period": "2020-01-01..2020-12-31"}, {"A slow and long queue"}),
        ({"first": "2020-01-01", "last": "2020-12-31"}, {"A slow and long queue"}),
        ({"first": "2020-12-31", "last": "2020-01-01"}, {"A slow and long queue"}),
        ({"last": "2020-12-31"}, {"A slow and long queue"}),
        ({"first": "the other day"}, {"Kind crew", "A slow and long queue"}),
        ({"period": "rubbish"}, {"Kind crew", "A slow and long queue"}),
        ({"spot": "touchpoint:x"}, {"Kind crew", "A slow and long queue"}),
    ],
)
def test_filters(as_bob, workspace, query, found):
    words(workspace, "Kind crew", source="review", sentiment=1)
    words(workspace, "A slow and long queue", said_on=datetime.date(2020, 5, 5))
    assert texts(as_bob.get(PAGE, query)) == found


@pytest.mark.parametrize("as_spot", [True, False])
def test_filter_by_place(as_bob, workspace, as_spot):
    here, stage = words(workspace, "here"), factories.Stage(workspace=workspace)
    words(workspace, "on the stage", touchpoint=None, stage=stage)
    words(workspace, "elsewhere")
    touchpoint = here.touchpoint_id
    query = {"spot": f"touchpoint:{touchpoint}"} if as_spot else {"touchpoint": touchpoint}
    assert texts(as_bob.get(PAGE, query)) == {"here"}
    query = {"spot": f"stage:{stage.pk}"} if as_spot else {"stage": stage.pk}
    assert texts(as_bob.get(PAGE, query)) == {"on the stage"}


def test_a_stage_has_the_words_of_its_touchpoints(as_bob, workspace):
    here, elsewhere = words(workspace, "here"), words(workspace, "elsewhere")
    stage = factories.Stage(workspace=workspace)
    factories.Placement(workspace=workspace, map=stage.map, stage=stage, touchpoint=here.touchpoint)
    assert elsewhere.touchpoint != here.touchpoint
    assert texts(as_bob.get(PAGE, {"spot": f"stage:{stage.pk}"})) == {"here"}


def test_filter_by_persona(as_bob, workspace):
    rule = {"any": False, "conditions": [["Class", "is", "Eco"]]}
    persona = factories.Persona(workspace=workspace, name="Saver", rule=rule)
    words(workspace, "by facts", attributes={"Class": "Eco"})
    words(workspace, "of nobody", attributes={"Class": "100 %"})
    words(workspace, "of nobody known")
    call_command("assign_personas", str(workspace.pk))
    page = as_bob.get(PAGE, {"persona": persona.pk})
    assert texts(page) == {"by facts"}
    assert "Saver" in page.content.decode()
    other = factories.Persona(workspace=workspace)
    assert texts(as_bob.get(PAGE, {"persona": other.pk, "q": "by"})) == set()


def test_words_follow_a_new_rule(as_bob, workspace):
    persona = factories.Persona(workspace=workspace)
    for cabin in ("Eco", "Business"):
        words(workspace, cabin, attributes={"Class": cabin})
    for cabin in ("Eco", "Business"):
        persona.rule = {"any": False, "conditions": [["Class", "is", cabin]]}
        persona.save()
        call_command("assign_personas", str(workspace.pk))
        assert texts(as_bob.get(PAGE, {"persona": persona.pk})) == {cabin}
    persona.rule = {}
    persona.save()
    call_command("assign_personas", str(workspace.pk))
    assert texts(as_bob.get(PAGE, {"persona": persona.pk})) == set()


def test_words_are_given_some_at_a_time_and_none_left_out(as_bob, workspace, monkeypatch):
    monkeypatch.setattr(segments, "AT_ONCE", 2)
    rule = {"any": False, "conditions": [["Class", "is", "Eco"]]}
    persona = factories.Persona(workspace=workspace, rule=rule)
    today = timezone.localdate()
    for number in range(7):
        day = today - datetime.timedelta(number % 2)
        words(workspace, str(number), attributes={"Class": "Eco"}, said_on=day)
    call_command("assign_personas", str(workspace.pk))
    assert texts(as_bob.get(PAGE, {"persona": persona.pk})) == set("0123456")


def test_pages_of_fifty_newest_first(as_bob, workspace, django_assert_num_queries):
    touchpoint, today = factories.Touchpoint(workspace=workspace), timezone.localdate()
    for number in range(60):
        day = today - datetime.timedelta(number)
        words(workspace, f"word {number}", touchpoint=touchpoint, said_on=day)
    with django_assert_num_queries(13):
        first = as_bob.get(PAGE, {"source": "survey"})
    assert said(first)[:2] == ["word 0", "word 1"]
    assert len(said(first)) == 50
    assert "?source=survey&amp;after=" in first.content.decode()


def test_removed_and_foreign_words_are_not_shown(as_bob, workspace, charlie):
    words(workspace, "gone", removed_at=timezone.now())
    words(charlie.workspace, "secret")
    assert texts(as_bob.get(PAGE)) == set()


def test_a_fragment_for_htmx(as_bob, workspace, hx):
    words(workspace, "quoted")
    page = as_bob.get(PAGE, headers=hx).content.decode()
    assert "quoted" in page
    assert "<html" not in page


def test_nothing_matches(as_bob, workspace):
    words(workspace, "quoted")
    assert "Nothing matches" in as_bob.get(PAGE, {"q": "absent"}).content.decode()


def test_markup_in_words_is_text(as_bob, workspace):
    words(workspace, "<script>alert(1)</script>")
    assert "<script>alert" not in as_bob.get(PAGE).content.decode()


def test_two_days_are_a_period_that_other_filters_keep(as_bob, workspace):
    factories.Feedback(
        workspace=workspace, text="Kind crew", said_on=datetime.date(2020, 3, 4), source="call"
    )
    page = as_bob.get(
        "/w/acme/feedback/", {"source": "call", "first": "2020-03-01", "last": "2020-03-31"}
    ).content.decode()
    assert "1 Mar 2020 to 31 Mar 2020" in page
    assert 'href="/w/acme/feedback/?source=call&amp;period=30"' in page
    assert 'href="/w/acme/feedback/?source=call"' in page  # all time
    assert '<input type="hidden" name="period" value="2020-03-01..2020-03-31">' in page
