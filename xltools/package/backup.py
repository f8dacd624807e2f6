"""The old file beside the new one: 名称.备份1.xlsx, never overwritten, never half."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from xltools.errors import SaveError
from xltools.package.holding import sync, take, write_all
from xltools.package.traits import take_after

_NAME_BYTES = 255
_MOST = 10_000


class Backup:
    """The old file under a second name; `path` is None as long as there is none."""

    def __init__(self, target: Path) -> None:
        self.path: Path | None = None
        self._target = target
        self._made: Path | None = None

    def make(self) -> None:
        """Keep the file under the next free number, unless the last backup is this very file.

        Raises:
            SaveError: there are too many.
            OSError: the system refuses.
        """
        if not _is_taken(self._target):
            return
        by_link = not has_other_names(self._target)  # else somebody may write into it by those
        last: Path | None = None
        for path in _backups(self._target):
            if _is_taken(path):
                last = path
                continue
            if last is not None and _holds_the_same(last, self._target):
                self.path = last  # a run that was killed made it, or one was undone
                return
            self._made = path  # an interruption may come right after it is there
            if _keep(self._target, path, by_link=by_link):
                self.path = path
                return
            self._made = None
        raise SaveError(
            f"“{self._target.name}”的备份已有近一万个，没有写入。请清理旧备份后再试。"
        )

    def take_back(self) -> None:
        """Remove what `make` made: the file was not replaced."""
        made = self._made
        if made is not None and _holds_the_same(made, self._target):
            with contextlib.suppress(OSError):
                made.unlink()


def has_other_names(target: Path) -> bool:
    """Whether the very same file lies on the disk under another name, apart from our backup."""
    try:
        count = target.stat().st_nlink - 1
        return count > 0 and count > (_linked(target) is not None)
    except OSError:
        return False


def _backups(target: Path) -> Iterator[Path]:
    return (target.with_name(backup_name(target, number)) for number in range(1, _MOST))


def backup_name(target: Path, number: int) -> str:
    """`名称.备份1.xlsx`; a name at the limit of the file system is cut."""
    ending = f".备份{number}{target.suffix}"
    stem = target.stem
    while len(os.fsencode(stem + ending)) > _NAME_BYTES:
        stem = stem[:-1]
    return stem + ending


def _linked(target: Path) -> Path | None:
    """The last backup if it is the same file: a run was killed just after it was made."""
    last = None
    for path in _backups(target):
        if not _is_taken(path):
            break
        last = path
    return last if last is not None and last.samefile(target) else None


def _is_taken(path: Path) -> bool:
    """Whether something bears the name; what cannot be told is no "no"."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def _holds_the_same(path: Path, target: Path) -> bool:
    try:
        if path.is_symlink():
            return False
        if path.samefile(target):
            return True
        same_size = path.stat().st_size == target.stat().st_size
        return same_size and path.read_bytes() == target.read_bytes()
    except OSError:
        return False


def _keep(target: Path, path: Path, *, by_link: bool) -> bool:
    """Give the file a second name, or copy it where that is not possible; False if it is taken."""
    if not by_link:
        return _copy(target, path)
    try:
        # the same file under a second name: no copy can be half, none is overwritten
        os.link(target, path)
    except FileExistsError:
        return False
    except (OSError, AttributeError, NotImplementedError):
        return _copy(target, path)
    return True


def _copy(target: Path, path: Path) -> bool:
    """Copy under another name first: a kill leaves no half backup."""
    hold = take(path)
    try:
        status = target.stat()
        take_after(hold.handle, target)
        write_all(hold.handle, target.read_bytes())
        sync(hold.handle)
        os.utime(hold.path, ns=(status.st_atime_ns, status.st_mtime_ns))
        if os.name == "nt":
            hold.close()
        if _is_taken(path):
            hold.remove()
            return False
        os.rename(hold.path, path)  # noqa: PTH104 - Windows refuses if somebody was faster
    except BaseException:
        if hold.is_there():
            hold.remove()
        raise
    finally:
        hold.close()
    return True
