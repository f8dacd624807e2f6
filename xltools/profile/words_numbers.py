"""The sentences about numbers: floors, ceilings, zero, negative results, over-completion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from xltools.decimals import percent, plain
from xltools.profile.policy_spec import CeilingFormula, ScoringPolicy

Names: TypeAlias = Callable[[str], str]
"""What a form calls a column or a measure."""


def number_rules(
    policy: ScoringPolicy, names: Names, ceilings: str
) -> Iterator[tuple[str, str]]:
    """Yield the rules for targets with and without a sign; `ceilings` names the 二级指标 read as ≤."""
    target, actual = names("target"), names("actual")
    reached = f"达到{target}得满分；没达到的，得分＝分值×{actual}÷{target}。"
    if policy.equal == "at_least":
        yield "越高越好（≥、＝）", reached
    else:
        yield "越高越好（≥）", reached
        exact = "不等的得 0 分" if policy.equal == "exact" else "高于、低于的都按偏离度扣分"
        yield "等于（＝）", f"与{target}相等得满分，{exact}。"
    strict = policy.strict_at_most
    yield (
        "越低越好（≤）",
        f"不超过{target}得满分；超过的，{_formula(policy.at_most, target, actual)}。",
    )
    if strict is not None and strict != policy.at_most:
        yield (
            "低于（＜）",
            f"低于{target}得满分；没有低于的，{_formula(strict, target, actual)}。",
        )
    meant = {"at_least": "不低于", "equal": "等于"}[policy.plain_direction]
    words = f"{target}只写数字（如 130）的，按“{meant}”理解"
    if ceilings:
        words += f"；{ceilings}按“不超过”理解"
    yield "没写符号", f"{words}。最好写明符号。"


def _formula(formula: CeilingFormula, target: str, actual: str) -> str:
    return {
        "excess": f"得分＝分值×[1－（{actual}－{target}）÷{target}]，达到{target}两倍及以上得 0 分",
        "inverse": f"得分＝分值×{target}÷{actual}",
        "all_or_nothing": "得 0 分",
    }[formula]


def over_completion(policy: ScoringPolicy) -> str:
    """The sentence about 超额完成."""
    over = policy.over_completion
    limit = percent(over.threshold)
    steps = "、".join(
        f"超过 {percent(step.above)} 的扣 {percent(step.cut)}"
        for step in sorted(over.steps, key=lambda step: step.above)
    )
    words = {
        "none": "超过目标的得满分，不加分也不扣分。",
        "reason": f"超过目标的得满分，不加分；达到目标 {limit} 及以上的须写明偏差原因。",
        "linear": f"不加分；超过目标 {limit} 的部分按偏离程度扣分，并须写明偏差原因。",
        "fixed": f"不加分；超过目标 {limit} 的扣分值的 {percent(over.cut)}，并须写明偏差原因。",
        "steps": f"不加分；按完成目标的比例扣分值：{steps}，并须写明偏差原因。",
    }[over.mode]
    if over.zero_target_reason is not None and over.mode != "none":
        words += f"目标为 0、实际达到 {plain(over.zero_target_reason)} 及以上的也须写明。"
    return words


def further_numbers(policy: ScoringPolicy, *, complete: bool) -> Iterator[tuple[str, str]]:
    """Yield the rules for 0, negative results and 不适用; only the unusual ones unless `complete`."""
    if policy.zero_target == "per_unit":
        cut = percent(policy.zero_target_cut)
        yield "目标为零", f"要求为 0 的，为 0 得满分；每多 1 扣分值的 {cut}，扣完为止。"
    elif complete:
        yield "目标为零", "要求为 0 的（＝0、≤0），为 0 得满分，大于 0 得 0 分。"
    if policy.negative_actual == "undecided":
        yield "负数", "目标不是负数而实际为负数的，不自动计分，由评价人核对。"
    elif complete:
        yield "负数", "目标不是负数而实际为负数的，得 0 分。"
    applies = {
        "ask": "目标或实际写“不适用”的，不自动计分，须改填实际值或删去该指标。",
        "rescale": "目标或实际写“不适用”的，该指标不计分，其余得分按比例折算为满分。",
        "full": "目标或实际写“不适用”的，得满分。",
        "zero": "目标或实际写“不适用”的，得 0 分。",
    }[policy.not_applicable]
    if complete or policy.not_applicable != "ask":
        yield "不适用", applies
    if complete:
        first = policy.ceiling_rate == "actual_over_target"
        how = "实际÷目标（不超过 100% 即为达到）" if first else "目标÷实际（100% 以上即为达到）"
        if policy.ceiling_words:
            words = "、".join(policy.ceiling_words)
            yield "越低越好的名称", f"名称含下列词、只写数字的，也按“不超过”理解：{words}。"
        if policy.ceiling_formula("<") != "all_or_nothing":
            yield (
                "刚好等于",
                "写“＜”“＞”而实际刚好等于目标（目标不为 0）的，按上面的公式计算即得满分。",
            )
        yield "完成率", f"越高越好的为实际÷目标；越低越好的为{how}。"
        yield "数值填成文字", "目标是数值而实际填文字的，不计分，须补填数值。"
