"""The work of a process that reads one workbook and ends; see `strangers`."""

from __future__ import annotations

from pathlib import Path

from xltools.package.strangers import Read
from xltools.package.workbook import load_bytes
from xltools.wire import encode


def read(data: bytes, path: str, unread: tuple[str, ...]) -> bytes:
    """Return what `Read` tells of a workbook, encoded.

    Raises:
        NotAWorkbookError: see `load_bytes`.
    """
    book = load_bytes(data, Path(path), unread=unread)
    return encode(Read(book.kind, book.snapshot, book.scans))
