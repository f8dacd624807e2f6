"""Where pictures, boxes and controls hang when a row comes or goes: DrawingML and VML."""

from __future__ import annotations

import re

from xltools.package.outline import Node
from xltools.package.rows_part import Part
from xltools.package.shift import Shift
from xltools.patterns import BytePattern

_TAG_REST = rb"""(?:[^>"']|"[^"]*"|'[^']*')*(?<!/)>"""
_SHAPE = BytePattern(
    rb"<((?:\w+:)?)shape(?=[\s>])" + _TAG_REST + rb".*?</\1shape\s*>\s*", re.DOTALL
)
_NOTE = BytePattern(rb"""ObjectType\s*=\s*["']Note["']""")
_ROW = BytePattern(rb"(<(?:\w+:)?Row\s*>\s*)(\d+)(\s*<)")
_COLUMN = BytePattern(rb"<(?:\w+:)?Column\s*>\s*(\d+)\s*<")
_ANCHOR = BytePattern(rb"(<(?:\w+:)?Anchor\s*>)([^<]*)(<)")
_FORMULA = BytePattern(rb"(<(?:\w+:)?Fmla(?:Link|Range|Txbx|Pict)\s*>)([^<]*)(<)")


def move_anchors(part: Part, shift: Shift) -> None:
    """Move what hangs on the sheet's cells; nothing is lost with a row, only moved or squeezed."""
    for node, _ in part.walk():
        starts, ends = node.child("from"), node.child("to")
        if starts is None or _is_free(node):
            continue
        top, bottom = _line(part, starts), _line(part, ends) if ends else None
        if top is None:
            continue
        new_top, new_bottom = _moved(shift, top, bottom, sized=_is_sized(node))
        _set_line(part, starts, new_top, reset=_is_cut(shift, top, bottom))
        if ends is not None and bottom is not None:
            _set_line(part, ends, new_bottom, reset=_is_cut(shift, bottom, top))


def _is_free(node: Node) -> bool:
    """True for what stays where it is on the page."""
    return node.attributes.get("editAs") == "absolute"


def _is_sized(node: Node) -> bool:
    """True for what grows and shrinks with the rows below it."""
    if node.name == "anchor":  # of a control
        return node.attributes.get("sizeWithCells") in ("1", "true")
    return node.attributes.get("editAs", "twoCell") == "twoCell"


def _line(part: Part, corner: Node) -> int | None:
    row = corner.child("row")
    text = part.text(row).strip() if row is not None else ""
    return int(text) + 1 if text.isdigit() else None


def _set_line(part: Part, corner: Node, line: int, *, reset: bool) -> None:
    row, offset = corner.child("row"), corner.child("rowOff")
    assert row is not None
    part.set_text(row, str(line - 1))
    if reset and offset is not None:
        part.set_text(offset, "0")


def _moved(shift: Shift, top: int, bottom: int | None, *, sized: bool) -> tuple[int, int]:
    """First and last row of an anchor afterwards; one in a row that goes hangs on the next."""
    new_top = shift.line(top) or top
    if bottom is None:
        return new_top, new_top
    if not sized:
        return new_top, bottom + new_top - top
    return new_top, max(shift.line(bottom) or bottom, new_top)


def _is_cut(shift: Shift, line: int, other: int | None) -> bool:
    """True for one end of an anchor of several rows that stood in a row that goes."""
    return not shift.inserts and line == shift.row and other not in (None, line)


def move_boxes(vml: bytes, shift: Shift) -> bytes:
    """Return a VML part whose notes and controls follow the row; notes of a row that goes, go."""
    return _SHAPE.sub(lambda match: _box(match[0], shift), vml)


def _box(shape: bytes, shift: Shift) -> bytes:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    note = _NOTE.search(shape) is not None
    if note and row and column:
        spot = shift.spot((int(row[2]) + 1, int(column[1]) + 1))
        if spot is None:
            return b""
        shape = _ROW.sub(rb"\g<1>%d\g<3>" % (spot[0] - 1), shape)
    shape = _ANCHOR.sub(lambda match: _anchor(match, shift, note=note), shape)
    return _FORMULA.sub(lambda match: _linked(match, shift), shape)


def _anchor(match: re.Match[bytes], shift: Shift, *, note: bool) -> bytes:
    numbers = [part.strip() for part in match[2].split(b",")]
    if len(numbers) != 8 or not (numbers[2].isdigit() and numbers[6].isdigit()):
        return match[0]
    top, bottom = int(numbers[2]) + 1, int(numbers[6]) + 1
    new_top, new_bottom = _moved(shift, top, bottom, sized=not note)
    if (new_top, new_bottom) == (top, bottom):
        return match[0]
    numbers[2], numbers[6] = b"%d" % (new_top - 1), b"%d" % (new_bottom - 1)
    return match[1] + b", ".join(numbers) + match[3]


def _linked(match: re.Match[bytes], shift: Shift) -> bytes:
    from xltools.package.cells import escape
    from xltools.package.scan import unescape

    text = unescape(match[2])
    moved = shift.place(text, own=True)
    return match[0] if moved == text else match[1] + escape(moved) + match[3]
