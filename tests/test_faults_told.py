"""What the world does to a command is told in a line, and costs nothing: disks, permissions, signals, outputs."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.cases import CASES, FORM, files_of
from faults.desk import COLLECT, SUMMARY, outcome, prepare
from faults.runs import Outcome, Server

from xltools.bureau.log import Log
from xltools.errors import SaveError
from xltools.hosts.sending import read_list, send_out
from xltools.package import load, scratch
from xltools.profile import load_profile
from xltools.report import convert_to_pdf

FILL = ("score", "表.xlsx", "--in-place")
NOBODY = 65534
SEED = 5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all, with `score` in memory."""
    with Server() as made:
        place = tmp_path_factory.mktemp("热")
        shutil.copy(FORM, place / "表.xlsx")
        made.warm(FILL, place)
        yield made


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a form."""
    shutil.copy(FORM, tmp_path / "表.xlsx")
    return tmp_path


def is_old(place: Path) -> bool:
    """Whether nothing but the form lies there, as it was."""
    return files_of(place) == {"表.xlsx": FORM.read_bytes()}


# --- disks


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path | None]:
    """A disk of its own, where root may make one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "xltools-test", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("left", [0, 1, 2, 4, 8, 12])
def test_a_real_disk_that_is_full_costs_nothing(
    left: int, server: Server, tmp_path: Path
) -> None:
    """So many pages are left of a small disk; where none can be made, a disk that is full after so many calls."""
    with small_disk(tmp_path / "盘", 160 * 1024) as disk:
        if disk is None:
            home = tmp_path / "盘"
            shutil.copy(FORM, home / "表.xlsx")
            done = server.run(FILL, home, "full", left + 1)
        else:
            home = disk
            shutil.copy(FORM, home / "表.xlsx")
            free = shutil.disk_usage(home).free
            (home / "占.bin").write_bytes(b"x" * max(0, free - left * 4096))
            done = server.run(FILL, home)
            (home / "占.bin").unlink()
        if done.status == 2:
            assert "磁盘空间不足，请清理磁盘后再试" in done.err
            assert is_old(home)
        else:
            assert (done.status, done.err) == (0, "")
        assert done.status == 2 or left > 2
        assert server.run(FILL, home).status == 0
        assert sorted(files_of(home)) == ["表.xlsx", "表.备份1.xlsx"]


@pytest.mark.parametrize("number", ["EINVAL", "EIO"])
def test_what_cannot_be_confirmed_is_written_and_told(
    number: str, server: Server, tmp_path: Path
) -> None:
    """The command ends as ever; a line says that the disk did not confirm."""
    start, new, dry = (tmp_path / each for each in ("前", "后", "看"))
    start.mkdir()
    shutil.copy(FORM, start / "表.xlsx")
    shutil.copytree(start, new)
    shutil.copytree(start, dry)
    server.run(FILL, new)
    calls = server.run(FILL, dry, "EIO", 10**9, level="python").calls
    for nth in range(calls, 0, -1):
        again = tmp_path / f"{nth}"
        shutil.copytree(start, again)
        done = server.run(FILL, again, number, nth, level="python")
        if done.hit == "fsync":
            break
    assert files_of(again) == files_of(new)
    assert done.status == 0
    assert done.err == (
        "xltools：“表.xlsx”已写入，但未能确认落盘。\n" if number == "EIO" else ""
    )


# --- permissions and names


