"""What a form says that a report may state, each with the cell: money, rates, scores, counts.

Amounts are 万元, rates ratios. A figure that a person typed and one that we computed may differ;
the form's own check tells of that, and a report may follow either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Form
from xltools.audit.claims.money.amounts import SCALE, amounts_in
from xltools.audit.claims.money.counts import DONE, UNDONE
from xltools.audit.report import Line, make_line
from xltools.check.context import Context, is_part_row
from xltools.check.money import amount_of, cells_of
from xltools.check.totals import typed_grade, typed_total
from xltools.model import Entry, Indicator, IndicatorScore
from xltools.patterns import Pattern
from xltools.value import align


class Known(Struct, frozen=True):
    """A figure of the form and where it stands: 自评表!E9, 自评表!F9÷E9."""

    value: Decimal
    where: str
    trace: str = ""


class KnownWord(Struct, frozen=True):
    """A word of the form and where it stands."""

    text: str
    where: str


def context_of(form: Form) -> Context:
    """The form as the rules for forms see it."""
    return Context(form.evaluation, form.scores, form.profile)


_MEASURES = {
    "budget": ("revised_budget", "original_budget"),
    "original": ("original_budget", "revised_budget"),
    "received": ("received",),
    "outturn": ("outturn",),
}
"""What the role of an amount may mean: 预算 alone is the adjusted budget or the first one."""


def amounts(form: Form, role: str, *, prefix: str = "") -> list[Known]:
    """The amounts that a report may mean, likeliest first; empty if the form has none."""
    if role == "balance":
        return _balances(form, prefix)
    context = context_of(form)
    found = []
    for measure in _MEASURES.get(role, ()):
        value = amount_of(context, measure)
        if value is not None:
            found.append(Known(value, _cell(form, measure, prefix)))
    return found


def amounts_of(form: Form, kind: str) -> list[Known]:
    """What words for an amount may mean in the form: amounts of the whole project, in 万元.

    `kind` as in claims.form.spoken. Empty where the form has no such cell.
    """
    context = context_of(form)
    first, last = (amount_of(context, key) for key in ("original_budget", "revised_budget"))
    if kind in ("raised", "cut", "adjusted"):
        change = last - first if first is not None and last is not None else None
        if not change or (kind == "raised") != (change > 0):
            return []
        cells = [_cell(form, key, "") for key in ("revised_budget", "original_budget")]
        return [Known(abs(change), f"{cells[0]}－{cells[1].rpartition('!')[2]}")]
    if kind in ("original", "revised"):
        value, measure = (
            (first, "original_budget") if kind == "original" else (last, "revised_budget")
        )
        return [Known(value, _cell(form, measure, ""))] if value is not None else []
    if kind == "money":
        return [*amounts(form, "budget"), *amounts(form, "received")]
    if kind == "granted":
        return [
            each for key in ("budget", "received", "outturn") for each in amounts(form, key)
        ]
    return amounts(form, kind)


def amounts_of_source(form: Form, source: str) -> list[tuple[str, Known]]:
    """Measure and amount of one source of the money; empty where the form has it not, or blank."""
    line = form.evaluation.funding.get(source)
    return [
        (key, Known(cell.value, str(cell.place)))
        for key, cell in (line.amounts.items() if line else ())
        if cell.value is not None
        and key in ("revised_budget", "original_budget", "received", "outturn", "balance")
    ]


def amounts_of_parts(form: Form) -> frozenset[Decimal]:
    """Every amount that the form gives of a part: sources, items of 支出明细, costs, texts; 万元."""
    evaluation = form.evaluation
    found = {
        known.value
        for source in evaluation.funding
        if source != "total"
        for _, known in amounts_of_source(form, source)
    }
    for row in evaluation.indicators:
        for typed in (row.target_value, row.actual_value):
            if typed.value is not None and typed.unit in SCALE:
                found.add(typed.value * SCALE[typed.unit])
    for item in evaluation.spending:
        number = (
            _NUMBER.fullmatch((item.cells["amount"].text or "").replace(",", ""))
            if "amount" in item.cells
            else None
        )
        if number is not None:
            found.add(Decimal(number[0]))
    for line in text_lines(form):
        found |= {each.value for each in amounts_in(line)}
    return frozenset(found)


_NUMBER = Pattern(r"\d+(?:\.\d+)?")


def texts_of(form: Form) -> Iterator[Entry]:
    """All that people wrote in words in the form: its head, its texts, notes on deviations."""
    yield from form.evaluation.fields.values()
    yield from form.evaluation.texts.values()
    for row in form.evaluation.indicators:
        yield row.deviation_note
        yield from row.extras.values()
    for side in (*form.evaluation.group, *form.evaluation.spending):
        yield from side.cells.values()


def text_lines(form: Form) -> list[Line]:
    """Those texts as lines of a report."""
    return [make_line(n, each.text) for n, each in enumerate(texts_of(form)) if each.text]


def _balances(form: Form, prefix: str) -> list[Known]:
    typed = [each for each in cells_of(context_of(form), "balance") if each.value is not None]
    found = [Known(each.value, f"{prefix}{each.place}") for each in typed[:1] if each.value]
    outturn = amounts(form, "outturn")
    for role in ("received", "budget"):
        for whole in amounts(form, role)[:1]:
            if outturn:
                where = f"{prefix}{whole.where}－{outturn[0].where.rpartition('!')[2]}"
                found.append(Known(whole.value - outturn[0].value, where))
    return found


def _cell(form: Form, measure: str, prefix: str) -> str:
    cells = [each for each in cells_of(context_of(form), measure) if each.value is not None]
    return prefix + (str(cells[0].place) if cells else form.evaluation.sheet)


def rates(form: Form, kind: str, *, prefix: str = "") -> list[Known]:
    """执行率 and 到位率, unrounded, with what they are computed from."""
    top = amounts(form, "outturn" if kind == "execution" else "received")
    bases = amounts(form, "budget")
    if kind == "execution":
        bases = [*bases, *amounts(form, "received")]
    return [
        Known(
            top[0].value / base.value,
            f"{prefix}{top[0].where}÷{base.where.rpartition('!')[2]}",
            f"{_short(top[0].value)}÷{_short(base.value)}",
        )
        for base in bases
        if top and base.value
    ]


def _short(value: Decimal) -> str:
    from xltools.decimals import plain

    return plain(value)


def total_scores(form: Form, *, prefix: str = "") -> list[Known]:
    """总分: as typed, and as the rules give it."""
    typed = typed_total(context_of(form))
    found = []
    if typed is not None and typed.value is not None:
        found.append(Known(typed.value, f"{prefix}{typed.place}"))
    if form.scores.total is not None:
        where = str(typed.place) if typed else f"{form.evaluation.sheet} 各项得分之和"
        found.append(Known(form.scores.total, prefix + where))
    return found


def grades(form: Form, *, prefix: str = "") -> list[KnownWord]:
    """等级: as typed, and as the total gives it."""
    typed = typed_grade(context_of(form))
    found = []
    if typed is not None and typed.text:
        found.append(KnownWord(typed.text, f"{prefix}{typed.place}"))
    if form.scores.grade is not None:
        found.append(KnownWord(form.scores.grade, f"{prefix}{form.evaluation.sheet}"))
    return found


def scored_rows(form: Form) -> list[IndicatorScore]:
    """The indicators without 预算执行率, 其中 rows and rows that nobody filled in."""
    return [
        row
        for row in form.scores.indicators
        if not row.indicator.is_execution
        and not is_part_row(row.indicator)
        and row.indicator.name.text
    ]


def indicator_counts(form: Form) -> dict[int, set[int]]:
    """Level 1, 2, 3 → how many there are, 预算执行率 counted or not; 4: those that are completed,
    5: those that are not.

    A level-2 heading that is printed and has no indicator may be counted, too, so level 2 is left
    out unless the form's own words decide it.
    """
    rows = [row.indicator for row in scored_rows(form)]
    every = [*rows, *(row for row in form.evaluation.indicators if row.is_execution)]
    found = {level: {_count(level, rows), _count(level, every)} for level in (1, 2, 3)}
    more = sum(row.is_execution for row in form.evaluation.indicators)
    done = _completed(form)
    if done and rows:
        found[DONE] = done | {n + more for n in done}
        found[UNDONE] = {len(rows) - n for n in done} | {len(rows) - n + more for n in done}
    return found


def _count(level: int, rows: Sequence[Indicator]) -> int:
    if level == 1:
        return len({row.level1.text for row in rows})
    if level == 2:
        return len({(row.level1.text, row.level2.text) for row in rows})
    return len(rows)


def is_completed(row: IndicatorScore) -> frozenset[bool]:
    """Whether an indicator is completed: by its score, by its number; both where they disagree.

    Empty where neither can say.
    """
    indicator = row.indicator
    found = set()
    if row.score is not None and row.points is not None:
        found.add(row.score >= row.points)
    target, actual = indicator.target_value, indicator.actual_value
    pair = align(target, actual) if actual.value is not None else None
    if pair is not None and pair[0].value is not None and pair[1].value is not None:
        least, value = pair[0].value, pair[1].value
        found.add(value <= least if row.ceiling else value >= least)
    elif target.kind == actual.kind == "date" and not found:
        found.add(str(actual.end) <= str(target.end))
    elif not found and indicator.actual.text:
        found |= {True} if indicator.actual.text == indicator.target.text else {True, False}
    return frozenset(found)


def _completed(form: Form) -> set[int]:
    """How many indicators are completed; empty where a result is not known."""
    counts = {0}
    for row in scored_rows(form):
        counts = {n + int(each) for n in counts for each in is_completed(row)}
    return counts


def span_of(form: Form, *, prefix: str = "") -> str:
    """The cells of the indicators' names: 自评表!D12:D20."""
    rows = scored_rows(form)
    if not rows:
        return prefix + form.evaluation.sheet
    first, last = rows[0].indicator.name.place, rows[-1].indicator.name.place
    return f"{prefix}{first}:{last.a1}" if first != last else f"{prefix}{first}"


def named_fields(form: Form, key: str, *, prefix: str = "") -> Iterator[KnownWord]:
    """A head field, if it is filled."""
    entry = form.evaluation.fields.get(key)
    if entry is not None and entry.text:
        yield KnownWord(entry.text, f"{prefix}{entry.place}")
