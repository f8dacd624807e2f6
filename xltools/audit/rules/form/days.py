"""When the work was begun and done: the day that a report names is the form's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.dates import DateSaid, dates_in, find_dates
from xltools.audit.claims.form.naming import naming_of
from xltools.audit.claims.form.words import (
    is_of_another_time,
    looks_ahead,
    rest_of,
    without_names,
)
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import scored_rows, texts_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import fold, make_line
from xltools.audit.rules.form.indicators import matched
from xltools.audit.rules.form.shared import is_told, only_form, own_names
from xltools.model import Day
from xltools.patterns import Pattern

_FAR = 400
_BEGUN = ("开工", "动工", "启动")
_DONE = Pattern(r"完[工成]|竣工|建成|交付|时间|期限|进度|及时|工期")
_WORK = Pattern(
    r"工程|项目|工作|任务|全部|实际|合同|工期|期限|时限|目标|计划|要求|预计|并|且|通过|[县市省区级]*(?:组织的?)?验收|施工|建设|安装|主体|的|到|至|为|是|比"
)


class Known(Struct, frozen=True):
    """A day of the form: by when, or when; `aim`: it is the target."""

    day: Day
    aim: bool
    shown: str
    place: str


def days_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """工程于11月18日完工, 2020年4月开工."""
    form = only_form(case)
    if form is None:
        return
    begun, done = _begun(form), _done(form)
    names, read = own_names(form), _read(case)
    for each in case.of(find_dates):
        known = begun if each.what in _BEGUN else done
        if not known or (each.line.index, each.start) in read or is_told(case, each.at):
            continue
        if looks_ahead(each.line) or _is_of_something_else(form, each, names):
            continue
        likely = _likely(each, known)
        if likely and not any(_is(each, one, form.evaluation.year) for one in likely):
            first = likely[0]
            yield remark(
                FormCode.DAY, each.at, what=each.what, claim=each.words,
                against=first.shown, place=first.place,
            )  # fmt: skip


def _read(case: Case) -> set[tuple[int, int]]:
    """Where labelled claims stand."""
    return {
        (said.line.index, said.start)
        for claim, _ in case.once(matched)
        for said in (claim.target, claim.actual)
        if said is not None
    }


def _likely(each: DateSaid, known: Sequence[Known]) -> list[Known]:
    """Targets for what is aimed at; results first for what was done, none if none is known."""
    if each.is_aim:
        return [one for one in known if one.aim] or list(known)
    if all(one.aim for one in known):
        return []
    return sorted(known, key=lambda one: one.aim)


def _is(each: DateSaid, known: Known, year: int | None) -> bool:
    """True if both are one day, as exactly as both say; 12月底前 holds for what was done before."""
    day = known.day
    if (each.year or year) != (day.year or year) or day.month is None:
        return False
    if (
        each.by_then
        and not each.is_aim
        and not known.aim
        and _last(each, year) >= _last_of(day, year)
    ):
        return True
    same = each.day is None or day.day is None or each.day == day.day
    return each.month == day.month and same


def _last(each: DateSaid, year: int | None) -> date:
    return date(each.year or year or 2000, each.month, min(each.day or 28, 28))


def _last_of(day: Day, year: int | None) -> date:
    return date(day.year or year or 2000, day.month or 12, min(day.day or 28, 28))


def _is_of_something_else(form: Form, each: DateSaid, names: Sequence[str]) -> bool:
    """True where its words name a part of the work, or another year."""
    start = max(sentence_span(each.line, each.start)[0], each.start - _FAR)
    lead = make_line(0, each.line.text[start : each.start])
    if is_of_another_time(lead, 0, len(lead.text)):
        return True
    before = without_names(each.before, names)
    rows = [fold(row.indicator.name.text or "")[0] for row in scored_rows(form)]
    rests = [naming_of(name, before).rest for name in rows if _DONE.search(name)]
    rest = min([*rests, rest_of(before)], key=len)
    return bool(rest_of(_WORK.sub("", rest)) or rest_of(_WORK.sub("", each.behind)))


def _done(form: Form) -> list[Known]:
    found = []
    for row in scored_rows(form):
        indicator = row.indicator
        for value, entry, aim in (
            (indicator.target_value, indicator.target, True),
            (indicator.actual_value, indicator.actual, False),
        ):
            if value.kind == "date" and value.end is not None and value.end.month is not None:
                found.append(Known(value.end, aim, f"{entry.text}", str(entry.place)))
    return found


def _begun(form: Form) -> list[Known]:
    """What the form's own texts say of the beginning."""
    found = []
    for entry in texts_of(form):
        if not entry.text:
            continue
        for each in dates_in(make_line(0, entry.text)):
            if each.what in _BEGUN:
                day = Day(each.year, each.month, each.day)
                found.append(Known(day, False, each.words + each.what, str(entry.place)))
    return found


RULES: tuple[Rule, ...] = (days_are_those_of_the_form,)
