"""The 评分表 as a file: formulas with results, numbers as numbers, texts that stay texts."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from collect_forms import unit
from conftest import Office
from msgspec.structs import replace

from xltools.collect import (
    MARK,
    ProjectSet,
    Unread,
    build_summary,
    check_set,
    issues_of,
    summarise,
)
from xltools.collect.xlsx import Cell, Page, write_workbook
from xltools.model import Entry
from xltools.package import load_bytes
from xltools.profile import SummaryColumn, SummaryForm, load_profile


def built(given: ProjectSet, unread: tuple[Unread, ...] = ()) -> bytes:
    """The workbook of a set."""
    told = check_set(given)
    return build_summary(summarise(given, told), issues_of(given, told, unread))


def opened(data: bytes, *, values: bool) -> Any:
    """The workbook as openpyxl reads it: formulas, or the results that stand beside them."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def renamed(given: ProjectSet, number: int, name: str) -> ProjectSet:
    """The set with another name in one project."""
    projects = list(given.projects)
    old = projects[number]
    entry = old.evaluation.fields["project_name"]
    new = Entry(entry.label, entry.place, name, name)
    fields = {**old.evaluation.fields, "project_name": new}
    projects[number] = replace(old, evaluation=replace(old.evaluation, fields=fields))
    return ProjectSet(tuple(projects), given.given)


def test_the_total_row_has_formulas_and_their_results() -> None:
    """289.9965, 244.2092, 84.21, 99.07: shown also where nothing calculates."""
    data = built(unit())
    formulas = [cell.value for cell in opened(data, values=False)["评分表"][18]]
    results = [cell.value for cell in opened(data, values=True)["评分表"][18]]
    assert formulas[:4] == [
        "合计",
        "=SUM(B4:B17)",
        "=SUM(C4:C17)",
        '=IF(B18=0,"",ROUND(C18/B18*100,2))',
    ]
    assert results[:6] == ["合计", 289.9965, 244.2092, 84.21, 99.07, 99.47]


def test_numbers_are_numbers_in_one_precision_and_digits_are_exact() -> None:
    """Amounts to one 分, rates with two decimals throughout (100.00, 30.00, 96.35)."""
    sheet = opened(built(unit()), values=True)["评分表"]
    assert [sheet.cell(6, column).value for column in (2, 3, 4)] == [62.3205, 18.6932, 30]
    assert {sheet.cell(row, 4).number_format for row in range(4, 19)} == {"0.00"}
    assert {sheet.cell(row, 2).number_format for row in range(4, 19)} == {"#,##0.00####"}
    assert b"<v>62.3205</v>" in _part(built(unit()), "xl/worksheets/sheet1.xml")


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_libreoffice_calculates_what_is_written(office: Office, tmp_path: Path) -> None:
    """With the results taken out, another program finds the same totals by the formulas."""
    data = built(unit())
    path = tmp_path / "评分表.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", source.read(name)))
    assert opened(path.read_bytes(), values=True)["评分表"]["B18"].value is None
    office("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir",
           str(tmp_path), str(path))  # fmt: skip
    line = (tmp_path / "评分表.csv").read_text("utf-8").splitlines()[17]
    assert line.startswith('"合计",289.9965,244.2092,84.21,99.07,99.47')


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+86",
        "-5",
        "@SUM(A1)",
        '=HYPERLINK("x","点")',
        "_x0041_",
        "甲\n乙",
        "a<b&c]]>\"'",
    ],
)
def test_a_text_never_becomes_a_formula_or_another_text(name: str) -> None:
    """Whatever it begins with; read back it is what was typed."""
    data = built(renamed(unit(), 0, name))
    cell = opened(data, values=False)["评分表"]["A4"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert load_bytes(data, Path("x.xlsx")).snapshot.sheets[0].value(4, 1) == name


def test_control_characters_and_very_long_texts_leave_a_workbook_that_opens() -> None:
    """What a cell cannot hold is left out."""
    data = built(renamed(unit(), 0, "一\x07二" + "长" * 40000))
    value = opened(data, values=True)["评分表"]["A4"].value
    assert value.startswith("一二长")
    assert len(value) <= 32767


def test_the_list_has_every_finding_with_file_project_cell_words_and_advice() -> None:
    """As many lines as there are findings; unread files stand first."""
    given = unit()
    told = check_set(given)
    unread = (Unread("坏.xlsx", "“坏.xlsx”不是工作簿。"),)
    sheet = opened(built(given, unread), values=True)["问题清单"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4)]
    assert len(rows) == len(issues_of(given, told, unread))
    assert rows[0][1:4] == ("错误", "A18", "坏.xlsx")
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row[3] and row[7] and row[8] for row in rows)
    assert any(
        row[2:6] == ("R02", "11.xlsx", "基层党建信息化平台建设经费", "自评表!H45")
        and "99.64" in row[7]
        for row in rows
    )


