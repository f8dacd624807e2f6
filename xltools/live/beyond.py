"""What a button needs of an open workbook beyond xlwings' API, for each program that has one.

Everything else goes through xlwings; `xltools.live.excel` and `xltools.live.uno.beyond` keep this contract.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from msgspec import Struct

from xltools.errors import SaveError
from xltools.live.wings import xw
from xltools.snapshot import Area, CellLook, NewSheet, Position, Validation


def password(sheet: str) -> SaveError:
    """What to say of a sheet whose protection we cannot lift."""
    return SaveError(
        f"工作表“{sheet}”设有密码保护，没有写入任何内容。请先撤销保护（审阅 → 撤消工作表保护）再点。"
    )


class Layout(Struct, frozen=True):
    """How an area of a sheet is laid out: its merges, and the number format of every cell."""

    merges: list[Area]
    formats: Iterable[tuple[Area, str]]


class Link(Struct, frozen=True):
    """Where a cell jumps to (`'自评表'!F12`) under its text; None removes a jump of ours."""

    target: str | None
    text: str


class Step(Protocol):
    """What is being written, as the program's own list of things to undo knows it."""

    def take_back(self) -> bool:
        """Have the program undo all of it; False if it cannot."""


class Beyond(Protocol):
    """One program's own ways. Ranges and sheets are xlwings'."""

    def is_alive(self, book: xw.Book) -> bool:
        """True if the program still answers for the workbook."""

    # --- reading

    def last_cell(self, sheet: xw.Sheet) -> Position | None:
        """The lowest row and the rightmost column that hold anything; None where nothing does."""

    def layout(self, sheet: xw.Sheet, area: Area) -> Layout:
        """The merges of an area that begins at A1, and its number formats."""

    def numbers(self, block: xw.Range) -> Sequence[Sequence[object]]:
        """The values of a range, with the numbers as exact as the program has them."""

    def properties(self, book: xw.Book) -> dict[str, str]:
        """The custom document properties that are texts."""

    def selection(self, book: xw.Book) -> tuple[str, int, int] | None:
        """Sheet, row and column of the active cell; None where something else is selected.

        Of a whole row the last cell: the first may be merged with those of other rows.
        """

    def is_locked(self, book: xw.Book) -> bool:
        """True where the owner locked the structure: no sheet may be added."""

    # --- writing

    def writing(self, book: xw.Book, caption: str) -> AbstractContextManager[Step]:
        """Draw and compute nothing until done; where the program can, all of it is one step to undo."""

    def unlock(self, sheet: xw.Sheet) -> Callable[[], None] | None:
        """Lift a sheet's protection; what is returned puts it back. None if it has none.

        Raises:
            SaveError: it has a password.
        """

    def show_rows(self, sheet: xw.Sheet) -> None:
        """Show what a filter hides, where the program does not write to hidden rows."""

    def protect(self, sheet: xw.Sheet) -> None:
        """Protect a sheet without a password, as our blanks are."""

    def links(
        self, sheet: xw.Sheet, wanted: Mapping[Position, Link], written: Container[Position]
    ) -> None:
        """Make cells jump; `written` are those whose text was written just now."""

    # --- looks

    def is_bare(self, block: xw.Range) -> bool:
        """True if no cell of a range was ever given a look."""

    def lend_look(self, source: xw.Range, target: xw.Range) -> None:
        """Give a range the look and the validations of another of its size, and nothing of what is in it."""

    def dress(self, sheet: xw.Sheet, areas: Sequence[Area], look: CellLook) -> None:
        """Give cells a look."""

    def clear_validations(self, sheet: xw.Sheet) -> None:
        """Take all validations from a sheet."""

    def validate(self, sheet: xw.Sheet, rule: Validation) -> None:
        """Say what cells accept."""

    def finish(self, sheet: xw.Sheet, new: NewSheet, last_row: int) -> None:
        """Give a new sheet, which is in front, what frames it: colours of marked words, head, filter, page."""
