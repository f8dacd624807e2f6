"""The command line is a contract: words for people, JSON for programs, an exit status."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from xltools.cli import main
from xltools.hosts.file import open_form
from xltools.package import apply_patch
from xltools.profile import PROFILES
from xltools.snapshot import CellWrite, Patch

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def shanxi(tmp_path: Path) -> Path:
    """A copy of the Shanxi sample."""
    return Path(
        shutil.copy(SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx", tmp_path / "党建.xlsx")
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good national sample."""
    return Path(
        shutil.copy(SAMPLES / "national-2020" / "农村公路安防工程.xlsx", tmp_path / "公路.xlsx")
    )


def test_check_lists_findings_and_tells_errors_by_its_status(
    shanxi: Path, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1 with errors, 0 without."""
    assert main(["check", str(shanxi)]) == 1
    out = capsys.readouterr().out
    assert "R23" in out
    assert "自评表!" in out
    assert "→" in out
    assert main(["check", str(good)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_check_json_has_the_promised_keys(
    shanxi: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One UTF-8 document; every finding with code, severity, sheet, cell, field, message, advice."""
    assert main(["check", "--json", str(shanxi)]) == 1
    document = json.loads(capsysbinary.readouterr().out)
    assert document["profile"] == "shanxi-2020"
    assert document["file"] == str(shanxi)
    for finding in document["findings"]:
        assert set(finding) == {
            "code", "severity", "sheet", "cell", "field", "message", "advice",
        }  # fmt: skip
        assert finding["severity"] in ("error", "warning", "hint")


def test_several_files_give_a_list_and_one_bad_file_stops_nothing(
    shanxi: Path, good: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The worst status wins; the others are still reported."""
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert main(["check", "--json", str(shanxi), str(broken), str(good)]) == 2
    captured = capsysbinary.readouterr()
    assert [d["profile"] for d in json.loads(captured.out)] == ["shanxi-2020", "national-2020"]
    assert "坏.xlsx" in captured.err.decode()


def test_score_json_carries_every_figure_as_an_exact_decimal(
    shanxi: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Total, grade, execution and indicators as written in the contract."""
    assert main(["score", "--json", str(shanxi)]) == 1
    document = json.loads(capsysbinary.readouterr().out)
    assert (document["total"], document["grade"], document["year"]) == ("89.5", "良", 2020)
    assert document["project"] == "创建党建先进县"
    execution = document["execution"]
    assert (execution["budget"], execution["outturn"]) == ("19.48", "19.48")
    assert (execution["rate"], execution["points"], execution["score"]) == ("1", "10", "10")
    timely = document["indicators"][3]
    assert timely["target"] == {
        "raw": "及时", "kind": "qualitative", "comparator": None, "value": None, "unit": None,
    }  # fmt: skip
    assert (timely["actual"]["value"], timely["actual"]["unit"]) == ("70", "%")
    assert (timely["points"], timely["score"], timely["typed_score"]) == ("15", "10.5", "10.5")
    assert "15 × 70% = 10.5" in timely["trace"]
    assert document["indicators"][4]["completion_rate"] == "0.98922"


def test_score_writes_a_copy_beside_and_leaves_the_original(shanxi: Path) -> None:
    """The default; a second run makes a second copy and overwrites neither."""
    before = shanxi.read_bytes()
    main(["score", str(shanxi)])
    main(["score", str(shanxi)])
    assert shanxi.read_bytes() == before
    names = sorted(path.name for path in shanxi.parent.iterdir())
    assert names == ["党建-已评分(2).xlsx", "党建-已评分.xlsx", "党建.xlsx"]


def test_score_in_place_keeps_a_backup(shanxi: Path) -> None:
    """The backup is the old file, byte for byte."""
    before = shanxi.read_bytes()
    assert main(["score", "--in-place", str(shanxi)]) == 1
    assert shanxi.read_bytes() != before
    (backup,) = [p for p in shanxi.parent.iterdir() if "备份" in p.name]
    assert backup.read_bytes() == before


def test_score_refuses_to_write_over_its_input(
    shanxi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """-o with the original's own name is a slip."""
    before = shanxi.read_bytes()
    assert main(["score", str(shanxi), "-o", str(shanxi)]) == 2
    assert "--in-place" in capsys.readouterr().err
    assert shanxi.read_bytes() == before


def test_score_prints_the_table_of_indicators(
    shanxi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """完成率 and 得分 of each, the total and where the file is."""
    main(["score", str(shanxi)])
    out = capsys.readouterr().out
    for words in ("170.00%", "98.92%", "10.5", "总分：89.5", "等级：良", "已另存"):
        assert words in out


def test_annotate_fills_the_list_of_issues_and_nothing_else(shanxi: Path) -> None:
    """A copy with 问题清单; typed scores stay as they were."""
    assert main(["check", "--annotate", str(shanxi)]) == 1
    copy = shanxi.with_name("党建-问题清单.xlsx")
    old, new = open_form(shanxi), open_form(copy)
    assert new.examined.evaluation == old.examined.evaluation
    assert "R23" in {row[2] for row in issues(copy) if len(row) > 2}


def test_a_remark_stays_with_its_finding(shanxi: Path, tmp_path: Path) -> None:
    """What a reader notes under 处理情况 is kept when the list is written again."""
    first = score_to(shanxi, tmp_path / "1.xlsx")
    row = next(n for n, cells in enumerate(issues(first), 1) if cells[2:3] == ["R10"])
    noted = tmp_path / "2.xlsx"
    remark = Patch((CellWrite("问题清单", row, 8, "权重经人大批准"),))
    noted.write_bytes(apply_patch(open_form(first).workbook, remark))
    again = issues(score_to(noted, tmp_path / "3.xlsx"))
    assert [cells[2] for cells in again if cells[7:8] == ["权重经人大批准"]] == ["R10"]


def score_to(form: Path, target: Path) -> Path:
    """Score one form into a new file."""
    assert main(["score", str(form), "-o", str(target)]) == 1
    return target


def issues(form: Path) -> list[list[object]]:
    """The rows of 问题清单."""
    sheet = open_form(form).examined.snapshot.sheet("问题清单")
    assert sheet is not None
    return sheet.rows


def test_new_writes_a_blank_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A blank has only one finding: that it is empty (and what that entails)."""
    blank = tmp_path / "空表.xlsx"
    assert main(["new", "shanxi-2020", "-o", str(blank)]) == 0
    assert main(["new", "shanxi-2020", "-o", str(blank)]) == 2
    assert "已存在" in capsys.readouterr().err
    assert main(["check", str(blank)]) == 1
    assert "一个指标也没有填" in capsys.readouterr().out


def test_explain_shows_the_arithmetic(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The words and the JSON of the contract."""
    assert main(["explain", "及时", "70%", "--points", "15", "--json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    assert set(document) == {"target", "actual", "points", "completion_rate", "score", "trace"}
    assert (document["score"], document["completion_rate"]) == ("10.5", "0.7")
    assert (
        main(["explain", "19.48", "19.27万元", "--points", "15", "--subcategory", "成本指标"])
        == 0
    )
    assert "15" in capsysbinary.readouterr().out.decode()


def test_profile_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """List names them, show prints what an officer signs, check passes what is shipped."""
    assert main(["profile", "list"]) == 0
    assert "shanxi-2020" in capsys.readouterr().out
    assert main(["profile", "show", "national-2020"]) == 0
    out = capsys.readouterr().out
    assert "130%" in out
    assert "优 90 分（含）" in out
    assert main(["profile", "check", "national-2020"]) == 0


def test_profile_check_names_each_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of the layout too short, and a report template that is not there."""
    text = (PROFILES / "national-2020.toml").read_text("utf-8")
    text = text.replace('{ field = "project_name", span = 7 }', '{ field = "project_name" }')
    text = text.replace('report = "national-2020"', 'report = "nowhere"')
    own = tmp_path / "本县.toml"
    own.write_text(text, "utf-8")
    assert main(["profile", "check", str(own)]) == 1
    out = capsys.readouterr().out
    assert "form.head 第 2 行" in out
    assert "nowhere" in out


def test_report_is_written_beside_the_form(shanxi: Path) -> None:
    """党建.xlsx → 党建-自评报告.docx; status 1 because the form has errors."""
    assert main(["report", str(shanxi)]) == 1
    assert shanxi.with_name("党建-自评报告.docx").read_bytes().startswith(b"PK")


def text_file(path: Path) -> None:
    """No workbook at all."""
    path.write_text("项目名称,得分\n", "utf-8")


def encrypted(path: Path) -> None:
    """An OLE container with an EncryptedPackage stream, as Excel writes with a password."""
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(1024)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512)
    )


def truncated(path: Path) -> None:
    """The first half of a good form."""
    data = (SAMPLES / "national-2020" / "农村公路安防工程.xlsx").read_bytes()
    path.write_bytes(data[: len(data) // 2])


def unknown_form(path: Path) -> None:
    """A workbook with other things in it."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "工资表"  # type: ignore[index]
    book.save(path)


def empty_file(path: Path) -> None:
    """Nothing."""
    path.write_bytes(b"")


def folder(path: Path) -> None:
    """A folder with the name of a form."""
    path.mkdir()


def missing(path: Path) -> None:
    """No such file."""


@pytest.mark.parametrize(
    "make", [text_file, encrypted, truncated, unknown_form, empty_file, folder, missing]
)
@pytest.mark.parametrize("command", ["check", "score", "report"])
def test_bad_input_gets_one_chinese_line_and_status_2(
    make: object, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, nothing written, the file named."""
    path = tmp_path / "自评表.xlsx"
    make(path)  # type: ignore[operator]
    before = sorted(tmp_path.iterdir())
    assert main([command, str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.strip().splitlines()
    assert line.startswith("xltools：")
    assert any("\u4e00" <= char <= "\u9fff" for char in line[8:])
    assert "Traceback" not in line
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_without_permission_is_named(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal is simulated for root."""
    good.chmod(0)
    if os.geteuid() == 0:
        real = os.open

        def refuse(path: object, *args: object, **kwargs: object) -> int:
            if str(path) == str(good):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", refuse)
        import builtins

        plain = builtins.open

        def refuse_open(path: object, *args: object, **kwargs: object) -> object:
            if str(path) == str(good):
                raise PermissionError(13, "Permission denied", str(path))
            return plain(path, *args, **kwargs)  # type: ignore[call-overload]

        monkeypatch.setattr(builtins, "open", refuse_open)
        monkeypatch.setattr("io.open", refuse_open)
    assert main(["check", str(good)]) == 2
    assert "权限" in capsys.readouterr().err
    good.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_form_open_in_another_program_is_not_overwritten(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Excel's owner file ~$公路.xlsx lies beside it."""
    before = good.read_bytes()
    good.with_name("~$" + good.name).write_bytes(b"x" * 165)
    assert main(["score", "--in-place", str(good)]) == 2
    assert "关闭" in capsys.readouterr().err
    assert good.read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["check"], "缺少参数"),
        (["score", "a.xlsx", "--fast"], "不认识的参数"),
        (["chekc", "a.xlsx"], "没有"),
        (["new", "atlantis"], "没有名为"),
        (["explain", "≥5", "6", "--points", "很多"], "--points"),
    ],
)
def test_a_wrong_command_line_is_answered_in_chinese(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, status 2, whether argparse or we notice."""
    try:
        status = main(argv)
    except SystemExit as exit_:
        status = exit_.code  # type: ignore[assignment]
    assert status == 2
    assert said in capsys.readouterr().err


def test_results_go_into_a_folder_under_names_of_their_own(
    shanxi: Path, good: Path, tmp_path: Path
) -> None:
    """Two forms of one name, scored twice: four files, and the originals untouched."""
    out = tmp_path / "out"
    out.mkdir()
    for form in (shanxi, good):
        (tmp_path / form.stem).mkdir()
        shutil.move(form, tmp_path / form.stem / "自评表.xlsx")
    forms = [str(tmp_path / name / "自评表.xlsx") for name in ("党建", "公路")]
    for _ in range(2):
        assert main(["score", *forms, "-o", str(out)]) == 1
    assert sorted(path.name for path in out.iterdir()) == [
        "自评表-已评分(2).xlsx",
        "自评表-已评分(3).xlsx",
        "自评表-已评分(4).xlsx",
        "自评表-已评分.xlsx",
    ]


@pytest.mark.parametrize(
    ("command", "name"), [("score", "旧.xlsx"), ("report", "旧.docx"), ("report", "旧.pdf")]
)
def test_an_existing_file_is_overwritten_only_when_told_to(
    command: str, name: str, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--force says so; without it the old file stays and the line names the way out."""
    old = tmp_path / name
    old.write_bytes(b"old")
    options = ["--pdf"] if name.endswith(".pdf") else []
    argv = [command, str(good), "-o", str(old.with_suffix(".docx" if options else old.suffix))]
    assert main([*argv, *options]) == 2
    assert "--force" in capsys.readouterr().err
    assert old.read_bytes() == b"old"
    if not options:
        assert main([*argv, "--force"]) == 0
        assert old.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "output",
    ["没有的文件夹/结果.xlsx", "结果.docx", "长" * 90 + ".xlsx"],
    ids=["folder", "kind", "long"],
)
def test_an_impossible_output_is_told_in_one_line(
    output: str, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder, another kind of file, a name too long: nothing is written."""
    before = sorted(tmp_path.iterdir())
    assert main(["score", str(good), "-o", str(tmp_path / output)]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "内部出错" not in line
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_where_a_folder_is_named_is_told(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is there, and making a folder of its name would not help."""
    for command, name in (("score", "结果.xlsx"), ("report", "报告.docx")):
        assert main([command, str(good), "-o", str(good / name)]) == 2
        assert f"这是文件，不是文件夹：{good}" in capsys.readouterr().err


def test_a_form_with_the_longest_name_is_scored_beside_itself(good: Path) -> None:
    """255 bytes leave no room for -已评分; the copy's name is shortened, not refused."""
    long = good.rename(good.with_name("表" * 83 + ".xlsx"))
    assert main(["score", str(long)]) == 0
    assert len(list(good.parent.glob("*已评分*"))) == 1


def test_json_of_several_files_is_a_list_even_if_only_one_could_be_read(
    good: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A program need not know which of them failed to read the answer."""
    missing = str(tmp_path / "没有.xlsx")
    assert main(["check", "--json", str(good), missing]) == 2
    assert len(json.loads(capsysbinary.readouterr().out)) == 1


def test_the_name_of_the_file_is_in_every_refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of three files one is no form: the line says which."""
    path = tmp_path / "工资.xlsx"
    unknown_form(path)
    assert main(["check", str(path)]) == 2
    assert "工资.xlsx" in capsys.readouterr().err
