"""Completion rates and scores of indicators: the quotient, and points that fit the result.

Regions differ in how a ceiling's rate is printed and what a miss costs. What every way of
counting allows is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import find_told
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.claims.indicators.pairs import comparable, wants_less
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import half_up, percent, plain

ONE = Decimal(1)


def completion_rates_are_quotients(case: Case) -> Iterator[Remark]:
    """完成率 = 实际 ÷ 目标, or one of the ways in which a ceiling's rate is printed."""
    seen: set[tuple[str, ...]] = set()
    for told in case.of(find_told):
        rates = {
            row.row: row.typed_rate.value
            for row in told.context.evaluation.indicators
            if row.typed_rate is not None
        }
        for claim in told.claims.values():
            rate, pair = claim.rate, comparable(claim)
            if rate is None or pair is None or rate.value.value is None:
                continue
            target, actual = pair[0].value, pair[1].value
            if not target or actual is None or target < 0 or actual < 0:
                continue
            typed = rates.get(claim.row)
            ways = _ways(target, actual, ceiling=wants_less(claim, pair[0]))
            key = (claim.name, claim.aims_at, rate.words)
            if (
                typed is None
                or key in seen
                or any(_printed_as(w, typed, rate.words) for w in ways)
            ):
                continue
            seen.add(key)
            assert claim.target is not None
            assert claim.actual is not None
            yield remark(
                IndicatorCode.RATE_DIFFERS, rate.at, name=without_unit(claim.name),
                claim=rate.words, target=claim.aims_at, actual=claim.actual.words,
                against=percent(ways[0]),
                arithmetic=f"{plain(actual)} ÷ {plain(target)} = {percent(ways[0])}",
            )  # fmt: skip


def _ways(target: Decimal, actual: Decimal, *, ceiling: bool) -> list[Decimal]:
    """What a rate may be printed as; the plain quotient first."""
    rate = actual / target
    ways = [rate]
    if rate > 1:
        ways.append(ONE)
    if ceiling:
        ways.append(ONE + (target - actual) / target)
        if actual:
            ways.append(target / actual)
        if rate <= 1:
            ways.append(ONE)
    return ways


def _printed_as(ratio: Decimal, typed: Decimal, words: str) -> bool:
    """True if the ratio, rounded or cut to the places printed, is what was typed.

    A whole percentage may be rounded from any number of places.
    """
    digits = words.rstrip("%％")
    places = len(digits.partition(".")[2]) + (2 if "%" in words or "％" in words else 0)
    places = max(places, 2)
    cut = ratio.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    return typed in (half_up(ratio, places), cut) or abs(ratio - typed) <= Decimal("0.0001")


RULES: tuple[Rule, ...] = (completion_rates_are_quotients,)
