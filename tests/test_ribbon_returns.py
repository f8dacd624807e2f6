"""收集文件夹, 打开汇总, 生成退回意见 at the desk of a bureau that many units sent their forms to."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from bureau_heap import copy_heap
from collect_forms import SAMPLES

from xltools import state
from xltools.bureau.user import WHO
from xltools.hosts.folders import RETURNED
from xltools.ledger.book import open_ledger
from xltools.ledger.states import current_select
from xltools.ribbon import Answer, Desk, click

COUNTS = (
    "共 78 个文件：收下 19，收下但有问题 25，没有收 19，重复 11，不理会 4；48 个项目，未报送 13"
)
UNIT = SAMPLES / "jiangxi-2022"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"


@pytest.fixture(autouse=True)
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder of the test's own, and somebody at the desk."""
    monkeypatch.setenv(state.FOLDER, str(tmp_path / "state"))
    monkeypatch.setenv(WHO, "张某")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what came, beside that of what was sent out; taken in by a first click."""
    root = copy_heap(tmp_path_factory.mktemp("收集"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(state.FOLDER, str(root / "state"))
        patch.setenv(WHO, "张某")
        answer = clicked(root / "来件")
    assert answer.message == f"{COUNTS}；已生成 汇总.xlsx"
    return root / "来件"


@pytest.fixture
def came(desk: Path, tmp_path: Path) -> Path:
    """What the first click left, for a test to write into; the files that came are the module's."""
    for name in ("汇总.xlsx", "台账.db"):
        shutil.copy(desk / name, tmp_path / name)
    return tmp_path


def clicked(folder: Path, action: str = "collect") -> Answer:
    """The answer to a click with this folder chosen."""
    return click(action, Desk(chosen=folder))


def states(folder: Path) -> list[str]:
    """The states of all projects."""
    with open_ledger(folder / "台账.db", create=False) as ledger, ledger.read() as connection:
        return [row.state for row in connection.execute(current_select())]


def test_a_click_does_what_collect_does_and_the_last_summary_is_opened(
    desk: Path, tmp_path: Path
) -> None:
    """Numbers as the list of samples has them; who is missing and what was not taken is told."""
    answer = clicked(desk)
    assert answer.message == f"{COUNTS}；已生成 汇总.xlsx"
    assert answer.level == "warning"
    assert answer.files == (desk / "汇总.xlsx",)
    assert "未报送：云岭县交通运输局 YL2024004 公交候车亭建设" in answer.lines
    assert any(line.startswith("没有收：U盘/卫生健康局.rar：") for line in answer.lines)
    opened = click("open", Desk())
    assert (opened.files, opened.opens) == ((desk / "汇总.xlsx",), True)


def test_collecting_again_reads_the_clerks_words_back_first(desk: Path) -> None:
    """State and remark are in the ledger and in the new summary; nothing is lost."""
    book = openpyxl.load_workbook(desk / "汇总.xlsx")
    sheet = book["汇总表"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    column = {cell.value: cell.column for cell in head}
    row = head[0].row + 1
    sheet.cell(row, column["状态"]).value = "通过"
    sheet.cell(row, column["意见"]).value = "已核对原件"
    book.save(desk / "汇总.xlsx")
    answer = clicked(desk)
    assert "已读回汇总表里填写的状态、意见：1 个项目" in answer.lines
    new = openpyxl.load_workbook(desk / "汇总.xlsx")["汇总表"]
    assert new.cell(row, column["状态"]).value == "通过"
    assert new.cell(row, column["意见"]).value == "已核对原件"
    assert "通过" in states(desk)


def test_what_goes_back_goes_by_the_ledger(came: Path) -> None:
    """A zip a unit, their list, and the states; a second click says the same and writes nothing."""
    answer = clicked(came, "remarks")
    assert answer.level == "warning"
    zips = sorted((came / RETURNED).glob("*.zip"))
    assert f"已写 {len(zips)} 个单位的退回意见，在“退回意见”文件夹里" in answer.message
    assert answer.files[:2] == (came / RETURNED, came / RETURNED / "退回清单.xlsx")
    assert sorted(answer.files[2:]) == zips
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            assert archive.namelist()[0] == "退回意见书.docx"
    assert any(line.startswith("云岭县水务局：") for line in answer.lines)
    assert "退回" in states(came)
    before = {path: path.read_bytes() for path in (came / RETURNED).iterdir()}
    assert clicked(came, "remarks").message == answer.message
    assert {path: path.read_bytes() for path in (came / RETURNED).iterdir()} == before


def test_who_stops_is_told_how_it_goes_on(came: Path, desk: Path) -> None:
    """Taking in, and sending back."""
    answer = click("collect", Desk(chosen=desk, progress=lambda *_: False))
    assert (answer.message, answer.level) == (
        "已停止。读完的都已记入台账，再点一次会接着做。", "warning",
    )  # fmt: skip
    answer = click("remarks", Desk(chosen=came, progress=lambda done, *_: done < 1))
    assert answer.message.startswith("已停止：1 个单位有要退回的")


def test_forms_of_several_offices_are_a_heap_and_one_odd_form_is_none(tmp_path: Path) -> None:
    """Without a roster nobody is missing; a unit's own folder keeps its 评分表."""
    several, own = tmp_path / "各单位", tmp_path / "本单位"
    for folder in (several, own):
        folder.mkdir()
        for path in sorted(UNIT.glob("0[13]-*.xlsx")):
            shutil.copy(path, folder)
        shutil.copy(GOOD, folder)
    shutil.copy(SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx", several)
    assert clicked(own).message.endswith("已生成 评分表.xlsx")
    answer = clicked(several)
    assert answer.message.startswith("共 4 个文件：收下")
    assert "未报送" not in answer.message
    assert answer.message.endswith("已生成 汇总.xlsx")
    assert not (several / "评分表.xlsx").exists()


def test_archives_alone_are_a_heap(tmp_path: Path) -> None:
    """And a folder of nothing still says that there is no form."""
    folder = tmp_path / "报来"
    folder.mkdir()
    assert clicked(folder).message.endswith(
        "里没有自评表文件（.xlsx、.xls、.et、.ods、.csv）。"
    )
    with zipfile.ZipFile(folder / "交通局.zip", "w") as archive:
        archive.write(GOOD, GOOD.name)
    assert clicked(folder).message.startswith("共 1 个文件：收下")


def test_a_summary_of_somebody_elses_stays(tmp_path: Path) -> None:
    """The new one gets a number."""
    folder = tmp_path / "报来"
    folder.mkdir()
    with zipfile.ZipFile(folder / "交通局.zip", "w") as archive:
        archive.write(GOOD, GOOD.name)
    openpyxl.Workbook().save(folder / "汇总.xlsx")
    before = (folder / "汇总.xlsx").read_bytes()
    answer = clicked(folder)
    assert answer.files == (folder / "汇总(2).xlsx",)
    assert (folder / "汇总.xlsx").read_bytes() == before


def test_forms_that_were_sent_out_are_none_of_what_came(desk: Path, tmp_path: Path) -> None:
    """The folder above both is chosen: 发放 in it is left out."""
    root = tmp_path / "绩效"
    (root / "来件").mkdir(parents=True)
    shutil.copytree(desk.parent / "发放", root / "发放")
    shutil.copytree(desk / "U盘" / "交通运输局", root / "来件" / "交通运输局")
    answer = clicked(root)
    there = sum(path.is_file() for path in (root / "来件").rglob("*"))
    assert answer.message.startswith(f"共 {there} 个文件：")
    assert "48 个项目，未报送 47" in answer.message
