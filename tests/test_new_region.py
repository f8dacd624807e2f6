"""A new region without code: the chapter, done as it says, in both languages."""

from __future__ import annotations

import io
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xltools.cli import main

CHAPTERS = ("docs/new-region.md", "docs/new-region.zh-CN.md")
BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d+)$")
HEADER = re.compile(r"^\[+([\w.]+)\]+", re.MULTILINE)

PROFILE = "my-county.toml"
BLANK = "空白表.xlsx"
FILLED = "临时救助.xlsx"
SCORED = "已评分.xlsx"


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The commands and the edits of a chapter in their order."""
    for kind, body in BLOCK.findall(text):
        if kind == "toml":
            yield kind, body
        else:
            yield from (
                ("command", line[2:]) for line in body.splitlines() if line.startswith("$ ")
            )


def sections(text: str) -> dict[str, str]:
    """A TOML text by table: all `[[…]]` of one name together, what is above the first as ""."""
    found: dict[str, str] = {}
    begin, name = 0, ""
    for header in [*HEADER.finditer(text), None]:
        end = header.start() if header else len(text)
        found[name] = found.get(name, "") + text[begin:end]
        if header:
            begin, name = end, header[1]
    return found


def edit(text: str, block: str) -> str:
    """Do what the chapter says: each part replaces the table of that name, or comes last."""
    old, new = sections(text), sections(block)
    for line in new.pop("").splitlines():
        if line.strip():
            key = line.partition(" =")[0]
            head, count = re.subn(
                rf"^{key} = .*$", lambda _, line=line: line, old[""], flags=re.MULTILINE
            )
            assert count == 1, f"{key} does not stand at the beginning of the file"
            old[""] = head
    for name, body in new.items():
        old[name] = body.rstrip() + "\n\n"
    return "".join(old.values())


@dataclass
class Done:
    """What a run of the chapter left behind."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str


def run(line: str, folder: Path) -> Ended:
    """Run one `xltools` command in a folder, with a user folder that does not exist."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setenv("XLTOOLS_PROFILES", str(folder / "none"))
        try:
            status = main(shlex.split(line)[1:])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    return Ended(status, out.getvalue(), err.getvalue())


def follow(chapter: Path, folder: Path) -> Done:
    """Do everything a chapter says in a folder; a wrong exit status fails."""
    done = Done(folder)
    for kind, body in steps(chapter.read_text(encoding="utf-8")):
        if kind == "toml":
            path = folder / PROFILE
            path.write_text(edit(path.read_text("utf-8"), body), "utf-8")
            continue
        if FILLED in body and not (folder / FILLED).exists():
            fill(folder)
        stated = EXIT.search(body)
        line = EXIT.sub("", body).strip()
        assert line.startswith("xltools "), line
        ended = run(line, folder)
        said = ended.out + ended.err
        assert ended.status == (int(stated[1]) if stated else 0), f"$ {line}\n{said}"
        done.said[line] = done.said.get(line, "") + said
    return done


MONEY = {"全年预算数（A）": 30, "全年执行数（B）": 30}
HEAD = {
    "项目名称": "临时救助",
    "项目负责人及电话": "李某 0561-0000000",
    "主管部门": "某县民政局",
    "实施单位": "某县社会救助中心",
}
ROWS = (
    ("数量指标", "农村低保发放人数（按月平均）", 5, "≥21933人", "21980人", ""),
    ("数量指标", "接受临时救助的人次数", 5, "≥59人次", "87人次", "年中增加了救助对象，已调整计划。"),
    ("数量指标", "特困人员救助供养人数（按月平均）", 5, "≥4754人", "4604人", "特困人员动态管理；下年按实际人数设定目标。"),
    ("数量指标", "扶贫临时救助人数（按月平均）", 15, "≥7人", "7人", ""),
    ("质量指标", "农村低保标准", 5, "≥530元", "583元", ""),
    ("质量指标", "特困人员基本生活标准", 5, "≥570元", "700元", ""),
    ("质量指标", "扶贫临时救助标准", 10, "≤5300元", "5830元", ""),
    ("社会效益指标", "受益贫困人口数", 30, "≥80人", "87人", ""),
    ("服务对象满意度指标", "受助对象满意度", 10, "≥90%", "95%", ""),
)  # fmt: skip
"""二级指标, name, points, target, actual, reason: the published figures of such a project."""


def spot(sheet: Worksheet, text: str) -> tuple[int, int]:
    """Row and column of the first cell with that text."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() == text:
                return cell.row, cell.column
    raise AssertionError(f"“{text}” is not printed on the form")


