"""Money that adds up: budgets, outturns, sums, rates (checks 4, 6–8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from xltools.check.context import Context, Rule, show
from xltools.check.money import (
    EXPENDITURE,
    MONEY,
    are_disjoint,
    measure_name,
    parts_of,
    total_line,
    unnamed,
)
from xltools.codes import Code
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Amount, FundingLine, Indicator


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
    """In each column of money the whole equals the sum of its parts (7).

    基本支出 and 项目支出 are a second partition of the same total and checked by themselves.
    """
    lines, strangers = context.evaluation.funding, unnamed(context)
    wholes = dict.fromkeys(s.part_of for s in context.profile.form.funding.sources if s.part_of)
    for key in wholes:
        parts = parts_of(context, key)
        if key in lines and parts:
            yield from _sums_differ(lines[key], parts, strangers)
    spending = [lines[key] for key in EXPENDITURE if key in lines]
    if "total" in lines and len(spending) == len(EXPENDITURE):
        yield from _sums_differ(lines["total"], spending, strangers)


def _sums_differ(
    whole: FundingLine, parts: list[FundingLine], strangers: list[FundingLine]
) -> Iterator[Finding]:
    for measure in MONEY:
        total = whole.value(measure)
        given = [value for part in parts if (value := part.value(measure)) is not None]
        if total is None or not given:  # a form may leave the breakdown out; blank is not 0
            continue
        summed = sum(given, Decimal(0))
        if summed != total and not _made_up_by(total - summed, strangers, measure):
            cell = whole.amounts[measure]
            yield Code.TOTAL_NOT_PARTS.at(
                cell.place, cell.label, measure=measure_name(cell), whole=whole.label,
                total=show(total), sum=show(summed), parts=" + ".join(map(show, given)),
            )  # fmt: skip


def _made_up_by(gap: Decimal, strangers: list[FundingLine], measure: str) -> bool:
    """True if sources unknown to the profile fill the gap: then nothing is certain."""
    values = [value for line in strangers[:8] if (value := line.value(measure))]
    return any(
        sum(chosen, Decimal(0)) == gap
        for count in range(1, len(values) + 1)
        for chosen in combinations(values, count)
    )


def unknown_parts_fit(context: Context) -> Iterator[Finding]:
    """Of sources that the profile does not know, only what is certain is said (7).

    A part is not larger than the whole; sources that exclude each other do not add up to
    more, nor to less where 其他资金 takes the rest.
    """
    whole, lines = total_line(context), unnamed(context)
    if whole is None:
        return
    named = bool(parts_of(context, "total"))
    for measure in MONEY:
        total = whole.value(measure)
        given = [(line, v) for line in lines if (v := line.value(measure)) is not None]
        if total is None or not given:
            continue
        larger = [(line, value) for line, value in given if value > total]
        for line, value in larger:
            cell = line.amounts[measure]
            yield Code.PART_ABOVE_TOTAL.at(
                cell.place, cell.label, measure=measure_name(cell), part=line.label,
                value=show(value), whole=whole.label, total=show(total),
            )  # fmt: skip
        summed = sum((value for _, value in given), Decimal(0))
        exhaustive = any(line.source == "other" for line in lines)
        apart = not larger and not named and len(given) > 1 and are_disjoint(lines)
        if apart and (summed > total or (exhaustive and summed < total)):
            yield Code.TOTAL_NOT_PARTS.at(
                    whole.amounts[measure].place, whole.amounts[measure].label,
                    measure=measure_name(whole.amounts[measure]), whole=whole.label,
                    total=show(total), sum=show(summed),
                    parts=" + ".join(show(value) for _, value in given),
                )  # fmt: skip


def points_only_on_total(context: Context) -> Iterator[Finding]:
    """分值 and 得分 belong to the total line alone, or they count twice (8)."""
    whole = total_line(context)
    for line in context.evaluation.funding.values():
        for key in ("points", "score"):
            if line.source == "total" or whole is None or key not in whole.amounts:
                continue
            value = line.value(key)
            if value:  # a printed 0 adds nothing
                cell = line.amounts[key]
                yield Code.POINTS_ON_PART_ROW.at(
                    cell.place, cell.label, source=line.label, what=measure_name(cell),
                    value=show(value),
                )  # fmt: skip


def typed_rates_are_right(context: Context) -> Iterator[Finding]:
    """A typed 执行率 or 到位率 equals what the amounts give, to two places (4)."""
    bases = {"rate": context.policy.execution.base, "arrival_rate": "revised_budget"}
    for line in context.evaluation.funding.values():
        for key, numerator in (("rate", "outturn"), ("arrival_rate", "received")):
            typed = line.amounts.get(key)
            rate = context.scores.funding.get(line.source, {}).get(key)
            if typed and rate is not None:
                sides = line.value(numerator), line.value(bases[key])
                yield from _rate_differs(typed, rate, *sides)
    execution = context.scores.execution
    for row in context.scores.indicators:
        if row.indicator.is_execution and execution.rate is not None:
            for typed in _rates_typed_in(row.indicator):
                sides = execution.outturn, execution.budget
                yield from _rate_differs(typed, execution.rate, *sides)


def indicator_rates_are_right(context: Context) -> Iterator[Finding]:
    """A typed 完成率 is the result over the target, within half a percentage point (4).

    Forms differ where less is better (either way round is right) and above 100 % (which many
    print as 100 %).
    """
    for row in context.measured():
        typed, rate = row.indicator.typed_rate, row.completion_rate
        if typed is None or typed.value is None or rate is None:
            continue
        right = [rate, 1 / rate] if row.ceiling and rate else [rate]
        right += [Decimal(1)] if rate > 1 else []
        if all(abs(typed.value - each) > HALF_A_POINT for each in right):
            yield Code.COMPLETION_RATE_DIFFERS.at(
                typed.place, typed.label, typed=percent(typed.value), rate=percent(rate),
                trace=row.trace,
            )  # fmt: skip


HALF_A_POINT = Decimal("0.005")


def _rates_typed_in(indicator: Indicator) -> Iterator[Amount]:
    """The rate in the row 预算执行率: as its result and in the column 完成率."""
    actual, entry = indicator.actual_value, indicator.actual
    if actual.value is not None and actual.unit in ("%", None):
        yield Amount(entry.label, entry.place, entry.raw, actual.value / 100)
    if indicator.typed_rate is not None:
        yield indicator.typed_rate


def _rate_differs(
    typed: Amount, rate: Decimal, numerator: Decimal | None, denominator: Decimal | None
) -> Iterator[Finding]:
    """Two places are the form's; a rate rounded to fewer (60 for 59.58) is another number."""
    if typed.value is None or abs(typed.value - rate) <= Decimal("0.00005"):
        return
    yield Code.RATE_DIFFERS.at(
        typed.place,
        typed.label,
        what=typed.label,
        typed=percent(typed.value),
        numerator=show(numerator or Decimal(0)),
        denominator=show(denominator or Decimal(0)),
        rate=percent(rate),
    )


