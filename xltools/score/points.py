"""Whose points: typed in the row, dealt out from its head (V19, V20), or shared by merged rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xltools.model import Amount, Entry, Indicator, SelfEvaluation
from xltools.patterns import Pattern
from xltools.profile import ScoringPolicy
from xltools.value import is_filler
from xltools.widths import one_width

ZERO = Decimal(0)
_IN_HEAD = Pattern(r"\(\s*(\d+(?:\.\d+)?)\s*分\s*\)")
_PART = Pattern(r"^(?:[★☆*\s]|指标?\d+[:：.、])*其中")

Group = tuple[int, ...]
"""Rows (by their place among the indicators) that one score stands for, the first one first."""


def has_column(evaluation: SelfEvaluation, key: str) -> bool:
    """True if the form has that column; a form built by hand that names none has them all."""
    return not evaluation.columns or evaluation.has(key)


def groups(evaluation: SelfEvaluation) -> Iterator[Group]:
    """Yield the rows that one score stands for: one each, or those under a merged score."""
    group: list[int] = []
    for number, indicator in enumerate(evaluation.indicators):
        if group and not indicator.shared_score:
            yield tuple(group)
            group = []
        group.append(number)
    if group:
        yield tuple(group)


def is_part(indicator: Indicator) -> bool:
    """True for a 其中 row below the indicator that carries the points (扶贫资金 forms)."""
    return (
        indicator.points.value is None
        and not indicator.shared_score
        and _is_empty(indicator.points)
        and _is_empty(indicator.typed_score)
        and _PART.match(indicator.name.text or "") is not None
    )


def _is_empty(amount: Amount) -> bool:
    """True for a blank cell, or one with - or / in it."""
    return amount.raw is None or (isinstance(amount.raw, str) and is_filler(amount.raw))


def points_of(evaluation: SelfEvaluation, policy: ScoringPolicy) -> list[Decimal | None]:
    """The points of each indicator, typed or dealt out; None where nobody gave it any.

    On a form without a points column the first row of a merged score gets the points for
    all of them.
    """
    points = [indicator.points.value for indicator in evaluation.indicators]
    if policy.equal_split == "none" or has_column(evaluation, "points"):
        return points
    for rows, head in _heads(evaluation, policy):
        for row, share in zip(rows, deal(head, len(rows), policy), strict=True):
            points[row] = share
    return points


def deal(head: Decimal, rows: int, policy: ScoringPolicy) -> list[Decimal]:
    """Share a head's points evenly, in whole points or hundredths, the remainder to the first rows.

    >>> [str(each) for each in deal(Decimal(50), 3, ScoringPolicy("", "", equal_split="integers"))]
    ['17', '17', '16']
    """
    places = 0 if policy.equal_split == "integers" else policy.score_places
    step = Decimal(1).scaleb(-places)
    each = head // rows // step * step if places == 0 else head / rows // step * step
    left = head - each * rows
    dealt = []
    for _ in range(rows):
        more = min(step, left)
        dealt.append(each + more)
        left -= more
    dealt[0] += left
    return dealt


def _heads(
    evaluation: SelfEvaluation, policy: ScoringPolicy
) -> Iterator[tuple[list[int], Decimal]]:
    """Yield the rows under each 二级 or 一级指标 whose points are known, and those points.

    What a 二级指标 takes, or a row with points of its own (评价内容 in a table above), leaves the
    other rows of its 一级指标 the rest.
    """
    categories: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    given: dict[str, Decimal] = defaultdict(Decimal)
    for first, *_ in groups(evaluation):
        row = evaluation.indicators[first]
        if row.is_execution or is_part(row):
            continue
        level1 = row.category or row.level1.text or ""
        level2 = row.subcategory or row.level2.text or ""
        if row.points.value is not None:
            given[level1] += row.points.value
        else:
            categories[level1][level2].append(first)
    for category, subcategories in categories.items():
        rest, taken = [], given[category]
        for subcategory, rows in subcategories.items():
            entry = evaluation.indicators[rows[0]].level2
            known = head_points(entry, policy.subcategory_points.get(subcategory))
            if known is None:
                rest += rows
            else:
                taken += known
                yield rows, known
        if not rest:
            continue
        entry = evaluation.indicators[rest[0]].level1
        known = head_points(entry, policy.category_points.get(category))
        if known is not None and known >= taken:
            yield sorted(rest), known - taken


def head_points(head: Entry, otherwise: Decimal | None = None) -> Decimal | None:
    """The points printed in a head: 产出指标（40分）; otherwise the policy's."""
    found = _IN_HEAD.search(one_width(head.text or ""))
    return Decimal(found[1]) if found else otherwise


def most_points(policy: ScoringPolicy) -> Decimal:
    """What all indicators together can have: no single score is above it."""
    execution = policy.execution
    return policy.total_points - (execution.points if execution.scored else ZERO)
