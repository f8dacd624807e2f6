"""What the ledger knows of one unit: its projects, what came of each and what was found.

One unit at a time: a bureau of thousands costs no more memory than its largest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, select

from xltools.bureau.now import Now, now_of
from xltools.bureau.said import said
from xltools.findings import Finding
from xltools.ledger.tables import file, finding, form, project, standing, unit_finding
from xltools.overview.selects import bytewise, in_order, units


class Unit(Struct, frozen=True):
    """A unit under the name that the roster gives it; `key` is the one spelling of all its names."""

    key: str
    name: str


class CameForm(Struct, frozen=True):
    """A form that came, its file, and what became of it; `several` if its file has other forms."""

    id: int
    file: int
    sheet: str
    several: bool
    path: str
    archive: str
    disk: str
    sha256: str
    modified: str
    reason: str
    findings: tuple[Finding, ...] = ()


class Case(Struct, frozen=True):
    """One project: the form that counts, and those that were not taken and came later than it.

    `aside` says why a form that was taken does not count, where none does.
    """

    id: int
    code: str
    name: str
    year: int | None
    listed: bool
    deadline: str
    now: Now
    counts: CameForm | None = None
    refused: tuple[CameForm, ...] = ()
    aside: str = ""


class Dossier(Struct, frozen=True):
    """A unit's projects in the roster's order, unexpected ones behind; what concerns all of them."""

    unit: Unit
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]

    @property
    def year(self) -> int | None:
        """The year of all projects; None if they differ."""
        years = {case.year for case in self.cases}
        return years.pop() if len(years) == 1 else None


def all_units(connection: Connection) -> list[Unit]:
    """All units in the order of the roster: two short texts each."""
    found = units()
    query = select(found).order_by(found.c.place, bytewise(found.c.plain_unit))
    return [Unit(row.plain_unit, row.unit) for row in connection.execute(query)]


def dossier(connection: Connection, unit: Unit, severities: Collection[str]) -> Dossier:
    """All of one unit; findings of these severities only."""
    own = project.c.plain_unit == unit.key
    projects = connection.execute(select(project).where(own).order_by(*in_order())).all()
    states = {each.project: each for each in now_of(connection, _projects(unit))}
    came = _came(connection, unit)
    found = _findings(connection, unit, severities)
    cases = tuple(
        _case(each, states[each.id], came.get(each.id, ()), found) for each in projects
    )
    names = {each.unit for each in projects}
    return Dossier(unit, cases, tuple(_of_unit(connection, names, severities)))


def _case(
    row: Row[Any],
    now: Now,
    came: Sequence[Row[Any]],
    found: Mapping[int, Sequence[Finding]],
) -> Case:
    counting = [_form(each, found.get(each.id, ())) for each in came if each.counts]
    counts = counting[0] if counting else None
    refused = tuple(
        _form(each, ())
        for each in came
        if each.verdict == "refused" and (counts is None or each.modified > counts.modified)
    )
    taken = [each.why for each in came if each.verdict in ("accepted", "findings")]
    aside = taken[-1] if taken and counts is None else ""
    return Case(
        row.id, row.code, row.name, row.year, row.listed, row.deadline, now, counts, refused,
        aside,
    )  # fmt: skip


def _form(row: Row[Any], findings: Sequence[Finding]) -> CameForm:
    return CameForm(
        row.id, row.file_id, row.sheet, row.several, row.path, row.archive, row.disk, row.sha256,
        row.modified, row.reason, tuple(findings),
    )  # fmt: skip


def _came(connection: Connection, unit: Unit) -> Mapping[int, Sequence[Row[Any]]]:
    """The forms that were taken or refused, by project, the earliest first."""
    others = form.alias()
    several = select(others.c.id).where(
        others.c.file_id == form.c.file_id, others.c.id != form.c.id
    )
    query = (
        select(
            form.c.id, form.c.file_id, form.c.sheet, several.exists().label("several"),
            file.c.path, file.c.archive, file.c.disk, file.c.sha256, file.c.modified,
            standing.c.project_id, standing.c.verdict, standing.c.counts, standing.c.reason, standing.c.why,
        )
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(standing.c.project_id.in_(_projects(unit)))
        .where(standing.c.verdict.in_(("accepted", "findings", "refused")))
        .order_by(file.c.modified, bytewise(file.c.path), form.c.number)
    )  # fmt: skip
    by_project = defaultdict(list)
    for row in connection.execute(query):
        by_project[row.project_id].append(row)
    return by_project


def _findings(
    connection: Connection, unit: Unit, severities: Collection[str]
) -> Mapping[int, Sequence[Finding]]:
    """What was found in the forms that count, by form, in the order in which it was found."""
    query = (
        select(finding)
        .join(standing, standing.c.form_id == finding.c.form_id)
        .where(standing.c.project_id.in_(_projects(unit)), standing.c.counts)
        .where(finding.c.severity.in_(severities))
        .order_by(finding.c.form_id, finding.c.id)
    )
    by_form = defaultdict(list)
    for row in connection.execute(query):
        by_form[row.form_id].append(
            said(row.code, row.severity, row.cell, row.field, _heard(row), row.advice)
        )
    return by_form


def _heard(row: Row[Any]) -> str:
    """The message as a unit may read it."""
    return str(row.outward or row.message)


def _of_unit(
    connection: Connection, names: Collection[str], severities: Collection[str]
) -> Iterator[Finding]:
    query = (
        select(unit_finding)
        .where(unit_finding.c.unit.in_(names), unit_finding.c.severity.in_(severities))
        .order_by(unit_finding.c.id)
    )
    for row in connection.execute(query):
        yield said(row.code, row.severity, "", "", row.message, row.advice)


def _projects(unit: Unit) -> Select[tuple[int]]:
    return select(project.c.id).where(project.c.plain_unit == unit.key)
