"""Rows of several models in one query written by hand.

For the few reads that stand before every page or every write: putting such a query together anew would take
longer than the database does.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def read_row(models: tuple[type[Model], ...], tail: str, params: list) -> list[Any] | None:
    """The first row of `SELECT <all columns of models> <tail>` as instances, one a model; None without a row.

    `tail` begins with FROM, names each table by its own name and is a constant of ours. A model that was
    joined and found nothing is None.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(models)} {tail}", params)
        row = cursor.fetchone()
    if row is None:
        return None
    found: list[Any] = []
    for model in models:
        names, converters = _fields(model)
        values, row = list(row[: len(names)]), row[len(names) :]
        if values[0] is None:
            found.append(None)
            continue
        for at, convert in converters:
            values[at] = convert(values[at], None, connection)
        found.append(model.from_db("default", names, values))
    return found


@cache
def _fields(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of its columns, and what turns a column's value into the field's, by place."""
    fields = model._meta.concrete_fields
    converters = [(at, one) for at, field in enumerate(fields) for one in field.get_db_converters(connection)]
    return [field.attname for field in fields], converters


@cache
def _columns(models: tuple[type[Model], ...]) -> str:
    return ", ".join(
        f'"{model._meta.db_table}"."{field.column}"'
        for model in models
        for field in model._meta.concrete_fields
    )
