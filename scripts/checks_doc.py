"""Write docs/checks.md: every finding, for the bureau that looks one up.

    python scripts/checks_doc.py

The texts come from the catalogue; where a check comes from stands here.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType

import xltools.audit.codes
import xltools.returns.codes
from xltools.codes import Code
from xltools.collect import SetCode
from xltools.findings import Catalogue
from xltools.hazards import HazardCode


def families(package: ModuleType) -> list[ModuleType]:
    """The modules of a package that hold its codes, a family each."""
    names = (each.name for each in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in names]


def codes_in(package: ModuleType) -> Iterator[Catalogue]:
    """What is said of a report, or of what came back to a bureau."""
    for module in families(package):
        for value in vars(module).values():
            is_own = isinstance(value, type) and value.__module__ == module.__name__
            if is_own and issubclass(value, Catalogue):
                yield from value


ALL_CODES = (
    *Code, *HazardCode, *SetCode, *codes_in(xltools.returns.codes), *codes_in(xltools.audit.codes),
)  # fmt: skip
"""What is said of a form, what only a unit's set of forms shows, what a bureau's desk says of what
came back, what is said of a report."""

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"

GROUPS = {
    "A": ("A 读表", "表能不能读、读到什么。"),
    "D1": ("D1 收表：文件", "收表（xltools collect）：哪些文件没有收、没有理会，为什么。"),
    "D2": ("D2 收表：是谁的表", "报来的表与报送名册对照。"),
    "D3": ("D3 收表：收不收", "逾期，以及读得出但不收的表。"),
    "D4": (
        "D4 收表：与发出的表对照",
        "表样、分值、目标、预算、公式、保护有没有被改，有没有看不见的内容。",
    ),
    "D5": ("D5 收表：重新计分", "自评总分与核算总分。"),
    "D6": ("D6 收表：各项目放在一起", "照抄、雷同、合计、离群，以及与上年相比。"),
    "R": ("R 审核", "编号对应财政部门审核自评表的 52 项检查；一项检查可能有几种说法。"),
    "S": ("S 报告", "支出明细、报告文本与自评表。"),
    "T1": (
        "T1 文字和结构",
        "审核报告（xltools audit）：错字、标点、提纲、编号、照抄、模板残留。",
    ),
    "T2": (
        "T2 文件、人员、方法",
        "审核报告：文号、文件名称、项目和单位名称、人员、日期、评价方法。",
    ),
    "T3": ("T3 指标", "审核报告：指标的目标值、实际值、单位、期限、完成率、得分。"),
    "T4": ("T4 金额、率、得分、个数", "审核报告：算得出对错的数。"),
    "T5": ("T5 报告与自评表", "审核报告：报告写的与自评表不符。"),
    "T6": ("T6 不能同时成立", "审核报告：两处的话不能都对。"),
}

SOURCES = {
    "A": "读表的要求",
    "D1": "收表的要求",
    "D2": "报送名册",
    "D3": "报送名册；收表规则（rules.toml）",
    "D4": "发出的自评表",
    "D5": "评分办法",
    "D6": "各份表放在一起核对（检查 52）",
    "R01": "财预〔2020〕10号；各级指标权重之和",
    "R02": "财预〔2020〕10号：总分为各项得分之和",
    "R03": "得分不超过分值（湖北填表说明）",
    "R04": "执行率＝全年执行数÷全年预算数",
    "R05": "执行率得分＝分值×执行率",
    "R06": "执行数不超过全年预算数",
    "R07": "资金总额＝各来源之和",
    "R08": "分值、得分只在总额行",
    "R09": "财预〔2020〕10号：预算执行率 10 分",
    "R10": "财预〔2020〕10号；财预〔2021〕101号的权重",
    "R11": "标题所写分数＝所属指标分值之和",
    "R12": "财预〔2020〕10号：未达到的按比例得分",
    "R13": "越低越好的指标，超过上限应扣分（各地办法）",
    "R14": "得分＝规则计算值；折算（河北）、复核（湖北）",
    "R15": "财预〔2020〕10号：达到的得满分",
    "R16": "财预〔2020〕10号：未完成的说明原因和改进措施",
    "R17": "完成值达到目标 130% 及以上须说明（广西）",
    "R18": "得分与原因不能矛盾",
    "R19": "原因应是本指标的",
    "R20": "财预〔2020〕10号：原因和改进措施都要写",
    "R21": "实际值是测得的数",
    "R22": "全部恰好完成，应核实",
    "R23": "目标与实际应是同一类内容",
    "R24": "目标与实际的单位应写明、一致",
    "R25": "单位与指标名称相符",
    "R26": "单位不重复",
    "R27": "比率不超过 100%",
    "R28": "符号方向与指标性质一致",
    "R29": "成本指标填金额",
    "R30": "财预〔2020〕10号附件1：数量、质量、时效指标的分类",
    "R31": "各项成本之和＝预算数、执行数",
    "R32": "总成本＝执行数",
    "R33": "逾期应扣分",
    "R34": "年份与本表年度一致",
    "R35": "执行率低于 90% 须说明（四川）",
    "R36": "资金与产出应匹配",
    "R37": "预算调整须说明（四川；其他地方以 10% 为限）",
    "R38": "年初预算数应填",
    "R39": "完成情况不照抄目标",
    "R40": "总体目标应写明",
    "R41": "填表提示应删去",
    "R42": "必填项",
    "R43": "财预〔2020〕10号：产出、效益、满意度指标",
    "R44": "单个指标分值不过重、不为 0",
    "R45": "三级指标明确、不重复，一行一个目标",
    "R46": "一级、二级指标的归属（财预〔2020〕10号附件1、财预〔2021〕101号）",
    "R47": "财预〔2020〕10号：等级与分数",
    "R48": "绩效目标可衡量",
    "R49": "财预〔2020〕10号：定性指标分三档",
    "R50": "满分与存在问题矛盾",
    "R51": "文字与表格一致",
    "R52": "一个单位的各份表放在一起核对（xltools summary）",
    "S01": "文字所写的指标个数＝表中的个数",
    "S03": "支出明细＝执行数",
    "S14": "报告各部分应写",
    "S16": "各部分不照抄",
    "S17": "篇幅",
    "S19": "全文用同一个项目名称",
    "S21": "编制、在职人数的合计；在职不超编制",
    "T1": "报告提纲；标点符号用法",
    "T2": "财预〔2020〕10号；党政机关公文格式",
    "T3": "财预〔2020〕10号：目标值、实际值、完成情况逐项对照",
    "T4": "全文的数对得上",
    "T6": "前后说法一致",
}  # fmt: skip
"""Where a check comes from, by the beginning of its number; the longest counts.

