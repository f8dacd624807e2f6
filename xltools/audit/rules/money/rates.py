"""Rates: 执行率, 到位率, 指标完成率 and what is left, against the amounts and counts around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import Amount, find_amounts
from xltools.audit.claims.money.counts import DONE, LevelCount, find_level_counts
from xltools.audit.claims.money.rates import Rate, find_rates
from xltools.audit.claims.money.scope import find_stated, is_of_one_project, is_whole
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Report
from xltools.audit.rules.form.confirmed import is_confirmed
from xltools.audit.rules.money.amounts import corrected
from xltools.decimals import percent, plain
from xltools.patterns import Pattern

_BASES = ("budget", "received", "original", "source")
_ONE = Decimal(1)
_BUDGET = Pattern(r"预算|安排|批复|总投资|资金总额")
_EXCEPT = Pattern(r"除[^,。;]{1,12}外|剔除|扣除|不含")
"""Then the rate is one of a part of the money that is not stated."""
_WHOLE_RATE = Pattern(
    r"^(?:.*?项目|.*:|截[至止].*?[,日底末]|20\d\d年(?:度)?)*(?:本|该|总|整体|资金|全年|年度|项目)*"
    r"(?:预算|资金)?(?:支出)?(?:执行率|支出率|使用率|支付率)[^,。;]{0,6}$"
)


class Quotient(Struct, frozen=True):
    """One way in which a rate may have been computed: `part` ÷ `whole`."""

    part: Amount
    whole: Amount

    @property
    def value(self) -> Decimal:
        """The exact ratio."""
        return self.part.value / self.whole.value

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the largest ratio that the printed amounts allow."""
        low = (self.part.value - self.part.half) / (self.whole.value + self.whole.half)
        return low, (self.part.value + self.part.half) / (self.whole.value - self.whole.half)

    def gives(self, rate: Rate) -> bool:
        """True if the rate, as it is printed, can come from these amounts."""
        low, high = self.bounds
        half = rate.ulp / 2
        return low - half <= rate.value <= high + half

    def arithmetic(self, places: int) -> str:
        """0.5188÷1＝51.88%."""
        shown = percent(self.value, max(places, 2))
        return f"{plain(self.part.value)}÷{plain(self.whole.value)}＝{shown}"


def a_rate_is_spent_over_budget(case: Case) -> Iterator[Remark]:
    """执行率 is an outturn over a budget (or over what was received) (R4).

    The amounts beside it decide; where they give it, or there are none, those that the report
    states for the whole project do: a rate of rounded amounts is wrong when finer ones stand
    elsewhere, and of two different outturns one at most gives it.
    """
    amounts = case.of(find_amounts)
    whole = {id(rate) for rate in _whole_rates(case)}
    for rate in (*case.of(find_rates), *case.of(find_table_rates)):
        if rate.kind not in ("execution", "arrival"):
            continue
        if _EXCEPT.search(_sentence(rate)) or is_confirmed(case, rate):
            continue
        near = _quotients(rate, (*amounts, *case.once(corrected)))
        if near and not any(each.gives(rate) for each in near):
            yield _wrong(rate, near)
        elif id(rate) in whole and rate.kind == "execution" and not _of_parts(rate, amounts):
            right = [e for e in case.once(corrected) if e.role != "outturn" and is_whole(e)]
            yield from _of_the_whole(rate, (*case.of(find_stated), *right))
        if rate.kind == "execution" and rate.value > _ONE and _fits(rate, near):
            yield remark(MoneyCode.RATE_ABOVE_ONE, rate.at, what="执行率", claim=rate.words)


def _fits(rate: Rate, near: Sequence[Quotient]) -> bool:
    """True unless the amounts beside it give another rate, which is told already."""
    return not near or any(each.gives(rate) for each in near)


def _of_parts(rate: Rate, amounts: Sequence[Amount]) -> bool:
    """True if the sentence speaks of one source or item before it comes to the rate."""
    start, _ = sentence_span(rate.line, rate.start)
    return any(
        each.line.index == rate.line.index
        and start <= each.start < rate.start
        and not is_whole(each)
        for each in amounts
    )


def _sentence(rate: Rate) -> str:
    start, end = sentence_span(rate.line, rate.start)
    return rate.line.text[start:end]


