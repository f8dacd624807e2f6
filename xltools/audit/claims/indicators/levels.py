"""Under which 二级指标 a place of the prose stands: its own words, a lead-in before it, a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_WORDS = (
    ("满意度", "satisfaction", "beneficiary"),
    ("可持续", "outcome", "sustainability"),
    ("生态效益", "outcome", "environmental"),
    ("环境效益", "outcome", "environmental"),
    ("经济效益", "outcome", "economic"),
    ("社会效益", "outcome", "social"),
    ("数量", "output", "quantity"),
    ("质量", "output", "quality"),
    ("时效", "output", "timeliness"),
    ("成本", "output", "cost"),
)
_NUMBER = r"(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.]+|[①-⑩]|[一二三四五六七八九]是)"
_NAMED = (
    r"数量|质量|时效|成本|经济效益|社会效益|生态效益|环境效益|可持续(?:影响|发展|效益)?|"
    r"(?:服务对象|受益对象|社会公众)?满意度"
)
_LEAD = Pattern(
    rf"(?:{_NUMBER}|对于|项目|实施|产生|效益|产出|的|[“”:.、])*"
    rf"(?:{_NAMED})"
    r"(?:类|方面|指标|情况|目标|完成|分析|效益|影响|及|[“”:。])*"
)
_OPENING = Pattern(
    rf"(?:(?<=^)|(?<=[。;:!]))(?P<number>{_NUMBER})?(?P<words>(?:对于|项目(?:的|实施)?|产生的|[“”])*"
    rf"(?:(?:产出|效益)(?:的|类)?)?(?:{_NAMED}|产出|效益|满意|决策|过程|管理|投入)"
    r"(?:度|的|类|方面|指标|情况|目标|完成|实现|分析|效益|影响|及|[“”])*(?:\([^()]{1,16}\))?)[。:]"
)
"""A lead-in that begins a sentence and goes on behind its stop: （2）可持续影响。在岗村医…"""


class Level(Struct, frozen=True, gc=False):
    """A 二级指标: the keys of category and subcategory, and the words that name it.

    `subcategory` is "" where only the 一级指标 is known.
    """

    category: str
    subcategory: str
    words: str


Opened: TypeAlias = tuple[tuple[int, Level | None], ...]
"""Positions of a line's text from which on a level holds; the first is 0."""


def level_in(text: str) -> Level | None:
    """Return the 二级指标 that a heading or lead-in names; None where it names none, or several.

    >>> level_in("(1)产出数量").subcategory, level_in("项目产生的社会效益指标").subcategory
    ('quantity', 'social')
    >>> level_in("包括产出数量、产出质量") is None
    True
    """
    found = {word: (category, key) for word, category, key in _WORDS if word in text}
    if len(set(found.values())) != 1:
        return None
    word, (category, key) = next(iter(found.items()))
    return Level(category, key, "可持续影响" if word == "可持续" else word)


def is_lead_in(text: str) -> bool:
    """True for a line that only says what follows: 对于“产出数量”:

    >>> is_lead_in("①数量指标"), is_lead_in("数量指标完成培训2次")
    (True, False)
    """
    return len(text) <= 30 and _LEAD.fullmatch(text) is not None


def levels_of(text: str) -> Iterator[tuple[int, Level | None]]:
    """Yield where in a line a lead-in opens a level, and which; None where it names neither.

    >>> [(at, level.subcategory) for at, level in
    ...  levels_of("2.效益指标完成情况。(1)可持续影响。村医人数:190人")]
    [(11, ''), (20, 'sustainability')]
    >>> list(levels_of("质量。"))
    []
    """
    for found in _OPENING.finditer(text):
        words = found["words"]
        if found["number"] or words.endswith(("指标", "情况", "类", "方面", ")")) or (
            text[found.end() - 1] == ":"
        ):  # fmt: skip
            yield found.end(), level_in(words) or _category_in(words)


def _category_in(words: str) -> Level | None:
    for word, category in (("产出", "output"), ("效益", "outcome"), ("满意", "satisfaction")):
        if word in words:
            return Level(category, "", "")
    return None


def find_levels(report: Report) -> dict[int, Opened]:
    """Return for each line of prose (by its index) the 二级指标 that its parts stand under."""
    found: dict[int, Opened] = {}
    current: Level | None = None
    for line in report.lines:
        if line.kind == "heading":
            words = line.title if len(line.title) <= 30 else ""
            current = level_in(words) or (
                _category_in(words) if _ITSELF.search(words) else None
            )
        elif line.kind == "body":
            if is_lead_in(line.text):
                current = level_in(line.text)
            opened = ((0, current), *levels_of(line.text))
            found[line.index] = opened
            current = opened[-1][1]
    return found


_ITSELF = Pattern(
    r"^(?:项目)?(?:产出|效益|满意度)(?:指标)?(?:及?完成)?(?:情况)?(?:分析)?[。:]?(?:\([^()]*\))?$"
)


def level_at(opened: Sequence[tuple[int, Level | None]], position: int) -> Level | None:
    """The level that holds at a position of the line."""
    return next((level for at, level in reversed(opened) if at <= position), None)


_GOALS = Pattern(
    r"(?<!偏离)(?<!未完成)绩效目标(?!完成|实现|偏离|的?完成|(?:和[^,。]{0,6})?分解|情况分析)|阶段性目标|总目标|年度目标|预期目标(?!完成|实现)"
)
_RESULTS = Pattern(
    r"完成情况|实现情况|项目(?:产出|效益|绩效)情况|绩效情况|指标分析|目标实现|评价结论|综合评价"
)


def tells_results(line: Line) -> bool:
    """True if the headings above a line promise results."""
    return any(_RESULTS.search("".join(title.split())) for title in line.chapter)


def tells_goals(line: Line) -> bool:
    """True if the innermost headings above a line promise goals."""
    titles = ["".join(title.split()) for title in line.chapter]
    return not tells_results(line) and any(_GOALS.search(title) for title in titles)
