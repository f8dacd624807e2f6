"""What a report says well or ill of its money, procedures, results, systems: word against word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators import find_told
from xltools.audit.claims.places import clause_start, sentence_span
from xltools.audit.claims.text.lexicon import is_word
from xltools.audit.report import Line, Report
from xltools.audit.tables import load_table
from xltools.patterns import Pattern

Kind: TypeAlias = Literal["blame", "weak", "praise", "advice"]
Place: TypeAlias = Literal["problem", "advice", "aim", "account"]
"""Where a sentence stands: in a chapter of problems, of suggestions, of goals and methods, or in one that
tells what was done."""


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that may be praised and blamed; the patterns stand in logic.toml."""

    name: str
    grave: bool
    blame: tuple[str, ...]
    weak: tuple[str, ...]
    praise: tuple[str, ...]
    advice: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    shared: bool = False
    anywhere: bool = False


class Topics(Struct, frozen=True, forbid_unknown_fields=True):
    """The table of logic.toml."""

    common: str
    heads: str
    topic: tuple[Topic, ...]


class Statement(Claim, frozen=True):
    """Praise or blame of one topic, and the clause that holds it.

    `things` are the words around it that say of what it is said, where the topic is one of many
    things; None where the topic is one thing by itself. `factual` topics are true anywhere.
    """

    topic: str
    kind: Kind
    grave: bool
    things: frozenset[str] | None = None
    factual: bool = False


_PROBLEM = Pattern(r"问题|不足|困难|短板")
_NO_PROBLEM = Pattern(
    r"其他需要说明|需要说明的(?:其他)?问题|其他问题|有关问题|问题的?(?:整改|解决|建议)|经验"
)
_ADVICE = Pattern(r"建议|改进|下一步|整改|后续|措施|打算|展望|安排")
_AIM = Pattern(
    r"(?<!项)目的|原则|方法|标准|依据(?!充分|是否)|背景|绩效目标(?!.*(?:完成|实现|分析))|总体目标|指标体系|概况|评价对象|计划"
)
_SAYS_PROBLEM = Pattern(
    r"^(?:[(（]?[\d一二三四五六七八九十]+[)）、.]*)?(?:项目)?(?:(?:存在|主要)(?:的)?(?:主要)?问题|问题(?:和不足)?[。:])"
)
_MENDED = Pattern(
    r"不存在|没有(?:出现|发生|发现|任何)|未(?:出现|发生|发现|见)|无|杜绝|避免|防止|解决|克服|防范|减少|是否|如果|若|针对|整改|改变了?|"
    r"以往|过去|此前|原来|实施前(?!期)|改造前"
)
_WISHED = Pattern(
    r"是否|能否|应当|应该|应(?![付用急])|(?<![主重必首])要|需|确保|保证|为了|旨在|力争|努力|建议|进一步|继续|不断|逐步|尽快|希望|"
    r"要求|不够|未|没|不(?![断同])|考核|衡量|评价|评估|判断|如果|若|影响|促进"
)


def place_of(line: Line) -> Place:
    """Return what is told where a line stands: the innermost heading that says so decides."""
    if _SAYS_PROBLEM.search(line.text):
        return "problem"
    for heading in reversed(line.chapter):
        if _PROBLEM.search(heading) and not _NO_PROBLEM.search(heading):
            return "problem"
        if _ADVICE.search(heading):
            return "advice"
        if _NO_PROBLEM.search(heading):
            return "problem" if _PROBLEM.search(heading) and "原因" in heading else "account"
        if _AIM.search(heading):
            return "aim"
    return "account"


def find_statements(report: Report) -> tuple[Statement, ...]:
    """Return praise, blame and advice, each where it can be meant as such, in order."""
    found: list[Statement] = []
    topics = load_table("logic", Topics).topic
    places = [(line, place_of(line)) for line in report.prose]
    places += [(cell, "problem") for cell in _reasons(report)]
    for line, place in places:
        for topic in topics:
            found += _in(line, place, topic)
    for topic in topics:
        found += _indicators(report, topic)
    return tuple(found)


def _reasons(report: Report) -> Iterator[Line]:
    """Cells in which a deviation is explained."""
    for table in report.tables:
        heads = table.rows[0] if table.rows else ()
        for column, head in enumerate(heads):
            if _REASON.search(head.text):
                yield from (row[column] for row in table.rows[1:] if len(row[column].text) > 6)


