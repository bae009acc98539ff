"""Write the built scripts from their modules."""

from django.core.management.base import BaseCommand

from cxjourney.kit.js import BUILT, build_js, js_folder


class Command(BaseCommand):
    help = "Write the modules of a map, and of its outline, into one file each (static/js/*-all.js)."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        for name, entries in BUILT.items():
            target = js_folder() / name
            target.write_text(build_js(js_folder(), entries), encoding="utf-8")
            self.stdout.write(f"{name}: {target.stat().st_size:,} bytes")
