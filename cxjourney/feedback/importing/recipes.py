"""Files seen before: one with the same columns is read in the same way."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.utils import timezone

from cxjourney.activity import log
from cxjourney.feedback.importing.plan import Plan, Role
from cxjourney.feedback.importing.suggest import LOOKED_AT, suggest
from cxjourney.feedback.importing.text import Table
from cxjourney.feedback.models import Import, ImportRecipe
from cxjourney.feedback.places import known_touchpoints, live_maps

MOST_MADE = 60  # touchpoints that are suggested to be made; a column of more names something else


def find(workspace_id: int, signature: str) -> ImportRecipe | None:
    """The recipe for files with these columns. One query."""
    return ImportRecipe.objects.for_workspace(workspace_id).live().filter(signature=signature).first()


def keep(*, by, imported: Import) -> None:
    """Remember how files with the columns of this one are read, once its answers are stored."""
    plan = Plan.from_json(imported.columns)
    values = {
        "name": imported.file_name,
        "plan": replace(plan, recipe="", sheet="", sheets=[], lines=False).to_json(),
        "used_at": timezone.now(),
    }
    recipe = find(by.workspace_id, plan.signature)
    if recipe is None:
        recipe = ImportRecipe(workspace_id=by.workspace_id, signature=plan.signature, **values)
        log.create(recipe, by=by, verb="recipe_create")
    elif recipe.plan != values["plan"]:
        log.settle(recipe, values, by=by, verb="recipe_change")
    else:
        ImportRecipe.objects.filter(pk=recipe.pk).update(used_at=values["used_at"])


def recognise(workspace_id: int, plan: Plan) -> Plan:
    """The plan of the recipe that fits, or else the suggested one."""
    recipe = find(workspace_id, plan.signature)
    return follow(recipe, plan) if recipe else plan


def plan_for(workspace_id: int, path: Path) -> Plan:
    """How a file is read in this workspace: as the last one with its columns, or else as suggested.

    Touchpoints are made where the workspace knows none of the file's, and put on its map if it has one only.
    Raises text.Unreadable.
    """
    plan = recognise(workspace_id, suggest(path))
    if not plan.recipe:
        position, known = plan.position(Role.TOUCHPOINT), known_touchpoints(workspace_id)
        if position is not None:
            rows = islice(Table(path, plan.form).body(), LOOKED_AT)
            names = {row[position].strip().casefold() for _number, row in rows if position < len(row)} - {""}
            if names and len(names) <= MOST_MADE and names.isdisjoint(known):
                plan.unknown = "create"
        maps = live_maps(workspace_id)
        plan.map = maps[0][0] if len(maps) == 1 else 0
    return plan


def follow(recipe: ImportRecipe, plan: Plan) -> Plan:
    """What the recipe says of the columns, and the file itself of how it is written and of its day."""
    kept = Plan.from_json(recipe.plan)
    return replace(
        kept,
        encoding=plan.encoding,
        delimiter=plan.delimiter,
        headers=plan.headers,
        skip=plan.skip,
        sheet=plan.sheet,
        sheets=plan.sheets,
        dates=plan.dates or kept.dates,
        day=plan.day or kept.day,
        recipe=recipe.name,
    )
