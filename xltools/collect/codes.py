"""The findings that only a set of forms can show: check 52 in all its kinds, and unread files.

They are numbered like those of a single form (codes.py) and stand apart from them because only
`xltools summary` makes them.
"""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class SetCode(Catalogue):
    """Every finding about a unit's set of forms: number, severity, what is wrong, what to do."""

    FILE_UNREAD = ("A18", E, "没有读到自评表：{why}", "请提供能打开的自评表，再汇总一次。")

    # who and what
    CODE_TWICE = ("R52", E,
        "项目编码“{code}”与{others}的相同。", "一个项目一个编码，请核对。")
    NAME_TWICE = ("R52", E,
        "项目名称{name}与{others}的相同，汇总时会算两次。",
        "请只留一份；确是两个项目的，请写明区别。")
    NAME_SPELLED_TWICE = ("R52", W,
        "项目名称{name}与{others}的只差写法，像是同一个项目。",
        "请核对；是同一个项目的只留一份，名称应与预算批复一字不差。")
    NAME_DOUBLED = ("R52", W,
        "名称里有重复的字：{names}。", "请删去多余的字，名称应与预算批复一字不差。")
    NAME_QUOTES = ("R52", W,
        "项目名称{name}的引号或括号不成对。", "请改成一左一右成对的符号，如 “七一”。")
    NAME_OF_OTHER_YEAR = ("R52", H,
        "项目名称写明 {found} 年，本表是 {year} 年度，资金却没有列入上年结转。",
        "是上年结转的，请填在上年结转资金；不是的，请核对项目名称的年份。")
    NAME_OF_OTHER_SOURCE = ("R52", W,
        "项目名称写明“{word}”，资金却全部填在“{source}”。",
        "请核对资金来源；上级补助应填在上级补助栏。")
    YEAR_DIFFERS = ("R52", W,
        "本表是 {year} 年度，其他 {count} 份是 {common} 年度。", "请核对年度；不是本年度的不要一起汇总。")
    UNIT_DIFFERS = ("R52", W,
        "实施单位是“{unit}”，其他 {count} 份是“{common}”。", "请核对；不是本单位的项目不要一起汇总。")
    UNITS_SEVERAL = ("R52", H,
        "{count} 份表来自 {units} 个单位（{names}）。", "评分表按一个单位汇总；多个单位的请分别汇总。")
    MONEY_UNIT_DIFFERS = ("R52", H,
        "本表金额以“{unit}”为单位，其他 {count} 份以“{common}”为单位；汇总时已换算成万元。",
        "请核对金额的单位有没有填错。")
    PROFILE_DIFFERS = ("R52", H,
        "本表的评分办法是“{policy}”，其他 {count} 份是“{common}”，得分不能直接比较。",
        "请用同一种表样填报，或用 --profile 指明。")

    # copies
    TEXT_COPIED = ("R52", W,
        "“{label}”与另外 {count} 个项目的一字不差（{others}）：“{text}”。", "请分别写各项目实际做了什么、做到什么程度。")
    FORM_COPIED = ("R52", W,
        "{rows} 个指标的名称、目标值、实际值与另外 {count} 个项目的完全相同（{others}）。",
        "请核对是否整张照抄；各项目应按自己的目标填写。")
    INDICATOR_COPIED = ("R52", H,
        "指标“{name}”（目标“{target}”，实际“{actual}”）在 {count} 个项目里一模一样（{others}）。",
        "请按各项目的任务写具体的指标和测得的数。")
    AMOUNT_COPIED = ("R52", W,
        "{what} {value} 万元与{other}的{measure}分毫不差（{where}），本项目的全年预算数却是 {budget} 万元，像是抄错了项目。",
        "请核对本项目的执行数。")

    # scores
    MOST_FULL = ("R52", H,
        "{count} 个项目中有 {full} 个得满分 {total}；不是满分的：{rest}。", "请核对各项指标是否逐项实测、该扣的分是否扣了。")
    TOTALS_ALIKE = ("R52", W,
        "{count} 个项目的总分都是 {total}。", "请核对是否逐个项目评过分。")
    GRADE_WITH_LOW_EXECUTION = ("R52", H,
        "预算执行率只有 {rate}，等级却是“{grade}”；不少地方规定执行率低的等级要封顶，本评分办法没有规定。",
        "请说明低执行率不影响评价的理由；本地有封顶规定的，请在评分办法里写 grade_cap。")
    UNSPENT_UNEXPLAINED = ("R52", W,
        "未执行 {unspent} 万元，占全单位未执行 {total} 万元的 {share}，表里没有说明原因。",
        "请在本项目的表里写明原因和改进措施，自评报告的偏离原因一章也要写到。")

    # sums, lists and the unit's report
    BUDGET_DIFFERS = ("R52", E,
        "{count} 个项目的全年预算数合计 {sum} 万元，{source} {stated} 万元，相差 {gap} 万元。",
        "请核对有没有漏交、重复的项目，或金额有没有填错。")
    OUTTURN_DIFFERS = ("R52", E,
        "{count} 个项目的全年执行数合计 {sum} 万元，{source} {stated} 万元，相差 {gap} 万元。",
        "请改正文字，或核对各项目的执行数。")
    RATE_DIFFERS = ("R52", E,
        "{source} {stated}，按合计 {outturn} ÷ {budget} 计算应为 {rate}。", "请改正执行率。")
    COUNT_DIFFERS = ("R52", W,
        "{source} {stated} 个项目，汇总的是 {count} 个。", "请核对有没有漏交或多交的项目。")
    GRADES_DIFFER = ("R52", E,
        "{source}等级全部为“{stated}”，下列项目按总分不是：{others}。", "请改正文字或等级。")
    STATEMENT_DIFFERS = ("R52", E,
        "“{label}”写{project}的{what}是 {stated}，该项目的表（{where}）中是 {table}。",
        "请核对，报告与各项目的表应一致。")
    PROJECTS_UNTOLD = ("R52", W,
        "“{label}”只写到 {told} 个项目，共 {count} 个；没有写到：{rest}。", "请逐个项目写明。")
    NAMES_DIFFER = ("R52", W,
        "清单与自评表的项目名称不一致：{names}。", "请统一，名称应与预算批复一字不差。")
    LISTED_AMOUNT_DIFFERS = ("R52", E,
        "全年预算数是 {budget} 万元，清单（{where}）上{name}是 {listed} 万元，相差 {gap} 万元。",
        "请核对预算批复；年中有调整的请说明。")
    FORM_MISSING = ("R52", W,
        "清单上有{name}（{amount} 万元），没有交自评表。", "请补交；不属于自评范围的请说明。")
    PROJECT_UNLISTED = ("R52", W,
        "{name}不在清单（{where}）上。", "请核对是否属于本单位、本年度的项目。")

    # goals
    GOAL_UNANSWERED = ("R52", H,
        "“{planned}”说的是{work}，“{label}”没有说到：“{text}”。", "请针对目标写做了什么、做到什么程度。")
    RATE_AS_COMPLETION = ("R52", W,
        "“{label}”写目标完成率 {rate}，就是预算执行率；花了多少钱不等于目标完成了多少。",
        "请按各项指标的完成情况写。")
