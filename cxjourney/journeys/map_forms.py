"""Input about maps as a whole, their folders and their templates."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys import queries
from cxjourney.journeys.actions.maps import VERBS
from cxjourney.journeys.models import Folder, JourneyMap, State, Status
from cxjourney.kit import periods
from cxjourney.kit.forms import Edited, Keyed, LineField, line_input
from cxjourney.personas.models import Persona
from cxjourney.workspaces.models import Membership, Role

GONE = {"invalid_choice": _("That folder is not there any more.")}


def folder_field(**kwargs) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Folder.objects.none(), required=False, error_messages=GONE, **kwargs)


class MapForm(Keyed):
    title = LineField(
        label=_("Name of the journey"),
        max_length=120,
        needed=_("Give the journey a name."),
        widget=line_input(placeholder=_("From first visit to first order")),
    )
    persona = forms.ModelChoiceField(
        label=_("Whose journey"),
        queryset=Persona.objects.none(),
        required=False,
        empty_label=_("Not yet known"),
    )
    new_persona = LineField(
        label=_("Or somebody new"),
        max_length=60,
        required=False,
        widget=line_input(placeholder=_("Name of a persona")),
    )
    folder = folder_field(label=_("Folder"), empty_label=_("In no folder"))
    template = forms.CharField(required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        people = Persona.objects.for_workspace(workspace).live().filter(archived_at=None)
        self.fields["persona"].queryset = people.order_by("name")
        self.fields["folder"].queryset = queries.folders(workspace)

    def clean_template(self):
        """The stages and lanes of the template chosen; the standard one when none was."""
        frame = queries.find_frame(self.workspace, self.cleaned_data["template"])
        if frame is None:
            raise forms.ValidationError(_("That template is not there any more. Choose another."))
        return frame

    def values(self) -> dict:
        """For actions.create_map."""
        return {name: value for name, value in self.cleaned_data.items() if name != "template"} | {
            "frame": self.cleaned_data["template"]
        }


class TitleForm(Edited):
    title = LineField(max_length=120, needed=_("Give the journey a name."))


class MapSettingsForm(forms.Form):
    """Any of the choices; what is not sent stays."""

    status = forms.ChoiceField(choices=Status.choices, required=False)
    state = forms.ChoiceField(choices=State.choices, required=False)
    persona = forms.ModelChoiceField(queryset=Persona.objects.none(), required=False)
    new_persona = LineField(max_length=60, required=False)
    also = forms.ModelMultipleChoiceField(queryset=Persona.objects.none(), required=False)
    also_sent = forms.BooleanField(required=False)
    owner = forms.ModelChoiceField(
        queryset=Membership.objects.none(), required=False, to_field_name="user_id"
    )
    folder = folder_field()
    review_on = forms.DateField(required=False, error_messages={"invalid": _("Enter a date.")})
    period = forms.CharField(max_length=24, required=False)
    source = LineField(max_length=300, required=False)
    reviewer = forms.ModelChoiceField(
        queryset=Membership.objects.none(), required=False, to_field_name="user_id"
    )
    CAN_BE_BLANK = ("reviewer_id", "persona_id", "also_ids", "owner_id", "folder_id", "review_on", "source")

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        people = Persona.objects.for_workspace(workspace).live()
        self.fields["persona"].queryset = self.fields["also"].queryset = people
        self.fields["owner"].queryset = Membership.objects.for_workspace(workspace)
        editors = Membership.objects.for_workspace(workspace).filter(role__in=[Role.EDITOR, Role.OWNER])
        self.fields["reviewer"].queryset = editors
        self.fields["folder"].queryset = queries.folders(workspace)

    def clean_period(self) -> str:
        period = self.cleaned_data["period"]
        if period:
            try:
                periods.parse(period, today=timezone.localdate())
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return period

    def values(self) -> dict:
        """By attribute name, for actions.set_map."""
        given = {name: self.cleaned_data[name] for name in self.fields if name in self.data}
        also = given.pop("also", [])
        if given.pop("also_sent", False):  # boxes without a tick send nothing
            given["also_ids"] = sorted(one.pk for one in also)
        for name, key in (("persona", "pk"), ("folder", "pk"), ("owner", "user_id"), ("reviewer", "user_id")):
            if name in given:
                given[f"{name}_id"] = getattr(given.pop(name), key, None)
        return {name: value for name, value in given.items() if value or name in self.CAN_BE_BLANK}


class BulkForm(forms.Form):
    """Many maps and one thing to do with them: the pressed button has its name.

    `do` is archive, restore or review; the last takes its date from `review_on`, where none means no review.
    """

    maps = forms.ModelMultipleChoiceField(
        JourneyMap.objects.none(),
        error_messages={
            "required": _("Choose some maps first."),
            "invalid_choice": _("Some of these maps are not there any more."),
            "invalid_pk_value": _("Some of these maps are not there any more."),
        },
    )
    folder = folder_field()
    status = forms.ChoiceField(choices=Status.choices, required=False)
    state = forms.ChoiceField(choices=State.choices, required=False)
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        required=False,
        to_field_name="user_id",
        error_messages={"invalid_choice": _("That person is not in this workspace any more.")},
    )
    do = forms.ChoiceField(choices=[(name, "") for name in ("archive", "restore", "review")], required=False)
    review_on = forms.DateField(required=False, error_messages={"invalid": _("Enter a date.")})
    CHOICES = ("folder", "owner", "status", "state")

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["maps"].queryset = JourneyMap.objects.for_workspace(workspace).live()
        self.fields["folder"].queryset = queries.folders(workspace)
        self.fields["owner"].queryset = Membership.objects.for_workspace(workspace)

    def clean(self):
        """Adds `verb` and `values` for actions.set_maps, unless it is to archive or restore."""
        given = super().clean()
        if self.errors:
            return given
        chosen = next((name for name in self.CHOICES if name in self.data), None)
        if chosen in ("status", "state") and not given[chosen]:
            chosen = None
        if given["do"] == "review":
            chosen = "review_on"
        if not chosen and not given["do"]:
            raise forms.ValidationError(_("Choose what to do with them."))
        if given["do"] != "restore" and any(map_.archived_at for map_ in given["maps"]):
            raise forms.ValidationError(_("Some of these maps are archived. Restore them first."))
        if chosen:
            given["verb"] = VERBS.get(chosen) or VERBS[f"{chosen}_id"]
            given["values"] = {chosen: given[chosen]}
        return given

    def complaint(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class FolderForm(Edited, Keyed):
    """A new folder, or another name for one."""

    name = LineField(max_length=60, needed=_("Give the folder a name."))
    parent = folder_field()

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = queries.folders(workspace).filter(parent=None)


class FolderMoveForm(forms.Form):
    parent = folder_field()

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = queries.folders(workspace)


class TemplateForm(Keyed):
    """A map saved as a template. `locked` names what maps made of it must keep: stage-<id>, lane-<id>."""

    name = LineField(max_length=80, needed=_("Give the template a name."))
    purpose = LineField(max_length=240, required=False)
    cards = forms.BooleanField(required=False)
    locked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locked"].choices = [(part, part) for part in parts]


class TemplateWordsForm(Edited):
    """Its words; with `locks` also what maps made of it must keep, of `parts`."""

    name = LineField(max_length=80, needed=_("Give the template a name."))
    purpose = LineField(max_length=240, required=False)
    locks = forms.BooleanField(required=False)
    locked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locked"].choices = [(part, part) for part in parts]

    def kept(self) -> list[str] | None:
        """The locked parts, None when the form had no such question."""
        return self.cleaned_data["locked"] if self.cleaned_data["locks"] else None


class CopyForm(Keyed):
    title = LineField(max_length=120, needed=_("Give the journey a name."))
    state = forms.ChoiceField(choices=State.choices)
