"""Announcements that nothing follows: 成员如下：, 设立的必要性：."""

from __future__ import annotations

from msgspec import Struct

from xltools.audit.claims.text.lists import level_above, markers_of
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Lead(Struct, frozen=True):
    """Words that announce something which does not follow; `missing` says what."""

    line: Line
    start: int
    missing: str


_PEOPLE = Pattern(r"(?:成员|人员|名单|构成|组成|分工)[^。;,:]{0,8}如下[:。]?$")
_POSTS = Pattern(
    r"组长|组员|成员[:为有]|主任|队长|科长|局长|负责人|(?:^|:)(?:[\u4e00-\u9fff·]{2,4}、){2}"
)
_THINGS = Pattern(r"(?:如下|包括|分别为|分别是|以下[^,。;:]{1,8}):$")
_ELSEWHERE = Pattern(r"图|(?:现|报告|汇报|总结)[^,。;]{0,24}如下:$")
"""A picture follows, or the whole report."""
_LABEL = Pattern(r"[^,。;:!?、“”()]{2,20}:$")
_LABELLED = Pattern(r"[^,。;:!?、“”()]{2,20}:.{10,}")


def find_leads(report: Report) -> tuple[Lead, ...]:
    """Announcements that nothing follows: 成员如下：, 设立的必要性：."""
    found = []
    for line in report.lines:
        if line.kind != "body":
            continue
        then = report.lines[line.index + 1] if line.index + 1 < len(report.lines) else None
        people, things = _PEOPLE.search(line.text), _THINGS.search(line.text)
        if people is not None:
            if not _names_people(then):
                found.append(Lead(line, _clause(line.text, people.start()), "名单"))
        elif things is not None:
            if _ends_here(report, line, then) and not _ELSEWHERE.search(line.text):
                found.append(Lead(line, _clause(line.text, things.start()), "内容"))
        elif _LABEL.fullmatch(line.text) and _is_blank_entry(report, line, then):
            found.append(Lead(line, 0, "内容"))
    return tuple(found)


def _clause(text: str, at: int) -> int:
    """Where the clause around a place begins."""
    return max((text.rfind(mark, 0, at) for mark in ",。;"), default=-1) + 1


def _names_people(then: Line | None) -> bool:
    if then is None or then.kind in ("cell", "caption", "picture"):
        return then is not None
    return then.kind == "body" and bool(_POSTS.search(then.text) or [*markers_of(then)])


def _ends_here(report: Report, line: Line, then: Line | None) -> bool:
    """True if another chapter of the same or an outer level begins right behind."""
    return (
        then is not None
        and then.kind == "heading"
        and then.level <= level_above(report, line) > 0
    )


def _is_blank_entry(report: Report, line: Line, then: Line | None) -> bool:
    """A label without words among labels with words: 立项依据：… 必要性： 措施：…."""
    before = report.lines[line.index - 1] if line.index else None
    if before is None or before.chapter != line.chapter or not _is_labelled(before):
        return _ends_here(report, line, then)
    if then is None or _ends_here(report, line, then):
        return then is not None
    return _is_labelled(then) and then.chapter == line.chapter


def _is_labelled(line: Line) -> bool:
    return line.kind == "body" and _LABELLED.match(line.text) is not None
