"""What number formats say: percentages, units behind the digits, months without a day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from exotic import MAIN, OFFICE, raw_book, raw_parts
from hypothesis import given
from hypothesis import strategies as st
from office_files import book_file

from xltools.package import load, load_bytes
from xltools.package.number_formats import PLAIN, Shown, read_format
from xltools.snapshot import Sheet


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('0"套"', "套"),
        (r"0\人", "人"),
        ("0!个", "个"),
        ("0套", "套"),
        ('#,##0.00"万元"', "万元"),
        ('"¥"#,##0.00"元"', "元"),
        ('"约"0.0"公里/小时"', "公里/小时"),
        ('G/通用格式"套"', "套"),
        (r"General\ \k\m", "km"),
        ('0"套";[Red]-0"套"', "套"),
        ('0.00" 元";(0.00" 元")', "元"),
        ("#,##0.00[$元-804]", "元"),
        ('0"（万元）"', "万元"),
        ('0"㎡"', "㎡"),
        ('0.0"‰"', "‰"),
        ('0"%"', "%"),
        ('0_ "台"', "台"),
        ('0"辆"* ', "辆"),
        ('0;-0;"无"', ""),
        ('0"套";;"无"', "套"),
    ],
)
def test_the_literal_behind_the_digits_is_the_unit(code: str, unit: str) -> None:
    """Quoted, escaped, bare or a currency sign; what stands before does not matter."""
    assert read_format(code) == Shown(suffix=unit)


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "0.00", "#,##0.00", "@", '@"元"', "0.00E+00", "# ?/?", '"¥"#,##0.00',
        r"_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * \-??_ ;_ @_ ", "0.00_);(0.00)", '0"时"00"分"',
        '[>100]0"套";0"个"', '0"', "[", "\\", "_", "", ";;;", "[$-804]0", '"合计"',
    ],
)  # fmt: skip
def test_a_format_without_a_certain_unit_says_nothing(code: str) -> None:
    """Accounting, fractions, several literals, sections that disagree, broken codes."""
    assert read_format(code) == PLAIN


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('0!.0,"万元"', "元"),
        (r'0\.0,"万元"', "元"),
        ('0!.0000"万元"', "元"),
        ('#,##0,"千元"', "元"),
        ('0.00,,"百万元"', "元"),
        ('0!.00,,"亿元"', "元"),
        ('0!.0,"万"', ""),
        ('0,"元"', ""),
        ('0,"万元"', ""),
        ('0!.00"元"', ""),
    ],
)
def test_a_format_that_divides_gives_the_unit_of_the_value(code: str, unit: str) -> None:
    """123456 shown as 12.3万元 is 123456元; where word and divisor differ nothing is said."""
    assert read_format(code).suffix == unit


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0%;[Red]-0.0%", '0%"左右"', "#,##0 %"])
def test_a_percentage_is_one_in_any_section(code: str) -> None:
    """It is a percentage and nothing else."""
    assert read_format(code) == Shown(percent=True)


@pytest.mark.parametrize(
    ("code", "month"),
    [
        ('yyyy"年"m"月"', True),
        ('[$-804]yyyy"年"m"月";@', True),
        ("yyyy/m", True),
        ("mmm-yy", True),
        ('e"年"m"月"', True),
        ('[DBNum1][$-804]yyyy"年"m"月"', True),
        ("yyyy/m/d", False),
        ('m"月"d"日"', False),
        ("yyyy", False),
        ("h:mm", False),
        ("yyyy/m h:mm", False),
        ("[h]:mm", False),
        ("mm:ss.0", False),
    ],
)
def test_a_month_is_a_year_and_a_month_and_no_more(code: str, month: bool) -> None:
    """The m of minutes is no month."""
    assert read_format(code) == Shown(month=month)


@given(st.text('0#?.,%;"\\!_*[]$-@yYmdhseE +()套元万千G/', max_size=14))
def test_every_code_is_read_without_failing(code: str) -> None:
    """At most one thing is said of a number, whatever somebody typed."""
    shown = read_format(code)

    assert sum((shown.percent, shown.month, bool(shown.suffix))) <= 1
    assert shown.suffix == shown.suffix.strip()


def styled(cells: str, formats: dict[int, str], *used: int) -> Sheet:
    """A sheet whose styles 0, 1, … use these numbers of formats; the codes by number."""
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for number, code in formats.items()
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in used)
    relations = str(raw_parts("")["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
    parts = {
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/_rels/workbook.xml.rels": relations,
    }
    rows = f'<sheetData><row r="1">{cells}</row></sheetData>'
    return load_bytes(raw_book(rows, **parts), Path("a.xlsx")).snapshot.sheets[0]


CELLS = (
    '<c r="A1" s="1"><v>5</v></c><c r="B1" s="1" t="str"><v>五</v></c><c r="C1" s="1"/>'
    '<c r="D1" s="2"><v>44896</v></c><c r="E1"><v>5</v></c><c r="F1" s="2" t="str"><v>x</v></c>'
)


@pytest.mark.parametrize("comment", ["", "<!-- 少见 -->"], ids=["bytes", "parser"])
def test_units_and_months_of_an_xlsx_need_a_number_and_a_date(comment: str) -> None:
    """A text or an empty cell of the same style has none; both ways of scanning agree."""
    sheet = styled(CELLS + comment, {164: '0"套"', 165: 'yyyy"年"m"月"'}, 0, 164, 165)

    assert sheet.suffixes == {(1, 1): "套"}
    assert sheet.months == {(1, 4)}
    assert sheet.value(1, 4) == datetime.date(2022, 12, 1)
    assert sheet.percents == frozenset()


@pytest.mark.parametrize("number", [17, 27, 36, 50, 52, 57])
def test_built_in_formats_of_year_and_month_are_known(number: int) -> None:
    """Chinese Excel stores 2022年12月 as a bare number (ECMA-376 part 1, 18.8.30)."""
    assert styled('<c r="A1" s="0"><v>44896</v></c>', {}, number).months == {(1, 1)}


def test_a_file_may_give_a_built_in_number_another_code() -> None:
    """What the file says holds."""
    sheet = styled('<c r="A1" s="0"><v>44896</v></c>', {57: "yyyy/m/d"}, 57)

    assert sheet.months == frozenset()


def test_a_workbook_of_openpyxl_shows_its_units(tmp_path: Path) -> None:
    """The honest case, with entities as a writer of XML makes them."""
    path = book_file(tmp_path / "a.xlsx", {"B2": 5, "C2": 6}, {"B2": '0"套"', "C2": '0"<&>件"'})

    assert load(path).snapshot.sheets[0].suffixes == {(2, 2): "套", (2, 3): "<&>件"}
