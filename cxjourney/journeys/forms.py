"""Input of the editor. Forms parse and complain beside the field; they save nothing."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys import linked, queries
from cxjourney.journeys.channels import CHANNELS, GROUPS
from cxjourney.journeys.kinds import TEXT_LANES, LaneKind, LaneRole, Raci, role_of
from cxjourney.journeys.models import Channel, Choice, JourneyMap, Lane, Mood, Taxonomy, Touchpoint
from cxjourney.journeys.whom import Whom, of_map
from cxjourney.kit import images
from cxjourney.kit.forms import Edited, Keyed, LineField, OneFieldForm
from cxjourney.personas.kinds import Evidence
from cxjourney.personas.models import Persona
from cxjourney.workspaces.forms import team_field
from cxjourney.workspaces.models import Team


class StageForm(Edited, Keyed):
    name = LineField(max_length=80, needed=_("Give the stage a name."))
    goal = LineField(max_length=240, required=False)
    after = forms.IntegerField(required=False)


class BeforeForm(forms.Form):
    """Where something goes: before another thing, or last."""

    before = forms.IntegerField(required=False)

    def place(self) -> int | None:
        """What it goes before; what can't be read counts as last."""
        return self.cleaned_data["before"] if self.is_valid() else None


OFF_SCALE = _("From −2 (awful) to +2 (delighted).")


class AssumedForm(forms.Form):
    value = forms.DecimalField(
        min_value=Decimal(-2),
        max_value=Decimal(2),
        max_digits=3,
        decimal_places=1,
        required=False,
        error_messages={
            "min_value": OFF_SCALE,
            "max_value": OFF_SCALE,
            "max_digits": OFF_SCALE,
            "max_whole_digits": OFF_SCALE,
            "max_decimal_places": _("One decimal place is enough, such as 0.5."),
            "invalid": _("A number from −2 to +2."),
        },
    )


class LaneForm(Keyed):
    kind = forms.ChoiceField(choices=LaneKind.choices)
    title = LineField(max_length=60, required=False)
    taxonomy = forms.ModelChoiceField(queryset=Taxonomy.objects.none(), required=False)

    def __init__(self, *args, map_: JourneyMap, **kwargs):
        super().__init__(*args, **kwargs)
        self.map = map_
        self.fields["taxonomy"].queryset = queries.taxonomies(map_.workspace_id)

    def clean(self):
        """Only a lane of choices has a list; without a title it is called after it."""
        given = super().clean()
        if given.get("kind") != LaneKind.CHOICES:
            given["taxonomy"] = None
        if given.get("taxonomy") and not given.get("title"):
            given["title"] = given["taxonomy"].name
        return given

    def lists(self) -> list[tuple[str, str]]:
        """The lists that a lane of choices can take from. One query."""
        known = [(str(one.pk), one.name) for one in self.fields["taxonomy"].queryset]
        return [("", str(_("A list of its own"))), *known]

    def options(self) -> list[tuple[str, str]]:
        """Kinds of lanes that the map can still have. One query."""
        taken = queries.kinds_taken(self.map)
        return [(kind, str(label)) for kind, label in LaneKind.choices if kind not in taken]


class NameForm(Edited):
    name = LineField(max_length=60, needed=_("Give it a name."))


class StepForm(Edited):
    name = LineField(max_length=60, needed=_("Give the step a name."))


class LaneWordsForm(Edited):
    title = LineField(max_length=60, needed=_("Give the lane a title."))
    note = LineField(max_length=120, required=False)
    role = forms.ChoiceField(choices=LaneRole.choices, required=False)

    def choices(self, lane: Lane) -> dict:
        """The role where the form had it; the usual one of its kind needs no mention."""
        if not (role := self.cleaned_data["role"]):
            return {}
        return {"role": "" if role == role_of(lane.kind) else role}


LONGEST_CARD = 500
MOST_LINES = 50  # cards made of one paste


