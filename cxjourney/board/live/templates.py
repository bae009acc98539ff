"""Templates of the board without a request."""

from __future__ import annotations

from typing import Any

from django.template import engines


def render(name: str, context: dict) -> str:
    """A template with these values only: no person, no session, no CSRF token."""
    return engines["jinja2"].env.get_template(name).render(context)


def macros(name: str) -> Any:
    """The macros of a template, to be called like functions."""
    return engines["jinja2"].env.get_template(name).module
