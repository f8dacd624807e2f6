"""What a file has besides its bytes, and what of it goes over to the file that replaces it.

Mode, owner, access lists and other extended attributes go over. The time does not: others see by
it that the file was changed. The old file keeps its own, under the name of the backup.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from xltools.errors import SaveError

_OF_CONTENT = ("security.capability", "security.ima", "security.evm")
"""Attributes that vouch for the old bytes."""


def take_after(handle: int, target: Path) -> list[str]:
    """Give a new file what the one has that it replaces; return what could not be kept, in words.

    A folder that does not know owners or attributes is no reason not to save.

    Raises:
        SaveError: the target is no ordinary file, or write-protected.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return []
    if not stat.S_ISREG(old.st_mode):
        raise SaveError(
            f"“{target.name}”不是普通文件（是文件夹或设备），没有写入。请换一个文件名。"
        )
    if is_protected(target, old):
        raise SaveError(
            f"“{target.name}”是只读文件，没有写入。请去掉只读属性再试，或另存为别的文件。"
        )
    told = _own(handle, old, target.name)
    with contextlib.suppress(OSError, AttributeError):
        os.fchmod(handle, stat.S_IMODE(old.st_mode))
    _copy_attributes(handle, target)
    return told


def is_protected(path: Path, status: os.stat_result) -> bool:
    """True for a file that nobody may write, or not this user; root, too, is told."""
    return not status.st_mode & 0o222 or not os.access(path, os.W_OK)


def _own(handle: int, old: os.stat_result, name: str) -> list[str]:
    """Keep owner and group; each by itself, as only root gives files away."""
    if sys.platform == "win32":
        return []
    told = []
    with contextlib.suppress(OSError):
        new = os.fstat(handle)
        if new.st_gid != old.st_gid:
            with contextlib.suppress(OSError):
                os.fchown(handle, -1, old.st_gid)
        if new.st_uid != old.st_uid:
            try:
                os.fchown(handle, old.st_uid, -1)
            except OSError:
                told.append(f"“{name}”已写入，但文件的所有者变成了当前用户。")
    return told


def _copy_attributes(handle: int, target: Path) -> None:
    if sys.platform == "win32":
        _copy_zone(handle, target)
        return
    if not hasattr(os, "listxattr"):  # macOS
        return
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = os.listxattr(target)
    for name in names:
        if name not in _OF_CONTENT:
            with contextlib.suppress(OSError):
                os.setxattr(handle, name, os.getxattr(target, name))


def _copy_zone(handle: int, target: Path) -> None:
    """Where Windows keeps that a file came from outside: it is not made to look like our own."""
    from xltools.package.holding import temporary_of

    with contextlib.suppress(OSError):
        zone = Path(f"{target}:Zone.Identifier").read_bytes()
        Path(f"{temporary_of(target)}:Zone.Identifier").write_bytes(zone)
