"""Put bytes on disk so that a file is old or new and never half.

Temporary sibling, all bytes, fsync, compare the original with what was loaded, backup,
rename, fsync of the folder. What went well but not quite is told as a `SaveWarning`.
"""

from __future__ import annotations

import errno
import os
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from xltools.errors import ChangedError, FileError, SaveError, SaveWarning
from xltools.package.backup import Backup, has_other_names
from xltools.package.disk import read_file
from xltools.package.holding import Hold, sync, take, write_all
from xltools.package.traits import take_after
from xltools.package.workbook import Workbook

if TYPE_CHECKING:
    from typing_extensions import Buffer

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理磁盘后再试",
    errno.EDQUOT: "磁盘配额已用完，请清理或联系管理员",
    errno.EFBIG: "文件超过磁盘允许的大小，请换一个磁盘",
    errno.EROFS: "磁盘是只读的，请另存到别处",
    errno.EACCES: "没有写入权限，请另存到别处或请管理员授权",
    errno.EPERM: "没有写入权限，请另存到别处或请管理员授权",
    errno.ENOENT: "文件夹不存在，请先建好文件夹",
    errno.ENOTDIR: "路径中有一级不是文件夹，请检查路径",
    errno.EISDIR: "同名的是文件夹，请换一个文件名",
    errno.ELOOP: "链接绕成了圈，请检查路径",
    errno.ENAMETOOLONG: "文件名太长，请改短后再试",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络",
    errno.EBUSY: "正被别的程序使用，请关闭后再试",
    errno.EINTR: "写入被打断，请再试一次",
}


class _Wish(Struct, frozen=True):
    """How a file is to be saved: only over what was loaded, with a backup, down to the disk."""

    expected: Workbook | None = None
    backup: bool = False
    durable: bool = True


def save_new(
    path: str | os.PathLike[str], data: bytes, *, backup: bool = False, durable: bool = True
) -> Path | None:
    """Write a file whole; one that is there is replaced. Return its backup if one was asked for.

    What is not `durable` is old or new after a kill, but a power cut may leave it empty or half.

    Raises:
        ChangedError: it is open in Excel, WPS or LibreOffice, or another run writes it.
        SaveError: it cannot be written; what was there is untouched.
    """
    return _save(Path(path), partial(write_all, data=data), _Wish(None, backup, durable))


def save_streamed(path: str | os.PathLike[str], write: Callable[[BinaryIO], object]) -> None:
    """As `save_new`, for a file too large to be held whole: `write` puts it into what it is given.

    Raises:
        ChangedError: it is open in Excel, WPS or LibreOffice, or another run writes it.
        SaveError: it cannot be written; what was there is untouched.
    """
    _save(Path(path), partial(_stream, write=write), _Wish())


def replace(
    path: str | os.PathLike[str], data: bytes, expected: Workbook, *, backup: bool
) -> Path | None:
    """Write a changed workbook back; return the path of the backup if one was asked for.

    Raises:
        ChangedError: changed since it was loaded, or open elsewhere; nothing was written.
        SaveError: it cannot be written; the old file is untouched.
    """
    return _save(Path(path), partial(write_all, data=data), _Wish(expected, backup))


def _save(given: Path, fill: Callable[[int], None], wish: _Wish) -> Path | None:
    target = _resolve(given)
    _refuse_if_open(target, given)
    hold, kept = None, Backup(target)
    try:
        hold = take(target)
        told = take_after(hold.handle, target)
        fill(hold.handle)
        if wish.durable and not sync(hold.handle):
            told.append(f"“{target.name}”已写入，但未能确认落盘（这个磁盘不支持）。")
        if wish.expected is not None:
            _compare(target, wish.expected)
        if has_other_names(target):
            told.append(f"“{target.name}”在磁盘上还有别的名字（硬链接），那里仍是旧内容。")
        if wish.backup:
            kept.make()
        _refuse_if_open(target, given)
        _rename(hold, target)
    except BaseException as error:
        # once the rename is done the file is new and whole, whatever came after
        if hold is not None and hold.is_there():
            hold.remove()
            kept.take_back()
        if isinstance(error, OSError):
            raise _explain(error, target) from None
        raise
    finally:
        if hold is not None:
            hold.close()
    if wish.durable:
        told += _sync_folder(target)
    for each in told:
        warnings.warn(each, SaveWarning, stacklevel=3)
    return kept.path


