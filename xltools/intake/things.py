"""What is taken in: a file or a member at hand, and why one cannot be."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import FileError, FormError, XltoolsError, reason
from xltools.findings import Finding
from xltools.intake.kinds import HEAD, ZIP, code_of, in_zip, known
from xltools.intake.walk import Item, shown
from xltools.intake.zips import Broken, Split, TooMany, Zip, read_zip
from xltools.package.disk import read_file
from xltools.package.limits import FILE_BYTES, MEGABYTE
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord

_PIECE = 1 << 20
_WORKBOOK_STARTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"xl/", b"mimetype")
_NAME_AT = 30
"""Where in a zip the name of its first member stands."""


class Thing(Struct):
    """A file or a member at hand; `data` is None where it is too large to be held.

    `modified` is its own time, "" where nobody knows it.
    """

    path: str
    file: BinaryIO
    data: bytes | None
    size: int
    modified: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return name_of(self.path)

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        if self.data is not None:
            return hashlib.sha256(self.data).hexdigest()
        self.file.seek(0)
        digest = hashlib.sha256()
        while piece := self.file.read(_PIECE):
            digest.update(piece)
        return digest.hexdigest()


class Refused(Exception):  # noqa: N818 - an answer
    """The file or member at hand cannot be taken: why, for its sender."""

    def __init__(self, code: FileCode, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words

    @classmethod
    def of(cls, told: Finding) -> Refused:
        """With what the catalogue says."""
        assert isinstance(told.code, FileCode)
        return cls(told.code, told.message + told.advice)


def answered(record: FileRecord, refused: Refused) -> FileRecord:
    """The record of what is refused, or ignored where there is nothing to be refused."""
    code = refused.code
    stamp = record.stamp
    if code.number == FileCode.UNREADABLE.number:
        stamp = (stamp[0], 0)  # is tried again: that a right was given leaves no trace
    return replace(
        record, kind="refused" if code.is_refusal else "ignored", stamp=stamp,
        code=code.number, reason=refused.words,
    )  # fmt: skip


class Exceeded(Refused):
    """The whole archive is too much, whichever of its members was the last straw."""


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn whatever goes wrong with one file into its refusal.

    `except BaseException` stands for the readers' worst: a panic in Rust is no Exception.

    Raises:
        Refused: something went wrong.
    """
    try:
        yield
    except Refused:
        raise
    except Broken as error:
        raise Refused.of(FileCode.DAMAGED.at(None, "文件", name=name, why=error)) from None
    except FormError as error:
        raise Refused(FileCode.NO_FORM, f"“{name}”：{error}") from None
    except XltoolsError as error:
        raise Refused(code_of(error, name), str(error)) from None
    except MemoryError:
        raise Refused.of(FileCode.TOO_MUCH_MEMORY.at(None, "文件", name=name)) from None
    except Exception as error:
        if os.environ.get("XLTOOLS_DEBUG"):
            raise
        why = shown(f"{type(error).__name__}：{error}")
        raise Refused.of(FileCode.INTERNAL.at(None, "文件", name=name, why=why)) from None
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException:
        raise Refused.of(FileCode.CRASHED.at(None, "文件", name=name)) from None


@contextmanager
def on_disk(item: Item) -> Iterator[Thing]:
    """The file that an item lies in, opened.

    Raises:
        Refused: it cannot be read.
    """
    name = name_of(item.path)
    if item.link:
        raise _linked(item, name)
    if item.size > FILE_BYTES:  # only an archive may be
        try:
            file = open(item.disk, "rb")  # noqa: SIM115
        except OSError as error:
            raise _unreadable(name, error) from None
        with file:
            yield Thing(item.path, file, None, item.size, moment(item))
        return
    try:
        data, _ = read_file(Path(item.disk))
    except FileError as error:
        raise _not_read(item, name, error) from None
    yield Thing(item.path, io.BytesIO(data), data, len(data), moment(item))


def _not_read(item: Item, name: str, error: FileError) -> Refused:
    """Why a file was not read; what is a folder now could not be walked through."""
    if os.path.isdir(item.disk):  # noqa: PTH112
        try:
            os.scandir(item.disk).close()
        except OSError as refused:
            why = reason(refused)
            return Refused.of(FileCode.FOLDER_UNREADABLE.at(None, "文件", name=name, why=why))
        return Refused.of(FileCode.LINK.at(None, "文件", name=name))
    code = code_of(error, name)
    return Refused(code if code is FileCode.TOO_BIG else FileCode.UNREADABLE, str(error))


def _linked(item: Item, name: str) -> Refused:
    """A link to a form would be missed by its sender, one to a folder by nobody."""
    folder = os.path.isdir(item.disk)  # noqa: PTH112
    code = FileCode.LINK if folder else FileCode.LINKED_FILE
    return Refused.of(code.at(None, "文件", name=name))


def _unreadable(name: str, error: OSError) -> Refused:
    return Refused.of(FileCode.UNREADABLE.at(None, "文件", name=name, why=reason(error)))


def too_big(name: str) -> Refused:
    """A file beyond the size of any form."""
    limit = FILE_BYTES // MEGABYTE
    return Refused.of(FileCode.TOO_BIG.at(None, "文件", name=name, limit=limit))


def name_of(path: str) -> str:
    """The last part of a path as shown."""
    return path.rpartition("/")[2]


def moment(item: Item) -> str:
    """When a file was written, by the local clock; "" for a time that no calendar has.

    A member's own time, where it has one.
    """
    if item.modified:
        return item.modified
    try:
        return datetime.fromtimestamp(item.stamp[1] // 10**9).isoformat(" ", "seconds")
    except (OSError, OverflowError, ValueError):
        return ""


def archive_of(thing: Thing, most: int) -> Zip | None:
    """The archive that it is, of at most so many members; None for what may be a workbook.

    Raises:
        Refused: it is certainly neither.
        Broken: a zip that is damaged.
    """
    thing.file.seek(0)
    head = thing.file.read(HEAD)
    other = known(head, thing.size, thing.name)
    if other is not None:
        raise Refused.of(other)
    if not head.startswith(ZIP):
        if thing.data is None:
            raise too_big(thing.name)
        return None
    if thing.data is not None and head.startswith(_WORKBOOK_STARTS, _NAME_AT):
        return None
    try:
        archive = read_zip(thing.file, most)
    except TooMany:
        many = FileCode.TOO_MANY.at(None, "文件", name=thing.name, limit=most)
        raise Refused.of(many) from None
    except Split:
        raise Refused.of(FileCode.SPLIT_ARCHIVE.at(None, "文件", name=thing.name)) from None
    kind = in_zip({member.name for member in archive.members}, thing.name)
    if isinstance(kind, Finding):
        raise Refused.of(kind)
    if kind == "workbook" and thing.data is None:
        raise too_big(thing.name)
    return archive if kind == "archive" else None
