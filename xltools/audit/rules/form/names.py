"""A report is about the form's project, unit and year."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.claims.names.names import (
    are_one_project,
    core_of_project,
    find_project_names,
)
from xltools.audit.claims.names.years import find_report_year, find_years
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import named_fields
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report, fold
from xltools.patterns import Pattern

_SHORTEST = 4
_MARKS = Pattern(r"[“”\"'‘’《》()\s·、,-]")


def the_project_is_the_form_s(case: Case) -> Iterator[Remark]:
    """The name that the report says it is about is 项目名称; or at least that name occurs."""
    if len(case.forms) != 1 or not case.of(is_of_one_project):
        return
    for known in named_fields(case.forms[0], "project_name"):
        name = fold(known.text)[0]
        core = core_of_project(name)
        if len(core) < 2 or _solid(core) in case.of(solid_text):
            return
        named = [each for each in case.of(find_project_names) if each.is_sure]
        others = [each for each in named if not are_one_project(each.core, core)]
        if others and len(others) == len(named):
            first = others[0]
            yield remark(
                FormCode.PROJECT_NAME, first.at, claim=first.name, against=known.text,
                place=known.where,
            )  # fmt: skip
        elif not named and len(core) >= _SHORTEST:
            yield remark(
                FormCode.PROJECT_NOT_NAMED, _begin(case.report), against=known.text,
                place=known.where,
            )  # fmt: skip


def the_unit_is_the_form_s(case: Case) -> Iterator[Remark]:
    """实施单位 is named; 主管部门 does where both are one."""
    for form in case.forms[:1] if len(case.forms) == 1 else ():
        for known in named_fields(form, "implementing_unit"):
            unit = _solid(fold(known.text)[0])
            text = case.of(solid_text)
            if len(unit) < _SHORTEST or unit in text or _short(unit) in text:
                continue
            yield remark(
                FormCode.UNIT_NOT_NAMED, _begin(case.report), against=known.text,
                place=known.where,
            )  # fmt: skip


def the_year_is_the_form_s(case: Case) -> Iterator[Remark]:
    """The year that the report evaluates is the form's."""
    year = case.of(find_report_year)
    own = {form.evaluation.year for form in case.forms} - {None}
    if year is None or len(own) != 1 or year in own:
        return
    years = case.of(find_years)
    at = next((each for each in years if each.year == year), None)
    if at is None or any(each.year in own for each in years if each.line.kind == "title"):
        return
    field = next(named_fields(case.forms[0], "year"), None)
    place = field.where if field else case.forms[0].evaluation.sheet
    yield remark(
        FormCode.YEAR, (at.line, at.start, at.end), claim=f"{year}年",
        against=f"{own.pop()}年", place=place,
    )  # fmt: skip


def solid_text(report: Report) -> str:
    """All that the report says, and its file's name, without marks."""
    return _solid("\n".join([report.name, *(line.text for line in report.lines)]))


def _solid(text: str) -> str:
    return _MARKS.sub("", text)


_PLACES = Pattern(
    r"^(?:中共)?[\u4e00-\u9fff×*xX]{1,10}?(?:省|自治区|市|自治州|州|地区|县|区|旗|乡|镇)(?=.{3,}$)"
)


def _short(unit: str) -> str:
    """A unit without the places before it: 某市某区水利局 is 水利局."""
    while (found := _PLACES.match(unit)) is not None:
        unit = unit[found.end() :]
    return unit


def _begin(report: Report) -> Line:
    return next((line for line in report.lines if line.text), report.lines[0])


RULES: tuple[Rule, ...] = (
    the_project_is_the_form_s,
    the_unit_is_the_form_s,
    the_year_is_the_form_s,
)
