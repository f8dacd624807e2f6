"""One new sheet as XML: a table with its headings in sight, filter, colours and page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltools.package.cells import Cell, clean_text, escape, letters
from xltools.package.hyperlinks import Link, write_links
from xltools.snapshot import CellWrite, Look, NewSheet, Position

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="%s">'
_FOOT = (
    b'<printOptions horizontalCentered="1"/>'
    b'<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.35" footer="0.35"/>'
    b'<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    b"<headerFooter><oddFooter>%s</oddFooter></headerFooter></worksheet>"
) % escape("&C&9第 &P 页，共 &N 页")

ROOM = 500
"""Rows that filter, drop-downs and colours reach at least, so that later findings have them."""


def new_cells(sheet: NewSheet) -> dict[Position, CellWrite]:
    """The cells of a new sheet that hold something, as writes."""
    found = {}
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            value = clean_text(cell.value) if isinstance(cell.value, str) else cell.value
            if value not in (None, ""):
                found[row, column] = CellWrite(sheet.name, row, column, value, link=cell.link)
    return found


def last_row(sheet: NewSheet) -> int:
    """The row that the table's filter reaches."""
    return max(sheet.head_row + ROOM, len(sheet.rows))


def render(
    sheet: NewSheet, space: bytes, styles: Mapping[Look, int], marks: Mapping[str, int]
) -> bytes:
    """Return the worksheet part; `space` is the namespace, `marks` conditional styles by colour."""
    written = new_cells(sheet)
    width = letters(len(sheet.widths))
    parts = (
        _HEAD % space,
        b'<sheetPr>%s<pageSetUpPr fitToPage="1"/></sheetPr>' % _tab(sheet),
        b'<dimension ref="A1:%s%d"/>' % (width, len(sheet.rows)),
        _view(sheet.head_row),
        b'<sheetFormatPr defaultRowHeight="15"/><cols>%s</cols>' % b"".join(_columns(sheet)),
        b"<sheetData>%s</sheetData>" % b"".join(_rows(sheet, written, styles)),
        b'<autoFilter ref="A%d:%s%d"/>' % (sheet.head_row, width, last_row(sheet)),
        _merges(sheet.head_row, width),
        b"".join(_marks(sheet, marks)),
        _choices(sheet),
        _FOOT,
    )
    links = [
        Link(spot, (*spot, *spot), write.link, str(write.value))
        for spot, write in written.items()
        if write.link
    ]
    return write_links(b"".join(parts), b"", sheet.name, links)


def _tab(sheet: NewSheet) -> bytes:
    return b'<tabColor rgb="FF%s"/>' % sheet.tab.encode() if sheet.tab else b""


def _view(head: int) -> bytes:
    """The headings stay; which sheet is open is not ours to change."""
    below = b"A%d" % (head + 1)
    inside = (head, below, below, below)
    return (
        b'<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        b'<pane ySplit="%d" topLeftCell="%s" activePane="bottomLeft" state="frozen"/>'
        b'<selection pane="bottomLeft" activeCell="%s" sqref="%s"/></sheetView></sheetViews>'
    ) % inside


def _columns(sheet: NewSheet) -> Iterator[bytes]:
    for column, width in enumerate(sheet.widths, start=1):
        yield b'<col min="%d" max="%d" width="%g" customWidth="1"/>' % (column, column, width)


def _rows(
    sheet: NewSheet, written: Mapping[Position, CellWrite], styles: Mapping[Look, int]
) -> Iterator[bytes]:
    """A row without a height of its own fits its text in every program that opens it."""
    for row, cells in enumerate(sheet.rows, start=1):
        height = sheet.heights.get(row)
        custom = b' ht="%g" customHeight="1"' % height if height else b""
        content = []
        for column, each in enumerate(cells, start=1):
            cell = Cell(b' s="%d"' % styles[each.look], b"", b"")
            write = written.get((row, column))
            if write is not None and write.value is not None:
                cell.put(write.value, b"")
            content.append(cell.render(row, column, b""))
        yield b'<row r="%d"%s>%s</row>' % (row, custom, b"".join(content))


def _merges(head: int, width: bytes) -> bytes:
    refs = [b'<mergeCell ref="A%d:%s%d"/>' % (row, width, row) for row in range(1, head)]
    return (
        b'<mergeCells count="%d">%s</mergeCells>' % (len(refs), b"".join(refs)) if refs else b""
    )


def _column_range(sheet: NewSheet, column: int) -> bytes:
    name = letters(column)
    return b"%s%d:%s%d" % (name, sheet.head_row + 1, name, last_row(sheet))


def _marks(sheet: NewSheet, numbers: Mapping[str, int]) -> Iterator[bytes]:
    priority = 0
    for column, texts in sheet.marks.items():
        rules = []
        for text, color in texts.items():
            priority += 1
            formula = _quoted_formula(letters(column), sheet.head_row + 1, text)
            inside = (numbers[color], priority, formula)
            rules.append(
                b'<cfRule type="expression" dxfId="%d" priority="%d"><formula>%s</formula></cfRule>'
                % inside
            )
        content = (_column_range(sheet, column), b"".join(rules))
        yield b'<conditionalFormatting sqref="%s">%s</conditionalFormatting>' % content


def _quoted_formula(column: bytes, row: int, text: str) -> bytes:
    doubled = text.replace('"', '""')
    return escape(f'${column.decode()}{row}="{doubled}"')


def _choices(sheet: NewSheet) -> bytes:
    """Drop-downs without an error message, so that any other text may be typed."""
    rules = []
    for column, words in sheet.choices.items():
        listed = escape(",".join(words))
        rules.append(
            b'<dataValidation type="list" allowBlank="1" sqref="%s"><formula1>"%s"</formula1>'
            b"</dataValidation>" % (_column_range(sheet, column), listed)
        )
    if not rules:
        return b""
    inside = (len(rules), b"".join(rules))
    return b'<dataValidations count="%d">%s</dataValidations>' % inside
