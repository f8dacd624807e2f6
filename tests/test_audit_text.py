"""The auditor on structure: numbers, chapters, announcements, attachments, residue of templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from text_reports import numbers, only, remarks

BODY = "本项目按计划实施，资金及时到位，各项任务已经完成。"


def report(*lines: str) -> str:
    """A report of one chapter with these lines, and a chapter behind it."""
    return "\n".join(("一、项目概况", *lines, "二、其他需要说明的问题", "无。"))


# numbers


def test_a_number_that_stands_twice_is_told_with_the_first() -> None:
    """Two headings numbered 3. below one chapter."""
    text = report(
        "1.项目背景", BODY, "2.主要内容", BODY, "3.实施主体", BODY, "3.资金情况", BODY
    )

    found = only(text, "T101")

    assert found.words == "3.资金情况"
    assert "3.实施主体" in found.message


def test_a_number_left_out_is_named() -> None:
    """From 一、 to 三、 something is missing."""
    found = only(f"一、项目概况\n{BODY}\n三、项目绩效情况\n{BODY}", "T102")

    assert found.words == "三、项目绩效情况"
    assert "缺第2项" in found.message


def test_numbers_that_go_back_are_told() -> None:
    """1. 2. 4. 3.: the last comes too late."""
    text = report(
        "1.背景情况", BODY, "2.主要内容", BODY, "4.资金情况", BODY, "3.管理情况", BODY
    )

    assert only(text, "T103").words == "3.管理情况"


def test_a_number_without_its_mark_is_told_beside_its_neighbours() -> None:
    """4项目效益 among 1. 2. 3."""
    text = report("1.数量情况", BODY, "2.质量情况", BODY, "3.时效情况", BODY, "4成本情况", BODY)

    found = only(text, "T104")

    assert found.words == "4成本情况"
    assert "“4.”" in found.advice


def test_two_ways_of_numbering_one_list_are_a_hint_said_once() -> None:
    """1. and 2、 below one heading."""
    text = report("1.数量情况", BODY, "2、质量情况", BODY, "3.时效情况", BODY)

    assert only(text, "T105").words == "2、质量情况"


@pytest.mark.parametrize(
    "lines",
    [
        ["1.背景情况", BODY, "2.主要内容", BODY, "主要做法：", f"1.{BODY}", f"2.{BODY}"],
        ["1.背景情况", f"1.{BODY}", f"2.{BODY}", "2.主要内容", f"1.{BODY}"],
        ["（1）背景情况", BODY, f"（2）{BODY}", f"（3）{BODY}"],
        ["30人参加了培训。", "12月完成验收，资料齐全。", "3.5万元用于购置设备。"],
        ["1.背景情况", f"{BODY[:-1]}；2.按期验收，资料齐全。", "3.主要内容", BODY],
        ["1.1项目背景", BODY, "1.2项目内容", BODY],
    ],
    ids=["anew", "nested", "heading and text", "quantities", "hidden", "dotted"],
)
def test_lists_in_order_are_not_spoken_of(lines: list[str]) -> None:
    """New lists, lists in lists, quantities, numbers inside a paragraph."""
    assert not {"T101", "T102", "T103", "T104"} & set(numbers(report(*lines)))


def test_a_table_of_contents_is_no_list() -> None:
    """Its numbers come again in the text, and its lines have no words below them."""
    contents = "目录\n一、项目概况\n（一）项目背景\n二、绩效情况\n"
    text = f"一、项目概况\n（一）项目背景\n{BODY}\n二、绩效情况\n{BODY}"

    assert numbers(contents + text) == []


def test_an_enumeration_inside_a_paragraph_leaves_nothing_out() -> None:
    """一是…三是… lacks 二是."""
    words = "主要做法：一是加强领导，落实责任；三是强化监督，严肃纪律。"

    found = only(report(words), "T102")

    assert found.words.startswith("三是强化监督")
    assert numbers(report(words.replace("三是", "二是"))) == []


# chapters


def test_a_chapter_without_words_is_an_error() -> None:
    """At the end of the text it is a warning: the file may have been cut off there."""
    found = remarks(f"一、项目概况\n{BODY}\n二、主要经验\n三、存在问题")

    assert [(each.code.number, each.is_error, each.words) for each in found] == [
        ("T107", True, "二、主要经验"),
        ("T112", False, "三、存在问题"),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "某县档案局\n2023年3月5日",
        "附件：项目支出绩效自评表\n\n某县档案局（盖章）\n二〇二三年三月五日",
    ],
)
def test_a_signature_does_not_fill_a_chapter(end: str) -> None:
    """Behind 二、 stand only the unit's name and the date."""
    text = f"一、项目概况\n{BODY}\n二、改进措施和建议\n{end}"

    assert only(text, "T107").words == "二、改进措施和建议"
    assert "T107" not in numbers(text.replace("建议\n", "建议\n无。\n"))


