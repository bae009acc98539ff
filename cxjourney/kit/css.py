"""Styles as one file: `app.css` lists the shared ones for `all.css`, `board.css` those of a map for its own.

A browser that follows @import asks for one file after the other; one file is one request.
"""

import re
from pathlib import Path

from django.conf import settings

IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
# What is built → the list of its sources.
BUILT = {"all.css": "app.css", "board-all.css": "board.css"}


def css_folder() -> Path:
    """Where the style sources and the built file are."""
    return Path(settings.BASE_DIR) / "static" / "css"


def build_css(folder: Path, name: str = "all.css") -> str:
    """The text of a built file: every import of its list replaced by that file, inside its layer.

    Raises FileNotFoundError when the list names a file that does not exist.
    """
    listed = BUILT[name]

    def inline(match: re.Match) -> str:
        source = (folder / match["path"]).read_text(encoding="utf-8").strip()
        text = f"/* {match['path']} */\n{source}"
        return f"@layer {match['layer']} {{\n{text}\n}}" if match["layer"] else text

    entry = (folder / listed).read_text(encoding="utf-8")
    start = min(at for word in ("@layer", "@import") if (at := entry.find(word)) >= 0)
    head = f"/* Built by `manage.py build_css` from {listed}; change the sources, not this file. */\n"
    return head + IMPORT.sub(inline, entry[start:])
