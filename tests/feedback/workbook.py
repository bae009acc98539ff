"""Workbooks for tests, written by hand so that they can be broken on purpose."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "</Types>"
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(**sheets: list[list]) -> bytes:
    """An XLSX file; numbers stay numbers, everything else is text."""
    parts = {"[Content_Types].xml": TYPES}
    links, names = "", ""
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        links += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/s{number}.xml"/>'
        names += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        parts[f"xl/worksheets/s{number}.xml"] = sheet(rows)
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts["_rels/.rels"] = RELATED.format(main)
    parts["xl/_rels/workbook.xml.rels"] = RELATED.format(links)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    )
    return packed(parts)


def sheet(rows: list[list], first: str = "") -> str:
    body = first
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))
        body += f'<row r="{number}">{cells}</row>' if cells else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def cell(place: str, value) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return file.getvalue()
