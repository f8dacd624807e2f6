"""Plain lists as grids: 评价组, 支出明细, and the 评分表 of a unit's projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltools.profile import Profile, SideTable
from xltools.report.blocks import Table
from xltools.report.context import Facts
from xltools.report.grid import Cell, Grid, Line
from xltools.report.text import MISSING, NOT_APPLICABLE, number, one_line, percent


def head(*labels: str) -> tuple[Line, ...]:
    """One heading row."""
    return (tuple(Cell(label) for label in labels),)


def or_empty(head: tuple[Line, ...], rows: Sequence[Line], empty: str) -> Grid:
    """The rows under their heading, or one cell that says there are none."""
    grid = Grid(head, tuple(rows))
    return grid if rows else Grid(head, ((Cell(empty, span=grid.columns),),))


def side_list(block: Table, facts: Facts, profile: Profile) -> Grid:
    """A side table; a column that nobody wrote anything into is left out."""
    table: SideTable | None = profile.group if block.table == "group" else profile.spending
    assert table is not None  # the template's check has refused the block otherwise
    records = facts.names[block.table]
    columns = [
        column
        for column in table.columns
        if column.key in ("name", "item", "amount") or any(each[column.key] for each in records)
    ]
    lines: list[Line] = []
    for index, record in enumerate(records, 1):
        cells = (
            Cell(
                one_line(record[column.key] or ""),
                align="left" if column.kind == "text" and column.width > 24 else "centre",
            )
            for column in columns
        )
        lines.append((Cell(str(index)), *cells))
    amounts = [n for n, column in enumerate(columns) if column.key == "amount"]
    if block.table == "spending" and amounts and lines:
        at = amounts[0]
        rest = [Cell() for _ in columns[at + 1 :]]
        total = Cell(number(facts.names["spending_total"]))
        lines.append((Cell("合计", span=at + 1), total, *rest))
    return or_empty(head("序号", *(column.label for column in columns)), lines, block.empty)


def project_list(block: Table, facts: Facts, profile: Profile) -> Grid:
    """The 评分表 of a unit: a row for each project, the sums of their money below."""
    labels = {column.key: column.label for column in profile.summary.columns}
    names, places = facts.names, profile.policy.rate_places - 2

    def line(record: dict[str, Any], first: Sequence[Cell]) -> Line:
        rate = percent(record["rate"], places, fixed=True, blank=NOT_APPLICABLE)
        return (
            *first,
            Cell(number(record["budget"])),
            Cell(number(record["outturn"])),
            Cell(rate.removesuffix("%")),
            Cell(number(record.get("score"), MISSING if first[1:] else NOT_APPLICABLE)),
            Cell(record.get("grade") or (MISSING if first[1:] else NOT_APPLICABLE)),
        )

    rows = [
        line(each, (Cell(str(each["number"])), Cell(each["name"] or MISSING, align="left")))
        for each in names["projects"]
    ]
    if rows:
        rows.append(line(names["unit"], (Cell(profile.summary.total_label, span=2),)))
    labels_row = [
        labels.get("number", "序号"),
        labels.get("project_name", "项目名称"),
        labels.get("budget", "全年预算数（万元）"),
        labels.get("outturn", "全年执行数（万元）"),
        "执行率（%）",
        labels.get("score", "自评得分"),
        labels.get("grade", "等级"),
    ]
    return or_empty(head(*labels_row), rows, block.empty)
