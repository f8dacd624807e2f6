"""The pieces: where a row went, what a formula gives, what nobody can read, in every format."""

from __future__ import annotations

import io
import random
import re
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import cell, ods, row, table
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from sent_forms import alarms, edited, honest, judged, opened, said, sent_form, written

from xltools.judging.sent.align import align
from xltools.judging.sent.same import is_answered, same
from xltools.model import CellValue, Place
from xltools.package import load_bytes
from xltools.package.concealed import what_is_shown
from xltools.package.contrast import Shown, is_faint, is_hidden
from xltools.package.reckon import reckon
from xltools.package.zipfile_writer import rewrite
from xltools.snapshot import Sheet, Snapshot

SAMPLES = Path(__file__).parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))
from returning.formats import biff  # noqa: E402 - as the samples' script does

_BOOK = "xl/workbook.xml"
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'

# --- where a row went


def sheet(
    *rows: tuple[CellValue, ...], merges: tuple[tuple[int, int, int, int], ...] = ()
) -> Sheet:
    """A sheet of these rows."""
    return Sheet("表", [list(each) for each in rows], merges)


@given(st.data())
def test_rows_that_come_and_go_move_the_others_and_each_is_found(data: st.DataObject) -> None:
    """Whatever is put in or taken out, the rows that stayed are where they are."""
    count = data.draw(st.integers(3, 12))
    kept = data.draw(st.lists(st.booleans(), min_size=count, max_size=count).filter(any))
    more = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    sent = sheet(*((f"名称{n}", float(n), None) for n in range(count)))
    rows: list[tuple[CellValue, ...]] = []
    expected = {}
    for n in range(count):
        rows += [(f"新增{n}-{k}", 7.0, "有") for k in range(more[n])]
        if kept[n]:
            rows.append((f"名称{n}", float(n), "已填"))
            expected[n + 1] = len(rows)
    found = align(sent, sheet(*rows))

    assert {row: now for row, now in found.rows.items() if row in expected} == expected
    assert len(set(found.rows.values())) == len(found.rows)


def test_a_column_that_was_put_in_moves_those_behind_it() -> None:
    """By the headings; a column without one follows the one before it."""
    sent = sheet(("指标", "目标", "实际"), ("里程", "≥5公里", None), ("合格率", "=100%", None))
    came = sheet(
        ("指标", "备注", "目标", "实际"),
        ("里程", "甲", "≥5公里", "6"),
        ("合格率", None, "=100%", "1"),
    )
    found = align(sent, came)

    assert [found.column(column) for column in (1, 2, 3)] == [1, 3, 4]
    assert found.at(2, 2) == (2, 3)
    assert not found.is_identity


def test_a_word_merged_over_rows_does_not_hold_the_first_of_them() -> None:
    """When that row goes, the word stays for the next."""
    merges = ((1, 1, 3, 1),)
    sent = sheet(("产出", "甲", 1.0), (None, "乙", 2.0), (None, "丙", 3.0), merges=merges)
    found = align(sent, sheet(("产出", "乙", 2.0), (None, "丙", 3.0)))

    assert (found.rows[2], found.rows[3]) == (1, 2)


def test_a_changed_row_between_known_ones_is_the_same_row() -> None:
    """Nothing in it speaks for it but its place."""
    sent = sheet(("甲",), ("乙",), ("丙",))
    assert align(sent, sheet(("甲",), ("改",), ("丙",))).rows == {1: 1, 2: 2, 3: 3}


# --- the same


@pytest.mark.parametrize(
    ("sent", "now"),
    [
        (15.0, 15),
        (15.08, "15.08"),
        (0.95, "95.00%"),
        (1234.5, "1,234.50"),
        ("20240005", 20240005.0),
        ("（A/B）", "(A/B)"),
        ("年\n度", "年度"),
        ("—", None),
        (2024.0, "（2024年度）"),
    ],
)
def test_what_programs_make_of_a_value_is_no_change(sent: CellValue, now: CellValue) -> None:
    """Widths, spaces, printed numbers."""
    assert same(sent, now)


@pytest.mark.parametrize(
    ("sent", "now"),
    [
        (15.0, 15.1),
        (15.0, None),
        ("≥5", "≥50"),
        (0.95, "9.5%"),
        ("甲", 1.0),
        (5.0, "5至9"),
        ("12", "21"),
    ],
)
def test_another_value_is_a_change(sent: CellValue, now: CellValue) -> None:
    """Also an empty cell."""
    assert not same(sent, now)


def test_a_label_that_is_completed_in_its_own_cell_is_not_changed() -> None:
    """Where it leaves room for that."""
    assert is_answered("填报日期：    年  月  日", "填报日期：2025年3月1日")
    assert not is_answered("填报日期：    年  月  日", "填报时间：2025年3月1日")
    assert not is_answered("年度指标值", "年度指标值（调整后）")


