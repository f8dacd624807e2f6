"""What calamine does not tell of a sheet: errors, formulas, formats; and is it safe.

Sheets as Excel, WPS, LibreOffice and openpyxl write them are searched as bytes, which
takes a fifth of a millisecond a form. Whatever looks different (prefixes, comments,
cells without address) goes through a real parser.
"""

from __future__ import annotations

import pyexpat as expat
import re
from collections.abc import Mapping

from msgspec import Struct

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.formulas import shift
from xltools.package.members import damaged
from xltools.package.number_formats import Shown
from xltools.package.references import area, position
from xltools.patterns import BytePattern, Pattern
from xltools.snapshot import Area, Position

_NEAR = BytePattern(rb'<c[\s/>](?:r="([A-Z]{1,2}[1-9][0-9]{0,2})")?')
"""Addresses up to ZZ999, a box that is safe; a cell with another or none is found as empty."""

_FAR = BytePattern(rb'<c[\s/>](?:r="([A-Z]{1,3}[1-9][0-9]{0,6})")?')

_FORMULA = BytePattern(rb"<f((?:\s[^>]*)?/?)>")
_SECOND = BytePattern(rb"""=\s*["'](?:[A-Za-z]{1,3}[0-9]{4}|[A-Za-z]{3}[0-9])""")
"""A far address in an attribute: a second one in a cell would be the one that calamine takes."""

_ERROR = BytePattern(
    rb' t="e"[^>]*>\s*(?:<f(?:\s[^>]*)?(?:/>|(?<!/)>[^<]*</f\s*>)\s*)?(?:<v>([^<]*))?'
)
_ODD = BytePattern(rb"<\?|</?\w+:|</is>\s*<v|</v>\s*<(?:is|v)|<v>[^<&]*&#")
"""What is in no sheet of the big programs, and what readers take in different ways."""

_NUMBERED = BytePattern(rb' t="s"[^>]*>(?:<v>\s*[0-9]+\s*</v>|(?<=/>))')
_SHARED = BytePattern(rb'\bsi="(\d+)"')
_AREA = BytePattern(rb'\bref="([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)"')
_CHARACTER = Pattern(r"&#(x[0-9a-fA-F]+|\d+);")


class RawFormula(Struct, frozen=True):
    """A formula as written; `shared` is its group, and only the group's first has text.

    `area` is what an array formula or a data table fills.
    """

    text: str
    shared: str | None = None
    area: Area | None = None


class Scan(Struct):
    """What was found in one sheet.

    `shown` are cells with a telling number format, before anyone knows which hold numbers.
    `canonical` is false when the XML is not as the big programs write it; then `written` has kind and
    content of the cells that hold something.
    """

    errors: dict[Position, str] = {}
    formulas: dict[Position, RawFormula] = {}
    shown: list[tuple[Position, Shown]] = []
    canonical: bool = True
    written: dict[Position, tuple[str, str]] = {}

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


def scan_sheet(xml: bytes, styles: Mapping[bytes, Shown], name: str, label: str) -> Scan:
    """Check a sheet's addresses and collect errors, formulas and telling number formats.

    `styles` are the style numbers whose format says more than digits.

    Raises:
        NotAWorkbookError: a cell outside Excel's grid, twice, or absurdly far away.
    """
    _check_well_formed(xml, name, label)
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    data = xml[start:end]
    # looking for one byte is twenty times as fast as for two, and mostly enough
    marked = b"!" in xml and b"<!" in xml
    if marked and b"<![CDATA[" in xml:
        # calamine reads such a text as empty
        raise damaged(label, f"工作表“{name}”用了少见的 CDATA 写法")
    if start < 0 or marked or _ODD.search(data) or _texts_are_odd(data):
        return _scan_slowly(xml, styles, name, label)
    cells = _NEAR.findall(data)
    different = set(cells)
    if b"" in different or _SECOND.search(data):
        cells = _FAR.findall(data)
        different = set(cells)
        if b"" in different or not _is_near(different, name, label):
            return _scan_slowly(xml, styles, name, label)
    if len(different) < len(cells):
        raise _twice(name, label)
    return Scan(
        _errors(data) if b't="e"' in data else {},
        _formulas(data) if b"f" in data and b"<f" in data else {},
        _shown(data, styles) if styles else [],
    )


