"""What a ledger says, without what differs from run to run: numbers of rows, times of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from xltools.ledger.book import open_ledger
from xltools.ledger.tables import metadata

_OWN = frozenset(("meta", "run"))
"""When and by whom it was read, which is another story each time."""
_MOMENT = frozenset(("id", "run_id", "at"))

Row = tuple[Any, ...]


def contents(where: Path | str) -> dict[str, list[Row]]:
    """Every table's rows in an order of their own, references resolved to what they mean."""
    with open_ledger(where, create=False) as ledger, ledger.read() as connection:
        names = _names(connection)
        return {
            table.name: sorted(_rows(connection, table, names), key=repr)
            for table in metadata.sorted_tables
            if table.name not in _OWN
        }


def _names(connection: Connection) -> dict[str, dict[int, Row]]:
    """What a reference means: a project by its key, a file by path and bytes, a form by its file."""
    tables = metadata.tables
    file, form, project = tables["file"], tables["form"], tables["project"]
    stamp = (file.c.path, file.c.sha256, file.c.stamp_time)
    files = {row[0]: tuple(row[1:]) for row in connection.execute(select(file.c.id, *stamp))}
    forms = connection.execute(select(form.c.id, form.c.file_id, form.c.number))
    return {
        "file": files,
        "form": {own: (*files[of], number) for own, of, number in forms},
        "project": {
            own: (key,) for own, key in connection.execute(select(project.c.id, project.c.key))
        },
    }


def _rows(connection: Connection, table: Table, names: dict[str, dict[int, Row]]) -> list[Row]:
    columns = [column for column in table.columns if column.name not in _MOMENT]
    return [
        tuple(_named(column, value, names) for column, value in zip(columns, row, strict=True))
        for row in connection.execute(select(*columns))
    ]


def _named(column: Column[Any], value: Any, names: dict[str, dict[int, Row]]) -> Any:
    reference = next(iter(column.foreign_keys), None)
    if reference is None or value is None:
        return value
    return names[reference.column.table.name][value]
