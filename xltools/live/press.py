"""A button pressed in a spreadsheet program: read, judge, write, tell."""

from __future__ import annotations

import logging
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from xltools.errors import XltoolsError
from xltools.live.apply import apply
from xltools.live.beyond import Beyond
from xltools.live.book import is_visible, snapshot_of
from xltools.live.dialogs import Dialogs, text_of
from xltools.live.gone import HostGoneError, is_busy, is_gone
from xltools.live.wings import xw
from xltools.model import Place
from xltools.ribbon import BUTTONS, Answer, Desk, click
from xltools.ribbon.desk import CHANGED
from xltools.ribbon.opening import open_file

_MOST_QUESTIONS = 5
_LATE = 1.5
"""Seconds after which the workbook is looked at again before it is written to."""

CANCELLED = Answer("已取消，没有改动。")
WORKING = "正在处理…"
BUSY = (
    "表格程序正忙：可能正在编辑单元格，或开着对话框。请按 Esc 结束编辑、关闭对话框，再点一次。"
)
OPEN_NOW = "现在打开 {name} 吗？"

_log = logging.getLogger("xltools.ribbon")


class Press:
    """One click; `book` is the workbook it was made in, None if there was none."""

    def __init__(self, book: xw.Book | None, beyond: Beyond, dialogs: Dialogs) -> None:
        self.book, self.beyond, self.dialogs = book, beyond, dialogs

    def __call__(self, action: str) -> Answer:
        """Do what the button says and tell what was done.

        Raises:
            HostGoneError: the program or the workbook was closed meanwhile.
        """
        try:
            answer = self._done(action)
            self._tell(answer)
        except Exception as error:
            book = self.book
            if is_gone(error) or (book is not None and not self.beyond.is_alive(book)):
                raise HostGoneError from None
            raise
        return answer

    def _done(self, action: str) -> Answer:
        button = BUTTONS.get(action)
        caption = button.caption if button else action
        needs_form = button is None or button.needs == "form"
        self.dialogs.status(WORKING)
        began = perf_counter()
        try:
            desk = self._desk() if self.book is not None and needs_form else self._bare_desk()
        except XltoolsError as error:
            return Answer(str(error), "failed")
        except Exception as error:
            if is_busy(error):
                return Answer(BUSY, "failed")
            raise
        read = perf_counter()
        answer = self._answer(action, desk)
        judged = perf_counter()
        if answer.patch is not None and self.book is not None:
            if judged - read > _LATE and snapshot_of(self.book, self.beyond) != desk.snapshot:
                return Answer(CHANGED, "failed", files=answer.files)
            try:
                told = apply(
                    self.book,
                    answer.patch,
                    self.beyond,
                    snapshot=desk.snapshot,
                    caption=caption,
                )
                answer = replace(answer, message=answer.message + told)
            except HostGoneError:
                raise
            except XltoolsError as error:
                _log.warning("%s: %s", action, type(error).__name__, exc_info=error.__cause__)
                answer = Answer(str(error), "failed", files=answer.files)
        if answer.select is not None:
            self._select(answer.select)
        _log.info(
            "%s %s: read %.3f, judged %.3f, wrote %.3f s",
            action, answer.level, read - began, judged - read, perf_counter() - judged,
        )  # fmt: skip
        return answer

    def _bare_desk(self) -> Desk:
        return Desk(None, self._path(), progress=self._progress)

    def _desk(self) -> Desk:
        assert self.book is not None
        snapshot = snapshot_of(self.book, self.beyond)
        return Desk(snapshot, self._path(), self._selection(), progress=self._progress)

    def _path(self) -> Path | None:
        """The open workbook's file; None if it was never saved or lives in a web address."""
        if self.book is None:
            return None
        try:
            path = Path(self.book.fullname)
        except xw.XlwingsError:  # a web address, and nothing of it on this computer
            return None
        return path if path.is_absolute() and path.is_file() else None

    def _selection(self) -> Place | None:
        assert self.book is not None
        chosen = self.beyond.selection(self.book)
        return Place(*chosen) if chosen else None

    def _progress(self, done: int, whole: int, what: str) -> bool:
        self.dialogs.status(what, done, whole)
        return not self.dialogs.wants_stop()

    def _answer(self, action: str, desk: Desk) -> Answer:
        """Click, and click again with what the user answered."""
        for _ in range(_MOST_QUESTIONS):
            answer = click(action, desk)
            if answer.ask is None:
                return answer
            if answer.ask == "yes":
                if not self.dialogs.yes(text_of(answer)):
                    return CANCELLED
                desk = replace(desk, confirmed=True)
                continue
            choose = self.dialogs.folder if answer.ask == "folder" else self.dialogs.report
            chosen = choose(answer.message, desk.path)
            if chosen is None:
                return CANCELLED
            desk = replace(desk, chosen=chosen)
        return CANCELLED

    def _select(self, place: Place) -> None:
        """Show a cell; a hidden sheet stays hidden."""
        assert self.book is not None
        try:
            sheet = self.book.sheets[place.sheet]
            if is_visible(sheet):
                sheet.activate()
                sheet.range((place.row, place.column)).select()
        except Exception as error:  # all is written by now, and that is what is to be told
            if is_gone(error):
                raise
            _log.warning("select: %s", type(error).__name__)

    def _tell(self, answer: Answer) -> None:
        """One line that stays; a box where there is more to say, or trouble."""
        self.dialogs.result(answer)
        if answer.opens and answer.files and answer.level != "failed":
            self._open(answer.files[0])
        elif answer.files and answer.level != "failed":
            question = f"{text_of(answer)}\n\n{OPEN_NOW.format(name=answer.files[0].name)}"
            if self.dialogs.yes(question):
                self._open(answer.files[0])
        elif answer.level != "done" or answer.lines:
            self.dialogs.tell(answer)

    def _open(self, path: Path) -> None:
        try:
            open_file(path)
        except OSError as error:
            _log.warning("open %s: %s", path.suffix, type(error).__name__)
            self.dialogs.tell(Answer(f"打不开 {path}，请自己打开。", "failed"))
