"""Layouts that nobody has published to us: invented the way offices vary their forms.

All of them print the same sound form, so that whatever a reader complains of is the
reader's misunderstanding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from published.compare import QUESTIONS
from published.styles import (
    HB,
    HN,
    LEVELS,
    NATIONAL_MONEY,
    Funding,
    N,
    Style,
    Total,
    columns,
    measures,
)
from published.transcripts import Form, FundingRow, Row

ROWS = (
    ("产出指标", "数量指标", "修复水毁路段长度", "≥42公里", "43.5公里", "10", "10", None),
    ("产出指标", "数量指标", "修复挡土墙处数", "=36处", "36处", "10", "10", None),
    ("产出指标", "质量指标", "工程验收合格率", "=100%", "100%", "10", "10", None),
    (
        "产出指标",
        "时效指标",
        "完工时间",
        "2023年10月31日前",
        "2023年10月20日",
        "10",
        "10",
        None,
    ),
    (
        "产出指标",
        "成本指标",
        "每公里修复成本",
        "≤7.2万元/公里",
        "6.9万元/公里",
        "10",
        "10",
        None,
    ),
    ("效益指标", "经济效益指标", "减少绕行里程", "≥1200公里", "1250公里", "10", "10", None),
    ("效益指标", "社会效益指标", "道路通行保障率", "≥98%", "98.6%", "10", "10", None),
    (
        *("效益指标", "可持续影响指标", "管护责任落实率", "≥95%", "90.25%", "10", "9.5"),
        "两个村的管护员年内离任，没有及时补上。下一步：2024年3月底前选聘到位，每季度核对一次。",
    ),
    ("满意度指标", "服务对象满意度指标", "沿线群众满意度", "≥90%", "93%", "10", "10", None),
)

EXTRAS = (
    ("103.57%", "10", "40.2公里"),
    ("100%", "10", "31处"),
    ("100%", "10", "100%"),
    (None, "10", "2022年11月5日"),
    (None, "9", "7.4万元/公里"),
    ("104.17%", "9.5", "1100公里"),
    ("100.61%", "10", "97.9%"),
    ("95%", "9", "94%"),
    ("103.33%", "10", "91%"),
)


def row(number: int) -> Row:
    """One indicator with what some offices print beside it."""
    level1, level2, name, target, actual, points, score, note = ROWS[number]
    rate, review, last_year = EXTRAS[number]
    extras = {
        "scoring_rule": "达到目标得满分，未达到的按比例得分",
        "evidence": f"验收资料第{number + 1}号",
        "basis": "计划标准",
        "last_year": last_year,
        "explanation": f"考核{name}",
        "review_score": review,
    }
    if rate is not None:
        extras["rate"] = rate
    return Row(
        *(level1, level2, name, target, actual),
        points=points, score=score, deviation_note=note, extras=extras,
    )  # fmt: skip


MONEY = (
    FundingRow("年度资金总额", "300", "320", None, "304", "10", "95%", "9.5"),
    FundingRow("其中：当年财政拨款", "280", "300", None, "284"),
    FundingRow("上年结转资金", "20", "20", None, "20"),
    FundingRow("其他资金", "0", "0", None, "0"),
)

SOUND = Form(
    id="sound",
    year=2023,
    money_unit="万元",
    fields={
        "project_name": "县乡公路水毁修复",
        "supervising_department": "××县交通运输局",
        "implementing_unit": "××县公路养护中心",
        "objective_planned": "年内修复水毁路段42公里以上、挡土墙36处，10月底前完工，保障汛后通行。",
        "objective_achieved": "修复水毁路段43.5公里、挡土墙36处，10月20日完工，验收全部合格；"
        "两个村的管护员没有及时补上，管护责任落实率低于目标。",
        "person": "李某 0800-1234567",
        "project_code": "53092323T000000012345",
    },
    funding=MONEY,
    rows=tuple(map(row, range(len(ROWS)))),
    total_points="100",
    total_score="99",
    grade="优",
    texts={"review_total": "95.5"},
)
"""A form with nothing wrong: 9.5 for 95 % execution, 89.5 for nine indicators."""

SPLIT_SIGNS = {"≥": "≥", "=": "=", "≤": "≤"}


def signs_apart(form: Form) -> Form:
    """The same with sign, number and unit in columns of their own."""
    apart = []
    for each in form.rows:
        target = each.target or ""
        if target[0] in SPLIT_SIGNS:
            digits = "".join(c for c in target[1:] if c.isdigit() or c == ".")
            unit = target[1 + len(digits) :]
            each = replace(each, nature=target[0], target=digits, unit=unit)  # noqa: PLW2901
        else:
            each = replace(each, nature="定性", unit=None)  # noqa: PLW2901
        apart.append(each)
    return replace(form, rows=tuple(apart))


def execution_inside(form: Form) -> Form:
    """预算执行率 as the first row of the table; the block of money has no score."""
    first = Row(
        "预算执行率", "预算执行率", "预算执行率", "100%", "95%", points="10", score="9.5",
        deviation_note="结余16万元为招标节约，已按规定交回财政。下一步：按中标价及时调减预算。",
    )  # fmt: skip
    money = tuple(replace(line, points=None, score=None) for line in form.funding)
    return replace(form, rows=(first, *form.rows), funding=money)


def cost_first(form: Form) -> Form:
    """财预〔2021〕101号: 成本指标 is a level 1 of its own."""
    rows = [
        replace(each, level1="成本指标", level2="经济成本指标")
        if each.level2 == "成本指标"
        else each
        for each in form.rows
    ]
    rows.sort(key=lambda each: each.level1 != "成本指标")
    return replace(form, rows=tuple(rows))


def without_money_scores(form: Form) -> Form:
    """The same where money is told without points: 执行率 alone."""
    money = tuple(replace(line, points=None, score=None) for line in form.funding)
    return replace(form, funding=money)


def scaled(form: Form) -> Form:
    """湖北's way: 20 for execution, 80 for indicators, no column of points."""
    scores = (*("8", "8", "8", "8", "8"), *("10", "10", "9.5"), "10")
    rows = tuple(
        replace(each, score=score, points=None)
        for each, score in zip(form.rows, scores, strict=True)
    )
    money = (replace(form.funding[0], name="年度财政资金总额", points=None, score="19"),)
    return replace(form, rows=rows, funding=money, total_score="98.5", total_points=None)


