"""Small made-up profiles, one for each layout that the schema can say."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import tomli

from xltools.profile import Profile

_TOP = """
id = "{name}-2020"
title = "试表"
region = "试"
version = "1"
source = "试"
[policy]
name = "试行办法"
source = "试"
[form]
sheet = "自评表"
title = "项目支出绩效自评表"
"""

_HEAD = """
[[form.fields]]
key = "project_name"
label = "项目名称"
[[form.fields]]
key = "implementing_unit"
label = "实施单位"
"""

_LEVELS = """
[[form.indicators.categories]]
key = "output"
label = "产出指标"
subcategories = [{ key = "quantity", label = "数量指标", rows = 2 }, { key = "quality", label = "质量指标", rows = 2 }]
[[form.indicators.categories]]
key = "outcome"
label = "效益指标"
subcategories = [{ key = "social", label = "社会效益指标", rows = 2 }]
"""

_FUNDING = """
[form.funding]
orientation = "sources_down"
unit = "万元"
side = "项目资金（万元）"
measures = [
  { key = "revised_budget", label = "全年预算数（A）", span = 2 },
  { key = "outturn", label = "全年执行数（B）", span = 2 },
  { key = "rate", label = "执行率（B/A）", computed = true, span = 2 },
]
sources = [
  { key = "total", label = "年度资金总额" },
  { key = "central", label = "中央财政资金", part_of = "total" },
  { key = "other", label = "其他资金", part_of = "total" },
]
"""

PAIRS = (
    _TOP
    + """
widths = [11, 13, 20, 9, 9, 10, 10, 14, 14, 10, 10, 12]
"""
    + _HEAD
    + """
[[form.head]]
cells = [{ label = "项目名称" }, { field = "project_name", span = 5 }, { label = "实施单位" }, { field = "implementing_unit", span = 5 }]
[form.funding]
orientation = "pairs"
heading = "二、预算执行情况（万元）"
label_span = 2
measures = [
  { key = "revised_budget", label = "预算安排情况（调整后）" },
  { key = "received", label = "资金到位情况" },
  { key = "outturn", label = "资金执行情况" },
  { key = "rate", label = "预算执行进度(%)", computed = true, percent_number = true, only_total = true, span = 3 },
]
sources = [
  { key = "total", label = "预算数", synonyms = ["到位数", "执行数"] },
  { key = "fiscal", label = "其中：财政资金", part_of = "total" },
  { key = "other", label = "其他", part_of = "total" },
]
[form.indicators]
heading = "四、年度绩效指标完成情况"
columns = [
  { key = "category", label = "一级指标" },
  { key = "subcategory", label = "二级指标" },
  { key = "name", label = "三级指标" },
  { key = "points", label = "指标分值" },
  { key = "nature", label = "符号", group = "预期指标值" },
  { key = "target", label = "值", group = "预期指标值" },
  { key = "unit", label = "单位", group = "预期指标值" },
  { key = "actual", label = "单项指标实际完成值" },
  { key = "status", label = "单项指标完成情况" },
  { key = "score", label = "单项得分", group = "自评得分" },
  { key = "weight_percent", label = "权重占比(%)", group = "自评得分" },
  { key = "converted_score", label = "折算得分", group = "自评得分" },
]
"""
    + _LEVELS
    + """
[form.tail]
total_label = "自评总分"
grade_label = ""
"""
)

ONE_ROW = (
    _TOP
    + """
widths = [7, 14, 22, 14, 14, 11, 11, 22]
"""
    + _HEAD
    + """
[[form.fields]]
key = "total_score"
label = "自评总分"
[[form.head]]
cells = [
  { label = "项目名称", span = 2 }, { field = "project_name" },
  { label = "实施单位" }, { field = "implementing_unit", span = 2 },
  { label = "自评总分" }, { field = "total_score" },
]
[form.funding]
orientation = "one_row"
side = "预算执行情况（万元）"
measures = [
  { key = "revised_budget", label = "全年预算数" },
  { key = "outturn", label = "执行数" },
  { key = "rate", label = "执行率", computed = true },
]
sources = [
  { key = "central", label = "中央", part_of = "total" },
  { key = "provincial", label = "省、地", part_of = "total" },
  { key = "county", label = "本级", part_of = "total" },
  { key = "other", label = "其他", part_of = "total" },
  { key = "total", label = "合计" },
]
[[form.assessments]]
key = "management"
side = "项目管理"
columns = [
  { key = "name", label = "评价内容", span = 2 },
  { key = "points", label = "分值" },
  { key = "score", label = "自评分" },
  { key = "review_score", label = "复核分", span = 2 },
  { key = "explanation", label = "评价标准及依据" },
]
items = [
  { name = "立项依据充分", points = 5, explanation = "有上级文件或会议决定，且与本单位职责相符；文件名称和文号齐全。" },
  { name = "资金使用合规", points = 5 },
]
[form.indicators]
side = "绩效指标"
columns = [
  { key = "category", label = "一级指标" },
  { key = "name", label = "指标名称" },
  { key = "target", label = "年初指标值" },
  { key = "actual", label = "年终完成值" },
  { key = "score", label = "自评分" },
  { key = "review_score", label = "复核分" },
  { key = "scoring_rule", label = "评价标准" },
]
"""
    + _LEVELS
    + """
