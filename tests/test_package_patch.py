"""Patch → bytes: the cells that are written, and everything around them that stays."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exotic import MAIN, OFFICE, raw_book, raw_parts
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.formula.translate import Translator
from test_package_load import ODD_SHEETS, streamed

from xltools.errors import FileError, SaveError
from xltools.package import apply_patch, load_bytes
from xltools.package.formulas import shift
from xltools.snapshot import CellWrite, Patch, Sheet

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="C1"><v>3</v></c></row>'


def write(
    row: int, column: int, value: Decimal | str | None, sheet: str = "表", **more
) -> CellWrite:
    """One write to the sheet of the small workbook."""
    return CellWrite(sheet, row, column, value, **more)


def patched(data: bytes, *cells: CellWrite) -> bytes:
    """The workbook after the writes."""
    return apply_patch(load_bytes(data, Path("表.xlsx")), Patch(cells))


def first(data: bytes) -> Sheet:
    """The first sheet of a workbook, as calamine reads it."""
    return load_bytes(data, Path("表.xlsx")).snapshot.sheets[0]


def part(data: bytes, name: str = SHEET) -> str:
    """One member as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def names(data: bytes) -> list[str]:
    """The names of the members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def book(inside: str, **parts: str | bytes | None) -> bytes:
    """The small workbook with these rows."""
    return raw_book(f"<sheetData>{inside}</sheetData>", **parts)


def cell(data: bytes, address: str) -> str:
    """One cell as XML."""
    found = re.search(rf'<c r="{address}".*?(?:</c>|/>)', part(data))
    assert found, f"{address} is not there"
    return found[0]


def after(inside: str, *cells: CellWrite, rest: str = "") -> str:
    """The sheet's inside after the writes."""
    out = part(patched(raw_book(f"<sheetData>{inside}</sheetData>{rest}"), *cells))
    found = re.search(r"<worksheet[^>]*>(.*)</worksheet>", out, re.DOTALL)
    assert found
    return found[1]


# --- values


def test_a_number_is_written_as_an_exact_plain_decimal() -> None:
    """No exponent, no binary fraction, no type that would make it a text."""
    data = patched(book(ROW), write(1, 1, Decimal("0.10")), write(1, 3, Decimal("1E+3")))

    assert cell(data, "A1") == '<c r="A1" s="0"><v>0.10</v></c>'
    assert cell(data, "C1") == '<c r="C1"><v>1000</v></c>'


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_decimal_that_is_no_number_is_a_fault_of_the_caller(value: str) -> None:
    """Such a cell would make Excel repair the file."""
    with pytest.raises(ValueError, match="no number"):
        patched(book(ROW), write(1, 1, Decimal(value)))


