"""Zips written byte by byte, so that any of their fields can lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from msgspec import Struct

from xltools.package.members import CENTRAL, END, LOCAL, UTF8_FLAG


class Part(Struct):
    """One member and what is said of it; None says the truth, "local" only in the local header.

    `at` is where the directory says that it begins.
    """

    name: bytes
    content: bytes
    method: int = 8
    flags: int = UTF8_FLAG
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_size: int | None = None
    local_name: bytes | None = None
    extra: bytes = b""
    raw: bytes | None = None
    at: int | None = None
    silent: bool = False
    """Leaves it out of the directory."""


def deflated(content: bytes) -> bytes:
    """The content as zips have it."""
    engine = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(content) + engine.flush()


def zip_of(parts: Iterable[Part], comment: bytes = b"", before: bytes = b"") -> bytes:
    """The parts as a zip, with whatever lies they tell; `before` stands in front of it."""
    body, directory, count = bytearray(before), bytearray(), 0
    for part in parts:
        packed = part.raw
        if packed is None:
            packed = part.content if part.method == 0 else deflated(part.content)
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        packed_size = len(packed) if part.packed_size is None else part.packed_size
        start = len(body)
        local_name = part.name if part.local_name is None else part.local_name
        local_size = size if part.local_size is None else part.local_size
        body += LOCAL.pack(
            b"PK\x03\x04", 20, part.flags, part.method, 0, 0x5A6B, crc, packed_size, local_size,
            len(local_name), len(part.extra),
        )  # fmt: skip
        body += local_name + part.extra + packed
        if part.silent:
            continue
        directory += CENTRAL.pack(
            b"PK\x01\x02", 20, 20, part.flags, part.method, 0, 0x5A6B, crc, packed_size, size,
            len(part.name), len(part.extra), 0, 0, 0, 0, start if part.at is None else part.at,
        )  # fmt: skip
        directory += part.name + part.extra
        count += 1
    end = END.pack(
        b"PK\x05\x06", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(directory), len(body),
        len(comment),
    )  # fmt: skip
    return bytes(body + directory + end) + comment


def parts_of(contents: dict[str, bytes]) -> list[Part]:
    """The parts of a package, telling the truth."""
    return [Part(name.encode(), content) for name, content in contents.items()]


def zip64_extra(part: Part) -> bytes:
    """The field that says the sizes in eight bytes."""
    packed = part.raw if part.raw is not None else deflated(part.content)
    return struct.pack("<HHQQ", 1, 16, len(part.content), len(packed))
