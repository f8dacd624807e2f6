"""A unit's list of projects: out of a workbook, out of the unit's report; and what it is checked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from xltools.collect.codes import SetCode
from xltools.collect.names import bare, doubled, folded, match, spelling
from xltools.collect.project import (
    Listed,
    Project,
    ProjectList,
    ProjectSet,
    SetRule,
    Told,
    at,
    money,
    named,
    quoted,
)
from xltools.model import CellValue, Entry, Place
from xltools.patterns import Pattern
from xltools.snapshot import Sheet, Snapshot
from xltools.value import ValueParseError, parse_amount

NAME_HEADS = (
    "项目名称",
    "项目",
    "名称",
    "预算项目",
    "预算项目名称",
    "项目支出名称",
    "支出项目",
)
AMOUNT_HEADS = Pattern(r"预算|金额|资金|批复|安排|下达")
_RATHER = Pattern(r"全年预算|调整后|调整预算|合计")
SUMS = ("合计", "总计", "小计", "汇总")
HEAD_ROWS = 30
_FEWEST = 3
_LINE = Pattern(
    r"^\s*(?:\d+[.、]|[（(]\d+[）)])?\s*(?P<name>[^:：，。；\n]{2,60}?)\s*[:：]\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>万元|元)\s*[，。；;]?\s*$"
)


def read_list(snapshot: Snapshot, file: str) -> ProjectList | None:
    """The list of projects with amounts on the first sheet that has one; None where none has.

    The head has a column 项目名称 and one of 预算, 金额 or 资金; amounts are 万元 unless heading or
    sheet say 元.
    """
    for sheet in snapshot.sheets:
        found = _head(sheet)
        if found is not None:
            rows = tuple(_listed(sheet, *found))
            if rows:
                return ProjectList(file, rows)
    return None


def _head(sheet: Sheet) -> tuple[int, int, int] | None:
    """Row of the headings, column of the names, column of the amounts."""
    for row, cells in enumerate(sheet.rows[:HEAD_ROWS], start=1):
        labels = {column: _label(value) for column, value in enumerate(cells, start=1)}
        names = [column for column, label in labels.items() if label in NAME_HEADS]
        amounts = [c for c, label in labels.items() if AMOUNT_HEADS.search(label)]
        amounts = [column for column in amounts if column not in names]
        if names and amounts:
            rather = [column for column in amounts if _RATHER.search(labels[column])]
            return row, names[0], (rather or amounts)[0]
    return None


def _label(value: CellValue) -> str:
    text = folded(value) if isinstance(value, str) else ""
    return text.removesuffix("万元").removesuffix("元")


def _listed(sheet: Sheet, head: int, name_column: int, amount_column: int) -> Iterator[Listed]:
    unit = money_unit(sheet, head, amount_column)
    for row in range(head + 1, len(sheet.rows) + 1):
        name = sheet.value(row, name_column)
        if not isinstance(name, str) or not name.strip() or folded(name) in SUMS:
            continue
        try:
            amount = parse_amount(sheet.value(row, amount_column), unit=unit)
        except ValueParseError:
            amount = None
        yield Listed(name.strip(), amount, Place(sheet.name, row, name_column))


def money_unit(sheet: Sheet, head: int, column: int) -> Literal["万元", "元"]:
    """元 where the heading, or a line 单位：元 above it, says so."""
    above = [value for row in sheet.rows[: head - 1] for value in row if isinstance(value, str)]
    heading = sheet.value(head, column)
    for text in [str(heading or ""), *above]:
        said = unicodedata.normalize("NFKC", text).replace(" ", "")
        if "万元" in said:
            return "万元"
        if "(元" in said or "单位:元" in said:
            return "元"
    return "万元"


def lists_of(given: ProjectSet) -> Iterator[ProjectList]:
    """The lists that the user gave, and those that stand in the unit's report."""
    yield from given.given.lists
    for project, entry in unit_texts(given):
        rows = tuple(_lines(entry))
        if len(rows) >= _FEWEST:
            yield ProjectList(project.file, rows, in_text=True)


