"""The tables of the overview by name, as lines and as pandas frames."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from xltools.errors import ToolMissingError
from xltools.overview.columns import Line, Table
from xltools.overview.details import CHANGES, INDICATORS, VERSIONS
from xltools.overview.issues import ISSUES
from xltools.overview.projects import AWAITED, SUMMARY
from xltools.overview.selects import CHUNK
from xltools.overview.staged import Book, opened
from xltools.overview.units import UNITS

if TYPE_CHECKING:
    import pandas as pd

TABLES: dict[str, Table] = {
    table.name: table
    for table in (SUMMARY, UNITS, INDICATORS, ISSUES, AWAITED, VERSIONS, CHANGES)
}
"""In the order of the workbook's sheets."""


def frames(ledger: Book, name: str) -> Iterator[pd.DataFrame]:
    """One table, at most `CHUNK` rows at a time; at least one frame, which may be empty.

    Columns are called as on the sheet. Numbers are exact: `Decimal`, `int`, None where there is none.

    Raises:
        KeyError: there is no table of that name.
    """
    table = TABLES[name]
    with opened(ledger) as connection:
        yield from frames_of(connection, table)


def frames_of(connection: Connection, table: Table) -> Iterator[pd.DataFrame]:
    """The table's frames, read over this connection.

    Raises:
        ToolMissingError: pandas is not installed, as in a package for offices without internet.
    """
    try:
        import pandas as pd  # workbook, CSV and Parquet do without
    except ImportError:
        raise ToolMissingError(
            "这项功能需要 pandas，没有安装。请运行：pip install pandas。"
        ) from None

    headings = [column.heading for column in table.columns]
    for some in chunks_of(connection, table):
        # object, not float: an amount is exact to the last digit, and a blank is no number
        yield pd.DataFrame(some, columns=headings, dtype=object)


def chunks_of(connection: Connection, table: Table) -> Iterator[list[Line]]:
    """The table's lines, at most `CHUNK` at a time; at least one list, which may be empty."""
    lines = table.lines(connection)
    some = list(islice(lines, CHUNK))
    while True:
        yield some
        some = list(islice(lines, CHUNK))
        if not some:
            return
