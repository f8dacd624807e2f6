"""Rows that do not compute as the others do, and scores that a sentence adds up."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said

TOWNS = (
    "表1 各乡镇完成情况\n| 乡镇 | 计划（户） | 完成（户） | 完成率 | 标准（元/户） | 补贴金额（万元） |\n|---|---|---|---|---|---|\n"
    "| 东山 | 400 | 380 | 95.00% | 500 | 19.00 |\n| 西河 | 500 | 440 | 88.00% | 500 | 22.00 |\n"
    "| 南坪 | 600 | 600 | 100.00% | 500 | {money} |\n| 北庄 | 300 | 297 | {rate} | 500 | 14.85 |\n"
    "| 石门 | 250 | 240 | 96.00% | 500 | 12.00 |\n"
)


def test_a_row_computes_as_the_others_do() -> None:
    """完成率 is 完成 ÷ 计划, 金额 is 户数 × 标准; the odd row is told with its arithmetic."""
    assert said(TOWNS.format(money="30.00", rate="99.00%"), "T425") == []
    rate = only(TOWNS.format(money="30.00", rate="98.00%"), "T425")
    assert (rate.words, rate.against) == ("98.00%", "99%")
    assert only(TOWNS.format(money="35.00", rate="99.00%"), "T425").against == "30"


def test_columns_without_a_relation_are_passed_over() -> None:
    """Numbers that have nothing to do with each other, and tables of few rows."""
    text = (
        "一、表\n| 项目 | 数量 | 单价 | 金额 |\n|---|---|---|---|\n| 甲 | 3 | 7 | 50 |\n| 乙 | 4 | 9 | 61 |\n"
        "| 丙 | 5 | 2 | 17 |\n| 丁 | 6 | 8 | 93 |\n| 戊 | 2 | 3 | 11 |\n"
    )

    assert said(text, "T425") == []


@pytest.mark.parametrize(
    "text",
    [
        "项目自评总得分99分，等级为优。\n决策15分，得15分；过程25分，得23.86分；产出40分，得40分；效益20分，得20分。",
        "预算执行率得9.69分，产出指标得50分，效益指标得30分，满意度指标得9.91分，项目自评总得分99.06分。",
        "三、结论\n总得分99分，等级为优。\n四、分析\n（一）决策（15分，得15分）\n依据充分。\n（二）过程（25分，得23.86分）\n制度健全。\n"
        "（三）产出（40分，得40分）\n已完成。\n（四）效益（20分，得20分）\n良好。",
    ],
)
def test_parts_before_and_behind_the_total_and_in_headings_make_it(text: str) -> None:
    """98.86 and 99.60 are what the parts make."""
    found = only(text, "T411")

    assert found.against in ("98.86分", "99.6分")
    sound = text.replace("99分", "98.86分").replace("99.06分", "99.60分")
    assert said(sound, "T411") == []


def test_what_was_not_lost_is_earned() -> None:
    """6 less 1 is 5."""
    assert only("该指标权重6分，逾期7天，扣1分，得4分。", "T426").against == "5"
    assert said("该指标权重6分，逾期7天，扣1分，得5分。", "T426") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("扑火队11支296人，其中县级1支40人，乡镇10支246人。", "T448"),
        ("幸福院112处，每处1.2万元，共143.4万元。", "T475"),
        ("扫描238万页，每页0.6元，支出148.2万元。", "T475"),
        ("单产2.35万元，比上年1.86万元增长20.85%。", "T473"),
        ("合格率由85%提高到93%，提高7个百分点。", "T473"),
        ("小组由钱某、周某、吴某共6人组成。", "T444"),
        ("培训132人次。132人参加考核，实际125人合格，合格率96.47%。", "T477"),
    ],
)
def test_other_ways_to_say_it_are_understood(text: str, code: str) -> None:
    """Two measures in one breath, other units and verbs, points, names."""
    assert len(said(text, code)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "扑火队11支296人，其中县级1支40人，乡镇10支256人。",
        "幸福院112处，每处1.2万元，共134.4万元。",
        "扫描238万页，每页0.6元，支出142.8万元。",
        "单产2.35万元，比上年1.86万元增长26.34%。",
        "合格率由85%提高到93%，提高8个百分点。",
        "小组由钱某、周某、吴某共3人组成。",
    ],
)
def test_the_right_figures_are_silent(text: str) -> None:
    """The same sentences, computed."""
    assert said(text, ["T44", "T47"]) == []


FUNDING = (
    "一、资金\n| 项目 | 年度总金额(万元) | 市级 | 县级 |\n|---|---|---|---|\n| 全年预算资金 | 42.50 | 30 | 12.50 |\n"
    "| 实际到位资金 | 42.50 | 30 | 12.50 |\n| 全年执行资金 | 40.74 | 28.76 | 11.98 |\n| 资金结余 | {left} | 1.24 | 0.52 |\n"
)


def test_what_is_left_of_each_source_is_the_difference() -> None:
    """42.50 − 40.74 = 1.76."""
    assert said(FUNDING.format(left="1.76"), "T402") == []
    assert only(FUNDING.format(left="1.67"), "T402").against == "1.76万元"


def test_a_figure_that_was_not_filled_in_is_told() -> None:
    """Blanks before a unit; a blank before a word is none."""
    assert only("受益人口目标3万人，实际完成   万人。", "T137").line.raw
    assert said("受益人口目标3万人，实际完成 3 万人。", "T137") == []


def test_the_year_of_a_paper_has_four_digits() -> None:
    """〔202〕 lost one."""
    assert only("根据《通知》（桂水规计〔202〕38号）。", "T216").words == "桂水规计〔202〕38号"
    assert said("根据《通知》（桂水规计〔2021〕38号）。", "T216") == []


def test_parts_in_a_paragraph_of_their_own_make_the_total() -> None:
    """其中：… behind the paragraph with the total; and then the score can be recomputed."""
    text = "三、结论\n项目总得分96.78分，等级为优。\n其中：预算执行9.76分，产出指标50分，效益指标29分，满意度指标10分。"

    assert only(text, "T411").against == "98.76分"
    assert said(text.replace("96.78", "98.76"), ["T411", "T420"]) == []


def test_indicators_of_all_kinds_make_the_whole() -> None:
    """5 + 4 + 1 is not 12: there are no other kinds."""
    text = "设置三级指标{}个，其中产出指标5个，效益指标4个，满意度指标1个。"

    assert only(text.format(12), "T448").against == "10个"
    assert said(text.format(10), "T448") == []


def test_nothing_is_above_all_there_is() -> None:
    """A satisfaction of 103.5 %, an execution rate of 101.38 % beside its amounts; growth may be."""
    assert only("群众满意度为103.5%。", "T408").claim == "103.5%"
    assert only("项目预算480万元，支出486.6万元，执行率101.38%。", "T405").claim == "101.38%"
    assert said("培训完成率110%，覆盖率达到100%。", ["T405", "T408"]) == []


def test_a_paragraph_of_many_sentences_takes_not_many_times() -> None:
    """The numbers of a line are looked for once."""
    from xltools.audit.claims import numbers

    looked = 0
    real = numbers.numbers_in

    def counted(line: object) -> object:
        nonlocal looked
        looked += 1
        return real(line)  # type: ignore[arg-type]

    text = "".join(f"第{n}批抽检{n + 9}批次，合格{n}批次，合格率90%。" for n in range(1, 150))
    numbers.numbers_in = counted  # type: ignore[assignment]
    try:
        said(text, "T477")
    finally:
        numbers.numbers_in = real
    assert 0 < looked < 20
