"""A file → a `Workbook`: the checked package and the snapshot of its values.

The order is that of trust: disk, directory, every member's CRC, XML without tricks,
addresses; only then calamine sees it, which aborts the process on hostile sizes.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from xltools.apart import is_expendable
from xltools.package import limits
from xltools.package.active import active_content
from xltools.package.defined_names import read_names
from xltools.package.disk import Outside, container, read_file
from xltools.package.members import Archive, read_archive
from xltools.package.merges import check_merges
from xltools.package.opc import Book, custom_properties, read_book
from xltools.package.recall import found_sound, is_sound
from xltools.package.scan import Scan
from xltools.package.sheets import Found, plain_sheets, read_sheets
from xltools.package.strangers import Kind, Read, read_apart
from xltools.package.xml_guard import check_dtd, check_xml
from xltools.snapshot import Snapshot

__all__ = ["Kind", "Workbook", "load", "load_bytes"]

_XML_SUFFIXES = (".xml", ".rels")
_NEW_PARTS = 2
"""A new sheet, and the styles where there are none."""


class Workbook(Struct, frozen=True):
    """One loaded workbook: its snapshot, and all that a patch or a save needs.

    `parts` holds the content of the XML parts by name. `signed` is true when a digital
    signature is in the package, which any change makes invalid: a caller should warn.
    `kind` is what the bytes are, whatever the file's name says.
    """

    path: Path
    snapshot: Snapshot
    archive: Archive
    parts: dict[str, bytes]
    book: Book
    scans: dict[str, Scan]
    status: os.stat_result | None
    signed: bool
    kind: Kind = "xlsx"

    @property
    def can_patch(self) -> bool:
        """True if `apply_patch` can write into it; the other kinds are only read."""
        return self.kind == "xlsx"

    @property
    def closed(self) -> str:
        """Why no sheet may be added, in words; empty where one may."""
        if self.book.locked:
            return "的工作簿结构有保护"
        if "revisionHeaders" in self.book.related:
            return "是共享工作簿"  # its log of changes lists the sheets
        if len(self.archive.members) + _NEW_PARTS > limits.MEMBERS:
            return "内部部件太多"
        return ""

    @property
    def data(self) -> bytes:
        """The file's bytes as they were loaded."""
        return self.archive.data


def load(path: str | os.PathLike[str], *, unread: Collection[str] = ()) -> Workbook:
    """Load one workbook from disk; nobody asks for the values of the sheets in `unread`.

    Raises:
        FileError: it cannot be read.
        NotAWorkbookError: it is no workbook, damaged, encrypted, or hostile.
    """
    where = Path(path)
    data, status = read_file(where)
    return load_bytes(data, where, status, unread=unread)


def load_bytes(
    data: bytes,
    path: Path,
    status: os.stat_result | None = None,
    *,
    unread: Collection[str] = (),
) -> Workbook:
    """Load a workbook from its bytes; `path` is what messages call it.

    Raises:
        NotAWorkbookError: it is no workbook, damaged, encrypted, or hostile.
    """
    label = path.name or str(path)
    outside = container(data, label)
    if outside != "zip":
        return _other(Archive(data, (), b""), path, status, outside, unread)
    archive = read_archive(data, label)
    if _is_ods(archive):
        return _other(archive, path, status, outside, unread)
    parts = _checked_parts(archive, label)
    book = read_book(parts, label)
    found = _sheets(archive, parts, book, path, unread)
    sheets = [sheet.name for sheet in book.sheets]
    names, constants = read_names(book.names, sheets, book.part, label)
    properties = custom_properties(parts, book, label)
    active = active_content(
        parts, [each.name for each in archive.members], [(s.name, scan) for s, scan in found]
    )
    values = tuple(sheet for sheet, _ in found)
    check_merges(values, label)
    snapshot = Snapshot(values, names, constants, properties, active)
    scans = {part.part: scan for part, (_, scan) in zip(book.sheets, found, strict=True)}
    signed = any(member.name.startswith("_xmlsignatures/") for member in archive.members)
    return Workbook(path, snapshot, archive, parts, book, scans, status, signed)


def _sheets(
    archive: Archive, parts: dict[str, bytes], book: Book, path: Path, unread: Collection[str]
) -> list[Found]:
    """All sheets; those that only calamine reads, or that are very large, by another process."""
    label = path.name or str(path)
    if is_expendable():
        return read_sheets(parts, book, label, unread)
    if sum(map(len, parts.values())) <= limits.AT_HAND_BYTES:
        found = plain_sheets(parts, book, label, unread)
        if found is not None:
            return found
    read = read_apart(archive.data, path, unread)
    scans = [read.scans[part.part] for part in book.sheets]
    return list(zip(read.snapshot.sheets, scans, strict=True))


def _other(
    archive: Archive,
    path: Path,
    status: os.stat_result | None,
    outside: Outside,
    unread: Collection[str],
) -> Workbook:
    """A workbook that is no .xlsx: its values, and nothing to patch."""
    from xltools.package.other import read_other  # its readers cost what few runs need

    at_hand = outside == "text" and len(archive.data) <= limits.AT_HAND_BYTES
    if at_hand or is_expendable():
        read = Read(*read_other(archive, path, outside, unread), {})
    else:
        read = read_apart(archive.data, path, unread)
    check_merges(read.snapshot.sheets, path.name or str(path))
    signed = any(member.name.endswith("signatures.xml") for member in archive.members)
    empty = Book("", (), None, {})
    return Workbook(path, read.snapshot, archive, {}, empty, {}, status, signed, read.kind)


def _is_ods(archive: Archive) -> bool:
    """A newer LibreOffice packs all of an encrypted workbook into one member."""
    names = {member.name for member in archive.members}
    inside = "content.xml" in names or "encrypted-package" in names
    return inside and "[Content_Types].xml" not in names


def _checked_parts(archive: Archive, label: str) -> dict[str, bytes]:
    """Inflate every member; keep the XML ones."""
    parts = {}
    for member in archive.members:
        content = archive.inflate(member, label)
        if member.name.lower().endswith(_XML_SUFFIXES) or content.startswith(b"<?xml"):
            if not is_sound(content):
                check_xml(content, member.name, label)
                found_sound(content)
            parts[member.name] = content
        elif member.name.lower().endswith(".vml"):
            check_dtd(content, member.name, label)  # whatever encoding it says that it has
    return parts
