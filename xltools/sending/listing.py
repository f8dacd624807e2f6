"""A bureau's list of projects → what each form is filled with, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from xltools.collect.lists import SUMS, money_unit
from xltools.collect.names import folded
from xltools.errors import FormError
from xltools.model import Place
from xltools.profile import Profile
from xltools.read.grid import Grid
from xltools.sending.cells import EXAMPLE, ListCells, first_text
from xltools.sending.headings import Head, Heads, project_heads
from xltools.sending.identity import told_by
from xltools.sending.model import Listing, Mistake, ToSend, Value
from xltools.sending.targets import TargetSheet, read_targets
from xltools.snapshot import Sheet, Snapshot
from xltools.value import parse_amount

_UNIT_FIELDS = ("implementing_unit", "unit_name", "supervising_department")


def read_listing(snapshot: Snapshot, profile: Profile, file: str) -> Listing:
    """Return the projects of the first sheet that lists some, with the targets of another.

    Raises:
        FormError: no sheet has the headings of a list.
    """
    mistakes: list[Mistake] = []
    for number, sheet in enumerate(snapshot.sheets):
        grid = Grid(sheet)
        heads = None if sheet.hidden else project_heads(grid, profile, mistakes)
        if heads is None:
            continue
        cells = ListCells(grid, mistakes)
        _check_heads(cells, heads, profile)
        projects = [_project(cells, heads, profile, row) for row in _rows(grid, heads)]
        _check_projects(cells, heads, projects)
        if not projects:
            place = Place(grid.name, heads.row + 1, 1)
            mistakes.append(Mistake(place, "表头下面没有一个项目。"))
        others = [each for each in snapshot.sheets[number + 1 :] if not each.hidden]
        others += [each for each in snapshot.sheets[:number] if not each.hidden]
        targets = _targets(others, profile, projects, mistakes)
        return Listing(
            file,
            tuple(targets.given_to(projects)),
            tuple(mistakes),
            (*heads.unused, *targets.unused),
            targets.printed,
        )
    raise FormError(
        f"“{file}”里没有项目清单：要有一行表头，其中有“项目名称”和别的栏目（单位、项目编号、预算数……）。"
        f"空的清单用 xltools new {profile.id} --projects-template -o 清单.xlsx 生成。"
    )


def _targets(
    sheets: list[Sheet], profile: Profile, projects: list[ToSend], mistakes: list[Mistake]
) -> TargetSheet:
    for sheet in sheets:
        found = read_targets(Grid(sheet), profile, projects, mistakes)
        if found is not None:
            return found
    return TargetSheet()


def _rows(grid: Grid, heads: Heads) -> Iterator[int]:
    """The rows that hold a project: neither blank, nor a sum, nor the example."""
    columns = [head.column for head in heads.heads if head.kind not in ("unused", "number")]
    name = heads.column("field", "project_name")
    assert name is not None
    for row in range(heads.row + 1, grid.height + 1):
        first = first_text(grid, row)
        if first == EXAMPLE or all(grid.raw(row, column) is None for column in columns):
            continue
        title = grid.text(row, name)
        if folded(title or first or "") in SUMS:
            continue
        yield row


def _check_heads(cells: ListCells, heads: Heads, profile: Profile) -> None:
    """A form that prints the unit needs it."""
    printed = {field.key for field in profile.form.fields}
    if "implementing_unit" in printed and heads.column("field", "implementing_unit") is None:
        label = profile.form.field("implementing_unit").label
        cells.mistake((heads.row, 1), f"表头没有“{label}”（或“单位”）一栏，请补上。")


def _project(cells: ListCells, heads: Heads, profile: Profile, row: int) -> ToSend:
    own = {field.key: field for field in profile.form.fields}
    fields: dict[str, Value] = {}
    facts: dict[str, str] = {}
    amounts: dict[tuple[str, str], Decimal] = {}
    for head in heads.heads:
        spot = (row, head.column)
        if head.kind == "money":
            amount = _amount(cells, heads, head, row)
            if amount is not None:
                amounts[head.source, head.key] = amount
        elif head.kind in ("field", "code", "deadline"):
            facts[head.key or head.kind] = cells.text(spot, head.text)
            value = cells.field(spot, own[head.key]) if head.key in own else None
            if value is not None:
                fields[head.key] = value
    if "project_code" in own and facts.get("code"):
        fields["project_code"] = facts["code"]
    year = heads.column("field", "year")
    return ToSend(
        row,
        facts.get("project_name", ""),
        next((facts[key] for key in _UNIT_FIELDS if facts.get(key)), ""),
        facts.get("supervising_department", ""),
        facts.get("code", ""),
        cells.year((row, year)) if year else None,
        facts.get("deadline", ""),
        fields,
        amounts,
    )


def _amount(cells: ListCells, heads: Heads, head: Head, row: int) -> Decimal | None:
    """Money in 万元, whatever the heading's unit."""
    unit = money_unit(cells.grid.sheet, heads.row, head.column)
    return cells.number((row, head.column), head.text, partial(parse_amount, unit=unit))


def _check_projects(cells: ListCells, heads: Heads, projects: list[ToSend]) -> None:
    """Every project has a name and a unit, and there is no second one that is told from it by nothing."""
    columns = {
        "name": heads.column("field", "project_name"),
        "unit": heads.column("field", "implementing_unit"),
        "code": heads.column("code"),
    }
    known: dict[tuple[str, ...], ToSend] = {}
    for project in projects:
        for what, label in (("name", "项目名称"), ("unit", "单位")):
            column = columns[what]
            if column and not getattr(project, what):
                cells.mistake((project.row, column), f"{label}是空的，请填写。")
        first = known.setdefault(told_by(project), project)
        if first is project:
            continue
        if project.code:
            cells.mistake(
                (project.row, columns["code"] or 1),
                f"项目编号“{project.code}”与第 {first.row} 行的相同，一个项目一个编号。",
            )
        elif project.name:
            cells.mistake(
                (project.row, columns["name"] or 1),
                f"“{project.name}”与第 {first.row} 行的单位、名称都相同，又没有编号，分不清，请填项目编号或改名称。",
            )
