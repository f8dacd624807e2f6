"""分值: how the hundred points are dealt out (checks 1, 9–11, 44)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, Indicator, Place
from xltools.patterns import Pattern

_POINTS_IN_HEAD = Pattern(r"[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]")


def points_add_up(context: Context) -> Iterator[Finding]:
    """All points, execution rate included, make 100 (1)."""
    points = [row.points.value for row in context.evaluation.indicators]
    if not points or any(value is None for value in points):
        return
    execution = context.scores.execution.points
    own_row = any(row.is_execution for row in context.evaluation.indicators)
    if not own_row:
        if execution is None:
            return
        points.append(execution)
    total = sum((value for value in points if value is not None), Decimal(0))
    if total != context.policy.total_points:
        tail = context.evaluation.tail
        last = context.evaluation.indicators[-1].points
        place: Place = tail.points.place if tail.points else last.place
        yield Code.POINTS_NOT_100.at(
            place, "分值合计", sum=show(total), total=show(context.policy.total_points)
        )


def execution_points_as_policy(context: Context) -> Iterator[Finding]:
    """预算执行率 carries the policy's points, 10 as a rule (9)."""
    expected = context.policy.execution.points
    points = context.scores.execution.points
    if points is None or points == expected:
        return
    total = context.evaluation.funding.get("total")
    places = [row.points for row in context.evaluation.indicators if row.is_execution]
    if not places and total and "points" in total.amounts:
        places = [total.amounts["points"]]
    for amount in places:
        yield Code.EXECUTION_POINTS_DIFFER.at(
            amount.place, amount.label, points=show(points), policy=context.policy.name,
            expected=show(expected),
        )  # fmt: skip


def category_points_as_policy(context: Context) -> Iterator[Finding]:
    """一级指标 carry 50/30/10 unless there is a reason (10; 10号文第十三条)."""
    policy = context.policy.category_points
    labels = {b.key: b.label for b in context.profile.form.indicators.categories}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    first: dict[str, Indicator] = {}
    for row in context.evaluation.indicators:
        if row.points.value is None or row.category is None:
            return
        if not row.is_execution:
            sums[row.category] += row.points.value
            first.setdefault(row.category, row)
    expected = {
        key: value for key, value in policy.items() if key in labels and key != "execution"
    }
    differing = [key for key in sums if key in expected and sums[key] != expected[key]]
    if differing:
        found = "、".join(f"{labels[key]} {show(value)}" for key, value in sums.items())
        wanted = "、".join(f"{labels[key]} {show(value)}" for key, value in expected.items())
        level1 = first[differing[0]].level1
        yield Code.CATEGORY_POINTS_DIFFER.at(
            level1.place, level1.label, found=found, expected=wanted
        )


def head_points_are_kept(context: Context) -> Iterator[Finding]:
    """产出指标（50分）: the points named in a head are those of its indicators (11)."""
    heads: dict[Place, tuple[Entry, list[Decimal]]] = {}
    for row in context.evaluation.indicators:
        for head in (row.level1, row.level2):
            if head.text and row.points.value is not None:
                heads.setdefault(head.place, (head, []))[1].append(row.points.value)
    for place, (head, values) in heads.items():
        text = unicodedata.normalize("NFKC", head.text or "")
        stated = _POINTS_IN_HEAD.search(text)
        if stated and Decimal(stated[1]) != sum(values):
            yield Code.HEAD_POINTS_DIFFER.at(
                place,
                head.label,
                head=head.text,
                stated=stated[1],
                sum=show(sum(values, Decimal(0))),
            )


def no_indicator_outweighs(context: Context) -> Iterator[Finding]:
    """No indicator holds half of all points, none holds 0 (44)."""
    for row in context.evaluation.indicators:
        points = row.points
        if points.value is None:
            continue
        if points.value * 2 >= context.policy.total_points:
            yield Code.POINTS_TOO_HEAVY.at(
                points.place, points.label, points=show(points.value)
            )
        elif points.value == 0:
            yield Code.POINTS_ZERO.at(points.place, points.label)


RULES: tuple[Rule, ...] = (
    points_add_up,
    execution_points_as_policy,
    category_points_as_policy,
    head_points_are_kept,
    no_indicator_outweighs,
)
