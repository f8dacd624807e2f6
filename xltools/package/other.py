"""Workbooks that are no .xlsx: which kind it is, by what is in the file."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Literal, TypeAlias

from xltools.package.disk import Outside
from xltools.package.members import Archive
from xltools.snapshot import Snapshot

Other: TypeAlias = Literal["xls", "ods", "html", "csv"]


def read_other(
    archive: Archive, path: Path, outside: Outside, unread: Container[str]
) -> tuple[Other, Snapshot]:
    """Return the kind of a workbook that is no .xlsx, and its snapshot.

    `archive` has no members unless the file is a zip, which then is an OpenDocument.

    Raises:
        NotAWorkbookError: no workbook, damaged, or encrypted.
    """
    label = path.name or str(path)
    if outside == "zip":
        from xltools.package.ods import read_ods

        return "ods", read_ods(archive, label, unread)
    if outside == "ole":
        from xltools.package.xls import read_xls

        return "xls", read_xls(archive.data, label, unread)
    if outside == "html":
        from xltools.package.html_table import read_html

        return "html", read_html(archive.data, path.stem, label)
    from xltools.package.csv_text import read_csv

    return "csv", read_csv(archive.data, path.stem, label)
