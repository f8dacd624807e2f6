"""The plain window: what can be pressed, a click beside the window, and the widgets on a screen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from office_ribbon import screen

from xltools import state
from xltools.package import load
from xltools.press import press
from xltools.ribbon import BUTTONS, Answer
from xltools.window import model, start
from xltools.window.boxes import run
from xltools.window.model import (
    BUSY,
    NO_FILE,
    Asked,
    Event,
    Finished,
    Moved,
    Session,
    window_groups,
)

PATIENCE = 30  # seconds


@pytest.fixture(autouse=True)
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder of the test's own."""
    monkeypatch.setenv(state.FOLDER, str(tmp_path / "state"))


@pytest.fixture
def form(demo: Path, tmp_path: Path) -> Path:
    """The demo form in a folder of its own."""
    folder = tmp_path / "绩效 目录"
    folder.mkdir()
    return Path(shutil.copy(demo, folder / "自评表 (2025)&A=1.xlsx"))


def answering(*answers: Answer) -> tuple[Callable[..., Answer], list[tuple[Any, ...]]]:
    """A press that gives these answers, and what it was asked."""
    asked: list[tuple[Any, ...]] = []
    left = list(answers)

    def press(action: str, path: Path | None, **more: Any) -> Answer:
        asked.append((action, path, more["chosen"], more["confirmed"]))
        return left.pop(0)

    return press, asked


def last(session: Session) -> Event:
    """The event that ends a click."""
    assert session.wait(PATIENCE)
    return session.fetch()[-1]


# --- the model


def test_all_buttons_but_those_for_a_selected_row_are_in_the_window() -> None:
    """In the groups and the order of the ribbon."""
    actions = [button.action for group in window_groups() for button in group.buttons]
    assert actions == [action for action in BUTTONS if action not in ("add", "remove")]
    assert [group.caption for group in window_groups()] == ["填报", "汇总", "帮助"]


def test_a_click_scores_the_saved_file(form: Path) -> None:
    """Through xltools.press: the file is filled, the findings are listed, errors first."""
    session = Session([form], press)
    assert session.start(BUTTONS["score"]) == ""
    event = last(session)
    assert isinstance(event, Finished)
    assert event.answer.message.startswith("得分 89.5，良；2 处错误")
    kinds = [line.severity for line in event.lines]
    assert kinds == sorted(kinds, key=["错误", "提醒", "提示"].index)
    assert kinds.count("错误") == 3
    assert event.lines[0].where == "自评表!F24"
    values = {str(v) for sheet in load(form).snapshot.sheets for row in sheet.rows for v in row}
    assert "89.5" in values


def test_without_a_file_the_user_is_asked_for_one() -> None:
    """Buttons for a folder or for nothing work all the same."""
    press, asked = answering(Answer("ok"))
    session = Session([], press)
    assert session.start(BUTTONS["score"]) == NO_FILE
    assert session.start(BUTTONS["about"]) == ""
    assert isinstance(last(session), Finished)
    assert asked == [("about", None, None, False)]


def test_one_click_at_a_time_that_can_be_stopped(form: Path) -> None:
    """Progress comes as events; a stop reaches the work at its next step."""
    entered = threading.Event()

    def slow(action: str, path: Path | None, **more: Any) -> Answer:
        for done in range(1000):
            if not more["progress"](done, 1000, f"{done}.xlsx"):
                return Answer("已停止，没有改动。", "warning")
            entered.set()
            time.sleep(0.005)
        return Answer("too late")

    session = Session([form], slow)
    assert session.start(BUTTONS["collect"], chosen=form.parent) == ""
    assert entered.wait(PATIENCE)
    assert session.start(BUTTONS["score"]) == BUSY
    session.stop()
    assert session.wait(PATIENCE)
    first, *_, end = session.fetch()
    assert first == Moved(0, 1000, "0.xlsx")
    assert isinstance(end, Finished)
    assert end.answer.message == "已停止，没有改动。"


def test_a_question_becomes_an_event_and_nothing_else(form: Path) -> None:
    """What was said goes with the next start."""
    press, asked = answering(Answer("真的删除？", ask="yes"), Answer("已删除"))
    session = Session([form], press)
    session.start(BUTTONS["clear"])
    assert last(session) == Asked("clear", "真的删除？", "yes")
    session.start(BUTTONS["clear"], confirmed=True)
    assert last(session) == Finished("clear", Answer("已删除"))
    assert [each[3] for each in asked] == [False, True]


def test_a_fault_in_the_work_ends_the_click(form: Path) -> None:
    """Else the window would wait for ever."""
    session = Session([form], lambda *_, **__: 1 / 0)  # type: ignore[arg-type, return-value]
    session.start(BUTTONS["report"])
    event = last(session)
    assert isinstance(event, Finished)
    assert event.answer.level == "failed"
    assert "ZeroDivisionError" in event.answer.message


# --- without tkinter


