"""The largest map that must stay usable: 50 stages × 20 lanes × 2,000 cards.

Its page, an edit and a move beside those of a small map, and how it scrolls in Chromium.
"""

from __future__ import annotations

import itertools
import random
from functools import partial

from django.conf import settings
from playwright.sync_api import sync_playwright

from benchmarks.browser import served
from benchmarks.frames import shown, summary, traced
from benchmarks.map_page import counted, forgetful, processor
from benchmarks.setup import big_map, percentiles, sentence, signed_in, timed
from scripts import browser as chromium

STAGES, MORE_LANES = 50, 10
PER_CELL = (2, 3, 2, 3, 2)  # cards in the cells of the lanes that are added: 1,200 beside 800
HX = {"HX-Request": "true"}

# How far there is to scroll, from where it stands, across or down
LEFT = """side => {
  const main = document.getElementById('main'), most = side === 'scrollLeft'
    ? main.scrollWidth - main.clientWidth : main.scrollHeight - main.clientHeight;
  return main[side] > most / 2 ? -main[side] : most - main[side];
}"""
SPEED = 4800  # pixels a second: a quick hand
# Opens the form of a card by the keyboard and saves it: until each is there.
EDIT = """text => new Promise(done => {
  const card = [...document.querySelectorAll('.lane--steps [data-item]')].find(one => one.checkVisibility());
  const began = performance.now(), press = (node, key, more) => node.dispatchEvent(
    new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}));
  card.focus();
  press(card, 'Enter');
  const soon = find => new Promise(there => {
    const look = () => { const found = find(); found ? there(found) : requestAnimationFrame(look); };
    look();
  });
  soon(() => document.querySelector('#board textarea')).then(area => {
    const opened = performance.now() - began, sent = performance.now();
    area.value = text;
    area.dispatchEvent(new Event('input', {bubbles: true}));
    press(area, 'Enter', {ctrlKey: true});
    const shown = () => document.getElementById(card.id)?.textContent.includes(text);
    soon(() => !document.querySelector('#board textarea') && shown())
      .then(() => done([opened, performance.now() - sent]));
  });
})"""


def main() -> None:
    big, small = largest(), big_map(6, 1, 10)
    for name, (member, map_) in {"big": big, "small": small}.items():
        page(name, member, map_)
        edits(name, member, map_)
    look_at({"big": big, "small": small})


def look_at(maps: dict) -> None:
    """Each map in a browser."""
    seen = {
        name: (
            signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value,
            f"/w/{member.workspace.slug}/maps/{map_.pk}/",
        )
        for name, (member, map_) in maps.items()
    }
    with served() as address, sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (cookie, path) in seen.items():
            look(name, chrome, address, cookie, path)
        chrome.close()


def largest():
    """The membership and the map, made once."""
    from cxjourney.models import Card, Lane, Stage

    member, map_ = big_map(STAGES, 2, 100_000)
    if Lane.objects.filter(map=map_).count() == MORE_LANES:
        dice, here = random.Random(11), {"workspace": member.workspace, "map": map_}
        stages = list(Stage.objects.filter(map=map_).order_by("rank"))
        for number in range(MORE_LANES):
            lane = Lane.objects.create(
                **here, kind="text", title=f"Text {number + 1}", rank=f"1{number:03d}V"
            )
            Card.objects.bulk_create(
                Card(**here, lane=lane, stage=stage, text=sentence(dice), rank=f"{n:04d}V")
                for stage, many in zip(stages, itertools.cycle(PER_CELL), strict=False)
                for n in range(many)
            )
    return member, map_


def page(name: str, member, map_) -> None:
    client, address = signed_in(member), f"/w/{member.workspace.slug}/maps/{map_.pk}/"
    queries, answer = counted(client, address)
    p50, p95 = percentiles(timed(lambda: client.get(address), 30))
    cold, _p95 = percentiles(timed(lambda: forgetful(client, address), 8, warm=1))
    print(
        f"{name}: {queries} queries, p50 {p50:.0f} ms, p95 {p95:.0f} ms, {cold:.0f} ms cold, "
        f"{processor(client, address, 20):.0f} ms of processor, {len(answer.content) / 1000:.0f} KB",
        flush=True,
    )


def edits(name: str, member, map_) -> None:
    """An edit and a move on the server, p50 and p95."""
    from cxjourney.models import Card

    client, base = signed_in(member), f"/w/{member.workspace.slug}/"
    cards = list(Card.objects.filter(map=map_, lane__kind="steps").order_by("id"))
    count, dice = itertools.count(), random.Random(3)

    def edit():
        version, text = Card.objects.values_list("version", "text").get(pk=cards[0].pk)
        typed = {"text": f"Waits for the letter {next(count)}", "version": version, "base": text}
        return client.post(f"{base}cards/{cards[0].pk}/edit/", typed, headers=HX)

    def move():
        moved, there = dice.choice(cards), dice.choice(cards)
        where = {"lane": moved.lane_id, "stage": there.stage_id, "before": ""}
        return client.post(f"{base}cards/{moved.pk}/move/", where, headers=HX)

    for what, work in {"edit": edit, "move": move}.items():
        assert work().status_code in (200, 204)
        p50, p95 = percentiles(timed(work, 100))
        print(f"{name}: {what} p50 {p50:.1f} ms, p95 {p95:.1f} ms", flush=True)


def look(name: str, chrome, address: str, cookie: str, path: str) -> None:
    """The map in a browser: until it is usable, its frames while it scrolls, an edit by the keyboard."""
    context = chrome.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    tab = context.new_page()
    tab.goto(path, wait_until="load")
    tab.wait_for_timeout(2000)
    hand = context.new_cdp_session(tab)
    for side in ("scrollLeft", "scrollLeft", "scrollTop", "scrollTop"):
        print(f"{name}: {scrolled(chrome, tab, hand, side)}", flush=True)
    taken = [tab.evaluate(EDIT, f"Waits in the browser {turn}") for turn in range(5)]
    opened, saved = (sorted(times)[len(taken) // 2] for times in zip(*taken, strict=True))
    print(
        f"{name}: form of a card after {opened:.0f} ms, saved and drawn after {saved:.0f} ms (p50)",
        flush=True,
    )
    context.close()


def scrolled(chrome, tab, hand, side: str) -> str:
    """A line on the frames while a wheel scrolls the map to its other end."""
    way = tab.evaluate(LEFT, side)
    if abs(way) < 200:
        return f"{side} has nowhere to go"
    gesture = {
        "x": 700,
        "y": 500,
        "xDistance": -way if side == "scrollLeft" else 0,
        "yDistance": -way if side == "scrollTop" else 0,
        "speed": SPEED,
        "gestureSourceType": "mouse",
        "preventFling": True,
    }
    events = traced(chrome, tab, partial(hand.send, "Input.synthesizeScrollGesture", gesture))
    return f"{side} by {way:.0f} px: {shown(events)}; {summary(events)}"
