"""Input of the editor. Forms parse and complain beside the field; they save nothing."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.channels import CHANNELS, GROUPS, grouped_channels
from cxjourney.journeys.models import (
    SINGLE_LANES,
    Channel,
    JourneyMap,
    Lane,
    LaneKind,
    Mood,
    Status,
    Touchpoint,
)
from cxjourney.personas.models import Persona
from cxjourney.workspaces.models import Team


class LineField(forms.CharField):
    """One text: line breaks become spaces."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class Edited(forms.Form):
    """What an edit says about what it was typed over."""

    version = forms.IntegerField(min_value=1, required=False)
    base = forms.CharField(required=False, strip=False, max_length=8000)

    def seen(self) -> dict:
        """`version` and `base` for an action. Without a version (no scripts) the last one wins."""
        given = self.cleaned_data
        return {"version": given["version"] or 0, "base": given["base"] if "base" in self.data else None}


class Keyed(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


def needed(what) -> dict:
    return {"required": what}


class MapForm(Keyed):
    title = LineField(
        label=_("Name of the journey"),
        max_length=120,
        error_messages=needed(_("Give the journey a name.")),
        widget=forms.TextInput(
            attrs={
                "autofocus": "",
                "placeholder": _("From first visit to first order"),
                "autocomplete": "off",
            }
        ),
    )
    persona = forms.ModelChoiceField(
        label=_("Whose journey"),
        queryset=Persona.objects.none(),
        required=False,
        empty_label=_("Not yet known"),
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = Persona.objects.for_workspace(workspace).live().order_by("name")


class TitleForm(Edited):
    title = LineField(label=_("Name"), max_length=120, error_messages=needed(_("Give the journey a name.")))


class MapSettingsForm(forms.Form):
    """Any of the choices; what is not sent stays."""

    status = forms.ChoiceField(choices=Status.choices, required=False)
    persona = forms.ModelChoiceField(queryset=Persona.objects.none(), required=False)
    period = forms.CharField(max_length=24, required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = Persona.objects.for_workspace(workspace).live()

    def values(self) -> dict:
        given = {name: self.cleaned_data[name] for name in self.fields if name in self.data}
        if "persona" in given:
            persona = given.pop("persona")
            given["persona_id"] = persona.pk if persona else None
        return {name: value for name, value in given.items() if value or name == "persona_id"}


class StageForm(Keyed):
    name = LineField(
        label=_("Stage"),
        max_length=80,
        error_messages=needed(_("Give the stage a name.")),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    goal = LineField(
        label=_("Customer's goal"),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_name = forms.CharField(required=False, widget=forms.HiddenInput)
    base_goal = forms.CharField(required=False, widget=forms.HiddenInput)


class BeforeForm(forms.Form):
    """Where something goes: before another thing, or last."""

    before = forms.IntegerField(required=False)


class AssumedForm(forms.Form):
    value = forms.DecimalField(
        label=_("Assumed experience"),
        min_value=Decimal(-2),
        max_value=Decimal(2),
        max_digits=3,
        decimal_places=1,
        required=False,
        error_messages={
            "min_value": _("From −2 (awful) to +2 (delighted)."),
            "max_value": _("From −2 (awful) to +2 (delighted)."),
            "max_decimal_places": _("One decimal place is enough, such as 0.5."),
            "max_digits": _("From −2 (awful) to +2 (delighted)."),
            "invalid": _("A number from −2 to +2."),
        },
    )


class LaneForm(Keyed):
    kind = forms.ChoiceField(label=_("Kind"), choices=LaneKind.choices, initial=LaneKind.TEXT)
    title = LineField(
        label=_("Title"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, map_: JourneyMap, **kwargs):
        super().__init__(*args, **kwargs)
        used = set(Lane.objects.live().filter(map=map_, kind__in=SINGLE_LANES).values_list("kind", flat=True))
        self.fields["kind"].choices = [(kind, label) for kind, label in LaneKind.choices if kind not in used]


class LaneTitleForm(Edited):
    title = LineField(label=_("Title"), max_length=60, error_messages=needed(_("Give the lane a title.")))


class CardForm(Edited, Keyed):
    text = LineField(
        label=_("Text"),
        max_length=500,
        error_messages={
            "required": _("Write something, or cancel."),
            "max_length": _("At most 500 characters; this has %(show_value)s."),
        },
    )
    mood = forms.ChoiceField(label=_("Mood"), choices=Mood.choices, required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")

    def choices(self) -> dict:
        """Mood and team where the form had them."""
        given = {}
        if "mood" in self.data:
            given["mood"] = self.cleaned_data["mood"]
        if "team" in self.data:
            team = self.cleaned_data["team"]
            given["team_id"] = team.pk if team else None
        return given


class CardMoveForm(BeforeForm):
    lane = forms.IntegerField()
    stage = forms.IntegerField()


class PlacementMoveForm(BeforeForm):
    stage = forms.IntegerField()


def channel_choices(workspace) -> list:
    """The fixed channels under their groups with the workspace's own, as `slug` or `own:<id>`. One query."""
    own = Channel.objects.for_workspace(workspace).live().order_by("name")
    extra: dict[str, list] = {}
    for channel in own:
        extra.setdefault(channel.group, []).append((f"own:{channel.pk}", channel.name))
    groups = zip(GROUPS, grouped_channels(), strict=True)
    return [
        ("", _("No channel")),
        *((label, [*fixed, *extra.get(key, [])]) for (key, _l), (label, fixed) in groups),
    ]


class ChannelField(forms.ChoiceField):
    """A fixed channel or one of the workspace's own; cleans to the two columns that hold it."""

    def clean(self, value):
        value = super().clean(value)
        if value.startswith("own:"):
            return {"channel": "", "own_channel_id": int(value[4:])}
        return {"channel": value, "own_channel_id": None}


class PlacementForm(Keyed):
    name = LineField(
        label=_("Touchpoint"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    touchpoint = forms.ModelChoiceField(
        queryset=Touchpoint.objects.none(), required=False, widget=forms.HiddenInput
    )
    channel = ChannelField(label=_("Channel"), required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.for_workspace(workspace).live()
        self.fields["channel"].choices = channel_choices(workspace)

    def clean(self):
        given = super().clean()
        if not given.get("name") and not given.get("touchpoint") and "name" not in self.errors:
            self.add_error("name", _("Choose a touchpoint, or type the name of a new one."))
        return given


class TouchpointFieldForm(Edited):
    """One field of a touchpoint; `field` says which."""

    FIELDS = ("name", "description", "channel", "direct", "team", "moment_of_truth")
    field = forms.ChoiceField(choices=[(name, name) for name in FIELDS])
    value = forms.CharField(required=False, max_length=4000)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean(self):
        given = super().clean()
        field, value = given.get("field"), (given.get("value") or "").strip()
        if field == "name":
            value = " ".join(value.split())
            if not value:
                self.add_error("value", _("Give the touchpoint a name."))
            elif len(value) > 120:
                self.add_error("value", _("At most 120 characters."))
        given["value"] = value
        if field and field not in ("name", "description"):
            given["values"] = self._choice(field, value)
        return given

    def _choice(self, field: str, value: str) -> dict:
        if field in ("direct", "moment_of_truth"):
            return {field: value in ("1", "true", "on")}
        if field == "team":
            team = forms.ModelChoiceField(Team.objects.for_workspace(self.workspace).live(), required=False)
            return {"team_id": getattr(self._clean_with(team, value), "pk", None)}
        channel = ChannelField(required=False, choices=channel_choices(self.workspace))
        return self._clean_with(channel, value) or {}

    def _clean_with(self, field: forms.Field, value: str):
        try:
            return field.clean(value)
        except forms.ValidationError as error:
            self.add_error("value", error)
            return None


class ChannelForm(Keyed):
    group = forms.ChoiceField(label=_("Group"), choices=GROUPS)
    name = LineField(label=_("Name"), max_length=60, error_messages=needed(_("Give the channel a name.")))

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name.casefold() in {str(label).casefold() for _slug, label in CHANNELS}:
            raise forms.ValidationError(_("This channel is there already."))
        return name
