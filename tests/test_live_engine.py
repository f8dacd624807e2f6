"""The xlwings engine on LibreOffice: what a click asks of xlwings, done for real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from live_office import Live, live, opened

from xltools.live.asking import layout_by_asking
from xltools.live.beyond import Link
from xltools.live.uno.bridge import properties
from xltools.live.uno.range import Range
from xltools.live.wings import xw

Opened = Callable[..., xw.Book]

__all__ = ["live", "opened"]


@pytest.fixture
def sheet(opened: Opened) -> xw.Sheet:
    """The first sheet of a new workbook, under a Chinese name that needs quotes."""
    found = opened().sheets[0]
    found.name = "自评 表'一"
    return found


def test_ten_thousand_cells_go_in_one_call_each_way(
    sheet: xw.Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers and texts alike; what is asked besides does not grow with the cells."""
    calls: list[str] = []
    own = Range.api.fget  # type: ignore[attr-defined]

    class Counted:
        def __init__(self, block: Any) -> None:
            self.block = block

        def __getattr__(self, name: str) -> Any:
            calls.append(name)
            return getattr(self.block, name)

    monkeypatch.setattr(Range, "api", property(lambda self: Counted(own(self))))
    rows = [
        [float(r * 100 + c) + 2 if c % 2 else f"第{r}行{c}" for c in range(100)]
        for r in range(100)
    ]
    block = sheet.range((1, 1), (100, 100))
    block.value = rows
    assert block.value == rows
    moved = ("getDataArray", "setDataArray", "setFormula", "setString")
    assert [name for name in calls if name in moved] == ["setDataArray", "getDataArray"]
    assert len(calls) < 20


def test_every_kind_of_value_comes_back_as_what_it_is(sheet: xw.Sheet) -> None:
    """True stays True, a day a day, and a text is never taken for a formula or a number."""
    rows = [
        [1, True, "=A1*2", datetime(2025, 3, 1, 8, 30), "'=8次"],
        [0, False, '=IF(B1,"是","否")', datetime(2025, 1, 2), "98%"],
        [2.5, None, "=1/0", "'+号", "'-"],
    ]
    block = sheet.range("A1:E3")
    block.value = rows
    assert block.options(err_to_str=True).value == [
        [1.0, True, 2.0, datetime(2025, 3, 1, 8, 30), "=8次"],
        [0.0, False, "是", datetime(2025, 1, 2), "98%"],
        [2.5, None, "#DIV/0!", "+号", "-"],
    ]
    assert type(block.value[0][0]) is float
    assert block.value[2][2] is None
    assert sheet.range("C1:C3").formula == (("=A1*2",), ('=IF(B1,"是","否")',), ("=1/0",))
    sheet.range("B1:B2").value = [[None], [""]]
    assert sheet.range("A1:B2").value == [[1.0, None], [0.0, None]]


def test_computed_truth_days_and_errors_are_known_by_what_they_are(sheet: xw.Sheet) -> None:
    """Their cells have no format of their own."""
    sheet.range("A1:A5").value = [
        ["=1=1"],
        ["=DATE(2025,3,1)"],
        ["=NA()"],
        ["=不知道()"],
        ["=A9"],
    ]
    values = sheet.range("A1:A5").options(err_to_str=True).value
    assert values == [True, datetime(2025, 3, 1), "#N/A", "#NAME?", 0.0]


def test_formulas_are_excels_both_ways(sheet: xw.Sheet) -> None:
    """Commas, quoted sheets, arrays, whatever LibreOffice writes itself."""
    formulas = [
        "=SUM('自评 表''一'!B1:B2,3)",
        '=IFERROR(SUMPRODUCT(B1:B2,{1;2}),"a;b|{c}")',
        "=IF($B$1>=1,\"≥1\",'自评 表''一'!C1)",
    ]
    sheet.range("B1:B2").value = [[1], [2]]
    for row, formula in enumerate(formulas, start=1):
        sheet.range((row, 1)).formula = formula
    assert [cell[0] for cell in sheet.range("A1:A3").formula] == formulas
    assert sheet.range("A1:A3").value == [6.0, 5.0, "≥1"]


def test_merges_are_found_made_and_undone(sheet: xw.Sheet) -> None:
    """None is what Excel says of a range that is merged in part."""
    sheet.range("B2:C4").merge()
    assert sheet.range("C3").merge_area.address == "$B$2:$C$4"
    assert sheet.range("C3").merge_cells is sheet.range("B2:C4").merge_cells is True
    assert sheet.range("A1:D9").merge_cells is sheet.range("C3:D3").merge_cells is None
    assert sheet.range("D1:E9").merge_cells is sheet.range("A1").merge_cells is False
    assert sheet.range("A1").merge_area.address == "$A$1"
    sheet.range("B2:C4").unmerge()
    assert sheet.range("A1:D9").merge_cells is False


