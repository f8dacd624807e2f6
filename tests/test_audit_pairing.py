"""Which forms a report tells of, when everything that was handed in lies in one heap."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from check_forms import form

from xltools.audit.read_text import parse_text
from xltools.hosts.pairing import Pair, pair, without_report
from xltools.hosts.returned import FormFile, ReportFile, Returned, gather

UNIT = "青禾县水利局"


def form_file(name: str, project: str, unit: str = UNIT) -> FormFile:
    """A form of a project."""
    fields = {"project_name": project, "implementing_unit": unit}
    return FormFile(Path(name), SimpleNamespace(evaluation=form((), fields=fields)))  # type: ignore[arg-type]


def report_file(name: str, text: str) -> ReportFile:
    """A report."""
    return ReportFile(Path(name), b"", parse_text(name, text))


ROADS = form_file("1.xlsx", "农村道路养护经费")
DAMS = form_file("2.xlsx", "水库除险加固项目")
WATER = form_file("3.xlsx", "农村饮水安全巩固提升工程")
OTHER = form_file("4.xlsx", "农村道路养护经费", "白石县交通局")
FORMS = [ROADS, DAMS, WATER]


def paired(name: str, text: str, forms: list[FormFile], *, folder: bool = True) -> Pair:
    """The pair of one report in a heap."""
    found = Returned([report_file(name, text)], list(forms), [], [], folder)
    (one,) = pair(found)
    assert {id(each) for each in without_report(found, [one])} == {
        id(each) for each in forms if each not in one.forms
    }
    return one


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("2-自评报告.docx", "某项目绩效自评报告\n", [DAMS]),
        ("2-已评分-自评报告(3).docx", "某项目绩效自评报告\n", [DAMS]),
        (
            "报告.docx",
            "2022年度农村道路养护项目绩效自评报告\n一、情况\n水库除险加固很好。",
            [ROADS],
        ),
        ("水库除险加固自评报告.docx", "绩效自评报告\n一、情况\n很好。", [DAMS]),
        ("a.txt", "一、情况\n“农村饮水安全巩固提升工程”项目实施以来，群众满意。", [WATER]),
        (
            "a.txt",
            "一、情况\n道路。\n" + "水库除险加固项目完成。\n" * 4 + "农村道路养护经费另报。",
            [DAMS],
        ),
        ("a.txt", "青禾县水利局自评报告\n农村道路养护：好。\n水库除险加固：好。", FORMS),
        ("a.txt", "某学校校舍维修项目绩效自评报告\n一、情况\n很好。", []),
    ],
)
def test_a_report_finds_its_forms(name: str, text: str, expected: list[FormFile]) -> None:
    """By the file's name, the title, what the text names most, the unit; or not at all."""
    assert list(paired(name, text, FORMS).forms) == expected


def test_of_two_units_projects_of_one_name_the_unit_decides() -> None:
    """Where the text names neither, both are meant."""
    title = "农村道路养护经费项目绩效自评报告\n"
    assert list(paired("a", f"{title}白石县交通局\n", [ROADS, OTHER]).forms) == [OTHER]
    assert list(paired("a", title, [ROADS, OTHER]).forms) == [ROADS, OTHER]


def test_a_unit_s_only_form_is_meant_by_its_name() -> None:
    """The project is called otherwise, but whose else should it be?"""
    one = paired("a", "白石县交通局2022年度绩效自评报告\n一、情况\n很好。", [DAMS, OTHER])
    assert (list(one.forms), one.why) == ([OTHER], "单位名称")
    two = paired("a", "青禾县水利局2022年度绩效自评报告\n一、情况\n很好。", FORMS)
    assert list(two.forms) == []


def test_what_the_user_puts_together_belongs_together() -> None:
    """One report and the forms named beside it, whatever they are called."""
    one = paired("a", "某学校校舍维修项目绩效自评报告\n", [ROADS, DAMS], folder=False)
    assert (list(one.forms), one.why) == ([ROADS, DAMS], "")


def test_in_a_folder_copies_and_strangers_are_left_aside(tmp_path: Path) -> None:
    """Our own copies, a .doc beside its .docx, texts that are no report, hidden files."""
    for name in ("甲.txt", "甲-批注.txt", "乙(2).txt", ".隐.txt", "~$甲.txt"):
        (tmp_path / name).write_text("甲项目绩效自评报告\n", encoding="utf-8")
    (tmp_path / "下级").mkdir()
    (tmp_path / "下级" / "10.txt").write_text("丙项目绩效自评\n", encoding="utf-8")
    (tmp_path / "下级" / "9.txt").write_text("丁项目绩效自评\n", encoding="utf-8")
    (tmp_path / "说明.txt").write_text("请按时报送。\n", encoding="utf-8")
    (tmp_path / "照片.png").write_bytes(b"\x89PNG")
    found = gather([tmp_path, tmp_path / "甲.txt"])
    assert [each.path.name for each in found.reports] == [
        "9.txt",
        "10.txt",
        "乙(2).txt",
        "甲.txt",
    ]
    others = [path.name for path, _ in found.skipped if path != tmp_path]
    assert others == ["甲-批注.txt", "说明.txt"]
    assert found.refused == []


def test_files_are_what_they_hold_and_not_what_they_are_called(
    tmp_path: Path, demo: Path
) -> None:
    """A form without an ending, a text that is called .xlsx."""
    form_path, text_path = tmp_path / "表", tmp_path / "报告.docx"
    form_path.write_bytes(demo.read_bytes())
    text_path.write_text("某项目绩效自评报告\n", encoding="utf-8")
    found = gather([form_path, text_path])
    assert [each.path for each in found.forms] == [form_path]
    assert [each.path for each in found.reports] == [text_path]
