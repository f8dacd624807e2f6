"""Zips as people send them: by Chinese Windows, by a Mac, with lies in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

MOMENT = (2025, 3, 17, 11, 2, 4)
"""When all members were written, unless a test says otherwise."""

_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


class _Raw(zipfile.ZipInfo):
    """A member whose name is written as these bytes, without the mark of UTF-8."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's
        return self.raw, self.flag_bits & ~0x800


def zipped(
    members: Mapping[str | bytes, bytes],
    *,
    method: int = zipfile.ZIP_DEFLATED,
    extra: bytes = b"",
) -> bytes:
    """A zip; a name given as text is marked as UTF-8, one given as bytes is written as it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            info: Any = (
                zipfile.ZipInfo(name, MOMENT) if isinstance(name, str) else _Raw("x", MOMENT)
            )
            if isinstance(name, bytes):
                info.raw = name
            info.compress_type, info.extra = method, extra
            archive.writestr(info, data)
    return target.getvalue()


def unicode_path(raw: bytes, name: str) -> bytes:
    """Info-ZIP's extra field with a member's proper name."""
    body = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


def patched(data: bytes, at: tuple[int, int], value: bytes) -> bytes:
    """Write into every local header and every line of the directory, at these offsets."""
    out = bytearray(data)
    for mark, offset in ((_LOCAL, at[0]), (_CENTRAL, at[1])):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            out[start + offset : start + offset + len(value)] = value
            start += 4
    return bytes(out)


FLAGS, METHOD, CRC, SIZE = (6, 8), (8, 10), (14, 16), (22, 24)
"""Where a header and a line of the directory have them."""


def as_zip64(data: bytes) -> bytes:
    """The same zip with the end record that only large ones need."""
    at = data.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HLL", data, at + 10)
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    full = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return data[:at] + record + locator + full
