"""The sections of a sheet and the items in them."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.activity.models import Change
from cxjourney.kit import htmx
from cxjourney.personas import actions, forms, queries
from cxjourney.personas.models import PersonaSection
from cxjourney.personas.sent import Sent
from cxjourney.personas.views import answers
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _page(request: HttpRequest, section: PersonaSection) -> str:
    return answers.page(request, section.persona_id, edit=section.pk)


def _open(request: HttpRequest, section: PersonaSection, text: object, change: Change | None) -> HttpResponse:
    """The section as it is now, still open for typing."""
    answer = answers.show_part(request, section, open_=True) if request.htmx else HttpResponse()
    return answers.done(request, answer, text, change, to=_page(request, section))


def _again(request: HttpRequest, section: PersonaSection, template: str, sent: Sent, **context):
    whole = partial(answers.show_part, request, section, open_=True)
    part = queries.read_part(section)
    return answers.again(
        request, f"personas/{template}.html", sent, whole, part=part, persona=section.persona, **context
    )


# --- Sections -------------------------------------------------------------------------------------


@workspace_view()
def section_show(request: HttpRequest, persona_section: int) -> HttpResponse:
    """With `?edit=1` open for typing."""
    section = queries.live_section(request.workspace, persona_section)
    open_ = "edit" in request.GET and request.membership.can_edit
    return answers.show_part(request, section, open_=open_)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def section_create(request: HttpRequest, persona: int) -> HttpResponse:
    """A section of one's own; the sheet comes back with it open."""
    found = queries.live_persona(request.workspace, persona)
    form = forms.SectionForm(request.POST)
    if not form.is_valid():
        whole = partial(answers.show_sheet, request, found.pk, edit=set())
        sent = Sent("section-new", form)
        return answers.again(request, "personas/_section_new.html", sent, whole, persona=found)
    given = form.cleaned_data
    try:
        change = actions.create_section(
            by=request.membership, persona=found, title=given["title"], key=given["key"]
        )
    except log.Repeated as again:
        change = again.change
    except actions.Full as reason:
        return htmx.refused(request, reason, fallback=answers.page(request, found.pk))
    to = answers.page(request, found.pk, edit=change.target_id)
    answer = HttpResponse(status=204)
    htmx.trigger(answer, "sheet:refresh", {"open": str(change.target_id)})
    return answers.done(request, answer, _("Section added"), change, to=to)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def section_edit(request: HttpRequest, persona_section: int) -> HttpResponse:
    """Its evidence level, or the title of a section of one's own."""
    section = queries.live_section(request.workspace, persona_section)
    if "evidence" in request.POST:
        return _set_evidence(request, section)
    form = forms.SectionWordsForm(request.POST)
    form_id = f"section-title-{section.pk}"
    if not form.is_valid() or not section.is_own:
        return _again(request, section, "_title_form", Sent(form_id, form))
    try:
        actions.rename_section(by=request.membership, section=section, **form.saved("title"))
    except words.Clash as clash:
        return _again(request, section, "_title_form", Sent(form_id, form, clash))
    except words.Gone:
        return answers.gone(request, section.persona_id)
    return answers.kept(request, section, form_id, ("title",), to=_page(request, section))


def _set_evidence(request: HttpRequest, section: PersonaSection) -> HttpResponse:
    form = forms.EvidenceForm(request.POST)
    if not form.is_valid():
        return htmx.refused(request, _("Choose how you know it."), fallback=_page(request, section))
    actions.set_evidence(by=request.membership, section=section, evidence=form.cleaned_data["evidence"])
    form_id = f"section-evidence-{section.pk}"
    return answers.kept(request, section, form_id, ("evidence",), to=_page(request, section))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def section_remove(request: HttpRequest, persona_section: int) -> HttpResponse:
    section = queries.live_section(request.workspace, persona_section)
    to = answers.page(request, section.persona_id)
    if not section.is_own:
        return htmx.refused(request, _("Every sheet has this section."), fallback=to)
    change = actions.remove_section(by=request.membership, section=section)
    answer = htmx.trigger(HttpResponse(status=204), "sheet:refresh")
    return answers.done(request, answer, _("Section removed"), change, to=to)


# --- Items ----------------------------------------------------------------------------------------


@workspace_view(role=Role.EDITOR, methods=("POST",))
def item_create(request: HttpRequest, persona_section: int) -> HttpResponse:
    """A new item at the end; several lines make several items."""
    section = queries.live_section(request.workspace, persona_section)
    form = forms.NewItemForm(request.POST, section=section)
    if not form.is_valid():
        return _again(request, section, "_item_new", Sent(f"item-new-{section.pk}", form))
    try:
        change = actions.create_items(
            by=request.membership, section=section, items=form.items(), key=form.cleaned_data["key"]
        )
    except log.Repeated:
        return _open(request, section, "", None)
    except actions.Full as reason:
        return htmx.refused(request, reason, fallback=_page(request, section))
    return _open(request, section, _("Added"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def item_edit(request: HttpRequest, persona_item: int) -> HttpResponse:
    item = queries.item_of(request.workspace, persona_item)
    form = forms.ItemForm(request.POST, section=item.section)
    form_id = f"item-form-{item.pk}"
    if not form.is_valid():
        return _again(request, item.section, "_item_form", Sent(form_id, form), item=item)
    try:
        actions.edit_item(by=request.membership, item=item, **form.saved(*form.names), **form.choices())
    except words.Clash as clash:
        return _again(request, item.section, "_item_form", Sent(form_id, form, clash), item=item)
    except words.Gone:
        return answers.gone(request, item.persona_id)
    names = (*form.names, "level")
    return answers.kept(request, item, form_id, names, to=_page(request, item.section))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def item_move(request: HttpRequest, persona_item: int) -> HttpResponse:
    """Before the item `before` of its section, or last."""
    item = queries.item_of(request.workspace, persona_item)
    if item.removed_at:
        return answers.gone(request, item.persona_id)
    actions.move_item(by=request.membership, item=item, before=forms.BeforeForm(request.POST).place())
    # Ctrl+Z takes it back; a toast at each step of a move would be in the way.
    return _open(request, item.section, "", None)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def item_remove(request: HttpRequest, persona_item: int) -> HttpResponse:
    item = queries.item_of(request.workspace, persona_item)
    if item.removed_at:
        return answers.gone(request, item.persona_id)
    change = actions.remove_item(by=request.membership, item=item)
    return _open(request, item.section, _("“%(what)s” is removed") % {"what": item}, change)
