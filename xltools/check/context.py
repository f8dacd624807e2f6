"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.model import Entry, Indicator, IndicatorScore, Scores, SelfEvaluation, TypedValue
from xltools.patterns import Pattern
from xltools.profile import Profile, ScoringPolicy
from xltools.remembered import LONGEST, of_short_texts, once
from xltools.value import align
from xltools.widths import one_width

Aligned: TypeAlias = tuple[TypedValue, TypedValue] | None

NUMERIC = ("at_least", "at_most", "equal", "number", "range")
COST_WORDS = ("cost", "economic_cost")
OTHER_COSTS = ("社会成本", "环境成本", "生态成本")
"""成本指标 of 101号文 that are no money."""


class Context(Struct, frozen=True, dict=True):
    """One form with its scores and the region's rules."""

    evaluation: SelfEvaluation
    scores: Scores
    profile: Profile

    @property
    def policy(self) -> ScoringPolicy:
        """The region's scoring policy."""
        return self.profile.policy

    def has(self, column: str) -> bool:
        """True if the form has that indicator column."""
        return self.evaluation.has(column)

    @property
    def prints_execution(self) -> bool:
        """True if 预算执行率 has a row among the indicators."""
        return len(self._rows) < len(self.scores.indicators)

    @property
    def is_scored(self) -> bool:
        """True if the form is scored at all: without a column 得分 nobody asks for a total."""
        return self.evaluation.has("score")

    @once
    def _rows(self) -> tuple[IndicatorScore, ...]:
        rows = self.scores.indicators
        return tuple([each for each in rows if not each.indicator.is_execution])

    @once
    def _measured(self) -> tuple[IndicatorScore, ...]:
        return tuple([each for each in self._rows if not each.indicator.judged])

    @once
    def _costs(self) -> tuple[IndicatorScore, ...]:
        return tuple([each for each in self._measured if is_cost(each.indicator)])

    @once
    def _aligned(self) -> dict[int, Aligned]:
        rows = [each.indicator for each in self._measured]
        return {id(row): align(row.target_value, row.actual_value) for row in rows}

    @once
    def _folded(self) -> dict[str, str]:
        return {}

    @once
    def _solid(self) -> dict[str, str]:
        return {}

    def rows(self) -> tuple[IndicatorScore, ...]:
        """Indicators without the row 预算执行率, which has rules of its own."""
        return self._rows

    def measured(self) -> tuple[IndicatorScore, ...]:
        """Indicators with a target to meet: not what an evaluator finds and scores."""
        return self._measured

    @once
    def _worded(self) -> tuple[IndicatorScore, ...]:
        return tuple([each for each in self._measured if not _is_counted(each.indicator)])

    def worded(self) -> tuple[IndicatorScore, ...]:
        """Of these, the ones where target and result are not both numbers."""
        return self._worded

    def costs(self) -> tuple[IndicatorScore, ...]:
        """成本指标 that are money, also where 成本 is a 一级指标 of its own."""
        return self._costs

    @once
    def _dear(self) -> frozenset[int]:
        return frozenset([id(each.indicator) for each in self._costs])

    def is_cost(self, indicator: Indicator) -> bool:
        """True for a measured indicator that is among the `costs`."""
        return id(indicator) in self._dear

    @once
    def whole(self) -> list[Indicator]:
        """The rows of the form without those that tell more of the row above them."""
        return [row for row in self.evaluation.indicators if not is_part_row(row)]

    def aligned(self, indicator: Indicator) -> Aligned:
        """Target and result of a measured row in one unit; None if they cannot be compared."""
        return self._aligned[id(indicator)]

    def folded(self, entry: Entry) -> str:
        """The text of a cell in one width; "" for a blank one. Several rules read every text."""
        text = entry.text
        if text is None:
            return ""
        known = self._folded.get(text)
        if known is None:
            known = self._folded[text] = one_width(text)
        return known

    def solid(self, entry: Entry) -> str:
        """The same without blanks."""
        text = entry.text
        if text is None:
            return ""
        known = self._solid.get(text)
        if known is None:
            known = self._solid[text] = self.folded(entry).replace(" ", "")
        return known

    def texts(self) -> tuple[tuple[str, Entry], ...]:
        """Texts that explain, with their keys: the report's and the form's own boxes.

        The goals are not among them; they say what was done and not why. Nor are texts about
        all the unit's projects, whose figures are not this form's.
        """
        return self._texts

    @once
    def _texts(self) -> tuple[tuple[str, Entry], ...]:
        others = {text.key for text in self.profile.texts if text.scope == "all_projects"}
        fields = [
            each
            for each in self.evaluation.fields.items()
            if not each[0].startswith("objective_")
        ]
        return (
            *fields,
            *[each for each in self.evaluation.texts.items() if each[0] not in others],
        )


