"""The one Django app; packages inside it register here what lower packages need from higher ones."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Packages that write and so have sentences for the log.
WRITERS = ["workspaces", "personas", "journeys", "feedback", "metrics", "backlog", "versions"]


class CxjourneyConfig(AppConfig):
    name = "cxjourney"
    verbose_name = "cxjourney"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cxjourney.activity import log
        from cxjourney.workspaces.journal import log as journal

        journal.module = log
        fill_shown()
        fill_rail()
        fill_sentences()
        fill_renderers()
        fill_personas()


def fill_rail() -> None:
    from cxjourney.workspaces.models import Role
    from cxjourney.workspaces.rail import RAIL, SETTINGS, Item, Section

    RAIL[:] = [
        Item("board:map_list", "route", _("Maps"), "maps"),
        Item("personas:persona_list", "contact", _("Personas"), "personas"),
        Item("backlog:pain_list", "list-checks", _("Backlog"), "backlog"),
        Item("feedback:feedback_list", "message-square-quote", _("Feedback"), "feedback"),
        Item("metrics:metric_list", "chart-column", _("Metrics"), "metrics"),
    ]
    SETTINGS[:] = [
        Section("workspaces:settings", "settings", _("General")),
        Section("workspaces:member_list", "users", _("Members")),
        Section("workspaces:team_list", "tag", _("Teams")),
        Section("journeys:choice_list", "tags", _("Choices")),
        Section("journeys:channel_list", "map-pin", _("Channels"), Role.EDITOR),
        Section("workspaces:invitation_list", "user-plus", _("Invitations"), Role.OWNER),
        Section("feedback:privacy", "shield", _("Personal data"), Role.OWNER),
        Section("metrics:token_list", "key-round", _("Values by token"), Role.OWNER),
        Section("activity:change_list", "activity", _("Activity log")),
    ]


def fill_sentences() -> None:
    from cxjourney.activity.sentences import register

    for package in WRITERS:
        if find_spec(f"cxjourney.{package}.sentences"):
            register(import_module(f"cxjourney.{package}.sentences").SENTENCES)


def fill_shown() -> None:
    from cxjourney.activity.log import Shown
    from cxjourney.board.shown import maps_showing

    Shown.maps = staticmethod(maps_showing)


def fill_renderers() -> None:
    from cxjourney.activity.live.renderers import RENDERERS
    from cxjourney.board.live import home, renderer

    RENDERERS.map = renderer.MapRenderer
    RENDERERS.home = home.render_home
    RENDERERS.stamp = home.home_stamp


def fill_personas() -> None:
    from cxjourney.board.persona_maps import maps_of
    from cxjourney.journeys.channels import TAXONOMY
    from cxjourney.personas.neighbours import NEIGHBOURS

    NEIGHBOURS.maps = maps_of
    NEIGHBOURS.channels = lambda: [(str(label), icon) for _slug, _group, label, icon in TAXONOMY]
