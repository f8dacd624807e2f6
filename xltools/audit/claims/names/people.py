"""Persons of a report and what they are: leader, deputy, member; of which group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.person_names import name_in
from xltools.audit.claims.numbers import count_of
from xltools.audit.report import Line, Report, Sentence, Table
from xltools.patterns import Pattern

Role: TypeAlias = Literal["组长", "副组长", "成员", "负责人"]


class Person(Claim, frozen=True):
    """A person in a role. `group` is 评价, 实施, 领导 or "" where the report does not say."""

    name: str
    role: Role
    group: str
    group_words: str


_ROLE = Pattern(r"副组长|组长|(?:小组|组内|项目组)?成员(?!单位)|组员|(?:项目)?负责人")
_BEHIND = Pattern(r"(?:名单|分别|构成|主要)*(?:为|是|由|有|包括|:)+")
_TAKES = Pattern(
    r"(?:同志)?(?:担任|(?<!主)任|为|作为)(?P<group>[\u4e00-\u9fff]{0,14}?)(?P<role>副组长|组长|成员|组员)"
)
_GROUP = Pattern(
    r"[\u4e00-\u9fff]{0,16}?(?:工作小组|领导小组|实施小组|评价小组|自评小组|工作组|评价组|自评组|小组|项目组|"
    r"(?:专家|指导|监督|审核|验收|调研|现场|资料|综合|质量控制)组)"
)
_PIECES = Pattern(r"[^、,;。:]+")


def find_people_in_roles(report: Report) -> tuple[Person, ...]:
    """Return the persons with their roles, in order; first of the prose, then of the tables."""
    found: list[Person] = []
    group = ""
    for line in report.prose:
        named = groups_in(line)
        people = list(_people_in(line, group if _continues(line, found) else ""))
        found += people
        if named:
            group = named[-1][1]
        elif not people:
            group = ""
    leading = {each.group_words for each in found if each.role == "组长" and each.group}
    for table in report.tables:
        only = next(iter(leading)) if len(leading) == 1 else ""
        found += _people_of(table, _group_above(report, table) or only)
    return tuple(found)


def _group_above(report: Report, table: Table) -> str:
    """The group that a table lists: named in its caption, in the line above, in its heading."""
    first = table.rows[0][0].index if table.rows and table.rows[0] else 0
    above = report.lines[first - 1 : first] if first else ()
    for text in (table.caption, *(line.text for line in above), *reversed(table.chapter)):
        named = _GROUP.search(text)
        if named is not None:
            return named[0]
    return ""


def _continues(line: Line, found: list[Person]) -> bool:
    """True if the line may speak of the group that the line before introduced."""
    return not found or line.index - found[-1].line.index <= 3


def groups_in(line: Line) -> list[tuple[int, str]]:
    """Return the groups that a line names, with the place where each name ends."""
    return [(each.end(), each[0]) for each in _GROUP.finditer(line.text)]


def kind_of_group(words: str) -> str:
    """Return what a group is there for.

    >>> [kind_of_group(each) for each in ("绩效评价工作组", "项目实施小组", "领导小组", "小组")]
    ['评价', '实施', '领导', '']
    """
    if words.endswith(
        ("专家组", "指导组", "监督组", "审核组", "验收组", "调研组", "现场组", "资料组")
    ):
        return ""
    if "领导" in words:
        return "领导"
    if "评价" in words or "自评" in words or "评估" in words:
        return "评价"
    if any(each in words for each in ("实施", "项目管理", "项目工作", "建设", "推进")):
        return "实施"
    return ""


def _people_in(line: Line, inherited: str) -> Iterator[Person]:
    text = line.text
    yield from _takers(line, inherited)
    yield from _acting(line, inherited)
    roles = list(_ROLE.finditer(text))
    for number, found in enumerate(roles):
        behind = _BEHIND.match(text, found.end())
        if behind is None:
            continue
        stop = next(
            (
                r.start()
                for r in roles[number + 1 :]
                if _starts_a_list(text, r.end(), r.start())
            ),
            len(text),
        )
        end = min(
            (at for mark in "。;" if (at := text.find(mark, behind.end())) >= 0),
            default=len(text),
        )
        groups = [words for at, words in groups_in(line) if at <= found.start() + 2]
        words = groups[-1] if groups else inherited
        yield from _named(line, behind.end(), min(stop, end), role_of(found[0]), words)


_ACTS = Pattern(
    r"(?P<role>副组长|组长)(?![为是由任:有])(?P<name>[\u4e00-\u9fff某×Xx*·]{2,6}?)(?=主持|带队|带领|组织|负责|率|审|签|牵头|召集|同志|[,。;、)等对])"
)


def _acting(line: Line, inherited: str) -> Iterator[Person]:
    """评价组组长甲主持召开…: who leads, told by what he did."""
    for found in _ACTS.finditer(line.text):
        if name_in(found["name"]) != found["name"]:
            continue
        groups = [words for at, words in groups_in(line) if at <= found.start() + 2]
        words = groups[-1] if groups else inherited
        role, (start, end) = role_of(found["role"]), found.span("name")
        yield Person(line, start, end, found["name"], role, kind_of_group(words), words)


def _starts_a_list(text: str, end: int, start: int) -> bool:
    """True if a role word is a new head (副组长为…) and not a post before a name (负责人张…)."""
    return _BEHIND.match(text, end) is not None and (
        start == 0
        or text[start - 1] in ",;。、:"
        or text[start:].startswith(("副组长", "项目负责人"))
    )


def role_of(words: str) -> Role:
    """Return the role that a word of the text means."""
    if "副组长" in words:
        return "副组长"
    if words == "组长":
        return "组长"
    return "负责人" if "负责人" in words else "成员"


def _takers(line: Line, inherited: str) -> Iterator[Person]:
    """甲、乙任评价组成员."""
    for found in _TAKES.finditer(line.text):
        start = (
            max((line.text.rfind(mark, 0, found.start()) for mark in ",;。:"), default=-1) + 1
        )
        last = list(_ROLE.finditer(line.text, start, found.start()))
        start = last[-1].end() if last else start
        by = max(line.text.rfind(word, start, found.start()) for word in "由以")
        start = by + 1 if by >= 0 else start
        groups = [words for at, words in groups_in(line) if at <= found.start()]
        words = found["group"] or (groups[-1] if groups else inherited)
        yield from _named(line, start, found.start(), role_of(found["role"]), words)


def _named(line: Line, start: int, end: int, role: Role, words: str) -> Iterator[Person]:
    for piece in _PIECES.finditer(line.text, start, end):
        name = name_in(piece[0])
        if name is not None:
            at = piece.start() + piece[0].rindex(name)
            yield Person(line, at, at + len(name), name, role, kind_of_group(words), words)


def _people_of(table: Table, group: str) -> Iterator[Person]:
    """Rows of a table with a column of names and one of roles; `group` is whom it lists."""
    head = [cell.text for cell in table.rows[0]] if table.rows else []
    names = [
        n
        for n, text in enumerate(head)
        if text in ("姓名", "评价人", "评价人员", "成员", "成员姓名", "人员姓名")
    ]
    roles = [
        n
        for n, text in enumerate(head)
        if text in ("职责", "分工", "小组职务", "组内职务", "评价组职务", "角色")
    ]
    if not names or not roles:
        return
    for row in table.rows[1:]:
        cell, words = row[names[0]], row[roles[0]].text
        found = list(_ROLE.finditer(words))
        if found and cell.text:
            yield Person(
                cell,
                0,
                len(cell.text),
                cell.text,
                role_of(found[0][0]),
                kind_of_group(words) or kind_of_group(group),
                words if kind_of_group(words) else group,
            )


class ListedCount(Claim, frozen=True):
    """A list of names that says how many it holds; `is_open` for 甲、乙等7人."""

    count: int
    names: tuple[str, ...]
    is_open: bool


_OPEN = Pattern(r"等(?:同志)?共?(?P<n>\d{1,2}|[一二两三四五六七八九十])[名位]?(?:同志|人)")
_CLOSED = Pattern(
    r"(?:由|共|共计|成员|小组|工作组|评价组)(?P<n>\d{1,2}|[一二两三四五六七八九十])[名位]?(?:同志|人员|人)(?:组成|构成|[:,。;])"
)


def find_listed_counts(report: Report) -> tuple[ListedCount, ...]:
    """Return the counts of people that stand with a list of names in one sentence."""
    people = find_people_in_roles(report)
    found = []
    for sentence in report.sentences:
        line = sentence.line
        inside = [
            each for each in people
            if each.line is line and sentence.start <= each.start < sentence.end
        ]  # fmt: skip
        for match in _OPEN.finditer(line.text, sentence.start, sentence.end):
            last = [each.role for each in inside if each.start < match.start()][-1:]
            names = _distinct(each for each in inside if [each.role] == last)
            if (count := count_of(match["n"])) is not None and names:
                found.append(ListedCount(line, *match.span(), count, names, is_open=True))
        for match in _CLOSED.finditer(line.text, sentence.start, sentence.end):
            names = _distinct(inside) if inside else _plain_list(sentence, match.end())
            is_whole = not inside or _is_whole(line, inside)
            if (count := count_of(match["n"])) is not None and len(names) > 1 and is_whole:
                found.append(ListedCount(line, *match.span(), count, names, is_open=False))
    return tuple(found)


def _distinct(people: Iterable[Person]) -> tuple[str, ...]:
    return _distinct_names([each.name for each in people])


def _plain_list(sentence: Sentence, at: int) -> tuple[str, ...]:
    """The names behind 由3人组成： where nobody's role is told; none if a piece is no name."""
    pieces = _PIECES.findall(sentence.line.text[at : sentence.end])
    names = [name_in(piece) for piece in pieces if not piece.endswith("等")]
    whole = [name for name in names if name is not None]
    return _distinct_names(whole) if len(whole) == len(pieces) else ()


def _distinct_names(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _is_whole(line: Line, people: list[Person]) -> bool:
    """True if every piece of the list was read as a name and the list is not open."""
    first, last = people[0], people[-1]
    pieces = _PIECES.findall(line.text[first.start : last.end])
    return len(pieces) == len(people) and not line.text.startswith("等", last.end)
