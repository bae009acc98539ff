"""Input about pain points."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cxjourney.backlog.models import FIVE, PainPoint, PainStatus
from cxjourney.backlog.queries import SORTS, Wish, standing
from cxjourney.feedback.models import Feedback
from cxjourney.feedback.places import find_spot, spot_options, touchpoints
from cxjourney.journeys.models import Touchpoint
from cxjourney.kit.forms import Keyed, LineField, OneFieldForm
from cxjourney.workspaces.forms import team_field
from cxjourney.workspaces.models import Team

TITLE = _("Say what hurts, in a few words.")
NOWHERE = _("Say where it hurts.")
GONE = _("That is not there any more.")
MIDDLE = 3
OLDEST = datetime.date(1990, 1, 1)


def five_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=FIVE, coerce=int, required=False, empty_value=MIDDLE)  # type: ignore[arg-type]


class FixedField(forms.DateField):
    """A day that has come: nobody answers about a fix that is still to come."""

    def clean(self, value):
        day = super().clean(value)
        if day and not OLDEST <= day <= timezone.localdate():
            raise forms.ValidationError(_("Give a day that is not to come."))
        return day


class PainForm(Keyed):
    """A new pain point. Where it sits is given by the address (`spot`), else chosen in the form."""

    title = LineField(max_length=160, needed=TITLE)
    impact = five_field()
    frequency = five_field()
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)
    spot = forms.ChoiceField(error_messages={"required": NOWHERE})

    def __init__(self, *args, workspace, spot=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, self.given = workspace, spot
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")
        if spot:
            del self.fields["spot"]
        else:
            self.fields["spot"].choices = spot_options(workspace)

    def clean_spot(self):
        return _spot(self)

    def fields_given(self) -> dict:
        """Everything an action needs but the actor and the key."""
        given = self.cleaned_data
        spot = self.given or given["spot"]
        return spot.fields() | {name: given[name] for name in ("title", "impact", "frequency", "team")}


class PainFieldForm(OneFieldForm):
    """One field of a pain point."""

    WORDS = ("title", "description")
    NUMBERS = ("impact", "frequency")
    CHOICES = ("status", "team", "fixed_on")
    field = forms.ChoiceField(choices=[(name, name) for name in (*WORDS, *NUMBERS, *CHOICES)])

    def words(self, name: str) -> forms.CharField:
        if name == "title":
            return LineField(max_length=160, needed=TITLE)
        return forms.CharField(max_length=4000, required=False)

    def choice(self, name: str, value: str) -> dict:
        if name == "team":
            return {"team_id": getattr(self.read(team_field(self.workspace), value), "pk", None)}
        if name == "fixed_on":
            return {name: self.read(FixedField(required=False), value)}
        if name == "status":
            return {name: self.read(forms.ChoiceField(choices=PainStatus.choices), value)}
        return {name: self.read(forms.TypedChoiceField(choices=FIVE, coerce=int), value)}


class BulkForm(forms.Form):
    """What becomes of the chosen pain points: `status`, `team` (blank: none), or `do=remove`."""

    MOST = 200
    pain = forms.ModelMultipleChoiceField(
        queryset=PainPoint.objects.none(), error_messages={"required": _("Choose some pain points first.")}
    )
    status = forms.ChoiceField(choices=PainStatus.choices, required=False)
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)
    do = forms.ChoiceField(choices=[("remove", "")], required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        live = PainPoint.objects.for_workspace(workspace).live()
        self.fields["pain"].queryset = live.select_related("touchpoint", "stage")
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live()

    def clean_pain(self):
        pains = list(self.cleaned_data["pain"][: self.MOST + 1])
        if len(pains) > self.MOST:
            raise forms.ValidationError(_("Choose at most %(most)d at once.") % {"most": self.MOST})
        return pains

    def clean(self):
        """Adds `values`, by attribute."""
        given, values = super().clean(), {}
        if given.get("status"):
            values["status"] = given["status"]
        if "team" in self.data and "team" in given:
            values["team_id"] = getattr(given["team"], "pk", None)
        if not values and not given.get("do") and not self.errors:
            raise forms.ValidationError(_("Say what is to be done with them."))
        return given | {"values": values}


class MoveForm(forms.Form):
    stage = forms.IntegerField()
    before = forms.IntegerField(required=False)


class EvidenceForm(Keyed):
    feedback = forms.ModelChoiceField(queryset=Feedback.objects.none())

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feedback"].queryset = Feedback.objects.for_workspace(workspace).live()


class LinkForm(Keyed):
    """Words chosen in the inbox, and the pain point that they prove: one that is there, or a new one."""

    MOST = 200
    feedback = forms.ModelMultipleChoiceField(
        queryset=Feedback.objects.none(), error_messages={"required": _("Choose some words first.")}
    )
    pain = forms.ModelChoiceField(queryset=PainPoint.objects.none(), required=False)
    title = LineField(max_length=160, required=False)
    spot = forms.ChoiceField(required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.fields["spot"].choices = spot_options(workspace)
        words = Feedback.objects.for_workspace(workspace).live().exclude(text="")
        self.fields["feedback"].queryset = words.select_related("touchpoint", "stage__map")
        self.fields["pain"].queryset = standing(workspace).select_related("stage")

    @property
    def is_nowhere(self) -> bool:
        """Whether the words are about the whole journey, so that a new pain point must be told its place."""
        return not any(row.touchpoint or row.stage for row in self.cleaned_data.get("feedback", []))

    def clean_spot(self):
        return _spot(self)

    def clean_feedback(self):
        return list(self.cleaned_data["feedback"][: self.MOST])

    def clean(self):
        given = super().clean()
        if "pain" in given and not given["pain"]:
            if not given.get("title"):
                self.add_error("pain", _("Choose a pain point, or say what hurts."))
            elif self.is_nowhere and not given.get("spot"):
                self.add_error("spot", NOWHERE)
        return given


class ProveForm(Keyed):
    """Where the pain point of a theme goes: where the theme was looked at, or what was chosen."""

    touchpoint = forms.ModelChoiceField(queryset=Touchpoint.objects.none(), required=False)
    spot = forms.ChoiceField(required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.fields["touchpoint"].queryset = touchpoints(workspace)
        self.fields["spot"].choices = spot_options(workspace)

    def clean_spot(self):
        return _spot(self)


def _spot(form):
    """The place that was chosen, if any."""
    key = form.cleaned_data["spot"]
    found = find_spot(form.workspace, key) if key else None
    if key and found is None:
        raise forms.ValidationError(GONE)
    return found


class FilterForm(forms.Form):
    """What the backlog shows; a value that makes no sense is left out."""

    status = forms.ChoiceField(choices=[("open", ""), ("all", ""), *PainStatus.choices], required=False)
    team = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    q = LineField(required=False, max_length=100)
    sort = forms.ChoiceField(choices=[(name, "") for name in SORTS], required=False)
    page = forms.IntegerField(required=False, min_value=1)

    def wish(self) -> Wish:
        self.is_valid()
        given = self.cleaned_data
        return Wish(
            status=given.get("status") or "open",
            team=given.get("team"),
            text=given.get("q") or "",
            sort=given.get("sort") or SORTS[0],
            page=given.get("page") or 1,
        )
