"""`manage.py load_demo`: the demo workspace, once."""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load the demo workspace with 149,790 real answers; does nothing if it is there."

    def handle(self, *args, **options) -> None:
        from cxjourney.demo import load

        if load.is_loaded():
            return
        self.stdout.write("Loading the demo workspace ...")
        load.load()
