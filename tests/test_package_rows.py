"""A row that comes or goes in an .xlsx: all that points at a cell follows, nothing else changes."""

from __future__ import annotations

import io
import re
import warnings

import openpyxl
import pytest
from exotic import add_exotica, raw_book
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from row_books import FIRST, LAST, OTHER, SHEET, TOTAL, changed, opened, rich_book

from xltools.errors import FileError, SaveError
from xltools.package import Workbook, apply_patch
from xltools.package.defined_names import defined_names
from xltools.package.opc import DefinedName
from xltools.package.shift import Shift
from xltools.snapshot import CellWrite, Patch, RowChange, Sheet

FORM = "xl/worksheets/sheet1.xml"
RICH = rich_book()
EXOTIC = add_exotica(RICH)


def sheet_of(book: Workbook, name: str = SHEET) -> Sheet:
    """One sheet of a workbook."""
    found = book.snapshot.sheet(name)
    assert found is not None
    return found


def reread(book: Workbook) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(book.data))


def part(book: Workbook, word: str) -> str:
    """The text of the one part whose name holds a word."""
    names = [each.name for each in book.archive.members if word in each.name]
    assert len(names) == 1, names
    member = next(each for each in book.archive.members if each.name == names[0])
    return book.archive.inflate(member, "表").decode()


# --- values, formulas, merges


def test_rows_below_move_down_and_the_new_one_is_empty() -> None:
    """Above the row nothing is anywhere else."""
    before = opened(RICH)
    old, new = sheet_of(before), sheet_of(changed(before, "insert", 7))
    assert new.rows[:7] == old.rows[:7]
    assert set(new.rows[7]) == {None}
    assert new.rows[8:] == old.rows[7:]


def test_the_new_row_looks_like_the_one_above() -> None:
    """Height, fonts, locks, merges across."""
    form = reread(changed(opened(RICH), "insert", 7))[SHEET]
    assert form.row_dimensions[8].height == form.row_dimensions[7].height == 27
    assert form.row_dimensions[9].height == 28
    assert form["H8"].font.b
    assert not form["H8"].protection.locked
    assert {"H7:I7", "H8:I8", "H9:I9", "B7:B10", "A4:A10"} <= set(
        map(str, form.merged_cells.ranges)
    )


def test_formulas_follow_on_every_sheet() -> None:
    """Areas around the row grow, those that end at it take it in, texts in quotes stay."""
    after = changed(opened(RICH), "insert", LAST)
    form, other = sheet_of(after).formulas, sheet_of(after, OTHER).formulas
    assert form[TOTAL + 1, 4] == "SUM(D4:D16)"
    assert form[LAST, 7] == "D15*F15/E15*$D$2"
    assert form[18, 4] == "COUNT(D4:D9)+COUNT(D10:D16)"
    assert form[19, 4] == "D17/2+D4"
    assert form[21, 4] == "SUM(D4:D16*2)"
    assert form[21, 6] == "D4:D6*2"
    assert other[1, 1] == f"{SHEET}!G17*2"
    assert other[2, 1] == f"SUM({SHEET}!D4:D16)+SUM({SHEET}!D7:E9)"
    assert other[3, 1] == f"COUNTA('{SHEET}'!$C$4:$C$16)&\"D5\""
    assert other[5, 2] == "A5+1"


def test_what_read_a_row_that_went_says_so() -> None:
    """A single cell is lost, an area shrinks, even from its end."""
    after = changed(opened(RICH), "delete", FIRST)
    form, other = sheet_of(after).formulas, sheet_of(after, OTHER).formulas
    assert form[TOTAL - 1, 4] == "SUM(D4:D14)"
    assert form[17, 4] == "D15/2+#REF!"
    assert other[3, 1] == f"COUNTA('{SHEET}'!$C$4:$C$14)&\"D5\""
    last = sheet_of(changed(opened(RICH), "delete", LAST))
    assert last.formulas[TOTAL - 1, 4] == "SUM(D4:D14)"


def test_formulas_that_a_change_names_are_set() -> None:
    """For a cell that had one, and for one of the new row."""
    after = changed(
        opened(RICH), "insert", 7, {(8, 7): "D8*F8/E8*$D$2", (17, 4): "SUM(D4:D16)+0"}
    )
    assert sheet_of(after).formulas[8, 7] == "D8*F8/E8*$D$2"
    assert sheet_of(after).formulas[17, 4] == "SUM(D4:D16)+0"


