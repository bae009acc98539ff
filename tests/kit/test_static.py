"""Static files fit together: built ones are current, named ones exist, vendored ones are unchanged."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from cxjourney.kit import js
from cxjourney.kit.css import BUILT, build_css, css_folder

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("name", BUILT)
def test_the_built_styles_are_current(name):
    built = (css_folder() / name).read_text(encoding="utf-8")
    assert built == build_css(css_folder(), name), "Run manage.py build_css"
    assert "@import" not in built


def test_a_missing_source_is_an_error(tmp_path):
    (tmp_path / "app.css").write_text('@layer a;\n@import url("gone.css") layer(a);\n')
    with pytest.raises(FileNotFoundError):
        build_css(tmp_path)


@pytest.mark.parametrize("name", js.BUILT)
def test_the_built_scripts_are_current(name):
    built = (js.js_folder() / name).read_text(encoding="utf-8")
    assert built == js.build_js(js.js_folder(), js.BUILT[name]), "Run manage.py build_js"


def modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def test_each_module_is_built_once_before_those_that_need_it(tmp_path):
    modules(
        tmp_path,
        one='import { two } from "./two.js";\nimport "./three.js";\nimport "../vendor/x.js";\ntwo();\n',
        two='import { three } from "./three.js"; // why\nexport async function two() { three(); }\n',
        three="export const three = () => 3;\nexport function four() {}\n",
    )
    text = js.build_js(tmp_path, ("one.js", "two.js"))
    assert text.count('import "../vendor/x.js";') == 1
    at = [text.index(part) for part in ("three = () => 3", "async function two", "\ntwo();")]
    assert at == sorted(at)
    assert text.count("return { three, four };") == 1
    assert "const { three } = m0;" in text
    assert "export" not in text


@pytest.mark.parametrize(
    "text",
    [
        'import "./one.js";\n',
        'import { a as b } from "./two.js";\n',
        'import * as two from "./two.js";\n',
        'import two from "./two.js";\n',
        "export default 3;\n",
        "export { three };\n",
        "export let three = 3;\n",
        'const two = await import("./two.js");\n',
    ],
)
def test_what_cannot_be_built_is_said(tmp_path, text):
    modules(tmp_path, one=text, two="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"one\.js"):
        js.build_js(tmp_path, ("one.js",))


def test_a_module_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        js.build_js(modules(tmp_path, one='import "./gone.js";\n'), ("one.js",))


def test_has_never_reaches_for_everything():
    """Otherwise every change of the page has all its elements styled anew: 30 ms on a map of 360 cards."""
    for path in css_folder().rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for rule in re.findall(r"[^{}]*:has\([^{}]*(?=\{)", text):
            for selector in re.split(r",(?![^(]*\))", rule):
                after = re.split(r":has\((?:[^()]|\([^()]*\))*\)", selector)[-1]
                assert not re.search(r"\*|[ >]\S*::(?:placeholder|marker)", after), (
                    f"{path.name}: {selector.strip()}"
                )


def test_files_named_in_styles_exist():
    for name in re.findall(r'url\("(\.\./[^"]+)"\)', (css_folder() / "all.css").read_text()):
        assert (css_folder() / name).exists(), name


def test_every_page_style_lies_in_its_layer():
    for path in (css_folder() / "pages").glob("*.css"):
        if path.stem.endswith("-print"):  # paper overrules every layer
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL).strip()
        assert text.startswith("@layer pages {"), path.name
        assert text.count("{") == text.count("}"), path.name


def vendored() -> list[tuple[str, str]]:
    rows = (STATIC / "vendor" / "README.md").read_text().splitlines()
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if row.startswith("| ")]
    return [(row[1], row[4]) for row in cells[2:]]


def test_vendored_files_are_unchanged_and_listed():
    listed = dict(vendored())
    found = {path.relative_to(STATIC / "vendor").as_posix() for path in (STATIC / "vendor").rglob("*.js")}
    assert found == set(listed)
    for name, checksum in listed.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == checksum, name
        assert (STATIC / "vendor" / name).with_name("LICENSE").exists(), name


def test_icons_used_are_in_the_sprite():
    symbols = set(re.findall(r'id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    calls = re.compile(
        r"""\b_?icon\(\s*["']([a-z0-9-]+)["']|glyph=["']([a-z0-9-]+)["']|icon_button\(["']([a-z0-9-]+)["']"""
    )
    for path in TEMPLATES.rglob("*.html"):
        used = {name for found in calls.findall(path.read_text()) for name in found if name}
        assert used <= symbols, f"{path.name}: {sorted(used - symbols)}"


def imports(path: Path) -> set[str]:
    return set(re.findall(r'^import (?:.* from )?"\./([a-z]+)\.js";$', path.read_text(), re.MULTILINE))


def test_the_page_preloads_exactly_the_modules_it_imports():
    """Otherwise the browser finds them one after the other."""
    wanted, seen = {"app"}, set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        wanted |= imports(STATIC / "js" / f"{name}.js")
    names = re.search(r"for name in \(([^)]*)\)", (TEMPLATES / "_scripts.html").read_text())
    assert names
    assert set(re.findall(r'"([a-z]+)"', names[1])) == seen - {"app"}


def test_templates_need_no_eval_and_no_inline_script():
    forbidden = re.compile(
        r"hx-on|\bon[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|js:|javascript:"
    )
    for path in TEMPLATES.rglob("*.html"):
        found = forbidden.search(path.read_text())
        assert not found, f"{path.name}: {found and found[0]}"
