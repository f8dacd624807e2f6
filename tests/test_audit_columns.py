"""Tables of any kind, rates of counts, adjusted budgets, grade tables and projects' grades."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said
from xltools.audit.claims.money.grades import find_bands
from xltools.audit.read_text import parse_text

SPENDING = (
    "二、资金使用\n支出内容见下表：\n| 支出内容 | 金额（万元） | 测算说明 |\n|---|---|---|\n"
    "| 工资 | {pay} | 248人，人均3.60万元 |\n| 培训费 | 24.664 | 2期 |\n| 合计 | {all} | |\n"
)


def test_a_total_row_is_the_sum_of_its_column() -> None:
    """Money of a table that is neither a form nor a list of projects."""
    assert said(SPENDING.format(pay="892.800", all="917.464"), ["T424", "T475"]) == []
    assert only(SPENDING.format(pay="892.800", all="917.644"), "T424").against == "917.464"


def test_a_row_is_what_its_note_multiplies() -> None:
    """248 × 3.60 = 892.8."""
    assert "892.8万元" in only(SPENDING.format(pay="982.800", all="1007.464"), "T475").message


def test_rates_and_nested_rows_are_not_added() -> None:
    """A column of rates has no sum; 其中 rows are part of the row above."""
    table = "一、表\n| 来源 | 金额 | 比例 |\n|---|---|---|\n| 财政 | 60 | 60% |\n{}| 自筹 | 40 | 40% |\n| 合计 | 100 | 99% |\n"

    assert said(table.format(""), "T424") == []
    assert said(table.format("| 其中：中央 | 30 | 30% |\n"), "T424") == []


SCORES = (
    "三、结论\n自评总得分{total}分，等级为优。\n四、分析\n2.产出指标分析。产出指标分值60分，得分{output}分。\n"
    "| 三级指标 | 分值 | 得分 |\n|---|---|---|\n| 培训人数 | 30 | 30 |\n| 合格率 | 30 | 28 |\n| 合计 | 60 | 58 |\n"
    "五、得分表\n| 一级指标 | 分值 | 得分 |\n|---|---|---|\n| 产出 | 60 | 58 |\n| 效益 | 40 | 40 |\n| 合计 | 100 | 98 |\n"
)


def test_words_and_tables_have_one_score() -> None:
    """The total above a table of 100 points, and the part above the table of its points."""
    assert said(SCORES.format(total=98, output=58), ["T417", "T418", "T423"]) == []
    assert only(SCORES.format(total=99, output=58), "T417").against == "98分"
    assert only(SCORES.format(total=98, output=60), "T418").against == "58分"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("抽检360批次，合格357批次，合格率99.71%。", "99.71%"),
        ("82人参加考核，80人合格，合格率98.56%。", "98.56%"),
        ("全年诊疗96400人次，其中中医诊疗30270人次，占比34.10%。", "34.10%"),
        ("火灾4起，比上年9起减少5起，下降45.56%。", "45.56"),
    ],
)
def test_a_rate_of_counts_is_computed(text: str, words: str) -> None:
    """Two counts of one unit and a rate that is near theirs."""
    assert only(text, "T477").words == words


@pytest.mark.parametrize(
    "text",
    [
        "抽检360批次，合格357批次，合格率99.17%。",
        "应到100人，实到90人，其中党员30人，到课率90%。",
        "培训120人，覆盖5个乡镇，满意率96%。",
        "共4个工程，3个按期完工，目标及时率100%。",
        "火灾4起，比上年9起减少5起，下降55.56%。",
        "建档200823份，常住人口214600人，建档率93.58%。",
    ],
)
def test_rates_of_other_things_are_passed_over(text: str) -> None:
    """Another unit, another pair, a target: nothing is said."""
    assert said(text, "T477") == []


def test_an_adjusted_budget_adds_up() -> None:
    """1260 + 84 = 1344; cuts are subtracted."""
    text = "年初预算安排1260万元，年中追加{}万元，全年预算1344万元。"

    assert said(text.format(84), "T478") == []
    assert only(text.format(94), "T478").arithmetic == "1260＋94＝1354"
    assert said("年初预算100万元，调减20万元，调整后预算80万元。", "T478") == []


def test_a_balance_in_another_paragraph_is_compared_too() -> None:
    """30 − 28.56 leaves 1.44."""
    text = "一、资金安排\n本项目预算安排30万元。\n二、资金使用\n本项目实际支付资金28.56万元，结余资金{}万元。"

    assert said(text.format("1.44"), "T402") == []
    assert only(text.format("1.54"), "T402").against == "1.44万元"


def test_amounts_in_brackets_are_no_parts() -> None:
    """合同价 in brackets explains a part."""
    text = "全年执行276.05万元，其中锅炉改造159万元（合同价166.95万元，留质保金7.95万元），取暖117.05万元、其他0万元。"

    assert said(text, "T401") == []


@pytest.mark.parametrize(
    "table",
    [
        "优（90分（含）—100分）；良（80分（含）—90分）；中（60分（含）—80分）；差（0分—60分）。",
        "总分90～100分（含90分）为“优”，80～90分（含80分）为“良”，60～80分（含60分）为“中”，低于60分为“差”。",
        "评价结果分为优、良、中、差四个等级：优（S≥90）、良（90＞S≥80）、中（80＞S≥60）、差（S＜60）。",
        "共设三级指标25个，总分100分：90（含）—100分为优，80（含）—90分为良，60（含）—80分为中，60分以下为差。",
        "自评得分97.50分，等级为“优”（90分及以上为优，80分至90分以下为良，60分至80分以下为中，60分以下为差）。",
    ],
)
def test_grade_tables_are_read_however_they_are_printed(table: str) -> None:
    """Bounds before or behind the words, one or two of them, with and without 含."""
    found = find_bands(parse_text("报告.txt", table))

    assert found is not None
    assert [f"{floor}{word}" for floor, word in found.floors] == ["90优", "80良", "60中", "0差"]
    assert said(table, ["T432", "T417"]) == []


def test_a_sentence_with_grades_is_no_grade_table() -> None:
    """Two projects and their grades."""
    assert (
        find_bands(
            parse_text("x", "甲得98分，等级为优；乙得85分，等级为良；丙得70分，等级为中。")
        )
        is None
    )


PROJECTS = """三、结论
2个项目考评等级全部为“优”。
附件：评分表
| 项目名称 | 全年预算数(万元) | 全年执行数(万元) | 自评得分 | 等级 |
|---|---|---|---|---|
| 培训经费 | 20 | 20 | 100 | 优 |
| 秸秆利用 | 80 | 60 | {score} | {grade} |
| 合计 | 100 | 80 | | |
"""


def test_each_project_has_the_grade_of_its_score() -> None:
    """81.5 is 良, and then not all are 优."""
    found = said(PROJECTS.format(score="81.5", grade="优"), "T461")

    assert [each.words for each in found] == ["优", "优"]
    assert said(PROJECTS.format(score="97.5", grade="优"), "T461") == []


REST = """四、完成情况
1.培训经费项目剩余{}资金，原因是年底到货，尚未结算。
附件：评分表
| 项目名称 | 全年预算数(万元) | 全年执行数(万元) | 执行率(%) |
|---|---|---|---|
| 培训经费 | 50 | 45 | 90 |
| 宣传经费 | 50 | 50 | 100 |
| 合计 | 100 | 95 | 95 |
"""


def test_what_a_project_has_left_is_what_its_row_leaves() -> None:
    """45 of 50 leaves 10 %."""
    assert said(REST.format("10%"), "T406") == []
    assert only(REST.format("12%"), "T406").against == "10%"


def test_a_chapter_has_the_indicators_of_the_table() -> None:
    """（二）项目产出情况: nine are said, the table lists two."""
    table = (
        "附表\n| 一级指标 | 二级指标 | 三级指标 | 目标值 | 实际完成值 |\n|---|---|---|---|---|\n"
        "| 产出指标 | 数量指标 | 培训人数 | 30人 | 30人 |\n| 产出指标 | 质量指标 | 合格率 | 90% | 95% |\n"
        "| 满意度指标 | 服务对象满意度指标 | 学员满意度 | 90% | 92% |\n"
    )
    text = "（二）项目产出情况。该类指标由{}个三级指标构成，权重40分，得分40分，得分率100%。\n"

    assert only(text.format(9) + table, "T441").against == "2个"
    assert said(text.format(2) + table, "T441") == []
