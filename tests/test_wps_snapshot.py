"""What the WPS add-in reads of an open workbook is what the file host reads of the saved one."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from wps_office import model_of, read_in_wps

from xltools.package import load, load_bytes
from xltools.wire import (
    WireError,
    decode_patch,
    decode_snapshot,
    encode_snapshot,
    to_plain,
)

SAMPLES = Path(__file__).parent.parent / "samples"


CODES = (
    "General", "yyyy/m/d", "h:mm", "[h]:mm", "[mm]:ss", "0.00", "mmm-yy", '0"天"', "[Red]0.00",
    '[$-804]yyyy"年"m"月"', '0;[Red]-0;"d"', "@", '"y"0', "0\\d", "_d0", '上午/下午h"时"', "AM/PM",
    'yyyy"年"m"月";@', "0.0%", "a/p", "aaaa", "[s]", "mm:ss.0", '0 "m"', "0m", "G/通用格式",
)  # fmt: skip
SERIALS = (
    -1, -0.5, 0, 0.25, 0.999999, 1, 1.5, 59, 59.5, 60, 60.25, 61, 44925, 44925.123456789,
    44925.9999999, 2958465, 2958466, 3e6,
)  # fmt: skip


@pytest.mark.parametrize("since_1904", [False, True])
def test_numbers_become_dates_as_in_a_file(since_1904: bool, tmp_path: Path) -> None:
    """Days, times, lengths of time, months and units, in both ways of counting days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    for row, serial in enumerate(SERIALS, start=1):
        for column, code in enumerate(CODES, start=1):
            sheet.cell(row, column, serial).number_format = code
    path = tmp_path / "dates.xlsx"
    book.save(path)
    (found,) = read_in_wps([model_of(path)])
    assert found == load(path).snapshot


def test_errors_truths_and_texts_that_look_like_formulas_are_told_apart() -> None:
    """An error is no value, "=1+1" as a text is no formula, an empty result is nothing."""
    cells = [
        [1, 1, {"error": "#DIV/0!"}, "=1/0", {}],
        [1, 2, "=1+1", "", {}],
        [1, 3, True, "", {}],
        [2, 1, "", '=""', {}],
        [2, 2, 3, "=1+2", {}],
        [3, 2, {"error": "#N/A"}, "", {}],
        [9, 9, None, "", {"NumberFormat": "0%"}],
    ]
    model = {"name": "a.xlsx", "sheets": [{"name": "表", "cells": cells, "visible": False}]}
    ((sheet,),) = [each.sheets for each in read_in_wps([model])]
    assert sheet.rows == [[None, "=1+1", True], [None, 3.0, None], [None, None, None]]
    assert sheet.errors == {(1, 1): "#DIV/0!", (3, 2): "#N/A"}
    assert sheet.formulas == {(1, 1): "1/0", (2, 1): '""', (2, 2): "1+2"}
    assert sheet.blank_percents == frozenset({(9, 9)})
    assert sheet.hidden


def test_a_used_range_to_the_end_of_the_sheet_is_read_as_far_as_it_is_filled() -> None:
    """Formats down to row 1 048 576 cost nothing."""
    cells = [[1, 1, "a", "", {}], [3, 2, 5, "", {}], [1048576, 1, None, "", {"Locked": False}]]
    (snapshot,) = read_in_wps([{"name": "a.xlsx", "sheets": [{"name": "表", "cells": cells}]}])
    assert snapshot.sheets[0].rows == [["a", None], [None, None], [None, 5.0]]


def test_a_snapshot_survives_json(demo: Path) -> None:
    """Dates of four kinds, exact decimals, errors and places of formulas."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (serial, code) in enumerate(
        ((44925, "yyyy/m/d"), (44925.5, "yyyy/m/d h:mm"), (0.5, "h:mm"), (1.123456, "[h]:mm")),
        start=1,
    ):
        sheet.cell(1, column, serial).number_format = code
    sheet["A2"] = "=1/0"
    buffer = io.BytesIO()
    book.save(buffer)
    for snapshot in (load(demo).snapshot, load_bytes(buffer.getvalue(), demo).snapshot):
        assert decode_snapshot(encode_snapshot(snapshot)) == snapshot
    exact = Decimal("89.50")
    assert to_plain(exact) == {"decimal": "89.50"}


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"sheets": 5}', b'{"cells": [{"sheet": 1}]}', b'{"cells": [], "more": 1}', b"\xff"],
)  # fmt: skip
def test_what_is_no_patch_is_refused(data: bytes) -> None:
    """With an error of its own, not a traceback of somewhere."""
    with pytest.raises(WireError):
        decode_patch(data)