@pytest.fixture
def foreign(server: Server) -> Iterator[Path]:
    """A folder and a form that belong to somebody else, who lets others read."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    shutil.copy(FORM, folder / "表.xlsx")
    (folder / "表.xlsx").chmod(0o666)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(server: Server, argv: tuple[str, ...], place: Path) -> Outcome:
    """Run it as somebody who is not root."""
    return server.run(argv, place, user=NOBODY if os.getuid() == 0 else None)


@pytest.mark.parametrize(
    "argv", [FILL, ("score", "表.xlsx"), ("score", "表.xlsx", "-o", "新.xlsx")]
)
def test_a_read_only_folder_is_told(
    argv: tuple[str, ...], server: Server, foreign: Path
) -> None:
    """Nothing is written, and where to save instead is said."""
    done = as_nobody(server, argv, foreign)
    assert done.status == 2
    assert "没有写入权限，请另存到别处或请管理员授权。原文件没有改动。" in done.err
    assert is_old(foreign)


def test_a_read_only_file_is_told(server: Server, place: Path) -> None:
    """It is left, also by root."""
    (place / "表.xlsx").chmod(0o444)
    done = server.run(FILL, place)
    assert done.status == 2
    assert "“表.xlsx”是只读文件，没有写入。请去掉只读属性再试" in done.err
    assert is_old(place)


def test_a_second_name_on_the_disk_is_told(server: Server, place: Path) -> None:
    """One line, and the status is that of the form."""
    os.link(place / "表.xlsx", place / "又一个.xlsx")
    done = server.run(FILL, place)
    assert done.status == 0
    assert done.err == "xltools：“表.xlsx”在磁盘上还有别的名字（硬链接），那里仍是旧内容。\n"
    assert (place / "又一个.xlsx").read_bytes() == FORM.read_bytes()


def test_a_button_tells_the_same_in_its_answer(server: Server, place: Path) -> None:
    """The window and the right click have no stderr."""
    os.link(place / "表.xlsx", place / "又一个.xlsx")
    done = server.run(("press", "check", "表.xlsx"), place)
    assert "硬链接" in done.out
    assert done.err == ""


def test_a_fill_is_undone_by_its_backup_and_not_repeated_for_nothing(
    server: Server, place: Path
) -> None:
    """A second fill of the same changes nothing and keeps no second backup; the backup is the old form."""
    assert "（备份：表.备份1.xlsx）" in server.run(FILL, place).out
    filled = files_of(place)
    assert "已是最新，没有改动" in server.run(FILL, place).out
    assert files_of(place) == filled

    (place / "表.备份1.xlsx").replace(place / "表.xlsx")
    assert is_old(place)
    server.run(FILL, place)
    assert files_of(place) == filled


# --- where temporary files go


@pytest.mark.parametrize("given", ["不在", "是文件"])
def test_a_folder_for_temporary_files_that_is_missing_stops_nothing(
    given: str, server: Server, tmp_path: Path
) -> None:
    """The system's own is taken."""
    home = tmp_path / "台"
    home.mkdir()
    prepare(home)
    (tmp_path / "是文件").touch()
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / given))
    done = server.run(COLLECT, home, env=places)
    assert (done.status, done.err) == (1, "")
    assert (home / SUMMARY).exists()


def test_without_any_folder_for_temporary_files_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Which variable says where it should be."""
    monkeypatch.setattr(scratch, "_homes", lambda: iter([Path("/不在")]))
    with (
        pytest.raises(SaveError, match=r"没有可以写的临时文件夹.*TMPDIR"),
        scratch.scratch_folder(),
    ):
        pass


def test_what_a_killed_run_left_of_its_folder_is_cleared_and_a_living_ones_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever lives has it locked."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    left = tmp_path / "xltools-scratch-abc"
    left.mkdir()
    (left / "sheet").write_bytes(b"x")
    stranger = tmp_path / "别人的"
    stranger.mkdir()
    with scratch.scratch_folder() as living:
        (living / "mine").write_bytes(b"x")
        with scratch.scratch_folder() as other:
            assert other != living
        assert [path.name for path in living.iterdir()] == ["mine"]
        assert not left.exists()
    assert list(tmp_path.iterdir()) == [stranger]


# --- outputs


def command(place: Path, script: str) -> tuple[int, str]:
    """Run a line of shell in which $X is the command; its status and what it complains of."""
    environment = {**os.environ, "X": f"{sys.executable} -m xltools"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=place, env=environment, stderr=subprocess.PIPE, timeout=60,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    ("script", "status", "said"),
    [
        ("$X score 表.xlsx --in-place >/dev/full", 2, "结果没有输出完（磁盘空间不足）"),
        ("$X check 表.xlsx --json >/dev/full", 2, "结果没有输出完（磁盘空间不足）"),
        ("$X score 表.xlsx --in-place >&-", 0, ""),
        ("$X check 表.xlsx --json >&-", 0, ""),
        ("$X score 没有.xlsx 2>&-", 2, ""),
        ("$X score 没有.xlsx 2>/dev/full", 2, ""),
    ],
)
def test_an_output_that_is_shut_or_full_costs_no_result(
    script: str, status: int, said: str, place: Path
) -> None:
    """The form is filled, the status says whether all was told; never a traceback."""
    got, err = command(place, script)
    assert got == status, err
    assert said in err
    assert err.count("\n") == (1 if said else 0), err
    if "--in-place" in script:
        assert sorted(files_of(place)) == ["表.xlsx", "表.备份1.xlsx"]


def test_a_log_that_ends_in_half_a_line_begins_a_new_one(tmp_path: Path) -> None:
    """The disk was full; what is told later is not lost in that line."""
    path = tmp_path / "日志.txt"
    with Log(path) as log:
        log.begin(1, [Path("来件")])
    path.write_bytes(path.read_bytes()[:-8])
    with Log(path) as log:
        log.begin(2, [Path("来件")])
    half, whole = path.read_text(encoding="utf-8-sig").splitlines()
    assert "第 1 次收表" in half
    assert whole.endswith("第 2 次收表：来件")


def test_a_log_that_cannot_be_written_hides_no_other_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong is told, not that the log could not tell it."""

    class Full:
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "full")

        def close(self) -> None:
            raise OSError(errno.ENOSPC, "full")

    def fail() -> None:
        with Log(tmp_path / "日志.txt") as log:
            monkeypatch.setattr(log, "_file", Full())
            raise SaveError("台账写不进去")

    with pytest.raises(SaveError, match="台账写不进去"):
        fail()


