"""Excel as the place of one click, reached by the number of its window. Windows alone has it."""

from __future__ import annotations

from importlib import import_module

from xltools.live.excel import ExcelBeyond
from xltools.live.excel_dialogs import ExcelDialogs
from xltools.live.place import Place
from xltools.live.wings import xw
from xltools.ribbon import BUTTONS


def find(hwnd: int, fullname: str = "") -> Place:
    """The Excel with that window, and its workbook of that name; else the active one.

    Excel waits for the click to end and answers our calls meanwhile.
    """
    windows = import_module("xlwings._xlwindows")
    app = xw.App(impl=windows.App(xl=hwnd))
    book = next((each for each in app.books if each.fullname == fullname), None)
    if book is None and not fullname and len(app.books):
        book = app.books.active

    def dialogs(action: str) -> ExcelDialogs:
        button = BUTTONS.get(action)
        return ExcelDialogs(app, button.caption if button else "")

    return Place(book, ExcelBeyond(), dialogs)
