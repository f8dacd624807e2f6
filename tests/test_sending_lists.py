"""What is wrong with a list is told cell by cell, and then nothing is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sending_lists import FIRST, empty_list, written

from xltools.cli import main
from xltools.errors import FormError, SaveError, Stopped
from xltools.hosts.file import open_form
from xltools.hosts.sending import read_list, send_out
from xltools.profile import load_profile
from xltools.sending import Listing, copy_of

Cells = dict[tuple[str, int, str], object]
BUDGET = "全年预算数：年度资金总额（万元）"
A, B = FIRST, FIRST + 1


def two_projects() -> Cells:
    """Two sound projects, one target each."""
    cells: Cells = {}
    for row, code, name in ((A, "X1", "修路"), (B, "X2", "修桥")):
        cells |= {
            ("项目", row, "项目编号"): code, ("项目", row, "项目名称"): name,
            ("项目", row, "实施单位"): "县公路站", ("项目", row, "年度"): Decimal(2024),
            ("项目", row, BUDGET): Decimal("19.48"),
            ("指标", row, "项目编号"): code, ("指标", row, "一级指标"): "产出指标",
            ("指标", row, "二级指标"): "数量指标", ("指标", row, "三级指标"): f"{name}长度",
            ("指标", row, "年度指标值"): "≥8公里", ("指标", row, "分值"): Decimal(20),
        }  # fmt: skip
    return cells


def list_file(folder: Path, changes: Cells, name: str = "清单.xlsx") -> Path:
    """A list of two projects with some cells otherwise."""
    path = folder / name
    cells = {**two_projects(), **changes}
    path.write_bytes(written(empty_list(load_profile("national-2020")), cells))
    return path


def csv_file(folder: Path, *lines: str) -> Path:
    """A list as another program writes it."""
    path = folder / "清单.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def listing_of(path: Path) -> Listing:
    """The list, sound."""
    return read_list(path, load_profile("national-2020"))


WRONG: tuple[tuple[Cells, str, str], ...] = (
    (
        {
            ("项目", B, "项目编号"): " x１ ",
            ("指标", B, "项目编号"): None,
            ("指标", B, "项目名称"): "修桥",
        },
        "项目!B6",
        "与第 5 行的相同",
    ),
    ({("项目", B, "项目名称"): None}, "项目!C6", "项目名称是空的"),
    ({("项目", A, "实施单位"): None}, "项目!D5", "单位是空的"),
    ({("项目", A, BUDGET): "约20"}, "项目!K5", "读不懂"),
    ({("项目", A, BUDGET): Decimal(-3)}, "项目!K5", "是负数"),
    ({("项目", A, "年度"): "去年"}, "项目!F5", "年度读不懂"),
    ({("指标", A, "项目编号"): "X9"}, "指标!B5", "没有编号为“X9”的项目"),
    ({("指标", A, "项目名称"): "修桥"}, "指标!C5", "这里写的是“修桥”"),
    ({("指标", A, "项目编号"): None}, "指标!B5", "没有写是哪个项目"),
    (
        {("指标", A, "项目编号"): None, ("指标", A, "项目名称"): "修塔"},
        "指标!C5",
        "没有“修塔”",
    ),
    ({("指标", A, "三级指标"): None}, "指标!F5", "指标名称是空的"),
    (
        {("指标", A, "一级指标"): "进度指标"},
        "指标!D5",
        "没有一级指标“进度指标”，可写：产出指标",
    ),
    ({("指标", A, "二级指标"): "社会效益指标"}, "指标!E5", "没有二级指标“社会效益指标”"),
    ({("指标", A, "分值"): "二十"}, "指标!H5", "分值读不懂"),
)


@pytest.mark.parametrize(("changes", "cell", "message"), WRONG)
def test_each_wrong_cell_is_named(
    changes: Cells, cell: str, message: str, tmp_path: Path
) -> None:
    """The message leads to the cell, and no file is made."""
    with pytest.raises(FormError) as told:
        listing_of(list_file(tmp_path, changes))

    text = str(told.value)
    assert "有 1 处要改，没有生成任何文件" in text
    assert f"  {cell}  " in text
    assert message in text


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("省级补助（万元）", "这项资金来源本表样没有"),
        ("财政拨款（万元）", "没有写明是“年初预算数”还是“全年预算数”"),
        ("奖补经费（万元）", "没有认出是哪项金额"),
        ("资金到位数（万元）", "这项金额本表样没有"),
        ("全年预算数：债券资金（万元）", "里的“债券资金”没有认出"),
    ],
)
def test_money_that_the_form_has_no_cell_for_is_not_lost_silently(
    head: str, message: str, tmp_path: Path
) -> None:
    """The heading's cell is named, with what may be written."""
    path = csv_file(tmp_path, f"单位,项目名称,{head}", "县公路站,修路,20")
    with pytest.raises(FormError) as told:
        listing_of(path)

    assert "!C1  " in str(told.value)
    assert message in str(told.value)
    assert "全年预算数" in str(told.value)


