"""How a region's form is laid out: sheets, fields, tables, vocabulary, texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

FieldKind = Literal["text", "long_text", "year", "code", "date", "phone", "grade"]


class HeadField(Struct, frozen=True, forbid_unknown_fields=True):
    """One single cell to fill in: 项目名称, 主管部门, 年度 …"""

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    hint: str = ""
    synonyms: tuple[str, ...] = ()
    max_chars: int = 0


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

    `computed` figures are filled by us. `percent_number` says that the form prints 95.5
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
    "measures_down" (Shanxi's 行次 table): the other way round. `label_span` is the width of
    the row labels, `side` a merged head to the left of the block ("" for none),
    `number_label` the heading of the 行次 column ("" for none).
    """

    orientation: Literal["sources_down", "measures_down"]
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
    "category", "subcategory", "name", "target", "actual", "points",
    "rate", "score", "deviation_note",
]  # fmt: skip


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of the indicator table; `rate` and `score` are computed."""

    key: ColumnKey
    label: str
    span: int = 1
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class Subcategory(Struct, frozen=True, forbid_unknown_fields=True):
    """二级指标 with the number of blank rows the form offers for it."""

    key: str
    label: str
    rows: int = 4
    synonyms: tuple[str, ...] = ()


class PresetIndicator(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fixed row holds in the blank form."""

    name: str
    target: str = ""
    points: Decimal | None = None


class CategoryBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """一级指标 with its 二级指标; `execution` marks the row 预算执行率 inside the table."""

    key: str
    label: str
    subcategories: tuple[Subcategory, ...]
    synonyms: tuple[str, ...] = ()
    execution: bool = False
    preset: PresetIndicator | None = None


class IndicatorForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 绩效指标."""

    columns: tuple[Column, ...]
    categories: tuple[CategoryBlock, ...]
    heading: str = ""
    side: str = ""
    side_span: int = 1


class TailForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The foot of the form: 总分 and, when the region prints one, 等级."""

    total_label: str = "总分"
    total_synonyms: tuple[str, ...] = ("合计", "总计", "总分（100分）", "自评总分")
    grade_label: str = "自评等级"
    grade_synonyms: tuple[str, ...] = ("等级", "评价等级", "绩效等级")


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
    """One text of the report, written by the staff on the sheet 报告文本."""

    key: str
    label: str
    chapter: str
    required: bool = True
    hint: str = ""
    max_chars: int = 2000
    height: float = 96.0


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """Where things are printed on the form's sheet; widths in characters."""

    sheet: str
    title: str
    widths: tuple[float, ...]
    fields: tuple[HeadField, ...]
    head: tuple[GridRow, ...]
    funding: FundingForm
    indicators: IndicatorForm
    objective: ObjectiveForm | None = None
    tail: TailForm = TailForm()
    notes: tuple[str, ...] = ()

    def field(self, key: str) -> HeadField:
        """Return one head field; KeyError if the form has none of that key."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)
