"""A click in WPS: the real page from the real service, in a fake ET; what the user then sees."""

from __future__ import annotations

import re
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_forms import SAMPLES
from service_run import running
from wps_office import Model, model_of, node

from xltools.anchors import ISSUES_SHEET, NOTE_TAG
from xltools.model import Place
from xltools.package import load
from xltools.ribbon import BUTTONS, Answer, Desk, click
from xltools.ribbon.click import NO_FORM
from xltools.service import clicks
from xltools.service.server import Server
from xltools.service.words import LINK, SENTENCES, words
from xltools.snapshot import Patch
from xltools.state import FOLDER

FORM = "自评表"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The service that all these clicks go to."""
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a click remembers for its user is not remembered for who runs the tests."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "state"))


@pytest.fixture
def form(demo: Path, tmp_path: Path) -> Path:
    """The demo form in a folder of its own."""
    return Path(shutil.copy(demo, tmp_path))


def press(server: Server, model: Model | None, *steps: Model | str, **more: Any) -> list[Model]:
    """Open the page, click the buttons one after the other, tell what came of each."""
    steps = tuple({"action": each} if isinstance(each, str) else each for each in steps)
    work = {"mode": "click", "url": server.state.url, "model": model, "steps": steps}
    found: list[Model] = node(work | more)
    return found


def sheet(step: Model, name: str) -> Model:
    """One sheet of the open workbook after a step."""
    found: Model = next(each for each in step["book"] if each.get("name") == name)
    return found


def values(step: Model, name: str) -> dict[tuple[int, int], Any]:
    """The values of a sheet after a step."""
    return {(r, c): v for r, c, v, _, _ in sheet(step, name)["cells"] if v is not None}


def expected(path: Path, action: str) -> Patch:
    """The patch that the core gives for the saved file."""
    patch = click(action, Desk(load(path).snapshot, path)).patch
    assert patch is not None
    return patch


def test_score_fills_the_cells_the_list_and_the_notes_and_jumps(
    server: Server, form: Path
) -> None:
    """得分 89.5，良: what the patch says stands in the sheets, protected as before."""
    model = model_of(form)
    (step,) = press(server, model, "score")
    assert re.fullmatch(
        r"得分 89\.5，良；\d+ 处错误，\d+ 处提醒(，\d+ 处提示)?", step["status"]
    )
    (said,) = step["said"]
    assert said.startswith(f"{step['status']}\n")
    assert f"第一处错误在 {FORM}!F24；" in said
    patch = expected(form, "score")
    written = {
        (cell.sheet, cell.row, cell.column): cell.value
        for cell in patch.cells
        if not cell.keep_formula  # the program computes it
    }
    assert len(written) > 100
    for (name, row, column), value in written.items():
        found = values(step, name).get((row, column))
        assert found == (float(value) if value.__class__.__name__ == "Decimal" else value), (
            name,
            row,
            column,
        )
    assert {89.5, "良"} <= set(values(step, FORM).values())
    links = {
        tuple(a[:2]): (sub, tip) for a, out, sub, tip in sheet(step, ISSUES_SHEET)["links"]
    }
    assert links == {
        (cell.row, cell.column): (cell.link, words()["link_tip"])
        for cell in patch.cells
        if cell.link
    }
    assert patch.notes
    for name in {note.sheet for note in patch.notes}:
        ours = [note for note in sheet(step, name)["notes"] if note[2].startswith(NOTE_TAG)]
        mine = [note for note in patch.notes if note.sheet == name]
        theirs = {
            (note[0], note[1])
            for each in model["sheets"]
            if each["name"] == name
            for note in each["notes"]
        }
        assert ours == [
            [note.row, note.column, note.text]
            for note in mine
            if (note.row, note.column) not in theirs
        ]
    assert step["selected"][:2] == [step["active"], step["selected"][1]]
    for before, after in zip(model["sheets"], step["book"], strict=False):
        assert after["protected"][0] == ("protection" in before), before["name"]
        if "protection" in before:
            assert after["protected"][2] == before["protection"]["allowed"]


def test_the_list_keeps_its_look_and_its_heights(server: Server, form: Path) -> None:
    """Linked cells keep their font though the program dresses links; rows fit their text."""
    (step,) = press(server, model_of(form), "check")
    patch = expected(form, "check")
    found = sheet(step, ISSUES_SHEET)
    styles = {(row, column): style for row, column, _, _, style in found["cells"]}
    for (row, column, _, _), *_ in found["links"]:
        assert styles[row, column]["Font.Name"] == "宋体"
    heights = dict(found["heights"])
    for row, height in patch.heights[ISSUES_SHEET].items():
        assert heights[row] >= height


def test_check_changes_no_value_of_the_form(server: Server, form: Path) -> None:
    """A second check writes nothing anew, and clear takes all of it away."""
    model = model_of(form)
    first, second, cleared = press(server, model, "check", "check", "clear")
    before = {
        (r, c): v
        for each in model["sheets"]
        if each["name"] == FORM
        for r, c, v, *_ in each["cells"]
        if v is not None
    }
    assert values(first, FORM) == before
    assert second["book"] == first["book"]
    assert not any(
        note[2].startswith(NOTE_TAG)
        for each in cleared["book"]
        for note in each.get("notes", ())
    )
    assert cleared["status"].startswith("已清除")
    assert cleared["said"] == []
    assert not sheet(cleared, ISSUES_SHEET)["links"]


def test_other_peoples_notes_and_links_stay(server: Server, form: Path) -> None:
    """A cell that bears somebody's note gets none of ours; a link that leads out is kept."""
    model = model_of(form)
    patch = expected(form, "score")
    assert patch.notes
    taken = patch.notes[0]
    theirs = [taken.row, taken.column, "张三:\n请再核实"]
    for each in model["sheets"]:
        if each["name"] == taken.sheet:
            each["notes"] = [n for n in each["notes"] if n[:2] != theirs[:2]] + [theirs]
    first, second = press(server, model, "score", "score")
    for step in (first, second):
        assert theirs in sheet(step, taken.sheet)["notes"]
    assert sheet(first, taken.sheet)["notes"] == sheet(second, taken.sheet)["notes"]


