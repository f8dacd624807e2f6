"""`xltools summary` on folders as they are: locks, leftovers, broken files, forms of every format."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from collect_forms import SAMPLES

from xltools.cli import main

UNIT = SAMPLES / "jiangxi-2022"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The unit's fourteen workbooks in a folder of their own."""
    unit = tmp_path / "区委组织部"
    unit.mkdir()
    for path in UNIT.glob("*.xlsx"):
        shutil.copy(path, unit)
    return unit


def names(path: Path) -> list[str]:
    """The projects of a 评分表, from top to bottom."""
    sheet = openpyxl.load_workbook(path, data_only=True)["评分表"]
    return [row[0].value for row in sheet.iter_rows(min_row=4) if row[1].value is not None]


def test_a_folder_becomes_a_table_and_a_list(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, since there are errors; the table is printed, and each finding with file and cell."""
    target = tmp_path / "评分表.xlsx"
    assert main(["summary", str(folder), "-o", str(target), "--budget", "289.9965"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert "合计" in said.out
    assert "289.9965    244.2092   84.21%" in said.out
    assert "03-干部人事档案数字化.xlsx 自评表!F6  提醒 R52" in said.out
    assert len(names(target)) == 15


def test_a_copy_of_ours_is_not_counted_beside_its_original(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scored copies and backups lie in the same folder; counting them would double the money."""
    form = folder / "03-干部人事档案数字化.xlsx"
    for tail in ("-已评分", "-已评分(2)", ".备份1"):
        shutil.copy(form, form.with_stem(form.stem + tail))
    shutil.copy(form, folder / "99-没有原件-已评分.xlsx")
    target = tmp_path / "评分表.xlsx"
    main(["summary", str(folder), "-o", str(target)])
    told = capsys.readouterr().err
    assert told.count("跳过副本") == 3
    assert "跳过副本：03-干部人事档案数字化-已评分.xlsx（已有 03-干部人事档案数字化）" in told
    assert len(names(target)) == 16
    main(["summary", str(folder), "-o", str(target), "--json", "--force"])
    assert len(json.loads(capsys.readouterr().out)["copies"]) == 3


def test_a_unit_without_a_fault_is_status_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One careful form is a set as well."""
    target = tmp_path / "a.xlsx"
    assert main(["summary", str(GOOD), "-o", str(target)]) == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert openpyxl.load_workbook(target)["评分表"]["B4"].value == "农村公路安全生命防护工程"


def test_an_odd_folder_is_read_and_what_cannot_be_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lock files, hidden files and documents are no forms; a broken one and a csv are told of."""
    (folder / "~$01-非公有制经济组织党建.xlsx").write_bytes(b"\x05user")
    (folder / ".~lock.02-基层党建.xlsx#").write_text("user")
    (folder / "._03.xlsx").write_bytes(b"\0\5\x16\7")
    (folder / "自评报告.docx").write_bytes(b"PK\3\4")
    (folder / "15-坏了.xlsx").write_bytes(b"PK\3\4 broken")
    (folder / "16-空.xlsx").write_bytes(b"")
    (folder / "名单.csv").write_text("姓名,电话\n李某,\n", "utf-8")
    target = tmp_path / "评分表.xlsx"
    assert main(["summary", str(folder), "-o", str(target)]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 3
    for name in ("15-坏了.xlsx", "16-空.xlsx", "名单.csv"):
        assert name in said.err
    assert "Traceback" not in said.err
    assert len(names(target)) == 15
    sheet = openpyxl.load_workbook(target)["问题清单"]
    assert [sheet.cell(row, 4).value for row in (4, 5, 6)] == [
        "15-坏了.xlsx", "16-空.xlsx", "名单.csv",
    ]  # fmt: skip


def test_two_forms_of_one_project_are_an_error_and_both_are_in_the_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old version was left in the folder: the sum is told to be wrong, nothing is dropped."""
    shutil.copy(folder / "13-三名工作室.xlsx", folder / "13-三名工作室（旧）.xlsx")
    target = tmp_path / "评分表.xlsx"
    assert main(["summary", str(folder), "-o", str(target), "--budget", "289.9965"]) == 1
    said = capsys.readouterr().out
    assert "汇总时会算两次" in said
    assert "相差 18 万元" in said
    assert names(target).count("三名工作室经费") == 2


def test_a_second_run_passes_over_the_first_result(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table lies among the forms by default; under another name it is known by its mark."""
    assert main(["summary", str(folder)]) == 1
    made = folder / "评分表.xlsx"
    first = made.read_bytes()
    assert main(["summary", str(folder)]) == 2
    assert "已存在" in capsys.readouterr().err
    shutil.copy(made, folder / "评分表-旧.xlsx")
    assert main(["summary", str(folder), "--force"]) == 1
    assert "跳过以前生成的表：评分表-旧.xlsx" in capsys.readouterr().out
    assert made.read_bytes() == first


def test_files_stand_in_natural_order_each_once(folder: Path, tmp_path: Path) -> None:
    """2 before 10; a file that is named beside its folder counts once; sub-folders are searched."""
    for path in sorted(folder.iterdir()):
        path.rename(folder / path.name.removeprefix("0"))
    deep = folder / "补交"
    deep.mkdir()
    shutil.copy(GOOD, deep / "农村公路.xlsx")
    target = tmp_path / "评分表.xlsx"
    again = folder / "1-非公有制经济组织党建.xlsx"
    assert main(["summary", str(folder), str(again), "-o", str(target)]) == 1
    found = names(target)
    assert found[0] == "2021年度非公有制经济组织与社会组织党建市级经费"
    assert found[9] == "党代表活动经费"
    assert found[14:] == ["农村公路安全生命防护工程", "合计"]


def test_a_list_of_projects_in_the_folder_is_no_form(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--budget with a file: who is missing is told, with the cell of the list."""
    budget = folder / "预算清单.csv"
    budget.write_text("项目名称,预算数（万元）\n三名工作室经费,18\n图书购置,3.5\n", "utf-8-sig")
    target = tmp_path / "评分表.xlsx"
    assert main(["summary", str(folder), "-o", str(target), "--budget", str(budget)]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert "清单上有“图书购置”（3.5 万元），没有交自评表" in said.out
    assert "预算清单.csv" in said.out


def test_json_says_all_and_nothing_else_is_printed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exact decimals as strings; findings of the set with file, sheet and cell."""
    target = tmp_path / "评分表.xlsx"
    (folder / "坏.xlsx").write_bytes(b"x")
    assert main(["summary", str(folder), "-o", str(target), "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["total"] == {
        "budget": "289.9965", "outturn": "244.2092", "rate": "0.8421", "score": "99.07",
        "rule_score": "99.47",
    }  # fmt: skip
    third = document["projects"][2]
    assert (third["project"], third["score"], third["rule_score"]) == (
        "干部人事档案数字化建设", "90", "93",
    )  # fmt: skip
    assert third["findings"]
    copied = [each for each in document["findings"] if "48.824" in each["message"]]
    assert {(each["file"], each["cell"]) for each in copied} == {
        ("08-七一表彰及大组工网维护.xlsx", "F12"),
        ("10-党代表活动.xlsx", "E16"),
    }
    assert [each["file"] for each in document["unread"]] == ["坏.xlsx"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--budget", "很多"], "--budget 后面应写金额"),
        (["--outturn", "1.2.3"], "--outturn 后面应写金额"),
        (["--budget", "没有.xlsx"], "找不到文件"),
        (["--profile", "没有这种"], "没有名为“没有这种”的表样"),
    ],
)
def test_an_option_that_makes_no_sense_is_told_in_one_line(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, no table, no traceback."""
    target = tmp_path / "评分表.xlsx"
    assert main(["summary", str(GOOD), "-o", str(target), *options]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert not target.exists()


def test_a_folder_without_a_form_makes_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither an empty folder nor one whose files cannot be read."""
    assert main(["summary", str(tmp_path)]) == 2
    assert "里没有自评表文件" in capsys.readouterr().err
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    assert main(["summary", str(tmp_path)]) == 2
    assert "没有生成评分表" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["坏.xlsx"]


def test_amounts_may_carry_their_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """480万元, 4,800,000元 and 480 are one budget."""
    for number, text in enumerate(("480", "480万元", "4,800,000元")):
        target = tmp_path / f"{number}.xlsx"
        assert main(["summary", str(GOOD), "-o", str(target), "--budget", text]) == 0
    assert "相差" not in capsys.readouterr().out


def test_several_forms_of_one_workbook_are_several_projects(tmp_path: Path) -> None:
    """A unit that keeps all its forms in one file."""
    book = openpyxl.load_workbook(UNIT / "13-三名工作室.xlsx")
    for name in list(book.defined_names):
        del book.defined_names[name]
    for sheet in book.sheetnames:
        if sheet != "自评表":
            del book[sheet]
    copy = book.copy_worksheet(book["自评表"])
    copy.title = "项目二"
    copy["C3"] = "春节慰问"
    path = tmp_path / "全部.xlsx"
    book.save(path)
    target = tmp_path / "评分表.xlsx"
    main(["summary", str(path), "-o", str(target)])
    assert names(target) == ["三名工作室经费", "春节慰问", "合计"]
