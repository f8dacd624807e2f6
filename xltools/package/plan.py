"""What a patch asks of each sheet: merges resolved, later writes winning, no-ops left out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, structs

from xltools.errors import FileError, SaveError
from xltools.model import Place
from xltools.package.cells import clean_text
from xltools.package.scan import Scan
from xltools.package.workbook import Workbook
from xltools.snapshot import Area, CellWrite, Patch, Position, Sheet


class SheetPlan(Struct):
    """What one sheet gets: `writes` as asked for, `changes` those that are not there yet.

    `areas` are the merges of the written cells that have one, `heights` what rows need.
    """

    sheet: Sheet
    scan: Scan
    writes: dict[Position, CellWrite]
    areas: dict[Position, Area]
    heights: dict[int, float]
    changes: dict[Position, CellWrite] = {}


def plan_sheets(workbook: Workbook, patch: Patch) -> dict[str, SheetPlan]:
    """Return the plan of every sheet that the patch writes to.

    Raises:
        FileError: there is no such worksheet.
        SaveError: a cell belongs to an array formula that fills several cells.
    """
    by_sheet: dict[str, list[CellWrite]] = {}
    for write in patch.cells:
        by_sheet.setdefault(write.sheet, []).append(write)
    scans = {
        sheet.name: workbook.scans[sheet.part]
        for sheet in workbook.book.sheets
        if sheet.kind == "worksheet"
    }
    plans = {}
    for name, writes in by_sheet.items():
        sheet = workbook.snapshot.sheet(name)
        if sheet is None or name not in scans:
            raise FileError(f"“{workbook.path.name}”里没有工作表“{name}”，无法写入。")
        heights = patch.heights.get(name, {})
        plan = SheetPlan(sheet, scans[name], *resolve(sheet, writes), heights)
        plan.changes = {
            spot: write for spot, write in plan.writes.items() if not is_there(sheet, write)
        }
        _refuse_array_parts(plan, workbook.path.name)
        plans[name] = plan
    return plans


def resolve(
    sheet: Sheet, writes: list[CellWrite]
) -> tuple[dict[Position, CellWrite], dict[Position, Area]]:
    """Send writes to covered cells to their merge's top-left; later ones win."""
    merges = _merges_by_row(sheet.merges, {write.row for write in writes})
    resolved: dict[Position, CellWrite] = {}
    areas: dict[Position, Area] = {}
    direct: set[Position] = set()
    for write in writes:
        spot = write.row, write.column
        for merge in merges.get(write.row, ()):
            if merge[1] <= write.column <= merge[3]:
                spot = merge[0], merge[1]
                areas[spot] = merge
        if spot == (write.row, write.column):
            direct.add(spot)
        elif write.value is None and spot in direct:
            # tidying what hides under a merge must not empty the cell that shows
            continue
        clean = clean_text(write.value) if isinstance(write.value, str) else write.value
        value = None if clean == "" else clean
        if spot == (write.row, write.column) and value is write.value:
            resolved[spot] = write
        else:
            resolved[spot] = structs.replace(write, row=spot[0], column=spot[1], value=value)
    return resolved, areas


def _merges_by_row(merges: Iterable[Area], rows: set[int]) -> dict[int, list[Area]]:
    """The merges that reach into the rows."""
    found: dict[int, list[Area]] = {}
    top, bottom = min(rows), max(rows)
    for merge in merges:
        for row in range(max(merge[0], top), min(merge[2], bottom) + 1):
            found.setdefault(row, []).append(merge)
    return found


def is_there(sheet: Sheet, write: CellWrite) -> bool:
    """True if the cell already holds the value, so that even its bytes may stay."""
    spot = write.row, write.column
    if spot in sheet.errors or (spot in sheet.formulas and not write.keep_formula):
        return False
    value = sheet.value(*spot)
    if isinstance(write.value, Decimal):
        return type(value) in (float, int) and float(write.value) == value
    return type(value) is type(write.value) and value == write.value


def _refuse_array_parts(plan: SheetPlan, label: str) -> None:
    """Excel forbids to change a part of an array; overwriting all of it is not ours to do."""
    for spot, formula in plan.scan.formulas.items():
        if formula.area is None or formula.area[:2] == formula.area[2:]:
            continue
        top, left, bottom, right = formula.area
        for (row, column), write in plan.changes.items():
            inside = top <= row <= bottom and left <= column <= right
            if inside and not ((row, column) == spot and write.keep_formula):
                place = Place(plan.sheet.name, row, column)
                raise SaveError(
                    f"“{label}”的 {place} 属于一个数组公式，不能单独改写。"
                    "请把该公式的结果复制后“选择性粘贴为数值”，保存后再试。"
                )
