"""A click in LibreOffice, from the open workbook to the filled cells, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from live_office import Live, difference, live, opened, start
from msgspec.structs import replace
from row_books import with_another_sheet
from sample_forms import SAMPLES

from xltools.anchors import ISSUES, ISSUES_SHEET, NOTE_TAG, TOTAL_SCORE
from xltools.errors import SaveError
from xltools.live import press
from xltools.live.__main__ import GONE, main
from xltools.live.apply import apply
from xltools.live.book import snapshot_of
from xltools.live.dialogs import Quiet
from xltools.live.gone import HostGoneError
from xltools.live.press import CANCELLED, Press
from xltools.live.uno.beyond import READ_ONLY, UnoStep
from xltools.live.uno.bridge import properties
from xltools.live.uno.dialogs import UnoDialogs
from xltools.live.uno.range import Range
from xltools.live.wings import xw
from xltools.model import Place
from xltools.package import apply_patch, load
from xltools.ribbon import Answer, Desk, click
from xltools.snapshot import CellWrite, Patch, Snapshot

Opened = Callable[..., xw.Book]

__all__ = ["live", "opened"]

ROOT = Path(__file__).parents[1]
FORM = "自评表"


@pytest.fixture
def book(opened: Opened, demo: Path) -> xw.Book:
    """The demo form, open; saving it harms nobody."""
    return opened(demo)


def judged(live: Live, book: xw.Book, action: str = "score", **desk: Any) -> Answer:
    """What a button answers on the open workbook, before anything is written."""
    return click(action, Desk(snapshot_of(book, live.beyond), Path(book.fullname), **desk))


def pressed(live: Live, book: xw.Book | None, action: str) -> Answer:
    """A whole click without dialogs."""
    return Press(book, live.beyond, Quiet())(action)


def content(live: Live, book: xw.Book) -> list[Any]:
    """All that a person sees of a workbook: values, formulas, merges, formats, notes, heights."""
    snapshot = snapshot_of(book, live.beyond)
    notes = {
        sheet.name: [(note.location.address, note.text) for note in sheet.impl.notes]
        for sheet in book.sheets
    }
    heights = [round(book.sheets[FORM].range((row, 1)).row_height or 0) for row in range(1, 45)]
    locks = {sheet.name: sheet.api.isProtected() for sheet in book.sheets}
    return [snapshot.sheets, snapshot.names, notes, heights, locks]


# --- what is written is what is read back


ROUNDTRIPS = [
    path for path in SAMPLES if path.parent.name not in ("bad", "published")
] + SAMPLES[-3:]


@pytest.mark.parametrize("path", ROUNDTRIPS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_written_and_saved_by_libreoffice_reads_back_the_same(
    live: Live, opened: Opened, path: Path, tmp_path: Path
) -> None:
    """A second 计算得分 on the saved file finds every score in place."""
    book = opened(path)
    answer = judged(live, book)
    assert answer.patch is not None
    apply(book, answer.patch, live.beyond)
    target = tmp_path / "存.xlsx"
    book.save(target)
    saved = load(target).snapshot
    filled = load_patched(path, answer.patch, tmp_path)
    assert scores(saved, answer.patch) == scores(filled, answer.patch)
    again = click("score", Desk(saved, path))
    assert again.message.partition("；")[0] == answer.message.partition("；")[0]


def load_patched(path: Path, patch: Patch, folder: Path) -> Snapshot:
    """The file host's result."""
    target = folder / "文件.xlsx"
    plain = Patch(patch.cells, patch.added, patch.heights)
    target.write_bytes(apply_patch(load(path), plain))
    return load(target).snapshot


def scores(snapshot: Snapshot, patch: Patch) -> list[Any]:
    """What stands in the cells that the patch names, and in the sheet that it adds."""
    found = []
    for cell in patch.cells:
        sheet = snapshot.sheet(cell.sheet)
        assert sheet is not None
        value = sheet.value(cell.row, cell.column)
        keeps = cell.keep_formula and (cell.row, cell.column) in sheet.formulas
        found.append(None if keeps else value)
    for new in patch.added:
        sheet = snapshot.sheet(new.name)
        assert sheet is not None
        found.append([[value or None for value in row] for row in sheet.rows])
    return found


# --- one click


