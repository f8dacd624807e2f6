"""Read one file from disk, and say clearly why it cannot be read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Literal, TypeAlias

from xltools.errors import FileError, NotAWorkbookError
from xltools.package import limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
"""Excel 2 to 5, and some exporters, wrote the bare stream of records, without an OLE container around it."""

_MAGIC = (
    (b"%PDF", "是 PDF 文件，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"{\\rtf", "是 RTF 文档，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"Rar!", "是 RAR 压缩包。请解压后选择里面的工作簿。"),
    (b"7z\xbc\xaf", "是 7z 压缩包。请解压后选择里面的工作簿。"),
    (b"\x89PNG", "是图片，不是 Excel 工作簿。请提供 .xlsx 原表。"),
    (b"\xff\xd8\xff", "是图片，不是 Excel 工作簿。请提供 .xlsx 原表。"),
)
_HTML = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<meta",
    b"<head",
    b"<body",
    b"<style",
    b"<div",
)

Outside: TypeAlias = Literal["zip", "ole", "html", "text"]
"""What the bytes are on the outside, whatever the file's name says."""


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
        if path.is_symlink():
            raise FileError(f"“{name}”是链接，找不到它指向的文件。请选择原文件。") from None
        raise FileError(f"找不到文件“{path}”。请检查文件名和所在文件夹。") from None
    except NotADirectoryError:
        raise FileError(f"路径“{path}”中有一级不是文件夹。请检查路径。") from None
    except PermissionError:
        raise FileError(
            f"没有权限读取“{name}”，或它正被别的程序独占。请关闭该程序，或请管理员授权。"
        ) from None
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        if number == errno.ELOOP:
            raise FileError(f"“{name}”是绕成圈的链接，打不开。请选择原文件。") from None
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


def container(data: bytes, label: str) -> Outside:
    """Return what the bytes begin like.

    Raises:
        NotAWorkbookError: nothing that could hold a table.
    """
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith((_OLE, *_BIFF)):
        return "ole"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise NotAWorkbookError(f"“{label}”{kind}")
    if not data:
        raise NotAWorkbookError(f"“{label}”是空文件（0 字节），可能没有传完。请重新获取。")
    if not data.strip(b"\0"):
        raise NotAWorkbookError(
            f"“{label}”内容全是空字节，可能没有传完或磁盘出错。请重新获取。"
        )
    head = _without_nul(data[:2048]).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(_HTML):
        return "html"
    if head.startswith(b"<?xml"):
        if b"<html" in head:
            return "html"
        raise NotAWorkbookError(
            f"“{label}”是 XML 文件，不是 .xlsx 工作簿。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        )
    return "text"


def _without_nul(head: bytes) -> bytes:
    """UTF-16 text as its ASCII characters, when a byte order mark says that it is one."""
    return head.replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
