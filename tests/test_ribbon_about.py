"""帮助, 关于 and `xltools doctor`: what works on this computer, told in words and by the status."""

from __future__ import annotations

import json
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from xltools import __version__, state
from xltools.cli import main
from xltools.ribbon import BUTTONS, Answer, Desk, click, selftest, trial
from xltools.ribbon.selftest import Check, exit_status, self_test, verdict
from xltools.snapshot import Patch


@pytest.fixture(autouse=True)
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    folder = tmp_path / "state"
    monkeypatch.setenv(state.FOLDER, str(folder))
    return folder


def found(key: str) -> Check:
    """What the self-test says of one thing."""
    return next(each for each in self_test() if each.key == key)


class Page(HTMLParser):
    """The texts of a page, and that every element that opens is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_help_page_tells_every_button(remembered: Path) -> None:
    """Caption and tip out of the table; the page stands alone and is opened at once."""
    answer = click("help", Desk())
    assert answer == Answer(
        "帮助已在浏览器中打开。", files=(remembered / "帮助.html",), opens=True
    )
    source = answer.files[0].read_text("utf-8")
    page = Page(source)
    assert page.open == []
    for button in BUTTONS.values():
        assert button.caption in page.texts
        assert button.tip in page.texts
    assert 'charset="utf-8"' in source
    assert not re.search(r"(?:src|href)=", source)


def test_without_a_state_folder_the_page_lies_among_temporary_files(
    remembered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Help is needed most where something is wrong; nowhere to write is told."""
    remembered.write_text("in the way")
    other = tmp_path / "temporary"
    other.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(other))
    assert click("help", Desk()).files == (other / "帮助.html",)
    monkeypatch.setattr(tempfile, "tempdir", str(remembered))
    lost = click("help", Desk())
    assert lost.level == "failed"
    assert re.fullmatch("帮助写不到磁盘上（.+）。", lost.message)


def test_the_trial_form_really_earns_what_is_expected() -> None:
    """89.5, 良: scored, written into an .xlsx, read back; and its report is a Word file."""
    assert trial.score_trial() == ""
    assert trial.report_trial() == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("TOTAL", 90, "样例应得 90 分"), ("fill_forms", lambda *_: Patch(()), "读不回来")],
)
def test_a_wrong_score_is_seen(
    name: str, value: object, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail: on another total, and when nothing gets into the workbook."""
    monkeypatch.setattr(trial, name, value)
    check = found("score")
    assert check.status == "fails"
    assert said in check.said
    assert click("about", Desk()).level == "failed"
    assert main(["doctor"]) == 2


def test_about_tells_version_and_a_line_a_check() -> None:
    """On the computer that runs the tests the main job works."""
    answer = click("about", Desk())
    assert answer.level in {"done", "warning"}
    assert answer.message.startswith(f"xltools {__version__}：")
    titles = [line[2:].partition("：")[0] for line in answer.lines if line[0] in "✓△✗·"]
    assert titles[:4] == ["Python", "程序库", "计分", "Word 报告"]
    assert {"LibreOffice", "公文字体", "Excel", "WPS 表格", "日志文件夹"} <= set(titles)
    assert "✓ 计分：样例得 89.5 分、良，写入表格后读回一致" in answer.lines


def test_what_is_missing_is_told_with_what_one_cannot_do(
    monkeypatch: pytest.MonkeyPatch, remembered: Path
) -> None:
    """Without LibreOffice, fonts, a library or a place for the log one works on; status 1."""
    monkeypatch.setattr(selftest, "find_soffice", lambda: None)
    monkeypatch.setattr(selftest, "_missing_fonts", lambda: ["仿宋"])
    monkeypatch.setattr(selftest, "find_spec", lambda name: None)
    remembered.write_text("in the way")
    checks = {each.key: each for each in self_test()}
    for key in ("libreoffice", "fonts", "openpyxl", "xlwings", "tkinter", "log"):
        assert checks[key].status == "limited", key
        assert checks[key].advice
    assert "不能转 PDF" in checks["libreoffice"].said
    assert exit_status(list(checks.values())) == 1
    assert verdict(list(checks.values())).startswith("计分、校验和报告都能用；受限：")


def test_a_library_that_does_not_load_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel for another Python is installed and yet useless; the rest is looked at all the same."""
    real = selftest.import_module

    def broken(name: str) -> object:
        if name == "lxml":
            raise ImportError("DLL load failed")
        return real(name)

    monkeypatch.setattr(selftest, "import_module", broken)
    checks = {each.key: each for each in self_test()}
    assert checks["libraries"].status == "fails"
    assert "lxml" in checks["libraries"].said
    assert checks["log"].status == "works"


def test_a_look_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in a check that matters fails, elsewhere it limits."""
    monkeypatch.setattr(trial, "score_trial", lambda: 1 / 0)
    monkeypatch.setattr(selftest, "_missing_fonts", lambda: 1 / 0)
    assert found("score") == Check(
        "score", "计分", "fails", "检查时出错（ZeroDivisionError：division by zero）"
    )
    assert found("fonts").status == "limited"


def test_windows_is_asked_for_font_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For all users or for this one; no fontconfig there."""
    own = tmp_path / "local" / "Microsoft" / "Windows" / "Fonts"
    system = tmp_path / "windows" / "Fonts"
    for folder, name in ((own, "FZXBSJW.TTF"), (system, "simfang.ttf"), (system, "simsun.ttc")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    monkeypatch.setattr(selftest.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path / "windows"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert selftest._missing_fonts() == ["楷体", "黑体"]


def test_doctor_prints_the_same_and_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The exit status is that of the checks; of buttons it tells how they stand in each program."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert main(["addin", "install", "--desktop"]) == 0
    answer = click("about", Desk())
    assert f"· 已装的按钮：右键菜单 {__version__}" in answer.lines
    capsys.readouterr()
    status = main(["doctor"])
    said = capsys.readouterr().out.splitlines()
    assert set(answer.lines) - set(said) == {f"· 已装的按钮：右键菜单 {__version__}"}
    assert f"✓ 桌面右键菜单的按钮：已安装（{__version__}）" in said
    assert main(["doctor", "--json"]) == status
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == status
    assert document["version"] == __version__
    checks = {each["key"]: each for each in document["checks"]}
    assert checks["score"]["status"] == "works"
    assert {"addin-excel", "addin-libreoffice", "addin-wps", "addin-desktop"} <= set(checks)
    assert set(checks["score"]) == {"key", "title", "status", "said", "advice"}
    next(tmp_path.rglob("*.desktop")).unlink()
    assert main(["doctor"]) == 1
    assert "△ 桌面右键菜单的按钮" in capsys.readouterr().out
