"""What is printed: a text from a workbook or a file's name gives a terminal no orders."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hostile_texts import HOSTILE, OBEYED, TEXTS, hostile_form

from xltools.cli import main
from xltools.cli.documents import print_json
from xltools.cli.terminal import Harmless, drawn_on, harmless, harmless_streams


def test_every_character_is_printed_as_itself_or_as_a_sign() -> None:
    """Controls and marks of direction are shown; Chinese, Latin, tabs and line ends stay."""
    for code in range(0x110000):
        char = chr(code)
        shown = harmless(char)
        orders = unicodedata.category(char) == "Cc" and char not in "\t\n"
        turns = unicodedata.bidirectional(char) in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        )  # fmt: skip
        assert (shown != char) >= (orders or turns), hex(code)
        assert not OBEYED.search(shown)
        if unicodedata.category(char) in ("Lo", "Ll", "Lu", "Nd", "Po", "Zs", "Sm"):
            assert shown == char


def test_a_stream_is_wrapped_once_and_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a command runs within a command; a bar of progress draws on the stream itself."""
    before = sys.stdout
    with harmless_streams():
        outer = sys.stdout
        with harmless_streams():
            assert sys.stdout is outer
        assert isinstance(outer, Harmless)
        assert drawn_on(outer) is before
        print("得分\x1b[2J100", "甲\r乙")
        sys.stdout.writelines(["\x07", "丙\n"])
    assert sys.stdout is before
    assert drawn_on(before) is before
    assert capsys.readouterr().out == "得分〔U+001B〕[2J100 甲〔U+000D〕乙\n〔U+0007〕丙\n"


@pytest.mark.parametrize("command", [["check"], ["score", "-o", "已评分.xlsx"]])
@pytest.mark.parametrize("name", ["escape", "csi", "bidi", "backspace", "overwrite", "nul"])
def test_a_cell_moves_no_cursor(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    command: list[str],
) -> None:
    """The findings quote it with signs in the place of what a terminal obeys."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表.xlsx").write_bytes(hostile_form(HOSTILE[name]))
    assert main([command[0], "表.xlsx", *command[1:]]) == 1
    said = capsys.readouterr()
    printed = said.out + said.err
    assert not OBEYED.search(printed)
    assert HOSTILE[name][0] in printed


def test_a_file_name_moves_no_cursor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither one that is read nor one that is not there; bytes that are no text are told too."""
    monkeypatch.chdir(tmp_path)
    named = "甲\x1b[2J\u202e乙.xlsx"
    Path(named).write_bytes(hostile_form("修缮"))
    assert main(["check", named, "没有\x1b[31m.xlsx"]) == 2
    said = capsys.readouterr()
    assert not OBEYED.search(said.out + said.err)
    assert "甲〔U+001B〕[2J〔U+202E〕乙.xlsx" in said.out
    assert "没有〔U+001B〕[31m.xlsx" in said.err


def test_json_names_a_file_whose_name_is_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its bytes stand as Python's escapes, by which a program finds the file again."""
    monkeypatch.chdir(tmp_path)
    named = os.fsdecode(b"\xb1\xed.xlsx")
    Path(named).write_bytes(hostile_form("修缮"))
    assert main(["check", "--json", named]) == 1
    out = capfd.readouterr().out
    assert out.isascii()
    assert json.loads(out)["file"] == named


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_json_holds_every_text_and_no_orders(
    name: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A program reads the very text; what is on the terminal is signs."""
    print_json({"text": text, text: [text]})
    out = capfd.readouterr().out
    assert json.loads(out) == {"text": text, text: [text]}
    assert not OBEYED.search(out)
