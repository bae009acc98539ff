"""Fields and forms that more than one package uses."""

from __future__ import annotations

from django import forms


class LineField(forms.CharField):
    """One text: line breaks and other runs of white space become spaces."""

    def __init__(self, *, needed=None, **kwargs):
        """`needed` is what to say when it is empty."""
        messages = {"required": needed} if needed else {}
        super().__init__(error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


def line_input(**attrs) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


class Keyed(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class Edited(forms.Form):
    """Texts typed over other texts: `version` of the row then, and each text as it was in base_<field>."""

    version = forms.IntegerField(min_value=0, required=False)

    def typed(self, *names: str) -> dict:
        """`texts` and `version` for an action: what was sent of these fields, and over what.

        Without a version nobody knows what was seen, so any other text counts as somebody else's change.
        """
        texts = {name: (self.cleaned_data[name], self.base(name)) for name in names if name in self.data}
        return {"texts": texts, "version": self.cleaned_data["version"] or 0}

    def seen(self) -> dict:
        """`version` and `base` for an action that saves one text."""
        return {"version": self.cleaned_data["version"] or 0, "base": self.base()}

    def base(self, name: str = "") -> str | None:
        text = self.data.get(f"base_{name}" if name else "base")
        # Browsers send line breaks as CR LF.
        return None if text is None else text.replace("\r\n", "\n")


class OneFieldForm(Edited):
    """One field of a row by its name, as a drawer sends it: `field` says which, `value` what it is now.

    Valid, it holds `text` for words, or `values` (by attribute) for a choice. A subclass names its fields and
    says how each is read; what is wrong is said of `value`.
    """

    WORDS: tuple[str, ...] = ()
    value = forms.CharField(required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean(self):
        given = super().clean()
        name, value = given.get("field"), given.get("value", "").replace("\r\n", "\n")
        if name in self.WORDS:
            given["text"] = self.read(self.words(name), value)
        elif name:
            given["values"] = self.choice(name, value)
        return given

    def words(self, name: str) -> forms.CharField:
        """The field that reads these words."""
        raise NotImplementedError

    def choice(self, name: str, value: str) -> dict:
        """What was chosen, by attribute."""
        raise NotImplementedError

    def read(self, field: forms.Field, value: str):
        """The value as this field reads it; None, and an error, when it can't."""
        try:
            return field.clean(value)
        except forms.ValidationError as error:
            self.add_error("value", error)
            return None
