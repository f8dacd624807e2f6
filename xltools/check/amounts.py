"""Money: budgets, outturns, sums and rates (checks 4–8, 32, 35)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.codes import Code
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Amount, FundingLine
from xltools.patterns import Pattern
from xltools.value import ValueParseError, convert, parse_amount

CENT = Decimal("0.000001")
"""One 分 in 万元, the finest amount there is."""


_ABOUT_EXECUTION = Pattern(
    "执行率|执行数|未支付|未执行|未使用|结余|结转|支付进度|支出进度|剩余"
)


def outturn_within_budget(context: Context) -> Iterator[Finding]:
    """Nobody can spend more than the budget of the year (6)."""
    for line in context.evaluation.funding.values():
        budget, outturn = line.value("revised_budget"), line.value("outturn")
        if budget is not None and outturn is not None and outturn > budget:
            yield Code.OUTTURN_ABOVE_BUDGET.at(
                line.amounts["outturn"].place,
                line.amounts["outturn"].label,
                source=line.label,
                outturn=show(outturn),
                budget=show(budget),
            )


def total_is_sum_of_parts(context: Context) -> Iterator[Finding]:
    """In each column of money the whole equals the sum of its parts (7)."""
    form = context.profile.form.funding
    lines = context.evaluation.funding
    for whole in form.sources:
        parts = [
            lines[s.key] for s in form.sources if s.part_of == whole.key and s.key in lines
        ]
        line = lines.get(whole.key)
        if line is None or not parts:
            continue
        for measure in form.measures:
            if not measure.computed and measure.key != "points":
                yield from _sum_differs(measure.key, measure.label, line, parts)


def _sum_differs(
    key: str, label: str, whole: FundingLine, parts: list[FundingLine]
) -> Iterator[Finding]:
    given = [(part, value) for part in parts if (value := part.value(key)) is not None]
    total = whole.value(key)
    if total is None or not given:  # a form may leave the breakdown out; blank is not 0
        return
    total_of_parts = sum((value for _, value in given), Decimal(0))
    if total != total_of_parts:
        yield Code.TOTAL_NOT_PARTS.at(
            whole.amounts[key].place,
            whole.amounts[key].label,
            measure=label,
            whole=whole.label,
            total=show(total),
            sum=show(total_of_parts),
            parts=" + ".join(show(value) for _, value in given),
        )


def points_only_on_total(context: Context) -> Iterator[Finding]:
    """分值 and 得分 belong to the total line alone, or they count twice (8)."""
    form = context.profile.form.funding
    for measure in form.measures:
        if not measure.only_total:
            continue
        for source in form.sources:
            line = context.evaluation.funding.get(source.key)
            value = line.value(measure.key) if line and source.part_of else None
            if line and value is not None:
                amount = line.amounts[measure.key]
                yield Code.POINTS_ON_PART_ROW.at(
                    amount.place, amount.label, source=source.label, what=measure.label,
                    value=show(value),
                )  # fmt: skip


def typed_rates_are_right(context: Context) -> Iterator[Finding]:
    """A typed 执行率 or 到位率 equals what the amounts give, to two places (4)."""
    for line in context.evaluation.funding.values():
        for key, numerator in (("rate", "outturn"), ("arrival_rate", "received")):
            typed = line.amounts.get(key)
            rate = context.scores.funding.get(line.source, {}).get(key)
            if typed and rate is not None:
                yield from _rate_differs(typed, rate, line, numerator)
    for row in context.scores.indicators:
        if row.indicator.is_execution and row.completion_rate is not None:
            line = context.evaluation.funding["total"]
            actual = row.indicator.actual_value
            if actual.value is not None and actual.unit in ("%", None):
                entry = row.indicator.actual
                typed = Amount(entry.label, entry.place, entry.raw, actual.value / 100)
                yield from _rate_differs(typed, row.completion_rate, line, "outturn")
            if row.indicator.typed_rate is not None:
                yield from _rate_differs(
                    row.indicator.typed_rate, row.completion_rate, line, "outturn"
                )


def _rate_differs(
    typed: Amount, rate: Decimal, line: FundingLine, numerator: str
) -> Iterator[Finding]:
    """Two places are the form's; a rate rounded to fewer (60 for 59.58) is another number."""
    if typed.value is None or abs(typed.value - rate) <= Decimal("0.00005"):
        return
    yield Code.RATE_DIFFERS.at(
        typed.place,
        typed.label,
        what=typed.label,
        typed=percent(typed.value),
        numerator=show(line.value(numerator) or Decimal(0)),
        denominator=show(line.value("revised_budget") or Decimal(0)),
        rate=percent(rate),
    )


