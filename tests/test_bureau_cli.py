"""`xltools sendback` and `xltools state`: what they print, write, and say with their status."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bureau_heap import Heap

from xltools.bureau.user import WHO
from xltools.cli import main
from xltools.hosts.folders import RETURNED
from xltools.ledger.book import open_ledger
from xltools.overview.workbook import About, Source, write_overview

UNIT = "云岭县民政局"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Heap:
    """Taken in once for all tests of this module."""
    return Heap(tmp_path_factory.mktemp("命令"))


@pytest.fixture
def place(heap: Heap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger to write into, and somebody at the desk."""
    monkeypatch.setenv(WHO, "张某")
    return Path(shutil.copy(heap.ledger, tmp_path / "台账.db"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """A command's status, what it printed, what it complained about."""

    def command(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


def test_units_are_sent_back_and_listed(place: Path, run: Any) -> None:
    """Beside the ledger by default; status 1: somebody has something to mend."""
    status, out, err = run("sendback", place, "--unit", UNIT)
    assert (status, err) == (1, "")
    assert f"{UNIT}.zip" in out
    assert "已写 1 个单位的退回意见" in out
    assert "台账记为“退回”的项目" in out
    assert sorted(path.name for path in (place.parent / RETURNED).iterdir()) == [
        f"{UNIT}.zip", "退回清单.xlsx",
    ]  # fmt: skip


def test_a_trial_writes_nothing(place: Path, run: Any, tmp_path: Path) -> None:
    """But says what would go to whom; the folder of the ledger names it, too."""
    before = place.read_bytes()
    status, out, _ = run("sendback", place.parent, "-o", tmp_path / "出", "--dry-run")
    assert status == 1
    assert "只是试算，什么也没有写" in out
    assert UNIT in out
    assert not (tmp_path / "出").exists()
    assert place.read_bytes() == before


def test_sending_back_as_json(place: Path, run: Any, tmp_path: Path) -> None:
    """A document for programs; without states, none is entered."""
    status, out, _ = run(
        "sendback", place, "-o", tmp_path / "出", "--unit", UNIT, "--no-state", "--json"
    )
    document = json.loads(out)
    (unit,) = document["units"]
    assert status == 1
    assert unit["file"] == str(tmp_path / "出" / RETURNED / f"{UNIT}.zip")
    assert unit["forms"] == unit["copies"] >= 1
    assert unit["states"] == 0
    _, out, _ = run("state", place, "--only", "退回", "--unit", UNIT, "--json")
    assert [each["code"] for each in json.loads(out)] == ["YL2024021"]


def test_nothing_to_mend_is_status_0(place: Path, run: Any, tmp_path: Path) -> None:
    """All of the unit's projects passed or left out."""
    _, out, _ = run("state", place, "--unit", "云岭县档案馆", "--json")
    for each in json.loads(out):
        assert run("state", place, "--project", each["key"], "--state", "通过")[0] == 0
    status, out, _ = run("sendback", place, "--unit", "云岭县档案馆")
    assert (status, out) == (0, "1 个单位都没有要退回的。\n")


def test_no_ledger_and_no_unit_are_status_2(run: Any, place: Path, tmp_path: Path) -> None:
    """One line each."""
    status, out, err = run("sendback", tmp_path / "没有.db")
    assert (status, out) == (2, "")
    assert "找不到台账" in err
    status, _, err = run("sendback", place, "--unit", "民政局")
    assert status == 2
    assert err.startswith("xltools：台账里没有单位“民政局”")


def test_all_states_are_listed(place: Path, run: Any) -> None:
    """In the roster's order, with how many there are of each."""
    status, out, _ = run("state", place)
    assert status == 0
    lines = out.splitlines()
    assert lines[2].startswith("云岭县交通运输局")
    assert "YL2024001" in lines[2]
    assert lines[-1].startswith("52 个项目：未报送 6，已收 ")
    status, out, _ = run("state", place, "--only", "未报送", "--unit", "云岭县市场监督管理局")
    assert out.count("未报送") == 5
    assert run("state", place, "--only", "好")[0] == 2
    assert run("state", place, "--unit", "没有")[0] == 2
    assert run("state", place, "--only", "通过")[1] == "没有这样的项目。\n"


def test_a_state_is_set_and_the_history_tells_of_it(place: Path, run: Any) -> None:
    """By code or by name; who, when, why and the remark are kept."""
    status, out, _ = run(
        "state", place, "--project", "YL2024022", "--state", "通过", "--why", "核实过",
        "--remark", "权重已说明",
    )  # fmt: skip
    assert (status, out) == (
        0,
        f"{UNIT} YL2024022 社区养老服务站运营：通过，意见：权重已说明\n",
    )
    _, out, _ = run("state", place, "--project", "社区养老服务站运营")
    assert "来件  收下但有问题" in out
    assert "记事  张某  通过\n    核实过\n    意见：权重已说明" in out
    run("state", place, "--project", "YL2024022", "--remark", "")
    _, out, _ = run("state", place, "--project", "YL2024022", "--json")
    document = json.loads(out)
    assert (document["state"], document["remark"]) == ("通过", "")
    assert [each["state"] for each in document["history"]][-2:] == ["通过", ""]
    run("state", place, "--project", "YL2024022", "--state", "已收")
    _, out, _ = run("state", place, "--project", "YL2024022", "--json")
    assert json.loads(out)["state"] == "已收"


def test_the_history_tells_of_files_that_could_not_be_read(place: Path, run: Any) -> None:
    """A refused file that names the project is a step of its way."""
    _, out, _ = run("state", place, "--project", "YL2024013")
    assert "来件  没有收" in out
    _, out, _ = run("state", place, "--project", "YL2024041")
    assert "还没有来件，也没有记事。" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--project", "YL9"), "台账里没有项目“YL9”"),
        (("--project", "YL2024022", "--state", "同意"), "没有“同意”这种状态"),
        (("--state", "通过"), "请用 --project 写明改哪个项目"),
        (("--project", "YL2024022", "--why", "核实"), "--why 要和 --state 一起用"),
        (
            ("--from", "汇总.xlsx", "--state", "通过"),
            "不能与 --project、--state、--remark 一起用",
        ),
        (("--from", "没有.xlsx"), "找不到文件"),
    ],
)
def test_what_cannot_be_done_is_told(
    place: Path, run: Any, words: tuple[str, ...], said: str
) -> None:
    """Status 2, and nothing is entered."""
    before = place.read_bytes()
    status, _, err = run("state", place, *words)
    assert status == 2
    assert said in err
    assert place.read_bytes() == before


def test_a_summary_is_read_back(place: Path, run: Any, tmp_path: Path) -> None:
    """What changed is listed; a conflict is told and gives status 1; nothing new is said plainly."""
    summary = tmp_path / "汇总.xlsx"
    with open_ledger(place, create=False) as ledger:
        about = About("汇总", datetime(2025, 4, 3), "1", Source("rules", "x"), "台账.db")
        write_overview(ledger, summary, about)
    assert run("state", place, "--from", summary) == (
        0, "汇总表里的状态和意见与台账一致，没有要读回的。\n", "",
    )  # fmt: skip
    book = openpyxl.load_workbook(summary)
    sheet = book["汇总表"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    state = {cell.value: cell.column for cell in head}["状态"]
    sheet.cell(head[0].row + 1, state).value = "通过"
    sheet.cell(head[0].row + 2, state).value = "排除"
    book.save(summary)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WHO, "王某")
        run("state", place, "--project", "YL2024002", "--state", "退回")
    status, out, _ = run("state", place, "--from", summary)
    assert status == 1
    assert "YL2024001 农村公路安全防护工程  已收    通过" in out
    assert "已读回 1 个项目。" in out
    assert "没有读回 汇总表!" in out
    assert "王某 在" in out
    status, out, _ = run("state", place, "--from", summary, "--json")
    document = json.loads(out)
    assert (status, document["changes"]) == (1, [])
    assert document["conflicts"][0]["state"] == "排除"


@pytest.mark.parametrize("command", ["sendback", "state"])
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What it does and every option."""
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    out = capsys.readouterr().out
    assert done.value.code == 0
    assert out.startswith(f"用法：xltools {command}")
    assert "台账" in out
    assert "usage" not in out
