"""The empty list of projects that a bureau fills in to have forms made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from openpyxl import Workbook

from xltools.blank import styles, validations
from xltools.blank.build import set_default_font
from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.finish import finish
from xltools.blank.page import set_page
from xltools.blank.validations import Rule

_LAST = 3000
"""Rows that are ready to type into; more may follow below."""
_HEAD = 3
_USUAL = 1000
"""Characters of a text before Excel warns."""


Kind: TypeAlias = Literal["text", "amount", "points", "year", "code", "mark"]


class ListColumn(Struct, frozen=True):
    """One column: heading, width, what stands in it in the example, what it accepts."""

    label: str
    width: float
    kind: Kind = "text"
    example: str | Decimal | None = None
    hint: str = ""


class ListSheet(Struct, frozen=True):
    """One sheet of the list; `unit` is that of its amounts."""

    name: str
    title: str
    hint: str
    columns: tuple[ListColumn, ...]
    unit: str = "万元"


def build_list(sheets: Sequence[ListSheet], title: str) -> bytes:
    """Return the empty list; the same columns give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_default_font(book)
    for sheet in sheets:
        _draw(Canvas(book, sheet.name, grid=True), sheet)
    book.properties.title = title
    book.properties.creator = "xltools"
    book.active = 0
    book.worksheets[0].sheet_view.tabSelected = True
    stream = io.BytesIO()
    book.save(stream)
    return finish(stream.getvalue(), {})


def _draw(canvas: Canvas, sheet: ListSheet) -> None:
    count = len(sheet.columns)
    canvas.widths(tuple(column.width for column in sheet.columns))
    canvas.put(1, 1, sheet.title, styles.TITLE.but(size=16), columns=count)
    canvas.height(1, 30)
    canvas.put(2, 1, sheet.hint, styles.PLAIN.but(size=10), columns=count)
    canvas.height(2, styles.height_for(sheet.hint, canvas.width(1, count), 10))
    canvas.height(_HEAD, 34)
    canvas.height(_HEAD + 1, 24)
    for number, column in enumerate(sheet.columns, start=1):
        canvas.put(_HEAD, number, column.label, styles.HEADING)
        _draw_column(canvas, sheet, number, column)
    canvas.fit(_HEAD, _HEAD + 1)
    canvas.sheet.freeze_panes = a1(_HEAD + 1, 1)
    canvas.sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    set_page(canvas.sheet)
    canvas.select(_HEAD + 2, 1)


def _draw_column(canvas: Canvas, sheet: ListSheet, number: int, column: ListColumn) -> None:
    style = {
        "amount": styles.AMOUNT.but(format=styles.money(sheet.unit)),
        "points": styles.NUMBER,
        "year": styles.INPUT_CENTRED.but(format="0"),
        "code": styles.INPUT.but(format=styles.TEXT),
        "mark": styles.INPUT_CENTRED,
    }.get(column.kind, styles.INPUT.but(format=styles.TEXT))
    value = column.example
    shown = float(value) if isinstance(value, Decimal) else value
    canvas.put(_HEAD + 1, number, shown, style.but(fill=styles.GREY, color="7F7F7F"))
    if isinstance(shown, str):
        canvas.cell(_HEAD + 1, number).data_type = "s"
    for row in range(_HEAD + 2, _HEAD + 22):
        canvas.put(row, number, None, style)
        canvas.height(row, 21)
    area = Area(_HEAD + 1, number, _LAST, number)
    validations.apply(canvas, _rule(sheet, column), [area])


def _rule(sheet: ListSheet, column: ListColumn) -> Rule:
    if column.kind == "amount":
        return validations.amount(column.label, sheet.unit, column.hint)
    if column.kind == "points":
        return validations.points(column.label, Decimal(100), column.hint)
    if column.kind == "year":
        return validations.year(column.label, column.hint)
    return validations.words(column.label, column.hint, _USUAL)