[form.tail]
total_label = ""
grade_label = ""
"""
)

LIST = (
    _TOP
    + """
widths = [30, 12, 12, 14, 14, 14, 14, 24]
"""
    + _HEAD
    + """
[[form.fields]]
key = "year"
label = "年度"
kind = "year"
[[form.fields]]
key = "total_score"
label = "自评总分（分）"
[[form.fields]]
key = "grade"
label = "等级"
[[form.fields]]
key = "review_total"
label = "财政审核评分"
required = false
[[form.head]]
cells = [{ label = "项目名称" }, { field = "project_name", span = 3 }, { label = "自评总分（分）" }, { field = "total_score" }, { label = "等级" }, { field = "grade" }]
[[form.head]]
cells = [{ label = "实施单位" }, { field = "implementing_unit", span = 3 }, { label = "年度" }, { field = "year" }, { label = "财政审核评分" }, { field = "review_total" }]
[form.funding]
orientation = "sources_down"
unit = "元"
heading = "资金情况（元）"
measures = [
  { key = "original_budget", label = "年初预算数" },
  { key = "revised_budget", label = "全年（调整）预算数" },
  { key = "outturn", label = "全年执行数" },
  { key = "rate", label = "执行率（%）", computed = true, percent_number = true },
  { key = "points", label = "执行率权重", only_total = true },
  { key = "score", label = "执行率得分", only_total = true, computed = true },
]
sources = [{ key = "total", label = "年度总金额" }, { key = "other", label = "其中：其他资金", part_of = "total" }]
[form.indicators]
heading = "绩效指标"
columns = [
  { key = "name", label = "指标名称" },
  { key = "unit", label = "计量单位" },
  { key = "nature", label = "指标性质" },
  { key = "target", label = "指标值" },
  { key = "points", label = "指标权重（分）" },
  { key = "actual", label = "全年完成值" },
  { key = "score", label = "指标得分（分）" },
  { key = "deviation_note", label = "说明" },
]
"""
    + _LEVELS
    + """
[form.tail]
total_label = ""
grade_label = ""
"""
)

JUDGED = (
    _TOP
    + """
widths = [13, 17, 18, 26, 14, 14, 8, 8, 24]
"""
    + _HEAD
    + """
[[form.fields]]
key = "category_of_project"
label = "项目类别"
kind = "choice"
choices = ["部门预算项目", "市直专项", "市对下转移支付项目"]
[[form.fields]]
key = "conclusion"
label = "评价结论"
kind = "long_text"
[[form.fields]]
key = "person"
label = "项目负责人"
[[form.head]]
cells = [{ label = "项目名称" }, { field = "project_name", span = 3 }, { label = "实施单位" }, { field = "implementing_unit", span = 4 }]
[[form.head]]
cells = [{ label = "项目类别" }, { field = "category_of_project", span = 8 }]
[form.funding]
orientation = "sources_down"
side = "预算执行情况（万元）"
side_span = 1
measures = [
  { key = "original_budget", label = "年初预算" },
  { key = "revised_budget", label = "调整后预算数" },
  { key = "outturn", label = "预算执行数" },
  { key = "rate", label = "预算执行率", computed = true },
  { key = "points", label = "权重", only_total = true },
  { key = "score", label = "得分", computed = true, only_total = true },
  { key = "reason", label = "原因" },
]
sources = [{ key = "total", label = "总额" }, { key = "fiscal", label = "其中：财政资金", part_of = "total" }]
[form.indicators]
columns = [
  { key = "category", label = "一级指标" },
  { key = "subcategory", label = "二级指标" },
  { key = "name", label = "三级指标" },
  { key = "explanation", label = "指标解释" },
  { key = "target", label = "指标值" },
  { key = "actual", label = "实际完成值" },
  { key = "points", label = "分值" },
  { key = "score", label = "得分" },
  { key = "deviation_note", label = "未完成原因分析" },
]
[[form.indicators.categories]]
key = "decision"
label = "决策"
judged = true
points = 20
[[form.indicators.categories.subcategories]]
key = "establishment"
label = "项目立项"
rows = 0
points = 10
presets = [
  { name = "立项依据充分性", points = 5, explanation = "项目立项是否符合法律法规、相关政策、发展规划以及部门职责，用以反映和考核项目立项依据情况。" },
  { name = "立项程序规范性", points = 5, explanation = "项目申请、设立过程是否符合相关要求。" },
]
[[form.indicators.categories]]
key = "output"
label = "产出"
points = 40
subcategories = [
  { key = "quantity", label = "产出数量", rows = 2, points = 20, presets = [{ name = "实际完成率", target = "=100%", points = 10 }] },
  { key = "quality", label = "产出质量", rows = 2 },
]
[form.tail]
total_label = "合计"
grade_label = "评价等级"
rows = [
  { cells = [{ label = "评价结论" }, { field = "conclusion", span = 8 }] },
  { cells = [{ label = "项目负责人" }, { field = "person", span = 8 }] },
]
"""
)

NO_SCORE = (
    _TOP
    + """
