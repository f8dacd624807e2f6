"""Enumerations inside the text: what they announce, how many items follow, in what order."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

NUMERALS = "一二三四五六七八九十"
_CHINESE = {char: value for value, char in enumerate(NUMERALS, start=1)} | {"两": 2}


def count_of(written: str) -> int:
    """The value of a small number in digits or Chinese; 0 if it is neither.

    >>> count_of("两"), count_of("12"), count_of("十二"), count_of("若干")
    (2, 12, 12, 0)
    """
    if written.isdigit():
        return int(written)
    if len(written) == 2 and written[0] == "十":
        return 10 + _CHINESE.get(written[1], 0)
    return _CHINESE.get(written, 0)


def numeral(value: int) -> str:
    """A number up to nineteen in Chinese.

    >>> numeral(2), numeral(10), numeral(12)
    ('二', '十', '十二')
    """
    return NUMERALS[value - 1] if value <= 10 else f"十{NUMERALS[value - 11]}"


class Marker(Claim, frozen=True):
    """The sign before one item of an enumeration: 一是, (2), ③."""

    style: str
    value: int

    @property
    def printed(self) -> str:
        """The sign as it stands."""
        return self.line.text[self.start : self.end]

    @property
    def at(self) -> tuple[Line, int, int]:
        """The sign and some words behind it."""
        return self.line, self.start, min(len(self.line.text), self.end + 16)


_MARKER = Pattern(
    r"(?:^|(?<=[。;:,]))(?:"
    r"(?P<words>[一二三四五六七八九十]是)"
    r"|(?P<stage>第[一二三四五六七八九十](?:阶段|步|方面))"
    r"|(?P<round>\(\d{1,2}\)(?![=＝年度月第号]))"
    r"|(?P<circle>[①②③④⑤⑥⑦⑧⑨⑩])"
    r"|(?P<digit>\d{1,2}[、.](?![\d、]))"
    r")"
)


def markers_of(line: Line) -> Iterator[Marker]:
    """The signs of a line in order."""
    for found in _MARKER.finditer(line.text):
        style = str(found.lastgroup)
        yield Marker(line, found.start(), found.end(), style, _value(found[0], style))


def _value(printed: str, style: str) -> int:
    if style == "circle":
        return ord(printed) - 0x245F
    if style == "words":
        return count_of(printed[0])
    if style == "stage":
        return count_of(printed[1])
    return count_of("".join(char for char in printed if char.isdigit()))


class Step(Struct, frozen=True):
    """Two signs of one kind that follow each other and are not one apart."""

    first: Marker
    then: Marker


def find_steps(report: Report) -> tuple[Step, ...]:
    """Where an enumeration inside the text leaves out or repeats a number.

    一是…二是… may run through the paragraphs of a chapter, other signs through one paragraph
    (those at its beginning are items of a list, see structure.py).
    """
    found: list[Step] = []
    spoken: dict[str, Marker] = {}
    chapter: tuple[str, ...] = ()
    for line in report.lines:
        if line.kind != "body":
            continue
        if line.chapter != chapter:
            spoken, chapter = {}, line.chapter
        inner: dict[str, Marker] = {}
        for each in markers_of(line):
            last = spoken if each.style in ("words", "stage") else inner
            before = last.get(each.style)
            last[each.style] = each
            if before is None or each.value in (1, before.value + 1):
                continue
            if before.start == 0 and before.style == "digit":  # 2.…;5.… of an outer list
                continue
            if _is_a_step(before, each, report):
                found.append(Step(before, each))
    return tuple(found)


def _is_a_step(before: Marker, then: Marker, report: Report) -> bool:
    """False where the missing sign stands between the two without a stop before it."""
    lines = report.lines[before.line.index : then.line.index + 1]
    parts = [line.text for line in lines if line.kind == "body"]
    parts[-1] = parts[-1][: then.start]
    parts[0] = (
        parts[0][before.end :]
        if before.line is not then.line
        else parts[0][before.end : then.start]
    )
    words = "\n".join(parts)
    if then.value < before.value or (then.value == before.value and len(lines) > 1):
        return False
    missing = 1 if then.value == before.value else before.value + 1
    return _sign(then.printed, missing) not in words


def _sign(printed: str, value: int) -> str:
    """The sign of the same kind with another value: (3) → (1)."""
    if printed in "①②③④⑤⑥⑦⑧⑨⑩":
        return chr(0x245F + value)
    if any(char.isdigit() for char in printed):
        return (
            "".join("#" if char.isdigit() else char for char in printed)
            .replace("##", "#")
            .replace("#", str(value))
        )
    return "".join(numeral(value) if char in _CHINESE else char for char in printed)


class Announced(Claim, frozen=True):
    """以下三个方面 with the items that follow it."""

    count: int
    items: tuple[Marker, ...]


_COUNT = r"(?P<count>[二两三四五六七八九十]|十[一二三四五]|\d{1,2})"
_ANNOUNCE = Pattern(
    r"(?:以下|如下|下列|下面)"
    + _COUNT
    + r"(?:个|大|点|项|条|类|种|步)(?:方面|部分|问题|环节|阶段|措施|内容|原因|做法|原则|工作|特点|不足)*"
)


def find_announced(report: Report) -> tuple[Announced, ...]:
    """Announcements of a number of items that are followed by an enumeration of any length."""
    found = []
    for line in report.prose:
        for said in _ANNOUNCE.finditer(line.text):
            items = _items_behind(report, line, said.end())
            if items:
                found.append(
                    Announced(
                        line, said.start(), said.end(), count_of(said["count"]), tuple(items)
                    )
                )
    return tuple(found)


def _items_behind(report: Report, line: Line, end: int) -> list[Marker]:
    """The first enumeration behind a place in its chapter, from its first item on."""
    depth = level_above(report, line)
    items: list[Marker] = []
    for each in report.lines[line.index :]:
        if each.kind == "heading" and each.level <= depth:
            break
        for marker in markers_of(each):
            if each is line and marker.start < end:
                continue
            if not items:
                if marker.value != 1:
                    return []
                items.append(marker)
            elif marker.style == items[0].style:
                if marker.value != items[-1].value + 1:
                    return items
                items.append(marker)
    return items


def level_above(report: Report, line: Line) -> int:
    """The level of the heading that a line stands under; 0 before the first."""
    above = [each for each in report.headings if each.index < line.index]
    return above[-1].level if above else 0


class Listed(Claim, frozen=True):
    """甲、乙和丙三个方面: the words, the number they claim, the fewest and most names counted."""

    claimed: int
    fewest: int
    most: int

    @property
    def words(self) -> str:
        """The names and the number."""
        return self.line.text[self.start : self.end]


_LISTED = Pattern(
    r"[^,。;:()!?“”《》]*、[^,。;:()!?“”《》]*?"
    + _COUNT
    + r"个?(?:方面|维度|环节|层次|等级|部分|阶段|级次|档次)"
)
_JOIN = Pattern(r"以及|[和及与、]")
_OPENING = Pattern(r"包括|分为|按照|针对|围绕|主要|[从在对按为是的由以将了]")


def find_listed(report: Report) -> tuple[Listed, ...]:
    """Names in a row that end in their number.

    Where the row begins is not said in Chinese, so that every possible beginning is counted.
    """
    found = []
    for line in report.prose:
        for row in _LISTED.finditer(line.text):
            names = row[0][: row.start("count") - row.start()]
            claimed = count_of(row["count"])
            if "等" in names[-2:] or "、" in (names[-1:], names[:1]) or not claimed:
                continue
            fewest, most = _counted(names)
            found.append(Listed(line, row.start(), row.end(), claimed, fewest, most))
    return tuple(found)


def _counted(names: str) -> tuple[int, int]:
    starts = [0, *(each.end() for each in _OPENING.finditer(names))]
    rows = [names[start:] for start in starts if "、" in names[start:]]
    fewest = min(row.count("、") + 1 for row in rows)
    return fewest, max(len(_JOIN.findall(row)) + 1 for row in rows)
