"""The texts of the report and the annual objective (check 39 and rules from the seeds)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xltools import anchors
from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry
from xltools.patterns import Pattern

_SAID = Pattern(r"[^\s，。,.；;：:、]+")
_LONG = 20
"""Characters of a sentence that says something."""


def result_is_not_the_goal(context: Context) -> Iterator[Finding]:
    """实际完成情况 is not a copy of 预期目标, in each pair of goal and result (39)."""
    fields = context.evaluation.fields
    for key, planned in fields.items():
        achieved = fields.get(key.replace("planned", "achieved"))
        if "planned" not in key or not (planned.text and achieved and achieved.text):
            continue
        if _folded(planned.text) == _folded(achieved.text):
            yield Code.OBJECTIVE_COPIED.at(
                achieved.place, achieved.label, label=planned.label, other=achieved.label
            )


def report_texts_written(context: Context) -> Iterator[Finding]:
    """A required text that is empty leaves an empty chapter."""
    for text in context.profile.texts:
        entry = context.evaluation.texts.get(text.key)
        if entry is None or not text.required:
            continue
        if entry.text is None:
            yield Code.TEXT_EMPTY.at(entry.place, entry.label, sheet=anchors.TEXTS_SHEET)
        elif len(entry.text) > text.max_chars:
            yield Code.TEXT_TOO_LONG.at(
                entry.place, entry.label, label=text.label, count=len(entry.text),
                limit=text.max_chars,
            )  # fmt: skip


def reasons_are_short(context: Context) -> Iterator[Finding]:
    """A reason or text that the region limits is not longer (四川: 100 and 200 characters)."""
    limit, longest = context.policy.reason_max_chars, context.policy.text_max_chars
    notes = [indicator.deviation_note for indicator in context.evaluation.indicators]
    notes += [line.reason for line in context.evaluation.funding.values() if line.reason]
    own = [each for each in context.evaluation.fields.values() if len(each.text or "") > 20]
    for entries, most in ((notes, limit), (own, longest)):
        for entry in dict.fromkeys(entries):
            if most and entry.text and len(entry.text) > most:
                yield Code.TEXT_TOO_LONG.at(
                    entry.place, entry.label, label=entry.label, count=len(entry.text),
                    limit=most,
                )  # fmt: skip


def texts_are_not_copies(context: Context) -> Iterator[Finding]:
    """One paragraph that stands in three places or more says nothing in two of them.

    A text also counts as repeated when another holds it whole (a longer text that begins
    with the same sentences).
    """
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in _prose(context):
        text = entry.text or ""
        if len(text) < _LONG:
            continue
        bare = [_folded(each) for each in dict.fromkeys(_sentences(text)) if len(each) >= _LONG]
        if any(len(each) >= _LONG for each in bare) or (bare and len(_folded(text)) >= _LONG):
            for each in bare:
                groups[each].append(entry)
    reported: set[tuple[str, ...]] = set()
    often = [same for same in groups.values() if len(same) >= 3]
    for same in sorted(often, key=len, reverse=True):
        labels = tuple(entry.label for entry in same)
        if any(set(labels) <= set(known) for known in reported):
            continue
        reported.add(labels)
        yield Code.TEXT_REPEATED.at(
            same[1].place, same[1].label, count=len(same), labels="、".join(labels)
        )


def _folded(text: str) -> str:
    """A text without marks and blanks; picked out rather than taken out, which takes twice as long."""
    return "".join(_SAID.findall(text))


def _sentences(text: str) -> list[str]:
    for mark in "；，\n":
        text = text.replace(mark, "。")
    return text.split("。")


def _prose(context: Context) -> Iterator[Entry]:
    for key in ("objective_planned", "objective_achieved"):
        entry = context.evaluation.fields.get(key)
        if entry:
            yield entry
    yield from context.evaluation.texts.values()


RULES: tuple[Rule, ...] = (
    result_is_not_the_goal,
    report_texts_written,
    reasons_are_short,
    texts_are_not_copies,
)
