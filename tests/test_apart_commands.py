"""Every command that is given a stranger's workbook outlives it; one of our own costs no process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from exotic import add_exotica, raw_book

from xltools.apart import parent
from xltools.cli import main
from xltools.errors import NotAWorkbookError
from xltools.hosts.file import filled, open_form
from xltools.package import Workbook, limits, load, strangers
from xltools.press import press

RETURNED = Path("samples/returned/来件")
STRANGERS = (
    "U盘/残疾人联合会/无障碍改造.et",
    "U盘/林业和草原局/森林防火物资购置.ods",
    "邮箱/云岭县文化和旅游局/YL2024026-古籍修复（改）.ods",
    "邮箱/云岭县水务局/YL2024016-河道清淤.xls",
)
LINE = "xltools：读“{}”时读表程序崩溃了，文件没有改动。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。\n"
HUNG = "xltools：读“{}”用的时间超过上限（1 秒），已放弃。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。\n"


@pytest.fixture
def stranger(root: Path, tmp_path: Path) -> Path:
    """A form that came as an .et file."""
    path = tmp_path / "来件" / "表.et"
    path.parent.mkdir()
    shutil.copy(root / RETURNED / "U盘/残疾人联合会/无障碍改造.et", path)
    return path


def misread(monkeypatch: pytest.MonkeyPatch, how: str, seconds: float = 60) -> None:
    """Let the process that reads do something else."""
    monkeypatch.setattr(strangers, "_WORK", f"apart_work:{how}")
    monkeypatch.setattr(limits, "READ_SECONDS", seconds)


def files_below(folder: Path) -> dict[str, bytes]:
    """All that lies there."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


