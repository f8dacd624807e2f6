"""Hand-made .ods files: every construct that could become another value, and every trap."""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from office_files import ODS, cell, meta, ods, row, table

from xltools.errors import NotAWorkbookError, SaveError
from xltools.package import apply_patch, limits, load_bytes
from xltools.snapshot import NamedCell, Patch, Sheet, Snapshot

pytestmark = pytest.mark.usefixtures("expendable")

FLOAT = 'office:value-type="float" office:value="{}"'
SUFFIX = (
    '<number:number-style style:name="N1"><number:number/><number:text>套</number:text>'
    '</number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
)


def read(data: bytes) -> Snapshot:
    """The snapshot of an .ods."""
    return load_bytes(data, Path("表.ods")).snapshot


def first(rows: str, styles: str = "") -> Sheet:
    """The one sheet with these rows."""
    return read(ods(table(rows), styles)).sheets[0]


def number(value: object, attributes: str = "") -> str:
    """A cell that holds a number."""
    return cell(str(value), f"{FLOAT.format(value)} {attributes}")


def test_every_type_of_value_is_read_as_what_it_is() -> None:
    """Numbers, texts, booleans, days, days with a time, times, durations; blank is None."""
    cells = (
        number("1234.5"),
        cell("文字", 'office:value-type="string"'),
        cell("没有类型"),
        cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("x", 'office:value-type="date" office:date-value="2022-12-30"'),
        cell("x", 'office:value-type="date" office:date-value="2022-12-30T08:30:00"'),
        cell("x", 'office:value-type="time" office:time-value="PT08H30M00S"'),
        cell("x", 'office:value-type="time" office:time-value="PT36H00M00S"'),
        cell("¥5.00", 'office:value-type="currency" office:currency="CNY" office:value="5"'),
        cell(),
        number("0"),
    )

    assert first(row(*cells)).rows == [
        [
            1234.5,
            "文字",
            "没有类型",
            True,
            datetime.date(2022, 12, 30),
            datetime.datetime(2022, 12, 30, 8, 30),
            datetime.time(8, 30),
            datetime.timedelta(hours=36),
            5.0,
            None,
            0.0,
        ]
    ]


def test_a_date_that_no_calendar_holds_stays_the_text_it_shows() -> None:
    """30 February is not a day, and not the second of March either."""
    shown = cell("2022-02-30", 'office:value-type="date" office:date-value="2022-02-30"')

    assert first(row(shown)).rows == [["2022-02-30"]]


def test_a_percentage_is_a_ratio_that_is_marked() -> None:
    """98.92% is 0.9892 in the cell; the mark says how it is shown."""
    sheet = first(row(cell("98.92%", 'office:value-type="percentage" office:value="0.9892"')))

    assert sheet.rows == [[0.9892]]
    assert sheet.percents == {(1, 1)}


@pytest.mark.parametrize(
    "attributes",
    [
        'office:value-type="string" office:string-value="" calcext:value-type="error"',
        'table:formula="of:=1/0" office:value-type="float" office:value="0"',
        'office:value-type="string" office:string-value="#DIV/0!"',
    ],
    ids=["LibreOffice", "value 0", "only shown"],
)
def test_an_error_is_an_error_however_it_is_written(attributes: str) -> None:
    """A zero beneath #DIV/0! is nobody's zero."""
    sheet = first(row(cell("#DIV/0!", attributes)))

    assert sheet.rows == [[None]]
    assert sheet.errors == {(1, 1): "#DIV/0!"}


def test_a_text_that_begins_with_a_number_sign_is_no_error() -> None:
    """#1楼 is the name of a building."""
    assert first(row(cell("#1楼", 'office:value-type="string"'))).rows == [["#1楼"]]


@pytest.mark.parametrize("value", ["NaN", "1e400", "-INF"])
def test_a_number_that_no_spreadsheet_shows_is_an_error(value: str) -> None:
    """As in an .xlsx."""
    sheet = first(row(number(value)))

    assert (sheet.rows, sheet.errors) == ([[None]], {(1, 1): "#NUM!"})


