"""What calamine does not tell of a sheet: errors, formulas, percentages; and is it safe.

Sheets as Excel, WPS, LibreOffice and openpyxl write them are searched as bytes, which
takes a fifth of a millisecond a form. Whatever looks different (prefixes, comments,
cells without address) goes through a real parser.
"""

from __future__ import annotations

import re

from msgspec import Struct

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.formulas import shift
from xltools.package.members import damaged
from xltools.package.references import column_number, position
from xltools.snapshot import Position

_CELLS = re.compile(rb'[<:]c[\s/>](?:r="([A-Z]{1,3})([1-9][0-9]{0,6})")?')
_FORMULA = re.compile(rb"<f(?:\s([^>]*))?>")
_SHARED = re.compile(rb'\bsi="(\d+)"')
_CHARACTER = re.compile(r"&#(x[0-9a-fA-F]+|\d+);")


class RawFormula(Struct, frozen=True):
    """A formula as written; `shared` is its group, and only the group's first has text."""

    text: str
    shared: str | None = None


class Scan(Struct):
    """What was found in one sheet; `percents` before anyone knows which are numbers."""

    errors: dict[Position, str] = {}
    formulas: dict[Position, RawFormula] = {}
    percents: list[Position] = []

    def texts(self) -> dict[Position, str]:
        """The formulas as a person would see them in their cells."""
        masters = {
            formula.shared: (spot, formula.text)
            for spot, formula in self.formulas.items()
            if formula.shared is not None and formula.text
        }
        texts = {}
        for spot, formula in self.formulas.items():
            texts[spot] = formula.text
            if not formula.text and formula.shared in masters:
                (row, column), text = masters[formula.shared]
                texts[spot] = shift(text, spot[0] - row, spot[1] - column)
        return texts


def scan_sheet(xml: bytes, percent_styles: frozenset[bytes], name: str, label: str) -> Scan:
    """Check a sheet's addresses and collect errors, formulas and percentages.

    `percent_styles` are the style numbers whose format is a percentage.

    Raises:
        NotAWorkbookError: a cell outside Excel's grid, twice, or absurdly far away.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if b"<![CDATA[" in xml:
        # calamine reads such a text as empty
        raise damaged(label, f"工作表“{name}”用了少见的 CDATA 写法")
    if start < 0 or end < 0 or b"<!--" in xml:
        return _scan_slowly(xml, percent_styles, name, label)
    data = xml[start:end]
    cells = _CELLS.findall(data)
    if not cells:
        return Scan()
    columns = {letters for letters, _ in cells}
    if b"" in columns or b"='" in data:
        return _scan_slowly(xml, percent_styles, name, label)
    right = max(column_number(letters.decode()) for letters in columns)
    bottom = max(int(digits) for _, digits in cells)
    if len(set(cells)) < len(cells):
        raise _twice(name, label)
    if right > limits.COLUMNS or bottom > limits.ROWS:
        raise _outside(name, label)
    if right * bottom > limits.BOX_CELLS:
        return _scan_slowly(xml, percent_styles, name, label)
    return Scan(
        _errors(data) if b't="e"' in data else {},
        _formulas(data) if b"<f" in data else {},
        _percents(data, percent_styles) if percent_styles else [],
    )


def _twice(name: str, label: str) -> NotAWorkbookError:
    return damaged(label, f"工作表“{name}”里同一个单元格出现两次")


def _outside(name: str, label: str) -> NotAWorkbookError:
    return damaged(label, f"工作表“{name}”里有超出 Excel 范围的单元格")


def check_box(bottom: int, right: int, name: str, label: str) -> None:
    """Refuse a sheet whose values lie absurdly far apart: the reader would ask for it all.

    Raises:
        NotAWorkbookError: more cells between A1 and the last value than any form has.
    """
    if bottom > limits.ROWS or right > limits.COLUMNS:
        raise _outside(name, label)
    if bottom * right > limits.BOX_CELLS:
        raise NotAWorkbookError(
            f"“{label}”的工作表“{name}”在很远处（第 {bottom} 行、第 {right} 列以内）有多余内容。"
            "请删除表格以外的行和列，保存后再试。"
        )


def _scan_slowly(
    xml: bytes, percent_styles: frozenset[bytes], name: str, label: str
) -> Scan:
    from xltools.package.scan_slow import read_cells

    scan, seen, bottom, right = Scan({}, {}, []), set(), 0, 0
    styles = {style.decode() for style in percent_styles}
    for cell in read_cells(xml, name, label):
        spot = (cell.row, cell.column)
        if spot in seen:
            raise _twice(name, label)
        seen.add(spot)
        if cell.column > limits.COLUMNS or cell.row > limits.ROWS:
            raise _outside(name, label)
        if cell.filled:
            bottom, right = max(bottom, cell.row), max(right, cell.column)
        if cell.kind == "e":
            scan.errors[spot] = cell.value
        if cell.formula is not None:
            scan.formulas[spot] = RawFormula(cell.formula, cell.shared)
        if cell.style in styles:
            scan.percents.append(spot)
    check_box(bottom, right, name, label)
    return scan


def _errors(data: bytes) -> dict[Position, str]:
    errors = {}
    at = data.find(b't="e"')
    while at >= 0:
        start = data.rfind(b"<c ", 0, at)
        tag_end = data.find(b">", at)
        value = b""
        if data[tag_end - 1 : tag_end] != b"/":
            end = data.find(b"</c>", tag_end)
            value = data[tag_end:end].partition(b"<v>")[2].partition(b"</v>")[0]
        if data.find(b">", start) == tag_end:
            errors[_spot(data, start)] = unescape(value)
        at = data.find(b't="e"', tag_end)
    return errors


def _spot(data: bytes, start: int) -> Position:
    """The address of the cell whose tag begins here: `<c r="E9"`."""
    return position(data[start + 6 : data.index(b'"', start + 6)].decode())


def _formulas(data: bytes) -> dict[Position, RawFormula]:
    formulas = {}
    for match in _FORMULA.finditer(data):
        attributes = match[1] or b""
        text = b""
        if not attributes.endswith(b"/"):
            text = data[match.end() : data.find(b"</f>", match.end())]
        shared = _SHARED.search(attributes) if b'"shared"' in attributes else None
        spot = _spot(data, data.rfind(b"<c ", 0, match.start()))
        group = shared[1].decode() if shared else None
        formulas[spot] = RawFormula(unescape(text), group)
    return formulas


def _percents(data: bytes, styles: frozenset[bytes]) -> list[Position]:
    pattern = rb'<c r="([A-Z]+)([0-9]+)"[^>]*? s="(?:%s)"' % b"|".join(sorted(styles))
    return [
        (int(digits), column_number(letters.decode()))
        for letters, digits in re.findall(pattern, data)
    ]


def unescape(text: bytes) -> str:
    """Return the characters of an XML text."""
    plain = text.decode("utf-8", "replace")
    if "&" not in plain:
        return plain
    plain = _CHARACTER.sub(_character, plain)
    for entity, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'")):
        plain = plain.replace(f"&{entity};", character)
    return plain.replace("&amp;", "&")


def _character(match: re.Match[str]) -> str:
    number = match[1]
    code = int(number[1:], 16) if number.startswith("x") else int(number)
    return chr(code) if code < 0x110000 else ""
