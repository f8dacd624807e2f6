"""Money in tables: a unit's projects, one row each, and the funding table of one project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.claims.claim import Measured
from xltools.audit.claims.money.amounts import SCALE, Role
from xltools.audit.claims.numbers import numbers_in
from xltools.audit.report import Line, Report, Table
from xltools.patterns import Pattern

_PROJECT = Pattern(r"^(?:自评|预算|支出|二级|评价)?项目(?:名称)?$")
_TOTAL = Pattern(r"^(?:合计|总计|小计|共计|总分|总得分|合\(总\)计)")
_HEADS: tuple[tuple[str, Pattern], ...] = (
    ("arrival_rate", Pattern(r"到位率")),
    ("rate", Pattern(r"执行率|支出率|执行进度|支付率|使用率")),
    ("grade", Pattern(r"等级|评级|评价结果")),
    ("points", Pattern(r"^(?:分值|权重|满分)")),
    ("score", Pattern(r"得分|评分|分数")),
    ("original", Pattern(r"年初预算")),
    ("received", Pattern(r"到位|实际收到")),
    ("balance", Pattern(r"结余|剩余|未执行")),
    ("outturn", Pattern(r"执行数|执行资金|执行金额|支出数|实际支出|支付|支出金额|使用")),
    ("budget", Pattern(r"预算|安排|批复|资金额|下达")),
)  # fmt: skip
_MONEY_UNIT = Pattern(r"[(:](?:单位[:])?(亿元|万元|千元|元)")
_NUMBER = Pattern(r"^-?\d[\d,]*(?:\.\d+)?%?(?:亿元|万元|千元|元|分)?$")


class ProjectRow(Struct, frozen=True):
    """One project of a list: its name's cell and its figures by kind (budget, rate, score …)."""

    name: Line
    figures: dict[str, Measured]
    grade: Line | None = None


class ProjectTable(Struct, frozen=True):
    """A list of projects; `total` is its total row, None if it has none."""

    table: Table
    rows: tuple[ProjectRow, ...]
    total: ProjectRow | None


def find_project_tables(report: Report) -> tuple[ProjectTable, ...]:
    """Return the tables that have a column 项目名称 and figures beside it."""
    found = (project_table(table) for table in report.tables)
    return tuple(each for each in found if each is not None)


def project_table(table: Table) -> ProjectTable | None:
    """Return the projects of a table; None if it lists none."""
    if len(table.rows) < 3:
        return None
    heads = [cell.text for cell in table.rows[0]]
    at = next((n for n, head in enumerate(heads) if _PROJECT.match(head)), None)
    kinds = {n: kind for n, head in enumerate(heads) if n != at and (kind := kind_of(head))}
    if at is None or not {"budget", "outturn", "score", "original"} & set(kinds.values()):
        return None
    scale = _scale(table)
    rows = [
        row
        for cells in table.rows[1:]
        if (row := _row(cells, at, kinds, heads, scale)) is not None
    ]
    totals = [row for row in rows if _TOTAL.match(row.name.text)]
    plain = tuple(row for row in rows if row not in totals)
    if len(plain) < 2 or len({row.name.text for row in plain}) < len(plain) / 2:
        return None
    return ProjectTable(table, plain, totals[-1] if totals else None)


def kind_of(head: str) -> str:
    """What the head of a column says that its figures are; "" if nothing known."""
    return next((kind for kind, pattern in _HEADS if pattern.search(head)), "")


def _scale(table: Table) -> Decimal:
    for text in (table.caption, *(cell.text for cell in table.rows[0])):
        found = _MONEY_UNIT.search(text)
        if found:
            return SCALE[found[1]]
    return Decimal(1)


def _row(
    cells: Sequence[Line], at: int, kinds: dict[int, str], heads: Sequence[str], scale: Decimal
) -> ProjectRow | None:
    name = cells[at]
    label = name if name.text else cells[0]
    if not label.text:
        return None
    figures: dict[str, Measured] = {}
    for n, kind in kinds.items():
        found = _MONEY_UNIT.search(heads[n])
        figure = figure_of(cells[n], kind, SCALE[found[1]] if found else scale)
        if figure is not None:
            figures.setdefault(kind, figure)
    grade = next((cells[n] for n, kind in kinds.items() if kind == "grade"), None)
    return ProjectRow(label, figures, grade) if figures else None