def test_the_same_forms_give_the_same_bytes_and_our_mark() -> None:
    """So that a folder can be summed up again, the last result being no form."""
    data = built(unit())
    assert data == built(unit())
    assert MARK in load_bytes(data, Path("x.xlsx")).snapshot.properties


def test_a_profile_says_which_columns_the_table_has() -> None:
    """Columns, headings, title and total label are data; a ratio is shown with its sign."""
    columns = (
        SummaryColumn("number", "序号", 6),
        SummaryColumn("file", "文件", 20),
        SummaryColumn("balance", "结余", 14),
        SummaryColumn("rate", "执行率", 14),
        SummaryColumn("issues", "问题数", 10),
    )
    form = SummaryForm("汇总:表", "{year}{unit}汇总", columns, "总计")
    profile = replace(load_profile("jiangxi-2022"), summary=form)
    given = unit()
    data = build_summary(summarise(given, [], profile), [])
    sheet = opened(data, values=True)["汇总表"]
    assert sheet["A1"].value == "2022年度渝水区委组织部汇总"
    assert [cell.value for cell in sheet[6]] == [3, "03.xlsx", 43.6273, 0.3, 9]
    assert sheet["D6"].number_format == "0.00%"
    assert [cell.value for cell in sheet[18]][:4] == [None, "总计", 45.7873, 0.8421]


def test_a_form_without_figures_leaves_blanks_and_no_zeros() -> None:
    """Blank is blank; sums and averages pass over it, and an empty set of scores has no average."""
    project = unit().projects[0]
    total = project.evaluation.funding["total"]
    blank = {key: replace(cell, value=None) for key, cell in total.amounts.items()}
    funding = {"total": replace(total, amounts=blank)}
    evaluation = replace(
        project.evaluation, funding=funding, tail=replace(project.evaluation.tail, score=None)
    )
    execution = replace(project.scores.execution, budget=None, outturn=None, rate=None)
    scores = replace(project.scores, total=None, grade=None, execution=execution)
    given = ProjectSet((replace(project, evaluation=evaluation, scores=scores),))
    sheet = opened(built(given), values=True)["评分表"]
    assert [sheet.cell(4, column).value for column in range(2, 7)] == [None] * 5
    total_row = [sheet.cell(5, column).value for column in range(2, 7)]
    assert total_row[:2] == [0, 0]
    assert not any(total_row[2:])


def test_the_defaults_serve_every_profile() -> None:
    """A region that says nothing of a 评分表 gets one."""
    summary = load_profile("national-2020").summary
    assert [column.key for column in summary.columns][:2] == ["number", "project_name"]
    given = unit()
    data = build_summary(summarise(given, [], load_profile("national-2020")), [])
    sheet = opened(data, values=True)["评分表"]
    assert [cell.value for cell in sheet[4]][:5] == [
        1,
        "2021年度非公有制经济组织与社会组织党建市级经费",
        "渝水区委组织部",
        1.92,
        1.92,
    ]


def test_the_writer_keeps_exact_numbers_and_odd_sheet_names() -> None:
    """A sheet called 甲's & 乙 prints its title rows all the same."""
    page = Page(
        "甲's & 乙", (10.0,), ((Cell("题", "heading"),), (Cell(Decimal("0.1"), "money"),)), 1
    )
    book = opened(write_workbook([page], "<题>", "x"), values=True)
    sheet = book["甲's & 乙"]
    assert sheet["A2"].value == 0.1
    assert sheet.print_title_rows == "$1:$1"
    assert book.properties.title == "<题>"
