"""The sample list of projects: the empty list of a profile, filled in as a bureau would.

    python samples/build_sending.py

All units and projects are invented. The amounts have the digits that real ones have, names hold
what file names may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from xltools.package import apply_patch, load_bytes
from xltools.profile import load_profile
from xltools.sending import build_template
from xltools.snapshot import CellWrite, Patch

TARGET = Path(__file__).parent / "sending" / "项目清单.xlsx"
PROFILE = "national-2020"
YEAR = 2024
_FIRST = 5

UNITS = (
    ("县公路管理站", "县交通运输局"),
    ("县第一中学", "县教育局"),
    ("县人民医院", "县卫生健康局"),
    ("县图书馆", "县文化和旅游局"),
)
PROJECTS: tuple[tuple[str, int, str, str, str], ...] = (
    # name, unit, budget, carried over, objective
    ("农村公路安全防护工程", 0, "238.93", "0", "建成防护栏 12 公里，设标志牌 60 块，9 月底前完工并验收合格。"),
    ("“四好农村路”养护/小修", 0, "96.5", "", "养护县乡道路 85 公里，好路率保持在 90% 以上。"),
    ("桥梁检测", 0, "19.48", "4.48", "检测桥梁 21 座，出具检测报告。"),
    ("校舍维修改造", 1, "120", "", "维修教学楼 2 栋，暑期完工，不影响开学。"),
    ("学生资助", 1, "57.600001", "", "资助家庭经济困难学生 320 人，应助尽助。"),
    ("设备购置", 1, "33.2", "", "购置实验设备 40 台（套）。"),
    ("设备购置", 2, "410.75", "60", "购置彩超等设备 3 台，年内投入使用。"),
    ("基层卫生人才培训（2024）", 2, "15", "", "培训乡镇卫生院医护人员 180 人次。"),
    ("公共卫生服务", 2, "680.1234", "0", "建立居民健康档案，规范管理率不低于 62%。"),
    ("免费开放", 3, "48", "", "全年开放不少于 300 天，接待读者 9 万人次。"),
    ("古籍修复：第二期", 3, "8.05", "", "修复古籍 26 册。"),
)  # fmt: skip
TARGETS: tuple[tuple[int, str, str, str, str], ...] = (
    # project, 二级指标, name, target, points
    (0, "数量指标", "新建防护栏里程", "≥12公里", "15"),
    (0, "数量指标", "新设标志牌", "=60块", "10"),
    (0, "质量指标", "工程验收合格率", "=100%", "15"),
    (0, "时效指标", "完工时间", "2024年9月30日前", "10"),
    (0, "社会效益指标", "安全隐患路段减少", "≥8处", "30"),
    (0, "服务对象满意度指标", "沿线群众满意度", "≥90%", "10"),
    (1, "数量指标", "养护里程", "≥85公里", "25"),
    (1, "质量指标", "好路率", "≥90%", "25"),
    (1, "可持续影响指标", "养护责任制", "健全", "30"),
    (1, "服务对象满意度指标", "群众满意度", "≥85%", "10"),
    (3, "数量指标", "维修教学楼", "=2栋", "25"),
    (3, "时效指标", "完工时间", "8月25日前", "25"),
    (3, "社会效益指标", "受益学生", "≥1200人", "30"),
    (3, "服务对象满意度指标", "师生满意度", "≥90%", "10"),
    (4, "数量指标", "资助学生", "≥320人", "25"),
    (4, "质量指标", "应助尽助率", "=100%", "25"),
    (4, "社会效益指标", "因贫失学学生", "=0人", "30"),
    (4, "服务对象满意度指标", "受助学生满意度", "≥95%", "10"),
    (6, "数量指标", "购置设备", "=3台", "25"),
    (6, "成本指标", "设备购置成本", "≤410.75万元", "25"),
    (6, "社会效益指标", "新增检查能力", "≥5000人次", "30"),
    (6, "服务对象满意度指标", "患者满意度", "≥85%", "10"),
    (9, "数量指标", "开放天数", "≥300天", "25"),
    (9, "数量指标", "接待读者", "≥9万人次", "25"),
    (9, "社会效益指标", "举办读书活动", "≥24场", "30"),
    (9, "服务对象满意度指标", "读者满意度", "≥90%", "10"),
)  # fmt: skip


def code(number: int) -> str:
    """The code of a project."""
    return f"XM{YEAR}{number + 1:03d}"


def project_writes() -> Iterator[CellWrite]:
    """One row a project; the first columns are those of the empty list."""
    for number, (name, unit, budget, carried, objective) in enumerate(PROJECTS):
        total, old = Decimal(budget), Decimal(carried or 0)
        fields: list[str | Decimal | None] = [
            Decimal(number + 1), code(number), name, *UNITS[unit], Decimal(YEAR),
        ]  # fmt: skip
        amounts = [total, total - old, Decimal(carried) if carried else None, None]
        cells = [*fields, *amounts, *amounts, objective]
        for column, value in enumerate(cells, start=1):
            yield CellWrite("项目", _FIRST + number, column, value, _FIRST)


def target_writes() -> Iterator[CellWrite]:
    """One row a target; 一级指标 follows from the 二级指标."""
    outcome = ("社会效益指标", "可持续影响指标")
    for number, (project, level, name, target, points) in enumerate(TARGETS):
        first = "效益指标" if level in outcome else "产出指标"
        first = "满意度指标" if level.startswith("服务对象") else first
        cells: tuple[str | Decimal, ...] = (
            Decimal(number + 1), code(project), PROJECTS[project][0], first, level, name,
            target, Decimal(points),
        )  # fmt: skip
        for column, value in enumerate(cells, start=1):
            yield CellWrite("指标", _FIRST + number, column, value, _FIRST)


def build() -> bytes:
    """The list as bytes."""
    empty = load_bytes(build_template(load_profile(PROFILE)), Path("项目清单.xlsx"))
    return apply_patch(empty, Patch((*project_writes(), *target_writes())))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(build())
