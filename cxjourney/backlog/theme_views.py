"""Themes: what customers speak of, and the way from a theme to a pain point."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.queries import newest_change
from cxjourney.backlog import actions, themes
from cxjourney.backlog.forms import NOWHERE, ProveForm
from cxjourney.feedback.places import touchpoints
from cxjourney.feedback.words import jobs
from cxjourney.feedback.words.languages import KNOWN
from cxjourney.feedback.words.models import Theme
from cxjourney.journeys.sheet import Sheet
from cxjourney.kit import htmx, periods
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _home(request: HttpRequest) -> str:
    return reverse("backlog:theme_list", args=[request.workspace.slug])


@workspace_view()
def theme_list(request: HttpRequest) -> HttpResponse:
    """`?touchpoint=`, `?period=`, `?language=` and `?sort=` choose. Thirteen queries."""
    stamp = newest_change(request.workspace)
    places = dict(touchpoints(request.workspace).order_by("name").values_list("pk", "name"))
    asked = request.GET.get("touchpoint", "")
    wish = themes.Wish(
        touchpoint=int(asked) if asked.isdecimal() and len(asked) < 19 and int(asked) in places else None,
        language=language if (language := request.GET.get("language", "")) in KNOWN else "",
        sort=sort if (sort := request.GET.get("sort", "")) in themes.SORTS else "often",
    )
    page = themes.theme_page(request.workspace, wish, _period(request))
    context = {
        "stamp": stamp,
        "page": page,
        "places": places,
        "languages": [(code, _named(code)) for code in page.languages if code in KNOWN],
        "waiting": jobs.waiting(request.workspace.pk),
        "reading": jobs.is_alive(request.workspace.pk, page.run),
        "inbox": lambda row: _inbox(request, page, row),
    }
    name = "backlog/_themes.html" if htmx.wants_fragment(request) else "backlog/theme_list.html"
    return render(request, name, context)


def _named(code: str) -> str:
    return get_language_info(code)["name_translated"]


def _period(request: HttpRequest) -> periods.Period:
    today, latest = timezone.localdate(), themes.latest_day(request.workspace)
    try:
        return periods.parse(request.GET.get("period", "365"), today=today, latest=latest)
    except ValueError:
        return periods.parse("365", today=today, latest=latest)


def _inbox(request: HttpRequest, page: themes.ThemePage, row: themes.ThemeRow) -> str:
    """The inbox with what the row counts."""
    query = {"theme": str(row.theme.pk)}
    if page.wish.touchpoint:
        query["spot"] = f"touchpoint:{page.wish.touchpoint}"
    if page.period.key != periods.ALL:
        query["period"] = f"{page.period.start}..{page.period.end}"
    return f"{reverse('feedback:feedback_list', args=[request.workspace.slug])}?{urlencode(query)}"


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def theme_prove(request: HttpRequest, theme: int) -> HttpResponse:
    """Make a pain point of a theme, with what customers said of it as evidence; one undo takes all back.

    GET asks for its place, where the words were said of the whole journey.
    """
    found = get_object_or_404(Theme.objects.for_workspace(request.workspace), pk=theme)
    form = ProveForm(request.POST if request.method == "POST" else None, workspace=request.workspace)
    sheet = Sheet(
        "backlog/_theme_place.html",
        _("New pain point"),
        _home(request),
        {"form": form, "of_theme": found, "title_": themes.pain_title(found)},
        dialog="theme-dialog",
    )
    if request.method == "GET":
        return sheet.show(request, guess=themes.place_of(form.fields["spot"].choices, found))
    if not form.is_valid():
        if "spot" in form.data:
            return sheet.wrong(request)
        return htmx.refused(request, _("That touchpoint is not there any more."), fallback=_home(request))
    touchpoint, spot = form.cleaned_data["touchpoint"], form.cleaned_data["spot"]
    rows = themes.proofs(request.workspace, found, touchpoint.pk if touchpoint else None)
    if not spot and not any(row.touchpoint_id or row.stage_id for row in rows):
        form.add_error("spot", NOWHERE)
        return sheet.wrong(request)
    try:
        title, key = themes.pain_title(found), form.cleaned_data["key"]
        _pain, change, count = actions.prove(
            by=request.membership, rows=rows, title=title, spot=spot, key=key
        )
    except log.Repeated as again:
        change, count = again.change, len(rows)
    text = ngettext(
        "Pain point added, with %(count)d quote", "Pain point added, with %(count)d quotes", count
    )
    undo = reverse("activity:change_undo", args=[request.workspace.slug, change.pk])
    answer = htmx.done(
        request, text=text % {"count": count}, undo=undo, fallback=_home(request), refresh=True
    )
    return htmx.trigger(answer, "dialog:close") if request.htmx else answer


@workspace_view(role=Role.EDITOR, methods=("POST",))
def words_read(request: HttpRequest) -> HttpResponse:
    """Read what customers said since the last time, in a process of its own."""
    jobs.start(request.workspace.pk)
    messages.success(request, _("The words are being read; this page shows more when that is done."))
    return htmx.back(request, _home(request))
