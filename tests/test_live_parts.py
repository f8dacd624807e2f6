"""Parts of the live adapter that need no office: blocks, the way back, dialogs, log, arguments."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.live import __main__ as command
from xltools.live import dialogs as dialogs_module
from xltools.live import press as press_module
from xltools.live.areas import alike, merges
from xltools.live.cells import typed
from xltools.live.dialogs import Quiet, text_of
from xltools.live.gone import HostGoneError
from xltools.live.journal import Journal
from xltools.live.log import start_log
from xltools.live.press import Press
from xltools.package.rectangles import rectangles
from xltools.ribbon import Answer, Desk
from xltools.snapshot import Area

SPOTS = st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)))


@given(SPOTS)
def test_blocks_cover_the_cells_and_nothing_else(spots: set[tuple[int, int]]) -> None:
    """Each cell once."""
    covered = [
        (row, column)
        for top, left, bottom, right in rectangles(spots)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(covered) == sorted(spots)


@given(st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), min_size=1, max_size=9))
def test_halving_finds_what_every_cell_would_say(rows: list[list[int]]) -> None:
    """With one question an area, which answers None where cells differ."""

    def ask(area: Area) -> int | None:
        found = {
            rows[row - 1][column - 1]
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }
        return found.pop() if len(found) == 1 else None

    known = {
        (row, column): answer
        for (top, left, bottom, right), answer in alike((1, 1, len(rows), 5), ask)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    assert known == {
        (row, column): value
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
    }


MERGES: list[Area] = [(1, 1, 1, 5), (2, 1, 4, 1), (2, 3, 2, 4), (3, 3, 3, 4), (6, 2, 7, 5)]


def test_merges_side_by_side_are_told_apart() -> None:
    """As Excel answers: True inside one or several, None where some cells are in none."""
    by_cell = {
        (row, column): area
        for area in MERGES
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }

    def is_merged(part: Area) -> bool | None:
        inside = [
            (row, column) in by_cell
            for row in range(part[0], part[2] + 1)
            for column in range(part[1], part[3] + 1)
        ]
        return all(inside) if all(inside) or not any(inside) else None

    found = merges((1, 1, 8, 6), is_merged, lambda r, c: by_cell.get((r, c), (r, c, r, c)))
    assert found == MERGES


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-", "@x", "'x", "98%", "2025-1-2", "1/2", "true", "#N/A"]
)
def test_what_a_program_would_take_for_more_is_typed_as_text(text: str) -> None:
    """Excel reads what is typed; ' keeps it from doing so."""
    assert typed(text) == "'" + text


def test_plain_words_are_typed_as_they_are() -> None:
    """No ' where none is needed."""
    long = "全年执行数 100 大于全年预算数 90（万元），请核对；如属实，请说明偏差原因并写明改进的措施。"
    assert [typed(each) for each in ("优", long, None, "")] == ["优", long, None, None]


def test_the_way_back_goes_backwards_and_on_over_obstacles() -> None:
    """All that can be taken back is; it is told when something could not."""
    done: list[int] = []
    journal = Journal()
    for number in (1, 2, 3):
        journal.note(lambda number=number: done.append(number))
    assert journal.roll_back()
    assert done == [3, 2, 1]
    journal.note(lambda: done.append(4))
    journal.note(lambda: 1 / 0)
    assert not journal.roll_back()
    assert done[-1] == 4
    journal = Journal()
    journal.cannot_go_back()
    assert not journal.roll_back()


