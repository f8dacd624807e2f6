"""Which Excel and which of its workbooks a click was made in."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from xltools.live import __main__ as command
from xltools.live import excel_host, press
from xltools.live.dialogs import Quiet
from xltools.live.gone import HostGoneError
from xltools.live.place import Place
from xltools.live.press import BUSY, Press
from xltools.live.wings import xw
from xltools.ribbon import Answer
from xltools.ribbon.desk import CHANGED
from xltools.snapshot import Patch, Sheet, Snapshot

LOCAL, WEB = r"D:\绩效 100%TEMP%\自评表.xlsx", "https://unit.sharepoint.com/sites/x/表.xlsx"
RUNNING = "the Excel among running programs"


class Book:
    """One workbook; xlwings fails on the path of one that lives in the web."""

    def __init__(self, fullname: str) -> None:
        self.api = SimpleNamespace(FullName=fullname)

    @property
    def fullname(self) -> str:
        if "://" in self.api.FullName:
            raise xw.XlwingsError("Couldn't find your local OneDrive file")
        return str(self.api.FullName)


class Books(list[Book]):
    """The first one is in front."""

    @property
    def active(self) -> Book:
        return self[0]


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Books:
    """An Excel whose window 7 is a workbook's; its workbooks."""
    books = Books()
    windows, client = ModuleType("xlwings._xlwindows"), ModuleType("win32com.client")
    windows.App = lambda xl: xl  # type: ignore[attr-defined]
    windows.COMRetryObjectWrapper = lambda xl: xl  # type: ignore[attr-defined]
    client.GetActiveObject = lambda _: RUNNING  # type: ignore[attr-defined]

    class App:
        def __init__(self, impl: object) -> None:
            self.impl = impl

        @property
        def books(self) -> Books:
            if self.impl not in (7, RUNNING):
                raise OSError("no child window EXCEL7")
            return books

        @property
        def api(self) -> Any:
            return SimpleNamespace(ActiveWorkbook=books[0] if books else None)

    monkeypatch.setattr(xw, "App", App)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    return books


def test_the_workbook_of_the_click_is_known_by_the_name_that_excel_gives_it(
    excel: Books,
) -> None:
    """Also one in the web, and beside one in the web; never another one's."""
    excel += [Book(WEB), Book(LOCAL)]
    assert excel_host.find(7, LOCAL).book is excel[1]  # type: ignore[comparison-overlap]
    assert excel_host.find(7, WEB).book is excel[0]  # type: ignore[comparison-overlap]
    assert excel_host.find(7, r"D:\已关闭.xlsx").book is None
    assert excel_host.find(7).book is excel[0]  # type: ignore[comparison-overlap]


def test_an_excel_without_a_workbook_is_found_among_running_programs(excel: Books) -> None:
    """Its window is not a workbook's; 帮助 and 收集文件夹 need none."""
    place = excel_host.find(9)
    assert place.book is None
    assert place.dialogs("collect")._app.impl == RUNNING  # type: ignore[attr-defined]


def test_the_name_comes_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in a command is changed by Windows where it has % signs."""
    asked: list[tuple[int, str]] = []

    def find(hwnd: int, fullname: str) -> Place:
        asked.append((hwnd, fullname))
        raise HostGoneError

    monkeypatch.setattr(excel_host, "find", find)
    monkeypatch.setenv(excel_host.BOOK, LOCAL)
    assert command.main(["score", "--hwnd", "7"]) == command.GONE
    command.main(["score", "--hwnd", "7", "--book", WEB])
    monkeypatch.delenv(excel_host.BOOK)
    command.main(["score", "--hwnd", "7"])
    assert asked == [(7, LOCAL), (7, WEB), (7, "")]


def test_a_workbook_in_the_web_has_no_path() -> None:
    """A report then has no folder to go to, which the core says."""
    web: Any = Book(WEB)
    assert Press(web, SimpleNamespace(), Quiet())._path() is None  # type: ignore[arg-type]


class ExcelError(Exception):
    """As pywin32's com_error."""

    def __init__(self, hresult: int) -> None:
        super().__init__(hresult)
        self.hresult = hresult


def test_an_excel_that_is_busy_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that is being edited: nothing was read, nothing is written."""

    def read(*_: object) -> Snapshot:
        raise ExcelError(-2146777998)

    monkeypatch.setattr(press, "snapshot_of", read)
    beyond: Any = SimpleNamespace(is_alive=lambda _: True)
    book: Any = SimpleNamespace(fullname="表")
    assert Press(book, beyond, Quiet())("score") == Answer(BUSY, "failed")


@pytest.mark.parametrize("changed", [False, True])
def test_what_the_user_typed_during_long_work_is_not_painted_over(
    monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    """A click that took long looks again before it writes."""
    now = Snapshot((Sheet("自评表", [["改了"]]),)) if changed else Snapshot(())
    states = iter([Snapshot(()), now])
    written: list[Patch] = []
    monkeypatch.setattr(press, "_LATE", -1)
    monkeypatch.setattr(press, "snapshot_of", lambda *_: next(states))
    monkeypatch.setattr(
        press, "apply", lambda _, patch, *__, **___: written.append(patch) or ""
    )
    monkeypatch.setattr(press, "click", lambda *_: Answer("好", patch=Patch(())))
    beyond: Any = SimpleNamespace(is_alive=lambda _: True, selection=lambda _: None)
    book: Any = SimpleNamespace(fullname="表")
    told = Press(book, beyond, Quiet())("score").message
    assert (told, len(written)) == ((CHANGED, 0) if changed else ("好", 1))


def test_a_cell_that_cannot_be_selected_does_not_undo_what_was_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All is written by then; only an Excel that is gone is told as such."""
    monkeypatch.setattr(press, "snapshot_of", lambda *_: Snapshot(()))
    monkeypatch.setattr(press, "apply", lambda *_, **__: "")
    done = Answer("好", patch=Patch(()), select=press.Place("自评表", 1, 1))
    monkeypatch.setattr(press, "click", lambda *_: done)
    beyond: Any = SimpleNamespace(is_alive=lambda _: True, selection=lambda _: None)
    error = ExcelError(-2146827284)

    class Sheets:
        def __getitem__(self, name: str) -> object:
            raise error

    book: Any = SimpleNamespace(fullname="表", sheets=Sheets())
    assert Press(book, beyond, Quiet())("score").message == "好"
    error = ExcelError(-2147023174)
    with pytest.raises(HostGoneError):
        Press(book, beyond, Quiet())("score")
