"""Formulas that were sent and are gone or others now, and results that no formula gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.judging.sent.align import Alignment
from xltools.judging.sent.same import now_is, told
from xltools.judging.sent.sheets import SheetPair
from xltools.model import CellValue, Place, column_letters
from xltools.package.formulas import reach, rewritten
from xltools.package.reckon import reckon
from xltools.package.workbook import Kind
from xltools.returns.codes.sent import SentCode
from xltools.snapshot import Area, Position
from xltools.value import exact

_WITHOUT: tuple[Kind, ...] = ("csv", "html")
"""Tables of text, which hold results and no formulas."""
_FIELD = "公式"
_ROUNDED, _SMALL = 0.0061, 0.00061
"""How far a sum may be off: half of the last place that a form shows; less for rates."""


def overwritten(sheets: SheetPair, kind: Kind) -> Iterator[Finding]:
    """The formulas that were sent and are values or other formulas now."""
    sent, came = sheets.sent.formulas, sheets.came.formulas
    if kind in _WITHOUT or sent.items() <= came.items():
        return
    for spot, formula in sorted(sent.items()):
        at = sheets.alignment.at(*spot)
        if at is None:
            continue  # the row is told of
        place = Place(sheets.came.name, *at)
        now = came.get(at)
        if now is None:
            if _gone_with_its_row(sheets, spot, at):
                continue
            shown = told(sheets.came.value(*at), sheets.came, at)
            yield SentCode.FORMULA_TYPED_OVER.at(
                place, _FIELD, formula=formula, now=now_is(shown)
            )
        elif now and not _is_moved(formula, now, sheets):
            yield SentCode.FORMULA_CHANGED.at(place, _FIELD, formula=formula, now=now)


def _gone_with_its_row(sheets: SheetPair, spot: Position, at: Position) -> bool:
    """True if nothing of the row is left where it ought to be: that is told, with all that was in it."""
    sent, came = (
        [
            each
            for each in (sheet.rows[row - 1] if row <= len(sheet.rows) else ())
            if each is not None
        ]
        for sheet, row in ((sheets.sent, spot[0]), (sheets.came, at[0]))
    )
    return len(sent) > 1 and not came


def _is_moved(sent: str, now: str, sheets: SheetPair) -> bool:
    """True if a formula is the one that was sent, its rows and columns moved with their cells."""
    old, new = _taken_apart(sent), _taken_apart(now)
    if old[0] != new[0] or len(old[1]) != len(new[1]):
        return False
    for (sheet, area), (other, found) in zip(old[1], new[1], strict=True):
        if sheet is not None or other is not None:
            if area != found:  # another sheet: nobody knows here what became of its rows
                return False
        elif area != found and not _covers(found, area, sheets.alignment):
            return False
    return True


def _taken_apart(formula: str) -> tuple[str, tuple[tuple[str | None, Area], ...]]:
    """A formula with its references cut out, and the references."""
    bones = rewritten(formula, lambda sheet, text: "?")
    areas = reach(formula).areas
    return "".join(bones.split()).upper().replace("$", ""), areas


def _covers(found: Area, sent: Area, alignment: Alignment) -> bool:
    """True if an area has the cells that it had, and beside them only rows that came new."""
    left, right = alignment.column(sent[1]), alignment.column(sent[3])
    if (found[1], found[3]) != (left, right):
        return False
    now = {alignment.rows[row] for row in range(sent[0], sent[2] + 1) if row in alignment.rows}
    rows = set(range(found[0], found[2] + 1))
    if not now:
        return True
    return now <= rows and rows - now <= alignment.added


# --- results


def lies(sheets: SheetPair, kind: Kind) -> Iterator[Finding]:
    """The results that are not what their formulas give for the cells as they are.

    A result that stands there since the form was sent is old and not a lie: the program that
    filled the form in computes nothing.
    """
    if kind in _WITHOUT:
        return
    for spot, formula in sorted(sheets.came.formulas.items()):
        shown = sheets.came.value(*spot)
        texts = [formula] if formula else _compiled(sheets, spot)
        results = [reckon(text, sheets.came, sheets.after) for text in texts]
        wrong = [each for each in results if each is not None and _differs(each, shown)]
        if not wrong or len(wrong) < len(texts) or _is_old(sheets, spot, shown):
            continue
        number = exact(shown)
        assert number is not None
        gap = plain(half_up(abs(Decimal(repr(wrong[0])) - number), 6))
        yield SentCode.RESULT_LIES.at(
            Place(sheets.came.name, *spot), _FIELD, formula=texts[0],
            result=_number(wrong[0]), shown=plain(number), gap=gap,
        )  # fmt: skip


def _compiled(sheets: SheetPair, spot: Position) -> list[str]:
    """What a formula may be whose text nobody knows (.xls): the one that was sent there, its cells
    moved; and the same with the rows taken in that were added at the end of its areas.
    """
    alignment = sheets.alignment
    rows = {now: row for row, now in alignment.rows.items()}
    columns = {now: column for column, now in alignment.columns.items()}
    formula = sheets.sent.formulas.get((rows.get(spot[0], 0), columns.get(spot[1], spot[1])))
    if not formula:
        return []
    return list(dict.fromkeys(_moved(formula, alignment, grow) for grow in (0, 1)))


def _moved(formula: str, alignment: Alignment, grow: int) -> str:
    """The formula that was sent, as it reads where its cells are now."""

    def change(sheet: str | None, text: str) -> str:
        ((_, (top, left, bottom, right)),) = reach(text).areas
        rows = [alignment.rows[row] for row in range(top, bottom + 1) if row in alignment.rows]
        if sheet is not None or not rows or text[0].isdigit():
            return text
        first, last = min(rows), max(rows)
        while grow and last > first and last + 1 in alignment.added:
            last += 1
        ends = (left, first), (right, last)
        return ":".join(f"{column_letters(alignment.column(c))}{row}" for c, row in ends)

    return rewritten(formula, change)


def _differs(result: float, shown: CellValue) -> bool:
    if isinstance(shown, bool) or not isinstance(shown, int | float):
        return False
    allowed = _ROUNDED if max(abs(result), abs(shown)) >= 2 else _SMALL
    return abs(result - shown) > allowed + 1e-9 * abs(result)


def _is_old(sheets: SheetPair, spot: Position, shown: CellValue) -> bool:
    """True if the result is the one with which the formula was sent."""
    back = {now: row for row, now in sheets.alignment.rows.items()}
    spots = (spot, (back.get(spot[0], 0), spot[1]))
    sent = sheets.sent
    return any(each in sent.formulas and sent.value(*each) == shown for each in spots)


def _number(result: float) -> str:
    return plain(half_up(Decimal(repr(result)), 6))
