"""What a workbook holds beside its values that a person ought to know: active things, formulas that
do not give what is shown, a form that nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.hazards import HazardCode
from xltools.model import Amount, CellValue, Entry, Place, SelfEvaluation
from xltools.package.limits import TEXT_LENGTH
from xltools.package.reckon import reckon
from xltools.patterns import Pattern
from xltools.snapshot import Danger, Sheet, Snapshot
from xltools.value import exact

_CODES: dict[Danger, HazardCode] = {
    "macro": HazardCode.MACRO,
    "object": HazardCode.EMBEDDED,
    "link": HazardCode.LINKED_ELSEWHERE,
    "dde": HazardCode.STARTS_PROGRAM,
    "hyperlink": HazardCode.RISKY_LINK,
}
_MOST = 3
"""So many things without a cell are named of one kind."""

_MONEY = ("original_budget", "revised_budget", "received", "outturn")
_LONG = TEXT_LENGTH // 2
_LONGEST = 80
_TEXT = Pattern(r'"((?:[^"]|"")*)"')
_ROUNDED, _SMALL = Decimal("0.0061"), Decimal("0.00061")
"""How far a result may be off: half of the last place that a form shows; less for rates."""


def hazards(
    snapshot: Snapshot, evaluation: SelfEvaluation, *, first: bool
) -> Iterator[Finding]:
    """Yield what is to be told of a form; what concerns the whole file is told with the `first` one."""
    if first and snapshot.active:
        yield from _active(snapshot)
    sheet = snapshot.sheet(evaluation.sheet)
    if sheet is None:
        return
    if sheet.hidden:
        yield HazardCode.FORM_HIDDEN.at(Place(sheet.name, 1, 1), "工作表", sheet=sheet.name)
    if sheet.formulas:
        for cell in _answers(evaluation, sheet):
            yield from _formula(cell, sheet, snapshot)
    # four bytes are at most two of the units that Excel counts
    long = [e for e in _texts(evaluation) if type(e.raw) is str and len(e.raw) > _LONG]
    for entry in long:
        units = len(str(entry.raw).encode("utf-16-le", "surrogatepass")) // 2
        if units > TEXT_LENGTH:
            yield HazardCode.CELL_OVERFULL.at(
                entry.place, entry.label, count=units, limit=TEXT_LENGTH
            )


def _active(snapshot: Snapshot) -> Iterator[Finding]:
    """One finding for each kind that stands in no cell, one for each cell."""
    kinds: dict[Danger, list[str]] = {}
    for each in snapshot.active:
        if each.row:
            place = Place(each.sheet, each.row, each.column)
            yield _CODES[each.danger].at(place, "公式", what=each.what)
        else:
            kinds.setdefault(each.danger, []).append(each.what)
    for danger, found in kinds.items():
        words = list(dict.fromkeys(found))
        more = f"等 {len(words)} 处" if len(words) > _MOST else ""
        yield _CODES[danger].at(None, "文件", what="、".join(words[:_MOST]) + more)


def _answers(evaluation: SelfEvaluation, sheet: Sheet) -> list[Entry | Amount]:
    """The cells in which a number or a text is typed and none computed, and that hold a formula."""
    cells: list[Entry | Amount] = []
    for line in evaluation.funding.values():
        cells += [line.amounts[key] for key in _MONEY if key in line.amounts]
    for row in evaluation.indicators:
        if not row.is_execution:
            cells += (row.target, row.actual, row.points)
    rows = {row for row, _ in sheet.formulas}
    near = [cell for cell in cells if cell.place.row in rows]
    return [cell for cell in near if (cell.place.row, cell.place.column) in sheet.formulas]


def _texts(evaluation: SelfEvaluation) -> list[Entry]:
    found = [*evaluation.fields.values(), *evaluation.texts.values()]
    for row in evaluation.indicators:
        found += (row.name, row.target, row.actual, row.deviation_note)
    return found


def _formula(cell: Entry | Amount, sheet: Sheet, snapshot: Snapshot) -> Iterator[Finding]:
    """A formula of which the file holds no result, or another one than it gives."""
    spot = (cell.place.row, cell.place.column)
    formula = sheet.formulas[spot]
    shown = formula if len(formula) <= _LONGEST else f"{formula[:_LONGEST]}…"
    value = sheet.value(*spot)
    if value is None:
        if spot not in sheet.errors and formula:
            yield HazardCode.RESULT_MISSING.at(cell.place, cell.label, formula=shown)
        return
    if formula:
        right = _right(formula, value, sheet, snapshot)
        is_told = str(value) if isinstance(value, str) else plain(exact(value) or Decimal(0))
        if right is None:
            yield HazardCode.RESULT_UNCHECKED.at(
                cell.place, cell.label, formula=shown, shown=is_told
            )
        elif right:
            yield HazardCode.RESULT_LIES.at(
                cell.place, cell.label, formula=shown, result=right, shown=is_told
            )


def _right(formula: str, value: CellValue, sheet: Sheet, snapshot: Snapshot) -> str | None:
    """What a formula gives if that is not the value; "" if it is, None if nobody can say."""
    constant = _TEXT.fullmatch(formula)
    if constant:
        text = constant[1].replace('""', '"')
        return (
            "" if isinstance(value, str) and text.strip() == value.strip() else text or "空白"
        )
    number = exact(value)
    result = reckon(formula, sheet, snapshot) if number is not None else None
    if result is None or number is None:
        return None
    right = Decimal(repr(result))
    allowed = _ROUNDED if max(abs(right), abs(number)) >= 2 else _SMALL
    if abs(right - number) > allowed + Decimal("1e-9") * abs(right):
        return plain(half_up(right, 6))
    return ""
