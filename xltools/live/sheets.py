"""New sheets in an open workbook, as `xltools.package.add_sheet` puts them into a file."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from xltools.live.beyond import Beyond, Link
from xltools.live.cells import typed
from xltools.live.journal import Journal
from xltools.live.wings import xw
from xltools.package.new_sheet_xml import last_row, new_cells
from xltools.package.rectangles import rectangles
from xltools.snapshot import CellLook, Look, NewSheet, Validation

_NAME_LENGTH = 31
PADDING = 5 / 7
"""What a file counts to a column's width, in digits, and the program does not."""

_PLAIN = CellLook(
    "General", True, "宋体", 10, False, "000000", None, ("", "", "", ""), "left", "center", True
)
_BOX = ("thin", "thin", "thin", "thin")
LOOKS: dict[Look, CellLook] = {
    "title": replace(_PLAIN, font="黑体", size=16, bold=True, horizontal="center"),
    "note": _PLAIN,
    "heading": replace(
        _PLAIN, font="黑体", size=10.5, fill="F0F0F0", borders=_BOX, horizontal="center"
    ),
    "centred": replace(_PLAIN, borders=_BOX, horizontal="center"),
    "text": replace(_PLAIN, borders=_BOX),
    "link": replace(_PLAIN, borders=_BOX, color="0563C1"),
    "input": replace(_PLAIN, borders=_BOX, fill="FFFBE6"),
}
"""As our blank forms and `xltools.package.looks` have them."""


def add_sheet(book: xw.Book, wish: NewSheet, beyond: Beyond, journal: Journal) -> None:
    """Put a sheet behind all others; which sheet is in front does not change."""
    front = book.sheets.active
    new = replace(wish, name=_free_name(book, wish.name))
    sheet = book.sheets.add(new.name, after=book.sheets[len(book.sheets) - 1])
    journal.note(partial(_remove, sheet))
    width = len(new.widths)
    written = new_cells(new)
    if written:
        rows, columns = zip(*written, strict=True)
        bottom, right = max(rows), max(columns)
        sheet.range((1, 1), (bottom, right)).value = [
            [
                typed(written[row, column].value) if (row, column) in written else None
                for column in range(1, right + 1)
            ]
            for row in range(1, bottom + 1)
        ]
    _dress(sheet, new, beyond)
    for row in range(1, new.head_row):
        sheet.range((row, 1), (row, width)).merge()
    for column, chars in enumerate(new.widths, start=1):
        sheet.range((1, column)).column_width = chars - PADDING
    for row, height in new.heights.items():
        sheet.range((row, 1)).row_height = height
    links = {
        spot: Link(write.link, str(write.value))
        for spot, write in written.items()
        if write.link
    }
    if links:
        beyond.links(sheet, links, links)
    _define(book, sheet, new, journal)
    for column, words in new.choices.items():
        area = (new.head_row + 1, column, last_row(new), column)
        listed = '"' + ",".join(words) + '"'
        beyond.validate(
            sheet,
            Validation((area,), "list", "between", listed, "", "stop", False, "", "", "", ""),
        )
    beyond.finish(sheet, new, last_row(new))
    front.activate()


def _dress(sheet: xw.Sheet, new: NewSheet, beyond: Beyond) -> None:
    spots: dict[Look, list[tuple[int, int]]] = {}
    for row, cells in enumerate(new.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            spots.setdefault(cell.look, []).append((row, column))
    for look, places in spots.items():
        beyond.dress(sheet, list(rectangles(places)), LOOKS[look])


def _free_name(book: xw.Book, wish: str) -> str:
    """The wished name, or the first of 名称(2), 名称(3) … that no sheet bears."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    name, number = wish, 1
    while name.casefold() in taken:
        number += 1
        tail = f"({number})"
        name = wish[: _NAME_LENGTH - len(tail)] + tail
    return name


def _define(book: xw.Book, sheet: xw.Sheet, new: NewSheet, journal: Journal) -> None:
    """Give the sheet its names; one of ours that has lost its sheet gets its new cell."""
    for name, spot in new.names.items():
        quoted = new.name.replace("'", "''")
        target = f"='{quoted}'!{sheet.range(spot).get_address()}"
        if book.names.contains(name):
            old = book.names[name]
            journal.note(partial(_refer, old, old.refers_to))
            old.refers_to = target
        else:
            journal.note(book.names.add(name, target).delete)


def _refer(name: xw.Name, target: str | None) -> None:
    if target is not None:
        name.refers_to = target


def _remove(sheet: xw.Sheet) -> None:
    with sheet.book.app.properties(display_alerts=False):
        sheet.delete()
