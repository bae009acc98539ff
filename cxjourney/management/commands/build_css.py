"""Write static/css/all.css from its sources."""

from django.core.management.base import BaseCommand

from cxjourney.kit.css import build_css, css_folder


class Command(BaseCommand):
    help = "Write the shared styles (static/css/app.css and what it names) into one file, all.css."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        target = css_folder() / "all.css"
        target.write_text(build_css(css_folder()), encoding="utf-8")
        self.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes")
