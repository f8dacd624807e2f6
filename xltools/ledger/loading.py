"""Many rows into one table, as fast as each database takes them: values as the column keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

Row: TypeAlias = tuple[Any, ...]


def load_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Add the rows; the values stand in the order of the columns."""
    if not rows:
        return
    names = ", ".join(f'"{each}"' for each in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
        connection.exec_driver_sql(statement, list(rows))
        return
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    except _errors(connection) as error:  # as SQLAlchemy would have told it
        raise DBAPIError.instance(
            f"COPY {table.name}", None, error, _errors(connection), dialect=connection.dialect
        ) from None
    finally:
        cursor.close()


def change_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Write the rows in the place of those that are there; the first column is the key."""
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    key, *others = columns
    values = ", ".join(f'"{each}" = {mark}' for each in others)
    statement = f'UPDATE "{table.name}" SET {values} WHERE "{key}" = {mark}'
    connection.exec_driver_sql(statement, [(*row[1:], row[0]) for row in rows])


def _errors(connection: Connection) -> type[Exception]:
    error: type[Exception] = connection.dialect.loaded_dbapi.Error
    return error


def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """So many numbers for new rows, which nobody else gets."""
    if not count:
        return []
    if connection.dialect.name == "sqlite":  # one writes at a time
        last = connection.scalar(text(f'SELECT max(id) FROM "{table.name}"')) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = f"{table.name}_id_seq"
    statement = text("SELECT nextval(:name) FROM generate_series(1, :count)")
    return list(connection.scalars(statement, {"name": sequence, "count": count}))
