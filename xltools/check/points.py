"""分值: how the hundred points are dealt out (checks 1, 3, 9–11, 44)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, Indicator, Place
from xltools.patterns import Pattern
from xltools.widths import one_width

_POINTS_IN_HEAD = Pattern(r"[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]")


def points_add_up(context: Context) -> Iterator[Finding]:
    """All points, execution rate included, make 100 (1).

    On a form without a points column the points printed in the heads of the 一级指标 do.
    """
    dealt = _points_dealt(context)
    if dealt is None or not context.is_scored:
        return
    indicators, place = dealt
    execution = context.scores.execution
    counted, total = Decimal(0), indicators
    if not context.prints_execution:
        if execution.points is None:
            return
        counted = execution.points if _execution_counts(context) else Decimal(0)
        total += counted
    right = context.policy.total_points
    if total != right:
        parts = f"指标 {show(indicators)}" + (
            f"、预算执行率 {show(counted)}" if counted else ""
        )
        yield Code.POINTS_NOT_100.at(
            place, "分值合计", sum=show(total), parts=parts, total=show(right)
        )
    typed = context.evaluation.tail.points
    printed = typed.value if typed else None
    if typed and printed is not None and total == right and printed not in (total, indicators):
        yield Code.POINTS_SUM_TYPED.at(
            typed.place, typed.label, typed=show(printed), sum=show(total), parts=parts
        )


def _execution_counts(context: Context) -> bool:
    """True if the execution rate is a part of the total: a budget of 0 does not change that."""
    execution = context.scores.execution
    return execution.applies or bool(execution.points)


def _points_dealt(context: Context) -> tuple[Decimal, Place] | None:
    """The points of all indicators and where their sum belongs; None if some are not known."""
    rows = context.whole
    tail = context.evaluation.tail
    if not rows:
        return None
    if context.has("points"):
        points = [row.points.value for row in rows]
        place = tail.points.place if tail.points else rows[-1].points.place
    else:
        points = [_stated(head) for head in {r.level1.text: r.level1 for r in rows}.values()]
        place = rows[0].level1.place
    known = [value for value in points if value is not None]
    return (sum(known, Decimal(0)), place) if len(known) == len(points) else None


def _stated(head: Entry) -> Decimal | None:
    """The points in a head: 50 of 产出指标（50分）; None without any."""
    found = _POINTS_IN_HEAD.search(one_width(head.text or ""))
    return Decimal(found[1]) if found else None


def execution_points_as_policy(context: Context) -> Iterator[Finding]:
    """预算执行率 carries the policy's points, 10 as a rule (9)."""
    expected = context.policy.execution.points
    points = context.scores.execution.points
    if points is None or points == expected or not context.is_scored:
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
    """一级指标 carry 50/30/10 unless there is a reason (10; 10号文第十三条).

    财预〔2021〕101号 gives two more ways: 20/40/20/10 where 成本 stands apart, and the points
    of 满意度 added to 效益 where there is none.
    """
    blocks = context.profile.form.indicators.categories
    own_block = {"execution"} | {block.key for block in blocks if block.execution}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    first: dict[str, Indicator] = {}
    rows = context.whole
    for row in rows if context.is_scored else ():
        if row.points.value is None or row.category is None:
            return
        if row.category not in own_block:  # 宁夏 counts it among 项目管理
            sums[row.category] += row.points.value
            first.setdefault(row.category, row)
    labels = {block.key: block.label for block in blocks}
    expected = {
        key: value
        for key, value in context.policy.category_points.items()
        if key in labels and key not in own_block
    }
    differing = [key for key in sums if key in expected and sums[key] != expected[key]]
    if differing and not _is_another_way(sums, expected):
        printed = {key: _unpointed(row.level1.text) for key, row in first.items()} | labels
        level1 = first[differing[0]].level1
        yield Code.CATEGORY_POINTS_DIFFER.at(
            level1.place, level1.label, found=_listed(sums, printed),
            expected=_listed(expected, printed),
        )  # fmt: skip


def _listed(points: dict[str, Decimal], labels: dict[str, str]) -> str:
    return "、".join(f"{labels[key]} {show(value)}" for key, value in points.items())


def _unpointed(text: str | None) -> str:
    return _POINTS_IN_HEAD.sub("", one_width(text or "")).strip()


_OLD = {"output": Decimal(50), "outcome": Decimal(30), "satisfaction": Decimal(10)}
_NEW = {"cost": Decimal(20), "output": Decimal(40), "outcome": Decimal(20)}
_WAYS = (
    _OLD,
    {"output": Decimal(50), "outcome": Decimal(40)},
    _NEW | {"satisfaction": Decimal(10)},
    _NEW | {"outcome": Decimal(30)},
)
"""By 10号文 and 101号文, with and without 满意度."""


def _is_another_way(sums: dict[str, Decimal], expected: dict[str, Decimal]) -> bool:
    """True if a region that keeps to one of the national ways meets another of them.

    成本 with a head of its own still is a part of 产出 by 10号文.
    """
    if expected not in _WAYS:
        return False
    folded = {key: value for key, value in sums.items() if key != "cost"}
    if "cost" in sums and "output" in sums:
        folded["output"] += sums["cost"]
    return dict(sums) in _WAYS or folded in _WAYS[:2]


def head_points_are_kept(context: Context) -> Iterator[Finding]:
    """产出指标（50分）: the points named in a head are those of its indicators (11)."""
    rows_of = context.evaluation.indicators
    if not context.is_scored or not any(_may_state(row) for row in rows_of):
        return
    for head, rows in _heads(context):
        values = [row.points.value for row in rows if row.points.value is not None]
        stated = _stated(head)
        if values and stated is not None and stated != sum(values):
            yield Code.HEAD_POINTS_DIFFER.at(
                head.place,
                head.label,
                head=head.text,
                stated=show(stated),
                sum=show(sum(values, Decimal(0))),
            )


def _may_state(row: Indicator) -> bool:
    """False for most rows, at once: no points stand in their heads."""
    return "分" in (row.level1.text or "") or "分" in (row.level2.text or "")


def _heads(context: Context) -> Iterator[tuple[Entry, list[Indicator]]]:
    """Each 一级 and 二级指标 with its rows; printed again on every row it is one head."""
    heads: dict[tuple[str | None, ...], tuple[Entry, list[Indicator]]] = {}
    for row in context.evaluation.indicators:
        keys = ((row.level1.text,), (row.level1.text, row.level2.text))
        for key, head in zip(keys, (row.level1, row.level2), strict=True):
            if head.text:
                heads.setdefault(key, (head, []))[1].append(row)
    yield from heads.values()


def scores_within_head(context: Context) -> Iterator[Finding]:
    """Without a points column the points in a head bound the scores below it (3)."""
    if context.has("points"):
        return
    for head, rows in _heads(context):
        summed = sum((row.typed_score.value or Decimal(0) for row in rows), Decimal(0))
        stated = _stated(head)
        if stated is not None and summed > stated:
            yield Code.SCORES_ABOVE_HEAD.at(
                head.place, head.label, head=head.text, stated=show(stated), sum=show(summed),
                gap=show(summed - stated),
            )  # fmt: skip


def no_indicator_outweighs(context: Context) -> Iterator[Finding]:
    """No indicator holds half of all points, none holds 0 (44)."""
    for row in context.evaluation.indicators:
        points = row.points
        if points.value is None or not context.is_scored:
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
    scores_within_head,
    no_indicator_outweighs,
)
