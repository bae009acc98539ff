"""Write the built styles from their sources."""

from django.core.management.base import BaseCommand

from cxjourney.kit.css import BUILT, build_css, css_folder


class Command(BaseCommand):
    help = (
        "Write the shared styles and those of the map into one file each (static/css/all.css, board-all.css)."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        for name in BUILT:
            target = css_folder() / name
            target.write_text(build_css(css_folder(), name), encoding="utf-8")
            self.stdout.write(f"{name}: {target.stat().st_size:,} bytes")