def test_a_form_without_our_list_gets_one(server: Server) -> None:
    """The new sheet is found again by its name, and the sheet that was open stays open."""
    path = next(each for each in SAMPLES if load(each).snapshot.sheet(ISSUES_SHEET) is None)
    first, second = press(server, model_of(path), "check", "check")
    patch = expected(path, "check")
    (new,) = patch.added
    found = sheet(first, ISSUES_SHEET)
    told = {
        (r, c): float(cell.value) if cell.value.__class__.__name__ == "Decimal" else cell.value
        for r, cells in enumerate(new.rows, start=1)
        for c, cell in enumerate(cells, start=1)
        if cell.value not in (None, "")
    }
    assert values(first, ISSUES_SHEET) == told
    assert [sub for _, _, sub, _ in found["links"]] == [
        cell.link for cells in new.rows for cell in cells if cell.link
    ]
    assert found["merges"] == [[1, 1, 1, 8], [2, 1, 2, 8]]
    assert found["filter"] == [3, 1, 503, 8]
    assert found["conditions"] == sum(map(len, new.marks.values()))
    assert found["choices"] == [",".join(new.choices[8])]
    linked = {tuple(area[:2]) for area, *_ in found["links"]}
    for row, column, _, _, style in found["cells"]:
        if (row, column) in linked:
            assert style["Font.Color"] == int(LINK[4:] + LINK[2:4] + LINK[:2], 16)
            assert style["Font.Name"] == "宋体"
    assert ["xlt_issues", f"='{ISSUES_SHEET}'!$A$3"] in first["book"][-1]["names"]
    assert values(second, ISSUES_SHEET) == values(first, ISSUES_SHEET)
    assert [each.get("name") for each in second["book"]].count(ISSUES_SHEET) == 1


