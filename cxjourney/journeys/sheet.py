"""A form, however it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cxjourney.kit import htmx


@dataclass(frozen=True)
class Sheet:
    """A form as it is shown: a fragment in the page, in a dialog of its own, or without htmx as a page.

    `template` holds the form, `title` says what it is for, `back` is where a page's Cancel leads.
    `dialog` is the id of the dialog, `item` says that the form is an item of a list.
    """

    template: str
    title: str
    back: str
    context: dict = field(default_factory=dict)
    dialog: str = ""
    item: bool = False

    def show(self, request: HttpRequest, status: int = 200, **more) -> HttpResponse:
        context = {"title": self.title, "back": self.back, "sheet": self, **self.context, **more}
        if not htmx.wants_fragment(request):
            return render(request, "journeys/form.html", context | {"page": True}, status=status)
        template = "journeys/_dialog.html" if self.dialog else self.template
        return render(request, template, context, status=status)

    def wrong(self, request: HttpRequest) -> HttpResponse:
        """The form again, with its errors beside the fields."""
        return self.show(request, status=422)

    def clash(self, request: HttpRequest, clash) -> HttpResponse:
        """The form again with what was typed, and what somebody else wrote meanwhile."""
        return self.show(request, status=409, clash=clash)
