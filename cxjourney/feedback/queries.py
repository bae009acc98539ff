"""Reads of the feedback pages."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404

from cxjourney.feedback.models import Contact, Feedback, Import, ImportRecipe, Retention, Score, Sentiment
from cxjourney.feedback.places import Spot, find_spot, stages, touchpoints
from cxjourney.journeys.models import Placement

MOOD_VALUES = {mood.name.lower(): mood.value for mood in Sentiment}  # good, mixed, bad in addresses and forms


def with_places(found: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return found.select_related("touchpoint", "stage__map")


def add_scores(rows: list[Feedback]) -> None:
    """Give each the scores that came with its words, as `scores`; `about` tells them apart. One query."""
    given = defaultdict(list)
    ids = [row.pk for row in rows]
    if ids:
        found = Score.objects.filter(feedback__in=ids).select_related("question", "touchpoint", "stage")
        for score in found.order_by("pk"):
            given[score.feedback_id].append(score)
    for row in rows:
        row.scores = given[row.pk]
        _tell_apart(row.scores)


def _tell_apart(scores: list[Score]) -> None:
    """By what was asked, by where, or by both."""
    places = {score.touchpoint_id or -(score.stage_id or 0) for score in scores}
    questions = {score.question_id for score in scores}
    for score in scores:
        names = [str(score.touchpoint or score.stage)] if len(places) > 1 else []
        if len(questions) > 1 or not names:
            names.append(score.question.name)
        score.about = ", ".join(names)


def newest_feedback(workspace, *, touchpoint: int | None = None, stage: int | None = None, limit: int = 20):
    """The newest words of one place, with `scores`. Two queries."""
    here = Q(touchpoint=touchpoint) if touchpoint else Q(stage=stage)
    found = with_places(Feedback.objects.for_workspace(workspace).live().filter(here))
    rows = list(found.order_by("-said_on", "-pk")[:limit])
    add_scores(rows)
    return rows


def live_feedback(workspace, pk: int) -> Feedback:
    """One query. Raises Http404."""
    found = Feedback.objects.for_workspace(workspace).live().exclude(text="")
    return get_object_or_404(with_places(found), pk=pk)


def find_score(workspace, pk: int) -> Score:
    """A score given by hand. One query; raises Http404."""
    found = Score.objects.filter(workspace=workspace, imported=None)
    return get_object_or_404(found.select_related("touchpoint", "stage", "question"), pk=pk)


def find_contact(workspace, pk: int) -> Contact:
    """A contact kept by hand. One query; raises Http404."""
    found = Contact.objects.filter(workspace=workspace, imported=None)
    return get_object_or_404(found.select_related("touchpoint", "stage"), pk=pk)


def spot_asked_for(workspace, values) -> Spot | None:
    """The place that the address names (`touchpoint=` or `stage=`); None when it names none.

    Raises Http404 when there is no such place here.
    """
    for kind in ("touchpoint", "stage"):
        if number := values.get(kind, ""):
            spot = find_spot(workspace, f"{kind}:{number}")
            if spot is None:
                raise Http404
            return spot
    return None


def places_of(imported: Import) -> list[tuple[str, int | None, int | None]]:
    """(name, map, placement) of each place that an import brought answers to. Two queries.

    The map is the newest on which it stands, None when it stands on none.
    """
    kept = imported.report.get("places", [])
    ids = {kind: [pk for other, pk in kept if other == kind] for kind in ("touchpoint", "stage")}
    standing = Placement.objects.live().filter(
        touchpoint=OuterRef("pk"), stage__removed_at=None, map__removed_at=None, map__archived_at=None
    )
    newest = standing.order_by("-map_id", "pk")
    rows = (
        touchpoints(imported.workspace_id)
        .filter(pk__in=ids["touchpoint"])
        .annotate(on=Subquery(newest.values("map_id")[:1]), placement=Subquery(newest.values("pk")[:1]))
        .order_by(Lower("name"))
        .values_list("name", "on", "placement")
    )
    on_maps = stages(imported.workspace_id).filter(pk__in=ids["stage"]).values_list("name", "map_id")
    return [*rows, *((name, map_id, None) for name, map_id in on_maps)]


def imports(workspace) -> QuerySet[Import]:
    return Import.objects.for_workspace(workspace).select_related("created_by").order_by("-pk")


def find_import(workspace, pk: int) -> Import:
    """One query. Raises Http404."""
    return get_object_or_404(imports(workspace), pk=pk)


def recipes(workspace) -> QuerySet[ImportRecipe]:
    """How files are read, the last used first."""
    return ImportRecipe.objects.for_workspace(workspace).live().order_by("-used_at")


def find_recipe(workspace, pk: int) -> ImportRecipe:
    """One query. Raises Http404."""
    return get_object_or_404(recipes(workspace), pk=pk)


def retention(workspace) -> int | None:
    """How many months answers are kept; None for no end. One query."""
    return Retention.objects.for_workspace(workspace).values_list("months", flat=True).first()