def test_a_chapter_that_shows_a_picture_is_not_empty() -> None:
    """Pictures as Markdown and as extractors of Word files write them."""
    text = "一、项目流程情况\n{}\n二、项目成效\n无。"

    for picture in ("![流程](media/image1.png)", "[image: 图1]"):
        assert "T107" not in numbers(text.format(picture))
    assert only(text.format(""), "T107").words == "一、项目流程情况"


def test_the_only_part_without_words_is_told_whatever_its_name() -> None:
    """（二） among parts with words; a list of names has none anywhere."""
    parts = ("（一）项目背景", BODY, "（二）牵头科室", "（三）项目资金", BODY)

    assert only(report(*parts), "T107").words == "（二）牵头科室"
    assert "T107" not in numbers(report("（一）科学公正", "（二）统筹兼顾", "（三）激励约束"))


def test_a_chapter_with_empty_parts_is_told_once() -> None:
    """All parts of 三、 are empty."""
    text = f"一、概况\n{BODY}\n三、绩效分析\n1.产出情况分析\n2.效益情况分析\n四、建议\n{BODY}"

    assert "2个小标题" in only(text, "T107").message


@pytest.mark.parametrize(
    "text",
    [
        f"一、评价原则\n{BODY}\n1.科学公正原则\n2.统筹兼顾原则\n二、评价方法\n{BODY}",
        "一、项目概况\n（一）预算情况\n\t项目\n\t金额\n\n\t甲\n\t1\n\n二、其他\n无",
        f"一、项目概况\n{BODY}\n附件1：自评表",
        f"一、项目概况\n（一）项目背景\n{BODY}",
    ],
    ids=["list of names", "table", "annex", "parts"],
)
def test_lists_tables_and_annexes_are_not_empty_chapters(text: str) -> None:
    """Headings without words that need none."""
    assert "T107" not in numbers(text)


def test_a_label_without_words_among_labels_with_words_is_told() -> None:
    """设立的必要性： says nothing."""
    text = report(
        "立项依据：根据县委、县政府的工作安排设立。",
        "设立的必要性：",
        "保障措施：制定了实施方案和资金管理办法。",
    )

    assert only(text, "T108").words == "设立的必要性："


def test_a_group_that_is_announced_is_named() -> None:
    """Behind 成员如下： stands no member."""
    text = report("本次评价成立了评价工作组，成员如下：", BODY)

    assert only(text, "T109").words == "成员如下："
    assert "T109" not in numbers(report("评价组成员如下：", "组长：单位主要负责人。"))
    assert "T109" not in numbers(report("评价组成员如下：", "\t姓名\t职务\n\t某\t主任"))


def test_a_preface_that_announces_the_report_is_not_empty() -> None:
    """现将有关情况报告如下： is followed by the first chapter."""
    assert numbers(f"现将自评情况报告如下：\n一、项目概况\n{BODY}") == []


def test_as_many_items_follow_as_are_announced() -> None:
    """以下三个问题 with two items."""
    text = report("存在以下三个问题：", f"1.{BODY}", f"2.{BODY}")

    found = only(text, "T110")

    assert found.words == "以下三个问题"
    assert "2项" in found.message
    assert "T110" not in numbers(report("存在以下两个问题：", f"1.{BODY}", f"2.{BODY}"))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("从决策、过程、产出、效益三个维度进行评价。", True),
        ("包括项目立项、资金投入三方面的内容。", True),
        ("从决策、过程、产出和效益四个维度进行评价。", False),
        ("预算编制和执行、绩效评价两个方面还有不足。", False),
        ("预算编制和执行、绩效评价三个方面还有不足。", False),
        ("围绕产出数量、质量等三个方面进行评价。", False),
    ],
)
def test_names_in_a_row_are_counted(words: str, wrong: bool) -> None:
    """Where a row may be counted in two ways, both are right."""
    assert ("T111" in numbers(report(words))) is wrong


