"""Single parts when a row comes or goes: anchors, boxes, pivot tables, odd ways of writing XML."""

from __future__ import annotations

import pytest
from exotic import MAIN, OFFICE, Package, raw_book
from row_books import opened

from xltools.errors import SaveError
from xltools.package import Workbook, apply_patch
from xltools.package.rows_anchors import move_anchors, move_boxes
from xltools.package.rows_around import EMPTIES, Around
from xltools.package.rows_part import Part
from xltools.package.shift import Shift
from xltools.snapshot import Patch, RowChange

INSERT, DELETE = Shift("insert", "表", 5), Shift("delete", "表", 5)
FORM = "xl/worksheets/sheet1.xml"


def anchor(kind: str, top: int, bottom: int | None, editas: str = "") -> bytes:
    """A drawing with one anchor, rows counted from 1, each end 9 units into its row."""
    corner = "<x:{0}><x:col>1</x:col><x:row>{1}</x:row><x:rowOff>9</x:rowOff></x:{0}>"
    to = corner.format("to", bottom - 1) if bottom is not None else ""
    edit = f' editAs="{editas}"' if editas else ""
    return (
        f'<x:wsDr xmlns:x="d"><x:{kind}{edit}>{corner.format("from", top - 1)}{to}</x:{kind}></x:wsDr>'
    ).encode()


def rows(xml: bytes, shift: Shift) -> list[tuple[int, int]]:
    """Row, counted from 1, and offset of each end afterwards."""
    part = Part(xml, "表")
    move_anchors(part, shift)
    after = Part(part.done(), "表")
    found = {name: [] for name in ("row", "rowOff")}
    for node, _ in after.walk():
        if node.name in found:
            found[node.name].append(int(after.text(node)))
    return [(row + 1, off) for row, off in zip(found["row"], found["rowOff"], strict=True)]


@pytest.mark.parametrize(
    ("kind", "ends", "edit", "came", "went"),
    [
        ("twoCellAnchor", (6, 8), "", [(7, 9), (9, 9)], [(5, 9), (7, 9)]),
        ("twoCellAnchor", (4, 6), "", [(4, 9), (7, 9)], [(4, 9), (5, 9)]),
        ("twoCellAnchor", (4, 5), "", [(4, 9), (5, 9)], [(4, 9), (5, 0)]),
        ("twoCellAnchor", (5, 7), "", [(5, 9), (8, 9)], [(5, 0), (6, 9)]),
        ("twoCellAnchor", (5, 5), "", [(5, 9), (5, 9)], [(5, 9), (5, 9)]),
        ("twoCellAnchor", (4, 6), "oneCell", [(4, 9), (6, 9)], [(4, 9), (6, 9)]),
        ("twoCellAnchor", (6, 8), "oneCell", [(7, 9), (9, 9)], [(5, 9), (7, 9)]),
        ("twoCellAnchor", (6, 8), "absolute", [(6, 9), (8, 9)], [(6, 9), (8, 9)]),
        ("oneCellAnchor", (6, None), "", [(7, 9)], [(5, 9)]),
        ("oneCellAnchor", (5, None), "", [(5, 9)], [(5, 9)]),
    ],
)
def test_pictures_move_grow_and_shrink_with_their_rows(
    kind: str,
    ends: tuple[int, int | None],
    edit: str,
    came: list[tuple[int, int]],
    went: list[tuple[int, int]],
) -> None:
    """One that hangs in the row that goes hangs in the next; nothing becomes invisible."""
    xml = anchor(kind, *ends, edit)
    assert rows(xml, INSERT) == came
    assert rows(xml, DELETE) == went


def box(kind: str, row: int, anchor: str, more: str = "") -> bytes:
    """One VML shape, its text as Excel writes it: no XML."""
    return (
        f'<xml><v:shape id="a" style="x"><v:textbox><div>a<br>b</div></v:textbox><x:ClientData ObjectType="{kind}">'
        f"<x:Anchor>{anchor}</x:Anchor><x:Row>{row - 1}</x:Row><x:Column>2</x:Column>{more}"
        "</x:ClientData></v:shape></xml>"
    ).encode()


