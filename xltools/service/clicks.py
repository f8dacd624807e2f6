"""One click at a time: what the add-in sends becomes a desk, what the core says becomes JSON."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
from msgspec import Struct

from xltools.model import Place
from xltools.ribbon import Answer, Desk, click
from xltools.service.facts import Facts, snapshot_of
from xltools.wire import Plain, WireError, to_plain

BUSY = "正在处理上一次点击，请稍候。"
STRANGE = "加载项与后台服务的版本不一致，请重新安装加载项并重新打开 WPS 表格。"


class Click(Struct, forbid_unknown_fields=True):
    """What the add-in sends for one click; `selection` is sheet, row, column."""

    action: str
    facts: Facts | None = None
    path: str | None = None
    selection: tuple[str, int, int] | None = None
    chosen: str | None = None
    confirmed: bool = False


class Opening(Struct, forbid_unknown_fields=True):
    """A file that the add-in asks to be shown."""

    file: str


class Desktop:
    """The one place where clicks are done: knows how far the current one is and can end it."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._stop = threading.Event()
        self._said = ""
        self._written: set[str] = set()

    def press(self, body: bytes) -> Answer:
        """Do the click; a second one hears that the first is still under way."""
        if not self._one.acquire(blocking=False):
            return Answer(BUSY, "warning", (self._said,) if self._said else ())
        try:
            self._stop.clear()
            answer = self._click(body)
            self._written = {str(file) for file in answer.files}
            return answer
        finally:
            self._said = ""
            self._one.release()

    def _click(self, body: bytes) -> Answer:
        try:
            asked = msgspec.json.decode(body, type=Click)
            snapshot = snapshot_of(asked.facts) if asked.facts is not None else None
        except (msgspec.MsgspecError, UnicodeDecodeError, WireError):
            return Answer(STRANGE, "failed")
        desk = Desk(
            snapshot,
            Path(asked.path) if asked.path else None,
            Place(*asked.selection) if asked.selection else None,
            Path(asked.chosen) if asked.chosen else None,
            asked.confirmed,
            self._progress,
        )
        return click(asked.action, desk)

    def _progress(self, done: int, whole: int, what: str) -> bool:
        self._said = f"{what}（{done}/{whole}）" if whole else what
        return not self._stop.is_set()

    @property
    def progress(self) -> Answer:
        """How far the current click is; an empty message where none is under way."""
        return Answer(self._said)

    def cancel(self) -> Answer:
        """End the current click at its next step."""
        self._stop.set()
        return Answer("")

    def wrote(self, body: bytes) -> Path | None:
        """The file that the add-in asks for, if the last click wrote it; else None."""
        try:
            asked = msgspec.json.decode(body, type=Opening)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return Path(asked.file) if asked.file in self._written else None


def as_json(answer: Answer) -> bytes:
    """Return an answer as the add-in reads it."""
    plain: Plain = to_plain(answer)
    return msgspec.json.encode(plain)
