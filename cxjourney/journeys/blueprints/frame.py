"""The frame of a map: its stages and lanes with their prompts, as a template holds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from cxjourney.journeys.kinds import LaneKind
from cxjourney.journeys.models import Lane, Stage, Step

Words = str | Promise


@dataclass(frozen=True)
class StagePart:
    """A column. `locked`: on maps made of the template it can be neither renamed nor removed.

    `steps` are those that it is split into, none or several.
    """

    name: Words
    goal: Words = ""
    locked: bool = False
    steps: tuple[Words, ...] = ()


@dataclass(frozen=True)
class LanePart:
    """A row. `prompts` are examples for its cells, one a stage; `prompt` stands where there is none."""

    kind: str
    title: Words = ""
    note: Words = ""
    prompt: Words = ""
    prompts: tuple[Words, ...] = ()
    hidden: bool = False
    folded: bool = False
    locked: bool = False
    role: str = ""
    taxonomy: int = 0

    @property
    def label(self) -> Words:
        return self.title or LaneKind(self.kind).label

    def prompts_of(self, stages: list[Stage]) -> dict[str, str]:
        """As Lane.prompts has them, of a map with these stages."""
        found = {
            str(stage.pk): str(words) for stage, words in zip(stages, self.prompts, strict=False) if words
        }
        return found | ({"": str(self.prompt)} if self.prompt else {})


@dataclass(frozen=True)
class Frame:
    stages: tuple[StagePart, ...] = ()
    lanes: tuple[LanePart, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "stages": [_plain(part, ("name", "goal", "locked", "steps")) for part in self.stages],
            "lanes": [_plain(part, tuple(LanePart.__dataclass_fields__)) for part in self.lanes],
        }

    def parts(self) -> list[tuple[str, StagePart | LanePart]]:
        """Stages and lanes by the names forms give them."""
        stages = [(f"stage-{at}", one) for at, one in enumerate(self.stages)]
        return [*stages, *((f"lane-{at}", one) for at, one in enumerate(self.lanes))]

    def with_locks(self, locked: Collection[str]) -> Frame:
        """The same with these parts locked and the others not."""
        stages = (replace(one, locked=f"stage-{at}" in locked) for at, one in enumerate(self.stages))
        lanes = (replace(one, locked=f"lane-{at}" in locked) for at, one in enumerate(self.lanes))
        return Frame(tuple(stages), tuple(lanes))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Frame:
        lanes = [
            LanePart(**(lane | {"prompts": tuple(lane.get("prompts", ()))})) for lane in data.get("lanes", ())
        ]
        stages = [
            StagePart(**(stage | {"steps": tuple(stage.get("steps", ()))}))
            for stage in data.get("stages", ())
        ]
        return cls(tuple(stages), tuple(lanes))


def _plain(part: StagePart | LanePart, names: tuple[str, ...]) -> dict[str, Any]:
    """What differs from the blank part, with its words in the language of now."""
    values = {}
    for name in names:
        value = getattr(part, name)
        if isinstance(value, tuple):
            value = [str(words) for words in value]
        elif isinstance(value, Promise):
            value = str(value)
        if value:
            values[name] = value
    return values


def frame_of(
    stages: list[Stage],
    lanes: list[Lane],
    *,
    examples: dict[tuple[int, int], str],
    steps: Mapping[int, list[Step]],
    locked: Collection[str] = (),
) -> Frame:
    """The frame of a map. `steps` are those of its stages (by id), `examples` are words for a cell (lane id,
    stage id) that stand before its prompt, `locked` names parts as stage-<id> and lane-<id>.
    """
    columns = tuple(
        StagePart(
            one.name,
            one.goal,
            f"stage-{one.pk}" in locked,
            tuple(step.name for step in steps.get(one.pk, ())),
        )
        for one in stages
    )
    rows = []
    for lane in lanes:
        prompts = tuple(
            examples.get((lane.pk, stage.pk)) or lane.prompts.get(str(stage.pk), "") for stage in stages
        )
        rows.append(
            LanePart(
                lane.kind,
                lane.title,
                lane.note,
                lane.prompts.get("", ""),
                prompts if any(prompts) else (),
                lane.hidden,
                lane.folded,
                f"lane-{lane.pk}" in locked,
                lane.role,
                lane.taxonomy_id or 0,
            )
        )
    return Frame(columns, tuple(rows))