class Told:
    """Message boxes of a test: what they showed, and what they are answered."""

    def __init__(self, *answers: bool) -> None:
        self.shown: list[str] = []
        self.answers = list(answers)

    def show(self, message: str, level: str) -> None:
        self.shown.append(f"{level}: {message}")

    def yes(self, question: str) -> bool:
        self.shown.append(question)
        return self.answers.pop(0)


def test_boxes_score_every_file_and_offer_to_open_it(form: Path) -> None:
    """SendTo hands over all that is selected."""
    other = Path(shutil.copy(form, form.with_name("乙.xlsx")))
    boxes, opened = Told(True, False), list[Path]()
    session = Session([form, other], press)
    assert run(session, BUTTONS["score"], boxes, opened.append) == 0  # type: ignore[arg-type]
    first, second = boxes.shown
    assert first.startswith(f"{form.name}\n得分 89.5，良；2 处错误")
    assert "错误 自评表!F24：目标“及时”" in first
    assert first.endswith("现在打开结果吗？")
    assert second.startswith("乙.xlsx\n")
    assert opened == [form]


def test_boxes_ask_before_something_is_lost(form: Path) -> None:
    """No is no; a folder is the one that the file lies in; a report cannot be chosen."""
    press, asked = answering(
        Answer("真的？", ask="yes"), Answer("真的？", ask="yes"), Answer("已清除"),
        Answer("已读 3 份"), Answer("请选择报告", ask="report"), Answer("坏了", "failed"),
    )  # fmt: skip
    boxes = Told(False, True)
    session = Session([form], press)
    for action in ("clear", "clear", "collect", "audit"):
        assert run(session, BUTTONS[action], boxes) == 0  # type: ignore[arg-type]
    assert run(session, BUTTONS["report"], boxes) == 1  # type: ignore[arg-type]
    assert asked[2] == ("clear", form, None, True)
    assert asked[3] == ("collect", None, form.parent, False)
    assert [each.partition("\n")[0] for each in boxes.shown] == [
        "真的？", f"done: {form.name}", "真的？", f"done: {form.name}", "done: 已读 3 份",
        f"warning: {form.name}", f"failed: {form.name}",
    ]  # fmt: skip
    assert run(Session([], press), None, boxes) == 1  # type: ignore[arg-type]
    assert boxes.shown[-1] == f"warning: {NO_FILE}"


