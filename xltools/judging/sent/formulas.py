"""Formulas that were sent and are gone or others now, and results that no formula gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.judging.sent.align import Alignment
from xltools.judging.sent.reckon import reckon
from xltools.judging.sent.same import now_is, told
from xltools.judging.sent.sheets import SheetPair
from xltools.model import CellValue, Place
from xltools.package.formulas import reach, rewritten
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
        sent = sheets.sent
        text = formula
        if (
            not formula
        ):  # an .xls holds it compiled: it is the one that was sent, if it stands there
            text = sent.formulas.get(spot, "")
            if not text or not sheets.alignment.is_identity:
                continue
        shown = sheets.came.value(*spot)
        result = reckon(text, sheets.came, sheets.after)
        if result is None or not _differs(result, shown):
            continue
        if _is_old(sheets, spot, shown):
            continue
        number = exact(shown)
        assert number is not None
        gap = half_up(abs(Decimal(repr(result)) - number), 6)
        yield SentCode.RESULT_LIES.at(
            Place(sheets.came.name, *spot), _FIELD, formula=text,
            result=_number(result), shown=plain(number), gap=plain(gap),
        )  # fmt: skip


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
