"""All that people do to a map, at random; what `tests.board.walk` leaves out is added here."""

from __future__ import annotations

from contextlib import suppress

from django.db.models import Q

from cxjourney.activity import undo
from cxjourney.backlog import actions as pains
from cxjourney.journeys.actions import cards, stages, touchpoints
from cxjourney.models import Card, Lane, PainPoint, Placement, Stage
from tests.board.walk import Walk


class MapWalk(Walk):
    def pains(self) -> list[PainPoint]:
        """Those of touchpoints that stand on the map, and those of its stages."""
        here = Placement.objects.live().filter(map=self.map, stage__removed_at=None).values("touchpoint_id")
        found = PainPoint.objects.live().filter(Q(touchpoint__in=here) | Q(stage__map=self.map))
        return list(found.select_related("stage").order_by("id"))

    def pain_edit(self, n):
        if found := self.pains():
            pain = found[n % len(found)]
            seen = {"version": pain.version, "base": pain.title}
            pains.rewrite_pain(by=self.by, pain=pain, field="title", text=f"Hurts {n}", **seen)

    def pain_set(self, n):
        if found := self.pains():
            pains.set_pain(by=self.by, pain=found[n % len(found)], impact=n % 5 + 1, status="planned")

    def pain_move(self, n):
        found, columns = [pain for pain in self.pains() if pain.stage_id], self.rows(Stage)
        if found:
            pain = found[n % len(found)]
            pains.move_pain(by=self.by, pain=pain, stage=columns[n % len(columns)], before=None)

    def pain_remove(self, n):
        if found := self.pains():
            pains.remove_pain(by=self.by, pain=found[n % len(found)])

    def placement_remove(self, n):
        if found := self.rows(Placement):
            touchpoints.remove_placement(by=self.by, placement=found[n % len(found)])

    def touchpoint_name(self, n):
        if found := self.rows(Placement):
            one = found[n % len(found)].touchpoint
            with suppress(touchpoints.NameTaken):
                touchpoints.rewrite_touchpoint(
                    by=self.by, touchpoint=one, field="name", text=f"Called {n}", version=one.version,
                    base=one.name, map_id=self.map.pk,
                )  # fmt: skip

    def card_duplicate(self, n):
        if found := self.rows(Card):
            cards.duplicate_card(by=self.by, card=found[n % len(found)])

    def card_lines(self, n):
        lanes = [lane for lane in self.rows(Lane) if lane.holds_cards]
        if lanes:
            stage = self.rows(Stage)[0]
            texts = [f"Line {n}", f"Line {n + 1}"]
            cards.create_cards(by=self.by, lane=lanes[n % len(lanes)], stage=stage, texts=texts)

    def lane_create(self, n):
        with suppress(stages.KindTaken):
            kind = ["text", "pains", "steps"][n % 3]
            stages.create_lane(by=self.by, map_=self.map, kind=kind, title=f"Lane {n}")

    def lane_move(self, n):
        found = self.rows(Lane)
        stages.move_lane(by=self.by, lane=found[n % len(found)], before=found[0].pk if n % 2 else None)

    def lane_remove(self, n):
        if len(found := self.rows(Lane)) > 1:
            stages.remove_lane(by=self.by, lane=found[n % len(found)])

    def undo_all(self) -> None:
        """Until nothing of one's own is left to be undone."""
        with suppress(undo.CannotUndo):
            while True:
                undo.undo(by=self.by, map_id=self.map.pk)


# Answers of customers are no part of the map.
STEPS = sorted({name for name in dir(MapWalk) if not name.startswith("_")} - {
    "rows", "people", "steps", "step_in", "pains", "undo_all", "score", "words",
})  # fmt: skip
