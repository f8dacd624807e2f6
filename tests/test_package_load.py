"""A workbook file → snapshot: what is read, and that every value is the right one."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from exotic import MAIN, OFFICE, raw_book, raw_parts, zip_parts
from openpyxl.workbook.defined_name import DefinedName

from xltools.errors import NotAWorkbookError
from xltools.package import Workbook, load_bytes
from xltools.snapshot import NamedCell, Sheet

pytestmark = pytest.mark.usefixtures("expendable")

WHERE = Path("自评表.xlsx")


def opened(data: bytes) -> Workbook:
    """The loaded workbook."""
    return load_bytes(data, WHERE)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes that openpyxl writes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def first(data: bytes) -> Sheet:
    """The first sheet of a workbook."""
    return opened(data).snapshot.sheets[0]


def data(rows: str) -> str:
    """A sheet with these rows."""
    return f"<sheetData>{rows}</sheetData>"


def test_values_keep_their_place_from_a1_on() -> None:
    """Whatever the used range, rows[0][0] is A1; blank is None and zero is zero."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["D3"], sheet["B4"] = "项目", 0, True
    sheet["B5"] = datetime.datetime(2022, 12, 30)

    rows = first(saved(book)).rows

    assert rows[0] == rows[1] == [None] * 4
    assert rows[2] == [None, "项目", None, 0.0]
    assert rows[3][1] is True
    assert rows[4][1] == datetime.date(2022, 12, 30)


def test_merges_are_one_based_and_inclusive() -> None:
    """B2:D4 is rows 2 to 4 and columns 2 to 4."""
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.merge_cells("B2:D4")

    assert first(saved(book)).merges == ((2, 2, 4, 4),)


def test_hidden_and_very_hidden_sheets_are_both_hidden() -> None:
    """What a person cannot see is marked, however it was hidden."""
    book = openpyxl.Workbook()
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_sheet("深藏").sheet_state = "veryHidden"

    assert [sheet.hidden for sheet in opened(saved(book)).snapshot.sheets] == [
        False,
        True,
        True,
    ]


def test_a_chart_sheet_is_a_sheet_without_values() -> None:
    """Sheets that hold no cells do not disturb the others."""
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.create_sheet("后")["A1"] = 5

    sheets = opened(saved(book)).snapshot.sheets

    assert [sheet.name for sheet in sheets] == ["Sheet", "图", "后"]
    assert sheets[1].rows == []
    assert sheets[2].value(1, 1) == 5


def test_an_error_cell_is_no_blank() -> None:
    """The reader says '' for #DIV/0!; the snapshot has None and names the error."""
    row = (
        '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" s="1" t="e"><f>C1&amp;1</f><v>#N/A</v></c>'
        '<c r="C1" t="e"/><c r="D1" t="str"><v> t="e"</v></c></row>'
    )
    sheet = first(raw_book(data(row)))

    assert sheet.rows == [[None, None, None, ' t="e"']]
    assert sheet.errors == {(1, 1): "#DIV/0!", (1, 2): "#N/A", (1, 3): ""}


@pytest.mark.parametrize("number", ["NaN", "1E309", "-1E309"])
def test_a_number_that_no_spreadsheet_shows_is_an_error(number: str) -> None:
    """NaN passes every comparison as false, so it must not look like a number."""
    sheet = first(raw_book(data(f'<row r="1"><c r="A1"><v>{number}</v></c></row>')))

    assert sheet.value(1, 1) is None
    assert sheet.errors == {(1, 1): "#NUM!"}


