"""收集文件夹, 打开汇总, 生成退回意见: a folder of forms at the desk of a bureau."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from collect_forms import SAMPLES

from xltools import state
from xltools.cli import main
from xltools.hosts.folders import RETURNED
from xltools.ribbon import Answer, Desk, click

UNIT = SAMPLES / "jiangxi-2022"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"


@pytest.fixture(autouse=True)
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    folder = tmp_path / "state"
    monkeypatch.setenv(state.FOLDER, str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path, demo: Path) -> Path:
    """Two forms of one unit with errors, one without, and a workbook that is broken."""
    found = tmp_path / "各单位报来"
    found.mkdir()
    shutil.copy(demo, found / "1-党建.xlsx")
    shutil.copy(UNIT / "03-干部人事档案数字化.xlsx", found / "2-档案.xlsx")
    shutil.copy(GOOD, found / "3-公路.xlsx")
    (found / "4-坏了.xlsx").write_bytes(b"PK\3\4 broken")
    return found


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Two forms of one unit, one that seems to be another's, and a workbook that is broken."""
    found = tmp_path / "本单位"
    found.mkdir()
    shutil.copy(next(UNIT.glob("01-*.xlsx")), found / "1-党建.xlsx")
    shutil.copy(UNIT / "03-干部人事档案数字化.xlsx", found / "2-档案.xlsx")
    shutil.copy(GOOD, found / "3-公路.xlsx")
    (found / "4-坏了.xlsx").write_bytes(b"PK\3\4 broken")
    return found


def collected(folder: Path, name: str = "collect") -> Answer:
    """The answer to a click with this folder chosen."""
    return click(name, Desk(chosen=folder))


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with its content's hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_becomes_the_table_that_summary_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Byte for byte; the answer counts files and findings as its list does."""
    unit = tmp_path / "区委组织部"
    shutil.copytree(UNIT, unit, ignore=shutil.ignore_patterns("*.toml", "评分表.xlsx"))
    wanted = tmp_path / "wanted.xlsx"
    main(["summary", str(unit), "-o", str(wanted)])
    capsys.readouterr()
    answer = collected(unit)
    assert answer.files == (unit / "评分表.xlsx",)
    assert answer.files[0].read_bytes() == wanted.read_bytes()
    note = openpyxl.load_workbook(wanted)["问题清单"]["A2"].value
    assert answer.message == f"已读 14 份自评表；{note.partition('。')[0]}；已生成 评分表.xlsx"


def test_a_bad_file_is_told_and_stops_nothing(own: Path) -> None:
    """Three are read, one is not; the reason stands in the lines."""
    answer = collected(own)
    assert answer.level == "warning"
    assert answer.message.startswith("已读 3 份自评表，1 个文件读不了；")
    assert any(line.startswith("读不了：“4-坏了.xlsx”") for line in answer.lines)
    assert any(line.startswith("3-公路.xlsx（农村公路") for line in answer.lines)


def test_a_copy_of_ours_is_left_out_and_told(own: Path) -> None:
    """The table is that of the originals."""
    wanted = collected(own).files[0].read_bytes()
    for tail in ("-已评分", ".备份1"):
        shutil.copy(own / "1-党建.xlsx", own / f"1-党建{tail}.xlsx")
    answer = collected(own)
    assert answer.message.startswith("已读 3 份自评表")
    assert answer.files[0].read_bytes() == wanted
    assert "跳过副本：1-党建-已评分.xlsx（已有 1-党建）" in answer.lines


def test_a_second_run_replaces_our_table_and_nobody_elses(own: Path) -> None:
    """Ours is known by its mark; a file of that name that the bureau made itself stays."""
    first = collected(own)
    again = collected(own)
    assert again == first
    theirs = openpyxl.Workbook()
    theirs.active["A1"] = "各单位得分"  # type: ignore[index]
    theirs.save(own / "评分表.xlsx")
    before = (own / "评分表.xlsx").read_bytes()
    other = collected(own)
    assert [path.name for path in other.files] == ["评分表(2).xlsx"]
    assert (own / "评分表.xlsx").read_bytes() == before
    assert any("评分表.xlsx" in line and "读不了" in line for line in other.lines)
    assert collected(own).files == other.files


