"""Put bytes on disk so that a file is old or new and never half.

Temporary sibling, all bytes, fsync, compare the original with what was loaded, backup,
rename, fsync of the folder. The temporary name is the same for every run on one file:
it keeps two runs apart, and a run finds and removes what a killed one left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from xltools.errors import ChangedError, FileError, SaveError
from xltools.package.disk import read_file
from xltools.package.workbook import Workbook

_WAIT_SECONDS = 2.0
_STALE_SECONDS = 60.0
"""Age of a temporary file that is taken for left behind where nobody can tell if it is held."""
_YOUNG_SECONDS = 0.5
"""A file that is being made is held by nobody for a moment."""
_NAME_BYTES = 255

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理磁盘后再试",
    errno.EDQUOT: "磁盘配额已用完，请清理或联系管理员",
    errno.EFBIG: "文件超过磁盘允许的大小，请换一个磁盘",
    errno.EROFS: "磁盘是只读的，请另存到别处",
    errno.EACCES: "没有写入权限，请另存到别处或请管理员授权",
    errno.EPERM: "没有写入权限，请另存到别处或请管理员授权",
    errno.ENOENT: "文件夹不存在，请先建好文件夹",
    errno.ENOTDIR: "路径中有一级不是文件夹，请检查路径",
    errno.ENAMETOOLONG: "文件名太长，请改短后再试",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络",
}


def save_new(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole; one that is there is replaced.

    Raises:
        ChangedError: it is open in Excel, WPS or LibreOffice, or another run writes it.
        SaveError: it cannot be written; what was there is untouched.
    """
    target = _resolve(Path(path))
    _refuse_if_open(target)
    _save(target, partial(_fill, data=data, target=target))


def save_streamed(path: str | os.PathLike[str], write: Callable[[BinaryIO], object]) -> None:
    """As `save_new`, for a file too large to be held whole: `write` puts it into what it is given.

    Raises:
        ChangedError: it is open in Excel, WPS or LibreOffice, or another run writes it.
        SaveError: it cannot be written; what was there is untouched.
    """
    target = _resolve(Path(path))
    _refuse_if_open(target)
    _save(target, partial(_stream, write=write, target=target))


def replace(
    path: str | os.PathLike[str], data: bytes, expected: Workbook, *, backup: bool
) -> Path | None:
    """Write a changed workbook back; return the path of the backup if one was asked for.

    Raises:
        ChangedError: changed since it was loaded, or open elsewhere; nothing was written.
        SaveError: it cannot be written; the old file is untouched.
    """
    given = Path(path)
    target = _resolve(given)
    _refuse_if_open(target)
    if given.parent != target.parent:
        _refuse_if_open(given)
    fill = partial(_fill, data=data, target=target)
    return _save(target, fill, expected, backup=backup)


def _resolve(path: Path) -> Path:
    """The file that a symbolic link stands for: the link itself stays a link."""
    try:
        return Path(os.path.realpath(path))
    except OSError as error:
        raise _explain(error, path) from None


def _refuse_if_open(target: Path) -> None:
    """Excel and WPS put `~$name` beside a file that is open, LibreOffice `.~lock.name#`."""
    for owner in (f"~${target.name}", f".~lock.{target.name}#"):
        if os.path.lexists(target.with_name(owner)):
            raise ChangedError(
                f"“{target.name}”正在 Excel、WPS 或 LibreOffice 中打开，没有写入。请先在其中关闭"
                f"该文件再试；如确未打开，请删除同一文件夹里的“{owner}”。"
            )


def _save(
    target: Path,
    fill: Callable[[int], None],
    expected: Workbook | None = None,
    *,
    backup: bool = False,
) -> Path | None:
    temporary = target.with_name(f".~xltools-{zlib.crc32(os.fsencode(target.name)):08x}.tmp")
    kept: Path | None = None
    try:
        handle = _create(temporary, target)
    except OSError as error:
        raise _explain(error, target) from None
    try:
        fill(handle)
        if expected is not None:
            _compare(target, expected)
            if backup:
                kept = _back_up(target, expected.data)
        _rename(temporary, target)
    except BaseException as error:
        # once the rename is done the file is new and whole, whatever came after
        if os.path.lexists(temporary):
            for leftover in (temporary, kept):
                if leftover is not None:
                    with contextlib.suppress(OSError):
                        leftover.unlink()
        if isinstance(error, OSError):
            raise _explain(error, target) from None
        raise
    _sync_folder(target)
    return kept


