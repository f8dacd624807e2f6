"""What a new or a missing row means for formulas, on its sheet and on the others."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from xltools.package.formulas import rewritten
from xltools.package.formulas import shift as seen_from
from xltools.package.shift import Shift
from xltools.patterns import Pattern
from xltools.ribbon.row_table import RowTable
from xltools.snapshot import Position, Snapshot

_ROW = Pattern(r"(\$?)(\d+)$")


def differing(
    snapshot: Snapshot, shift: Shift
) -> tuple[dict[Position, str], dict[str, dict[Position, str]]]:
    """Formulas, of the row's sheet and by other sheet, that must read otherwise than a program makes them.

    An area that ended at the row takes the new one in; what read the first row of a merged block that
    goes reads its value on. A program leaves out the one and makes #REF! of the other.
    """
    alone = replace(shift, kept=frozenset())
    found: dict[str, dict[Position, str]] = {}
    for sheet in snapshot.sheets:
        own = sheet.name == shift.sheet
        for spot, text in sheet.formulas.items():
            after, new = shift.spot(spot) if own else spot, shift.formula(text, own=own)
            if after is not None and new != alone.formula(text, own=own, grow="never"):
                found.setdefault(sheet.name, {})[after] = new
    return found.pop(shift.sheet, {}), found


def repeated(table: RowTable, row: int) -> Iterator[tuple[Position, str]]:
    """Formulas of the row that compute within it, for the new row; numbers that count on."""
    for (at, column), text in table.sheet.formulas.items():
        spot = (at, column)
        if at != row or table.grid.end(*spot)[0] != row or table.grid.anchor(*spot)[0] != row:
            continue
        if _within(text, row):
            yield (row + 1, column), seen_from(text, 1, 0)
        elif _counts_on(table, spot):
            yield (row + 1, column), seen_from(text, 1, 0)
            below = table.sheet.formulas.get((row + 1, column))
            if below is not None and _counts_on(table, (row + 1, column)):
                yield (row + 2, column), seen_from(below, 1, 0)


def chained(table: RowTable, row: int) -> Iterator[tuple[Position, str]]:
    """Where numbers count on by formulas, the next row counts on from the one before."""
    for (at, column), text in table.sheet.formulas.items():
        if at == row and _counts_on(table, (row + 1, column)):
            yield (row, column), text


def _within(text: str, row: int) -> bool:
    """True if a formula reads its own row, and else only cells that a $ holds fast."""
    return all(number == row or fixed for fixed, number in _rows(text)) and text != ""


def _counts_on(table: RowTable, spot: Position) -> bool:
    """True for =A17+1 in A18."""
    text = table.sheet.formulas.get(spot)
    if not text or spot[1] >= table.columns["name"].right:
        return False
    return [number for _, number in _rows(text)] == [spot[0] - 1]


def _rows(text: str) -> list[tuple[bool, int]]:
    """The rows that a formula names, each with whether a $ holds it."""
    found: list[tuple[bool, int]] = []

    def look(_: str | None, reference: str) -> str:
        for part in reference.split(":"):
            match = _ROW.search(part)
            if match:
                found.append((match[1] == "$", int(match[2])))
        return reference

    rewritten(text, look)
    return found
