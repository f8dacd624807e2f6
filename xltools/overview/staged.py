"""What several tables ask of the ledger, asked once and kept in temporary tables under its key.

Asked as parts of larger questions, the same would be worked out anew for every line wherever the
database guesses badly how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    text,
)

from xltools.ledger.states import current_select
from xltools.ledger.tables import MONEY, RATE, SCORE, file, finding, form, standing
from xltools.overview.selects import units as every_unit

_metadata = MetaData()
_TEMPORARY = ["TEMPORARY"]


def _key(name: str, kind: type[BigInteger | Text]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


now = Table(
    "overview_now", _metadata, _key("project_id", BigInteger),
    Column("state", Text), Column("remark", Text), prefixes=_TEMPORARY,
)  # fmt: skip
"""The state and the remark that hold of each project."""

own = Table(
    "overview_own", _metadata, _key("project_id", BigInteger),
    Column("form_id", BigInteger), Column("late", Boolean), Column("revised_budget", MONEY),
    Column("outturn", MONEY), Column("rate", RATE), Column("typed_score", SCORE),
    Column("score", SCORE), Column("typed_grade", Text), Column("grade", Text),
    Column("errors", Integer), Column("warnings", Integer), Column("hints", Integer),
    Column("path", Text), Column("disk", Text), Column("modified", Text), prefixes=_TEMPORARY,
)  # fmt: skip
"""The form that counts of each project, with its file; findings of every origin counted."""

units = Table(
    "overview_units", _metadata, _key("plain_unit", Text),
    Column("unit", Text), Column("place", BigInteger), Index("overview_units_unit", "unit"),
    prefixes=_TEMPORARY,
)  # fmt: skip
"""Each unit by its plain name: as the roster writes it, and where it stands there."""


class Book(Protocol):
    """What is asked of a ledger: to be read."""

    def read(self) -> AbstractContextManager[Connection]:
        """A connection that changes nothing."""


@contextmanager
def opened(ledger: Book) -> Iterator[Connection]:
    """A connection with the temporary tables filled; they go with its transaction."""
    with ledger.read() as connection:
        _metadata.create_all(connection, checkfirst=False)
        for table, statement in ((now, _now()), (own, _own()), (units, select(every_unit()))):
            names = [column.name for column in statement.selected_columns]
            connection.execute(insert(table).from_select(names, statement))
            connection.execute(text(f"ANALYZE {table.name}"))
        yield connection
        connection.rollback()


def _now() -> Select[Any]:
    states = current_select().subquery()
    return select(states.c.project_id, states.c.state, states.c.remark)


def _own() -> Select[Any]:
    sums = [
        func.sum(case((finding.c.severity == name, 1), else_=0)).label(f"{name}s")
        for name in ("error", "warning", "hint")
    ]
    more = (
        select(finding.c.form_id, *sums)
        .where(finding.c.origin.in_(("match", "across")))
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
            standing.c.project_id, form.c.id.label("form_id"), standing.c.late,
            form.c.budget.label("revised_budget"), *(form.c[name] for name in kept), *counts,
            file.c.path, file.c.disk, file.c.modified,
        )
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(more, more.c.form_id == form.c.id)
        .where(standing.c.counts, standing.c.project_id.is_not(None))
    )  # fmt: skip
