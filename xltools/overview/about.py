"""What the summary workbook says of itself: by which rules, from what, when, and that it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct


class Source(Struct, frozen=True):
    """A file that the summary goes by: its name and the sha256 of its bytes."""

    name: str
    sha256: str


class About(Struct, frozen=True):
    """One summary. `title` heads the first sheet; `when` is local time, `rules` the file of rules and their digest.

    `counts` are files by what became of them: files, accepted, findings, refused, duplicate, ignored,
    archives, and projects: projects, returned, unexpected (those that are missing are 0). `notes` are
    sentences of the caller's own. `ledger` is the name of a file, or a URL without its password.
    """

    title: str
    when: datetime
    version: str
    rules: Source
    ledger: str
    roots: tuple[str, ...] = ()
    rosters: tuple[Source, ...] = ()
    counts: Mapping[str, int] = {}
    notes: tuple[str, ...] = ()


def source_of(path: Path, data: bytes) -> Source:
    """The file under its name, without its folder.

    >>> source_of(Path("发放/报送名册.xlsx"), b"").sha256[:12]
    'e3b0c44298fc'
    """
    import hashlib

    return Source(path.name, hashlib.sha256(data).hexdigest())
