"""`xltools press`: the buttons on a saved file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from office_files import converted

from xltools.cli import main
from xltools.cli.more_arguments import ACTIONS
from xltools.hosts.file import open_form
from xltools.model import Place
from xltools.package import load
from xltools.press import press
from xltools.ribbon import BUTTONS

FORM = "自评表"


@pytest.fixture
def form(demo: Path, tmp_path: Path) -> Path:
    """A copy of the filled form of seed 003."""
    return Path(shutil.copy(demo, tmp_path / "党建.xlsx"))


def cell(path: Path, row: int, column: int) -> object:
    """What a cell of the form holds."""
    sheet = load(path).snapshot.sheet(FORM)
    assert sheet is not None
    return sheet.value(row, column)


def test_the_command_knows_every_button_that_works_on_files() -> None:
    """In the order of the ribbon."""
    assert tuple(a for a, button in BUTTONS.items() if button.needs != "nothing") == ACTIONS


def test_scores_are_written_into_the_file_and_the_old_one_is_kept(form: Path) -> None:
    """In one go: cells, list, notes."""
    before = form.read_bytes()
    answer = press("score", form)
    assert answer.message.startswith("得分 89.5，良")
    assert answer.files == (form,)
    assert answer.lines[-1] == "已写回：党建.xlsx（备份：党建.备份1.xlsx）。"
    assert form.with_name("党建.备份1.xlsx").read_bytes() == before
    total = open_form(form).examined.evaluation.tail.score
    assert total is not None
    assert total.value == Decimal("89.5")


def test_a_press_that_changes_nothing_writes_nothing(form: Path) -> None:
    """No further backup."""
    for _ in range(2):  # the second finds the grade that the first filled in
        press("score", form)
    held = form.read_bytes()
    answer = press("score", form)
    assert answer.lines[-1] == "文件里已经是这样，没有改动。"
    assert answer.files == ()
    assert form.read_bytes() == held
    assert not form.with_name("党建.备份3.xlsx").exists()


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"row": 20}, Place(FORM, 21, 3)),
        ({"cell": "C20"}, Place(FORM, 21, 3)),
        ({"cell": "$c$20"}, Place(FORM, 21, 3)),
        ({"cell": "'自评表'!B18"}, Place(FORM, 21, 3)),
    ],
)
def test_a_row_comes_where_the_user_says(
    where: dict[str, object], place: Place, form: Path
) -> None:
    """By row or by cell, with a sheet or without."""
    answer = press("add", form, **where)  # type: ignore[arg-type]
    assert answer.select == place
    assert cell(form, 20, 3) is None
    assert cell(form, 22, 3) == "系统平台故障解决率（%）"


def test_a_question_is_put_before_anything_is_written(form: Path) -> None:
    """Answered with yes it is done."""
    before = form.read_bytes()
    answer = press("remove", form, row=18)
    assert answer.ask == "yes"
    assert form.read_bytes() == before
    assert press("remove", form, row=18, confirmed=True).level == "done"
    assert cell(form, 20, 3) == "系统平台故障解决率（%）"


def test_an_open_file_is_not_written(form: Path) -> None:
    """Excel's mark and LibreOffice's; the mark itself is no form."""
    mark = form.with_name(f"~${form.name}")
    mark.write_bytes(b"x")
    before = form.read_bytes()
    answer = press("score", form)
    assert answer.level == "failed"
    assert "正在 Excel、WPS 或 LibreOffice 中打开，没有写入" in answer.message
    assert form.read_bytes() == before
    assert "占用标记" in press("score", mark).message


def test_what_cannot_be_read_or_written_is_told(form: Path, tmp_path: Path) -> None:
    """No file, no workbook, no such cell, no such sheet."""
    assert press("check", tmp_path / "没有.xlsx").level == "failed"
    text = tmp_path / "文.xlsx"
    text.write_text("不是工作簿", encoding="utf-8")
    assert press("check", text).level == "failed"
    assert press("add", form, cell="第三行").message == (
        "“第三行”不是单元格，请写成 E12 或 自评表!E12。"
    )
    assert (
        "没有工作表“评分”，有：填报说明、自评表" in press("add", form, cell="评分!C3").message
    )


def test_another_format_gets_an_xlsx_beside_it(
    form: Path, tmp_path: Path, office: Callable[..., object]
) -> None:
    """The .ods stays as it is."""
    source = converted(office, form, "ods", tmp_path / "ods")
    before = source.read_bytes()
    answer = press("add", source, row=20)
    copy = source.with_name("党建-已增行.xlsx")
    assert answer.message.endswith("“党建.ods”不能直接改写，结果另存为 党建-已增行.xlsx。")
    assert answer.files == (copy,)
    assert source.read_bytes() == before
    assert cell(copy, 21, 3) is None
    assert cell(copy, 22, 3) == "系统平台故障解决率（%）"


def test_a_report_is_written_beside_the_form_and_audited(form: Path, tmp_path: Path) -> None:
    """No patch, so that the form is not touched; without a report one is asked for."""
    before = form.read_bytes()
    assert press("audit", form).ask == "report"
    answer = press("report", form)
    assert answer.files == (tmp_path / "党建-自评报告.docx",)
    assert press("audit", form, chosen=answer.files[0]).level in ("done", "warning")
    assert form.read_bytes() == before


def test_a_folder_is_collected(form: Path) -> None:
    """It is the file of the buttons that want one."""
    answer = press("collect", form.parent)
    assert answer.files == (form.parent / "评分表.xlsx",)


def test_a_backup_is_nobody_s_form(form: Path) -> None:
    """One form is sent back, not two."""
    press("score", form)
    press("remove", form, row=19)
    assert len(list(form.parent.glob("*.备份*"))) == 2
    assert press("remarks", form.parent).message.startswith("1 份有错误")


# --- the command line


def test_the_exit_status_says_what_became_of_it(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 done, 1 errors in the form, 2 not done; a question names the option that answers it."""
    assert main(["press", "score", str(form)]) == 1
    out = capsys.readouterr().out
    assert "得分 89.5，良" in out
    assert "位置：自评表!" in out
    assert main(["press", "add", "--row", "20", str(form)]) == 0
    capsys.readouterr()
    assert main(["press", "remove", str(form), "--row", "18"]) == 2
    assert "（确认请加 --yes）" in capsys.readouterr().err
    assert main(["press", "remove", str(form), "--row", "18", "--yes"]) == 0
    capsys.readouterr()
    assert main(["press", "add", str(form)]) == 2
    assert "（用 --row 行号 或 --cell 单元格 指定）" in capsys.readouterr().err


def test_json_tells_programs_all(
    form: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Done or not."""
    assert main(["press", "--json", "add", str(form), "--row", "20"]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told == {
        "action": "add",
        "caption": "增加指标",
        "file": str(form),
        "level": "done",
        "message": told["message"],
        "lines": told["lines"],
        "ask": None,
        "select": {"sheet": FORM, "cell": "C21"},
        "files": [str(form)],
    }
    assert main(["press", "--json", "remove", str(form), "--row", "18"]) == 2
    assert json.loads(capsysbinary.readouterr().out)["ask"] == "yes"