widths = [9, 14, 17, 24, 16, 18, 26]
"""
    + _HEAD
    + """
[[form.head]]
cells = [{ label = "项目名称", span = 2 }, { field = "project_name", span = 2 }, { label = "实施单位" }, { field = "implementing_unit", span = 2 }]
"""
    + _FUNDING.replace("span = 2", "span = 1").replace(
        'side = "项目资金（万元）"', 'side = "项目资金（万元）"\nlabel_span = 2'
    )
    + """
[[form.assessments]]
key = "fund_management"
side = "资金管理情况"
columns = [
  { key = "name", label = "", span = 2 },
  { key = "actual", label = "情况说明", span = 2 },
  { key = "measure_note", label = "存在问题和改进措施", span = 2 },
]
items = [{ name = "分配科学性" }, { name = "下达及时性" }]
[form.indicators]
side = "绩效指标"
columns = [
  { key = "category", label = "一级指标" },
  { key = "subcategory", label = "二级指标" },
  { key = "name", label = "三级指标" },
  { key = "target", label = "指标值" },
  { key = "actual", label = "全年实际完成值" },
  { key = "deviation_note", label = "未完成原因和改进措施" },
]
"""
    + _LEVELS
    + """
[form.tail]
total_label = ""
grade_label = ""
"""
)

POINTS_IN_LABELS = (
    _TOP
    + """
widths = [9, 12, 17, 26, 16, 16, 9]
"""
    + _HEAD
    + """
[[form.head]]
cells = [{ label = "项目名称", span = 2 }, { field = "project_name", span = 2 }, { label = "实施单位" }, { field = "implementing_unit", span = 2 }]
"""
    + _FUNDING.replace("span = 2", "span = 1").replace(
        'side = "项目资金（万元）"',
        'side = "预算执行情况（万元）（20分）"\nside_span = 2\nlabel_span = 1',
    )
    + """
[form.indicators]
side = "年度绩效目标1（80分）"
columns = [
  { key = "category", label = "一级指标" },
  { key = "subcategory", label = "二级指标" },
  { key = "name", label = "三级指标" },
  { key = "target", label = "年初目标值（A）" },
  { key = "actual", label = "实际完成值（B）" },
  { key = "score", label = "得分" },
]
[[form.indicators.categories]]
key = "output"
label = "产出指标"
points = 50
subcategories = [{ key = "quantity", label = "数量指标", rows = 2, points = 20 }, { key = "quality", label = "质量指标", rows = 2, points = 30 }]
[[form.indicators.categories]]
key = "outcome"
label = "效益指标"
points = 30
subcategories = [{ key = "social", label = "社会效益指标", rows = 2 }]
[form.tail]
total_label = "总分"
grade_label = "等级"
"""
)

FORMS = {
    "pairs": PAIRS,
    "one_row": ONE_ROW,
    "list": LIST,
    "judged": JUDGED,
    "no_score": NO_SCORE,
    "points_in_labels": POINTS_IN_LABELS,
}


def made_up(name: str) -> Profile:
    """Return one of the made-up profiles."""
    data = tomli.loads(FORMS[name].replace("{name}", name), parse_float=Decimal)
    return msgspec.convert(data, Profile)
