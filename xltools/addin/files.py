"""Files put into a user's folders: whole, never over a stranger's, and only ours taken away."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from xltools.errors import ChangedError, FileError, SaveError, reason


def asset(name: str) -> Path:
    """A built add-in: in the wheel beside this module, in a checkout under workbook/.

    Raises:
        FileError: it is in neither place.
    """
    here = Path(__file__).resolve()
    for folder in (here.parent / "built", here.parents[2] / "workbook"):
        if (folder / name).exists():
            return folder / name
    raise FileError(f"安装包里没有 {name}，请重新安装 xltools。")


def digest(data: bytes) -> str:
    """SHA-256, as IT compares files."""
    return hashlib.sha256(data).hexdigest()


def content(path: Path) -> bytes | None:
    """What is in a file; None if there is none, or nobody may read it."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def put(path: Path, data: bytes, program: str) -> None:
    """Write a file whole; the same bytes are left alone.

    Raises:
        ChangedError: `program` has it open.
        SaveError: it cannot be written.
    """
    if content(path) == data:
        return
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except PermissionError as error:
        raise _denied(path, program, error) from None
    except OSError as error:
        raise SaveError(f"{path} 写不进去：{reason(error)}。") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove(path: Path, program: str) -> None:
    """Delete a file; one that is gone is no fault.

    Raises:
        ChangedError: `program` has it open.
        SaveError: it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except PermissionError as error:
        raise _denied(path, program, error) from None
    except OSError as error:
        raise SaveError(f"{path} 删除不了：{reason(error)}。") from None


def _denied(path: Path, program: str, error: PermissionError) -> FileError:
    """On Windows a file that a program has open can be neither replaced nor deleted."""
    if content(path) is not None and os.access(path.parent, os.W_OK):
        return ChangedError(f"{path.name} 正在使用，请先关闭 {program} 的所有窗口，再试一次。")
    return SaveError(f"没有权限改动 {path}：{reason(error)}。")
