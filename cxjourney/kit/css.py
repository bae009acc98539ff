"""The shared styles as one file: `app.css` lists the sources, `all.css` is what pages load.

A browser that follows @import asks for one file after the other; one file is one request.
"""

import re
from pathlib import Path

from django.conf import settings

IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)


def css_folder() -> Path:
    """Where the style sources and the built file are."""
    return Path(settings.BASE_DIR) / "static" / "css"


def build_css(folder: Path) -> str:
    """The text of all.css: every import of app.css replaced by its file, inside its layer.

    Raises FileNotFoundError when app.css names a file that does not exist.
    """

    def inline(match: re.Match) -> str:
        source = (folder / match["path"]).read_text(encoding="utf-8").strip()
        return f"@layer {match['layer']} {{\n/* {match['path']} */\n{source}\n}}"

    entry = (folder / "app.css").read_text(encoding="utf-8")
    head = "/* Built by `manage.py build_css` from app.css; change the sources, not this file. */\n"
    return head + IMPORT.sub(inline, entry[entry.index("@layer") :])
