"""The one Django app; packages inside it register here what lower packages need from higher ones."""

from django.apps import AppConfig


class CxjourneyConfig(AppConfig):
    name = "cxjourney"
    verbose_name = "cxjourney"
    default_auto_field = "django.db.models.BigAutoField"