# --- formulas

CELLS = sheet((1.0, 2.5, "甲"), (4.0, None, 10.0), (0.5, "3", True))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:A3)", 5.5),
        ("SUM(A1:C3)", 18.0),
        ("SUM(A1:A2,C2)", 15.0),
        ("A1+A2*B1", 11.0),
        ("(A1+A2)*B1/2", 6.25),
        ("-A2+10", 6.0),
        ("-A1^2", 1.0),
        ("A3*100%", 0.5),
        ("ROUND(B1*1.1,1)", 2.8),
        ("AVERAGE(A1:A2)", 2.5),
        ("MAX(A1:B3)-MIN(A1:B3)", 3.5),
        ("PRODUCT(A1:A3)", 2.0),
        ("B2", 0.0),
        ("SUM($A$1:$A$2)/C2", 0.5),
        ("'表'!A2", 4.0),
        ("SUM( A1 , A2 )", 5.0),
    ],
)
def test_sums_and_products_are_reckoned_as_a_spreadsheet_does(
    formula: str, result: float
) -> None:
    """Texts in an area are passed over."""
    assert reckon(formula, CELLS, Snapshot((CELLS,))) == pytest.approx(result)


@pytest.mark.parametrize(
    "formula",
    [
        "C1+1", "A1/B2", "VLOOKUP(A1,A1:B2,2)", "总额*2", "A1&B1", "IF(A1>0,1,2)", "SUM(A1:A3", "A1:A2",
        "别表!A1", "[1]表!A1", "LEN(C1)", "TODAY()", "", "B3*2", "SUM(别表!A1:A2)", "A1 A2", "SUM()",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_reckoned(formula: str) -> None:
    """Texts in arithmetic, other functions, names, other workbooks, what is no formula."""
    assert reckon(formula, CELLS, Snapshot((CELLS,))) is None


def test_a_sum_over_a_formula_without_a_result_is_not_reckoned() -> None:
    """A program that computes nothing wrote it."""
    cells = Sheet("表", [[1.0], [None]], formulas={(2, 1): "A1*2"})
    assert reckon("SUM(A1:A2)", cells, Snapshot((cells,))) is None


def test_an_old_result_and_none_are_no_lies() -> None:
    """A program that fills in cells and computes nothing leaves the result with which the form came."""
    sent = sent_form("national-2020", 1)
    names = sent.workbook.snapshot.names
    head = names["xlt_spending"]
    place = Place(head.sheet, head.row + 1, head.column + 1)
    total = Place(head.sheet, head.row + 31, head.column + 1)
    part = sent.workbook.data
    old = edited(
        written(part, (place, Decimal("12.5"))),
        head.sheet,
        lambda xml: re.sub(rb"(SUM\(B4:B33\)</f>)(<v>[^<]*</v>)?", rb"\1<v>0</v>", xml),
    )
    none = edited(old, head.sheet, lambda xml: xml.replace(b"B33)</f><v>0</v>", b"B33)</f>"))
    lie = edited(
        old, head.sheet, lambda xml: xml.replace(b"B33)</f><v>0</v>", b"B33)</f><v>13</v>")
    )
    near = edited(
        old, head.sheet, lambda xml: xml.replace(b"B33)</f><v>0</v>", b"B33)</f><v>12.504</v>")
    )

    assert (
        alarms(judged(sent, old))
        == alarms(judged(sent, none))
        == alarms(judged(sent, near))
        == []
    )
    assert said(judged(sent, lie)) == [("RESULT_LIES", str(total))]


# --- what nobody can read


def test_a_contrast_that_one_can_just_read_is_not_faint() -> None:
    """White on white and on the pale ground of a form; not light grey, not yellow, not white on blue."""
    white = (255, 255, 255)
    for font, ground in ((white, white), (white, (255, 251, 230)), ((250, 250, 240), white),
                         ((223, 232, 243), (223, 232, 243)), ((0, 0, 0), (20, 20, 20))):  # fmt: skip
        assert is_faint(font, ground)
    for font, ground in (((191, 191, 191), white), ((255, 255, 0), white), (white, (31, 78, 121)),
                         ((0, 0, 0), white), ((255, 0, 0), (255, 251, 230))):  # fmt: skip
        assert not is_faint(font, ground)


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        (";;;", True, True),
        (";;", False, True),
        (";;;@", False, True),
        ('"—";"—";"—";"—"', True, True),
        ("General", False, False),
        ("", False, False),
        ("0;-0;;@", False, False),
        ("[=100]0;[=0]0;0.00", False, False),
        ('"（"0"年度）"', False, False),
        ('yyyy"年"m"月"', False, False),
        ("[h]", False, False),
        ("@", False, False),
        ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", False, False),
    ],
)
def test_a_number_format_may_print_nothing(code: str, text: bool, number: bool) -> None:
    """Of a text, of a number; that a zero is left out is everybody's right."""
    assert is_hidden(code, "甲") is text
    assert is_hidden(code, 5.0) is number
    assert not is_hidden(code, 0.0)


