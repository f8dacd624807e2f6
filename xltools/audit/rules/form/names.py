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
    if len(case.forms) == 1:
        yield from _years_of_the_title(case)
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


_LABELLED = (
    ("supervising_department", "主管部门", Pattern(r"主管(?:部门|单位)(?:为|是|:)+(?P<name>[^,，。;、:()\s]{4,30})")),
    ("implementing_unit", "实施单位", Pattern(
        r"(?:实施|承担|项目)单位(?:为|是|:)+(?P<name>[^,，。;、:()\s]{4,30})|由(?P<by>[^,，。;、:()\s由]{4,30}?)(?:具体|组织|负责|统一)*(?:负责|实施)(?:实施|组织实施)?(?=[,，。;]|$)"
    )),
)  # fmt: skip
_BODY = Pattern(r"(?:[局委办处部厅院校中心所站队会社馆]|政府|公司)$")
_NEXT_LABEL = Pattern(
    r"(?:主管|实施|承担|项目|联系|填报|评价)(?:部门|单位|负责人|人|名称|时间|电话|年度)$"
)


def named_bodies_are_the_form_s(case: Case) -> Iterator[Remark]:
    """主管部门：…, 由…负责实施: the bodies that the form names."""
    form = case.forms[0] if len(case.forms) == 1 and case.of(is_of_one_project) else None
    every = [
        _solid(fold(known.text)[0])
        for key, _, _ in _LABELLED
        for known in (named_fields(form, key) if form else ())
    ]
    for key, label, pattern in _LABELLED:
        known = next(named_fields(form, key), None) if form else None
        for line, start, name, is_by in _named(case.report, pattern) if known else ():
            rivals = every if is_by else [_solid(fold(known.text)[0])] if known else []
            if known and not any(_is_one_body(_solid(name), each) for each in rivals):
                yield remark(
                    FormCode.BODY, (line, start, start + len(name)), what=label, claim=name,
                    against=known.text, place=known.where,
                )  # fmt: skip


def _named(report: Report, pattern: Pattern) -> Iterator[tuple[Line, int, str, bool]]:
    """Where a body is named, by a label or as the one that did the work (True)."""
    for line in report.prose:
        for found in pattern.finditer(line.text):
            is_by = found.groupdict().get("by") is not None
            name = found["by" if is_by else "name"]
            label = _NEXT_LABEL.search(name)
            name = name[: label.start()] if label else name
            if _BODY.search(name) and not _OWN.match(name):
                yield line, found.start("by" if is_by else "name"), name, is_by


_OWN = Pattern(r"[我本该]")


def _is_one_body(name: str, known: str) -> bool:
    """True for the name, the name without its places, and one that holds the other."""
    short, other = _short(name), _short(known)
    masked = not name.isalnum() or set("×xX*某") & set(name + known)
    return bool(masked) or short in known or other in name or name in known


_YEAR_ALONE = Pattern(r"^\((20\d\d)年度?\)$")
_HEAD = 6


def _years_of_the_title(case: Case) -> Iterator[Remark]:
    """（2020年度） by itself below the title."""
    form = case.forms[0]
    field = next(named_fields(form, "year"), None)
    for line in case.report.lines[:_HEAD]:
        found = _YEAR_ALONE.match(line.text)
        if found and form.evaluation.year not in (None, int(found[1])):
            yield remark(
                FormCode.YEAR, line, claim=f"{found[1]}年", against=f"{form.evaluation.year}年",
                place=field.where if field else form.evaluation.sheet,
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
    named_bodies_are_the_form_s,
    the_year_is_the_form_s,
)