def _quotients(rate: Rate, amounts: Sequence[Amount]) -> list[Quotient]:
    """The pairs of one sentence, else those of it and the sentence before."""
    parts = ("outturn",) if rate.kind == "execution" else ("received",)
    bases = _BASES if rate.kind == "execution" else ("budget", "original")
    span = sentence_span(rate.line, rate.start)
    inside = [
        each
        for each in amounts
        if each.line.index == rate.line.index and span[0] <= each.start < span[1]
    ]
    first = sentence_span(rate.line, span[0] - 1)[0] if span[0] > 1 else 0
    before = [
        each
        for each in amounts
        if each.line.index == rate.line.index and first <= each.start < rate.start
    ]
    if any(each.part for each in before if each.start < span[0]):
        before = [
            each
            for each in amounts
            if each.line.index == rate.line.index and each.start < rate.start and not each.part
        ]
    for choice in (inside, before):
        found = [
            Quotient(part, whole)
            for part in choice
            for whole in choice
            if part.role in parts and _is_base(whole, bases) and part is not whole
            if whole.value > whole.half and not part.about and not whole.about
        ]
        if found:
            return found
    return []


def _is_base(amount: Amount, roles: Sequence[str]) -> bool:
    """True for a budget by name; money that is only called 资金 may be anybody's."""
    if amount.role == "budget" and not is_whole(amount):
        return _BUDGET.search(amount.label) is not None
    return amount.role in roles


def _wrong(rate: Rate, near: Sequence[Quotient]) -> Remark:
    what = "执行率" if rate.kind == "execution" else "到位率"
    best = min(near, key=lambda each: abs(each.value - rate.value))
    off = abs(best.value - rate.value)
    code = MoneyCode.RATE_LAST_PLACE if off <= rate.ulp else MoneyCode.RATE
    return remark(
        code, rate.at, what=what, claim=rate.words, against=percent(best.value, max(rate.places, 2)),
        arithmetic=best.arithmetic(rate.places),
    )  # fmt: skip


def _of_the_whole(rate: Rate, stated: Sequence[Amount]) -> Iterator[Remark]:
    """Against the outturns and budgets that the report states for the whole project."""
    spent = [each for each in stated if each.role == "outturn"]
    bases = [each for each in stated if each.role in ("budget", "received") and each.value]
    if not spent or not bases or len({each.year for each in spent if each.year}) > 1:
        return
    finest = min(spent, key=lambda each: each.ulp)
    rounded = all(abs(each.value - finest.value) <= each.ulp / 2 for each in spent)
    of_each = [[Quotient(part, whole) for whole in bases] for part in spent]
    deciding = [of_each[spent.index(finest)]] if rounded else of_each
    wrong = [pairs for pairs in deciding if not any(each.gives(rate) for each in pairs)]
    if not wrong:
        return
    worst = wrong[0][0]
    right = any(each.gives(rate) for pairs in of_each for each in pairs)
    code = MoneyCode.RATE_OF_ROUNDED if rounded and right else MoneyCode.RATE_OF_OTHER
    yield remark(
        code, rate.at, what="执行率", claim=rate.words, place=worst.part.line.where,
        against=percent(worst.value, max(rate.places, 2)), amount=worst.part.words,
        arithmetic=worst.arithmetic(rate.places),
    )  # fmt: skip


def _whole_rates(case: Case) -> list[Rate]:
    """The execution rates of the prose and of tables that speak of the whole of one project."""
    if not is_of_one_project(case.report):
        return []
    found = [
        rate
        for rate in case.of(find_rates)
        if rate.kind == "execution" and _WHOLE_RATE.search(rate.label)
    ]
    years = {rate.year for rate in found if rate.year}
    if len(years) > 1:
        return []
    return found + list(case.of(find_table_rates))


def find_table_rates(report: Report) -> tuple[Rate, ...]:
    """Return the actuals of rows whose name is 预算执行率."""
    return tuple(_table_rates(report))


def _table_rates(report: Report) -> Iterator[Rate]:
    for table in report.tables:
        for row in table.rows:
            names = [n for n, cell in enumerate(row) if _RATE_ROW.match(cell.text)]
            if not names:
                continue
            for cell in row[names[-1] + 1 :]:
                found = _PERCENT.match(cell.text)
                if found and not _HEADED_TARGET.search(_head_of(table.rows, row.index(cell))):
                    yield Rate(
                        cell, 0, len(cell.text), Decimal(found[1]).scaleb(-2),
                        Decimal(1).scaleb(-2 - len(found[1].partition(".")[2])), "execution", "",
                    )  # fmt: skip
                    break


