"""When a row may not come or go: what could not follow without damage, in words."""

from __future__ import annotations

from xltools.errors import SaveError
from xltools.model import Place
from xltools.package import limits
from xltools.package.formulas import rewritten
from xltools.package.opc import elements, relationships
from xltools.package.references import area as area_of
from xltools.package.shift import Shift
from xltools.package.workbook import Workbook
from xltools.snapshot import Area

_TRUE = ("1", "true")


def refuse(workbook: Workbook, shift: Shift, part: str) -> None:
    """Pass if the row can come or go.

    Raises:
        SaveError: why not, and what to do instead.
    """
    label = workbook.path.name
    what = f"“{label}”的“{shift.sheet}”第 {shift.row} 行"
    where = f"{what}下面不能增加一行" if shift.inserts else f"{what}不能删除"
    if "revisionHeaders" in workbook.book.related:
        raise SaveError(f"{where}：这是共享工作簿。请先取消共享，保存后再试。")
    sheet = workbook.snapshot.sheet(shift.sheet)
    if not 1 <= shift.row < limits.ROWS or (sheet and len(sheet.rows) >= limits.ROWS):
        raise SaveError(f"{where}：超出了表格的最后一行。")
    _refuse_arrays(workbook, shift, part, where)
    _refuse_spans(workbook, shift, where)
    for relation in relationships(workbook.parts, part, label):
        if relation.kind == "table" and relation.target in workbook.parts:
            _refuse_table(workbook, shift, relation.target, where)
        if relation.kind == "pivotTable" and relation.target in workbook.parts:
            _refuse_pivot(workbook, shift, relation.target, where)


def _cuts(area: Area, shift: Shift) -> bool:
    """True if the row comes into an area or goes out of one of several rows."""
    top, _, bottom, _ = area
    if shift.inserts:
        return top <= shift.row < bottom
    return top < bottom and top <= shift.row <= bottom


def _refuse_arrays(workbook: Workbook, shift: Shift, part: str, where: str) -> None:
    for spot, formula in workbook.scans[part].formulas.items():
        if formula.area is not None and _cuts(formula.area, shift):
            raise SaveError(
                f"{where}：{Place(shift.sheet, *spot)} 起的数组公式占了这几行，不能拆开。"
                "请先把该公式的结果复制后“选择性粘贴为数值”，保存后再试。"
            )


def _refuse_spans(workbook: Workbook, shift: Shift, where: str) -> None:
    """A reference through several sheets cannot follow a row of one of them."""
    names = [sheet.name.casefold() for sheet in workbook.book.sheets]
    here = names.index(shift.sheet.casefold())

    def look(sheet: str | None, reference: str) -> str:
        first, colon, last = (sheet or "").casefold().partition(":")
        if colon and first in names and last in names:
            ends = sorted((names.index(first), names.index(last)))
            if ends[0] <= here <= ends[1] and shift.reference(reference) != reference:
                raise SaveError(
                    f"{where}：有公式同时引用几张工作表的同一区域（{sheet}!{reference}），"
                    "增删行后会算错。请先改写该公式。"
                )
        return reference

    for each in workbook.snapshot.sheets:
        for text in each.formulas.values():
            if ":" in text and "!" in text:
                rewritten(text, look)


def _refuse_table(workbook: Workbook, shift: Shift, part: str, where: str) -> None:
    root = elements(workbook.parts[part], part, workbook.path.name)[-1][1]
    top, _, bottom, _ = area_of(root["ref"])
    if shift.inserts or not top <= shift.row <= bottom:
        return
    heads = int(root.get("headerRowCount", "1"))
    totals = int(root.get("totalsRowCount", "0"))
    name = root.get("displayName", "")
    if shift.row < top + heads or shift.row > bottom - totals:
        raise SaveError(f"{where}：它是表格“{name}”的标题行或汇总行。")
    if bottom - top + 1 - heads - totals < 2:
        raise SaveError(f"{where}：表格“{name}”至少要留一行。")


def _refuse_pivot(workbook: Workbook, shift: Shift, part: str, where: str) -> None:
    for name, attributes, _ in elements(workbook.parts[part], part, workbook.path.name):
        if name == "location" and _cuts(area_of(attributes["ref"]), shift):
            raise SaveError(f"{where}：这几行是数据透视表的结果，不能拆开。")
