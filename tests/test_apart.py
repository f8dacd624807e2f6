"""A file that hangs, kills or swells whatever reads it costs one line, and no command its life."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from xltools.apart.parent import Allowance, work_apart
from xltools.errors import FormError, NotAWorkbookError, XltoolsError

PLENTY = Allowance(120, 400)
"""A machine that does much else starts slowly."""

SAVE_ANEW = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
TOO_MUCH = "读“表.xls”要用的内存超过上限（400 MB），已放弃。请删去多余的工作表和行列，另存为 .xlsx 再试。"
CRASHED = f"读“表.xls”时读表程序崩溃了，文件没有改动。{SAVE_ANEW}"


def work(name: str, *arguments: str, data: bytes = b"", allowed: Allowance = PLENTY) -> bytes:
    """What became of a piece of work."""
    return work_apart(f"apart_work:{name}", data, "表.xls", arguments, allowed)


def test_bytes_and_arguments_arrive_as_they_are_and_so_does_the_answer() -> None:
    """Also many, also names that no encoding takes, and a NUL in a name."""
    data = os.urandom(3 << 20)
    assert (
        work("echo", "表\udcff\0", "", data=data)
        == repr(("表\udcff\0", "")).encode("utf-8", "surrogatepass") + data
    )


def test_what_a_library_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    """Nor is it shown: a panic tells its line of Rust."""
    assert work("prints") == b"answer"
    assert capfd.readouterr() == ("", "")


def test_the_process_is_limited() -> None:
    """Memory and computing time by the system itself; what dies leaves no picture of its memory."""
    allowed = Allowance(120, 300)
    assert work("limits", allowed=allowed) == repr([300 << 20, 121, 0]).encode()


def test_a_file_that_is_larger_may_take_longer() -> None:
    """The time is for 10 MB."""
    assert Allowance(20, 400).time(b"") == 20
    assert Allowance(20, 400).time(bytes(15 << 20)) == 30


def test_no_module_is_taken_from_the_folder_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A msgspec.py that came with the forms is not ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    (tmp_path / "marshal.py").write_text("raise SystemExit(9)")
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)")

    found = work("paths").decode()

    assert "''" not in found
    assert str(tmp_path) not in found


@pytest.mark.parametrize("how", ["abort", "leave", "half", "panic", "quits"])
def test_whatever_ends_the_process_is_one_line(how: str) -> None:
    """Also where it says that all was well."""
    with pytest.raises(NotAWorkbookError) as caught:
        work(how)
    assert str(caught.value) == CRASHED


@pytest.mark.parametrize("how", ["swell", "killed", "flood"])
def test_what_takes_too_much_memory_is_one_line(how: str) -> None:
    """There and here: of an answer without end no more is taken than one file may cost."""
    with pytest.raises(NotAWorkbookError) as caught:
        work(how)
    assert str(caught.value) == TOO_MUCH


@pytest.mark.parametrize("how", ["spin", "sleep", "stay"])
def test_what_hangs_is_given_up(how: str) -> None:
    """Computing, waiting, or closed to the world."""
    with pytest.raises(NotAWorkbookError) as caught:
        work(how, allowed=Allowance(1, 400))
    assert str(caught.value) == f"读“表.xls”用的时间超过上限（1 秒），已放弃。{SAVE_ANEW}"


def test_an_error_of_ours_comes_back_as_it_was() -> None:
    """With its class; the reader says more exactly what is wrong than we could."""
    with pytest.raises(NotAWorkbookError, match="“表”已损坏。\n第二行"):
        work("refuses")
    with pytest.raises(FormError, match="不是自评表。"):
        work("knows_no_form")


def test_a_fault_of_the_program_is_told_as_one() -> None:
    """Which file, and what to send to whom."""
    with pytest.raises(XltoolsError) as caught:
        work("raises")
    assert str(caught.value) == (
        "读“表.xls”时程序内部出错（ValueError：不应有）。请把这一行和该文件发给维护者。"
    )


def test_where_no_process_can_be_started_the_file_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading it here instead would be the very thing that is to be avoided."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(XltoolsError, match="启动不了（没有这个文件或文件夹）"):
        work("echo")


def test_who_interrupts_us_ends_the_process_too(tmp_path: Path) -> None:
    """Ctrl+C does not leave it behind, hanging."""
    told = tmp_path / "pid"

    def interrupt() -> None:
        while not (told.exists() and told.read_text()):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        work("sleep_and_tell", str(told))
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
