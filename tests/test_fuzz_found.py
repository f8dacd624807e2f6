"""What drawn files and texts have found, each as small as it can be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from exotic import raw_book

from xltools.audit import audit_report
from xltools.audit.read import read_bytes
from xltools.errors import FileError, ProfileError, SaveError, TemplateError
from xltools.package import apply_patch, limits, load_bytes
from xltools.package.big_table import find_tables
from xltools.profile import load_profile
from xltools.report.templates import read_template
from xltools.returns.rules import load_rules
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


def test_who_has_longer_paragraphs_may_set_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every other limit; it holds from the next reading of the settings on."""
    settings = tmp_path / "settings.toml"
    settings.write_text("[limits]\nparagraph_characters = 6000\n", encoding="utf-8")
    text = ("项目绩效" * 1300).encode()
    with monkeypatch.context() as patch:
        patch.setenv("XLTOOLS_SETTINGS", str(settings))
        limits.load()
        assert len(read_bytes("报告.txt", text).lines[0].text) == 5200
    limits.load()
    with pytest.raises(FileError, match="超过 5000 字"):
        read_bytes("报告.txt", text)


def test_rows_of_nothing_are_not_kept(tmp_path: Path) -> None:
    """A cell in the last row there is made a million of them."""
    heads = "".join(
        f'<c r="{column}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in (("A", "状态"), ("B", "标识"))
    )
    last = '<row r="99999"><c r="C99999"><v>1</v></c></row><row r="100000"><c r="A100000"><v>2</v></c></row>'
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(raw_book(f'<sheetData><row r="1">{heads}</row>{last}</sheetData>'))
    (table,) = find_tables(path, ("状态", "标识"))
    assert list(table.rows) == [(100_000, [2.0, None])]


@pytest.mark.parametrize("load", [load_profile, load_rules])
def test_a_number_of_thousands_of_digits_is_no_number_of_a_setting(
    load: Callable[[Path], object], tmp_path: Path
) -> None:
    """Python refuses to read it, with another error than for what is no TOML."""
    path = tmp_path / "规则.toml"
    path.write_text(f"extends = 'national-2020'\nnumber = {'9' * 5000}\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=path.name):
        load(path)


def test_a_template_with_such_a_number_is_told(tmp_path: Path) -> None:
    """With all else that is wrong in it."""
    path = tmp_path / "模板.toml"
    path.write_text(f"number = {'9' * 5000}\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=path.name):
        read_template(path)
