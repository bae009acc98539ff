"""Input about one call or ticket."""

from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.forms import WithSpot
from cxjourney.feedback.importing.contacts import durations, moment_of
from cxjourney.journeys.forms import LineField

TIMES = ("talk", "hold", "after")


class ContactForm(WithSpot):
    """Durations are written 5:12 or in minutes; what is left empty is not known."""

    began = forms.CharField(
        label=gettext_lazy("Created"), error_messages={"required": gettext_lazy("Say when it was.")}
    )
    solved = forms.CharField(label=gettext_lazy("First solved"), required=False)
    talk = LineField(label=gettext_lazy("Talk"), max_length=20, required=False)
    hold = LineField(label=gettext_lazy("Hold"), max_length=20, required=False)
    after = LineField(label=gettext_lazy("After-call work"), max_length=20, required=False)
    who = LineField(label=gettext_lazy("Who it was, or the case"), max_length=100, required=False)

    def clean(self):
        given = super().clean()
        for name in TIMES:
            given[name] = self._duration(name, given.get(name, ""))
        began, solved = (self._moment(name, given.get(name, "")) for name in ("began", "solved"))
        given["began"], given["solved"] = began, solved
        if began and began > datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1):
            self.add_error("began", _("That day is in the future."))
        if began and solved and solved < began:
            self.add_error("solved", _("It was solved before it was created."))
        if not self.errors and not solved and not given["who"] and not any(self._parts(given)):
            self.add_error("talk", _("Say how long it took, when it was solved or who it was."))
        return given

    def _duration(self, name: str, text: str) -> int | None:
        try:
            return durations(name, "m")[text]
        except ValueError as error:
            self.add_error(name, str(error))
            return None

    def _moment(self, name: str, text: str) -> datetime.datetime | None:
        try:
            return moment_of(text, "iso") if text else None
        except ValueError as error:
            self.add_error(name, str(error))
            return None

    def _parts(self, given: dict) -> list[int]:
        return [given[name] for name in TIMES if given[name] is not None]

    def fields_given(self) -> dict:
        """What create_contact takes."""
        given, parts = self.cleaned_data, self._parts(self.cleaned_data)
        solved = int((given["solved"] - given["began"]).total_seconds()) if given["solved"] else None
        handled = sum(parts) if parts else None
        return {"began_at": given["began"], "handled": handled, "solved": solved, "who": given["who"]}