def test_formulas_are_listed_with_the_text_that_their_cell_shows() -> None:
    """Plain, escaped, shared and array formulas; a shared one is moved to its cell."""
    rows = (
        '<row r="1"><c r="A1"><f>IF(B1&lt;5,"&amp;",1)</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2*$C$1</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="B3"><f t="array" ref="B3">SUM(A1:A2*1)</f><v>2</v></c></row>'
    )

    assert first(raw_book(data(rows))).formulas == {
        (1, 1): 'IF(B1<5,"&",1)',
        (2, 1): "B2*$C$1",
        (3, 1): "B3*$C$1",
        (3, 2): "SUM(A1:A2*1)",
    }


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.0%;[红色]-0.0%", True),
        ('0"%"', False),
        ("0\\%", False),
    ],
)
def test_only_a_live_percent_sign_makes_a_percentage(code: str, is_percent: bool) -> None:
    """A quoted or escaped % is printed and multiplies nothing."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 0.95, "文字"
    book.active["A1"].number_format = book.active["A2"].number_format = code

    assert first(saved(book)).percents == (frozenset({(1, 1)}) if is_percent else frozenset())


def test_our_names_point_at_the_top_left_cell() -> None:
    """Quoted sheets and ranges are understood; lost and foreign names are left out."""
    book = openpyxl.Workbook()
    book.active.title = "自评 表"
    targets = {
        "xlt_total_score": "'自评 表'!$H$30",
        "xlt_group": "'自评 表'!$B$2:$D$9",
        "xlt_gone": "'自评 表'!#REF!",
        "xlt_elsewhere": "没有!$A$1",
        "xlt_identity": '"xltools|shanxi-2020|1|"',
        "用户的": "'自评 表'!$A$1",
    }
    for name, text in targets.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)

    snapshot = opened(saved(book)).snapshot

    assert snapshot.names == {
        "xlt_total_score": NamedCell("自评 表", 30, 8),
        "xlt_group": NamedCell("自评 表", 2, 2),
    }
    assert snapshot.constants == {"xlt_identity": "xltools|shanxi-2020|1|"}


def test_a_name_of_the_workbook_wins_over_one_of_a_sheet() -> None:
    """A copied sheet brings names of its own, and they must not take over."""
    book = openpyxl.Workbook()
    copy = book.create_sheet("副本")
    book.defined_names["xlt_grade"] = DefinedName("xlt_grade", attr_text="Sheet!$A$1")
    copy.defined_names["xlt_grade"] = DefinedName("xlt_grade", attr_text="副本!$A$1")

    assert opened(saved(book)).snapshot.names["xlt_grade"].sheet == "Sheet"


def test_custom_properties_are_read() -> None:
    """The identity of a form is in one of them."""
    book = openpyxl.Workbook()
    book.custom_doc_props.append(
        openpyxl.packaging.custom.StringProperty(name="xltools.identity", value="xltools|a|1|")
    )
    book.custom_doc_props.append(openpyxl.packaging.custom.IntProperty(name="年度", value=2022))

    properties = opened(saved(book)).snapshot.properties

    assert properties == {"xltools.identity": "xltools|a|1|", "年度": "2022"}


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    """A workbook from an old Mac shows the same day as in Excel."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = datetime.datetime(2022, 12, 30)

    assert first(saved(book)).value(1, 1) == datetime.date(2022, 12, 30)


# --- XML that is written in an unusual way

ODD_SHEETS = {
    "prefixed": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="B1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    "no addresses": data("<row><c/><c><f>1+1</f><v>2</v></c></row>"),
    "comment": data('<!-- x --><row r="1"><c r="B1"><f>1+1</f><v>2</v></c></row>'),
    "attributes turned round": data('<row r="1"><c s="0" r="B1"><f>1+1</f><v>2</v></c></row>'),
    "single quotes": data("<row r='1'><c r='B1' s='0'><f>1+1</f><v>2</v></c></row>"),
    "spaces in tags": data('<row r="1"  ><c r="B1"  s = "0" ><f >1+1</f ><v>2</v></c ></row >'),
    "line ends": data('\n<row r="1">\n<c r="B1">\n<f>1+1</f>\n<v>2</v>\n</c>\n</row>\n'),
    "wrong dimension": '<dimension ref="Z9"/>'
    + data('<row r="1"><c r="B1"><f>1+1</f><v>2</v></c></row>'),
}


@pytest.mark.parametrize("sheet", ODD_SHEETS.values(), ids=ODD_SHEETS.keys())
def test_a_sheet_reads_the_same_however_it_is_written(sheet: str) -> None:
    """Prefixes, missing addresses, comments: the values and formulas are the same."""
    read = first(raw_book(sheet))

    assert read.rows == [[None, 2.0]]
    assert read.formulas == {(1, 2): "1+1"}


def test_strict_open_xml_is_read() -> None:
    """Other namespaces, the same values; openpyxl would show no sheet and no error."""
    strict = "http://purl.oclc.org/ooxml"
    parts = {
        name: str(text)
        .replace(OFFICE, f"{strict}/officeDocument/relationships")
        .replace(MAIN, f"{strict}/spreadsheetml/main")
        for name, text in raw_parts(data('<row r="1"><c r="A1"><v>7</v></c></row>')).items()
    }

    assert first(zip_parts({**parts})).value(1, 1) == 7


def test_a_stored_member_is_read() -> None:
    """A zip need not be compressed."""
    assert (
        first(raw_book(data('<row r="1"><c r="A1"><v>7</v></c></row>'), method=0)).value(1, 1)
        == 7
    )


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self.data += bytes(data)
        return len(data)


def streamed(sheet: str) -> bytes:
    """A workbook whose members have their sizes behind the data."""
    import zipfile

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in raw_parts(sheet).items():
            archive.writestr(name, content)
    return out.data


def test_members_with_data_descriptors_are_read() -> None:
    """Programs that stream write the sizes behind the data."""
    assert first(streamed(data('<row r="1"><c r="A1"><v>7</v></c></row>'))).value(1, 1) == 7


def test_a_signed_workbook_is_marked() -> None:
    """Whoever changes it must say that the signature is gone."""
    plain = raw_book(data(""))
    signed = raw_book(data(""), **{"_xmlsignatures/sig1.xml": "<s/>"})

    assert not opened(plain).signed
    assert opened(signed).signed


def test_the_sheets_that_calamine_sees_are_those_that_are_declared() -> None:
    """A sheet that is declared without a part would be left out silently."""
    broken = raw_book(data(""), **{"xl/worksheets/sheet1.xml": None})

    with pytest.raises(NotAWorkbookError, match="“表”的内容不见了"):
        opened(broken)
