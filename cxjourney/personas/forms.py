"""Input about personas."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.personas.actions import WORDS
from cxjourney.personas.models import PORTRAITS, Persona


class PersonaForm(forms.ModelForm):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    portrait = forms.TypedChoiceField(
        label=_("Portrait"), choices=PORTRAITS, coerce=int, widget=forms.RadioSelect, initial=1
    )

    class Meta:
        model = Persona
        fields = ["name", "role", "quote", "portrait"]
        error_messages = {"name": {"required": _("Give the persona a name.")}}
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}

    def texts(self) -> dict[str, tuple[str, str | None]]:
        """Field → (text, what it was typed over), for the action."""
        return {
            name: (
                self.cleaned_data[name].replace("\r\n", "\n"),
                self.data[f"base_{name}"].replace("\r\n", "\n") if f"base_{name}" in self.data else None,
            )
            for name in WORDS
            if name in self.data
        }
