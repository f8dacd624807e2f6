"""People and rooms bear one name; a group has one leader; who carries out does not judge."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.counts import find_list_counts
from xltools.audit.claims.names.people import (
    Person,
    find_listed_counts,
    find_people_in_roles,
    groups_in,
    kind_of_group,
)
from xltools.audit.claims.names.person_names import Words
from xltools.audit.codes.names import NameCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.audit.tables import load_table
from xltools.patterns import Pattern

_EVALUATION, _CARRYING_OUT = "评价", "实施"


def a_group_has_one_leader(case: Case) -> Iterator[Remark]:
    """Of one group, two places do not name two leaders, and not two deputies if each names one."""
    for role in ("组长", "副组长"):
        yield from _two_of(case, role)


def _two_of(case: Case, role: str) -> Iterator[Remark]:
    leaders = [each for each in case.of(find_people_in_roles) if each.role == role]
    if role != "组长":
        leaders = [each for each in leaders if _is_only(each, leaders)]
    named = {(_plain_group(each), each.name) for each in leaders}
    for a, b in combinations(leaders, 2):
        group = _plain_group(a)
        if not a.group or group != _plain_group(b) or _may_be_one(a.name, b.name):
            continue
        if len([each for each, _ in named if each == group]) > 2:
            continue  # a group for each project, or for each year
        if _place(a) is not _place(b):
            yield remark(
                NameCode.TWO_IN_ONE_ROLE, b.at, claim=b.name, against=a.name,
                group=_bare(b.group_words), role=a.role, where=a.line.where,
            )  # fmt: skip


def a_group_has_one_list_of_members(case: Case) -> Iterator[Remark]:
    """Two lists of one group, equally long, do not differ in one of their members."""
    lists: dict[tuple[str, object], list[Person]] = {}
    for each in case.of(find_people_in_roles):
        if each.group and each.role in ("组长", "副组长", "成员"):
            lists.setdefault((_plain_group(each), _place(each)), []).append(each)
    for (one, first), (other, then) in combinations(lists.items(), 2):
        mine, yours = ({each.name: each for each in people} for people in (first, then))
        if one[0] != other[0] or len(mine) != len(yours) or len(mine) < _SEVERAL:
            continue
        odd = [each for name, each in yours.items() if not _has(mine, name)]
        gone = [each for name, each in mine.items() if not _has(yours, name)]
        if len(odd) == 1 == len(gone) and odd[0].role == gone[0].role == "成员":
            yield remark(
                NameCode.MEMBER_NAMED_OTHERWISE, odd[0].at, claim=odd[0].name,
                against=gone[0].name, group=_bare(odd[0].group_words), where=gone[0].line.where,
            )  # fmt: skip


_SEVERAL = 3


def _has(people: dict[str, Person], name: str) -> bool:
    return any(_may_be_one(name, each) for each in people)


def the_announced_group_is_listed(case: Case) -> Iterator[Remark]:
    """Behind 成立评价工作组，成员如下： stand its members, and not those of 项目实施小组."""
    people = case.of(find_people_in_roles)
    lines = case.report.lines
    for line in lines:
        announced = [words for _, words in groups_in(line)]
        if line.kind != "body" or not announced or not _FOLLOWS.search(line.text):
            continue
        if kind_of_group(announced[-1]) != _EVALUATION or line.index + 1 >= len(lines):
            continue
        below = lines[line.index + 1]
        listed = [each for each in people if each.line is below]
        if len(listed) >= 2 and {each.group for each in listed} == {_CARRYING_OUT}:
            words = _bare(listed[0].group_words)
            at = below.text.find(words)
            yield remark(
                NameCode.ANOTHER_GROUP_IS_LISTED, (below, at, at + len(words)),
                claim=words, announced=_bare(announced[-1]),
                against=_other_deputy(people, below),
            )  # fmt: skip


def _may_be_one(one: str, other: str) -> bool:
    """True also for 陈某 and 陈某某: what is hidden of a name tells nobody apart."""
    plain = [_HIDDEN.sub("", each) for each in (one, other)]
    return _is_one(one, other) or (plain != [one, other] and plain[0] == plain[1])


_HIDDEN = Pattern(r"[某×Xx*]+")


def _place(person: Person) -> object:
    """What names the person: a paragraph, or a table as a whole."""
    return person.line.spot.table if person.line.spot else person.line


def _is_only(person: Person, others: list[Person]) -> bool:
    return not any(
        each is not person and _place(each) == _place(person) and each.name != person.name
        for each in others
    )


_FOLLOWS = Pattern(r"(?:成员|人员|名单|组成|构成)[^。;]{0,8}如下[:。]?$")
_FOUNDED = Pattern(r"^.*(?:成立|组建|设立|组成|担任|组长的)了?")
_MEMBER = Pattern(r"(?<=组)(?:副?组长|成员|组员)$")


def _bare(words: str) -> str:
    """A group's name without the verb before it and the role behind it."""
    return _MEMBER.sub("", _FOUNDED.sub("", words))


def _plain_group(person: Person) -> str:
    """绩效评价工作组, 项目评价小组 and 评价组 are one group."""
    return _FILLING.sub("", _bare(person.group_words)).replace("自评", "评价")


_FILLING = Pattern(r"绩效|项目|支出|工作|小|组长|成员")


def _other_deputy(people: tuple[Person, ...], below: Line) -> str:
    """（副组长是甲，评价组的副组长是乙） where they differ."""
    for role in ("副组长", "组长"):
        here = [each for each in people if each.role == role and each.line is below]
        there = [each for each in people if each.role == role and each.group == _EVALUATION]
        if here and there and not any(_is_one(here[0].name, each.name) for each in there):
            return f"（{role}写的是{here[0].name}，评价组的{role}是{there[0].name}）"
    return ""