TEXTS = ["及时", "=1+1", " 前后 ", "一\n二", "<5% & 'x'", "_x0041_", "😀", "—", "@x", "\ttab"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_a_text_letter_for_letter(text: str) -> None:
    """Also one that looks like a formula, a tag or a code; shared strings stay untouched."""
    data = patched(book(ROW), write(1, 1, text))

    assert first(data).value(1, 1) == text
    assert first(data).formulas == {}
    if text != "_x0041_":  # openpyxl does not know the code for a code
        assert openpyxl.load_workbook(io.BytesIO(data)).active["A1"].value == text


@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_back_but_for_what_xml_forbids(text: str) -> None:
    """Control characters and lone surrogates are left out, line ends are Excel's."""
    kept = "".join(
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\t\n"
        or (char >= " " and char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff")
    )

    assert first(patched(book(ROW), write(1, 1, text))).value(1, 1) == (kept or None)


def test_a_text_too_long_for_excel_is_cut_with_a_mark() -> None:
    """Excel repairs a file whose cell holds more than 32,767 characters."""
    value = first(patched(book(ROW), write(1, 1, "长" * 40_000))).value(1, 1)

    assert isinstance(value, str)
    assert len(value) == 32_767
    assert value.endswith("长…")


def test_none_empties_the_cell_and_keeps_its_style() -> None:
    """Value, text, formula and type go; the box stays as it looked."""
    row = '<row r="1"><c r="A1" s="4" t="str"><f>1</f><v>x</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    data = patched(book(row), write(1, 1, None), write(1, 2, None), write(9, 9, None))

    assert 's="4"' in cell(data, "A1")
    assert first(data).rows == []
    assert "I9" not in part(data)


def test_the_last_write_to_a_cell_wins() -> None:
    """A patch is read from first to last."""
    assert (
        first(patched(book(ROW), write(1, 1, "甲"), write(1, 1, Decimal(2)))).value(1, 1) == 2
    )


def test_an_unknown_sheet_is_said_so() -> None:
    """The message names file and sheet."""
    with pytest.raises(FileError, match=r"“表\.xlsx”里没有工作表“别的”"):
        patched(book(ROW), write(1, 1, "x", sheet="别的"))


# --- places


def test_rows_and_cells_are_made_in_order() -> None:
    """Excel repairs a sheet whose cells are not sorted."""
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="5"/>'
    writes = [write(row, column, Decimal(row)) for row in (6, 1, 5, 2, 3) for column in (3, 1)]

    root = etree.fromstring(part(patched(book(rows), *writes)))

    assert [row.get("r") for row in root.iter("{*}row")] == ["1", "2", "3", "5", "6"]
    assert [c.get("r") for c in root.iter("{*}c")] == [
        "A1",
        "C1",
        "A2",
        "B2",
        "C2",
        "A3",
        "C3",
        "A5",
        "C5",
        "A6",
        "C6",
    ]


def test_an_empty_sheet_gets_its_first_cell() -> None:
    """`<sheetData/>` is opened."""
    data = patched(raw_book("<sheetData/>"), write(3, 2, "新"))

    assert first(data).value(3, 2) == "新"


def test_a_write_under_a_merge_goes_to_its_first_cell() -> None:
    """A covered cell shows nothing in Excel."""
    merge = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    data = patched(raw_book(f"<sheetData>{ROW}</sheetData>{merge}"), write(2, 2, "合并"))

    assert first(data).value(1, 1) == "合并"
    assert first(data).value(2, 2) is None


def test_tidying_under_a_merge_does_not_empty_what_shows() -> None:
    """The first cell was written; emptying a covered one is no news."""
    merge = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    data = patched(
        raw_book(f"<sheetData>{ROW}</sheetData>{merge}"), write(1, 1, "合并"), write(2, 2, None)
    )

    assert first(data).value(1, 1) == "合并"


def test_spans_and_dimension_grow_with_the_cells() -> None:
    """Both are hints that must not be too narrow."""
    row = '<row r="2" spans="2:3"><c r="B2"><v>1</v></c></row>'
    sheet = f'<dimension ref="B2:C2"/><sheetData>{row}</sheetData>'

    out = part(patched(raw_book(sheet), write(2, 7, Decimal(1)), write(9, 1, Decimal(1))))

    assert 'spans="2:7"' in out
    assert '<dimension ref="A2:G9"/>' in out


@pytest.mark.parametrize("sheet", ODD_SHEETS.values(), ids=ODD_SHEETS.keys())
def test_a_sheet_can_be_written_however_it_is_written(sheet: str) -> None:
    """Prefixes, missing addresses, comments: the new cells are where they belong."""
    data = patched(
        raw_book(sheet), write(1, 1, "左"), write(1, 4, Decimal("1.5")), write(3, 2, "<下>")
    )

    read = first(data)
    assert read.rows == [["左", 2, None, 1.5], [None] * 4, [None, "<下>", None, None]]
    assert read.formulas == {(1, 2): "1+1"}
    assert openpyxl.load_workbook(io.BytesIO(data)).active["D1"].value == 1.5


@pytest.mark.parametrize("address", ["A7", "A12"])
def test_a_cell_in_the_wrong_row_is_not_written_around(address: str) -> None:
    """Excel would repair the file; nobody can say which row was meant."""
    rows = f'<row r="2"><c r="{address}"><v>1</v></c></row>'

    with pytest.raises(SaveError, match="请用 Excel 或 WPS 打开后另存"):
        patched(book(rows), write(2, 2, "x"))


# --- style


STYLED = (
    '<cols><col min="3" max="4" width="9" style="7"/></cols><sheetData>'
    '<row r="1"><c r="A1" s="5"/><c r="B1"><v>1</v></c></row>'
    '<row r="2" s="6" customFormat="1"><c r="B2" s="0"/></row></sheetData>'
)


@pytest.mark.parametrize(
    ("spot", "style_row", "style"),
    [
        ((2, 1), 1, "5"),  # lent by A1
        ((3, 1), 1, "5"),  # a row that was not there
        ((2, 1), None, "6"),  # the row's own
        ((2, 2), 9, "6"),  # nobody lends, the default is no style
        ((3, 3), None, "7"),  # the column's
        ((3, 5), None, None),
        ((1, 1), 2, "5"),  # it has one
    ],
)
def test_a_new_cell_looks_like_its_neighbours(
    spot: tuple[int, int], style_row: int | None, style: str | None
) -> None:
    """A lent style first, then that of the row, then that of the column, as Excel does."""
    out = part(patched(raw_book(STYLED), write(*spot, "x", style_row=style_row)))

    root = etree.fromstring(out)
    made = next(c for c in root.iter("{*}c") if c.find("{*}is") is not None)
    assert made.get("s") == style


def test_a_new_row_looks_like_the_row_that_lends_its_style() -> None:
    """Height and the boxes of the other columns too: a longer list looks like a short one."""
    row = '<row r="4" ht="30" customHeight="1"><c r="A4" s="5"><v>1</v></c><c r="C4" s="6"/></row>'
    data = patched(book(row), write(7, 2, "新", style_row=4))

    assert (
        '<row r="7" ht="30" customHeight="1"><c r="A7" s="5"/><c r="B7" t="inlineStr">'
        in part(data)
    )
    assert '<c r="C7" s="6"/></row>' in part(data)


# --- formulas


def test_a_formula_gives_way_or_is_kept_with_a_fresh_result() -> None:
    """keep_formula refreshes only what is cached."""
    row = '<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>1</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'

    kept = patched(
        book(row),
        write(1, 1, Decimal("90.5"), keep_formula=True),
        write(1, 3, "优", keep_formula=True),
    )
    gone = patched(book(row), write(1, 1, Decimal("90.5")))

    assert cell(kept, "A1") == '<c r="A1"><f>SUM(B1:B9)</f><v>90.5</v></c>'
    assert cell(kept, "C1") == '<c r="C1" t="str"><f>1/0</f><v>优</v></c>'
    assert cell(gone, "A1") == '<c r="A1"><v>90.5</v></c>'


def test_a_shared_formula_outlives_its_first_cell() -> None:
    """The others get the formula as their own, moved to where they stand."""
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*$C$1&amp;"x"</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    data = patched(book(rows), write(1, 1, Decimal(9)))

    assert first(data).formulas == {(2, 1): 'B2*$C$1&"x"', (3, 1): 'B3*$C$1&"x"'}
    assert "shared" not in part(data)


def test_a_member_of_a_shared_formula_leaves_alone() -> None:
    """Where the first stays, nothing is rewritten."""
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    data = patched(book(rows), write(2, 1, Decimal(9)))

    assert first(data).formulas == {(1, 1): "B1"}


@pytest.mark.parametrize("spot", [(1, 1), (2, 1)])
def test_a_part_of_an_array_formula_is_not_overwritten(spot: tuple[int, int]) -> None:
    """Excel forbids it too; the message says which cell and what to do."""
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row>'
    )
    with pytest.raises(SaveError, match=rf"表!A{spot[0]} 属于一个数组公式.*请"):
        patched(book(rows), write(*spot, Decimal(9)))


def test_an_array_formula_of_one_cell_is_overwritten_with_its_marks() -> None:
    """The mark of a dynamic array points at metadata that no longer applies."""
    row = '<row r="1"><c r="A1" cm="1" vm="2"><f t="array" ref="A1">SUM(B1:B2*2)</f><v>1</v></c></row>'

    assert cell(patched(book(row), write(1, 1, Decimal(9))), "A1") == '<c r="A1"><v>9</v></c>'


FORMULAS = [
    "A1+B2", "$A1+B$2+$C$3", "SUM(A1:B9)", "'自评 表'!A1", "自评表!A1:B2", '"A1"&A1', "LOG10(A1)",
    "IF(A1>=90,\"优\",B1)", "SUM(A:B)", "SUM(2:3)", "SUM($A:B,$2:3)", "TRUE", "xlt_total+A1", "1E5+A1", "#REF!+A1",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_moves_as_openpyxl_moves_it(formula: str) -> None:
    """A second opinion on relative and absolute references."""
    expected = Translator(f"={formula}", origin="D4").translate_formula("F7").removeprefix("=")

    assert shift(formula, 3, 2) == expected


def test_a_reference_that_falls_off_the_sheet_is_lost() -> None:
    """Excel shows #REF! too."""
    assert shift("A1+C3", -1, 0) == "#REF!+C2"


# --- what depends on what


CHAIN = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1"><f>B1+1</f><v>3</v></c>'
    '<c r="D1"><f>Z9</f><v>4</v></c><c r="E1" t="str"><f>名称</f><v>x</v></c><c r="F1"><f>INDIRECT("A1")</f><v>6</v></c></row>'
)
TWO = {
    "xl/workbook.xml": str(raw_parts("")["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="他 表" sheetId="9" r:id="rId2"/></sheets>'
    ),
    "xl/_rels/workbook.xml.rels": str(raw_parts("")["xl/_rels/workbook.xml.rels"]).replace(
        "</Rel",
        f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Rel',
    ),
}


def other(formula: str) -> str:
    """A sheet whose A1 holds a formula."""
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>{formula}</f><v>5</v></c></row></sheetData></worksheet>'


def test_results_that_may_be_stale_are_dropped_and_no_others() -> None:
    """B1 and, through it, C1; names and INDIRECT may reach anything; D1 does not."""
    data = patched(book(CHAIN), write(1, 1, Decimal(7)))

    assert first(data).rows == [[7, None, None, 4]]
    assert len(first(data).formulas) == 5


@pytest.mark.parametrize(
    ("formula", "stale"),
    [("SUM(表!A1:A9)", True), ("表!D1", False), ("表!C1", True), ("A9", False)],
)
def test_another_sheet_is_touched_only_when_it_depends(formula: str, stale: bool) -> None:
    """Its member is copied byte for byte otherwise."""
    before = book(CHAIN, **TWO, **{"xl/worksheets/sheet2.xml": other(formula)})
    data = patched(before, write(1, 1, Decimal(7)))

    assert ("<v>5</v>" not in part(data, "xl/worksheets/sheet2.xml")) is stale


def test_a_kept_formula_with_a_fresh_result_is_not_stale() -> None:
    """It is ours to know its result; what depends on it is dropped."""
    data = patched(
        book(CHAIN), write(1, 1, Decimal(7)), write(1, 2, Decimal(14), keep_formula=True)
    )

    assert first(data).rows == [[7, 14, None, 4]]


def test_a_kept_result_that_was_right_before_stays() -> None:
    """The same sum of other parts is no news, and no reason to forget it."""
    data = patched(
        book(CHAIN), write(1, 1, Decimal(7)), write(1, 2, Decimal(2), keep_formula=True)
    )

    assert first(data).value(1, 2) == 2
    assert first(data).value(1, 3) == 3


def test_full_calculation_is_asked_for_only_where_something_is_stale() -> None:
    """workbook.xml is spliced: the rest of it stays letter for letter."""
    before = book(CHAIN)
    stale = part(patched(before, write(1, 1, Decimal(7))), "xl/workbook.xml")
    plain = str(raw_parts("")["xl/workbook.xml"])

    assert stale == plain.replace("</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>')
    assert part(patched(book(ROW), write(1, 1, Decimal(7))), "xl/workbook.xml") == plain


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('<calcPr calcId="191029"/>', '<calcPr fullCalcOnLoad="1" calcId="191029"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="1"/>', '<calcPr fullCalcOnLoad="1"/>'),
        (
            '<definedNames><definedName name="a">1</definedName></definedNames><calcPr/>',
            '<definedNames><definedName name="a">1</definedName></definedNames><calcPr fullCalcOnLoad="1"/>',
        ),
    ],
)
def test_a_given_calc_pr_is_completed(given: str, expected: str) -> None:
    """Attributes that are there stay."""
    workbook = str(raw_parts("")["xl/workbook.xml"]).replace("</sheets>", f"</sheets>{given}")
    data = patched(book(CHAIN, **{"xl/workbook.xml": workbook}), write(1, 1, Decimal(7)))

    assert part(data, "xl/workbook.xml") == workbook.replace(given, expected)


def chained(chain: str) -> dict[str, str]:
    """Parts of a workbook of two sheets with a calculation chain."""
    rels = str(TWO["xl/_rels/workbook.xml.rels"]).replace(
        "</Rel",
        f'<Relationship Id="rId3" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Rel',
    )
    types = str(raw_parts("")["[Content_Types].xml"]).replace(
        "</Types>",
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    return {
        **TWO,
        "xl/_rels/workbook.xml.rels": rels,
        "[Content_Types].xml": types,
        "xl/worksheets/sheet2.xml": other("A9"),
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}">{chain}</calcChain>',
    }


def test_a_removed_formula_leaves_the_calculation_chain() -> None:
    """An entry without sheet is on the sheet of the one before, also when that one goes."""
    chain = '<c r="B1" i="1" l="1"/><c r="C1"/><c r="F1"/><c r="A1" i="9"/><c r="F1" i="9"/>'
    data = patched(book(CHAIN, **chained(chain)), write(1, 2, Decimal(7)))

    assert '<c i="1" r="C1"/><c r="F1"/><c r="A1" i="9"/>' in part(data, "xl/calcChain.xml")
    assert 'r="B1"' not in part(data, "xl/calcChain.xml")


def test_an_empty_calculation_chain_is_taken_out_of_the_package() -> None:
    """Excel repairs a chain without links, and a type or relationship without part."""
    data = patched(book(CHAIN, **chained('<c r="B1" i="1"/>')), write(1, 2, Decimal(7)))

    assert "xl/calcChain.xml" not in names(data)
    assert "calcChain" not in part(data, "[Content_Types].xml")
    assert "calcChain" not in part(data, "xl/_rels/workbook.xml.rels")


# --- links

THEIRS = '<hyperlinks><hyperlink ref="A1" r:id="rId1" xmlns:r="urn:r"/><hyperlink ref="C1" location="表!A9"/></hyperlinks>'
LINKED = f"<sheetData>{ROW}</sheetData>{THEIRS}<pageMargins/>"


def links(data: bytes) -> list[tuple[str | None, str | None]]:
    """Place and target of all links."""
    root = etree.fromstring(part(data))
    return [(each.get("ref"), each.get("location")) for each in root.iter("{*}hyperlink")]


def test_a_link_is_put_where_the_schema_wants_it() -> None:
    """Before margins and page setup; the text beside it is what a click shows."""
    tail = '<mergeCells count="1"><mergeCell ref="F1:G1"/></mergeCells><pageMargins left="1"/><extLst/>'
    out = after(ROW, write(2, 1, "看", link="'表'!A1"), rest=tail)

    assert re.search(
        r"</mergeCells><hyperlinks><hyperlink [^>]*/></hyperlinks><pageMargins", out
    )
    assert "location=\"'表'!A1\"" in out


def test_other_peoples_links_stay() -> None:
    """Only the link of a cell that gets one is replaced."""
    untouched = patched(raw_book(LINKED), write(1, 1, "x"), write(1, 3, "y"))
    replaced = patched(raw_book(LINKED), write(1, 3, "y", link="表!B2"))

    assert links(untouched) == [("A1", None), ("C1", "表!A9")]
    assert links(replaced) == [("A1", None), ("C1", "表!B2")]


def test_our_links_go_with_their_text_and_an_empty_list_goes_too() -> None:
    """A shorter list of problems leaves no link behind."""
    once = patched(book(ROW), write(3, 1, "看", link="表!A1"))

    assert links(once) == [("A3", "表!A1")]
    assert "hyperlink" not in part(patched(once, write(3, 1, None)))


def test_a_link_on_a_merge_is_known_by_its_area() -> None:
    """Excel gives the link of a merged cell the whole area."""
    rest = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><hyperlinks><hyperlink ref="A1:B1" location="表!Z1"/></hyperlinks>'
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = patched(
        raw_book(f"<sheetData>{row}</sheetData>{rest}"), write(1, 2, "看", link="表!A5")
    )

    assert links(data) == [("A1", "表!A5")]


# --- nothing else


def test_a_patch_that_says_nothing_new_changes_nothing() -> None:
    """The same values give the same bytes: filling twice is filling once."""
    writes = [
        write(1, 1, Decimal("89.5")),
        write(1, 3, "良"),
        write(2, 1, "看", link="表!A1"),
        write(7, 7, None),
    ]
    once = patched(book(ROW), *writes)

    assert patched(once, *writes) == once
    assert patched(book(ROW), write(1, 1, Decimal("1.0"))) == book(ROW)


def test_only_the_written_cells_differ_in_the_sheet() -> None:
    """Declaration, quotes, line ends, unknown attributes and extensions stay as they were."""
    sheet = (
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n<!-- 单位 -->\n"
        f'<worksheet xmlns="{MAIN}" xmlns:mc="urn:mc" mc:Ignorable="x14ac" xmlns:x14ac="urn:ac" >\n<sheetData>\n'
        '<row r="1" x14ac:dyDescent="0.25">\n <c r="A1"><v>1</v></c>\n <c r="B1" ><v>2</v></c >\n</row >\n'
        '</sheetData>\n<extLst><ext uri="{1}"><a  b = "1" /></ext></extLst></worksheet>\n'
    )
    plain = (
        sheet.replace("<!-- 单位 -->\n", "")
        .replace("</row >", "</row>")
        .replace("</c >", "</c>")
    )
    out = part(patched(raw_book(plain), write(1, 1, Decimal(9))))

    assert out == plain.replace("<v>1</v>", "<v>9</v>")


def test_untouched_members_are_copied_raw_and_in_order() -> None:
    """Local headers, compressed bytes and data descriptors stay byte for byte."""
    before = streamed(f"<sheetData>{ROW}</sheetData>")
    data = patched(before, write(1, 1, Decimal(9)))

    old = load_bytes(before, Path("a")).archive
    new = load_bytes(data, Path("a")).archive
    assert [member.name for member in new.members] == [member.name for member in old.members]
    for was, now in zip(old.members, new.members, strict=True):
        same = before[was.start : was.end] == data[now.start : now.end]
        assert same is (was.name != SHEET)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None


def test_a_changed_member_keeps_its_date_and_attributes() -> None:
    """Only size, checksum and content are new."""
    data = patched(book(ROW), write(1, 1, Decimal(9)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(SHEET)

    assert info.date_time == (2022, 5, 4, 3, 2, 2)
    assert info.compress_type == zipfile.ZIP_DEFLATED


def test_a_fault_in_our_own_writing_is_found_before_anybody_gets_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last look compares every byte that was to stay."""
    from xltools.package import patch

    honest = patch.rewrite

    def careless(*arguments) -> bytes:
        return honest(*arguments).replace(b"_rels/.rels", b"_rels/.relz")

    monkeypatch.setattr(patch, "rewrite", careless)
    with pytest.raises(SaveError, match="自检没有通过"):
        patched(book(ROW), write(1, 1, Decimal(9)))
