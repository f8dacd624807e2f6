"""Remarks on indicators: targets, results, kinds, units, rates, deadlines, satisfaction."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class IndicatorCode(Catalogue):
    """T3xx: what a report says of its indicators."""

    # target and result
    KINDS_DIFFER = ("T301", E,
        "指标“{name}”：{said}",
        "请把目标改成可以衡量的数值，或把实际值改成与目标同类的内容；完成率要有依据。")
    RESULT_REPEATS_TARGET = ("T302", W,
        "指标“{name}”的实际值“{claim}”带着“{sign}”，照抄了目标“{against}”，不是测得的数。",
        "请写实际测得的数值，如 {example}。")
    ONLY_A_RATE = ("T303", E,
        "“{name}”没有预期值，也没有实际值，只有完成率{claim}，无从核对。",
        "请补写预期值和实际值；没有预期值的不能计算完成率。")
    NO_RESULT = ("T304", W,
        "“{claim}”后面只说与目标一致，没有写实际达到什么程度或多少。",
        "请写出实际结果，如数值、次数或可以核对的变化。")
    NO_RESULTS_AT_ALL = ("T305", E,
        "写已完成{claim}，文中列出的{listed}个目标（如“{example}”）却没有一个写了实际值。",
        "请逐项写出实际完成值；附表另附的，正文也应写明主要指标的实际值。")
    PLAN_AS_RESULT = ("T306", W,
        "“{claim}”是计划数，没有写实际做了多少，同一段却写完成率{against}。",
        "请写实际完成的数量，再与计划数对照。")
    WISH_AS_RESULT = ("T306", W,
        "“{claim}”不是实际数：做完的事应有准确的数。",
        "请写实际完成的数量。")
    COST_WITHOUT_RESULT = ("T307", W,
        "“{claim}”没有把成本与目标比较：文中设了{listed}个成本目标（如“{against}”），没有写实际成本。",
        "请写明实际单价或实际成本，并与目标对照。")

    # rates and scores
    RATE_DIFFERS = ("T310", E,
        "指标“{name}”的完成率写的是{claim}，按目标{target}、实际{actual}计算应为{against}：{arithmetic}。",
        "请核对目标值、实际值和完成率。")
    OVER_UNEXPLAINED = ("T311", W,
        "指标“{name}”{said}",
        "请说明超出的原因；目标定得过低的，下年度应调高目标。")
    SCORE_ABOVE_POINTS = ("T312", E,
        "指标“{name}”得分{claim}，高于分值{against}。",
        "请改正得分或分值。")
    FULL_THOUGH_MISSED = ("T313", E,
        "指标“{name}”目标{target}，实际{actual}，{verdict}，却得满分{claim}（{arithmetic}）。",
        "请改正得分，并写明偏差原因和改进措施。")
    AFFIRMED_THOUGH_MISSED = ("T313", E,
        "指标“{name}”写“{claim}”，目标是{target}，实际是{actual}，并没有达到（{arithmetic}）。",
        "请核对目标值和实际值；没有达到的应写明原因。")
    GOAL_MISSED = ("T313", E,
        "“{name}”写“{claim}”，实际是{actual}，{place}的目标却是{target}，没有达到（{arithmetic}）。",
        "请核对目标值和实际值；没有达到的应写明原因。")
    FULL_CHAPTER_THOUGH_MISSED = ("T313", E,
        "指标“{name}”目标{target}，实际{actual}，{verdict}（{arithmetic}），{place}却写“{claim}”，一分没扣。",
        "请核对实际值；没有达到的应扣分，并写明原因和改进措施。")
    LOST_THOUGH_REACHED = ("T314", W,
        "指标“{name}”目标{target}，实际{actual}，已经达到，得分{claim}却低于分值{against}，没有写原因。",
        "请核对实际值和得分；有其他扣分原因的请写明。")
    LOST_WITHOUT_REASON = ("T315", W,
        "扣了分，偏差原因栏却是空的：{listed}。",
        "请写明偏差原因和改进措施。")
    REASON_SAYS_NONE = ("T315", W,
        "指标“{name}”{said}",
        "请写明偏差原因和改进措施。")
    FULL_WITH_REASON = ("T316", W,
        "指标“{name}”{said}",
        "请核对得分，或删去这条原因。")
    REASON_WITHOUT_MEASURE = ("T317", W,
        "指标“{name}”的偏差原因{said}",
        "请补写改进措施：怎么改，由谁在何时完成。")

    # units and numbers
    RESULT_BLANK = ("T308", E,
        "指标“{name}”目标{target}，得{claim}，实际完成值却是空的。",
        "请补写实际完成值；没有完成的不能得分。")
    PERCENT_LEFT_OUT = ("T318", W,
        "“{claim}”：{what}是百分比，数字后面{fault}。",
        "请写成{right}。")
    UNIT_ON_ONE_SIDE = ("T320", W,
        "目标和实际只有一边写了单位：{listed}。",
        "请目标值和实际值都写上单位。")
    PERCENT_ON_ONE_SIDE = ("T321", W,
        "目标和实际只有一边写了百分号：{listed}，按数字计算会相差一百倍。",
        "请目标值和实际值都写成百分数。")
    UNITS_CONFLICT = ("T322", E,
        "指标“{name}”：{said}",
        "请两边用同样的单位和说法。")
    UNIT_AGAINST_NAME = ("T323", E,
        "{said}",
        "请改正指标名称或单位。")
    UNIT_ODD_FOR_NAME = ("T323", W,
        "{said}",
        "请改正指标名称或单位。")
    RATE_TARGET_ABOVE_ALL = ("T324", W,
        "指标“{name}”的目标“{claim}”：{what}不可能超过 100%。",
        "请写成“=100%”，或写低于 100% 的数。")
    RATE_RESULT_ABOVE_ALL = ("T325", E,
        "指标“{name}”：{said}",
        "请核对实际值。")
    UNIT_IN_BRACKETS = ("T326", W,
        "目标值的单位写法不一：{listed}的单位放在括号里，别处写成“{against}”。",
        "请统一写成“数字＋单位”，如 5次/年、68.95万元。")
    COUNT_AS_UNIT = ("T326", W,
        "“{claim}”：“{unit}”不是单位。",
        "请写成“{against}”。")
    FLOOR_ON_COST = ("T327", W,
        "{said}",
        "成本越低越好，请改用 ≤ 或 =。")
    PERCENT_TWICE = ("T328", H,
        "{said}",
        "请只写一个百分号。")
    RATE_LABELS_DIFFER = ("T329", W,
        "同一张表里“{claim}”没有注明“%”，“{against}”注明了，两行写的都是百分数。",
        "请都注明“%”，或在数字后面写上“%”。")
    RATE_OF_NOTHING = ("T329", H,
        "“{claim}”有{listed}格写 0，可对应的金额都是空的：没有预算，算不出率。",
        "没有预算的，请留空或写“—”。")

    # goals against results
    NAME_TWICE = ("T330", W,
        "指标“{name}”写了两次：{place}已有同名的指标。",
        "请合并，或改成各自考核的内容。")
    OTHER_THAN_GOAL = ("T331", W,
        "{level}指标的结果写的是“{claim}”，设定的目标却是{against}，两者不是同一个指标。",
        "请按设定的目标逐项写结果；目标有调整的请说明。")
    FEWER_RESULTS = ("T332", W,
        "{level}指标设了{goals}个目标，结果只写了{results}项（“{claim}”），没有逐项对照。",
        "请对每个目标分别写出实际值。")
    TOLD_OTHERWISE = ("T334", E,
        "指标“{name}”的{what}写的是{claim}，{place}写的是{against}。",
        "请核对哪个正确，两处改成一致。")
    DATE_WITHOUT_GOAL = ("T333", W,
        "结果写“{claim}”，说与目标一致，可目标里没有写完成时间，看不出是否按期。",
        "请在目标里写明期限，在结果里写明完成的日期。")
    # satisfaction
    SATISFACTION_DIFFERS = ("T335", E,
        "满意度写的是{claim}，{place}写的是{against}。",
        "请核对调查结果，全文改成一致。")
    SATISFIED_OTHERS = ("T336", W,
        "写的是“{claim}”，{place}写的是“{against}”，不是同一类对象。",
        "请核对调查的是谁；目标和结果应是同一类对象。")

    COUNT_DIFFERS = ("T337", W,
        "这里写“{claim}”，{place}{more}写的是“{against}”，数字不同。",
        "请核对哪个正确，全文改成一致；口径不同的请写明。")

    # time
    DEADLINE_MISSED = ("T340", E,
        "指标“{name}”要求{target}，实际{actual}，已经逾期{arithmetic}{said}。",
        "请核对日期；逾期的不能算已完成，请写明原因。")
    DEADLINE_PASSED = ("T340", E,
        "这里写“{claim}”，{place}要求“{against}”，{arithmetic}，已经逾期{said}。",
        "请核对日期；逾期的不能写成按期完成，请写明原因并扣分。")
    DEADLINE_DOUBTFUL = ("T341", W,
        "目标要求“{against}”（{place}），这里写“{claim}”，看不出按期完成{arithmetic}。",
        "请写明该项目标的实际完成日期；逾期的不能算已完成，请写明原因。")
    ALL_DONE_THOUGH_LATE = ("T342", W,
        "写的是“{claim}”，可有期限的目标“{against}”看不出按期完成；如已逾期，{arithmetic}。",
        "请核对该目标是否按期；逾期的，完成个数和完成率都要改。")

    ALL_DONE_THOUGH_MISSED = ("T342", E,
        "写的是“{claim}”，可有{missed}个指标没有达到目标（如“{against}”目标{target}、实际{actual}）：{arithmetic}。",
        "请改正完成个数和完成率，并写明没有完成的原因。")
    ALL_REACHED_THOUGH_MISSED = ("T343", E,
        "写的是“{claim}”，可{listed}，没有达到（{place}）。",
        "请写明哪些指标没有完成、原因和改进措施。")
    POINTS_FROM_GOAL = ("T344", E,
        "指标“{name}”目标{target}、实际{actual}，相差{against}，写的是{claim}。",
        "请重新计算。")
    ALL_REACHED_THOUGH_COUNTED = ("T343", E,
        "写的是“{claim}”，可“{against}”（{place}），并没有全部完成。",
        "请写明哪些指标没有完成、原因和改进措施。")

    # several projects
    EXECUTION_AS_COMPLETION = ("T345", W,
        "绩效目标完成率写的是{claim}，与同一段的预算执行率{against}是同一个数：钱花了多少不等于目标完成了多少。",
        "请按各指标的实际值和目标值计算目标完成率。")
