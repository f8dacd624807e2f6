"""The members of a zip, by their proper names; inflated piece by piece, every size counted.

Not the standard library's `zipfile`: it takes a whole archive for broken where one name is, reads
every name without a mark as cp437, and trusts the directory's sizes. `package.members` reads
workbooks, which are small and must be copied to the byte; an archive is neither.
"""

from __future__ import annotations

import struct
import zlib
from bz2 import BZ2Decompressor
from collections.abc import Iterator
from datetime import datetime
from os import SEEK_END
from typing import BinaryIO

from msgspec import Struct

from xltools.intake.walk import shown
from xltools.package.members import (
    CENTRAL,
    DEFLATED,
    ENCRYPTED_FLAG,
    END,
    LOCAL,
    STORED,
    UTF8_FLAG,
)
from xltools.patterns import Pattern

_BZIP2 = 12
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_FULL, _FULL_SHORT = 0xFFFFFFFF, 0xFFFF
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_LONGEST_COMMENT = 0xFFFF
_DRIVE = Pattern(r"[A-Za-z]:")
_PIECE = 1 << 18
_NAME_ROOM = 1 << 10
"""Bytes of the directory that a member may take on average: no honest name is longer."""
_FIRST_OF_CHINESE = "\u2000"
"""GBK that happens to be UTF-8 gives Latin, Greek and Cyrillic letters, never Chinese."""


class Broken(Exception):  # noqa: N818 - as its text says: why, as a clause
    """The zip contradicts itself, or a part of it is missing."""


class TooMany(Exception):  # noqa: N818 - a limit, told by who set it
    """More members than are allowed."""


class Split(Exception):  # noqa: N818
    """One of several volumes."""


class Member(Struct, frozen=True):
    """One line of the directory; `name` as written, backslashes made slashes."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int
    modified: str

    @property
    def is_folder(self) -> bool:
        """True for the line of a folder."""
        return self.name.endswith("/")

    @property
    def is_encrypted(self) -> bool:
        """True if a password is needed."""
        return bool(self.flags & ENCRYPTED_FLAG)

    @property
    def can_inflate(self) -> bool:
        """True if it is packed in a way that `pieces` knows."""
        return self.method in (STORED, DEFLATED, _BZIP2)


class Zip(Struct, frozen=True):
    """A zip whose directory was read; its members in the directory's order."""

    file: BinaryIO
    members: tuple[Member, ...]

    def pieces(self, member: Member) -> Iterator[bytes]:
        """Yield the member's content, checked at the end.

        Raises:
            Broken: it is not what the directory says.
        """
        crc = 0
        try:
            for piece in _inflated(self._packed(member), member.method):
                crc = zlib.crc32(piece, crc)
                yield piece
        except (zlib.error, OSError, EOFError, ValueError, OverflowError):
            raise Broken("压缩包里的内容无法解压") from None
        if crc != member.crc:
            raise Broken("压缩包里的内容校验不符")

    def _packed(self, member: Member) -> Iterator[bytes]:
        self.file.seek(member.start)
        head = self.file.read(LOCAL.size)
        if len(head) < LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise Broken("在压缩包里的位置不对")
        name, extra = LOCAL.unpack(head)[9:11]
        at, left = member.start + LOCAL.size + name + extra, member.packed
        while left:
            self.file.seek(at)  # a nested archive reads from the same file in between
            piece = self.file.read(min(left, _PIECE))
            if not piece:
                raise Broken("压缩包不完整")
            at, left = at + len(piece), left - len(piece)
            yield piece


def _inflated(packed: Iterator[bytes], method: int) -> Iterator[bytes]:
    """Pieces no larger than a few times `_PIECE`, whatever the data claims."""
    if method == STORED:
        yield from packed
    elif method == _BZIP2:
        bzip = BZ2Decompressor()
        for data in packed:
            piece = data
            while not bzip.eof and (piece or not bzip.needs_input):
                yield bzip.decompress(piece, _PIECE)
                piece = b""
    else:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        for data in packed:
            rest = data
            while rest and not engine.eof:
                yield engine.decompress(rest, _PIECE)
                rest = engine.unconsumed_tail
        yield engine.flush()


def read_zip(file: BinaryIO, most: int) -> Zip:
    """Read a zip's directory; `most` members are allowed, folders not counted.

    Raises:
        Broken: truncated, or it contradicts itself.
        TooMany: more members.
        Split: one of several volumes.
    """
    length = file.seek(0, SEEK_END)
    tail_at = max(0, length - _LONGEST_COMMENT - END.size - _LOCATOR.size - _END64.size)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(tail):
        raise Broken("文件不完整，可能没有下载完或没有传完")
    _, disk, first_disk, _, count, size, offset, _ = END.unpack_from(tail, at)
    end = tail_at + at
    if _FULL_SHORT in (disk, first_disk, count) or _FULL in (size, offset):
        end, disk, first_disk, size, offset = _read_end64(file, tail, at)
    if disk or first_disk:
        raise Split
    if end - size != offset:  # a zip whose end is cut off may end like one inside it
        raise Broken("文件不完整，可能没有下载完或没有传完")
    if size > most * _NAME_ROOM:
        raise TooMany
    file.seek(offset)
    members = tuple(_members(file.read(size)))
    if sum(not each.is_folder for each in members) > most:
        raise TooMany
    return Zip(file, members)


