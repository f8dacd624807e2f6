"""Persons, groups and rooms in a report: one name each, one leader, judges who do not carry out."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.claims.names.people import find_people_in_roles
from xltools.audit.claims.names.person_names import name_in
from xltools.audit.read_text import parse_text
from xltools.audit.report import fold
from xltools.audit.rules.names import people


def remarks(text: str) -> list[Remark]:
    """What the rules on people say of a report in text form."""
    case = Case(parse_text("报告.txt", text))
    return [each for rule in people.RULES for each in rule(case)]


def codes(text: str) -> list[str]:
    """The codes of the remarks, in the order of the rules."""
    return [each.code.number for each in remarks(text)]


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("办公室主任赵某", "赵某"),
        ("财务科副科长钱某某", "钱某某"),
        ("信访中心孙某", "孙某"),
        ("水利站李××", "李××"),
        ("党组成员、副局长周*", "周*"),
        ("买某局马·木某等7人", "买某局马·木某"),
        ("张甲（局长）", "张甲"),
        ("各科室负责人", None),
        ("分管领导", None),
        ("相关业务人员", None),
        ("单位", None),
        ("项目办", None),
        ("县财政局", None),
    ],
)
def test_a_name_is_told_from_post_and_room(piece: str, name: str | None) -> None:
    """The name stands behind the last post or room; where there is none, none is invented."""
    assert name_in(fold(piece)[0].rpartition("、")[2]) == name


def test_persons_are_found_with_their_group() -> None:
    """Sentences, lists and tables all name persons in roles."""
    text = (
        "我局成立绩效评价工作组，组长为局长赵某，副组长：钱某，成员为财务科孙某、办公室李某。\n"
        "由周某任项目实施小组组长，吴某、郑某任成员。\n"
    )

    found = find_people_in_roles(parse_text("报告.txt", text))

    assert [(each.name, each.role, each.group) for each in found] == [
        ("赵某", "组长", "评价"),
        ("钱某", "副组长", "评价"),
        ("孙某", "成员", "评价"),
        ("李某", "成员", "评价"),
        ("周某", "组长", "实施"),
        ("吴某", "成员", "实施"),
        ("郑某", "成员", "实施"),
    ]


def test_one_group_with_two_leaders_is_told() -> None:
    """The second leader is quoted with the place of the first."""
    text = "评价组组长为赵某，成员为钱某、孙某。\n项目背景。\n李某任评价组组长，负责审核。"

    found = [each for each in remarks(text) if each.code.number == "T221"]

    assert [(each.words, each.against) for each in found] == [("李某", "赵某")]


@pytest.mark.parametrize(
    "text",
    [
        "评价组组长为赵某。\n赵某任评价组组长。",
        "评价组组长为赵某。\n项目实施小组组长为钱某。",
        "评价领导小组组长为赵某。\n评价组组长为钱某。",
        "评价组组长为赵某。\n下设专家组，组长为钱某。",
        "甲项目评价组组长为赵某。\n乙项目评价组组长为钱某。\n丙项目评价组组长为孙某。",
        "领导小组由分管领导任组长，各科室负责人为成员。",
    ],
)
def test_leaders_of_different_groups_stay_silent(text: str) -> None:
    """Another group, or one for each project, has a leader of its own."""
    assert "T221" not in codes(text)


def test_a_list_of_another_group_than_announced_is_told() -> None:
    """Behind 成立评价组，成员如下： stands the group that carries out the project."""
    text = (
        "我局成立绩效评价工作组，成员如下：\n"
        "为顺利实施，成立项目实施小组，组长为赵某，副组长为钱某，成员为孙某、李某。\n"
        "赵某任评价组组长。\n周某任评价组副组长。"
    )

    found = [each for each in remarks(text) if each.code.number == "T222"]

    assert [each.words for each in found] == ["项目实施小组"]
    assert "副组长写的是钱某，评价组的副组长是周某" in found[0].message
    sound = text.replace("项目实施小组", "评价工作组")
    assert "T222" not in codes(sound)


JUDGES_WHO_DO = (
    "项目实施小组组长为赵某，成员为钱某、孙某。\n评价组组长为赵某，成员为钱某、李某。\n"
)


def test_evaluators_who_carry_out_are_told_in_a_departments_evaluation() -> None:
    """In 部门评价 a warning, in 自评 only a hint; one person of three in both groups is no rule."""
    assert codes("本次部门绩效评价如下。\n" + JUDGES_WHO_DO) == ["T223"]
    assert codes(JUDGES_WHO_DO) == ["T224"]
    assert codes(JUDGES_WHO_DO.replace("成员为钱某、李某", "成员为周某、李某")) == []


def test_a_name_without_its_second_part_is_told() -> None:
    """买某局马 beside 买某局马·木某 is one person; two persons of different names are two."""
    text = "成员为电子政务室负责人买某局马、张某堂。\n买某局马·木某、孙某任评价组成员。"

    found = [each for each in remarks(text) if each.code.number == "T225"]

    assert [(each.words, each.against) for each in found] == [("买某局马", "买某局马·木某")]
    assert "T225" not in codes(text.replace("买某局马、", "买某局马·阿某、"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("评价组由5人组成：赵某、钱某、孙某。", True),
        ("评价组由3人组成：赵某、钱某、孙某。", False),
        ("评价组由5人组成：赵某、钱某、孙某等。", False),
        ("成员为赵某、钱某、孙某、李某等3人。", True),
        ("成员为赵某、钱某、孙某、李某等7人。", False),
    ],
)
def test_a_count_of_people_fits_its_list(text: str, told: bool) -> None:
    """An open list (…等7人) may name fewer, never more."""
    assert ("T226" in codes(text)) is told


ROOMS = "内设5个处室，分别是：秘书室、财务室、电子政务室、总务室、信访室。\n"


def test_a_room_that_is_called_otherwise_is_told() -> None:
    """总务科 where the list says 总务室."""
    (found,) = remarks(ROOMS + "成员为总务科负责人张某堂、秘书室李某。")

    assert (found.code.number, found.words, found.against) == ("T227", "总务科", "总务室")


@pytest.mark.parametrize(
    "text",
    [
        "由县财政局财务科负责拨付。",
        "加强电子政务科技支撑，完善财务处理流程，财务部门负责。",
        "总务室负责采购，秘书室负责文件。",
        "财务科目设置合理。",
    ],
)
def test_rooms_of_others_and_words_that_look_like_rooms_stay_silent(text: str) -> None:
    """Another unit's room, 科技, 处理 and 科目 are not the unit's own rooms."""
    assert codes(ROOMS + text) == []


def test_posts_in_a_column_of_professional_titles_are_told() -> None:
    """职称 over 主任 and 科员 is the wrong head; over 会计师 it is right."""
    table = "| 姓名 | 职责 | {} |\n| 赵某 | 评价组组长 | {} |\n| 钱某 | 评价组成员 | {} |\n"

    (found,) = remarks(table.format("职称", "主任", "党建科科员"))

    assert (found.code.number, found.words) == ("T228", "职称")
    assert codes(table.format("职务", "主任", "党建科科员")) == []
    assert codes(table.format("职称", "高级会计师", "科员")) == []
    assert codes(table.format("职称", "主任医师", "副主任医师")) == []


TABLE = "\n姓名\t职务\t{}\n{}\t局长\t{}\n李某\t科长\t成员\n张某\t科员\t{}\n"


@pytest.mark.parametrize(
    ("said", "table"),
    [
        ("成立绩效评价小组，由陈某任组长，李某、张某任成员。", ("职责", "王某", "评价组组长", "成员")),
        ("成立自评工作小组，由局长陈某任组长，李某、张某为成员。", ("分工", "王某某", "组长", "组员")),
        ("由副局长陈某担任评价工作组组长，成员包括李某、张某。", ("评价组职务", "王某", "组长", "成员")),
    ],
)  # fmt: skip
def test_a_table_names_the_leader_that_the_text_names(
    said: str, table: tuple[str, ...]
) -> None:
    """A table that lists a group without its name lists the one that the text speaks of."""
    found = [
        each for each in remarks(said + TABLE.format(*table)) if each.code.number == "T221"
    ]

    assert [(each.words, each.against) for each in found] == [(table[1], "陈某")]
    right = (table[0], "陈某某", *table[2:])
    assert "T221" not in codes(said + TABLE.format(*right))


def test_who_is_said_to_lead_by_what_he_did_is_the_leader() -> None:
    """评价组组长杨某主持…, where another was named leader."""
    said = "由副局长陈某任评价组组长。\n评价组组长{}主持召开评审会。"

    found = [e for e in remarks(said.format("杨某")) if e.code.number == "T221"]

    assert [(each.words, each.against) for each in found] == [("杨某", "陈某")]
    assert codes(said.format("陈某")) == []


def test_a_table_of_another_group_may_have_another_leader() -> None:
    """The caption says whose members it lists."""
    said = "成立绩效评价小组，由陈某任组长，李某、张某任成员。\n项目实施小组成员表"

    assert "T221" not in codes(said + TABLE.format("职责", "王某", "组长", "成员"))


def test_two_lists_of_one_group_have_the_same_members() -> None:
    """One of three is another person; a hidden name may be the same."""
    said = "绩效评价小组由陈某任组长，李某、{}任成员。\n评价小组成员如下："
    table = TABLE.format("职责", "陈某", "组长", "成员")

    found = [e for e in remarks(said.format("赵某") + table) if e.code.number == "T229"]

    assert [(each.words, each.against) for each in found] == [("张某", "赵某")]
    assert "T229" not in codes(said.format("张某某") + table)