def test_a_click_scores_lists_marks_and_selects(live: Live, book: xw.Book) -> None:
    """得分 89.5，良; all of it is one step to undo."""
    before = content(live, book)
    answer = pressed(live, book, "score")
    assert answer.message.startswith("得分 89.5，良；")
    assert book.names[TOTAL_SCORE].refers_to_range.value == 89.5
    listing = book.sheets[ISSUES_SHEET]
    head = book.names[ISSUES].refers_to_range
    assert listing.range((head.row + 1, head.column + 5)).value
    assert any(note.text.startswith(NOTE_TAG) for note in book.sheets[FORM].impl.notes)
    assert answer.select is not None
    assert live.beyond.selection(book) == (
        answer.select.sheet,
        answer.select.row,
        answer.select.column,
    )
    undo = book.api.getUndoManager()
    assert list(undo.getAllUndoActionTitles()) == ["计算得分"]
    undo.undo()
    assert content(live, book) == before


def test_links_of_the_list_jump_to_their_cells(live: Live, book: xw.Book) -> None:
    """Every line with a place has one."""
    answer = judged(live, book)
    assert answer.patch is not None
    apply(book, answer.patch, live.beyond)
    links = [cell for cell in answer.patch.cells if cell.link]
    assert len(links) > 5
    for cell in links:
        place = book.sheets[cell.sheet].range((cell.row, cell.column))
        assert cell.link is not None
        assert place.impl.hyperlink == f"#{cell.link}".replace("!", ".")
        assert place.value == cell.value


def test_a_second_click_replaces_our_notes_and_no_one_elses(live: Live, book: xw.Book) -> None:
    """What a colleague noted stays word for word, and a cell of his gets none of ours."""
    sheet = book.sheets[FORM]
    pressed(live, book, "score")
    ours = {
        note.location.address: note.text
        for note in sheet.impl.notes
        if note.text.startswith(NOTE_TAG)
    }
    taken = next(iter(ours))
    sheet.api.unprotect("")
    sheet.range(taken).note.delete()
    sheet.range(taken).add_note("请同事核对")
    sheet.range("A1").add_note(f"{NOTE_TAG}\n上一次的")
    pressed(live, book, "check")
    after = {note.location.address: note.text for note in sheet.impl.notes}
    assert after[taken] == "请同事核对"
    assert "$A$1" not in after
    assert {cell for cell, text in after.items() if text.startswith(NOTE_TAG)} == set(ours) - {
        taken
    }
    pressed(live, book, "clear")
    left = [note.text for note in sheet.impl.notes]
    assert not any(text.startswith(NOTE_TAG) for text in left)
    assert "请同事核对" in left


def test_a_protected_sheet_is_written_to_and_protected_again(live: Live, book: xw.Book) -> None:
    """Without a password, as our blanks are."""
    assert book.sheets[FORM].api.isProtected()
    pressed(live, book, "score")
    assert book.names[TOTAL_SCORE].refers_to_range.value == 89.5
    assert book.sheets[FORM].api.isProtected()


def test_a_password_is_respected(live: Live, book: xw.Book) -> None:
    """Nothing is written, not even to the sheets that have none; the password stays."""
    own = book.sheets[FORM].api
    own.unprotect("")
    own.protect("秘密")
    before = content(live, book)
    answer = pressed(live, book, "score")
    assert answer.level == "failed"
    assert f"“{FORM}”设有密码保护" in answer.message
    assert content(live, book) == before
    with suppress(Exception):  # a wrong password
        own.unprotect("")
    assert own.isProtected()
    own.unprotect("秘密")
    assert not own.isProtected()


def test_a_hidden_sheet_is_written_to_and_stays_hidden(live: Live, book: xw.Book) -> None:
    """The list of problems, say; nobody is taken to a sheet that is hidden."""
    book.sheets[ISSUES_SHEET].visible = False
    pressed(live, book, "score")
    assert not book.sheets[ISSUES_SHEET].visible
    assert book.names[ISSUES].refers_to_range.offset(1, 5).value


