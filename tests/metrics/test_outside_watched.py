"""Numbers counted elsewhere have a place, an owner and a threshold; alerts come once and go by themselves."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cxjourney.metrics.outside import read_outsides
from cxjourney.models import Alert, Metric, Outside, Reading
from tests import factories

PAGE = "/w/acme/metrics/outside/"


@pytest.fixture
def churn(workspace, alice):
    return Outside.objects.create(
        workspace=workspace, name="Churn", kind="rate", better="down", alert=5, owner=alice.user
    )


def keep(client, outside, day, value, **more):
    return client.post(f"{PAGE}{outside.pk}/values/", {"day": day, "value": value} | more)


def open_reasons(outside) -> list[str]:
    return sorted(Alert.objects.filter(outside=outside, closed_at=None).values_list("reason", flat=True))


def settings(outside, **changed) -> dict:
    row = {
        "name": outside.name,
        "better": outside.better,
        "target": "",
        "alert": "",
        "place": "",
        "owner": "",
    }
    return row | {"base_name": outside.name, "version": outside.version} | changed


def test_a_rate_with_its_n_crosses_with_its_whole_interval(as_edith, as_bob, churn):
    keep(as_edith, churn, "2026-01-31", "6", n=100)  # 2.8 to 12.5: it may as well be 4
    assert open_reasons(churn) == []
    keep(as_edith, churn, "2026-02-28", "6", n=10_000)
    assert open_reasons(churn) == ["crossed"]
    [sent] = mail.outbox
    assert sent.to == ["alice@example.com"]
    assert sent.subject == "Churn crossed its threshold"
    assert "6.0 % (5.6 to 6.5, n=10,000), threshold 5.0 %." in sent.body
    assert f"{PAGE}{churn.pk}/" in sent.body
    page = as_bob.get("/w/acme/metrics/").content.decode()
    assert f'<a href="{PAGE}{churn.pk}/">Churn</a> crossed its threshold' in page
    keep(as_edith, churn, "2026-03-31", "5.2", n=10_000)  # not yet back on the right side
    assert open_reasons(churn) == ["crossed"]
    keep(as_edith, churn, "2026-04-30", "4", n=10_000)
    assert open_reasons(churn) == []
    assert "Recovered" in as_bob.get("/w/acme/metrics/").content.decode()
    assert len(mail.outbox) == 1


def test_a_plain_number_is_judged_by_its_value(as_edith, workspace, alice):
    revenue = Outside.objects.create(
        workspace=workspace, name="Revenue", kind="money", unit="EUR", alert=1000, owner=alice.user
    )
    keep(as_edith, revenue, "2026-01-31", "999")
    assert open_reasons(revenue) == ["crossed"]
    assert "999.00 EUR (no interval), threshold 1,000.00 EUR." in mail.outbox[0].body


def test_a_rate_that_surely_fell(as_edith, churn):
    keep(as_edith, churn, "2026-01-31", "2", n=10_000)
    keep(as_edith, churn, "2026-02-28", "3", n=10_000)
    assert open_reasons(churn) == ["fell"]
    assert "+1.0 against the value before" in mail.outbox[0].body


def test_the_threshold_said_is_the_one_that_was_crossed(as_edith, as_bob, churn, alice):
    keep(as_edith, churn, "2026-01-31", "9", n=10_000)
    churn.refresh_from_db()
    sent = settings(churn, alert="7", owner=alice.user_id)
    assert as_edith.post(f"{PAGE}{churn.pk}/edit/", sent).status_code == 302
    assert open_reasons(churn) == ["crossed"]
    assert "threshold 5.0 %" in as_bob.get("/w/acme/metrics/").content.decode()


@pytest.mark.parametrize("how", ["removed value", "no owner", "file", "settings"])
def test_what_changes_it_is_judged_at_once(as_edith, churn, how, alice):
    keep(as_edith, churn, "2026-01-31", "9")
    assert open_reasons(churn) == ["crossed"]
    churn.refresh_from_db()
    if how == "removed value":
        as_edith.post(f"/w/acme/metrics/readings/{Reading.objects.get().pk}/remove/")
        assert open_reasons(churn) == ["crossed"]  # nothing is known now
        return
    if how == "file":
        file = SimpleUploadedFile("values.csv", b"2026-02-28,1\n")
        as_edith.post(f"{PAGE}{churn.pk}/file/", {"file": file})
    elif how == "settings":
        as_edith.post(f"{PAGE}{churn.pk}/edit/", settings(churn, alert="20", owner=alice.user_id))
    else:
        as_edith.post(f"{PAGE}{churn.pk}/edit/", settings(churn, alert="5"))
    assert open_reasons(churn) == []


def test_it_stands_beside_the_touchpoint_it_is_about(as_edith, as_bob, churn, workspace):
    placement = factories.Placement(workspace=workspace)
    edit, key = f"{PAGE}{churn.pk}/edit/", f"touchpoint:{placement.touchpoint_id}"
    assert as_edith.post(edit, settings(churn, place=key, target="4")).status_code == 302
    keep(as_edith, churn, timezone.localdate().isoformat(), "6", n=10_000)
    drawer = as_bob.get(f"/w/acme/maps/{placement.map_id}/touchpoints/{placement.pk}/").content.decode()
    assert "Counted elsewhere" in drawer
    assert "95 % between 5.6 and 6.5" in drawer
    assert "target 4.0 % (missed)" in drawer
    stage = as_bob.get(f"/w/acme/maps/{placement.map_id}/stages/{placement.stage_id}/").content.decode()
    assert "Counted elsewhere" not in stage
    assert placement.touchpoint.name in as_bob.get("/w/acme/metrics/").content.decode()
    # It goes with its place no further than the place's name.
    placement.touchpoint.removed_at = timezone.now()
    placement.touchpoint.save()
    churn.refresh_from_db()
    assert f'value="{key}" selected' in as_edith.get(edit).content.decode()
    assert as_edith.post(edit, settings(churn, place=key, target="3")).status_code == 302
    churn.refresh_from_db()
    assert (churn.touchpoint_id, churn.target) == (placement.touchpoint_id, 3)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("alert", "120", "A rate lies between 0 and 100 per cent."),
        ("target", "-1", "A rate lies between 0 and 100 per cent."),
        ("alert", "many", "Enter a number."),
        ("place", "map:999999", "Select a valid choice."),
        ("owner", "999999", "Select a valid choice."),
    ],
)
def test_bad_settings_are_said_beside_their_field(as_edith, churn, field, value, says):
    refused = as_edith.post(f"{PAGE}{churn.pk}/edit/", settings(churn, **{field: value}))
    assert refused.status_code == 422
    assert says in refused.content.decode()


def test_made_for_a_map(as_edith, workspace, edith):
    map_ = factories.JourneyMap(workspace=workspace)
    sent = {
        "name": "Sales",
        "kind": "number",
        "better": "up",
        "place": f"map:{map_.pk}",
        "owner": edith.user_id,
    }
    assert as_edith.post(f"{PAGE}new/", sent).status_code == 302
    made = Outside.objects.get()
    assert (made.map_id, made.owner_id, made.place_name) == (map_.pk, edith.user_id, map_.title)


def test_no_place_or_owner_of_another_workspace(as_edith, churn, charlie):
    theirs = factories.JourneyMap(workspace=charlie.workspace)
    for field, value in (("place", f"map:{theirs.pk}"), ("owner", charlie.user_id)):
        assert as_edith.post(f"{PAGE}{churn.pk}/edit/", settings(churn, **{field: value})).status_code == 422


def test_competitors_stand_beside_a_metric_of_ours(as_edith, as_bob, workspace, charlie):
    factories.Score(workspace=workspace, question=factories.Question(workspace=workspace), count=20)
    metric = Metric.objects.get(workspace=workspace)
    here = f"/w/acme/metrics/{metric.pk}/"
    assert f"new/?beside={metric.pk}" in as_edith.get(here).content.decode()
    assert "Competitors" not in as_bob.get(here).content.decode()  # nothing to see, nothing to add
    page = as_edith.get(f"{PAGE}new/", {"beside": metric.pk}).content.decode()
    assert f'<option value="{metric.pk}" selected>CSAT</option>' in page
    sent = {"name": "CSAT of others", "kind": "number", "better": "up", "beside": metric.pk}
    assert as_edith.post(f"{PAGE}new/", sent).status_code == 302
    outside = Outside.objects.get()
    for day, value in (("2026-01-31", "3.9"), ("2026-02-28", "4.2")):
        keep(as_edith, outside, day, value, rival="Rival & Co", n=500)
    shown = as_bob.get(here, {"period": "all"}).content.decode().partition('id="rivals"')[2]
    assert "Rival &amp; Co" in shown
    assert "4.20" in shown
    assert "3.90" not in shown
    foreign = Metric.objects.create(
        workspace=charlie.workspace, kind="csat", asked="x", low=1, high=5, name="Theirs"
    )
    refused = as_edith.post(f"{PAGE}{outside.pk}/edit/", settings(outside, beside=foreign.pk))
    assert refused.status_code == 422


def test_many_numbers_cost_no_more_queries(workspace, churn, django_assert_num_queries):
    for at in range(30):
        Outside.objects.create(workspace=workspace, name=f"Number {at}")
    with django_assert_num_queries(1):
        assert len(read_outsides(workspace)) == 31