def test_a_value_leaves_the_note_of_its_cell_alone(sheet: xw.Sheet) -> None:
    """Also in the middle of a block, and its author's name with it."""
    sheet.range("B2").add_note("请核对")
    sheet.range("A1:C3").value = [[1, "甲", None], [2, "乙", True], [3, "丙", "=1+1"]]
    assert sheet.range("B2").note.text == "请核对"
    assert sheet.range("A1:C3").value == [
        [1.0, "甲", None],
        [2.0, "乙", True],
        [3.0, "丙", 2.0],
    ]


def test_undo_empties_what_was_empty(sheet: xw.Sheet) -> None:
    """A block that was written goes as it came, formats and all."""
    sheet.range("B2").value, sheet.range("A3").value = "旧", "=1+1"
    sheet.range("C1").number_format = "0.00%"
    block, undo = sheet.range("A1:C3"), sheet.book.api.getUndoManager()
    before = block.value, block.formula
    undo.clear()
    undo.enterUndoContext("写")
    block.value = [[float(row * 3 + column) for column in range(3)] for row in range(3)]
    undo.leaveUndoContext()
    assert sheet.range("A1").number_format == "General"
    undo.undo()
    assert (block.value, block.formula) == before
    assert sheet.range("C1").number_format == "0.00%"


def test_notes_are_put_read_and_taken_away(sheet: xw.Sheet) -> None:
    """One a cell; the others stay."""
    sheet.range("A1").add_note("第一\n第二行")
    sheet.range("B2").add_note("另一条")
    note = sheet.range("A1").note
    assert note is not None
    assert note.text == "第一\n第二行"
    assert [each.location.address for each in sheet.impl.notes] == ["$A$1", "$B$2"]
    note.delete()
    assert sheet.range("A1").note is None
    assert [each.text for each in sheet.impl.notes] == ["另一条"]


def test_defined_names_point_at_cells_and_hold_texts(sheet: xw.Sheet) -> None:
    """As Excel writes them."""
    book = sheet.book
    book.names.add("总分", "='自评 表''一'!$F$12")
    book.names.add("xlt_identity", '="xltools|shanxi-2020|1|"')
    assert book.names["总分"].refers_to == "='自评 表''一'!$F$12"
    assert book.names["xlt_identity"].refers_to == '="xltools|shanxi-2020|1|"'
    assert sheet.range("总分").address == "$F$12"
    book.names["总分"].refers_to = "='自评 表''一'!$A$1"
    assert book.names["总分"].refers_to_range.address == "$A$1"
    book.names["总分"].delete()
    assert not book.names.contains("总分")


def test_looks_are_set_and_read(sheet: xw.Sheet) -> None:
    """Where cells differ, the answer is None."""
    cell, both = sheet.range("A1"), sheet.range("A1:A2")
    cell.number_format = '0.00"万元"'
    cell.color, cell.font.color = (255, 159, 0), "#0563C1"
    cell.font.name, cell.font.size, cell.font.bold = "黑体", 10.5, True
    cell.wrap_text, cell.horizontal_alignment, cell.vertical_alignment = True, "center", "top"
    assert cell.number_format == '0.00"万元"'
    assert (cell.color, cell.font.color) == ((255, 159, 0), (5, 99, 193))
    assert (cell.font.name, cell.font.size, cell.font.bold) == ("黑体", 10.5, True)
    assert (cell.wrap_text, cell.horizontal_alignment) == (True, "center")
    assert cell.vertical_alignment == "top"
    mixed = (both.number_format, both.color, both.font.name, both.font.size, both.font.bold)
    assert mixed == (None, None, None, None, None)
    assert (both.wrap_text, both.horizontal_alignment, both.vertical_alignment) == (None,) * 3
    cell.color = None
    assert both.color is None
    sheet.range("A1:A2").row_height = 30
    sheet.range("B3").row_height = 15
    assert both.row_height == pytest.approx(30, abs=0.1)
    assert sheet.range("A2:A3").row_height is None
    sheet.range("A1").column_width = 20
    assert sheet.range("A1").column_width == pytest.approx(20, abs=0.1)
    assert sheet.range("A1:B1").column_width is None


def test_sheets_come_go_and_hide(sheet: xw.Sheet) -> None:
    """A new one is in front, as in Excel."""
    book = sheet.book
    new = book.sheets.add("问题清单", after=sheet)
    assert [each.name for each in book.sheets] == ["自评 表'一", "问题清单"]
    assert book.sheets.active.name == "问题清单"
    first = book.sheets.add(before=sheet)
    assert first.index == 1
    first.delete()
    new.visible = False
    assert not new.visible
    new.range("A1").value = "也能写"
    assert new.range("A1").value == "也能写"


