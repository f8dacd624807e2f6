"""What the window does, without the window: files, buttons, one click at a time in a thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec import Struct

from xltools.errors import XltoolsError
from xltools.findings import Severity, grouped
from xltools.ribbon import GROUPS, Answer, Button, Group, Progress
from xltools.ribbon.desk import Wanted

NO_FILE = "请先选择一份自评表。"
BUSY = "上一步还没有做完。"
_CELL_WANTED = frozenset({"add", "remove"})
"""Buttons that work on the selected row: a file that nobody has open has none."""

JUDGES = frozenset({"check", "score"})
"""Buttons after which the findings are listed."""


class Press(Protocol):
    """How a button is pressed on a saved file: xltools.press.press."""

    def __call__(
        self,
        action: str,
        path: Path | None,
        *,
        chosen: Path | None,
        confirmed: bool,
        progress: Progress,
    ) -> Answer:
        """Do it; whatever goes wrong is in the answer."""


class Moved(Struct, frozen=True):
    """How far the work is; `whole` 0 where nobody knows."""

    done: int
    whole: int
    what: str


class Line(Struct, frozen=True):
    """One line of the list: severity, cells, words, what to do."""

    severity: str
    where: str
    message: str
    advice: str


class Finished(Struct, frozen=True):
    """A click that came to its end, with the form's findings where it judged one."""

    action: str
    answer: Answer
    lines: tuple[Line, ...] = ()


class Asked(Struct, frozen=True):
    """A click that waits for yes or no, a folder, a report: `resume` goes on with what was said."""

    action: str
    question: str
    wanted: Wanted


Event: TypeAlias = Moved | Finished | Asked


def window_groups() -> tuple[Group, ...]:
    """The ribbon's groups with the buttons that make sense on a saved file."""
    return tuple(
        Group(group.key, group.caption, buttons)
        for group in GROUPS
        if (buttons := tuple(filter(works_on_files, group.buttons)))
    )


def works_on_files(button: Button) -> bool:
    """True unless the button needs a selected row."""
    return button.action not in _CELL_WANTED


class Session:
    """The window's state; its thread puts events where the window fetches them."""

    def __init__(self, paths: Sequence[Path], press: Press) -> None:
        self.paths = [path.absolute() for path in paths]
        self.path = self.paths[0] if self.paths else None
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.press = press
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """True while a click is being done."""
        return self._thread is not None and self._thread.is_alive()

    def choose(self, path: Path) -> None:
        """Work on another file from now on."""
        self.path = path.absolute()
        if self.path not in self.paths:
            self.paths.append(self.path)

    def start(
        self, button: Button, *, chosen: Path | None = None, confirmed: bool = False
    ) -> str:
        """Begin a click; return "" or why it cannot begin."""
        if self.busy:
            return BUSY
        if button.needs == "form" and self.path is None:
            return NO_FILE
        self._stop.clear()
        path = self.path if button.needs == "form" else None
        self._thread = threading.Thread(
            target=self._work, args=(button.action, path, chosen, confirmed), daemon=True
        )
        self._thread.start()
        return ""

    def stop(self) -> None:
        """Ask the work to end at the next occasion."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the click to end; False if it did not in time."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.busy

    def fetch(self) -> list[Event]:
        """All events since the last time."""
        found = []
        while True:
            try:
                found.append(self.events.get_nowait())
            except queue.Empty:
                break
        if self._thread is not None and not all(isinstance(each, Moved) for each in found):
            self._thread.join()  # that was its last word: the next click finds nobody busy
        return found

    def _work(
        self, action: str, path: Path | None, chosen: Path | None, confirmed: bool
    ) -> None:
        lines = _judged(path) if action in JUDGES else ()  # before: that is what was judged
        answer = guarded(
            self.press, action, path, chosen=chosen, confirmed=confirmed, progress=self._moved
        )
        if answer.ask is not None:
            self.events.put(Asked(action, answer.message, answer.ask))
            return
        self.events.put(Finished(action, answer, lines if answer.level != "failed" else ()))

    def _moved(self, done: int, whole: int, what: str) -> bool:
        self.events.put(Moved(done, whole, what))
        return not self._stop.is_set()


def guarded(
    press: Press,
    action: str,
    path: Path | None,
    *,
    chosen: Path | None,
    confirmed: bool,
    progress: Progress,
) -> Answer:
    """Press a button; a thread that dies silently would leave the window waiting for ever."""
    try:
        return press(action, path, chosen=chosen, confirmed=confirmed, progress=progress)
    except XltoolsError as error:
        return Answer(str(error), "failed")
    except Exception as error:
        import logging

        logging.getLogger("xltools.window").exception("%s", action)
        return Answer(f"程序内部出错（{type(error).__name__}：{error}）。", "failed")


def _judged(path: Path | None) -> tuple[Line, ...]:
    """What goes wrong here goes wrong again when the button is pressed, and is told then."""
    try:
        return lines_of(path)
    except Exception:
        import logging

        logging.getLogger("xltools.window").exception("lines")
        return ()


def lines_of(path: Path | None) -> tuple[Line, ...]:
    """The findings of a file's forms, errors first, equal ones once; none where it cannot be read."""
    from xltools.hosts.file import open_form

    if path is None:
        return ()
    try:
        opened = open_form(path)
    except XltoolsError:
        return ()
    groups = [group for form in opened.forms for group in grouped(form.findings)]
    order = list(Severity)
    groups.sort(key=lambda group: order.index(group.first.code.severity))
    return tuple(
        Line(
            group.first.code.severity.value,
            group.where(most=6) or "整份表",
            group.first.message,
            group.first.advice,
        )
        for group in groups
    )


Opener: TypeAlias = Callable[[Path], None]
