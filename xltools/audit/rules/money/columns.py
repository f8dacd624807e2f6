"""Tables of any kind: a total row is the sum of its column; parts of the text are those of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xltools.audit.case import Case, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.indicators import find_told
from xltools.audit.claims.money.scores import find_scores
from xltools.audit.claims.money.tables import figure_of, project_table
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Table
from xltools.audit.rules.money.score_tables import full_table
from xltools.audit.rules.money.scores import overall_totals, points
from xltools.decimals import plain
from xltools.patterns import Pattern

_TOTAL = Pattern(
    r"^(?:(?:合计|总计|共计|总分|总得分|得分合计|自评总分|合\(总\)计)(?:\(.*\))?)$"
)
_SUBTOTAL = Pattern(r"^小计")
_NOT_SUMMED = Pattern(
    r"率|比例|占比|比重|进度|增幅|降幅|指数|系数|单价|标准|序号|年份|等级|完成值|指标值|目标值|业绩值|均|%"
)
_NESTED = Pattern(r"其中")
_CATEGORIES = {"产出": "output", "效益": "outcome", "效果": "outcome", "满意度": "satisfaction",
               "成本": "cost", "预算执行": "execution"}  # fmt: skip


def a_total_row_is_the_sum_of_its_column(case: Case) -> Iterator[Remark]:
    """合计 of money, points, counts: every numeric column of every table without 其中 rows."""
    full = full_table(case)
    for table in case.report.tables:
        if project_table(table) is not None or (full and full[1] is table):
            continue
        if any(_NESTED.search(cell.text) for row in table.rows for cell in row[:2]):
            continue
        last = next(
            (n for n in range(len(table.rows) - 1, 1, -1) if _is_total(table.rows[n])), None
        )
        if last is not None:
            yield from _columns(table, last)


def _is_total(row: Sequence[Line]) -> bool:
    return any(_TOTAL.match(cell.text) for cell in row[:2])


def _columns(table: Table, last: int) -> Iterator[Remark]:
    head = table.rows[0]
    label = next(cell.text for cell in table.rows[last][:2] if _TOTAL.match(cell.text))
    for column in range(1, len(head)):
        total = _number(table.rows[last], column)
        if total is None or _NOT_SUMMED.search(head[column].text):
            continue
        found = _above(table, last, column)
        if found is None or len(found) < 2:
            continue
        if _is_between(total, found):
            continue
        exact = sum((each.value for each in found), Decimal(0))
        places = {each.ulp for each in found if each.value != each.value.to_integral()}
        slack = (
            total.ulp * len(found) / 2
            if places == {total.ulp} and len(found) > 4
            else total.half
        )
        if exact == total.value or abs(exact - total.value) <= min(slack, total.ulp):
            continue
        yield remark(
            MoneyCode.COLUMN_SUM, total.at, head=head[column].raw.strip(), total=label,
            claim=total.line.raw.strip(), against=plain(exact),
            arithmetic="＋".join(plain(each.value) for each in found) + f"＝{plain(exact)}",
        )  # fmt: skip


def _is_between(total: Measured, parts: Sequence[Measured]) -> bool:
    """True for the mean of rates or prices, whatever the column is called: no sum of three lies so."""
    values = [each.value for each in parts]
    return len(values) >= 3 and 0 < min(values) <= total.value <= max(values)


def _number(row: Sequence[Line], column: int) -> Measured | None:
    return figure_of(row[column], "score", Decimal(1)) if column < len(row) else None


def _above(table: Table, last: int, column: int) -> list[Measured] | None:
    """The figures above the total, a merged cell once; None if one of the rows has words."""
    found: list[Measured] = []
    seen: set[int] = set()
    for row in table.rows[1:last]:
        cell = row[column] if column < len(row) else None
        if cell is None or cell.index in seen or _SUBTOTAL.match(row[0].text):
            continue
        seen.add(cell.index)
        figure = _number(row, column)
        if figure is not None:
            found.append(figure)
        elif cell.text not in ("", "-", "/", "—"):
            return None
    return found


def the_total_of_the_text_is_that_of_a_table(case: Case) -> Iterator[Remark]:
    """自评得分97分 above a table whose 得分 column ends in 合计 95, out of 100."""
    totals = {
        figure.value: figure
        for table in case.report.tables
        if (figure := _score_total(table)) is not None
    }
    if len(totals) != 1:
        return
    value, figure = next(iter(totals.items()))
    for each in overall_totals(case):
        if each.value != value:
            spot = figure.line.spot
            yield remark(
                MoneyCode.TOTAL_TWICE, each.at, claim=points(each.value), against=points(value),
                place=f"表{spot.table}" if spot else "表中",
            )  # fmt: skip


def _score_total(table: Table) -> Measured | None:
    """What a table of 100 points says was earned in all."""
    row = next((row for row in reversed(table.rows) if _is_total(row)), None)
    worth = _in_column(table, row, _POINTS_HEAD)
    if worth is None or worth.value != 100 or project_table(table) is not None:
        return None
    return _in_column(table, row, _SCORE_HEAD)


_POINTS_HEAD = Pattern(r"分值|权重|满分|标准分")
_SCORE_HEAD = Pattern(r"得分|自评分|评分$")


def the_words_above_a_table_are_its_total(case: Case) -> Iterator[Remark]:
    """分值40分，得分38.8分 above a table whose points add up to 40: its scores do to that."""
    scores = case.of(find_scores)
    for table in case.report.tables:
        row = next((row for row in reversed(table.rows) if _is_total(row)), None)
        worth = _in_column(table, row, _POINTS_HEAD)
        earned = _in_column(table, row, _SCORE_HEAD)
        if worth is None or earned is None:
            continue
        first = table.rows[0][0].index
        above = [each for each in scores if first - 4 <= each.line.index < first]
        for one, other in pairwise(above):
            told = one.line is other.line and one.line.chapter == table.chapter
            if one.kind != "points" or other.kind not in ("part", "item") or not told:
                continue
            if one.value == worth.value and other.value != earned.value:
                yield remark(
                    MoneyCode.TABLE_TOTAL, other.at, what="得分", claim=points(other.value),
                    against=points(earned.value), arithmetic=f"表{table.number}的合计行",
                )  # fmt: skip


def _in_column(table: Table, row: Sequence[Line] | None, head: Pattern) -> Measured | None:
    at = next((n for n, cell in enumerate(table.rows[0]) if head.search(cell.text)), None)
    return _number(row, at) if row is not None and at is not None else None


def a_part_of_the_text_is_that_of_the_table(case: Case) -> Iterator[Remark]:
    """产出指标得38.8分 in the text: the scores of the output indicators of the table add up to it."""
    sums = _sums(case)
    for each in case.of(find_scores):
        known = sums.get(_CATEGORIES.get(each.part, ""))
        if each.kind != "part" or known is None:
            continue
        values, total = known
        if each.value != total:
            yield remark(
                MoneyCode.PART_OF_TABLE, each.at, part=each.part, claim=points(each.value),
                against=points(total),
                arithmetic="＋".join(plain(value) for value in values) + f"＝{plain(total)}",
            )  # fmt: skip


def _sums(case: Case) -> dict[str, tuple[list[Decimal], Decimal]]:
    """By category: the scores of the table that has most of its indicators, and their sum."""
    found: dict[str, list[Decimal]] = {}
    for told in case.of(find_told):
        if not told.table:
            continue
        groups: dict[str, list[Decimal | None]] = {}
        for claim in told.claims.values():
            value = claim.score.value.value if claim.score else None
            groups.setdefault(claim.category or "", []).append(value)
        for key, values in groups.items():
            known = [value for value in values if value is not None]
            if len(known) == len(values) and len(known) > len(found.get(key, [])):
                found[key] = known
    return {key: (values, sum(values, Decimal(0))) for key, values in found.items() if key}


RULES: tuple[Rule, ...] = (
    a_total_row_is_the_sum_of_its_column,
    the_total_of_the_text_is_that_of_a_table,
    the_words_above_a_table_are_its_total,
    a_part_of_the_text_is_that_of_the_table,
)