def _read_end64(file: BinaryIO, tail: bytes, at: int) -> tuple[int, int, int, int, int]:
    """Where the directory ends, its disks, size and offset, of a large zip."""
    start = at - _LOCATOR.size
    if start < 0 or not tail.startswith(b"PK\x06\x07", start):
        raise Broken("压缩目录不一致")
    _, disk, offset, _ = _LOCATOR.unpack_from(tail, start)
    file.seek(min(offset, file.seek(0, SEEK_END)))  # no disk has eight bytes' worth of bytes
    record = file.read(_END64.size)
    if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
        raise Broken("压缩目录不一致")
    numbers = _END64.unpack(record)
    return offset, max(disk, numbers[4]), numbers[5], numbers[8], numbers[9]


def _members(directory: bytes) -> Iterator[Member]:
    at = 0
    while at < len(directory):
        if at + CENTRAL.size > len(directory) or not directory.startswith(b"PK\x01\x02", at):
            raise Broken("压缩目录不完整")
        numbers = CENTRAL.unpack_from(directory, at)
        flags, method, clock, day, crc, packed, size, name_length = numbers[3:11]
        start = numbers[16]
        at += CENTRAL.size
        raw = directory[at : at + name_length]
        at += name_length
        extra = dict(_extra_fields(directory[at : at + numbers[11]]))
        at += numbers[11] + numbers[12]
        large = extra.get(_ZIP64, b"")
        packed, size, start = _widened((packed, size, start), large)
        name = _decoded(raw, flags, extra.get(_UNICODE_PATH, b""))
        yield Member(
            name.replace("\\", "/"), flags, method, crc, packed, size, start,
            _moment(day, clock),
        )  # fmt: skip


def _extra_fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, at)
        yield number, data[at + 4 : at + 4 + length]
        at += 4 + length


def _widened(numbers: tuple[int, int, int], large: bytes) -> tuple[int, int, int]:
    """Packed size, size and start, with those that did not fit; the field lists size first."""
    packed, size, start = numbers
    values = iter(struct.unpack(f"<{len(large) // 8}Q", large[: len(large) // 8 * 8]))
    size = next(values, size) if size == _FULL else size
    packed = next(values, packed) if packed == _FULL else packed
    start = next(values, start) if start == _FULL else start
    return packed, size, start


def _decoded(raw: bytes, flags: int, unicode_path: bytes) -> str:
    r"""A member's name: UTF-8 where it says so or shows it, else what Chinese Windows writes.

    >>> _decoded("自评表.xlsx".encode("gbk"), 0, b""), _decoded("自评表.xlsx".encode(), 0, b"")
    ('自评表.xlsx', '自评表.xlsx')
    """
    if unicode_path[:1] == b"\x01" and unicode_path[1:5] == struct.pack("<L", zlib.crc32(raw)):
        return unicode_path[5:].decode("utf-8", "replace")
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:  # macOS writes UTF-8 and does not say so
        if flags & UTF8_FLAG or all(c < "\x80" or c >= _FIRST_OF_CHINESE for c in name):
            return name
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _moment(day: int, clock: int) -> str:
    """When a member was written, by the clock of who packed it; "" for no time."""
    try:
        moment = datetime(
            (day >> 9) + 1980, day >> 5 & 15, day & 31, clock >> 11, clock >> 5 & 63,
            (clock & 31) * 2,
        )  # fmt: skip
    except ValueError:
        return ""
    return moment.isoformat(" ", "seconds")


def named(archive: Zip, path: str) -> Iterator[tuple[int, Member, str]]:
    """Yield number and path of each member that is a file; no two have one path.

    A name that climbs out of its folder, or begins at a drive, is cut to what lies below: nothing is
    ever written under it.
    """
    used: set[str] = set()
    for number, member in enumerate(archive.members):
        if member.is_folder:
            continue
        steps = [each for each in shown(member.name).split("/") if each.strip(". ")]
        if len(steps) > 1 and _DRIVE.fullmatch(steps[0]):
            del steps[0]
        own = first = f"{path}/{'/'.join(steps) or '未命名'}"
        again = 1
        while own in used:
            again += 1
            stem, dot, ending = first.rpartition(".")
            own = (
                f"{stem}({again}).{ending}"
                if dot and "/" not in ending
                else f"{first}({again})"
            )
        used.add(own)
        yield number, member, own
