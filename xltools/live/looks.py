"""The formats of a sheet put back in an open workbook; no value is touched."""

from __future__ import annotations

from xltools.errors import FileError
from xltools.live.beyond import Beyond
from xltools.live.journal import Journal
from xltools.live.sheets import PADDING
from xltools.live.wings import xw
from xltools.snapshot import SheetLook

_ALIKE = 0.15
"""How far a width may be off: where a font is missing another one's digits are as much wider."""


def restyle(book: xw.Book, look: SheetLook, beyond: Beyond, journal: Journal) -> None:
    """Give a sheet its looks, widths, heights and validations; protection comes with the others'.

    Only a program that can undo takes this back.

    Raises:
        FileError: there is no such sheet.
    """
    sheet = next((each for each in book.sheets if each.name == look.sheet), None)
    if sheet is None:
        raise FileError(f"“{book.name}”里没有工作表“{look.sheet}”，无法恢复格式。")
    journal.cannot_go_back()
    for cell_look, areas in look.looks:
        beyond.dress(sheet, areas, cell_look)
    beyond.clear_validations(sheet)
    for rule in look.validations:
        beyond.validate(sheet, rule)
    for column, width in look.widths.items():
        line, wanted = sheet.range((1, column)), max(width - PADDING, 0)
        if line.column_width is None or abs(line.column_width - wanted) > _ALIKE * wanted:
            line.column_width = wanted
    for row, height in look.heights.items():
        sheet.range((row, 1)).row_height = height
