"""The rows and cells of a sheet when a row comes or goes, and formulas that read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from msgspec import Struct

from xltools.errors import SaveError
from xltools.package.cells import Cell, escape
from xltools.package.scan import RawFormula, Scan
from xltools.package.sheet_xml import NotCanonicalError, SheetXml
from xltools.package.shift import Shift, reference_of
from xltools.patterns import BytePattern
from xltools.snapshot import Position, Sheet

_FORMULA = BytePattern(
    rb"<((?:\w+:)?)f((?:\s[^>]*?)?)(?:/>|(?<!/)>(.*?)</(?:\w+:)?f\s*>)", re.DOTALL
)
_REF = BytePattern(rb'(\sref=")[^"]*(")')
_INPUT = BytePattern(rb'(\sr[12]=")([^"]*)(")')
_NUMBER = BytePattern(rb'(\sr=")(\d+)(")')
_SEEN = BytePattern(rb'\s(?:hidden|collapsed)="[^"]*"')
_STYLED = BytePattern(rb'\ss="[^"]*"')


class Formulas(Struct, frozen=True):
    """What becomes of the formulas of one sheet, in addresses of before.

    `texts` are formulas that read otherwise now, on their own from now on; `stale` are cells
    whose result may be another one.
    """

    texts: dict[Position, str]
    stale: set[Position]


def changed_formulas(
    sheet: Sheet, scan: Scan, shift: Shift, wanted: Mapping[Position, str], stale: set[Position]
) -> Formulas:
    """Return what changes in a sheet's formulas; `wanted` are formulas of afterwards."""
    own = sheet.name == shift.sheet
    texts: dict[Position, str] = {}
    groups: set[str] = set()
    for spot, text in sheet.formulas.items():
        after = shift.spot(spot) if own else spot
        if after is None:
            new = text
        else:
            new = wanted.get(after) or shift.formula(text, own=own)
            texts[spot] = new
        shared = scan.formulas[spot].shared
        if shared is not None and (new != text or after != spot):
            groups.add(shared)
    for spot, raw in scan.formulas.items():
        loose = raw.shared in groups
        if not loose and texts.get(spot) == sheet.formulas.get(spot):
            texts.pop(spot, None)
    return Formulas(texts, stale)


