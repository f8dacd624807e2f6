"""执行率 and 到位率 of a report are those of the form, rounded as the report rounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.shares import find_shares
from xltools.audit.claims.form.words import (
    is_of_a_part_of_the_year,
    is_of_another_party,
    is_of_another_time,
    looks_ahead,
    rest_of,
    without_names,
)
from xltools.audit.claims.money.rates import Rate, find_rates
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import Known, amounts_of_source, rates
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.form.amounts import amounts_meant
from xltools.audit.rules.form.shared import (
    NAMES,
    is_of_another_year,
    is_told,
    only_form,
    own_names,
)
from xltools.decimals import percent
from xltools.patterns import Pattern

_RATE_WORDS = Pattern(
    r"预算|资金|经费|支出|支付|使用|执行|到位|财政|拨款|完成|综合|整体|总体|占|率|进度|比例|较?高|良好"
)


class RateMeant(Struct, frozen=True):
    """A rate of a report and the form's rates that it may mean, likeliest first."""

    rate: Rate
    known: tuple[Known, ...]

    def agrees(self) -> bool:
        """True if the form's money gives it."""
        return any(
            self.rate.agrees(each.value)
            or abs(self.rate.value - each.value) <= self.rate.ulp / 2
            for each in self.known
        )


def rates_meant(case: Case) -> tuple[RateMeant, ...]:
    """The rates of the prose that speak of the form's project and year."""
    form = only_form(case)
    if form is None:
        return ()
    names = own_names(form)
    shares = [each for each in case.of(find_shares) if _is_of_what_was_spent(each, case)]
    found = []
    for each in (*case.of(find_rates), *shares):
        if each.kind not in ("execution", "arrival") or is_of_another_year(form, each.year):
            continue
        known = rates(form, each.kind)
        if known and not _is_elsewhere(each, names):
            found.append(RateMeant(each, (*known, *_of_sources(form, each.kind))))
    return tuple(found)


def _is_of_what_was_spent(share: Rate, case: Case) -> bool:
    """True where the outturn stands right before 占预算的…%; 支付进度 says so itself."""
    if "占" not in share.label:
        return True
    begin = share.start - len(share.label)
    return any(
        meant.kind == "outturn"
        and meant.amount.line.index == share.line.index
        and begin - len(",") <= meant.amount.end <= share.start
        for meant in case.once(amounts_meant)
    )


def _is_elsewhere(each: Rate, names: Sequence[str]) -> bool:
    start, _ = sentence_span(each.line, each.start)
    if looks_ahead(each.line) or is_of_a_part_of_the_year(each.line, start, each.start):
        return True
    if is_of_another_time(each.line, start, each.start):
        return True
    if is_of_another_party(each.line, start, each.start):
        return True
    label = without_names(each.label.rpartition(":")[2], names)
    return bool(rest_of(_RATE_WORDS.sub("", label)))


def _of_sources(form: Form, kind: str) -> Iterator[Known]:
    """The rates of single sources, which a sentence may mean by 财政拨款执行率."""
    top = "outturn" if kind == "execution" else "received"
    for source in form.evaluation.funding:
        cells = dict(amounts_of_source(form, source)) if source != "total" else {}
        base = cells.get("revised_budget") or cells.get("original_budget")
        if top in cells and base is not None and base.value:
            yield Known(cells[top].value / base.value, cells[top].where)


def rates_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """97.63% of 480 is 468.6."""
    for meant in case.once(rates_meant):
        if not meant.agrees() and not is_told(case, meant.rate.at):
            yield _rate(meant.rate, meant.known[0])


def _rate(each: Rate, known: Known) -> Remark:
    shown = percent(known.value, max(each.places, 2))
    return remark(
        FormCode.RATE, each.at, what=NAMES[each.kind], claim=each.words, against=shown,
        place=known.where, arithmetic=f"{known.trace}＝{shown}",
    )  # fmt: skip


def confirmed_rates(case: Case) -> Sequence[Rate]:
    """The rates that the form's money gives."""
    return [meant.rate for meant in case.once(rates_meant) if meant.agrees()]


RULES: tuple[Rule, ...] = (rates_are_those_of_the_form,)
