"""A folder for a while: gone at the end, and what a killed run left there is cleared by the next.

Whoever lives has its folder locked. Windows has no such locks: there a day tells.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from xltools.errors import SaveError, reason

_PREFIX = "xltools-scratch-"
_DAY = 24 * 3600.0


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder that only this user can look into, in the system's own for such things.

    Raises:
        SaveError: there is none that may be written to.
    """
    folder, handle = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _made() -> tuple[Path, int | None]:
    """A new folder, and what it is locked by."""
    refused = OSError(errno.ENOENT, "no folder")
    for home in _homes():
        try:
            _clear(home)
            return _made_in(home)
        except OSError as error:
            refused = error
    raise SaveError(
        f"没有可以写的临时文件夹（{reason(refused)}）。请检查磁盘空间，或让环境变量 "
        "TMPDIR（Windows 上是 TEMP）指向一个能写的文件夹。"
    )


def _homes() -> Iterator[Path]:
    """Where such folders may be made; `tempfile` would try each with a file that a kill leaves there."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        given = os.environ.get(name)
        if given and os.path.isdir(given):  # noqa: PTH112
            yield Path(os.path.abspath(given))  # noqa: PTH100
    if os.name == "posix":
        yield from map(Path, ("/tmp", "/var/tmp", "/usr/tmp"))
    else:
        with contextlib.suppress(OSError):
            yield Path(tempfile.gettempdir())


def _made_in(home: Path) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
        if sys.platform == "win32":
            return folder, None
        try:
            handle = _lock(folder)
        except BlockingIOError:  # somebody takes it for left behind
            continue
        except OSError:
            folder.rmdir()
            raise
        if folder.exists():
            return folder, handle
        if handle is not None:
            os.close(handle)


def _clear(home: Path) -> None:
    """Remove the folders of runs that were killed."""
    for folder in home.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                if time.time() - folder.stat().st_mtime > _DAY:
                    shutil.rmtree(folder, ignore_errors=True)
            elif folder.lstat().st_uid == os.getuid():
                handle = _lock(folder)
                if handle is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(handle)


def _lock(folder: Path) -> int | None:
    """Lock the folder; None where the system has no locks.

    Raises:
        BlockingIOError: somebody has it.
        OSError: it is gone, or no folder.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None
    return handle
