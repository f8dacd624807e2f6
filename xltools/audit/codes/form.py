"""Remarks on a report that does not fit the forms it was made from."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT

SOURCES = {
    "T50": "用同一份自评表重新生成报告，逐句对照",
    "T51": "文中的数＝自评表的数（同样取舍后）",
    "T52": "报告的项目、单位、年度＝自评表",
    "T54": "文字的说法＝自评表的数和偏差原因",
    "T53": "单位的报告写到自评表中的每个项目",
}
"""Where these checks come from, by the beginning of the number."""


# fmt: off
class FormCode(Catalogue):
    """T5xx: the report against the 自评表."""

    # sentences that we would write, too
    NUMBER_DIFFERS = ("T501", E,
        "写的是{claim}，按自评表应为{against}（{place}）。",
        "请核对；数据有变化的先改自评表，再重新生成报告。")
    TEXT_NUMBER_DIFFERS = ("T502", W,
        "写的是{claim}，自评表里写的是{against}（{place}）。",
        "请核对哪个正确，两处应一致。")
    GRADE_DIFFERS = ("T503", E,
        "等级写的是“{claim}”，按自评表应为“{against}”（{place}）。",
        "请核对总分和等级；数据有变化的先改自评表，再重新生成报告。")
    WORD_DIFFERS = ("T504", W,
        "写的是“{claim}”，按自评表应为“{against}”（{place}）。",
        "请核对；数据有变化的先改自评表，再重新生成报告。")
    NUMBERING_DIFFERS = ("T505", W,
        "编号写的是“{claim}”，按提纲应为“{against}”。",
        "请核对编号。")

    # what any report claims
    AMOUNT = ("T511", E,
        "{what}写的是{claim}，自评表中是{against}（{place}）。",
        "请核对哪个正确，两处应一致；率、结余、得分按它重新计算。")
    AMOUNT_ROUNDED = ("T511", H,
        "{what}写的是{claim}，自评表中是{against}（{place}），取整了。",
        "请与自评表写同样的数。")
    RATE = ("T512", E,
        "{what}写的是{claim}，按自评表应为{against}（{place}）：{arithmetic}。",
        "请按自评表的金额重新计算。")
    SCORE = ("T513", E,
        "{what}写的是{claim}，自评表中是{against}（{place}）。",
        "请核对，报告与自评表的得分应一致。")
    PART_SCORE = ("T513", E,
        "{part}的{what}写的是{claim}，按自评表应为{against}（{place}{arithmetic}）。",
        "请核对，报告与自评表的得分应一致。")
    GRADE = ("T514", E,
        "等级写的是“{claim}”，自评表中是“{against}”（{place}）。",
        "请核对总分和等级。")
    COUNT = ("T515", E,
        "写的是{claim}，自评表中有{against}（{place}）。",
        "请核对指标个数。")
    TARGET = ("T516", E,
        "指标“{name}”的目标值写的是“{claim}”，自评表中是“{against}”（{place}）。",
        "请核对哪个正确；目标值以批复的为准。")
    ACTUAL = ("T517", E,
        "指标“{name}”的实际值写的是“{claim}”，自评表中是“{against}”（{place}）。",
        "请核对哪个正确，两处应一致。")
    INDICATOR_POINTS = ("T518", E,
        "指标“{name}”的{what}写的是{claim}，自评表中是{against}（{place}）。",
        "请核对，报告与自评表应一致。")
    DAY = ("T517", E,
        "{what}的日期写的是{claim}，自评表中是“{against}”（{place}）。",
        "请核对哪个正确，两处应一致。")
    INDICATOR_LEFT_OUT = ("T519", H,
        "自评表里的指标{claim}（{place}），报告没有写到。",
        "请逐项写明完成情况；有意略去的可不处理。")
    INDICATOR_UNKNOWN = ("T519", W,
        "指标“{claim}”在自评表里没有。",
        "请核对指标名称；报告与自评表应是同一套指标。")

    # whose report it is
    PROJECT_NAME = ("T521", W,
        "报告写的项目是“{claim}”，自评表的项目名称是“{against}”（{place}）。",
        "请核对是否拿错了表；名称请与预算批复一字不差。")
    PROJECT_NOT_NAMED = ("T521", W,
        "自评表的项目名称“{against}”（{place}）在报告里没有出现。",
        "请核对是否拿错了表；报告应写明项目名称。")
    UNIT_NOT_NAMED = ("T522", H,
        "自评表的实施单位“{against}”（{place}）在报告里没有出现。",
        "请核对是否拿错了表；报告应写明单位全称。")
    BODY = ("T522", W,
        "{what}写的是“{claim}”，自评表中是“{against}”（{place}）。",
        "请核对哪个正确；单位名称写全称，两处应一致。")
    YEAR = ("T523", E,
        "报告评价的是{claim}，自评表是{against}（{place}）。",
        "请核对是否拿错了表，或年度没有改过来。")

    # what it says in words
    NOT_ALL_DONE = ("T541", E,
        "这里说“{claim}”，自评表中{against}（{place}）。",
        "请核对；有没完成的，不能写全部完成，并请写明原因。")
    NOT_ALL_SPENT = ("T542", E,
        "这里说“{claim}”，按自评表还有结余{against}（{place}）。",
        "请核对；没有支付完的，请写明结余金额和原因。")
    DENIED = ("T543", W,
        "这里说“{claim}”，自评表里写的是“{against}”（{place}）。",
        "请核对哪个属实，两处应一致。")

    # a unit's report against all its forms
    PROJECT_MISSING = ("T531", W,
        "自评表的项目“{claim}”（{place}），报告没有写到。",
        "请补写；确不属于本次自评的，请把这份表移开。")
    SUM = ("T532", E,
        "{what}写的是{claim}，{count}份自评表相加是{against}：{arithmetic}。",
        "请核对合计和各项目金额。")
