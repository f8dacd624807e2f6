"""`profile check`: all mistakes at once, each with its line and what to write instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xltools.cli import main
from xltools.profile import PROFILES, load_profile, profile_ids
from xltools.profile.check_file import check_profile_file
from xltools.profile.toml_repair import parse_with_repairs

HEIR = 'extends = "national-2020"\nid = "heir"\n'
"""Two lines, so what follows begins in line 3."""


@pytest.fixture(autouse=True)
def no_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own profiles take part."""
    monkeypatch.setenv("XLTOOLS_PROFILES", str(tmp_path / "user"))


def heir(tmp_path: Path, text: str) -> Path:
    """A county's file over the national form."""
    path = tmp_path / "my-county.toml"
    path.write_text(HEIR + text, "utf-8")
    return path


def told(path: Path) -> list[str]:
    """Line, column, key, message and advice of every mistake."""
    return [
        f"{each.line}:{each.column} {each.key}｜{each.message}｜{each.advice}"
        for each in check_profile_file(path).mistakes
    ]


@pytest.mark.parametrize("name", profile_ids())
def test_a_shipped_profile_has_no_mistake_and_no_hint(name: str) -> None:
    """What we send out is the example that people copy."""
    checked = check_profile_file(PROFILES / f"{name}.toml")
    assert checked.mistakes == []
    assert checked.profile == load_profile(name)


