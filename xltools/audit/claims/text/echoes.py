"""Sentences that stand twice, in one paragraph or in two that follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.outline import number_of
from xltools.audit.report import Line, Report, Sentence, sentences_of
from xltools.patterns import Pattern


class Echo(Struct, frozen=True):
    """A sentence, and the one before it that says the same to the letter."""

    first: Sentence
    again: Sentence

    @property
    def is_beside(self) -> bool:
        """True if both stand in one paragraph."""
        return self.first.line is self.again.line


_SHORTEST, _OF_ITEMS = 10, 30
"""Characters of a sentence that is not repeated by chance; of one that items of a list share."""
_LISTED_TWICE = Pattern(
    r"(?:(?<![\u4e00-\u9fff、])|(?<=做到|包括|分别|坚持|实现|落实))(?P<once>[\u4e00-\u9fff]{3,12})、(?:[\u4e00-\u9fff]{2,12}、){0,8}?(?P=once)(?=[,。;、]|$)"
)


def find_listed_twice(report: Report) -> tuple[tuple[Line, int, int, str], ...]:
    """底数清、情况明、底数清: one item stands twice in one list."""
    return tuple(
        (line, found.start(), found.end(), found["once"])
        for line in report.prose
        for found in _LISTED_TWICE.finditer(line.text)
    )


_FIXED = Pattern(
    r"得\d*[^,]{0,4}分|不扣分|扣\d|满分|评分|分值|权重|达到(?:了?(?:年初|预期|年度|绩效)*目标|预期)|完成率|"
    r"目标值?(?:一致|相符)|无偏差|[=≥≤]|指标值|不适用|不涉及"
)
"""What reports say of each indicator in the same words."""
_LEAD = Pattern(
    r"^(?:\(?[\d一二三四五六七八九十]{1,2}[)、.]+|[①-⑩]|[一二三四五六七八九]是|其中:|[^,:]{2,12}:)*"
)
_TOLD_ALIKE = Pattern(r"^(?:无|没有|不存在|详见|见附|同上|单位:|其中)")


def find_echoes(report: Report) -> tuple[Echo, ...]:
    """Return the sentences that stand twice, each with its first place, in order."""
    found = []
    before: Line | None = None
    for line in report.prose:
        beside = before is not None and before.index == line.index - 1
        found += list(_echoes(line, before if beside else None))
        before = line
    return tuple(found)


def _echoes(line: Line, before: Line | None) -> Iterator[Echo]:
    seen: dict[str, Sentence] = {}
    if before is not None:
        least = _OF_ITEMS if _are_items(before, line) else _SHORTEST
        for each in sentences_of(before):
            words = _words(each)
            if len(words) >= least:
                seen.setdefault(words, each)
    for each in sentences_of(line):
        words = _words(each)
        if len(words) < _SHORTEST or _FIXED.search(words) or _TOLD_ALIKE.match(words):
            continue
        if words in seen:
            yield Echo(seen.pop(words), each)
        else:
            seen[words] = each


def _words(sentence: Sentence) -> str:
    """The sentence without number and label."""
    text = sentence.text
    found = _LEAD.match(text)
    return text[found.end() :] if found else text


def _are_items(one: Line, other: Line) -> bool:
    """True for two items of one list, which may well be told alike."""
    numbers = number_of(one.text), number_of(other.text)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0].style == numbers[1].style
    labels = tuple(each.text.partition(":") for each in (one, other))
    return all(colon and len(label) <= _LABEL for label, colon, _ in labels)


_LABEL = 24