def test_a_workbook_that_was_never_saved_is_scored(
    live: Live, demo: Path, tmp_path: Path
) -> None:
    """It has no file yet, and gets no report."""
    copy = Path(shutil.copy(demo, tmp_path))
    doc = live.app.api.loadComponentFromURL(
        copy.as_uri(), "_blank", 0, properties(AsTemplate=True)
    )
    book = next(each for each in live.app.books if each.impl.api.RuntimeUID == doc.RuntimeUID)
    try:
        assert not book.api.hasLocation()
        assert pressed(live, book, "score").message.startswith("得分 89.5")
        assert pressed(live, book, "report").message.startswith("请先把自评表保存")
    finally:
        book.close()


def test_a_workbook_that_is_only_read_is_left_alone(
    live: Live, demo: Path, tmp_path: Path
) -> None:
    """As one that a colleague has open; what to do is said."""
    copy = Path(shutil.copy(demo, tmp_path))
    doc = live.app.api.loadComponentFromURL(
        copy.as_uri(), "_blank", 0, properties(ReadOnly=True)
    )
    book = next(each for each in live.app.books if each.impl.api.RuntimeUID == doc.RuntimeUID)
    try:
        answer = pressed(live, book, "score")
        assert (answer.level, answer.message) == ("failed", READ_ONLY)
        assert not doc.isModified()
    finally:
        book.close()


def test_dialogs_come_and_go_in_an_office_without_windows(live: Live, book: xw.Book) -> None:
    """Nobody can answer there, and nobody waits; a result stays in a bar above the sheet."""
    shown = UnoDialogs(live.app.impl, book, "计算得分")
    shown.status("读取", 3, 9)
    assert live.app.status_bar == "读取 3/9"
    assert not shown.wants_stop()
    assert not shown.yes("真的吗？")
    for answer in (Answer("好", lines=("一",)), Answer("不好", "failed")):
        shown.result(answer)
        shown.tell(answer)
        assert live.app.status_bar is False
        assert book.api.getCurrentController().hasInfobar("xltools")
    shown.close()


def test_a_workbook_that_is_closed_meanwhile_takes_nothing_along(
    live: Live, opened: Opened, demo: Path
) -> None:
    """While a folder was read; LibreOffice 7.4 dies of a question for the bars of such a window."""
    book = opened(demo)
    shown = UnoDialogs(live.app.impl, book, "收集文件夹")
    book.close()
    shown.status("读取", 3, 9)
    shown.result(Answer("已读 9 份自评表"))
    shown.tell(Answer("已读 9 份自评表", lines=("一",)))
    shown.close()
    assert opened(demo).names[TOTAL_SCORE].refers_to_range.value == 89.5


def test_the_workbook_of_the_click_is_written_to(
    live: Live, opened: Opened, book: xw.Book
) -> None:
    """Not the one that came to the front meanwhile."""
    other = opened(ROOT / "samples" / "kashi-2020" / sorted(
        path.name for path in SAMPLES if path.parent.name == "kashi-2020"
    )[0])  # fmt: skip
    before = content_of_values(live, other)
    pressed(live, book, "score")
    assert book.names[TOTAL_SCORE].refers_to_range.value == 89.5
    assert content_of_values(live, other) == before


def content_of_values(live: Live, book: xw.Book) -> Any:
    return [sheet.rows for sheet in snapshot_of(book, live.beyond).sheets]


def test_no_form_and_no_workbook_are_said(live: Live, opened: Opened) -> None:
    """One line, no traceback."""
    empty = opened()
    assert pressed(live, empty, "score").level == "failed"
    assert pressed(live, None, "score").message == "请先打开一份自评表，再点这个按钮。"
    assert pressed(live, empty, "nonsense").level == "failed"


# --- all or nothing


