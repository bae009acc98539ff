"""The house rules that a machine can check: who imports whom, who writes, how long things get."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "cxjourney"

# Each package may import those before it, never those after it.
PACKAGES = [
    "kit",
    "workspaces",
    "activity",
    "personas",
    "journeys",
    "feedback",
    "metrics",
    "backlog",
    "board",
    "versions",
    "surveys",
    "workshops",
    "insights",
    "sharing",
    "api",
    "demo",
]
# Inside a package a file may import files of its own rank and below. Files not named here are helpers:
# anything may import them, and they import nothing above actions.
RANKS = {"models": 0, "queries": 1, "actions": 2, "forms": 2, "views": 3, "urls": 4}
HELPER = 2

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Who writes beside actions.py, and why.
WRITERS = {
    "feedback/triage.py": "the actions of the inbox",
    "feedback/erasing.py": "the actions of personal data",
    "activity/log.py": "everything is saved through it",
    "activity/chores.py": "writes when a chore was begun, for all workspaces alike",
    "activity/order.py": "writes shorter ranks in the same order, which nobody sees",
    "activity/undo.py": "marks what was undone",
    "kit/rows.py": "writes one row for those who may: the log and the sessions",
    "demo/load.py": "makes the demo's workspace and its visitor, before anybody could be the actor",
    "feedback/followups/actions.py": "the actions of the closed loop",
    "feedback/followups/making.py": "follows up what an import brings by one statement; part of its Change",
    "feedback/contacts.py": "the actions of calls and tickets",
    "feedback/importing/jobs.py": "keeps the state of a running import; what it brought is logged once",
    "feedback/importing/load.py": "copies scores in by the million; logged once an import",
    "feedback/importing/recipes.py": "remembers how a file was read, with the answers it brought; logged",
    "feedback/importing/taking_back.py": "takes away what load brought, by the million; logged once",
    "feedback/importing/placing.py": "puts what an import makes where it belongs; each has its Change",
    "feedback/segments.py": "gives answers to personas by their rules; the rule has its Change",
    "feedback/words/moods.py": "keeps moods that the machine judged; what people say is logged",
    "feedback/words/jobs.py": "notes when the words were read",
    "feedback/words/themes.py": "keeps what the machine found in the words, which is nobody's doing",
    "feedback/places.py": "makes touchpoints that an import names; part of its Change",
    "feedback/questions.py": "makes questions that a score or an import asks; part of its Change",
    "kit/images.py": "writes a picture into memory; no row of a table",
    "metrics/alerts.py": "opens and closes alerts, which is nobody's doing",
    "metrics/rollups.py": "counts the histograms anew from the scores",
    "workspaces/models.py": "the manager that `createsuperuser` and allauth call",
}
WRITING_CALLS = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "adelete",
}
WRITING_SQL = ("INSERT INTO ", "UPDATE ", "DELETE FROM ", "COPY ", "TRUNCATE ")


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def place(path: Path) -> tuple[str, str]:
    """(package, kind of file); a kind that has grown into a folder counts as the file it was."""
    parts = path.relative_to(APP).with_suffix("").parts
    return (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])


def imports(path: Path) -> list[tuple[str, int]]:
    """Modules of this app that a file imports anywhere, inside functions too, with the line."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: relative import"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return [(name, line) for name, line in found if name.startswith("cxjourney.")]


def plain(kind: str) -> str:
    return kind.removeprefix("public_").removeprefix("personal_")


def rank(kind: str) -> int:
    return RANKS.get(plain(kind), HELPER)


def wrong_import(path: Path, module: str) -> str:
    """Why this file may not import this module, or ""."""
    package, kind = place(path)
    target, *rest = module.removeprefix("cxjourney.").split(".")
    if package not in PACKAGES:
        return ""  # apps.py, urls.py, commands … put everything together
    if target not in PACKAGES:
        return "" if target == "settings" else f"{target} knows the whole app"
    if PACKAGES.index(target) > PACKAGES.index(package):
        return f"{package} is lower than {target}: take it through a registry filled in apps.py"
    if target != package or not rest or rest[0] == kind:
        return ""
    is_helper = RANKS.get(plain(rest[0])) is None
    return "" if is_helper or rank(rest[0]) <= rank(kind) else f"{kind} may not import {rest[0]}"


