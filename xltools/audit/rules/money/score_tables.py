"""Score tables: their totals and weights, and reports that cannot be recomputed at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import Told, find_claims, find_told
from xltools.audit.claims.money.grades import find_grades
from xltools.audit.claims.money.projects import find_projects
from xltools.audit.claims.money.rates import find_rates
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.claims.money.tables import figure_of
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Table
from xltools.audit.rules.money.scores import points
from xltools.decimals import plain
from xltools.patterns import Pattern

_TOTAL = Pattern(r"^(?:总分|总得分|合计|总计|自评总分|总分\(100分\)|得分合计)(?:\(.*\))?$")
_SCORE = Pattern(r"得分|自评分|评分$")
_POINTS = Pattern(r"分值|权重|满分|标准分")
_ATTACHED = Pattern(r"附件|附表|评分表|自评表|明细表")
_SOME_POINTS = Pattern(r"\d分")
_SCORED = Pattern(r"得分|评分|评价等级")
_OTHER_WAY = Pattern(r"目标分解下达|不评分|不打分|不计分|转移支付|整体支出")
_FORMULA = Pattern(r"=[∑Σ]|各(?:项|级)指标得分之和|指标及评分表|指标体系进行评分")
_REASON = Pattern(
    r"权重.{0,12}(?:调整|设定为|设置为|根据|依据)|调整.{0,8}权重|按.{0,20}(?:办法|通知).{0,10}权重"
)
NATIONAL = {"execution": 10, "output": 50, "outcome": 30, "satisfaction": 10}
_WITH_COST = {"execution": 10, "cost": 20, "output": 40, "outcome": 20, "satisfaction": 10}
_LABELS = {"execution": "预算执行率", "cost": "成本", "output": "产出", "outcome": "效益",
           "satisfaction": "满意度"}  # fmt: skip


def a_score_table_has_a_total_that_adds_up(case: Case) -> Iterator[Remark]:
    """得分 of all rows make the total row, and the total the text states; a full table has one."""
    table = full_table(case)
    if table is None:
        return
    told, printed = table
    rows = [each for each in told.claims.values() if each.score is not None]
    values = [_value(each.score) for each in rows]
    if len(rows) < 3 or any(value is None for value in values):
        return
    total = sum((value for value in values if value is not None), Decimal(0))
    shown = "＋".join(plain(value) for value in values if value is not None)
    cells = _total_cells(printed)
    arithmetic = f"{shown}＝{plain(total)}"
    if not cells:
        yield remark(MoneyCode.NO_TOTAL_ROW, rows[-1].line, what="总分", against=points(total))
    for cell in cells:
        figure = figure_of(cell, "score", Decimal(1))
        if (
            figure is not None
            and figure.value != total
            and not _adds_execution(case, figure.value, total)
        ):
            yield remark(
                MoneyCode.TABLE_TOTAL, figure.at, what="总分", claim=cell.raw.strip(),
                against=points(total), arithmetic=arithmetic,
            )  # fmt: skip
    if is_of_one_project(case.report) and not cells:
        yield from _text_totals(case, total, arithmetic)


def _text_totals(case: Case, total: Decimal, arithmetic: str) -> Iterator[Remark]:
    for each in _totals(case):
        if each.value != total and not _adds_execution(case, each.value, total):
            yield remark(
                MoneyCode.TABLE_TOTAL, each.at, what="总得分", claim=points(each.value),
                against=points(total), arithmetic=arithmetic,
            )  # fmt: skip


def _adds_execution(case: Case, stated: Decimal, total: Decimal) -> bool:
    """The table may leave the ten points of 预算执行率 to the funding table."""
    return total < stated <= total + 20 and not any(
        each.category == "execution"
        for told in case.of(find_told)
        for each in told.claims.values()
    )


def full_table(case: Case) -> tuple[Told, Table] | None:
    """The largest table of indicators with scores, if it holds more than one 一级指标."""
    found = [
        told
        for told in case.of(find_told)
        if told.table and len({each.category for each in told.claims.values()}) >= 2
    ]
    if not found:
        return None
    best = max(found, key=lambda told: len(told.claims))
    return best, case.report.tables[best.table - 1]


def _value(said: object) -> Decimal | None:
    value = getattr(getattr(said, "value", None), "value", None)
    return value if isinstance(value, Decimal) else None


def _total_cells(table: Table) -> list[Line]:
    """The cells of the total row under 得分; none if there is no such row."""
    heads = next((row for row in table.rows if any(_SCORE.search(c.text) for c in row)), ())
    columns = [n for n, cell in enumerate(heads) if _SCORE.search(cell.text)]
    for row in reversed(table.rows):
        if any(_TOTAL.match(cell.text) for cell in row[:3]):
            cells = [row[n] for n in columns if n < len(row) and row[n].text]
            return cells or [cell for cell in row if cell.text][-1:]
    return []


def _totals(case: Case) -> list[Score]:
    return [each for each in case.of(find_scores) if each.kind == "total"]


def a_score_can_be_recomputed(case: Case) -> Iterator[Remark]:
    """A total has its parts somewhere: scores or points of parts, items or indicators."""
    if not is_of_one_project(case.report) or _has_scored_form(case):
        return
    scores = case.of(find_scores)
    totals = [each for each in scores if each.kind == "total"]
    parts = [each for each in scores if each.kind != "total"]
    tabled = any(
        each.score is not None or each.points is not None
        for told in case.of(find_told)
        for each in told.claims.values()
    )
    headed = any(_SOME_POINTS.search(line.text) for line in case.report.headings)
    elsewhere = any(_ATTACHED.search(line.text) for line in case.report.lines)
    if (
        totals
        and not elsewhere
        and not parts
        and not tabled
        and not headed
        and not _any_score_column(case)
    ):
        first = totals[0]
        yield remark(MoneyCode.NO_BREAKDOWN, first.at, claim=points(first.value))


def _has_scored_form(case: Case) -> bool:
    """True if a form beside the report has the points of its indicators."""
    return any(
        each.points.value is not None
        for form in case.forms
        for each in form.evaluation.indicators
    )


def _any_score_column(case: Case) -> bool:
    return any(
        _SCORE.search(cell.text) or _POINTS.search(cell.text)
        for table in case.report.tables
        for cell in table.rows[0]
    )


def a_report_states_score_and_grade(case: Case) -> Iterator[Remark]:
    """A self-evaluation that reports how indicators were completed ends in a score (check 42)."""
    text = "".join(line.text for line in case.report.lines)
    if case.of(find_scores) or _OTHER_WAY.search(text):
        return
    if case.of(find_grades):
        return
    if _any_score_column(case) or _SCORED.search(text):
        return
    counted = [each for each in case.of(find_rates) if each.kind == "indicators"]
    if counted and len(case.report.headings) >= 5:
        yield remark(MoneyCode.NO_SCORE, counted[0].at)


def scores_by_indicators_show_the_indicators(case: Case) -> Iterator[Remark]:
    """评价总分＝∑一级指标得分: then the indicators are in the text or in an attachment."""
    if case.of(find_claims) or any(told.claims for told in case.of(find_told)):
        return
    line = next((each for each in case.report.prose if _FORMULA.search(each.text)), None)
    if line is not None and case.of(find_projects) is not None:
        yield remark(MoneyCode.NO_INDICATORS, line)


def weights_are_the_national_ones(case: Case) -> Iterator[Remark]:
    """预算执行率10, 产出50, 效益30, 满意度10 (with 成本: 40, 20, 20, 10), or a reason (check 10)."""
    table = full_table(case)
    if table is None or _REASON.search("".join(line.text for line in case.report.prose)):
        return
    told, _ = table
    weights: dict[str, Decimal] = {}
    for each in told.claims.values():
        value = _value(each.points)
        if value is None or each.category is None:
            return
        weights[each.category] = weights.get(each.category, Decimal(0)) + value
    if (
        sum(weights.values()) != 100
        or not {"output", "outcome", "satisfaction"} <= weights.keys()
    ):
        return
    norm = _WITH_COST if "cost" in weights else NATIONAL
    if weights == norm or not weights.keys() <= norm.keys():
        return
    first = next(iter(told.claims.values()))
    yield remark(
        MoneyCode.WEIGHTS, _points_head(case, told) or first.line, claim=_shown(weights),
        against=_shown({key: Decimal(value) for key, value in norm.items()}),
    )  # fmt: skip


def _points_head(case: Case, told: Told) -> Line | None:
    rows: Sequence[Sequence[Line]] = case.report.tables[told.table - 1].rows
    return next((cell for row in rows[:3] for cell in row if _POINTS.search(cell.text)), None)


def _shown(weights: dict[str, Decimal]) -> str:
    order = [key for key in _LABELS if key in weights]
    return "、".join(f"{_LABELS[key]}{plain(weights[key])}" for key in order)


RULES: tuple[Rule, ...] = (
    a_score_table_has_a_total_that_adds_up,
    a_score_can_be_recomputed,
    a_report_states_score_and_grade,
    scores_by_indicators_show_the_indicators,
    weights_are_the_national_ones,
)
