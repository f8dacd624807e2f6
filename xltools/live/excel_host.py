"""Excel as the place of one click, reached by the number of its window. Windows alone has it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from xltools.live.excel import ExcelBeyond
from xltools.live.excel_dialogs import ExcelDialogs
from xltools.live.place import Place
from xltools.live.wings import xw
from xltools.ribbon import BUTTONS

BOOK = "XLTOOLS_BOOK"
"""Environment variable in which the macro names the workbook of the click."""


def find(hwnd: int, fullname: str = "") -> Place:
    """The Excel with that window, and its workbook of that name; else the active one.

    Excel waits for the click to end and answers our calls meanwhile.
    """
    app = _app(hwnd, has_book=bool(fullname))
    # as Excel names it: xlwings turns web addresses into paths of this computer, or raises
    book = next((each for each in app.books if each.api.FullName == fullname), None)
    if book is None and not fullname and app.api.ActiveWorkbook is not None:
        book = app.books.active  # none is active while one is looked at in Protected View

    def dialogs(action: str) -> ExcelDialogs:
        button = BUTTONS.get(action)
        return ExcelDialogs(app, button.caption if button else "")

    return Place(book, ExcelBeyond(), dialogs)


def _app(hwnd: int, *, has_book: bool) -> xw.App:
    """An Excel is known by a workbook's window; one that has none by its entry among running programs."""
    windows: Any = import_module("xlwings._xlwindows")
    if has_book:
        return xw.App(impl=windows.App(xl=hwnd))
    try:
        app = xw.App(impl=windows.App(xl=hwnd))
        len(app.books)
    except Exception:
        client: Any = import_module("win32com.client")
        running = windows.COMRetryObjectWrapper(client.GetActiveObject("Excel.Application"))
        app = xw.App(impl=windows.App(xl=running))
    return app
