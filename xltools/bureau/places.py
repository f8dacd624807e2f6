"""Where everything of a run lies: what came, the summary, the ledger, the log."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xltools.errors import FileError, SaveError
from xltools.hosts.file import check_target, is_folder
from xltools.hosts.summary import is_summary
from xltools.package.holding import temporary_of
from xltools.sending import ROSTER

SUMMARY = "汇总.xlsx"
LEDGER = "台账.db"
LOG = "收表日志.txt"
SENT = "发放"
"""The folder of the forms that were sent out, by custom."""


class Places(Struct, frozen=True):
    """Roots of what came; the files that a run writes. `ledger` is a file or a database's URL."""

    roots: tuple[Path, ...]
    summary: Path
    ledger: Path | str
    log: Path
    csv: Path | None = None
    parquet: Path | None = None

    @property
    def apart(self) -> frozenset[str]:
        """Files of ours that may lie among those that came."""
        own = [self.summary, temporary_of(self.summary), self.log]  # what a killed run left
        if isinstance(self.ledger, Path):
            own += [self.ledger, *(Path(f"{self.ledger}{tail}") for tail in _BESIDE)]
        return frozenset(os.path.abspath(path) for path in own)  # noqa: PTH100 - as walk does


_BESIDE = ("-journal", "-lock", "-lock-journal", "-wal", "-shm")


def find_places(
    roots: Sequence[Path],
    summary: Path | None = None,
    ledger: str | None = None,
    csv: Path | None = None,
    parquet: Path | None = None,
    *,
    force: bool = False,
) -> Places:
    """Return where all of it lies: beside the summary, which lies in the first folder by default.

    Raises:
        FileError: a folder of those that came is not there.
        SaveError: the summary would take the place of a file that is none of ours.
    """
    for root in roots:
        if not os.path.lexists(root):
            raise FileError(f"找不到“{root}”。请检查文件夹名称和位置。")
    first = roots[0] if is_folder(roots[0]) else roots[0].parent
    target = summary or first / SUMMARY
    if is_folder(target):
        target = target / SUMMARY
    check_target(target, ".xlsx", force=force or is_summary(target))
    beside = target.parent
    where: Path | str = beside / LEDGER
    if ledger is not None:
        where = ledger if "://" in ledger else Path(ledger)
        if isinstance(where, Path) and not is_folder(where.parent):
            raise SaveError(f"台账所在的文件夹不存在，请先建好：{where.parent}")
    return Places(tuple(roots), target, where, beside / LOG, csv, parquet)


def find_rosters(roots: Sequence[Path]) -> list[Path]:
    """The roster where people keep it: in the folder, beside it, or with what was sent out."""
    for root in roots:
        folder = Path(os.path.abspath(root if is_folder(root) else root.parent))  # noqa: PTH100
        for place in (folder, folder.parent, folder / SENT, folder.parent / SENT):
            if (place / ROSTER).is_file():
                return [place / ROSTER]
    return []