def test_the_value_of_a_merged_block_lives_on_without_its_first_row() -> None:
    """With its look; a formula there, too."""
    after = changed(opened(RICH), "delete", 4)
    assert sheet_of(after).value(4, 1) == "产出"
    assert sheet_of(after).value(4, 2) == "数量"
    assert {(4, 1, 8, 1), (4, 2, 5, 2)} <= set(sheet_of(after).merges)
    again = changed(changed(after, "delete", 4), "delete", 4)
    assert sheet_of(again).value(4, 1) == "产出"
    assert sheet_of(again).value(4, 2) == "质量"


def test_results_that_may_be_wrong_are_not_shown() -> None:
    """A sum that lost a row has no result until somebody computes it; others keep theirs."""
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f>SUM(A1:A2)</f><v>3</v></c><c r="B3"><f>A1*5</f><v>5</v></c></row></sheetData>'
    )
    book = opened(raw_book(xml))
    gone = apply_patch(book, Patch((), rows=(RowChange("delete", "表", 2),)))
    assert b'<c r="A2"><f>SUM(A1:A1)</f></c>' in opened(gone).parts[FORM]
    assert b'<c r="B2"><f>A1*5</f><v>5</v></c>' in opened(gone).parts[FORM]
    assert b'fullCalcOnLoad="1"' in opened(gone).parts["xl/workbook.xml"]
    came = apply_patch(book, Patch((), rows=(RowChange("insert", "表", 2),)))
    assert b"<f>SUM(A1:A3)</f><v>3</v>" in opened(came).parts[FORM]


# --- around the cells


def test_names_print_area_and_titles_follow() -> None:
    """What ended at the row takes the new one in."""
    book = reread(changed(opened(RICH), "insert", LAST))
    form = book[SHEET]
    assert book.defined_names["xlt_total_score"].attr_text == f"'{SHEET}'!$G$17"
    assert book.defined_names["分值列"].attr_text == f"'{SHEET}'!$D$4:$D$16"
    assert form.print_area == f"'{SHEET}'!$A$1:$I$17"
    assert form.print_title_rows == "$3:$3"
    assert form.auto_filter.ref == "C3:G16"
    lost = reread(changed(opened(RICH), "delete", 9))
    assert lost.defined_names["某行"].attr_text == f"'{SHEET}'!#REF!"


def rules(book: Workbook) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Validations and conditional formats: where, and their first formula."""
    form = reread(book)[SHEET]
    checks = [(str(each.sqref), each.formula1) for each in form.data_validations.dataValidation]
    formats = [
        (str(each.sqref), each.rules[0].formula[0]) for each in form.conditional_formatting
    ]
    return checks, formats


def test_validations_and_conditional_formats_hold_for_the_new_row() -> None:
    """Also a rule of one cell; formulas are those of the rule's first cell."""
    checks, formats = rules(changed(opened(RICH), "insert", LAST))
    assert checks[0] == ("D4:D16", "0")
    assert formats == [("G4:G16", "$G4>$D4"), ("D17", "SUM(D4:D16)<>100")]
    checks, _ = rules(changed(opened(RICH), "insert", 12))
    assert checks[1] == ("E5 E8:E9 F12:F13", "LEN($C5)>0")


def test_a_rule_that_loses_its_first_cell_is_seen_from_the_next() -> None:
    """$C5 becomes the row's own again."""
    checks, formats = rules(changed(opened(RICH), "delete", 5))
    assert checks[1] == ("E7:E8 F11", "LEN($C7)>0")
    assert formats[0] == ("G4:G14", "$G4>$D4")
    _, formats = rules(changed(opened(RICH), "delete", FIRST))
    assert formats[0] == ("G4:G14", "$G4>$D4")


def test_notes_follow_with_their_boxes_and_go_with_their_row() -> None:
    """Text and VML agree."""
    after = changed(opened(RICH), "insert", 6)
    form = reread(after)[SHEET]
    assert {c.coordinate for row in form for c in row if c.comment} == {"C5", "C10", "D17"}
    boxes = re.findall(r"<\w+:Row>(\d+)<", part(after, "ommentsDrawing"))
    assert sorted(map(int, boxes)) == [4, 9, 16]
    gone = changed(opened(RICH), "delete", 5)
    assert re.findall(r"<\w+:Row>(\d+)<", part(gone, "ommentsDrawing")) == ["7", "14"]


