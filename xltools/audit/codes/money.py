"""Remarks on amounts, rates, scores, grades and counts: T4xx."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class MoneyCode(Catalogue):
    """T4xx: what arithmetic decides."""

    PARTS_SUM = ("T401", E,
        "“{claim}”与其中各项之和{against}不等：{arithmetic}。",
        "请核对总额和各项金额。")
    BALANCE = ("T402", E,
        "{what}写的是{claim}，按前后文的金额应为{against}：{arithmetic}。",
        "请核对预算、支出和结余，三者应能对上。")
    AMOUNT_TWICE = ("T403", E,
        "{what}写的是{claim}，{place}写的是{against}，同一个数两处不一致。",
        "请核对哪个正确，全文改成一致。")
    AMOUNT_ROUNDED = ("T403", W,
        "{what}写的是{claim}，{place}写的是{against}：同一个数有的取整、有的没有。",
        "请全文用同一个数，率按未取整的金额计算。")
    RATE = ("T404", E,
        "{what}写的是{claim}，按文中金额应为{against}：{arithmetic}。",
        "请核对金额，率按金额重新计算。")
    RATE_LAST_PLACE = ("T404", W,
        "{what}写的是{claim}，四舍五入应为{against}：{arithmetic}。",
        "请核对末位。")
    RATE_OF_ROUNDED = ("T404", E,
        "{what}{claim}是用取整后的金额算的，按{place}的金额应为{against}：{arithmetic}。",
        "请按未取整的金额重新计算。")
    RATE_OF_OTHER = ("T404", E,
        "{what}写的是{claim}，{place}写的金额是{amount}，按它应为{against}：{arithmetic}。",
        "请核对哪个金额正确，执行率、结余、得分按它重新计算。")
    RATE_ABOVE_ONE = ("T405", E,
        "{what}{claim}超过 100%。",
        "执行数不应大于预算数，请核对；确有追加的，应以调整后的预算为分母。")
    RATE_TWICE = ("T407", W,
        "{what}写的是{claim}，{place}写的是{against}，两处不一致。",
        "请核对；分母不同的（年初预算、全年预算、到位资金），请写明是哪一个。")
    SHARE_ABOVE_ALL = ("T408", E,
        "“{what}”写的是{claim}，不可能超过 100%。", "请核对人数（件数）和比率。")
    REST = ("T406", E,
        "剩余比例写的是{claim}，按文中金额应为{against}：{arithmetic}。",
        "请按金额重新计算。")

    SCORE_PARTS = ("T411", E,
        "总得分{claim}与各部分得分之和{against}不等：{arithmetic}。",
        "请核对各部分得分。")
    SCORE_RATE = ("T412", E,
        "得分率写的是{claim}，应为{against}：{arithmetic}。", "请核对权重、得分和得分率。")
    SCORE_ABOVE_POINTS = ("T413", E,
        "得分{claim}大于分值{against}。", "得分不能超过分值，请核对。")
    ITEM_SCORES = ("T414", E,
        "本节写明得{claim}，逐项得分合计只有{against}：{arithmetic}。{unscored}",
        "请逐项写明得分，使合计与本节得分一致。")
    ITEM_SCORES_ABOVE = ("T414", E,
        "本节写明得{claim}，逐项得分合计却是{against}：{arithmetic}。",
        "请核对逐项得分。")
    SUBTOTAL = ("T415", E,
        "“{claim}”与上面各项得分之和{against}不等：{arithmetic}。", "请核对各项得分。")
    PART_TWICE = ("T416", E,
        "{part}得分写的是{claim}，{place}写的是{against}。", "请核对，两处应一致。")
    TOTAL_TWICE = ("T417", E,
        "总得分写的是{claim}，{place}写的是{against}。", "请核对，全文的总得分应一致。")
    TABLE_TOTAL = ("T418", E,
        "{what}写的是{claim}，表中各行合计是{against}：{arithmetic}。", "请核对各行和合计。")
    NO_TOTAL_ROW = ("T419", W,
        "表里没有{what}行：各行合计{against}。", "请加上{what}行，便于与正文核对。")
    NO_BREAKDOWN = ("T420", W,
        "总得分{claim}没有任何分项：正文、附表都看不到各指标的分值和得分，无法复核。",
        "请附评分表，写明各项指标的分值和得分。")
    NO_SCORE = ("T421", H,
        "报告写了指标完成情况，却没有总得分和评价等级。",
        "请按评分办法评分，写明总得分和等级。")
    WEIGHTS = ("T422", W,
        "一级指标权重为{claim}，与财预〔2020〕10号原则上的{against}不同，没有说明理由。",
        "有特殊情况需要调整的，请写明理由和依据。")

    PART_OF_TABLE = ("T423", E,
        "{part}得分写的是{claim}，表中该部分各指标得分合计{against}：{arithmetic}。",
        "请核对，正文与表应一致。")
    COLUMN_SUM = ("T424", E,
        "“{head}”栏{total}写的是{claim}，上面各行相加是{against}：{arithmetic}。",
        "请核对各行和{total}。")

    ROW_DIFFERS = ("T425", E,
        "这一行的“{head}”写的是{claim}，按其他各行的算法（{others}）应为{against}：{arithmetic}。",
        "请核对这一行的数。")
    POINTS_LEFT = ("T426", E,
        "分值{points}分、扣{lost}分，得分应为{against}分，写的是{claim}分。", "请核对分值、扣分和得分。")

    GRADE_WORD = ("T431", W,
        "等级写成“{claim}”，规定的等级是优、良、中、差。", "请改成“{against}”。")
    GRADE = ("T432", E,
        "{score}分对应的等级是“{against}”（{table}），写的是“{claim}”。",
        "请核对总得分和等级；按本地办法划分的，请在报告里写明等级标准。")

    LEVEL_COUNT = ("T441", E,
        "写的是{claim}，{place}实际列出的是{against}（不算预算执行率）。", "请核对指标个数。")
    COMPOSED_COUNT = ("T442", E,
        "写的是“{claim}”，本节实际列出{against}个：{list}。", "请核对指标个数。")
    FRAMEWORK_COUNT = ("T443", E,
        "指标体系列出三级指标{against}个，各章写的个数合计{claim}个：{arithmetic}。",
        "请核对指标体系和各章的指标个数。")
    LIST_COUNT = ("T444", E,
        "写的是{claim}，列出的是{against}：{list}。", "请核对个数和名单。")
    COMPLETED_SHARE = ("T445", E,
        "指标完成率写的是{claim}，按个数应为{against}：{arithmetic}。", "请重新计算。")
    COUNT_SUM = ("T448", E,
        "写的是{claim}，其中各项相加是{against}：{arithmetic}。", "请核对总数和各项。")
    PART_ABOVE_ALL = ("T449", E,
        "其中的{claim}比总数{against}还多。", "请核对总数、各项和单位。")
    PEOPLE_SUM = ("T446", E,
        "{what}写的是{claim}，各类人数合计{against}：{arithmetic}。", "请核对各类人数。")
    IN_SERVICE = ("T446", E,
        "{what}写的是{claim}，却把{retired}算在内；在职的只有{against}：{arithmetic}。",
        "离退休人员不是在职人员，请分开写。")
    ABOVE_ESTABLISHMENT = ("T447", W,
        "{what}{claim}，多于编制{against}。", "请核对；确有超编的请说明原因。")

    PROJECT_COUNT = ("T451", E,
        "写的是{claim}，{place}列出的是{against}。", "请核对项目个数。")
    PROJECT_SUM = ("T452", E,
        "各项目{what}合计写的是{claim}，{place}逐项相加是{against}：{arithmetic}。",
        "请核对合计和各项目金额。")
    PROJECT_RATE = ("T453", E,
        "全部项目的执行率写的是{claim}，按{place}逐项相加应为{against}：{arithmetic}。",
        "请按合计数重新计算。")
    PROJECT_FIGURE = ("T454", E,
        "“{project}”的{what}写的是{claim}，{place}是{against}。{copied}",
        "请核对，正文与表应一致。")
    PROJECT_NAME = ("T455", W,
        "项目名称“{claim}”，{place}写的是“{against}”。", "请与预算批复的名称一字不差。")
    PROJECT_NAMED_TWICE = ("T456", W,
        "同一个项目名称写了几种：{claim}。", "请与预算批复的名称一字不差。")
    PROJECT_SCORE = ("T457", W,
        "“{project}”执行率{rate}，得{claim}，没有说明扣分：{arithmetic}。",
        "请写明预算执行率和各项指标各得多少分、为什么扣分。")
    PROJECT_SCORE_IMPOSSIBLE = ("T457", E,
        "“{project}”执行率{rate}，得分{claim}不可能这么高：{arithmetic}。",
        "请重新计算得分。")
    PROJECT_GRADE = ("T461", E,
        "“{project}”得{score}分，等级应为“{against}”（{table}），写的是“{claim}”。",
        "请核对得分和等级。")
    NOT_ALL_GRADES = ("T461", E,
        "写的是全部项目等级为“{claim}”，{place}里{against}。", "请核对各项目的得分和等级。")
    DEVIATION_MISSING = ("T458", E,
        "“{project}”预算执行率只有{claim}（未执行{unspent}，占全部未执行资金的{share}），偏离原因一章没有说明。",
        "请补写原因和改进措施。")
    PROJECTS_LEFT_OUT = ("T459", W,
        "共有{count}个项目，本章只写了{claim}个；没有写的：{against}。",
        "请逐个项目写明完成情况。")
    NO_INDICATORS = ("T460", W,
        "报告说按指标评分，正文和附表却没有一个指标的目标值、实际值，无法复核。",
        "请附各项目的自评表或指标完成情况表。")

    CLOSING_SUM = ("T471", E,
        "{what}写的是{claim}，前面各项相加是{against}：{arithmetic}。", "请核对各项和合计。")
    SHARE = ("T472", E,
        "占比写的是{claim}，按文中数字应为{against}：{arithmetic}。", "请重新计算。")
    GROWTH = ("T473", E,
        "{what}写的是{claim}，按文中数字应为{against}：{arithmetic}。", "请重新计算。")
    BOTH_UNITS = ("T474", E,
        "{claim}与括号里的{against}不是同一个数。", "请核对两种单位的金额。")
    PRODUCT = ("T475", W,
        "{claim}与人数（户数）乘以标准不符：{arithmetic}。", "请核对人数、标准和总额；按月、按次发放的请写明月数、次数。")
    SURVEY_RATE = ("T476", E,
        "{what}写的是{claim}，按份数应为{against}：{arithmetic}。", "请重新计算。")
    SURVEY_COUNT = ("T476", E,
        "{what}{claim}多于{other}{against}。", "请核对问卷份数。")
    COUNT_RATIO = ("T477", E,
        "{what}写的是{claim}，按文中数字应为{against}：{arithmetic}。", "请核对数字和比率。")
    EXTREME = ("T479", E,
        "写的是“{claim}”，按表{table}，{what}最{way}的是{against}。", "请核对表和文字。")
    ADJUSTED_BUDGET = ("T478", E,
        "调整后的预算写的是{claim}，按年初预算和调整数应为{against}：{arithmetic}。",
        "请核对年初预算、追加（调减）和调整后的预算。")
