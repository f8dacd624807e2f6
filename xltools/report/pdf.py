"""A Word file → PDF through LibreOffice, without touching the user's own LibreOffice."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from xltools.errors import FileError, SaveError, ToolMissingError
from xltools.report.libreoffice import prepare

TIMEOUT = 120  # seconds; a report takes about two, a cold first start of LibreOffice ten
_ELSEWHERE = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def convert_to_pdf(docx: Path, pdf: Path) -> None:
    """Convert a Word file to PDF.

    A profile of its own lets it work while LibreOffice is open, and on a machine where it
    was never started.

    Raises:
        ToolMissingError: no LibreOffice; says how to get it, or how to do without.
        FileError: the Word file cannot be read.
        SaveError: LibreOffice gave no PDF in time, or the target cannot be written.
    """
    program = find_soffice()
    with tempfile.TemporaryDirectory(prefix="xltools-pdf-") as folder:
        work = Path(folder)
        source = work / "report.docx"
        try:
            shutil.copyfile(docx, source)
        except OSError as error:
            raise FileError(f"读不到 {docx}（{error.strerror}）。") from None
        prepare(source)
        _run(program, source, work)
        made = work / "report.pdf"
        if not made.is_file():
            raise SaveError(
                f"LibreOffice 没能把 {docx.name} 转成 PDF。可用 Word 打开后“另存为 PDF”。"
            )
        try:
            shutil.copyfile(made, pdf)
        except OSError as error:
            raise SaveError(
                f"写不了 {pdf}（{error.strerror}），请看文件是否正被打开。"
            ) from None


def find_soffice() -> str:
    """Return the path of LibreOffice.

    Raises:
        ToolMissingError: it is not on PATH nor where installers put it.
    """
    for name in ("soffice", "libreoffice", *_ELSEWHERE):
        found = shutil.which(name)
        if found:
            return found
    raise ToolMissingError(
        "没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice（https://zh-cn.libreoffice.org，"
        "Debian、Ubuntu：sudo apt install libreoffice-writer）；"
        "或者用 Word、WPS 打开 .docx，选“另存为”→“PDF”。"
    )


def _run(program: str, source: Path, work: Path) -> None:
    profile = (work / "profile").as_uri()
    command = [
        program, f"-env:UserInstallation={profile}", "--headless", "--norestore",
        "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export",
        "--outdir", str(work), str(source),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        raise ToolMissingError(
            f"LibreOffice（{program}）启动不了：{error.strerror}。"
        ) from None
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        raise SaveError(f"LibreOffice 在 {TIMEOUT} 秒内没有转完，已停止。") from None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End what is still running: soffice is a script, the work is done by its child."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
