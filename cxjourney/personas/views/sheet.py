"""One persona: the sheet, its head, its portrait."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cxjourney.activity import words
from cxjourney.kit import images
from cxjourney.personas import actions, forms, queries
from cxjourney.personas.models import Persona
from cxjourney.personas.sent import Sent
from cxjourney.personas.views import answers
from cxjourney.personas.views.answers import HEAD
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view()
def persona_show(request: HttpRequest, persona: int) -> HttpResponse:
    """`?edit=` names the parts that are open for typing: ids of sections, and "head"."""
    edit = {part for part in request.GET.get("edit", "").split(",") if part}
    return answers.show_sheet(request, persona, edit=edit)


@workspace_view()
def persona_head(request: HttpRequest, persona: int) -> HttpResponse:
    """With `?edit=1` open for typing."""
    found = queries.live_persona(request.workspace, persona)
    return answers.show_head(request, found, open_=_wants_to_type(request))


def _wants_to_type(request: HttpRequest) -> bool:
    return "edit" in request.GET and request.membership.can_edit


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_edit(request: HttpRequest, persona: int) -> HttpResponse:
    """Words (name, role, quote, alt), or one of the choices kind, share and portrait."""
    found = queries.persona_with_removed(request.workspace, persona)
    if not any(name in request.POST for name in forms.PersonaChoiceForm.NAMES):
        return _edit_words(request, found)
    form = forms.PersonaChoiceForm(request.POST)
    form_id = "persona-share" if "share" in request.POST else "persona-choices"
    if not form.is_valid():
        return _again(request, found, Sent(form_id, form))
    group = form.cleaned_data["group"]
    try:
        actions.set_persona(by=request.membership, persona=found, group=group, **form.values())
    except words.Gone:
        return answers.gone(request, found.pk)
    to = answers.page(request, found.pk, edit=HEAD)
    if "portrait" in request.POST and request.htmx:
        return answers.show_head(request, found, open_=True)
    return answers.kept(request, found, form_id, forms.PersonaChoiceForm.NAMES, to=to)


def _edit_words(request: HttpRequest, found: Persona) -> HttpResponse:
    form = forms.PersonaWordsForm(request.POST)
    if not form.is_valid():
        return _again(request, found, Sent("persona-words", form))
    try:
        actions.rewrite_persona(by=request.membership, persona=found, **form.saved(*form.WORDS))
    except words.Clash as clash:
        return _again(request, found, Sent("persona-words", form, clash))
    except words.Gone:
        return answers.gone(request, found.pk)
    to = answers.page(request, found.pk, edit=HEAD)
    return answers.kept(request, found, "persona-words", form.WORDS, to=to)


def _again(request: HttpRequest, persona: Persona, sent: Sent) -> HttpResponse:
    whole = partial(answers.show_sheet, request, persona.pk, edit={HEAD})
    template = "_share_form" if sent.id == "persona-share" else "_head_words"
    return answers.again(request, f"personas/{template}.html", sent, whole, persona=persona)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_image(request: HttpRequest, persona: int) -> HttpResponse:
    """An uploaded picture as the portrait."""
    found = queries.live_persona(request.workspace, persona)
    form = forms.ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        whole = partial(answers.show_sheet, request, found.pk, edit={HEAD})
        sent = Sent("persona-image", form)
        return answers.again(request, "personas/_image_form.html", sent, whole, persona=found)
    given = form.cleaned_data
    change = actions.show_image(by=request.membership, persona=found, image=given["image"], alt=given["alt"])
    to = answers.page(request, found.pk, edit=HEAD)
    answer = answers.show_head(request, found, open_=True) if request.htmx else HttpResponse()
    return answers.done(request, answer, _("The picture is in place"), change, to=to)


@workspace_view()
def image_show(request: HttpRequest, persona_image: int) -> HttpResponse:
    return _picture(request, persona_image, thumb=False)


@workspace_view()
def image_thumb(request: HttpRequest, persona_image: int) -> HttpResponse:
    return _picture(request, persona_image, thumb=True)


def _picture(request: HttpRequest, pk: int, *, thumb: bool) -> HttpResponse:
    data = queries.image_bytes(request.workspace, pk, thumb=thumb)
    return images.answer(request, data, f"persona-{pk}{'-thumb' if thumb else ''}")
