"""A Word file → PDF through LibreOffice, without touching the user's own LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path

from xltools.errors import FileError, SaveError, ToolMissingError, reason
from xltools.office import convert, find_soffice
from xltools.package import save_new
from xltools.package.scratch import scratch_folder
from xltools.report.libreoffice import prepare


def convert_to_pdf(docx: Path, pdf: Path) -> None:
    """Convert a Word file to PDF.

    Raises:
        ToolMissingError: no LibreOffice; says how to get it, or how to do without.
        FileError: the Word file cannot be read.
        ChangedError: the target is open elsewhere.
        SaveError: LibreOffice gave no PDF in time, or the target cannot be written.
    """
    program = _program()
    with scratch_folder() as work:
        source = work / "report.docx"
        try:
            shutil.copyfile(docx, source)
        except OSError as error:
            raise FileError(f"读不到 {docx}（{reason(error)}）。") from None
        prepare(source)
        convert(program, source, work, "pdf:writer_pdf_Export")
        try:
            content = (work / "report.pdf").read_bytes()
        except OSError:
            raise SaveError(
                f"LibreOffice 没能把 {docx.name} 转成 PDF。可用 Word 打开后“另存为 PDF”。"
            ) from None
    save_new(pdf, content)


def _program() -> str:
    program = find_soffice()
    if program is not None:
        return program
    raise ToolMissingError(
        "没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice（https://zh-cn.libreoffice.org，"
        "Debian、Ubuntu：sudo apt install libreoffice-writer）；"
        "或者用 Word、WPS 打开 .docx，选“另存为”→“PDF”。"
    )
