"""The numbered items of a report, put together into lists, and the chapters that say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xltools.audit.claims.text.signature import find_signature
from xltools.audit.outline import Number, number_of
from xltools.audit.report import Chapter, Line, Report
from xltools.patterns import Pattern


class Item(Struct, frozen=True):
    """A paragraph that begins with a number of a list."""

    line: Line
    number: Number

    @property
    def at(self) -> tuple[Line, int, int]:
        """Where the number stands, with some words behind it so that it is found."""
        return self.line, 0, min(len(self.line.text), len(self.number.printed) + 24)

    @property
    def value(self) -> int:
        """The number's value."""
        return self.number.value


class Sequel(Struct, frozen=True):
    """Two items that follow each other in one list."""

    first: Item
    then: Item


class _Open(Struct):
    """A list that may go on: how it is numbered, how deep, its last item."""

    key: str
    level: int
    last: Item


_DEEPEST = 99


def contents_of(report: Report) -> frozenset[int]:
    """Indexes of the lines of a table of contents that stands in the text: from 目录 on.

    It ends where 一、 stands for the last time before the first paragraph of words.
    """
    begin = next((line.index for line in report.lines if line.text in ("目录", "目次")), None)
    if begin is None:
        return frozenset()
    end = begin + 1
    for line in report.lines[begin + 1 :]:
        if line.kind not in ("heading", "contents", "caption") and len(line.text) > _SHORT:
            break
        number = number_of(line.text)
        if number is not None and number.value == 1 and number.style in ("chinese", "part"):
            end = line.index
    return frozenset(range(begin, end))


_SHORT = 30


def find_sequels(report: Report) -> tuple[Sequel, ...]:
    """Each item of a list with the one before it, in reading order.

    A number that does not go on where the last list of its kind ended goes on in an outer list
    of this kind, or begins a new one if it is 1.
    """
    styles = {number_of(line.text).style for line in report.headings if line.number}  # type: ignore[union-attr]
    flattened = not {"chinese", "part"} & styles
    found: list[Sequel] = []
    lists: list[_Open] = []
    contents = contents_of(report)
    for line in report.lines:
        if line.kind not in ("heading", "body") or line.index in contents:
            continue
        number = number_of(line.text)
        level = line.level or _DEEPEST
        if line.kind == "heading":
            lists = [each for each in lists if each.level <= level]
        if number is None or not _is_numbered(line, number):
            continue
        key, item = _key(number, flattened), Item(line, number)
        same = [n for n, each in enumerate(lists) if each.key == key]
        going_on = [n for n in same if lists[n].last.value + 1 == number.value]
        if going_on:
            at = going_on[-1]
        elif same and not _begins_anew(lists[same[-1]], item, report):
            at = same[-1]
        else:
            lists.append(_Open(key, level, item))
            continue
        found.append(Sequel(lists[at].last, item))
        lists = [*lists[:at], _Open(key, min(level, lists[at].level), item)]
    return tuple(found)


def _is_numbered(line: Line, number: Number) -> bool:
    """An annex has a number of another kind; a bare digit numbers only a heading."""
    if number.style == "annex" or not number.value:
        return False
    return line.kind == "heading" or number.printed[-1:] not in "0123456789"


def _key(number: Number, flattened: bool) -> str:
    if number.style == "dotted":
        return "dotted" + number.printed.rstrip("、.").rpartition(".")[0]
    if number.style == "listed" and not flattened:
        return "digit"
    return number.style


def _begins_anew(before: _Open, item: Item, report: Report) -> bool:
    """True if an item numbered 1 opens another list: after a longer one, or behind other words."""
    if item.value != 1:
        return False
    if before.last.value > 1 or before.level != (item.line.level or _DEEPEST):
        return True
    return item.line.kind != "heading" and item.line.index > before.last.line.index + 1


class Hollow(Struct, frozen=True):
    """A chapter without any words; `parts` are its subheadings, all of them without words too.

    `is_last`: nothing at all stands behind it, so that the text may only be cut off there.
    """

    heading: Line
    parts: tuple[Line, ...]
    is_last: bool = False


_ABOUT = Pattern(
    r".*(?:情况|分析|问题|建议|措施|做法|经验|结论|目标|概况|背景|依据|成效|内容|计划|说明|过程|方法|效益|必要性)$"
)
"""What titles of chapters end in; items of a list (科学公正原则, 项目立项) do not."""


def find_hollow(report: Report) -> tuple[Hollow, ...]:
    """Chapters that have a heading and nothing else.

    Not those that are a list of names, a line of a table of contents, or an annex (which may
    be a file of its own).
    """
    contents = contents_of(report)
    signature = frozenset(line.index for line in find_signature(report))
    return tuple(
        each
        for chapter in report.chapters
        for each in _hollow(chapter, report, signature)
        if each.heading.index not in contents
    )


def _hollow(
    chapter: Chapter, report: Report, signature: frozenset[int], *, is_odd: bool = False
) -> Iterator[Hollow]:
    if chapter.heading.text.startswith("附") or _ANNEXES.fullmatch(chapter.heading.title):
        return
    parts = chapter.parts
    if _is_empty(chapter, signature) and (is_odd or _should_tell(chapter, report)):
        heads = tuple(part.heading for part in parts)
        end = [each.heading for each in chapter.walk()][-1]
        yield Hollow(chapter.heading, heads, end.index == len(report.lines) - 1)
        return
    empty = [part for part in parts if _is_empty(part, signature)]
    is_odd = len(empty) == 1 and len(parts) > _FEW and not empty[0].parts
    for part in parts:
        is_told = is_odd or _is_main(part.heading) or _ABOUT.match(_title(part.heading))
        if is_told or part not in empty:
            yield from _hollow(part, report, signature, is_odd=is_odd)


_ANNEXES = Pattern(r"附[件表](?:目录|清单)?|相关附[件表]")
_FEW = 2
"""So many siblings with words show that the one without is no item of a list of names."""


def _is_empty(chapter: Chapter, signature: frozenset[int]) -> bool:
    """True if it holds no words, no picture, and nothing but the report's signature."""
    return not any(
        line.text or line.kind == "picture"
        for line in chapter.everything
        if line.kind != "heading" and line.index not in signature
    )


def _should_tell(chapter: Chapter, report: Report) -> bool:
    heading, title = chapter.heading, _title(chapter.heading)
    if chapter.parts:
        return all(_ABOUT.match(_title(part.heading)) for part in chapter.parts)
    if _stands_again(heading, title, report.headings):
        return False
    return bool(_ABOUT.match(title)) or (heading.level == 1 and _is_main(heading))


def _is_main(heading: Line) -> bool:
    """True for chapters numbered 一、 or 第一部分; deeper ones may be items of a list."""
    number = number_of(heading.text)
    return number is not None and number.style in ("chinese", "part")


def _title(heading: Line) -> str:
    return heading.title.rstrip("0123456789.…·-:。;、")


def _stands_again(heading: Line, title: str, headings: Sequence[Line]) -> bool:
    """True for a line of a table of contents: the same heading comes again."""
    return any(each.index > heading.index and _title(each) == title for each in headings)
