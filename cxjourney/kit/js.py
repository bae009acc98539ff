"""Modules of a busy page as one file: fifty small files are fifty requests, six at a time over HTTP/1.1.

No more than our own modules need: imports by name, exports of functions and constants, no circles. Anything
else is refused when the file is built, so nothing is ever half understood.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

IMPORT = re.compile(r'^import (?:\{(?P<names>[\w\s,]*)\} from )?"(?P<path>\.[^"]+)";.*\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?function (?P<function>\w+)|const (?P<const>\w+) )", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b.*|^.*\bimport\(.*", re.MULTILINE)
# What is built → the modules that the page names.
BUILT = {
    "board-all.js": ("app.js", "map/index.js", "feedback/forms.js"),
    "outline-all.js": ("app.js", "map/outline.js"),
}


def js_folder() -> Path:
    """Where the modules and the built files are."""
    return Path(settings.BASE_DIR) / "static" / "js"


def build_js(folder: Path, entries: Iterable[str]) -> str:
    """The text of a built file: each module once, in the order in which a browser would run them.

    What lies outside `folder` stays an import. Raises FileNotFoundError for a module that is not there,
    ValueError for a circle of imports or words that are not understood.
    """
    outside: dict[str, None] = {}
    done: dict[Path, str] = {}  # module → the name of what it exports
    parts: list[str] = []

    def add(path: Path, above: tuple[Path, ...] = ()) -> str:
        if path in above:
            raise ValueError(f"{path.name} imports itself over {', '.join(one.name for one in above)}")
        if path not in done:
            body = IMPORT.sub(lambda match: take(match, path, (*above, path)), path.read_text("utf-8"))
            done[path] = f"m{len(done)}"
            parts.append(_closed(path.relative_to(folder).as_posix(), done[path], body))
        return done[path]

    def take(match: re.Match, path: Path, above: tuple[Path, ...]) -> str:
        wanted = Path(os.path.normpath(path.parent / match["path"]))
        if not wanted.is_relative_to(folder):
            outside[os.path.relpath(wanted, folder).replace(os.sep, "/")] = None
            return ""
        name = add(wanted, above)
        names = (match["names"] or "").split(",")
        if any(len(one.split()) > 1 for one in names):
            raise ValueError(f"{path.name} gives an import another name: {match[0].strip()}")
        return f"const {{{match['names']}}} = {name};\n" if match["names"] else ""

    for entry in entries:
        add(folder / entry)
    head = "// Built by `manage.py build_js`; change the modules, not this file.\n"
    return head + "".join(f'import "{path}";\n' for path in outside) + "".join(parts)


def _closed(title: str, name: str, body: str) -> str:
    """A module in a scope of its own, its exports in a constant."""
    exported = [match["function"] or match["const"] for match in EXPORT.finditer(body)]
    body = EXPORT.sub("", body)
    if strange := UNKNOWN.search(body):
        raise ValueError(f"{title} has a line that cannot be built: {strange[0]}")
    ends = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"\n// {title}\nconst {name} = (() => {{\n{body.strip()}\n{ends}}})();\n"
