"""How a region's form is laid out: sheets, fields, tables, vocabulary, texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

FieldKind = Literal[
    "text", "long_text", "year", "code", "date", "phone", "grade", "choice", "points"
]


class HeadField(Struct, frozen=True, forbid_unknown_fields=True):
    """One single cell to fill in: 项目名称, 主管部门, 年度 …

    `choices` are the words of a box to tick (项目类别). Three keys are computed or
    scored and not typed as text: `total_score` (自评总分 in the head), `review_total` (财政审核评分) and
    `grade`; a form that prints its total in the head has a field of that key there.

    Keys that checks know: `staff_quota` 编制 and `staff_actual` 在职 with parts `staff_quota_…`,
    `staff_actual_…`, and `staff_retired` 离退休; `completion_date` 完工日期.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    hint: str = ""
    synonyms: tuple[str, ...] = ()
    max_chars: int = 0
    choices: tuple[str, ...] = ()


class GridCell(Struct, frozen=True, forbid_unknown_fields=True):
    """One printed cell of a layout row: a label or a field, so many grid columns wide.

    With neither it is left free, without a box.
    """

    label: str = ""
    field: str = ""
    span: int = 1


class GridRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One printed row, its cells from left to right; height in points."""

    cells: tuple[GridCell, ...]
    height: float = 24.0


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of the funding table: 全年预算数, 执行率 …

    Keys: `original_budget` 年初预算数, `revised_budget` 全年预算数, `received` 到位数, `outturn` 执行数,
    `points` 分值, `rate` 执行率, `arrival_rate` 到位率, `score` 得分, `balance` 结余, and `reason`, a text
    (四川 prints 原因 beside the figures). `computed` figures are filled by us. `percent_number` says that the form prints 95.5
    for 95.5 % (a heading with "(%)"); otherwise a rate is a ratio shown with %.
    `only_total` measures exist only for the total (分值 and 得分 on the national form).
    `number` is the printed row number (行次) where the form has one; `hint` is shown when
    the cell is entered and as a note on the heading.
    """

    key: str
    label: str
    span: int = 1
    computed: bool = False
    percent_number: bool = False
    only_total: bool = False
    number: str = ""
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One source of money; `part_of` names the source it is a part of, "" for the total."""

    key: str
    label: str
    span: int = 1
    part_of: str = ""
    group: str = ""
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class FundingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 项目资金.

    `orientation` "sources_down": a row for each source, a column for each measure;
    "measures_down" (Shanxi's 行次 table): the other way round; "pairs" (河北): under each measure a
    column of source labels beside a column of figures; "one_row" (广水): sources and measures side by
    side over a single row, the sources being 全年预算数 and the other measures the total's. In
    "pairs" a typed measure is `label_span` + its `span` columns wide, a computed one has figures
    only; the total's synonyms (到位数, 执行数) are printed under the measures whose heading they
    repeat. `label_span` is the width of the row labels, `side` a merged head to the left of the
    block ("" for none),
    `number_label` the heading of the 行次 column ("" for none).
    """

    orientation: Literal["sources_down", "measures_down", "pairs", "one_row"]
    measures: tuple[Measure, ...]
    sources: tuple[Source, ...]
    unit: Literal["万元", "元"] = "万元"
    heading: str = ""
    side: str = ""
    side_span: int = 1
    corner: str = ""
    label_span: int = 1
    number_label: str = ""


class ObjectiveForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 年度总体目标: headings and fields side by side under one side head."""

    side: str
    fields: tuple[str, ...]
    spans: tuple[int, ...]
    side_span: int = 1
    height: float = 80.0


ColumnKey = Literal[
    "category", "subcategory", "name",
    "nature", "target", "unit",  # 指标性质 (≥, 定性) · 指标值 · 度量单位 where they are printed apart
    "actual", "points", "rate", "score", "deviation_note",
    "explanation", "basis", "last_year", "scoring_rule", "evidence", "status", "measure_note",
    "weight_percent", "converted_score", "review_score",
]  # fmt: skip
"""`explanation` 指标解释, 评价标准; `basis` 指标值设置依据; `last_year` 上年完成值; `scoring_rule` 赋分规则; `evidence`
佐证资料; `status` 完成情况 in words; `measure_note` 改进措施 in a column of its own; `weight_percent` 权重占比(%);
`converted_score` 折算得分; `review_score` 复核分, the bureau's."""


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of the indicator table; `rate` and `score` are computed.

    Columns next to each other with the same `group` stand under one merged upper heading
    (自评得分 over 单项得分, 权重占比, 折算得分).
    """

    key: ColumnKey
    label: str
    span: int = 1
    group: str = ""
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class PresetIndicator(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fixed row holds in the blank form."""

    name: str
    target: str = ""
    points: Decimal | None = None
    explanation: str = ""


class Subcategory(Struct, frozen=True, forbid_unknown_fields=True):
    """二级指标 with the number of blank rows the form offers for it.

    `presets` are rows with a fixed name (立项依据充分性 …), printed before the blank ones.
    `points` are printed behind the label: 数量指标（20分）.
    """

    key: str
    label: str
    rows: int = 4
    synonyms: tuple[str, ...] = ()
    points: Decimal | None = None
    presets: tuple[PresetIndicator, ...] = ()


class CategoryBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """一级指标 with its 二级指标; `execution` marks the row 预算执行率 inside the table.

    `judged`: an evaluator finds and scores (决策, 过程); no target is asked for and the typed
    score stands. `points` are printed behind the label: 产出指标（50分）.
    """

    key: str
    label: str
    subcategories: tuple[Subcategory, ...]
    synonyms: tuple[str, ...] = ()
    execution: bool = False
    judged: bool = False
    points: Decimal | None = None
    preset: PresetIndicator | None = None


class AssessmentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of fixed, judged items with headings of its own, above the indicators.

    转移支付's 资金管理情况 (情况说明, 存在问题和改进措施) and 广水's 评价内容 (分值, 自评分, 复核分). `key` is the
    category its rows get when they are read; each item's label stands in the column `name`.
    """

    key: str
    side: str
    columns: tuple[Column, ...]
    items: tuple[PresetIndicator, ...]
    side_span: int = 1


class IndicatorForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 绩效指标. A form without 二级指标 or 一级指标 columns still names its categories."""

    columns: tuple[Column, ...]
    categories: tuple[CategoryBlock, ...]
    heading: str = ""
    side: str = ""
    side_span: int = 1


class TailForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The foot of the form: 总分 and, when the region prints one, 等级.

    An empty `total_label` says that the form has no total there (none at all, or one in the
    head: a field `total_score`); an empty `grade_label` that it has no grade. `rows` are
    printed below: 评价结论, 存在问题, 负责人 (fields of the form).
    """

    total_label: str = "总分"
    total_synonyms: tuple[str, ...] = ("合计", "总计", "总分（100分）", "自评总分")
    grade_label: str = "自评等级"
    grade_synonyms: tuple[str, ...] = ("等级", "评价等级", "绩效等级")
    rows: tuple[GridRow, ...] = ()


class SideColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a side table (评价组, 支出明细); width in characters."""

    key: str
    label: str
    width: float = 16.0
    kind: Literal["text", "amount", "date"] = "text"
    hint: str = ""


class SideTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet with one plain table."""

    sheet: str
    title: str
    columns: tuple[SideColumn, ...]
    rows: int = 20
    hint: str = ""


class ReportText(Struct, frozen=True, forbid_unknown_fields=True):
    """One text of the report, written by the staff on the sheet 报告文本.

    `scope` "all_projects": it tells of all the unit's projects (渝水's report), is written into one of
    the unit's workbooks and compared with all of them, not with the form that it stands beside.
    """

    key: str
    label: str
    chapter: str
    required: bool = True
    hint: str = ""
    max_chars: int = 2000
    height: float = 96.0
    scope: Literal["project", "all_projects"] = "project"


SummaryKey = Literal[
    "number", "project_code", "project_name", "implementing_unit", "supervising_department",
    "budget", "outturn", "rate", "balance", "score", "rule_score", "grade", "issues", "file",
]  # fmt: skip
"""`number` 序号; `budget` 全年预算数, `outturn` 全年执行数, `balance` the difference of the two; `score`
自评得分 as typed, ours where none is typed; `rule_score` 得分 by the policy; `issues` how many findings."""


class SummaryColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a unit's 评分表; width in characters."""

    key: SummaryKey
    label: str
    width: float = 12.0


class SummaryForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The 评分表 of a unit: one row for each of its projects, a total below.

    In `title`, {year} and {unit} stand for what all forms have in common, else for nothing.
    Amounts are printed in 万元; a rate's heading with "(%)" prints 96.35 for 96.35 %.
    """

    sheet: str = "评分表"
    title: str = "{year}{unit}项目支出绩效自评评分表"
    columns: tuple[SummaryColumn, ...] = (
        SummaryColumn("number", "序号", 6),
        SummaryColumn("project_name", "项目名称", 42),
        SummaryColumn("implementing_unit", "实施单位", 22),
        SummaryColumn("budget", "全年预算数（万元）", 22),
        SummaryColumn("outturn", "全年执行数（万元）", 22),
        SummaryColumn("rate", "执行率（%）", 14),
        SummaryColumn("score", "自评得分", 12),
        SummaryColumn("rule_score", "核算得分", 12),
        SummaryColumn("grade", "等级", 8),
        SummaryColumn("issues", "问题数", 10),
    )
    total_label: str = "合计"


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """Where things are printed on the form's sheet; widths in characters."""

    sheet: str
    title: str
    widths: tuple[float, ...]
    fields: tuple[HeadField, ...]
    head: tuple[GridRow, ...]
    funding: FundingForm
    indicators: IndicatorForm
    assessments: tuple[AssessmentForm, ...] = ()
    objective: ObjectiveForm | None = None
    tail: TailForm = TailForm()
    notes: tuple[str, ...] = ()

    def field(self, key: str) -> HeadField:
        """Return one head field; KeyError if the form has none of that key."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)
