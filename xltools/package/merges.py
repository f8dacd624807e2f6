"""Merged areas that no form has: beyond Excel's grid, too many, or over everything."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.members import damaged
from xltools.snapshot import Area, Sheet


def check_merges(sheets: Iterable[Sheet], label: str) -> None:
    """Refuse a workbook whose merged areas would cost more than they can mean.

    Raises:
        NotAWorkbookError: one of these.
    """
    for sheet in sheets:
        if len(sheet.merges) > limits.MERGES:
            raise NotAWorkbookError(
                f"“{label}”的工作表“{sheet.name}”里合并单元格超过 {limits.MERGES} 处，不像一份自评表。"
                "请新建工作簿，只把自评表复制过去再试。"
            )
        cells = _cells(sheet.merges, len(sheet.rows))
        if cells is None:
            raise damaged(label, f"工作表“{sheet.name}”里有超出 Excel 范围的合并单元格")
        if cells > limits.BOX_CELLS:
            raise NotAWorkbookError(
                f"“{label}”的工作表“{sheet.name}”里合并单元格的范围大得超过上限，不像一份自评表。"
                "请取消表格以外的合并，保存后再试。"
            )


@lru_cache(maxsize=64)
def _cells(merges: tuple[Area, ...], height: int) -> int | None:
    """How many cells of so many rows are merged, or more than any form has; None beyond the grid."""
    cells = 0
    for top, left, bottom, right in merges:
        if bottom > limits.ROWS or right > limits.COLUMNS or not (top and left):
            return None
        cells += (min(bottom, height) - top + 1) * (right - left + 1)
        if bottom - top > limits.ROWS // 2 and right - left > limits.COLUMNS // 2:
            cells = limits.BOX_CELLS + 1
        if cells > limits.BOX_CELLS:
            break
    return cells
