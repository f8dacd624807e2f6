"""What a host hands to a click and what it gets back: the contract of every ribbon.

A host (Excel, LibreOffice, WPS, a saved file) fills in a `Desk`, calls `click`, applies the
`Answer`'s patch in one go, shows its message and jumps to its cell. No host decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.model import Place
from xltools.snapshot import Patch, Snapshot

CHANGED = "处理期间表格有改动，请再点一次。"
"""What a host says that found the workbook another one before it wrote; it writes nothing then."""

Progress: TypeAlias = Callable[[int, int, str], bool]
"""Called with done, all, what; False means that the user wants to stop."""


def silent(done: int, whole: int, what: str) -> bool:
    """Show nothing and go on."""
    return True


class Desk(Struct, frozen=True):
    """The state in which a button is clicked.

    `path` is the open workbook's file, None if it was never saved or lives in a web address.
    `selection` is the active cell; of a selected row it is the last one, as the first may be merged
    with those of other rows. `chosen` is what the user chose where a button asks (a folder, a
    report), `confirmed` that a question of an earlier answer was answered with yes.
    """

    snapshot: Snapshot | None = None
    path: Path | None = None
    selection: Place | None = None
    chosen: Path | None = None
    confirmed: bool = False
    progress: Progress = silent

    @property
    def beside(self) -> Path | None:
        """The folder that the open workbook lies in; None if it lies in none."""
        return self.path.parent if self.path is not None else None


Level: TypeAlias = Literal["done", "warning", "failed"]
Wanted: TypeAlias = Literal["yes", "folder", "report"]
"""What a host has to ask for: yes or no, a folder, a Word or text file."""


class Answer(Struct, frozen=True):
    """What a click did, or why it did nothing.

    `message` is one line for a status bar, `lines` are more for a window. With `ask` nothing was
    done yet: the host puts `message` as a question and clicks again with what it was told.
    `files` were written, the most telling first; a host offers to open them. With `opens` the first
    is what the user asked to see: the host opens it at once with the program it belongs to.
    """

    message: str
    level: Level = "done"
    lines: tuple[str, ...] = ()
    patch: Patch | None = None
    select: Place | None = None
    files: tuple[Path, ...] = ()
    ask: Wanted | None = None
    opens: bool = False


MOST = 40
"""Lines that a window shows; the list that was made has them all."""


def some(lines: Iterable[str]) -> tuple[str, ...]:
    """The first of many lines, and how many there are more."""
    told = tuple(lines)
    left = len(told) - MOST
    return (*told[:MOST], *([f"另有 {left} 行，略。"] if left > 0 else ()))
