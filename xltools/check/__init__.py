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
    reading = reading or []
    context = Context(evaluation, scores, profile)
    found = [finding for rule in RULES for finding in rule(context)]
    unread, blank = _places(reading), _places(f for f in found if f.code.number == "R42")
    kept = [
        finding
        for finding in found
        if finding.place not in unread
        and (finding.code.number == "R42" or finding.place not in blank)
    ]
    return in_order([*reading, *dict.fromkeys(kept)], evaluation.sheet)


def _places(findings: Iterable[Finding]) -> set[Place]:
    return {finding.place for finding in findings if finding.place is not None}