def in_yuan(form: Form) -> Form:
    """The same money printed in 元."""
    keys = ("original_budget", "revised_budget", "outturn")
    money = tuple(
        replace(
            line,
            **{key: f"{int(getattr(line, key)) * 10000:.2f}" for key in keys},
        )
        for line in form.funding
    )
    return replace(form, funding=money, money_unit="元")


@dataclass(frozen=True)
class Unseen:
    """A layout with the form as it is printed there."""

    style: Style
    form: Form

    @property
    def scored(self) -> bool:
        """True if it prints scores."""
        return any(column.key == "score" for column in self.style.columns)

    def __str__(self) -> str:
        return self.style.id


COUNTY = replace(
    N,
    id="county-numbered",
    title="××县财政支出项目绩效自评表",
    funding=Funding(
        measures(
            *("original_budget=年初预算", "revised_budget=调整预算", "outturn=实际支出"),
            *("rate=支出进度", "points=分值", "score=得分"),
        ),
        side="资金使用情况（{unit}）",
        sources=("资金总额", "其中：财政拨款", "上年结转", "其他资金"),
    ),
    columns=columns(
        *("index=序号", "category=一级指标", "subcategory=二级指标", "name=指标内容"),
        *("target=目标值", "actual=完成值", "points=分值", "score=自评得分"),
        "deviation_note=扣分原因",
    ),
    side="",
    total=Total("合计"),
)

