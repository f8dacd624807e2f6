"""What several tables ask of the ledger: which forms count, whose they are, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from xltools.ledger.tables import file, finding, form, project, standing

CHUNK = 5_000
"""Rows that are fetched, and that a frame holds, at once."""

_LAST = 2**30
"""Behind every unit of the roster."""


class bytewise(FunctionElement[str]):  # noqa: N801 - written like a function of SQL
    """A text by its bytes: the same order in every database, whatever its language."""

    name = "bytewise"
    type = Text()
    inherit_cache = True


@compiles(bytewise)
def _as_it_is(element: bytewise, compiler: SQLCompiler, **options: object) -> str:
    return compiler.process(element.clauses, **options)


@compiles(bytewise, "postgresql")
def _by_code(element: bytewise, compiler: SQLCompiler, **options: object) -> str:
    return f'({compiler.process(element.clauses, **options)}) COLLATE "C"'


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    """The rows, a chunk at a time, also where the database would send all of them."""
    with connection.execute(statement, execution_options={"yield_per": CHUNK}) as result:
        yield from result


def in_order(source: FromClause = project) -> tuple[ColumnElement[Any], ...]:
    """Projects as they stand in the roster, then those that nobody expected."""
    columns = source.c
    return (columns.listed.desc(), columns.position, bytewise(columns.key))


def units() -> Subquery:
    """Each unit, by its plain name: `place` in the roster, and `unit` as it is written there."""
    place = case((project.c.listed, project.c.position), else_=_LAST + project.c.position)
    ranked = select(
        project.c.plain_unit,
        project.c.unit,
        place.label("place"),
        func.row_number()
        .over(partition_by=project.c.plain_unit, order_by=(place, bytewise(project.c.key)))
        .label("number"),
    ).subquery()
    return (
        select(ranked.c.plain_unit, ranked.c.unit, ranked.c.place)
        .where(ranked.c.number == 1)
        .subquery("units")
    )


def counting() -> Subquery:
    """The form that counts of each project, with its file; findings of every origin counted."""
    judged = finding.c.origin.in_(("match", "across"))
    sums = {
        f"{name}s": func.sum(case((finding.c.severity == name, 1), else_=0)).label(f"{name}s")
        for name in ("error", "warning", "hint")
    }
    more = (
        select(finding.c.form_id, *sums.values())
        .where(judged)
        .group_by(finding.c.form_id)
        .subquery()
    )
    counts = [
        (form.c[name] + func.coalesce(more.c[name], 0)).label(name)
        for name in ("errors", "warnings", "hints")
    ]
    kept = ("outturn", "rate", "typed_score", "score", "typed_grade", "grade")
    return (
        select(
            standing.c.project_id, standing.c.late, form.c.id.label("form_id"),
            form.c.budget.label("revised_budget"), *(form.c[name] for name in kept), *counts,
            file.c.path, file.c.disk, file.c.modified,
        )
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(more, more.c.form_id == form.c.id)
        .where(standing.c.counts)
        .subquery("counting")
    )  # fmt: skip


def speaking() -> ColumnElement[bool]:
    """Whose findings are told: forms that count, and those of projects of which none counts."""
    other = standing.alias("other")
    none_counts = ~exists().where(other.c.project_id == standing.c.project_id, other.c.counts)
    taken = standing.c.verdict.in_(("accepted", "findings"))
    return or_(standing.c.counts, and_(taken, none_counts))