# attachments


def test_an_attachment_that_the_text_names_is_there() -> None:
    """详见附件2 without any attachment; once it is listed at the end, all is well."""
    text = report("评分情况详见附件2。")

    assert only(text, "T121").words == "详见附件2"
    assert "T121" not in numbers(f"{text}\n附件2：项目支出绩效自评表")
    assert "T121" not in numbers(report("按照《管理办法》附件2的要求填报。"))


def test_a_chapter_of_attachments_holds_more_than_names() -> None:
    """七、附表 with a title only."""
    text = f"一、项目概况\n{BODY}\n二、附表\n《项目支出绩效自评表》"

    assert only(text, "T122").words == "二、附表"


def test_one_attachment_has_one_name() -> None:
    """附表1 here, 附件1 there."""
    text = report("指标体系详见附表1。", "评价标准详见（附件1）。")

    found = only(text, "T123")

    assert found.words == "详见（附件1）"
    assert "详见附表1" in found.message


def test_captions_go_up_one_by_one() -> None:
    """表1, 表3; and two tables numbered 2."""
    table = "\n\t项目\t金额\n\t甲\t1\n"
    text = f"一、概况\n{BODY}\n表1 收入{table}表3 支出{table}表3 结余{table}"

    assert only(text, "T125").words == "表3 支出"
    assert only(text, "T124").words == "表3 结余"


def test_a_table_that_the_text_names_is_there() -> None:
    """见表4 where tables are numbered and none is 4."""
    text = f"一、概况\n支出情况见表4。\n表1 收入\n\t项目\t金额\n\t甲\t1\n{BODY}"

    assert only(text, "T126").words == "见表4"


@pytest.mark.parametrize(
    ("mention", "caption"),
    [
        ("见表1", "表1 2022年项目支出明细表（单位：万元）"),
        ("见表1", "表1　2022年项目支出明细表"),
        ("见表 1", "表 1、2022年项目支出明细表"),
        ("见表1", "表12022年项目支出明细表"),
        ("如图2所示", "图2：2022年进度"),
        ("见表1-1", "表1-1 2022年项目支出明细表"),
        ("见表3.2", "表 3.2 2022年项目支出明细表"),
    ],
)
def test_the_number_of_a_caption_ends_where_a_year_begins(mention: str, caption: str) -> None:
    """表1 2022年 is not table 12022; a table that is not there is still missed."""
    text = report(f"支出情况{mention}。", caption, "\t项目\t金额\n\t甲\t1\n")

    assert not {"T125", "T126"} & set(numbers(text))
    assert "T126" in numbers(text.replace(mention, mention.replace("1", "5").replace("2", "5")))


def test_the_number_of_an_attachment_ends_where_a_year_begins() -> None:
    """附件1 2022年…表 answers to 详见附件1; 附件2022年…表 has no number."""
    mention = report("评分情况详见附件1。")

    assert "T121" not in numbers(f"{mention}\n附件1 2022年项目支出绩效自评表")
    assert "T121" not in numbers(f"{mention}\n附件2022年项目支出绩效自评表")
    assert "T121" in numbers(f"{mention}\n附件2 2022年表一\n附件3 2022年表二")


def test_headings_may_begin_with_a_year() -> None:
    """1.2022年…, 2 2022年… are numbered 1 and 2."""
    text = report(
        "1.2021年预算安排情况", BODY, "2 2022年预算安排情况", BODY, "4.2022年支出", BODY
    )

    assert "缺第3项" in only(text, "T102").message
    dotted = report("5.1 2021年预算安排", BODY, "5.2 2022年预算安排", BODY, "5.4 支出", BODY)
    assert only(dotted, "T102").words == "5.4 支出"


