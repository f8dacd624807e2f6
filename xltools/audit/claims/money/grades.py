"""Grades in prose: the one that was given, and the table that says which score earns which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.places import sentence_span
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_GRADES = "优秀|优良|良好|中等|合格|较差|优|良|中|差"
_GRADE = Pattern(
    rf"(?:等级|级别|评级|评价结果|评定结果|自评结果|结果|级次|属于|评定|档次)[^,。;\d优良中差]{{0,8}}?[“\"'(]?"
    rf"(?P<grade>{_GRADES})(?![、秀良好等差质化格\u4e00-\u9fff])[”\"')]?"
)
_GIVEN = Pattern(
    rf"(?:评为|评定为|定为|评级为|定级为|自评为|确定为|认定为|达到|属)[“\"'(]?(?P<grade>{_GRADES})(?:等次|等级|级|档次?)?[”\"')]?(?![秀良好等差质化格\u4e00-\u9fff、])"
)
"""得分98.76分，评为优: a grade only where a score, or the evaluation, stands in the sentence."""
_OF_A_SCORE = Pattern(r"\d分|自评|绩效评价|评价结果|评价结论|等级|综合评价")
_TOKEN = Pattern(
    r"(?P<word>优秀|优|良好|良|中等|中(?![\u4e00-\u9fff])|不合格|合格|较差|差)(?![\u4e00-\u9fff]*率)|(?P<number>\d{1,3}(?:\.\d+)?)(?=分|\(|[-~至到以]|[>≥<≤)]|[^\d%年月])"
)
_BELOW = Pattern(r"以下|低于|[<＜]|不足|不满")
_SENTENCE = Pattern(r"[^。]*。?")


class GradeWord(Claim, frozen=True):
    """A grade that the report gives, as it is written: 优, 良好."""

    word: str


class Bands(Claim, frozen=True):
    """The grade table a report prints, and where: (floor, word), best first."""

    floors: tuple[tuple[Decimal, str], ...]


def find_grades(report: Report) -> tuple[GradeWord, ...]:
    """Return the grades that the prose gives."""
    return tuple(each for line in report.prose for each in grades_in(line))


def grades_in(line: Line) -> Iterator[GradeWord]:
    """Yield the grades of one line; those of a table of grades, and of other things, are none.

    >>> from xltools.audit.report import make_line
    >>> for text in ("综合得分98.76分，评为优。", "项目评价等级为“良”。", "单位年度考核评为优秀。"):
    ...     print([each.word for each in grades_in(make_line(0, text))])
    ['优']
    ['良']
    []
    """
    table = bands_in(line)
    found = {each.start("grade"): each for each in _GRADE.finditer(line.text)}
    for each in _GIVEN.finditer(line.text):
        start, _ = sentence_span(line, each.start())
        if _OF_A_SCORE.search(line.text[start : each.start()]):
            found.setdefault(each.start("grade"), each)
    for at, each in sorted(found.items()):
        if table is None or not table.start <= at < table.end:
            yield GradeWord(line, at, each.end("grade"), each["grade"])


def find_bands(report: Report) -> Bands | None:
    """Return the grade table that the report prints; None if it prints none."""
    return next((found for line in report.prose if (found := bands_in(line))), None)


def bands_in(line: Line) -> Bands | None:
    """Return the grade table of a line, the bounds before or behind the words.

    >>> from xltools.audit.report import make_line
    >>> table = bands_in(make_line(0, "优（90分及以上）、良（80—90分）、中（60—80分）、差（60分以下）。"))
    >>> [f"{floor}{word}" for floor, word in table.floors]
    ['90优', '80良', '60中', '0差']
    """
    for sentence in _SENTENCE.finditer(line.text):
        text = sentence[0]
        if "优" not in text or ("良" not in text and "合格" not in text):
            continue
        found = _floors(text)
        if found is not None:
            start, end, floors = found
            return Bands(line, sentence.start() + start, sentence.start() + end, floors)
    return None


Token: TypeAlias = "re.Match[str]"
Table: TypeAlias = tuple[int, int, tuple[tuple[Decimal, str], ...]]
"""Start and end in the sentence, and the floors."""


def _floors(text: str) -> Table | None:
    """The table of a sentence; a list of words (优、良、中、差四个等级) may stand before it."""
    tokens = list(_TOKEN.finditer(text))
    starts = [n for n, token in enumerate(tokens) if token["word"]]
    return next((table for n in starts if (table := _from(text, tokens, n)) is not None), None)


def _from(text: str, tokens: Sequence[Token], first: int) -> Table | None:
    """The table that begins with this word: its bounds before each word, or behind it."""
    before = bool(_numbers_before(text, tokens, first))
    words = [n for n in range(first, len(tokens)) if tokens[n]["word"]]
    floors: list[tuple[Decimal, str]] = []
    start = end = tokens[first].start()
    for n in words:
        group = (_numbers_before if before else _numbers_behind)(text, tokens, n)
        if not group:
            break
        floors.append((_floor(text, tokens[n]["word"], group), tokens[n]["word"]))
        start = min(start, group[0].start())
        end = max(end, group[-1].end(), tokens[n].end())
    falling = all(a > b and _RANK[v] < _RANK[w] for (a, v), (b, w) in pairwise(floors))
    if len(floors) < 3 or not falling or floors[0][0] > 100:
        return None
    return start, end + len("分(含)”。"), tuple(floors)


def _floor(text: str, word: str, group: Sequence[Token]) -> Decimal:
    """The lower of the bounds; 0 for 差, and where only an upper one is given (60分以下)."""
    values = {Decimal(token["number"]) for token in group}
    around = text[max(group[0].start() - 4, 0) : group[-1].end() + 4]
    if word in _LAST or (len(values) == 1 and _BELOW.search(around)):
        return Decimal(0)
    return min(values)


def _numbers_before(text: str, tokens: Sequence[Token], n: int) -> Sequence[Token]:
    """The bounds in the clause before a word."""
    near = takewhile(
        lambda each: each["number"] and not _STOP.search(text[each.end() : tokens[n].start()]),
        reversed(tokens[:n]),
    )
    return list(reversed(list(near)))


def _numbers_behind(text: str, tokens: Sequence[Token], n: int) -> Sequence[Token]:
    """The bounds in the clause behind a word."""
    near = takewhile(
        lambda each: each["number"] and not _STOP.search(text[tokens[n].end() : each.start()]),
        tokens[n + 1 :],
    )
    return list(near)


_STOP = Pattern(r"[,;、]|:(?=\d)|分:")
_LAST = ("差", "较差", "不合格")
_RANK = {"优秀": 0, "优": 0, "良好": 1, "良": 1, "中等": 2, "中": 2, "合格": 2, "较差": 3, "差": 3,
         "不合格": 3}  # fmt: skip