def test_xlwings_comes_without_what_a_click_does_not_need(root: Path) -> None:
    """Neither pandas nor numpy nor anything under another licence; both can be imported later."""
    code = (
        "import sys, xltools.live.press, xltools.live.uno.host\n"
        "print(sorted({'numpy', 'pandas', 'matplotlib', 'PIL', 'xlwings.pro'} & set(sys.modules)))\n"
        "import pandas\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


class Shown(Quiet):
    """Dialogs that remember what they showed and answer as they are told."""

    def __init__(self, *answers: bool) -> None:
        self.answers = iter(answers)
        self.shown: list[str] = []

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        self.shown.append(f"{text} {done}/{whole}" if whole else text)

    def result(self, answer: Answer) -> None:
        self.shown.append(answer.message)

    def yes(self, question: str) -> bool:
        self.shown.append(f"? {question}")
        return next(self.answers)

    def tell(self, answer: Answer) -> None:
        self.shown.append(f"! {text_of(answer)}")


def told(answer: Answer, *answers: bool) -> list[str]:
    """What the user sees of an answer."""
    shown = Shown(*answers)
    beyond: Any = SimpleNamespace(is_alive=lambda _: True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press_module, "click", lambda *_: answer)
        patch.setattr(press_module, "open_file", lambda path: shown.shown.append(f"> {path}"))
        Press(None, beyond, shown)("help")
    return shown.shown[1:]


def test_what_is_told_and_how(tmp_path: Path) -> None:
    """One line in the status bar; a box for trouble and for more lines; files are offered or opened."""
    file = tmp_path / "报告.docx"
    assert told(Answer("好")) == ["好"]
    assert told(Answer("好", lines=("一", "二"))) == ["好", "! 好\n\n一\n二"]
    assert told(Answer("错", "failed")) == ["错", "! 错"]
    offered = told(Answer("好", files=(file,)), True)
    assert offered == ["好", f"? 好\n\n现在打开 {file.name} 吗？", f"> {file}"]
    assert told(Answer("好", files=(file,)), False)[-1].startswith("?")
    assert told(Answer("好", files=(file,), opens=True)) == ["好", f"> {file}"]
    assert told(Answer("错", "failed", files=(file,), opens=True)) == ["错", "! 错"]


def test_a_box_is_no_taller_than_a_small_screen(tmp_path: Path) -> None:
    """Long lines take several rows; what is left out is in the file that was written."""
    line = "单位的项目：项目名称与别的相同，汇总时会算两次。请只留一份；确是两个项目的，请写明区别。"
    many = Answer("好", lines=(line,) * 40, files=(tmp_path / "评分表.xlsx",))
    rows = text_of(many).splitlines()
    assert rows[:3] == ["好", "", line]
    assert len(rows) == 14
    assert rows[-1] == "……其余从略，见“评分表.xlsx”。"
    short = Answer("好", lines=("一",) * 22)
    assert text_of(short).splitlines() == ["好", "", *["一"] * 22]
    more = Answer("好", lines=("一",) * 23)
    assert text_of(more).splitlines()[-1] == "……其余从略。"


def test_a_host_that_asks_for_ever_is_given_up() -> None:
    """A fault of the core must not lock a user in."""
    assert told(Answer("删除吗？", ask="yes"), *[True] * 9)[-1] == "已取消，没有改动。"


def test_long_work_shows_how_far_it_is_and_can_be_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The core asks after every file."""
    shown = Shown()
    stops = iter([False, True])
    monkeypatch.setattr(shown, "wants_stop", lambda: next(stops))
    went: list[bool] = []

    def work(action: str, desk: Desk) -> Answer:
        went.extend(desk.progress(number, 9, "读取") for number in (1, 2))
        return Answer("停了")

    monkeypatch.setattr(press_module, "click", work)
    beyond: Any = SimpleNamespace(is_alive=lambda _: True)
    Press(None, beyond, shown)("collect")
    assert went == [True, False]
    assert shown.shown[1:3] == ["读取 1/9", "读取 2/9"]


def test_a_file_that_nobody_can_open_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its path, for the user to find it."""
    shown = Shown(True)

    def fail(path: Path) -> None:
        raise OSError

    monkeypatch.setattr(press_module, "open_file", fail)
    monkeypatch.setattr(
        press_module, "click", lambda *_: Answer("好", files=(Path("a.docx"),), opens=True)
    )
    beyond: Any = SimpleNamespace(is_alive=lambda _: True)
    Press(None, beyond, shown)("help")
    assert shown.shown[-1] == "! 打不开 a.docx，请自己打开。"


@pytest.fixture
def fresh_log() -> Iterator[logging.Logger]:
    """The log of the clicks as a new process has it."""
    logger = logging.getLogger("xltools")
    kept, propagate, level = list(logger.handlers), logger.propagate, logger.level
    logger.handlers.clear()
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:], logger.propagate, logger.level = kept, propagate, level


def test_the_log_begins_anew_when_it_is_large(
    fresh_log: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One old one is kept."""
    monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path / "新"))
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "ribbon.log").write_bytes(b"x" * 600_000)
    start_log()
    logging.getLogger("xltools.ribbon").info("score ended")
    assert "score ended" in (tmp_path / "新" / "ribbon.log").read_text(encoding="utf-8")
    assert (tmp_path / "新" / "ribbon.old.log").stat().st_size == 600_000


def test_a_log_that_cannot_be_written_stops_nothing(
    fresh_log: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click is worth more than its log."""
    blocked = tmp_path / "文件"
    blocked.write_text("")
    monkeypatch.setenv("XLTOOLS_STATE", str(blocked / "夹"))
    start_log()
    logging.getLogger("xltools.ribbon").info("score ended")


@pytest.mark.parametrize(
    ("error", "status"), [(HostGoneError(), 3), (RuntimeError("坏"), 1), (None, 0)]
)
def test_the_status_says_whether_anybody_was_told(
    fresh_log: logging.Logger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception | None,
    status: int,
) -> None:
    """0 told, 1 not, 3 nobody there; never a traceback on the screen."""
    monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path))

    def run(_: object) -> int:
        if error is not None:
            raise error
        return 0

    monkeypatch.setattr(command, "_run", run)
    assert command.main(["score", "--pipe", "x"]) == status
    log = (tmp_path / "ribbon.log").read_text(encoding="utf-8")
    assert f"score ended {status} after" in log
    assert ("Traceback" in log) is (status == 1)


def test_answers_of_a_quiet_run_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No answer is no."""
    quiet = Quiet()
    assert not quiet.yes("?")
    assert quiet.folder("", None) is quiet.report("", None) is None
    monkeypatch.setenv(dialogs_module.YES, "1")
    monkeypatch.setenv(dialogs_module.REPORT, "a.docx")
    assert quiet.yes("?")
    assert quiet.report("", None) == Path("a.docx")
    quiet.tell(Answer("好", lines=("一",)))
    assert capsys.readouterr().out == "好\n\n一\n"