def _create(temporary: Path, target: Path) -> int:
    """Open the temporary file; wait for another run, and clear what a killed run left."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            handle = os.open(temporary, flags, 0o666)
            _hold(handle)
            return handle
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if _is_left(temporary):
                    temporary.unlink(missing_ok=True)
                    continue
            if time.monotonic() > deadline:
                raise ChangedError(
                    f"另一个 xltools 正在写“{target.name}”，没有写入。请等它结束后再试。"
                ) from None
            time.sleep(0.02)


def _hold(handle: int) -> None:
    """Let others see that somebody writes it, until it is closed or its process ends."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):  # a network drive without locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_left(temporary: Path) -> bool:
    """True for what a killed run left behind: nobody holds it."""
    age = time.time() - os.lstat(temporary).st_mtime
    if age <= _YOUNG_SECONDS:
        return False
    held = _is_held(temporary)
    return age > _STALE_SECONDS if held is None else not held


def _is_held(temporary: Path) -> bool | None:
    """Whether some process has it open to write; None where the system does not tell."""
    if sys.platform == "win32":
        try:
            temporary.rename(temporary)  # what is open cannot be renamed
        except PermissionError:
            return True
        return False
    import fcntl

    handle = os.open(temporary, os.O_WRONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(handle)
    return False


def _fill(handle: int, data: bytes, target: Path) -> None:
    """Write all bytes down to the disk, with the mode and owner of the file they replace."""
    try:
        _take_after(handle, target)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _stream(handle: int, write: Callable[[BinaryIO], object], target: Path) -> None:
    """Let somebody write, down to the disk, with the mode and owner of the file it replaces."""
    with os.fdopen(handle, "wb") as file:
        _take_after(handle, target)
        write(file)
        file.flush()
        os.fsync(handle)


def _take_after(handle: int, target: Path) -> None:
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(old.st_mode):
        raise SaveError(
            f"“{target.name}”不是普通文件（是文件夹或设备），没有写入。请换一个文件名。"
        )
    # a folder that does not know owners or modes is no reason not to save
    with contextlib.suppress(OSError, AttributeError):
        new = os.fstat(handle)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(handle, old.st_uid, old.st_gid)
    with contextlib.suppress(OSError, AttributeError):
        os.fchmod(handle, stat.S_IMODE(old.st_mode))


def _compare(target: Path, expected: Workbook) -> None:
    try:
        now, _ = read_file(target)
    except FileError as error:
        if os.path.lexists(target):
            raise SaveError(f"写入前无法再次核对原文件，没有写入。{error}") from None
        now = b""
    if now != expected.data:
        raise ChangedError(
            f"“{target.name}”在处理期间被别人改动、移走或删除，没有写入。请重新运行一次。"
        )


def _back_up(target: Path, data: bytes) -> Path:
    """Keep the old file beside the new one under the next free number."""
    for number in range(1, 10_000):
        path = target.with_name(_backup_name(target, number))
        try:
            # the same file under a second name: no copy can be half, none is overwritten
            os.link(target, path)
        except FileExistsError:
            continue
        except (OSError, AttributeError, NotImplementedError):
            if not _copy(target, data, path):
                continue
        return path
    raise SaveError(f"“{target.name}”的备份已有近一万个，没有写入。请清理旧备份后再试。")


def _backup_name(target: Path, number: int) -> str:
    """`名称.备份1.xlsx`; a name at the limit of the file system is cut."""
    ending = f".备份{number}{target.suffix}"
    stem = target.stem
    while len(os.fsencode(stem + ending)) > _NAME_BYTES:
        stem = stem[:-1]
    return stem + ending


def _copy(source: Path, data: bytes, path: Path) -> bool:
    """Copy where a second name is not possible; False if the name is taken."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    status = source.stat()
    try:
        handle = os.open(path, flags, stat.S_IMODE(status.st_mode))
    except FileExistsError:
        return False
    try:
        _fill(handle, data, source)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return True


def _rename(temporary: Path, target: Path) -> None:
    """Exchange; on Windows a virus scanner may hold the file for a moment."""
    for pause in (0.1, 0.3, 1.0, None) if sys.platform == "win32" else (None,):
        try:
            temporary.replace(target)
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _sync_folder(target: Path) -> None:
    """Make the new name durable. The file is whole either way, so a failure only warns."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EACCES):
            import warnings

            warnings.warn(f"“{target.name}”已写入，但未能确认落盘。", stacklevel=4)


def _explain(error: OSError, target: Path) -> FileError:
    """One clear line for what the system said."""
    if getattr(error, "winerror", None) in (5, 32, 33):
        return ChangedError(
            f"“{target.name}”正被别的程序使用，没有写入。请先在 Excel 或 WPS 中关闭后再试。"
        )
    reason = _REASONS.get(error.errno or 0, f"系统拒绝了写入（错误号 {error.errno}）")
    return SaveError(f"无法保存“{target.name}”：{reason}。原文件没有改动。")
