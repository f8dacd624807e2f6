"""Deadlines of goals against the dates that the report gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_claims, find_told
from xltools.audit.claims.indicators.names import key_of, without_unit
from xltools.audit.claims.indicators.pairs import comparable, missed
from xltools.audit.claims.indicators.timing import Completion, find_completions
from xltools.audit.codes_indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import percent
from xltools.model import Day, TypedValue
from xltools.patterns import Pattern
from xltools.value import first_day, last_day


def _is_later(done: TypedValue, due: TypedValue) -> bool:
    """True if even the first day that was meant lies behind the deadline.

    Only where one of them names a year, or neither does.
    """
    day, end = done.end or done.start, due.end
    if day is None or end is None or done.kind != "date" or due.kind != "date":
        return False
    year = end.year or day.year or 2024
    if (end.year is None) != (day.year is None) and not day.year:
        return False
    return first_day(done.start or day, day.year or year) > last_day(end, year)


def _missed(case: Case) -> Iterator[IndicatorClaim]:
    """Indicators whose date lies behind their deadline, each once."""
    seen: set[tuple[str, str]] = set()
    for told in case.of(find_told):
        for claim in told.claims.values():
            target, actual = claim.target, claim.actual
            if target is None or actual is None or not _is_later(actual.value, target.value):
                continue
            key = (key_of(claim.name), actual.words)
            if key not in seen:
                seen.add(key)
                yield claim


def deadlines_are_kept(case: Case) -> Iterator[Remark]:
    """A result that is a date is not behind the deadline of its own indicator."""
    for claim in _missed(case):
        assert claim.actual is not None
        yield remark(
            IndicatorCode.DEADLINE_MISSED, claim.actual.at, name=without_unit(claim.name),
            target=claim.aims_at, actual=claim.came_to,
        )  # fmt: skip


class _Doubt(Struct, frozen=True):
    goal: IndicatorClaim
    done: Completion


def _doubts(case: Case) -> Iterator[_Doubt]:
    """Goals with a deadline beside a report that tells only of a later end of the whole."""
    if any(_is_dated(each) for told in case.of(find_told) for each in told.claims.values()):
        return  # judged by the dates that are stated
    for goal in case.of(find_claims):
        if goal.target is None or goal.target.value.kind != "date" or goal.actual is not None:
            continue
        late = [
            each for each in case.of(find_completions)
            if each.line.index != goal.line.index and _is_later(_end(each), goal.target.value)
        ]  # fmt: skip
        early = [
            each for each in case.of(find_completions)
            if each.line.index != goal.line.index and not _is_later(_end(each), goal.target.value)
        ]  # fmt: skip
        if late and not early and _is_the_whole(goal.name):
            yield _Doubt(goal, late[0])


def _is_dated(claim: IndicatorClaim) -> bool:
    values = [said.value.kind for said in (claim.target, claim.actual) if said is not None]
    return values == ["date", "date"]


def _end(done: Completion) -> TypedValue:
    """截至11月底 is the end of November."""
    from msgspec.structs import replace

    if not done.until or done.date.end is None:
        return done.date
    end: Day = done.date.end
    return replace(done.date, start=end)


_WHOLE = Pattern(
    r"工作$|项目$|任务$|^项目|^工程|工程$|建设$|完成|完工|竣工|时间|时限|期限|及时"
)
_STAGE = Pattern(r"招标|采购|设计|方案|支付|拨付|验收|前期|开工|申报|下达|计划")


def _is_the_whole(name: str) -> bool:
    return _WHOLE.search(name) is not None and _STAGE.search(name) is None


def completion_shows_the_deadline(case: Case) -> Iterator[Remark]:
    """9月30日前完成 is not shown by 截至11月底全部完成."""
    for doubt in list(_doubts(case))[:1]:
        done, goal = doubt.done, doubt.goal
        assert goal.target is not None
        yield remark(
            IndicatorCode.DEADLINE_DOUBTFUL, done.at, claim=done.line.words(done.start, done.end),
            against=_words(goal), place=goal.line.where, arithmetic="",
        )  # fmt: skip


def _words(goal: IndicatorClaim) -> str:
    return goal.line.words(goal.start, goal.end)


_COUNT = Pattern(
    r"三级指标(?P<all>\d{1,3})[个项].{0,12}?(?:已)?完成(?:的)?(?:三级)?(?:指标)?(?P<done>\d{1,3})[个项](?:[,，](?:指标)?完成率(?:为|达到?)?(?P<rate>100(?:\.0+)?%))?"
)


def all_done_holds(case: Case) -> Iterator[Remark]:
    """12 of 12 completed cannot be while one is missed: at most 11 ÷ 12 = 91.67 %."""
    short = {key_of(claim.name): claim for claim in _fallen_short(case)}
    doubts = [] if short else list(_doubts(case))[:1]
    missed_ones = list(short.values()) or [each.goal for each in doubts]
    for line in case.report.prose if missed_ones else ():
        found = _COUNT.search(line.text)
        if found is None or found["all"] != found["done"]:
            continue
        whole, left = int(found["all"]), int(found["all"]) - len(missed_ones)
        if left < 0:
            continue
        code = (
            IndicatorCode.ALL_DONE_THOUGH_MISSED
            if short
            else IndicatorCode.ALL_DONE_THOUGH_LATE
        )
        first = missed_ones[0]
        against = without_unit(first.name) if short else _words(first)
        yield remark(
            code, (line, found.start(), found.end()),
            claim=line.words(found.start(), found.end()), against=against,
            missed=len(missed_ones), target=first.aims_at, actual=first.came_to,
            arithmetic=f"最多完成 {left} ÷ {whole} = {percent(Decimal(left) / whole)}",
        )  # fmt: skip


def _fallen_short(case: Case) -> Iterator[IndicatorClaim]:
    """Indicators whose own number or date shows that they were not reached."""
    yield from _missed(case)
    for told in case.of(find_told):
        for claim in told.claims.values():
            pair = comparable(claim) if claim.category != "execution" else None
            if pair is not None and missed(claim, *pair):
                yield claim


RULES: tuple[Rule, ...] = (
    deadlines_are_kept,
    completion_shows_the_deadline,
    all_done_holds,
)
