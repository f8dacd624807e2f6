"""Scores and grades of a set: too good, too much alike, too good for the money spent (check 52)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.codes import Code
from xltools.collect.codes import SetCode
from xltools.collect.project import Project, ProjectSet, SetRule, Told, at, money, quoted
from xltools.decimals import percent, plain
from xltools.model import Place

_ENOUGH = 3
"""From so many projects on, a likeness of scores says something."""
_MOST = Decimal("0.8")
_LOW = Decimal("0.8")
"""Bureaus that cap the grade do so below four fifths of the money, or earlier."""


def totals_are_not_alike(given: ProjectSet) -> Iterator[Told]:
    """Not all, and not nearly all projects of a unit score the same or the full points."""
    scored = [project for project in given.projects if project.total is not None]
    totals = {project.total for project in scored}
    if len(scored) < _ENOUGH:
        return
    full = [each for each in scored if each.total == each.profile.policy.total_points]
    first = (full or scored)[0]
    total = plain(first.total or Decimal(0))
    if len(totals) == 1:
        code = SetCode.TOTALS_ALIKE
        yield at(first, code.at(first.total_place, "总分", count=len(scored), total=total))
    elif full and len(full) >= _MOST * len(scored):
        rest = [each for each in scored if each not in full]
        words = "、".join(
            f"{quoted(each.shown)} {plain(each.total or Decimal(0))} 分" for each in rest
        )
        yield at(
            first,
            SetCode.MOST_FULL.at(
                first.total_place, "总分", count=len(scored), full=len(full), total=total,
                rest=words,
            ),
        )  # fmt: skip


def grades_fit_execution(given: ProjectSet) -> Iterator[Told]:
    """The best grade with little of the money spent, where the policy has no cap of its own."""
    for project in given.projects:
        policy, rate = project.profile.policy, project.rate
        best = policy.grades[0].name if policy.grades else None
        if policy.grade_cap is not None or rate is None or rate >= _LOW or best is None:
            continue
        if project.grade == best:
            yield at(
                project,
                SetCode.GRADE_WITH_LOW_EXECUTION.at(
                    _grade_place(project), "等级", rate=percent(rate), grade=best
                ),
            )


def _grade_place(project: Project) -> Place | None:
    grade = project.evaluation.tail.grade or project.field("grade")
    return grade.place if grade else project.total_place


def unspent_money_is_explained(given: ProjectSet) -> Iterator[Told]:
    """Whose form gives no reason for its low execution: how much of the unit's unspent money it is."""
    unspent = [(each, _unspent(each)) for each in given.projects]
    total = sum((value for _, value in unspent), Decimal(0))
    for project, value in unspent:
        silent = any(
            each.code is Code.LOW_EXECUTION_WITHOUT_REASON for each in project.findings
        )
        cell = project.cell("outturn")
        if silent and value > 0 and cell is not None and len(given.projects) > 1:
            yield at(
                project,
                SetCode.UNSPENT_UNEXPLAINED.at(
                    cell.place, cell.label, unspent=money(value), total=money(total),
                    share=percent(value / total),
                ),
            )  # fmt: skip


def _unspent(project: Project) -> Decimal:
    if project.budget is None or project.outturn is None:
        return Decimal(0)
    return max(project.budget - project.outturn, Decimal(0))


RULES: tuple[SetRule, ...] = (
    totals_are_not_alike,
    grades_fit_execution,
    unspent_money_is_explained,
)
