"""Cells → a sheet; or what differs from a sheet that came before → the sheet, in a third of the time.

The forms of one blank have the same cells in the same order, and nine in ten say the same. So a
sheet is laid beside the first of its kind, and only the others are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue
from xltools.package.number_formats import Shown
from xltools.package.plain_gaps import Gaps
from xltools.package.plain_texts import Unusual
from xltools.package.scan import RawFormula, Scan
from xltools.snapshot import Area, Position


class More(Struct, frozen=True):
    """What few cells have: a telling format, a formula, an error, a text of the shared table."""

    shown: Shown | None = None
    formula: RawFormula | None = None
    error: str | None = None
    text: int | None = None


Cell: TypeAlias = tuple[Position, CellValue, bool, More | None]
"""Where it is, its value, whether it holds one (an error is one, too), and more."""

Around: TypeAlias = tuple[tuple[Area, ...], bool]
"""Merges, and whether a password protects the sheet."""


class PlainSheet(Struct, frozen=True):
    """One sheet: its values from A1 on, its merges, the scan, whether a password protects it."""

    rows: list[list[CellValue]]
    merges: tuple[Area, ...]
    scan: Scan
    password: bool
    shares: bool
    """True if texts of the shared table are in it: another table makes other values."""


class Kind(Struct, frozen=True):
    """A sheet that came before: its pieces of XML, their cells, and what was made of them.

    `rows` have no texts of the shared table yet, `marked` are the numbers of the cells that have
    more; `at_bottom` and `at_right` cells reach to the edges of the box. `outside` is the XML before
    and behind the cells, without the cursor, which tells what is `around` them. `gaps` are the cells in
    which others differed.
    """

    pieces: list[bytes]
    cells: list[Cell]
    rows: list[list[CellValue]]
    marked: list[int]
    at_bottom: int
    at_right: int
    outside: tuple[bytes, bytes]
    around: Around
    gaps: Gaps


def kind_of(
    pieces: list[bytes], cells: list[Cell], outside: tuple[bytes, bytes], around: Around
) -> Kind:
    """The kind of a sheet with these cells.

    Raises:
        Unusual: a cell is there twice.
    """
    if len({cell[0] for cell in cells}) < len(cells):
        raise Unusual
    filled = [cell for cell in cells if cell[2]]
    bottom = max([cell[0][0] for cell in filled], default=0)
    right = max([cell[0][1] for cell in filled], default=0)
    blank: list[CellValue] = [None] * right
    rows = [blank[:] for _ in range(bottom)]
    for (row, column), value, _, _ in filled:
        rows[row - 1][column - 1] = value
    marked = [number for number, cell in enumerate(cells) if cell[3] is not None]
    at_bottom = sum(cell[0][0] == bottom for cell in filled)
    at_right = sum(cell[0][1] == right for cell in filled)
    return Kind(pieces, cells, rows, marked, at_bottom, at_right, outside, around, Gaps(pieces))


def sheet_of(kind: Kind, texts: Sequence[str] | None) -> PlainSheet:
    """The sheet that made its kind.

    Raises:
        Unusual: a text that is not in the shared table.
    """
    rows = [row[:] for row in kind.rows]
    return _told(rows, kind.cells, kind.marked, texts, kind.around)


def sheet_like(
    kind: Kind,
    changed: Sequence[tuple[int, Cell]],
    texts: Sequence[str] | None,
    around: Around,
) -> PlainSheet | None:
    """The sheet whose cells are those of its kind but for these; None if its box is another one.

    Raises:
        Unusual: a text that is not in the shared table.
    """
    cells, rows, marked = kind.cells.copy(), [row[:] for row in kind.rows], kind.marked
    bottom, right = len(rows), len(rows[0]) if rows else 0
    at_bottom, at_right, anew = kind.at_bottom, kind.at_right, False
    for number, cell in changed:
        spot, value, filled, more = cell
        before, _, was_filled, had_more = cells[number]
        if spot != before:
            return None
        cells[number] = cell
        row, column = spot
        if filled != was_filled:
            step = 1 if filled else -1
            if row > bottom or column > right:
                return None
            at_bottom += step * (row == bottom)
            at_right += step * (column == right)
        if filled or was_filled:
            rows[row - 1][column - 1] = value
        anew = anew or (more is None) != (had_more is None)
    if not (at_bottom and at_right):
        return None
    if anew:
        marked = [number for number, cell in enumerate(cells) if cell[3] is not None]
    return _told(rows, cells, marked, texts, around)


def _told(
    rows: list[list[CellValue]],
    cells: Sequence[Cell],
    marked: Sequence[int],
    texts: Sequence[str] | None,
    around: Around,
) -> PlainSheet:
    """Put in the texts of the shared table, and collect what the scan tells."""
    scan, shares = Scan({}, {}, []), False
    for number in marked:
        spot, _, _, more = cells[number]
        assert more is not None
        if more.text is not None:
            shares = True
            if texts is None or more.text >= len(texts):
                raise Unusual
            rows[spot[0] - 1][spot[1] - 1] = texts[more.text] or None
        if more.shown is not None:
            scan.shown.append((spot, more.shown))
        if more.formula is not None:
            scan.formulas[spot] = more.formula
        if more.error is not None:
            scan.errors[spot] = more.error
    return PlainSheet(rows, around[0], scan, around[1], shares)
