"""Findings that show only when projects' forms are laid side by side (review check 52)."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class AcrossCode(Catalogue):
    """D6: likenesses between projects, a unit's scores and sums, outliers, the year before."""

    TEXT_COPIED = ("D61", W,
        "“{label}”与 {count} 个项目的一字不差，最先报来的是{first}：“{text}”。",
        "请按本项目的实际情况写，不要照抄。")
    TEXT_COPIED_BY = ("D61", W,
        "“{label}”与另外 {count} 个项目的一字不差（{others}），本表报得最早：“{text}”。",
        "请核对是谁照抄的；各项目应按自己的实际情况写。")
    TEXTS_ALIKE = ("D61", H,
        "{count} 个项目的{labels}除项目名称外一字不差。", "请分别写各项目实际做了什么、做到什么程度。")
    ROWS_COPIED = ("D62", W,
        "{rows} 个指标的名称、目标值、实际值与另外 {count} 个项目的完全相同（{others}）。",
        "请核对是否照抄；各项目应按自己的目标和测得的数填写。")
    AMOUNT_COPIED = ("D63", W,
        "全年执行数 {value} 万元与{other}的{measure}分毫不差，本项目的全年预算数却是 {budget} 万元，像是抄错了项目。",
        "请核对本项目的执行数。")
    AMOUNTS_ALIKE = ("D63", H,
        "全年预算数 {budget} 万元、全年执行数 {value} 万元都与{other}的分毫不差。", "请核对是否抄错了项目。")
    ALL_FULL = ("D64", W,
        "{unit}的 {count} 个项目自评都是满分 {total}。", "请核对各项指标是否逐项实测、该扣的分是否扣了。")
    TOTALS_ALIKE = ("D64", W,
        "{unit}的 {count} 个项目自评总分都是 {total}。", "请核对是否逐个项目评过分。")
    MOST_FULL = ("D64", H,
        "{count} 个项目中有 {full} 个自评满分。", "请核对各项指标是否逐项实测、该扣的分是否扣了。")
    CODE_TWICE = ("D65", W,
        "项目编号“{code}”与{others}的相同。", "一个项目一个编号，请核对。")
    UNIT_BUDGET = ("D66", W,
        "报来的 {count} 个项目全年预算数合计 {returned} 万元，名册上这些项目合计 {listed} 万元，相差 {gap} 万元。",
        "请核对各项目的预算数；年中调整的请说明依据。")
    BUDGET_DIFFERS = ("D67", W,
        "全年预算数是 {found} 万元，名册上是 {listed} 万元，相差 {gap} 万元。",
        "请核对预算批复；年中有调整的请说明依据。")
    RATE_FAR_OFF = ("D68", H,
        "指标“{name}”实际是目标的 {found}，另外 {count} 个项目的同名指标多在 {low} 到 {high} 之间。",
        "请核对目标值和实际值有没有填错单位或位数。")
    RESULT_FAR_OFF = ("D68", H,
        "指标“{name}”的实际值是 {found}{unit}，另外 {count} 个项目的同名指标多在 {low}{unit} 到 {high}{unit} 之间。",
        "请核对实际值有没有填错单位或位数。")
    LAST_YEAR_SCORE = ("D69", H,
        "得分 {found}，上年是 {former}，{change} {gap} 分。", "请核对评分的依据两年是否一致。")
    LAST_YEAR_BUDGET = ("D69", H,
        "全年预算数 {found} 万元，上年是 {former} 万元，{change} {gap}。", "请核对金额的单位有没有填错；属实的请说明原因。")
    LAST_YEAR_TEXT = ("D69", W,
        "“{label}”与上年的一字不差：“{text}”。", "请按本年度的实际情况写。")
    LAST_YEAR_TEXTS = ("D69", H,
        "{labels}与上年的一字不差。", "请核对是否按本年度的实际情况写过。")
