"""The money of a form as one figure a measure, whatever sources the form prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context
from xltools.model import Amount, FundingLine

MONEY = ("original_budget", "revised_budget", "received", "outturn")
"""Measures in 万元 that a person types and that add up over the sources."""

EXPENDITURE = ("basic_expenditure", "project_expenditure")
"""基本支出 + 项目支出: a second way to divide the same total, never added to the first."""

_LEVELS = ("central", "provincial", "municipal", "county", "local")
_DISJOINT = (
    frozenset({"central", "local", "other", "carry_over"}),
    frozenset({"central", "provincial", "municipal", "county", "other", "carry_over"}),
    frozenset({"appropriation", "special_account", "unit_funds", "other", "carry_over"}),
    frozenset(
        {"appropriation", "government_fund", "state_capital", "special_account", "unit_funds",
         "other", "carry_over"}
    ),
)  # fmt: skip
"""Sources that exclude each other, so that their sum cannot pass the total."""


def total_line(context: Context) -> FundingLine | None:
    """年度资金总额; None where the form has no such row."""
    return context.evaluation.funding.get("total")


def unnamed(context: Context) -> list[FundingLine]:
    """Sources that the form prints and the profile does not know, 基本/项目支出 left out."""
    known = {source.key for source in context.profile.form.funding.sources}
    return [
        line
        for key, line in context.evaluation.funding.items()
        if key not in known and key not in EXPENDITURE and key != "total"
    ]


def parts_of(context: Context, whole: str) -> list[FundingLine]:
    """The lines that the profile declares parts of a source, as far as the form has them."""
    lines = context.evaluation.funding
    return [
        lines[source.key]
        for source in context.profile.form.funding.sources
        if source.part_of == whole and source.key in lines
    ]


def top_parts(context: Context) -> list[FundingLine]:
    """The sources that make up the total: the profile's, else those that exclude each other."""
    named = parts_of(context, "total")
    if any(line.value(key) is not None for line in named for key in MONEY):
        return named
    lines = [line for line in unnamed(context) if any(line.value(key) for key in MONEY)]
    if any(line.source == "appropriation" for line in lines):
        lines = [line for line in lines if line.source not in _LEVELS]
    return lines if len(lines) == 1 or are_disjoint(lines) else []


def are_disjoint(lines: list[FundingLine]) -> bool:
    """True if no line can be a part of another."""
    keys = {line.source for line in lines}
    return bool(keys) and any(keys <= family for family in _DISJOINT)


def amount_of(context: Context, measure: str) -> Decimal | None:
    """A measure of the whole project in 万元: the total, or the sum of the sources.

    The sum counts where the total's cell is blank or holds the 0 of a formula that found
    nothing, while the sources hold money.
    """
    line = total_line(context)
    total = line.value(measure) if line else None
    if total:
        return total
    given = [v for part in top_parts(context) if (v := part.value(measure)) is not None]
    return sum(given, Decimal(0)) if given else total


def measure_name(amount: Amount) -> str:
    """What the column is called: 年初预算数 of 年度资金总额·年初预算数."""
    return amount.label.rpartition("·")[2]


def cells_of(context: Context, measure: str) -> Iterator[Amount]:
    """The cells that hold a measure, the total's first."""
    line = total_line(context)
    for each in [line] if line else list(context.evaluation.funding.values()):
        if each is not None and measure in each.amounts:
            yield each.amounts[measure]
