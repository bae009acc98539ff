"""Random actions on a map, as people do them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cxjourney.activity import undo
from cxjourney.backlog import actions as pains
from cxjourney.board import actions as bulk
from cxjourney.feedback import actions as feedback
from cxjourney.feedback.places import Spot
from cxjourney.feedback.questions import Asked
from cxjourney.journeys.actions import cards, maps, stages, steps, touchpoints
from cxjourney.models import Card, JourneyMap, Lane, Persona, Placement, Stage, Step


class Walk:
    """One person on one map. Every step takes a number that says which thing it is about."""

    def __init__(self, map_, by):
        self.map, self.by = map_, by

    def rows(self, model, **wanted):
        return list(model.objects.live().filter(map=self.map, **wanted).order_by("id"))

    def card_edit(self, n):
        if found := self.rows(Card):
            card = found[n % len(found)]
            cards.edit_card(
                by=self.by, card=card, text=f"Words {n}", version=card.version, base=card.text,
                mood=["", "good", "bad"][n % 3],
            )  # fmt: skip

    def card_create(self, n):
        lanes = [lane for lane in self.rows(Lane) if lane.holds_cards]
        columns = self.rows(Stage)
        if lanes and columns:
            lane, stage = lanes[n % len(lanes)], columns[n % len(columns)]
            step = self.step_in(stage, n)
            cards.create_card(by=self.by, lane=lane, stage=stage, step=step, text=f"New {n}")

    def card_move(self, n):
        found, lanes = self.rows(Card), [lane for lane in self.rows(Lane) if lane.holds_cards]
        columns = self.rows(Stage)
        if found and lanes and columns:
            lane, stage = lanes[n % len(lanes)], columns[(n // 3) % len(columns)]
            card = found[n % len(found)]
            step = self.step_in(stage, n)
            cards.move_card(
                by=self.by, card=card, lane_id=lane.pk, stage_id=stage.pk, step_id=step.pk if step else None,
                before=None,
            )  # fmt: skip

    def card_remove(self, n):
        if found := self.rows(Card):
            cards.remove_card(by=self.by, card=found[n % len(found)])

    def items_move(self, n):
        found, columns = [*self.rows(Card), *self.rows(Placement)], self.rows(Stage)
        stage = columns[n % len(columns)]
        step = self.step_in(stage, n)
        bulk.move_items(by=self.by, items=found[n % 3 :: 3], stage=stage, step=step, lane=None)

    def items_mark(self, n):
        bulk.mark_items(by=self.by, items=self.rows(Card)[n % 2 :: 2], hue=n % 5)

    def items_known(self, n):
        level = ["assumed", "observed", "measured"][n % 3]
        things = [*self.rows(Card), *self.rows(Placement)]
        bulk.mark_items(by=self.by, items=things[n % 2 :: 2], evidence=level)

    def people(self):
        """Two personas of the workspace."""
        known = list(Persona.objects.live().filter(workspace=self.map.workspace_id).order_by("id"))
        while len(known) < 2:
            known.append(Persona.objects.create(workspace=self.map.workspace, name=f"Persona {len(known)}"))
        return known

    def map_also(self, n):
        map_, known = JourneyMap.objects.get(pk=self.map.pk), self.people()
        maps.set_map(by=self.by, map_=map_, also_ids=[one.pk for one in known[: n % 3]])

    def items_tag(self, n):
        persona = self.people()[n % 2]
        bulk.tag_items(by=self.by, items=self.rows(Card)[n % 2 :: 2], persona=persona, on=n % 3 > 0)

    def items_remove(self, n):
        bulk.remove_items(by=self.by, items=[*self.rows(Card), *self.rows(Placement)][n % 5 :: 5])

    def stage_edit(self, n):
        if found := self.rows(Stage):
            stage = found[n % len(found)]
            stages.edit_stage(
                by=self.by, stage=stage, texts={"name": (f"Stage {n}", stage.name)}, version=stage.version
            )

    def stage_create(self, n):
        stages.create_stage(by=self.by, map_=self.map, name=f"Stage {n}")

    def stage_move(self, n):
        if found := self.rows(Stage):
            stages.move_stage(by=self.by, stage=found[n % len(found)], before=found[0].pk)

    def stage_remove(self, n):
        if len(found := self.rows(Stage)) > 1:
            stages.remove_stage(by=self.by, stage=found[n % len(found)])

    def step_in(self, stage, n):
        """A step of this stage, or none."""
        return [*self.rows(Step, stage=stage), None][n % (len(self.rows(Step, stage=stage)) + 1)]

    def steps(self, n):
        """A step of a stage that is there."""
        found = self.rows(Step, stage__removed_at=None)
        return found[n % len(found)] if found else None

    def step_add(self, n):
        columns = self.rows(Stage)
        with suppress(steps.TooMany):
            steps.add_step(by=self.by, stage=columns[n % len(columns)])

    def step_rename(self, n):
        if step := self.steps(n):
            seen = {"version": step.version, "base": step.name}
            steps.rename_step(by=self.by, step=step, name=f"Named {n}", **seen)

    def step_move(self, n):
        if step := self.steps(n):
            others = [*self.rows(Step, stage=step.stage), None]
            before = others[n // 3 % len(others)]
            steps.move_step(by=self.by, step=step, before=before.pk if before else None)

    def step_remove(self, n):
        if step := self.steps(n):
            steps.remove_step(by=self.by, step=step)

    def steps_join(self, n):
        if step := self.steps(n):
            steps.join_steps(by=self.by, stage=step.stage)

    def lane_set(self, n):
        found = self.rows(Lane)
        lane = found[n % len(found)]
        if n % 2:
            stages.set_lane(by=self.by, lane=lane, verb="lane_fold", folded=not lane.folded)
        else:
            stages.set_lane(by=self.by, lane=lane, verb="lane_hide", hidden=not lane.hidden)

    def lane_edit(self, n):
        found = self.rows(Lane)
        lane = found[n % len(found)]
        texts = {"title": (f"Lane {n}", lane.title)}
        role = ["", "front", "back", "support"][n // 7 % 4]
        stages.edit_lane(by=self.by, lane=lane, texts=texts, version=lane.version, role=role)

    def assume(self, n):
        found = [*self.rows(Stage), *self.rows(Placement)]
        stages.assume(by=self.by, thing=found[n % len(found)], value=Decimal(n % 41 - 20) / 10)

    def touchpoint_place(self, n):
        columns = self.rows(Stage)
        stage = columns[n % len(columns)]
        with suppress(touchpoints.AlreadyThere):
            step = self.step_in(stage, n)
            touchpoints.place_touchpoint(
                by=self.by, stage=stage, step=step, name=f"Place {n % 5}", channel="phone"
            )

    def placement_move(self, n):
        found, columns = self.rows(Placement), self.rows(Stage)
        if found:
            with suppress(touchpoints.AlreadyThere), transaction.atomic():
                stage = columns[n % len(columns)]
                step = self.step_in(stage, n)
                touchpoints.move_placement(
                    by=self.by, placement=found[n % len(found)], stage=stage, before=None,
                    step_id=step.pk if step else None,
                )  # fmt: skip

    def touchpoint_set(self, n):
        if found := self.rows(Placement):
            point = found[n % len(found)].touchpoint
            values = {"moment_of_truth": bool(n % 2), "channel": ["phone", "store"][n % 2]}
            touchpoints.set_touchpoint(by=self.by, touchpoint=point, map_id=self.map.pk, **values)

    def pain(self, n):
        columns = self.rows(Stage)
        pains.create_pain(by=self.by, title=f"Pain {n}", stage=columns[n % len(columns)], impact=n % 5 + 1)

    def score(self, n):
        # Answers elsewhere may move the days of the period; that is seen when the page is read again.
        if found := [one for one in self.rows(Placement) if one.stage.removed_at is None]:
            asked = Asked("csat", "CSAT", "How was it?", 1, 5)
            spot = Spot(touchpoint=found[n % len(found)].touchpoint)
            day = timezone.localdate()
            feedback.create_score(
                by=self.by, spot=spot, asked=asked, value=n % 5 + 1, answered_on=day, count=n % 30 + 1
            )

    def words(self, n):
        if found := self.rows(Placement):
            spot = Spot(touchpoint=found[n % len(found)].touchpoint)
            feedback.create_feedback(by=self.by, spot=spot, text=f"Words {n}", said_on=timezone.localdate())

    def map_set(self, n):
        map_ = JourneyMap.objects.get(pk=self.map.pk)
        maps.set_map(by=self.by, map_=map_, period=["30", "90", "all"][n % 3], source=f"Source {n % 2}")

    def undo(self, _n):
        with suppress(undo.CannotUndo), transaction.atomic():
            undo.undo(by=self.by, map_id=self.map.pk)

    def redo(self, _n):
        with suppress(undo.CannotUndo), transaction.atomic():
            undo.redo(by=self.by, map_id=self.map.pk)


HELPERS = {"rows", "people", "steps", "step_in"}
STEPS = sorted(name for name in vars(Walk) if not name.startswith("_") and name not in HELPERS)