@pytest.mark.parametrize(
    ("line", "meant", "said"),
    [
        ("label = “年初目标值”", 'label = "年初目标值"', "中文引号"),
        ('label = "年初目标值', 'label = "年初目标值"', "引号没有成对"),
        ('label = 年初目标值"', 'label = "年初目标值"', "引号没有成对"),
        ("label = 年初目标值", 'label = "年初目标值"', "英文双引号"),
        ('label ＝ "值"', 'label = "值"', "全角"),
        ('label : "值"', 'label = "值"', "等号"),
        ('label "值"', 'label = "值"', "等号"),
        ('label == "值"', 'label = "值"', "等号"),
        ('words = ["甲"，"乙"]', 'words = ["甲","乙"]', "，"),
        ('words = ["甲" "乙"]', 'words = ["甲", "乙"]', "逗号"),
        ("words = [“甲”，“乙”]", 'words = ["甲","乙"]', "中文引号"),
        ('words = ["甲", "乙"', 'words = ["甲", "乙"]', "少一个 ]"),
        ("cell = { span = 2", "cell = { span = 2 }", "少一个 }"),
        ("points = 20分", "points = 20", "单位"),
        ("points = 1,000", "points = 1000", "千分号"),
        ("share = 90%", "share = 0.9", "小数"),
        ("required = 是", "required = true", "true"),
        ("required = False", "required = false", "true"),
        ('path = "D:\\县\\表"', 'path = "D:\\\\县\\\\表"', "\\\\"),
        ('label = "评为"优"的"', 'label = "评为“优”的"', "里面的请用中文引号"),
        ("[form", "[form]", "方括号"),
        ('label = "值"]', 'label = "值"', "右括号"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_line_that_was_meant(
    line: str, meant: str, said: str
) -> None:
    """The repaired line is TOML, and it is printed."""
    content, _, mistakes = parse_with_repairs(f'id = "x"\n\n{line}\n', "my-county.toml")
    assert content is not None
    (mistake,) = mistakes
    assert (mistake.file, mistake.line) == ("my-county.toml", 3)
    assert said in mistake.message
    assert mistake.advice == f"改为：{meant}"


def test_what_is_written_twice_names_the_first_place() -> None:
    """A key in its table, and a table."""
    text = '[a]\nx = 1\ny = 2\nx = 3\n[b]\nx = 1\n[a]\nz = "z"\n'
    content, _, mistakes = parse_with_repairs(text, "f")
    assert content == {"a": {"x": 1, "y": 2}, "b": {"x": 1, "z": "z"}}
    assert [(each.line, each.message) for each in mistakes] == [
        (4, "x 写了两次，前一次在第 2 行。"),
        (7, "表头 [a] 写了两次，前一次在第 1 行。"),
    ]


def test_a_missing_comma_is_told_in_the_line_that_lacks_it() -> None:
    """The parser stops in the next one."""
    text = 'columns = [\n  { key = "name" }  # 三级\n\n  { key = "target" },\n]\nid = “x”\n'
    content, _, mistakes = parse_with_repairs(text, "f")
    assert [each.line for each in mistakes] == [2, 6]
    assert content == {"columns": [{"key": "name"}, {"key": "target"}], "id": "x"}


def test_a_text_that_nobody_can_repair_ends_with_one_mistake() -> None:
    """No endless loop, and no content."""
    content, _, mistakes = parse_with_repairs('a = """x\ny\n', "f")
    assert content is None
    assert len(mistakes) == 1


def test_a_line_that_is_nothing_is_left_out_and_the_rest_is_read() -> None:
    """And a Chinese key is told as such."""
    content, _, mistakes = parse_with_repairs('随便写的\n名称 = "x"\nid = "y"\n', "f")
    assert content == {"id": "y"}
    assert [each.line for each in mistakes] == [1, 2]
    assert "英文的键" in mistakes[1].advice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('titel = "x"\n', "3:1 titel｜没有 titel 这一项，请检查拼写。｜您是不是要写“title”"),
        ("title = 3\n", "3:1 title｜3 不对。｜应写引号里的文字"),
        ('[form]\nwidths = "9"\n', "4:1 form.widths｜“9”不对。｜应写方括号里的一列"),
        (
            '[policy]\nat_most = "reverse"\n',
            "4:1 policy.at_most｜“reverse”不是可用的值。｜您是不是要写“inverse”",
        ),
        (
            '[policy]\ntotal_points = "百"\n',
            "4:1 policy.total_points｜“百”不对。｜应写数字",
        ),
        (
            '[[texts]]\nkey = "a"\nlabel = "b"\n',
            "3:1 texts 第 1 项｜缺少必填项 chapter（报告的章节）。｜请加上 chapter",
        ),
        ('without = ["group", "grup"]\n', "3:21 without 第 2 项｜grup 在被继承的表样里没有。"),
        (
            '[relabel.columns]\n"年度指标值" = "目标"\n',
            "4:1 relabel.columns.年度指标值｜表样里没有 年度指标值。｜您是不是要写“target”",
        ),
        ("[relabel.columns]\ntarget = 5\n", "4:1 relabel.columns.target｜新的标签应是引号里"),
        ('[relabel.colums]\nx = "y"\n', "3:1 relabel.colums｜没有 [relabel.colums]。｜您是不是要写“columns”"),
        ("[policy.execution]\nreason_below = 90\n", "4:1 policy.execution.reason_below｜"),
        ("[policy.over_completion]\nthreshold = 0.3\n", "4:1 policy.over_completion.threshold｜"),
        ("[policy.execution]\npoints = 20\n", "4:1 policy.execution.points｜预算执行率的分值写了两个数"),
        (
            "[policy.category_points]\nexecution = 10\noutput = 60\noutcme = 30\n",
            "6:1 policy.category_points.outcme｜policy.category_points 的 outcme 不是表中的一级指标。｜您是不是要写“outcome”",
        ),
        ("[policy.category_points]\nexecution = 10\n", "3:1 policy.category_points｜policy.category_points 合计 10（10），应为 100。"),
        ('[policy]\nsubcategory_points = { quantty = 5 }\n', "4:24 policy.subcategory_points.quantty｜quantty 不是表中的指标类别。｜您是不是要写“quantity”"),
        ('[policy.rules.satisfacton]\nkind = "direct"\n', "3:1 policy.rules.satisfacton｜satisfacton 不是表中的指标类别。｜您是不是要写“satisfaction”"),
        ('[policy.rules.output]\nkind = "ranges"\n', "3:1 policy.rules.output｜output 按区间赋分，却没有写 ranges。"),
        ('[policy.grade_cap]\nrate_below = 0.8\nbest = "优良"\n', "5:1 policy.grade_cap.best｜没有“优良”这个等级。"),
        ("[policy.execution]\nranges = [{ floor = 0.9, share = 80 }]\n", "4:26 policy.execution.ranges 第 1 项 share｜share = 80 不对"),
        ("[form]\nwidths = [9, 9]\n", "4:1 form.widths｜form.widths 有 2 列，而各行、各表都占 9 列。"),
        ('[form]\nsheet = "自评/表"\n', "4:1 form.sheet｜“自评/表”不能作工作表的名称。"),
        ("[form.objective]\nspans = [4, 3]\n", "4:1 form.objective.spans｜form.objective 占 8 列"),
        ("[form.objective]\nspans = [8]\n", "4:1 form.objective.spans｜form.objective 的 fields 有 2 项"),
        ('[relabel.columns]\nscore = "分值"\npoints = "得分"\n', "4:1 form.indicators.columns 第 7 项 label｜“分值”在各地的表里是 points"),
        ('[relabel.measures]\noutturn = "全年预算数"\n', "4:1 form.funding.measures 第 3 项 label｜“全年预算数”同时是 revised_budget 和 outturn"),
        ('[relabel.categories]\noutcome = "产出指标"\n', "4:1 form.indicators.categories 第 2 项 label｜“产出指标”同时是"),
        ('[spending]\nsheet = "评价组"\n', "4:1 spending.sheet｜spending.sheet 与 group.sheet 同名。"),
        ('report = "nowhere"\n', "3:1 report｜没有找到报告模板“nowhere”"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, text: str, expected: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """In the officer's own file, whichever file the other half of the mistake is in."""
    path = heir(tmp_path, text)
    assert main(["profile", "check", "--json", str(path)]) == 1
    found = [
        f"{each['line']}:{each['column']} {each['key']}｜{each['message']}｜{each['advice']}"
        for each in json.loads(capsysbinary.readouterr().out)
    ]
    assert any(each.startswith(expected) for each in found), found


WHOLE = (
    ('part_of = "total", synonyms = ["上年结转"]', 'part_of = "whole"', "但没有这一项"),
    ('{ key = "name", label', '{ key = "names", label', "您是不是要写“name”"),
    ('  { key = "actual", label = "实际完成值"', '  # { key = "actual"', "缺少 actual"),
    ('field = "project_name"', 'field = "project"', "没有在 form.fields 中定义"),
    ('{ label = "主管部门", span = 2 }', '{ label = "主管部门", span = 0 }', "至少占 1 列"),
    ('{ key = "outturn", label', '{ key = "outurn", label', "没有名为 outurn 的资金栏"),
    ('key = "satisfaction"\n', 'key = "outcome"\n', "一级指标 outcome 写了两次"),
    ('{ key = "total", label', '{ key = "sum", label', "资金总额"),
    ("rows = 3, synonyms", "rows = 0, synonyms", "空行数 0"),
    ('kind = "year"', 'kind = "choice"', "可选的词"),
    ('{ field = "year", span = 2 }', '{ field = "year", label = "年", span = 2 }', "既有 label 又有 field"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WHOLE)
def test_parts_that_do_not_fit_are_told_in_the_line_that_was_changed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """One edit in the whole national form: the mistake is shown there and not elsewhere."""
    text = (PROFILES / "national-2020.toml").read_text("utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    path = tmp_path / "my-county.toml"
    path.write_text(
        text.replace(old, new, 1).replace('id = "national-2020"', 'id = "my"', 1), "utf-8"
    )
    mistakes = check_profile_file(path).mistakes
    (found,) = [each for each in mistakes if said in each.message + each.advice]
    if "缺少" not in said and "总额" not in said:
        assert found.line == line, mistakes


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    """Syntax, spelling, types and sums, in the order of their lines."""
    text = (
        "region = 安徽\ntitel = “表”\n[form]\nwidths = [1，2]\n"
        '[form.indicators]\ncolumns = [\n  { key = "targt", label = "指标值" }\n'
        '  { key = "name", lable = "三级指标" },\n]\n[policy]\nat_most = "invers"\n'
        "[policy.category_points]\noutput = 60分\n"
    )
    path = heir(tmp_path, text)
    lines = [each.line for each in check_profile_file(path).mistakes]
    assert lines == sorted(lines)
    assert set(lines) >= {3, 4, 6, 8, 9, 10, 13, 14, 15}
    found = "\n".join(told(path))
    for said in (
        "region",
        "“title”",
        "“target”",
        "“label”",
        "“inverse”",
        "缺少 actual",
        "合计 60",
    ):
        assert said in found, found


def test_a_mistake_of_the_base_is_told_in_the_base(tmp_path: Path) -> None:
    """The heir's file has no line for it."""
    (tmp_path / "base.toml").write_text(
        HEIR.replace("heir", "base") + "[form.objective]\nspans = [4, 3]\n", "utf-8"
    )
    path = tmp_path / "my-county.toml"
    path.write_text('extends = "base"\nid = "my"\n', "utf-8")
    (mistake,) = check_profile_file(path).mistakes
    assert (mistake.file, mistake.line) == ("base.toml", 4)


def test_a_file_of_another_encoding_is_told_and_read_all_the_same(tmp_path: Path) -> None:
    """Notepad's ANSI and Unicode: the other mistakes have their lines, too."""
    text = HEIR + 'region = "安徽"\ntitel = "x"\n'
    path = tmp_path / "my-county.toml"
    for encoding in ("gb18030", "utf-16"):
        path.write_bytes(text.encode(encoding))
        found = told(path)
        assert "UTF-8" in found[0]
        assert found[1].startswith("4:1 titel")
        assert len(found) == 2
    path.write_bytes(b"\xef\xbb\xbf" + (HEIR + 'region = "安徽"\n').encode())
    assert told(path) == []


def test_a_hint_is_shown_and_changes_no_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An id that hides a shipped profile may be meant."""
    path = tmp_path / "my-county.toml"
    path.write_text('extends = "national-2020"\nid = "shanxi-2020"\n', "utf-8")
    assert main(["profile", "check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "1 处提醒" in out
    assert "my-county.toml:2:1  提醒" in out


def test_a_file_that_is_not_there_is_no_mistake_of_the_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2: nothing was checked."""
    assert main(["profile", "check", str(tmp_path / "none.toml")]) == 2
    assert "读不到" in capsys.readouterr().err


def test_a_mistake_in_a_shared_policy_is_told_in_its_file(tmp_path: Path) -> None:
    """The form's file only names it."""
    (tmp_path / "my-policy.toml").write_text(
        'base = "national-2020"\nname = "本县"\nlat = "zero"\n[execution]\npoints = 20\n',
        "utf-8",
    )
    path = heir(tmp_path, '[policy]\nbase = "my-policy"\n')
    found = [(each.file, each.line, each.key) for each in check_profile_file(path).mistakes]
    assert ("my-policy.toml", 3, "policy.lat") in found
    assert ("my-policy.toml", 5, "policy.execution.points") in found
