"""The bytes of a file that came, as they were read: from the disk, or out of its archive again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xltools.bureau.dossier import CameForm
from xltools.errors import ChangedError, FileError
from xltools.intake.take import data_of, parts
from xltools.intake.walk import Item
from xltools.package.disk import read_file
from xltools.returns.rules import Limits


class Originals:
    """Reads files that came; the members of the last archive are known by their paths."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._archive: tuple[str, tuple[int, int]] | None = None
        self._members: dict[str, Item] = {}

    def __call__(self, form: CameForm) -> bytes:
        """The bytes of the form's file.

        Raises:
            FileError: it is not there any more, or cannot be read.
            ChangedError: it is another file than the one that was read.
        """
        data = self._member(form) if form.archive else read_file(Path(form.disk))[0]
        if hashlib.sha256(data).hexdigest() != form.sha256:
            raise ChangedError(f"“{form.path}”在收表之后变了，请再收一次表。")
        return data

    def _member(self, form: CameForm) -> bytes:
        try:
            status = Path(form.disk).stat()
        except OSError:
            raise FileError(
                f"找不到压缩包“{form.archive}”。请检查文件名和所在文件夹。"
            ) from None
        stamp = (status.st_size, status.st_mtime_ns)
        if self._archive != (form.disk, stamp):
            outer = Item(form.archive, form.disk, status.st_size, stamp)
            self._members = dict(self._inside(outer))
            self._archive = (form.disk, stamp)
        item = self._members.get(form.path)
        if item is None:
            raise ChangedError(f"“{form.path}”在收表之后变了，请再收一次表。")
        return data_of(item, self._limits)

    def _inside(self, archive: Item) -> list[tuple[str, Item]]:
        """Every file in an archive, and in the archives inside it."""
        found = []
        for item in parts(archive, self._limits)[1:]:
            if item.path.lower().endswith(".zip"):
                found += self._inside(item)
            found.append((item.path, item))
        return found
