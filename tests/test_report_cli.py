"""`xltools report`: one report a form or one a unit, where it goes, and what is said of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from xltools.cli import main

UNIT = """
[document]
scope = "unit"
title = "{{ implementing_unit }}"
[[block]]
heading = "一、基本情况"
[[block]]
paragraph = "{{ unit.count }}个项目，执行{{ outturn }}万元，执行率{{ execution_rate | percent }}。"
[[block]]
paragraph = "{% for each in projects %}{{ each.number }}.{{ each.name }}\\n{% endfor %}"
[[block]]
heading = "二、经验"
[[block]]
text = "method"
"""
OWN = """
[[block]]
heading = "一、{{ project_name }}"
[[block]]
text = "background"
"""


@pytest.fixture
def unit(root: Path, tmp_path: Path) -> Path:
    """The folder of a unit with three of its forms."""
    folder = tmp_path / "组织部"
    folder.mkdir()
    for number in ("01", "03", "10"):
        (form,) = (root / "samples" / "jiangxi-2022").glob(f"{number}-*.xlsx")
        shutil.copy(form, folder)
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder with a template for the whole unit."""
    folder = tmp_path / "模板"
    folder.mkdir()
    (folder / "report.toml").write_text(UNIT, encoding="utf-8")
    return folder


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a Word file that say anything."""
    return [each.text for each in docx.Document(str(path)).paragraphs if each.text]


def test_a_unit_gets_one_report_of_its_folder(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1.92 + 18.6932 + 48.824 of 1.92 + 62.3205 + 48.824; the numbers in the order of the files."""
    main(["report", str(unit), "--template", str(ours)])

    (made,) = unit.glob("*.docx")
    assert made.name.endswith("-自评报告.docx")
    assert "区委组织部" in made.name
    said = paragraphs(made)
    assert "3个项目，执行69.4372万元，执行率61.41%。" in said
    assert [line[:2] for line in said if line[1] == "."] == ["1.", "2.", "3."]
    assert "3 个项目" in capsys.readouterr().out


