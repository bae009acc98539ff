"""Reads of personas."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from cxjourney.personas.models import Persona


def live_personas(workspace) -> QuerySet[Persona]:
    """By name, with `used`, the number of maps that follow them. One query."""
    used = Count("maps", filter=Q(maps__removed_at=None, maps__archived_at=None))
    return Persona.objects.for_workspace(workspace).live().annotate(used=used).order_by("name", "id")


def live_persona(workspace, pk: int) -> Persona:
    """One query. Raises Http404."""
    return get_object_or_404(live_personas(workspace), pk=pk)


def maps_of(persona: Persona) -> list:
    """The maps that follow this persona. One query."""
    return list(persona.maps.filter(removed_at=None, archived_at=None).order_by("title"))
