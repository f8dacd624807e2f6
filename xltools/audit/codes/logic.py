"""Remarks on claims that cannot both hold."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class LogicCode(Catalogue):
    """T6xx: two claims of one report that exclude each other."""

    BLAMED_AND_PRAISED = ("T601", E,
        "这里说“{claim}”，“{where}”却说“{against}”，两处说法相反。",
        "请核对哪处属实；有问题的，前面不要写成做得好，相关指标要扣分。")
    BLAMED_A_LITTLE_AND_PRAISED = ("T602", W,
        "这里说“{claim}”，“{where}”却说“{against}”，两处说法不一。",
        "请核对，写清楚是哪一部分有问题。")
    ADVISED_AND_PRAISED = ("T603", H,
        "建议“{claim}”，“{where}”却说“{against}”。",
        "已经做到的不必建议；没有做到的，请写进存在的问题。")
    FULL_MARKS_WITH_PROBLEMS = ("T604", H,
        "总得分{claim}，一分未扣，却写了问题：“{against}”。",
        "有问题的指标请按评分标准扣分，或说明为什么不扣。")
    NOTHING_UNFINISHED = ("T611", E,
        "这里说“{claim}”，预算执行率却只有{against}{arithmetic}。",
        "请写明资金没有执行完的原因和改进措施。")
    NOTHING_ADJUSTED = ("T612", W,
        "这里说“{claim}”，{what}却是{against}。",
        "请核对；资金与预算不一致的，请说明是怎么调整的。")
    PROBLEMS_WITHOUT_EXECUTION = ("T613", W,
        "预算执行率只有{claim}，存在的问题和原因分析里没有一句说到资金执行。",
        "请写明执行率低的原因和改进措施。")
    MONEY_OF_ANOTHER_LEVEL = ("T614", E,
        "“{against}”说资金{claim}，这里列的却有“{words}”。",
        "请核对资金来源，按级次分别写明金额。")
    BALANCE_NEVER_RECEIVED = ("T615", W,
        "结余{claim}并没有到位：{arithmetic}。",
        "没有到位的资金不是结余；请写明到位率，结余按到位数减支出数计算。")
    PLAN_WITHOUT_RESULT = ("T616", W,
        "“{where}”的内容里有“{claim}”，这里的实施结果没有写。",
        "请写明这项工作的完成情况；没有做的请说明原因。")
    NOT_ALL_SPENT = ("T617", W,
        "这里说“{claim}”，预算执行率却是{against}{arithmetic}。",
        "请核对；没有支付完的，请写明余额和原因。")
    DONE_AND_NOT_DONE = ("T618", E,
        "这里说“{claim}”，“{where}”却说“{against}”。",
        "请核对；有没完成的，不能写全部完成，并请写明原因。")
    OTHERS_NOT_EXECUTED = ("T619", E,
        "这里说“{claim}”，{against}的执行率却是{rate}。",
        "请补写这些项目的偏离原因和改进措施。")
    ADJUSTED_AFTER_ALL = ("T620", E,
        "这里说“{claim}”，“{where}”却说“{against}”。",
        "请核对；有调整的，请写明调整的内容、原因和手续。")
    DEVIATION_AFTER_ALL = ("T621", E,
        "这里说“{claim}”，预算执行率是{execution}，指标完成率是{done}，两者并不一致。",
        "请写明偏差多少和原因。")
    LEFT_AFTER_ALL = ("T622", E,
        "这里说“{claim}”，“{where}”却有结余{against}。",
        "请核对结余；有结余的，请写明金额和处理办法。")
    RATE_ABOVE_ITS_BOUND = ("T623", E,
        "这里说“{claim}”，“{where}”却是{against}。",
        "请核对哪处属实，相关指标的得分一并核对。")
    NO_PROBLEM_AND_ONE = ("T624", W,
        "这里说“{claim}”，同一章又说“{against}”。",
        "请核对；有问题的，请删去“没有问题”的说法。")
