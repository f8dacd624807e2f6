"""The headings of a template: their order, their printed numbers, what stands below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xltools.patterns import Pattern
from xltools.report.blocks import Blank, Heading, PageBreak, Section
from xltools.report.faults import Fault
from xltools.report.templates import Placed

_DIGITS = "一二三四五六七八九"
_CHINESE = f"[{_DIGITS}十百]+"
_KINDS = (
    ("{}、", Pattern(rf"({_CHINESE})、")),
    ("（{}）", Pattern(rf"[（(]({_CHINESE})[)）]")),
    ("第{}部分", Pattern(rf"第({_CHINESE})部分")),
    ("第{}章", Pattern(rf"第({_CHINESE})章")),
    ("附件{}", Pattern(r"附件\s*(\d{1,2})")),
    ("附件{}", Pattern(rf"附件({_CHINESE})")),
    ("（{}）", Pattern(r"[（(](\d{1,2})[)）]")),
    ("{}.", Pattern(r"(\d{1,2})[.．](?!\d)")),
    ("{}、", Pattern(r"(\d{1,2})、")),
    ("{}", Pattern("([①-⑳])")),
)
"""How a number is printed, and how it is recognised."""


class Number(Struct, frozen=True):
    """The number printed at the head of a heading: 3, in the manner （三）."""

    value: int
    printed: str
    manner: str


class Titled(Struct):
    """A heading block with the heading above it, None for the first level."""

    block: Heading
    where: str
    number: Number | None
    parent: Titled | None

    @property
    def words(self) -> str:
        """The heading without its number."""
        text = self.block.heading.strip()
        return text.removeprefix(self.number.printed).strip() if self.number else text


def number_of(heading: str) -> Number | None:
    """Return the number that a heading begins with; None without one, or if it is computed.

    >>> number_of("（十二）产出"), number_of("3.效益").manner, number_of("基本情况")
    (Number(value=12, printed='（十二）', manner='（一）'), '1.', None)
    """
    for manner, pattern in _KINDS:
        found = pattern.match(heading.strip())
        if found is not None:
            value = _value(found[1])
            return Number(value, found[0], manner.format(_written(1, found[1])))
    return None


def outline_faults(blocks: Sequence[Placed]) -> Iterator[Fault]:
    """Yield what is wrong with the headings, in their order."""
    headings = list(_headings(blocks))
    groups: dict[int, list[Titled]] = {}
    for each in headings:
        if each.parent is not None and each.block.level > each.parent.block.level + 1:
            yield Fault(
                each.where,
                f"标题“{each.block.heading}”是 {each.block.level} 级，直接放在 {each.parent.block.level} 级"
                f"标题“{each.parent.block.heading}”之下，跳过了一级。请写 level = "
                f'{each.parent.block.level + 1}；要保留原来的字体，加 style = "heading {each.block.level}"。',
                "warning",
            )
        groups.setdefault(id(each.parent), []).append(each)
    for siblings in groups.values():
        yield from _number_faults(siblings)
        yield from _repeated(siblings)
    yield from _empty_chapters(blocks)


def _headings(blocks: Sequence[Placed]) -> Iterator[Titled]:
    above: list[Titled] = []
    for placed in blocks:
        block = placed.block
        if isinstance(block, Heading):
            while above and above[-1].block.level >= block.level:
                above.pop()
            parent = above[-1] if above else None
            titled = Titled(block, placed.where, number_of(block.heading), parent)
            above.append(titled)
            yield titled


def _number_faults(siblings: Sequence[Titled]) -> Iterator[Fault]:
    """The numbers under one heading run from 1 without a gap; a `when` may leave one out.

    Headings of another manner (附件1 behind 六、) begin anew.
    """
    last: dict[str, Titled] = {}
    for each in siblings:
        number = each.number
        if number is None:
            continue
        before = last.get(number.manner)
        was = before.number.value if before is not None and before.number is not None else 0
        either = before is not None and bool(before.block.when or each.block.when)
        if number.value != was + 1 and not (either and number.value == was):
            yield Fault(each.where, _wrong_number(each, number, before, was))
        last[number.manner] = each
    manners = list(dict.fromkeys(e.number.manner for e in siblings if e.number is not None))
    chapters = [manner for manner in manners if not manner.startswith("附件")]
    if len(chapters) > 1:
        yield Fault(
            next(e.where for e in siblings if e.number and e.number.manner == chapters[1]),
            f"同一级的标题有的用“{chapters[0]}”，有的用“{chapters[1]}”。请统一编号。",
            "warning",
        )


def _wrong_number(each: Titled, number: Number, before: Titled | None, was: int) -> str:
    """Say what the number is and, by its place, ought to be."""
    wanted = number.printed.replace(
        _written(number.value, number.printed), _written(was + 1, number.printed)
    )
    printed = each.block.heading.strip()
    if before is None:
        return f"标题“{printed}”是这一级的第一个，编号应为“{wanted}”。"
    what = "重复" if number.value == was else "跳号" if number.value > was else "次序颠倒"
    return f"标题“{printed}”的编号{what}：上一个是“{before.block.heading.strip()}”，这里应为“{wanted}”。"


def _repeated(siblings: Sequence[Titled]) -> Iterator[Fault]:
    """Two headings of the same words under one heading; alternatives by `when` are none."""
    seen: dict[str, Titled] = {}
    for each in siblings:
        before = seen.setdefault(each.words, each)
        if before is not each and not (before.block.when and each.block.when):
            yield Fault(
                each.where,
                f"标题“{each.block.heading.strip()}”与前面的“{before.block.heading.strip()}”"
                f"（{before.where}）重复。请改写或删去其中一块。",
            )


def _empty_chapters(blocks: Sequence[Placed]) -> Iterator[Fault]:
    """A heading with nothing below it, not even a smaller heading."""
    filled = [
        each for each in blocks if not isinstance(each.block, (Blank, PageBreak, Section))
    ]
    following: list[Placed | None] = [*filled[1:], None]
    for placed, after in zip(filled, following, strict=False):  # of none there is a None
        block = placed.block
        if not isinstance(block, Heading):
            continue
        below = after.block if after is not None else None
        if below is None or (isinstance(below, Heading) and below.level <= block.level):
            yield Fault(
                placed.where,
                f"标题“{block.heading.strip()}”下面没有内容。请加一块 text 或 paragraph，或删去标题。",
                "warning",
            )


# --- numbers


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    tens, ten, ones = text.rpartition("十")
    whole = 10 * (_DIGITS.index(tens[-1]) + 1 if tens else 1) if ten else 0
    return whole + (_DIGITS.index(ones[-1]) + 1 if ones else 0)


def _written(value: int, like: str) -> str:
    """A number in the digits of another text: 3, 三 or ③."""
    if any("①" <= char <= "⑳" for char in like):
        return chr(ord("①") + value - 1)
    if any(char.isdecimal() and char.isascii() for char in like):
        return str(value)
    tens, ones = divmod(value, 10)
    written = ("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else ""
    return written + (_DIGITS[ones - 1] if ones else "")
