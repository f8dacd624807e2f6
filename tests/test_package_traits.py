"""What a file has besides its bytes is kept, or what of it is not is told."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from exotic import raw_book
from faults.calls import Sharing

from xltools.errors import ChangedError, SaveError, SaveWarning
from xltools.package import load, replace, save, save_new

OLD = raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
NEW = raw_book('<sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData>')


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form on disk, of last year."""
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(OLD)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def fill(form: Path) -> Path:
    """Replace the form; its backup."""
    backup = replace(form, NEW, load(form), backup=True)
    assert backup is not None
    return backup


def attributes(path: Path) -> dict[str, bytes]:
    """The extended attributes of a file, as far as this disk has any."""
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def refuse(number: int) -> Callable[..., None]:
    """A call that the system refuses."""

    def call(*_: object) -> None:
        raise OSError(number, "refused")

    return call


def test_mode_owner_and_attributes_go_over_and_the_time_does_not(form: Path) -> None:
    """Others see by the time that the form was changed; the old one keeps its own as the backup."""
    form.chmod(0o640)
    with contextlib.suppress(OSError):  # a disk that has none keeps none
        os.setxattr(form, "user.xltools", "来自邮件".encode())
    with contextlib.suppress(OSError):  # only root gives files away
        os.chown(form, 65534, 65534)
    before, marks = form.stat(), attributes(form)
    began = time.time() - 1

    backup = fill(form)

    after = form.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode, before.st_uid, before.st_gid,
    )  # fmt: skip
    assert attributes(form) == marks == attributes(backup)
    assert after.st_mtime > began
    assert backup.stat().st_mtime_ns == before.st_mtime_ns
    assert stat.S_IMODE(backup.stat().st_mode) == 0o640


def test_a_copied_backup_has_all_of_that_as_well(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file cannot have two names."""
    form.chmod(0o640)
    with contextlib.suppress(OSError):
        os.setxattr(form, "user.xltools", b"1")
    before, marks = form.stat(), attributes(form)
    monkeypatch.setattr(os, "link", refuse(errno.EPERM))

    backup = fill(form)

    assert backup.read_bytes() == OLD
    assert backup.stat().st_ino != before.st_ino
    assert (backup.stat().st_mode, backup.stat().st_mtime_ns) == (
        before.st_mode, before.st_mtime_ns,
    )  # fmt: skip
    assert attributes(backup) == marks


def test_an_owner_that_cannot_be_kept_is_told_and_the_group_is_kept_by_itself(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague's file in a shared folder becomes ours; the colleagues' group still reads it."""
    given: list[tuple[int, int]] = []

    def only_groups(_: int, user: int, group: int) -> None:
        given.append((user, group))
        if user != -1:
            raise PermissionError(errno.EPERM, "only root")

    honest = os.fstat

    def another(handle: int) -> object:
        found = honest(handle)
        return SimpleNamespace(
            st_uid=found.st_uid + 1, st_gid=found.st_gid + 1, st_dev=found.st_dev,
            st_ino=found.st_ino, st_mode=found.st_mode, st_size=found.st_size,
        )  # fmt: skip

    workbook, old = load(form), form.stat()
    monkeypatch.setattr(os, "fchown", only_groups)
    monkeypatch.setattr(os, "fstat", another)
    with pytest.warns(SaveWarning, match="所有者变成了当前用户"):
        replace(form, NEW, workbook, backup=False)

    assert form.read_bytes() == NEW
    assert given == [(-1, old.st_gid), (old.st_uid, -1)]


def test_a_second_name_on_the_disk_is_told_and_keeps_the_old(form: Path) -> None:
    """The backup is then no third name: whoever writes into the old file by it must not reach it."""
    other = form.with_name("同一个文件.xlsx")
    os.link(form, other)

    with pytest.warns(SaveWarning, match="硬链接.*旧内容"):
        backup = fill(form)

    assert other.read_bytes() == OLD
    other.write_bytes(b"changed in place")
    assert (form.read_bytes(), backup.read_bytes()) == (NEW, OLD)


def test_what_a_killed_run_kept_already_is_no_second_name(form: Path) -> None:
    """The backup is there, the file is still the old one: nothing is to be told, none is added."""
    kept = form.with_name("自评表.备份1.xlsx")
    os.link(form, kept)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fill(form) == kept
    assert sorted(path.name for path in form.parent.iterdir()) == [form.name, kept.name]
    assert (form.read_bytes(), kept.read_bytes()) == (NEW, OLD)


def test_undone_and_filled_again_the_first_backup_serves(form: Path) -> None:
    """The old file is put back byte for byte, with its time; nobody needs two of the same."""
    before = form.stat().st_mtime_ns
    backup = fill(form)
    backup.replace(form)
    assert (form.read_bytes(), form.stat().st_mtime_ns) == (OLD, before)

    backup = fill(form)
    form.write_bytes(backup.read_bytes())  # copied back
    assert fill(form) == backup
    assert backup.read_bytes() == OLD


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_not_written(mode: int, form: Path) -> None:
    """Not in place, and not as somebody's old result; root is told as well."""
    form.chmod(mode)
    for save_it in (lambda: fill(form), lambda: save_new(form, NEW)):
        with pytest.raises(SaveError, match=r"只读文件.*去掉只读属性"):
            save_it()
    assert form.read_bytes() == OLD
    assert [path.name for path in form.parent.iterdir()] == [form.name]


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("项目自评报告.docx", "~$项目自评报告.docx"),
        ("项目自评报告.docx", "~$自评报告.docx"),
        ("项目自评报告.docx", "~$目自评报告.docx"),
        ("项目自评表.xlsx", ".~项目自评表.xlsx"),
        ("项目自评表.xlsx", ".~目自评表.xlsx"),
        ("项目自评表.xlsx", ".~自评表.xlsx"),
    ],
)
def test_what_word_and_wps_have_open_is_not_written(
    name: str, owner: str, tmp_path: Path
) -> None:
    """They leave out up to two characters of the name; a file of that shorter name may own the note."""
    target = tmp_path / name
    target.write_bytes(OLD)
    (tmp_path / owner).touch()
    with pytest.raises(ChangedError, match="请先在其中关闭") as caught:
        save_new(target, NEW)
    assert owner in str(caught.value)
    assert target.read_bytes() == OLD

    if owner[2:] != name:
        (tmp_path / owner[2:]).touch()
        save_new(target, NEW)
        assert target.read_bytes() == NEW