def _is_counted(indicator: Indicator) -> bool:
    target, actual = indicator.target_value, indicator.actual_value
    return target.kind in NUMERIC and actual.kind in NUMERIC


Rule: TypeAlias = Callable[[Context], Iterator[Finding]]


def show(value: Decimal) -> str:
    """Print a number without trailing zeros; at most six places, which reach one 分."""
    return plain(half_up(value, 6))


def says(text: str | None, words: tuple[str, ...]) -> bool:
    """True if the text holds one of the words, whatever spaces stand in it."""
    if not text:
        return False
    return _known_says(text, words) if len(text) <= LONGEST else _says(text, words)


def _says(text: str, words: tuple[str, ...]) -> bool:
    solid = "".join(text.split())
    return any(word in solid for word in words)


_known_says = lru_cache(maxsize=8192)(_says)


_SPACES = Pattern(r"\s+")
_BRACKETED = Pattern(r"[(（【\[][^)）】\]]*[)）】\]]")
_PREFIX = Pattern(
    r"^[★☆*●\s]*(?:\[\w+\])?(?:指标\s*\d+\s*[:：、.]?|\d+\s*[、.]|其中\s*[:：])?\s*"
)
_PART = Pattern(r"^[★☆*●\s]*其中\s*[:：]")


def bare_name(text: str | None) -> str:
    """A name with its brackets, without ★, 指标1： and spaces.

    >>> bare_name("★促进 就业（≥**%）")
    '促进就业(≥**%)'
    """
    return _bare(text or "")


@of_short_texts(4096)
def _bare(text: str) -> str:
    return _SPACES.sub("", _PREFIX.sub("", one_width(text).strip()))


def stem(text: str | None) -> str:
    """A name or a text without what does not tell it apart: ★, 指标1：, brackets, spaces.

    >>> stem("★★★其中：受益 人数(≥**人)"), stem("指标1:健康档案"), stem(None)
    ('受益人数', '健康档案', '')
    """
    return _stem(text or "")


@of_short_texts(4096)
def _stem(text: str) -> str:
    return _BRACKETED.sub("", bare_name(text)).rstrip("。.；;,，")


def is_part_row(indicator: Indicator) -> bool:
    """True for a row 其中：… without points: it tells more of the row above and earns nothing."""
    return indicator.points.value is None and bool(_PART.match(indicator.name.text or ""))


def target_words(indicator: Indicator) -> str:
    """The target as a person reads it, also where sign, value and unit stand apart: ≥95%."""
    if indicator.nature is None and indicator.unit is None:
        return indicator.target.text or ""
    nature = indicator.nature.text if indicator.nature else None
    unit = indicator.unit.text if indicator.unit else None
    sign = nature if nature and len(nature) <= 2 and "定" not in nature else ""
    value = indicator.target.text or ""
    return f"{sign}{value}{unit if unit and unit not in value else ''}"


def is_cost(indicator: Indicator) -> bool:
    """True for a cost in money: 成本指标, 经济成本指标; not 社会成本, 生态环境成本."""
    if indicator.subcategory not in COST_WORDS and indicator.category not in COST_WORDS:
        return False
    heads = indicator.level2.text, indicator.level1.text
    return not any(says(head, OTHER_COSTS) for head in heads)


def is_satisfaction(indicator: Indicator) -> bool:
    """True for 满意度, wherever the form puts it."""
    if indicator.category == "satisfaction" or "满意" in (indicator.name.text or ""):
        return True
    return "满意" in (indicator.level2.text or "") or "满意" in (indicator.level1.text or "")


_DONE = Pattern(r"(?:已|全部|已全部|按时|按期|如期|基本)?完成[。.]?")


def answers_otherwise(indicator: Indicator) -> bool:
    """True where people were asked whether they are 满意 and the answer is 完成."""
    target, actual = indicator.target.text or "", indicator.actual.text or ""
    worded = indicator.target_value.kind == indicator.actual_value.kind == "qualitative"
    if not worded or "满意" not in target or "完成" in target:
        return False
    return _DONE.fullmatch(actual) is not None


_SEVERAL = Pattern(r"[;；]|\d\s*[^\d\s,，.、;；]{1,4}[,，、]\s*[^\d,，、]{0,8}\d")


def holds_several(indicator: Indicator) -> bool:
    """True if the target names several quantities, which no rule can score as one."""
    worded = indicator.target_value.kind in ("qualitative", "unreadable")
    return worded and bool(_SEVERAL.search(indicator.target.text or ""))
