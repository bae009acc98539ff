"""Calls and tickets kept by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.feedback import contacts, queries
from cxjourney.feedback.answers import done, show_form
from cxjourney.feedback.contact_form import ContactForm
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def contact_create(request: HttpRequest) -> HttpResponse:
    """One contact, on `?touchpoint=` or `?stage=`, or where the form says."""
    spot = queries.spot_asked_for(request.workspace, request.GET)
    given = request.POST if request.method == "POST" else None
    form = ContactForm(given, workspace=request.workspace, spot=spot)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "spot": spot}
        return show_form(request, "contact_create", context, 422 if form.is_bound else 200)
    try:
        contact = contacts.create_contact(
            by=request.membership, spot=form.chosen_spot, key=form.cleaned_data["key"], **form.fields_given()
        ).pk
    except log.Repeated as again:
        contact = again.change.target_id
    undo = reverse("feedback:contact_remove", args=[request.workspace.slug, contact])
    return done(request, _("Contact added"), undo=undo)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def contact_remove(request: HttpRequest, contact: int) -> HttpResponse:
    """Take back a contact kept by hand: the undo of its toast."""
    contacts.remove_contact(by=request.membership, contact=queries.find_contact(request.workspace, contact))
    return done(request, _("Contact taken back"))