def test_who_stops_gets_no_table(own: Path) -> None:
    """Progress is asked before every file, with its number and name."""
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, whole: int, what: str) -> bool:
        seen.append((done, whole, what))
        return done < 2

    answer = click("collect", Desk(chosen=own, progress=progress))
    assert answer.message == "已停止，没有改动。"
    assert seen == [(0, 4, "1-党建.xlsx"), (1, 4, "2-档案.xlsx"), (2, 4, "3-公路.xlsx")]
    assert not (own / "评分表.xlsx").exists()


def test_a_fault_of_ours_in_one_file_is_told_like_a_bad_file(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other forms are put together all the same."""
    from xltools.hosts import summary

    opened = summary.open_form
    monkeypatch.setattr(
        summary, "open_form", lambda path, *_: 1 / 0 if path.name[0] == "2" else opened(path)
    )
    answer = collected(own)
    assert answer.message.startswith("已读 2 份自评表，2 个文件读不了；")
    assert any("“2-档案.xlsx”时程序内部出错" in line for line in answer.lines)


def test_the_last_table_is_opened(own: Path, remembered: Path) -> None:
    """It is remembered from click to click; none, and one that is gone, are told."""
    assert click("open", Desk()).message == "还没有生成过汇总表或评分表，请先点“收集文件夹”。"
    made = collected(own).files[0]
    answer = click("open", Desk())
    assert (answer.files, answer.opens, answer.level) == ((made,), True, "done")
    assert json.loads((remembered / "recent.json").read_text("utf-8")) == {"summary": str(made)}
    made.unlink()
    gone = click("open", Desk())
    assert gone.level == "failed"
    assert str(made) in gone.message
    (remembered / "recent.json").write_text("[broken", "utf-8")
    assert click("open", Desk()).message.startswith("还没有生成过")


def test_a_state_folder_that_cannot_be_written_hinders_nothing(
    own: Path, remembered: Path
) -> None:
    """The table is made; nothing is remembered."""
    remembered.write_text("a file where the own should be")
    assert collected(own).files[0].is_file()
    assert click("open", Desk()).message.startswith("还没有生成过")


def test_forms_with_errors_get_a_letter_and_a_copy(folder: Path) -> None:
    """By unit; sound forms get none; not a byte of the folder changes."""
    before = digests(folder)
    answer = collected(folder, "remarks")
    assert answer.level == "warning"
    assert answer.message == (
        "2 份有错误，1 份没有错误，1 份没有处理；已写 2 份退回意见，在“退回意见”文件夹里"
    )
    after = digests(folder)
    assert {name: after[name] for name in before} == before
    written = sorted(path for path in after if path not in before)
    assert sorted(written) == [
        f"退回意见/{unit}/{name}"
        for unit, stem in (("中共临×县委组织部", "1-党建"), ("渝水区委组织部", "2-档案"))
        for name in (f"{stem}-退回意见.docx", f"{stem}-问题清单.xlsx")
    ]
    assert answer.files[0] == folder / RETURNED
    for letter in answer.files[1:]:
        copy = letter.with_name(letter.name.replace("退回意见.docx", "问题清单.xlsx"))
        listed = [row[1].value for row in openpyxl.load_workbook(copy)["问题清单"].iter_rows()]
        assert "错误" in listed
    again = collected(folder, "remarks")
    assert again == answer
    assert digests(folder) == after


def test_the_letter_says_what_is_wrong_by_severity(folder: Path, root: Path) -> None:
    """To the unit, dated, with a line to sign; cell, words and advice of every finding."""
    from xltools.hosts.file import open_form

    answer = collected(folder, "remarks")
    letter = next(path for path in answer.files if path.name == "1-党建-退回意见.docx")
    document = docx.Document(str(letter))
    texts = [each.text for each in document.paragraphs if each.text]
    assert texts[:2] == ["关于“创建党建先进县”", "项目支出绩效自评表的退回意见"]
    assert texts[2] == "中共临×县委组织部："
    assert "错误 3 项、提醒 13 项" in texts[3]
    assert [text for text in texts if text[1] == "、"] == [
        "一、必须改正的错误（3 项）", "二、需要核实的事项（13 项）",
    ]  # fmt: skip
    assert texts[-4] == "附件：1-党建-问题清单.xlsx"
    assert texts[-3].startswith("审核单位（盖章）")
    assert texts[-1].endswith("日")
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    errors = [each for each in open_form(folder / "1-党建.xlsx").findings if each.is_error]
    assert [cell[2:] for cell in cells[1:]] == [[e.message, e.advice] for e in errors]
    assert [cell[1].split("\n")[0] for cell in cells[1:]] == [str(e.place) for e in errors]
    assert document.paragraphs[0].style.name == "Title"  # type: ignore[union-attr]


def test_word_would_open_the_letter(folder: Path, root: Path) -> None:
    """Microsoft's own validator has no word to say."""
    answer = collected(folder, "remarks")
    setup = ["bash", str(root / "scripts/setup.sh"), "validator"]
    validator = subprocess.run(setup, check=True, capture_output=True, text=True).stdout.strip()
    for letter in answer.files[1:]:
        said = subprocess.run(
            [validator, str(letter)], check=False, capture_output=True, text=True
        )
        assert (json.loads(said.stdout)["errors"], said.returncode) == ([], 0)


def test_a_letter_that_somebody_changed_stays(folder: Path) -> None:
    """The new one gets a number."""
    letter = next(path for path in collected(folder, "remarks").files if path.is_file())
    letter.write_bytes(letter.read_bytes() + b" ")
    changed = letter.read_bytes()
    again = collected(folder, "remarks")
    assert letter.read_bytes() == changed
    assert letter.with_name(f"{letter.stem}(2).docx") in again.files


def test_returned_copies_are_not_collected(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They lie below the own; neither the button nor the command counts them as handed in."""
    before = collected(own).message
    collected(own, "remarks")
    after = collected(own)
    assert after.message == before
    assert any("没有读退回的副本" in line for line in after.lines)
    main(["summary", str(own), "--force"])
    assert "里是退回的副本，没有读" in capsys.readouterr().err


def test_a_workbook_of_several_forms_gets_one_letter(tmp_path: Path) -> None:
    """Form by form, those with errors only."""
    from datetime import date

    from xltools.hosts.file import open_form
    from xltools.report.opinion import Letter, Returned, write_letter

    opened = open_form(next(UNIT.glob("01-*.xlsx")))
    findings = opened.findings
    forms = [
        Returned("甲项目", 2021, findings, "表1"),
        Returned("乙项目", 2022, findings, "表2"),
    ]
    data = write_letter(
        Letter("", date(2025, 3, 4), "两个.xlsx", forms, ("甲.xlsx", "乙.xlsx"))
    )
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    texts = [each.text for each in docx.Document(str(path)).paragraphs if each.text]
    assert texts[0] == "关于“甲项目”、“乙项目”"
    assert texts[2] == "填报单位："
    assert "一、甲项目（表1）" in texts
    assert "二、乙项目（表2）" in texts
    assert [text for text in texts if text.startswith("（一）")]
    assert "附件：1.甲.xlsx" in texts
    assert texts[-1] == "2025年3月4日"
    with ZipFile(path) as archive:
        assert "2025" not in archive.read("docProps/core.xml").decode()


def test_who_stops_the_letters_keeps_those_written(folder: Path) -> None:
    """And is told how many."""
    answer = click("remarks", Desk(chosen=folder, progress=lambda done, *_: done < 1))
    assert answer.message.startswith("已停止：1 份有错误；已写 1 份退回意见")
    assert len(answer.files) == 2
