"""Write docs/report-templates.md: how an office makes its own report template.

    python scripts/report_doc.py

The lists of blocks, names, filters and styles come from the program; what each means stands
here, and the tests refuse a name without a meaning and a meaning without a name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from xltools.profile import load_profile
from xltools.report.blocks import KINDS, ChartBlock, Table, TableColumn
from xltools.report.filters import FILTERS
from xltools.report.rows import Category, Part, Row
from xltools.report.sample import filled_form
from xltools.report.several import gather_all

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "report-templates.md"
TEXT = Path(__file__).with_name("report_doc.md")
"""The words of the page; a line `<!-- blocks -->` is where a list of that name goes."""

BLOCKS = {
    "title": "居中的标题行，不进目录；每行一段",
    "heading": "章节标题，进目录；编号照写在文字里",
    "paragraph": "一段用数据写成的话；结果有几行就是几段",
    "text": "“报告文本”表里单位自己写的内容，或表头的一个长文字栏目",
    "table": "由数据生成的表，表头每页重复",
    "chart": "由数据生成的图，黑白打印也分得清；没有数可画时整块不出现",
    "toc": "目录；值是目录的标题",
    "section": "另起一页并改变纸张方向，直到下一个 `section`：横排的附件后面还有竖排的，要再写一块",
    "page_break": "另起一页",
    "blank": "空几行（1–20）",
}
KEYS = {
    "when": "条件，成立时这一块才出现，如 `when = \"unfinished\"`",
    "style": "用哪个样式（official.docx 里的名称）",
    "title": "标题",
    "heading": "标题",
    "level": "几级标题，1–4；写了 `style` 时字体随样式，级别仍按这里",
    "paragraph": "句子",
    "lead": "段首的引语，如“立项依据：”",
    "text": "文本的名称，如 `overview`",
    "empty": "没有写（没有行）时印什么；`text` 块的默认值是（待补充）并算作缺项",
    "table": "哪张表",
    "caption": "题注，自动编号为“表1”“图1”",
    "unit": "表的右上方，如“单位：万元”",
    "note": "表下的说明",
    "categories": "只列这些一级指标，如 `[\"output\"]`；`execution` 是预算执行率",
    "columns": "列：`key` 是哪一栏，`label` 表头文字，`width` 宽度的比例",
    "total": "末行是否印合计",
    "chart": "哪张图",
    "toc": "目录的标题",
    "levels": "列到几级标题，1–3",
    "section": "`portrait` 竖排，`landscape` 横排",
    "page_numbers": "这一节要不要页码；只有第一节可以不要",
    "first_page": "这一节的页码从几起",
    "page_break": "写 `true`",
    "blank": "行数",
}  # fmt: skip
TABLES = {
    "funding": "项目资金，照本地区自评表的样式",
    "indicators": "指标表；可用 `categories`、`columns` 只取一部分",
    "scores": "各一级指标的分值、得分、得分率",
    "group": "评价组成员",
    "spending": "支出明细，附合计",
    "projects": "全单位各项目的预算、执行、得分、等级（评分表）",
}
CHARTS = {
    "scores": "各一级指标的分值和得分，数来自 `categories` 和预算执行率",
    "execution": "各项目的预算数和执行数，数来自 `projects`；只有一个项目时不必画",
}
NAMES = {
    "texts": "“报告文本”表的各段，如 `texts.overview`；没有写的是空",
    "phrase": "同上，也包括表头栏目；并成一行，去掉末尾标点，供接在句子中间：`phrase.project_use`",
    "remarks": "同上，逐行的清单，去掉报告自己会算的句子（执行率、得分、个数）",
    "project_title": "项目名称，末尾恰有一个“项目”；多个项目时为空",
    "staff": "人员编制、在职、离退休人数（表头有这些栏目时）",
    "assessments": "只描述、不计分的评价内容：`name`、`finding`、`problem`",
    "funding": "各资金来源，如 `funding.total.outturn`；每项有下面“资金”一表的内容",
    "funding_parts": "有金额的分项来源，清单",
    "budget": "全年预算数（万元）",
    "outturn": "全年执行数（万元）",
    "balance": "预算减执行（万元）",
    "execution_rate": "预算执行率，比率：用 `| percent` 印成百分数",
    "execution_points": "预算执行率的分值",
    "execution_score": "预算执行率的得分",
    "low_execution": "执行率是否低到需要说明原因",
    "indicators": "各三级指标，清单（不含预算执行率）；每项见“指标”一表",
    "categories": "各一级指标，清单；每项见“一级指标”一表",
    "category": "按名称取一级指标：`category.output.score`；`category.execution` 是预算执行率",
    "subcategory": "按名称取二级指标：`subcategory.quantity`",
    "level1_count": "一级指标的个数（只数有指标的）",
    "level2_count": "二级指标的个数（只数有指标的）",
    "indicator_count": "三级指标的个数",
    "completed_count": "完成了目标的三级指标个数",
    "completed_share": "完成的个数占总数的比率；有一个说不清就是空",
    "unfinished": "没有完成的指标，清单",
    "unknown": "看不出是否完成的指标，清单",
    "unscored": "没有得分的指标，清单",
    "deducted": "扣了分的指标，清单",
    "total_points": "各项分值之和",
    "scored": "表上或办法是否计分",
    "full_points": "评分办法的满分",
    "total_score": "总分；缺一项得分就是空",
    "grade": "等级",
    "grades": "等级表：`name`、`floor`（下限）",
    "rescaled": "没有预算、其余得分已折算时为真",
    "group": "评价组成员，清单；各栏按表样的名称",
    "spending": "支出明细，清单；各栏按表样的名称",
    "spending_amounts": "支出明细的金额，清单",
    "spending_total": "支出明细的合计；有一个不是数就是空",
    "projects": "各项目，清单；一份表时只有一项；每项见“项目”一表",
    "unit": "全单位，见“全单位”一表",
    "form_title": "自评表的名称",
    "region": "表样的地区",
    "policy_name": "评分办法的名称",
}
FUNDING = {
    "label": "来源的名称",
    "part_of": "是哪个来源的分项；总额为空",
    "original_budget": "年初预算数",
    "revised_budget": "全年预算数",
    "received": "到位数",
    "outturn": "执行数",
    "balance": "结余",
    "arrival_rate": "到位率",
    "rate": "执行率",
}
ROW = {
    "name": "三级指标名称，照表上写的",
    "label": "名称，括号统一，供加引号：落实率（%）",
    "title": "名称，不带括号里的单位",
    "level1": "一级指标名称",
    "level2": "二级指标名称",
    "category": "一级指标的代号：output",
    "subcategory": "二级指标的代号：quantity",
    "target": "目标值，照表上写的",
    "target_words": "目标值，带单位：≥95%、5家",
    "target_said": "目标值的说法：不低于95%",
    "actual": "实际完成值，照表上写的",
    "actual_words": "实际完成值，带单位；照抄目标的为空",
    "kind": "目标的种类：number、date、words、judged、blank",
    "result": "结果：reached 完成，exceeded 超过，missed 没有完成，unknown 说不清",
    "completed": "是否完成；说不清为空",
    "achieved": "名称和结果连成的话：保障职工44人",
    "verdict": "与目标相比：与目标一致、低于目标2个百分点",
    "sentence": "以上两样连成一句，末尾没有标点",
    "account": "再带上目标，用来逐项列出没有完成的",
    "finding": "评价人的说明，并成一行",
    "points": "分值",
    "score": "得分",
    "lost": "扣的分",
    "completion_rate": "完成率，比率",
    "rate_words": "完成率，百分数；说不出意义的为空",
    "deviation_note": "偏差原因，照表上写的",
    "reason": "偏差原因，并成一行，去掉末尾标点",
    "reason_lead": "原因前面的字：原因，或 原因和改进措施",
    "extras": "表上其他各栏的内容，按栏目名称取：`nature` 指标性质、`unit` 度量单位、`basis` 设置依据、`evidence` 佐证资料等",
    "cell": "指标所在的单元格",
    "trace": "得分的算式",
    "is_execution": "是不是预算执行率那一行",
}
NOT_SAID = {"measured", "target_value", "actual_value", "split", "places"}
"""What sentences of a row are made from, and no office needs."""
PART = {
    "key": "代号",
    "label": "名称，照表样",
    "short": "名称，不带括号",
    "count": "指标个数",
    "points": "分值合计",
    "score": "得分合计",
    "lost": "扣的分合计",
    "told": "各指标的句子连成一段",
    "indicators": "所属指标，清单",
}
CATEGORY = {
    "weight": "权重分：表样或办法规定的，没有规定时是分值合计",
    "given": "表样或办法规定的分；没有规定为空",
    "score_rate": "得分率，比率",
    "completed_count": "完成的指标个数",
    "parts": "所属二级指标（有指标的），清单",
    "parts_words": "二级指标个数的说法：两、三",
}
PROJECT = {
    "number": "序号",
    "name": "项目名称，引号已配对",
    "title": "项目名称，末尾恰有一个“项目”",
    "budget": "全年预算数",
    "outturn": "全年执行数",
    "balance": "未执行数",
    "rate": "执行率",
    "rest": "未执行数占预算的比率",
    "points": "分值合计",
    "score": "总分",
    "lost": "扣的分",
    "grade": "等级",
    "objective": "年度目标",
    "achieved": "完成情况，去掉报告自己会算的句子",
    "completion": "指标完成率，比率",
    "unfinished": "没有完成的指标，清单",
    "low": "执行率是否低到需要说明原因",
    "reason": "偏离目标的原因和改进措施",
    "deviates": "是否要在报告里说明原因",
}
UNIT = {
    "count": "项目个数",
    "budget": "预算合计",
    "outturn": "执行合计",
    "balance": "未执行合计",
    "rate": "执行率",
    "rest": "未执行数占预算的比率",
    "sources": "资金来源：`label`、`amount`；有的项目没有写来源时为空清单",
    "source": "唯一的资金来源，有几个时为空",
    "grades": "评出的等级：`name`、`count`、`titles`（项目名称的清单）",
    "ungraded": "没有等级的项目，清单",
    "deviating": "要说明原因的项目，清单",
}
SAID = {
    "percent": "比率印成百分数：`{{ execution_rate | percent }}` → 97.63%；`percent(1)` 一位小数",
    "points": "分数，去掉末尾的 0",
    "amount": "金额，去掉末尾的 0",
    "after": "接在引语后面，不重复引语的字：`{{ phrase.project_use | after(\"主要用于\") }}`",
    "counted": "个数的说法：2 → 两，3 → 三",
}  # fmt: skip
STYLES = {
    "Title": "报告标题", "Subtitle": "副标题", "Body Text": "正文", "heading 1": "一级标题",
    "heading 2": "二级标题", "heading 3": "三级标题", "heading 4": "四级标题", "附件标题": "附件的标题",
    "封面信息": "封面上的单位名称等", "TOC Heading": "目录的标题", "toc 1": "目录一级", "toc 2": "目录二级",
    "toc 3": "目录三级", "caption": "题注", "图片": "图所在的段", "表格单位": "表的右上方", "表格表头": "表头",
    "表格文字": "表里的文字（左对齐）", "表格数字": "表里的数字（居中）", "表格说明": "表下的说明",
    "报告表格": "表格线（表格样式）", "落款": "单位和日期", "附件说明": "正文后的“附件：”", "间隔": "表后的空隙",
    "引语": "段首引语（字符样式）", "待补充": "缺项的黄底（字符样式）", "footer": "页脚", "Normal": "其他样式的基础",
}  # fmt: skip


def names_of_a_report() -> dict[str, Any]:
    """The names of a report of a filled form, without those of its head."""
    profile = load_profile("national-2020")
    names = gather_all([filled_form(profile)]).names
    heads = {field.key for field in profile.form.fields}
    return {key: value for key, value in names.items() if key not in heads}


def attributes(kind: type) -> set[str]:
    """What may be asked of a record."""
    return {name for name in dir(kind) if not name.startswith("_")}


def page() -> str:
    """The whole page."""
    lists = {
        "blocks": _blocks(),
        "tables": _table(("写法", "内容"), _quoted(TABLES, 'table = "{}"')),
        "charts": _table(("写法", "内容"), _quoted(CHARTS, 'chart = "{}"')),
        "names": _table(("名称", "内容"), _quoted(NAMES)),
        "funding": _table(("名称", "内容"), _quoted(FUNDING)),
        "row": _table(("名称", "内容"), _quoted(ROW)),
        "part": _table(("名称", "内容"), _quoted(PART)),
        "category": _table(("名称", "内容"), _quoted(CATEGORY)),
        "project": _table(("名称", "内容"), _quoted(PROJECT)),
        "unit": _table(("名称", "内容"), _quoted(UNIT)),
        "filters": _table(("过滤器", "作用"), _quoted(SAID)),
        "styles": _table(("样式", "用处"), STYLES.items()),
        "columns": "、".join(f"`{key}`" for key in get_args(_hints(TableColumn)["key"])),
    }
    lines = []
    for line in TEXT.read_text("utf-8").splitlines():
        name = line.removeprefix("<!-- ").removesuffix(" -->")
        lines.append(lists[name] if line.startswith("<!-- ") else line)
    return "\n".join(lines) + "\n"


def _quoted(meanings: Mapping[str, str], form: str = "{}") -> Iterable[tuple[str, str]]:
    return ((f"`{form.format(key)}`", meaning) for key, meaning in meanings.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines
    )


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(sys.modules[kind.__module__]))


def _blocks() -> str:
    """A heading and a table of keys for each kind of block."""
    parts = []
    for key, kind in KINDS.items():
        fields = sorted(msgspec.structs.fields(kind), key=lambda field: field.name != key)
        rows = [
            (f"`{field.name}`", KEYS[field.name], _default(field))
            for field in fields
            if field.name != "when"
        ]
        parts.append(
            f"#### {key}\n\n{BLOCKS[key]}。\n\n{_table(('项', '内容', '默认'), rows)}\n"
        )
    return "\n".join(parts)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "必写"
    if field.default in ("", (), 0, None):
        return "—"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`"


def literals(kind: type, field: str) -> set[str]:
    """The words that a key of a block may be."""
    return set(get_args(_hints(kind)[field]))


CHECKS = (
    (NAMES, lambda: set(names_of_a_report())),
    (FUNDING, lambda: set(names_of_a_report()["funding"]["total"])),
    (ROW, lambda: attributes(Row) - NOT_SAID),
    (PART, lambda: attributes(Part)),
    (PART | CATEGORY, lambda: attributes(Category)),
    (PROJECT, lambda: set(names_of_a_report()["projects"][0])),
    (UNIT, lambda: set(names_of_a_report()["unit"])),
    (SAID, lambda: set(FILTERS)),
    (BLOCKS, lambda: set(KINDS)),
    (TABLES, lambda: literals(Table, "table")),
    (CHARTS, lambda: literals(ChartBlock, "chart")),
)
"""Each list of meanings, and what the program has."""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
