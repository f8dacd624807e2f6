"""成本指标 against the money of the form (checks 31, 32) and the list of spending."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.check.money import amount_of
from xltools.codes import Code
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Indicator, TypedValue
from xltools.value import ValueParseError, convert, parse_amount

CENT = Decimal("0.000001")
"""One 分 in 万元, the finest amount there is."""

ROUNDING = Decimal("0.005")
"""What rounding to two places of 万元, the usual form, may hide in one figure."""

_NEARLY_WHOLE = Decimal("0.05")
_NEARLY_PARTS = Decimal("0.02")


def money_of(value: TypedValue, unit: str | None = None) -> Decimal | None:
    """A value as 万元; None for a unit price, a rate or words.

    `unit` is the other side's, for a bare number.
    """
    unit = value.unit or unit
    return convert(value.value, unit, "万元") if value.value is not None and unit else None


def _pair(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    target, actual = indicator.target_value, indicator.actual_value
    return money_of(target, actual.unit), money_of(actual, target.unit)


def _budgets(context: Context) -> list[Decimal]:
    keys = ("revised_budget", "original_budget")
    return [value for key in keys if (value := amount_of(context, key))]


def cost_equals_outturn(context: Context) -> Iterator[Finding]:
    """Where one indicator states the whole cost, it is the money spent (32).

    Only a target about as large as the budget is the whole cost and not a part of it.
    """
    outturn, budgets = amount_of(context, "outturn"), _budgets(context)
    if outturn is None or not budgets:
        return
    whole = []
    for row in context.costs():
        planned, spent = _pair(row.indicator)
        near = planned is not None and any(
            abs(planned - budget) <= budget * _NEARLY_WHOLE for budget in budgets
        )
        if near and spent is not None:
            whole.append((row.indicator, spent))
    if len(whole) != 1:
        return
    (indicator, spent), budget = whole[0], budgets[0]
    if abs(spent - outturn) >= ROUNDING:
        yield Code.COST_NOT_OUTTURN.at(
            indicator.actual.place,
            indicator.actual.label,
            actual=show(spent),
            outturn=show(outturn),
            gap=show(abs(spent - outturn)),
            rate=percent(spent / budget),
            typed_rate=percent(outturn / budget),
        )


def cost_parts_add_up(context: Context) -> Iterator[Finding]:
    """Several costs that add up to the budget are its parts; so are their results (31)."""
    rows = [(row.indicator, *_pair(row.indicator)) for row in context.costs()]
    rows = [each for each in rows if each[1] is not None]
    budgets = _budgets(context)
    planned = [value for _, value, _ in rows if value is not None]
    total = sum(planned, Decimal(0))
    if len(rows) < 2 or not budgets:
        return
    if any(abs(value - b) <= b * _NEARLY_WHOLE for value in planned for b in budgets):
        return  # one of them is the whole
    nearest = min(budgets, key=lambda budget: abs(budget - total))
    slack = ROUNDING * len(rows)
    if abs(total - nearest) > max(nearest * _NEARLY_PARTS, slack):
        return
    if abs(total - nearest) > slack:
        entry = rows[0][0].target
        yield Code.COSTS_NOT_BUDGET.at(
            entry.place, entry.label, sum=show(total), budget=show(nearest),
            gap=show(abs(total - nearest)), parts=" + ".join(map(show, planned)),
        )  # fmt: skip
    spent = [value for _, _, value in rows if value is not None]
    outturn, done = amount_of(context, "outturn"), sum(spent, Decimal(0))
    if outturn is not None and len(spent) == len(rows) and abs(done - outturn) > slack:
        entry = rows[0][0].actual
        yield Code.COSTS_NOT_OUTTURN.at(
            entry.place, entry.label, sum=show(done), outturn=show(outturn),
            gap=show(abs(done - outturn)), parts=" + ".join(map(show, spent)),
        )  # fmt: skip


def spending_adds_up(context: Context) -> Iterator[Finding]:
    """The breakdown of spending adds up to the outturn; each of its amounts can be read."""
    outturn = amount_of(context, "outturn")
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


RULES: tuple[Rule, ...] = (cost_equals_outturn, cost_parts_add_up, spending_adds_up)
