"""Forms without a template of their own: the national outline, or a template asked for by name."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest

from xltools.cli import main
from xltools.errors import TemplateError
from xltools.profile import load_profile, profile_ids
from xltools.report import compose_report, missing_texts, stands_in
from xltools.report.adopt import NATIONAL, choose_template, path_for
from xltools.report.lint import lint_template
from xltools.report.sample import empty_form, filled_form

Captured = pytest.CaptureFixture[str]
WITHOUT = [name for name in profile_ids() if not load_profile(name).report]
FITTING = [name for name in WITHOUT if name != "chongqing-2022"]


def run(capsys: Captured, *words: object) -> tuple[int, str, str]:
    """Exit status, stdout, stderr."""
    status = main(["report", *map(str, words)])
    done = capsys.readouterr()
    return status, done.out, done.err


def told(content: bytes) -> list[str]:
    """The paragraphs of a report that say anything."""
    return [each.text for each in docx.Document(BytesIO(content)).paragraphs if each.text]


@pytest.fixture
def published(root: Path, tmp_path: Path) -> Path:
    """A folder of published forms of several regions."""
    folder = tmp_path / "收上来的"
    shutil.copytree(root / "samples" / "published", folder)
    return folder


@pytest.mark.parametrize("name", FITTING)
def test_the_outline_serves_every_form_with_its_indicators(name: str) -> None:
    """Empty, filled and half filled; no sentence asks for what the form does not have."""
    profile = load_profile(name)
    assert stands_in(profile)
    faults = lint_template(path_for(profile), profile)
    assert [str(each) for each in faults if each.severity == "error"] == []


def test_what_a_form_has_no_room_for_shows_as_missing_and_is_no_fault() -> None:
    """衡山's form has no texts and no points: chapters to write, and not one word of a score."""
    profile = load_profile("hunan-2020")
    form = filled_form(profile)
    written = compose_report([form])

    said = told(written.content)
    at = said.index("六、有关建议")
    assert said[at + 1] == "（待补充）"
    assert any("本项目自评表不计分" in line for line in said)
    assert not [line for line in said if "得分" in line and "不计分" not in line]
    table = docx.Document(BytesIO(written.content)).tables[-1]
    assert "分值" not in [cell.text for cell in table.rows[0].cells]
    findings = missing_texts(written, [form])
    assert {each.field for each in findings} >= {"项目概况", "有关建议"}
    assert all("在生成的报告里补写" in each.advice for each in findings)


def test_what_other_forms_have_elsewhere_is_found_there() -> None:
    """广水 has 满意度 under 效益指标; its sentence stands in the chapter on 满意度 all the same."""
    profile = load_profile("guangshui-2020")
    names = choose_template(profile).gathered([filled_form(profile)]).names
    part = names["category"]["satisfaction"]
    assert part.count == names["subcategory"]["beneficiary"].count == 4
    assert names["objective_achieved"] is None  # a field that the form does not have


def test_decision_and_process_are_told_with_what_was_found() -> None:
    """宁夏's 一级指标 besides those of the outline stand before its sections, without a target."""
    profile = load_profile("ningxia-2021")
    said = told(compose_report([filled_form(profile)]).content)
    at = said.index("四、绩效评价指标分析")
    judged = said[at + 1 : said.index("（一）预算执行情况", at)]
    assert [line[:4] for line in judged] == ["项目决策", "项目管理"]
    assert not any("目标为" in line for line in judged)


def test_a_form_of_other_indicators_is_refused_with_what_it_lacks() -> None:
    """重庆's table has one list of indicators and neither 产出 nor 效益."""
    profile = load_profile("chongqing-2022")
    with pytest.raises(TemplateError, match=r"chongqing-2022.*产出指标、效益指标、满意度指标"):
        compose_report([empty_form(profile)])


def test_one_form_without_a_template_does_not_stop_a_folder(
    published: Path, root: Path, capsys: Captured
) -> None:
    """Every other report is written; the form is named, and the status is 2."""
    from xltools.blank import build_blank

    book = build_blank(load_profile("chongqing-2022"))
    (published / "梁平整体支出.xlsx").write_bytes(book)
    status, out, err = run(capsys, published, "-o", f"{published}/报告/")
    assert status == 2
    assert len(list((published / "报告").glob("*.docx"))) == 6
    (line,) = err.splitlines()
    assert "“梁平整体支出.xlsx”没有生成报告" in line
    assert ".toml" not in line
    assert out.count("按全国提纲") == 2  # 衡山 and 银川, each said once


def test_a_template_is_named_by_its_name_or_by_its_folder(
    root: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The same report; the name works for a form of another region, too."""
    form = root / "samples" / "published" / "银川市-初中公用经费-2021.xlsx"
    for given, name in ((NATIONAL, "a"), (root / "templates" / NATIONAL, "b")):
        run(capsys, form, "--template", given, "-o", tmp_path / f"{name}.docx")
    run(capsys, form, "-o", tmp_path / "c.docx")
    a, b, c = ((tmp_path / f"{name}.docx").read_bytes() for name in "abc")
    assert a == b == c


def test_what_was_asked_for_is_what_a_message_names(
    root: Path, demo: Path, tmp_path: Path, capsys: Captured
) -> None:
    """A name that nobody knows, a folder without a template, a template that does not fit."""
    status, _, err = run(capsys, demo, "--template", "没有")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "没有找到报告模板“没有”" in err
    assert "national-2020" in err
    assert "shanxi-2020”" not in err  # the profile's own, which nobody asked for
    status, _, err = run(capsys, demo, "--template", "natonal-2020")
    assert "是不是 national-2020" in err
    (tmp_path / "空").mkdir()
    status, _, err = run(capsys, demo, "--template", tmp_path / "空")
    assert (status, "文件夹里没有 report.toml" in err) == (2, True)
    status, _, err = run(capsys, demo, "--template", "x" * 400)
    assert (status, len(err.splitlines())) == (2, 1)
