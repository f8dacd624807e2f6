"""退回意见书: what a bureau writes to one unit about all its projects, in the looks of official.docx."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from xltools.findings import Finding
from xltools.report.grid import Cell, Line
from xltools.report.paper import Paper, counted
from xltools.report.text import NOT_APPLICABLE, clean

KIND = "项目支出绩效自评表的退回意见书"
_NAMED = 6
"""Enclosures that are named one by one."""


class OneProject(Struct, frozen=True):
    """A line of 总体情况: how the project stands, what was found in its form ("" for nothing)."""

    code: str
    name: str
    state: str
    found: str
    deadline: str


class ReturnedForm(Struct, frozen=True):
    """One form to be mended: `remark` is what the clerk has to say of it, `refused` why it is not taken.

    `where` is its sheet, "" where the workbook has no other form.
    """

    code: str
    name: str
    file: str
    findings: Sequence[Finding]
    remark: str = ""
    refused: str = ""
    where: str = ""


class RefusedFile(Struct, frozen=True):
    """A file that could not be taken; `project` is whose it seems to be, "" if nobody can say."""

    file: str
    project: str
    reason: str


class Awaited(Struct, frozen=True):
    """A project of which no form counts; `deadline` is ISO, `remark` the clerk's."""

    code: str
    name: str
    deadline: str
    said: str
    remark: str = ""


class UnitLetter(Struct, frozen=True):
    """One unit: `expected` projects of the roster, of which `came` have a form that counts."""

    unit: str
    day: date
    year: int | None
    expected: int
    came: int
    projects: Sequence[OneProject]
    forms: Sequence[ReturnedForm] = ()
    refused: Sequence[RefusedFile] = ()
    awaited: Sequence[Awaited] = ()
    unit_findings: Sequence[Finding] = ()
    enclosed: Sequence[str] = ()


def write_unit_letter(letter: UnitLetter) -> bytes:
    """Return the letter as the bytes of a .docx; the same input gives the same bytes.

    Raises:
        TemplateError: there is no official.docx, or none with our styles.
    """
    paper = Paper()
    about = f"关于{letter.year}年度" if letter.year else "关于"
    paper.head(about, KIND, letter.unit)
    paper.put("Body Text", _opening(letter))
    parts = (
        (letter.projects, "总体情况", _overview),
        (letter.forms, "需要修改的自评表", _forms),
        (letter.refused, "没有接收的文件", _refused),
        (letter.awaited, "需要报送的项目", _awaited),
        (letter.unit_findings, "单位合计与各表之间的问题", _unit),
    )
    number = 0
    for there, title, write in parts:
        if there:
            number += 1
            paper.heading(1, number, title)
            write(paper, letter, title)
    paper.close(_enclosed(letter.enclosed), letter.day)
    return paper.saved(about + KIND, letter.unit)


def _enclosed(names: Sequence[str]) -> Sequence[str]:
    """Few by name, many by how many they are."""
    return names if len(names) <= _NAMED else (f"问题清单 {len(names)} 份",)


def _opening(letter: UnitLetter) -> str:
    year = f"{letter.year}年度" if letter.year else ""
    said = [f"你单位应报送{year}项目支出绩效自评表 {letter.expected} 份，已收 {letter.came} 份"]
    said += [f"其中 {len(letter.forms)} 份需要修改"] if letter.forms else []
    said += [f"{len(letter.refused)} 个文件没有接收"] if letter.refused else []
    said += [f"{len(letter.awaited)} 个项目需要报送或重新报送"] if letter.awaited else []
    found = counted([each.findings for each in letter.forms])
    listed = f"共发现{found}。" if found else ""
    return (
        f"{'，'.join(said)}。{listed}现将审核意见退回：错误必须改正；提醒请逐项核实，"
        "情况属实的在表中写明原因。请修改后连同未报的表一并报送，文件名不必改动。"
    )


def _overview(paper: Paper, letter: UnitLetter, title: str) -> None:
    rows = tuple(
        _line(number, each.code, each.name, each.state, each.found, each.deadline)
        for number, each in enumerate(letter.projects, start=1)
    )
    columns = ("序号", "项目编号", "项目", "状态", "审核结果", "报送截止")
    paper.table(columns, rows, title, (0.07, 0.16, 0.34, 0.1, 0.19, 0.14))


def _forms(paper: Paper, letter: UnitLetter, _: str) -> None:
    for number, form in enumerate(letter.forms, start=1):
        code = f"（{form.code}）" if form.code else ""
        paper.heading(2, number, f"{form.name}{code}")
        where = f"的工作表“{form.where}”" if form.where else ""
        paper.put("Body Text", f"报送文件：{form.file}{where}。")
        if form.refused:
            paper.put("Body Text", f"没有接收：{form.refused}")
        if form.remark:
            paper.put("Body Text", f"审核意见：{form.remark}")
        if form.findings:
            paper.by_severity(form.findings, level=3)


def _refused(paper: Paper, letter: UnitLetter, title: str) -> None:
    rows = tuple(
        _line(number, each.file, each.project, each.reason, left=(1, 2, 3))
        for number, each in enumerate(letter.refused, start=1)
    )
    paper.table(("序号", "文件", "项目", "原因和办法"), rows, title, (0.07, 0.27, 0.22, 0.44))


def _awaited(paper: Paper, letter: UnitLetter, title: str) -> None:
    rows = tuple(
        _line(
            number, each.code, each.name, each.deadline,
            "\n".join(filter(None, (each.said, each.remark))), left=(2, 4),
        )
        for number, each in enumerate(letter.awaited, start=1)
    )  # fmt: skip
    columns = ("序号", "项目编号", "项目", "报送截止", "说明")
    paper.table(columns, rows, title, (0.07, 0.16, 0.31, 0.14, 0.32))


def _unit(paper: Paper, letter: UnitLetter, _: str) -> None:
    paper.by_severity(letter.unit_findings, level=2)


def _line(number: int, *texts: str, left: Sequence[int] = (2,)) -> Line:
    """A row of a table; the columns in `left` hold words, the others few characters."""
    cells = (
        Cell(clean(text) or NOT_APPLICABLE, align="left" if at in left else "centre")
        for at, text in enumerate(texts, start=1)
    )
    return (Cell(str(number)), *cells)
