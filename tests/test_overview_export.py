"""The tables for programs: CSV that no spreadsheet program calculates, Parquet with exact types."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from conftest import Office
from ledger_rows import HOSTILE, Rows, hostile, many
from pyarrow import parquet

from xltools.errors import SaveError, ToolMissingError
from xltools.ledger.book import Ledger
from xltools.overview.export import write_tables
from xltools.overview.tables import TABLES, frames


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Forty projects."""
    with many().keep(tmp_path_factory.mktemp("ledger") / "台账.db") as kept:
        yield kept


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Texts that a spreadsheet program would calculate."""
    with hostile().keep(tmp_path_factory.mktemp("ledger") / "台账.db") as kept:
        yield kept


def lines(path: Path) -> list[list[str]]:
    """The fields of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_table_is_a_file(ledger: Ledger, tmp_path: Path) -> None:
    """Of its name; columns that no sheet shows are there, too."""
    made = write_tables(ledger, tmp_path / "数据", "csv")

    assert [path.name for path in made] == [f"{name}.csv" for name in TABLES]
    for path, (name, table) in zip(made, TABLES.items(), strict=True):
        head, *rest = lines(path)
        assert head == [column.heading for column in table.columns]
        assert len(rest) == sum(len(frame) for frame in frames(ledger, name))


def test_a_csv_begins_so_that_excel_reads_chinese(ledger: Ledger, tmp_path: Path) -> None:
    """With the mark of UTF-8, and lines as Windows ends them."""
    data = write_tables(ledger, tmp_path, "csv")[0].read_bytes()

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_numbers_are_written_in_digits(ledger: Ledger, tmp_path: Path) -> None:
    """Exact, without exponent, also negative ones; a blank is nothing."""
    head, *rest = lines(write_tables(ledger, tmp_path, "csv")[0])
    (frame,) = frames(ledger, "汇总表")
    for heading in ("预算数", "执行率", "差", "错误"):
        found = [line[head.index(heading)] for line in rest]
        expected = ["" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
                    for value in frame[heading]]  # fmt: skip
        assert found == expected
        assert [Decimal(value) if value else None for value in found] == list(frame[heading])


def test_a_negative_number_is_no_formula(tmp_path: Path) -> None:
    """It stays a number."""
    rows = Rows()
    project = rows.project(1, "单位", "甲")
    rows.form(rows.file("甲.xlsx"), project, typed_score=Decimal(90), score=Decimal("91.5"))
    with rows.keep(tmp_path / "台账.db") as ledger:
        head, line = lines(write_tables(ledger, tmp_path / "数据", "csv")[0])
    assert line[head.index("差")] == "-1.5000"


def test_no_field_begins_like_a_formula(odd: Ledger, tmp_path: Path) -> None:
    """A text that does gets a '; all others are as they are."""
    for path in write_tables(odd, tmp_path, "csv"):
        for line in lines(path)[1:]:
            for field in line:
                assert not field.startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠"))
                assert not field.startswith("-") or Decimal(field)
    head, *rest = lines(tmp_path / "问题清单.csv")
    found = {line[head.index("问题")] for line in rest}
    assert {
        "'=1+1",
        "'+86",
        "'-5",
        "'@SUM(A1)",
        "'＝1+1",
        "'\t=1+1",
        "007",
        "甲\n乙\r\n丙",
    } <= found
    assert {each.removeprefix("'") for each in found} == {
        each.removeprefix("'") for each in HOSTILE
    }


def test_a_spreadsheet_program_calculates_nothing(office: Office, tmp_path: Path) -> None:
    """LibreOffice, asked to take formulas where it sees some, sees none."""
    import openpyxl

    texts = [text for text in HOSTILE if len(text) < 100]
    with hostile(texts).keep(tmp_path / "台账.db") as ledger:
        write_tables(ledger, tmp_path, "csv")
    office(
        "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,false,true", "--convert-to", "xlsx",
        "--outdir", str(tmp_path), str(tmp_path / "问题清单.csv"),
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "问题清单.xlsx").worksheets[0]
    assert sheet.max_row > len(texts)
    assert [
        cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []


def test_parquet_has_types_and_is_exact(ledger: Ledger, tmp_path: Path) -> None:
    """Decimals with their digits, whole numbers, texts; read back it is the table."""
    made = write_tables(ledger, tmp_path, "parquet")

    assert [path.name for path in made] == [f"{name}.parquet" for name in TABLES]
    for path, name in zip(made, TABLES, strict=True):
        kept = parquet.read_table(path)
        whole = pd.concat(list(frames(ledger, name)), ignore_index=True)
        assert kept.num_rows == len(whole)
        for heading in kept.column_names:
            expected = list(whole[heading])
            if pa.types.is_decimal(kept.schema.field(heading).type):
                places = kept.schema.field(heading).type.scale
                expected = [
                    None if value is None else round(value, places) for value in expected
                ]
            assert kept.column(heading).to_pylist() == expected
    schema = parquet.read_schema(tmp_path / "汇总表.parquet")
    assert schema.field("预算数").type == pa.decimal128(24, 6)
    assert schema.field("执行率").type == pa.decimal128(24, 10)
    assert schema.field("错误").type == pa.int64()
    assert schema.field("项目名称").type == pa.string()


def test_parquet_keeps_texts_as_they_are(odd: Ledger, tmp_path: Path) -> None:
    """Programs calculate nothing."""
    write_tables(odd, tmp_path, "parquet")

    assert set(
        parquet.read_table(tmp_path / "问题清单.parquet").column("问题").to_pylist()
    ) == set(HOSTILE)


def test_parquet_of_nothing_has_its_columns(tmp_path: Path) -> None:
    """And can be read."""
    with Rows().keep(tmp_path / "台账.db") as ledger:
        write_tables(ledger, tmp_path / "数据", "parquet")
    kept = parquet.read_table(tmp_path / "数据" / "汇总表.parquet")
    assert (kept.num_rows, kept.column_names[0]) == (0, "序号")


def test_without_pyarrow_it_is_said_what_to_install(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is made; CSV needs none."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ToolMissingError, match="pip install pyarrow"):
        write_tables(ledger, tmp_path / "数据", "parquet")
    assert not (tmp_path / "数据").exists()
    assert write_tables(ledger, tmp_path / "数据", "csv")


def test_a_folder_that_cannot_be_made_is_told(ledger: Ledger, tmp_path: Path) -> None:
    """A file lies where it should be."""
    (tmp_path / "数据").touch()
    with pytest.raises(SaveError, match="无法建立文件夹"):
        write_tables(ledger, tmp_path / "数据", "csv")
