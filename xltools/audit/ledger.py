"""Where the numbers of a form stand: number → what it is, and the cell, for messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Form
from xltools.audit.forms import amounts
from xltools.audit.pieces import NUMBER
from xltools.audit.report import fold
from xltools.check.context import Context
from xltools.check.money import cells_of
from xltools.check.totals import typed_total
from xltools.decimals import half_up, plain
from xltools.model import Amount, Entry, Indicator, IndicatorScore, Place

_LONG = 8
"""Characters from which on a text is known by its words."""


class Posting(Struct, frozen=True):
    """One number of a form: what it is, and its cell, or the cells it is computed from."""

    label: str
    where: str

    def __str__(self) -> str:
        return f"{self.where} {self.label}".strip()


class Ledger(Struct, frozen=True):
    """`numbers`: plain digits (with % for a rate) → postings; `texts`: folded words → posting."""

    numbers: dict[str, list[Posting]]
    texts: tuple[tuple[str, Posting], ...]
    forms: str
    """The form's sheet, or how many forms there are."""

    def place_of(self, written: str, sentence: str, *, is_rate: bool = False) -> str:
        """Where a number of a sentence stands; the form's sheet where nobody can say.

        Of several places those count whose names the sentence holds.
        """
        key = _key(written)
        found = list(self.numbers.get(f"{key}%", []) if is_rate else [])
        found += self.numbers.get(key, [])
        whole = [each for each in found if "其中" not in each.label]
        if whole and "其中" not in sentence:
            found = whole
        shared = {each: _shared(each.label, sentence) for each in found}
        best = max(shared.values(), default=0)
        told = [str(each) for each in dict.fromkeys(found) if shared[each] == best]
        by_chance = best == 0 and (len(told) > 1 or len(key) < _TELLING)
        if not told or len(told) > _FEW or by_chance:
            return self.forms
        return "、".join(told)

    def text_with(self, sentence: str) -> Posting | None:
        """The text that holds a folded sentence word for word."""
        for words, posting in self.texts:
            if sentence in words:
                return posting
        return None


_FEW = 3
_TELLING = 3
"""Digits of a number that is not another one by chance."""


def ledger_of(forms: Sequence[Form]) -> Ledger:
    """Enter every number of the forms, and those that a report computes from them."""
    numbers: dict[str, list[Posting]] = {}
    texts: list[tuple[str, Posting]] = []
    for form in forms:
        prefix = f"{form.file} " if len(forms) > 1 else ""
        for key, label, where in _postings(form):
            numbers.setdefault(key, []).append(Posting(label, prefix + where))
        notes = [row.deviation_note for row in form.evaluation.indicators]
        fields = form.evaluation.fields.values()
        for entry in (*form.evaluation.texts.values(), *fields, *notes):
            if entry.text and len(entry.text) > _LONG:
                posting = Posting(entry.label, f"{prefix}{entry.place}")
                texts.append((fold(entry.text)[0], posting))
    for key, label in _sums(forms) if len(forms) > 1 else ():
        posting = Posting(label, f"{len(forms)}份自评表相加")
        numbers.setdefault(key, []).insert(0, posting)
    return Ledger(numbers, tuple(texts), sheets_of(forms))


def sheets_of(forms: Sequence[Form]) -> str:
    """What messages call the forms: 自评表, 14份自评表."""
    return forms[0].evaluation.sheet if len(forms) == 1 else f"{len(forms)}份自评表"


def _sums(forms: Sequence[Form]) -> Iterator[tuple[str, str]]:
    """What a unit's report says of all projects together."""
    sums: dict[str, Decimal] = {}
    for role, label in (("budget", "预算总额"), ("outturn", "执行金额")):
        values = [found[0].value for form in forms if (found := amounts(form, role))]
        if len(values) == len(forms):
            sums[role] = sum(values, Decimal(0))
            yield _key(sums[role]), label
    if len(sums) == len(("budget", "outturn")) and sums["budget"]:
        for key in _rate_keys(sums["outturn"] / sums["budget"]):
            yield key, "预算执行率"
        yield _key(sums["budget"] - sums["outturn"]), "结余金额"
    yield str(len(forms)), "项目个数"


def _key(written: str | Decimal) -> str:
    return plain(Decimal(str(written).replace(",", "")))


def _shared(label: str, sentence: str) -> int:
    """Pairs of characters of a label that a sentence holds."""
    return sum(label[n : n + 2] in sentence for n in range(len(label) - 1))


def _postings(form: Form) -> Iterator[tuple[str, str, str]]:
    evaluation, scores = form.evaluation, form.scores
    context = Context(evaluation, scores, form.profile)
    for line in evaluation.funding.values():
        for amount in line.amounts.values():
            if amount.value is not None:
                own = amount.label if "·" in amount.label else f"{line.label}·{amount.label}"
                yield _key(amount.value), own.strip("·"), str(amount.place)
    for row in scores.indicators:
        yield from _of_indicator(row)
    year = evaluation.fields.get("year")
    if year is not None and evaluation.year is not None:
        yield str(evaluation.year), "年度", str(year.place)
    for entry in evaluation.fields.values():
        yield from _of_text(entry)
    for side in (*evaluation.group, *evaluation.spending):
        for entry in side.cells.values():
            yield from _of_text(entry)
    yield from _computed(context)