def test_links_views_breaks_and_filters_follow() -> None:
    """The jump inside goes to the same cell; the break stays above its row."""
    after = changed(opened(RICH), "insert", 5)
    xml = after.parts[FORM].decode()
    assert 'ref="H7"' in xml
    assert f"'{SHEET}'!C13" in xml
    assert 'ref="H13"' in xml
    assert '<brk id="10"' in xml
    assert 'activeCell="C13"' in xml
    assert 'ySplit="3"' in xml
    assert 'ySplit="4"' in changed(opened(RICH), "insert", 2).parts[FORM].decode()
    assert 'dimension ref="A1:L24"' in xml


def test_charts_and_pictures_follow() -> None:
    """The series grow, the anchor moves, a filter's headings stay."""
    after = changed(opened(RICH), "insert", 10)
    chart = part(after, "charts/chart")
    assert f"'{SHEET}'!$D$4:$D$16" in chart
    assert "<row>12</row>" in part(after, "drawings/drawing")


def test_tables_grow_and_move() -> None:
    """Below the last row, too."""
    for row, expected in ((18, "K21:L24"), (22, "K20:L24"), (23, "K20:L24")):
        table = reread(changed(opened(RICH), "insert", row))[SHEET].tables["旁表"]
        assert table.ref == expected
        assert table.autoFilter is None or table.autoFilter.ref == expected


def test_rules_of_excel_2010_and_sparklines_follow() -> None:
    """What hides in extensions is moved; a sparkline is not copied."""
    after = changed(opened(EXOTIC), "insert", 2).parts[FORM].decode()
    assert "<xm:sqref>Z91</xm:sqref>" in after
    assert "<xm:f>$A$1:$A$4</xm:f>" in after
    assert "<xm:sqref>Z92</xm:sqref>" in after
    gone = changed(changed(opened(EXOTIC), "delete", 90), "delete", 90).parts[FORM].decode()
    assert "xm:sqref" not in gone
    assert "slicerList" in gone


def test_threaded_comments_follow() -> None:
    """Their cell and its shadow in the old notes."""
    xml = add_exotica(
        raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    )
    after = changed(opened(xml.replace(b"", b"")), "insert", 1, sheet="表")
    assert 'ref="A1"' in part(after, "threadedComments")
    moved = RowChange("delete", "表", 1)
    gone = opened(apply_patch(after, Patch((), rows=(moved,))))
    assert "threadedComment ref" not in part(gone, "threadedComments")
    assert "<comment ref" not in part(gone, "comments_exotic")


def test_a_shared_formula_whose_cells_part_becomes_many() -> None:
    """Each cell gets its own; one that is not touched stays shared."""
    top = 26  # where the exotic cells begin
    after = changed(opened(EXOTIC), "insert", top + 2)
    assert [sheet_of(after).formulas[row, 2] for row in (27, 28, 30)] == [
        "A27*2",
        "A28*2",
        "A30*2",
    ]
    assert b'si="77"' not in after.parts[FORM]
    below = changed(opened(EXOTIC), "insert", top + 6)
    assert b'si="77"' in below.parts[FORM]


# --- what is not done


@pytest.mark.parametrize(
    ("kind", "row", "why"),
    [
        ("insert", 20, "数组公式"),
        ("delete", 21, "数组公式"),
        ("delete", 20, "数组公式"),
        ("insert", 0, "超出"),
    ],
)
def test_what_would_be_damaged_is_refused(kind: str, row: int, why: str) -> None:
    """With the cell, and what to do."""
    with pytest.raises(SaveError, match=why):
        changed(opened(RICH), kind, row)


def test_a_table_keeps_its_headings_and_one_row() -> None:
    """Both are said by the table's name."""
    data = rich_book()
    book = changed(opened(data), "insert", 17)  # away from the array's rows
    form = reread(book)
    form[SHEET]["F21"] = None
    for row in range(21, 24):
        form[SHEET][f"F{row}"] = None
    out = io.BytesIO()
    form.save(out)
    with pytest.raises(SaveError, match=r"旁表.*标题行"):
        changed(opened(out.getvalue()), "delete", 21)
    left = opened(out.getvalue())
    for _ in range(2):
        left = changed(left, "delete", 22)
    with pytest.raises(SaveError, match=r"旁表.*至少要留一行"):
        changed(left, "delete", 22)


