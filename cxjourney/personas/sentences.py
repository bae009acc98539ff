"""What happened to personas, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "persona_create": _("{who} added the persona {what}"),
    "persona_edit": _("{who} edited the persona {what}"),
    "persona_image": _("{who} gave the persona {what} another picture"),
    "persona_duplicate": _("{who} made a copy of a persona, {what}"),
    "persona_archive": _("{who} archived the persona {what}"),
    "persona_restore": _("{who} brought back the persona {what}"),
    "persona_remove": _("{who} removed the persona {what}"),
    "persona_section_create": _("{who} added the section {what} to a persona"),
    "persona_section_edit": _("{who} renamed the section {what} of a persona"),
    "persona_section_remove": _("{who} removed the section {what} from a persona"),
    "persona_evidence": _("{who} said how we know {what} of a persona"),
    "persona_item_create": _("{who} wrote {what} on a persona"),
    "persona_item_edit": _("{who} edited {what} on a persona"),
    "persona_item_move": _("{who} moved {what} on a persona"),
    "persona_item_remove": _("{who} removed {what} from a persona"),
}