def edited(
    xml: bytes, scan: Scan, formulas: Formulas, shift: Shift | None, label: str
) -> bytes:
    """Return a sheet with its formulas brought up to date and, with `shift`, its row changed.

    Raises:
        SaveError: the sheet is written in a way that cannot be edited safely.
    """
    if scan.canonical:
        with suppress(NotCanonicalError):
            return _edited(xml, scan, formulas, shift)
    from xltools.package.canonical import canonical

    try:
        return _edited(canonical(xml), scan, formulas, shift)
    except NotCanonicalError:
        raise SaveError(
            f"“{label}”的工作表内部写法少见或有错误，无法安全增删行。"
            "请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _edited(xml: bytes, scan: Scan, formulas: Formulas, shift: Shift | None) -> bytes:
    sheet = SheetXml(xml)
    for spot, raw in scan.formulas.items():
        moved = _moved_area(raw, shift)
        if spot in formulas.texts or (raw.area is not None and shift is not None):
            text = formulas.texts.get(spot)
            new = partial(_rewrite, raw=raw, text=text, area=moved, shift=shift)
            sheet.change(spot, partial(new, prefix=sheet.prefix))
    for spot in formulas.stale:
        cell = sheet.get(spot)
        if cell is not None and cell.has_result:
            sheet.change(spot, lambda cell: cell.clear(keep_formula=True))
    if shift is None:
        return sheet.serialize()
    for column in sorted(shift.kept):
        _hand_down(sheet, (shift.row, column))
    return _with_rows(sheet.serialize(), sheet.prefix, shift)


def _moved_area(raw: RawFormula, shift: Shift | None) -> str | None:
    """Where an array or a data table is afterwards; None for other formulas."""
    if raw.area is None or shift is None:
        return None
    moved = shift.area(raw.area)
    return reference_of(moved) if moved is not None and moved != raw.area else None


def _rewrite(
    cell: Cell,
    *,
    raw: RawFormula,
    text: str | None,
    area: str | None,
    shift: Shift | None,
    prefix: bytes,
) -> None:
    """Give a cell's formula its new text; one of a group gets it as its own."""
    if raw.shared is not None and text is not None:
        cell.set_formula(text, prefix)
        return

    def new(match: re.Match[bytes]) -> bytes:
        attributes, content = match[2].rstrip(b"/ "), match[3] or b""
        if area is not None:
            attributes = _REF.sub(rb"\g<1>%s\g<2>" % area.encode(), attributes)
        if shift is not None:
            attributes = _INPUT.sub(lambda found: _input(found, shift), attributes)
        content = escape(text) if text is not None and content else content
        return b"<%sf%s>%s</%sf>" % (match[1], attributes, content, match[1])

    cell.content = _FORMULA.sub(new, cell.content, count=1)


def _input(match: re.Match[bytes], shift: Shift) -> bytes:
    """The input cell of a data table."""
    return match[1] + shift.place(match[2].decode(), own=True).encode() + match[3]


def _hand_down(sheet: SheetXml, spot: Position) -> None:
    """The cell that a merged block shows goes one row down, with its look."""
    cell = sheet.get(spot)
    if cell is None or not cell.content:
        return
    below = sheet.get_or_make((spot[0] + 1, spot[1]), spot[0])
    below.attributes, below.content = cell.attributes, cell.content


# --- rows


def _with_rows(xml: bytes, prefix: bytes, shift: Shift) -> bytes:
    """Return the sheet with the rows below moved and a row like its lender put in or taken out."""
    tag = re.compile(rb"<%srow(?:\s[^>]*)?>" % prefix)
    start = xml.index(b"<%ssheetData" % prefix)
    end = xml.find(b"</%ssheetData" % prefix, start)
    if end < 0:
        return xml
    at = behind = end
    lender = b""
    for match in tag.finditer(xml, start, end):
        number = _NUMBER.search(match[0])
        if number is None:
            raise NotCanonicalError
        if int(number[2]) < shift.row:
            continue
        close = match.end()
        if not match[0].endswith(b"/>"):
            close = xml.index(b"</%srow>" % prefix, close) + len(prefix) + 6
        if int(number[2]) == shift.row:
            at, behind, lender = match.start(), close, xml[match.start() : close]
        else:
            at, behind = (min(at, match.start()), behind if lender else match.start())
            break
    if shift.inserts:
        content = lender + (_like(lender, prefix, shift.row + 1) if lender else b"")
    else:
        content = b""
    return xml[:at] + content + _renumbered(xml[behind:end], prefix, shift) + xml[end:]


def _renumbered(rows: bytes, prefix: bytes, shift: Shift) -> bytes:
    step = 1 if shift.inserts else -1
    address = re.compile(rb'(<%s(?:row|c)\s(?:[^>]*?\s)?r="[A-Z]*)(\d+)(?=")' % prefix)
    return address.sub(lambda match: match[1] + b"%d" % (int(match[2]) + step), rows)


def _like(lender: bytes, prefix: bytes, number: int) -> bytes:
    """An empty row that looks like another: height, style, and the cells' styles."""
    tag = lender[: lender.index(b">") + 1]
    tag = _SEEN.sub(b"", _NUMBER.sub(rb"\g<1>%d\g<3>" % number, tag, count=1))
    if tag.endswith(b"/>"):
        return tag
    cells = re.compile(rb'<%sc r="([A-Z]+)\d+"([^>]*)>' % prefix)
    out = [tag]
    for match in cells.finditer(lender):
        style = _STYLED.search(match[2])
        if style is not None:
            out.append(b'<%sc r="%s%d"%s/>' % (prefix, match[1], number, style[0]))
    return b"".join((*out, b"</%srow>" % prefix))
