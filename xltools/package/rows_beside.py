"""The parts beside the sheets when a row comes or goes: names, notes, pictures, charts, tables."""

from __future__ import annotations

from xltools.package.calc import drop_from_chain
from xltools.package.opc import relationships
from xltools.package.outline import Node
from xltools.package.references import position
from xltools.package.rows_anchors import move_anchors, move_boxes
from xltools.package.rows_around import EMPTIES, Around
from xltools.package.rows_part import Part
from xltools.package.shift import LOST, Shift
from xltools.package.workbook import Workbook
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_OF_ANY_SHEET = ("xl/charts/", "xl/drawings/", "xl/tables/", "xl/ctrlProps/", "xl/pivotCache/")
"""Folders of parts that may read any sheet's cells."""

_OF_THE_SHEET = frozenset(
    (
        "comments",
        "threadedComment",
        "drawing",
        "table",
        "pivotTable",
        "ctrlProp",
        "tableSingleCells",
    )
)
"""Kinds of parts whose addresses are those of their sheet."""

_LINK = BytePattern(rb"<(?:\w+:)?c\s[^>]*/>")
_ADDRESS = BytePattern(rb"""(\sr\s*=\s*["'])([A-Z]+)(\d+)""")
_SHEET = BytePattern(rb"""\si\s*=\s*["'](\d+)""")


def moved_parts(book: Workbook, shift: Shift, sheet: str) -> dict[str, bytes]:
    """Return the parts beside the sheets whose addresses follow the row."""
    found: dict[str, bytes] = {}
    label = book.path.name
    related = relationships(book.parts, sheet, label)
    own = {each.target for each in related if each.kind in _OF_THE_SHEET}
    needle = shift.sheet.encode()
    for name, xml in book.parts.items():
        if name not in own and not (name.startswith(_OF_ANY_SHEET) and _may_name(xml, needle)):
            continue
        if name.endswith(".rels"):
            continue
        part = Part(xml, label, EMPTIES)
        Around(part, shift, own=name in own).move()
        if name in own:
            move_anchors(part, shift)
        for node, _ in part.walk():
            _located(part, node, shift, own=name in own)
        found[name] = part.done()
    boxes = {each.target for each in related if each.kind == "vmlDrawing"}
    for member in book.archive.members:
        if member.name in boxes:
            vml = book.parts.get(member.name) or book.archive.inflate(member, label)
            found[member.name] = move_boxes(vml, shift)
    return found


def _may_name(xml: bytes, sheet: bytes) -> bool:
    """True if a part may read the sheet: a name with & or ' is written otherwise."""
    return sheet in xml or b"&" in sheet or b"'" in sheet or b"<" in sheet


def _located(part: Part, node: Node, shift: Shift, *, own: bool) -> None:
    """Tables, results and sources of pivot tables."""
    text = node.attributes.get("ref")
    if text is None:
        return
    moved = LOST
    if node.name == "worksheetSource" and node.attributes.get("sheet") == shift.sheet:
        moved = shift.reference(text, "several")
    elif own and node.name == "location":
        moved = shift.reference(text)
    elif own and node.name == "table":
        totals = node.attributes.get("totalsRowCount", "0") != "0"
        moved = shift.reference(text, "never" if totals else "several")
    if moved != LOST:
        part.set(node, "ref", moved)


def names_after(book: Workbook, shift: Shift) -> bytes:
    """Return the workbook part with its defined names brought up to date."""
    part = Part(book.parts[book.book.part], book.path.name, frozenset(("definedNames",)))
    order = [sheet.name for sheet in book.book.sheets]
    for node, _ in part.walk():
        if node.name != "definedName":
            continue
        name, text = node.attributes.get("name", ""), part.text(node)
        local = node.attributes.get("localSheetId", "")
        own = local.isdigit() and int(local) < len(order) and order[int(local)] == shift.sheet
        ours = name.startswith(("_xlnm.", "xlt_"))
        new = shift.formula(text, own=own, fixed=not ours)
        if name.startswith("_xlnm.") and LOST in new and LOST not in text:
            part.remove(node)
        else:
            part.set_text(node, new)
    return part.done()


def chain_after(chain: bytes, sheet_id: str, shift: Shift) -> bytes | None:
    """Return the order of calculation with the sheet's cells moved; None if none is left."""
    gone: set[Position] = set()
    sheet, at, out = b"", 0, []
    for match in _LINK.finditer(chain):
        given, address = _SHEET.search(match[0]), _ADDRESS.search(match[0])
        sheet = given[1] if given else sheet
        if address is None or sheet.decode() != sheet_id:
            continue
        spot = position((address[2] + address[3]).decode())
        after = shift.spot(spot)
        if after is None:
            gone.add(spot)
            continue
        start = match.start() + address.start(3)
        out += [chain[at:start], b"%d" % after[0]]
        at = match.start() + address.end(3)
    moved = b"".join((*out, chain[at:]))
    # a row that goes leaves its number to the next: first out, then on
    return moved if not gone else _without(chain, sheet_id, gone, shift)


def _without(chain: bytes, sheet_id: str, gone: set[Position], shift: Shift) -> bytes | None:
    rest = drop_from_chain(chain, {sheet_id: gone})
    return None if rest is None else chain_after(rest, sheet_id, shift)
