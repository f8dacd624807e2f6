"""A small form, read, scored, filled and reported in memory: does the main job work here?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from xltools.fill import fill_forms
from xltools.hosts.examine import Examined, examine_all
from xltools.package import apply_patch, load_bytes
from xltools.package.plain import plain_workbook
from xltools.snapshot import Sheet

TOTAL, GRADE = Decimal("89.5"), "良"
"""What the form below earns: 4 points are lost on 数量, 5.5 on 社会效益, 1 on 满意度."""

_ROWS: tuple[tuple[str, ...], ...] = (
    ("项目支出绩效自评表",),
    ("", "", "", "", "2024"),
    ("项目名称", "", "自检用项目"),
    ("主管部门", "", "自检用部门", "", "", "实施单位", "自检用单位"),
    ("项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "", "年度资金总额", "100", "100", "100", "10", "", ""),
    ("", "", "其中：当年财政拨款", "100", "100", "100", "—", "", "—"),
    ("年度总体目标", "预期目标", "", "", "", "实际完成情况"),
    ("", "安装护栏100公里。", "", "", "", "安装护栏80公里。"),
    ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("", "产出指标", "数量指标", "护栏长度", "≥100公里", "80公里", "20", "", ""),
    ("", "产出指标", "质量指标", "验收合格率", "=100%", "100%", "10", "", ""),
    ("", "产出指标", "时效指标", "按期完工率", "≥95%", "96%", "10", "", ""),
    ("", "产出指标", "成本指标", "每公里造价", "≤5万元", "4.9万元", "10", "", ""),
    ("", "效益指标", "社会效益指标", "事故下降率", "≥20%", "15%", "22", "", ""),
    ("", "效益指标", "可持续影响指标", "管护落实率", "≥95%", "96%", "8", "", ""),
    ("", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "81%", "10", "", ""),
    ("总分",),
    ("自评等级",),
)  # fmt: skip
_MERGES = ((1, 1, 1, 9), (18, 1, 18, 7), (19, 1, 19, 7))
_WIDTH = 9


def trial_sheet() -> Sheet:
    """The form as a sheet of texts."""
    rows: list[list[object]] = [[*row, *[""] * (_WIDTH - len(row))] for row in _ROWS]
    return Sheet("自评表", [[value or None for value in row] for row in rows], _MERGES)  # type: ignore[misc]


def score_trial() -> str:
    """Score the form, write the results into the .xlsx and read them back; "" if all is right."""
    path = Path("自检.xlsx")
    workbook = load_bytes(plain_workbook(trial_sheet()), path)
    forms = examine_all(workbook.snapshot)
    total, grade = forms[0].scores.total, forms[0].scores.grade
    if (total, grade) != (TOTAL, GRADE):
        return f"样例应得 {TOTAL} 分、{GRADE}，算出的是 {total} 分、{grade}"
    saved = load_bytes(apply_patch(workbook, fill_forms(workbook.snapshot, forms)), path)
    values = {
        str(value) for sheet in saved.snapshot.sheets for row in sheet.rows for value in row
    }
    if not {str(TOTAL), GRADE} <= values:
        return "样例的得分写进表格后读不回来"
    return ""


def report_trial() -> str:
    """Write the form's Word report; "" if there is one."""
    from xltools.report import compose_report

    form: Examined = examine_all(
        load_bytes(plain_workbook(trial_sheet()), Path("自检.xlsx")).snapshot
    )[0]
    written = compose_report([(form.evaluation, form.scores, form.profile)])
    return "" if written.content.startswith(b"PK") else "样例报告不是 Word 文件"
