"""Which paragraphs are headings, and what chapters they make.

Reports are numbered 一、（一）1.（1）①, but published texts have them flattened (1、 for 一、), mixed
or missing. A paragraph is a heading if Word says so (outline level), or if it begins with a
number, is short, and does not end like a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xltools.audit.report import Chapter, Line
from xltools.patterns import Pattern

UNDER_100 = r"\d{1,2}?(?=20\d\d年)|\d{1,2}(?!\d)"
"""The number in 附件1, 表2 also where a year follows it without a blank: 表12022年…."""

NUMBERED = Pattern(
    r"(?P<chinese>[一二三四五六七八九十]{1,3}[、.．])"
    r"|(?P<bracket>\([一二三四五六七八九十]{1,3}\)[、.]?)"
    r"|(?P<part>第[一二三四五六七八九十]{1,3}(?:部分|章|节)[、:]?)"
    r"|(?P<listed>\d{1,2}、)"
    r"|(?P<digit>\d{1,2}(?:\.|(?=[\u4e00-\u9fff]))(?!\d)|\d{1,2}\.?(?=20\d\d年))"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3}[、.]?(?=[\u4e00-\u9fff])"
    r"|\d{1,2}(?:\.\d{1,2}?){1,3}(?=20\d\d年))"
    r"|(?P<round>\(\d{1,2}\)[、.]?)"
    r"|(?P<circle>[①②③④⑤⑥⑦⑧⑨⑩])"
    rf"|(?P<annex>附(?:件|表)(?:{UNDER_100})?[:.、]?)"
)
"""How a heading is numbered; the group's name is the style of numbering."""

_LONG, _SHORT = 42, 26
_SENTENCE_END = "。;,!?…"


class Number(Struct, frozen=True, gc=False):
    """The number that a paragraph begins with: as printed, its style, its value (0: none)."""

    printed: str
    style: str
    value: int


_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


def number_of(text: str) -> Number | None:
    """Return the number a folded paragraph begins with.

    >>> number_of("(二)资金情况"), number_of("十一、其他").value, number_of("2022年本项目")
    (Number(printed='(二)', style='bracket', value=2), 11, None)
    """
    found = NUMBERED.match(text)
    if found is None:
        return None
    style = str(found.lastgroup)
    printed = found[0]
    if style == "digit" and _is_quantity(text, printed):
        return None
    if style == "circle":
        return Number(printed, style, ord(printed) - 0x245F)
    digits = "".join(c for c in printed if c.isdigit())
    if style == "dotted":
        digits = printed.rstrip("、.").rpartition(".")[2]
    if digits:
        return Number(printed, style, int(digits))
    return Number(printed, style, _chinese(printed))


def _is_quantity(text: str, printed: str) -> bool:
    """12月, 8人赴…, 30人 begin with a quantity, not with a number of a list."""
    if printed[-1] in "、." or _YEAR.match(text, len(printed)):
        return False
    return bool(_COUNTED.match(text)) or not printed.isdigit()


_YEAR = Pattern(r"20\d\d年")
_COUNTED = Pattern(
    r"\d+(?:项(?!目)|[年月日天个人名家次万千百亿元%户本块台套辆批期场件份条种处座亩公平米名]|至|到|-)"
)


def _chinese(printed: str) -> int:
    digits = [c for c in printed if c in _DIGITS or c == "十"]
    if "十" not in digits:
        return _DIGITS.get(digits[0], 0) if digits else 0
    at = digits.index("十")
    tens = _DIGITS[digits[at - 1]] if at else 1
    ones = _DIGITS[digits[at + 1]] if at + 1 < len(digits) else 0
    return tens * 10 + ones


def looks_like_a_heading(text: str) -> bool:
    """True for a short numbered paragraph that is no sentence.

    >>> looks_like_a_heading("(三)项目产出情况"), looks_like_a_heading("1.完成培训2次,参加30人。")
    (True, False)
    """
    number = number_of(text)
    if number is None:
        return False
    rest = text[len(number.printed) :]
    if number.style in ("chinese", "bracket", "part"):
        head, _, residue = rest.partition("。")
        if residue.startswith(_INSTRUCTION):
            rest = head
        return (
            0 < len(rest) <= _LONG
            and rest[-1] not in ",;"
            and not (set(rest[:-1]) & set("。;"))
        )
    if number.style == "annex":
        return 0 < len(rest) <= _LONG and rest[-1] not in _SENTENCE_END
    if not rest or set(rest) & set(",;。%") or rest[-1] in "!?…" or ":" in rest[:-1]:
        return False
    return len(rest) <= _SHORT


_INSTRUCTION = ("包括", "主要包括", "含", "见附", "附")
"""The outline's own explanation, left behind a heading: （一）项目概况。包括项目背景…等。"""

_UNNUMBERED = frozenset(
    [
        "项目概况",
        "项目基本情况",
        "基本情况",
        "资金投入和使用情况",
        "项目资金情况",
        "绩效目标",
        "项目绩效目标",
        "项目背景",
        "项目主要内容",
        "评价目的",
        "评价结论",
        "存在的问题",
        "存在问题",
        "主要经验及做法",
        "有关建议",
        "下一步工作措施",
        "改进措施",
    ]
)


def is_unnumbered_heading(text: str) -> bool:
    """True for a paragraph that is nothing but a usual heading: 项目概况."""
    return text.rstrip(":") in _UNNUMBERED


def levels_of(styles: Sequence[str]) -> list[int]:
    """Levels of headings from the styles of their numbers, as the document nests them.

    A style that was not seen before is one below the heading before it; a known one returns to
    its own level. 一、 and flattened 1、 both begin a document at level 1.

    >>> levels_of(["chinese", "bracket", "digit", "bracket", "chinese"])
    [1, 2, 3, 2, 1]
    """
    outer = {"chinese", "part"} & set(styles)
    stack: list[str] = []
    found = []
    for printed in styles:
        # 1、 and 1. are one level, unless 1、 is a flattened 一、
        style = "digit" if outer and printed == "listed" else printed
        if style == "annex":
            stack = []
            found.append(1)
            continue
        if style in stack:
            stack = stack[: stack.index(style) + 1]
        else:
            if stack and (style in ("chinese", "part") or (not outer and style == "listed")):
                stack = [] if style == "part" or "part" not in stack else stack[:1]
            stack.append(style)
        found.append(len(stack))
    return found


def chapters_of(lines: Sequence[Line]) -> tuple[Chapter, ...]:
    """Nest the lines below their headings; lines before the first heading belong to none."""
    heads = [line for line in lines if line.kind == "heading"]
    below: dict[int, list[Line]] = {head.index: [] for head in heads}
    current: Line | None = None
    for line in lines:
        if line.kind == "heading":
            current = line
        elif current is not None and line.kind != "contents":
            below[current.index].append(line)
    return _nest(heads, below)


def _nest(heads: Sequence[Line], below: dict[int, list[Line]]) -> tuple[Chapter, ...]:
    found = []
    at = 0
    while at < len(heads):
        end = at + 1
        while end < len(heads) and heads[end].level > heads[at].level:
            end += 1
        parts = _nest(heads[at + 1 : end], below)
        found.append(Chapter(heads[at], tuple(below[heads[at].index]), parts))
        at = end
    return tuple(found)