A family of the auditor may add its own: `SOURCES` in its module of codes.
"""
for _module in families(xltools.audit.codes):
    SOURCES |= getattr(_module, "SOURCES", {})

_FACT = re.compile(r"\{[a-z_0-9]+\}")

HEAD = """\
# 问题编号一览

xltools 报出的每个问题都有编号。同一编号下可能有几种说法；“…”是实际的内容。
错误：这样不能接收；提醒：请核对，属实的应说明；提示：可能有误，供参考。
本页由 `python scripts/checks_doc.py` 从程序生成，请勿手改。
"""


def source_of(number: str) -> str:
    """Where the check of that number comes from; KeyError if nobody has said."""
    known = next((number[:n] for n in range(len(number), 0, -1) if number[:n] in SOURCES), "")
    return SOURCES[known]


def _words(template: str) -> str:
    """A template as a reader sees it: … for the facts, no break in a table."""
    return _FACT.sub("…", template).replace("|", "\\|").replace("\n", " ") or "—"


def part_of(number: str) -> str:
    """The part of the page that a code stands in: its letter, of D and T the family."""
    return number[:2] if number[0] in "DT" else number[0]


def page() -> str:
    """The whole page."""
    codes = sorted(ALL_CODES, key=lambda code: code.number)
    parts = [HEAD]
    for part, group in groupby(codes, key=lambda code: part_of(code.number)):
        title, about = GROUPS[part]
        parts.append(
            f"\n## {title}\n\n{about}\n\n| 编号 | 程度 | 问题 | 处理办法 | 依据 |\n|---|---|---|---|---|\n"
        )
        for code in group:
            cells = (code.number, code.severity.value, _words(code.message),
                     _words(code.advice), source_of(code.number))  # fmt: skip
            parts.append(f"| {' | '.join(cells)} |\n")
    return "".join(parts)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
