"""PDF through LibreOffice, or a sentence that says how to get one."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from report_data import shanxi_evaluation, shanxi_scores

from xltools.errors import FileError, ToolMissingError
from xltools.profile import load_profile
from xltools.report import convert_to_pdf, write_report
from xltools.report.libreoffice import prepare


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """A report on disk, in a folder with a name that programs dislike."""
    folder = tmp_path / "自评 材料"
    folder.mkdir()
    evaluation = shanxi_evaluation()
    content = write_report(evaluation, shanxi_scores(evaluation), load_profile("shanxi-2020"))
    (folder / "报告.docx").write_bytes(content)
    return folder / "报告.docx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_with_numbered_contents(word_file: Path) -> None:
    """Seven pages; the contents say on which page each chapter is; no comma is lost."""
    pdf = word_file.with_suffix(".pdf")
    before = word_file.read_bytes()

    convert_to_pdf(word_file, pdf)

    assert pdf.read_bytes().startswith(b"%PDF")
    assert word_file.read_bytes() == before
    if shutil.which("pdftotext") is None:
        return
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    pages = done.stdout.split("\f")
    contents = next(page for page in pages if "......" in page)
    assert "一、项目的基本情况" in contents
    assert all(line.rstrip()[-1].isdigit() for line in contents.splitlines() if "..." in line)
    assert "—1—" in pages[2].replace(" ", "")
    assert "89.5" in done.stdout.replace(" ", "")
    assert done.stdout.count("继续推进党建先进县建设，") == 3


def test_without_libreoffice_the_message_says_what_to_do(
    word_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Install it, or save as PDF from Word or WPS."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("xltools.office._ELSEWHERE", ())

    with pytest.raises(ToolMissingError, match=r"安装 LibreOffice.*另存为"):
        convert_to_pdf(word_file, tmp_path / "out.pdf")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """No PDF is left behind."""
    with pytest.raises(FileError, match=r"没有\.docx"):
        convert_to_pdf(tmp_path / "没有.docx", tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_the_copy_for_libreoffice_keeps_entries_and_loses_the_contents_field(
    word_file: Path,
) -> None:
    """PAGEREF stays and can be worked out; TOC, which freezes it, goes."""
    prepare(word_file)

    with zipfile.ZipFile(word_file) as package:
        document = package.read("word/document.xml").decode()
    assert "TOC \\o" not in document
    assert document.count("PAGEREF") == 18
    begun = document.count('fldCharType="begin"')
    assert begun == document.count('fldCharType="end"') == document.count('"separate"')
