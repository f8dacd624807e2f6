"""Read one file from disk, and say clearly why it cannot be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from xltools.errors import FileError, NotAWorkbookError
from xltools.package import limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"

_MAGIC = (
    (b"%PDF", "是 PDF 文件，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"{\\rtf", "是 RTF 文档，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"Rar!", "是 RAR 压缩包。请解压后选择里面的 .xlsx。"),
    (b"7z\xbc\xaf", "是 7z 压缩包。请解压后选择里面的 .xlsx。"),
    (b"\x89PNG", "是图片，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"\xff\xd8\xff", "是图片，不是 Excel 工作簿。请提供 .xlsx 原表。"),
)
_MARKUP = (
    (b"<html", f"是网页（HTML），不是 Excel 工作簿，常见于从系统导出的“假 Excel”。{_SAVE_AS}"),
    (b"<!doctype html", f"是网页（HTML），不是 Excel 工作簿。{_SAVE_AS}"),
    (b"<table", f"是网页（HTML）表格，不是 Excel 工作簿。{_SAVE_AS}"),
    (b"<?xml", f"是 XML 文件，不是 .xlsx 工作簿。{_SAVE_AS}"),
)


def read_file(path: Path) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes and what the disk says about it.

    Raises:
        FileError: missing, a folder, a device, not readable, or too large.
    """
    name = path.name or str(path)
    try:
        _check(path.stat(), name)
        # a fifo put in its place meanwhile must not make us wait
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags)
        try:
            status = os.fstat(handle)
            _check(status, name)
            return _read_all(handle, status.st_size, name), status
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise FileError(f"找不到文件“{path}”。请检查文件名和所在文件夹。") from None
    except NotADirectoryError:
        raise FileError(f"路径“{path}”中有一级不是文件夹。请检查路径。") from None
    except PermissionError:
        raise FileError(
            f"没有权限读取“{name}”，或它正被别的程序独占。请关闭该程序，或请管理员授权。"
        ) from None
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        raise FileError(
            f"无法读取“{name}”（系统错误号 {number}）。请检查磁盘或网络。"
        ) from None


def _check(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"“{name}”是文件夹，不是工作簿。请选择其中的 .xlsx 文件。")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"“{name}”不是普通文件（是设备或管道）。请选择 .xlsx 文件。")
    if status.st_size > limits.FILE_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> FileError:
    limit = limits.FILE_BYTES // limits.MEGABYTE
    return FileError(f"“{name}”超过 {limit} MB，不像一份自评表。请压缩或删去图片后再试。")


def _read_all(handle: int, expected: int, name: str) -> bytes:
    """Read to the end; the file may have grown since it was looked at."""
    chunks, total = [], 0
    while chunk := os.read(handle, expected + 1):
        chunks.append(chunk)
        total += len(chunk)
        if total > limits.FILE_BYTES:
            raise _too_large(name)
    return b"".join(chunks)


def refuse_other_kinds(data: bytes, label: str) -> None:
    """Pass if the bytes begin as a zip does; else say what they are.

    Raises:
        NotAWorkbookError: no zip.
    """
    if data.startswith(b"PK\x03\x04"):
        return
    raise NotAWorkbookError(f"“{label}”{_kind(data)}")


def _kind(data: bytes) -> str:
    if not data:
        return "是空文件（0 字节），可能没有传完。请重新获取。"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "已加密（设了打开密码或受权限保护）。请在 Excel 或 WPS 中取消密码后再试。"
        return (
            f"是旧版 .xls 或 .et 格式（或其他旧版 Office 文件），目前不能直接读取。{_SAVE_AS}"
        )
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, kind in _MARKUP:
        if head.startswith(magic):
            return kind
    if b"\0" not in data[:2048]:
        return f"是纯文本（如 .csv），目前不能直接读取。{_SAVE_AS}"
    if not data.strip(b"\0"):
        return "内容全是空字节，可能没有传完或磁盘出错。请重新获取。"
    return "不是 Excel 工作簿，或文件已损坏。请确认文件来源，或请对方重新发送。"
