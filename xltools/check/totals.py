"""总分 and 等级, at the foot or in the head of the form (checks 2, 22, 47, 50)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.check.context import Context, Rule, show
from xltools.check.scores import points_behind
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Amount, Entry, IndicatorScore, Place
from xltools.patterns import Pattern
from xltools.value import ValueParseError, parse_points, says_nothing

_NO_PROBLEM = Pattern(
    r".{0,8}(?:暂无|没有|无|未|不存在)(?:发现|存在)?(?:明显|较大|重大|突出|其他)*(?:的)?(?:问题|情况|偏差)?[。.]?"
)
_SHOWN = 30


class _Sum(Struct, frozen=True):
    """What the scores of a form add up to; `open_points` may still come in."""

    indicators: Decimal
    execution: Decimal
    open_points: Decimal | None
    count: int

    @property
    def total(self) -> Decimal:
        return self.indicators + self.execution

    @property
    def trace(self) -> str:
        """指标得分合计 90 + 预算执行率得分 6."""
        words = f"{self.count} 个指标得分合计 {show(self.indicators)}"
        return words + (f" + 预算执行率得分 {show(self.execution)}" if self.execution else "")


def typed_total(context: Context) -> Amount | None:
    """总分 as typed, in the tail or in the head; None where the form has none or it is blank."""
    tail = context.evaluation.tail.score
    if tail is not None and tail.value is not None:
        return tail
    return _points_of(context.evaluation.fields.get("total_score"))


def _points_of(entry: Entry | None) -> Amount | None:
    if entry is None or entry.text is None:
        return None
    try:
        value = parse_points(entry.raw)
    except ValueParseError:
        return None
    return Amount(entry.label, entry.place, entry.raw, value) if value is not None else None


def typed_grade(context: Context) -> Entry | None:
    """等级 as typed, in the tail or in the head."""
    grade = context.evaluation.tail.grade
    return grade if grade and grade.text else context.evaluation.fields.get("grade")


def _added(context: Context, column: str) -> _Sum:
    """Add up the typed scores, ours where none is typed, of 得分 or of 折算得分."""
    indicators = open_points = execution = Decimal(0)
    known, count = True, 0
    for row in context.scores.indicators:
        value = _earned(row, column)
        if value is None and not _earns_nothing(row):
            points = points_behind(row)
            known = known and points is not None
            open_points += points or Decimal(0)
        elif value is not None and row.indicator.is_execution:
            execution += value
        elif value is not None:
            indicators, count = indicators + value, count + 1
    if not context.prints_execution:
        value = _execution_earned(context)
        if value is not None:
            execution += value
        elif context.scores.execution.applies:
            known = known and context.scores.execution.points is not None
            open_points += context.scores.execution.points or Decimal(0)
    return _Sum(indicators, execution, open_points if known else None, count)


def _earned(row: IndicatorScore, column: str) -> Decimal | None:
    if column == "converted":
        cell = row.indicator.amounts.get("converted_score")
        typed = cell.value if cell else None
        return typed if typed is not None else row.converted
    typed = row.indicator.typed_score.value
    return typed if typed is not None else row.score


def _earns_nothing(row: IndicatorScore) -> bool:
    """True for a row whose score stands elsewhere or is not asked for."""
    return row.left_out is not None or row.indicator.shared_score


def _execution_earned(context: Context) -> Decimal | None:
    funding = context.evaluation.funding.get("total")
    typed = funding.value("score") if funding else None
    return context.scores.execution.score if typed is None else typed


def total_is_sum_of_scores(context: Context) -> Iterator[Finding]:
    """The typed total is the sum of the scores: of the typed ones, else of ours (2)."""
    total = typed_total(context)
    if total is None or total.value is None or not context.is_scored:
        return
    tolerance = context.policy.tolerance
    columns = ["score"]
    if any("converted_score" in row.indicator.amounts for row in context.scores.indicators):
        columns.append("converted")
    sums = [_added(context, column) for column in columns]
    whole = [each for each in sums if each.open_points == 0]
    if any(abs(total.value - each.total) <= tolerance for each in whole):
        return
    rescaled = context.scores.execution.budget == 0 and total.value == context.scores.total
    if rescaled:
        return
    yield from _total_differs(total, total.value, sums[0], tolerance)


def _total_differs(
    total: Amount, typed: Decimal, added: _Sum, tolerance: Decimal
) -> Iterator[Finding]:
    facts = {"typed": show(typed), "trace": added.trace}
    gap = show(abs(typed - added.total))
    if added.open_points is None:
        return
    if added.open_points:
        most = added.total + added.open_points
        if typed > most + tolerance:
            facts["trace"] += f"，还没有得分的最多 {show(added.open_points)}"
            yield Code.TOTAL_ABOVE_POSSIBLE.at(
                total.place, total.label, most=show(most), gap=show(typed - most), **facts
            )
    elif added.execution and abs(typed - added.indicators) <= tolerance:
        yield Code.TOTAL_WITHOUT_EXECUTION.at(
            total.place, total.label, execution=show(added.execution), sum=show(added.total),
            gap=gap, **facts,
        )  # fmt: skip
    else:
        yield Code.TOTAL_NOT_SUM.at(
            total.place, total.label, sum=show(added.total), gap=gap, **facts
        )


def total_has_a_basis(context: Context) -> Iterator[Finding]:
    """A total on a form without points and scores cannot be followed by anybody (2)."""
    total, rows = typed_total(context), context.evaluation.indicators
    if total is None or total.value is None or not rows:
        return
    if not context.has("score") and not context.has("points"):
        yield Code.TOTAL_WITHOUT_SCORES.at(
            total.place, total.label, typed=show(total.value), count=len(rows)
        )


def totals_agree(context: Context) -> Iterator[Finding]:
    """A total in the head and one at the foot are the same; the bureau's is compared (2, 14)."""
    total, fields = typed_total(context), context.evaluation.fields
    head, review = _points_of(fields.get("total_score")), _points_of(fields.get("review_total"))
    if total is None or total.value is None:
        return
    for other, code in ((head, Code.TOTALS_DIFFER), (review, Code.REVIEW_DIFFERS)):
        if other is None or other.value is None or other.value == total.value:
            continue
        facts = {"gap": show(abs(other.value - total.value))}
        if code is Code.TOTALS_DIFFER:
            facts |= {"label": other.label, "typed": show(other.value)}
            facts |= {"place": total.place.a1, "other": show(total.value)}
        else:
            facts |= {"what": total.label or "总分", "typed": show(total.value)}
            facts |= {"review": show(other.value)}
        yield code.at(other.place, other.label, **facts)


