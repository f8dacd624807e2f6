"""A file → a Report, by what the file is and not by its name."""

from __future__ import annotations

from pathlib import Path

from xltools.audit.read_text import read_text
from xltools.audit.report import Report
from xltools.errors import FileError

_TOO_LARGE = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"


def read_report(path: Path) -> Report:
    """Read a report: .docx (.docm, .dotx), or text.

    Raises:
        FileError: no such file, damaged, encrypted, or of a kind that is not read; says what to do.
    """
    try:
        size = path.stat().st_size
        if size > _TOO_LARGE:
            raise FileError(
                f"{path.name} 有 {size // 1024 // 1024} MB，太大了：请去掉图片后再试。"
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"读不到 {path}（{error.strerror}）。") from None
    if not data.strip():
        raise FileError(f"{path.name} 是空文件。")
    if data.startswith(b"PK"):
        from xltools.audit.read_docx import read_docx

        return read_docx(path.name, data)
    if data.startswith(_OLE):
        raise FileError(
            f"{path.name} 是旧格式的 .doc 或加了密码：请在 Word 或 WPS 中另存为 .docx 后再试。"
        )
    if data.startswith(b"%PDF"):
        raise FileError(f"{path.name} 是 PDF：请提供 Word 原件（.docx），或把文字另存为 .txt。")
    return read_text(path.name, data)