class CardForm(Edited, Keyed):
    text = LineField(
        max_length=LONGEST_CARD,
        needed=_("Write something, or cancel."),
        error_messages={"max_length": _("At most 500 characters; this has %(show_value)s.")},
    )
    mood = forms.ChoiceField(choices=Mood.choices, required=False)
    raci = forms.ChoiceField(choices=Raci.choices, required=False)
    evidence = forms.ChoiceField(choices=Evidence.choices, required=False)
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)
    linked = forms.ModelChoiceField(
        queryset=JourneyMap.objects.none(),
        required=False,
        error_messages={
            "required": _("Choose a map."),
            "invalid_choice": _("This map can't be linked here: it is gone, or leads to this one."),
        },
    )
    image = forms.FileField(
        required=False,
        error_messages={"required": _("Choose a picture first."), "empty": _("The picture is empty.")},
    )
    choice = forms.ModelChoiceField(
        queryset=Choice.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("That choice is not offered any more.")},
    )
    new_choice = LineField(max_length=60, required=False)
    personas = forms.ModelMultipleChoiceField(Persona.objects.none(), required=False)
    revive = forms.BooleanField(required=False)

    def __init__(self, *args, workspace, lane: Lane, **kwargs):
        super().__init__(*args, **kwargs)
        self.lane = lane
        self.fields["personas"].queryset = Persona.objects.for_workspace(workspace).live()
        kind = self.kind = lane.kind
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live().order_by("name")
        if kind in (LaneKind.TEAMS, LaneKind.MAPS, LaneKind.CHOICES):
            self.fields["text"].required = False
        if kind == LaneKind.IMAGES:
            self.fields["text"].error_messages["required"] = _("Say in a few words what the picture shows.")
        if kind == LaneKind.CHOICES:
            self.fields["choice"].queryset = queries.choices_of(lane.taxonomy_id)
        if kind == LaneKind.MAPS:
            self.fields["linked"].queryset = linked.linkable(lane.map)
            self.fields["linked"].required = True

    def whom(self) -> Whom:
        """The personas that a card can be for. One query."""
        return of_map(self.lane.map_id)

    def clean_image(self):
        """As a Pillow picture within the bounds of kit/images.py."""
        if self.kind != LaneKind.IMAGES or not (sent := self.cleaned_data["image"]):
            return None
        try:
            return images.open_picture(sent)
        except images.Unusable as reason:
            raise forms.ValidationError(str(reason)) from reason

    def clean(self):
        """A card about a team or another map needs no words: it is called after it."""
        given = super().clean()
        if given.get("linked"):
            given["text"] = given["linked"].title
        if self.kind == LaneKind.CHOICES and not self.errors:
            given["text"] = given["new_choice"] or str(given["choice"] or "")
            if not given["text"]:
                self.add_error("choice", _("Choose one, or name a new one."))
        if self.kind == LaneKind.TEAMS and not given.get("text") and "text" not in self.errors:
            if team := given.get("team"):
                given["text"] = team.name
            elif "team" not in self.errors:
                self.add_error("team", _("Choose a team, or write who is involved."))
        return given

    def choices(self) -> dict:
        """Mood, part, evidence, personas, team, map and picture where the form had them."""
        given = {name: self.cleaned_data[name] for name in ("mood", "raci") if name in self.data}
        if self.cleaned_data["evidence"]:
            given["evidence"] = self.cleaned_data["evidence"]
        if "for_some" in self.data:
            given["persona_ids"] = sorted(one.pk for one in self.cleaned_data["personas"])
        if "team" in self.data:
            team = self.cleaned_data["team"]
            given["team_id"] = team.pk if team else None
        if self.kind == LaneKind.MAPS:
            given["linked_id"] = self.cleaned_data["linked"].pk
        if self.kind == LaneKind.CHOICES:
            chosen = self.cleaned_data["choice"]
            name = self.cleaned_data["new_choice"]
            given |= {"new_choice": name} if name else {"choice_id": chosen.pk}
        if self.cleaned_data["image"]:
            given["picture"] = self.cleaned_data["image"]
        return given


