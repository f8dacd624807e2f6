"""Under which 二级指标 a line of prose stands: its own words, a lead-in above it, a heading."""

from __future__ import annotations

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
_LEAD = Pattern(
    r"(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.]+|[①-⑩]|对于|项目|实施|产生|效益|产出|的|[“”:.、])*"
    r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|环境效益|可持续(?:影响|发展|效益)?|"
    r"(?:服务对象|受益对象|社会公众)?满意度)"
    r"(?:类|方面|指标|情况|目标|完成|分析|效益|影响|及|[“”:。])*"
)


class Level(Struct, frozen=True, gc=False):
    """A 二级指标: the keys of category and subcategory, and the words that name it."""

    category: str
    subcategory: str
    words: str


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


def find_levels(report: Report) -> dict[int, Level | None]:
    """Return for each line of prose (by its index) the 二级指标 it stands under."""
    found: dict[int, Level | None] = {}
    current: Level | None = None
    for line in report.lines:
        if line.kind == "heading":
            current = level_in(line.title) if len(line.title) <= 30 else None
        elif line.kind == "body":
            if is_lead_in(line.text):
                current = level_in(line.text)
            found[line.index] = current
    return found


_GOALS = Pattern(
    r"绩效目标(?!完成|实现|偏离|的?完成)|阶段性目标|总目标|年度目标|预期目标(?!完成|实现)"
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
