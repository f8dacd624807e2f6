"""The temporary file beside a target: one run at a time has it, and who was killed has it no more.

Its name is the same for every run on one file. That keeps two runs apart, and a run finds and
removes what a killed one left behind. Where the system has locks it tells at once who is alive;
elsewhere only age tells.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
import zlib
from pathlib import Path

from xltools.errors import ChangedError

PREFIX = ".~xltools-"
"""Of the names of our temporary files."""

_WAIT_SECONDS = 2.0
_STALE_SECONDS = 60.0
"""Age of a temporary file that is taken for left behind where nobody can tell if it is held."""
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""What a disk says that cannot be told to put bytes down: some network drives."""


def temporary_of(target: Path) -> Path:
    """The temporary file of whoever writes the target; its name fits where the target's own does."""
    return target.with_name(f"{PREFIX}{zlib.crc32(os.fsencode(target.name)):08x}.tmp")


class Hold:
    """A new file that this run alone writes, open until `close`."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path, self.handle = path, handle
        self._open = True

    def is_there(self) -> bool:
        """Whether it still bears its name: it was not put in the target's place."""
        if not self._open:  # on Windows, on its way to the target
            return os.path.lexists(self.path)
        try:
            return _same(self.path, self.handle)
        except OSError:
            return os.path.lexists(self.path)

    def close(self) -> None:
        """Let go of it. What it holds was forced down before, so that no error matters now."""
        if self._open:
            self._open = False
            with contextlib.suppress(OSError):
                os.close(self.handle)

    def remove(self) -> None:
        """Remove it, before anybody else may take it for his own."""
        if sys.platform == "win32":
            self.close()  # what is open cannot be removed
        with contextlib.suppress(OSError):
            os.unlink(self.path)  # noqa: PTH108 - as everywhere here


def take(target: Path) -> Hold:
    """Make the target's temporary file; wait for another run, and clear what a killed run left.

    Raises:
        ChangedError: another run has it, and does not finish.
        OSError: the system refuses.
    """
    path = temporary_of(target)
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        handle = _made(path)
        if handle is not None:
            return Hold(path, handle)
        if time.monotonic() > deadline:
            raise ChangedError(
                f"另一个 xltools 正在写“{target.name}”，没有写入。请等它结束后再试；"
                f"如确无别的 xltools，请删除同一文件夹里的“{path.name}”。"
            )
        if not _clear(path):
            time.sleep(0.02)


def _made(path: Path) -> int | None:
    """Make and lock the file; None if somebody else has it.

    An interruption, which comes where the system takes its time, leaves nothing.
    """
    handle = None
    try:
        try:
            handle = os.open(path, _CREATE, 0o666)
        except FileExistsError:
            return None
        if _lock(handle) is not False and _same(path, handle):
            return handle
    except BaseException:
        if handle is None:
            _clear(path)
        else:
            hold = Hold(path, handle)
            if hold.is_there():
                hold.remove()
            hold.close()
        raise
    os.close(handle)  # somebody took it for left behind, before it was locked
    return None


def write_all(handle: int, data: bytes) -> None:
    """Write all bytes, however few the system takes at once."""
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        if not written:
            raise OSError(errno.EIO, "nothing was written")
        rest = rest[written:]


def sync(handle: int) -> bool:
    """Force bytes or names down to the disk; False where the disk knows no such thing."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in _NO_SYNC:
            return False
        raise
    return True


def _clear(path: Path) -> bool:
    """Remove what a killed run left behind; False if somebody has it, or nobody can tell."""
    try:
        age = time.time() - os.lstat(path).st_mtime
        if sys.platform == "win32":
            path.unlink()  # what is open cannot be removed
            return True
        return _clear_unlocked(path, stale=age > _STALE_SECONDS)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _clear_unlocked(path: Path, *, stale: bool) -> bool:
    """Whoever removes it has it locked meanwhile, so that its maker sees what happens."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError:  # another person's: nobody can tell
        if stale:
            os.unlink(path)  # noqa: PTH108
        return stale
    try:
        free = _lock(handle)
        if free is False or (free is None and not stale):
            return False
        if _same(path, handle):
            os.unlink(path)  # noqa: PTH108
        return True
    finally:
        os.close(handle)


def _lock(handle: int) -> bool | None:
    """Let others see that it is held, until it is closed or its process ends.

    False if another one holds it, None where the system has no locks.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a network drive without locks
        return None
    return True


def _same(path: Path, handle: int) -> bool:
    """Whether the name stands for this very file."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(handle))
    except FileNotFoundError:
        return False
