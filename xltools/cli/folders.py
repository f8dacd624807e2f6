"""The forms of a command, and what a user is told of the folders that were looked into."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from xltools.hosts.folders import find_files


def form_files(named: list[Path], apart: Collection[Path] = ()) -> list[Path]:
    """Return the files; what of the folders was empty or left aside is told on stderr.

    Raises:
        FileError: there is none.
    """
    found = find_files(named, apart)
    for path in found.empty:
        print(f"xltools：“{path}”里没有自评表文件。", file=sys.stderr)
    for path in found.returned:
        print(f"xltools：“{path}”里是退回的副本，没有读。", file=sys.stderr)
    return found.files
