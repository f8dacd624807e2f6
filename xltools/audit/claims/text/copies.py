"""What was copied: the same words in several chapters, a definition, a purpose, an amount."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Chapter, Line, Report
from xltools.patterns import Pattern


class Passage(Claim, frozen=True):
    """A part of a line that stands in several chapters, and those chapters in order."""

    places: tuple[str, ...]


class _Clause(Claim, frozen=True):
    """What stands between two marks."""


_STOP = Pattern(r"[,。;:!?]")
_ENTRY = Pattern(r"[^,。;:!?、“”()\d]{2,20}:(?=.{10})")
_FORMULA = Pattern(r"[《〔]|得分|扣分|评分|完成率|指标|\d年度?$")
"""Papers and the fixed words of scoring may be repeated as often as need be."""
_LONG = 24
_OFTEN = 3


def find_passages(report: Report) -> tuple[Passage, ...]:
    """Passages of some length that stand in three chapters or more, each told at its first."""
    places: dict[str, dict[str, str]] = {}
    chunks: list[tuple[Line, list[tuple[int, int, str]]]] = []
    for line in report.prose:
        if line.kind != "body" or not line.chapter:
            continue
        found = list(_chunks(line))
        chunks.append((line, found))
        for _, _, words in found:
            places.setdefault(words, {})[place_of(line)] = _parent(line)
    told: set[str] = set()
    passages = []
    for line, found in chunks:
        often = [each for each in found if _is_copied(places[each[2]])]
        if not often or any(words in told for _, _, words in often):
            continue
        told |= {words for _, _, words in often}
        start, end = min(each[0] for each in often), max(each[1] for each in often)
        where = max((tuple(places[words]) for _, _, words in often), key=len)
        passages.append(Passage(line, start, end, where))
    return tuple(passages)


def _is_copied(places: dict[str, str]) -> bool:
    """Three chapters; sections of one chapter that tell of several projects alike are none."""
    parents = set(places.values())
    return len(places) >= _OFTEN and (len(parents) > 1 or parents == {""})


def _parent(line: Line) -> str:
    """The chapter above a line's own; "" for an entry with its own label."""
    if _ENTRY.match(line.text) is not None:
        return ""
    return line.chapter[-2] if len(line.chapter) > 1 else line.chapter[-1]


def _chunks(line: Line) -> Iterator[tuple[int, int, str]]:
    """Clauses, and pairs of clauses, that are long enough and no formula."""
    clauses = [each for each in _clauses(line) if not _FORMULA.search(each.text)]
    for each in clauses:
        if each.end - each.start >= _LONG:
            yield each.start, each.end, each.text
    for one, other in pairwise(clauses):
        if other.start - one.end <= 1 and len(one.text) + len(other.text) >= _LONG:
            yield one.start, other.end, f"{one.text},{other.text}"


def _clauses(line: Line) -> Iterator[_Clause]:
    start = 0
    for stop in (*(each.start() for each in _STOP.finditer(line.text)), len(line.text)):
        if stop > start:
            yield _Clause(line, start, stop)
        start = stop + 1


def place_of(line: Line) -> str:
    """Where a line stands as far as copies go: its heading's words, or its own label.

    Projects that are told one after the other under the same headings are one place.
    """
    entry = _ENTRY.match(line.text)
    if entry is not None:
        return entry[0].rstrip(":")
    return line.chapter[-1] if line.chapter else "文首"


class Twins(Struct, frozen=True):
    """Two chapters with the same words."""

    first: Line
    second: Line


_MUCH = 40


def find_twins(report: Report) -> tuple[Twins, ...]:
    """Chapters of different names whose texts are equal to the letter."""
    seen: dict[str, Line] = {}
    found = []
    for chapter in (each for outer in report.chapters for each in outer.walk()):
        text = _text_of(chapter)
        if len(text) < _MUCH or chapter.parts:
            continue
        before = seen.setdefault(text, chapter.heading)
        if before.title != chapter.heading.title:
            found.append(Twins(before, chapter.heading))
    return tuple(found)


def _text_of(chapter: Chapter) -> str:
    return "\n".join(line.text for line in chapter.lines if line.kind == "body")


_DEFINITION = Pattern(
    r"(?<=[,。;])(?:主要)?用以反映(?:和考核|与考核|、考核)?[^。;,]{4,60}(?:情况|程度|水平)"
)
_FRAME = Pattern(r"体系|方法|标准|原则|说明|解释|依据")
_ABOUT = Pattern(r"指标|考察|考核内容|评价要点")
"""Sentences that say so of an indicator explain it on purpose."""


def find_definitions(report: Report) -> tuple[Passage, ...]:
    """用以反映和考核…: the frame's explanation of an indicator in the place of a finding."""
    return tuple(
        Passage(line, found.start(), found.end(), ())
        for line in report.prose
        if line.kind == "body" and not any(_FRAME.search(each) for each in line.chapter[-1:])
        for found in _DEFINITION.finditer(line.text)
        if not _ABOUT.search(
            line.text[line.text.rfind("。", 0, found.start()) + 1 : found.start()]
        )
    )


_BACKGROUND = Pattern(r"背景")
_PURPOSE = Pattern(
    r"旨在(?:全面|客观|科学)*评价[^。]{4,60}|评价财政(?:预算)?资金使用的?(?:效率|效益)[^。]{0,20}"
    r"|通过本次(?:部门)?绩效评价[^。]{4,60}"
)


def find_purposes(report: Report) -> tuple[Passage, ...]:
    """The purpose of the evaluation in a chapter on the background of the project."""
    found = []
    for line in report.prose:
        if line.kind != "body" or not line.chapter or not _BACKGROUND.search(line.chapter[-1]):
            continue
        purpose = _PURPOSE.search(line.text)
        if purpose is not None and "评价" not in line.chapter[-1]:
            found.append(Passage(line, purpose.start(), purpose.end(), (line.chapter[-1],)))
    return tuple(found)


_GOAL = Pattern(
    r"(?:绩效|年度|总体)目标:(?P<said>(?:预算(?:金额|数)?|执行(?:金额|率|数)|得分|到位)[^,。;]{0,24}\d[^,。;]*)"
)


def find_wrong_entries(report: Report) -> Iterator[tuple[Line, int, int, str, str]]:
    """绩效目标：预算金额…: line, start, end, the label, what stands behind it."""
    for line in report.prose:
        for found in _GOAL.finditer(line.text):
            label = found[0].partition(":")[0]
            said = line.words(found.start("said"), found.end("said"))
            yield line, found.start(), found.end(), label, said