def _resolve(path: Path) -> Path:
    """The file that a symbolic link stands for: the link itself stays a link."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise _explain(error, path) from None


def _refuse_if_open(*targets: Path) -> None:
    """Excel puts `~$name` beside a file that is open, LibreOffice `.~lock.name#`.

    Word leaves out the first or the first two characters of the name, and so does WPS, which writes
    `.~name`. Such a shortened name is another file's if that is there.
    """
    for target in dict.fromkeys(targets):
        name = target.name
        for owner in (f"~${name}", f".~lock.{name}#", f".~{name}"):
            if os.path.lexists(target.with_name(owner)):
                raise _is_open(name, owner)
        for short in (name[1:], name[2:]):
            if len(short) <= len(target.suffix) or os.path.lexists(target.with_name(short)):
                continue
            for owner in (f"~${short}", f".~{short}"):
                if os.path.lexists(target.with_name(owner)):
                    raise _is_open(name, owner)


def _is_open(name: str, owner: str) -> ChangedError:
    return ChangedError(
        f"“{name}”正在 Excel、WPS 或 LibreOffice 中打开，没有写入。请先在其中关闭"
        f"该文件再试；如确未打开，请删除同一文件夹里的“{owner}”。"
    )


class _Sink(BufferedWriter):
    """What is streamed into. After a failure it takes all and writes nothing.

    A writer that failed half-way (zipfile) still wants to end its file when it is collected.
    """

    _at: int | None = None

    def fail(self) -> None:
        """From now on only remember where one would be."""
        self._at = 2**40

    def write(self, data: Buffer, /) -> int:
        if self._at is None:
            return super().write(data)
        size = memoryview(data).nbytes
        self._at += size
        return size

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if self._at is None:
            return super().seek(offset, whence)
        self._at = offset if whence == 0 else self._at
        return self._at

    def tell(self) -> int:
        return super().tell() if self._at is None else self._at

    def flush(self) -> None:
        if self._at is None:
            super().flush()


def _stream(handle: int, write: Callable[[BinaryIO], object]) -> None:
    """Let somebody write; the file stays open, and held."""
    file = _Sink(FileIO(handle, "wb", closefd=False))
    try:
        write(file)
        file.flush()
    except BaseException:
        file.fail()
        raise


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


def _rename(hold: Hold, target: Path) -> None:
    """Exchange; on Windows a virus scanner may hold the file for a moment.

    It is let go of after that, lest another run take it for left behind; Windows does not rename
    what is open.
    """
    windows = sys.platform == "win32"
    if windows:
        hold.close()
    for pause in (0.1, 0.3, 1.0, None) if windows else (None,):
        try:
            os.replace(hold.path, target)  # noqa: PTH105 - one call to the system, as all here
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _sync_folder(target: Path) -> list[str]:
    """Make the new name durable; the file is whole either way, so that a failure is only told."""
    if sys.platform == "win32":
        return []
    try:
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            sync(handle)
        finally:
            os.close(handle)
    except PermissionError:  # a folder that one may write to and not read
        return []
    except OSError:
        return [f"“{target.name}”已写入，但未能确认落盘。"]
    return []


def _explain(error: OSError | ValueError, target: Path) -> FileError:
    """One clear line for what the system said."""
    if getattr(error, "winerror", None) in (5, 32, 33):
        return ChangedError(
            f"“{target.name}”正被别的程序使用，没有写入。请先在 Excel 或 WPS 中关闭后再试。"
        )
    number = getattr(error, "errno", None)
    reason = _REASONS.get(number or 0, f"系统拒绝了写入（错误号 {number}）")
    return SaveError(f"无法保存“{target.name}”：{reason}。原文件没有改动。")
