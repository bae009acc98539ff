"""Follows one map for all who watch it in this process: draws what changed, once for each audience.

What is drawn must turn a page of `from_seq` into a page of `to_seq`. Text cards are sent whenever they
change. Everything else is drawn anew and compared with what that audience has (its base): only differences
are sent. A base is what every page of the audience shows; where there is none the whole board is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from cxjourney.activity.live.renderers import Audience, Batch
from cxjourney.activity.models import Change
from cxjourney.board import queries
from cxjourney.board.context import base_of, board_context
from cxjourney.board.live import fragments
from cxjourney.board.live.cards import CardNews
from cxjourney.board.live.log import News, is_card, is_name, is_number, read_news, snapshot, tell
from cxjourney.board.parts import Board
from cxjourney.journeys.models import JourneyMap

LISTED = 1000  # numbers of changes that are listed one by one


@dataclass
class Base:
    """What every page of an audience shows, beside text cards: the frame, the rows, hashes of the parts."""

    frame: fragments.Frame
    rows: dict[int, tuple]
    hashes: dict[str, int] = field(default_factory=dict)


class MapRenderer:
    """One map in this process. `seq` is the last change it has rendered."""

    def __init__(self, map_id: int, workspace_id: int):
        self.map_id, self.workspace_id = map_id, workspace_id
        here = JourneyMap.objects.filter(pk=map_id, workspace=workspace_id)
        self.seq, slug = here.values_list("seq", "workspace__slug").get()
        self.address = base_of(slug)
        self.urls = {
            f"{way}_url": reverse(f"activity:map_{way}", args=[slug, map_id]) for way in ("undo", "redo")
        }
        self.ahead = 0  # while numbers are held: cards up to here were sent already
        self.bases: dict[Audience, Base] = {}
        self.missed: dict[tuple[int, Audience], Batch] = {}
        self.wholes: dict[Audience, str] = {}

    def render(self, audiences: Iterable[Audience], *, hold_numbers: bool = False) -> Batch | None:
        """Everything new since `seq`, which moves on; None when there is nothing.

        Two or three queries when only text cards changed, else nine and one more for a further period.
        If it fails nothing has moved, and it can be tried again.
        """
        before = dict(self.bases)
        try:
            return self._render(set(audiences), hold_numbers)
        except BaseException:
            self.bases = before
            raise

    def _render(self, audiences: set[Audience], hold_numbers: bool) -> Batch | None:
        # Nobody of an audience that is gone gets what comes now, so its base would be wrong afterwards.
        self.bases = {audience: base for audience, base in self.bases.items() if audience in audiences}
        with snapshot():
            news = read_news(self.map_id, self.workspace_id, self.seq)
            if news is None or news.seq == self.seq:
                return None
            if hold_numbers and news.complete and all(is_card(c) or is_number(c) for c in news.changes):
                first = next((change for change in news.changes if is_number(change)), None)
                if first:
                    return self._hold(news, (first.seq or 0) - 1, audiences)
            batch = self._batch(news, self.seq, news.seq)
            batch.numbers = any(is_number(change) for change in news.changes)
            if news.complete and all(is_card(change) for change in news.changes):
                batch.html = self._cards(news.changes, audiences)
            else:
                self._draw(news, batch, audiences)
        self._moved(news.seq)
        self.ahead = 0
        return batch

    def prime(self, audience: Audience) -> None:
        """Look at what this audience sees, so that the first change need not send the whole board.

        Nothing happens when that is known, or when the map has changed since `seq`.
        """
        if audience in self.bases:
            return
        with snapshot():
            map_ = queries.find_map(self.workspace_id, self.map_id)
            if map_ and map_.seq == self.seq:
                self.bases[audience], _drawn = look(self._context(map_, audience, {}))

    def catch_up(self, after: int, audience: Audience) -> Batch:
        """What a page drawn at `after` needs to be as one drawn at `seq`. Many who come back share it."""
        if (after, audience) not in self.missed:
            with snapshot():
                self.missed[after, audience] = self._catch_up(after, audience)
        return self.missed[after, audience]

    def _catch_up(self, after: int, audience: Audience) -> Batch:
        if after >= self.seq:
            return Batch(after, after, html={audience: ""})
        news = read_news(self.map_id, self.workspace_id, after)
        if news is None:
            return Batch(after, self.seq, [self.seq], html={audience: ""})
        batch = self._batch(news, after, self.seq)
        seen = [change for change in news.changes if (change.seq or 0) <= self.seq]
        if news.complete and all(is_card(change) for change in seen):
            batch.html = self._cards(seen, {audience})
            return batch
        if audience not in self.wholes:
            self._draw(news, batch, {audience}, anew=True)
            self.wholes[audience] = batch.html[audience]
        if news.seq != self.seq:  # this page is newer than the others, so what they have is not what it has
            self.bases.pop(audience, None)
        batch.html, batch.reload = {audience: self.wholes[audience]}, True
        return batch

    def _moved(self, seq: int) -> None:
        self.seq = seq
        self.missed.clear()
        self.wholes.clear()

    def _hold(self, news: News, upto: int, audiences: set[Audience]) -> Batch | None:
        """Cards go out at once, numbers wait: what came before them is told, the rest when they are drawn."""
        fresh = [change for change in news.changes if is_card(change) and (change.seq or 0) > self.ahead]
        if not fresh and upto == self.seq and self.ahead:
            return None
        batch = self._batch(news, self.seq, upto)
        batch.html, batch.held = self._cards(fresh, audiences), True
        if upto > self.seq:
            self._moved(upto)
        self.ahead = news.seq
        return batch

    def _batch(self, news: News, after: int, upto: int) -> Batch:
        told = (
            [change for change in news.changes if after < (change.seq or 0) <= upto] if news.complete else []
        )
        count = upto - after
        return Batch(
            after,
            upto,
            seqs=list(range(after + 1, upto + 1)) if count <= LISTED else [upto],
            changes=[tell(change) for change in told],
        )

    # --- Drawing ----------------------------------------------------------------------------------

    def _cards(self, changes: Iterable[Change], audiences: set[Audience]) -> dict[Audience, str]:
        """Only text cards changed. One query, two if any moved."""
        cards = CardNews(self.map_id, self.workspace_id, changes)
        drawn = {
            can_edit: "".join(
                fragments.partial(target, html) for target, html in cards.draw(self.address, can_edit)
            )
            for can_edit in {audience.editable for audience in audiences}
        }
        return {audience: drawn[audience.editable] for audience in audiences}

    def _draw(self, news: News, batch: Batch, audiences: set[Audience], anew: bool = False) -> None:
        """Anything changed. The board is read once for each period."""
        map_ = queries.find_map(self.workspace_id, self.map_id)
        if map_ is None:  # removed: its streams are about to end
            batch.html = dict.fromkeys(audiences, "")
            return
        cards = CardNews(self.map_id, self.workspace_id, filter(is_card, news.changes))
        anew = anew or any(is_name(change, self.map_id) for change in news.changes)
        boards: dict[str, Board] = {}
        contexts = {audience: self._context(map_, audience, boards) for audience in sorted(audiences)}
        looks = {audience: look(context) for audience, context in contexts.items()}
        for audience, context in contexts.items():
            old, (self.bases[audience], drawn) = self.bases.get(audience), looks[audience]
            if anew or not news.complete or old is None or old.frame != self.bases[audience].frame:
                batch.html[audience] = fragments.whole(context)
            else:
                batch.html[audience] = self._differences(old, drawn, context, news, cards)
        batch.touched = touched(news, next(iter(boards.values())))

    def _context(self, map_: JourneyMap, audience: Audience, boards: dict[str, Board]) -> dict:
        period, key = queries.period_or_own(map_, audience.period)
        if period.key not in boards:
            boards[period.key] = queries.read_board(map_, period)
        context = board_context(boards[period.key], base=self.address, key=key, can_edit=audience.editable)
        return context | {"can_edit": audience.editable, **self.urls}

    def _differences(
        self, old: Base, drawn: list[fragments.Part], context: dict, news: News, cards: CardNews
    ) -> str:
        """What must be put in the place of what pages with the old base show."""
        board = context["board"]
        edited = {change.target_id for change in news.changes if change.target_type == "lane"}
        rows = {
            lane.id: context["paint"].row(lane)
            for lane in board.shown
            if lane.id in edited or old.rows[lane.id] != fragments.row_kind(lane, board)
        }
        differ = [
            part for part in drawn if part.lane not in rows and old.hashes.get(part.id) != hash(part.html)
        ]
        found = [(part.id, part.html) for part in fragments.with_lines(differ, context)]
        found += [(f"lane-{lane_id}", html) for lane_id, html in rows.items()]
        found += cards.draw(self.address, context["editable"], skip=rows)
        return "".join(fragments.partial(target, html) for target, html in found)


def look(context: dict) -> tuple[Base, list[fragments.Part]]:
    """What the pages of an audience show now."""
    board, drawn = context["board"], list(fragments.parts(context))
    rows = {lane.id: fragments.row_kind(lane, board) for lane in board.shown}
    return Base(fragments.frame_of(board, context), rows, {part.id: hash(part.html) for part in drawn}), drawn


def touched(news: News, board: Board) -> list[str]:
    """Ids of the places whose drawer may be out of date; all of them where the log does not say which."""
    places = {
        f"placement-{placement.id}": placement for stage in board.stages for placement in stage.placements
    }
    stages = [f"stage-{stage.id}" for stage in board.stages]
    found: set[str] = set()
    for change in news.changes if news.complete else []:
        kind, pk = change.target_type, change.target_id
        if kind == "placement":
            found |= {f"placement-{pk}", *stages}
        elif kind == "touchpoint":
            found |= {target for target, one in places.items() if one.touchpoint.id == pk} | set(stages)
        elif kind == "stage":
            found.add(f"stage-{pk}")
        elif kind not in ("card", "lane", "step"):
            break
    else:
        if news.complete:
            return sorted(found)
    return [*places, *stages]
