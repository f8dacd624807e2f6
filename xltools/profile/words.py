"""A scoring policy in plain Chinese: for the guide in the form, its notes, and the officer
who signs it (`xltools profile show`).

Every sentence is made from the policy's data: a bureau that changes a figure in its TOML
changes what its staff read, and the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.decimals import percent, plain
from xltools.profile.load import Profile
from xltools.profile.policy_spec import ScoringPolicy


def label_of(profile: Profile, key: str) -> str:
    """What the form calls an indicator column, or a measure of the funding table."""
    form = profile.form
    labels: dict[str, str] = {measure.key: measure.label for measure in form.funding.measures}
    labels |= {column.key: column.label for column in form.indicators.columns}
    return labels.get(key, key).removesuffix("(%)")


def scoring_rules(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield subject and sentence of each rule, in the order in which one scores."""
    policy = profile.policy
    yield "分值", _points(profile)
    yield "预算执行率", _execution(profile)
    yield from _numbers(profile)
    yield "超额完成", _over_completion(policy)
    yield "定性指标", _bands(profile)
    yield "日期指标", _late(policy)
    yield "小数", f"得分保留 {policy.score_places} 位小数，四舍五入；完成率不先取整再算得分。"


def grade_rows(policy: ScoringPolicy) -> Iterator[tuple[str, str]]:
    """Yield each grade with its range of totals, best first.

    >>> list(grade_rows(ScoringPolicy("", "")))[1]
    ('良', '80 分（含）—90 分')
    """
    above = policy.total_points
    for index, grade in enumerate(policy.grades):
        floor = grade.floor * policy.total_points / 100
        if index == 0:
            words = f"{plain(floor)} 分（含）—{plain(above)} 分（含）"
        elif floor == 0:
            words = f"{plain(above)} 分以下"
        else:
            words = f"{plain(floor)} 分（含）—{plain(above)} 分"
        yield grade.name, words
        above = floor


def _points(profile: Profile) -> str:
    policy = profile.policy
    labels = {block.key: block.label for block in profile.form.indicators.categories}
    labels["execution"] = "预算执行率"
    shares = "、".join(
        f"{labels.get(key, key)} {plain(points)} 分"
        for key, points in policy.category_points.items()
    )
    column = label_of(profile, "points")
    rule = f"各项{column}（含预算执行率）合计必须为 {plain(policy.total_points)} 分。"
    return rule + (f"原则上：{shares}；需要调整的说明理由。" if shares else "")


def _execution(profile: Profile) -> str:
    policy = profile.policy.execution
    budget, outturn = label_of(profile, "revised_budget"), label_of(profile, "outturn")
    zero = {
        "not_applicable": "此项不适用，其余得分折算为满分",
        "full": "得满分",
        "zero": "得 0 分",
    }[policy.zero_budget]
    return (
        f"执行率＝{outturn}÷{budget}；得分＝分值（{plain(policy.points)} 分）×执行率，"
        f"最高不超过分值。{outturn}不应大于{budget}；执行率低于 {percent(policy.reason_below)} "
        f"的须说明原因；{budget}为 0 的，{zero}。"
    )


def _numbers(profile: Profile) -> Iterator[tuple[str, str]]:
    policy = profile.policy
    target, actual = label_of(profile, "target"), label_of(profile, "actual")
    yield (
        "越高越好（≥、＝）",
        f"达到{target}得满分；没达到的，得分＝分值×{actual}÷{target}。",
    )
    if policy.at_most == "excess":
        less = f"得分＝分值×[1－（{actual}－{target}）÷{target}]，达到{target}两倍及以上得 0 分"
    else:
        less = f"得分＝分值×{target}÷{actual}"
    yield "越低越好（≤）", f"不超过{target}得满分；超过的，{less}。"
    ceilings = "、".join(
        sub.label
        for block in profile.form.indicators.categories
        for sub in block.subcategories
        if sub.key in policy.ceiling_subcategories
    )
    meant = {"at_least": "不低于", "equal": "等于"}[policy.plain_direction]
    words = f"{target}只写数字（如 130）的，按“{meant}”理解"
    if ceilings:
        words += f"；{ceilings}按“不超过”理解"
    yield "没写符号", f"{words}。最好写明符号。"


def _over_completion(policy: ScoringPolicy) -> str:
    over = policy.over_completion
    limit = percent(over.threshold)
    return {
        "none": "超过目标的得满分，不加分也不扣分。",
        "reason": f"超过目标的得满分，不加分；达到目标 {limit} 及以上的须写明偏差原因。",
        "linear": f"不加分；超过目标 {limit} 的部分按偏离程度扣分，并须写明偏差原因。",
    }[over.mode]


def _bands(profile: Profile) -> str:
    bands = profile.policy.bands
    parts = [f"{b.label} {percent(b.high)}—{percent(b.low)}" for b in bands]
    parts = [part + ("（含）" if b.low else "") for part, b in zip(parts, bands, strict=True)]
    return (
        f"按分值的一定比例：{'；'.join(parts)}。可以写明程度，如“部分达成（70%）”，得分＝分值×70%。"
        f"除“{bands[0].label}”外，须由评价人在“{label_of(profile, 'score')}”栏填评定的得分。"
    )


def _late(policy: ScoringPolicy) -> str:
    return {
        "zero": "在目标日期当天或以前完成得满分，逾期得 0 分，并须写明原因。",
        "by_days": "在目标日期当天或以前完成得满分；逾期的按逾期天数占计划天数的比例扣分。",
    }[policy.late]
