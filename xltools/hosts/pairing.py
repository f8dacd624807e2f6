"""Which forms a report tells of: by the file's name, the project, the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from xltools.audit import Report
from xltools.collect.names import bare, folded, mentioned
from xltools.hosts.returned import FormFile, ReportFile, Returned

_SUFFIXES = (
    "-自评报告",
    "自评报告",
    "-绩效自评报告",
    "绩效自评报告",
    "-已评分",
    "-问题清单",
    "-批注",
)
_HEAD = 6
_CLEAR = 3
"""A report of one project names it so many times as often as any other."""


class Pair(Struct, frozen=True):
    """A report and its forms; `why` as a person is told, "" where the user put them together."""

    report: ReportFile
    forms: tuple[FormFile, ...]
    why: str


def pair(found: Returned) -> list[Pair]:
    """Give each report the forms it tells of; a report without any is judged by itself."""
    if not found.forms:
        return [Pair(each, (), "") for each in found.reports]
    if len(found.reports) == 1 and not found.has_folder:
        return [Pair(found.reports[0], tuple(found.forms), "")]
    return [_paired(each, found.forms) for each in found.reports]


def without_report(found: Returned, pairs: Sequence[Pair]) -> list[FormFile]:
    """The forms that no report tells of."""
    used = {id(form) for each in pairs for form in each.forms}
    return [form for form in found.forms if id(form) not in used]


def _paired(report: ReportFile, forms: Sequence[FormFile]) -> Pair:
    stem = _stem(report.path.stem)
    by_file = [form for form in forms if _stem(form.path.stem) == stem]
    if by_file:
        return Pair(report, tuple(by_file), "文件名相同")
    names = [form.text("project_name") for form in forms]
    in_head = _same_project(report, forms, mentioned(_head(report), names))
    if in_head:
        return Pair(report, tuple(in_head), "标题或文件名中的项目名称")
    counted = _mentions(report.report, names)
    told = [index for index, _ in counted]
    is_one = len(counted) == 1 or (len(counted) > 1 and counted[0][1] >= _CLEAR * counted[1][1])
    if is_one:
        one = _same_project(report, forms, told[:1])
        return Pair(report, tuple(one), "正文中的项目名称")
    if told:
        units = {folded(forms[index].text("implementing_unit")) for index in told} - {""}
        theirs = [
            form
            for index, form in enumerate(forms)
            if index in told or folded(form.text("implementing_unit")) in units
        ]
        return Pair(report, tuple(theirs), "单位的全部项目")
    return _by_unit(report, forms)


def _by_unit(report: ReportFile, forms: Sequence[FormFile]) -> Pair:
    """The only form of a unit that the report's head names."""
    head = folded(_head(report))
    units = [folded(form.text("implementing_unit")) for form in forms]
    named = [n for n, unit in enumerate(units) if len(unit) > 3 and unit in head]
    if len(named) == 1:
        return Pair(report, (forms[named[0]],), "单位名称")
    return Pair(report, (), "没有找到对应的自评表")


def _same_project(
    report: ReportFile, forms: Sequence[FormFile], told: Sequence[int]
) -> list[FormFile]:
    """Of the projects told, those of the unit that the report names, where units share a name."""
    names = {bare(forms[n].text("project_name")) for n in told}
    same = [form for form in forms if bare(form.text("project_name")) in names]
    if len(same) == len(names):
        return same
    text = folded("".join(line.text for line in report.report.lines))
    own = [form for form in same if folded(form.text("implementing_unit") or "\n") in text]
    return own or same


def _mentions(report: Report, names: Sequence[str]) -> list[tuple[int, int]]:
    """Index of a name → in how many lines it stands; most first."""
    counts: Counter[int] = Counter()
    for line in report.lines:
        if len(line.text) > 2:
            counts.update(mentioned(line.text, names))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _head(report: ReportFile) -> str:
    """The file's name and the title."""
    lines = report.report.lines[:_HEAD]
    titles = [line.text for line in lines if line.kind == "title"]
    first = [line.text for line in lines[:2] if line.text.endswith("报告")]
    return "\n".join([report.path.stem, *titles, *first])


def _stem(stem: str) -> str:
    """A file's name without what our own commands put behind it."""
    name = stem.rpartition("(")[0] if stem.endswith(")") and stem[-2:-1].isdigit() else stem
    while True:
        shorter = next(
            (name.removesuffix(each) for each in _SUFFIXES if name.endswith(each)), name
        )
        if shorter == name or not shorter:
            return name
        name = shorter
