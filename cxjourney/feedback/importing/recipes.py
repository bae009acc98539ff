"""Files seen before: one with the same columns is read in the same way."""

from __future__ import annotations

from dataclasses import replace

from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.models import ImportRecipe


def find(workspace_id: int, signature: str) -> ImportRecipe | None:
    """The recipe for files with these columns. One query."""
    return ImportRecipe.objects.for_workspace(workspace_id).live().filter(signature=signature).first()


def recognise(workspace_id: int, plan: Plan) -> Plan:
    """The plan of the recipe that fits, or else the suggested one."""
    recipe = find(workspace_id, plan.signature)
    return follow(recipe, plan) if recipe else plan


def follow(recipe: ImportRecipe, plan: Plan) -> Plan:
    """What the recipe says of the columns, and the file itself of how it is written and of its day."""
    kept = Plan.from_json(recipe.plan)
    return replace(
        kept,
        encoding=plan.encoding,
        delimiter=plan.delimiter,
        headers=plan.headers,
        sheet=plan.sheet,
        sheets=plan.sheets,
        dates=plan.dates or kept.dates,
        day=plan.day or kept.day,
        recipe=recipe.name,
    )
