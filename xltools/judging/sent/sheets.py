"""Which sheet of the workbook that came is which of those that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from xltools.anchors import GUIDE_SHEET, IDENTITY_SHEET, ISSUES_SHEET, PREFIX
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened
from xltools.judging.sent.align import Alignment, align
from xltools.judging.sent.same import is_blank
from xltools.model import CellValue
from xltools.snapshot import Position, Sheet, Snapshot

NOT_JUDGED = frozenset((GUIDE_SHEET, ISSUES_SHEET, IDENTITY_SHEET))
"""Sheets that say nothing of the project, or are written by the program."""

Printed: TypeAlias = list[tuple[Position, CellValue]]


class SheetPair(Struct):
    """One sheet as it was sent and as it came, in their workbooks `before` and `after`.

    `form` says that it is the form's own sheet and not one beside it; `span` are the form's rows
    where it came among others on one sheet.
    """

    sent: Sheet
    came: Sheet
    before: Snapshot
    after: Snapshot
    form: bool = False
    span: tuple[int, int] | None = None
    _alignment: Alignment | None = None

    @property
    def alignment(self) -> Alignment:
        """Where the cells went; found when it is first needed, since most forms are as they were."""
        if self._alignment is None:
            self._alignment = align(self.sent, self.came, self._named(), self.span)
        return self._alignment

    def _named(self) -> list[tuple[Position, Position]]:
        """The cells of both sheets that bear the same name."""
        there = self.after.names
        return [
            ((cell.row, cell.column), (there[name].row, there[name].column))
            for name, cell in self.before.names.items()
            if cell.sheet == self.sent.name
            and name in there
            and there[name].sheet == self.came.name
        ]

    def printed(self) -> Printed:
        """The cells that had something in them when they were sent, formulas left out."""
        formulas = self.sent.formulas
        return [
            ((row, column), value)
            for row, cells in enumerate(self.sent.rows, start=1)
            for column, value in enumerate(cells, start=1)
            if value is not None and (row, column) not in formulas and not is_blank(value)
        ]


def pairs(sent: Opened, old: Examined, came: Opened, index: int) -> Iterator[SheetPair]:
    """The form's sheet, and for the first form of a workbook those beside it that came."""
    before, after = sent.workbook.snapshot, came.workbook.snapshot
    form = came.forms[index].evaluation
    own, now = before.sheet(old.evaluation.sheet), after.sheet(form.sheet)
    if own is not None and now is not None:
        yield SheetPair(own, now, before, after, True, form.area)
    if index == 0:
        for sheet in beside(sent, old):
            found = counterpart(sheet, before, after)
            if found is not None and found.name != form.sheet:
                yield SheetPair(sheet, found, before, after)


def beside(sent: Opened, old: Examined) -> Iterator[Sheet]:
    """The sheets that were sent beside the form and are filled in by the unit."""
    for sheet in sent.workbook.snapshot.sheets:
        if not sheet.hidden and sheet.name not in NOT_JUDGED | {old.evaluation.sheet}:
            yield sheet


def counterpart(sheet: Sheet, before: Snapshot, after: Snapshot) -> Sheet | None:
    """The sheet of the same name, else the one that our names moved to; None if it is gone."""
    found = after.sheet(sheet.name)
    if found is not None:
        return found
    for name, cell in before.names.items():
        if cell.sheet == sheet.name and name.startswith(PREFIX) and name in after.names:
            return after.sheet(after.names[name].sheet)
    return None
