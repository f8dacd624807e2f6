"""A form's total as its unit typed it against the total that the rules give."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.collect import Project
from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.hosts.examine import Examined
from xltools.returns.codes.scores import ScoreCode

_PLACES = 2
"""Scores are printed and compared to so many."""


def total_is_as_computed(examined: Examined) -> Iterator[Finding]:
    """Told once for the whole form; which indicators make the difference stands with each of them."""
    project = Project(
        "", examined.evaluation, examined.scores, examined.profile, tuple(examined.findings)
    )
    typed, score = project.typed_total, examined.scores.total
    if typed is None or typed.value is None or score is None:
        return
    gap = half_up(typed.value, _PLACES) - half_up(score, _PLACES)
    if not gap:
        return
    policy = examined.profile.policy
    facts = {
        "typed": plain(half_up(typed.value, _PLACES)),
        "score": plain(half_up(score, _PLACES)),
    }
    grade, computed = project.grade, policy.grade(score, project.rate)
    if grade and computed and grade != computed:
        yield ScoreCode.GRADE_DIFFERS.at(
            typed.place, "总分", typed_grade=grade, grade=computed, **facts
        )
    else:
        more = "多" if gap > 0 else "少"
        yield ScoreCode.TOTAL_DIFFERS.at(
            typed.place, "总分", more=more, gap=plain(abs(gap)), **facts
        )