def grade_follows_total(context: Context) -> Iterator[Finding]:
    """The typed grade is one of the policy's words and fits the total (47)."""
    grade, total = typed_grade(context), typed_total(context)
    if grade is None or grade.text is None or not (context.is_scored or total):
        return
    points = total.value if total and total.value is not None else context.scores.total
    names = [each.name for each in context.policy.grades]
    facts = {"typed": grade.text, "grades": "、".join(names)}
    if points is None:
        if grade.text not in names:
            yield Code.GRADE_UNKNOWN.at(grade.place, grade.label, **facts)
        return
    right = context.policy.grade(points, context.scores.execution.rate)
    if grade.text != right:
        code = Code.GRADE_DIFFERS if grade.text in names else Code.GRADE_WORD
        table = "、".join(
            f"{each.name}≥{show(each.floor)}" for each in context.policy.grades[:-1]
        )
        yield code.at(
            grade.place, grade.label, total=show(points), grade=right, table=table, **facts
        )


def _is_full(context: Context) -> Amount | None:
    """The cell of a full total; for a total that nobody typed the one it belongs into."""
    total, full = typed_total(context), context.policy.total_points
    if total is not None:
        return total if total.value == full else None
    if context.scores.total != full or not context.is_scored:
        return None
    first = context.evaluation.indicators[0].actual
    return context.evaluation.tail.score or Amount(first.label, first.place)


def not_everything_exactly_reached(context: Context) -> Iterator[Finding]:
    """Every actual equals its target to the digit and the total is full: was it measured? (22)"""
    pairs = [
        (row.indicator.target_value, row.indicator.actual_value)
        for row in context.measured()
        if row.indicator.actual.text is not None
    ]
    total = _is_full(context) if len(pairs) >= 4 else None
    if total is None:
        return
    numeric = [pair for pair in pairs if pair[0].value is not None]
    if len(numeric) >= 3 and all(
        target.value == actual.value if target.value is not None else True
        for target, actual in pairs
    ):
        yield Code.ALL_EXACTLY_REACHED.at(
            total.place, "总分", count=len(pairs), total=show(context.policy.total_points)
        )


def full_total_has_no_problems(context: Context) -> Iterator[Finding]:
    """A hundred points beside a text that tells of problems (50)."""
    if not context.evaluation.indicators or _is_full(context) is None:
        return
    seen: set[Place] = set()
    for key, entry in context.texts():
        text = " ".join((entry.text or "").split())
        telling = key == "problems" or "问题" in entry.label.replace("说明的问题", "")
        if not telling or entry.place in seen:
            continue
        if text and not says_nothing(text) and not _NO_PROBLEM.fullmatch(text):
            seen.add(entry.place)
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
            yield Code.FULL_WITH_PROBLEMS.at(
                entry.place, entry.label, total=show(context.policy.total_points),
                label=entry.label, text=shown,
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    total_is_sum_of_scores,
    total_has_a_basis,
    totals_agree,
    grade_follows_total,
    not_everything_exactly_reached,
    full_total_has_no_problems,
)
