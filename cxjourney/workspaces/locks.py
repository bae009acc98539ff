"""The database's own lock between tenants: foreign keys that carry the workspace."""

from __future__ import annotations

from django.apps import apps
from django.db import models

# The person and the workspace itself are not tenants' rows.
OUTSIDE = {"workspace", "user"}


def tenant_models() -> list[type[models.Model]]:
    """Every table with a workspace column."""
    return [
        model
        for model in apps.get_app_config("cxjourney").get_models()
        if any(field.name == "workspace" for field in model._meta.concrete_fields)
    ]


def tenant_links() -> list[tuple[str, str, str]]:
    """(table, column, table it points to) for every foreign key between tenants' tables."""
    known = {model._meta.model_name for model in tenant_models()}
    return sorted(
        (model._meta.db_table, field.column or "", field.related_model._meta.db_table)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.model_name in known - OUTSIDE
    )


def lock_name(table: str, column: str) -> str:
    return f"{table.removeprefix('cxjourney_')}_{column}_tenant"