def test_rows_come_and_go(sheet: xw.Sheet) -> None:
    """Formulas and names move along."""
    sheet.range("A1:A4").value = [[1], [2], [3], ["=SUM(A1:A3)"]]
    sheet.book.names.add("合计", f"='{sheet.name.replace(chr(39), chr(39) * 2)}'!$A$4")
    sheet.range("3:3").insert("down", "format_from_left_or_above")
    assert sheet.range("A5").formula == "=SUM(A1:A4)"
    assert sheet.book.names["合计"].refers_to_range.address == "$A$5"
    sheet.range("3:3").delete("up")
    assert sheet.range("A4").value == 6.0


def test_the_selection_is_read_and_set(live: Live, opened: Opened) -> None:
    """Of a workbook's own window, whichever is in front."""
    first, second = opened(), opened()
    first.sheets.add("另一页")
    first.sheets["另一页"].range("C4:D5").select()
    second.sheets[0].range("B2").select()
    assert live.beyond.selection(first) == ("另一页", 4, 3)
    assert live.beyond.selection(second) == (second.sheets[0].name, 2, 2)


def test_of_a_selected_row_the_last_cell_counts(live: Live, opened: Opened) -> None:
    """The first may be merged with those of other rows."""
    book = opened()
    sheet = book.sheets[0]
    book.api.getCurrentController().select(sheet.range("7:7").impl.api)
    name, row, column = live.beyond.selection(book) or ("", 0, 0)
    assert (name, row) == (sheet.name, 7)
    assert column == sheet.api.getColumns().getCount()


def test_a_link_leads_to_a_cell_of_another_sheet(live: Live, sheet: xw.Sheet) -> None:
    """LibreOffice's own command follows it."""
    book = sheet.book
    listing = book.sheets.add("问题清单", after=sheet)
    wanted = {(4, 4): Link("'自评 表''一'!F12", "自评 表!F12")}
    live.beyond.links(listing, wanted, wanted)
    assert listing.range("D4").value == "自评 表!F12"
    field = listing.api.getCellRangeByName("D4").getTextFields().getByIndex(0)
    helper = live.app.impl.create("com.sun.star.frame.DispatchHelper")
    frame = book.api.getCurrentController().getFrame()
    place = properties(Bookmark=field.URL.removeprefix("#"))
    helper.executeDispatch(frame, ".uno:JumpToMark", "", 0, place)
    assert live.beyond.selection(book) == ("自评 表'一", 12, 6)


def test_several_workbooks_are_told_apart_and_saved(
    live: Live, opened: Opened, tmp_path: Path
) -> None:
    """One that was never saved has a title and no path."""
    first, second = opened(), opened()
    assert first.fullname == first.name
    assert not Path(second.fullname).is_absolute()
    first.sheets[0].range("A1").value = "一"
    path = tmp_path / "自评 表.xlsx"
    first.save(path)
    assert (first.name, first.fullname) == (path.name, str(path))
    assert live.app.books[path.name].sheets[0].range("A1").value == "一"
    assert second.sheets[0].range("A1").value is None
    assert len(live.app.books) >= 2


def test_the_status_bar_takes_a_line_and_is_given_back(live: Live, opened: Opened) -> None:
    """As long as a workbook has a window."""
    opened()
    live.app.status_bar = "正在处理…"
    assert live.app.status_bar == "正在处理…"
    live.app.status_bar = False
    assert live.app.status_bar is False


def test_the_engine_is_xlwings_own(live: Live) -> None:
    """Whoever knows xlwings can go on from here."""
    assert xw.engines["libreoffice"].type == "desktop"
    assert live.app.engine.name == "libreoffice"
    assert int(str(live.app.version).split(".")[0]) >= 7


def test_asking_finds_the_layout_that_libreoffice_knows(
    live: Live, opened: Opened, demo: Path
) -> None:
    """What Excel is asked range by range is what LibreOffice tells of every cell."""
    for sheet in opened(demo).sheets:
        last = sheet.used_range.last_cell
        area = (1, 1, last.row, last.column)
        asked, known = layout_by_asking(sheet, area), live.beyond.layout(sheet, area)
        assert asked.merges == known.merges
        assert _by_cell(asked.formats) == _by_cell(known.formats)


def _by_cell(formats: Any) -> dict[tuple[int, int], str]:
    return {
        (row, column): code
        for (top, left, bottom, right), code in formats
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
