"""Rows that come and go in an open workbook; the program itself moves what points below them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from xltools.errors import FileError
from xltools.live.areas import square
from xltools.live.beyond import Beyond
from xltools.live.journal import Journal
from xltools.live.wings import xw
from xltools.model import CellValue
from xltools.snapshot import Area, RowChange, Sheet, Snapshot


def change_row(
    book: xw.Book, change: RowChange, snapshot: Snapshot, beyond: Beyond, journal: Journal
) -> None:
    """Let one row come or go; `snapshot` is the workbook as it is before.

    Raises:
        FileError: there is no such sheet.
    """
    known = snapshot.sheet(change.sheet)
    if known is None:
        raise FileError(f"“{book.name}”里没有工作表“{change.sheet}”，无法增删行。")
    sheet, row = book.sheets[change.sheet], change.row
    for area in known.merges:
        if area[0] <= row <= area[2]:
            journal.note(partial(_merge, sheet, area))
            sheet.range(area[:2], area[2:]).unmerge()
    if change.kind == "insert":
        _insert(sheet, row, beyond, journal)
    else:
        _delete(book, sheet, known, row, snapshot, journal)
    for area in change.merges:
        block = sheet.range(area[:2], area[2:])
        if not _is_merge(block, area):
            journal.note(partial(_unmerge, sheet, area))
            block.merge()
    for name, formulas in {change.sheet: change.formulas, **change.elsewhere}.items():
        for spot, text in formulas.items():
            cell = book.sheets[name].range(spot)
            journal.note(partial(_set_formula, cell, cell.formula))
            cell.formula = "=" + text


def _insert(sheet: xw.Sheet, row: int, beyond: Beyond, journal: Journal) -> None:
    """An empty row that looks like the one above it; nothing is merged in either yet."""
    right = sheet.used_range.last_cell.column
    line = sheet.range(f"{row + 1}:{row + 1}")
    line.insert("down", "format_from_left_or_above")
    journal.note(partial(_remove_line, sheet, row + 1))
    source = sheet.range((row, 1), (row, right))
    target = sheet.range((row + 1, 1), (row + 1, right))
    beyond.lend_look(source, target)
    height = sheet.range((row, 1)).row_height
    if height is not None:
        sheet.range((row + 1, 1)).row_height = height


def _delete(
    book: xw.Book, sheet: xw.Sheet, known: Sheet, row: int, snapshot: Snapshot, journal: Journal
) -> None:
    """The way back brings the row's contents and every formula that read it, not its look."""
    width = max(map(len, known.rows), default=1)
    block = sheet.range((row, 1), (row, width))
    formulas = square(block.formula, width)
    values = block.options(ndim=2).value
    height = sheet.range((row, 1)).row_height

    def back() -> None:
        sheet.range(f"{row}:{row}").insert("down", "format_from_left_or_above")
        if height is not None:
            sheet.range((row, 1)).row_height = height
        for column, (value, formula) in enumerate(zip(values[0], formulas[0], strict=True), 1):
            if value is not None:
                sheet.range((row, column)).value = restorable(value, formula)
        for each in snapshot.sheets:
            for spot, text in each.formulas.items():
                cell = book.sheets[each.name].range(spot)
                if cell.formula != "=" + text:
                    cell.formula = "=" + text

    journal.note(back)
    sheet.range(f"{row}:{row}").delete("up")


def restorable(value: CellValue, formula: str) -> CellValue:
    """What to type into a cell so that it holds again what it held."""
    if formula[:1] == "=" and formula != value:
        return formula
    if isinstance(value, Decimal):  # money, which COM cuts to four places
        return float(formula)
    return "'" + value if isinstance(value, str) else value


def _merge(sheet: xw.Sheet, area: Area) -> None:
    """A range of its own: one from before moves along with its rows."""
    sheet.range(area[:2], area[2:]).merge()


def _unmerge(sheet: xw.Sheet, area: Area) -> None:
    sheet.range(area[:2], area[2:]).unmerge()


def _remove_line(sheet: xw.Sheet, row: int) -> None:
    sheet.range(f"{row}:{row}").delete("up")


def _set_formula(cell: xw.Range, formula: object) -> None:
    cell.formula = formula


def _is_merge(block: xw.Range, area: Area) -> bool:
    merged = block.merge_area
    return (merged.row, merged.column) == area[:2] and merged.shape == (
        area[2] - area[0] + 1,
        area[3] - area[1] + 1,
    )
