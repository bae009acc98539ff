"""Input of the pages about people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.workspaces import queries
from cxjourney.workspaces.models import Role, Team, Workspace

# (value, name, what it may do), the least first.
ROLES = [
    (Role.VIEWER.value, Role.VIEWER.label, _("sees everything, changes nothing")),
    (Role.CONTRIBUTOR.value, Role.CONTRIBUTOR.label, _("sees everything, adds what customers said")),
    (Role.EDITOR.value, Role.EDITOR.label, _("changes maps and everything on them")),
    (Role.OWNER.value, Role.OWNER.label, _("everything, people and settings too")),
]
COLOURS = [
    (1, _("Purple")),
    (2, _("Orange")),
    (3, _("Green")),
    (4, _("Blue")),
    (5, _("Pink")),
    (6, _("Olive")),
]
NAME_TAKEN = _("Another team has this name.")


def team_field(workspace: Workspace) -> forms.ModelChoiceField:
    """A team that owns something, or none."""
    return forms.ModelChoiceField(Team.objects.for_workspace(workspace).live(), required=False)


class SignUpForm(forms.Form):
    """The fields that sign-up asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": ""}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request, user) -> None:
        """Asked for by allauth; the account adapter has set the name already."""


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


class InvitationForm(forms.Form):
    """With an address a mail goes there; without one it makes a link."""

    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, workspace: Workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email and queries.is_member(self.workspace, email=email):
            raise forms.ValidationError(_("This person is a member already."))
        if email and queries.is_invited(self.workspace, email):
            raise forms.ValidationError(_("This address is invited already; you can send the mail again."))
        return email


class TeamForm(forms.Form):
    """A team's name and colour; `version` and `base` say what an edit started from."""

    name = forms.CharField(label=_("Name"), max_length=60)
    hue = forms.TypedChoiceField(label=_("Colour"), choices=COLOURS, coerce=int, initial=1)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False)
    base = forms.CharField(required=False, strip=False)

    def __init__(self, *args, workspace: Workspace, team: Team | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, self.team = workspace, team

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = Team.objects.for_workspace(self.workspace).live().filter(name__iexact=name)
        if self.team:
            same = same.exclude(pk=self.team.pk)
        if same.exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name

    def edit(self) -> dict:
        """What the action needs to change the team."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "hue": data["hue"],
            "version": data["version"] or self.team.version,
            "base": data["base"] or None,
        }
