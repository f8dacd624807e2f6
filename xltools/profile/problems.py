"""What the types of a profile cannot see: parts that do not fit together."""

from __future__ import annotations

from decimal import Decimal

from xltools.profile.load import Profile


def profile_problems(profile: Profile) -> list[str]:
    """What a profile says that cannot work together, one Chinese sentence each."""
    form, policy = profile.form, profile.policy
    width = len(form.widths)
    problems = [
        f"form.head 第 {number} 行占 {used} 列，form.widths 有 {width} 列。"
        for number, row in enumerate(form.head, start=1)
        if (used := sum(cell.span for cell in row.cells)) != width
    ]
    used = sum(c.span for c in form.indicators.columns)
    used += form.indicators.side_span if form.indicators.side else 0
    if used != width:
        problems.append(f"form.indicators 占 {used} 列，form.widths 有 {width} 列。")
    if form.objective:
        used = sum(form.objective.spans) + form.objective.side_span
        if used != width or len(form.objective.spans) != len(form.objective.fields):
            problems.append(f"form.objective 占 {used} 列，form.widths 有 {width} 列。")
    keys = {field.key for field in form.fields}
    wanted = {cell.field for row in form.head for cell in row.cells if cell.field}
    wanted |= set(form.objective.fields) if form.objective else set()
    problems += [
        f"版面用到的字段 {key} 没有在 form.fields 中定义。" for key in sorted(wanted - keys)
    ]
    problems += [f"form.fields 的 {key} 没有放进版面。" for key in sorted(keys - wanted)]
    present = {column.key for column in form.indicators.columns}
    missing = {
        "category",
        "subcategory",
        "name",
        "target",
        "actual",
        "points",
        "score",
    } - present
    problems += [f"form.indicators.columns 缺少 {key}。" for key in sorted(missing)]
    sources = {source.key for source in form.funding.sources}
    problems += [
        f"form.funding.sources 的 {source.key} 属于 {source.part_of}，但没有这一项。"
        for source in form.funding.sources
        if source.part_of and source.part_of not in sources
    ]
    floors = [grade.floor for grade in policy.grades]
    if floors != sorted(floors, reverse=True) or not floors or floors[-1] != 0:
        problems.append("policy.grades 应从高到低排列，最后一档的下限为 0。")
    dealt = sum(policy.category_points.values(), Decimal(0))
    if policy.category_points and dealt != policy.total_points:
        problems.append(f"policy.category_points 合计 {dealt}，应为 {policy.total_points}。")
    return problems
