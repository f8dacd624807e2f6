"""A Word file → PDF through LibreOffice, without touching the user's own LibreOffice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from xltools.errors import FileError, SaveError, ToolMissingError, reason
from xltools.office import convert, find_soffice
from xltools.report.libreoffice import prepare


def convert_to_pdf(docx: Path, pdf: Path) -> None:
    """Convert a Word file to PDF.

    Raises:
        ToolMissingError: no LibreOffice; says how to get it, or how to do without.
        FileError: the Word file cannot be read.
        SaveError: LibreOffice gave no PDF in time, or the target cannot be written.
    """
    program = _program()
    with tempfile.TemporaryDirectory(prefix="xltools-pdf-") as folder:
        work = Path(folder)
        source = work / "report.docx"
        try:
            shutil.copyfile(docx, source)
        except OSError as error:
            raise FileError(f"读不到 {docx}（{reason(error)}）。") from None
        prepare(source)
        convert(program, source, work, "pdf:writer_pdf_Export")
        made = work / "report.pdf"
        if not made.is_file():
            raise SaveError(
                f"LibreOffice 没能把 {docx.name} 转成 PDF。可用 Word 打开后“另存为 PDF”。"
            )
        try:
            shutil.copyfile(made, pdf)
        except OSError as error:
            raise SaveError(
                f"写不了 {pdf}（{reason(error)}），请看文件是否正被打开。"
            ) from None


def _program() -> str:
    program = find_soffice()
    if program is not None:
        return program
    raise ToolMissingError(
        "没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice（https://zh-cn.libreoffice.org，"
        "Debian、Ubuntu：sudo apt install libreoffice-writer）；"
        "或者用 Word、WPS 打开 .docx，选“另存为”→“PDF”。"
    )
