"""Input of the closed loop."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.followups.models import (
    ANSWERED,
    FollowUp,
    FollowUpRule,
    FollowUpState,
    Measured,
    Operator,
)
from cxjourney.feedback.followups.reads import in_days
from cxjourney.feedback.models import SCALES, Feedback, Question
from cxjourney.feedback.places import touchpoints
from cxjourney.feedback.questions import on_scale
from cxjourney.journeys.models import Touchpoint
from cxjourney.kit.forms import Edited, Keyed
from cxjourney.workspaces.models import Membership, Team

MOST = 200  # chosen at once
USUAL_DAYS = 2


class FilterForm(forms.Form):
    """What the list shows; anything unknown is left out."""

    state = forms.ChoiceField(choices=[("late", ""), ("all", ""), *FollowUpState.choices], required=False)
    team = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    who = forms.ChoiceField(choices=[("", ""), ("me", ""), ("nobody", "")], required=False)
    after = forms.RegexField(r"\A\d{4}-\d\d-\d\d\.\d{1,18}\Z", required=False)

    def chosen(self) -> dict[str, Any]:
        """The filters that hold; the open ones when no state is named. Team 0 stands for none."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        try:
            datetime.date.fromisoformat(given.get("after", "2000-01-01")[:10])
        except ValueError:
            del given["after"]
        return {"state": FollowUpState.OPEN.value} | given


def _team_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("No team"),
    )


def _owner_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=gettext_lazy("Who answers"),
        queryset=Membership.objects.none(),
        required=False,
        to_field_name="user_id",
        empty_label=gettext_lazy("Nobody yet"),
    )


def _due_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Due"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: in_days(USUAL_DAYS),
        error_messages={"required": gettext_lazy("Say by when.")},
    )


def _note_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def _told_field(**kwargs) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What the customer was told"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what the customer was told.")},
        **kwargs,
    )


class WithPeople(forms.Form):
    """Fields `team` and `owner` hold what this workspace has."""

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        if "team" in self.fields:
            self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")
        if "owner" in self.fields:
            people = Membership.objects.for_workspace(workspace).select_related("user")
            self.fields["owner"].queryset = people.order_by("user__name", "pk")

    def people(self) -> dict[str, int | None]:
        """By attribute."""
        given = self.cleaned_data
        return {
            "team_id": given["team"].pk if given["team"] else None,
            "owner_id": given["owner"].user_id if given["owner"] else None,
        }


class FollowUpForm(WithPeople, Keyed):
    """Words of the inbox that are to be followed up."""

    feedback = forms.ModelMultipleChoiceField(
        queryset=Feedback.objects.none(),
        error_messages={"required": gettext_lazy("Choose some words first.")},
    )
    due = _due_field()
    team = _team_field()
    owner = _owner_field()
    note = _note_field()

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        words = Feedback.objects.for_workspace(workspace).live().exclude(text="")
        self.fields["feedback"].queryset = words

    def clean_feedback(self) -> list[Feedback]:
        rows = list(self.cleaned_data["feedback"][: MOST + 1])
        if len(rows) > MOST:
            raise forms.ValidationError(_("Choose at most %(most)d at once.") % {"most": MOST})
        return rows

    def clean_due(self) -> datetime.date:
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return due