def test_a_row_comes_below_the_selected_one_and_goes_again(server: Server, form: Path) -> None:
    """The new one is selected, and as it is empty nobody is asked before it goes."""
    model = model_of(form) | {"active": FORM, "selection": [18, 3]}
    before, added, removed = press(
        server, model, {"action": "add", "times": 0}, "add", "remove"
    )
    assert added["status"].startswith("已在第 18 行下面增加一行")
    assert added["selected"] == [FORM, 19, 3]
    assert values(added, FORM)[22, 3] == values(before, FORM)[21, 3]
    assert (21, 3) not in values(added, FORM)
    assert removed["asked"] == []
    assert removed["status"].startswith("已删除第 19 行")
    assert removed["book"] == before["book"]


def test_of_a_selected_row_its_own_indicator_is_meant(server: Server, form: Path) -> None:
    """Not the block of its first cell, which is merged over all of 产出指标."""
    model = model_of(form) | {"active": FORM, "selection": [18, 1], "whole_row": True}
    _, added = press(server, model, {"action": "add", "times": 0}, "add")
    assert added["status"].startswith("已在第 18 行下面增加一行（产出指标·数量指标）")


@pytest.mark.parametrize("sure", [True, False])
def test_a_row_with_something_typed_goes_only_if_the_user_is_sure(
    server: Server, form: Path, sure: bool
) -> None:
    """What stands in it is named in the question."""
    model = model_of(form) | {"active": FORM, "selection": [18, 3]}
    before, step = press(
        server, model, {"action": "add", "times": 0}, "remove", answers={"yes": sure}
    )
    name = values(before, FORM)[18, 3]
    (question,) = step["asked"]
    assert name in question
    assert (name in values(step, FORM).values()) == (not sure)
    assert sure == step["status"].startswith("已删除第 18 行") if sure else step["said"] == []


def test_formats_that_were_spoilt_are_put_back(server: Server, form: Path) -> None:
    """Locks, number formats, validations and protection; no value is touched."""
    model = model_of(form)
    good, again = press(server, model, {"action": "restore", "times": 0}, "restore")
    assert again["status"].startswith("已按表样恢复格式")
    spoilt = model_of(form)
    for each in spoilt["sheets"]:
        if each["name"] == FORM:
            each["cells"] = [[*cell[:4], {}] for cell in each["cells"]]
            each["rules"] = []
            del each["protection"]
    before, mended = press(server, spoilt, {"action": "restore", "times": 0}, "restore")
    assert sheet(before, FORM)["rules"] == []
    assert values(mended, FORM) == values(good, FORM)
    assert sheet(mended, FORM)["protected"] == sheet(again, FORM)["protected"]
    assert sheet(mended, FORM)["rules"] == sheet(again, FORM)["rules"]
    was, spoilt_now, now = (
        {
            (r, c): (style["Locked"], style["NumberFormat"])
            for r, c, _, _, style in found["cells"]
        }
        for found in (sheet(good, FORM), sheet(before, FORM), sheet(mended, FORM))
    )
    assert any(spoilt_now.get(spot) != each for spot, each in was.items())
    assert all(now[spot] == each for spot, each in was.items())


