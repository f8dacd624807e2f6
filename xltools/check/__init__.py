"""SelfEvaluation, Scores, profile → findings: what a reviewer would send the form back for.

Each rule is one function; the visible list `RULES` is the order. Every rule gives all its
findings at once, each at its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from xltools.check import (
    amounts,
    completeness,
    completion,
    costs,
    counts,
    deviations,
    execution,
    kinds,
    names,
    naming,
    points,
    scores,
    staffing,
    statements,
    texts,
    totals,
    units,
    values,
)
from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding, in_order
from xltools.hazards import HazardCode
from xltools.model import Place, Scores, SelfEvaluation
from xltools.profile import Profile

RULES: tuple[Rule, ...] = (
    *completeness.RULES,
    *staffing.RULES,
    *amounts.RULES,
    *execution.RULES,
    *costs.RULES,
    *points.RULES,
    *values.RULES,
    *units.RULES,
    *kinds.RULES,
    *names.RULES,
    *scores.RULES,
    *totals.RULES,
    *deviations.RULES,
    *texts.RULES,
    *statements.RULES,
    *counts.RULES,
    *naming.RULES,
    *completion.RULES,
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
    return check_forms([(evaluation, scores, profile, reading or [])])[0]


Checkable: TypeAlias = tuple[SelfEvaluation, Scores, Profile, list[Finding]]
"""What `check_form` is given."""


def check_forms(forms: Sequence[Checkable]) -> list[list[Finding]]:
    """Return for each form what `check_form` finds.

    Every rule looks at all forms before the next one does, which a processor likes: it takes two thirds
    of the time that the same takes form by form.
    """
    contexts = [Context(*form[:3]) for form in forms]
    found: list[list[Finding]] = [[] for _ in forms]
    pairs = list(zip(contexts, found, strict=True))
    for rule in RULES:
        for context, findings in pairs:
            findings.extend(rule(context))
    return [
        _all_told(context, findings, form[3])
        for (context, findings), form in zip(pairs, forms, strict=True)
    ]


def _all_told(context: Context, found: list[Finding], reading: list[Finding]) -> list[Finding]:
    """The findings of the rules and of the reading, each cell complained of once."""
    reading = list(dict.fromkeys(reading))
    unread = _places(f for f in reading if f.code in UNREAD)
    merged = _places(f for f in reading if f.code is Code.POINTS_MERGED)
    blank = _places(f for f in found if f.code.number in ("R41", "R42"))
    kept = [
        finding
        for finding in found
        if finding.place not in unread
        and not (finding.place in merged and finding.code.number in ("R42", "R44"))
        and (finding.code.number in ("R41", "R42") or finding.place not in blank)
    ]
    told = list(dict.fromkeys([*reading, *kept]))
    silent = context.scores.total is None and not any(finding.is_error for finding in told)
    if silent and context.is_scored and not _typed_by_hand(context):
        told.append(_why_no_total(context))
    return in_order(told, context.evaluation.sheet)


UNREAD = (
    Code.NUMBER_UNREADABLE, Code.VALUE_UNREADABLE, Code.FORMULA_ERROR, HazardCode.RESULT_MISSING,
)  # fmt: skip
"""Findings of the reader after which no rule has anything to say about the cell."""


def _typed_by_hand(context: Context) -> bool:
    """True if the form gives no points to compute with and every score was typed."""
    if context.has("points"):
        return False
    return all(
        row.typed_score.value is not None or row.shared_score or row.is_execution
        for row in context.evaluation.indicators
    )


def _why_no_total(context: Context) -> Finding:
    """The last net: a form without a total is never passed as clean."""
    for row in context.rows():
        if row.score is None and row.left_out is None and not row.indicator.shared_score:
            cell = row.indicator.typed_score
            return Code.TOTAL_UNKNOWN.at(cell.place, cell.label, why=row.trace)
    total = context.evaluation.tail.score
    why = context.scores.execution.trace
    return Code.TOTAL_UNKNOWN.at(total.place if total else None, "总分", why=why)


def _places(findings: Iterable[Finding]) -> set[Place]:
    return {finding.place for finding in findings if finding.place is not None}
