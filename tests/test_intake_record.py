"""One form → its record: what is kept, in one spelling, and as the ledger can hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from intake_files import FORM
from msgspec.structs import replace
from test_read_oddities import HEAD, MONEY, ROWS, TOP, TOTAL, Row

from xltools.hosts.examine import examine_all
from xltools.hosts.file import Opened
from xltools.intake.content import MOST_CELLS, cell_texts, content_digest, value_text
from xltools.intake.record import form_record
from xltools.model import CellValue
from xltools.package import Workbook, load
from xltools.returns.cells import unpacked_cells
from xltools.returns.fixed import exact
from xltools.returns.records import PLACES, FormRecord
from xltools.snapshot import Sheet, Snapshot

WORKBOOK = load(FORM)
FORM_ROWS: list[Row] = [*TOP, *MONEY, HEAD, *ROWS, *TOTAL]


def opened(*sheets: Sheet, kind: str = "xlsx") -> Opened:
    """A workbook of these sheets, examined."""
    book: Workbook = replace(WORKBOOK, snapshot=Snapshot(sheets), kind=kind)
    return Opened(Path("表.xlsx"), book, examine_all(book.snapshot))


def sheet(rows: list[Row], name: str = "表") -> Sheet:
    """A sheet of these rows."""
    return Sheet(name, [list(row) for row in rows])


def record(rows: list[Row]) -> FormRecord:
    """The record of the one form of these rows."""
    return form_record(opened(sheet(rows)), 0, ())


def changed(row: int, column: int, value: str | float | None) -> list[Row]:
    """The form's rows with one cell filled otherwise; rows from the top, from 0."""
    rows = [list(each) + [None] * (8 - len(each)) for each in FORM_ROWS]
    rows[row][column] = value
    return rows


def test_a_form_of_no_identity_is_recorded_by_what_it_prints() -> None:
    """Its unit, its department, its money, its total; version and copy are nobody's."""
    form = record(FORM_ROWS)

    assert (form.version, form.copy, form.year) == ("", "", 2023)
    assert (form.name, form.unit, form.department) == ("饮水安全", "乙中心", "甲局")
    assert (form.budget, form.outturn, form.rate) == (100, 100, 1)
    assert (form.typed_score, form.score, form.filled) == (100, 100, 3)
    first = form.indicators[0]
    assert (first.cell, first.level1, first.level2) == ("表!C7", "产出指标", "数量指标")
    assert (first.name, first.target, first.actual) == ("安装水表", "≥5000户", "5100户")
    numbers = {name: exact(getattr(first, name), places) for name, places in PLACES.items()}
    assert numbers == {
        "target_number": 5000, "actual_number": 5100, "rate": Decimal("1.02"),
        "points": 50, "typed_score": 50, "score": 50,
    }  # fmt: skip
    assert first.unit == "户"


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (6, 5, 50.00000000000001),
        (6, 5, "50.0"),
        (4, 4, 100.0000000000001),
        (4, 4, "100.00"),
        (6, 4, " 5100户 "),
        (6, 4, "5100户\n"),
        (7, 7, "/"),
    ],
)
def test_one_content_has_one_digest(row: int, column: int, value: str | float) -> None:
    """However programs write a number, white space or nothing at all."""
    assert record(changed(row, column, value)).content == record(FORM_ROWS).content


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (2, 1, "饮水安全二期"),
        (1, 0, "（2022年度）"),
        (4, 4, 99.999999),
        (4, 4, 1234567890.12),
        (6, 2, "安装水龙头"),
        (6, 3, "≥5001户"),
        (6, 4, "5101户"),
        (6, 5, 49.99),
        (6, 6, 49.99),
        (6, 7, "多装了一百户"),
        (9, 6, 99.99),
    ],
)
def test_another_content_has_another_digest(row: int, column: int, value: str | float) -> None:
    """Every value counts, wherever it stands."""
    assert record(changed(row, column, value)).content != record(FORM_ROWS).content


def test_a_version_of_the_form_is_part_of_its_content() -> None:
    """What is refused for its version and sent again on the right form is no double."""
    evaluation = opened(sheet(FORM_ROWS)).examined.evaluation

    assert content_digest(evaluation, "0") != content_digest(evaluation, "1")


def words_of(name: str, reason: str) -> dict[str, str]:
    """Digest of each text of a form, by its cell."""
    rows = changed(6, 7, reason)
    rows[2][1] = name
    return {each.cell: each.digest for each in record(rows).words}


def test_texts_that_differ_in_the_projects_name_have_one_digest() -> None:
    """Nor do quotation marks, spaces and widths tell them apart; another word does."""
    first = words_of("饮水安全", "饮水安全项目受汛期影响，进度延后（两个月）。")["表!H7"]

    assert words_of("村道", "“村道”项目受汛期影响,进度 延后(两个月)")["表!H7"] == first
    assert words_of("村道", "村道项目受汛期影响，进度延后三个月")["表!H7"] != first
    assert "表!H7" not in words_of("村道", "无")


