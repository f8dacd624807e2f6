"""Rows of a table that do not compute as all the others do: 完成率, 差额, 数量×单价.

What the columns have to do with each other is not said by words but by the rows themselves: where most of
them fit one relation, the few that do not are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.indicators import find_told
from xltools.audit.claims.money.tables import figure_of, kind_of, project_table
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Table
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_TOTAL = Pattern(r"^(?:合计|总计|小计|共计|总分|平均)")
_LEAST = 4
"""Rows that show a relation; with fewer, chance does."""
_ODD = 2
"""Rows that may break it and still be mistakes."""
_SCALES = (Decimal(1), Decimal("0.0001"), Decimal(100))
"""元 by 元 may be printed in 万元, and a ratio as a percentage."""


class Relation(Struct, frozen=True):
    """How a column comes from two others: its sign, the arithmetic, and what such a column is called."""

    sign: str
    compute: Callable[[Decimal, Decimal], Decimal | None]
    head: Pattern


_RELATIONS = (
    Relation("÷", lambda a, b: a / b if b else None, Pattern(r"率|占比|比例|进度|均")),
    Relation("×", lambda a, b: a * b, Pattern(r"金额|资金|支出|投资|费用|补助|补贴")),
    Relation("－", lambda a, b: a - b, Pattern(r"结余|剩余|结转|差|未|节约")),
    Relation("＋", lambda a, b: a + b, Pattern(r"合计|小计|总额|总数|^计$|累计")),
)


class Fit(Struct, frozen=True):
    """A relation that most rows of a table keep; `odd` are the others, with what they ought to be."""

    columns: tuple[int, int, int]
    relation: Relation
    kept: int
    odd: tuple[tuple[int, Decimal], ...]


def rows_compute_alike(case: Case) -> Iterator[Remark]:
    """完成率 of each row is 实际 ÷ 计划 if it is in most; 金额 is 数量 × 标准."""
    indicators = {told.table for told in case.of(find_told)}
    for table in case.report.tables:
        if table.number in indicators or project_table(table) or len(table.rows) <= _LEAST:
            continue
        heads = [cell.text for cell in table.rows[0]]
        figures = _figures(table)
        told: set[tuple[int, int]] = set()
        for fit in sorted(_fits(figures, heads), key=lambda each: (len(each.odd), -each.kept)):
            target, first, second = fit.columns
            for row, right in fit.odd:
                if (row, target) in told:
                    continue
                told |= {(row, column) for column in fit.columns}
                yield _remark(table, figures[row], row, fit, right, (target, first, second))


def rows_have_the_rate_of_their_heads(case: Case) -> Iterator[Remark]:
    """预算 | 支出 | 执行率: the heads say what is computed, so that two odd rows of four are told."""
    indicators = {told.table for told in case.of(find_told)}
    for table in case.report.tables:
        heads = [cell.text for cell in table.rows[0]]
        columns = _columns_of(heads)
        if columns is None or table.number in indicators or project_table(table):
            continue
        figures = {
            n: row for n, row in _figures(table).items() if set(columns) <= row.keys() and row
        }
        fits = {n: _rate_of(row, columns) for n, row in figures.items()}
        odd = {n: rate for n, rate in fits.items() if rate is not None}
        if len(fits) < _FEW or len(odd) * 2 > len(fits) or _is_told(odd, len(fits)):
            continue
        relation = _RELATIONS[0]
        for n, right in odd.items():
            fit = Fit(columns, relation, len(fits) - len(odd), ((n, right),))
            yield _remark(table, figures[n], n, fit, right, columns)


_FEW = 3


def _is_told(odd: dict[int, Decimal], rows: int) -> bool:
    """True where the rows themselves show the relation, and `rows_compute_alike` has told."""
    return rows >= _LEAST and len(odd) <= min(_ODD, rows // 3)


def _columns_of(heads: Sequence[str]) -> tuple[int, int, int] | None:
    """The columns of the rate, of what was spent and of the budget, if there is one of each."""
    found: dict[str, list[int]] = {}
    for n, head in enumerate(heads):
        found.setdefault(kind_of(head) if n else "", []).append(n)
    kinds = [found.get(kind, []) for kind in ("rate", "outturn", "budget")]
    if any(len(each) != 1 for each in kinds) or "original" in found or "received" in found:
        return None
    return kinds[0][0], kinds[1][0], kinds[2][0]


def _rate_of(row: dict[int, Measured], columns: tuple[int, int, int]) -> Decimal | None:
    """What the rate of a row ought to be, as a percentage; None if it is that."""
    rate, paid, whole = (row[n] for n in columns)
    if not whole.value:
        return None
    exact = paid.value / whole.value * 100
    half = rate.ulp / 2
    if any(abs(each - rate.value) <= half for each in (exact, exact / 100)):
        return None
    return exact


def _remark(
    table: Table,
    figures: dict[int, Measured],
    row: int,
    fit: Fit,
    right: Decimal,
    columns: tuple[int, int, int],
) -> Remark:
    target, first, second = columns
    cell = figures[target]
    percent = "%" if cell.line.text.endswith("%") else ""
    shown = plain(half_up(right, max(-int(cell.ulp.as_tuple().exponent), 2)))
    head = table.rows[0]
    return remark(
        MoneyCode.ROW_DIFFERS, cell.at, head=head[target].raw.strip(),
        claim=cell.line.raw.strip(), against=f"{shown}{percent}",
        arithmetic=f"{plain(figures[first].value)}{fit.relation.sign}{plain(figures[second].value)}＝{shown}{percent}",
        others=f"{head[first].raw.strip()}{fit.relation.sign}{head[second].raw.strip()}",
    )  # fmt: skip


def _figures(table: Table) -> dict[int, dict[int, Measured]]:
    """The numbers of each row by column; a row of totals or of rates computes otherwise."""
    found: dict[int, dict[int, Measured]] = {}
    for n, row in enumerate(table.rows[1:], start=1):
        if any(_TOTAL.match(cell.text) or "率" in cell.text for cell in row[:2]):
            continue
        cells = {c: _bare(cell) for c, cell in enumerate(row) if c}
        found[n] = {c: figure for c, figure in cells.items() if figure is not None}
    return found


def _bare(cell: Line) -> Measured | None:
    """The number of a cell as it is printed: 85% is 85."""
    return figure_of(cell, "score", Decimal(1))


def _fits(figures: dict[int, dict[int, Measured]], heads: Sequence[str]) -> Iterator[Fit]:
    columns = sorted({column for row in figures.values() for column in row})
    if not 3 <= len(columns) <= 12:
        return
    for target, first, second in permutations(columns, 3):
        rows = {n: row for n, row in figures.items() if {target, first, second} <= row.keys()}
        if len(rows) < _LEAST:
            continue
        for relation in _RELATIONS:
            if relation.head.search(heads[target]) is None:
                continue
            if relation.sign in "×＋" and first > second:
                continue
            for scale in _SCALES:
                fit = _fit((target, first, second), rows, relation, scale)
                if fit is not None:
                    yield fit


def _fit(
    columns: tuple[int, int, int],
    rows: dict[int, dict[int, Measured]],
    relation: Relation,
    scale: Decimal,
) -> Fit | None:
    """The relation, if all but one or two rows keep it and not by being all alike."""
    target, first, second = columns
    odd: list[tuple[int, Decimal]] = []
    values = set()
    for n, row in rows.items():
        value = relation.compute(row[first].value, row[second].value)
        if value is None:
            return None
        value *= scale
        if abs(value - row[target].value) <= row[target].ulp / 2:
            values.add(value)
        else:
            odd.append((n, value))
        if len(odd) > min(_ODD, len(rows) // 3):
            return None
    kept = len(rows) - len(odd)
    return Fit(columns, relation, kept, tuple(odd)) if odd and len(values) >= 3 else None


RULES: tuple[Rule, ...] = (rows_compute_alike, rows_have_the_rate_of_their_heads)
