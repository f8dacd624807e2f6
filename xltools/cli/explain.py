"""`xltools explain`."""

from __future__ import annotations

import argparse

from xltools.cli.documents import exact, print_json, rate, typed_value
from xltools.decimals import percent
from xltools.errors import XltoolsError
from xltools.model import TypedValue
from xltools.profile import Profile, load_profile
from xltools.score import score_value
from xltools.score.indicator import Case
from xltools.value import ValueParseError, describe, parse_points, parse_value


def run_explain(args: argparse.Namespace) -> int:
    """Print how one target and one actual result are read and scored."""
    profile = load_profile(args.profile)
    try:
        points = parse_points(args.points)
    except ValueParseError as error:
        raise XltoolsError(f"--points：{error}") from None
    if points is None or points < 0:
        raise XltoolsError("--points 应是不小于 0 的数。")
    subcategory = _subcategory(profile, args.subcategory)
    target = parse_value(args.target, role="target", name=args.name)
    actual = parse_value(args.actual, role="actual", name=args.name)
    case = Case(
        policy=profile.policy,
        points=points,
        subcategory=subcategory,
        name=args.name,
        year=args.year,
    )
    outcome, score = score_value(target, actual, case)
    if args.json:
        print_json(
            {
                "target": typed_value(target),
                "actual": typed_value(actual),
                "points": exact(points),
                "completion_rate": rate(outcome.rate),
                "score": exact(score),
                "trace": outcome.trace,
            }
        )
        return 0
    print(f"评分办法：{profile.policy.name}")
    print(f"目标值：{args.target} → {_read_as(target)}")
    print(f"实际值：{args.actual} → {_read_as(actual)}")
    print(f"完成率：{percent(outcome.rate) if outcome.rate is not None else '—'}")
    print(f"计  算：{outcome.trace}")
    print(f"得  分：{'算不出' if score is None else exact(score)}（分值 {exact(points)}）")
    return 0


def _subcategory(profile: Profile, text: str | None) -> str | None:
    if text is None:
        return None
    for block in profile.form.indicators.categories:
        for sub in block.subcategories:
            if text in (sub.key, sub.label, *sub.synonyms):
                return sub.key
    known = "、".join(
        sub.label for block in profile.form.indicators.categories for sub in block.subcategories
    )
    raise XltoolsError(f"表样里没有二级指标“{text}”，可用：{known}。")


_KINDS = {
    "at_least": "数值", "at_most": "数值", "equal": "数值", "number": "数值", "range": "区间",
    "date": "日期", "qualitative": "定性描述", "none": "空白", "unreadable": "读不懂",
}  # fmt: skip


def _read_as(value: TypedValue) -> str:
    if value.kind == "unreadable":
        return f"读不懂：{value.problem}"
    return f"{describe(value)}（{_KINDS[value.kind]}）" if value.kind != "none" else "空白"
