"""The 评分表 as a workbook: the table with its formulas, and every finding on a second sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.anchors import ISSUES_SHEET, SUMMARY_PROPERTY
from xltools.collect.codes import SetCode
from xltools.collect.project import Project, ProjectSet, Told
from xltools.collect.summary import AMOUNTS, COUNTS, SCORES, Row, Summary
from xltools.collect.xlsx import Cell, Look, Page, write_workbook
from xltools.findings import Severity, grouped
from xltools.model import column_letters
from xltools.profile import SummaryColumn

MARK = SUMMARY_PROPERTY
"""Document property of our own 评分表, which is not read as a form when the folder is read again."""

WHOLE_SET = "（整组）"
_HEADING, _FIRST = 3, 4
_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", ""))


class Issue(Struct, frozen=True):
    """One line of the 问题清单: the finding in the words of a person who looks for the place."""

    severity: Severity
    number: str
    file: str
    project: str
    where: str
    field: str
    message: str
    advice: str


class Unread(Struct, frozen=True):
    """A file that could not be read, and why."""

    file: str
    why: str


def issues_of(given: ProjectSet, told: Sequence[Told], unread: Sequence[Unread]) -> list[Issue]:
    """All lines of the list: files not read, the set, then form by form; equal findings once."""
    lines = []
    for each in unread:
        finding = SetCode.FILE_UNREAD.at(None, "", why=each.why)
        lines.append(_issue(each.file, "", Told(each.file, "", finding)))
    lines += [_issue(each.file or WHOLE_SET, each.project, each) for each in told]
    for project in given.projects:
        lines += _of_form(project)
    return lines


def _issue(file: str, project: str, told: Told) -> Issue:
    finding = told.finding
    code, place = finding.code, finding.place
    return Issue(
        code.severity, code.number, file, project, str(place) if place else "", finding.field,
        finding.message, finding.advice,
    )  # fmt: skip


def _of_form(project: Project) -> Iterator[Issue]:
    for group in grouped(project.findings):
        first = group.first
        yield Issue(
            first.code.severity, first.code.number, project.file, project.name,
            group.where(most=12) or "整份表", group.field, first.message, first.advice,
        )  # fmt: skip


def build_summary(summary: Summary, issues: Sequence[Issue]) -> bytes:
    """Return the workbook with the table and the list; the same input gives the same bytes."""
    pages = (_table(summary), _list(issues))
    return write_workbook(pages, summary.title, MARK)


def _table(summary: Summary) -> Page:
    columns = summary.columns
    head = tuple(Cell(column.label, "heading") for column in columns)
    rows = [tuple(_cell(column, row) for column in columns) for row in summary.rows]
    last = _FIRST + len(rows) - 1
    total = tuple(_total_cell(summary, column, last) for column in columns)
    notes = (
        "注：由各项目的自评表汇总。合计行：金额为各项目之和，执行率＝执行数合计÷预算数合计，得分为各项目的平均分。\n"
        "自评得分照表上填报，没有填的用核算得分；核算得分按评分办法计算。问题见《问题清单》。"
    )
    title = (Cell(summary.title, "title"), *_blank(len(columns) - 1, "title"))
    unit = (Cell(f"共 {len(rows)} 个项目", "note"), *_blank(len(columns) - 1, "note"))
    note = (Cell(notes, "note"), *_blank(len(columns) - 1, "note"))
    name = summary.form.sheet.translate(_FORBIDDEN).strip("'")[:_SHEET_NAME] or "评分表"
    return Page(
        name if name != ISSUES_SHEET else "评分表",
        tuple(column.width for column in columns),
        (title, unit, head, *rows, total, note),
        _HEADING,
        wide=(1, 2, last + 2),
    )


def _blank(count: int, look: Look) -> tuple[Cell, ...]:
    return tuple(Cell(None, look) for _ in range(count))


def _in_percent(column: SummaryColumn) -> bool:
    """True where the heading carries the sign: 96.35 under 执行率（%）."""
    return "%" in column.label or "％" in column.label


def _look(column: SummaryColumn) -> Look:
    if column.key in AMOUNTS:
        return "money"
    if column.key in SCORES:
        return "score"
    if column.key in COUNTS:
        return "count"
    if column.key == "rate":
        return "percent_number" if _in_percent(column) else "rate"
    return "centre" if column.key in ("grade", "project_code") else "text"


_TOTAL_LOOKS: dict[Look, Look] = {
    "money": "total_money",
    "score": "total_score",
    "count": "total_count",
    "percent_number": "total_percent_number",
    "rate": "total_rate",
}


def _cell(column: SummaryColumn, row: Row) -> Cell:
    value = row.values[column.key]
    if column.key == "rate" and isinstance(value, Decimal) and _in_percent(column):
        value *= 100
    return Cell(value, _look(column))


def _total_cell(summary: Summary, column: SummaryColumn, last: int) -> Cell:
    """The cell of the total row: a formula over the rows above, with what it gives."""
    cell = _cell(column, summary.total)
    look = _TOTAL_LOOKS.get(cell.look, "total_text")
    formula = ""
    if not isinstance(cell.value, str):
        formula = _formula(summary, column, last)
    return Cell(cell.value, look, formula)


def _formula(summary: Summary, column: SummaryColumn, last: int) -> str:
    places = {each.key: n for n, each in enumerate(summary.columns, start=1)}
    letter = column_letters(places[column.key])
    run = f"{letter}{_FIRST}:{letter}{last}"
    if column.key in AMOUNTS or column.key == "issues":
        return f"SUM({run})"
    if column.key in SCORES:
        return f'IF(COUNT({run})=0,"",ROUND(AVERAGE({run}),2))'
    if column.key == "rate" and "budget" in places and "outturn" in places:
        budget = f"{column_letters(places['budget'])}{last + 1}"
        outturn = f"{column_letters(places['outturn'])}{last + 1}"
        ratio = (
            f"ROUND({outturn}/{budget}*100,2)"
            if _in_percent(column)
            else f"ROUND({outturn}/{budget},4)"
        )
        return f'IF({budget}=0,"",{ratio})'
    return ""


_LIST = (
    ("序号", 6.0), ("级别", 8.0), ("编号", 8.0), ("文件", 30.0), ("项目", 30.0), ("位置", 17.0),
    ("栏目", 20.0), ("问题", 62.0), ("处理办法", 46.0),
)  # fmt: skip
_SEVERITY: dict[Severity, Look] = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def _list(issues: Sequence[Issue]) -> Page:
    count = len(_LIST)
    rows = [
        (
            Cell(Decimal(number), "count"),
            Cell(each.severity.value, _SEVERITY.get(each.severity, "centre")),
            Cell(each.number, "centre"),
            *(Cell(text or None, "text") for text in (
                each.file, each.project, each.where, each.field, each.message, each.advice,
            )),
        )
        for number, each in enumerate(issues, start=1)
    ]  # fmt: skip
    tally = "，".join(
        f"{found} 项{severity.value}"
        for severity in Severity
        if (found := sum(each.severity is severity for each in issues))
    )
    words = f"{tally or '没有发现问题'}。按“文件”和“位置”找到单元格修改，改完再汇总一次。"
    head = tuple(Cell(label, "heading") for label, _ in _LIST)
    title = (Cell(ISSUES_SHEET, "title"), *_blank(count - 1, "title"))
    note = (Cell(words, "note"), *_blank(count - 1, "note"))
    return Page(
        ISSUES_SHEET, tuple(width for _, width in _LIST), (title, note, head, *rows), _HEADING,
        wide=(1, 2), filtered=bool(rows),
    )  # fmt: skip
