"""Merged areas that no form has: beyond Excel's grid, too many, or over everything."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.members import damaged
from xltools.snapshot import Sheet


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
        cells = 0
        for top, left, bottom, right in sheet.merges:
            if bottom > limits.ROWS or right > limits.COLUMNS or not (top and left):
                raise damaged(label, f"工作表“{sheet.name}”里有超出 Excel 范围的合并单元格")
            cells += (min(bottom, len(sheet.rows)) - top + 1) * (right - left + 1)
            if bottom - top > limits.ROWS // 2 and right - left > limits.COLUMNS // 2:
                cells = limits.BOX_CELLS + 1
            if cells > limits.BOX_CELLS:
                raise NotAWorkbookError(
                    f"“{label}”的工作表“{sheet.name}”里合并单元格的范围大得超过上限，不像一份自评表。"
                    "请取消表格以外的合并，保存后再试。"
                )
