"""The list of goals against the list of results, and names that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import (
    IndicatorClaim,
    Said,
    Told,
    find_claims,
    find_told,
)
from xltools.audit.claims.indicators.levels import is_lead_in, level_in
from xltools.audit.claims.indicators.names import alike, core_of, key_of, without_unit
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import fold
from xltools.patterns import Pattern
from xltools.value import align

FEWEST = 3
"""So many goals and so many results make two lists that can be compared."""

_MARKS = Pattern(r"[“”\"'《》、,.。:;\s]")


def names_stand_once(case: Case) -> Iterator[Remark]:
    """No two indicators of one list bear the same name."""
    for told in case.of(find_told):
        seen: dict[tuple[object, ...], IndicatorClaim] = {}
        for claim in told.claims.values():
            if claim.target is None or is_lead_in(claim.name) or claim.category == "execution":
                continue
            name = _MARKS.sub("", claim.name)
            key = (name, claim.is_goal, claim.table, _list_of(claim))
            first = seen.setdefault(key, claim)
            if first is claim or len(name) < 2:
                continue
            if _same_words(first, claim) and not claim.table:
                continue  # the same sentence again is a copy, which others tell of
            yield remark(
                IndicatorCode.NAME_TWICE, claim.at, name=claim.name, place=first.line.where
            )


def _same_words(a: IndicatorClaim, b: IndicatorClaim) -> bool:
    return a.line.text == b.line.text and a.subcategory == b.subcategory


def _list_of(claim: IndicatorClaim) -> tuple[str, ...]:
    """The chapter of a list, without the headings that only name a 二级指标."""
    chapter = list(claim.line.chapter)
    while chapter and level_in(fold(chapter[-1])[0]) is not None:
        chapter.pop()
    return () if claim.table else tuple(chapter)


def results_answer_the_goals(case: Case) -> Iterator[Remark]:
    """Under each 二级指标 the results are those of its goals, one by one."""
    claims = case.of(find_claims)
    goals, results = _by_level(claims)
    if sum(map(len, goals.values())) < FEWEST or sum(map(len, results.values())) < FEWEST:
        return
    for key, told in results.items():
        set_ = goals.get(key, [])
        if not set_ or not _one_project(set_, told):
            continue
        fewer = len(set_) - len(told) >= 2 and (len(told) == 1 or len(set_) >= 2 * len(told))
        if fewer:
            yield remark(
                IndicatorCode.FEWER_RESULTS, told[0].at, level=told[0].level2, goals=len(set_),
                results=len(told), claim=told[0].words,
            )  # fmt: skip
            continue
        strange = [each for each in told if not any(alike(each.name, g.name) for g in set_)]
        unanswered = [g for g in set_ if not any(alike(each.name, g.name) for each in told)]
        if len(strange) > len(unanswered):
            continue
        for each in strange:
            listed = "、".join(f"“{without_unit(g.name)}”" for g in unanswered[:3])
            yield remark(
                IndicatorCode.OTHER_THAN_GOAL, each.at, level=each.level2, claim=each.name,
                against=listed,
            )  # fmt: skip


_Level = tuple[str | None, str | None]


def _by_level(
    claims: Sequence[IndicatorClaim],
) -> tuple[dict[_Level, list[IndicatorClaim]], dict[_Level, list[IndicatorClaim]]]:
    """Goals and results by 二级指标; claims that are both compare themselves."""
    goals: dict[_Level, list[IndicatorClaim]] = defaultdict(list)
    results: dict[_Level, list[IndicatorClaim]] = defaultdict(list)
    for claim in claims:
        if claim.subcategory is None or claim.style == "listed":
            continue
        key = claim.category, claim.subcategory
        if claim.is_goal:
            goals[key].append(claim)
        elif claim.target is None:
            results[key].append(claim)
    return goals, results


def _one_project(goals: list[IndicatorClaim], results: list[IndicatorClaim]) -> bool:
    """True if the goals stand in one list, and the results in one."""
    return len({_list_of(e) for e in goals}) == 1 and len({_list_of(e) for e in results}) == 1


def dates_answer_a_deadline(case: Case) -> Iterator[Remark]:
    """完成时间2022年12月，与预期目标一致 needs a goal that names a time."""
    claims = case.of(find_claims)
    goals = [each for each in claims if each.is_goal]
    dated = [each for each in goals if each.target and each.target.value.kind == "date"]
    if len(goals) < FEWEST or dated:
        return
    for claim in claims:
        actual = claim.actual
        if claim.affirmed and claim.target is None and actual and actual.value.kind == "date":
            yield remark(IndicatorCode.DATE_WITHOUT_GOAL, actual.at, claim=actual.words)


_ALL_DONE = Pattern(
    r"(?:其中)?已?完成(?:的)?(?:三级|绩效)?指标(?P<done>\d{1,3})[个项][,，]?(?:指标)?完成率(?:为|达到?)?100(?:\.0+)?%"
)
_RESULT_NUMBER = Pattern(r"\d[\d.]*(?P<unit>%|[\u4e00-\u9fff]{1,2})")


def completed_goals_have_results(case: Case) -> Iterator[Remark]:
    """已完成三级指标12个 is proved by results; without a single one it is only said."""
    listed = [each for each in case.of(find_claims) if each.style == "listed"]
    if len(listed) < FEWEST or any(told.table for told in case.of(find_told)):
        return
    if any(each.is_result for each in case.of(find_claims)):
        return
    for line in case.report.prose:
        found = _ALL_DONE.search(line.text)
        if found is None or any(_is_told(each, case) for each in listed):
            continue
        yield remark(
            IndicatorCode.NO_RESULTS_AT_ALL, (line, found.start(), found.end()),
            claim=f"{found['done']}个", listed=len(listed), example=listed[0].words,
        )  # fmt: skip


def _is_told(goal: IndicatorClaim, case: Case) -> bool:
    """True if some other line states a number in the goal's unit beside words of its name."""
    said = goal.target
    if said is None or said.value.unit is None or "元" in said.value.unit:
        return False
    unit = said.value.unit
    for line in case.report.prose:
        if line.index == goal.line.index:
            continue
        for found in _RESULT_NUMBER.finditer(line.text):
            if not found["unit"].startswith(unit[:1]):
                continue
            before = line.text[max(0, found.start() - 25) : found.start()]
            behind = line.text[found.end("unit") : found.end("unit") + 12]
            if _shares(goal.name, before + behind):
                return True
    return False


