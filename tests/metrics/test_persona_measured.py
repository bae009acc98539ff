"""Personas measured: the rule, to whom answers are given, and what is said of them."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from cxjourney.feedback import segments
from cxjourney.metrics import rollups
from cxjourney.models import Metric, Persona, Score
from tests import factories


@pytest.fixture
def persona(workspace):
    return factories.Persona(workspace=workspace, name="Maya")


@pytest.fixture
def question(workspace):
    return factories.Question(workspace=workspace)


def answers(question, facts, value, times, **place):
    for _ in range(times):
        feedback = factories.Feedback(
            workspace=question.workspace, touchpoint=None, text="", attributes=facts
        )
        factories.Score(
            workspace=question.workspace, question=question, feedback=feedback, value=value, **place
        )


def rule(*conditions, any_="") -> dict:
    sent = {"any": any_}
    for number, (field, operator, value) in enumerate(conditions):
        sent |= {f"field_{number}": field, f"operator_{number}": operator, f"value_{number}": value}
    return sent


def page(client, persona, **query) -> str:
    response = client.get(f"/w/acme/personas/{persona.pk}/measured/", query)
    assert response.status_code == 200
    return response.content.decode()


def save(client, persona, *conditions, **more):
    return client.post(f"/w/acme/personas/{persona.pk}/rule/", rule(*conditions, **more))


def test_a_rule_finds_its_customers(as_edith, persona, question):
    touchpoint = factories.Touchpoint(workspace=persona.workspace, name="Gate")
    answers(question, {"Class": "Business", "Age": "40"}, 2, 12, touchpoint=touchpoint)
    answers(question, {"Class": "Eco"}, 5, 36, touchpoint=touchpoint)
    assert "No rule yet" in page(as_edith, persona)
    assert save(as_edith, persona, ("Class", "is", "business"), ("Age", "least", "18")).status_code == 302
    assert "not yet given" in page(as_edith, persona)
    call_command("assign_personas", str(persona.workspace_id))
    text = page(as_edith, persona)
    assert "not yet given" not in text
    assert "25\u00a0%" in text
    assert "−3.0" in text
    assert "sure" in text
    assert "Gate · CSAT" in text
    assert not list(rollups.differences(persona.workspace_id))


def test_only_where_its_customers_were_asked(as_edith, persona, question):
    gate, shop = (factories.Touchpoint(workspace=persona.workspace, name=name) for name in ("Gate", "Shop"))
    answers(question, {"Class": "Business"}, 4, 12, touchpoint=gate)
    answers(question, {"Class": "Eco"}, 4, 12, touchpoint=gate)
    factories.Score(workspace=persona.workspace, question=question, touchpoint=shop, value=1, count=500)
    save(as_edith, persona, ("Class", "is", "Business"))
    segments.give(persona.workspace_id)
    text = page(as_edith, persona)
    assert "of 24 who rated Gate" in text
    assert "−" not in text.partition("Difference")[2].partition("</table>")[0]


def test_a_metric_of_one_map_says_nothing_of_everybody(as_edith, persona, question):
    gate = factories.Touchpoint(workspace=persona.workspace)
    answers(question, {"Class": "Business"}, 2, 12, touchpoint=gate)
    save(as_edith, persona, ("Class", "is", "Business"))
    segments.give(persona.workspace_id)
    here = {"workspace": persona.workspace, "map": factories.JourneyMap(workspace=persona.workspace)}
    asked = {"kind": question.kind, "asked": question.name, "low": question.low, "high": question.high}
    Metric.objects.create(**here, **asked, name="Only on that map")
    text = page(as_edith, persona)
    assert "Only on that map" not in text
    assert "n=12" in text or ">12<" in text


def test_two_personas_side_by_side(as_edith, persona, question):
    other = factories.Persona(workspace=persona.workspace, name="Otto")
    gate = factories.Touchpoint(workspace=persona.workspace)
    answers(question, {"Class": "Business"}, 2, 12, touchpoint=gate)
    answers(question, {"Class": "Eco"}, 4, 12, touchpoint=gate)
    answers(question, {"Class": "Other"}, 1, 12, touchpoint=gate)
    save(as_edith, persona, ("Class", "is", "Business"))
    save(as_edith, other, ("Class", "is", "Eco"))
    call_command("assign_personas", str(persona.workspace_id))
    text = page(as_edith, persona, beside=other.pk)
    assert "beside Otto" in text
    assert "−2.0" in text


def test_the_first_by_name_has_them(as_edith, persona, question):
    first = factories.Persona(workspace=persona.workspace, name="Ada")
    answers(question, {"Class": "Eco"}, 4, 1)
    save(as_edith, persona, ("Class", "has", "e"))
    save(as_edith, first, ("Class", "not", "Business"), ("Class", "is", "none"), any_="1")
    segments.give(persona.workspace_id)
    assert Score.objects.get().persona == first
    save(as_edith, first)
    assert Persona.objects.get(pk=first.pk).rule == {}
    segments.give(persona.workspace_id)
    assert Score.objects.get().persona == persona


def test_a_rule_is_tried_before_it_is_kept(as_edith, as_bob, persona, question):
    answers(question, {"Class": "Business"}, 2, 3)
    answers(question, {"Class": "Eco"}, 2, 9)
    here = f"/w/acme/personas/{persona.pk}/rule/try/"
    said = as_edith.post(here, rule(("Class", "is", "business"))).content.decode()
    assert "25\u00a0%" in said
    assert "12 customers fit: 3" in said
    assert as_edith.post(here, rule(("Class", "is", ""))).content.decode().strip() == ""
    assert as_edith.post(here, rule()).content.decode().strip() == ""
    assert as_bob.post(here, rule(("Class", "is", "x"))).status_code == 403
    assert not Persona.objects.get(pk=persona.pk).rule


def test_without_facts_the_page_says_what_to_import(as_edith, as_bob, persona, question):
    assert "Nothing is known of your customers yet" in page(as_edith, persona)
    assert "Nothing is known of your customers yet" not in page(as_bob, persona)
    answers(question, {"Class": "Eco"}, 2, 1)
    text = page(as_edith, persona)
    assert "Make a rule" in text
    assert 'data-values-of="Class"' in text


def test_its_words_lead_to_the_inbox(as_bob, persona):
    factories.Feedback(workspace=persona.workspace, text="Too narrow", persona=persona)
    text = page(as_bob, persona)
    assert "Too narrow" in text
    assert f"/w/acme/feedback/?persona={persona.pk}" in text


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (("", "is", "Business"), "Say what is known"),
        (("Class", "is", ""), "Give a value."),
        (("Age", "least", "old"), "Give a number."),
        (("Age", "like", "1"), "valid choice"),
    ],
)
def test_what_is_wrong_is_said(as_edith, persona, condition, says):
    response = save(as_edith, persona, condition)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_roles_and_outsiders(as_bob, as_charlie, persona):
    assert save(as_bob, persona, ("Class", "is", "Eco")).status_code == 403
    assert "Change the rule" not in page(as_bob, persona)
    assert as_charlie.get(f"/w/acme/personas/{persona.pk}/measured/").status_code == 404


FACT = st.sampled_from(["Eco", "eco", "Business", "12", "7,5", "", "%", "'"])
CONDITION = st.tuples(
    st.sampled_from(["Class", "Age", "a'b%s"]), st.sampled_from(list(segments.OPERATORS)), FACT
)


def holds(facts, field, operator, value) -> bool:
    """A condition, told once more in Python."""
    known = facts.get(field)
    if known is None:
        return False
    if operator in segments.COMPARED:
        try:
            one, two = (float(text.replace(",", ".")) for text in (known, value))
        except ValueError:
            return False
        return one >= two if operator == "least" else one <= two
    one, two = known.lower(), value.lower()
    return {"is": one == two, "not": one != two, "has": two in one}[operator]


@pytest.mark.usefixtures("django_db_setup")
@settings(max_examples=40)
@given(
    conditions=st.lists(CONDITION, min_size=1, max_size=3),
    any_=st.booleans(),
    facts=st.lists(st.dictionaries(st.sampled_from(["Class", "Age", "a'b%s"]), FACT), min_size=1, max_size=4),
)
def test_the_database_counts_as_python_does(django_db_blocker, conditions, any_, facts):
    conditions = [one for one in conditions if one[1] not in segments.COMPARED or one[2] in ("12", "7,5")]
    if not conditions:
        return
    values: dict = {}
    sql = segments.fits("f", {"any": any_, "conditions": conditions}, values)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for known in facts:
            cursor.execute(
                f"SELECT coalesce({sql}, false) FROM (SELECT %(facts)s::jsonb AS f) x",  # noqa: S608
                values | {"facts": json.dumps(known)},
            )
            told = (any if any_ else all)(holds(known, *one) for one in conditions)
            assert cursor.fetchone()[0] == told