class EditForm(WithPeople, Edited):
    """Everything about a follow-up."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=FollowUpState.choices)
    due = _due_field()
    team = _team_field()
    owner = _owner_field()
    note = _note_field()
    told = _told_field(required=False)

    def clean(self):
        given = super().clean()
        if given.get("state") in ANSWERED and not given.get("told") and "told" not in self.errors:
            self.add_error("told", _("Write what the customer was told."))
        return given

    @classmethod
    def of(cls, followup: FollowUp) -> EditForm:
        """The form as it opens."""
        names = ("state", "due", "note", "told")
        shown = {name: getattr(followup, name) for name in names}
        people = {"team": followup.team_id, "owner": followup.owner_id}
        return cls(workspace=followup.workspace_id, initial=shown | people)

    def choices(self) -> dict[str, Any]:
        """The values where the last one wins."""
        given = self.cleaned_data
        return {"state": given["state"], "due": given["due"], **self.people()}


class ReplyForm(Edited):
    told = _told_field()
    state = forms.ChoiceField(
        label=gettext_lazy("And now"),
        choices=[(state.value, state.label) for state in ANSWERED],
        initial=FollowUpState.CONTACTED.value,
    )


class PassForm(forms.Form):
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Team.objects.none(),
        error_messages={"required": gettext_lazy("Choose a team.")},
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")


class BulkForm(forms.Form):
    """The chosen ones go to a `team` (blank: none), or to whoever presses `take`."""

    followup = forms.ModelMultipleChoiceField(
        queryset=FollowUp.objects.none(),
        error_messages={"required": gettext_lazy("Choose some follow-ups first.")},
    )
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        rows = FollowUp.objects.for_workspace(workspace).live().select_related("feedback")
        self.fields["followup"].queryset = rows
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live()

    def clean_followup(self) -> list[FollowUp]:
        rows = list(self.cleaned_data["followup"][: MOST + 1])
        if len(rows) > MOST:
            raise forms.ValidationError(_("Choose at most %(most)d at once.") % {"most": MOST})
        return rows

    def values(self, user) -> dict[str, int | None]:
        """By attribute; none when nothing was pressed."""
        if "take" in self.data:
            return {"owner_id": user.pk}
        if "team" in self.data:
            return {"team_id": getattr(self.cleaned_data["team"], "pk", None)}
        return {}


class RuleForm(WithPeople, Keyed):
    """`measure` is a kind of question, a scale of one's own (own:<name>), or the mood of words."""

    BACK = [
        ("0", gettext_lazy("Those given from today on")),
        ("7", gettext_lazy("Also those of the last 7 days")),
    ]
    BACK += [
        ("30", gettext_lazy("Also those of the last 30 days")),
        ("90", gettext_lazy("Also those of the last 90 days")),
    ]

    measure = forms.ChoiceField(label=gettext_lazy("When"))
    operator = forms.ChoiceField(label=gettext_lazy("is"), choices=Operator.choices)
    value = forms.IntegerField(
        label=gettext_lazy("Score"), min_value=-100, max_value=1000, required=False, initial=6
    )
    touchpoint = forms.ModelChoiceField(
        label=gettext_lazy("Where"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=gettext_lazy("Everywhere"),
    )
    known = forms.BooleanField(label=gettext_lazy("Only with a contact"), required=False, initial=True)
    team = _team_field()
    days = forms.IntegerField(
        label=gettext_lazy("Days to answer"),
        min_value=0,
        max_value=90,
        initial=USUAL_DAYS,
        error_messages={"required": gettext_lazy("Say how many days.")},
    )
    back = forms.ChoiceField(label=gettext_lazy("Which answers"), choices=BACK, initial="0")
    active = forms.BooleanField(label=gettext_lazy("On"), required=False, initial=True)

    def __init__(self, *args, workspace, rule: FollowUpRule | None = None, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        asked = Question.objects.for_workspace(workspace).live().filter(kind="custom")
        self.own = {one.name: (one.low, one.high) for one in asked.order_by("name")}
        kinds = [(kind.value, kind.label) for kind in Measured if kind != Measured.CUSTOM]
        self.fields["measure"].choices = [*kinds, *((f"own:{name}", name) for name in self.own)]
        self.fields["touchpoint"].queryset = touchpoints(workspace).order_by("name")
        del self.fields["back" if rule else "active"]

    @classmethod
    def of(cls, rule: FollowUpRule) -> RuleForm:
        """The form as it opens."""
        measure = f"own:{rule.asked}" if rule.kind == Measured.CUSTOM else rule.kind
        names = ("operator", "value", "known", "days", "active")
        shown = {name: getattr(rule, name) for name in names} | {"measure": measure}
        places = {"touchpoint": rule.touchpoint_id, "team": rule.team_id}
        return cls(workspace=rule.workspace_id, rule=rule, initial=shown | places)

    def clean(self):
        given = super().clean()
        measure, value = given.get("measure", ""), given.get("value")
        if not measure or measure == Measured.MOOD or "value" in self.errors:
            return given
        low, high = self.own[measure[4:]] if measure.startswith("own:") else SCALES[measure]
        if value is None:
            self.add_error("value", _("Give the score."))
        elif fault := on_scale(value, low, high):
            self.add_error("value", f"{fault}.")
        return given

    def values(self) -> dict[str, Any]:
        """By attribute, for a rule."""
        given = self.cleaned_data
        measure = given["measure"]
        values = {"kind": measure, "asked": "", "operator": given["operator"], "value": given["value"]}
        if measure.startswith("own:"):
            values |= {"kind": Measured.CUSTOM.value, "asked": measure[4:]}
        elif measure == Measured.MOOD:
            values |= {"operator": "most", "value": -1}
        places = {f"{name}_id": getattr(given[name], "pk", None) for name in ("touchpoint", "team")}
        more = {name: given[name] for name in ("known", "days", "active") if name in given}
        return values | places | more

    def since(self) -> datetime.date:
        return in_days(-int(self.cleaned_data.get("back") or 0))