def _shares(name: str, words: str) -> bool:
    pairs = [name[n : n + 2] for n in range(len(name) - 1)]
    found = sum(pair in words for pair in pairs)
    return found >= 2 or (found >= 1 and len(pairs) <= 3)


_ECONOMY = Pattern(
    r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.])?(?:项目的?)?(?:经济性|成本(?:控制|分析)?|产出成本)[:。]"
)
_COMPARED = Pattern(
    r"单价|单位成本|人均|均价|成本(?:为|是|控制|节约|低于|降低|[^,。;]{0,6}\d)|节约|每[本块个台套次件人户]"
)


def costs_are_compared(case: Case) -> Iterator[Remark]:
    """A paragraph 经济性 compares the cost with its goal, where goals of cost were set."""
    costs = [
        each for each in case.of(find_claims) if each.is_goal and each.subcategory == "cost"
    ]
    if not costs:
        return
    for line in case.report.prose:
        if _ECONOMY.search(line.text) is None or line.index == costs[0].line.index:
            continue
        if _COMPARED.search(line.text) is None:
            colon = line.text.find(":")
            yield remark(
                IndicatorCode.COST_WITHOUT_RESULT, line,
                claim=line.text[: colon if colon > 0 else 8], listed=len(costs),
                against=costs[0].words,
            )  # fmt: skip


def indicators_are_told_alike(case: Case) -> Iterator[Remark]:
    """The same indicators in two places (chapter and annex) have the same values.

    Places that differ in more than a quarter of what they share tell of different projects.
    """
    places = case.of(find_told)
    for number, later in enumerate(places):
        for earlier in places[:number]:
            yield from _differences(_by_name(earlier), _by_name(later))


def _by_name(told: Told) -> dict[str, IndicatorClaim]:
    """Indicators by name; one that stands twice is left out."""
    found: dict[str, list[IndicatorClaim]] = defaultdict(list)
    for claim in told.claims.values():
        if claim.category != "execution":
            found[key_of(claim.name)].append(claim)
    return {name: claims[0] for name, claims in found.items() if len(claims) == 1}


def _differences(
    first: dict[str, IndicatorClaim], second: dict[str, IndicatorClaim]
) -> Iterator[Remark]:
    shared = _shared(first, second)
    found = []
    for name, other in shared.items():
        for what, a, b in (
            ("目标值", first[other].target, second[name].target),
            ("实际值", first[other].actual, second[name].actual),
            ("得分", first[other].score, second[name].score),
        ):
            if a is not None and b is not None and _differ(a, b):
                found.append((name, what, a, b))
    if len(shared) < 4:  # too few to tell one project from another but by their targets
        found = [
            e
            for e in found
            if e[1] == "实际值" and _one_target(first[shared[e[0]]], second[e[0]])
        ]
    elif len({each[0] for each in found}) * 4 > len(shared):
        return
    for name, what, a, b in found:
        yield remark(
            IndicatorCode.TOLD_OTHERWISE, b.at, name=without_unit(second[name].name), what=what,
            claim=b.words, place=a.line.where, against=a.words,
        )  # fmt: skip


def _one_target(a: IndicatorClaim, b: IndicatorClaim) -> bool:
    """True if both state the same target, and one that is not everybody's: 100%."""
    if a.target is None or b.target is None or _differ(a.target, b.target):
        return False
    pair = align(a.target.value, b.target.value)
    return pair is not None and pair[0].value is not None and pair[0].value != 100


def _shared(
    first: dict[str, IndicatorClaim], second: dict[str, IndicatorClaim]
) -> dict[str, str]:
    """Names of the second place with what the first calls the same indicator."""
    found = {name: name for name in second if name in first}
    left = [name for name in first if name not in found]
    for name, claim in second.items():
        fitting = [other for other in left if _is_the_same(first[other], claim)]
        if name not in found and len(fitting) == 1:
            found[name] = fitting[0]
    twice = {other for other in found.values() if list(found.values()).count(other) > 1}
    return {name: other for name, other in found.items() if other not in twice}


def _is_the_same(a: IndicatorClaim, b: IndicatorClaim) -> bool:
    """True for 操场硬化 and 操场硬化面积 in one unit, with one target."""
    short, long = sorted((core_of(key_of(a.name)), core_of(key_of(b.name))), key=len)
    if len(short) < 3 or not long.startswith(short) or a.target is None or b.target is None:
        return False
    pair = align(a.target.value, b.target.value)
    return pair is not None and pair[0].value is not None and pair[0].value == pair[1].value


def _differ(a: Said, b: Said) -> bool:
    """True if two values in one unit are not the same number."""
    if a.value.value is None or b.value.value is None or a.value.upper or b.value.upper:
        return False
    pair = align(a.value, b.value)
    return pair is not None and pair[0].value != pair[1].value


RULES: tuple[Rule, ...] = (
    names_stand_once,
    indicators_are_told_alike,
    results_answer_the_goals,
    dates_answer_a_deadline,
    completed_goals_have_results,
    costs_are_compared,
)