class NewCardForm(CardForm):
    """`split` makes a card of each line."""

    split = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["image"].required = self.kind == LaneKind.IMAGES

    def facts(self) -> dict:
        """What the new card says beside its words."""
        facts = {name: self.cleaned_data[name] for name in ("mood", "raci", "team", "key")}
        if self.kind == LaneKind.MAPS:
            facts["linked"] = self.cleaned_data["linked"]
        if self.kind == LaneKind.CHOICES:
            name = self.cleaned_data["new_choice"]
            facts |= {"new_choice": name} if name else {"choice": self.cleaned_data["choice"]}
        if self.cleaned_data["image"]:
            facts["picture"] = self.cleaned_data["image"]
        return facts

    def clean_split(self) -> bool:
        """Only words can be taken line by line."""
        return self.cleaned_data["split"] and self.kind in TEXT_LANES

    def lines(self) -> list[str]:
        """The lines that were pasted, each of them the text of a card."""
        found = (" ".join(line.split()) for line in self.data.get("text", "").splitlines())
        return [line for line in found if line]

    def clean(self):
        given = super().clean()
        if given.get("split"):
            self._check_lines(self.lines())
        return given

    def _check_lines(self, lines: list[str]) -> None:
        self._errors.pop("text", None)  # each line is a text of its own
        if not lines:
            self.add_error("text", _("Write something, or cancel."))
        if len(lines) > MOST_LINES:
            words = _("At most %(most)s cards at once; these are %(count)s lines.")
            self.add_error("text", words % {"most": MOST_LINES, "count": len(lines)})
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_CARD:
                words = _("Line %(number)s has %(length)s characters; a card takes %(most)s.")
                shown = {"number": number, "length": len(line), "most": LONGEST_CARD}
                self.add_error("text", words % shown)


class CardMoveForm(BeforeForm):
    """Without a step it goes to the first of another stage, and keeps its own in its stage."""

    lane = forms.IntegerField()
    stage = forms.IntegerField()
    step = forms.IntegerField(required=False, max_value=2**63 - 1)


class PlacementMoveForm(BeforeForm):
    stage = forms.IntegerField()


class ChannelField(forms.ChoiceField):
    """A fixed channel or one of the workspace's own; cleans to the two columns that hold it."""

    def clean(self, value):
        value = super().clean(value)
        if value.startswith("own:"):
            return {"channel": "", "own_channel_id": int(value[4:])}
        return {"channel": value, "own_channel_id": None}


def _with_none(options: queries.Options) -> list:
    return [("", ""), *options]


class PlacementForm(Keyed):
    """A touchpoint of the workspace by its id, else by its name, which makes a new one when there is none."""

    name = LineField(max_length=120, required=False)
    touchpoint = forms.ModelChoiceField(
        queryset=Touchpoint.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("That touchpoint is not there any more.")},
    )
    channel = ChannelField(required=False)
    direct = forms.ChoiceField(choices=[("1", ""), ("0", "")], required=False)
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)

    def __init__(self, *args, workspace, choices: queries.Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.for_workspace(workspace).live()
        self.fields["channel"].choices = _with_none(choices.channels)
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live()

    def clean(self):
        given = super().clean()
        if not self.errors and not given.get("name") and not given.get("touchpoint"):
            self.add_error("name", _("Choose a touchpoint, or type the name of a new one."))
        return given

    def new(self) -> dict:
        """The fields of a new touchpoint."""
        given = self.cleaned_data
        facts = {"name": given["name"], "direct": given["direct"] != "0", "team": given["team"]}
        return facts | given["channel"]


class TouchpointFieldForm(OneFieldForm):
    """One field of a touchpoint."""

    WORDS = ("name", "description")
    FLAGS = ("direct", "moment_of_truth")
    field = forms.ChoiceField(choices=[(name, name) for name in (*WORDS, *FLAGS, "channel", "team")])

    def words(self, name: str) -> forms.CharField:
        if name == "name":
            return LineField(max_length=120, needed=_("Give the touchpoint a name."))
        return forms.CharField(max_length=4000, required=False)

    def choice(self, name: str, value: str) -> dict:
        if name in self.FLAGS:
            flag = self.read(forms.ChoiceField(choices=[("1", ""), ("0", "")]), value)
            return {name: flag == "1"}
        if name == "team":
            return {"team_id": getattr(self.read(team_field(self.workspace), value), "pk", None)}
        options = _with_none(queries.channel_options(self.workspace))
        return self.read(ChannelField(required=False, choices=options), value) or {}


class ChannelForm(Edited, Keyed):
    name = LineField(max_length=60, needed=_("Give the channel a name."))
    group = forms.ChoiceField(choices=GROUPS)

    def __init__(self, *args, workspace, channel: Channel | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, self.channel = workspace, channel

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = queries.own_channels(self.workspace).filter(name__iexact=name)
        if self.channel:
            same = same.exclude(pk=self.channel.pk)
        fixed = {str(label).casefold() for _slug, label in CHANNELS}
        if name.casefold() in fixed or same.exists():
            raise forms.ValidationError(_("There is a channel of this name."))
        return name
