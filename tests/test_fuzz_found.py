"""What drawn files and texts have found, each as small as it can be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from exotic import raw_book

from xltools.audit import audit_report
from xltools.audit.read import read_bytes
from xltools.errors import FileError, SaveError
from xltools.package import apply_patch, load_bytes
from xltools.snapshot import CellWrite, Patch
from xltools.value import describe, parse_value

pytestmark = pytest.mark.usefixtures("expendable")


@pytest.mark.parametrize("number", ["ZZZ9999999", "A1"])
def test_a_row_whose_number_is_none_is_not_written_to(number: str) -> None:
    """Its cells are read, by their own addresses; to write between them would be a guess."""
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{number}"><c r="A2"/></row>'
    book = load_bytes(raw_book(f"<sheetData>{rows}</sheetData>"), Path("表.xlsx"))
    assert book.snapshot.sheets[0].rows == [[1.0]]

    name = book.snapshot.sheets[0].name
    with pytest.raises(SaveError, match="另存"):
        apply_patch(book, Patch((CellWrite(name, 1, 1, Decimal(2)),)))


@pytest.mark.parametrize("text", ["达到2~4次", "达到80%-90%", "完成3-5㎡。"])
def test_a_range_that_is_to_be_reached_has_no_sign(text: str) -> None:
    """It has two ends, and is described with both."""
    value = parse_value(text, role="target")
    assert (value.kind, value.comparator) == ("range", None)
    again = parse_value(describe(value), role="target")
    assert (again.kind, again.comparator) == ("range", None)
    assert (again.value, again.upper, again.unit) == (value.value, value.upper, value.unit)


@pytest.mark.parametrize("sign", ["_", "…", ".", "1", "12,", "万元", "“", "\t", "（一）"])
def test_a_paragraph_of_one_sign_is_audited(sign: str) -> None:
    """Dots as long as this cost hours, digits a quarter of a minute."""
    text = f"绩效自评报告\n{(sign * 4900)[:4900]} 1\n"
    report = read_bytes("报告.txt", text.encode())
    assert all(each.message for each in audit_report(report))


def test_more_text_than_a_report_has_is_refused() -> None:
    """In one paragraph, or in all: what to do is said."""
    with pytest.raises(
        FileError, match=r"“报告.txt”里有一段超过 5000 字（“项目绩效项目绩效项目绩效…”）"
    ):
        read_bytes("报告.txt", ("项目绩效" * 1300).encode())
    with pytest.raises(FileError, match=r"“报告.txt”超过 50 万字"):
        read_bytes("报告.txt", ("项目绩效自评报告。\n" * 60_000).encode())
