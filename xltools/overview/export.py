"""The tables for programs: CSV that Excel opens as it is, Parquet with exact types."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from xltools.errors import SaveError, ToolMissingError, reason
from xltools.overview.columns import Column, Line, Table
from xltools.overview.selects import ended
from xltools.overview.staged import Book, opened
from xltools.overview.tables import TABLES, chunks_of
from xltools.package import save_streamed

if TYPE_CHECKING:
    import pyarrow as pa

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Excel, WPS and LibreOffice take a field that begins so for a formula, also in full width."""

_DIGITS = {"money": (24, 6), "score": (20, 6), "rate": (24, 10), "number": (24, 6)}
"""Of the decimals in Parquet: all digits, digits behind the point; means have more than the ledger."""


def write_tables(ledger: Book, folder: Path, kind: Literal["csv", "parquet"]) -> list[Path]:
    """Write every table into a file of its own, 汇总表.csv …; return the files.

    Raises:
        SaveError: the folder or a file cannot be written.
        ToolMissingError: Parquet without pyarrow.
    """
    if kind == "parquet":
        _arrow()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"无法建立文件夹“{folder}”：{reason(error)}。") from None
    made = []
    with opened(ledger) as connection:
        for table in TABLES.values():
            path = folder / f"{table.name}.{kind}"
            write = _csv if kind == "csv" else _parquet
            with ended(chunks_of(connection, table)) as chunks:
                save_streamed(path, partial(write, table=table, chunks=chunks))
            made.append(path)
    return made


def _csv(file: BinaryIO, table: Table, chunks: Iterable[list[Line]]) -> None:
    """With a mark of UTF-8, without which Excel reads Chinese as something else."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.heading for column in table.columns])
    for lines in chunks:
        for line in lines:
            writer.writerow([_field(value) for value in line])
    text.flush()
    text.detach()


def _field(value: object) -> str:
    """A number in digits; a text that a spreadsheet program would calculate begins with '."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return format(value, "f") if hasattr(value, "as_tuple") else str(value)
    return f"'{value}" if value.startswith(_DANGEROUS) else value


def _parquet(file: BinaryIO, table: Table, chunks: Iterable[list[Line]]) -> None:
    pa, parquet = _arrow()
    schema = pa.schema([(column.heading, _type(pa, column)) for column in table.columns])
    with parquet.ParquetWriter(file, schema) as writer:
        for lines in chunks:
            columns = [
                pa.array(_exact([line[place] for line in lines], column), field.type)
                for place, (column, field) in enumerate(zip(table.columns, schema, strict=True))
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _exact(values: list[Any], column: Column) -> list[Any]:
    """Values as the column's type holds them; a mean is cut to its digits."""
    if column.kind not in _DIGITS:
        return values
    places = _DIGITS[column.kind][1]
    return [None if value is None else round(value, places) for value in values]


def _type(pa: Any, column: Column) -> pa.DataType:  # noqa: ANN401 - a module
    if column.kind == "count":
        return pa.int64()
    if column.kind in _DIGITS:
        return pa.decimal128(*_DIGITS[column.kind])
    return pa.string()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ToolMissingError(
            "写 Parquet 需要 pyarrow，没有安装。请运行：pip install pyarrow；或改用 --csv。"
        ) from None
    return pyarrow, parquet