def test_a_file_that_is_opened_while_it_is_written_is_left(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is looked for once more just before the exchange."""
    workbook, honest = load(form), save._compare

    def opened(target: Path, expected: object) -> None:
        honest(target, expected)  # type: ignore[arg-type]
        form.with_name(f"~${form.name}").touch()

    monkeypatch.setattr(save, "_compare", opened)
    with pytest.raises(ChangedError, match="打开"):
        replace(form, NEW, workbook, backup=True)
    assert form.read_bytes() == OLD
    assert len(list(form.parent.iterdir())) == 2


def test_a_name_of_255_bytes_is_saved_with_a_backup(tmp_path: Path) -> None:
    """The longest that a disk takes; all our names beside it fit as well."""
    form = tmp_path / f"{'长' * 83}a.xlsx"
    assert len(os.fsencode(form.name)) == 255
    form.write_bytes(OLD)
    backup = fill(form)
    assert (form.read_bytes(), backup.read_bytes()) == (NEW, OLD)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_drive_that_cannot_confirm_is_at_most_told(
    what: str, number: int, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network drives know no fsync: the file is written all the same."""
    workbook, honest = load(form), os.fsync

    def partly(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) == (what == "folder"):
            raise OSError(number, "x")
        honest(handle)

    monkeypatch.setattr(os, "fsync", partly)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        replace(form, NEW, workbook, backup=True)

    assert form.read_bytes() == NEW
    said = [str(each.message) for each in told]
    assert len(said) == (what == "file")
    assert all("已写入" in each for each in said)


@pytest.mark.parametrize("times", [2, 99])
def test_on_windows_a_file_that_is_held_is_tried_again_and_then_told(
    times: int, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner lets go after a moment; Excel does not."""
    workbook, honest, tries = load(form), os.replace, []

    def held(source: str, target: str) -> None:
        tries.append(source)
        if len(tries) <= times:
            raise Sharing(errno.EACCES, "in use")
        honest(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(save, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(save, "time", SimpleNamespace(sleep=lambda _: None))
    if times == 2:
        replace(form, NEW, workbook, backup=True)
    else:
        with pytest.raises(ChangedError, match=r"正被别的程序使用.*关闭"):
            replace(form, NEW, workbook, backup=True)

    assert len(tries) == min(times + 1, 4)
    assert form.read_bytes() == (NEW if times == 2 else OLD)
    assert len(list(form.parent.iterdir())) == (2 if times == 2 else 1)
