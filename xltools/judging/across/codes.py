"""Codes that two projects claim, in the forms and in the roster; units that sent nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, case, exists, func, or_, select

from xltools.collect.project import quoted
from xltools.judging.across.said import FEW, listed, named, named_outward, told_of_groups
from xltools.judging.scratch import came, plainly, rows, tally, wanted
from xltools.judging.told import tell
from xltools.ledger.tables import file, form, project, refusal, standing
from xltools.returns.codes.across import AcrossCode
from xltools.returns.codes.matching import MatchCode
from xltools.returns.records import FindingRecord


def codes_are_unique(connection: Connection) -> Iterator[tuple[int, FindingRecord]]:
    """Two projects' forms do not bear one code."""
    year = func.coalesce(came.c.year, 0)
    twice = (
        select(came.c.code, year.label("year"), func.count().label("forms"))
        .join(tally, tally.c.form_id == came.c.form_id)
        .where(came.c.code != "")
        .group_by(came.c.code, year)
        .having(func.count() > 1)
        .subquery()
    )
    query = (
        select(
            came.c.form_id, came.c.code.label("plain"), twice.c.year, twice.c.forms,
            form.c.code, project.c.unit, project.c.name, file.c.path,
        )
        .join(twice, (twice.c.code == came.c.code) & (twice.c.year == year))
        .join(tally, tally.c.form_id == came.c.form_id)
        .join(project, project.c.id == tally.c.project_id)
        .join(form, form.c.id == came.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .order_by(plainly(connection, came.c.code), twice.c.year, came.c.place)
    )  # fmt: skip
    yield from told_of_groups(
        rows(connection, query), lambda row: (row.plain, row.year), _twice
    )


def _twice(row: Row[Any], others: Sequence[Row[Any]]) -> tuple[int, FindingRecord]:
    count = row.forms - 1
    told = tell(
        "across", AcrossCode.CODE_TWICE, field="项目编号", code=row.code,
        others=named(others, count),
        outward={"others": named_outward(row.unit, others, count)},
    )  # fmt: skip
    return row.form_id, told


def roster_is_sound(connection: Connection) -> Iterator[tuple[str, FindingRecord]]:
    """The roster gives one code to one project."""
    twice = (
        select(wanted.c.code, wanted.c.year)
        .where(wanted.c.code != "")
        .group_by(wanted.c.code, wanted.c.year)
        .having(func.count() > 1)
        .subquery()
    )
    same_year = or_(
        twice.c.year == wanted.c.year, twice.c.year.is_(None) & wanted.c.year.is_(None)
    )
    query = (
        select(wanted.c.code.label("plain"), wanted.c.year, project.c.code, project.c.name)
        .join(twice, (twice.c.code == wanted.c.code) & same_year)
        .join(project, project.c.id == wanted.c.project_id)
        .order_by(plainly(connection, wanted.c.code), wanted.c.year, wanted.c.position)
    )
    for _, group in groupby(rows(connection, query), lambda row: (row.plain, row.year)):
        head, count = [], 0
        for row in group:
            head += [row] if count < FEW else []
            count += 1
        names = listed([quoted(each.name) for each in head], count)
        code = head[0].code
        yield "", tell("match", MatchCode.LISTED_TWICE, code=code, count=count, projects=names)


def units_sent_something(connection: Connection) -> Iterator[tuple[str, FindingRecord]]:
    """Of every unit on the roster something came, be it refused."""
    came_of = or_(
        exists().where(standing.c.project_id == project.c.id),
        exists().where(refusal.c.project_id == project.c.id),
    )
    silent = (
        select(
            project.c.plain_unit, func.count().label("forms"),
            func.min(plainly(connection, project.c.unit)).label("unit"),
            func.min(project.c.position).label("position"),
        )
        .where(project.c.listed)
        .group_by(project.c.plain_unit)
        .having(func.max(case((came_of, 1), else_=0)) == 0)
        .subquery()
    )  # fmt: skip
    query = select(silent).order_by(silent.c.position, plainly(connection, silent.c.unit))
    for row in rows(connection, query):
        yield row.unit, tell("match", MatchCode.NOTHING_CAME, count=row.forms)
