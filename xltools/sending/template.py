"""The empty list of projects for a profile: the columns that its forms can be filled with."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from xltools.blank.project_list import Kind, ListColumn, ListSheet, build_list
from xltools.profile import HeadField, Profile
from xltools.sending.cells import EXAMPLE
from xltools.sending.headings import COMPUTED, has_cell, money_heading, money_measures, whole
from xltools.sending.targets import RESULTS

_FIRST = ("project_name", "implementing_unit", "supervising_department", "year")
_LATER = ("achieved", "conclusion", "problems", "improvement", "remarks", "deviation", "rate")
_LATER_FIELDS = ("report_date", "other_matters", "process_overview", "survey")
"""What is told when the year is over; a list may give it, but is not asked for it."""

_EXAMPLES: dict[str, str | Decimal] = {
    "year": Decimal(2024), "project_name": "农村公路安全防护工程", "implementing_unit": "县公路管理站",
    "supervising_department": "县交通运输局",
    "objective_planned": "完成 12 公里农村公路安全防护设施建设，年内通过验收。",
}  # fmt: skip
_INDICATOR: dict[str, str | Decimal] = {
    "name": "新建安全防护设施里程", "target": "≥12公里", "points": Decimal(20),
    "nature": "≥", "unit": "公里",
}  # fmt: skip
_SPLIT_TARGET = "12"
_WIDTHS = {"long_text": 44.0, "year": 9.0}


def build_template(profile: Profile) -> bytes:
    """Return the empty list of projects with a sheet for their targets."""
    title = f"项目清单（{profile.title}）"
    return build_list((_projects(profile, title), _targets(profile)), title)


def _projects(profile: Profile, title: str) -> ListSheet:
    form = profile.form
    own = {field.key: field for field in form.fields}
    columns = [ListColumn("序号", 7, "mark", EXAMPLE)]
    columns.append(ListColumn("项目编号", 18, "code", "XM2024001", "一个项目一个编号"))
    columns += [_field(own[key]) for key in _FIRST if key in own]
    if "implementing_unit" not in own:
        columns.append(ListColumn("单位", 24, "text", "县公路管理站", "按单位分文件夹"))
    budgets = [
        m for m in money_measures(profile) if m.key in ("original_budget", "revised_budget")
    ]
    unit = form.funding.unit
    total = whole(profile)
    for measure in budgets:
        for source in filter(partial(has_cell, profile, measure), form.funding.sources):
            example = Decimal(120) if source == total else None
            label = money_heading(measure, source, unit)
            columns.append(ListColumn(label, 17, "amount", example, "没有就留空"))
    skip = (*_FIRST, *COMPUTED, "project_code", *_LATER_FIELDS)
    columns += [
        _field(field)
        for field in form.fields
        if field.key not in skip and not any(word in field.key for word in _LATER)
    ]
    columns.append(ListColumn("报送截止日期", 14, "text", None, "如 2025-3-31，只写进名册"))
    hint = (
        f"一行一个项目，每个项目生成一份填好的《{form.title}》。灰色的“{EXAMPLE}”行只作说明，不会生成，可以删去。"
        f"金额单位：{unit}。空着的格在表上也空着；可以增加“备注”等栏。"
    )
    return ListSheet("项目", title, hint, tuple(columns), unit)


def _field(field: HeadField) -> ListColumn:
    kind: Kind = "year" if field.kind == "year" else "text"
    example = _EXAMPLES.get(field.key)
    width = _WIDTHS.get(field.kind, 24.0 if field.key in _FIRST else 18.0)
    hint = field.hint if len(field.hint) < 80 else ""
    return ListColumn(field.label, width, kind, example, hint)


def _targets(profile: Profile) -> ListSheet:
    form = profile.form.indicators
    block = next(each for each in form.categories if not each.judged and not each.execution)
    columns = [
        ListColumn("序号", 7, "mark", EXAMPLE),
        ListColumn("项目编号", 18, "code", "XM2024001", "项目清单里的编号"),
        ListColumn("项目名称", 30, "text", "农村公路安全防护工程", "有编号的可以不写"),
    ]
    keys = {column.key for column in form.columns}
    for column in form.columns:
        if column.key in RESULTS:
            continue
        example = _INDICATOR.get(column.key)
        if column.key == "category":
            example = block.label
        elif column.key == "subcategory":
            example = block.subcategories[0].label
        elif column.key == "target" and "nature" in keys:
            example = _SPLIT_TARGET
        number = column.key in ("points", "weight_percent")
        width = 30.0 if column.key == "name" else 18.0
        kind: Kind = "points" if number else "text"
        columns.append(ListColumn(column.label, width, kind, example, column.hint))
    hint = (
        "一行一个指标，可以照抄批复的绩效目标，也可以用上年的指标。没有指标的项目不用写。"
        "预算执行率由表样印好，不用写。"
    )
    return ListSheet("指标", "绩效指标", hint, tuple(columns))