def execution_score_is_right(context: Context) -> Iterator[Finding]:
    """A typed score of the execution rate equals 分值 × 执行率 (5)."""
    execution = context.scores.execution
    typed: list[Amount] = [
        row.indicator.typed_score
        for row in context.scores.indicators
        if row.indicator.is_execution
    ]
    total = context.evaluation.funding.get("total")
    if total and "score" in total.amounts:
        typed.append(total.amounts["score"])
    for amount in typed:
        if amount.value is None or execution.score is None or execution.rate is None:
            continue
        if abs(amount.value - execution.score) > context.policy.tolerance:
            yield Code.EXECUTION_SCORE_DIFFERS.at(
                amount.place,
                amount.label,
                typed=show(amount.value),
                points=show(execution.points or Decimal(0)),
                rate=percent(execution.rate),
                score=show(execution.score),
            )


def low_execution_is_explained(context: Context) -> Iterator[Finding]:
    """An execution rate below the policy's threshold needs a reason (35; 四川 90 %)."""
    execution, policy = context.scores.execution, context.policy.execution
    if execution.rate is None or execution.rate >= policy.reason_below:
        return
    rows = [r.indicator for r in context.scores.indicators if r.indicator.is_execution]
    if any(row.deviation_note.text for row in rows):
        return
    for key in ("execution_analysis", "funds_use", "problems"):
        entry = context.evaluation.texts.get(key)
        if entry and entry.text and _ABOUT_EXECUTION.search(entry.text):
            return
    place = context.evaluation.funding["total"].amounts["outturn"].place
    where = "“偏差原因分析及改进措施”" if rows else "报告文本“资金投入和使用情况”"
    yield Code.LOW_EXECUTION_WITHOUT_REASON.at(
        rows[0].deviation_note.place if rows else place,
        rows[0].deviation_note.label if rows else "全年执行数",
        rate=percent(execution.rate),
        threshold=percent(policy.reason_below),
        where=where,
    )


def cost_equals_outturn(context: Context) -> Iterator[Finding]:
    """Where one indicator states the whole cost, it is the money spent (32)."""
    execution = context.scores.execution
    costs = [row for row in context.rows() if row.indicator.subcategory == "cost"]
    if len(costs) != 1 or execution.outturn is None or not execution.budget:
        return
    indicator = costs[0].indicator
    target, actual = indicator.target_value, indicator.actual_value
    unit = actual.unit or target.unit
    budget = (
        convert(target.value, target.unit or unit, "万元") if target.value is not None else None
    )
    spent = convert(actual.value, unit, "万元") if actual.value is not None else None
    # only a target about as large as the budget is the whole cost and not a unit price
    if (
        budget is None
        or spent is None
        or abs(budget - execution.budget) > execution.budget / 20
    ):
        return
    if abs(spent - execution.outturn) >= CENT:
        yield Code.COST_NOT_OUTTURN.at(
            indicator.actual.place,
            indicator.actual.label,
            actual=show(spent),
            outturn=show(execution.outturn),
            gap=show(abs(spent - execution.outturn)),
            rate=percent(spent / execution.budget),
            typed_rate=percent(execution.outturn / execution.budget),
        )


def spending_adds_up(context: Context) -> Iterator[Finding]:
    """The breakdown of spending adds up to the outturn; each of its amounts can be read."""
    outturn = context.scores.execution.outturn
    amounts: list[Decimal] = []
    for row in context.evaluation.spending:
        entry = row.cells.get("amount")
        try:
            amount = parse_amount(entry.text if entry else None)
        except ValueParseError as error:
            assert entry is not None
            yield Code.NUMBER_UNREADABLE.at(entry.place, "金额（万元）", problem=str(error))
            return
        if amount is not None:
            amounts.append(amount)
    total = sum(amounts, Decimal(0))
    if outturn is None or not amounts or abs(total - outturn) < CENT:
        return
    place = context.evaluation.spending[-1].cells["amount"].place
    yield Code.SPENDING_NOT_OUTTURN.at(
        place,
        "支出明细",
        sum=show(total),
        outturn=show(outturn),
        gap=show(abs(total - outturn)),
    )


RULES: tuple[Rule, ...] = (
    outturn_within_budget,
    total_is_sum_of_parts,
    points_only_on_total,
    typed_rates_are_right,
    execution_score_is_right,
    low_execution_is_explained,
    cost_equals_outturn,
    spending_adds_up,
)
