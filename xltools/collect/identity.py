"""Who and what: project codes and names, years, units, and what a name promises (check 52)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from xltools.collect.codes import SetCode
from xltools.collect.names import bare, doubled, folded, unpaired
from xltools.collect.project import (
    Project,
    ProjectSet,
    SetRule,
    Told,
    at,
    named,
    quoted,
    spots,
)
from xltools.model import FundingLine, Place
from xltools.patterns import Pattern

_YEAR = Pattern(r"(?<!\d)(20\d\d)年")
_UPPER = Pattern(r"中央|国家级|省级|市级|上级|省、市")
_LOCAL = Pattern(r"本级|区级|县级")


def codes_are_unique(given: ProjectSet) -> Iterator[Told]:
    """One project code, one form."""
    groups: dict[str, list[Project]] = defaultdict(list)
    for project in given.projects:
        code = folded(project.evaluation.field_text("project_code") or "")
        if code:
            groups[code].append(project)
    for same in groups.values():
        for index, project in enumerate(same[1:], start=1):
            entry = project.evaluation.fields["project_code"]
            others = [(p, p.evaluation.fields["project_code"].place) for p in same[:index]]
            yield at(
                project,
                SetCode.CODE_TWICE.at(
                    entry.place, entry.label, code=entry.text, others=spots(others)
                ),
            )


def names_are_unique(given: ProjectSet) -> Iterator[Told]:
    """One project, one form: also where the names differ only in marks, or in 经费 at the end."""
    groups: dict[str, list[Project]] = defaultdict(list)
    for project in given.projects:
        if project.name:
            groups[bare(project.name)].append(project)
    for same in groups.values():
        for index, project in enumerate(same[1:], start=1):
            entry = project.evaluation.fields["project_name"]
            before = same[:index]
            exact = [each for each in before if each.name == project.name]
            code = SetCode.NAME_TWICE if exact else SetCode.NAME_SPELLED_TWICE
            others = [(p, p.evaluation.fields["project_name"].place) for p in exact or before]
            yield at(
                project,
                code.at(
                    entry.place, entry.label, name=quoted(project.name), others=spots(others)
                ),
            )


def names_are_well_written(given: ProjectSet) -> Iterator[Told]:
    """No word twice (经费经费), no quotation mark without its partner."""
    for project in given.projects:
        entry = project.field("project_name")
        if entry is None or entry.text is None:
            continue
        if doubled(entry.text):
            yield at(
                project,
                SetCode.NAME_DOUBLED.at(entry.place, entry.label, names=named([entry.text])),
            )
        if unpaired(entry.text):
            yield at(
                project,
                SetCode.NAME_QUOTES.at(entry.place, entry.label, name=quoted(entry.text)),
            )


def names_keep_their_promise(given: ProjectSet) -> Iterator[Told]:
    """A name that says another year or 市级 is borne out by the sources of the money."""
    for project in given.projects:
        entry = project.field("project_name")
        if entry is None or entry.text is None:
            continue
        found, year = _YEAR.search(entry.text), project.evaluation.year
        carried = project.evaluation.funding.get("carry_over")
        if found and year and int(found[1]) < year and carried and not _holds_money(carried):
            yield at(
                project,
                SetCode.NAME_OF_OTHER_YEAR.at(
                    entry.place, entry.label, found=found[1], year=year
                ),
            )
        word, local = _UPPER.search(entry.text), _only_local(project)
        if word and local:
            cell = local.amounts.get("revised_budget") or local.amounts.get("outturn")
            source = local.label.strip(":： ").removeprefix("其中：")
            yield at(
                project,
                SetCode.NAME_OF_OTHER_SOURCE.at(
                    cell.place if cell else local.place,
                    local.label,
                    word=word[0],
                    source=source,
                ),
            )


def _holds_money(line: FundingLine) -> bool:
    return any(line.value(key) for key in ("original_budget", "revised_budget", "outturn"))


def _only_local(project: Project) -> FundingLine | None:
    """The line 区本级财政 that holds all the money, on a form that prints other sources as well."""
    parts = [line for key, line in project.evaluation.funding.items() if key != "total"]
    filled = [line for line in parts if _holds_money(line)]
    if len(filled) == 1 and len(parts) > 1 and _LOCAL.search(filled[0].label):
        return filled[0]
    return None


def years_agree(given: ProjectSet) -> Iterator[Told]:
    """One set, one year."""
    for project, common, count in _odd_ones(given, lambda each: each.evaluation.year):
        entry = project.field("year")
        yield at(
            project,
            SetCode.YEAR_DIFFERS.at(
                entry.place if entry else None, "年度",
                year=project.evaluation.year, count=count, common=common,
            ),
        )  # fmt: skip


def units_agree(given: ProjectSet) -> Iterator[Told]:
    """One set, one implementing unit; several units without a main one are told once."""
    units = [_unit(project) for project in given.projects]
    if len(set(filter(None, units))) < 2:
        return
    odd = list(_odd_ones(given, _unit))
    for project, _, count in odd:
        entry = project.evaluation.fields["implementing_unit"]
        usual = _most_common(units)
        common = next(
            each.evaluation.field_text("implementing_unit")
            for each, unit in zip(given.projects, units, strict=True)
            if unit == usual
        )
        yield at(
            project,
            SetCode.UNIT_DIFFERS.at(
                entry.place, entry.label, unit=entry.text, count=count, common=common
            ),
        )
    if not odd:
        first = next(p for p, unit in zip(given.projects, units, strict=True) if unit)
        entry = first.evaluation.fields["implementing_unit"]
        names = [p.evaluation.field_text("implementing_unit") or "" for p in given.projects]
        known = list(dict.fromkeys(filter(None, names)))
        yield at(
            first,
            SetCode.UNITS_SEVERAL.at(
                entry.place, entry.label, count=len(units), units=len(known),
                names=named(known, 5),
            ),
        )  # fmt: skip


def _unit(project: Project) -> str | None:
    return folded(project.evaluation.field_text("implementing_unit") or "") or None


def units_of_money_agree(given: ProjectSet) -> Iterator[Told]:
    """Forms in 元 beside forms in 万元 are added up after conversion, and told of."""
    for project, common, count in _odd_ones(given, lambda each: each.evaluation.money_unit):
        cell = project.cell("revised_budget") or project.cell("outturn")
        yield at(
            project,
            SetCode.MONEY_UNIT_DIFFERS.at(
                cell.place if cell else None, cell.label if cell else "项目资金",
                unit=project.evaluation.money_unit, count=count, common=common,
            ),
        )  # fmt: skip


def policies_agree(given: ProjectSet) -> Iterator[Told]:
    """Scores by different rules are not compared."""
    for project, common, count in _odd_ones(given, lambda each: each.profile.policy.name):
        yield at(
            project,
            SetCode.PROFILE_DIFFERS.at(
                _first_place(project), "表样",
                policy=project.profile.policy.name, count=count, common=common,
            ),
        )  # fmt: skip


def _first_place(project: Project) -> Place | None:
    entry = project.field("project_name")
    return entry.place if entry else None


def _most_common(values: list[str | None]) -> str | None:
    return Counter(value for value in values if value).most_common(1)[0][0]


def _odd_ones(
    given: ProjectSet, fact: Callable[[Project], object]
) -> Iterator[tuple[Project, object, int]]:
    """The projects that differ from what more than half of the set has, with that and its number."""
    values = [(project, fact(project)) for project in given.projects]
    known = [(project, value) for project, value in values if value is not None]
    if len(known) < 2:
        return
    common, count = Counter(value for _, value in known).most_common(1)[0]
    if count * 2 <= len(known):
        if len(known) > 2 or known[0][1] == known[1][1]:
            return
        common, count = known[0][1], 1  # two forms: the second differs from the first
    for project, value in known:
        if value != common:
            yield project, common, count


RULES: tuple[SetRule, ...] = (
    codes_are_unique,
    names_are_unique,
    names_are_well_written,
    names_keep_their_promise,
    years_agree,
    units_agree,
    units_of_money_agree,
    policies_agree,
)
