"""The buttons without tkinter, which the embeddable Python for Windows lacks: message boxes.

One click at a time: SendTo names the button, otherwise 计算得分 is meant.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

from xltools.ribbon import BUTTONS, TAB, Answer, Button
from xltools.ribbon.desk import Level
from xltools.ribbon.opening import open_file
from xltools.window.model import (
    JUDGES,
    NO_FILE,
    Line,
    Opener,
    Session,
    guarded,
    lines_of,
)

_ICONS: dict[Level, int] = {"done": 0x40, "warning": 0x30, "failed": 0x10}
_YES_NO, _SECOND, _IN_FRONT, _YES = 0x04, 0x100, 0x10000, 6
_MOST = 8
"""Lines that a message box shows; it does not scroll."""


class Boxes:
    """Windows' own message boxes."""

    def show(self, message: str, level: Level) -> None:
        """Tell something, until the user presses 确定."""
        self._box(message, _ICONS[level] | _IN_FRONT)

    def yes(self, question: str) -> bool:
        """Ask something; no is what a hasty Enter gives."""
        return self._box(question, _YES_NO | _SECOND | _IN_FRONT | 0x20) == _YES

    def _box(self, text: str, kind: int) -> int:
        if sys.platform != "win32":
            raise OSError("message boxes are of Windows")
        return int(ctypes.windll.user32.MessageBoxW(None, text, TAB, kind))


def run(
    session: Session, action: Button | None, boxes: Boxes, opener: Opener = open_file
) -> int:
    """Do one click on every file that was named; status 1 if one could not be done."""
    button = action or BUTTONS["score"]
    paths: list[Path | None] = list(session.paths)
    if button.needs != "form":
        paths = paths[:1] or [None]
    if not paths:
        boxes.show(NO_FILE, "warning")
        return 1
    status = 0
    for path in paths:
        lines = lines_of(path) if button.action in JUDGES else ()
        answer = _one(session, button, path, boxes)
        words = _words(answer, button, path, lines)
        status = max(status, int(answer.level == "failed"))
        if answer.opens and answer.files:
            _open(answer.files[0], boxes, opener)
        elif answer.files and answer.level != "failed":
            if boxes.yes(f"{words}\n\n现在打开结果吗？"):
                _open(answer.files[0], boxes, opener)
        else:
            boxes.show(words, answer.level)
    return status


def _one(session: Session, button: Button, path: Path | None, boxes: Boxes) -> Answer:
    """One click; of a folder the one that the file lies in is meant."""
    form = path if button.needs == "form" else None
    chosen = None
    if button.needs == "folder" and path is not None:
        chosen = path if path.is_dir() else path.parent
    answer = guarded(
        session.press, button.action, form, chosen=chosen, confirmed=False, progress=_go_on
    )
    if answer.ask == "yes":
        if not boxes.yes(answer.message):
            return Answer("已取消，没有改动。")
        return guarded(
            session.press, button.action, form, chosen=None, confirmed=True, progress=_go_on
        )
    if answer.ask is not None:
        return Answer(f"{answer.message}。这里不能选择，请把它放在自评表旁边再试。", "warning")
    return answer


def _open(path: Path, boxes: Boxes, opener: Opener) -> None:
    try:
        opener(path)
    except OSError:
        boxes.show(f"打不开，请自己打开：{path}", "warning")


def _words(answer: Answer, button: Button, path: Path | None, findings: Sequence[Line]) -> str:
    lines = list(answer.lines)
    if answer.level != "failed":
        lines += [f"{each.severity} {each.where}：{each.message}" for each in findings]
    left = len(lines) - _MOST
    shown = [*lines[:_MOST], *([f"……另有 {left} 行"] if left > 0 else [])]
    name = [path.name] if path is not None and button.needs == "form" else []
    return "\n".join([*name, answer.message, *([""] if shown else []), *shown])


def _go_on(done: int, whole: int, what: str) -> bool:
    return True
