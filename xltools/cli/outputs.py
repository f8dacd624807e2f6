"""What `-o` means: a file, or a folder that is made when the first result goes into it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from xltools.hosts.file import is_folder
from xltools.hosts.folders import made_folder

_FILE = re.compile(r"\.[A-Za-z]{2,5}")


class Output(Struct, frozen=True):
    """Where results go: beside their sources (no path), into a folder, or to one file."""

    path: Path | None = None
    is_folder: bool = False

    @property
    def is_file(self) -> bool:
        """True if the user named one file."""
        return self.path is not None and not self.is_folder

    def ready(self) -> Path | None:
        """The path, after its folder was made where it is one that does not exist yet.

        Raises:
            SaveError: it cannot be made.
        """
        if self.path is not None and self.is_folder and not is_folder(self.path):
            made_folder(self.path)
        return self.path


def output_of(text: str | None, *, several: bool) -> Output:
    """Read the value of `-o`.

    A folder is one that exists, one written with a stroke at its end, and where several results
    may come of one command, whatever does not look like a file.
    """
    if text is None:
        return Output()
    path = Path(text)
    ends = tuple(each for each in ("/", os.sep, os.altsep) if each)
    as_folder = text.endswith(ends) or (several and not _FILE.fullmatch(path.suffix))
    return Output(path, as_folder or is_folder(path))
