"""完工日期 in the head of the form against the deadlines of the indicators (33)."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule, target_words
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry
from xltools.value import describe, first_day, last_day, parse_cell_value

_KEYS = ("completion_date",)


def completion_keeps_the_deadline(context: Context) -> Iterator[Finding]:
    """A project finished later than a deadline missed it, whatever its row leaves open.

    Only where the row itself gives no date: a result that is there is judged by itself.
    """
    year = context.evaluation.year
    dates = [
        context.evaluation.fields[key] for key in _KEYS if key in context.evaluation.fields
    ]
    for entry in dates:
        done = parse_cell_value(entry.raw, role="actual") if entry.text else None
        day = (done.end or done.start) if done and done.kind == "date" else None
        for row in context.measured() if day else ():
            indicator = row.indicator
            due = indicator.target_value.end
            if indicator.target_value.kind != "date" or due is None:
                continue
            if indicator.actual_value.kind == "date" or not (due.year or year):
                continue
            assert day is not None and done is not None
            limit = last_day(due, due.year or year or 0)
            if first_day(day, day.year or limit.year) > limit:
                yield _late(entry, indicator.name, target_words(indicator), describe(done))


def _late(entry: Entry, name: Entry, target: str, done: str) -> Finding:
    return Code.COMPLETED_LATE.at(
        entry.place, entry.label, label=entry.label, done=done, name=name.text or "",
        at=name.place.a1, target=target,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (completion_keeps_the_deadline,)
"""One rule."""
