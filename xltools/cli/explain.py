"""`xltools explain`."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

from xltools.cli.documents import exact, print_json, rate, typed_value
from xltools.decimals import percent
from xltools.errors import XltoolsError
from xltools.model import TypedValue
from xltools.profile import Profile, ScoringPolicy, load_profile
from xltools.score import score_value
from xltools.score.execution import BASES, execution_of
from xltools.score.outcome import Case, Outcome
from xltools.value import (
    ValueParseError,
    describe,
    parse_amount,
    parse_points,
    parse_split_value,
    parse_value,
    settle,
)


def run_explain(args: argparse.Namespace) -> int:
    """Print how one target and one actual result, or an execution rate, are read and scored."""
    profile = load_profile(args.profile, Path.cwd())
    policy = _policy(args, profile)
    money = {key: _money(args, option) for key, option in _MONEY.items()}
    if args.target is None:
        return _explain_execution(args, policy, money)
    if args.actual is None:
        raise XltoolsError("目标值后面还要写实际值，如 xltools explain ≥95% 97%。")
    points = _points(args, Decimal(100))
    category, subcategory = _level(profile, args.subcategory)
    target, actual = _values(args)
    case = Case(
        policy=policy,
        points=points,
        subcategory=subcategory,
        name=args.name,
        year=args.year,
        budget=money["revised_budget"],
        outturn=money["outturn"],
        typed_score=_amount(args.typed_score, "--typed-score"),
        category=category,
        scoring_rule=args.rule,
    )
    outcome, score = score_value(target, actual, case)
    score = score if policy.scored else None
    if args.json:
        _print_json(points, outcome.rate, score, outcome.trace, (target, actual))
        return 0
    print(f"评分办法：{policy.name}")
    print(f"目标值：{_typed(args)} → {_read_as(target)}")
    print(f"实际值：{args.actual} → {_read_as(actual)}")
    print(f"完成率：{percent(outcome.rate) if outcome.rate is not None else '—'}")
    print(f"计  算：{outcome.trace}")
    _print_score(score, points, policy)
    _print_advice(outcome)
    return 0


_MONEY = {
    "revised_budget": "budget",
    "outturn": "outturn",
    "received": "received",
    "original_budget": "original_budget",
}
"""Measures of the funding table and the options that state them."""


def _explain_execution(
    args: argparse.Namespace, policy: ScoringPolicy, money: dict[str, Decimal | None]
) -> int:
    """预算执行率, from the amounts alone."""
    base_key = policy.execution.base
    base, outturn = money[base_key], money["outturn"]
    if base is None or outturn is None:
        option = _MONEY[base_key].replace("_", "-")
        raise XltoolsError(
            "请写目标值和实际值，如 xltools explain ≥95% 97%；要看预算执行率怎样算，"
            f"请写 --{option} {BASES[base_key]} --outturn 执行数（本办法以{BASES[base_key]}为分母）。"
        )
    points = _points(args, policy.execution.points or Decimal(10))
    found = execution_of(base, outturn, points, policy)
    score = found.score if policy.scored else None
    if args.json:
        _print_json(points, found.rate, score, found.trace)
        return 0
    print(f"评分办法：{policy.name}")
    print(f"{BASES[base_key]}：{exact(base)} 万元")
    print(f"执行数：{exact(outturn)} 万元")
    print(f"执行率：{percent(found.rate) if found.rate is not None else '—'}")
    print(f"计  算：{found.trace}")
    _print_score(score, points, policy)
    if policy.scored and not (policy.execution.scored and policy.execution.points):
        print("提  示：按本办法，预算执行率只在列为一项指标时计分，分值用 --points 写明。")
    if found.rate is not None and found.rate < policy.execution.reason_below:
        print(f"提  示：执行率低于 {percent(policy.execution.reason_below)}，须说明原因。")
    if outturn > base:
        print(f"提  示：执行数大于{BASES[base_key]}，请核对。")
    return 0


def _policy(args: argparse.Namespace, profile: Profile) -> ScoringPolicy:
    if args.policy is None:
        return profile.policy
    from xltools.profile.policy_file import load_policy

    return load_policy(args.policy)


def _points(args: argparse.Namespace, otherwise: Decimal) -> Decimal:
    """The points stated with --points."""
    if args.points is None:
        return otherwise
    try:
        points = parse_points(args.points)
    except ValueParseError as error:
        raise XltoolsError(f"--points：{error}") from None
    if points is None or points < 0:
        raise XltoolsError("--points 应是不小于 0 的数。")
    return points


def _money(args: argparse.Namespace, option: str) -> Decimal | None:
    return _amount(getattr(args, option), f"--{option.replace('_', '-')}")


def _amount(text: str | None, option: str) -> Decimal | None:
    """A number given with an option: money in 万元, or a score."""
    if text is None:
        return None
    try:
        return parse_amount(text)
    except ValueParseError as error:
        raise XltoolsError(f"{option}：{error}") from None


def _values(args: argparse.Namespace) -> tuple[TypedValue, TypedValue]:
    """Target and actual, the target with sign and unit from options of their own."""
    nature, unit = args.nature, args.unit
    if nature is None and unit is None:
        target = parse_value(args.target, role="target", name=args.name)
        actual = parse_value(args.actual, role="actual", name=args.name)
        return settle(target, actual, args.name)
    target = parse_split_value(nature, args.target, args.target, unit, name=args.name)
    actual = parse_split_value(
        None, args.actual, args.actual, unit, role="actual", name=args.name
    )
    return settle(target, actual, args.name)


def _typed(args: argparse.Namespace) -> str:
    return " ".join(part for part in (args.nature, args.target, args.unit) if part)


def _level(profile: Profile, text: str | None) -> tuple[str | None, str | None]:
    """Keys of 一级 and 二级指标 of a 二级指标 named by key, label or synonym."""
    if text is None:
        return None, None
    for block in profile.form.indicators.categories:
        for sub in block.subcategories:
            if text in (sub.key, sub.label, *sub.synonyms):
                return block.key, sub.key
    known = "、".join(
        sub.label for block in profile.form.indicators.categories for sub in block.subcategories
    )
    raise XltoolsError(f"表样里没有二级指标“{text}”，可用：{known}。")


def _print_json(
    points: Decimal,
    completion: Decimal | None,
    score: Decimal | None,
    trace: str,
    values: tuple[TypedValue, TypedValue] | None = None,
) -> None:
    """One document; target and actual are null for an execution rate."""
    print_json(
        {
            "target": typed_value(values[0]) if values else None,
            "actual": typed_value(values[1]) if values else None,
            "points": exact(points),
            "completion_rate": rate(completion),
            "score": exact(score),
            "trace": trace,
        }
    )


def _print_score(score: Decimal | None, points: Decimal, policy: ScoringPolicy) -> None:
    if not policy.scored:
        print("得  分：本办法不计分")
        return
    print(f"得  分：{'算不出' if score is None else exact(score)}（分值 {exact(points)}）")


def _print_advice(outcome: Outcome) -> None:
    if outcome.over:
        print("提  示：超额完成较多，须写明偏差原因。")
    if outcome.dropped:
        print("提  示：此项的分值从满分中去掉，其余得分按比例折算。")


_KINDS = {
    "at_least": "数值", "at_most": "数值", "equal": "数值", "number": "数值", "range": "区间",
    "date": "日期", "qualitative": "定性描述", "none": "空白", "unreadable": "读不懂",
}  # fmt: skip


def _read_as(value: TypedValue) -> str:
    if value.kind == "unreadable":
        return f"读不懂：{value.problem}"
    return f"{describe(value)}（{_KINDS[value.kind]}）" if value.kind != "none" else "空白"
