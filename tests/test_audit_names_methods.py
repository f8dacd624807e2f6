"""Methods, dimensions and principles: what is named is what is used."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.claims.names.methods import find_methods, frame_of_chapters
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import methods


def remarks(text: str) -> list[Remark]:
    """What the rules on methods say of a report in text form."""
    case = Case(parse_text("报告.txt", text))
    return [each for rule in methods.RULES for each in rule(case)]


def codes(text: str) -> list[str]:
    """The codes of the remarks, in the order of the rules."""
    return [each.code.number for each in remarks(text)]


LISTED = "二、评价工作\n（一）评价方法\n本次评价采用比较法、因素分析法。\n（二）评价过程\n"


def test_a_method_that_is_used_but_not_listed_is_told() -> None:
    """The list is quoted with its place."""
    (found,) = remarks(LISTED + "经评价组调研，采用综合分析法对项目进行评价。")

    assert (found.code.number, found.words) == ("T241", "综合分析法")
    assert "比较法、因素分析法" in found.message


@pytest.mark.parametrize(
    "text",
    [
        LISTED + "采用比较法对项目进行评价。",
        LISTED + "采用对比分析法对项目进行评价。",  # another name of 比较法
        LISTED + "采用问卷调查法了解情况，采用访谈法核实。",
        LISTED.replace("因素分析法", "因素分析法等") + "采用综合分析法进行评价。",
        "采用综合分析法对项目进行评价。",
        LISTED + "最低成本法适用于效益不易计量的项目。",
    ],
)
def test_listed_open_and_gathering_methods_stay_silent(text: str) -> None:
    """An open list proves nothing; ways to gather facts are no methods of evaluation."""
    assert codes(text) == []


DESCRIBED = (
    "一、评价方法\n采用成本效益分析法、比较法。具体如下：\n"
    "（1）成本效益分析法，是指将投入与产出对比。\n（2）{}，是指比较目标与结果的方法，用于评价。"
)


def test_methods_are_described_as_they_are_listed() -> None:
    """The second description is of another method than the list names."""
    (found,) = remarks(DESCRIBED.format("因素分析法"))

    assert (found.code.number, found.words) == ("T242", "因素分析法")
    assert codes(DESCRIBED.format("比较法")) == []


def test_methods_are_counted() -> None:
    """等四种方法 behind three; a list with a method that nobody knows is not counted."""
    text = "一、评价方法\n采用比较法、{}和公众评判法等四种方法。"

    (found,) = remarks(text.format("因素分析法"))

    assert (found.code.number, found.arithmetic) == ("T243", "列出 3 种，写的是 4 种")
    assert codes(text.format("因素分析法、最低成本法")) == []
    assert codes(text.format("因素分析法、现场核查")) == []


def test_a_name_that_is_not_the_rules_is_a_hint() -> None:
    """公众评议法 is called 公众评判法."""
    (found,) = remarks("一、评价方法\n采用比较法、公众评议法进行评价。")

    assert (found.code.number, found.words, found.against) == (
        "T244",
        "公众评议法",
        "公众评判法",
    )


CHAPTERS = (
    "四、绩效评价指标分析\n（一）项目决策情况\n依据充分。\n（二）项目过程情况\n合规。\n"
    "（三）项目产出情况\n完成。\n（四）项目效益情况\n良好。\n"
)


def test_two_sets_of_dimensions_are_told() -> None:
    """决策、管理、绩效 in a report whose chapters are 决策、过程、产出、效益."""
    (found,) = remarks(CHAPTERS + "对项目的决策、管理、绩效进行综合评价。")

    assert (found.code.number, found.words) == ("T245", "决策、管理、绩效")
    assert "决策、过程、产出、效益" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "从决策、过程、产出和效益四个维度进行评价。",
        "从项目决策、项目过程、项目产出、项目效益等方面评价。",
        "二级指标为产出、效益、满意度。",
        "加强决策、管理，提高绩效。",
        "规范项目决策、实施和管理。",
    ],
)
def test_the_same_set_and_other_words_stay_silent(text: str) -> None:
    """With 项目 before each word or not, it is the same set; other lists are no sets."""
    assert codes(CHAPTERS + text) == []
    assert frame_of_chapters(parse_text("报告.txt", CHAPTERS)) == (
        "决策",
        "过程",
        "产出",
        "效益",
    )


def test_the_principles_of_two_papers_are_a_hint() -> None:
    """Those of 2011 beside those of 2020."""
    old, new = (
        "科学规范、公正公开、分级分类、绩效相关",
        "科学公正、统筹兼顾、激励约束、公开透明",
    )

    assert codes(f"遵循{old}的原则。\n原则包括：{new}。") == ["T246"]
    assert codes(f"原则包括：{new}。") == []


def test_quantity_and_quality_go_together() -> None:
    """定量分析与定性分析的原则 lacks 相结合."""
    assert codes("坚持定量分析与定性分析的原则。") == ["T247"]
    assert codes("坚持定量分析与定性分析相结合的原则。") == []


def test_methods_are_found_where_they_stand() -> None:
    """In the chapter they are listed or described; elsewhere used, or only spoken of."""
    found = find_methods(parse_text("报告.txt", LISTED + "采用最低成本法等进行评价。"))

    assert [(each.name, each.place) for each in found] == [
        ("比较法", "listed"),
        ("因素分析法", "listed"),
        ("最低成本法", "used"),
    ]
