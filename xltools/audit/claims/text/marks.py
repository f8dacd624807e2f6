"""Quotation marks, brackets and stops: which have no partner, which stand twice, which lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.text.structure import contents_of
from xltools.audit.outline import number_of
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Fault(Claim, frozen=True):
    """A place in a line, and what is wrong there (words for a message)."""

    why: str = ""

    @property
    def around(self) -> str:
        """The place with some words on each side, as they were written."""
        return self.line.words(
            max(0, self.start - 8), min(len(self.line.text), self.end + 8)
        ).strip()


_STOPS = frozenset("。;!?…:”)》】〕,、.\"'")


def is_wrapped(report: Report) -> bool:
    """True if paragraphs are broken into lines, as text taken from a page is."""
    bodies = [line for line in report.lines if line.kind == "body" and len(line.text) > 20]
    open_ended = [line for line in bodies if line.text[-1] not in _STOPS]
    return len(bodies) >= 6 and len(open_ended) * 3 > len(bodies)


# Marks without a partner

Lone: TypeAlias = Callable[[str], tuple[int, str] | None]
"""From a text to the place of its first mark without partner and what is wrong; None if none."""


def find_lone_quotes(report: Report) -> tuple[Fault, ...]:
    """Quotation marks that do not open and close in turn, at most one for each line."""
    return tuple(_lone(report, lone_quote))


def find_lone_brackets(report: Report) -> tuple[Fault, ...]:
    """Brackets and title marks without a partner, at most one for each line."""
    return tuple(_lone(report, lone_bracket))


def _lone(report: Report, find: Lone) -> Iterator[Fault]:
    contents = contents_of(report)
    for line in report.lines:
        if line.kind == "contents" or line.index in contents:
            continue
        found = find(line.text)
        if found is None or _goes_on(report, line, find):
            continue
        at, why = found
        if not (line is report.lines[-1] and line.text[-1] not in _STOPS and _opens(line, at)):
            yield Fault(line, at, at + 1, why)


def _opens(line: Line, at: int) -> bool:
    """True for the first half of a pair: at the end of a text that breaks off it says nothing."""
    return line.text[at] in _NAMES or (line.text[at] == "“" and "”" not in line.text[at:])


def _goes_on(report: Report, line: Line, find: Lone) -> bool:
    """True if the partner stands in the line before or behind, or a quotation has paragraphs."""
    if line.kind == "cell":
        return False
    before, behind = report.lines[: line.index][-1:], report.lines[line.index + 1 :][:1]
    if find is lone_quote and behind and behind[0].text.startswith("“"):
        return True  # each paragraph of a quotation opens, only the last closes
    around = ((before, ()), ((), behind), (before, behind))
    return any(
        find("".join(each.text for each in (*first, line, *last))) is None
        for first, last in around
        if first or last
    )


def lone_quote(text: str) -> tuple[int, str] | None:
    """The first quotation mark out of turn.

    >>> lone_quote("““七一“表彰经费”"), lone_quote("验收合格后付款。”"), lone_quote('属于"良好"')
    ((1, '前引号后面又是前引号'), (8, '多了一个后引号'), None)
    """
    opened: int | None = None
    for at, char in enumerate(text):
        if char == "“" or (char == '"' and opened is None):
            if char == '"' and text[at - 1 : at].isdigit():  # inches
                continue
            if opened is not None:
                return at, "前引号后面又是前引号"
            opened = at
        elif char in '”"':
            if opened is None:
                return at, "多了一个后引号"
            opened = None
    return None if opened is None else (opened, "缺后引号")


_PAIRS = {")": "(", "]": "[", "】": "【", "〕": "〔", "》": "《"}
_NAMES = {"(": "括号", "[": "方括号", "【": "方头括号", "〔": "六角括号", "《": "书名号"}
_LIST_SIGN = Pattern(r"(?:^|(?<=[。;,:、]))[0-9a-zA-Z①-⑩一二三四五六七八九十]{1,2}\)")
"""1) 2) before items."""
_RANGE = Pattern(r"\[[-\d.%分≤≥<>=Xx~,、]{2,18}\)|\([-\d.%分≤≥<>=Xx~,、]{2,18}\]")
"""Half-open ranges of scores: [80,90)."""


def lone_bracket(text: str) -> tuple[int, str] | None:
    """The first bracket without its partner, and what kind it is.

    >>> lone_bracket("（财预〔2020〕10号"), lone_bracket("1)得分[80,90)为良"), lone_bracket("《办法")
    (None, None, (0, '书名号'))
    >>> lone_bracket("(财预〔2020〕10号"), lone_bracket("(财预〔202010号)")
    ((0, '括号'), (3, '六角括号'))
    """
    signs = {each.end() - 1 for each in _LIST_SIGN.finditer(text)}
    ranges = {at for each in _RANGE.finditer(text) for at in (each.start(), each.end() - 1)}
    opened: list[int] = []
    for at, char in enumerate(text):
        if at in ranges or (at in signs and "(" not in (text[each] for each in opened)):
            continue
        if char in _NAMES:
            opened.append(at)
        elif char in _PAIRS:
            if not opened or _PAIRS[char] not in (text[each] for each in opened):
                return at, _NAMES[_PAIRS[char]]
            if text[opened[-1]] != _PAIRS[char]:
                return opened[-1], _NAMES[text[opened[-1]]]
            opened.pop()
    return (opened[-1], _NAMES[text[opened[-1]]]) if opened else None


# Marks that are one too many, or in a wrong place

_DOUBLED = Pattern(
    r"[,;:、。]{2,}"
    r"|、为(?=(?:副?组长|组员|成员)[,。;的])"
    r"|、等(?![级额价同待于效次比候到离差号位])"
    r"|,等(?=[\u4e00-\u9fff]{2,12}(?:工作|资料|材料|情况|方面|内容|项目|支出|费用|活动|措施))(?![待到候他她得我])"
    r"|[(《“][,;、。]"
    r"|[,;、][)》]"
)


def find_doubled_marks(report: Report) -> tuple[Fault, ...]:
    """Two stops in a row, 、等, a stop right behind an opening bracket."""
    return tuple(
        Fault(line, found.start(), found.end())
        for line in report.lines
        if line.kind != "contents"
        for found in _DOUBLED.finditer(line.text)
    )


_COMMA = Pattern(r"(?<=([\u4e00-\u9fff]{2})),(?=([\u4e00-\u9fff]{3}))")
_OFTEN = 5


def find_broken_terms(report: Report) -> tuple[Fault, ...]:
    """预期，指标值 where the report says 预期指标值 all over: the comma came in by mistake.

    `why` is the term without the comma.
    """
    text = "\n".join(line.text for line in report.prose)
    found = []
    for line in report.prose:
        for comma in _COMMA.finditer(line.text):
            term = comma[1] + comma[2]
            if text.count(term) >= _OFTEN and text.count(f"{comma[1]},{comma[2]}") == 1:
                found.append(Fault(line, comma.start() - 2, comma.end() + 3, term))
    return tuple(found)


def find_comma_ends(report: Report) -> tuple[Fault, ...]:
    """Paragraphs that break off with a comma although a new item or chapter follows."""
    if is_wrapped(report):
        return ()
    found = []
    for line in report.prose:
        then = report.lines[line.index + 1 : line.index + 2]
        if line.kind != "body" or line.text[-1:] not in (",", "、") or not then:
            continue
        if then[0].kind == "heading" or number_of(then[0].text) is not None:
            found.append(Fault(line, max(0, len(line.text) - 9), len(line.text)))
    return tuple(found)


_CUT_OFF = Pattern(
    r"(?<=[,。;])(?:加快|切实|不断|通过|促进|确保|以及|并且?|根据|按照|由于|从而|进一步|有效|使|为了|对于?|把|将)(?=[。;])"
    r"|(?<=[,。;:])(?:同时)?建议[\u4e00-\u9fff]{0,8}(?:局|部门|单位|委员会|政府|财政)(?=[。;])"
    r"|(?<=[,。;])(?:加快|进一步|不断|切实|建议[\u4e00-\u9fff]{0,8}(?:局|部门|单位|委员会|政府))$"
)


def find_cut_off(report: Report) -> tuple[Fault, ...]:
    """倒排工期，加快。建议县财政局。: the sentence ends before its verb has an object, or it a verb."""
    return tuple(
        Fault(line, found.start(), found.end())
        for line in report.prose
        for found in _CUT_OFF.finditer(line.text)
    )


# Small things, counted over the report

_HALF = Pattern(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")
_MIXED = Pattern(r"\([^()（）]{1,40}）|（[^()（）]{1,40}\)")


def find_half_width(report: Report) -> tuple[Fault, ...]:
    """Half-width stops between two Chinese characters."""
    return tuple(_in_raw(report, _HALF))


def find_mixed_brackets(report: Report) -> tuple[Fault, ...]:
    """Brackets of which one half is full width and the other is not."""
    return tuple(_in_raw(report, _MIXED))


def _in_raw(report: Report, pattern: Pattern) -> Iterator[Fault]:
    for line in report.lines:
        if line.kind == "contents":
            continue
        places = {raw: at for at, raw in enumerate(line.offsets)}
        for found in pattern.finditer(line.raw):
            start, end = places.get(found.start()), places.get(found.end() - 1)
            if start is not None and end is not None:
                yield Fault(line, start, end + 1)


_LONG = 25


def find_no_full_stop(report: Report) -> tuple[Fault, ...]:
    """Paragraphs that are sentences and end in no mark."""
    if is_wrapped(report):
        return ()
    found = []
    for line in report.prose:
        then = report.lines[line.index + 1 : line.index + 2]
        text = line.text
        if line.kind != "body" or len(text) < _LONG or "," not in text or text[-1] in _STOPS:
            continue
        if then and then[0].kind in ("heading", "body") and "=" not in text:
            found.append(Fault(line, len(text) - 10, len(text)))
    return tuple(found)


def find_semicolon_ends(report: Report) -> tuple[Fault, ...]:
    """The last paragraph of a chapter ends in a semicolon."""
    found = []
    for line in report.prose:
        then = report.lines[line.index + 1 : line.index + 2]
        if (
            line.kind == "body"
            and line.text.endswith(";")
            and then
            and then[0].kind == "heading"
        ):
            found.append(Fault(line, max(0, len(line.text) - 10), len(line.text)))
    return tuple(found)