COMMANDS = {
    "check": ["check", "{form}", "--annotate"],
    "check --json": ["check", "{form}", "--json"],
    "score": ["score", "{form}"],
    "score --in-place": ["score", "{form}", "--in-place"],
    "report": ["report", "{form}"],
    "press": ["press", "check", "{form}"],
    "press add": ["press", "add", "{form}", "--row", "12"],
    "new": ["new", "national-2020", "--projects", "{form}", "-o", "{folder}"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_crashes_costs_one_line_and_status_2(
    command: str,
    stranger: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Nothing is written, nothing is changed, no traceback."""
    misread(monkeypatch, "abort")
    before = files_below(stranger.parent)

    places = {"form": str(stranger), "folder": str(stranger.parent)}
    status = main([word.format(**places) for word in COMMANDS[command]])

    said = capfd.readouterr()
    line = LINE.format(stranger.name)
    assert status == 2
    assert said.err + said.out.replace("[]\n", "") in (line, line.removeprefix("xltools："))
    assert files_below(stranger.parent) == before


@pytest.mark.parametrize("how", ["panic", "sleep", "spin"])
def test_the_other_files_are_done_all_the_same(
    how: str,
    stranger: Path,
    demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What one file costs, it costs alone."""
    misread(monkeypatch, how, 1 if how != "panic" else 60)

    status = main(["check", str(stranger), str(demo)])

    said = capfd.readouterr()
    assert status == 2
    assert said.err == (LINE if how == "panic" else HUNG).format(stranger.name)
    assert said.out.startswith(str(demo))


def test_an_audit_goes_on_without_the_form_that_crashes(
    stranger: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The report that lies beside it is judged by itself."""
    report = stranger.with_name("报告.txt")
    report.write_text(
        "绩效自评报告\n项目全年预算数10万元，全年执行数12万元，执行率80%。\n", "utf-8"
    )
    misread(monkeypatch, "abort")

    status = main(["audit", str(report), str(stranger)])

    said = capfd.readouterr()
    assert status == 2
    assert LINE.format(stranger.name).removeprefix("xltools：").strip() in said.out + said.err
    assert "报告.txt" in said.out
    assert "Traceback" not in said.err


def test_a_summary_names_the_form_that_crashes(
    stranger: Path,
    demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """And holds all others."""
    shutil.copy(demo, stranger.parent)
    misread(monkeypatch, "killed")

    status = main(["summary", str(stranger.parent)])

    said = capfd.readouterr()
    assert status != 0
    assert "读“表.et”要用的内存超过上限" in said.out + said.err
    assert (stranger.parent / "评分表.xlsx").exists()


def test_a_button_tells_what_the_file_did(
    stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the plain window shows it."""
    misread(monkeypatch, "abort")
    answer = press("check", stranger)
    assert (answer.level, answer.message) == (
        "failed",
        LINE.format(stranger.name).strip().removeprefix("xltools："),
    )


def test_a_roster_that_crashes_its_reader_is_told(
    stranger: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is a file from a disk like any other."""
    misread(monkeypatch, "abort")
    heap = stranger.parent / "空"
    heap.mkdir()
    status = main(
        ["collect", str(heap), "--roster", str(stranger), "-o", str(heap.parent / "汇总.xlsx")]
    )
    assert status == 2
    assert capfd.readouterr().err == LINE.format(stranger.name)


# Who reads what.


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files for which another process was asked."""
    asked: list[str] = []
    real: Callable[..., bytes] = parent.work_apart

    def noted(work: str, data: bytes, label: str, *rest: object) -> bytes:
        asked.append(label)
        return real(work, data, label, *rest)

    monkeypatch.setattr(parent, "work_apart", noted)
    return asked


def alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workbook, Workbook]:
    """A workbook read in another process, and in this one."""
    apart = load(path)
    with monkeypatch.context() as patch:
        patch.setattr("xltools.apart._expendable", True)
        return apart, load(path)


@pytest.mark.parametrize("name", STRANGERS)
def test_what_another_process_read_is_what_this_one_reads(
    name: str, root: Path, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old Excel, WPS and OpenDocument: values, dates, formats, names, what may be active."""
    path = root / RETURNED / name
    apart, here = alike(path, monkeypatch)

    assert orders == [path.name]
    assert (apart.snapshot, apart.kind, apart.signed) == (
        here.snapshot,
        here.kind,
        here.signed,
    )


def test_an_unusual_workbook_is_filled_alike(
    demo: Path, tmp_path: Path, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What calamine reads comes back with all that the filling needs."""
    path = tmp_path / "富文本.xlsx"
    path.write_bytes(add_exotica(demo.read_bytes()))
    apart, here = alike(path, monkeypatch)
    assert orders == ["富文本.xlsx"]
    assert (apart.snapshot, apart.scans) == (here.snapshot, here.scans)

    written = filled(open_form(path))
    with monkeypatch.context() as patch:
        patch.setattr("xltools.apart._expendable", True)
        assert filled(open_form(path)) == written
    assert written != path.read_bytes()


def test_a_large_workbook_is_read_elsewhere_whoever_wrote_it(
    demo: Path, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An identity like ours is easily copied: it buys nothing."""
    monkeypatch.setattr(limits, "AT_HAND_BYTES", 10_000)
    apart, here = alike(demo, monkeypatch)
    assert orders == [demo.name]
    assert (apart.snapshot, apart.scans) == (here.snapshot, here.scans)


def test_a_large_table_of_text_is_read_elsewhere(
    tmp_path: Path, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small one here: only our own code sees it."""
    path = tmp_path / "表.csv"
    path.write_text("指标,分值\n数量,10\n", "utf-8")
    load(path)
    assert orders == []

    monkeypatch.setattr(limits, "AT_HAND_BYTES", 10)
    apart, here = alike(path, monkeypatch)
    assert orders == [path.name]
    assert apart.snapshot == here.snapshot


def test_what_is_refused_there_is_refused_here_in_the_same_words(
    tmp_path: Path, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that stands twice: seen by the process that reads."""
    path = tmp_path / "两次.xlsx"
    cells = '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'
    path.write_bytes(raw_book(f'<sheetData><row r="1">{cells}</row></sheetData>'))

    with pytest.raises(NotAWorkbookError) as apart:
        load(path)
    assert orders == [path.name]
    monkeypatch.setattr("xltools.apart._expendable", True)
    with pytest.raises(NotAWorkbookError) as here:
        load(path)
    assert str(apart.value) == str(here.value)


PROBE = """
import sys
from pathlib import Path
from xltools.cli import main
status = main(sys.argv[2:])
Path(sys.argv[1]).write_text("\\n".join(sys.modules))
"""


def test_a_form_of_ours_is_scored_without_another_process(
    demo: Path, root: Path, tmp_path: Path
) -> None:
    """Nor is anything loaded that would start one, nor any reader but our own."""
    told = tmp_path / "modules"
    subprocess.run(
        [sys.executable, "-c", PROBE, str(told), "score", str(demo), "-o", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        check=True,
        capture_output=True,
        timeout=60,
    )
    loaded = set(told.read_text().split("\n"))

    assert "xltools.package.strangers" in loaded
    assert loaded.isdisjoint(
        {"xltools.apart.parent", "xltools.wire", "python_calamine", "xlrd", "lxml"}
    )
