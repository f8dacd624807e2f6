"""A sheet added to somebody's workbook: all that was there stays, and every program opens it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exotic import MAIN, OFFICE, Package, add_exotica, raw_book, raw_parts, zip_parts
from lxml import etree
from openpyxl.workbook.defined_name import DefinedName

from xltools.errors import SaveError
from xltools.package import Workbook, apply_patch, limits, load_bytes
from xltools.package.defined_names import defined_names
from xltools.package.outline import Edits, outline
from xltools.snapshot import CellWrite, NewCell, NewSheet, Patch

LIST = "问题清单"
SHEET = NewSheet(
    name=LIST,
    widths=(6, 20, 40, 12),
    rows=(
        (NewCell("问题清单", "title"), *(NewCell(None, "title"),) * 3),
        tuple(NewCell(text, "heading") for text in ("序号", "位置", "问题", "处理情况")),
        (
            NewCell(Decimal(1), "centred"),
            NewCell("表!A1", "link", "'表'!A1"),
            NewCell('=HYPERLINK("http://example.invalid")', "text"),
            NewCell(None, "input"),
        ),
        (
            NewCell(Decimal("2.50"), "centred"),
            NewCell("表!B2", "link", "'表'!B2"),
            NewCell("目标<5% & “满意”\n第二行", "text"),
            NewCell(None, "input"),
        ),
    ),
    head_row=2,
    heights={1: 32.0, 3: 44.0},
    names={"xlt_issues": (2, 1)},
    choices={4: ("未处理", "已改正")},
    marks={2: {"表!A1": "FF9F9F", '有"引号"': "FFE2BD"}},
    tab="FFC000",
)
PATCH = Patch((), (SHEET,))
TOUCHED = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
STYLES = "xl/styles.xml"
BOOK_ORDER = [
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "workbookProtection",
    "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames", "calcPr",
    "oleSize", "customWorkbookViews", "pivotCaches", "extLst",
]  # fmt: skip
SHEET_ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions",
    "pageMargins", "pageSetup", "headerFooter",
]  # fmt: skip
STYLE_ORDER = [
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
]  # fmt: skip
ROW = '<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'


def opened(data: bytes, name: str = "表.xlsx") -> Workbook:
    """The loaded workbook."""
    return load_bytes(data, Path(name))


def added(data: bytes, patch: Patch = PATCH) -> Workbook:
    """The workbook with the sheet in it, loaded again."""
    return opened(apply_patch(opened(data), patch))


def plain() -> bytes:
    """Two sheets with styles, the second one open, and names of the user's own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    sheet["A1"], sheet["B2"] = "项目", 0.5
    sheet["B2"].number_format = "0.00%"
    book.create_sheet("说明")["A1"] = "=表!B2*2"
    book.active = 1
    book.defined_names["合计"] = DefinedName("合计", attr_text="'表'!$B$2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_order(xml: bytes, order: list[str]) -> bool:
    """True if the children of a part stand as the schema wants them, each block once."""
    names = [etree.QName(child).localname for child in etree.fromstring(xml).iterchildren("*")]
    places = [order.index(name) for name in names]
    once = [name for name in names if name not in ("conditionalFormatting",)]
    return places == sorted(places) and len(set(once)) == len(once)


@pytest.fixture(scope="module", params=["openpyxl", "LibreOffice"])
def exotic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook with everything that people paste into theirs, as two programs write it."""
    data = plain()
    if request.param == "LibreOffice":
        office = request.getfixturevalue("office")
        folder = tmp_path_factory.mktemp("libreoffice")
        (folder / "form.xlsx").write_bytes(data)
        out = folder / "out"
        office("--convert-to", "xlsx", "--outdir", str(out), str(folder / "form.xlsx"))
        data = (out / "form.xlsx").read_bytes()
    return add_exotica(data)


def test_every_member_but_the_four_that_must_know_is_the_same_bytes(exotic: bytes) -> None:
    """Pictures, macros' ribbons, comments, the user's sheets: headers and packed bytes too."""
    before = opened(exotic)
    data = apply_patch(before, PATCH)
    after = opened(data)

    old, new = before.archive.members, after.archive.members
    changed = {
        was.name
        for was, now in zip(old, new[: len(old)], strict=True)
        if was.name != now.name or exotic[was.start : was.end] != data[now.start : now.end]
    }
    assert changed == TOUCHED | {STYLES}
    (newcomer,) = new[len(old) :]
    assert newcomer.name == after.book.sheets[-1].part
    assert newcomer.name not in {member.name for member in old}
    assert len(old) > 30


def test_no_style_of_the_workbook_gets_another_number(exotic: bytes) -> None:
    """Fonts, fills, borders, cell and conditional styles: ours stand behind, and are counted."""
    before, after = opened(exotic), added(exotic)
    old, new = (etree.fromstring(each.parts[STYLES]) for each in (before, after))

    for name in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
        was, now = (list(root.iterfind(f"{{{MAIN}}}{name}/*")) for root in (old, new))
        block = new.find(f"{{{MAIN}}}{name}")
        assert [etree.tostring(each) for each in now[: len(was)]] == [
            etree.tostring(each) for each in was
        ]
        assert len(now) > len(was)
        assert block is not None
        assert block.get("count") == str(len(now))
    assert in_order(after.parts[STYLES], STYLE_ORDER)


def test_openpyxl_finds_the_sheet_last_with_its_table_links_and_page(exotic: bytes) -> None:
    """And the sheet that was open is still the one that is open."""
    data = apply_patch(opened(exotic), PATCH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        was = openpyxl.load_workbook(io.BytesIO(exotic))
        book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == [*was.sheetnames, LIST]
    active = {each.active.title for each in (was, book) if each.active is not None}
    assert active == {"说明"}
    sheet = book[LIST]
    assert not sheet.sheet_view.tabSelected
    assert [sheet["A3"].value, sheet["A4"].value] == [1, 2.5]
    assert sheet["C3"].value == '=HYPERLINK("http://example.invalid")'
    assert sheet["C3"].data_type == "s"
    assert sheet["C4"].value == "目标<5% & “满意”\n第二行"
    assert sheet["B4"].hyperlink.location == "'表'!B2"
    assert sheet["B4"].font.underline == "single"
    assert (sheet["A2"].font.name, sheet["A2"].fill.fgColor.rgb) == ("黑体", "FFF0F0F0")
    assert sheet["C3"].alignment.wrap_text
    assert sheet["C3"].border.left.style == "thin"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:D502"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:D1"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    setup = sheet.sheet_properties.pageSetUpPr
    assert setup is not None
    assert setup.fitToPage
    assert sheet.print_title_rows == "$2:$2"
    assert book.defined_names["xlt_issues"].attr_text == "'问题清单'!$A$2"
    assert book.defined_names["合计"].attr_text.replace("'", "").startswith("表!")
    assert was["表"]["B2"].number_format == book["表"]["B2"].number_format == "0.00%"
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, choice.showErrorMessage) == ('"未处理,已改正"', False)
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
    assert [rule.formula for rule in rules] == [['$B3="表!A1"'], ['$B3="有""引号"""']]
    assert [rule.dxf.fill.bgColor.rgb for rule in rules] == ["FFFF9F9F", "FFFFE2BD"]


def test_parts_keep_the_order_of_the_schema(exotic: bytes) -> None:
    """Excel repairs, or refuses, a workbook whose elements are in another order."""
    after = added(exotic)

    assert in_order(after.parts["xl/workbook.xml"], BOOK_ORDER)
    assert in_order(after.parts[after.book.sheets[-1].part], SHEET_ORDER)


def strict() -> bytes:
    """The smallest workbook as “Strict Open XML” saves it, which has namespaces of its own."""
    purl = "http://purl.oclc.org/ooxml"
    parts = raw_parts(ROW)
    for name, content in parts.items():
        text = content.decode() if isinstance(content, bytes) else content
        parts[name] = text.replace(MAIN, f"{purl}/spreadsheetml/main").replace(
            OFFICE, f"{purl}/officeDocument/relationships"
        )
    return zip_parts({**parts})


PREFIXED = (
    f'<?xml version="1.0"?>\n<!-- </x:sheets> --><x:workbook xmlns:x="{MAIN}"><x:workbookPr/>'
    f"<x:sheets><x:sheet name='表' sheetId='7' r:id='rId1' xmlns:r='{OFFICE}' /></x:sheets>"
    "<x:calcPr calcId='1'/></x:workbook>"
)
PREFIXED_RELS = (
    '<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<p:Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    f'<p:Relationship Id="RID2" Type="{OFFICE}/styles" Target="styles.xml"/></p:Relationships>'
)
PREFIXED_STYLES = (
    f'\ufeff<x:styleSheet xmlns:x="{MAIN}"><x:fonts><x:font/></x:fonts><x:fills count="1">'
    '<x:fill><x:patternFill patternType="none"/></x:fill></x:fills>'
    '<x:cellXfs><x:xf fontId="0"/><x:xf fontId="0"/></x:cellXfs>'
    '<x:dxfs count="0"/><x:tableStyles count="0"/></x:styleSheet>'
)


OTHERS: dict[str, Any] = {
    "xl/workbook.xml": PREFIXED,
    "xl/_rels/workbook.xml.rels": PREFIXED_RELS,
    "xl/styles.xml": PREFIXED_STYLES,
}


def prefixed() -> bytes:
    """As the Open XML SDK writes it: every name with a prefix, r: declared where it is used."""
    return raw_book(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>",
        **OTHERS,
    )


def bare_styles() -> bytes:
    """A styles part with nothing in it."""
    rels = PREFIXED_RELS.replace("<p:", "<").replace("/p:", "/").replace(":p=", "=")
    styles = f'<styleSheet xmlns="{MAIN}"/>'
    others: dict[str, Any] = {"xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles}
    return raw_book(ROW, **others)


ODD = {
    "strict": strict,
    "prefixed": prefixed,
    "no styles": lambda: raw_book(ROW),
    "empty styles": bare_styles,
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_workbooks_written_in_unusual_ways_get_the_sheet_in_their_own_way(
    make: Callable[[], bytes],
) -> None:
    """Other namespaces, prefixes, no window, no styles: well-formed, in order, and read again."""
    after = added(make())

    assert [sheet.name for sheet in after.book.sheets] == ["表", LIST]
    sheet = after.snapshot.sheet(LIST)
    assert sheet is not None
    assert sheet.value(4, 1) == 2.5
    assert after.snapshot.names["xlt_issues"].sheet == LIST
    first = after.snapshot.sheet("表")
    assert first is not None
    assert first.value(1, 1) == 5
    book = etree.fromstring(after.parts["xl/workbook.xml"])
    assert in_order(after.parts["xl/workbook.xml"], BOOK_ORDER)
    assert in_order(after.parts[STYLES], STYLE_ORDER)
    spaces = {etree.QName(each).namespace for each in book.iter("*")}
    assert len(spaces) == 1
    root = etree.fromstring(after.parts[after.book.sheets[-1].part])
    assert etree.QName(root).namespace in spaces
    assert book.find("{*}bookViews") is not None  # a frozen row needs a window
    # what an unstyled cell looks like is not ours to say
    styles = etree.fromstring(after.parts[STYLES])
    first_style = styles.find("{*}cellXfs/{*}xf")
    assert first_style is not None
    number = int(first_style.get("fontId", "0"))
    names = [font.find("{*}name") for font in styles.iterfind("{*}fonts/{*}font")]
    default = names[number]
    assert default is None or default.get("val") == "Calibri"


def test_libreoffice_opens_them_all_with_the_sheet_last(
    exotic: bytes, office: Callable[..., object], tmp_path: Path
) -> None:
    """One run over every kind; the numbers, the text and the name come through."""
    books = {"exotic": exotic} | {name.replace(" ", "-"): make() for name, make in ODD.items()}
    for name, data in books.items():
        (tmp_path / f"{name}.xlsx").write_bytes(apply_patch(opened(data), PATCH))
    paths = [str(tmp_path / f"{name}.xlsx") for name in books]
    office("--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *paths)

    for name in books:
        after = opened((tmp_path / "out" / f"{name}.xlsx").read_bytes())
        assert after.book.sheets[-1].name == LIST, name
        sheet = after.snapshot.sheets[-1]
        assert [sheet.value(row, 1) for row in (3, 4)] == [1, 2.5], name
        assert sheet.value(4, 3) == "目标<5% & “满意”\n第二行", name
        assert sheet.value(3, 3) == '=HYPERLINK("http://example.invalid")', name
        assert not sheet.formulas, name
        assert after.snapshot.names["xlt_issues"].row == 2, name


def test_a_name_that_is_taken_is_left_to_its_sheet() -> None:
    """问题清单 is the user's: ours is 问题清单(2), then (3), never one that differs in case only."""
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    for name in (LIST, f"{LIST}(2)", "Issues"):
        book.create_sheet(name)["A1"] = "我的"
    out = io.BytesIO()
    book.save(out)
    long = NewSheet("问" * 31, (5.0,), ((NewCell("甲", "heading"),),))
    shout = NewSheet("ISSUES", (5.0,), ((NewCell("乙", "heading"),),))

    after = added(out.getvalue(), Patch((), (SHEET, long, long, shout)))

    names = [sheet.name for sheet in after.book.sheets]
    assert names[-4:] == [f"{LIST}(3)", "问" * 31, "问" * 28 + "(2)", "ISSUES(2)"]
    own = after.snapshot.sheet(LIST)
    assert own is not None
    assert own.value(1, 1) == "我的"
    assert after.snapshot.names["xlt_issues"].sheet == f"{LIST}(3)"
    ids = [sheet.sheet_id for sheet in after.book.sheets]
    assert len(set(ids)) == len(ids)
    assert len({sheet.part for sheet in after.book.sheets}) == len(ids)


def test_a_name_that_lost_its_sheet_is_given_the_new_one_and_not_doubled() -> None:
    """Excel repairs a workbook with two names alike; the user deleted our sheet, the name stayed."""
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    book.defined_names["XLT_issues"] = DefinedName("XLT_issues", attr_text="#REF!")
    out = io.BytesIO()
    book.save(out)

    after = added(out.getvalue())

    names = [
        (name.name, name.local) for name in defined_names(after.parts[after.book.part], "", "")
    ]
    assert names.count(("xlt_issues", False)) == 1
    assert ("XLT_issues", False) not in names
    assert ("合计", False) in names
    assert after.snapshot.names["xlt_issues"].sheet == LIST


def test_numbers_and_parts_that_others_hold_are_not_taken() -> None:
    """A dangling type, a relationship without sheet, the highest sheet id: none is used twice."""
    package = Package(plain())
    types = package.parts["[Content_Types].xml"].decode()
    held = (
        '<Override PartName="/xl/worksheets/Sheet3.xml" ContentType="application/xml"/></Types>'
    )
    package.parts["[Content_Types].xml"] = types.replace("</Types>", held).encode()
    package.parts["xl/worksheets/sheet4.xml"] = b"<worksheet/>"
    book = package.parts["xl/workbook.xml"].decode()
    package.parts["xl/workbook.xml"] = book.replace('sheetId="2"', 'sheetId="65534"').encode()
    package.relate("xl/workbook.xml", "image", "media/none.png")

    after = added(package.zip())

    last = after.book.sheets[-1]
    assert (last.part, last.sheet_id) == ("xl/worksheets/sheet5.xml", "2")
    rels = etree.fromstring(after.parts["xl/_rels/workbook.xml.rels"])
    ids = [rel.get("Id") for rel in rels]
    assert len(set(ids)) == len(ids)
    overrides = [
        each.get("PartName") for each in etree.fromstring(after.parts["[Content_Types].xml"])
    ]
    assert overrides.count("/xl/worksheets/sheet5.xml") == 1


@pytest.mark.parametrize("value", ["1", "true"])
def test_a_locked_structure_is_the_owners_word(value: str) -> None:
    """The core says so in words; cells are written all the same."""
    package = Package(plain())
    book = package.parts["xl/workbook.xml"].decode()
    lock = f'<workbookProtection lockStructure="{value}" workbookPassword="83AF"/>'
    package.parts["xl/workbook.xml"] = re.sub("<workbookProtection */>", lock, book).encode()
    workbook = opened(package.zip())

    assert workbook.closed == "的工作簿结构有保护"
    with pytest.raises(SaveError, match="结构有保护，不能增加工作表"):
        apply_patch(workbook, PATCH)
    after = opened(apply_patch(workbook, Patch((CellWrite("表", 1, 1, "改"),))))
    assert [sheet.name for sheet in after.book.sheets] == ["表", "说明"]


def test_locked_windows_lock_no_sheets() -> None:
    """With lockWindows alone, or a lock that is off, a sheet may come."""
    package = Package(plain())
    book = package.parts["xl/workbook.xml"].decode()
    lock = '<workbookProtection lockStructure="0" lockWindows="1"/>'
    package.parts["xl/workbook.xml"] = re.sub("<workbookProtection */>", lock, book).encode()

    assert added(package.zip()).book.sheets[-1].name == LIST


def test_a_shared_workbook_gets_no_sheet() -> None:
    """Its log of changes lists the sheets by number, and Excel holds the two together."""
    package = Package(plain())
    package.add("xl/revisions/revisionHeaders.xml", f'<headers xmlns="{MAIN}"/>')
    package.relate("xl/workbook.xml", "revisionHeaders", "revisions/revisionHeaders.xml")

    with pytest.raises(SaveError, match="是共享工作簿，不能增加工作表"):
        added(package.zip())


def test_a_package_of_a_thousand_members_gets_no_further_one() -> None:
    """It would be too large for us to open again."""
    package = Package(plain())
    for number in range(limits.MEMBERS - len(package.parts) - 1):
        package.parts[f"docMetadata/{number}.txt"] = b""

    with pytest.raises(SaveError, match="内部部件太多，不能增加工作表"):
        added(package.zip())


def test_macros_and_signatures_keep_their_bytes() -> None:
    """An .xlsm stays one; that a signature no longer holds is for the caller to say."""
    package = Package(plain())
    package.add("xl/vbaProject.bin", bytes(range(256)) * 9)
    package.default("bin", "application/vnd.ms-office.vbaProject")
    package.relate(
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "vbaProject.bin",
    )
    package.add("_xmlsignatures/sig1.xml", "<Signature/>")
    types = package.parts["[Content_Types].xml"].decode()
    main = "spreadsheetml.sheet.main+xml"
    package.parts["[Content_Types].xml"] = types.replace(
        f"application/vnd.openxmlformats-officedocument.{main}",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).encode()
    before = opened(package.zip(), "表.xlsm")

    data = apply_patch(before, PATCH)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.read("xl/vbaProject.bin") == bytes(range(256)) * 9
        assert b"macroEnabled.main+xml" in archive.read("[Content_Types].xml")
    assert before.signed
    assert opened(data, "表.xlsm").signed
    assert openpyxl.load_workbook(io.BytesIO(data), keep_vba=True).sheetnames[-1] == LIST


def test_a_list_of_ten_thousand_lines_is_reached_by_filter_and_drop_down() -> None:
    """Longer than the room that is kept free below a short one."""
    line = (NewCell(Decimal(7), "centred"), NewCell("表!A1", "link", "'表'!A1"))
    rows = (
        *SHEET.rows[:2],
        *((*line, NewCell("长", "text"), NewCell(None, "input")),) * 10_000,
    )
    sheet = NewSheet(LIST, SHEET.widths, rows, 2, choices=SHEET.choices)

    after = added(plain(), Patch((), (sheet,)))

    xml = after.parts[after.book.sheets[-1].part]
    assert b'<autoFilter ref="A2:D10002"/>' in xml
    assert b'sqref="D3:D10002"' in xml
    assert xml.count(b"<hyperlink ") == 10_000
    found = after.snapshot.sheets[-1]
    assert found.value(10_002, 3) == "长"


def test_cells_and_a_sheet_go_into_one_patch() -> None:
    """A score beside the list: what depends is calculated anew, in a workbook part changed twice."""
    package = Package(plain())
    book = package.parts["xl/workbook.xml"].decode()
    package.parts["xl/workbook.xml"] = re.sub("<calcPr[^>]*/>", "", book).encode()
    sheet = package.parts["xl/worksheets/sheet2.xml"].decode()
    package.parts["xl/worksheets/sheet2.xml"] = re.sub(
        "<v */>|<v></v>", "<v>1</v>", sheet
    ).encode()

    after = added(package.zip(), Patch((CellWrite("表", 2, 2, Decimal("0.25")),), (SHEET,)))

    book = after.parts["xl/workbook.xml"].decode()
    assert 'fullCalcOnLoad="1"' in book
    assert in_order(book.encode(), BOOK_ORDER)
    assert after.book.sheets[-1].name == LIST


def test_the_same_patch_gives_the_same_bytes() -> None:
    """No clock and no chance in a new member."""
    data = plain()

    assert apply_patch(opened(data), PATCH) == apply_patch(opened(data), PATCH)


def test_rows_of_changed_cells_are_raised_and_never_lowered() -> None:
    """What somebody made higher stays; a row without changes is not looked at."""
    data = apply_patch(opened(plain()), PATCH)
    cells = (
        CellWrite(LIST, 3, 3, "长得多的一句话", 3),
        CellWrite(LIST, 4, 3, "另一句", 3),
        CellWrite(LIST, 5, 3, "新的一行", 3),
    )
    heights = {LIST: {2: 99.0, 3: 30.0, 4: 58.0, 5: 30.0}}

    again = apply_patch(opened(data), Patch(cells, heights=heights))

    sheet = openpyxl.load_workbook(io.BytesIO(again))[LIST]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [None, 44, 58, 30]


def test_the_outline_of_a_part_is_not_fooled_by_what_looks_like_its_elements() -> None:
    """Comments, CDATA, a byte order mark, > in an attribute, an empty pair of tags."""
    xml = (
        "\ufeff<?xml version='1.0'?><!-- <a> --><a><b t='>/>'/><!-- </b> --><b t=\"x\"></b>"
        "<c><![CDATA[</c>]]></c ></a>"
    ).encode()
    root = outline(xml, "表.xlsx")

    pieces = [xml[node.start : node.end] for node in root.children]
    assert pieces == [b"<b t='>/>'/>", b'<b t="x"></b>', b"<c><![CDATA[</c>]]></c >"]
    edits = Edits(xml)
    for node in root.children:
        edits.append(node, b"<new/>")
    assert edits.done().endswith(
        b"<a><b t='>/>'><new/></b><!-- </b> --><b t=\"x\"><new/></b>"
        b"<c><![CDATA[</c>]]><new/></c ></a>"
    )
