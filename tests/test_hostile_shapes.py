"""Sheets that are sound and yet made to cost more than they are worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltools.errors import FormError
from xltools.hosts.examine import examine, examine_all
from xltools.model import CellValue
from xltools.package import load
from xltools.read import identity
from xltools.snapshot import Sheet, Snapshot

FORM = Path(__file__).parents[1] / "samples/national-2020/农村公路安防工程.xlsx"

Rows = list[list[CellValue]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The cells of a filled form, all of them in every row."""
    sheet = load(FORM).snapshot.sheet("自评表")
    assert sheet is not None
    width = max(map(len, sheet.rows))
    return [[*row, *[None] * (width - len(row))] for row in sheet.rows]


def book(rows: Rows) -> Snapshot:
    """A workbook with one sheet and nothing that says whose it is."""
    return Snapshot((Sheet("表", rows),))


def test_a_few_forms_side_by_side_are_read(rows: Rows) -> None:
    """From left to right."""
    forms = examine_all(book([row * 5 for row in rows]))
    columns = [form.evaluation.indicators[0].name.place.column for form in forms]
    assert columns == sorted(set(columns))
    assert len(columns) == 5


@pytest.mark.parametrize("many", [51, 900])
def test_more_forms_side_by_side_than_anybody_prints_are_refused(rows: Rows, many: int) -> None:
    """The work would grow with the square of their number, and the stack with it."""
    with pytest.raises(FormError, match="“表”里并排的表超过 50 份"):
        examine_all(book([row * many for row in rows]))


def test_more_forms_than_a_workbook_may_have_are_refused(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any is read."""
    monkeypatch.setattr(identity, "MOST_FORMS", 3)
    assert len(examine_all(book(rows * 3))) == 3
    with pytest.raises(FormError, match="4 份自评表，超过 3 份"):
        examine_all(book(rows * 4))


def test_a_name_that_stands_in_many_rows_makes_no_book_of_each_finding(rows: Rows) -> None:
    """Three thousand findings that name three thousand cells each took twelve seconds."""
    at = next(n for n, row in enumerate(rows) if "产出指标" in row)
    told = examine(book([*rows[:at], *[list(rows[at]) for _ in range(300)], *rows[at + 1 :]]))
    same = [each for each in told.findings if "出现了" in each.message]

    assert len(same) == 299
    assert max(len(each.message) for each in same) < 120
    assert "等）" in same[0].message
