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


def insert_row(row: Model) -> None:
    """Save a new row, as `save(force_insert=True)` does, and give it its id."""
    fields = _given(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row)), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, "default"


def update_row(row: Model, values: dict[str, Any]) -> bool:
    """Save `values` (by attribute name) and count its version up, if it still has the version it was read
    with. Says whether it had; the object itself stays as it is.
    """
    meta = type(row)._meta
    fields = [meta.get_field(name) for name in values]
    given = ", ".join(f'"{field.column}" = %s' for field in fields)
    saved = [field.get_db_prep_save(values[field.attname], connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" SET {given}, version = version + 1 WHERE id = %s AND version = %s',  # noqa: S608
            [*saved, row.pk, row.version],
        )
        return cursor.rowcount == 1


@cache
def _given(model: type[Model]) -> list[Any]:
    """The fields that are not the database's own."""
    return [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]


@cache
def _insert(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _given(model))
    marks = ", ".join("%s" for _field in _given(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) RETURNING id'  # noqa: S608
