"""Rows that come and go, in the bytes of an .xlsx."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.errors import SaveError
from xltools.package.workbook import Workbook
from xltools.snapshot import RowChange


def change_rows(workbook: Workbook, changes: Iterable[RowChange]) -> bytes:
    """Return the workbook's bytes after the rows came or went, one after the other.

    Raises:
        SaveError: a row cannot come or go without damage.
    """
    raise SaveError(f"“{workbook.path.name}”的行还不能增删。")