def test_a_sheet_that_is_not_there_is_told() -> None:
    """Nothing is written."""
    with pytest.raises(FileError, match="没有工作表"):
        apply_patch(opened(RICH), Patch((), rows=(RowChange("insert", "没有", 3),)))


def test_a_reference_through_several_sheets_is_refused() -> None:
    """It would have to follow on one sheet and stay on the others."""
    book = reread(opened(RICH))
    book[OTHER]["A9"] = f"=SUM('{SHEET}:{OTHER.replace(chr(39), chr(39) * 2)}'!D20)"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(SaveError, match="几张工作表"):
        changed(opened(out.getvalue()), "insert", 5)


# --- cells after rows


def test_cells_of_a_patch_are_written_where_the_rows_left_them() -> None:
    """Addresses are those of afterwards."""
    book = opened(RICH)
    change = RowChange("insert", SHEET, 7, ((4, 1, 10, 1), (7, 2, 10, 2)))
    data = apply_patch(book, Patch((CellWrite(SHEET, 8, 3, "新指标"),), rows=(change,)))
    assert sheet_of(opened(data)).value(8, 3) == "新指标"
    assert sheet_of(opened(data)).value(9, 3) == "指标8"


# --- there and back


def shape(book: Workbook) -> list[tuple[str, dict[str, str], str]]:
    """Every element of the form's sheet with attributes and text, results of formulas apart."""
    found = []
    for element in etree.fromstring(book.parts[FORM]).iter("*"):
        local = etree.QName(element).localname
        parent = element.getparent()
        has_formula = parent is not None and parent.find("{*}f") is not None
        if local == "f":
            found.append((local, {}, ""))  # formulas are compared as people read them
        elif not (local == "v" and has_formula):
            found.append((local, dict(element.attrib), element.text or ""))
    return found


def names_of(book: Workbook) -> list[DefinedName]:
    """All defined names of a workbook."""
    return defined_names(book.parts[book.book.part], "", "")


@given(row=st.integers(1, 34))
def test_a_row_that_comes_and_goes_leaves_no_trace(row: int) -> None:
    """Values, formulas, merges, names, rules, notes, pictures: all as before."""
    before = opened(EXOTIC)
    if row in (20, 21):  # inside the array F20:F22
        with pytest.raises(SaveError, match="数组公式"):
            changed(before, "insert", row)
        return
    between = changed(before, "insert", row)
    after = changed(between, "delete", row + 1)
    assert [s.formulas for s in after.snapshot.sheets] == [
        s.formulas for s in before.snapshot.sheets
    ]
    assert [set(s.merges) for s in after.snapshot.sheets] == [
        set(s.merges) for s in before.snapshot.sheets
    ]
    assert [s.rows for s in after.snapshot.sheets] == [s.rows for s in before.snapshot.sheets]
    assert after.snapshot.names == before.snapshot.names
    assert names_of(after) == names_of(before)
    assert shape(after) == shape(before)
    for name, xml in before.parts.items():
        if not name.startswith(("xl/worksheets/sheet", "xl/workbook.xml")):
            assert after.parts[name] == xml, name


@given(
    st.lists(st.tuples(st.sampled_from(["insert", "delete"]), st.integers(1, 15)), max_size=4)
)
def test_several_rows_at_once_are_several_one_by_one(changes: list[tuple[str, int]]) -> None:
    """And every value is where arithmetic says."""
    book = opened(RICH)
    expected = [list(row) for row in sheet_of(book).rows]
    merges = set(sheet_of(book).merges)
    for kind, row in changes:
        shift = Shift("insert" if kind == "insert" else "delete", SHEET, row)
        if kind == "insert":
            expected.insert(row, [None] * len(expected[0]))
        else:
            for top, left, bottom, _ in merges:
                if top == row < bottom:
                    expected[row][left - 1] = expected[row - 1][left - 1]
            del expected[row - 1]
        moved = {area for each in merges if (area := shift.area(each)) and area[:2] != area[2:]}
        if kind == "insert":
            moved |= {(row + 1, a[1], row + 1, a[3]) for a in merges if a[0] == a[2] == row}
        merges = moved
        book = changed(book, kind, row)
    rows = [row for row in sheet_of(book).rows if any(v is not None for v in row)]
    assert rows == [row for row in expected if any(v is not None for v in row)]
    assert set(sheet_of(book).merges) == merges
