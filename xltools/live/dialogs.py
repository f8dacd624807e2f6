"""What a click says and asks in the program it was made in; nothing at all where nobody looks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Protocol
from unicodedata import east_asian_width

from xltools.ribbon import TAB, Answer

QUIET = "XLTOOLS_QUIET"
"""Environment variable: show no dialog. Answers to questions then come from the next three."""

YES, FOLDER, REPORT = "XLTOOLS_YES", "XLTOOLS_FOLDER", "XLTOOLS_REPORT"


_ROWS, _WIDTH = 22, 68
"""What a message box shows below its first line: rows, and letters of an alphabet in a row."""

REPORTS = (("自评报告", "*.docx;*.docm;*.txt;*.md"), ("全部文件", "*.*"))
"""What a picker of reports shows."""


class Dialogs(Protocol):
    """One program's dialogs and status bar."""

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        """Put one line into the status bar; empty gives it back to the program."""

    def result(self, answer: Answer) -> None:
        """One line of result, where it stays to be read."""

    def wants_stop(self) -> bool:
        """True once the user pressed Esc."""

    def yes(self, question: str) -> bool:
        """Yes or no."""

    def folder(self, title: str, near: Path | None) -> Path | None:
        """A folder that the user chooses; None where he thought better of it."""

    def report(self, title: str, near: Path | None) -> Path | None:
        """A Word or text file that the user chooses."""

    def tell(self, answer: Answer) -> None:
        """A message box with what was done."""

    def close(self) -> None:
        """Give back what was taken of the program."""


class Quiet:
    """No dialogs; what would be shown goes to standard output, where there is one."""

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        """Nobody looks."""

    def result(self, answer: Answer) -> None:
        """Told by `tell`."""

    def wants_stop(self) -> bool:
        """Nobody is there to press a key."""
        return False

    def yes(self, question: str) -> bool:
        """What the environment says."""
        return os.environ.get(YES) == "1"

    def folder(self, title: str, near: Path | None) -> Path | None:
        """What the environment says."""
        return _given(FOLDER)

    def report(self, title: str, near: Path | None) -> Path | None:
        """What the environment says."""
        return _given(REPORT)

    def tell(self, answer: Answer) -> None:
        """Print it."""
        if sys.stdout is not None:
            print(text_of(answer))

    def close(self) -> None:
        """Nothing was taken."""


def _given(name: str) -> Path | None:
    given = os.environ.get(name)
    return Path(given) if given else None


def text_of(answer: Answer) -> str:
    """An answer as a message box shows it: no taller than a small screen, as no box scrolls."""
    shown, room = [], _ROWS
    for line in answer.lines:
        room -= 1 + _width(line) // _WIDTH
        if room < 0:
            where = f"，见“{answer.files[0].name}”" if answer.files else ""
            shown.append(f"……其余从略{where}。")
            break
        shown.append(line)
    return "\n".join((answer.message, *([""] if shown else []), *shown))


def _width(line: str) -> int:
    """In letters of an alphabet, of which a Chinese one takes two."""
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in line)


def title_of(caption: str) -> str:
    """A box's title: 绩效自评 - 计算得分."""
    return f"{TAB} - {caption}" if caption else TAB