def test_imports_run_one_way():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {reason}"
        for path in python_files("cxjourney")
        for module, line in imports(path)
        if (reason := wrong_import(path, module))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("file", "module", "fine"),
    [
        ("journeys/views.py", "cxjourney.journeys.actions", True),
        ("journeys/views/cards.py", "cxjourney.journeys.actions.cards", True),
        ("journeys/queries.py", "cxjourney.journeys.actions", False),
        ("journeys/actions.py", "cxjourney.journeys.forms", True),
        ("journeys/forms.py", "cxjourney.journeys.views", False),
        ("journeys/channels.py", "cxjourney.journeys.views", False),
        ("journeys/models.py", "cxjourney.journeys.channels", True),
        ("journeys/models.py", "cxjourney.journeys.queries", False),
        ("journeys/actions.py", "cxjourney.board.queries", False),
        ("board/queries.py", "cxjourney.journeys.models", True),
        ("board/queries.py", "cxjourney.models", False),
        ("workspaces/public_views.py", "cxjourney.workspaces.actions", True),
        ("workspaces/actions.py", "cxjourney.workspaces.public_views", False),
        ("apps.py", "cxjourney.board.queries", True),
    ],
)
def test_the_import_rule_itself(file, module, fine):
    assert (wrong_import(APP / file, module) == "") is fine


def test_every_package_is_known():
    found = {path.parent.name for path in APP.glob("*/__init__.py")}
    assert found - {"migrations", "management", "templatetags"} <= set(PACKAGES)


def test_only_actions_write():
    wrong = []
    for path in python_files("cxjourney"):
        package, kind = place(path)
        name = str(path.relative_to(APP))
        if kind == "actions" or name in WRITERS or package == "management":
            continue
        wrong += [f"{name}:{node.lineno}: {_writes(node)}" for node in ast.walk(tree(path)) if _writes(node)]
    assert wrong == []


def _writes(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        # A queryset takes its new values by keyword; a dict mostly takes another dict.
        is_update = name == "update" and node.keywords and not node.args and _is_query(node.func.value)
        return f".{name}()" if name in WRITING_CALLS or is_update else ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        statement = node.value.lstrip()
        return statement[:40] if statement.startswith(WRITING_SQL) else ""
    return ""


def _is_query(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in ("objects", "filter", "all", "_default_manager")
        for part in ast.walk(node)
    )


def test_writers_exist():
    assert [name for name in WRITERS if not (APP / name).exists()] == []


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


LOGGING_CALLS = {"create", "change", "settle", "rewrite", "remove", "record"}


def test_actions_take_keywords_and_never_see_a_request():
    wrong = []
    for path in python_files("cxjourney"):
        if place(path)[1] != "actions":
            continue
        for function in tree(path).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            names = {arg.arg for arg in function.args.kwonlyargs}
            where = f"{path.relative_to(APP)}:{function.lineno}: {function.name}"
            if "request" in names | {arg.arg for arg in function.args.args}:
                wrong.append(f"{where} sees a request")
            if function.name.startswith("_"):
                continue
            if names & {"by", "user"} and function.args.args:
                wrong.append(f"{where} takes arguments by position")
            if not names & {"by", "user"} and _logs(function):
                wrong.append(f"{where} does not say who acts")
    assert wrong == []


def _logs(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        and node.func.attr in LOGGING_CALLS
        for node in ast.walk(function)
    )


def test_views_are_functions():
    classes = [
        f"{path.relative_to(APP)}:{node.lineno}"
        for path in python_files("cxjourney")
        if rank(place(path)[1]) == RANKS["views"]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert classes == []


def test_forms_never_save():
    saving = [
        f"{path.relative_to(APP)}:{function.lineno}"
        for path in python_files("cxjourney")
        if place(path)[1] == "forms"
        for function in functions(path)
        if function.name == "save"
    ]
    assert saving == []


def test_no_signals_for_rules_of_the_domain():
    wrong = [
        f"{path.relative_to(APP)}:{line}"
        for path in python_files("cxjourney")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals")
        for line in [node.lineno]
    ]
    assert wrong == []


def test_files_are_short():
    ours = [
        *python_files("cxjourney", "tests", "benchmarks", "scripts"),
        *(path for path in (ROOT / "static/js").rglob("*.js") if not path.name.endswith("all.js")),
        *(path for path in (ROOT / "static/css").rglob("*.css") if not path.name.endswith("all.css")),
        *(ROOT / "templates").rglob("*.html"),
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in ours}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short():
    long = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": length
        for path in python_files("cxjourney")
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_verb_in_the_log_has_a_sentence():
    """`verb="card_edit"` anywhere in the app needs a sentence in the package's sentences.py."""
    from cxjourney.activity.sentences import known

    verbs = {
        keyword.value.value: f"{path.relative_to(APP)}:{node.lineno}"
        for path in python_files("cxjourney")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    }
    assert {verb: where for verb, where in verbs.items() if verb not in known} == {}


def test_percent_signs_of_templates_are_doubled():
    """Jinja's gettext formats its message: "%s" alone would be shown as "{}"."""
    words = re.compile(r"""(?:_|gettext)\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
    wrong = [
        f"{file.relative_to(ROOT)}: {text}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for text in (one or two for one, two in words.findall(file.read_text()))
        if "%" in text.replace("%%", "")
    ]
    assert wrong == []
