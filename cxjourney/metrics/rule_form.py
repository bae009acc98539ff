"""The rule of a persona as a form: a few rows of field, operator and value."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.segments import COMPARED, NUMBER, OPERATORS

ROWS = 6


class RuleForm(forms.Form):
    """Rows without a field are left out; without any row the persona stands for nobody."""

    any = forms.ChoiceField(
        label=gettext_lazy("Fits when"),
        choices=[("", gettext_lazy("every condition holds")), ("1", gettext_lazy("one condition holds"))],
        required=False,
    )

    def __init__(self, data=None, *, rule: dict | None = None):
        known = (rule or {}).get("conditions", [])
        initial: dict = {"any": "1" if (rule or {}).get("any") else ""}
        for number, (field, operator, value) in enumerate(known[:ROWS]):
            initial |= {f"field_{number}": field, f"operator_{number}": operator, f"value_{number}": value}
        super().__init__(data, initial=initial)
        for number in range(ROWS):
            self.fields[f"field_{number}"] = forms.CharField(max_length=100, required=False)
            self.fields[f"operator_{number}"] = forms.ChoiceField(choices=OPERATORS.items(), required=False)
            self.fields[f"value_{number}"] = forms.CharField(max_length=200, required=False)

    def rows(self):
        """(number, field, operator, value) as bound fields."""
        for number in range(ROWS):
            yield number + 1, *(self[f"{name}_{number}"] for name in ("field", "operator", "value"))

    def clean(self):
        given = super().clean()
        for number in range(ROWS):
            field, operator, value = (
                given.get(f"{name}_{number}", "") for name in ("field", "operator", "value")
            )
            if value and not field:
                self.add_error(f"field_{number}", _("Say what is known of the customer."))
            elif field and not value:
                self.add_error(f"value_{number}", _("Give a value."))
            elif operator in COMPARED and field and not re.match(NUMBER, value):
                self.add_error(f"value_{number}", _("Give a number."))
        return given

    @property
    def rule(self) -> dict:
        """As it is kept on the persona; {} for none."""
        given = self.cleaned_data
        rows = [
            [given[f"{name}_{number}"] for name in ("field", "operator", "value")] for number in range(ROWS)
        ]
        conditions = [[field, operator or "is", value] for field, operator, value in rows if field]
        return {"any": bool(given["any"]), "conditions": conditions} if conditions else {}