def _computed(context: Context) -> Iterator[tuple[str, str, str]]:
    """What a report computes: rate, balance, total, counts."""
    scores, evaluation = context.scores, context.evaluation
    spent, budget = (_first(context, key) for key in ("outturn", "revised_budget"))
    if spent is not None and budget is not None:
        ratio = f"{spent.place}÷{budget.place.a1}"
        if scores.execution.rate is not None:
            for key in _rate_keys(scores.execution.rate):
                yield key, "预算执行率", ratio
        if scores.execution.score is not None:
            yield _key(scores.execution.score), "预算执行率得分", ratio
        if spent.value is not None and budget.value is not None:
            left = f"{budget.place}－{spent.place.a1}"
            yield _key(budget.value - spent.value), "结余", left
    rows = tuple(row for row in evaluation.indicators if not row.is_execution)
    cell = typed_total(context)
    if scores.total is not None:
        where = str(cell.place) if cell else _span([row.typed_score.place for row in rows])
        yield _key(scores.total), "总分", where or evaluation.sheet
    yield from _parts(scores.indicators)
    for label, count in _counts(rows) if rows else ():
        yield str(count), label, f"{rows[0].name.place}:{rows[-1].name.place.a1}"


def _parts(rows: Sequence[IndicatorScore]) -> Iterator[tuple[str, str, str]]:
    """What each 一级指标 is worth and has earned, and how many indicators it has."""
    heads: dict[str, list[IndicatorScore]] = {}
    for row in rows:
        heads.setdefault(row.indicator.level1.text or "", []).append(row)
    for head, own in heads.items():
        points = [row.points for row in own if row.points is not None]
        scores = [row.score for row in own if row.score is not None]
        if not head or len(points) != len(own):
            continue
        yield (
            _key(sum(points, Decimal(0))), f"{head}分值",
            _span([row.indicator.points.place for row in own]),
        )  # fmt: skip
        yield str(len(own)), f"{head}个数", _span([row.indicator.name.place for row in own])
        if len(scores) == len(own):
            where = _span([row.indicator.typed_score.place for row in own])
            yield _key(sum(scores, Decimal(0))), f"{head}得分", where


def _span(places: Sequence[Place]) -> str:
    """自评表!H30:H34; "" for none."""
    if not places:
        return ""
    first, last = places[0], places[-1]
    return str(first) if first == last else f"{first}:{last.a1}"


def _counts(rows: Sequence[Indicator]) -> Iterator[tuple[str, int]]:
    yield "一级指标个数", len({row.level1.place for row in rows})
    yield "二级指标个数", len({row.level2.place for row in rows})
    yield "三级指标个数", len(rows)


def _first(context: Context, measure: str) -> Amount | None:
    return next((each for each in cells_of(context, measure) if each.value is not None), None)


def _rate_keys(rate: Decimal) -> set[str]:
    return {f"{_key(half_up(rate * 100, places))}%" for places in (0, 1, 2)}


def _of_indicator(row: IndicatorScore) -> Iterator[tuple[str, str, str]]:
    indicator = row.indicator
    name = indicator.name.text or ""
    for amount in (indicator.points, indicator.typed_score):
        if amount.value is not None:
            yield _key(amount.value), f"{name} {amount.label}".strip(), str(amount.place)
    for entry in (indicator.target, indicator.actual):
        for key, label, place in _of_text(entry):
            yield key, f"{name} {label}".strip(), place
    if row.score is not None:
        yield _key(row.score), f"{name} 得分", str(indicator.typed_score.place)
    if row.score is not None and row.points is not None and row.score < row.points:
        where = _less(indicator.points.place, indicator.typed_score.place)
        yield _key(row.points - row.score), f"{name} 扣分", where
    target, actual = indicator.target_value, indicator.actual_value
    if target.value is not None and actual.value is not None and target.unit == actual.unit:
        where = _less(indicator.actual.place, indicator.target.place)
        yield _key(abs(actual.value - target.value)), f"{name} 与目标相差", where
    if row.completion_rate is not None:
        where = _both(indicator.actual.place, indicator.target.place)
        for key in _rate_keys(row.completion_rate):
            yield key, f"{name} 完成率", where


def _both(one: Place, other: Place) -> str:
    return f"{one}÷{other.a1}"


def _less(one: Place, other: Place) -> str:
    return f"{one}－{other.a1}"


def _of_text(entry: Entry) -> Iterator[tuple[str, str, str]]:
    for found in NUMBER.findall(fold(entry.text or "")[0]):
        yield _key(found), entry.label, str(entry.place)
