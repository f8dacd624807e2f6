"""Names and years: are the rows told apart, do they speak of this year (checks 34, 45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xltools.check.context import Context, Rule, holds_several, stem, target_words
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Indicator
from xltools.patterns import Pattern
from xltools.remembered import of_short_texts
from xltools.widths import one_width

_SPACES = Pattern(r"\s+")
_NUMBERED = Pattern(r"^[★☆*●\s]*指标\s*\d+\s*[:：、.]?\s*")
_YEAR = Pattern(r"(?<!\d)(20\d\d)(?=\s*年)")
_TOLD = 10
"""Cells that a finding names; each of a thousand that names all of them would be a book."""


def years_are_this_year(context: Context) -> Iterator[Finding]:
    """A year written in a target or result is the form's year (34)."""
    year = context.evaluation.year
    if year is None:
        return
    for row in context.worded():
        for entry, value in (
            (row.indicator.target, row.indicator.target_value),
            (row.indicator.actual, row.indicator.actual_value),
        ):
            if value.kind != "date":
                continue
            days = [day.year for day in (value.start, value.end) if day and day.year]
            if days and year not in days and not (min(days) < year < max(days)):
                yield Code.YEAR_DIFFERS.at(entry.place, entry.label, found=days[0], year=year)


def goals_speak_of_this_year(context: Context) -> Iterator[Finding]:
    """A goal that names only other years was copied from them (34)."""
    year = context.evaluation.year
    entries = [
        context.evaluation.fields.get(k) for k in ("objective_planned", "objective_achieved")
    ]
    entries.append(context.evaluation.texts.get("annual_objective"))
    for entry in entries:
        years = {int(found) for found in _YEAR.findall(entry.text or "")} if entry else set()
        if entry and year and years and year not in years:
            yield Code.YEAR_DIFFERS.at(entry.place, entry.label, found=max(years), year=year)


def names_are_unique(context: Context) -> Iterator[Finding]:
    """No two indicators bear the same name (45)."""
    seen: dict[str, list[Indicator]] = defaultdict(list)
    for row in context.evaluation.indicators:
        if row.name.text:
            seen[_folded(row.name.text)].append(row)
    for same in seen.values():
        if len(same) == 1:
            continue
        places = "、".join(each.name.place.a1 for each in same[:_TOLD])
        if len(same) > _TOLD:
            places += "等"
        for indicator in same[1:]:
            yield Code.NAME_TWICE.at(
                indicator.name.place, indicator.name.label,
                name=indicator.name.text, count=len(same), places=places,
            )  # fmt: skip


@of_short_texts(4096)
def _folded(name: str) -> str:
    """A name without spaces and the form's own 指标1： before it; brackets tell names apart."""
    return _SPACES.sub("", _NUMBERED.sub("", one_width(name)))


def names_say_something(context: Context) -> Iterator[Finding]:
    """三级指标 is not just the name of its 二级指标 (45)."""
    heads: dict[int, str] = {}  # rows under one merged cell share it
    for row in context.measured():
        indicator = row.indicator
        name = _stem(indicator.name.text)
        if not name or "满意" in name:  # 服务对象满意度 says what is asked
            continue
        for level, head in (("二级指标", indicator.level2), ("一级指标", indicator.level1)):
            known = heads.get(id(head))
            if known is None:
                known = heads[id(head)] = _stem(head.text)
            if name == known:
                yield Code.NAME_IS_CATEGORY.at(
                    indicator.name.place, indicator.name.label,
                    name=indicator.name.text, level=level,
                )  # fmt: skip
                break


def _stem(text: str | None) -> str:
    return _known_stem(text or "")


@of_short_texts(4096)
def _known_stem(text: str) -> str:
    return stem(text).removesuffix("指标")


def one_target_a_row(context: Context) -> Iterator[Finding]:
    """Several quantities in one row cannot be scored (45)."""
    for row in context.worded():
        entry = row.indicator.target
        if holds_several(row.indicator):
            yield Code.SEVERAL_IN_ONE.at(
                entry.place, entry.label, target=target_words(row.indicator)
            )


RULES: tuple[Rule, ...] = (
    years_are_this_year,
    goals_speak_of_this_year,
    names_are_unique,
    names_say_something,
    one_target_a_row,
)
