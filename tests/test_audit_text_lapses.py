"""The auditor on what was left out or mistyped: units, stops, halves of brackets, characters."""

from __future__ import annotations

import pytest
from text_reports import numbers, only, remarks

from xltools.audit.case import Case
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import documents

BODY = "本项目按计划实施，支出5万元，各项任务已经完成。"


def report(*lines: str) -> str:
    """A report of one chapter with these lines, and a chapter behind it."""
    return "\n".join(("一、过程情况", BODY, *lines, "二、其他需要说明的问题", "无。"))


@pytest.mark.parametrize(
    "line",
    ["邮电费2.40万，印刷费3万元。", "预算资金13.971129万并且全部到位。", "年末结余1.2万。"],
)
def test_an_amount_has_its_yuan(line: str) -> None:
    """万 alone is no unit of money."""
    assert only(report(line), "T147").words.endswith("万")


def test_amounts_that_lack_their_yuan_are_told_once() -> None:
    """With their number."""
    found = only(report("投入资金29.6万，执行数29.6万。"), "T147")

    assert "全文2处" in found.message


@pytest.mark.parametrize(
    "line",
    [
        "参与群众1.2万，满意度95%。",
        "安排资金3万、5万和6万元。",
        "经费支出2万多元，资金约3万余元。",
        "义务植树投入12万株。",
    ],
)
def test_other_things_are_counted_in_wan(line: str) -> None:
    """People, trees, a series whose unit stands at its end."""
    assert "T147" not in numbers(report(line))


def test_an_item_ends_before_the_next_begins() -> None:
    """指数2.切实保障 lacks a stop; a blank may part items, and 表2. is a name."""
    run_on = "1.提升获得感、幸福指数2.切实保障权益。"

    assert only(report(run_on), "T159").words == "幸福指数2.切实保障"
    for sound in (
        "1.提升获得感；2.切实保障权益。",
        "1.科学公正 2.统筹兼顾",
        "1.详见表2.情况如下。",
    ):
        assert "T159" not in numbers(report(sound))


def test_a_title_in_a_title_closes_as_it_opened() -> None:
    """<办法〉 is neither."""
    assert only(report("《关于修改<管理办法〉的通知》"), "T152").words == "<管理办法〉"
    assert "T152" not in numbers(report("《关于修改〈管理办法〉的通知》、《关于<方案>的批复》"))


def test_a_text_that_breaks_off_may_lack_its_second_half() -> None:
    """At the very end, without a stop; in the middle the half is missed."""
    line = "资金用于（一期道路、二期管网等工程建设"

    assert "T152" in numbers(report(line + "。"))
    assert "T152" not in numbers(f"一、过程情况\n{BODY}\n{line}")


@pytest.mark.parametrize(
    ("line", "wrong", "meant"),
    [
        ("进行一步完善管理制度。", "进行一步", "进一步"),
        ("该项目地完成了预定目标。", "地完成", "完成"),
        ("落实城乡义务教保障机制。", "义务教", "义务教育"),
        ("做好综合协调和服务工，指导基层。", "工", "工作"),
        ("满意率初目标值90%，实际95%。", "初", "年初"),
        ("资金已拔入专户。", "拔", "拨"),
        ("投入财政专线扶贫资金20万元。", "专线", "专项"),
        ("实现即定目标。", "即定", "既定"),
        ("按要求做好防讯工作。", "防讯", "防汛"),
        ("用于购制办公设备。", "购制", "购置"),
        ("（三）项目实施情", "情", "情况"),
    ],
)
def test_what_was_meant_is_said(line: str, wrong: str, meant: str) -> None:
    """A character left out, or another that sounds or looks alike."""
    found = only(report(line), "T144")

    assert found.claim == wrong
    assert f"应为“{meant}”" in found.message


@pytest.mark.parametrize(
    "line",
    [
        "进一步完善制度，很好地完成任务，义务教学岗位。",
        "施工、分工、服务工作均已完成，年初目标值90%，期初预算数5万元。",
        "拔河比赛、防讯号干扰、专线网络租赁费、专线电话。",
        "立即定点帮扶，同心共情，我国高度重视。",
    ],
)
def test_words_that_only_look_like_mistakes_stay_silent(line: str) -> None:
    """The same characters in other words."""
    assert "T144" not in numbers(report(line))


def test_what_is_hidden_all_over_is_told_once_as_a_warning() -> None:
    """20xx年 three times; once it is a space that was forgotten."""
    hidden = report("20xx年安排5万元，20xx年支出5万元，20xx年验收。")

    assert [each.is_error for each in remarks(hidden) if each.code.number == "T136"] == [False]
    assert "T132" in numbers(report("20xx年安排5万元。"))
    assert "T132" in numbers(report("XX县安排，XX县支出，XX县验收。"))


def test_the_year_of_a_paper_has_its_brackets() -> None:
    """（洪财绩2023 1号）; a number with brackets, and a building, are none."""
    case = Case(
        parse_text("报告.txt", report("根据《通知》（洪财绩2023 1号）、（洪财〔2023〕2号）。"))
    )
    found = [each for rule in documents.RULES for each in rule(case)]

    assert [(each.code.number, each.words) for each in found] == [("T215", "洪财绩2023 1号")]
    assert "洪财绩〔2023〕1号" in found[0].advice
