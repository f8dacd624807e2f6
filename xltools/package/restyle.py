"""Looks put back into an .xlsx: styles, widths, heights, validations, protection; no value."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.errors import FileError, SaveError
from xltools.package.restyle_sheet import SheetFrame
from xltools.package.restyle_styles import LookBook
from xltools.package.sheet_xml import NotCanonicalError, SheetXml, extend_dimension
from xltools.package.verify import verify
from xltools.package.workbook import Workbook
from xltools.package.zipfile_writer import rewrite
from xltools.snapshot import SheetLook


def restyle(workbook: Workbook, looks: Iterable[SheetLook]) -> bytes:
    """Return the workbook's bytes with these looks; the same bytes if all looks so already.

    A sheet that somebody protected with a password keeps its protection.

    Raises:
        FileError: a look is for a sheet that the workbook does not have.
        SaveError: the workbook has no styles, a sheet is written in an odd way, or the result
            fails its check.
    """
    label = workbook.path.name
    styles = workbook.book.related.get("styles", "")
    if styles not in workbook.parts:
        raise SaveError(
            f"“{label}”里没有样式部件，无法恢复格式。请用 Excel 或 WPS 打开后另存再试。"
        )
    book = LookBook(workbook.parts[styles], label)
    sheets = {each.name: each.part for each in workbook.book.sheets if each.kind == "worksheet"}
    parts: dict[str, bytes] = {}
    for look in looks:
        part = sheets.get(look.sheet)
        if part is None:
            raise FileError(f"“{label}”里没有工作表“{look.sheet}”，无法恢复格式。")
        xml = parts.get(part, workbook.parts[part])
        parts[part] = _restyled(xml, look, book, label)
    parts[styles] = book.done()
    parts = {name: xml for name, xml in parts.items() if xml != workbook.parts[name]}
    if not parts:
        return workbook.data
    data = rewrite(workbook.archive, parts, frozenset())
    verify(workbook.archive, data, parts, frozenset(), {}, {}, label)
    return data


def _restyled(xml: bytes, look: SheetLook, book: LookBook, label: str) -> bytes:
    xml = _with_cells(xml, look, book, label)
    frame = SheetFrame(xml, label)
    frame.set_widths(look.widths)
    frame.set_validations(look.validations)
    if look.protected:
        frame.protect()
    return frame.xml


def _with_cells(xml: bytes, look: SheetLook, book: LookBook, label: str) -> bytes:
    try:
        return _edited(xml, look, book)
    except NotCanonicalError:
        from xltools.package.canonical import canonical

    try:
        return _edited(canonical(xml), look, book)
    except NotCanonicalError:
        raise SaveError(
            f"“{label}”的工作表“{look.sheet}”内部写法少见，无法恢复格式。"
            "请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _edited(xml: bytes, look: SheetLook, book: LookBook) -> bytes:
    """Styles of cells and heights of rows; one that is not there is made for its style."""
    sheet = SheetXml(xml)
    made = []
    for each, areas in look.looks:
        for top, left, bottom, right in areas:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    cell = sheet.get((row, column))
                    if book.look(int((cell and cell.style) or b"0")) == each:
                        continue  # also a cell that is not there and is to look like none
                    if cell is None:
                        made.append((row, column))
                        cell = sheet.get_or_make((row, column), None)
                    cell.style = b"%d" % book.number(each)
                    sheet.change((row, column), lambda _: None)
    for row, height in look.heights.items():
        sheet.set_height(row, height)
    xml = sheet.serialize()
    return extend_dimension(xml, made) if made else xml
