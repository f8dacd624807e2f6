"""Bytes on disk: the file is old or new and whole, whatever fails."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from exotic import raw_book

from xltools.errors import ChangedError, SaveError
from xltools.package import Workbook, holding, load, replace, save_new

OLD = raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
NEW = raw_book('<sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData>')


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form on disk."""
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def loaded(form: Path) -> Workbook:
    """The form, loaded."""
    return load(form)


def listing(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_its_backup_is_the_old_one(form: Path, loaded: Workbook) -> None:
    """The backup stands beside it under a name that says what it is."""
    backup = replace(form, NEW, loaded, backup=True)

    assert form.read_bytes() == NEW
    assert backup == form.with_name("自评表.备份1.xlsx")
    assert backup.read_bytes() == OLD


def test_a_backup_is_never_overwritten(form: Path, loaded: Workbook) -> None:
    """The first backup is what the staff had typed before we ever came."""
    replace(form, NEW, loaded, backup=True)
    second = replace(form, OLD, load(form), backup=True)

    assert second == form.with_name("自评表.备份2.xlsx")
    assert form.with_name("自评表.备份1.xlsx").read_bytes() == OLD
    assert second.read_bytes() == NEW


def test_without_a_wish_there_is_no_backup(form: Path, loaded: Workbook) -> None:
    """Nothing but the file is in the folder."""
    assert replace(form, NEW, loaded, backup=False) is None
    assert listing(form.parent) == ["自评表.xlsx"]


def test_a_new_file_is_written_whole(tmp_path: Path) -> None:
    """With the mode that every new file here gets; an old result is replaced."""
    (tmp_path / "ordinary").touch()
    save_new(tmp_path / "新.xlsx", NEW)
    save_new(tmp_path / "新.xlsx", OLD)

    assert (tmp_path / "新.xlsx").read_bytes() == OLD
    assert (tmp_path / "新.xlsx").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_mode_is_kept(form: Path) -> None:
    """A file that only its owner may read stays so."""
    form.chmod(0o640)
    replace(form, NEW, load(form), backup=False)

    assert stat.S_IMODE(form.stat().st_mode) == 0o640


def test_a_name_at_the_limit_of_the_file_system_works(tmp_path: Path) -> None:
    """84 Chinese characters are 252 bytes: temporary and backup names must fit too."""
    form = tmp_path / ("长" * 83 + ".xlsx")
    form.write_bytes(OLD)

    backup = replace(form, NEW, load(form), backup=True)

    assert form.read_bytes() == NEW
    assert backup is not None
    assert backup.read_bytes() == OLD


def test_a_link_stays_a_link(form: Path, loaded: Workbook, tmp_path: Path) -> None:
    """The file it stands for is replaced, and the backup is beside that."""
    folder = tmp_path / "桌面"
    folder.mkdir()
    link = folder / "链接.xlsx"
    link.symlink_to(form)

    backup = replace(link, NEW, loaded, backup=True)

    assert link.is_symlink()
    assert form.read_bytes() == NEW
    assert backup == form.with_name("自评表.备份1.xlsx")


@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_file_that_changed_meanwhile_is_not_written(
    change: str, form: Path, loaded: Workbook
) -> None:
    """What somebody typed while we worked is not lost."""
    edited = OLD + b"\n"
    form.write_bytes(edited) if change == "edited" else form.unlink()

    with pytest.raises(ChangedError, match=r"改动、移走或删除.*请"):
        replace(form, NEW, loaded, backup=True)

    assert listing(form.parent) == (["自评表.xlsx"] if change == "edited" else [])
    assert change == "gone" or form.read_bytes() == edited


@pytest.mark.parametrize("owner", ["~$自评表.xlsx", ".~lock.自评表.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_not_written(
    owner: str, form: Path, loaded: Workbook
) -> None:
    """Excel, WPS and LibreOffice leave a note beside it; the message names it."""
    form.with_name(owner).touch()

    for save_it in (
        lambda: replace(form, NEW, loaded, backup=True),
        lambda: save_new(form, NEW),
    ):
        with pytest.raises(ChangedError, match="请先在其中关闭") as caught:
            save_it()
        assert owner in str(caught.value)
    assert form.read_bytes() == OLD


def temporary(form: Path) -> Path:
    """The temporary file of a run that writes this form."""
    import zlib

    return form.with_name(f".~xltools-{zlib.crc32(os.fsencode(form.name)):08x}.tmp")


def test_another_run_on_the_same_file_is_waited_for_and_then_refused(
    form: Path, loaded: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two scorers at once never mix."""
    monkeypatch.setattr(holding, "_WAIT_SECONDS", 0.05)
    hold = holding.take(form)

    with pytest.raises(ChangedError, match="另一个 xltools") as caught:
        replace(form, NEW, loaded, backup=True)

    assert hold.path.name in str(caught.value)
    assert form.read_bytes() == OLD
    assert hold.is_there()
    hold.close()


def test_a_run_that_writes_for_long_is_not_taken_for_a_killed_one(
    form: Path, loaded: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds stays its own, however old; with its process the hold is gone."""
    monkeypatch.setattr(holding, "_WAIT_SECONDS", 0.05)
    hold = holding.take(form)
    long_ago = time.time() - 3600
    os.utime(temporary(form), (long_ago, long_ago))
    with pytest.raises(ChangedError, match="另一个 xltools"):
        save_new(form, NEW)
    assert form.read_bytes() == OLD

    hold.close()
    save_new(form, NEW)
    assert form.read_bytes() == NEW
    assert listing(form.parent) == ["自评表.xlsx"]


def test_what_a_run_left_that_was_killed_just_now_is_cleared(
    form: Path, loaded: Workbook
) -> None:
    """Who starts it again at once need not wait for a minute."""
    holding.take(form).close()
    save_new(form, NEW)
    assert form.read_bytes() == NEW
    assert listing(form.parent) == ["自评表.xlsx"]


def test_what_a_killed_run_left_behind_is_cleared(form: Path, loaded: Workbook) -> None:
    """The next run works and leaves nothing."""
    rest = temporary(form)
    rest.write_bytes(NEW[:10])
    long_ago = time.time() - 3600
    os.utime(rest, (long_ago, long_ago))

    replace(form, NEW, loaded, backup=False)

    assert form.read_bytes() == NEW
    assert listing(form.parent) == ["自评表.xlsx"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EDQUOT, "配额"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有写入权限"),
        (errno.EIO, "磁盘读写出错"),
        (errno.EMFILE, "错误号"),
    ],
)
def test_a_failure_is_one_clear_line(
    number: int, reason: str, form: Path, loaded: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File, reason, what to do; the old file is untouched and nothing is left over."""

    def fail(*_: object) -> int:
        raise OSError(number, "english text")

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(SaveError, match=reason) as caught:
        replace(form, NEW, loaded, backup=True)

    assert "自评表.xlsx" in str(caught.value)
    assert "english" not in str(caught.value)
    assert form.read_bytes() == OLD
    assert listing(form.parent) == ["自评表.xlsx"]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Nothing is created on the way."""
    with pytest.raises(SaveError, match="文件夹不存在"):
        save_new(tmp_path / "没有" / "a.xlsx", NEW)
    with pytest.raises(SaveError, match="文件夹"):
        save_new(tmp_path, NEW)
    assert listing(tmp_path) == []


def test_a_durability_doubt_is_a_warning_and_no_failure(
    form: Path, loaded: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the name is exchanged the file is new and whole."""
    honest = os.fsync

    def doubtful(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "x")
        honest(handle)

    monkeypatch.setattr(os, "fsync", doubtful)
    with pytest.warns(UserWarning, match="未能确认落盘"):
        replace(form, NEW, loaded, backup=False)

    assert form.read_bytes() == NEW


def test_where_a_second_name_is_not_possible_the_backup_is_a_copy(
    form: Path, loaded: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT and some network disks know no hard links."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "x")

    monkeypatch.setattr(os, "link", refuse)
    form.with_name("自评表.备份1.xlsx").write_bytes(b"older")
    before = form.stat().st_mtime_ns

    backup = replace(form, NEW, loaded, backup=True)

    assert backup == form.with_name("自评表.备份2.xlsx")
    assert backup.read_bytes() == OLD
    assert backup.stat().st_mtime_ns == before
    assert form.with_name("自评表.备份1.xlsx").read_bytes() == b"older"


# --- fail the n-th call, for every n

CALLS = (
    "open",
    "write",
    "fsync",
    "close",
    "fstat",
    "fchmod",
    "link",
    "replace",
    "read",
    "stat",
    "lstat",
)
FAILURES: list[type[BaseException] | int] = [
    errno.EIO,
    errno.ENOSPC,
    errno.EACCES,
    KeyboardInterrupt,
    MemoryError,
]


class NthCall:
    """Makes the n-th call to the system fail, and counts how many there are."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, nth: int, failure: type[BaseException] | int
    ) -> None:
        self.left, self.failure, self.happened = nth, failure, False
        for name in CALLS:
            monkeypatch.setattr(os, name, self.guarded(getattr(os, name)))

    def guarded(self, honest: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            self.left -= 1
            if self.left == 0:
                self.happened = True
                if isinstance(self.failure, int):
                    raise OSError(self.failure, "injected")
                raise self.failure
            return honest(*arguments, **more)

        return call


@pytest.mark.filterwarnings("ignore:.*未能确认落盘")
@pytest.mark.parametrize("failure", FAILURES, ids=str)
@pytest.mark.parametrize("link_works", [True, False], ids=["link", "copy"])
def test_whichever_call_fails_the_file_is_old_or_new_and_whole(
    failure: type[BaseException] | int, link_works: bool, tmp_path: Path
) -> None:
    """Fail call 1, 2, 3 … until it runs through; no rest files, and the next run works."""
    for nth in range(1, 200):
        folder = tmp_path / str(nth)
        folder.mkdir()
        form = folder / "自评表.xlsx"
        form.write_bytes(OLD)
        workbook = load(form)
        with pytest.MonkeyPatch.context() as patch:
            if not link_works:
                patch.setattr(
                    os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EPERM, "x"))
                )
            nth_call = NthCall(patch, nth, failure)
            try:
                replace(form, NEW, workbook, backup=True)
                done = True
            except (SaveError, ChangedError, KeyboardInterrupt, MemoryError):
                done = False
        content = form.read_bytes()
        assert content in (OLD, NEW), f"call {nth}: half a file"
        assert not done or content == NEW, f"call {nth}: said done and was not"
        rest = set(listing(folder)) - {"自评表.xlsx"}
        assert rest == ({"自评表.备份1.xlsx"} if content == NEW else set()), f"call {nth}"
        if content == NEW:
            assert (folder / "自评表.备份1.xlsx").read_bytes() == OLD
        save_new(form, OLD)
        assert form.read_bytes() == OLD
        if not nth_call.happened:
            assert nth > 10
            return
    pytest.fail("never ran through")