_REASON = Pattern(r"偏差|原因")


def _in(line: Line, place: Place, topic: Topic) -> Iterator[Statement]:
    if place == "problem" or (topic.anywhere and place == "account"):
        yield from _matches(line, topic, "blame", topic.blame, _MENDED)
        yield from _matches(line, topic, "weak", topic.weak, _MENDED)
    if place == "advice":
        yield from _matches(line, topic, "advice", topic.advice, None)
    elif place == "account":
        yield from _matches(line, topic, "praise", topic.praise, _WISHED)


def _indicators(report: Report, topic: Topic) -> Iterator[Statement]:
    """Indicators with 100% that praise a topic by their name: 工资发放及时率, 设备使用率."""
    if not topic.indicator:
        return
    pattern = _pattern(topic.name, "indicator", topic.indicator)
    for claim in (each for told in find_told(report) for each in told.claims.values()):
        actual = claim.actual
        if actual is None or not pattern.search(claim.name) or not _FULL.search(actual.words):
            continue
        things = things_in(claim.name) if topic.shared else None
        yield Statement(
            actual.line, actual.start, actual.end, topic.name, "praise", topic.grave, things,
            topic.anywhere,
        )  # fmt: skip


_FULL = Pattern(r"^(?:100(?:\.0+)?|9[5-9](?:\.\d+)?)[%％]$")


def _matches(
    line: Line, topic: Topic, kind: Kind, sources: tuple[str, ...], barred: Pattern | None
) -> Iterator[Statement]:
    if not sources:
        return
    for found in _pattern(topic.name, kind, sources).finditer(line.text):
        before = line.text[clause_start(line.text, found.start()) : found.start()]
        if barred is not None and barred.search(before):
            continue
        start, end = found.span()
        if topic.anywhere and kind == "blame" and _REPAIRED.search(_rest(line, end)):
            continue
        things = things_in(_around(line, start, end, kind)) if topic.shared else None
        yield Statement(line, start, end, topic.name, kind, topic.grave, things, topic.anywhere)


_REPAIRED = Pattern(
    r"(?:已|均|后)(?:全部|全额|足额|及时|于[^,。;]{2,10})?(?:补发|补齐|补足|补拨|整改|解决|修复|返工|到位|到账|投入使用|发放|结清|付清)"
)
"""Said in the same sentence, behind the blame: the matter was settled."""


def _rest(line: Line, at: int) -> str:
    return line.text[at : sentence_span(line, at)[1]]


def _around(line: Line, start: int, end: int, kind: Kind) -> str:
    """The clause of a praise; of a blame what its sentence says before it, too."""
    text = line.text
    first, last = sentence_span(line, start)
    stop = _CLAUSE.search(text[end:last])
    until = end + stop.start() if stop else last
    return text[first if kind != "praise" else clause_start(text, start) : until]


def are_one_thing(one: Statement, other: Statement) -> bool | None:
    """True if both speak of one thing, False if of different ones; None if nobody can tell."""
    if one.things is None or other.things is None:
        return True
    if not one.things or not other.things:
        return None
    shared = one.things & other.things
    heads = load_table("logic", Topics).heads
    is_more = any(each not in heads for each in shared) or shared in (one.things, other.things)
    return is_more or None if shared else False


_CLAUSE = Pattern(r"[,，、;。]")
_CHINESE = Pattern(r"[\u4e00-\u9fff]+")


def things_in(text: str) -> frozenset[str]:
    """Return the words of a text that name a thing.

    >>> sorted(things_in("大型设备使用率88.20%")), sorted(things_in("全部按时足额发放"))
    (['大型', '设备'], [])
    """
    common = load_table("logic", Topics).common
    found = set()
    for run in _CHINESE.findall(text):
        at = 0
        while at + 1 < len(run):
            pair = run[at : at + 2]
            if pair in common:
                at += 2
                continue
            if is_word(pair):
                found.add(pair)
            at += 1
    return frozenset(found)


_compiled: dict[tuple[str, str], re.Pattern[str]] = {}


def _pattern(topic: str, kind: str, sources: tuple[str, ...]) -> re.Pattern[str]:
    key = topic, kind
    if key not in _compiled:
        _compiled[key] = re.compile("|".join(sources))
    return _compiled[key]
