"""The engine `libreoffice`: a running LibreOffice as xlwings' desktop program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from xltools.live.uno.book import Book
from xltools.live.uno.bridge import Remote, connect, properties
from xltools.live.uno.values import CellError
from xltools.live.wings import base_classes, xw

_CALC = "com.sun.star.sheet.SpreadsheetDocument"


def attach(pipe: str) -> xw.App:
    """Return the office that listens at a pipe, as xlwings' app; its engine becomes a known one.

    Raises:
        ToolMissingError: there is no bridge for our Python.
        ConnectionError: no office listens there.
    """
    engine = Engine(App(connect(pipe)))
    known = [each for each in xw.engines if each.name == Engine.name]
    for each in known:
        each.impl = engine
    if not known:
        xw.engines.add(xw.Engine(impl=engine))
    xw.engines[Engine.name].activate()
    app: xw.App = xw.App(impl=engine.app)
    return app


class Engine:
    """What xlwings asks of an engine."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, app: App) -> None:
        self.app = app
        app.engine = self

    @property
    def apps(self) -> Apps:
        return Apps(self.app)

    @staticmethod
    def prepare_xl_data_element(value: Remote, options: Remote) -> Remote:
        """Values go as they are; `values.write` knows what a cell holds."""
        return value

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Remote,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """The values as the caller wants them."""

        def clean(value: Remote) -> Remote:
            if value is None or (value == "" and type(value) is str):
                return empty_as
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if isinstance(value, datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour,
                    minute=value.minute, second=value.second, microsecond=value.microsecond,
                    tzinfo=None,
                )  # fmt: skip
            if number_builder is not None and type(value) is float:
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The one office that we are connected with."""

    def __init__(self, app: App) -> None:
        self._app = app

    def keys(self) -> list[int]:
        return [self._app.pid]

    def __iter__(self) -> Iterator[App]:
        yield self._app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self._app


class App(base_classes.App):
    """One running office."""

    engine: Engine
    pid = 1
    hwnd = None
    display_alerts = True
    enable_events = True
    interactive = True
    screen_updating = True
    visible = True
    calculation = "automatic"

    def __init__(self, context: Remote) -> None:
        self.context = context
        self._desktop = self.create("com.sun.star.frame.Desktop")
        self._indicator: Remote = None
        self._status = ""

    def create(self, service: str) -> Remote:
        """A service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    @property
    def api(self) -> Remote:
        return self._desktop

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def version(self) -> str:
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        node = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            properties(nodepath="/org.openoffice.Setup/Product"),
        )
        return str(node.ooSetupVersion)

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        """One line in the status bar, with a bar where there is much to do; empty gives it back."""
        if not text:
            if self._indicator is not None:
                self._indicator.end()
            self._indicator = None
            self._status = ""
            return
        if self._indicator is None:
            frame = self._desktop.getCurrentFrame()
            if frame is None:
                return
            self._indicator = frame.createStatusIndicator()
            self._indicator.start(text, whole or 1)
        self._status = f"{text} {done}/{whole}" if whole else text
        self._indicator.setText(self._status)
        self._indicator.setValue(done)

    @property
    def status_bar(self) -> str | bool:
        return self._status or False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self.status(value if isinstance(value, str) else "")

    @property
    def selection(self) -> Remote:
        book = self.books.active
        return None if book is None else selection_of(book)

    def activate(self, steal_focus: bool = False) -> None:
        """The click came from its window, which is in front."""

    def quit(self) -> None:
        self._desktop.terminate()


class Books(base_classes.Books):
    """The spreadsheets that are open in the office."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Remote:
        return self.app.api.getComponents()

    def _all(self) -> Iterator[Book]:
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if hasattr(component, "supportsService") and component.supportsService(_CALC):
                yield Book(self.app, component)

    @property
    def active(self) -> Book | None:
        """The one in front; the first where none is."""
        current = self.app.api.getCurrentComponent()
        if current is not None and current.supportsService(_CALC):
            return Book(self.app, current)
        return next(self._all(), None)

    def __call__(self, name_or_index: int | str) -> Book:
        books = list(self._all())
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if name_or_index in (book.name, book.fullname):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(list(self._all()))

    def __iter__(self) -> Iterator[Book]:
        return self._all()

    def add(self) -> Book:
        return self._load("private:factory/scalc")

    def open(self, fullname: str, *_: Remote, **__: Remote) -> Book:
        return self._load(Path(fullname).absolute().as_uri())

    def _load(self, url: str) -> Book:
        doc = self.app.api.loadComponentFromURL(url, "_blank", 0, ())
        if doc is None:
            raise FileNotFoundError(url)
        return Book(self.app, doc)


def selection_of(book: Book) -> Remote:
    """The selected range of a book; None where something else is selected."""
    from xltools.live.uno.range import Range, area_of
    from xltools.live.uno.sheet import Sheet

    chosen = book.api.getCurrentSelection()
    if chosen is None or not hasattr(chosen, "getRangeAddress"):
        return None
    return Range(Sheet(book, chosen.getSpreadsheet()), area_of(chosen.getRangeAddress()))
