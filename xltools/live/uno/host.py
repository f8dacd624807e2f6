"""LibreOffice as the place of one click: its app, the workbook in front, its dialogs."""

from __future__ import annotations

from xltools.live.gone import HostGoneError
from xltools.live.place import Place
from xltools.live.uno.app import attach
from xltools.live.uno.beyond import UnoBeyond
from xltools.live.uno.bridge import Remote
from xltools.live.uno.dialogs import UnoDialogs
from xltools.live.wings import xw
from xltools.ribbon import BUTTONS


def find(pipe: str, *, uid: str = "", url: str = "") -> Place:
    """The office at a pipe, and its document of that number or address; else the one in front.

    Raises:
        ToolMissingError: there is no bridge for our Python.
        HostGoneError: no office listens there.
    """
    try:
        app = attach(pipe)
    except ConnectionError:
        raise HostGoneError from None
    found = _document(app.impl, uid, url)
    book = None if found is None else xw.Book(impl=found)

    def dialogs(action: str) -> UnoDialogs:
        button = BUTTONS.get(action)
        return UnoDialogs(app.impl, book, button.caption if button else "")

    return Place(book, UnoBeyond(), dialogs)


def _document(app: Remote, uid: str, url: str) -> Remote:
    if not uid and not url:
        return app.books.active
    for book in app.books:
        if (uid and book.api.RuntimeUID == uid) or (url and book.api.getURL() == url):
            return book
    return None
