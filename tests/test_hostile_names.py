"""Files whose names want to be more: a link to run, an order to a terminal, an option, a line of the log."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from hostile_texts import OBEYED, hostile_form

from xltools.bureau.log import Log
from xltools.cli import main
from xltools.errors import FileError
from xltools.filenames import plain_name
from xltools.overview.texts import link_to

NAMES = (
    "=cmd|'calc'!A0.xlsx", "+1.xlsx", "@甲.xlsx", "-rf.xlsx", "--output=x.xlsx", "javascript:alert(1).xlsx",
    "http:evil.invalid.xlsx", "甲\x1b[2J.xlsx", "甲\n2026-01-01 00:00:00  收表结束.xlsx", "甲\u202exslx.exe.xlsx",
    "{{ 7*7 }}.xlsx", "<r><t>a<∕t><∕r>.xlsx", "a&b;c\"d'.xlsx", "[bold]甲.xlsx", "%2e%2e%2fx.xlsx", "#REF!.xlsx",
    "con.xlsx", "很" * 80 + ".xlsx", "a b .xlsx", "C:x.xlsx", "\\\\evil.invalid\\x.xlsx",
)  # fmt: skip
PROGRAMS = (
    "自评表.xlsx.exe",
    "自评表.lnk",
    "自评表.url",
    "自评表.bat",
    "自评表.hta",
    "自评表.js",
)


@pytest.fixture
def heap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a form under each name, programs beside them, and one name that is no text."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "来件"
    folder.mkdir()
    data = hostile_form("修缮")
    for name in (*NAMES, os.fsdecode(b"\xd7\xd4\xc6\xc0.xlsx")):
        (folder / name).write_bytes(data)
    for name in PROGRAMS:
        (folder / name).write_bytes(b"MZ")
    return folder


def test_collecting_them_gives_no_name_a_meaning(
    heap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file is accounted for; the summary links to forms, the log has a line a line."""
    assert main(["collect", "来件", "-o", "汇总.xlsx", "--jobs", "1", "--csv", "csv"]) == 1
    said = capsys.readouterr()
    assert f"共 {len(NAMES) + 1 + len(PROGRAMS)} 个文件" in said.out
    assert not OBEYED.search(said.out + said.err)
    log = Path("收表日志.txt").read_text(encoding="utf-8-sig").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", line) for line in log)
    assert sum("收表结束" in line for line in log) == 1
    assert not any(OBEYED.search(line) for line in log)
    with zipfile.ZipFile("汇总.xlsx") as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/_rels/"):
                for target in re.findall(r'Target="([^"]*)"', package.read(name).decode()):
                    plain = target.replace("&amp;", "&").replace("&quot;", '"')
                    if "drawing" in plain:
                        continue
                    assert ":" not in plain
                    assert (heap.parent / unquote(plain)).is_file(), plain
    book = openpyxl.load_workbook("汇总.xlsx")
    formulas = {c.value for sheet in book for row in sheet for c in row if c.data_type == "f"}
    assert not any("cmd" in str(each) for each in formulas)


def test_each_command_takes_them_as_files(
    heap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` and `score` name them with signs; a copy lies in its folder."""
    Path("评分").mkdir()
    for name in NAMES:
        path = f"来件/{name}"
        assert main(["check", path]) == 1, name
        assert main(["score", path, "-o", "评分"]) == 1, name
        said = capsys.readouterr()
        assert not OBEYED.search(said.out + said.err), name
    assert len(list(Path("评分").iterdir())) == len(NAMES)
    assert not Path("x").exists()


@pytest.mark.parametrize("name", [*PROGRAMS, "甲", "甲.xlsm.scr", "甲.docm", ""])
def test_a_program_is_linked_nowhere(tmp_path: Path, name: str) -> None:
    """A click in the summary opens a table, a letter or an archive."""
    assert link_to(str(tmp_path / name) if name else "", tmp_path) is None


@pytest.mark.parametrize(
    "name", ["javascript:alert(1).xlsx", "http:", "file:/etc/passwd.xlsx", "mailto:a.xlsx"]
)
def test_a_name_is_no_scheme(tmp_path: Path, name: str) -> None:
    """What looks like an address is a file beside the summary."""
    address = link_to(str(tmp_path / name / "表.xlsx"), tmp_path)
    assert address is not None
    assert ":" not in address
    assert unquote(address) == f"{name}/表.xlsx"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../../x", "／..／..／x"), ("..\\..\\x", "＼..＼x"), ("..", ""), (".", ""), ("/", "／"),
        ("C:\\Windows", "C：＼Windows"), ("con", "_con"), ("CON.txt", "_CON.txt"), ("com¹", "_com¹"),
        ("nul .x", "_nul .x"), ("conx", "conx"), ("-rf", "_-rf"), ("甲\u202e乙\u2066丙", "甲 乙 丙"),
        ("甲\ud83d", "甲"), ("甲\x9b\x00乙", "甲 乙"), (" . ", ""), ("很" * 100, "很" * 60), ("~$甲", "＿~$甲"),
        ("a\r\nb\tc", "a b c"), ("😀" * 100, "😀" * 45),
    ],
)  # fmt: skip
def test_a_name_made_from_a_text_is_one_step(text: str, name: str) -> None:
    """Neither up nor elsewhere, no device, no option, read as it is stored."""
    assert plain_name(text) == name


def test_the_log_quotes_no_library(tmp_path: Path) -> None:
    """What a database or a reader says may hold what stands in a form."""
    for error, told in (
        (FileError("台账写不进去。"), "中断：台账写不进去。"),
        (ValueError("张某 13800000000"), "中断：ValueError"),
    ):
        with pytest.raises(type(error)), Log(tmp_path / "日志.txt"):
            raise error
        assert (tmp_path / "日志.txt").read_text(encoding="utf-8-sig").rstrip().endswith(told)
