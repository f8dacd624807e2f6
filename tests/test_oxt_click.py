"""Buttons clicked in a real LibreOffice: with the mouse on a screen, and dispatched without one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from office_ribbon import Office, install, office, screen, until

from xltools.anchors import ISSUES_SHEET, NOTE_TAG, TOTAL_SCORE
from xltools.hosts.file import open_form
from xltools.ribbon import TAB

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"
SHEET = "自评表"
COLLEAGUE = "请张某核对"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A user who installed the extension, and whose settings name our Python."""
    folder = tmp_path_factory.mktemp("ribbon")
    install(ROOT / "workbook" / "绩效自评.oxt", folder / "profile")
    settings = folder / "config" / "xltools"
    settings.mkdir(parents=True)
    (settings / "interpreter").write_text(f"{sys.executable}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("XLTOOLS_PYTHON", raising=False)
        yield folder


@pytest.fixture(scope="module")
def hidden(home: Path) -> Iterator[Office]:
    """LibreOffice without a window."""
    profile = home / "hidden" / "profile"
    shutil.copytree(home / "profile", profile)
    shutil.copytree(home / "config", home / "hidden" / "config")
    with office(profile, copy_of_demo(home / "hidden", "第一本.xlsx")) as running:
        yield running


def copy_of_demo(folder: Path, name: str) -> Path:
    """A copy of the demo form of its own name."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(DEMO, folder / name))


@pytest.fixture
def book(hidden: Office, tmp_path: Path) -> Iterator[Any]:
    """The demo form in a window of its own."""
    document = hidden.open(copy_of_demo(tmp_path, DEMO.name))
    yield document
    document.close(True)


def total(document: Any) -> Any:
    """What stands in the cell of the total score."""
    name = document.NamedRanges.getByName(TOTAL_SCORE)
    return name.ReferredCells.getCellByPosition(0, 0)


def overtype(document: Any) -> None:
    """Put a wrong score into the cell of the total, and protect the sheet again."""
    sheet = document.Sheets.getByName(SHEET)
    sheet.unprotect("")
    total(document).setValue(1)
    sheet.protect("")


def text(document: Any, sheet: str, a1: str) -> str:
    """A cell as it is shown."""
    return document.Sheets.getByName(sheet).getCellRangeByName(a1).String


def notes(document: Any, sheet: str = SHEET) -> list[str]:
    """The texts of all notes of a sheet but those that the blank form has on its headings."""
    found = document.Sheets.getByName(sheet).Annotations
    texts = [found.getByIndex(n).String for n in range(found.Count)]
    return [each for each in texts if each.startswith(NOTE_TAG) or COLLEAGUE in each]


def press(running: Office, document: Any, action: str) -> None:
    """Dispatch a button and wait for the end of the click."""
    before = running.clicks()
    running.dispatch(document, action)
    until(lambda: running.clicks() > before, f"{action} does not end")


def test_the_mouse_on_the_toolbar_scores_the_form(home: Path) -> None:
    """The numbers appear, the list is filled, its link jumps, what is saved reads back the same."""
    path = copy_of_demo(home, DEMO.name)
    with screen() as display, office(home / "profile", path, display) as running:
        document = running.front()
        overtype(document)
        running.click(document, "计算得分")
        until(lambda: total(document).Value == 89.5, "no 89.5 in the sheet")
        running.answer("得分 89.5，良")
        until(lambda: running.clicks() == 1, "the click does not end")
        assert text(document, ISSUES_SHEET, "C4")
        assert any(each.startswith(NOTE_TAG) for each in notes(document))

        place = text(document, ISSUES_SHEET, "D4")
        running.follow_link(document, ISSUES_SHEET, row=4, column=4)
        until(lambda: running.selected(document) == place, "the link does not jump")

        running.choose(document, TAB, "清除结果")
        until(lambda: total(document).String == "", "the menu does nothing")
        until(lambda: running.clicks() == 2, "the click does not end")
        running.click(document, "计算得分")
        running.answer("得分 89.5，良")
        until(lambda: running.clicks() == 3, "the click does not end")
        document.store()
        document.close(True)
    examined = open_form(path).examined
    assert examined.evaluation.tail.score is not None
    assert examined.evaluation.tail.score.value == examined.scores.total == Decimal("89.5")
    typed = [row.indicator.typed_score.value for row in examined.scores.indicators]
    assert typed == [row.score for row in examined.scores.indicators]


def test_check_fills_the_list_and_leaves_the_scores(hidden: Office, book: Any) -> None:
    """Also what was typed and never saved is judged."""
    before = total(book).String
    press(hidden, book, "check")
    first = text(book, ISSUES_SHEET, "F4")
    assert first
    assert total(book).String == before
    assert notes(book)


def test_a_second_click_replaces_our_notes_and_keeps_others(hidden: Office, book: Any) -> None:
    """What a colleague noted stays word for word."""
    sheet = book.Sheets.getByName(SHEET)
    sheet.Annotations.insertNew(sheet.getCellRangeByName("C19").CellAddress, COLLEAGUE)
    press(hidden, book, "score")
    once = notes(book)
    press(hidden, book, "score")
    assert notes(book) == once
    assert COLLEAGUE in once


def test_clear_takes_the_results_away(hidden: Office, book: Any) -> None:
    """Scores, list and notes."""
    press(hidden, book, "score")
    assert total(book).Value == 89.5
    press(hidden, book, "clear")
    assert total(book).String == text(book, ISSUES_SHEET, "F4") == ""
    assert notes(book) == []


def test_a_report_is_written_beside_the_open_workbook(
    hidden: Office, book: Any, tmp_path: Path
) -> None:
    """From what stands in the sheets."""
    press(hidden, book, "report")
    assert (tmp_path / f"{DEMO.stem}-自评报告.docx").is_file()


def test_a_row_is_added_in_its_block(hidden: Office, book: Any) -> None:
    """Below the selected indicator; the reader finds as many again, and scores the same."""
    sheet = book.Sheets.getByName(SHEET)
    row = next(n for n in range(60) if sheet.getCellByPosition(2, n).String == "维护系统数量")
    book.CurrentController.select(sheet.getCellByPosition(2, row))
    height = sheet.Rows.getByIndex(row).Height
    press(hidden, book, "add")
    assert sheet.getCellByPosition(2, row).String == "维护系统数量"
    assert sheet.getCellByPosition(2, row + 1).String == ""
    assert sheet.Rows.getByIndex(row + 1).Height == height
    press(hidden, book, "score")
    assert total(book).Value == 89.5


def test_restore_brings_formats_back_and_touches_no_value(hidden: Office, book: Any) -> None:
    """A wrecked cell looks as the form was sent out."""
    sheet = book.Sheets.getByName(SHEET)
    sheet.unprotect("")
    cell = total(book)
    colour, shown = cell.CellBackColor, cell.String
    cell.CellBackColor = 0xFF00FF
    cell.CharHeight = 30
    press(hidden, book, "restore")
    assert cell.CellBackColor == colour
    assert cell.CharHeight < 30
    assert cell.String == shown
    assert sheet.isProtected()


def test_without_a_python_the_button_says_what_to_do(home: Path, tmp_path: Path) -> None:
    """The settings name no interpreter: a message on the screen, and nothing changed."""
    profile = tmp_path / "profile"
    shutil.copytree(home / "profile", profile)
    path = copy_of_demo(tmp_path, DEMO.name)
    with screen() as display, office(profile, path, display) as running:
        document = running.front()
        running.click(document, "校验")
        running.answer("xltools addin install")
        assert not document.isModified()