MONEY_BESIDE = replace(
    N,
    id="money-beside-head",
    title="项目绩效自评情况表",
    head_kind="beside_money",
    head=(
        (("项目名称", "project_name"),),
        (("主管部门", "supervising_department"),),
        (("实施单位", "implementing_unit"),),
        (("项目负责人", "person"),),
    ),
)

THREE_HEADS = replace(
    N,
    id="headings-in-three-rows",
    columns=columns(
        *("category=绩效指标完成情况>一级指标", "subcategory=绩效指标完成情况>二级指标"),
        "name=绩效指标完成情况>三级指标",
        *(
            "target=绩效指标完成情况>指标值>年初目标值",
            "actual=绩效指标完成情况>指标值>全年完成值",
        ),
        *("points=绩效指标完成情况>评分情况>分值", "score=绩效指标完成情况>评分情况>自评得分"),
        "deviation_note=绩效指标完成情况>未完成原因及改进措施",
    ),
    side="",
)

WEIGHT_PERCENT = replace(
    N,
    id="weight-in-percent",
    columns=columns(
        *LEVELS,
        *("target=目标值", "actual=实际值", "points=权重(%)", "score=评价得分"),
        "deviation_note=偏差说明",
    ),
)

STANDARD_POINTS = replace(
    N,
    id="standard-points",
    columns=columns(
        *LEVELS,
        *("points=标准分", "target=绩效目标值", "actual=实际完成情况", "score=评价得分"),
        "deviation_note=备注",
    ),
    total=Total("总计"),
)

POINTS_OR_WEIGHT = replace(
    N,
    id="points-or-weight",
    columns=columns(
        *("category=一级指标", "subcategory=二级指标", "name=绩效指标"),
        *("scoring_rule=评分标准", "points=分值（权重）", "target=年初目标值"),
        *("actual=年终完成值", "score=得分", "deviation_note=扣分原因及改进措施"),
        "evidence=佐证材料",
    ),
    total=Total("总得分"),
)

OBJECTIVE_BESIDE = replace(
    N,
    id="objective-beside",
    objective=(("年度目标", "objective_planned"), ("完成情况", "objective_achieved")),
    objective_kind="beside",
)

REVIEWED = replace(
    N,
    id="reviewed-by-department",
    columns=columns(
        *LEVELS,
        *("target=年度指标值", "actual=实际完成值", "points=分值"),
        *("score=得分>单位自评得分", "review_score=得分>主管部门复核得分"),
        "deviation_note=偏差原因分析及改进措施",
    ),
)

