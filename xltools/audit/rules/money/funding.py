"""The funding table of one project: what is left of each source, and what the sources make."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.money.amounts import Role
from xltools.audit.claims.money.tables import funding_of
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.money.amounts import money
from xltools.decimals import plain


def what_is_left_of_a_source_is_the_difference(case: Case) -> Iterator[Remark]:
    """结余 of each source is what arrived (or was budgeted) less what was spent."""
    for table in case.report.tables:
        sources: dict[int, dict[Role, Measured]] = {}
        for each in funding_of(table):
            sources.setdefault(each.source, {}).setdefault(each.role, each.figure)
        for figures in sources.values():
            left, spent = figures.get("balance"), figures.get("outturn")
            bases = [figures[role] for role in _BASES if role in figures]
            if left is None or spent is None or not bases:
                continue
            slack = spent.half + left.half
            if any(abs(base.value - spent.value - left.value) <= slack for base in bases):
                continue
            gap = bases[0].value - spent.value
            yield remark(
                MoneyCode.BALANCE, left.at, what="结余", claim=left.line.raw.strip(),
                against=money(gap),
                arithmetic=f"{plain(bases[0].value)}－{plain(spent.value)}＝{plain(gap)}",
            )  # fmt: skip


_BASES: tuple[Role, ...] = ("received", "budget", "original")


RULES: tuple[Rule, ...] = (what_is_left_of_a_source_is_the_difference,)
