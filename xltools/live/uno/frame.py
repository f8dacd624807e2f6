"""What frames a new sheet in LibreOffice: colours of marked words, head, filter, page."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote, enum, properties
from xltools.live.uno.dress import own_formula
from xltools.live.uno.range import range_address
from xltools.model import column_letters
from xltools.snapshot import NewSheet

_STYLE = "xltools_{color}"
_PAGE = "xltools"
_LONG, _SHORT = 29700, 21000
"""A4 in 1/100 mm."""

_PART_MARGINS = {
    "LeftMargin": 1270, "RightMargin": 1270, "TopMargin": 1524, "BottomMargin": 889,
}  # fmt: skip


def finish(sheet: Remote, new: NewSheet, last_row: int) -> None:
    """Frame the engine's sheet, which is in front."""
    doc, own, number = sheet.book.api, sheet.api, sheet.index - 1
    for column, words in new.marks.items():
        _mark(sheet, column, (new.head_row + 1, last_row), words)
    table = range_address(number, (new.head_row, 1, last_row, len(new.widths)))
    filters = doc.getPropertyValue("UnnamedDatabaseRanges")
    filters.setByTable(table)
    filters.getByTable(number).AutoFilter = True
    controller = doc.getCurrentController()
    controller.setActiveSheet(own)
    controller.freezeAtPosition(0, new.head_row)
    helper = sheet.book.app.create("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(controller.getFrame(), ".uno:ToggleSheetGrid", "", 0, ())
    if new.tab:
        own.TabColor = int(new.tab, 16)
    own.setTitleRows(range_address(number, (new.head_row, 1, new.head_row, 1)))
    own.setPrintTitleRows(True)
    own.PageStyle = _page(doc)


def _mark(sheet: Remote, column: int, rows: tuple[int, int], words: dict[str, str]) -> None:
    """A cell whose text is one of these words gets its colour."""
    top, bottom = rows
    area = ((top, column), (bottom, column))
    block = sheet.range(*area).api
    rules = block.ConditionalFormat
    for word, color in words.items():
        style = _STYLE.format(color=color)
        styles = sheet.book.api.StyleFamilies.getByName("CellStyles")
        if not styles.hasByName(style):
            made = sheet.book.api.createInstance("com.sun.star.style.CellStyle")
            styles.insertByName(style, made)
            made.CellBackColor = int(color, 16)
        quoted = word.replace('"', '""')
        formula = f'${column_letters(column)}{top}="{quoted}"'
        address = sheet.range((top, column)).api.getCellAddress()
        rules.addNew(
            properties(
                Operator=enum("com.sun.star.sheet.ConditionOperator", "FORMULA"),
                Formula1=own_formula(sheet, formula, (top, column)),
                SourcePosition=address,
                StyleName=style,
            )
        )
    block.ConditionalFormat = rules


def _page(doc: Remote) -> str:
    """The name of a page style: landscape A4, one page wide, numbered."""
    styles = doc.StyleFamilies.getByName("PageStyles")
    if styles.hasByName(_PAGE):
        return _PAGE
    page = doc.createInstance("com.sun.star.style.PageStyle")
    styles.insertByName(_PAGE, page)
    page.IsLandscape = True
    page.Width, page.Height = _LONG, _SHORT
    page.ScaleToPagesX, page.ScaleToPagesY = 1, 0
    page.CenterHorizontally = True
    page.HeaderIsOn, page.FooterIsOn = False, True
    for name, value in _PART_MARGINS.items():
        setattr(page, name, value)
    footer = page.RightPageFooterContent
    footer.LeftText.setString("")
    footer.RightText.setString("")
    text = footer.CenterText
    text.setString("第 ")
    for service, behind in (("PageNumber", " 页，共 "), ("PageCount", " 页")):
        cursor = text.createTextCursor()
        cursor.gotoEnd(False)
        field = doc.createInstance(f"com.sun.star.text.TextField.{service}")
        text.insertTextContent(cursor, field, False)
        cursor.gotoEnd(False)
        text.insertString(cursor, behind, False)
    whole = text.createTextCursor()
    whole.gotoStart(False)
    whole.gotoEnd(True)
    whole.CharColor = 0  # saved as .xlsx, the automatic colour would become white
    page.RightPageFooterContent = footer
    return _PAGE
