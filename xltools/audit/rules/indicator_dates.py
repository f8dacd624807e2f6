"""Deadlines of goals against the dates that the report gives."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_claims, find_told
from xltools.audit.claims.indicators.names import key_of, without_unit
from xltools.audit.claims.indicators.timing import Completion, find_completions
from xltools.audit.codes_indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
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


def missed_deadlines(case: Case) -> Iterator[IndicatorClaim]:
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
    for claim in missed_deadlines(case):
        assert claim.actual is not None
        yield remark(
            IndicatorCode.DEADLINE_MISSED, claim.actual.at, name=without_unit(claim.name),
            target=claim.aims_at, actual=claim.came_to,
        )  # fmt: skip


class Doubt(Struct, frozen=True):
    """A goal with a deadline, and the later end of the whole work."""

    goal: IndicatorClaim
    done: Completion


def doubtful_deadlines(case: Case) -> Iterator[Doubt]:
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
            yield Doubt(goal, late[0])


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
    for doubt in list(doubtful_deadlines(case))[:1]:
        done, goal = doubt.done, doubt.goal
        assert goal.target is not None
        yield remark(
            IndicatorCode.DEADLINE_DOUBTFUL, done.at, claim=done.line.words(done.start, done.end),
            against=goal_words(goal), place=goal.line.where, arithmetic="",
        )  # fmt: skip


def goal_words(goal: IndicatorClaim) -> str:
    """The goal as it is written."""
    return goal.line.words(goal.start, goal.end)


RULES: tuple[Rule, ...] = (
    deadlines_are_kept,
    completion_shows_the_deadline,
)
