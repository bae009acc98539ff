"""Workbooks, JSON lines and gzip as CSV. A script of its own: it runs with bounded time and memory.

`python convert.py source target most_bytes [sheet]` says how it ended as JSON: {"sheet": …} or {"fault": …}.
Other people made these files, so nothing of Django, the database or the settings is within reach here.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
SECONDS = 120
BLOCK = 1024 * 1024
MOST_PARTS = 2000
MOST_COLUMNS = 500
LONGEST_LINE = 1024 * 1024
LONGEST_CELL = 100_000


class Fault(ValueError):
    """Why the file cannot be read: a word for convert's caller, and the line if there is one."""

    def __init__(self, word: str, line: int = 0):
        super().__init__(word)
        self.word, self.line = word, line


def kind_of(start: bytes) -> str:
    """What the first bytes say: xlsx, xls, gzip, json or text."""
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{") and b'"' in text[:50]:
        return "json"
    return "json" if text.startswith(b"[") and text[1:].lstrip()[:1] in (b"{", b"") else "text"


class Bounded:
    """A text file that refuses to grow beyond `most` bytes."""

    def __init__(self, file, most: int):
        self.file, self.left = file, most

    def write(self, text: str) -> None:
        self.left -= len(text)
        if self.left < 0:
            raise Fault("large")
        self.file.write(text)


def write_rows(target: Path, rows: Iterable[list[str]], most: int) -> None:
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(Bounded(file, most)).writerows(rows)


# --- Workbooks ------------------------------------------------------------------------------------


def check_parts(source: Path, most: int) -> None:
    """Unpack every part to nowhere: what a zip says about its sizes need not be true."""
    left = most
    try:
        with zipfile.ZipFile(source) as book:
            names = {part.filename for part in book.infolist()}
            if len(names) > MOST_PARTS or "xl/workbook.xml" not in names:
                raise Fault("archive")
            for part in book.infolist():
                with book.open(part) as file:
                    while block := file.read(BLOCK):
                        left -= len(block)
                        if left < 0:
                            raise Fault("large")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Fault("broken") from error


def workbook(source: Path, target: Path, most: int, chosen: str = "") -> dict[str, Any]:
    """The chosen sheet, or the first visible one that holds a table, or else anything."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    check_parts(source, most)
    try:
        book = CalamineWorkbook.from_path(str(source))
        sheets = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        for name, least in (
            [(chosen, 1)] if chosen in sheets else [(one, n) for n in (2, 1) for one in sheets]
        ):
            sheet = book.get_sheet_by_name(name)
            if sheet.height >= least and sheet.width >= least:
                if sheet.width > MOST_COLUMNS:
                    raise Fault("columns")
                # Rows above the first filled one count too, so that row numbers are those of the screen.
                above = sheet.start[0] if sheet.start else 0
                left = sheet.start[1] if sheet.start else 0
                rows = merged(sheet_rows(above, sheet.iter_rows()), sheet.merged_cell_ranges or [], left)
                write_rows(target, rows, most)
                return {"sheet": name, "sheets": sheets}
    except CalamineError as error:
        raise Fault("broken") from error
    raise Fault("empty")


def sheet_rows(above: int, rows: Iterable[list]) -> Iterator[list[str]]:
    first = True
    for row in rows:
        cells = [cell_text(cell) for cell in row]
        if first and any(cells) and above:
            yield from ([] for _ in range(above))
        first = False
        yield cells if any(cells) else []


def merged(rows: Iterable[list[str]], ranges: Iterable, left: int) -> Iterator[list[str]]:
    """What stands in a cell that spans several rows holds for each of them; `left` is the first column."""
    begin: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, last) in ranges:
        if column == last and bottom > top:
            begin.setdefault(top, []).append((column - left, bottom))
    open_: dict[int, tuple[int, str]] = {}  # column: until which row, and what
    for number, row in enumerate(rows):
        for column, (bottom, text) in list(open_.items()):
            if number > bottom:
                del open_[column]
            elif column < len(row) and not row[column]:
                row[column] = text
        for column, bottom in begin.get(number, []):
            if 0 <= column < len(row):
                open_[column] = bottom, row[column]
        yield row


def cell_text(cell: Any) -> str:
    """A cell as it is read from CSV: whole numbers without a point, days and times as ISO 8601."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


# --- JSON -----------------------------------------------------------------------------------------


def json_lines(source: Path, target: Path, most: int, _sheet: str = "") -> dict[str, Any]:
    """One object a line, or one list of objects. Read twice: first for the names, then for the rows.

    A line that is no object stands behind the last column, where its row is refused.
    """
    names: dict[str, None] = {}
    broken = 0
    for line, one in enumerate(objects(source), start=1):
        if isinstance(one, str):
            broken = broken or (line if one else 0)
            continue
        names.update(dict.fromkeys(one))
        if len(names) > MOST_COLUMNS:
            raise Fault("columns")
    if not names:
        raise Fault("json", broken) if broken else Fault("empty")

    def rows() -> Iterator[list[str]]:
        yield list(names)
        for one in objects(source):
            if isinstance(one, str):
                yield [*("" for _name in names), one] if one else []
            else:
                yield [one.get(name, "") for name in names]

    write_rows(target, rows(), most)
    return {"lines": True}


def objects(source: Path) -> Iterator[dict[str, str] | str]:
    """Each object, and in its place as text what is none; "" for a blank line."""
    with source.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        start = file.read(BLOCK).lstrip()[:1]
        file.seek(0)
        if start == "[":
            found = parsed(file.read())
            for number, one in enumerate(found, start=1):
                yield flat(one, number) if isinstance(one, dict) else json.dumps(one)[:LONGEST_CELL]
            return
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise Fault("line", number)
            yield read_line(line.strip(), number)


def read_line(line: str, number: int) -> dict[str, str] | str:
    """The object in a line; the line itself when it is none, or not written in UTF-8."""
    try:
        line.encode()
        found = json.loads(line) if line else None
    except (ValueError, RecursionError):
        found = None
    return flat(found, number) if isinstance(found, dict) else line[:LONGEST_CELL]


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault("json", getattr(error, "lineno", 1)) from error


def flat(thing: dict[str, Any], line: int) -> dict[str, str]:
    """{"a": {"b": 1}} as {"a.b": "1"}; a list of plain values as one text."""
    found: dict[str, str] = {}
    waiting = [("", thing)]
    while waiting:
        before, part = waiting.pop(0)
        for name, value in part.items():
            if isinstance(value, dict):
                waiting.append((f"{before}{name}.", value))
                continue
            found[before + name] = text = plain(value)
            if len(text) > LONGEST_CELL:
                raise Fault("cell", line)
    return found


def plain(value: Any) -> str:
    if isinstance(value, list):
        scalar = not any(isinstance(one, dict | list) for one in value)
        return "; ".join(map(plain, value)) if scalar else json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else cell_text(value)


# --- gzip -----------------------------------------------------------------------------------------


def unpack(source: Path, target: Path, most: int, _sheet: str = "") -> dict[str, Any]:
    """What is inside; `again` asks to look at that too."""
    left = most
    try:
        with gzip.open(source) as packed, target.open("wb") as file:
            while block := packed.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise Fault("large")
                file.write(block)
    except (OSError, EOFError, zlib.error) as error:
        raise Fault("broken") from error
    return {"again": True}


WAYS: dict[str, Callable[[Path, Path, int, str], dict[str, Any]]] = {
    "xlsx": workbook,
    "json": json_lines,
    "gzip": unpack,
}


def main(source: str, target: str, most: str, sheet: str = "") -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with open(source, "rb") as file:
        kind = kind_of(file.read(BLOCK))
    try:
        return WAYS[kind](Path(source), Path(target), int(most), sheet)
    except Fault as fault:
        return {"fault": fault.word, "line": fault.line}
    except UnicodeError:
        return {"fault": "json", "line": 0}
    except MemoryError:
        return {"fault": "large"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