def typed_balances_are_right(context: Context) -> Iterator[Finding]:
    """结余 is what was received and not spent; what never came is none (4)."""
    for line in context.evaluation.funding.values():
        typed = line.amounts.get("balance")
        balance = context.scores.funding.get(line.source, {}).get("balance")
        if typed is None or typed.value is None or balance is None or typed.value == balance:
            continue
        received, outturn = line.value("received"), line.value("outturn")
        budget = line.value("revised_budget")
        assert received is not None  # or there were no balance
        assert outturn is not None
        facts = {"typed": show(typed.value), "received": show(received)}
        facts |= {"outturn": show(outturn), "balance": show(balance)}
        missing = budget - received if budget is not None else Decimal(0)
        if budget is not None and typed.value == budget - outturn:
            yield Code.BALANCE_NOT_RECEIVED.at(
                typed.place, typed.label, budget=show(budget), missing=show(missing), **facts
            )
            continue
        note = ""
        if budget is not None and missing > 0:
            left = show(budget - outturn)
            note = f"；预算 {show(budget)} − 执行 {show(outturn)} = {left}，没有到位的不是结余"
        yield Code.BALANCE_DIFFERS.at(typed.place, typed.label, note=note, **facts)


RULES: tuple[Rule, ...] = (
    outturn_within_budget,
    total_is_sum_of_parts,
    unknown_parts_fit,
    points_only_on_total,
    typed_rates_are_right,
    indicator_rates_are_right,
    typed_balances_are_right,
)