MESSY = replace(
    N,
    id="numbered-words",
    title="2、项目支出绩效自评表(Form 2)",
    head=(
        (("1.项目名称：", "project_name"), ("2.项目编码：", "project_code")),
        (("3.主管部门:", "supervising_department"), ("4.实施单位:", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            *("original_budget=年初预算数(a)", "revised_budget=全年预算数(b)"),
            *("outturn=全年执行数(c)", "points=分值(10分)", "rate=执行率(c/b*100%)"),
            "score=得分(10*执行率)",
        ),
        side="5.项目资金({unit})",
        sources=("年度资金总额：", "其中:当年财政拨款", "      上年结转资金", "      其他资金"),
    ),
    objective_side="6.年度总体目标",
    side="7.绩效指标(90分)",
    columns=columns(
        *("category=一级\n指标", "subcategory=二级\n指标", "name=三级指标(具体)"),
        *("target=年度\n指标值(A)", "actual=实际完成值\n(B)", "points=分值(W)"),
        *("score=得分(=W*B/A)", "deviation_note=偏差原因分析及改进措施\n(未完成的必填)"),
    ),
)

INLINE = replace(
    N,
    id="words-and-values-in-one-cell",
    head_kind="inline",
    total=Total("自评总分", kind="inline", grade="自评等级"),
)

NO_LEVEL1 = replace(
    N,
    id="without-level-1",
    columns=columns(
        *("subcategory=二级指标", "name=三级指标", "target=指标值", "actual=完成值"),
        *("points=分值", "score=得分", "deviation_note=未完成原因分析"),
    ),
)

NO_LEVEL2 = replace(
    N,
    id="without-level-2",
    columns=columns(
        *("category=一级指标", "name=绩效指标", "target=目标值", "actual=完成值"),
        *("points=分值", "score=得分", "deviation_note=未完成原因分析"),
    ),
)

XINJIANG = replace(
    N,
    id="xinjiang",
    funding=replace(
        NATIONAL_MONEY,
        measures=measures(
            *("original_budget=年初预算数", "revised_budget=全年预算数", "outturn=全年执行数"),
            *("points=分值权重", "rate=执行率", "score=得分"),
        ),
        corner="资金来源",
        side="项目资金（{unit}）",
    ),
    columns=columns(
        *LEVELS,
        *("target=指标值", "basis=指标值设置依据", "last_year=上年完成值"),
        *("points=指标分值权重", "scoring_rule=指标赋分规则", "evidence=佐证资料"),
        *("actual=指标实际完成值", "rate=完成率", "score=指标得分"),
        "deviation_note=偏差原因分析及改进措施",
    ),
)

BAOSHAN = replace(
    HB,
    id="baoshan",
    title="项目支出绩效自评表",
    year="（{year}年度）",
    total=Total("总分(100分)", grade="自评等级"),
)

TWO_OBJECTIVES = replace(
    HB,
    id="two-objectives",
    title="{year}年度××项目自评表",
    objectives=(
        ("年度绩效目标1\n(40分)", ("产出指标",)),
        ("年度绩效目标2\n(40分)", ("效益指标", "满意度指标")),
    ),
)

WUHAN = replace(
    HN,
    id="wuhan",
    title="项目绩效目标自评表",
    funding=Funding(
        measures("revised_budget=预算数(A)", "outturn=执行数(B)", "rate=执行率"),
        side="项目资金（{unit}）",
        corner="资金来源",
        sources=("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
    ),
    columns=columns(
        *LEVELS,
        *("target=年初目标值", "actual=实际完成值", "deviation_note=未完成原因及改进措施"),
    ),
)

TRANSFER = replace(
    HN,
    id="transfer",
    title="××省转移支付区域绩效目标自评表",
    head=(
        (("转移支付名称", "project_name"),),
        (("主管部门", "supervising_department"), ("资金使用单位", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            "revised_budget=全年预算数(A)", "outturn=全年执行数(B)", "rate=预算执行率(B/A×100%)"
        ),
        side="资金投入情况（{unit}）",
        sources=("年度资金总额：", "其中：中央财政资金", "地方资金", "其他资金"),
    ),
    assessments=QUESTIONS,
    order=("head", "funding", "assessments", "objective", "indicators"),
    columns=columns(
        *LEVELS,
        *("target=指标值", "actual=全年实际完成值", "deviation_note=未完成原因和改进措施"),
    ),
)

SHANXI_LINES = replace(
    N,
    id="measures-down",
    funding=Funding(
        measures(
            *("original_budget=年初预算数", "revised_budget=全年预算数", "outturn=全年执行数"),
            "rate=执行率",
        ),
        side="资金情况（{unit}）",
        kind="measures_down",
        corner="项目",
    ),
    columns=columns(
        *("category=一级指标", "subcategory=二级指标", "name=目标指标", "points=权重"),
        *("target=目标值", "actual=业绩值", "rate=完成率", "score=指标得分"),
        "deviation_note=偏差原因分析及改进措施",
    ),
)

GUANGSHUI = replace(
    N,
    id="one-row-of-money",
    head=(
        (("项目名称", "project_name"), ("自评总分", "total_score")),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        measures("revised_budget=合计", "outturn=执行数", "rate=执行率"),
        side="预算资金（{unit}）",
        kind="one_row",
    ),
    columns=columns(
        *("category=一级指标", "subcategory=二级指标", "name=指标名称", "points=分值"),
        *("target=年初指标值", "actual=年终完成值", "score=自评分", "review_score=复核分"),
        "explanation=评价标准",
    ),
    total=Total(kind="none"),
)

DEEDS_FIRST = replace(
    N,
    id="money-at-the-end",
    order=("head", "objective", "indicators", "total", "funding"),
)

SIGNS_APART = replace(
    N,
    id="signs-before-values",
    columns=columns(
        *("category=一级指标", "subcategory=二级指标", "name=三级指标", "nature=计算符号"),
        *("target=目标值", "unit=度量单位", "explanation=指标值说明", "actual=完成值"),
        *("points=分值", "score=得分", "deviation_note=偏差原因"),
    ),
)

UNIT_FIRST = replace(
    N,
    id="unit-before-value",
    columns=columns(
        *LEVELS,
        *("unit=计量单位", "nature=指标性质", "target=指标值", "actual=全年完成值"),
        *("points=指标权重", "score=指标得分", "deviation_note=说明"),
    ),
)

OLD_SICHUAN = replace(
    HN,
    id="old-sichuan",
    title="项目绩效目标完成情况表（{year}年度）",
    year="",
    columns=columns(
        *LEVELS,
        "target=指标值(包含数字及文字描述)",
        *("actual=实际完成指标值/实施进度(包含数字及文字描述)", "deviation_note=未完成原因"),
    ),
)


def old_words(form: Form) -> Form:
    """四川 before 2021 says 项目完成指标 for 产出指标."""
    rows = tuple(
        replace(each, level1="项目完成指标" if each.level1 == "产出指标" else each.level1)
        for each in form.rows
    )
    return replace(form, rows=rows)


EXECUTION_INSIDE = replace(
    N,
    id="execution-in-the-table",
    funding=replace(
        NATIONAL_MONEY,
        measures=measures(
            *("original_budget=年初预算数", "revised_budget=全年预算数", "outturn=全年执行数"),
            "rate=执行率",
        ),
    ),
)


def central(form: Form) -> Form:
    """转移支付: the parts of the money are the State's and the region's."""
    names = ("年度资金总额：", "其中：中央财政资金", "地方资金", "其他资金")
    money = tuple(
        replace(line, name=name) for line, name in zip(form.funding, names, strict=True)
    )
    return replace(form, funding=money)


DATED = replace(
    N,
    id="dates-around-the-title",
    title="××县{year}年度预算项目绩效自评表",
    year="自评年度：{year}年",
    lines=("附件3", "填报日期：2024年3月15日          金额单位：万元"),
    signatures="填表人：        联系电话：        填报日期：2024年3月15日",
)

THREE_PAIRS = replace(
    N,
    id="three-pairs-in-a-row",
    head=(
        (
            *(("项目名称", "project_name"), ("项目编码", "project_code")),
            ("项目负责人", "person"),
        ),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    total=Total("自评总分", kind="merged"),
)

FULL_WORDS = replace(
    N,
    id="long-headings",
    funding=Funding(
        measures(
            *(
                "original_budget=年初批复预算资金（万元）",
                "revised_budget=调整后全年预算资金（万元）",
            ),
            *(
                "outturn=截至12月31日实际支出（万元）",
                "points=标准分值",
                "rate=预算执行率（%）",
            ),
            "score=自评分",
        ),
        side="项目资金情况",
        corner="资金来源",
        sources=("合计", "其中：当年财政拨款", "上年结转资金", "其他资金"),
    ),
    columns=columns(
        *("category=一级绩效指标", "subcategory=二级绩效指标", "name=三级绩效指标名称"),
        *("target=年初设定绩效指标值", "actual=全年实际完成指标值", "points=标准分值"),
        *("score=自评分", "deviation_note=未完成绩效目标的原因分析和拟采取的改进措施"),
    ),
    total=Total("总得分"),
)

ONE_SOURCE = replace(
    N,
    id="one-line-of-money",
    funding=replace(NATIONAL_MONEY, sources=("年度资金总额",)),
)


LEVEL1_ROWS = replace(
    NO_LEVEL1,
    id="level-1-in-rows-of-its-own",
    level1_rows=True,
    side="",
)

REPORT_AROUND = replace(
    N,
    id="a-report-around-the-table",
    preface=(
        "××县2023年度项目支出绩效自评报告",
        "一、项目概况",
        "（一）项目名称：县乡公路水毁修复等3个项目，主管部门为县交通运输局。",
        "（二）年度总体目标：全县公路水毁路段在汛后三个月内恢复通行，绩效指标共9个。",
        "二、自评结论：自评总分99分，自评等级为“优”；预算执行率95%。",
        "三、存在问题：个别指标值偏低，分值权重需要调整。",
        "四、附表：",
    ),
    notes=(
        "五、下一步改进措施：年度指标值按三年平均数设定，实际完成值按月统计。",
        "六、其他需要说明的事项：无。",
    ),
)

BY_LEVEL = replace(
    N,
    id="money-by-level-of-government",
    funding=replace(
        NATIONAL_MONEY,
        sources=("年度资金总额", "其中：中央财政资金", "省级财政资金", "县级财政资金"),
    ),
)


def by_level(form: Form) -> Form:
    """The parts of the money are told by who pays."""
    names = ("年度资金总额", "其中：中央财政资金", "省级财政资金", "县级财政资金")
    money = tuple(
        replace(line, name=name) for line, name in zip(form.funding, names, strict=True)
    )
    return replace(form, funding=money)


def one_source(form: Form) -> Form:
    """Only the total is told."""
    return replace(form, funding=form.funding[:1])


UNSEEN = (
    Unseen(DATED, SOUND),
    Unseen(THREE_PAIRS, SOUND),
    Unseen(FULL_WORDS, SOUND),
    Unseen(ONE_SOURCE, one_source(SOUND)),
    Unseen(LEVEL1_ROWS, SOUND),
    Unseen(REPORT_AROUND, SOUND),
    Unseen(BY_LEVEL, by_level(SOUND)),
    Unseen(COUNTY, SOUND),
    Unseen(MONEY_BESIDE, SOUND),
    Unseen(THREE_HEADS, SOUND),
    Unseen(WEIGHT_PERCENT, SOUND),
    Unseen(STANDARD_POINTS, SOUND),
    Unseen(POINTS_OR_WEIGHT, SOUND),
    Unseen(OBJECTIVE_BESIDE, SOUND),
    Unseen(REVIEWED, SOUND),
    Unseen(MESSY, SOUND),
    Unseen(INLINE, SOUND),
    Unseen(NO_LEVEL1, SOUND),
    Unseen(NO_LEVEL2, SOUND),
    Unseen(XINJIANG, SOUND),
    Unseen(BAOSHAN, scaled(SOUND)),
    Unseen(TWO_OBJECTIVES, scaled(SOUND)),
    Unseen(WUHAN, SOUND),
    Unseen(TRANSFER, central(SOUND)),
    Unseen(SHANXI_LINES, without_money_scores(SOUND)),
    Unseen(GUANGSHUI, execution_inside(SOUND)),
    Unseen(DEEDS_FIRST, SOUND),
    Unseen(SIGNS_APART, signs_apart(SOUND)),
    Unseen(UNIT_FIRST, signs_apart(SOUND)),
    Unseen(OLD_SICHUAN, old_words(SOUND)),
    Unseen(EXECUTION_INSIDE, execution_inside(SOUND)),
    Unseen(
        replace(
            N,
            id="cost-is-a-level-1",
            frame={
                "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
                "产出指标": ("数量指标", "质量指标", "时效指标"),
                "效益指标": N.frame["效益指标"],
                "满意度指标": N.frame["满意度指标"],
            },
        ),
        cost_first(SOUND),
    ),
    Unseen(replace(N, id="in-yuan"), in_yuan(SOUND)),
)
"""The layouts, each with the sound form as it would be printed there."""
