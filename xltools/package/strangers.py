"""What may cost the process that reads it is read in another one; see `xltools.apart`.

Back come values: the snapshot, and what was found in the XML of the sheets.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.package import limits
from xltools.package.scan import Scan
from xltools.snapshot import Snapshot

Kind: TypeAlias = Literal["xlsx", "xls", "ods", "html", "csv"]

_WORK = "xltools.package.reading:read"


class Read(Struct, frozen=True):
    """A workbook as it was read: what it is, its values, and for an .xlsx the scans by part."""

    kind: Kind
    snapshot: Snapshot
    scans: dict[str, Scan]


def read_apart(data: bytes, path: Path, unread: Collection[str]) -> Read:
    """Read a workbook in a process of its own.

    Raises:
        NotAWorkbookError: as `load_bytes`; or it hung, died, or took too much memory.
    """
    from xltools.apart.parent import (
        Allowance,
        crashed,
        work_apart,
    )  # few files need another process
    from xltools.wire import WireError, decode

    label = path.name or str(path)
    allowance = Allowance(limits.READ_SECONDS, limits.READ_MEGABYTES)
    answer = work_apart(_WORK, data, label, (str(path), tuple(unread)), allowance)
    try:
        return decode(Read, answer)
    except WireError:
        raise crashed(label) from None
