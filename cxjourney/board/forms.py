"""Input of the board: what is to be done with many things of a map."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.board import items
from cxjourney.journeys.models import CARD_LANES, Hue, JourneyMap, Lane, Stage, Step
from cxjourney.personas.kinds import Evidence
from cxjourney.personas.models import Persona

MOST = 500
GONE = {"invalid_choice": _("That is not on this map any more.")}


class ItemsForm(forms.Form):
    """`items` are ids of elements: card-12 placement-3 painpoint-7."""

    items = forms.CharField(error_messages={"required": _("Choose some cards first.")})
    do = forms.ChoiceField(
        choices=[(name, name) for name in ("move", "colour", "evidence", "persona", "remove")]
    )
    stage = forms.ModelChoiceField(Stage.objects.none(), required=False, error_messages=GONE)
    step = forms.ModelChoiceField(Step.objects.none(), required=False, error_messages=GONE)
    lane = forms.ModelChoiceField(Lane.objects.none(), required=False, error_messages=GONE)
    before = forms.IntegerField(required=False)
    hue = forms.TypedChoiceField(choices=Hue.choices, coerce=int, required=False, empty_value=None)
    evidence = forms.ChoiceField(choices=Evidence.choices, required=False)
    persona = forms.ModelChoiceField(Persona.objects.none(), required=False, error_messages=GONE)
    on = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1", required=False
    )

    def __init__(self, *args, map_: JourneyMap, **kwargs):
        super().__init__(*args, **kwargs)
        self.map = map_
        here = {"workspace": map_.workspace_id, "map": map_, "removed_at": None}
        people = Persona.objects.for_workspace(map_.workspace_id).live()
        self.fields["persona"].queryset = people.filter(pk__in=[*map_.also_ids, map_.persona_id or 0])
        self.fields["stage"].queryset = Stage.objects.filter(**here)
        self.fields["step"].queryset = Step.objects.filter(**here, stage__removed_at=None)
        self.fields["lane"].queryset = Lane.objects.filter(**here, kind__in=CARD_LANES)

    def clean_items(self) -> list:
        # The map sends them in one value, the boxes of the outline each in its own.
        sent = self.data.getlist("items") if hasattr(self.data, "getlist") else [self.cleaned_data["items"]]
        names = " ".join(sent).split()
        if len(names) > MOST:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": MOST})
        found = items.find(self.map, names)
        if not found:
            raise forms.ValidationError(_("What you chose is not there any more."))
        return found

    def clean(self):
        given = super().clean()
        if given.get("step") and given.get("stage") != given["step"].stage:
            given["stage"] = given["step"].stage
        wanted = {
            "move": ("stage", "lane"),
            "colour": ("hue",),
            "evidence": ("evidence",),
            "persona": ("persona",),
        }
        names = wanted.get(given.get("do", ""), ())
        if not self.errors and names and all(given.get(name) in (None, "") for name in names):
            raise forms.ValidationError(_("Choose what to do with them."))
        return given

    def complaint(self) -> str:
        return str(next(iter(self.errors.values()))[0])
