"""A scoring policy in plain Chinese: for the guide in the form, its notes, and the officer
who signs it (`xltools profile show`).

Every sentence is made from the policy's data: a bureau that changes a figure in its TOML
changes what its staff read, and the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from xltools.decimals import percent, plain
from xltools.profile.load import Profile
from xltools.profile.policy_spec import RateRange, Rule, ScoringPolicy
from xltools.profile.words_numbers import Names, further_numbers, number_rules, over_completion

Source: TypeAlias = Profile | ScoringPolicy
"""A region's form with its policy, or a policy alone, told in the national form's words."""

LABELS = {
    "original_budget": "年初预算数", "revised_budget": "全年预算数", "received": "资金到位数",
    "outturn": "全年执行数", "points": "分值", "score": "得分", "target": "年度指标值",
    "actual": "实际完成值", "rate": "完成率", "deviation_note": "偏差原因分析及改进措施",
    "weight_percent": "权重占比", "converted_score": "折算得分", "scoring_rule": "指标赋分规则",
    "name": "三级指标",
}  # fmt: skip
LEVELS = {
    "execution": "预算执行率", "input": "投入", "decision": "决策", "process": "过程",
    "management": "项目管理", "cost": "成本指标", "output": "产出指标", "outcome": "效益指标",
    "satisfaction": "满意度指标", "quantity": "数量指标", "quality": "质量指标",
    "timeliness": "时效指标", "economic": "经济效益指标", "social": "社会效益指标",
    "environmental": "生态效益指标", "sustainability": "可持续影响指标",
    "beneficiary": "服务对象满意度指标", "default": "其他指标",
}  # fmt: skip


def label_of(source: Source, key: str) -> str:
    """What the form calls an indicator column, or a measure of the funding table."""
    return _names(source)(key)


def policy_of(source: Source) -> ScoringPolicy:
    """The policy of a profile, or the policy itself."""
    return source.policy if isinstance(source, Profile) else source


def scoring_rules(source: Source, *, complete: bool = False) -> Iterator[tuple[str, str]]:
    """Yield subject and sentence of each rule, in the order in which one scores.

    `complete` adds what goes without saying where staff fill in the form (negative results, a
    target of 0) and must not where an officer signs.
    """
    policy, names = policy_of(source), _names(source)
    if not policy.scored:
        yield "不计分", "本办法不计分：只计算预算执行率和各指标完成率，不评得分、总分和等级。"
        yield "预算执行率", f"执行率＝{names('outturn')}÷{names(policy.execution.base)}。"
        return
    yield "分值", _points(source)
    yield "预算执行率", execution_rule(source, complete=complete)
    yield from number_rules(policy, names, _ceilings(source))
    yield "超额完成", over_completion(policy)
    yield from further_numbers(policy, complete=complete)
    yield "定性指标", _bands(policy, names)
    yield "日期指标", _late(policy)
    yield from _rules(source)
    yield from _total(policy, names, complete=complete)
    yield "小数", f"得分保留 {policy.score_places} 位小数，四舍五入；完成率不先取整再算得分。"
    yield from _texts(policy, names)


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


def _names(source: Source) -> Names:
    labels = dict(LABELS)
    if isinstance(source, Profile):
        labels |= {each.key: each.label for each in source.form.funding.measures}
        labels |= {each.key: each.label for each in source.form.indicators.columns}
    return lambda key: labels.get(key, key).removesuffix("(%)")


def _levels(source: Source) -> dict[str, str]:
    labels = dict(LEVELS)
    if isinstance(source, Profile):
        for block in source.form.indicators.categories:
            labels[block.key] = block.label
            labels |= {sub.key: sub.label for sub in block.subcategories}
        labels["execution"] = "预算执行率"
    return labels


def _ceilings(source: Source) -> str:
    keys = policy_of(source).ceiling_subcategories
    if not isinstance(source, Profile):
        return "、".join(LEVELS.get(key, key) for key in keys)
    blocks = source.form.indicators.categories
    subs = [sub for block in blocks for sub in block.subcategories]
    return "、".join(sub.label for sub in subs if sub.key in keys)


def _points(source: Source) -> str:
    policy, labels, column = policy_of(source), _levels(source), _names(source)("points")
    shares = _shares(policy.category_points, labels)
    counted = policy.execution.scored and policy.execution.points > 0
    rule = f"各项{column}{'（含预算执行率）' if counted else ''}合计必须为 {plain(policy.total_points)} 分。"
    rule += f"原则上：{shares}；需要调整的说明理由。" if shares else ""
    if policy.subcategory_points:
        rule += f"其中：{_shares(policy.subcategory_points, labels)}。"
    if policy.equal_split != "none":
        how = (
            "取整数，除不尽的加在前面的指标上"
            if policy.equal_split == "integers"
            else f"保留 {policy.score_places} 位小数，除不尽的加在前面的指标上"
        )
        rule += f"表上没有{column}栏的，上级指标的{column}由它下面各行平均分配，{how}。"
    return rule


def _shares(points: dict[str, Decimal], labels: dict[str, str]) -> str:
    return "、".join(
        f"{labels.get(key, key)} {plain(value)} 分" for key, value in points.items()
    )


def execution_rule(source: Source, *, complete: bool = False) -> str:
    """The sentence about 预算执行率."""
    policy, names = policy_of(source).execution, _names(source)
    budget, outturn = names(policy.base), names("outturn")
    zero = {
        "not_applicable": "此项不适用，其余得分折算为满分",
        "full": "得满分",
        "zero": "得 0 分",
        "divide_by_one": "按 1 计算执行率",
    }[policy.zero_budget]
    words = f"执行率＝{outturn}÷{budget}；"
    if policy.scored and policy.points > 0:
        words += _execution_score(source)
    else:
        words += "不单独计分；表上列为一项指标的，得分＝该项分值×执行率，最高不超过分值。"
    words += (
        f"{outturn}不应大于{budget}；执行率低于 {percent(policy.reason_below)} 的须说明原因；"
        f"{budget}为 0 的，{zero}。"
    )
    adjusted = policy.adjustment_reason
    if adjusted is not None and (complete or adjusted == 0):
        how = "有调整" if adjusted == 0 else f"相差达到 {percent(adjusted)} "
        words += f"全年预算与年初预算{how}的，须说明原因。"
    return words


def _execution_score(source: Source) -> str:
    policy = policy_of(source).execution
    points = f"分值（{plain(policy.points)} 分）"
    if policy.ranges:
        return f"{points}按执行率所在区间计分：{range_words(policy.ranges)}。"
    words = f"得分＝{points}×执行率，最高不超过分值"
    if policy.full_from < 1:
        words += f"，执行率达到 {percent(policy.full_from)} 的得满分"
    if policy.pass_mark > 0:
        words += f"，低于 {percent(policy.pass_mark)} 的不得分"
    return f"{words}。"


def range_words(ranges: tuple[RateRange, ...]) -> str:
    """Ranges of a rate, best first.

    >>> from decimal import Decimal
    >>> range_words((RateRange(Decimal("0.9"), Decimal(1)), RateRange(Decimal("0.6"), Decimal("0.5"))))
    '90%（含）以上得分值的 100%；60%（含）—90% 得分值的 50%；60% 以下不得分'
    """
    parts, above = [], None
    for each in sorted(ranges, key=lambda each: each.floor, reverse=True):
        floor = percent(each.floor)
        span = f"{floor}（含）以上" if above is None else f"{floor}（含）—{above} "
        parts.append(f"{span}得分值的 {percent(each.share)}")
        above = floor
        if each.floor <= 0:
            break
    else:
        parts.append(f"{above} 以下不得分")
    return "；".join(parts)


def _bands(policy: ScoringPolicy, names: Names) -> str:
    bands = policy.bands
    parts = [f"{b.label} {percent(b.high)}—{percent(b.low)}" for b in bands]
    parts = [part + ("（含）" if b.low else "") for part, b in zip(parts, bands, strict=True)]
    words = (
        f"按分值的一定比例：{'；'.join(parts)}。可以写明程度，如“部分达成（70%）”，得分＝分值×70%。"
        f"除“{bands[0].label}”外，须由评价人在“{names('score')}”栏填评定的得分。"
    )
    fixed = [f"“{b.label}”得分值的 {percent(b.share)}" for b in bands if b.share is not None]
    return words + (f"评价人没有填的，{'，'.join(fixed)}。" if fixed else "")


def _late(policy: ScoringPolicy) -> str:
    last = policy.bands[-1]
    return {
        "zero": "在目标日期当天或以前完成得满分，逾期得 0 分，并须写明原因。",
        "by_days": "在目标日期当天或以前完成得满分；逾期的按逾期天数占计划天数的比例扣分。",
        "by_month": f"在目标日期当天或以前完成得满分；逾期的每月（不足一个月按一个月计）扣分值的 {percent(policy.late_cut)}，扣完为止。",
        "band": f"在目标日期当天或以前完成得满分；逾期的由评价人在分值的 {percent(last.low)}—{percent(last.high)} 之间评定，没有评定的得分值的 {percent(policy.late_share)}。",
    }[policy.late]


def _rules(source: Source) -> Iterator[tuple[str, str]]:
    policy, labels, column = policy_of(source), _levels(source), _names(source)("scoring_rule")
    for key, rule in policy.rules.items():
        if rule.kind != "formula":
            which = labels.get(key, key) if key.isascii() else f"名称含“{key}”的指标"
            yield f"赋分规则（{which}）", rule_words(rule)
    printed = isinstance(source, Profile) and any(
        each.key == "scoring_rule" for each in source.form.indicators.columns
    )
    if printed and policy.printed_rules:
        yield (
            "赋分规则（表上写明的）",
            f"“{column}”栏写明直接赋分、按完成比例赋分、按评判等级赋分的，按所写的计分。",
        )


def rule_words(rule: Rule) -> str:
    """One 赋分规则 as a sentence."""
    if rule.kind == "direct":
        kept = "不得分" if rule.missed == 0 else f"得分值的 {percent(rule.missed)}"
        return f"直接赋分：达到目标得满分，没有达到的{kept}。"
    if rule.kind == "bands":
        return "按评判等级赋分：达到目标得满分，没有达到的由评价人按所在档次评定得分。"
    if rule.kind == "ranges":
        what = "实际值" if rule.of == "actual" else "完成比例"
        return f"按{what}所在区间赋分：{range_words(rule.ranges)}。"
    words = "按完成比例赋分"
    if rule.full_from < 1:
        words += f"，完成 {percent(rule.full_from)} 及以上得满分"
    mark = f"，低于及格门槛 {percent(rule.pass_mark)} 的不得分" if rule.pass_mark > 0 else ""
    return f"{words}{mark}。"


def _total(policy: ScoringPolicy, names: Names, *, complete: bool) -> Iterator[tuple[str, str]]:
    score, converted = names("score"), names("converted_score")
    if policy.conversion != "none":
        share = policy.conversion == "share"
        made = (
            f"{score}÷分值×{names('weight_percent')}×{plain(policy.total_points)}"
            if share
            else f"{score}×{names('weight_percent')}"
        )
        added = {
            "score": f"总分为各项{score}之和",
            "converted": f"总分为各项{converted}之和",
            "fitting": f"分值合计不超过 {plain(policy.total_points)} 分的，总分为各项{score}之和；超过的（每项各按百分制打分），总分为各项{converted}之和",
        }[policy.total_from]
        yield "折算", f"{converted}＝{made}。{added}。"
    elif complete:
        counted = policy.execution.scored and policy.execution.points > 0
        execution = f"（含预算执行率{score}）" if counted else ""
        yield "总分", f"各项{score}{execution}之和，按四舍五入后的{score}相加。"
    cap = policy.grade_cap
    if cap is not None:
        yield (
            "等级上限",
            f"预算执行率低于 {percent(cap.rate_below)} 的，等级不高于“{cap.best}”。",
        )


def _texts(policy: ScoringPolicy, names: Names) -> Iterator[tuple[str, str]]:
    limits = []
    if policy.reason_max_chars:
        limits.append(
            f"“{names('deviation_note')}”等原因说明不超过 {policy.reason_max_chars} 字"
        )
    if policy.text_max_chars:
        limits.append(f"其他文字说明不超过 {policy.text_max_chars} 字")
    if limits:
        yield "字数", f"{'；'.join(limits)}。"
