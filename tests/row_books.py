"""A workbook with everything that points at a row, for tests of rows that come and go."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from xltools.package import Workbook, apply_patch, load_bytes
from xltools.package.shift import Shift
from xltools.snapshot import Area, Patch, Position, RowChange

SHEET, OTHER = "自评表", "汇总'甲 表"
HEAD, FIRST, LAST, TOTAL = 3, 4, 15, 16


def rich_book() -> bytes:
    """Indicators in rows 4 to 15 under two levels, their sum, another sheet that reads them."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = SHEET
    form["A1"] = "项目支出绩效自评表"
    form.merge_cells("A1:H1")
    for column, head in enumerate(
        ("一级", "二级", "三级", "分值", "目标", "实际", "得分", "说明"), 1
    ):
        form.cell(HEAD, column, head)
    for row in range(FIRST, LAST + 1):
        form.row_dimensions[row].height = 20 + row
        form.cell(row, 3, f"指标{row}")
        form.cell(row, 4, row / 2)
        form.cell(row, 5, 100 + row)
        form.cell(row, 6, 90 + row)
        form.cell(row, 7, f"=D{row}*F{row}/E{row}*$D$2")
        form.cell(row, 8, f"说明{row}").font = Font(bold=True)
        form.cell(row, 8).protection = Protection(locked=False)
        form.merge_cells(start_row=row, end_row=row, start_column=8, end_column=9)
    form["D2"] = 1
    for area, word in (("A4:A9", "产出"), ("A10:A15", "效益"), ("B4:B6", "数量"), ("B7:B9", "质量"),
                       ("B11:B15", "社会")):  # fmt: skip
        form.merge_cells(area)
        form[area.partition(":")[0]] = word
    form["B10"] = "经济"
    form[f"D{TOTAL}"], form[f"G{TOTAL}"] = f"=SUM(D{FIRST}:D{LAST})", f"=SUM(G{FIRST}:G{LAST})"
    form["D17"], form["D18"] = "=COUNT(D4:D9)+COUNT(D10:D15)", "=D16/2+D4"
    form["D20"] = ArrayFormula("D20", f"=SUM(D{FIRST}:D{LAST}*2)")
    form["F20"] = ArrayFormula("F20:F22", "=D4:D6*2")
    form["K20"], form["L20"] = "类别", "数"
    for row in range(21, 24):
        form[f"K{row}"], form[f"L{row}"] = f"类{row}", row
    form.add_table(Table(displayName="旁表", ref="K20:L23"))
    _around(form)
    other = book.create_sheet(OTHER)
    other["A1"] = f"={SHEET}!G{TOTAL}*2"
    other["A2"] = f"=SUM({SHEET}!D{FIRST}:D{LAST})+SUM({SHEET}!D7:E9)"
    other["A3"] = f"=COUNTA('{SHEET}'!$C$4:$C$15)&\"D5\""
    other["B5"] = "=A5+1"
    other.add_data_validation(
        DataValidation("list", formula1=f"{SHEET}!$C$4:$C$8", sqref="C1:C3")
    )
    chart = BarChart()
    chart.add_data(
        Reference(form, min_col=4, min_row=HEAD, max_row=LAST), titles_from_data=True
    )
    form.add_chart(chart, "N12")
    for name, ref in (("xlt_total_score", "$G$16"), ("分值列", "$D$4:$D$15"), ("某行", "$C$9")):
        book.defined_names[name] = DefinedName(name, attr_text=f"'{SHEET}'!{ref}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _around(form: object) -> None:
    """Rules, notes, links, views, print settings."""
    assert isinstance(form, openpyxl.worksheet.worksheet.Worksheet)
    form.add_data_validation(
        DataValidation(
            "decimal", operator="between", formula1="0", formula2="100", sqref="D4:D15"
        )
    )
    form.add_data_validation(
        DataValidation("custom", formula1="LEN($C5)>0", sqref="E5 E8:E9 F12")
    )
    red = PatternFill("solid", bgColor="FF9F9F")
    form.conditional_formatting.add("G4:G15", FormulaRule(["$G4>$D4"], fill=red))
    form.conditional_formatting.add("D16", FormulaRule(["SUM(D4:D15)<>100"], fill=red))
    for address in ("C5", "C9", "D16"):
        form[address].comment = Comment(f"批注{address}", "张")
    form["H6"].hyperlink = Hyperlink("H6", location=f"'{SHEET}'!C12")
    form["H12"].hyperlink = "https://example.org/"
    form.auto_filter.ref = "C3:G15"
    form.freeze_panes = "D4"
    form.print_area = "A1:I16"
    form.print_title_rows = "3:3"
    form.row_breaks.append(Break(id=9))
    form.sheet_view.selection[0].activeCell = "C12"
    form.sheet_view.selection[0].sqref = "C12"


def opened(data: bytes) -> Workbook:
    """The loaded workbook."""
    return load_bytes(data, Path("表.xlsx"))


def natural(merges: tuple[Area, ...], change: RowChange) -> tuple[Area, ...]:
    """The merges around a row as any program leaves them, those of the row repeated in a new one."""
    shift = Shift(change.kind, change.sheet, change.row)
    found = []
    for area in merges:
        moved = shift.area(area)
        if moved is not None and moved[:2] != moved[2:]:
            found.append(moved)
        if shift.inserts and area[0] == area[2] == change.row:
            found.append((area[0] + 1, area[1], area[2] + 1, area[3]))
    return tuple(found)


def changed(
    book: Workbook,
    kind: str,
    row: int,
    formulas: dict[Position, str] | None = None,
    sheet: str = SHEET,
) -> Workbook:
    """The workbook after one row came or went."""
    merges = next(each.merges for each in book.snapshot.sheets if each.name == sheet)
    plain = RowChange("insert" if kind == "insert" else "delete", sheet, row)
    change = RowChange(plain.kind, sheet, row, natural(merges, plain), formulas or {})
    return opened(apply_patch(book, Patch((), rows=(change,))))


def with_another_sheet(path: Path, target: Path) -> Path:
    """The demo form beside a sheet that adds up its points and repeats a level's word."""
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("汇总")
    other["A1"], other["A2"] = "=SUM(自评表!D17:D39)", "=自评表!B18"
    book.save(target)
    return target