def evaluators_do_not_carry_out(case: Case) -> Iterator[Remark]:
    """Of the evaluation group, fewer than half carry out the project that it judges."""
    people = case.of(find_people_in_roles)
    judges = list(dict.fromkeys(p.name for p in people if p.group == _EVALUATION))
    doers = [each for each in people if each.group == _CARRYING_OUT]
    both = [name for name in judges if any(_is_one(name, each.name) for each in doers)]
    if len(both) < 2 or len(both) * 2 < len(judges):
        return
    first = next(each for each in people if each.group == _EVALUATION and each.name in both)
    is_department = any(_DEPARTMENT.search(line.text) for line in case.report.lines)
    code = (
        NameCode.EVALUATORS_CARRY_OUT if is_department else NameCode.EVALUATORS_CARRY_OUT_HINT
    )
    names = "、".join(both)
    yield remark(code, first.at, names=names, total=len(judges), count=len(both), claim=names)


_DEPARTMENT = Pattern(r"部门(?:绩效)?评价报告|本次部门(?:绩效)?评价|委托第三方")


def a_person_is_spelled_in_one_way(case: Case) -> Iterator[Remark]:
    """买某局马 and 买某局马·木某 are one person: the name is written whole everywhere."""
    told: set[tuple[str, str]] = set()
    for a, b in combinations(case.of(find_people_in_roles), 2):
        short, whole = sorted((a, b), key=lambda each: len(each.name))
        key = (short.name, whole.name)
        if short.name != whole.name and _is_one(*key) and key not in told:
            told.add(key)
            yield remark(
                NameCode.NAME_SPELLED_TWICE, short.at, claim=short.name, against=whole.name,
                where=whole.line.where,
            )  # fmt: skip


def _is_one(one: str, other: str) -> bool:
    """True if the names are the same, or one is the given name of the other."""
    short, whole = sorted((one, other), key=len)
    return short == whole or whole.startswith(f"{short}·")


def lists_of_people_are_counted_right(case: Case) -> Iterator[Remark]:
    """由5人组成 names five; …等7人 names seven at most."""
    for each in case.of(find_listed_counts):
        listed = len(each.names)
        if listed > each.count or (not each.is_open and listed != each.count):
            yield remark(
                NameCode.NAMES_AND_COUNT, each.at, claim=each.line.words(each.start, each.end),
                listed=listed, names="、".join(each.names),
                arithmetic=f"列出 {listed} 人，写的是 {each.count} 人",
            )  # fmt: skip


_ROOM = Pattern(r"(?P<stem>[\u4e00-\u9fff]{2,8})(?P<end>室|科|股|处|部)")
_ROOM_ENDS = "室科股处部"
_BEHIND_A_ROOM = Pattern(
    r"负责|主任|[长、,。;:和及与等)的]|牵头|人员|审核|提出|会计|出纳|经办|$"
)
_ANOTHER_UNIT = Pattern(r"[局委厅院校省市县区]$")


def rooms_bear_one_name(case: Case) -> Iterator[Remark]:
    """A room of the unit's own list (总务室) is not called otherwise (总务科) elsewhere."""
    rooms: dict[str, tuple[str, Line]] = {}
    for each in case.of(find_list_counts):
        found = [_ROOM.fullmatch(item) for item in each.items]
        if len([one for one in found if one is not None]) * 2 > len(found):
            rooms.update({one["stem"]: (one[0], each.line) for one in found if one is not None})
    for stem, (room, listed) in rooms.items():
        other = _room_otherwise(case.report, stem, {name for name, _ in rooms.values()})
        if other is not None:
            yield remark(
                NameCode.ROOM_NAMED_TWICE, other, claim=other[0].words(*other[1:]),
                against=room, where=listed.where,
            )  # fmt: skip


def _room_otherwise(report: Report, stem: str, known: set[str]) -> tuple[Line, int, int] | None:
    for line in report.prose:
        at = line.text.find(stem)
        while at >= 0:
            end = at + len(stem) + 1
            name = line.text[at:end]
            is_room = name[-1] in _ROOM_ENDS and _BEHIND_A_ROOM.match(line.text, end)
            own = name not in known and not _ANOTHER_UNIT.search(line.text[:at])
            if is_room and own and not any(name in each for each in known):
                return line, at, end
            at = line.text.find(stem, at + 1)
    return None


def professional_titles_are_titles(case: Case) -> Iterator[Remark]:
    """A column headed 职称 does not hold posts (主任, 科员) only."""
    words = load_table("people", Words)
    for table in case.report.tables:
        for column, head in enumerate(table.rows[0] if table.rows else ()):
            if head.text not in ("职称", "专业技术职称"):
                continue
            cells = [row[column].text for row in table.rows[1:] if row[column].text]
            duties = [each for each in cells if each.endswith(words.duties)]
            if len(duties) >= 2 and duties == cells and not _has_title(cells, words.titles):
                yield remark(
                    NameCode.DUTY_AS_TITLE, head, head=head.text,
                    claim="、".join(dict.fromkeys(duties)),
                )  # fmt: skip


def _has_title(cells: list[str], titles: tuple[str, ...]) -> bool:
    return any(title in cell for cell in cells for title in titles)


RULES: tuple[Rule, ...] = (
    a_group_has_one_leader,
    a_group_has_one_list_of_members,
    the_announced_group_is_listed,
    evaluators_do_not_carry_out,
    a_person_is_spelled_in_one_way,
    lists_of_people_are_counted_right,
    rooms_bear_one_name,
    professional_titles_are_titles,
)
