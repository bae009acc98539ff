"""Input about pain points."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.backlog.models import FIVE, PainStatus
from cxjourney.feedback.models import Feedback
from cxjourney.journeys.forms import Edited, Keyed, LineField
from cxjourney.workspaces.models import Team

TITLE = {"required": _("Say what hurts, in a few words.")}


class PainForm(Keyed):
    title = LineField(
        label=_("What hurts the customer"),
        max_length=160,
        error_messages=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    impact = forms.TypedChoiceField(label=_("Impact"), choices=FIVE, coerce=int, initial=3, required=False)
    frequency = forms.TypedChoiceField(
        label=_("Frequency"), choices=FIVE, coerce=int, initial=3, required=False
    )
    team = forms.ModelChoiceField(
        label=_("Owner"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")

    def fields_given(self) -> dict:
        given = self.cleaned_data
        return {
            "title": given["title"],
            "impact": given["impact"] or 3,
            "frequency": given["frequency"] or 3,
            "team": given["team"],
        }


class PainFieldForm(Edited):
    """One field of a pain point; `field` says which."""

    FIELDS = ("title", "description", "impact", "frequency", "status", "team")
    field = forms.ChoiceField(choices=[(name, name) for name in FIELDS])
    value = forms.CharField(required=False, max_length=4000)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean(self):
        given = super().clean()
        field, value = given.get("field"), (given.get("value") or "").strip()
        if field == "title":
            value = " ".join(value.split())
            if not value:
                self.add_error("value", TITLE["required"])
            elif len(value) > 160:
                self.add_error("value", _("At most 160 characters."))
        given["value"] = value
        if field in ("impact", "frequency", "status"):
            choices = PainStatus.choices if field == "status" else FIVE
            if value not in {str(key) for key, _label in choices}:
                self.add_error("value", _("That is not one of the choices."))
            else:
                given["values"] = {field: value if field == "status" else int(value)}
        if field == "team":
            given["values"] = {"team_id": self._team(value)}
        return given

    def _team(self, value: str) -> int | None:
        field = forms.ModelChoiceField(Team.objects.for_workspace(self.workspace).live(), required=False)
        try:
            team = field.clean(value)
        except forms.ValidationError as error:
            self.add_error("value", error)
            return None
        return team.pk if team else None


class MoveForm(forms.Form):
    stage = forms.IntegerField()
    before = forms.IntegerField(required=False)


class EvidenceForm(Keyed):
    feedback = forms.ModelChoiceField(
        queryset=Feedback.objects.none(), error_messages={"required": _("Choose the words to link.")}
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feedback"].queryset = Feedback.objects.for_workspace(workspace).live()


class FilterForm(forms.Form):
    """What the backlog shows; anything unknown is left out."""

    status = forms.ChoiceField(choices=[("", ""), ("open", ""), *PainStatus.choices], required=False)
    team = forms.IntegerField(required=False)
    page = forms.IntegerField(required=False, min_value=1)