def unit_texts(given: ProjectSet) -> Iterator[tuple[Project, Entry]]:
    """The texts about all projects, with the form whose workbook holds them."""
    for project in given.projects:
        keys = {text.key for text in project.profile.texts if text.scope == "all_projects"}
        for key, entry in project.evaluation.texts.items():
            if key in keys and entry.text:
                yield project, entry


def _lines(entry: Entry) -> Iterator[Listed]:
    """Lines such as 三名工作室经费项目：18万元."""
    for line in (entry.text or "").splitlines():
        found = _LINE.match(line)
        if found:
            number = Decimal(found["number"])
            amount = number if found["unit"] == "万元" else number / 10000
            yield Listed(found["name"].strip(), amount, entry.place)


def projects_fit_the_lists(given: ProjectSet) -> Iterator[Told]:
    """Every listed project has a form and every form is listed, with one name and one amount."""
    for each in lists_of(given):
        found: dict[int, Listed] = {}
        for row in each.rows:
            index = match(row.name, given.names)
            if index is None or index in found:
                amount = money(row.amount)
                missing = SetCode.FORM_MISSING.at(
                    row.place, "项目名称", name=quoted(_title(row.name)), amount=amount
                )
                yield Told(each.file, _title(row.name), missing)
            else:
                found[index] = row
        if not found:
            continue  # another unit's list: each row has been told of
        known = {bare(given.names[index]) for index in found}
        for index, project in enumerate(given.projects):
            if index not in found:
                if bare(project.name) in known:
                    continue  # a second form of one project, told of as such
                yield _unlisted(project, each)
            else:
                yield from _amount_differs(project, found[index], each)
        yield from _names_differ(given, each, found)


def _unlisted(project: Project, each: ProjectList) -> Told:
    entry = project.field("project_name")
    where = f"{each.file} {each.rows[0].place}"
    return at(
        project,
        SetCode.PROJECT_UNLISTED.at(
            entry.place if entry else None, "项目名称", name=quoted(project.shown), where=where
        ),
    )


def _amount_differs(project: Project, row: Listed, each: ProjectList) -> Iterator[Told]:
    cell = project.cell("revised_budget")
    if row.amount is None or project.budget is None or row.amount == project.budget:
        return
    yield at(
        project,
        SetCode.LISTED_AMOUNT_DIFFERS.at(
            cell.place if cell else None, cell.label if cell else "全年预算数",
            budget=money(project.budget), where=f"{each.file} {row.place}",
            name=quoted(_title(row.name)), listed=money(row.amount),
            gap=money(abs(row.amount - project.budget)),
        ),
    )  # fmt: skip


def _names_differ(
    given: ProjectSet, each: ProjectList, found: dict[int, Listed]
) -> Iterator[Told]:
    """Names of the list that are not the form's, told once; and those with a word twice."""
    pairs = [(row, given.projects[index]) for index, row in found.items()]
    differ = [
        f"{quoted(_title(row.name))}（表中{quoted(project.name)}）"
        for row, project in pairs
        if _title(row.name) != _title(project.name)
        and not (doubled(row.name) and spelling(_title(row.name)) == spelling(project.name))
    ]
    place = each.rows[0].place
    if differ:
        words = "、".join(differ[:_SHOWN]) + (
            f"等 {len(differ)} 个" if len(differ) > _SHOWN else ""
        )
        yield Told(each.file, "", SetCode.NAMES_DIFFER.at(place, "项目名称", names=words))
    twice = [_title(row.name) for row in each.rows if doubled(row.name)]
    if twice:
        said = f"{named(twice)}（{len(twice)} 个）" if len(twice) > 1 else named(twice)
        yield Told(each.file, "", SetCode.NAME_DOUBLED.at(place, "项目名称", names=said))


_SHOWN = 20


def _title(name: str) -> str:
    """The name as it would stand on a form: X of X项目."""
    return name.strip().removesuffix("项目") or name.strip()


RULES: tuple[SetRule, ...] = (projects_fit_the_lists,)