def test_a_copy_of_ours_and_a_score_table_are_not_forms_of_the_unit(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scored copies and 评分表 lie in the same folder; counting them would double the money."""
    main(["score", *map(str, unit.glob("*.xlsx"))])
    main(["summary", str(unit), "-o", str(unit / "评分表.xlsx")])
    capsys.readouterr()

    status = main(["report", str(unit), "--template", str(ours)])

    told = capsys.readouterr()
    (made,) = unit.glob("*.docx")
    assert "3个项目，执行69.4372万元，执行率61.41%。" in paragraphs(made)
    assert told.out.count("跳过副本") == 3
    assert "跳过以前生成的表：评分表.xlsx" in told.out
    assert told.err == ""
    assert status in {0, 1}


def test_a_form_that_cannot_be_read_is_told_and_the_report_is_still_written(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, because a project is missing from the report."""
    (unit / "99-坏.xlsx").write_bytes(b"no workbook")

    assert main(["report", str(unit), "--template", str(ours)]) == 2
    assert "99-坏.xlsx" in capsys.readouterr().err
    assert len(list(unit.glob("*.docx"))) == 1


def test_a_template_for_projects_gives_each_form_its_report(unit: Path, ours: Path) -> None:
    """Beside its form, each under its own name."""
    (ours / "report.toml").write_text(OWN, encoding="utf-8")

    main(["report", *map(str, sorted(unit.glob("*.xlsx"))), "--template", str(ours)])

    made = sorted(path.name for path in unit.glob("*.docx"))
    assert made == sorted(f"{path.stem}-自评报告.docx" for path in unit.glob("*.xlsx"))


def test_several_reports_go_into_a_folder_and_not_into_one_file(
    unit: Path, ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written under a name that only one of them could bear."""
    (ours / "report.toml").write_text(OWN, encoding="utf-8")
    command = ["report", str(unit), "--template", str(ours), "-o"]

    assert main([*command, str(tmp_path / "一份.docx")]) == 2
    assert "3 份报告" in capsys.readouterr().err
    (tmp_path / "出").mkdir()
    main([*command, str(tmp_path / "出")])
    assert len(list((tmp_path / "出").glob("*.docx"))) == 3


def test_a_folder_for_reports_is_made_and_old_ones_give_way_to_force(
    unit: Path, ours: Path, tmp_path: Path
) -> None:
    """-o 新/ twice: numbered without --force, the same names with it; two of one name never clash."""
    (ours / "report.toml").write_text(OWN, encoding="utf-8")
    deeper = unit / "另一个科室"
    deeper.mkdir()
    shutil.copy(next(unit.glob("01-*.xlsx")), deeper)
    for target, count in ((f"{tmp_path}/新/出/", 4), (tmp_path / "没有后缀", 4)):
        command = ["report", str(unit), "--template", str(ours), "-o", str(target)]
        main(command)
        made = sorted(Path(target).iterdir())
        assert len(made) == count
        before = {path: path.read_bytes() for path in made}
        made[0].write_bytes(b"old")
        main([*command, "--force"])
        assert {path: path.read_bytes() for path in Path(target).iterdir()} == before
        main(command)
        assert len(list(Path(target).iterdir())) == 2 * count


def test_a_report_beside_its_form_is_replaced_by_force(unit: Path, ours: Path) -> None:
    """As the help says of --force."""
    only = next(unit.glob("01-*.xlsx"))
    for force, count in (((), 1), (("--force",), 1), ((), 2)):
        main(["report", str(only), "--template", str(ours), *force])
        assert len(list(unit.glob("*.docx"))) == count


def test_where_something_is_missing_is_said_with_workbook_and_cell(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two workbooks with a sheet of texts each: the advice names one of them, and both cells."""
    next(unit.glob("10-*.xlsx")).unlink()
    for path in unit.glob("03-*.xlsx"):
        book = load_workbook(path)
        sheet = book["自评表"]
        cell = next(
            each for row in sheet.iter_rows() for each in row if each.value == "实施单位"
        )
        cell.offset(0, 1).value = None
        place = f"自评表!{cell.offset(0, 1).coordinate}"
        book.save(path)
    main(["report", str(unit), "--template", str(ours)])

    told = capsys.readouterr().out
    first = next(unit.glob("01-*.xlsx")).name
    third = next(unit.glob("03-*.xlsx")).name
    assert f"请在“{first}”的“报告文本”表中补写" in told
    assert f"“{third}”上没有填的：" in told
    assert f"{place} 实施单位" in told


def test_nothing_is_said_of_gaps_where_there_are_none(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """标为（待补充） only when something is."""
    (ours / "report.toml").write_text(
        '[[block]]\nheading = "一、{{ project_name }}"\n[[block]]\nparagraph = "有。"\n',
        encoding="utf-8",
    )
    main(["report", str(next(unit.glob("01-*.xlsx"))), "--template", str(ours)])

    assert "待补充" not in capsys.readouterr().out


def test_a_workbook_with_two_forms_names_the_reports_after_the_projects(
    root: Path, ours: Path, tmp_path: Path
) -> None:
    """Two sheets, each a form that a person copied."""
    (ours / "report.toml").write_text(OWN, encoding="utf-8")
    (form,) = (root / "samples" / "jiangxi-2022").glob("13-*.xlsx")
    book = load_workbook(form)
    for name in list(book.defined_names):
        del book.defined_names[name]
    second = book.copy_worksheet(book["自评表"])
    for row in second.iter_rows():
        for cell in row:
            if cell.value == "三名工作室经费":
                cell.value = "党员教育经费"
    target = tmp_path / "两个项目.xlsx"
    book.save(target)

    main(["report", str(target), "--template", str(ours)])

    made = {path.name: paragraphs(path)[1] for path in tmp_path.glob("*.docx")}
    assert made == {
        "两个项目-三名工作室经费-自评报告.docx": "一、三名工作室经费",
        "两个项目-党员教育经费-自评报告.docx": "一、党员教育经费",
    }


def test_a_text_that_the_template_needs_is_a_finding_although_the_form_can_do_without(
    unit: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """S14 with the cell, and the chapter in which 待补充 stands."""
    only = next(unit.glob("01-*.xlsx"))

    main(["check", str(only)])
    assert "S14" not in capsys.readouterr().out
    main(["report", str(only), "--template", str(ours)])

    told = capsys.readouterr().out
    assert "待补充 1 处：二、经验（1 处）" in told
    assert "提醒 S14 〔" in told
    assert "报告文本!" in told


def test_what_check_says_of_an_empty_text_is_not_said_twice(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The form requires eight texts that are empty; the report's list has the same eight."""
    main(["report", str(demo), "-o", str(tmp_path / "报告.docx")])

    told = capsys.readouterr().out
    assert told.count("S14") == 1
    assert "等 8 项" in told
