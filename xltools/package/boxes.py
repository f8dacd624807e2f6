"""Cells found one by one → the rows of a sheet."""

from __future__ import annotations

from collections.abc import Mapping

from xltools.model import CellValue
from xltools.package.scan import check_box
from xltools.snapshot import Position


def rectangle(
    values: Mapping[Position, CellValue], name: str, label: str
) -> list[list[CellValue]]:
    """Return rows from A1 to the last value, all of one length; the gaps are None.

    Raises:
        NotAWorkbookError: the values lie absurdly far apart.
    """
    bottom = max((row for row, _ in values), default=0)
    right = max((column for _, column in values), default=0)
    check_box(bottom, right, name, label)
    rows: list[list[CellValue]] = [[None] * right for _ in range(bottom)]
    for (row, column), value in values.items():
        rows[row - 1][column - 1] = value
    return rows
