"""The macro of the Excel add-in runs: in LibreOffice, which understands VBA, in the twin .xlsm."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from office_ribbon import Office, office, until

from xltools.live.__main__ import _parser
from xltools.ribbon import TAB

ALWAYS_RUN = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


@pytest.fixture(scope="module")
def form(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form under a name as people give them."""
    path = tmp_path_factory.mktemp("form") / "自评表 (2025)&终稿 100%PATH%.xlsx"
    shutil.copy(demo, path)
    return path


@pytest.fixture(scope="module")
def running(form: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice without a screen, with the form in front."""
    with office(tmp_path_factory.mktemp("office") / "profile", form) as started:
        yield started


class Macro:
    """The subs and functions of the twin, opened out of sight."""

    def __init__(self, running: Office, twin: Path) -> None:
        from com.sun.star.beans import PropertyValue

        options = {"MacroExecutionMode": ALWAYS_RUN, "Hidden": True}
        self.document = running.desktop.loadComponentFromURL(
            twin.as_uri(),
            "_blank",
            0,
            tuple(PropertyValue(name, 0, value, 0) for name, value in options.items()),
        )

    def __call__(self, name: str, *arguments: object) -> Any:
        """Call one of them; gives what it returns."""
        url = f"vnd.sun.star.script:VBAProject.xltools.{name}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(url).invoke(arguments, (), ())[0]


@pytest.fixture(scope="module")
def macro(running: Office, root: Path, form: Path) -> Macro:
    """The macro as committed; a copy, since an office that is ended leaves its lock behind."""
    twin = form.with_name(f"{TAB}.xlsm")
    shutil.copy(root / "workbook" / twin.name, twin)
    return Macro(running, twin)


def test_its_words_come_from_the_sheet(macro: Macro) -> None:
    """Chinese, although its source is ASCII."""
    assert "没有找到 xltools 的 Python 环境" in macro("xl_text", 2.0)
    assert "xltools 没有启动" in macro("xl_text", 3.0)
    assert macro("xl_text", 4.0) == TAB


def test_paths_with_spaces_and_chinese_arrive_whole(
    macro: Macro, form: Path, tmp_path: Path
) -> None:
    """Interpreter and workbook each as one argument, in the order that xltools.live expects."""
    folder = tmp_path / "绩效 目录"
    folder.mkdir()
    recorder, record = folder / "python w", tmp_path / "arguments"
    recorder.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{record}.new"\nmv "{record}.new" "{record}"\n',
        encoding="utf-8",
    )
    recorder.chmod(0o755)
    macro("xl_run", str(recorder), "score --hwnd 132456", str(form))
    until(record.exists, "the macro started nothing")
    words = record.read_text(encoding="utf-8").splitlines()
    assert words == [
        *("-X", "utf8", "-m", "xltools.live"),
        *("score", "--hwnd", "132456", "--book", str(form)),
    ]
    read = _parser().parse_args(words[4:])
    assert (read.action, read.hwnd, read.book) == ("score", 132456, str(form))


def test_a_click_fills_the_form(macro: Macro, running: Office) -> None:
    """The macro starts our Python, which reads the open form, judges it and fills its cells."""
    document = running.front()
    form = document.Sheets.getByName("自评表")
    total, grade = form.getCellRangeByName("H40"), form.getCellRangeByName("D41")
    total.String = ""
    assert grade.String == "良好"  # as typed; by the profile's table it is 良
    pipe = "xltools" + secrets.token_hex(16)
    acceptor = running.service("com.sun.star.office.Acceptor")  # open as long as it is held
    acceptor.initialize((f"pipe,name={pipe};urp;", True))
    macro(
        "xl_run", sys.executable, f"score --pipe {pipe} --uid {document.RuntimeUID} --quiet", ""
    )
    until(lambda: running.clicks() == 1, "the click does not end")
    assert (total.Value, grade.String) == (89.5, "良")