def test_without_tkinter_it_is_said_what_to_install(
    form: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what to do without."""
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    assert start.main([str(form)]) == 2
    said = capsys.readouterr().err
    assert "python3-tk" in said
    assert "xltools score" in said


def test_a_tkinter_that_is_half_there_is_none(
    form: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Debian's standard library has the package, python3-tk what makes it work."""
    asked: list[str] = []
    monkeypatch.setattr(start, "find_spec", asked.append)
    assert start.main([str(form)]) == 2
    assert asked == ["_tkinter"]
    assert "python3-tk" in capsys.readouterr().err


def test_what_cannot_be_opened_is_told(form: Path) -> None:
    """A box with the path, and the next file has its turn."""

    class Told:
        shown: list[str] = []  # noqa: RUF012

        def show(self, message: str, level: str) -> None:
            self.shown.append(f"{level}: {message}")

        def yes(self, question: str) -> bool:
            return True

    def refuse(path: Path) -> None:
        raise OSError

    written = form.with_name("报告.docx")
    press, _ = answering(*[Answer("已生成", files=(written,))] * 2)
    boxes: Any = Told()
    assert run(Session([form, form], press), BUTTONS["report"], boxes, refuse) == 0
    assert boxes.shown == [f"warning: 打不开，请自己打开：{written}"] * 2


def test_a_click_that_fails_inside_ends_all_the_same(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that dies without a word would leave every button grey."""

    def fail(path: Path | None) -> None:
        raise RuntimeError("坏")

    monkeypatch.setattr(model, "lines_of", fail)
    press, _ = answering(Answer("得分 89.5"))
    session = Session([form], press)
    assert session.start(BUTTONS["score"]) == ""
    assert last(session) == Finished("score", Answer("得分 89.5"))


def test_who_was_asked_finds_nobody_busy(form: Path) -> None:
    """The event may be there before its thread has ended."""
    press, _ = answering(*[Answer("真的？", ask="yes")] * 50, Answer("好"))
    session = Session([form], press)
    for _ in range(50):
        assert session.start(BUTTONS["clear"]) == ""
        while not session.fetch():
            time.sleep(0)
    assert session.start(BUTTONS["clear"], confirmed=True) == ""


def test_without_a_display_it_is_said(form: Path) -> None:
    """One line, no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "xltools.window", str(form)],
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("绩效自评：没有图形界面")
    assert len(done.stderr.splitlines()) == 1


# --- on a screen


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    with screen() as number:
        yield number


class Choosing:
    """Dialogs that answer at once."""

    def __init__(self, **said: Any) -> None:
        self.said, self.asked = said, list[str]()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(what: Any) -> Any:
            self.asked.append(name)
            return self.said.get(name)

        return ask


@pytest.fixture
def window(display: str, form: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The window with the demo form in it; what it opens is noted in `opened`."""
    import tkinter

    from xltools.window.tk import Window

    monkeypatch.setenv("DISPLAY", display)
    root = tkinter.Tk()
    opened: list[Path] = []
    made = Window(root, Session([form], press), Choosing(), opened.append)  # type: ignore[arg-type]
    made.opened = opened  # type: ignore[attr-defined]
    root.update()
    yield made
    if not made.closing:
        root.destroy()


def until(window: Any, condition: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        window.root.update()
        time.sleep(0.01)


def settled(window: Any) -> str:
    """The banner once the click is done."""
    until(window, lambda: "disabled" not in window.choice.state())
    return str(window.message.cget("text"))


def test_a_real_click_scores_the_form(window: Any, form: Path, display: str) -> None:
    """The mouse on 计算得分: result, list, words of the first finding; the result opens."""
    button = window.buttons["score"]
    x = button.winfo_rootx() + button.winfo_width() // 2
    y = button.winfo_rooty() + button.winfo_height() // 2
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)
    until(window, lambda: window.session.busy or bool(window.tree.get_children()))
    said = settled(window)
    assert said.startswith("得分 89.5，良；2 处错误")
    assert "已写回" in said
    rows = [window.tree.item(item)["values"] for item in window.tree.get_children()]
    assert rows[0][:2] == ["错误", "自评表!F24"]
    assert window.tree.winfo_ismapped()
    window.root.update()
    assert "→ 请把目标改成可以衡量的数值" in window.detail.cget("text")
    assert window.detail.winfo_height() > 40
    window.result.invoke()
    window.folder.invoke()
    assert window.opened == [form, form.parent]


def test_every_button_is_seen_and_tells_its_tip(window: Any) -> None:
    """All of each is inside the window."""
    window.root.update()
    for action, widget in window.buttons.items():
        assert widget.winfo_ismapped()
        right = widget.winfo_rootx() + widget.winfo_width()
        assert right <= window.root.winfo_rootx() + window.root.winfo_width()
        widget.event_generate("<Enter>")
        window.root.update()
        assert window.tip.get() == BUTTONS[action].tip


def test_a_folder_is_asked_for_and_read(window: Any, form: Path) -> None:
    """Cancelled, nothing is done; chosen, the table is made and its folder opened."""
    window.buttons["collect"].invoke()
    assert settled(window) == "已取消，没有改动。"
    window.dialogs = Choosing(folder=form.parent)
    window.buttons["collect"].invoke()
    until(window, lambda: bool(window.files))
    assert settled(window).startswith("已读 1 份自评表")
    assert window.text.winfo_ismapped()
    assert "已生成：" in window.text.get("1.0", "end")
    window.result.invoke()
    assert window.opened == [form.parent / "评分表.xlsx"]


def test_yes_and_no_are_told_apart(window: Any) -> None:
    """The question is asked once; with yes the click is done again."""
    press, asked = answering(*[Answer("真的？", ask="yes")] * 2, Answer("已清除"))
    window.session.press = press
    window.dialogs = Choosing(yes=False)
    window.buttons["clear"].invoke()
    assert settled(window) == "已取消，没有改动。"
    window.dialogs = Choosing(yes=True)
    window.buttons["clear"].invoke()
    until(window, lambda: len(asked) == 3)
    assert settled(window) == "已清除"


def test_the_help_is_opened_and_another_file_chosen(window: Any, form: Path) -> None:
    """What an answer says is to be opened is opened at once."""
    window.buttons["help"].invoke()
    settled(window)
    assert [path.name for path in window.opened] == ["帮助.html"]
    other = Path(shutil.copy(form, form.with_name("乙.xlsx")))
    window.dialogs = Choosing(form=other)
    window.choice.invoke()
    assert window.session.path == other
    assert window.name.get() == str(other)
    assert len(window.name.cget("values")) == 2


def test_closing_ends_the_work_first(window: Any, form: Path) -> None:
    """A stop button and a bar are there meanwhile; the window goes when the work has ended."""
    import tkinter

    stopped = threading.Event()

    def slow(action: str, path: Path | None, **more: Any) -> Answer:
        while more["progress"](1, 4, "甲.xlsx"):
            time.sleep(0.01)
        stopped.set()
        return Answer("已停止", "warning")

    window.session.press = slow
    window.dialogs = Choosing(folder=form.parent)
    window.buttons["report"].invoke()
    until(window, lambda: window.tip.get() == "1/4　甲.xlsx")
    assert window.halt.winfo_ismapped()
    assert float(window.bar.cget("value")) == 1
    assert "disabled" in window.buttons["score"].state()
    window.close()
    assert stopped.wait(PATIENCE)

    def gone() -> bool:
        try:
            return not window.root.winfo_exists()
        except tkinter.TclError:
            return True

    end = time.monotonic() + PATIENCE
    while not gone():
        assert time.monotonic() < end
        try:
            window.root.update()
        except tkinter.TclError:
            break
