import uuid

import pytest

from cxjourney.models import Channel
from tests import factories
from tests.journeys.answers import body, events, toast, undo

URL = "/w/acme/settings/channels/"


@pytest.fixture
def channel(workspace):
    return factories.Channel(workspace=workspace, name="Radio", group="media")


def edit(client, channel, hx=None, **values):
    seen = {"name": channel.name, "group": channel.group, "version": channel.version, "base": channel.name}
    return client.post(f"{URL}{channel.pk}/edit/", seen | values, headers=hx or {})


def test_the_page_shows_own_and_fixed_channels(as_edith, channel):
    page = body(as_edith.get(URL))
    for name in ("Radio", "Word of mouth", "Back office"):
        assert name in page


def test_the_empty_page_teaches(as_edith, workspace):
    assert "No channels of your own" in body(as_edith.get(URL))


def test_a_channel_is_added(as_edith, workspace, hx):
    response = as_edith.post(f"{URL}new/", {"name": " Radio ", "group": "media"}, headers=hx)
    assert Channel.objects.get().name == "Radio"
    assert 'value="Radio"' in body(response)
    assert toast(response) == "The channel is there."


@pytest.mark.parametrize("name", ["radio", "E-MAIL", "", "n" * 61])
def test_a_wrong_name_comes_back_with_what_was_typed(as_edith, channel, name, hx):
    response = as_edith.post(f"{URL}new/", {"name": name, "group": "voice"}, headers=hx)
    assert response.status_code == 422
    assert f'value="{name}"' in body(response)
    assert "field__errors" in body(response)


def test_name_and_group_change_and_go_back_together(as_edith, channel, hx):
    back = undo(edit(as_edith, channel, hx, name="Podcast", group="digital"))
    channel.refresh_from_db()
    assert (channel.name, channel.group) == ("Podcast", "digital")
    as_edith.post(back, headers=hx)
    channel.refresh_from_db()
    assert (channel.name, channel.group) == ("Radio", "media")


def test_the_same_name_changed_by_two(as_edith, as_alice, channel, hx):
    edit(as_alice, channel, name="Podcast")
    response = edit(as_edith, channel, hx, name="Television")
    assert response.status_code == 409
    assert "“Podcast”" in body(response)
    assert 'value="Television"' in body(response)
    channel.refresh_from_db()
    assert channel.name == "Podcast"
    assert edit(as_edith, channel, hx, name="Television").status_code == 200


def test_a_removed_channel_stays_on_its_touchpoints(as_edith, workspace, channel, hx):
    touchpoint = factories.Touchpoint(workspace=workspace, channel="", own_channel=channel)
    response = as_edith.post(f"{URL}{channel.pk}/remove/", headers=hx)
    touchpoint.refresh_from_db()
    assert touchpoint.channel_name == "Radio"
    assert 'value="Radio"' not in body(response)
    as_edith.post(undo(response), headers=hx)
    assert Channel.objects.live().get() == channel


def test_the_same_key_again_makes_one(as_edith, workspace, hx):
    press = {"name": "Radio", "group": "media", "key": uuid.uuid4()}
    as_edith.post(f"{URL}new/", press, headers=hx)
    again = as_edith.post(f"{URL}new/", press, headers=hx)
    assert again.status_code == 200
    assert "toast" not in events(again)
    assert Channel.objects.count() == 1


@pytest.mark.parametrize("verb", ["edit", "remove"])
def test_only_editors_change(gate, channel, verb):
    gate(f"{URL}{channel.pk}/{verb}/")


def test_only_editors_add(gate):
    gate(f"{URL}new/")


def test_viewers_do_not_see_the_page(as_bob, as_charlie):
    assert as_bob.get(URL).status_code == 403
    assert as_charlie.get(URL).status_code == 404


def test_without_scripts_it_leads_back_to_the_list(as_edith, channel):
    assert edit(as_edith, channel, name="Podcast")["Location"] == URL
    assert "<html" in body(edit(as_edith, channel, name=""))
