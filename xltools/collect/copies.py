"""What stands in several forms of a set word for word or to the digit (check 52)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from xltools.collect.codes import SetCode
from xltools.collect.names import bare, folded, mentioned
from xltools.collect.project import Project, ProjectSet, SetRule, Told, at, money, quoted, spots
from xltools.model import Entry, Indicator, Place
from xltools.patterns import Pattern
from xltools.value import says_nothing

_SHORT = 8
"""Characters that several people write alike without copying."""
_SHOWN = 40
_MANY = 3
_DIGITS = 3
"""Digits from which on two equal amounts are no coincidence: 48.824 and not 20."""
_MUCH = Decimal("0.1")
_COMMON = Pattern(r"目的|原则|方法|依据|制度|过程|组织|准备|标准|其他")
_SPENT = Pattern(
    r"(?:执行|支出|支付)(?:金额|总额|数|资金)?(?:是|为|共|合计|:)*(\d+(?:\.\d+)?)万元"
)

Group: TypeAlias = list[tuple[Project, Entry]]


def texts_are_not_copied(given: ProjectSet) -> Iterator[Told]:
    """Goals, results and reasons differ from project to project, also if only the name was put in."""
    groups: dict[tuple[str, str], Group] = defaultdict(list)
    for project in _distinct(given):
        for role, entry in own_texts(project):
            words = folded(entry.text or "").replace(bare(project.name) or "\n", "◇")
            if len(words) >= _SHORT and not says_nothing(entry.text or ""):
                groups[role, words].append((project, entry))
    for same in groups.values():
        forms = list({id(project): (project, entry) for project, entry in same}.values())
        if len(forms) > 1:
            project, entry = forms[0]
            others = [(each, found.place) for each, found in forms[1:]]
            text = " ".join((entry.text or "").split())
            yield at(
                project,
                SetCode.TEXT_COPIED.at(
                    entry.place, entry.label, label=entry.label, count=len(others),
                    others=spots(others), text=text[:_SHOWN] + "…" * (len(text) > _SHOWN),
                ),
            )  # fmt: skip


def _distinct(given: ProjectSet) -> list[Project]:
    """One form for each project: that another form of the same one says the same is no news."""
    found: dict[str, Project] = {}
    for number, project in enumerate(given.projects):
        found.setdefault(bare(project.name) or str(number), project)
    return list(found.values())


def own_texts(project: Project) -> Iterator[tuple[str, Entry]]:
    """The texts that should be a project's own, with what they are; methods may be a unit's."""
    form = project.profile.form
    long = {field.key for field in form.fields if field.kind == "long_text"}
    for key, entry in project.evaluation.fields.items():
        if key in long or key.startswith("objective_"):
            yield key, entry
    own = {text.key for text in project.profile.texts if text.scope == "project"}
    for key, entry in project.evaluation.texts.items():
        if key in own and not _COMMON.search(entry.label):
            yield key, entry
    for indicator in project.evaluation.indicators:
        yield "deviation_note", indicator.deviation_note


def forms_are_not_copied(given: ProjectSet) -> Iterator[Told]:
    """No two forms have all indicators with targets and results alike; no row stands in many."""
    sheets: dict[tuple[tuple[str, ...], ...], list[Project]] = defaultdict(list)
    for project in _distinct(given):
        rows = tuple(_signature(each) for each in _rows(project))
        if len(rows) > 1:
            sheets[rows].append(project)
    copied: set[int] = set()
    for rows, same in sheets.items():
        if len(same) < 2:
            continue
        copied |= {id(project) for project in same[1:]}
        first = next(_rows(same[0]))
        others = [(each, next(_rows(each)).name.place) for each in same[1:]]
        yield at(
            same[0],
            SetCode.FORM_COPIED.at(
                first.name.place, first.name.label, rows=len(rows), count=len(others),
                others=spots(others),
            ),
        )  # fmt: skip
    yield from _rows_in_many(given, copied)


def _rows_in_many(given: ProjectSet, copied: set[int]) -> Iterator[Told]:
    groups: dict[tuple[str, ...], list[tuple[Project, Indicator]]] = defaultdict(list)
    for project in _distinct(given):
        if id(project) not in copied:
            for signature, row in {_signature(each): each for each in _rows(project)}.items():
                groups[signature].append((project, row))
    for same in groups.values():
        if len(same) < _MANY or len(same) * 2 <= len(_distinct(given)):
            continue
        project, row = same[0]
        others = [(each, found.name.place) for each, found in same[1:]]
        yield at(
            project,
            SetCode.INDICATOR_COPIED.at(
                row.name.place, row.name.label, name=row.name.text, target=row.target.text,
                actual=row.actual.text, count=len(same), others=spots(others),
            ),
        )  # fmt: skip


def _rows(project: Project) -> Iterator[Indicator]:
    """The indicators that were filled in; 预算执行率 is everybody's."""
    for row in project.evaluation.indicators:
        if not row.is_execution and row.name.text and row.target.text and row.actual.text:
            yield row


def _signature(row: Indicator) -> tuple[str, ...]:
    return tuple(folded(each.text or "") for each in (row.name, row.target, row.actual))


def amounts_are_not_copied(given: ProjectSet) -> Iterator[Told]:
    """An outturn, in the table or in a text, is not another project's money to the digit.

    Round amounts meet by chance; so do those of a project that spent about what it had.
    """
    projects = _distinct(given)
    owners = _owners(projects)
    names = [project.name for project in projects]
    for index, project in enumerate(projects):
        budget, cell = project.budget, project.cell("outturn")
        for what, value, place, label in _outturns(project, index, names):
            if budget is None or abs(value - budget) <= _MUCH * budget:
                continue
            in_table = cell is not None and place == cell.place
            if not in_table and value == project.outturn:
                continue  # the text repeats the table, which is told of
            digits = len(value.normalize().as_tuple().digits)
            others = [each for each in owners[value] if each[0] is not project]
            if others and digits >= _DIGITS:
                other, measure, where = others[0]
                yield at(
                    project,
                    SetCode.AMOUNT_COPIED.at(
                        place, label, what=what, value=money(value), other=quoted(other.shown),
                        measure=measure, where=f"{other.file} {where}", budget=money(budget),
                    ),
                )  # fmt: skip


def _owners(projects: list[Project]) -> dict[Decimal, list[tuple[Project, str, Place]]]:
    """Whose budget or outturn an amount is, what it is, and where."""
    found: dict[Decimal, list[tuple[Project, str, Place]]] = defaultdict(list)
    for measure, name in (("revised_budget", "全年预算数"), ("outturn", "全年执行数")):
        for project in projects:
            cell = project.cell(measure)
            if cell is not None and cell.value is not None:
                found[cell.value].append((project, name, cell.place))
    return found


def _outturns(
    project: Project, own: int, names: list[str]
) -> Iterator[tuple[str, Decimal, Place, str]]:
    """The outturn of the table, and what the project's own texts say was spent."""
    cell = project.cell("outturn")
    if cell is not None and cell.value is not None:
        yield "全年执行数", cell.value, cell.place, cell.label
    for _, entry in own_texts(project):
        text = unicodedata.normalize("NFKC", entry.text or "").replace(" ", "")
        for sentence in text.replace(";", "。").split("。"):
            spent = [Decimal(found[1]) for found in _SPENT.finditer(sentence)]
            if spent and all(index == own for index in mentioned(sentence, names)):
                for value in spent:
                    yield f"“{entry.label}”里的执行数", value, entry.place, entry.label


RULES: tuple[SetRule, ...] = (
    texts_are_not_copied,
    forms_are_not_copied,
    amounts_are_not_copied,
)
