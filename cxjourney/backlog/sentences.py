"""What happened to pain points, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "pain_create": _("{who} added the pain point {what}"),
    "pain_edit": _("{who} edited the pain point {what}"),
    "pain_set": _("{who} rated the pain point {what}"),
    "pain_status": _("{who} changed the status of {what}"),
    "pain_fixed": _("{who} said when {what} was fixed"),
    "pain_move": _("{who} moved the pain point {what}"),
    "pain_known": _("{who} said how we know {what}"),
    "pain_remove": _("{who} removed the pain point {what}"),
    "evidence_add": _("{who} linked {what} as evidence"),
    "evidence_remove": _("{who} unlinked the evidence {what}"),
}
