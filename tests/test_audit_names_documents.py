"""Papers in a report: their numbers, brackets, titles, and whether they hold for the year."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import documents


def remarks(text: str) -> list[Remark]:
    """What the rules on papers say of a report in text form."""
    case = Case(parse_text("报告.txt", text))
    return [each for rule in documents.RULES for each in rule(case)]


def codes(text: str) -> list[str]:
    """The codes of the remarks, in the order of the rules."""
    return [each.code.number for each in remarks(text)]


def test_one_paper_in_two_kinds_of_brackets_is_told_at_the_odd_one() -> None:
    """The number that is written otherwise than 〔〕 is quoted, with the right one beside it."""
    (found,) = remarks("根据甲财预〔2022〕7号安排。\n甲财预（2022）7号文件下达资金。")

    assert found.code.number == "T201"
    assert found.words == "甲财预（2022）7号"
    assert "甲财预〔2022〕7号" in found.message


def test_brackets_that_are_wrong_throughout_are_told_once() -> None:
    """Ten numbers with [] are one hint, which says how many there are."""
    text = "\n".join(f"根据乙教发[2021]{n}号文件执行。" for n in range(1, 11))

    (found,) = remarks(text)

    assert found.code.number == "T203"
    assert "等 10 个文号" in found.message


def test_the_small_bracket_beside_the_usual_one_is_a_hint() -> None:
    """﹝2020﹞ and 〔2020〕 of one paper are the same bracket typed in two ways."""
    (found,) = remarks("依据财预〔2020〕10号。\n按照财预﹝2020﹞10号执行。")

    assert (found.code.number, found.words) == ("T202", "财预﹝2020﹞10号")


@pytest.mark.parametrize(
    "text",
    [
        "根据甲财预〔2022〕7号和乙财预（2022）7号。",  # two papers
        "依据财预〔2020〕10号、新财预〔2018〕189号。",
        "新建住房（2022）3栋，维修围墙〔2021〕200米。",
        "完成情况（2021）10万元。",
        "幸福小区（2019）5号楼改造。",
        "《关于印发〈甲县办法〉的通知》（甲财发〔2021〕12号）、《乙办法》（乙财发〔2021〕3号）",
        "《关于印发〈办法〉的通知》《实施细则》",
    ],
)
def test_sound_numbers_and_what_is_no_number_stay_silent(text: str) -> None:
    """Different papers, amounts and house numbers in brackets are none of our business."""
    assert [code for code in codes(text) if code != "T203"] == []


def test_a_number_without_hao_is_told() -> None:
    """（甲工委办〔2018〕3） lacks 号."""
    (found,) = remarks("《关于开展活动的通知》（甲工委办〔2018〕3）要求。")

    assert (found.code.number, found.words) == ("T204", "甲工委办〔2018〕3")
    assert "甲工委办〔2018〕3号" in found.advice


def test_hao_outside_the_bracket_is_told_once_for_all_places() -> None:
    """（甲组通字（2018）151）号 closes too early; five places are one remark."""
    text = "\n".join(["《办法》的通知（甲组通字（2018）151）号文件精神。"] * 5)

    found = [each for each in remarks(text) if each.code.number == "T205"]

    assert len(found) == 1
    assert "全文 5 处" in found[0].message


def test_a_number_between_title_marks_is_no_title() -> None:
    """《甲政字〔2008〕19号》 is a number, 《关于…（甲政字〔2008〕19号）》 is not only one."""
    assert codes("根据《甲政字〔2008〕19号》文件。") == ["T206"]
    assert codes("根据《关于经费的批复（甲政字〔2008〕19号）》文件。") == []


def test_two_papers_without_a_mark_between_them_are_a_hint() -> None:
    """）《 joins two papers; with 、 between them all is well."""
    assert codes("《甲要点》（甲办〔2018〕1号）《乙通知》（甲办〔2018〕2号）") == ["T207"]
    assert codes("《甲要点》（甲办〔2018〕1号）、《乙通知》（甲办〔2018〕2号）") == []


def test_a_national_number_behind_the_title_of_another_paper_is_an_error() -> None:
    """财预〔2020〕10号 is not 《财政支出绩效评价管理暂行办法》."""
    (found,) = remarks("根据《财政支出绩效评价管理暂行办法》（财预〔2020〕10号）的规定。")

    assert found.code.number == "T208"
    assert "财预〔2020〕10号是《项目支出绩效评价管理办法》" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）",
        "《关于印发〈项目支出绩效评价管理办法〉的通知》（财预〔2020〕10号）",
        "财预〔2020〕10号《项目支出绩效评价管理办法》",
        "《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）",
        "甲区财政局《项目支出绩效评价管理办法》（财预〔2021〕3号）",
        "《关于下达2020年补助资金的通知》（财预〔2020〕10号）",
        "《甲自治区项目支出绩效评价管理办法》（甲财预〔2021〕8号）",
    ],
)
def test_right_titles_and_local_papers_stay_silent(text: str) -> None:
    """A finance bureau's own paper may bear the ministry's title, or its number."""
    assert codes(text) == []


def test_a_national_title_with_a_number_that_is_not_its_own_is_told() -> None:
    """财预〔2022〕10号 for the rules of 财预〔2020〕10号."""
    (found,) = remarks("依据财政部《项目支出绩效评价管理办法》（财预〔2022〕10号）开展评价。")

    assert found.code.number == "T209"
    assert "财预〔2020〕10号" in found.message


def test_one_number_with_two_titles_is_told() -> None:
    """The second title is quoted with the place of the first."""
    text = "《甲县扶持办法》（甲政发〔2021〕5号）\n根据《甲县奖补细则》（甲政发〔2021〕5号）"

    (found,) = remarks(text)

    assert found.code.number == "T210"
    assert "甲县扶持办法" in found.message


def test_one_title_with_two_numbers_is_told() -> None:
    """Only the running number differs; a yearly paper of the same title has both differing."""
    slip = "《甲县扶持办法》（甲政发〔2021〕5号）\n《甲县扶持办法》（甲政发〔2021〕6号）"
    yearly = "《甲县工作要点》（甲政发〔2021〕5号）\n《甲县工作要点》（甲政发〔2022〕9号）"

    batches = slip.replace("甲县扶持办法", "关于下达2021年扶持资金的通知")

    assert codes(slip) == ["T211"]
    assert codes(yearly) == []
    assert codes(batches) == []


def test_a_repealed_paper_is_a_hint_from_the_year_of_its_repeal() -> None:
    """财预〔2011〕285号 was the rule until 财预〔2020〕10号."""
    text = (
        "{}年度甲项目绩效自评报告\n根据《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）。"
    )

    assert codes(text.format(2022)) == ["T212"]
    assert codes(text.format(2018)) == []


def test_a_later_paper_is_no_basis_of_a_project() -> None:
    """A paper of 2023 cannot have founded a project of 2021; a basis of the evaluation may."""
    title = "2021年度甲项目绩效评价报告\n"

    assert codes(title + "一、立项依据\n根据甲发〔2023〕2号文件设立本项目。") == ["T213"]
    assert codes(title + "一、评价依据\n根据甲发〔2023〕2号文件开展评价。") == []
    assert codes(title + "一、立项依据\n根据甲发〔2020〕2号文件设立本项目。") == []
