"""What happened to personas, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "persona_create": _("{who} added the persona {what}"),
    "persona_edit": _("{who} edited the persona {what}"),
    "persona_remove": _("{who} removed the persona {what}"),
}
