"""A list of targets in one paragraph: 手册50本以上、展板1块；9月30日前完成；投诉率5%以内，满意度90%以上。"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.indicators.names import tidy
from xltools.audit.claims.indicators.record import IndicatorClaim, Said
from xltools.audit.report import Line
from xltools.patterns import Pattern
from xltools.value import parse_value

FEWEST = 5
"""So many items make a list of targets; three of them must set a bound or a deadline."""

_ITEM = Pattern(r"[^、,，;；。]+")
_UNIT = r"[^\d、,，;；。()]{0,6}?"
_LONGEST = 200
"""Characters of one entry; an indicator's name is a tenth of it."""

_BOUND = Pattern(
    rf"(?P<name>.*?)(?P<value>(?:(?:不少于|不低于|不超过|不高于|不小于|不大于|至少|控制在|达到?|≥|≤|>|<|大于等于|小于等于)+\d[\d.]*{_UNIT}"
    rf"(?:及?以上|及?以内|及?以下|之内)?|\d[\d.]*{_UNIT}(?:及?以上|及?以内|及?以下|之内)))(?:左右)?"
)
_DEADLINE = Pattern(
    r"(?P<name>.*?)(?:须|应|要|力争|确保|计划|必须)*(?:在|于)?(?P<value>(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末)?|年)(?:底|末)?"
    r"(?:之?以?前|底前))(?:全部|全面)?(?:完成|完工|竣工|到位|发放|交付|投入使用)?.{0,4}"
)
_PLAIN = Pattern(rf"(?P<name>.*?[^\d.])(?P<value>\d[\d.]*{_UNIT})")
_IN_WORDS = Pattern(
    r"(?P<name>.{2,20}?(?:率|度|水平|能力|意识|质量|效率|环境|作用))(?P<value>(?:得到|有|有所|稳步|持续|不断|明显|显著|有效|大幅|进一步)+"
    r"(?:提升|提高|改善|增强|发挥|保障|降低|下降))"
)
_DONE = Pattern(r"已|实际|完成了|达到了|共计|目前|截至|累计")


class _Item(Struct, frozen=True):
    start: int
    end: int
    name: str
    kind: str


def listed_in(line: Line) -> Iterator[IndicatorClaim]:
    """Yield the targets of a line that is a list of them; nothing for any other line.

    A line that tells of what was done is none.
    """
    begin = _begin(line.text)
    items = [_read(line.text, *found.span()) for found in _ITEM.finditer(line.text, begin)]
    read = [each for each in items if each is not None]
    bound = [each for each in read if each.kind in ("bound", "deadline")]
    enough = len(read) >= FEWEST and len(bound) >= 3 and len(read) * 5 >= len(items) * 3
    if not enough or _DONE.search(line.text[begin:]):
        return
    for each in read:
        yield _claim(line, each)


def items_in(line: Line) -> Iterator[IndicatorClaim]:
    """Yield the numbers that a line of goals sets, however few; a clause that tells of what was
    done is none.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "受益学生不少于1860人，已发放补助；师生满意度不低于92%。")
    >>> [(each.name, each.aims_at) for each in items_in(line)]
    [('受益学生', '不少于1860人'), ('师生满意度', '不低于92%')]
    """
    for found in _ITEM.finditer(line.text, _begin(line.text)):
        item = None if _DONE.search(found[0]) else _read(line.text, *found.span())
        if item is not None and item.kind in ("bound", "plain"):
            yield _claim(line, item)


def _claim(line: Line, item: _Item) -> IndicatorClaim:
    value = parse_value(line.text[item.start : item.end], role="target", name=item.name)
    category, subcategory = _kind(item)
    start = line.text.rfind(item.name, 0, item.start) if item.name else item.start
    return IndicatorClaim(
        line, max(start, 0), item.end, item.name, "listed", category, subcategory,
        target=Said(line, item.start, item.end, value),
    )  # fmt: skip


def _begin(text: str) -> int:
    """Behind the words that lead the list in: 主要内容:, (三)绩效目标。年初设定的目标是:"""
    colon = text.find(":")
    lead = text[: max(colon, 0)]
    if 0 <= colon <= 14 or (colon > 0 and len(lead) <= 40 and "目标" in lead[-8:]):
        return colon + 1
    return 0


def _read(text: str, start: int, end: int) -> _Item | None:
    clause = text[start:end]
    if len(clause) > _LONGEST:
        return None
    for kind, pattern in (
        ("deadline", _DEADLINE), ("bound", _BOUND), ("plain", _PLAIN), ("words", _IN_WORDS),
    ):  # fmt: skip
        found = pattern.fullmatch(clause)
        if found is not None and found["name"]:
            at, to = found.span("value")
            return _Item(start + at, start + to, tidy(found["name"]), kind)
    return None


def _kind(item: _Item) -> tuple[str, str]:
    """Category and subcategory as far as the words tell."""
    name = item.name
    if "满意" in name:
        return "satisfaction", "beneficiary"
    if item.kind == "deadline" or "及时" in name:
        return "output", "timeliness"
    if "成本" in name:
        return "output", "cost"
    if item.kind == "words":
        return "outcome", "social"
    return "output", "quality" if name.endswith("率") else "quantity"