def test_the_text_of_a_cell_is_what_it_shows() -> None:
    """Paragraphs, breaks, counted blanks, tabs, spans and links; not its comment."""
    inside = (
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>  一<text:s text:c="2"/>二<text:line-break/>三<text:tab/>四\n\n  五 </text:p>'
        "<text:p><text:span>六<text:a>七</text:a></text:span><text:s/></text:p>"
    )

    assert first(row(f"<table:table-cell>{inside}</table:table-cell>")).rows == [
        ["一  二\n三\t四 五\n六七 "]
    ]


def test_a_blank_that_claims_to_be_long_is_cut() -> None:
    """A cell holds 32,767 characters, whatever a counter says."""
    text = first(row(cell('a<text:s text:c="999999999"/>b'))).rows[0][0]

    assert isinstance(text, str)
    assert len(text) == limits.TEXT_LENGTH + 2


def test_repeated_cells_and_rows_stand_where_they_are_shown() -> None:
    """Two columns of A, a gap of two rows, then the rest."""
    rows = (
        row(cell("A", 'table:number-columns-repeated="2"'), number(1))
        + row(cell(), repeated=2)
        + row(cell("", 'table:number-columns-repeated="2"'), cell("B"), repeated=2)
    )

    assert first(rows).rows == [
        ["A", "A", 1.0],
        [None, None, None],
        [None, None, None],
        [None, None, "B"],
        [None, None, "B"],
    ]


def test_a_million_empty_repeats_cost_nothing() -> None:
    """LibreOffice ends every sheet that formats to the bottom like this."""
    rows = row(cell("A")) + row(
        cell("", 'table:number-columns-repeated="16384" table:style-name="ce1"'),
        repeated=1_048_575,
    )

    assert first(rows).rows == [["A"]]


@pytest.mark.parametrize(
    "rows",
    [
        row(number(1, 'table:number-columns-repeated="16384"'), repeated=1_048_576),
        row(cell(), repeated=1_048_576) + row(number(1)),
        row(cell("", 'table:number-columns-repeated="99999999"'), number(1)),
        row(cell(), repeated=1_000_000) + row(cell(), cell(), number(1)),
    ],
    ids=["all filled", "below the last row", "right of the last column", "far down"],
)
def test_filled_cells_that_would_fill_the_memory_are_refused(rows: str) -> None:
    """Before they are made."""
    with pytest.raises(NotAWorkbookError, match=r"很远处|超出"):
        first(rows)


@pytest.mark.parametrize("count", ["0", "-1", "很多", "1.5"])
def test_a_repeat_that_is_no_number_is_damage(count: str) -> None:
    """No row is dropped silently."""
    with pytest.raises(NotAWorkbookError, match="损坏"):
        first(
            f'<table:table-row table:number-rows-repeated="{count}">{number(1)}</table:table-row>'
        )