_RATE_ROW = Pattern(r"^(?:预算|资金)执行率(?:\(%\))?$")
_PERCENT = Pattern(r"^(\d+(?:\.\d+)?)%$")
_HEADED_TARGET = Pattern(r"目标|指标值|预期|权重|分值")


def _head_of(rows: Sequence[Sequence[object]], column: int) -> str:
    return str(getattr(rows[0][column], "text", "")) if column < len(rows[0]) else ""


def a_rate_is_one_number(case: Case) -> Iterator[Remark]:
    """支付率95% in one chapter and 支付率100% in another, both of the whole project."""
    first: dict[str, Rate] = {}
    amounts = case.of(find_amounts)
    for rate in _whole_rates(case):
        if _of_parts(rate, amounts) or is_confirmed(case, rate):
            continue
        named = _NAMED_RATE.search(rate.label)
        if named is None or _EXCEPT.search(_sentence(rate)) or _TARGET.search(_sentence(rate)):
            continue
        known = first.setdefault(named[0], rate)
        if abs(known.value - rate.value) > max(known.ulp, rate.ulp) / 2:
            yield remark(
                MoneyCode.RATE_TWICE, rate.at, what=named[0], claim=rate.words,
                against=known.words, place=known.line.where,
            )  # fmt: skip


_NAMED_RATE = Pattern(r"执行率|支付率|支出率|使用率")
_TARGET = Pattern(
    r"目标|指标|要求|不低于|≥|扣|上年|年初|季度|月底|截至20\d\d年\d月|其中|(?:补助|管护|补偿|奖补|保险|贷款)资金|计分|门槛|及格|得分|得\d|分值|权重|以上|以下|超过|达到"
)


def a_share_of_completed_indicators_is_counted(case: Case) -> Iterator[Remark]:
    """指标完成率 = 已完成三级指标 ÷ 三级指标 of the same paragraph."""
    counts = case.of(find_level_counts)
    for rate in case.of(find_rates):
        if rate.kind not in ("indicators", "completion"):
            continue
        here = [each for each in counts if each.line.index == rate.line.index]
        done = _last(here, DONE, rate.start)
        all_of_them = _last(here, 3, rate.start)
        if done is None or all_of_them is None or not all_of_them.count:
            continue
        exact = Decimal(done.count) / all_of_them.count
        if not rate.agrees(exact):
            yield remark(
                MoneyCode.COMPLETED_SHARE, rate.at, claim=rate.words,
                against=percent(exact, max(rate.places, 2)),
                arithmetic=f"{done.count}÷{all_of_them.count}＝{percent(exact)}",
            )  # fmt: skip


def _last(counts: Sequence[LevelCount], level: int, before: int) -> LevelCount | None:
    found = [each for each in counts if each.level == level and each.start < before]
    return found[-1] if found else None


def a_rest_is_what_was_not_spent(case: Case) -> Iterator[Remark]:
    """剩余3%资金 is (budget − outturn) ÷ budget of the same paragraph."""
    amounts = case.of(find_amounts)
    for rate in case.of(find_rates):
        if rate.kind != "rest":
            continue
        here = [each for each in amounts if each.line.index == rate.line.index]
        bases = [each for each in here if each.role in _BASES and each.value and not each.about]
        spent = [each for each in here if each.role == "outturn" and not each.about]
        rests = [(base, paid) for base in bases for paid in spent if paid.value <= base.value]
        if not rests or any(rate.agrees(1 - paid.value / base.value) for base, paid in rests):
            continue
        base, paid = rests[0]
        left = base.value - paid.value
        exact = left / base.value
        yield remark(
            MoneyCode.REST, rate.at, claim=rate.words, against=percent(exact),
            arithmetic=f"（{plain(base.value)}－{plain(paid.value)}）÷{plain(base.value)}＝{percent(exact)}",
        )  # fmt: skip


RULES: tuple[Rule, ...] = (
    a_rate_is_spent_over_budget,
    a_rate_is_one_number,
    a_share_of_completed_indicators_is_counted,
    a_rest_is_what_was_not_spent,
)
