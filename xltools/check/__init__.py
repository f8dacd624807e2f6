"""SelfEvaluation, Scores, profile → findings: what a reviewer would send the form back for.

Each rule is one function; the visible list `RULES` is the order. Every rule gives all its
findings at once, each at its cell.
"""

from __future__ import annotations

from collections.abc import Iterable

from xltools.check import (
    amounts,
    completeness,
    deviations,
    names,
    points,
    scores,
    texts,
    values,
)
from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding, in_order
from xltools.model import Place, Scores, SelfEvaluation
from xltools.profile import Profile

RULES: tuple[Rule, ...] = (
    *completeness.RULES,
    *amounts.RULES,
    *points.RULES,
    *values.RULES,
    *names.RULES,
    *scores.RULES,
    *deviations.RULES,
    *texts.RULES,
)


def check_form(
    evaluation: SelfEvaluation,
    scores: Scores,
    profile: Profile,
    reading: list[Finding] | None = None,
) -> list[Finding]:
    """Return all findings, in the order in which a person walks the form.

    `reading` are the findings made while reading. A cell that could not be read, or that is
    blank though required, is complained of once and not by every rule that needs it.
    """
    reading = list(dict.fromkeys(reading or []))
    context = Context(evaluation, scores, profile)
    found = [finding for rule in RULES for finding in rule(context)]
    unread = _places(f for f in reading if f.code in UNREAD)
    blank = _places(f for f in found if f.code.number in ("R41", "R42"))
    kept = [
        finding
        for finding in found
        if finding.place not in unread
        and (finding.code.number in ("R41", "R42") or finding.place not in blank)
    ]
    told = list(dict.fromkeys([*reading, *kept]))
    if scores.total is None and not any(finding.is_error for finding in told):
        told.append(_why_no_total(context))
    return in_order(told, evaluation.sheet)


UNREAD = (Code.NUMBER_UNREADABLE, Code.VALUE_UNREADABLE, Code.FORMULA_ERROR, Code.POINTS_MERGED)
"""Findings of the reader after which no rule has anything to say about the cell."""


def _why_no_total(context: Context) -> Finding:
    """The last net: a form without a total is never passed as clean."""
    for row in context.rows():
        if row.score is None:
            cell = row.indicator.typed_score
            return Code.TOTAL_UNKNOWN.at(cell.place, cell.label, why=row.trace)
    total = context.evaluation.tail.score
    why = context.scores.execution.trace
    return Code.TOTAL_UNKNOWN.at(total.place if total else None, "总分", why=why)


def _places(findings: Iterable[Finding]) -> set[Place]:
    return {finding.place for finding in findings if finding.place is not None}