def _texts_are_odd(data: bytes) -> bool:
    """True if a cell of the shared texts does not hold a number and nothing else."""
    return b't="s"' in data and data.count(b' t="s"') > len(_NUMBERED.findall(data))


def _check_well_formed(xml: bytes, name: str, label: str) -> None:
    """In well-formed XML a cell has one address, and it is the one that was looked at.

    calamine is content with less: text behind the end, an attribute twice, a tag that never ends.
    """
    if not is_well_formed(xml):
        raise damaged(label, f"工作表“{name}”的内容不完整")


def is_well_formed(xml: bytes) -> bool:
    """True if every XML reader takes it."""
    try:
        expat.ParserCreate().Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _is_near(addresses: set[bytes], name: str, label: str) -> bool:
    """True if even with its empty cells the box from A1 is small enough."""
    spots = [position(address.decode()) for address in addresses]
    bottom, right = max(row for row, _ in spots), max(column for _, column in spots)
    if bottom > limits.ROWS or right > limits.COLUMNS:
        raise _outside(name, label)
    return bottom * right <= limits.BOX_CELLS


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


def _scan_slowly(xml: bytes, styles: Mapping[bytes, Shown], name: str, label: str) -> Scan:
    from xltools.package.scan_slow import read_cells

    scan, seen, bottom, right = Scan({}, {}, [], canonical=False, written={}), set(), 0, 0
    named = {style.decode(): shown for style, shown in styles.items()}
    for cell in read_cells(xml, name, label):
        spot = (cell.row, cell.column)
        if spot in seen:
            raise _twice(name, label)
        seen.add(spot)
        if cell.column > limits.COLUMNS or cell.row > limits.ROWS:
            raise _outside(name, label)
        if cell.kind == "s" and cell.filled and not cell.value.strip().isdecimal():
            raise damaged(label, f"工作表“{name}”里有一格的文字编号不对")
        if cell.filled:
            scan.written[spot] = (cell.kind, cell.value)
            bottom, right = max(bottom, cell.row), max(right, cell.column)
        if cell.kind == "e":
            scan.errors[spot] = cell.value
        if cell.formula is not None:
            scan.formulas[spot] = RawFormula(cell.formula, cell.shared, cell.area)
        if cell.style in named:
            scan.shown.append((spot, named[cell.style]))
    check_box(bottom, right, name, label)
    return scan


def _errors(data: bytes) -> dict[Position, str]:
    errors = {}
    for match in _ERROR.finditer(data):
        start = data.rfind(b"<", 0, match.start())
        if data.startswith(b'<c r="', start):
            errors[_spot(data, start)] = unescape(match[1] or b"")
    return errors


def _spot(data: bytes, start: int) -> Position:
    """The address of the cell whose tag begins here: `<c r="E9"`."""
    return position(data[start + 6 : data.index(b'"', start + 6)].decode())


def _formulas(data: bytes) -> dict[Position, RawFormula]:
    formulas = {}
    for match in _FORMULA.finditer(data):
        attributes = match[1]
        text = b""
        if not attributes.endswith(b"/"):
            text = data[match.end() : data.find(b"<", match.end())]
        start = data.rfind(b"<c ", 0, match.start())
        if start < 0:
            continue
        spot = _spot(data, start)
        formulas[spot] = raw_formula(attributes, text)
    return formulas


def raw_formula(attributes: bytes, text: bytes) -> RawFormula:
    """The formula of an `<f>` with these attributes and this text."""
    group = filled = None
    if b'"shared"' in attributes:
        shared = _SHARED.search(attributes)
        group = shared[1].decode() if shared else None
    elif b't="' in attributes:
        ref = _AREA.search(attributes)
        filled = area(ref[1].decode()) if ref else None
    return RawFormula(unescape(text), group, filled)


def _shown(data: bytes, styles: Mapping[bytes, Shown]) -> list[tuple[Position, Shown]]:
    pattern = re.compile(rb' s="(%s)"' % b"|".join(sorted(styles)))
    starts = (
        (data.rfind(b"<", 0, match.start()), match[1]) for match in pattern.finditer(data)
    )
    # a row may have a style too
    return [
        (_spot(data, start), styles[style])
        for start, style in starts
        if data.startswith(b'<c r="', start)
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
