"""A file as rows of text: which encoding, which delimiter, and reading it bit by bit."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing.heading import MOST_HEADERS, Heading, count_headers, read_heading

DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
MENDED = "utf-8-mended"  # UTF-8 with signs in it that are none
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": gettext_lazy("UTF-8 with a mark (BOM)"),
    MENDED: gettext_lazy("UTF-8, damaged signs as �"),
    "utf-16": "UTF-16",
    "cp1252": gettext_lazy("Windows-1252 (Western Europe)"),
    "latin-1": gettext_lazy("Latin-1 (Western Europe)"),
}
SAMPLE = 64 * 1024
BLOCK = 1024 * 1024
LONGEST_CELL = 100_000
MOST_COLUMNS = 500
STRANGE = 50  # one in so many signs that no text holds: it is none
MOST_TITLES = 10  # rows above the headers
FILLED = 2  # cells of a title, at most
ACCENT = re.compile(r"[^\x00-\x7f]")

csv.field_size_limit(LONGEST_CELL)


class Unreadable(ValueError):
    """The file cannot be read as a table. The message is one sentence for people."""


class Form(NamedTuple):
    """How a file is written: `headers` rows stand above the answers, and `skip` others above those."""

    encoding: str
    delimiter: str
    headers: int = 1
    skip: int = 0


def detect(path: Path) -> Form:
    """Find out how a file is written. Raises Unreadable for empty files and what is no CSV."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    encoding = _encoding(path, start)
    text = start.decode(*_codec(encoding, "ignore"))
    # A stray nil is a fault of its row; many strange signs are a picture or a program.
    if "\0" in text and sum(text.count(chr(sign)) for sign in range(9)) * STRANGE > len(text):
        raise Unreadable(_("That is not a text file. Save the table as CSV and upload that."))
    form = Form(encoding, _delimiter(text, whole=len(start) < SAMPLE))
    form = form._replace(skip=titles(path, form))
    return form._replace(headers=count_headers(Table(path, form).top()))


def titles(path: Path, form: Form) -> int:
    """How many rows stand above the headers: a title, a date, or the sep=; that spreadsheets write."""
    top = [row for _number, row in islice(Table(path, form._replace(skip=0)), MOST_TITLES + 1)]
    filled = [sum(bool(cell.strip()) for cell in row) for row in top]
    most = max(filled, default=0)
    return next((at for at, cells in enumerate(filled) if cells > FILLED or cells * 2 >= most), 0)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _decodes(path, "utf-8") else MENDED
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without its mark, UTF-16 of western text has a nil in every other byte.
    halves = start[0::2].count(0), start[1::2].count(0)
    if max(halves) > len(start) // 4:
        return "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _is_damaged(path):
        return MENDED
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _codec(encoding: str, errors: str = "strict") -> tuple[str, str]:
    """The codec's name, and what it does where the file breaks its rules."""
    return ("utf-8-sig", "replace") if encoding == MENDED else (encoding, errors)


def _is_damaged(path: Path) -> bool:
    """Whether a file that is not UTF-8 nearly is: more of its accents are written so than are not.

    Two signs of Windows-1252 hardly ever look like one of UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = bad = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            strange = text.count("\ufffd")
            bad += strange
            good += len(ACCENT.findall(text)) - strange
    return good > bad


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file can be read so: an accent may come only after many megabytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(text: str, *, whole: bool) -> str:
    """The delimiter that cuts most lines into the same number of cells, more than one."""
    lines = text.splitlines()
    lines = (lines if whole else lines[:-1] or lines)[:200]
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        score = (round(count / sum(widths.values()), 1), width) if width > 1 else (0.0, 0)
        if score > most:
            best, most = delimiter, score
    return best


class Table:
    """A file's rows, read one after the other. `position` is how many of its bytes were read."""

    def __init__(self, path: Path, form: Form):
        self.path, self.form = path, form
        self.size = path.stat().st_size
        self._file = None

    @property
    def position(self) -> int:
        return self._file.buffer.tell() if self._file and not self._file.closed else 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of every row with anything in it; the first row of the file is number 1.

        Raises Unreadable where the text breaks off.
        """
        number = 0
        encoding, errors = _codec(self.form.encoding)
        with self.path.open(encoding=encoding, errors=errors, newline="") as self._file:  # type: ignore[assignment]
            reader = csv.reader(self._file, delimiter=self.form.delimiter)  # type: ignore[arg-type]
            try:
                for number, row in enumerate(reader, start=1):
                    if row:
                        yield number, row
            except UnicodeError as error:
                text = _(
                    "After row %(row)d the file is not written in %(encoding)s. Choose another encoding."
                )
                named = ENCODINGS.get(self.form.encoding, self.form.encoding)
                raise Unreadable(text % {"row": number, "encoding": named}) from error
            except csv.Error as error:
                text = _("Row %(row)d cannot be read: perhaps a quotation mark is not closed.")
                raise Unreadable(text % {"row": number + 1}) from error

    def top(self) -> list[list[str]]:
        """The first rows: as many as can be headers, and one more. Raises Unreadable."""
        rows = [row for _number, row in islice(self, self.form.skip, self.form.skip + MOST_HEADERS + 1)]
        if not rows:
            raise Unreadable(_("The file has no rows."))
        if max(map(len, rows)) > MOST_COLUMNS:
            raise Unreadable(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
        return rows

    def body(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headers."""
        return islice(self, self.form.skip + self.form.headers, None)

    def heading(self) -> Heading:
        """What the headers say. Raises Unreadable."""
        return read_heading(self.top(), self.form.headers)

    def header(self) -> list[str]:
        """A name for each column. Raises Unreadable."""
        return self.heading().names
