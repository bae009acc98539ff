"""The fixed two-level taxonomy of channels. Workspaces add their own inside a group."""

from django.utils.translation import gettext_lazy as _

GROUPS = [
    ("digital", _("Digital")),
    ("voice", _("Voice")),
    ("person", _("In person")),
    ("office", _("Back office")),
    ("media", _("Media")),
]

# slug, group, label, icon
TAXONOMY = [
    ("website", "digital", _("Website"), "globe"),
    ("app", "digital", _("Mobile app"), "smartphone"),
    ("email", "digital", _("E-mail"), "mail"),
    ("chat", "digital", _("Chat"), "message-square"),
    ("social", "digital", _("Social"), "users"),
    ("sms", "digital", _("SMS"), "message-square"),
    ("kiosk", "digital", _("Kiosk"), "monitor"),
    ("phone", "voice", _("Phone"), "phone"),
    ("assistant", "voice", _("Voice assistant"), "mic"),
    ("ivr", "voice", _("IVR"), "headset"),
    ("store", "person", _("Store"), "store"),
    ("centre", "person", _("Service centre"), "building-2"),
    ("event", "person", _("Event"), "calendar"),
    ("field", "person", _("Field visit"), "hand"),
    ("orders", "office", _("Order processing"), "clipboard-list"),
    ("billing", "office", _("Billing"), "receipt"),
    ("account", "office", _("Account management"), "contact"),
    ("delivery", "office", _("Delivery"), "truck"),
    ("ads", "media", _("Advertising"), "megaphone"),
    ("press", "media", _("Press"), "newspaper"),
    ("mouth", "media", _("Word of mouth"), "users"),
    ("reviews", "media", _("Reviews"), "star"),
]

CHANNELS = [(slug, label) for slug, _group, label, _icon in TAXONOMY]
_ICONS = {slug: icon for slug, _group, _label, icon in TAXONOMY}
_LABELS = dict(CHANNELS)
_GROUP_ICONS = {
    "digital": "globe",
    "voice": "phone",
    "person": "store",
    "office": "building-2",
    "media": "megaphone",
}


def channel_icon(slug: str, group: str = "") -> str:
    """Icon of a fixed channel, else of the group, else a pin."""
    return _ICONS.get(slug) or _GROUP_ICONS.get(group, "map-pin")


def channel_label(slug: str) -> str:
    """Label of a fixed channel; empty when there is none."""
    return str(_LABELS.get(slug, ""))


def grouped_channels() -> list[tuple[str, list[tuple[str, str]]]]:
    """Channels under their groups, as a choice field takes them."""
    return [
        (str(label), [(slug, str(name)) for slug, group, name, _icon in TAXONOMY if group == key])
        for key, label in GROUPS
    ]