def fill(folder: Path) -> None:
    """Type into the blank what a unit would, finding each place by what is printed."""
    book = openpyxl.load_workbook(folder / BLANK)
    sheet = book["自评表"]
    for label, text in HEAD.items():
        row, column = spot(sheet, label)
        while sheet.cell(row, column).value is not None or is_covered(sheet, row, column):
            column += 1
        sheet.cell(row, column).value = text
    named = book.defined_names["xlt_field_year"].attr_text.rpartition("!")[2].replace("$", "")
    sheet[named] = 2019
    total = spot(sheet, "年度资金总额")[0]
    part = spot(sheet, "其中：本年财政拨款")[0]
    for label, amount in MONEY.items():
        column = spot(sheet, label)[1]
        sheet.cell(total, column).value = sheet.cell(part, column).value = amount
    for label, text in (
        ("年初设定目标", "为贫困户解决临时性的困难"),
        ("年度总体目标完成情况综述", "全年救助贫困户临时救助 87 人次，救助资金 30 万元。"),
    ):
        row, column = spot(sheet, label)
        sheet.cell(row + 1, column).value = text
    fill_indicators(sheet)
    book.save(folder / FILLED)


def fill_indicators(sheet: Worksheet) -> None:
    """One indicator a row, from the first row of its 二级指标 on."""
    columns = [spot(sheet, label)[1] for label in (
        "三级指标", "年度指标值", "全年实际值", "未完成原因及拟采取的改进措施",
    )]  # fmt: skip
    points = columns[0] + 1  # 分值 also heads a column of the funding table
    used: dict[str, int] = {}
    for block, name, weight, target, actual, reason in ROWS:
        row = spot(sheet, block)[0] + used.get(block, 0)
        used[block] = used.get(block, 0) + 1
        texts = (name, target, actual, reason)
        for column, text in zip(columns, texts, strict=True):
            sheet.cell(row, column).value = text or None
        sheet.cell(row, points).value = weight


def is_covered(sheet: Worksheet, row: int, column: int) -> bool:
    """True for a cell of a merge that is not its first."""
    return any(
        (row, column) != (area.min_row, area.min_col)
        and area.min_row <= row <= area.max_row
        and area.min_col <= column <= area.max_col
        for area in sheet.merged_cells.ranges
    )