def looked_at(book: openpyxl.Workbook) -> Shown:
    """What the first sheet of a workbook of openpyxl shows."""
    out = io.BytesIO()
    book.save(out)
    loaded = load_bytes(out.getvalue(), Path("表.xlsx"))
    name = loaded.snapshot.sheets[0].name
    return what_is_shown(loaded, {name})[name]


def test_colours_of_the_theme_the_palette_and_tints_are_seen_through() -> None:
    """White is white whatever it is called."""
    book = openpyxl.Workbook()
    active = book.active
    looks: dict[str, tuple[Color, Color | None]] = {
        "A1": (Color(theme=0), None),
        "A2": (Color(indexed=9), None),
        "A3": (Color(theme=1, tint=1.0), None),
        "A4": (Color(rgb="FFFDFDFD"), Color(theme=0, tint=-0.02)),
        "A5": (Color(rgb="00FFFFFF"), Color(indexed=26)),
        "B1": (Color(theme=1), None),
        "B2": (Color(theme=0), Color(theme=4)),
        "B3": (Color(rgb="FFFFFFFF"), Color(rgb="FF1F4E79")),
        "B4": (Color(theme=1, tint=0.5), None),
        "B5": (Color(indexed=8), Color(indexed=13)),
    }
    for address, (font, fill) in looks.items():
        active[address] = "字"
        active[address].font = Font(color=font)
        if fill is not None:
            active[address].fill = PatternFill("solid", fgColor=fill)
    assert set(looked_at(book).unreadable) == {(row, 1) for row in range(1, 6)}


def test_tiny_letters_and_formats_that_print_nothing_are_seen() -> None:
    """Each with its reason."""
    book = openpyxl.Workbook()
    active = book.active
    active["A1"], active["A2"], active["A3"] = "小", "藏", "看得见"
    active["A1"].font = Font(size=1)
    active["A2"].number_format = ";;;"
    active["A3"].number_format = "0;-0;;@"
    found = looked_at(book).unreadable

    assert found[1, 1].size == 1
    assert found[2, 1].code == ";;;"
    assert (3, 1) not in found or not found[3, 1].hides("看得见")


def test_a_part_of_a_text_in_white_is_seen_and_black_letters_in_a_white_style_are_not() -> None:
    """Letters may have colours of their own."""
    book = openpyxl.Workbook()
    active = book.active
    white, black = InlineFont(color="FFFFFFFF"), InlineFont(color="FF000000")
    active["A1"] = CellRichText("看得见，", TextBlock(white, "看不见的话"))
    active["A2"] = CellRichText(TextBlock(black, "黑字"), TextBlock(black, "还是黑字"))
    active["A2"].font = Font(color="FFFFFFFF")
    active["A3"] = CellRichText(TextBlock(black, "黑字"), "余下的")

    assert set(looked_at(book).unreadable) == {(1, 1)}


def test_rows_and_columns_without_height_or_width_are_seen() -> None:
    """Hidden, or a hair's breadth."""
    book = openpyxl.Workbook()
    active = book.active
    for number in range(1, 6):
        active.cell(number, number, "甲")
    active.row_dimensions[2].hidden = True
    active.row_dimensions[3].height = 0.5
    active.row_dimensions[4].height = 40
    active.column_dimensions["B"].hidden = True
    active.column_dimensions["C"].width = 0.1
    active.column_dimensions["D"].width = 4
    active.protection.sheet = True
    found = looked_at(book)

    assert (found.rows, found.columns, found.protected) == ({2, 3}, {2, 3}, True)


def test_xml_of_no_known_program_is_gone_through_just_the_same() -> None:
    """Prefixes, single quotes, spaces around the sign."""
    sent = sent_form("national-2020", 1)
    form = sent.examined.evaluation
    name = next(r for r in form.indicators if r.target.raw).name.place

    def prefixed(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml.partition(b"?>")[2])
        xml = xml.replace(b' xmlns="', b' xmlns:x="', 1)
        return xml.replace(
            b'<x:row r="%d"' % name.row, b"<x:row hidden = '1' r=\"%d\"" % name.row
        )

    data = edited(sent.workbook.data, form.sheet, prefixed)
    assert said(judged(sent, data)) == [("ROWS_HIDDEN", str(name))]


# --- in a form


