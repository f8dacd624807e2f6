"""Worked examples of a policy, computed by the scorer itself, for the officer who signs it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.decimals import percent, plain
from xltools.profile import ScoringPolicy
from xltools.score.execution import BASES, execution_of
from xltools.score.indicator import score_value
from xltools.score.outcome import Case
from xltools.value import parse_value

TEN = Decimal(10)
YEAR = 2020

_PAIRS: tuple[tuple[str, str, str, str, str], ...] = (
    # kind, target, actual, key of the 二级指标, name
    ("越高越好", "≥95%", "97%", "quantity", ""),
    ("越高越好", "≥200人", "180人", "quantity", ""),
    ("越高越好", "≥200人", "90人", "quantity", ""),
    ("等于", "=8次", "6次", "quantity", ""),
    ("等于", "=8次", "10次", "quantity", ""),
    ("越低越好", "≤50万元", "48万元", "quality", ""),
    ("越低越好", "≤50万元", "60万元", "quality", ""),
    ("越低越好", "<5%", "5%", "quality", ""),
    ("越低越好", "<5%", "6%", "quality", ""),
    ("目标为零", "=0起", "0起", "quality", ""),
    ("目标为零", "=0起", "2起", "quality", ""),
    ("没写符号", "130个", "120个", "quantity", ""),
    ("没写符号", "19.48万元", "20万元", "cost", ""),
    ("超额完成", "130个", "150个", "quantity", ""),
    ("超额完成", "130个", "221个", "quantity", ""),
    ("超额完成", "130个", "455个", "quantity", ""),
    ("负数", "≥10个", "-3个", "quantity", ""),
    ("日期", f"{YEAR}年9月30日前", f"{YEAR}年9月28日", "timeliness", ""),
    ("日期", f"{YEAR}年9月30日前", f"{YEAR}年10月10日", "timeliness", ""),
    ("定性", "有效提升", "{first}", "social", ""),
    ("定性", "有效提升", "部分达成（70%）", "social", ""),
    ("定性", "有效提升", "{second}", "social", ""),
    ("满意度", "≥90%", "93%", "beneficiary", ""),
    ("满意度", "≥90%", "85%", "beneficiary", ""),
    ("不适用", "≥95%", "不适用", "quantity", ""),
)  # fmt: skip
_CATEGORIES = {
    "quantity": "output", "quality": "output", "timeliness": "output", "cost": "output",
    "social": "outcome", "beneficiary": "satisfaction",
}  # fmt: skip
_MONEY = (("200", "186"), ("200", "110"), ("200", "205"), ("0", "0"))


class Example(Struct, frozen=True):
    """One worked example; `score` None where the policy leaves it to a person."""

    kind: str
    given: str
    points: Decimal | None
    score: Decimal | None
    trace: str


def worked_examples(policy: ScoringPolicy) -> Iterator[Example]:
    """Yield an example of each kind of indicator, worth ten points, and of 预算执行率."""
    pairs = [*_PAIRS]
    for words in (key for key in policy.rules if not key.isascii()):
        pairs += [(words, "100%", actual, "timeliness", words) for actual in ("92%", "80%")]
    labels = [band.label for band in policy.bands]
    for kind, target, written, subcategory, name in pairs:
        actual = written.format(first=labels[0], second=labels[min(1, len(labels) - 1)])
        case = Case(
            policy=policy,
            points=TEN,
            subcategory=subcategory,
            name=name,
            year=YEAR,
            category=_CATEGORIES[subcategory],
        )
        outcome, score = score_value(
            parse_value(target, name=name), parse_value(actual, role="actual", name=name), case
        )
        given = f"目标 {target}，实际 {actual}"
        if policy.scored:
            reason = "（须写明偏差原因）" if outcome.over else ""
            yield Example(kind, given, TEN, score, outcome.trace.rstrip("。") + reason)
        elif outcome.rate is not None and kind in ("越高越好", "越低越好", "超额完成"):
            yield Example(kind, given, None, None, f"完成率 {percent(outcome.rate)}")
    yield from _execution_examples(policy)
    if policy.scored:
        yield from _grade_examples(policy)


def _execution_examples(policy: ScoringPolicy) -> Iterator[Example]:
    own = policy.execution.points
    points = own if own > 0 else TEN
    base = BASES[policy.execution.base]
    for budget, outturn in _MONEY:
        found = execution_of(Decimal(budget), Decimal(outturn), points, policy)
        given = f"{base} {budget} 万元，全年执行数 {outturn} 万元"
        if policy.scored:
            low = found.rate is not None and found.rate < policy.execution.reason_below
            reason = "（须说明原因）" if low else ""
            trace = found.trace.rstrip("。") + reason
            yield Example("预算执行率", given, points, found.score, trace)
        elif found.rate is not None:
            yield Example("预算执行率", given, None, None, f"执行率 {percent(found.rate)}")


def _grade_examples(policy: ScoringPolicy) -> Iterator[Example]:
    """A total in the middle of each grade, and one that the cap holds down."""
    above = Decimal(100)
    for grade in policy.grades:
        total = (grade.floor + above) / 2 * policy.total_points / 100
        words = f"评为“{policy.grade(total)}”"
        yield Example("等级", f"总分 {plain(total)} 分", None, None, words)
        above = grade.floor
    cap = policy.grade_cap
    if cap is not None:
        rate = cap.rate_below - Decimal("0.01")
        words = f"评为“{policy.grade(policy.total_points, rate)}”"
        given = f"总分 {plain(policy.total_points)} 分，执行率 {percent(rate)}"
        yield Example("等级", given, None, None, words)


def example_words(example: Example) -> str:
    """One example as a line of the page that is signed."""
    if example.points is None:
        return f"{example.given}：{example.trace}"
    score = "不自动计分" if example.score is None else f"{plain(example.score)} 分"
    return f"{example.given}，分值 {plain(example.points)}：{example.trace} → {score}"
