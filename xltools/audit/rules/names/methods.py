"""The methods, dimensions and principles that are named are those that are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltools.audit.case import Case, Rule
from xltools.audit.claims.names.methods import (
    DESCRIBED,
    LISTED,
    USED,
    Methods,
    Named,
    find_dimensions,
    find_methods,
    frame_of_chapters,
)
from xltools.audit.claims.numbers import count_of
from xltools.audit.codes.names import NameCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.tables import load_table
from xltools.patterns import Pattern


def methods_used_are_listed(case: Case) -> Iterator[Remark]:
    """What is used elsewhere is in the list of methods, unless that is open (…等方法)."""
    listed = [each for each in case.of(find_methods) if each.place == LISTED]
    described = [each for each in case.of(find_methods) if each.place == DESCRIBED]
    if not listed or (not described and any(_is_open(each) for each in listed)):
        return
    known = {each.name for each in (*listed, *described)}
    for each in case.of(find_methods):
        if each.place == USED and each.name not in known:
            known.add(each.name)
            yield remark(
                NameCode.METHOD_NOT_LISTED, each.at, claim=each.written,
                against=_names(listed), where=listed[0].line.where,
            )  # fmt: skip


def _is_open(named: Named) -> bool:
    """True if 等 stands behind the list that a method is in."""
    text = named.line.text
    stop = text.find("。", named.end)
    return "等" in text[named.end : stop if stop >= 0 else len(text)]


def _names(named: Sequence[Named]) -> str:
    return "、".join(dict.fromkeys(each.written for each in named))


def methods_listed_are_described(case: Case) -> Iterator[Remark]:
    """Where methods are listed and then described one by one, both are the same methods."""
    listed = [each for each in case.of(find_methods) if each.place == LISTED]
    described = [each for each in case.of(find_methods) if each.place == DESCRIBED]
    first = listed[0].line if listed else None
    listed = [each for each in listed if each.line is first]
    if len(described) < 2 or len(listed) < 2:
        return
    names, others = {each.name for each in listed}, {each.name for each in described}
    extra = [each for each in described if each.name not in names]
    if extra and names - others:
        yield remark(
            NameCode.METHODS_LISTED_AND_DESCRIBED, extra[0].at, claim=_names(described),
            against=_names(listed),
        )  # fmt: skip


def methods_are_counted_right(case: Case) -> Iterator[Remark]:
    """…等四种方法 stands behind four."""
    for line in case.report.prose:
        for found in _COUNTED.finditer(line.text):
            start = max(line.text.rfind(mark, 0, found.start()) for mark in "。;") + 1
            names = [
                each for each in case.of(find_methods)
                if each.line is line and start <= each.start < found.start()
            ]  # fmt: skip
            pieces = (
                len(_AND.findall(line.text[names[0].start : found.start()])) if names else 0
            )
            count = count_of(found["n"])
            if len(names) >= 2 and pieces == len(names) - 1 and count not in (None, len(names)):
                yield remark(
                    NameCode.METHODS_AND_COUNT, (line, *found.span()), claim=found[0],
                    listed=len(names), names=_names(names),
                    arithmetic=f"列出 {len(names)} 种，写的是 {count} 种",
                )  # fmt: skip


_COUNTED = Pattern(r"等?(?P<n>[一二两三四五六七八九]|\d)种(?:评价)?方法")
_AND = Pattern(r"[、,]|和|及|以及|与")


def methods_bear_their_names(case: Case) -> Iterator[Remark]:
    """公众评判法 is not called 公众评议法."""
    wrong = {
        each: method.name
        for method in load_table("methods", Methods).method
        for each in method.misnamed
    }
    told: set[str] = set()
    for each in case.of(find_methods):
        words = each.line.text[each.start : each.end]
        if words in wrong and words not in told:
            told.add(words)
            yield remark(
                NameCode.METHOD_MISNAMED, each.at, claim=each.written, against=wrong[words]
            )


def one_frame_is_used(case: Case) -> Iterator[Remark]:
    """What is said to be evaluated by is what the chapters evaluate: 决策、过程、产出、效益."""
    named = case.of(find_dimensions)
    main = case.of(frame_of_chapters)
    where = "指标分析各章"
    if not main and named:
        most = max(named, key=lambda each: (len(each.dimensions), -each.line.index))
        main, where = most.dimensions, f"“{most.line.where}”"
    told = {frozenset(main)}
    for each in named:
        if frozenset(each.dimensions) not in told:
            told.add(frozenset(each.dimensions))
            yield remark(
                NameCode.TWO_FRAMES, (each.line, each.start, each.end),
                claim=each.line.words(each.start, each.end), against="、".join(main), where=where,
            )  # fmt: skip


def one_set_of_principles_is_named(case: Case) -> Iterator[Remark]:
    """The principles of 2011 do not stand beside those of 2020."""
    found = []
    for each in load_table("methods", Methods).principles:
        at = next((spot for word in each.words if (spot := _where(case, word))), None)
        if at is not None and all(_where(case, word) for word in each.words):
            found.append((each, at))
    if len(found) == 2:
        (new, _), (old, at) = found
        yield remark(
            NameCode.TWO_SETS_OF_PRINCIPLES, at, claim="、".join(old.words),
            against="、".join(new.words), paper=old.paper, other=new.paper,
        )  # fmt: skip


def _where(case: Case, word: str) -> tuple[Line, int, int] | None:
    for line in case.report.lines:
        at = line.text.find(word)
        if at >= 0:
            return line, at, at + len(word)
    return None


def quantity_goes_with_quality(case: Case) -> Iterator[Remark]:
    """定量分析与定性分析的原则 lacks 相结合."""
    for line in case.report.prose:
        for found in _QUANTITY.finditer(line.text):
            yield remark(
                NameCode.QUANTITY_AND_QUALITY, (line, *found.span()),
                claim=line.words(*found.span()),
            )  # fmt: skip


_QUANTITY = Pattern(r"定量(?:分析)?[与和]定性(?:分析)?的?(?:原则|方法|方式)")

RULES: tuple[Rule, ...] = (
    methods_used_are_listed,
    methods_listed_are_described,
    methods_are_counted_right,
    methods_bear_their_names,
    one_frame_is_used,
    one_set_of_principles_is_named,
    quantity_goes_with_quality,
)
