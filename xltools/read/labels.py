"""What a printed label means: a column of indicators, a figure of money, a source, a field.

A profile's own words come first, then those of the shared vocabulary, then its patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from xltools.patterns import Pattern
from xltools.profile import Profile
from xltools.widths import one_width

if TYPE_CHECKING:
    from xltools.profile.vocabulary import LabelPattern

_BRACKETS = Pattern(r"[(（【\[][^)）】\]]*[)）】\]]")
_ORDINAL = Pattern(
    r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．])"
)
_NUMBERED = frozenset("一二三四五六七八九十(0123456789")
_MARKS = frozenset("、.．)")
_OPENING = frozenset("([【")
_NOISE = {
    ord(each): None for each in ":：、，,。.·★*☆ \t\n\r\f\v\u00a0\u2002\u2003\u2009\u3000"
}

_TOTAL = Pattern(
    r".{0,8}(?:合计|总计|总分|总得分|总评分)(?:值|数)?|(?:综合|最终|评价|绩效|项目|自评)+(?:得分|评分)"
)

LONGEST_LABEL = 40
"""Longer texts are sentences, not labels."""


@lru_cache(maxsize=8192)
def normal_label(text: str) -> str:
    r"""Reduce a printed label to what identifies it.

    Spaces, line ends, colons, stars, numbering and anything in brackets — "(A)", "（万元）",
    "(50分)" — do not tell one label from another.

    >>> normal_label("全年 预算数(A)："), normal_label("绩 效\n指 标"), normal_label("二、预算执行情况")
    ('全年预算数', '绩效指标', '预算执行情况')
    """
    folded = bare = one_width(text).strip()
    if folded[:1] in _NUMBERED and not _MARKS.isdisjoint(folded[:5]):
        # most labels need no pattern, and patterns cost a start
        bare = _ORDINAL.sub("", folded)
    if not _OPENING.isdisjoint(bare):
        bare = _BRACKETS.sub("", bare)
    return bare.translate(_NOISE) or folded.translate(_NOISE)


class Words:
    """One kind of label → key: listed words first, then patterns."""

    def __init__(
        self, listed: Iterable[tuple[str, str]], patterns: Iterable[LabelPattern] = ()
    ) -> None:
        self.listed: dict[str, str] = {}
        for label, key in listed:
            self.listed.setdefault(normal_label(label), key)
        self._patterns = [(each.key, each.pattern) for each in patterns]
        self._guessed: dict[str, str | None] = {}

    def exact(self, label: str) -> str | None:
        """The key of a listed word, given as its normal label."""
        return self.listed.get(label)

    def key(self, label: str) -> str | None:
        """The key of a listed word, or of one that a pattern fits."""
        found = self.listed.get(label)
        if found is None and self._patterns:
            if label not in self._guessed:
                self._guessed[label] = self._guess(label)
            found = self._guessed[label]
        return found

    def _guess(self, label: str) -> str | None:
        if not 2 <= len(label) <= 30:
            return None
        return next((key for key, each in self._patterns if re.search(each, label)), None)


class Lexicon:
    """All labels that can be understood, for one profile or for forms of unknown make."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        from xltools.profile.vocabulary import load_vocabulary  # not for forms of our own

        shared = load_vocabulary()
        profiles = tuple(profiles)
        self.columns = Words(
            [*_columns(profiles), *_pairs(shared.columns)], shared.column_patterns
        )
        self.measures = Words(
            [*_measures(profiles), *_pairs(shared.measures)], shared.measure_patterns
        )
        self.sources = Words(
            [*_sources(profiles), *_pairs(shared.sources)], shared.source_patterns
        )
        self.fields = Words([*_fields(profiles), *_pairs(shared.fields)])
        # 填报单位 is whose form it is only where nothing else says so
        for label in _normal(shared.fields["reporting_unit"]):
            self.fields.listed[label] = "reporting_unit"
        self.grouped = dict(_grouped(profiles))
        for parent, words in shared.grouped.items():
            for label, key in _pairs(words):
                self.grouped.setdefault((parent, normal_label(label)), key)
        self.totals = frozenset(
            normal_label(label)
            for profile in profiles
            for label in (profile.form.tail.total_label, *profile.form.tail.total_synonyms)
            if label
        ) | _normal(shared.tail["total"])
        self.grades = _normal(shared.fields["grade"]) | frozenset(
            normal_label(profile.form.tail.grade_label) for profile in profiles
        ) - {""}
        self.tail_points = _normal(shared.tail["full"])
        self.tail_scores = _normal(shared.tail["score"])
        self.subtotals = _normal(shared.tail["subtotal"])
        self.notes = _normal(shared.tail["notes"])
        self.ignored = _normal(shared.ignored["labels"])

    def is_total(self, label: str) -> bool:
        """True for 总分, 合计 and whatever ends so: 评分合计, 综合得分."""
        return label in self.totals or _TOTAL.fullmatch(label) is not None

    def is_label(self, label: str) -> bool:
        """True for a word that names something on a form, and so is nobody's answer."""
        return (
            label in self.fields.listed
            or label in self.columns.listed
            or label in self.measures.listed
            or label in self.ignored
        )


_lexicons: dict[tuple[int, ...], tuple[tuple[Profile, ...], Lexicon]] = {}


def lexicon(*profiles: Profile) -> Lexicon:
    """The lexicon of these profiles, made once; without any, the shared words alone."""
    identity = tuple(id(profile) for profile in profiles)
    known = _lexicons.get(identity)
    if known is None:
        known = _lexicons[identity] = profiles, Lexicon(profiles)
    return known[1]


def _normal(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(normal_label(label) for label in labels)


def _pairs(words: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    return ((label, key) for key, labels in words.items() for label in labels)


def _columns(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """Labels of columns; one under a group means nothing by itself."""
    for profile in profiles:
        tables = [profile.form.indicators.columns]
        tables += [each.columns for each in profile.form.assessments]
        for columns in tables:
            for column in columns:
                if not column.group:
                    yield column.label, column.key
                    yield from ((label, column.key) for label in column.synonyms)


def _grouped(profiles: Iterable[Profile]) -> Iterator[tuple[tuple[str, str], str]]:
    for profile in profiles:
        for column in profile.form.indicators.columns:
            if column.group:
                for label in (column.label, *column.synonyms):
                    yield (normal_label(column.group), normal_label(label)), column.key


def _measures(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    for profile in profiles:
        for each in profile.form.funding.measures:
            yield each.label, each.key
            yield from ((label, each.key) for label in each.synonyms)


def _sources(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    for profile in profiles:
        for each in profile.form.funding.sources:
            yield each.label, each.key
            yield from ((label, each.key) for label in each.synonyms)


def _fields(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    for profile in profiles:
        for each in profile.form.fields:
            yield each.label, each.key
            yield from ((label, each.key) for label in each.synonyms)