def figure_of(cell: Line, kind: str, scale: Decimal) -> Measured | None:
    """Return the number that is all a cell holds: money in 万元, a rate as a ratio, points as they are.

    None if it holds words, or nothing.
    """
    text = cell.text
    if not _NUMBER.match(text):
        return None
    number = next(iter(numbers_in(cell)), None)
    if number is None:
        return None
    value = -number.value if text.startswith("-") else number.value
    unit = text[number.end :]
    ulp = Decimal(1).scaleb(-number.places)
    if kind in ("rate", "arrival_rate"):
        return Measured(cell, 0, len(text), value / 100, ulp / 100)
    if kind in ("score", "points"):
        return Measured(cell, 0, len(text), value, ulp)
    factor = SCALE.get(unit, scale)
    return Measured(cell, 0, len(text), value * factor, ulp * factor)


_MEASURES: tuple[tuple[Role, Pattern], ...] = (
    ("original", Pattern(r"^(?:\(?\d+\)?)?年初预算(?:资金|数|金额)?")),
    ("received", Pattern(r"到位(?:资金|数|金额)?(?!率)$|^实际(?:到位|收到)(?!率)|资金到位(?!率)")),
    ("balance", Pattern(r"^(?:资金)?结余")),
    ("outturn", Pattern(r"^(?:全年|实际)?(?:预算)?(?:执行|支出|支付)(?:资金|数|金额)?(?:\([AB万元]+\))*$")),
    ("budget", Pattern(
        r"^(?:全年|调整后|年度)?预算(?:资金|数|金额|安排)?(?:\([AB万元]+\))*$|^全年\(调整\)预算数"
    )),
)  # fmt: skip
_WHOLE = Pattern(r"总额|总金额|合计|总计|^资金总额|^小计$|^总额")


class FundingFigure(Struct, frozen=True):
    """One amount of a funding table: what it is, of the whole or of one source.

    `source` is the number of the source's row or column, by which its amounts belong together.
    """

    figure: Measured
    role: Role
    label: str
    whole: bool
    source: int = 0


def find_funding(report: Report) -> tuple[FundingFigure, ...]:
    """Return the amounts of tables that print 预算, 到位, 执行 by source, either way round."""
    return tuple(each for table in report.tables for each in funding_of(table))


def funding_of(table: Table) -> Iterator[FundingFigure]:
    """Yield the amounts of one funding table; none if the table is something else."""
    rows = {n: role for n, row in enumerate(table.rows) if (role := _measure_of(row[0].text))}
    if len(rows) >= 2:
        yield from _measures_down(table, rows)
        return
    for top, row in enumerate(table.rows[:8]):
        columns = {n: role for n, cell in enumerate(row) if (role := _measure_of(cell.text))}
        if len(set(columns.values())) >= 2:
            yield from _measures_across(table, top, columns)
            return


def _measure_of(label: str) -> Role | None:
    return next((role for role, pattern in _MEASURES if pattern.search(label)), None)


def _measures_down(table: Table, rows: dict[int, Role]) -> Iterator[FundingFigure]:
    head = next((row for n, row in enumerate(table.rows) if n not in rows), table.rows[0])
    whole = next((n for n, cell in enumerate(head) if n and _WHOLE.search(cell.text)), None)
    if whole is None:
        return
    scale = _scale(table)
    for n, role in rows.items():
        for column, cell in enumerate(table.rows[n]):
            figure = figure_of(cell, role, scale) if column else None
            if figure is not None:
                label = head[column].text
                yield FundingFigure(figure, role, label, column == whole, column)


def _measures_across(
    table: Table, top: int, columns: dict[int, Role]
) -> Iterator[FundingFigure]:
    first, scale = min(columns), _scale(table)
    for n, row in enumerate(table.rows[top + 1 :]):
        label = next((cell.text for cell in reversed(row[:first]) if cell.text), "")
        if not label or _TOTAL.match(label):
            continue
        for column, role in columns.items():
            figure = figure_of(row[column], role, scale)
            if figure is not None:
                whole = _WHOLE.search(label) is not None
                yield FundingFigure(figure, role, label, whole, n)
