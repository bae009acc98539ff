"""Input about personas. Forms parse and complain beside the field; they save nothing."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.kit import images
from cxjourney.kit.forms import Edited, Keyed, LineField, line_input
from cxjourney.personas.kinds import Evidence, PersonaKind, Shape
from cxjourney.personas.models import PORTRAITS, PersonaSection
from cxjourney.personas.queries import Wish

NAMELESS = _("Give the persona a name.")
OFF_SHARE = _("A share is between 0 and 100 %%.")


class LibraryForm(forms.Form):
    """What the library shows; what can't be read asks for nothing."""

    q = LineField(max_length=100, required=False)
    kind = forms.ChoiceField(choices=[("", ""), *PersonaKind.choices], required=False)
    tag = LineField(max_length=300, required=False)
    archived = forms.BooleanField(required=False)

    def wish(self) -> Wish:
        self.is_valid()
        given = self.cleaned_data
        return Wish(
            text=given.get("q", ""),
            kind=given.get("kind", ""),
            tag=given.get("tag", ""),
            archived=bool(given.get("archived")),
        )


class PersonaForm(Keyed):
    """A new persona: the rest is written on its sheet."""

    name = LineField(label=_("Name"), max_length=60, needed=NAMELESS, widget=line_input(autofocus=""))
    role = LineField(
        label=_("Who they are in a few words"),
        max_length=120,
        required=False,
        widget=line_input(placeholder=_("Bakery owner, first trademark")),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PersonaKind.choices, initial=PersonaKind.CUSTOMER)
    portrait = forms.TypedChoiceField(
        label=_("Portrait"), choices=PORTRAITS, coerce=int, widget=forms.RadioSelect, initial=1
    )


class Sat(Edited):
    """Words typed in one sitting at a field."""

    group = forms.UUIDField(required=False)

    def saved(self, *names: str) -> dict:
        """What an action that saves words takes."""
        return self.typed(*names) | {"group": self.cleaned_data["group"]}


class PersonaWordsForm(Sat):
    name = LineField(max_length=60, needed=NAMELESS)
    role = LineField(max_length=120, required=False)
    quote = LineField(max_length=240, required=False)
    alt = LineField(max_length=200, required=False)
    WORDS = ("name", "role", "quote", "alt")

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["name"].required = "name" in self.data  # one may send only the others


class PersonaChoiceForm(forms.Form):
    """Any of the choices; what is not sent stays."""

    group = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=PersonaKind.choices, required=False)
    portrait = forms.TypedChoiceField(choices=PORTRAITS, coerce=int, required=False)
    share = forms.DecimalField(
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        required=False,
        error_messages={
            "min_value": OFF_SHARE,
            "max_value": OFF_SHARE,
            "max_digits": OFF_SHARE,
            "max_whole_digits": OFF_SHARE,
            "max_decimal_places": _("One decimal place is enough, such as 2.5."),
            "invalid": _("A number from 0 to 100."),
        },
    )
    NAMES = ("kind", "portrait", "share")

    def values(self) -> dict:
        given = {name: self.cleaned_data[name] for name in self.NAMES if name in self.data}
        return {name: value for name, value in given.items() if name == "share" or value}


class ImageForm(forms.Form):
    """An uploaded portrait; `image` becomes a Pillow picture within the bounds of kit/images.py."""

    image = forms.FileField(
        label=_("Picture"),
        error_messages={"required": _("Choose a picture first."), "empty": _("The picture is empty.")},
        widget=forms.FileInput(attrs={"accept": images.ACCEPT}),
    )
    alt = LineField(
        label=_("Describe it for those who can't see it"),
        max_length=200,
        needed=_("Say in a few words what the picture shows."),
        widget=line_input(),
    )

    def clean_image(self):
        try:
            return images.open_picture(self.cleaned_data["image"])
        except images.Unusable as reason:
            raise forms.ValidationError(str(reason)) from reason


class SectionForm(Keyed):
    title = LineField(max_length=60, needed=_("Give the section a title."))


class SectionWordsForm(Sat):
    title = LineField(max_length=60, needed=_("Give the section a title."))


class EvidenceForm(forms.Form):
    evidence = forms.ChoiceField(choices=Evidence.choices)


# Which fields of an item each shape has, and of how many steps its level is.
FIELDS = {
    Shape.LINE: ("text",),
    Shape.FACT: ("lead", "text"),
    Shape.JOB: ("lead", "text", "aim"),
    Shape.LEVEL: ("text",),
    Shape.TRAIT: ("lead", "text"),
    Shape.NONE: (),
}
STEPS = {Shape.LEVEL: 5, Shape.TRAIT: 10}


class ItemFields(forms.Form):
    lead = LineField(max_length=200, required=False)
    text = forms.CharField(max_length=300, required=False)
    aim = LineField(max_length=200, required=False)
    level = forms.IntegerField(min_value=0, max_value=10, required=False)

    def __init__(self, data, *, section: PersonaSection, **kwargs):
        super().__init__(data, **kwargs)
        self.shape = section.look.shape
        self.names = FIELDS[self.shape]

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_level(self) -> int | None:
        level = self.cleaned_data["level"]
        if level is not None and level > STEPS.get(self.shape, 0):
            raise forms.ValidationError(_("At most %(most)s.") % {"most": STEPS.get(self.shape, 0)})
        return level

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.get(name) for name in self.names):
            self.add_error("text", _("Write something, or remove it."))
        return given

    def choices(self) -> dict:
        """The level, when it was moved: words typed beside it must not put back somebody else's."""
        level = self.cleaned_data["level"]
        moved = level is not None and self.data.get("base_level") != str(level)
        return {"level": level} if moved and self.shape in STEPS else {}


class ItemForm(ItemFields, Sat):
    """An item typed over an earlier one."""


class NewItemForm(ItemFields, Keyed):
    """One item, or several where a line is one: each line of the text."""

    text = forms.CharField(max_length=20_000, required=False)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].strip()

    def clean(self):
        given = super().clean()
        if any(len(item["text"]) > 300 for item in self._items(given)):
            self.add_error("text", _("At most 300 characters a line."))
        return given

    def items(self) -> list[dict]:
        return self._items(self.cleaned_data)

    def _items(self, given: dict) -> list[dict]:
        text = given.get("text", "")
        more = {name: given.get(name, "") for name in self.names if name != "text"}
        if self.shape in STEPS:
            more["level"] = given.get("level") or 0
        lines = text.splitlines() if self.names == ("text",) else [text]
        texts = [" ".join(line.split()) for line in lines]
        return [{"text": line, **more} for line in texts if line or self.names != ("text",)]


class BeforeForm(forms.Form):
    """Where something goes: before another thing, or last."""

    before = forms.IntegerField(required=False)

    def place(self) -> int | None:
        """What it goes before; what can't be read counts as last."""
        return self.cleaned_data["before"] if self.is_valid() else None
