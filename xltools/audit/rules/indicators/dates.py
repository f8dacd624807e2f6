"""Deadlines of goals against the dates that the report gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_claims, find_told
from xltools.audit.claims.indicators.deadlines import (
    Due,
    Made,
    admits_delay,
    admits_delays,
    find_dues,
    find_made,
    is_late,
    same_thing,
)
from xltools.audit.claims.indicators.names import key_of, without_unit
from xltools.audit.claims.indicators.tails import LATE, read_tail
from xltools.audit.claims.indicators.timing import Completion, find_completions
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.indicators import IndicatorCode
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
    """A result that is a date is not behind the deadline of its own indicator.

    Where the report owns up to it (points lost, 未按期完成) nothing is said.
    """
    for claim in missed_deadlines(case):
        assert claim.actual is not None
        assert claim.target is not None
        full = _is_full(claim)
        if not full and claim.called is None and _is_owned(case, claim):
            continue
        days = _days(case, claim.target.value, claim.actual.value)
        said = f"，却写“{claim.line.words(*claim.called[1:])}”" if claim.called else ""
        yield remark(
            IndicatorCode.DEADLINE_MISSED, claim.actual.at, name=without_unit(claim.name),
            target=claim.aims_at, actual=claim.came_to, said=said or ("，却得满分" if full else ""),
            arithmetic=f"{days}天" if days else "",
        )  # fmt: skip


def _is_full(claim: IndicatorClaim) -> bool:
    """True if all points were given."""
    points, score = claim.points, claim.score
    return points is not None and score is not None and points.value.value == score.value.value


def _is_owned(case: Case, claim: IndicatorClaim) -> bool:
    """True if a delay is admitted: in the sentence, in the row's reason, or anywhere."""
    if claim.owned or admits_delays(case.report):
        return True
    told = next((t for t in case.of(find_told) if t.table == claim.table), None)
    rows = told.context.evaluation.indicators if told else ()
    note = next((row.deviation_note.text for row in rows if row.row == claim.row), None)
    lost = claim.points is not None and claim.score is not None and not _is_full(claim)
    return bool(claim.table and (lost or (note and LATE.search(note))))


def _days(case: Case, due: TypedValue, done: TypedValue) -> int:
    day, end = done.start or done.end, due.end
    if day is None or end is None:
        return 0
    year = end.year or day.year or case.of(find_report_year) or 2024
    return (first_day(day, day.year or year) - last_day(end, end.year or year)).days


def days_are_within_the_deadline(case: Case) -> Iterator[Remark]:
    """于12月14日全部完成 is late where another place asks for 11月30日前.

    The deadline is the one of the same thing; a day of the whole project is held against the
    only deadline that the project has.
    """
    told = {claim.line.index for claim in missed_deadlines(case)}
    dues = case.of(find_dues)
    for made in case.of(find_made):
        due = _due_of(case, made, dues)
        if due is None or made.line.index in told:
            continue
        days = is_late(due, made)
        if not 0 < days <= _LONGEST or _is_admitted(case, due, made):
            continue
        assert made.first is not None
        assert due.last is not None
        said = next((f"，却写“{words}”" for words in _called(made, due)), "")
        yield remark(
            IndicatorCode.DEADLINE_PASSED, made.at, claim=made.words, place=due.line.where,
            against=due.words, said=said,
            arithmetic=f"{_day(due.last)}到{_day(made.first)}晚{days}天",
        )  # fmt: skip


_LONGEST = 366
"""Days: what lies further apart is another year's work."""


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _due_of(case: Case, made: Made, dues: Sequence[Due]) -> Due | None:
    """The deadline that a day is held against; None where one cannot be sure."""
    here = [
        each
        for each in dues
        if each.line.index == made.line.index
        and each.end <= made.start
        and _goes_on(made.line.text[each.end : made.start])
    ]
    if here:
        return here[-1] if here[-1].step == made.step else None
    same = [each for each in dues if same_thing(each, made)]
    if same:
        return same[0] if len({each.last for each in same}) == 1 else None
    title = "".join(line.text for line in case.report.lines[:4])
    whole = [e for e in dues if e.step == made.step and (not e.thing or e.thing in title)]
    generic = not made.thing or made.thing in title
    if not generic or len({each.last for each in dues if each.step == made.step}) != 1:
        return None
    others = [m for m in case.of(find_made) if m.step == made.step and not m.thing]
    if not whole or any(is_late(whole[0], each) == 0 for each in others):
        return None
    return whole[0]


def _goes_on(between: str) -> bool:
    """True within a sentence, and behind a semicolon that 实际 follows."""
    return not set("。;") & set(between) or (
        "。" not in between and between.rpartition(";")[2].startswith("实际")
    )


def _is_admitted(case: Case, due: Due, made: Made) -> bool:
    if admits_delay(made.line, made.start) or admits_delay(due.line, due.start):
        return True
    if made.tail.called is not None:
        return False
    return made.tail.owned or admits_delays(case.report)


def _called(made: Made, due: Due) -> Iterator[str]:
    """Words that call it on time, in the sentence of the day or of the deadline."""
    for line, span in (
        (made.line, made.tail.called),
        (due.line, read_tail(due.line, due.end, sentence_span(due.line, due.end)[1]).called),
    ):
        if span is not None:
            yield line.words(*span)


_ADMITTED = Pattern(
    r"逾期|超期|延期|推迟|延迟|延误|顺延|拖延|滞后|未按期|未如期|没有按期|晚于|比目标期限晚|晚\d+[天日个]"
)


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
    days_are_within_the_deadline,
    completion_shows_the_deadline,
)