def test_what_nobody_filled_in_counts_nothing() -> None:
    """Fillers are no results; one result is one."""
    rows = [list(row) for row in FORM_ROWS]
    for row, actual in zip((6, 7, 8), ("", "/", None), strict=True):
        rows[row][4] = actual
    assert record(rows).filled == 0
    rows[7][4] = "2.1万人"
    assert record(rows).filled == 1


def test_numbers_beyond_all_money_are_none() -> None:
    """The ledger keeps whole 分 in eight bytes; 1e300 is nobody's budget."""
    form = record(changed(4, 3, 1e300))

    assert form.budget is None
    assert form.outturn == 100
    assert form.content != record(FORM_ROWS).content


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.9410000000000001, "0.941"),
        (12345678.123456, "12345678.1235"),
        (1e15, "1000000000000000"),
        (1e-9, "0.000000001"),
        (-0.0, "0"),
        (7, "7"),
        (Decimal("10.50"), "10.50"),
        (True, "TRUE"),
        (date(2024, 9, 14), "2024-09-14"),
        (datetime(2024, 9, 14), "2024-09-14"),
        (datetime(2024, 9, 14, 8, 30), "2024-09-14 08:30:00"),
    ],
)
def test_a_cells_value_is_written_as_a_person_would(value: CellValue, text: str) -> None:
    """The same whichever format it came from."""
    assert value_text(value) == text


def test_all_cells_are_kept_but_what_nobody_sees_or_filled_in() -> None:
    """Hidden sheets, instructions, our own list; blanks are none, errors show what they show."""
    own = replace(sheet(changed(6, 7, " ")), errors={(7, 8): "#DIV/0!", (300, 300): "#REF!"})
    others = (
        Sheet("附表", [[" 甲 ", 1.5]]),
        Sheet("填报说明", [["请填写"]]),
        Sheet("问题清单", [["一处"]]),
        Sheet("_xltools", [["x"]], hidden=True),
    )
    texts = unpacked_cells(form_record(opened(own, *others), 0, ()).cells)

    assert texts["表!B3"] == "饮水安全"
    assert texts["表!F7"] == "50"
    assert texts["表!H7"] == "#DIV/0!"
    assert texts["表!KN300"] == "#REF!"
    assert {cell for cell in texts if not cell.startswith("表!")} == {"附表!A1", "附表!B1"}
    assert texts["附表!A1"] == "甲"


def two_sheets() -> Opened:
    """Two forms, each on a sheet, and a list beside them."""
    other = changed(2, 1, "养老服务")
    return opened(sheet(FORM_ROWS), sheet(other, "表二"), Sheet("附表", [["甲"]]))


def one_below_the_other() -> Opened:
    """Two forms on one sheet."""
    return opened(
        sheet([*FORM_ROWS, [], [], *changed(2, 1, "养老服务")]), Sheet("附表", [["甲"]])
    )


@pytest.mark.parametrize("build", [two_sheets, one_below_the_other])
def test_each_form_of_a_workbook_keeps_its_own_cells(build: Callable[[], Opened]) -> None:
    """What belongs to neither is kept with the first."""
    book = build()
    first, second = (form_record(book, index, ()) for index in (0, 1))

    assert (first.number, second.number) == (1, 2)
    assert (first.name, second.name) == ("饮水安全", "养老服务")
    cells = unpacked_cells(first.cells), unpacked_cells(second.cells)
    assert not cells[0].keys() & cells[1].keys()
    assert "饮水安全" in cells[0].values()
    assert "饮水安全" not in cells[1].values()
    assert "养老服务" in cells[1].values()
    assert ("附表!A1" in cells[0], "附表!A1" in cells[1]) == (True, False)


def test_a_workbook_with_all_a_units_books_is_kept_in_part() -> None:
    """The form's own cells are there; what is beyond any form is cut."""
    book = opened(sheet(FORM_ROWS), Sheet("账", [[1.0] * 30] * 1000))

    texts = cell_texts(book, 0)

    assert len(texts) == MOST_CELLS
    assert texts["表!B3"] == "饮水安全"


def test_zero_bytes_of_old_files_are_left_out() -> None:
    """No database takes them."""
    rows = changed(6, 7, "延\0后\0")
    form = form_record(opened(sheet(rows), kind="xls"), 0, ())

    assert form.indicators[0].note == "延后"
    assert unpacked_cells(form.cells)["表!H7"] == "延后"
    assert [each.text for each in form.words if each.cell == "表!H7"] == ["延后"]
