"""How the ledger is asked: a chunk at a time, in the roster's order, about the forms that matter."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from xltools.ledger.tables import project, standing

T = TypeVar("T")

CHUNK = 5_000
"""Rows that are fetched, and that a frame holds, at once."""

_LAST = 2**40
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


@contextmanager
def ended(lines: Iterator[T]) -> Iterator[Iterator[T]]:
    """The lines; whoever is stopped by a full disk lets go of the rest while still connected."""
    try:
        yield lines
    finally:
        if isinstance(lines, Generator):
            lines.close()


def in_order() -> tuple[ColumnElement[Any], ...]:
    """Projects as they stand in the roster, then those that nobody expected."""
    return (project.c.listed.desc(), project.c.position, bytewise(project.c.key))


def units() -> Subquery:
    """Each unit, by its plain name: `place` in the roster, and `unit` as it is written there."""
    behind = literal(_LAST, BigInteger) + project.c.position
    place = case((project.c.listed, project.c.position), else_=behind)
    order = (place, bytewise(project.c.key))
    number = func.row_number().over(partition_by=project.c.plain_unit, order_by=order)
    ranked = select(
        project.c.plain_unit, project.c.unit, place.label("place"), number.label("number")
    ).subquery()
    return (
        select(ranked.c.plain_unit, ranked.c.unit, ranked.c.place)
        .where(ranked.c.number == 1)
        .subquery("units")
    )


def speaking() -> ColumnElement[bool]:
    """Whose findings are told: forms that count, and those of projects of which none counts."""
    other = standing.alias("other")
    none_counts = ~exists().where(other.c.project_id == standing.c.project_id, other.c.counts)
    taken = standing.c.verdict.in_(("accepted", "findings"))
    return or_(standing.c.counts, and_(taken, none_counts))
