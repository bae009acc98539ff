"""Many things of a map at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.board import actions, forms
from cxjourney.journeys.queries import live_map
from cxjourney.journeys.views.answers import done, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_items(request: HttpRequest, map: int) -> HttpResponse:
    """Move, colour or remove what was chosen on the map, or say how it is known. Undone as one."""
    map_ = live_map(request.workspace, map)
    form = forms.ItemsForm(request.POST, map_=map_)
    if not form.is_valid():
        return refused(request, form.complaint(), map_id=map_.pk)
    given = form.cleaned_data
    outcome = _do(request.membership, given)
    if outcome.left and not outcome.changes:
        return refused(request, _nothing(given["do"]), map_id=map_.pk)
    change = outcome.changes[0] if outcome.changes else None
    return done(request, _told(given["do"], outcome), change=change, map_id=map_.pk, refresh=True)


def _do(by, given: dict) -> actions.Outcome:
    things = given["items"]
    if given["do"] == "move":
        where = {name: given[name] for name in ("stage", "step", "lane", "before")}
        return actions.move_items(by=by, items=things, **where)
    if given["do"] == "remove":
        return actions.remove_items(by=by, items=things)
    if given["do"] == "persona":
        return actions.tag_items(by=by, items=things, persona=given["persona"], on=bool(given["on"]))
    return actions.mark_items(by=by, items=things, hue=given["hue"], evidence=given["evidence"])


def _nothing(what: str) -> str:
    if what == "move":
        return _("They stand there already, or go where their touchpoint goes.")
    return _("Only cards of text take that.")


def _told(what: str, outcome: actions.Outcome) -> str:
    """What was done, in the words of the toast."""
    count = len(outcome.changes)
    texts = {
        "move": ngettext("%(num)s moved", "%(num)s moved", count),
        "colour": ngettext("%(num)s card coloured", "%(num)s cards coloured", count),
        "evidence": ngettext("%(num)s marked", "%(num)s marked", count),
        "persona": ngettext("%(num)s card marked", "%(num)s cards marked", count),
        "remove": ngettext("%(num)s removed", "%(num)s removed", count),
    }
    text = texts[what] % {"num": count}
    if outcome.left:
        left = len(outcome.left)
        text += ngettext("; %(num)s stays as it is", "; %(num)s stay as they are", left) % {"num": left}
    return text