def test_a_pdf_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Conversion is done elsewhere, and the result is put in place whole."""
    word, pdf = tmp_path / "报告.docx", tmp_path / "报告.pdf"
    shutil.copy(FORM, word)
    pdf.write_bytes(b"%PDF old")

    def convert(_: str, source: Path, work: Path, *__: object) -> None:
        (work / "report.pdf").write_bytes(b"%PDF new")

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("xltools.report.pdf.find_soffice", lambda: "soffice")
    monkeypatch.setattr("xltools.report.pdf.prepare", lambda _: None)
    monkeypatch.setattr("xltools.report.pdf.convert", convert)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(SaveError, match="磁盘空间不足"):
            convert_to_pdf(word, pdf)
    assert pdf.read_bytes() == b"%PDF old"
    convert_to_pdf(word, pdf)
    assert pdf.read_bytes() == b"%PDF new"
    assert len(list(tmp_path.iterdir())) == 2


# --- what a power cut leaves of forms that were sent


def test_what_a_power_cut_left_of_a_form_is_written_again_and_what_people_typed_is_not(
    tmp_path: Path,
) -> None:
    """Empty, cut off, or with blocks of nothing: that is no form which somebody filled in."""
    CASES["new"].prepare(tmp_path)
    profile = load_profile("national-2020")
    listing, folder = read_list(tmp_path / "清单.xlsx", profile), tmp_path / "发放"
    send_out(listing, profile, folder)
    whole = files_of(folder)
    first, second = sorted(folder.glob("*/*.xlsx"))
    data = first.read_bytes()
    for torn in (
        b"",
        data[:4096],
        data[:4096] + bytes(1024),
        data[:512] + bytes(512) + data[1024:],
    ):
        first.write_bytes(torn)
        made = send_out(listing, profile, folder)
        assert (made.written, made.kept) == (1, ())
        assert files_of(folder) == whole

    second.write_bytes(FORM.read_bytes())
    with pytest.raises(SaveError, match=f"{second.name}.*可能已有人填写"):
        send_out(listing, profile, folder)
    assert second.read_bytes() == FORM.read_bytes()
    assert load(second).path == second


# --- signals


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_ended_at_any_moment_a_form_is_old_or_new_and_nothing_is_left(
    name: str, server: Server, tmp_path: Path
) -> None:
    """Whoever ends it gets what Ctrl+C gets; thirty moments of a fill."""
    whole = tmp_path / "后"
    whole.mkdir()
    shutil.copy(FORM, whole / "表.xlsx")
    server.run(FILL, whole)
    new = files_of(whole)
    chance, ended = random.Random(SEED), 0
    for number in range(30):
        home = tmp_path / str(number)
        home.mkdir()
        shutil.copy(FORM, home / "表.xlsx")
        done = server.run(FILL, home, name, signal_after=chance.uniform(0, 0.03))
        assert done.status in (0, 2, -signal.Signals[name]), done.err
        assert "Traceback" not in done.err
        if done.status == 2:
            ended += 1
            assert done.err in ("", "xltools：已中断，没有写入未完成的文件。\n")
        assert is_old(home) or files_of(home) == new
        assert server.run(FILL, home).status == 0
        assert files_of(home) == new
    assert ended


def test_a_collecting_run_that_is_told_to_end_is_taken_up(
    server: Server, tmp_path: Path
) -> None:
    """It stops in a line, keeps what was read, and leaves nothing behind but that."""
    home, whole = tmp_path / "台", tmp_path / "完"
    home.mkdir()
    prepare(home)
    start = shutil.copytree(home, tmp_path / "前")
    server.warm(COLLECT, shutil.copytree(start, tmp_path / "热"))
    assert server.run(COLLECT, home).status == 1
    shutil.copytree(home, whole)
    expected = outcome(home)
    chance = random.Random(SEED)
    for _ in range(6):
        shutil.rmtree(home)
        shutil.copytree(start, home)
        done = server.run(COLLECT, home, "SIGTERM", signal_after=chance.uniform(0, 0.4))
        assert done.status in (1, 2, -signal.SIGTERM), done.err
        assert "Traceback" not in done.err
        assert "内部出错" not in done.err
        if done.status == 2:
            assert "再运行一次会接着做" in done.err
            assert not [
                name for name in files_of(home) if ".~xltools" in name or "-lock" in name
            ]
        assert server.run(COLLECT, home).status == 1
        assert outcome(home) == expected