def test_what_the_user_typed_meanwhile_is_not_painted_over(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click that took long looks again before it writes."""
    patch = expected(form, "score")

    def slow(action: str, desk: Desk) -> Answer:
        time.sleep(1.7)
        return Answer("好", patch=patch)

    monkeypatch.setattr(clicks, "click", slow)
    with running() as server:
        step, again = press(
            server, model_of(form), {"action": "score", "edit": [FORM, "C18", "改了"]}, "score"
        )
    assert step["said"] == [SENTENCES["unwritten"].replace("{}", SENTENCES["changed"])]
    assert values(step, FORM)[18, 3] == "改了"
    assert "良" not in values(step, FORM).values()
    assert "GET progress" in step["requests"]
    assert "良" in values(again, FORM).values()


def test_a_cell_that_cannot_be_shown_does_not_hide_what_was_done(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is written by then, and that is what the user is told."""
    done = Answer("好", patch=expected(form, "score"), select=Place("没有这页", 1, 1))
    monkeypatch.setattr(clicks, "click", lambda *_: done)
    with running() as server:
        (step,) = press(server, model_of(form), "score")
    assert (step["status"], step["said"]) == ("好", [])
    assert "良" in values(step, FORM).values()


def test_a_user_who_went_to_another_workbook_is_brought_back(
    root: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workbook that was clicked in is written to, its window is split, the other is left alone."""
    path = root / "samples" / "published" / "成安县-百岁老人高龄津贴-2020.xlsx"
    patch = expected(path, "check")
    assert patch.added

    def slow(action: str, desk: Desk) -> Answer:
        time.sleep(0.8)
        return Answer("好", patch=patch)

    monkeypatch.setattr(clicks, "click", slow)
    with running() as server:
        model = model_of(path) | {"other": model_of(form)}
        before, step = press(
            server, model, {"action": "check", "times": 0}, {"action": "check", "leave": True}
        )
    assert ISSUES_SHEET in [each.get("name") for each in step["book"]]
    assert step["window"]["FreezePanes"] is True
    assert step["other"] == before["other"]
    assert step["other"][0] is None


@pytest.mark.parametrize("numeric", [False, True])
def test_a_workbook_whose_structure_is_protected_gets_all_but_the_list(
    server: Server, root: Path, numeric: bool
) -> None:
    """The message says so; the notes are there."""
    path = root / "samples" / "published" / "成安县-百岁老人高龄津贴-2020.xlsx"
    model = model_of(path) | {"structure": True, "numeric": numeric}
    (step,) = press(server, model, "check")
    assert step["status"].endswith(f"；工作簿结构有保护，没有加“{ISSUES_SHEET}”工作表")
    assert ISSUES_SHEET not in [each.get("name") for each in step["book"]]
    assert any(
        note[2].startswith(NOTE_TAG) for each in step["book"] for note in each.get("notes", ())
    )


def test_a_report_is_written_beside_the_workbook_and_audited(
    server: Server, form: Path
) -> None:
    """From what is open, not from what was saved; the user may have it opened."""
    model = model_of(form)
    written, audited = press(server, model, "report", "audit")
    docx = form.with_name(f"{form.stem}-自评报告.docx")
    assert docx.is_file()
    assert written["status"].startswith(f"已生成 {docx.name}")
    assert written["asked"] == [SENTENCES["open"].replace("{}", docx.name)]
    assert "POST open" in written["requests"]
    assert audited["status"].startswith(f"{docx.name}：")
    assert written["book"] == audited["book"]


def test_a_workbook_that_was_never_saved_is_scored_and_gets_no_report(
    server: Server, form: Path
) -> None:
    """There is no folder for it."""
    scored, report = press(server, model_of(form, saved=False), "score", "report")
    assert scored["status"].startswith("得分 89.5")
    assert 89.5 in values(scored, FORM).values()
    assert report["said"] == ["请先把自评表保存到一个文件夹，报告会放在它旁边。"]


def test_a_workbook_of_the_web_has_no_folder(server: Server, form: Path) -> None:
    """Its name is an address."""
    model = model_of(form) | {"path": "https://kdocs.example/绩效"}
    (report,) = press(server, model, "report")
    assert report["said"] == ["请先把自评表保存到一个文件夹，报告会放在它旁边。"]


def test_without_a_workbook_or_a_form_the_user_is_told(server: Server, tmp_path: Path) -> None:
    """One line, and nothing written."""
    (step,) = press(server, None, "score")
    assert step["said"] == [NO_FORM]
    other = {
        "name": "a.xlsx",
        "path": str(tmp_path),
        "sheets": [{"name": "表", "cells": [[1, 1, 5, "", {}]]}],
    }
    (step,) = press(server, other, "score")
    assert len(step["said"]) == 1
    assert values(step, "表") == {(1, 1): 5}


def test_buttons_of_the_bureau_ask_for_a_folder(server: Server, form: Path) -> None:
    """By the program's own dialog; who chooses none has clicked for nothing."""
    shutil.copy(form, form.with_name("另一份.xlsx"))
    none, chosen = press(
        server,
        None,
        {"action": "collect", "chosen": None},
        {"action": "collect", "chosen": str(form.parent)},
    )
    assert none["said"] == []
    assert none["requests"] == ["POST press"]
    assert chosen["requests"].count("POST press") == 2
    assert chosen["said"] or chosen["status"]


def test_every_button_has_a_picture_that_is_served(server: Server, root: Path) -> None:
    """What GetImage says lies in the folder of icons."""
    steps = press(server, None, *[{"action": each, "times": 0} for each in BUTTONS])
    for step in steps:
        assert step["image"].startswith("images/")
        assert (root / "workbook" / "addin" / "icons" / step["image"][7:]).is_file()


def test_a_service_that_is_gone_is_told_with_what_to_do(server: Server, form: Path) -> None:
    """The page is there, the service is not; the workbook stays as it was."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    model = model_of(form)
    (step,) = press(server, model, {"action": "score", "port": str(port)})
    assert step["said"] == [SENTENCES["no_service"]]
    (before,) = press(server, model, {"action": "score", "times": 0})
    assert step["book"] == before["book"]


def test_a_service_that_was_started_anew_gives_its_new_token(
    server: Server, form: Path
) -> None:
    """The page has the old one; the user notices nothing."""
    (step,) = press(server, model_of(form), {"action": "score", "token": "of yesterday"})
    assert step["status"].startswith("得分 89.5")
    assert step["requests"][:3] == ["POST press", "GET session", "POST press"]


def test_an_address_that_changed_is_told(server: Server, form: Path) -> None:
    """WPS has to be started anew, and says so."""
    (step,) = press(server, model_of(form), {"action": "score", "url": "/old-address/"})
    assert step["said"] == ["后台服务拒绝了这个请求。请关闭 WPS 表格后重新打开再试。"]


def test_a_click_while_another_is_under_way_is_told(server: Server, form: Path) -> None:
    """And the first is ended if the user wants."""
    (step,) = press(
        server, model_of(form), {"action": "score", "times": 2}, answers={"yes": False}
    )
    assert step["asked"] == [f"{SENTENCES['busy']}\n{SENTENCES['stop']}"]
    assert step["status"].startswith("得分 89.5")
    assert step["requests"].count("POST press") == 1


def test_a_write_that_fails_leaves_the_workbook_as_it_was(server: Server, form: Path) -> None:
    """In the middle of the cells: what was written before is taken back."""
    patch = expected(form, "score")
    texts = [each for each in patch.cells if each.sheet == ISSUES_SHEET and each.link]
    middle = texts[len(texts) // 2]
    model = model_of(form)
    before, failed, after = press(
        server,
        model,
        {"action": "score", "times": 0},
        {"action": "score", "bad": [middle.sheet, middle.row, middle.column]},
        "score",
    )
    assert failed["said"] == ["没有写入工作簿：injected fault"]
    assert failed["facts"] == before["facts"]
    assert [each.get("notes") for each in failed["book"]] == [
        each.get("notes") for each in before["book"]
    ]
    assert after["status"].startswith("得分 89.5")


def test_a_password_is_told_and_nothing_is_written(server: Server, form: Path) -> None:
    """Which sheet, and what to do."""
    model = model_of(form)
    for each in model["sheets"]:
        each["password"] = "secret" if each["name"] == ISSUES_SHEET else ""
    before, step = press(server, model, {"action": "score", "times": 0}, "score")
    assert step["said"] == [
        SENTENCES["unwritten"].replace("{}", SENTENCES["locked"].replace("{}", ISSUES_SHEET))
    ]
    assert step["book"] == before["book"]
