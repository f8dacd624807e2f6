"""A file → a Report, by what the file is and not by its name."""

from __future__ import annotations

from pathlib import Path

from xltools.audit.report import Report
from xltools.errors import FileError, reason

_TOO_LARGE = 64 * 1024 * 1024
_SAVE_AS = "请在 Word 或 WPS 中打开后另存为 .docx 再试。"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", f"是旧格式的 .doc、.wps，或者加了密码：{_SAVE_AS}"),
    (b"%PDF", "是 PDF：请提供 Word 原件（.docx），或把文字另存为 .txt。"),
    (b"{\\rtf", f"是 RTF 文档：{_SAVE_AS}"),
    (b"Rar!", "是 RAR 压缩包：请解压后选择里面的报告。"),
    (b"7z\xbc\xaf", "是 7z 压缩包：请解压后选择里面的报告。"),
    (b"\x89PNG", "是图片：请提供 Word 原件（.docx）。"),
    (b"\xff\xd8\xff", "是图片：请提供 Word 原件（.docx）。"),
    (b"GIF8", "是图片：请提供 Word 原件（.docx）。"),
    (b"II*\0", "是图片：请提供 Word 原件（.docx）。"),
    (b"MM\0*", "是图片：请提供 Word 原件（.docx）。"),
    (b"MIME-Version:", f"是网页存档（.mht）：{_SAVE_AS}"),
)
_MARKUP = (b"<html", b"<!doctype html", b"<?xml", b"<meta", b"<head", b"<body")


def read_report(path: Path) -> Report:
    """Read a report: .docx (.docm, .dotx), or text.

    Raises:
        FileError: no such file, damaged, encrypted, or of a kind that is not read; says what to do.
    """
    return read_bytes(path.name, load_report(path))


def load_report(path: Path) -> bytes:
    """The bytes of a report.

    Raises:
        FileError: no such file, no permission, or too large.
    """
    if path.name.startswith("~$"):
        raise FileError(f"“{path.name}”是打开文档时留下的占用标记，请选不带 ~$ 的文件。")
    try:
        if path.is_dir():
            raise FileError(f"“{path}”是文件夹，请选择其中的报告。")
        size = path.stat().st_size
        if size > _TOO_LARGE:
            raise FileError(
                f"“{path.name}”有 {size // 1024 // 1024} MB，太大了：请压缩或去掉图片后再试。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"找不到文件“{path}”。请检查文件名和所在文件夹。") from None
    except (OSError, ValueError) as error:
        raise FileError(f"读不到“{path}”（{reason(error)}）。") from None


def read_bytes(name: str, data: bytes) -> Report:
    """Read a report from its bytes; `name` is what messages call it.

    Raises:
        FileError: as `read_report`; also where there is nothing to read: a scan, an empty file.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise FileError(f"“{name}”是空文件，可能没有传完。请重新获取。")
    report = _read(name, data)
    if not any(char.isalnum() for line in report.lines for char in line.text):
        raise FileError(
            f"“{name}”没有读到文字，可能是扫描件或空文件：请提供能选中文字的 Word 原件（.docx）。"
        )
    return report


def unreadable(name: str, data: bytes) -> str:
    """Why a file of these bytes is not read, and what to do; "" for what may be read.

    >>> unreadable("扫描.pdf", b"%PDF-1.7")
    '“扫描.pdf”是 PDF：请提供 Word 原件（.docx），或把文字另存为 .txt。'
    """
    for magic, words in _MAGIC:
        if data.startswith(magic):
            return f"“{name}”{words}"
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return f"“{name}”是网页或 XML，不是 Word 文档：{_SAVE_AS}"
    return ""


def _read(name: str, data: bytes) -> Report:
    if data.startswith(b"PK"):
        from xltools.audit.read_docx import read_docx  # lxml, which a text does not need

        return read_docx(name, data)
    why = unreadable(name, data)
    if why:
        raise FileError(why)
    from xltools.audit.read_text import read_text

    return read_text(name, data)