def broken(writes: int) -> Callable[..., Any]:
    """Adds notes as ever, then fails."""
    from xltools.live import notes

    done = iter(range(writes))

    def fail(book: xw.Book, wanted: Any, there: Any, journal: Any) -> None:
        wanted = list(wanted)
        notes.replace_notes(book, wanted[: len(wanted) // 2], there, journal)
        if next(done, None) is None:
            raise RuntimeError("磁盘不见了")

    return fail


@pytest.mark.parametrize("undoes", [True, False], ids=["undone", "taken back"])
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    live: Live, book: xw.Book, monkeypatch: pytest.MonkeyPatch, undoes: bool
) -> None:
    """LibreOffice undoes it; where no program can, we put back what we remember."""
    before = content(live, book)
    monkeypatch.setattr("xltools.live.apply.replace_notes", broken(0))
    if not undoes:
        monkeypatch.setattr(UnoStep, "take_back", lambda _: False)
    answer = pressed(live, book, "score")
    assert answer.level == "failed"
    assert answer.message == "写入工作簿时出错（磁盘不见了），已恢复原状，没有改动。"
    assert content(live, book) == before
    assert book.api.isAutomaticCalculationEnabled()
    assert not book.api.hasControllersLocked()
    if undoes:
        assert not book.api.getUndoManager().isUndoPossible()
        assert not book.api.getUndoManager().isRedoPossible()


@pytest.mark.parametrize("action", ["add", "remove"])
def test_rows_are_taken_back_where_nothing_undoes(
    live: Live, book: xw.Book, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    """A row that came goes, one that went comes back with what was in it."""
    before = content(live, book)
    monkeypatch.setattr(UnoStep, "take_back", lambda _: False)
    monkeypatch.setattr("xltools.live.apply.replace_notes", broken(0))
    answer = judged(live, book, action, selection=Place(FORM, 20, 3), confirmed=True)
    assert answer.patch is not None
    with pytest.raises(SaveError, match="已恢复原状"):
        apply(book, replace(answer.patch, notes=()), live.beyond)
    assert difference(content(live, book), before) == ""


def test_looks_that_nobody_can_take_back_are_said(
    live: Live, book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user is told not to save."""
    monkeypatch.setattr(UnoStep, "take_back", lambda _: False)
    monkeypatch.setattr("xltools.live.looks._ALIKE", None)
    answer = judged(live, book, "restore")
    assert answer.patch is not None
    with pytest.raises(SaveError, match="请不要保存"):
        apply(book, answer.patch, live.beyond)


def test_a_sheet_that_is_not_there_is_an_error_and_no_change(live: Live, book: xw.Book) -> None:
    """Said before anything else is written, or undone."""
    before = content(live, book)
    cells = (CellWrite(FORM, 2, 4, Decimal(2020)), CellWrite("没有这页", 1, 1, "x"))
    with pytest.raises(Exception, match="没有工作表“没有这页”"):
        apply(book, Patch(cells), live.beyond)
    assert content(live, book) == before


# --- rows, looks, new sheets


def test_rows_come_and_go_with_their_format(live: Live, book: xw.Book) -> None:
    """What is added and removed again leaves the form as it was."""
    before = content(live, book)
    added = judged(live, book, "add", selection=Place(FORM, 20, 3))
    assert added.patch is not None
    apply(book, added.patch, live.beyond)
    sheet = book.sheets[FORM]
    assert sheet.range("C21").value is None
    look = ("CellBackColor", "CharHeight", "CellProtection", "NumberFormat")
    for column in range(1, 11):
        above, new = (sheet.range((row, column)).api for row in (20, 21))
        assert [new.getPropertyValue(n) for n in look] == [
            above.getPropertyValue(n) for n in look
        ]
        assert new.Validation.Type == above.Validation.Type
    screen = snapshot_of(book, live.beyond).sheet(FORM)
    assert screen is not None
    assert set(added.patch.rows[0].merges) <= set(screen.merges)
    removed = judged(live, book, "remove", selection=Place(FORM, 21, 3), confirmed=True)
    assert removed.patch is not None
    apply(book, removed.patch, live.beyond)
    assert difference(content(live, book), before) == ""


def test_another_sheet_takes_a_row_in_and_keeps_what_it_read(
    live: Live, opened: Opened, demo: Path, tmp_path: Path
) -> None:
    """As in a file; a protected sheet, too, and it is taken back with the rest."""
    book = opened(with_another_sheet(demo, tmp_path / "表.xlsx"))
    other = book.sheets["汇总"]
    other.api.protect("")
    before = content(live, book)
    added = judged(live, book, "add", selection=Place(FORM, 39, 3))
    assert added.patch is not None
    broken = replace(added.patch, cells=(CellWrite("没有", 1, 1, "x"),))
    with pytest.raises(Exception, match="没有工作表“没有”"):
        apply(book, broken, live.beyond)
    assert difference(content(live, book), before) == ""
    apply(book, added.patch, live.beyond)
    assert other.range("A1").formula == "=SUM(自评表!D17:D40)"
    removed = judged(live, book, "remove", selection=Place(FORM, 18, 3), confirmed=True)
    assert removed.patch is not None
    apply(book, removed.patch, live.beyond)
    assert [other.range(at).formula for at in ("A1", "A2")] == [
        "=SUM(自评表!D17:D39)", "=自评表!B18",
    ]  # fmt: skip
    assert other.range("A2").value == "数量指标"
    assert other.api.isProtected()


def test_looks_are_restored_and_values_left(
    live: Live, book: xw.Book, tmp_path: Path, demo: Path
) -> None:
    """Fonts, formats, validations and protection, after somebody spoiled them."""
    sheet = book.sheets[FORM]
    values = content_of_values(live, book)
    sheet.api.unprotect("")
    block = sheet.range("A16:J30")
    fonts = [cell.font.name for cell in block]
    block.number_format, block.color, block.font.name = "General", (1, 2, 3), "Arial"
    sheet.api.setPropertyToDefault("Validation")
    sheet.range("C1").column_width = 3
    answer = judged(live, book, "restore")
    assert answer.patch is not None
    apply(book, answer.patch, live.beyond)
    assert sheet.api.isProtected()
    assert [cell.font.name for cell in block] == fonts
    assert block.color is None
    assert sheet.range("A16").color not in (None, (1, 2, 3))
    assert sheet.range("C1").column_width > 10
    assert content_of_values(live, book) == values
    path = tmp_path / "恢复.xlsx"
    book.save(path)
    again, first = (click("restore", Desk(load(each).snapshot, each)) for each in (path, demo))
    assert again.message == first.message
    rules = {str(each[0]): each[1:] for each in validations(path)}
    for area, *rule in validations(demo):
        assert rules[area] == tuple(rule)


def validations(path: Path) -> list[tuple[Any, ...]]:
    """The validations of the form's sheet as an .xlsx has them, without LibreOffice's flourishes."""
    import openpyxl

    found = []
    for rule in openpyxl.load_workbook(path)[FORM].data_validations.dataValidation:
        area = str(rule.sqref).partition(" ")[0].partition(":")[0]
        operator = None if rule.type in ("list", "custom") else rule.operator
        found.append(
            (area, rule.type, operator, rule.formula1, rule.errorStyle, rule.showErrorMessage)
        )
    return found


def test_a_form_of_others_gets_a_sheet_of_its_own(
    live: Live, opened: Opened, tmp_path: Path
) -> None:
    """As the file host puts it: frozen head, filter, page, colours, drop-downs, links, widths."""
    import openpyxl

    path = next(each for each in SAMPLES if each.parent.name == "published")
    book = opened(path)
    front = book.sheets.active.name
    answer = judged(live, book)
    assert answer.patch is not None
    assert answer.patch.added
    apply(book, answer.patch, live.beyond)
    assert book.sheets.active.name == front
    screen, file = tmp_path / "屏幕.xlsx", tmp_path / "文件.xlsx"
    book.save(screen)
    file.write_bytes(
        apply_patch(
            load(path), Patch(answer.patch.cells, answer.patch.added, answer.patch.heights)
        )
    )
    one, other = (openpyxl.load_workbook(each) for each in (screen, file))
    assert sheet_facts(one[ISSUES_SHEET]) == sheet_facts(other[ISSUES_SHEET])
    name = one.defined_names[ISSUES].attr_text.replace("'", "")
    assert name == other.defined_names[ISSUES].attr_text.replace("'", "")
    undo = book.api.getUndoManager()
    undo.undo()
    assert [sheet.name for sheet in book.sheets] == [
        sheet.name for sheet in load(path).snapshot.sheets
    ]


def sheet_facts(sheet: Any) -> dict[str, Any]:
    """What a reader notices of the sheet."""
    cells = [
        (
            cell.value, cell.font.name, cell.font.sz, cell.font.b or False,
            cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else None,
            cell.border.left.style, cell.alignment.horizontal, cell.alignment.vertical,
            cell.alignment.wrap_text,
            cell.hyperlink.location.replace("'", "") if cell.hyperlink else None,
        )
        for row in sheet.iter_rows(max_row=8, max_col=8)
        for cell in row
    ]  # fmt: skip
    rules = [
        (str(areas.sqref), [(rule.formula, rule.dxf.fill.bgColor.rgb[2:]) for rule in found])
        for areas, found in sheet.conditional_formatting._cf_rules.items()
    ]
    return {
        "cells": cells,
        "rules": rules,
        "pane": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "titles": sheet.print_title_rows,
        "page": (sheet.page_setup.orientation, sheet.page_setup.fitToWidth),
        "tab": sheet.sheet_properties.tabColor.rgb[2:],
        "grid": sheet.sheet_view.showGridLines,
        "choices": [
            (str(each.sqref), each.formula1) for each in sheet.data_validations.dataValidation
        ],
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "widths": {key: round(each.width) for key, each in sheet.column_dimensions.items()},
        "heights": {row: sheet.row_dimensions[row].height for row in range(1, 8)},
    }


def test_a_structure_that_is_locked_gets_no_sheet(live: Live, opened: Opened) -> None:
    """The scores are written all the same, and it is said."""
    book = opened(next(each for each in SAMPLES if each.parent.name == "published"))
    book.api.protect("")
    answer = pressed(live, book, "score")
    assert answer.message.endswith(f"工作簿结构有保护，没有加“{ISSUES_SHEET}”工作表")
    assert ISSUES_SHEET not in [sheet.name for sheet in book.sheets]


def test_thousands_of_empty_rows_with_borders_are_not_waited_for(
    live: Live, book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their formats are not the form's: hardly more is asked of the program than without them."""
    from xltools.live.uno.dress import dress
    from xltools.snapshot import CellLook

    asked = [0]
    own = Range.api.fget  # type: ignore[attr-defined]

    def counted(block: Range) -> Any:
        asked[0] += 1
        return own(block)

    monkeypatch.setattr(Range, "api", property(counted))
    sheet = book.sheets[FORM]
    plain = snapshot_of(book, live.beyond)
    without = asked[0]
    assert without > 10
    sheet.api.unprotect("")
    thin = CellLook(
        "0.00%", True, "宋体", 10, False, None, None, ("thin",) * 4, "center", "center", True
    )
    bottom = len(plain.sheet(FORM).rows)  # type: ignore[union-attr]
    dress(sheet.impl, [(bottom + 40, 1, bottom + 5040, 10)], thin)
    asked[0] = 0
    again = snapshot_of(book, live.beyond)
    assert asked[0] <= without * 1.1
    assert again.sheet(FORM) == plain.sheet(FORM)


def test_texts_stay_texts(live: Live, opened: Opened) -> None:
    """Whatever they look like; a number is one, and None empties."""
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1:A9").value = [[1]] * 9
    texts = ["=8次", "+5", "-", "@", "98%", "2025-1-2", "'引号", "TRUE"]
    writes = [CellWrite(sheet.name, row, 1, text) for row, text in enumerate(texts, start=1)]
    writes += [CellWrite(sheet.name, 9, 1, None), CellWrite(sheet.name, 1, 2, Decimal("89.50"))]
    apply(book, Patch(tuple(writes)), live.beyond)
    assert [row[0] for row in sheet.range("A1:A9").options(ndim=2).value] == [*texts, None]
    assert not sheet.range("A1:A9").api.queryFormulaCells(7).getRangeAddresses()
    assert sheet.range("B1").value == 89.5


def test_formulas_that_are_kept_go_on_computing(live: Live, opened: Opened) -> None:
    """Others give way to the value."""
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A1:A3").value = [[2], ["=A1*2"], ["=A1*3"]]
    name = sheet.name
    kept = CellWrite(name, 2, 1, Decimal(99), keep_formula=True)
    apply(book, Patch((kept, CellWrite(name, 3, 1, Decimal(7)))), live.beyond)
    assert sheet.range("A2").value == 4.0
    apply(book, Patch((CellWrite(name, 1, 1, Decimal(5)),)), live.beyond)
    assert [row[0] for row in sheet.range("A1:A3").options(ndim=2).value] == [5.0, 10.0, 7.0]


def test_rows_below_the_table_look_like_its_first(live: Live, opened: Opened) -> None:
    """Only those that nobody gave a look; nothing of the lender's content comes along."""
    book = opened()
    sheet = book.sheets[0]
    sheet.range("A2:B2").value = [["借出", 1]]
    sheet.range("A2:B2").color = (1, 2, 3)
    sheet.range("A2").add_note("只在这里")
    sheet.range("A3:B3").color = (9, 9, 9)
    writes = [
        CellWrite(sheet.name, row, column, f"{row}行", style_row=2)
        for row in (3, 4, 5)
        for column in (1, 2)
    ]
    apply(book, Patch(tuple(writes)), live.beyond)
    assert [sheet.range((row, 2)).color for row in (3, 4, 5)] == [
        (9, 9, 9),
        (1, 2, 3),
        (1, 2, 3),
    ]
    assert sheet.range("A5").value == "5行"
    assert len(sheet.impl.notes) == 1


# --- questions


def test_a_question_is_asked_before_anything_is_done(
    live: Live, book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No means nothing happens; yes goes on."""
    book.sheets[FORM].range("C18").select()
    before = content(live, book)
    assert pressed(live, book, "remove") == CANCELLED
    assert content(live, book) == before
    monkeypatch.setenv("XLTOOLS_YES", "1")
    monkeypatch.setattr(press, "open_file", lambda _: None)
    assert pressed(live, book, "remove").message.startswith("已删除第 18 行")


def test_a_folder_is_asked_for(
    live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, demo: Path
) -> None:
    """Who chooses none is told that nothing was done."""
    assert pressed(live, None, "collect") == CANCELLED
    folder = tmp_path / "收集"
    folder.mkdir()
    (folder / demo.name).write_bytes(demo.read_bytes())
    monkeypatch.setenv("XLTOOLS_FOLDER", str(folder))
    answer = pressed(live, None, "collect")
    assert answer.files[0].is_file()


# --- as a process


def run(live: Live, *arguments: str, state: Path) -> subprocess.CompletedProcess[str]:
    """The command that the button starts."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "xltools.live", *arguments, "--pipe", live.pipe],
        env=os.environ | {"XLTOOLS_STATE": str(state), "XLTOOLS_QUIET": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_command_of_the_button(live: Live, book: xw.Book, tmp_path: Path) -> None:
    """Found by its number or address; the log tells what was clicked and how long it took."""
    done = run(live, "score", "--uid", book.api.RuntimeUID, state=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("得分 89.5，良；")
    assert book.names[TOTAL_SCORE].refers_to_range.value == 89.5
    log = (tmp_path / "ribbon.log").read_text(encoding="utf-8")
    assert "score warning: read" in log
    assert "score ended 0 after" in log
    assert "创建党建先进县" not in log
    cleared = run(live, "clear", "--url", book.api.getURL(), state=tmp_path)
    assert cleared.returncode == 0
    assert book.names[TOTAL_SCORE].refers_to_range.value is None


def test_a_workbook_that_was_closed_before_we_came_is_none(live: Live, tmp_path: Path) -> None:
    """The user is told to open one."""
    done = run(live, "score", "--uid", "no such", state=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "请先打开一份自评表，再点这个按钮。")


# --- closed in mid-work


def test_a_workbook_closed_in_mid_work_ends_the_click(
    live: Live, opened: Opened, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program goes on, and so does the next click."""
    book = opened(demo)

    def close_first(action: str, desk: Desk) -> Answer:
        answer = click(action, desk)
        book.api.close(True)
        return answer

    monkeypatch.setattr(press, "click", close_first)
    with pytest.raises(HostGoneError):
        pressed(live, book, "score")
    monkeypatch.undo()
    assert pressed(live, opened(demo), "score").message.startswith("得分 89.5")


def test_an_office_closed_in_mid_work_is_a_status_and_no_traceback(
    demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """3, whether it goes while we work or was gone before."""
    own = start(tmp_path / "profile")
    try:
        own.open(Path(shutil.copy(demo, tmp_path)))

        def kill_first(action: str, desk: Desk) -> Answer:
            answer = click(action, desk)
            own.kill()
            return answer

        monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path))
        monkeypatch.setattr(press, "click", kill_first)
        assert main(["score", "--pipe", own.pipe, "--quiet"]) == GONE
        assert main(["score", "--pipe", own.pipe, "--quiet"]) == GONE
    finally:
        own.kill()
    assert capfd.readouterr() == ("", "")
