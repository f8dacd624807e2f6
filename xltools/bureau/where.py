"""What a user writes to name a ledger."""

from __future__ import annotations

from pathlib import Path

from xltools.bureau.places import LEDGER
from xltools.hosts.file import is_folder


def ledger_place(text: str) -> Path | str:
    """A database's URL as it is; of a folder the 台账.db in it, of a summary the one beside it."""
    if "://" in text:
        return text
    path = Path(text)
    if is_folder(path):
        return path / LEDGER
    return path.with_name(LEDGER) if path.suffix.lower() == ".xlsx" else path
