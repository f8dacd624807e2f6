"""A report as a Word file: .docx, .docm, .dotx."""

from __future__ import annotations

from xltools.audit.build import build_report
from xltools.audit.report import Report
from xltools.audit.word.package import open_document
from xltools.audit.word.walk import walk


def read_docx(name: str, data: bytes) -> Report:
    """Read a Word document.

    Raises:
        FileError: damaged, encrypted, too large, suspicious, or no Word document.
    """
    return build_report(name, walk(open_document(name, data)).parts)
