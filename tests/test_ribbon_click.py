"""What a click on a button of the ribbon does, whatever program it is clicked in."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from xltools.anchors import ISSUES_SHEET, NOTE_TAG
from xltools.model import Place
from xltools.package import apply_patch, load, load_bytes
from xltools.ribbon import BUTTONS, GROUPS, Answer, Desk, click
from xltools.snapshot import Patch


@pytest.fixture
def desk(demo: Path, tmp_path: Path) -> Desk:
    """The demo form, open in a program."""
    path = tmp_path / demo.name
    shutil.copy(demo, path)
    return Desk(load(path).snapshot, path)


def applied(desk: Desk, answer: Answer) -> Desk:
    """The desk after a host applied the answer's cells."""
    assert desk.path is not None
    assert answer.patch is not None
    data = apply_patch(load(desk.path), Patch(answer.patch.cells, answer.patch.added))
    desk.path.write_bytes(data)
    return Desk(load_bytes(data, desk.path).snapshot, desk.path)


def test_every_button_has_its_own_words() -> None:
    """Actions are ASCII names, captions and tips Chinese, no two alike; tips are sentences."""
    buttons = [button for group in GROUPS for button in group.buttons]
    assert len({button.action for button in buttons}) == len(buttons) == len(BUTTONS)
    assert len({button.caption for button in buttons}) == len(buttons)
    for button in buttons:
        assert re.fullmatch("[a-z]+", button.action)
        assert re.fullmatch("[a-z]+", button.icon)
        assert not button.caption.isascii()
        assert button.tip.endswith("。")


def test_score_fills_the_cells_lists_marks_and_jumps(desk: Desk) -> None:
    """得分 89.5，良; the first error is selected."""
    answer = click("score", desk)
    assert re.fullmatch(
        r"得分 89\.5，良；\d+ 处错误，\d+ 处提醒(，\d+ 处提示)?", answer.message
    )
    assert answer.level == "warning"
    assert answer.patch is not None
    assert answer.patch.notes
    assert all(note.text.startswith(NOTE_TAG) for note in answer.patch.notes)
    assert answer.select in {
        Place(note.sheet, note.row, note.column) for note in answer.patch.notes
    }
    values = {cell.value for cell in answer.patch.cells if cell.sheet != ISSUES_SHEET}
    assert {Decimal("89.5"), "良"} <= values


def test_check_changes_no_value_of_the_form(desk: Desk) -> None:
    """Only the list is written, and the notes."""
    answer = click("check", desk)
    assert answer.patch is not None
    assert {cell.sheet for cell in answer.patch.cells} == {ISSUES_SHEET}


def test_what_score_mends_is_not_marked_any_more(desk: Desk) -> None:
    """A typed grade that is rewritten stands in the list with what it was, and bears no note."""
    checked, scored = click("check", desk).patch, click("score", desk).patch
    assert checked is not None
    assert scored is not None
    gone = set(checked.notes or ()) - set(scored.notes or ())
    assert ["R47" in note.text for note in gone] == [True]
    assert set(scored.notes or ()) < set(checked.notes or ())


def test_clear_takes_away_what_score_wrote(desk: Desk) -> None:
    """Another score gives the same again; nothing else is gone."""
    scored = applied(desk, first := click("score", desk))
    cleared = applied(scored, click("clear", scored))
    assert click("clear", cleared).patch == Patch((), notes=())
    again = click("score", cleared)
    assert again.message.partition("；")[0] == first.message.partition("；")[0]
    assert cleared.snapshot is not None
    assert scored.snapshot is not None
    gone = {
        (sheet.name, row, column)
        for sheet in scored.snapshot.sheets
        for row, cells in enumerate(sheet.rows, start=1)
        for column, value in enumerate(cells, start=1)
        if value not in (None, "")
        and (after := cleared.snapshot.sheet(sheet.name)) is not None
        and after.value(row, column) in (None, "")
    }
    assert first.patch is not None
    assert gone <= {(cell.sheet, cell.row, cell.column) for cell in first.patch.cells}
    assert len(gone) > 10


def test_a_report_is_written_beside_the_workbook_and_audited(desk: Desk) -> None:
    """From what is open; a second one gets its own name; an edited one is told with comments."""
    assert desk.path is not None
    answer = click("report", desk)
    assert [each.name for each in answer.files] == [f"{desk.path.stem}-自评报告.docx"]
    assert answer.files[0].is_file()
    assert click("report", desk).files[0].name == f"{desk.path.stem}-自评报告(2).docx"
    audited = click("audit", desk)
    assert audited.message.startswith(f"{desk.path.stem}-自评报告(2).docx：")


def test_without_a_report_the_host_is_asked_for_one(desk: Desk) -> None:
    """What the user chose is read."""
    assert click("audit", desk).ask == "report"
    assert desk.path is not None
    chosen = desk.path.with_name("报告.txt")
    chosen.write_text("项目支出绩效自评报告\n自评得分99.9分，等级为优。\n", encoding="utf-8")
    answer = click("audit", Desk(desk.snapshot, desk.path, chosen=chosen))
    assert answer.level == "warning"
    assert any("99.9" in line for line in answer.lines)


def test_a_workbook_that_was_never_saved_is_scored_and_gets_no_report(desk: Desk) -> None:
    """There is no folder for it."""
    unsaved = Desk(desk.snapshot)
    assert click("score", unsaved).message.startswith("得分 89.5")
    assert click("report", unsaved) == Answer(
        "请先把自评表保存到一个文件夹，报告会放在它旁边。", "failed"
    )


def test_what_cannot_be_done_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No form, no such button, no form in the workbook, a fault of our own: one line, no patch."""
    assert click("score", Desk()).message == "请先打开一份自评表，再点这个按钮。"
    assert click("nonsense", desk).level == "failed"
    assert desk.snapshot is not None
    empty = Desk(type(desk.snapshot)(()))
    assert click("score", empty).level == "failed"
    monkeypatch.setattr("xltools.ribbon.fill_in.examine_all", lambda *_, **__: 1 / 0)
    broken = click("score", desk)
    assert (broken.level, broken.patch) == ("failed", None)
    assert "ZeroDivisionError" in broken.message


def test_buttons_of_the_bureau_ask_for_a_folder() -> None:
    """Nothing is done before it is known which."""
    assert click("collect", Desk()).ask == click("remarks", Desk()).ask == "folder"
