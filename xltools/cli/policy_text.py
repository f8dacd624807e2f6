"""A scoring policy in plain Chinese, as a finance officer would sign it."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.cli.documents import exact
from xltools.decimals import percent
from xltools.profile import Profile

_AT_MOST = {
    "excess": "超过上限的：分值 ×（1 −（实际 − 目标）÷ 目标），达到目标两倍及以上得 0 分",
    "inverse": "超过上限的：分值 × 目标 ÷ 实际",
}
_LATE = {"zero": "逾期不得分", "by_days": "逾期按“分值 ×（1 − 逾期天数 ÷ 计划天数）”得分"}
_ZERO = {"not_applicable": "不适用，其余得分折算为满分", "full": "得满分", "zero": "得 0 分"}
_PLAIN = {"at_least": "按“不低于”理解", "equal": "按“等于”理解"}


def policy_lines(profile: Profile) -> Iterator[str]:
    """Yield the lines of one profile's policy."""
    policy, form = profile.policy, profile.form
    labels = {block.key: block.label for block in form.indicators.categories}
    labels.setdefault("execution", "预算执行率")
    yield f"表样：{profile.title}（{profile.id}，版本 {profile.version}）"
    yield f"地区：{profile.region}"
    yield f"来源：{profile.source}"
    yield ""
    yield f"评分办法：{policy.name}"
    yield f"依据：{policy.source}"
    dealt = "、".join(
        f"{labels.get(k, k)} {exact(v)}" for k, v in policy.category_points.items()
    )
    yield f"1. 总分 {exact(policy.total_points)} 分；原则上的分值：{dealt}。"
    yield (
        f"2. 预算执行率 = 全年执行数 ÷ 全年预算数；得分 = 分值（{exact(policy.execution.points)}）"
        f"× 执行率，最高为分值。执行率低于 {percent(policy.execution.reason_below)} 须说明原因；"
        f"全年预算数为 0 时{_ZERO[policy.execution.zero_budget]}。"
    )
    yield "3. 越高越好的指标：达到目标得满分，未达到按“分值 × 实际 ÷ 目标”得分。"
    yield f"4. 越低越好的指标：不超过目标得满分；{_AT_MOST[policy.at_most]}。"
    over = policy.over_completion
    words = {
        "none": "超额完成不扣分",
        "reason": f"超过目标的 {percent(over.threshold)} 须说明原因，不扣分",
        "linear": f"超过目标的 {percent(over.threshold)} 的部分按比例扣分",
    }
    yield f"5. 超额完成：{words[over.mode]}。"
    ceilings = [
        sub.label
        for block in form.indicators.categories
        for sub in block.subcategories
        if sub.key in policy.ceiling_subcategories
    ]
    ceiling = f"，{'、'.join(ceilings)}按“不超过”理解" if ceilings else ""
    yield f"6. 目标只写数字的：{_PLAIN[policy.plain_direction]}{ceiling}。"
    yield "7. 定性指标："
    for band in policy.bands:
        upper = "（含）" if band.high == 1 else "（不含）"
        yield f"   {band.label}：分值的 {percent(band.low)}（含）至 {percent(band.high)}{upper}。"
    yield f"8. 有期限的指标：按期完成得满分，{_LATE[policy.late]}。"
    yield f"9. 得分四舍五入保留 {policy.score_places} 位小数，由未取整的比率计算。"
    yield "10. 等级：" + "、".join(f"{g.name} ≥ {exact(g.floor)}" for g in policy.grades) + "。"