def test_merges_are_one_based_and_inclusive_and_covered_cells_keep_the_columns() -> None:
    """What stands behind a merge stays in its column."""
    rows = row(
        cell("标题", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'),
        "<table:covered-table-cell/>",
        number(3),
    ) + row('<table:covered-table-cell table:number-columns-repeated="2"/>', number(4))
    sheet = first(rows)

    assert sheet.merges == ((1, 1, 2, 2),)
    assert sheet.rows == [["标题", None, 3.0], [None, None, 4.0]]


def test_rows_in_header_and_group_elements_are_rows() -> None:
    """Repeated heads and outlines wrap rows in elements of their own."""
    rows = (
        f"<table:table-header-rows>{row(cell('头'))}</table:table-header-rows>"
        f"<table:table-row-group><table:table-row-group>{row(cell('一'))}</table:table-row-group>"
        f"{row(cell('二'))}</table:table-row-group>"
    )

    assert first(rows).rows == [["头"], ["一"], ["二"]]


def test_sheets_that_are_not_displayed_are_hidden() -> None:
    """The table's style says so, wherever it is defined."""
    style = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    body = table(row(cell("a")), "显") + table(row(cell("b")), "隐", 'table:style-name="ta1"')

    assert [(s.name, s.hidden) for s in read(ods(body, style)).sheets] == [
        ("显", False),
        ("隐", True),
    ]


def test_a_unit_of_the_number_format_is_kept_from_cell_row_or_column_style() -> None:
    """5 shown as 5套: the style may be the cell's own, its row's or its column's."""
    column = '<table:table-column/><table:table-column table:default-cell-style-name="ce1"/>'
    rows = (
        column
        + row(number(5, 'table:style-name="ce1"'), number(6))
        + f'<table:table-row table:default-cell-style-name="ce1">{number(7)}</table:table-row>'
        + row(number(8))
    )
    sheet = first(rows, SUFFIX)

    assert sheet.suffixes == {(1, 1): "套", (1, 2): "套", (2, 1): "套"}


def test_a_style_takes_its_number_format_from_its_parent_and_a_circle_ends() -> None:
    """Chains are followed so far as they lead somewhere."""
    styles = SUFFIX + (
        '<style:style style:name="kind" style:family="table-cell" style:parent-style-name="ce1"/>'
        '<style:style style:name="a" style:family="table-cell" style:parent-style-name="b"/>'
        '<style:style style:name="b" style:family="table-cell" style:parent-style-name="a"/>'
    )
    sheet = first(
        row(number(5, 'table:style-name="kind"'), number(6, 'table:style-name="a"')), styles
    )

    assert sheet.suffixes == {(1, 1): "套"}


def test_a_month_without_day_is_marked() -> None:
    """2022年12月 in the cell is the first of the month only because something had to be."""
    styles = (
        '<number:date-style style:name="N2"><number:year number:style="long"/><number:text>年</number:text>'
        "<number:month/><number:text>月</number:text></number:date-style>"
        '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    )
    date = 'office:value-type="date" office:date-value="2022-12-01"'
    sheet = first(row(cell("x", f'{date} table:style-name="ce2"'), cell("x", date)), styles)

    assert sheet.months == {(1, 1)}


def test_formulas_are_listed_as_excel_shows_them() -> None:
    """Addresses without brackets, arguments with commas, texts untouched."""
    formula = "of:=IF([.B1]=&quot;[;]&quot;;SUM([.A1:.A3]);[$'别 表'.$C$3])"
    sheet = first(row(number(1, f'table:formula="{formula}"')))

    assert sheet.formulas == {(1, 1): "IF(B1=\"[;]\",SUM(A1:A3),'别 表'!$C$3)"}


def test_our_names_and_properties_are_found_and_others_left() -> None:
    """Names of the whole workbook win over those of one sheet; texts are constants."""
    names = (
        '<table:named-expressions><table:named-range table:name="xlt_grade" '
        'table:cell-range-address="$表.$B$7:.$C$8"/><table:named-range table:name="其他" '
        'table:cell-range-address="$表.$A$1"/><table:named-expression table:name="xlt_identity" '
        'table:expression="of:=&quot;xltools|a|1|&quot;"/></table:named-expressions>'
    )
    local = names.replace("$B$7", "$A$1").split("<table:named-expression ")[0]
    body = table(row(cell("x")) + local + "</table:named-expressions>") + names
    properties = meta(
        '<meta:user-defined meta:name="xltools.identity">xltools|a|1|</meta:user-defined>'
    )
    snapshot = read(ods(body, **{"meta.xml": properties}))

    assert snapshot.names == {"xlt_grade": NamedCell("表", 7, 2)}
    assert snapshot.constants == {"xlt_identity": "xltools|a|1|"}
    assert snapshot.properties == {"xltools.identity": "xltools|a|1|"}


def test_what_is_no_sheet_is_not_read() -> None:
    """The cache of a link and a table inside a cell hold no values of the form."""
    inner = table(row(cell("内")), "内", 'table:is-sub-table="true"')
    body = (
        table(row(cell("外"), f"<table:table-cell>{inner}</table:table-cell>"))
        + f"<table:dde-links><table:dde-link>{table(row(cell('缓存')))}</table:dde-link></table:dde-links>"
    )
    snapshot = read(ods(body))

    assert [sheet.rows for sheet in snapshot.sheets] == [[["外"]]]


def test_values_of_a_sheet_that_nobody_asks_for_are_not_read() -> None:
    """Its name is there, its rows are not."""
    body = table(row(cell("a")), "填报说明") + table(row(cell("b")), "表")
    sheets = load_bytes(ods(body), Path("表.ods"), unread=("填报说明",)).snapshot.sheets

    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("填报说明", []), ("表", [["b"]])]


def with_flag(data: bytes) -> bytes:
    """The zip with one flipped bit inside the content."""
    at = data.index(b"content.xml") + 40
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
GOOD = table(row(cell("x")))
REFUSED = {
    "encrypted": (ods(GOOD, **{"META-INF/manifest.xml": "<encryption-data/>"}), "已加密"),
    "encrypted as a whole": (
        ods("", **{"content.xml": None, "encrypted-package": b"\x01\x02"}),
        "已加密",
    ),
    "text document": (ods(GOOD, mime="application/vnd.oasis.opendocument.text"), "文字文档"),
    "presentation": (
        ods(GOOD, mime="application/vnd.oasis.opendocument.presentation"),
        "演示文稿",
    ),
    "older format": (ods(GOOD, mime="application/vnd.sun.xml.calc"), "不是 .ods"),
    "entity": (ods("", **{"content.xml": ENTITY}), "DTD"),
    "not well-formed": (ods("<table:table>"), "损坏"),
    "no sheet": (ods(""), "没有工作表"),
    "sheets of one name": (ods(GOOD + GOOD), "同名的工作表"),
    "number that is none": (ods(table(row(number("abc")))), "损坏"),
    "deep": (ods("<table:table>" * 400 + "</table:table>" * 400), "损坏"),
    "flipped bit": (with_flag(ods(GOOD)), "损坏"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_broken_or_foreign_file_is_one_line(data: bytes, reason: str) -> None:
    """It names the file, what is wrong and what to do."""
    with pytest.raises(NotAWorkbookError, match=reason) as caught:
        read(data)

    assert str(caught.value).startswith("“表.ods”")
    assert "请" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bomb_is_refused_by_the_limits_of_all_zips(monkeypatch: pytest.MonkeyPatch) -> None:
    """The members are read by the same reader as those of an .xlsx."""
    monkeypatch.setattr(limits, "PART_BYTES", 10_000)
    with pytest.raises(NotAWorkbookError, match="超过上限"):
        read(ods(GOOD, **{"Pictures/a.png": bytes(20_000)}))


def test_an_ods_without_mimetype_or_with_its_template_type_is_read() -> None:
    """Some writers leave it out; a template has another ending of the same type."""
    for mime in (None, f"{ODS}-template"):
        assert read(ods(GOOD, mime=mime)).sheets[0].rows == [["x"]]


def test_a_patch_of_an_ods_is_refused() -> None:
    """Whoever has not converted it first is told so."""
    workbook = load_bytes(ods(GOOD), Path("表.ods"))

    assert (workbook.kind, workbook.can_patch) == ("ods", False)
    with pytest.raises(SaveError, match=r"不是 \.xlsx"):
        apply_patch(workbook, Patch(()))


def test_a_signature_in_an_ods_is_noticed() -> None:
    """The saved copy will not carry it."""
    signed = ods(GOOD, **{"META-INF/documentsignatures.xml": "<document-signatures/>"})

    assert load_bytes(signed, Path("表.ods")).signed
    assert zipfile.is_zipfile(BytesIO(signed))
