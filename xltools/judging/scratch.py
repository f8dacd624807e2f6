"""What one settling works with: tables that vanish with it, filled in the order of arrival.

Sums and groups are the database's work; what Python must look at passes by in batches, so that
the memory taken does not grow with the number of forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Double,
    Executable,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
)

from xltools.ledger.tables import MONEY, SCORE

T = TypeVar("T")
BATCH = 1000

_metadata = MetaData()


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(f"judging_{name}", _metadata, *columns, prefixes=["TEMPORARY"])


def _form() -> Column[int]:
    return Column("form_id", BigInteger, primary_key=True, autoincrement=False)


came = _table(
    "came", _form(),
    Column("place", Integer, nullable=False),  # by time of writing, then path, then number
    Column("gone", Boolean, nullable=False),
    Column("copy", Text, nullable=False),
    Column("year", Integer),
    Column("code", Text, nullable=False),  # plain
    Column("spelled", Text, nullable=False),
    Column("bare", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("over_region", Text, nullable=False),  # of the supervising department
    Column("over_unit", Text, nullable=False),
    Column("key", Text, nullable=False),  # of a project nobody expected, "" for others
    Column("project_id", BigInteger),
    Column("matched", Text, nullable=False),
)  # fmt: skip
"""Every form that ever came, under names in one spelling, and whose it is."""

wanted = _table(
    "wanted",
    Column("project_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("copy", Text, nullable=False),
    Column("year", Integer),
    Column("code", Text, nullable=False),
    Column("spelled", Text, nullable=False),
    Column("bare", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("stem", Text, nullable=False),  # the name of the file that was sent, without ending
    Index("judging_wanted_copy", "copy"),
    Index("judging_wanted_code", "code"),
    Index("judging_wanted_spelled", "spelled"),
    Index("judging_wanted_bare", "bare"),
    Index("judging_wanted_stem", "stem"),
)  # fmt: skip
"""The roster under names in one spelling."""

found = _table(
    "found", _form(),
    Column("project_id", BigInteger, nullable=False),
    Column("matched", Text, nullable=False),
)  # fmt: skip
"""The project that a form names by its code or its name; `matched` says by which."""

keyed = _table("keyed", _form(), Column("key", Text, nullable=False))
"""The keys of projects that are not on the roster."""

near_text = _table(
    "near_text", _form(),
    Column("text", Text, nullable=False),
    Column("own_text", Text, nullable=False),
)  # fmt: skip
"""What forms that nobody awaits may be for, in words; of it what is of the form's own unit."""

gram = _table(
    "gram",
    Column("gram", Text, nullable=False),
    Column("project_id", BigInteger, nullable=False),
    Index("judging_gram_gram", "gram"),
)  # fmt: skip
form_gram = _table(
    "form_gram",
    Column("gram", Text, nullable=False),
    Column("form_id", BigInteger, nullable=False),
)  # fmt: skip
"""Two characters of a name each: names that share none are not alike."""

tally = _table(
    "tally", _form(),
    Column("project_id", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("unit", Text, nullable=False),  # of the project, in one spelling
    Index("judging_tally_project", "project_id"),
)  # fmt: skip
"""The forms that count."""

alike = _table(
    "alike",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("forms", Integer, nullable=False),
)  # fmt: skip
"""What indicators of several forms say alike: name, target, result; and in how many forms."""

alike_row = _table(
    "alike_row",
    Column("alike_id", BigInteger, nullable=False),
    Column("form_id", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),  # of the indicator
    Index("judging_alike_row_form", "form_id"),
    Index("judging_alike_row_alike", "alike_id"),
)  # fmt: skip
"""The forms in which it stands."""

whole = _table(
    "whole", _form(),
    Column("digest", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Index("judging_whole_digest", "digest"),
)  # fmt: skip
"""Forms that are mostly rows which very many have."""

amount = _table(
    "amount",
    Column("form_id", BigInteger, nullable=False),
    Column("project_id", BigInteger, nullable=False),
    Column("file_id", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("value", MONEY, nullable=False),
    Column("odd", Boolean, nullable=False),
    Index("judging_amount_value", "unit", "value"),
)  # fmt: skip
"""Budgets and outturns of enough digits."""

kind = _table(
    "kind",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("root", BigInteger, nullable=False),  # the first of those that differ in spaces only
    Column("level1", Text, nullable=False),
    Column("level2", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
)  # fmt: skip
"""Indicators that enough forms have."""

reading = _table(
    "reading",
    Column("kind_id", BigInteger, nullable=False),
    Column("indicator_id", BigInteger, nullable=False),
    Column("ratio", Double),
    Column("actual", Double, nullable=False),
)  # fmt: skip
"""What each form gives for one: the share of the target, and the number."""

standard = _table(
    "standard",
    Column("kind_id", BigInteger, primary_key=True, autoincrement=False),
    Column("forms", Integer, nullable=False),
    Column("low", Double, nullable=False),
    Column("middle", Double, nullable=False),
    Column("high", Double, nullable=False),
)  # fmt: skip
"""The middle half of its values."""

far = _table(
    "far",
    Column("indicator_id", BigInteger, primary_key=True, autoincrement=False),
    Column("measure", Text, nullable=False),
    Column("forms", Integer, nullable=False),
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    Column("value", Double, nullable=False),
)  # fmt: skip
"""Indicators that lie far from others of their kind."""


def _year(name: str) -> Table:
    return _table(
        name, _form(),
        Column("code", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("region", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("budget", MONEY),
        Column("score", SCORE),
        Index(f"judging_{name}_code", "code"),
        Index(f"judging_{name}_name", "name"),
    )  # fmt: skip


this, former = _year("this"), _year("former")
"""The forms that count this year, and those that did last year."""

former_words = _table(
    "former_words",
    Column("form_id", BigInteger, nullable=False),
    Column("role", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("judging_former_words_form", "form_id"),
)  # fmt: skip
"""What last year's forms said."""

pair = _table(
    "pair", _form(),
    Column("former_id", BigInteger, nullable=False),
    Index("judging_pair_former", "former_id"),
)  # fmt: skip
"""A project's form of this year and the one of last year."""


def begin(connection: Connection) -> None:
    """Make the tables, empty."""
    end(connection)
    _metadata.create_all(connection, checkfirst=False)


def end(connection: Connection) -> None:
    """Drop them."""
    for table in reversed(_metadata.sorted_tables):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")


def rows(connection: Connection, query: Executable) -> Iterator[Row[Any]]:
    """The rows of a query, as they come."""
    return iter(connection.execute(query, execution_options={"yield_per": BATCH}))


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """The values by the thousand."""
    remaining = iter(values)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def put(connection: Connection, table: Table, values: Iterable[Mapping[str, Any]]) -> None:
    """Insert the values, batch by batch."""
    for batch in batches(values):
        connection.execute(table.insert(), batch)


def weigh(connection: Connection, *tables: Table) -> None:
    """Let PostgreSQL see how much is in them: nobody else looks at tables that vanish."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def plainly(connection: Connection, column: ColumnElement[str]) -> ColumnElement[str]:
    """The column in the order of its bytes, the same in every database and language."""
    return column.collate("C") if connection.dialect.name == "postgresql" else column
