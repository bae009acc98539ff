"""Values that other programs send by a token."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cxjourney.metrics import tokens
from cxjourney.models import Change, Delivery, Outside, Reading, ValueToken
from tests.threads import at_once

SETTINGS = "/w/acme/settings/values/"
ADDRESS = "/api/values/"
VALUE = {"metric": "Conversion", "date": "2026-03-31", "value": 4.2, "n": 1250}


@pytest.fixture
def outside(workspace):
    return Outside.objects.create(workspace=workspace, name="Conversion", kind="rate")


@pytest.fixture
def secret(as_alice, outside):
    page = as_alice.post(SETTINGS, {"name": "Shop"}).content.decode()
    return re.search(r"cxv_[\w-]{40,}", page)[0]


def send(secret, body=VALUE, *, client=None, key="", kind="application/json"):
    headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
    text = body if isinstance(body, str) else json.dumps(body)
    return (client or Client()).post(ADDRESS, text, content_type=kind, headers=headers)


def test_made_shown_once_used_and_revoked(as_alice, secret, alice):
    token = ValueToken.objects.get()
    assert secret not in as_alice.get(SETTINGS).content.decode()
    assert token.digest == tokens.digest_of(secret) != secret
    assert secret not in json.dumps([change.after for change in Change.objects.all()])
    answer = send(secret)
    assert answer.status_code == 200
    assert answer.json() == {
        "metric": "Conversion",
        "date": "2026-03-31",
        "value": "4.2",
        "n": 1250,
        "competitor": "",
        "changed": True,
    }
    reading = Reading.objects.get()
    assert (str(reading.value), reading.n, reading.rival) == ("4.2000", 1250, "")
    assert Change.objects.get(verb="reading_set").actor == alice.user
    token.refresh_from_db()
    assert token.used_at
    assert send(secret, VALUE | {"value": 5}).json()["changed"]
    assert Reading.objects.get().value == 5
    as_alice.post(f"{SETTINGS}{token.pk}/revoke/")
    assert send(secret).status_code == 401
    assert "No token yet" in as_alice.get(SETTINGS).content.decode()


def test_the_example_of_the_guide_works(secret):
    text = Path("docs/values.md").read_text()
    example = re.search(r"```sh\n(.*?)```", text, re.DOTALL)[1].replace("$TOKEN", secret)
    words = shlex.split(example.replace("\\\n", " "))
    assert words[1].endswith(ADDRESS)
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    kind = headers.pop("Content-Type")
    answer = Client().post(ADDRESS, words[words.index("-d") + 1], content_type=kind, headers=headers)
    assert answer.status_code == 200
    said = re.search(r"The answer says what is kept: `(.*?)`", text)[1]
    assert answer.json() == json.loads(said)


def test_the_same_key_counts_once(secret):
    first = send(secret, key="one")
    assert "Idempotency-Replayed" not in first
    Reading.objects.all().delete()
    again = send(secret, key="one")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert not Reading.objects.exists()
    assert send(secret, VALUE | {"value": 9}, key="one").status_code == 409
    assert send(secret, key="x" * 101).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_counts_once(secret):
    answers = at_once(4, lambda _number: send(secret, key="one"))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert (Delivery.objects.count(), Change.objects.filter(verb="reading_set").count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ("{", 400, "no JSON"),
        ("[1]", 400, "one object"),
        ("{}", 400, "one object"),
        (VALUE | {"metric": "Churn"}, 422, "no such number"),
        (VALUE | {"metric": "Conv\0"}, 422, "no text"),
        (VALUE | {"competitor": "half \ud800 a pair"}, 422, "no text"),
        (VALUE | {"date": "31.03.2026"}, 422, "like 2026-03-31"),
        (VALUE | {"date": "20260331"}, 422, "like 2026-03-31"),
        (VALUE | {"date": "2999-01-01"}, 422, "in the future"),
        (VALUE | {"value": "many"}, 422, "no number"),
        (VALUE | {"value": 101}, 422, "between 0 and 100"),
        (VALUE | {"value": None}, 422, "required"),
        (VALUE | {"value": [4]}, 422, "a text or a number"),
        (VALUE | {"n": -1}, 422, "greater than or equal to 1"),
        (VALUE | {"day": "2026-03-31"}, 422, "no such field"),
        (json.dumps(VALUE | {"competitor": "x" * 20_000}), 413, "10000 bytes"),
    ],
)
def test_what_is_wrong_is_said(secret, body, status, says):
    answer = send(secret, body)
    assert answer.status_code == status
    assert says in json.dumps(answer.json())
    assert not Reading.objects.exists()


def test_who_may_not(secret, alice, outside):
    assert Client().get(ADDRESS).status_code == 405
    assert Client().post(ADDRESS, "{}", content_type="application/json").status_code == 401
    assert send("cxv_wrong")["WWW-Authenticate"] == "Bearer"
    assert send(secret, kind="text/plain").status_code == 415
    alice.delete()
    assert send(secret).status_code == 401
    assert not Reading.objects.exists()


def test_a_token_knows_only_its_workspace(secret, charlie):
    Outside.objects.create(workspace=charlie.workspace, name="Theirs")
    assert send(secret, VALUE | {"metric": "Theirs"}).status_code == 422


def test_too_many_a_minute(secret):
    now = timezone.now()
    ValueToken.objects.update(sent=tokens.A_MINUTE, counted_from=now)
    answer = send(secret)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    ValueToken.objects.update(counted_from=now - timezone.timedelta(minutes=2))
    assert send(secret).status_code == 200


def test_roles_and_names(as_edith, as_alice, as_charlie, secret):
    assert as_edith.get(SETTINGS).status_code == 403
    assert as_charlie.get(SETTINGS).status_code == 404
    assert as_alice.post(SETTINGS, {"name": " "}).status_code == 422
    assert "Shop" in as_alice.get(SETTINGS).content.decode()


def test_a_value_that_crosses_raises_an_alert(secret, outside, alice):
    outside.alert, outside.owner = 10, alice.user
    outside.save()
    assert send(secret, key="one").status_code == 200
    assert send(secret, key="one").status_code == 200
    [sent] = mail.outbox
    assert sent.subject == "Conversion crossed its threshold"