@pytest.mark.parametrize(
    "end",
    [
        "附：《项目支出绩效自评表》",
        "《项目支出绩效自评表》",
        "附：1.项目支出绩效自评表\n2.绩效评价指标评分表\n某县财政局\n2023年3月5日",
    ],
)
def test_a_table_that_is_only_named_at_the_end_is_missed(end: str) -> None:
    """Words that the report ends with, and no table below them."""
    assert "T122" in numbers(report() + "\n" + end)
    assert "T122" not in numbers(report() + "\n" + end + "\n\t项目\t得分\n\t甲\t1\n")


def test_a_list_of_attachments_is_a_hint_where_the_text_sends_its_reader_there() -> None:
    """Attachments of a paper may be files of their own; 另附 says so."""
    text = report("评分情况见附件。") + "\n附件：{}\n某县财政局\n2023年3月5日"

    assert not only(text.format("项目支出绩效自评表"), "T129").is_error
    assert "T129" not in numbers(text.format("项目支出绩效自评表（另附）"))
    assert "T129" not in numbers(text.replace("见附件", "良好").format("项目支出绩效自评表"))


def test_a_report_that_numbers_its_tables_numbers_all() -> None:
    """资金支出情况表 between 表1 and 表2; where no table has a number, none is asked for."""
    table = "\n\t项目\t金额\n\t甲\t1\n\t乙\t2\n"
    text = f"一、概况\n{BODY}\n表1 收入{table}资金支出情况表{table}表2 结余{table}"

    assert only(text, "T128").words == "资金支出情况表"
    assert "T128" not in numbers(text.replace("表1 ", "").replace("表2 ", ""))


# residue


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "（一）项目概况。包括项目背景、主要内容及实施情况等。",
            "包括项目背景、主要内容及实施情况等。",
        ),
        ("（二）评价指标体系（附表说明）、评价方法等。", "（附表说明）"),
        ("（三）综合评价情况及评价结论（附相关评分表）", "（附相关评分表）"),
        ("（四）主要经验（200字以内）", "（200字以内）"),
        ("（五）其他情况（如有）", "（如有）"),
    ],
)
def test_what_an_outline_says_to_its_writer_is_left_out(line: str, words: str) -> None:
    """Instructions in headings are errors."""
    assert only(report(line, BODY), "T131").words == words


@pytest.mark.parametrize(
    "line",
    ["简要介绍项目立项的背景、目的和依据。", "请填写项目实施情况", "{{项目名称}}按期完成。"],
)
def test_instructions_in_the_text_are_left_out(line: str) -> None:
    """An unanswered instruction is residue."""
    assert "T131" in numbers(report(line, BODY))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("本项目由XX县财政局实施，已经完成。", "XX"),
        ("本项目由××县财政局实施，已经完成。", "××"),
        ("20xx年安排资金5万元。", "20xx"),
        ("受益人数____人，均已登记。", "____"),
        ("有关情况（略）。", "（略）"),
    ],
)
def test_placeholders_are_errors(line: str, words: str) -> None:
    """Nothing that a template left open stands in a report."""
    assert only(report(line), "T132").words == words


def test_what_a_generated_report_left_open_is_told_with_its_number() -> None:
    """（待补充） twice."""
    found = only(report("实施单位：（待补充）。", "主要经验：（待补充）。"), "T133")

    assert "全文2处" in found.message


def test_a_sample_and_an_open_date_are_told() -> None:
    """（样表） in a title, 年 月 日 at the end."""
    text = f"项目支出绩效自评报告（参考格式）\n一、项目概况\n{BODY}\n2023年  月  日"

    assert only(text, "T134").words == "（参考格式）"
    assert only(text, "T135").words == "2023年  月  日"


@pytest.mark.parametrize(
    "line",
    [
        "采购规格为50×30厘米，单价0.5万元。",
        "网站升级到V2.0，支持XML格式。",
        "项目包括道路硬化、路灯安装等。",
        "数据已于2023年3月1日上报。",
    ],
)
def test_crosses_letters_and_dates_that_mean_something_are_no_residue(line: str) -> None:
    """Near misses."""
    assert numbers(report(line)) == []


SOUND = sorted((Path(__file__).parent / "data" / "sound").glob("*.txt"))


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_report_is_not_spoken_of(path: Path) -> None:
    """Invented reports in the manner of several regions, without a fault of this family."""
    assert [each.message for each in remarks(path.read_text(encoding="utf-8"))] == []
