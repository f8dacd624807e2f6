"""What the published layouts print: headings, order of columns, words around the values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Pair = tuple[str, str]
"""A printed word and the key of the value that belongs to it."""

NATIONAL_FRAME: dict[str, tuple[str, ...]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}


@dataclass(frozen=True)
class Column:
    """A column of the indicator table; `over` are the merged headings above it, upper>lower."""

    key: str
    heading: str
    over: str = ""


@dataclass(frozen=True)
class Funding:
    """The block of money; `sources` are rows that the form prints though they may be empty."""

    measures: tuple[Pair, ...]
    side: str = "项目资金（{unit}）"
    corner: str = ""
    sources: tuple[str, ...] = ()
    kind: Literal["table", "pairs", "measures_down", "one_row", "grouped"] = "table"


@dataclass(frozen=True)
class Total:
    """The foot: what the total row is called, and whether a grade stands in it.

    "headed": 满分, 得分 and 等级 stand above their values; "inline": all in one cell;
    "merged": one cell from the points to the end.
    """

    label: str = "总分"
    kind: Literal["row", "headed", "inline", "merged", "none"] = "row"
    grade: str = ""


@dataclass(frozen=True)
class Style:
    """One layout."""

    id: str
    title: str
    columns: tuple[Column, ...]
    funding: Funding | None
    year: str = "（{year}年度）"
    head: tuple[tuple[Pair, ...], ...] = (
        (("项目名称", "project_name"),),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    )
    objective_side: str = "年度总体目标"
    objective: tuple[Pair, ...] = (
        ("预期目标", "objective_planned"),
        ("实际完成情况", "objective_achieved"),
    )
    side: str = "绩效指标"
    frame: dict[str, tuple[str, ...]] = field(default_factory=lambda: NATIONAL_FRAME)
    level1: dict[str, str] = field(default_factory=dict)
    total: Total = Total()
    tail: tuple[Pair, ...] = ()
    notes: tuple[str, ...] = ()
    captions: dict[str, str] = field(default_factory=dict)
    signatures: str = ""
    lines: tuple[str, ...] = ()
    preface: tuple[str, ...] = ()
    level1_rows: bool = False
    objectives: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: tuple[str, ...] = ("head", "funding", "objective", "indicators", "total")
    head_kind: Literal["cells", "inline", "beside_money"] = "cells"
    objective_kind: Literal["below", "beside"] = "below"
    assessments: tuple[str, ...] = ()


def columns(*pairs: str) -> tuple[Column, ...]:
    """Columns from texts such as `target=年度指标值` or `unit=预期指标值>单位` (heading above)."""
    found = []
    for pair in pairs:
        key, _, heading = pair.partition("=")
        over, _, below = heading.rpartition(">")
        found.append(Column(key, below, over))
    return tuple(found)


def measures(*pairs: str) -> tuple[Pair, ...]:
    """Measures from texts such as `outturn=全年执行数`."""
    return tuple((key, heading) for key, _, heading in (pair.partition("=") for pair in pairs))


LEVELS = ("category=一级指标", "subcategory=二级指标", "name=三级指标")

NATIONAL_MONEY = Funding(
    measures(
        *("original_budget=年初预算数", "revised_budget=全年预算数", "outturn=全年执行数"),
        *("points=分值", "rate=执行率", "score=得分"),
    ),
    sources=("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
)

N = Style(
    id="N",
    title="项目支出绩效自评表",
    funding=NATIONAL_MONEY,
    columns=columns(
        *LEVELS,
        *("target=年度指标值", "actual=实际完成值", "points=分值", "score=得分"),
        "deviation_note=偏差原因分析及改进措施",
    ),
)

AH = Style(
    id="AH",
    title="项目支出绩效自评表",
    funding=Funding(
        measures(
            *("original_budget=年初预算数", "revised_budget=全年预算数(A)"),
            *("outturn=全年执行数(B)", "points=分值", "rate=执行率(B/A)", "score=得分"),
        ),
        side="项目资金\n（{unit}）",
        sources=("年度资金总额：", "其中：本年财政拨款", "上年结转资金", "其他资金"),
    ),
    objective_side="年度总体目标完成情况",
    side="年度绩效指标完成情况",
    columns=N.columns,
    level1={
        "产出指标": "产出指标(50分)",
        "效益指标": "效益指标(30分)",
        "满意度指标": "满意度指标(10分)",
    },
    notes=("备注：得分保留两位小数；没有达到目标的，须写明原因和下一步打算。",),
)

RF = Style(
    id="RF",
    title="财政专项扶贫资金项目绩效自评表",
    head=(
        (("项目名称", "project_name"), ("项目负责人及电话", "person")),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            *("revised_budget=全年预算数(A)", "outturn=全年执行数(B)", "points=分值"),
            *("rate=执行率(B/A)", "score=得分"),
        ),
        side="资金情况\n（{unit}）",
        sources=("年度资金总额：", "其中：本年财政拨款", "其他资金"),
    ),
    objective_side="年度总体目标",
    objective=(
        ("年初设定目标", "objective_planned"),
        ("全年实际完成情况", "objective_achieved"),
    ),
    columns=columns(
        *LEVELS,
        *("points=分值", "target=年度指标值", "actual=全年实际值", "score=得分"),
        "deviation_note=未完成原因及拟采取的改进措施",
    ),
    notes=(
        "注：1.带★的为必填指标，没有内容的填“无”。",
        "2.资金使用单位按下达的绩效目标逐项填写，并对填报内容负责。",
        "3.“其中”项不另计分。",
    ),
)

SC = Style(
    id="SC",
    title="项目支出绩效自评表",
    head=(
        (("项目名称", "project_name"),),
        (("主管部门及代码", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            *("original_budget=年初预算", "revised_budget=调整后预算数"),
            *(
                "outturn=预算执行数",
                "rate=预算执行率",
                "points=权重",
                "score=得分",
                "reason=原因",
            ),
        ),
        side="项目预算执行情况（{unit}）",
        sources=("总额", "其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"),
    ),
    columns=columns(
        *LEVELS,
        *("nature=指标性质", "target=指标值", "unit=度量单位", "actual=完成值"),
        *("points=权重", "score=得分", "deviation_note=未完成原因分析"),
    ),
    total=Total("合计"),
    tail=(
        ("评价结论", "conclusion"),
        ("存在问题", "problems"),
        ("改进措施", "improvement"),
    ),
    signatures="项目负责人：                    财务负责人：",
)

YN = Style(
    id="YN",
    title="项目支出绩效自评表",
    year="公开14表                                      金额单位：{unit}        （{year}年度）",
    head=(
        (("项目名称", "project_name"),),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        NATIONAL_MONEY.measures,
        side="项目资金\n（{unit}）",
        sources=("年度资金总额", "其中：当年财政 拨款", "上年结转资金", "其他资金"),
    ),
    objective_side="年度总体目标",
    columns=columns(
        *LEVELS,
        *("nature=年度指标值>指标性质", "target=年度指标值>指标值", "unit=年度指标值>度量单位"),
        *("actual=实际完成值", "points=分值", "score=得分"),
        "deviation_note=偏差原因分析及改进措施",
    ),
    side="绩 效 指 标",
    frame=NATIONAL_FRAME,
    total=Total("总分", kind="headed", grade="自评等级"),
    tail=(("其他需要说明事项", "other_matters"),),
    notes=(
        "注：1.其他资金包括事业单位的经营收入等。",
        "2.实际完成值按年末情况填写；定性的指标写明达到的程度。",
        "3.自评等级分优、良、中、差四等。",
    ),
)

HB_HEAD = (
    (("项目名称", "project_name"),),
    (("主管部门", "supervising_department"), ("项目实施单位", "implementing_unit")),
    (("项目类别", "project_kind"),),
    (("项目属性", "project_attribute"),),
    (("项目类型", "project_type"),),
)

HB = Style(
    id="HB",
    title="{year}年度项目自评表",
    year="",
    head=HB_HEAD,
    funding=Funding(
        measures(
            *("revised_budget=预算数(A)", "outturn=执行数(B)", "rate=执行率(B/A)"),
            "score=得分\n(20分*执行率)",
        ),
        side="预算执行情况\n({unit})\n(20分)",
        sources=("年度财政资金总额",),
    ),
    objective=(),
    side="年度绩效目标1\n(80分)",
    columns=columns(*LEVELS, "target=年初目标值(A)", "actual=实际完成值(B)", "score=得分"),
    level1={
        "产出指标": "产出指标\n(40分)",
        "效益指标": "效益指标\n(30分)",
        "满意度指标": "满意度指标\n(10分)",
    },
    total=Total("总分"),
    tail=(
        ("偏差大或目标未完成原因分析", "deviation_analysis"),
        ("改进措施及结果应用方案", "improvement"),
    ),
    notes=(
        "备注：1.预算执行情况口径：预算数为调整后财政资金总额（包括上年结余结转），执行数为实际支付数。",
        "2.定量指标完成数汇总原则：绝对值直接累加，相对值按资金额度加权平均。",
        "3.定性指标按达成预期、部分达成、未达成三档，分别给该项分值的100-80%、80-50%、50-0%。",
        "4.基于经济性和必要性等因素考虑，满意度指标暂可不作为必评指标。",
    ),
)

HE = Style(
    id="HE",
    title="项目绩效自评表",
    year="（{year}年度）                                                    金额单位：{unit}",
    head=(
        (("项目名称", "project_name"), ("主管部门", "supervising_department")),
        (("项目单位", "implementing_unit"), ("填报人及电话", "contact")),
    ),
    funding=Funding(
        (
            ("revised_budget", "预算安排情况(调整后)"),
            ("received", "资金到位情况"),
            ("outturn", "资金执行情况"),
            ("rate", "预算执行进度(%)"),
        ),
        kind="pairs",
        side="",
    ),
    objective_side="",
    objective=(
        ("年度预期目标", "objective_planned"),
        ("具体完成情况", "objective_achieved"),
        ("总体完成率(%)", "objective_rate"),
    ),
    side="",
    columns=columns(
        *LEVELS,
        *("points=指标分值", "nature=预期指标值>符号", "target=预期指标值>值"),
        *(
            "unit=预期指标值>单位(文字描述)",
            "actual=单项指标实际完成值",
            "status=单项指标完成情况",
        ),
        *("score=自评得分>单项指标得分", "weight_percent=自评得分>权重占比(%)"),
        "converted_score=自评得分>单项指标折算得分",
    ),
    frame={
        "产出指标": ("质量指标", "时效指标"),
        "效果指标": ("社会效益指标",),
        "满意度指标": ("服务对象满意度指标",),
    },
    total=Total("自评总分"),
    captions={
        "head": "一、基本情况",
        "funding": "二、预算执行情况",
        "objective": "三、目标完成情况",
        "indicators": "四、年度绩效指标完成情况",
    },
)

CQ = Style(
    id="CQ",
    title="{year}年度部门（单位）整体支出绩效自评表",
    year="",
    head=(
        (("项目名称", "project_name"), ("自评总分（分）", "total_score")),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            *("original_budget=年初预算数", "revised_budget=全年（调整）预算数"),
            *("outturn=全年执行数", "rate=执行率", "points=执行率权重", "score=执行率得分"),
        ),
        side="预算执行情况（{unit}）",
        sources=("年度总金额", "其中：财政拨款"),
    ),
    objective_side="当年绩效目标",
    objective=(
        ("年初绩效目标", "objective_planned"),
        ("全年目标实际完成情况", "objective_achieved"),
    ),
    columns=columns(
        *("name=指标名称", "unit=计量单位", "nature=指标性质", "target=指标值"),
        *("points=指标权重（分）", "actual=全年完成值", "score=指标得分（分）"),
        "deviation_note=说明",
    ),
    frame={},
    total=Total(kind="none"),
)

NX = Style(
    id="NX",
    title="银川市本级项目支出绩效自评表",
    head=(
        (("项目名称", "project_name"),),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
        (("自评得分", "total_score"), ("财政审核评分", "review_total")),
    ),
    funding=Funding(
        measures(
            *("original_budget=年初预算数", "revised_budget=调整预算数(A)"),
            *("outturn=全年执行数(B)", "rate=执行率(B/A)"),
        ),
        sources=("年度资金总额", "其中：财政拨款", "其他资金"),
    ),
    columns=columns(
        *LEVELS,
        *("points=分值", "target=指标值(A)", "actual=全年实际值(B)", "score=得分"),
        "deviation_note=未完成原因分析及改进措施",
    ),
    frame={"项目决策": (), "项目管理": (), "项目产出": (), "项目效益": ()},
    level1={
        "项目决策": "项目决策\n（10分）",
        "项目管理": "项目管理\n（25分）",
        "项目产出": "项目产出\n（30分）",
        "项目效益": "项目效益\n（35分）",
    },
    total=Total(kind="none"),
)

HN = Style(
    id="HN",
    title="县级专项资金绩效目标自评表",
    head=(
        (("专项名称", "project_name"),),
        (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")),
    ),
    funding=Funding(
        measures(
            "revised_budget=全年预算数（A）", "outturn=全年执行数（B）", "rate=执行率（B/A）"
        ),
        side="项目资金（{unit}）",
        sources=("年度资金总额", "县级资金", "其他资金"),
    ),
    objective_side="年度总体目标",
    objective=(
        ("年初设定目标", "objective_planned"),
        ("全年实际完成情况", "objective_achieved"),
    ),
    columns=columns(
        *LEVELS,
        *("target=年度指标值", "actual=全年完成值", "deviation_note=未完成原因和改进措施"),
    ),
    total=Total(kind="none"),
    tail=(("说明", "other_matters"),),
)

HN_DEPARTMENT = Style(
    id="HN-D",
    title="部门整体支出绩效自评表",
    head=((("单位名称", "unit_name"),),),
    funding=Funding(
        measures(
            *("original_budget=年初预算数", "revised_budget=全年预算数"),
            *("outturn=全年执行数", "points=分值", "rate=执行率", "score=得分"),
        ),
        side="年度预算申请（{unit}）",
        kind="grouped",
        sources=("年度资金总额",),
    ),
    objective_side="年度总体目标",
    columns=N.columns,
    notes=("注：按收入性质分、按支出性质分的合计都应等于年度资金总额。",),
)