def test_boxes_of_notes_keep_their_size_and_controls_their_cells() -> None:
    """A linked cell follows; the note of a row that goes, goes."""
    note = box("Note", 6, "3, 15, 5, 10, 5, 15, 9, 4")
    assert move_boxes(note, INSERT) == box("Note", 7, "3, 15, 6, 10, 5, 15, 10, 4")
    assert move_boxes(note, DELETE) == box("Note", 5, "3, 15, 4, 10, 5, 15, 8, 4")
    assert b"shape" not in move_boxes(box("Note", 5, "3, 15, 5, 10, 5, 15, 9, 4"), DELETE)
    kept = Shift("delete", "表", 5, frozenset({3}))
    assert b"<x:Row>4</x:Row>" in move_boxes(box("Note", 5, "3, 1, 5, 1, 5, 1, 9, 4"), kept)
    tick = box("Checkbox", 1, "3, 1, 3, 2, 5, 1, 6, 4", "<x:FmlaLink>$C$9</x:FmlaLink>")
    assert move_boxes(tick, INSERT) == box(
        "Checkbox", 1, "3, 1, 3, 2, 5, 1, 7, 4", "<x:FmlaLink>$C$10</x:FmlaLink>"
    )


def test_what_follows_on_the_sheet_and_what_does_not() -> None:
    """Scenarios, watches, protected ranges, breaks, links in controls; other sheets' stay."""
    xml = (
        f'<worksheet xmlns="{MAIN}"><protectedRanges><protectedRange name="a" sqref="B5:B6 D9"/></protectedRanges>'
        '<scenarios><scenario name="s"><inputCells r="B5" val="1"/></scenario></scenarios>'
        '<rowBreaks count="2" manualBreakCount="2"><brk id="4"/><brk id="5"/></rowBreaks>'
        '<cellWatches><cellWatch r="C7"/></cellWatches><ignoredErrors><ignoredError sqref="A5"/></ignoredErrors>'
        '<controls><control><controlPr linkedCell="$B$8" listFillRange="另!$A$5:$A$9"/></control></controls></worksheet>'
    ).encode()

    def after(shift: Shift, *, own: bool = True) -> str:
        part = Part(xml, "表", EMPTIES)
        Around(part, shift, own=own).move()
        return part.done().decode()

    came, went = after(INSERT), after(DELETE)
    assert 'sqref="B5:B7 D10"' in came
    assert 'sqref="B5 D8"' in went
    assert 'inputCells r="B5"' in came
    assert "scenario" not in went
    assert '<brk id="4"/><brk id="6"/>' in came
    assert '<brk id="4"/><brk id="4"/>' in went
    assert 'cellWatch r="C8"' in came
    assert 'ignoredError sqref="A5:A6"' in came
    assert "ignoredError" not in went
    assert 'linkedCell="$B$9" listFillRange="另!$A$5:$A$9"' in came
    assert after(INSERT, own=False) == xml.decode()


def test_a_count_is_kept_right() -> None:
    """Of what loses a member."""
    xml = (
        f'<worksheet xmlns="{MAIN}"><dataValidations count="2"><dataValidation sqref="A5"/>'
        '<dataValidation sqref="A6"/></dataValidations></worksheet>'
    ).encode()
    part = Part(xml, "表", EMPTIES)
    Around(part, DELETE, own=True).move()
    assert b'<dataValidations count="1"><dataValidation sqref="A5"/>' in part.done()


def one(book: Workbook, kind: str, row: int) -> Workbook:
    """The workbook after a row of its sheet 表 came or went."""
    change = RowChange("insert" if kind == "insert" else "delete", "表", row)
    return opened(apply_patch(book, Patch((), rows=(change,))))


@pytest.mark.parametrize(
    "sheet",
    [
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2" ht="30"><x:c r="A2" s="0"><x:f>A1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        "<sheetData><row><c><v>1</v></c></row><row ht='30'><c s='0'><f>A1+1</f><v>2</v></c></row></sheetData>",
        '<sheetData>\n<row ht="9" r="1" >\n<c r="A1"><v>1</v></c>\n</row><!-- x -->\n<row r="2"><c r="A2"><f>A1+1</f><v>2</v></c></row></sheetData>',
    ],
    ids=["prefixes", "no addresses", "comments"],
)
def test_xml_that_is_written_in_another_way_is_edited_all_the_same(sheet: str) -> None:
    """Prefixes, cells without address, comments."""
    book = opened(raw_book(sheet))
    after = one(book, "insert", 1).snapshot.sheets[0]
    assert [row[0] for row in after.rows] == [1, None, 2]
    assert after.formulas == {(3, 1): "A1+1"}
    below = one(book, "insert", 2).snapshot.sheets[0]
    assert below.formulas == {(2, 1): "A1+1"}
    gone = one(book, "delete", 1).snapshot.sheets[0]
    assert gone.formulas == {(1, 1): "#REF!+1"}