def hidden(data: bytes, sheet_name: str, *, rows: str = "", columns: str = "") -> bytes:
    """The form with rows (3:5) or columns (B:C) hidden, by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    one = book[sheet_name]
    if rows:
        first, last = map(int, rows.split(":"))
        for number in range(first, last + 1):
            one.row_dimensions[number].hidden = True
    if columns:
        one.column_dimensions.group(*columns.split(":"), hidden=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_empty_rows_that_are_hidden_for_the_printer_alarm_nobody() -> None:
    """With the words of the form in them; a row in which something is said is another matter."""
    sent = sent_form("shanxi-2020", 2)
    data = honest(sent, random.Random(1))
    evaluation = opened(data).examined.evaluation
    named = {row.row for row in evaluation.indicators}
    first, last = min(named), max(named)
    free = next(n for n in range(first, last) if n not in named)

    assert alarms(judged(sent, hidden(data, evaluation.sheet, rows=f"{free}:{free}"))) == []
    for one in (sent, None):
        found = said(judged(one, hidden(data, evaluation.sheet, rows=f"{first}:{last}")))
        assert found == [("ROWS_HIDDEN", str(evaluation.indicators[0].name.place))]


def test_hidden_columns_and_sheets_are_told_with_what_is_in_them() -> None:
    """A whole column of actual results; the sheet of the spending."""
    sent = sent_form("national-2020", 2)
    data = honest(sent, random.Random(1))
    form = opened(data).examined.evaluation
    column = form.indicators[0].actual.place.a1.rstrip("0123456789")
    found = judged(sent, hidden(data, form.sheet, columns=f"{column}:{column}"))
    assert {each[0] for each in said(found)} == {"COLUMNS_HIDDEN"}
    assert f"{column} 列" in found[0].message

    book = load_bytes(data, Path("表.xlsx"))
    away = re.sub(
        '(name="支出明细"[^>]*state=)"visible"'.encode(), rb'\1"hidden"', book.parts[_BOOK]
    )
    found = judged(sent, rewrite(book.archive, {_BOOK: away}, frozenset()))
    assert [each[0] for each in said(found)] == ["SHEET_HIDDEN"]


def test_what_was_sent_hidden_is_not_the_units_doing() -> None:
    """A bureau may hide what it likes."""
    sent = sent_form("national-2020", 2)
    sheet_name = sent.examined.evaluation.sheet
    rows = [r.row for r in sent.examined.evaluation.indicators if r.target.raw][:1]
    bureau = hidden(sent.workbook.data, sheet_name, rows=f"{rows[0]}:{rows[0]}")

    assert alarms(judged(opened(bureau), bureau)) == []
    assert said(judged(sent, bureau))


# --- other formats


def test_hidden_rows_columns_and_white_letters_of_an_ods_are_seen() -> None:
    """Styles inherit; a group is gone into; what is repeated counts."""
    white = f'<style:text-properties {_FO} fo:color="#ffffff"/>'
    blue = f'<style:table-cell-properties {_FO} fo:background-color="#1f4e79"/>'
    kind = 'style:family="table-cell"'
    styles = (
        f'<style:style style:name="w" {kind}>{white}</style:style>'
        f'<style:style style:name="v" {kind} style:parent-style-name="w"/>'
        f'<style:style style:name="b" {kind} style:parent-style-name="w">{blue}</style:style>'
    )
    away = row(cell("藏")).replace(
        "<table:table-row", '<table:table-row table:visibility="collapse"'
    )
    columns = (
        '<table:table-column/><table:table-column table:number-columns-repeated="2" '
        'table:visibility="collapse"/>'
    )
    cells = [cell("甲", f'table:style-name="{name}"') for name in "wvb"]
    body = (
        columns
        + row(*cells)
        + f"<table:table-row-group>{row(repeated=2)}{away}</table:table-row-group>"
    )
    data = ods(
        table(body, attributes='table:protected="true"') + table(row(cell("乙")), "二"), styles
    )
    book = load_bytes(data, Path("表.ods"))
    found = what_is_shown(book, {"表", "二"})

    assert (found["表"].rows, found["表"].columns) == ({4}, {2, 3})
    assert set(found["表"].unreadable) == {(1, 1), (1, 2)}
    assert (found["表"].protected, found["二"].protected) == (True, False)


def test_of_a_workbook_without_any_protection_in_these_formats_nobody_knows_one() -> None:
    """The program that wrote it may know none."""
    sent = sent_form("national-2020", 1)
    data = biff(sent.workbook.snapshot)
    shown = what_is_shown(load_bytes(data, Path("表.xls")), ())

    assert {each.protected for each in shown.values()} == {None}
    assert alarms(judged(sent, data, "表.xls")) == []
    assert what_is_shown(load_bytes("甲,乙\n1,2\n".encode(), Path("表.csv")), ()) == {}