@pytest.fixture(scope="module", params=CHAPTERS)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The chapter in one language, followed once."""
    root = Path(__file__).parents[1]
    return follow(root / request.param, tmp_path_factory.mktemp("county"))


def test_both_languages_hold_the_same_commands_and_edits(root: Path) -> None:
    """Who reads either types the same, in the same order."""
    english, chinese = (
        list(steps((root / chapter).read_text(encoding="utf-8"))) for chapter in CHAPTERS
    )
    assert english == chinese
    assert {kind for kind, _ in english} == {"command", "toml"}


def test_the_mistake_of_the_chapter_is_told_as_it_prints(done: Done, root: Path) -> None:
    """File, line, column, the misspelt key and the right one, word for word."""
    said = done.said[f"xltools profile check {PROFILE}"]
    for chapter in CHAPTERS:
        shown = re.findall(
            r"^```text\n(.*?)^```", (root / chapter).read_text("utf-8"), re.M | re.S
        )
        assert len(shown) == 1
        for line in shown[0].splitlines():
            assert line.removesuffix("……") in said, said


def test_points_that_do_not_add_up_are_told_with_their_sum(done: Done) -> None:
    """60＋10＋30＋10 is 110, not 100."""
    said = done.said[f"xltools profile check {PROFILE}"]
    assert "合计 110" in said
    assert "应为 100" in said


def test_the_new_form_is_scored_by_its_own_rules(done: Done) -> None:
    """5 × 4604 ÷ 4754 = 4.84, and for the ceiling 10 × 5300 ÷ 5830 = 9.09: 98.93 of 100."""
    ended = run(f"xltools score --json {FILLED} -o 再评分.xlsx", done.folder)
    document = json.loads(ended.out)
    assert document["profile"] == "my-county"
    scores = {each["name"]: each["score"] for each in document["indicators"]}
    assert Decimal(scores["特困人员救助供养人数（按月平均）"]) == Decimal("4.84")
    assert Decimal(scores["扶贫临时救助标准"]) == Decimal("9.09")
    assert Decimal(document["total"]) == Decimal("98.93")


def test_the_scored_form_holds_what_was_typed_and_the_total(done: Done) -> None:
    """The columns stand in the county's order and the total beneath 得分."""
    sheet = openpyxl.load_workbook(done.folder / SCORED, data_only=True)["自评表"]
    heads = [spot(sheet, text)[1] for text in ("三级指标", "年度指标值", "全年实际值")]
    assert heads == [heads[0], heads[0] + 2, heads[0] + 3]
    row = spot(sheet, "总分")[0]
    values = [sheet.cell(row, column).value for column in range(1, 10)]
    assert 98.93 in values
    assert spot(sheet, "绩效目标自评表")


def test_lost_points_without_a_reason_are_the_only_error(done: Done) -> None:
    """The ceiling of 5300 was broken and nobody said why; everything else is in order."""
    said = done.said[f"xltools check {FILLED}"]
    errors = [line for line in said.splitlines() if "  错误 " in line]
    assert len(errors) == 1, said
    assert "未完成原因及拟采取的改进措施" in errors[0]
    assert "扶贫临时救助标准" in said or "9.09" in said


def test_a_form_without_marks_is_known_by_its_labels(done: Done) -> None:
    """Drawn by hand, without names and identity, it is still this county's form."""
    book = openpyxl.load_workbook(done.folder / FILLED)
    for name in list(book.defined_names):
        del book.defined_names[name]
    for title in [title for title in book.sheetnames if title != "自评表"]:
        del book[title]
    book.custom_doc_props.props.clear()
    book.save(done.folder / "手画.xlsx")
    ended = run("xltools score --json 手画.xlsx -o 手画评分.xlsx", done.folder)
    document = json.loads(ended.out)
    assert document["profile"] == "my-county"
    assert Decimal(document["total"]) == Decimal("98.93")


def test_a_profile_with_mistakes_gives_no_blank(done: Done) -> None:
    """The first three are named, and no file is written."""
    text = (done.folder / PROFILE).read_text("utf-8")
    broken = text.replace('key = "target"', 'key = "targt"').replace("rows = 6", 'rows = "6"')
    (done.folder / "broken.toml").write_text(broken, "utf-8")
    ended = run("xltools new broken.toml -o 坏.xlsx", done.folder)
    assert ended.status == 2
    assert "您是不是要写“target”" in ended.err
    assert "rows" in ended.err
    assert not (done.folder / "坏.xlsx").exists()


# The guard itself.


def test_an_edit_replaces_a_table_or_comes_last() -> None:
    """As the chapter tells its reader."""
    text = 'a = "1"\n[x]\n# b = 1\n[y]\nc = 2\n'
    new = edit(text, 'a = "2"\n[x]\nb = 3\n[[z]]\nd = 4\n[[z]]\nd = 5\n')
    assert new == 'a = "2"\n[x]\nb = 3\n\n[y]\nc = 2\n[[z]]\nd = 4\n[[z]]\nd = 5\n\n'
