"""What happened to versions, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "version_create": _("{who} named the version {what}"),
    "version_edit": _("{who} edited the version {what}"),
    "version_remove": _("{who} removed the name of the version {what}"),
    "map_revert": _("{who} put the whole map {what} back as it was"),
    "item_revert": _("{who} put {what} back as it was"),
}
