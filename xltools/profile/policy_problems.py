"""Does a policy add up, and does it fit the form that it scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xltools.decimals import plain
from xltools.profile.load import Profile
from xltools.profile.mistakes import KeyPath, Problem, did_you_mean
from xltools.profile.policy_spec import RateRange, ScoringPolicy
from xltools.profile.vocabulary import load_vocabulary

_POINTS: KeyPath = ("policy", "category_points")


def policy_problems(profile: Profile) -> Iterator[Problem]:
    """Yield what cannot work in a policy, or cannot work with this form."""
    yield from _points(profile)
    yield from _printed_points(profile)
    yield from _names(profile)
    yield from _bands(profile.policy)
    yield from _grades(profile.policy)
    yield from _figures(profile.policy)
    yield from _ranges(profile.policy)


def _points(profile: Profile) -> Iterator[Problem]:
    policy = profile.policy
    dealt = sum(policy.category_points.values(), Decimal(0))
    if policy.category_points and dealt != policy.total_points:
        parts = "＋".join(plain(points) for points in policy.category_points.values())
        yield Problem(
            (_POINTS, ("policy", "total_points"), ("policy",)),
            f"policy.category_points 合计 {plain(dealt)}（{parts}），应为 {plain(policy.total_points)}。",
            "请调整各一级指标的分值；这张表要写全，不写的一级指标没有分值。",
        )
    known = [block.key for block in profile.form.indicators.categories]
    known += [each.key for each in profile.form.assessments]
    known += ["execution"] if "execution" not in known else []
    for key in policy.category_points:
        if key not in known:
            yield Problem(
                ((*_POINTS, key),),
                f"policy.category_points 的 {key} 不是表中的一级指标。",
                did_you_mean(key, known),
            )
    execution = policy.category_points.get("execution")
    if execution is not None and execution != policy.execution.points:
        yield Problem(
            (("policy", "execution", "points"), (*_POINTS, "execution"), ("policy",)),
            f"预算执行率的分值写了两个数：category_points.execution = {plain(execution)}，"
            f"execution.points = {plain(policy.execution.points)}。",
            "请改成一样。",
        )


def _printed_points(profile: Profile) -> Iterator[Problem]:
    """Points printed behind the labels of 一级 and 二级指标."""
    policy = profile.policy
    for number, block in enumerate(profile.form.indicators.categories):
        path = ("form", "indicators", "categories", number)
        parts = [sub.points for sub in block.subcategories]
        dealt = sum((part for part in parts if part is not None), Decimal(0))
        whole = block.points
        if whole is not None and parts and None not in parts and dealt != whole:
            yield Problem(
                ((*path, "points"),),
                f"{block.label}印着 {plain(whole)} 分，它的二级指标合计 {plain(dealt)} 分。",
                "请改成一致。",
            )
        stated = policy.category_points.get(block.key)
        if whole is not None and stated is not None and whole != stated:
            yield Problem(
                ((*path, "points"), (*_POINTS, block.key), ("policy",)),
                f"{block.label}印着 {plain(whole)} 分，评分办法里是 {plain(stated)} 分。",
                "请改成一致。",
            )
        preset = block.preset.points if block.execution and block.preset else None
        # a policy without points for execution leaves them to this row
        stated = policy.execution.points if policy.execution.scored else Decimal(0)
        if preset is not None and stated and preset != stated:
            yield Problem(
                ((*path, "preset", "points"), ("policy", "execution", "points"), ("policy",)),
                f"预算执行率一行印着 {plain(preset)} 分，评分办法里是 {plain(stated)} 分。",
                "请改成一致。",
            )


def _names(profile: Profile) -> Iterator[Problem]:
    """Keys of 一级 and 二级指标 that the policy speaks of; names of grades.

    A shared policy may speak of what this form does not have, so only what no form has is told.
    """
    policy = profile.policy
    blocks = profile.form.indicators.categories
    own = [sub.key for block in blocks for sub in block.subcategories]
    shared = load_vocabulary()
    subs = dict.fromkeys([*own, *(key.rpartition(".")[2] for key in shared.subcategories)])
    both = dict.fromkeys([*(block.key for block in blocks), *subs, *shared.categories])
    for key in policy.subcategory_points:
        if key not in own:
            yield _unknown(("policy", "subcategory_points", key), key, own)
    for number, key in enumerate(policy.ceiling_subcategories):
        if key not in subs:
            yield _unknown(("policy", "ceiling_subcategories", number), key, own)
    for key in policy.rules:
        # a key in Chinese is a word in the names of indicators
        if key.isascii() and key != "default" and key not in both:
            yield _unknown(("policy", "rules", key), key, ["default", *both])
    names = [grade.name for grade in policy.grades]
    if policy.grade_cap is not None and policy.grade_cap.best not in names:
        yield Problem(
            (("policy", "grade_cap", "best"), ("policy", "grade_cap"), ("policy",)),
            f"没有“{policy.grade_cap.best}”这个等级。",
            did_you_mean(policy.grade_cap.best, names),
        )


def _unknown(path: KeyPath, key: str, known: list[str]) -> Problem:
    return Problem((path,), f"{key} 不是表中的指标类别。", did_you_mean(key, known))


def _bands(policy: ScoringPolicy) -> Iterator[Problem]:
    path = ("policy", "bands")
    bands = policy.bands
    fits = bool(bands) and bands[0].high == 1 and bands[-1].low == 0
    fits = fits and all(a.low == b.high for a, b in pairwise(bands))
    if not fits or any(band.low >= band.high for band in bands):
        yield Problem(
            (path, ("policy",)),
            "policy.bands 没有首尾相接。",
            "从高到低排列：第一档 high = 1，每一档的 low 等于下一档的 high，最后一档 low = 0。",
        )


def _grades(policy: ScoringPolicy) -> Iterator[Problem]:
    path = ("policy", "grades")
    floors = [grade.floor for grade in policy.grades]
    falling = all(a > b for a, b in pairwise(floors))
    if not floors or not falling or floors[-1] != 0:
        yield Problem(
            (path, ("policy",)),
            "policy.grades 应从高到低排列，最后一档的下限为 0。",
            "如 优 90、良 80、中 60、差 0（floor 是百分制的下限，含本数）。",
        )
    elif floors[0] >= 100:
        yield Problem(
            ((*path, 0, "floor"), path),
            f"最好一档的下限是 {plain(floors[0])}，没有人达得到。",
            "floor 按百分制写，如 90。",
        )


def _figures(policy: ScoringPolicy) -> Iterator[Problem]:
    execution, over = policy.execution, policy.over_completion
    ratio = "写成小数，如 90% 写 0.9。"
    for path, value, low, high, advice in (
        (("total_points",), policy.total_points, Decimal("0.01"), Decimal(1000), "满分一般是 100。"),
        (("execution", "points"), execution.points, Decimal(0), policy.total_points, "不能超过满分。"),
        (("execution", "full_from"), execution.full_from, Decimal(0), Decimal(1), ratio),
        (("execution", "pass_mark"), execution.pass_mark, Decimal(0), Decimal(1), ratio),
        (("execution", "reason_below"), execution.reason_below, Decimal(0), Decimal(1), ratio),
        (("over_completion", "threshold"), over.threshold, Decimal(1), Decimal(100), "写成倍数，如 130% 写 1.3。"),
        (("over_completion", "cut"), over.cut, Decimal(0), Decimal(1), ratio),
        (("late_share",), policy.late_share, Decimal(0), Decimal(1), ratio),
        (("late_cut",), policy.late_cut, Decimal(0), Decimal(1), ratio),
        (("score_places",), Decimal(policy.score_places), Decimal(0), Decimal(6), "得分的小数位数，如 2。"),
        (("rate_places",), Decimal(policy.rate_places), Decimal(0), Decimal(8), "完成率按小数计的位数，4 即百分数两位小数。"),
        (("tolerance",), policy.tolerance, Decimal(0), Decimal(10), "如 0.01。"),
    ):  # fmt: skip
        if not low <= value <= high:
            yield Problem(
                (("policy", *path), ("policy",)),
                f"policy.{'.'.join(path)} = {plain(value)} 不对，应在 {plain(low)} 到 {plain(high)} 之间。",
                advice,
            )


def _ranges(policy: ScoringPolicy) -> Iterator[Problem]:
    """Shares above 1, and a rule by ranges that has none."""
    tables: list[tuple[KeyPath, tuple[RateRange, ...]]] = [
        (("policy", "execution", "ranges"), policy.execution.ranges)
    ]
    for key, rule in policy.rules.items():
        path: KeyPath = ("policy", "rules", key)
        tables.append(((*path, "ranges"), rule.ranges))
        if rule.kind == "ranges" and not rule.ranges:
            yield Problem(
                (path,),
                f"{key} 按区间赋分，却没有写 ranges。",
                "如 ranges = [{ floor = 0.9, share = 1 }]。",
            )
    for path, ranges in tables:
        for number, each in enumerate(ranges):
            if not 0 <= each.share <= 1:
                yield Problem(
                    ((*path, number, "share"), ("policy",)),
                    f"share = {plain(each.share)} 不对，是占分值的比例。",
                    "写成小数，如八成写 0.8。",
                )
