"""完工日期 in the head of the form against the deadlines of the indicators (33)."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule, target_words
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, TypedValue
from xltools.value import describe, first_day, last_day, parse_cell_value

_KEYS = ("completion_date",)


def completion_keeps_the_deadline(context: Context) -> Iterator[Finding]:
    """A project finished later than a deadline missed it, whatever its row leaves open.

    Only where the row itself gives no date: a result that is there is judged by itself.
    """
    for key in _KEYS:
        entry = context.evaluation.fields.get(key)
        done = parse_cell_value(entry.raw, role="actual") if entry and entry.text else None
        if entry is None or done is None or done.kind != "date":
            continue
        for row in context.measured():
            indicator = row.indicator
            given = indicator.actual_value.kind == "date"
            if not given and _is_later(done, indicator.target_value, context.evaluation.year):
                target = target_words(indicator)
                yield _late(entry, indicator.name, target, describe(done))


def _is_later(done: TypedValue, target: TypedValue, year: int | None) -> bool:
    """True if even the first day that was meant lies after the deadline."""
    day, due = done.end or done.start, target.end
    due_year = due.year or year if due else None
    if target.kind != "date" or day is None or due is None or due_year is None:
        return False
    return first_day(day, day.year or due_year) > last_day(due, due_year)


def _late(entry: Entry, name: Entry, target: str, done: str) -> Finding:
    return Code.COMPLETED_LATE.at(
        entry.place, entry.label, label=entry.label, done=done, name=name.text or "",
        at=name.place.a1, target=target,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (completion_keeps_the_deadline,)
"""One rule."""