def test_an_empty_sheet_and_rows_that_are_not_there_do_no_harm() -> None:
    """There is nothing to move."""
    for xml in (
        "<sheetData/>",
        '<sheetData><row r="9"><c r="A9"><v>1</v></c></row></sheetData>',
    ):
        book = opened(raw_book(xml))
        assert one(one(book, "insert", 3), "delete", 4).snapshot == book.snapshot


def test_the_first_merges_of_a_sheet_go_where_the_schema_wants_them() -> None:
    """Behind the protection, before the rules; gone again with the last of them."""
    xml = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetProtection sheet="1"/><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
    book = opened(raw_book(xml))
    change = RowChange("insert", "表", 1, ((1, 1, 2, 1),))
    after = opened(apply_patch(book, Patch((), rows=(change,))))
    assert (
        b'<sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells><pageMargins'
        in after.parts[FORM]
    )
    assert b"mergeCells" not in one(after, "delete", 2).parts[FORM]


PIVOT = (
    f'<pivotTableDefinition xmlns="{MAIN}" name="透视" cacheId="1"><location ref="{{0}}" firstHeaderRow="1" '
    'firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
)


def with_pivot(place: str) -> Workbook:
    """A sheet with a pivot table's results, and its source."""
    package = Package(
        raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    )
    package.add("xl/pivotTables/p.xml", PIVOT.format(place))
    package.relate(FORM, "pivotTable", "../pivotTables/p.xml")
    source = f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}"><cacheSource type="worksheet"><worksheetSource ref="A1:B5" sheet="表"/></cacheSource></pivotCacheDefinition>'
    package.add("xl/pivotCache/c.xml", source)
    return opened(package.zip())


def test_a_pivot_table_moves_as_a_whole_or_not_at_all() -> None:
    """Its source grows."""
    after = one(with_pivot("D8:E12"), "insert", 5)
    assert b'location ref="D9:E13"' in after.parts["xl/pivotTables/p.xml"]
    assert b'ref="A1:B6"' in after.parts["xl/pivotCache/c.xml"]
    with pytest.raises(SaveError, match="数据透视表"):
        one(with_pivot("D4:E12"), "insert", 5)


def test_a_shared_workbook_keeps_its_rows() -> None:
    """Its log of changes names them."""
    package = Package(
        raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    )
    package.add("xl/revisions/h.xml", f'<headers xmlns="{MAIN}"/>')
    package.relate("xl/workbook.xml", "revisionHeaders", "revisions/h.xml")
    with pytest.raises(SaveError, match="共享工作簿"):
        one(opened(package.zip()), "insert", 1)


def test_the_order_of_calculation_follows() -> None:
    """What goes is taken out; with the last formula goes the part."""
    sheet = "".join(
        f'<row r="{row}"><c r="A{row}"><f>1+{row}</f><v>{row}</v></c></row>'
        for row in (1, 2, 3)
    )
    package = Package(raw_book(f"<sheetData>{sheet}</sheetData>"))
    chain = f'<calcChain xmlns="{MAIN}"><c r="A3" i="1"/><c r="A2"/><c r="A1"/></calcChain>'
    package.add(
        "xl/calcChain.xml",
        chain,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
    )
    package.relate("xl/workbook.xml", "calcChain", "calcChain.xml")
    book = opened(package.zip())
    after = one(book, "insert", 1).parts["xl/calcChain.xml"]
    assert b'<c r="A4" i="1"/><c r="A3"/><c r="A1"/>' in after
    gone = one(book, "delete", 2)
    assert b'<c r="A2" i="1"/><c r="A1"/>' in gone.parts["xl/calcChain.xml"]
    none = one(one(gone, "delete", 1), "delete", 1)
    assert "xl/calcChain.xml" not in none.parts