@pytest.mark.parametrize(
    ("head", "value", "cell", "amount"),
    [
        ("全年预算数", "238.93", ("total", "revised_budget"), "238.93"),
        ("年初预算（元）", "194800.01", ("total", "original_budget"), "19.480001"),
        ("全年预算数-上年结转", "1.5万元", ("carry_over", "revised_budget"), "1.5"),
        ("其他资金（年初预算数）", "0", ("other", "original_budget"), "0"),
        ("全年预算数（其中：当年财政拨款）", "7", ("appropriation", "revised_budget"), "7"),
        ("资金总额全年预算数", "7", ("total", "revised_budget"), "7"),
        ("预算数（年初）", "7", ("total", "original_budget"), "7"),
        ("全年预算数（A）", "7", ("total", "revised_budget"), "7"),
    ],
)
def test_headings_of_money_are_known_in_many_spellings(
    head: str, value: str, cell: tuple[str, str], amount: str, tmp_path: Path
) -> None:
    """Measure and source in either order, 元 as well as 万元; a typed zero is one."""
    path = csv_file(tmp_path, f"预算单位,项目,{head},备注", f"县公路站,修路,{value},急")
    listing = listing_of(path)

    (project,) = listing.projects
    assert project.amounts == {cell: Decimal(amount)}
    assert project.unit == "县公路站"
    assert listing.unused == ("备注",)


def test_sums_and_blank_rows_are_no_projects(tmp_path: Path) -> None:
    """合计 below the list, a title above it."""
    path = csv_file(
        tmp_path, "2024年项目清单,,", "单位,项目名称,全年预算数", "县公路站,修路,20", ",,", "合计,,20"
    )  # fmt: skip
    assert [each.name for each in listing_of(path).projects] == ["修路"]


def test_a_workbook_without_a_list_says_what_a_list_needs(tmp_path: Path) -> None:
    """And how to get an empty one."""
    with pytest.raises(FormError, match="--projects-template"):
        listing_of(csv_file(tmp_path, "甲,乙", "1,2"))


def test_two_projects_that_nothing_tells_apart_are_refused(tmp_path: Path) -> None:
    """Without codes unit and name must do; in two units one name is two projects."""
    head = "单位,项目名称"
    listing = listing_of(csv_file(tmp_path, head, "甲站,修路", "乙站,修路"))
    copies = {copy_of("national-2020", each) for each in listing.projects}
    assert len(copies) == 2

    with pytest.raises(FormError, match="分不清"):
        listing_of(csv_file(tmp_path, head, "甲站,修路", "甲站,修 路"))


def test_the_row_of_the_execution_rate_is_not_written_twice(tmp_path: Path) -> None:
    """Last year's table has it; the blank prints it."""
    changes: Cells = {("指标", B, "三级指标"): "预算执行率"}
    listing = listing_of(list_file(tmp_path, changes))

    assert listing.printed == 1
    assert [len(each.targets) for each in listing.projects] == [1, 0]


def test_a_filled_form_is_not_overwritten(tmp_path: Path) -> None:
    """Without --force nothing is written; with it the old one is kept as a backup."""
    profile = load_profile("national-2020")
    listing = listing_of(list_file(tmp_path, {}))
    folder = tmp_path / "发放"
    assert send_out(listing, profile, folder).written == 2
    assert send_out(listing, profile, folder).same == 2
    form = folder / "县公路站" / "X1-修路.xlsx"
    form.write_bytes(b"filled in")
    (folder / "县公路站" / "X2-修桥.xlsx").unlink()

    with pytest.raises(SaveError, match="没有生成任何文件"):
        send_out(listing, profile, folder)
    assert form.read_bytes() == b"filled in"
    assert not (folder / "县公路站" / "X2-修桥.xlsx").exists()

    sent = send_out(listing, profile, folder, force=True)
    assert sent.written == 2
    assert [path.name for path in sent.kept] == ["X1-修路.备份1.xlsx"]
    assert sent.kept[0].read_bytes() == b"filled in"
    assert open_form(form).examined.evaluation.field_text("project_name") == "修路"


def test_a_run_that_was_stopped_is_taken_up(tmp_path: Path) -> None:
    """What is there is whole and is left."""
    profile = load_profile("national-2020")
    listing = listing_of(list_file(tmp_path, {}))
    with pytest.raises(Stopped):
        send_out(listing, profile, tmp_path / "发放", progress=lambda done, count, name: False)
    sent = send_out(listing, profile, tmp_path / "发放")

    assert (sent.same, sent.written) == (1, 1)
    assert sent.roster.exists()


def test_the_roster_is_no_form_when_the_folder_is_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lies beside the forms, and is passed over by name."""
    profile = load_profile("national-2020")
    folder = tmp_path / "发放"
    send_out(listing_of(list_file(tmp_path, {})), profile, folder)

    assert main(["summary", str(folder), "-o", str(tmp_path / "评分表.xlsx")]) == 1
    told = capsys.readouterr()
    assert "跳过以前生成的表：报送名册.xlsx" in told.out
    assert told.err == ""


def test_the_command_says_what_it_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Units, projects and indicators; a fault of the list is exit status 2."""
    path, folder = list_file(tmp_path, {}), tmp_path / "发放"
    assert main(["new", "national-2020", "--projects", str(path), "-o", str(folder)]) == 0
    assert "1 个单位，2 个项目，2 个指标" in capsys.readouterr().out

    bad = list_file(tmp_path, WRONG[0][0], "错.xlsx")
    other = tmp_path / "别处"
    assert main(["new", "national-2020", "--projects", str(bad), "-o", str(other)]) == 2
    assert "项目!B6" in capsys.readouterr().err
    assert not other.exists()
    assert main(["new", "national-2020", "--projects", str(path)]) == 2
    assert "-o" in capsys.readouterr().err
    many = ["new", "national-2020", "--projects", str(path), "-o", str(other), "--rows", "99"]
    assert main(many) == 2
    assert "1 到 50" in capsys.readouterr().err
    assert not other.exists()
    template = tmp_path / "空清单.xlsx"
    assert main(["new", "yunnan-2022", "--projects-template", "-o", str(template)]) == 0
    assert template.exists()
