"""Tables that nobody foresaw: no rule on indicators raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.audit import read_report
from xltools.audit.build import Paragraph, RawTable, build_report
from xltools.audit.case import Case
from xltools.audit.rules.indicators import RULES
from xltools.cli import main
from xltools.hosts.file import open_form

HEADS = (
    "一级指标", "二级指标", "三级指标", "指标名称", "分值", "权重", "目标值", "年度指标值", "实际值",
    "业绩值", "完成率", "得分", "单位", "指标性质", "偏差原因分析及改进措施", "备注", "",
)  # fmt: skip
CELLS = (
    "产出指标", "数量指标", "时效指标", "成本指标", "满意度指标", "培训人数", "验收合格率（%）", "完成时间", "",
    "≥95%", "95%", "120人", "≤19.48万元", "2022年12月底前", "2023年1月5日", "10", "9.5", "及时", "100", "/",
    "人手不足；下半年增加2人", "合计", "其中：", "（待补充）", "%", "个", "0", "-5", "1/0",
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> RawTable:
    """A table with heads of an indicator table in any order, cells of any kind, any merges."""
    width = draw(st.integers(2, 9))
    rows: list[tuple[Paragraph, ...]] = []
    for number in range(draw(st.integers(2, 7))):
        row: list[Paragraph] = []
        for column in range(width):
            words = draw(st.sampled_from(HEADS if number == 0 else CELLS))
            merged = draw(st.sampled_from(("", "", "", "", "left", "above")))
            if merged == "left" and row:
                row.append(row[-1])
            elif merged == "above" and rows:
                row.append(rows[-1][column])
            else:
                row.append(Paragraph(words, number))
        rows.append(tuple(row))
    return RawTable(tuple(rows), draw(st.sampled_from(("", "单位：万元", "绩效自评表"))))


@given(st.lists(tables(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_rule_raises_on_an_odd_table(drawn: list[RawTable]) -> None:
    """Heads out of order, cells merged across, values of the wrong kind: remarks or none."""
    text = Paragraph("各项绩效目标均已完成，服务对象满意度达到90%以上。", 0)
    case = Case(build_report("报告.docx", [Paragraph("四、绩效情况", 0), text, *drawn]))

    for rule in RULES:
        for each in rule(case):
            assert each.message
            assert 0 <= each.start <= each.end <= len(each.line.text)


WORDS = (
    "目标值", "≥", "95%", "实际", "完成目标", "，", "。", "；", "：", "满意度", "12人", "2022年8月25日前", "9月6日",
    "完工", "按期完成", "得8分", "（1）数量指标。", "收回238份", "满意219份", "64所农村学校", "“", "”", "高于", "为",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14).map("".join), max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_rule_raises_on_odd_sentences(lines: list[str]) -> None:
    """Labels without values, values without names, marks anywhere."""
    parts = [Paragraph("三、绩效目标完成情况", 0), *(Paragraph(line, 1) for line in lines)]
    case = Case(build_report("报告.txt", parts))

    for rule in RULES:
        for each in rule(case):
            assert 0 <= each.start <= each.end <= len(each.line.text)


SAMPLES = Path(__file__).parents[1] / "samples"
REPORTED = [
    path
    for folder in ("published", "national-2020", "shanxi-2020", "kashi-2020", "kashi-2018")
    for path in sorted((SAMPLES / folder).glob("*.xlsx"))
    if open_form(path).examined.profile.report
]


@pytest.mark.parametrize("path", REPORTED, ids=lambda path: path.stem)
def test_no_rule_raises_on_a_report_of_ours(path: Path, tmp_path: Path) -> None:
    """Tables as our templates print them, merged cells and 待补充 included."""
    out = tmp_path / "report.docx"
    assert main(["report", str(path), "-o", str(out)]) in (0, 1)

    case = Case(read_report(out))
    for rule in RULES:
        assert all(each.message for each in rule(case))
