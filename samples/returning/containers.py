"""Containers written byte by byte, so that they come out the same everywhere.

Zip files with names in any encoding, OLE containers, and a workbook under a password
(ECMA-376 standard encryption).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from returning.aes import encrypt
from xltools.package.members import CENTRAL, END, LOCAL, UTF8_FLAG

STAMP = datetime(2025, 3, 20, 9, 30)


def packed(
    members: Iterable[tuple[str, bytes]],
    *,
    encoding: str = "utf-8",
    when: Mapping[str, datetime] | None = None,
    level: int = 9,
) -> bytes:
    """A zip; names in another encoding than UTF-8 bear no mark of it, as Windows writes them."""
    body, directory, count = b"", b"", 0
    for name, content in members:
        moment = (when or {}).get(name, STAMP)
        clock = moment.hour << 11 | moment.minute << 5 | moment.second // 2
        day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
        engine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        data = engine.compress(content) + engine.flush()
        method = 8
        if len(data) >= len(content) or name == "mimetype":
            data, method = content, 0
        raw = name.encode(encoding)
        flag = UTF8_FLAG if encoding == "utf-8" and not name.isascii() else 0
        sizes = (zlib.crc32(content), len(data), len(content), len(raw), 0)
        directory += CENTRAL.pack(
            b"PK\x01\x02", 20, 20, flag, method, clock, day, *sizes, 0, 0, 0, 0, len(body)
        )
        directory += raw
        body += LOCAL.pack(b"PK\x03\x04", 20, flag, method, clock, day, *sizes) + raw + data
        count += 1
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


# --- OLE

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container of a few streams, small ones in the mini stream."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    small = b""
    starts: dict[str, int] = {}
    mini: list[int] = []
    chains: list[tuple[str, bytes]] = []
    for name in names:
        content = streams[name]
        if len(content) >= _CUTOFF:
            chains.append((name, content))
            continue
        starts[name] = len(mini)
        mini += _chain(len(mini), -(-len(content) // _SMALL))
        small += _padded(content, _SMALL)
    blocks = -(-(len(names) + 1) // 4)
    chains += [("\0directory", bytes(blocks * _SECTOR))]
    if mini:
        chains += [("\0small", small), ("\0minifat", _numbers(mini))]
    fat: list[int] = []
    content = b""
    for name, data in chains:
        starts[name] = len(fat)
        fat += _chain(len(fat), -(-len(data) // _SECTOR))
        content += _padded(data, _SECTOR, b"\xff" if name == "\0minifat" else b"\0")
    own = 1
    while own * 128 < len(fat) + own:
        own += 1
    places = range(len(fat), len(fat) + own)
    fat += [_FAT] * own
    root = _entry("Root Entry", 5, starts.get("\0small", _END), len(small), child=1)
    entries = [root]
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _FREE
        entries.append(_entry(name, 2, starts[name], len(streams[name]), right=right))
    entries += [_entry("", 0, 0, 0)] * (blocks * 4 - len(entries))
    at = starts["\0directory"] * _SECTOR
    written = b"".join(entries)
    content = content[:at] + written + content[at + len(written) :]
    minifat = (starts["\0minifat"], 1) if mini else (_END, 0)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, own, starts["\0directory"], 0, _CUTOFF, *minifat, _END, 0, places[0],
    )  # fmt: skip
    more = _numbers([*places[1:]])
    return (
        _padded(header + more, _SECTOR, b"\xff")
        + content
        + _padded(_numbers(fat), _SECTOR, b"\xff")
    )


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END] if count else []


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _padded(content: bytes, size: int, filler: bytes = b"\0") -> bytes:
    return content + filler * (-len(content) % size)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE
) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    links = (_FREE, right, child)
    return struct.pack(
        "<64sHBB3I36xIQ", raw, length, kind, 1, *links, start, size
    )  # fmt: skip


# --- a password

_SPIN = 50_000


def encrypted(data: bytes, password: str) -> bytes:
    """The workbook as Excel 2007 saves it under a password: AES-128, SHA-1."""
    salt = hashlib.sha256(b"salt" + data).digest()[:16]
    verifier = hashlib.sha256(b"verifier" + data).digest()[:16]
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for number in range(_SPIN):
        digest = hashlib.sha1(struct.pack("<I", number) + digest).digest()
    digest = hashlib.sha1(digest + bytes(4)).digest()
    inner = bytes(byte ^ 0x36 for byte in _padded(digest, 64))
    key = hashlib.sha1(inner).digest()[:16]
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + salt + encrypt(verifier, key) + struct.pack("<I", 20)
    info += encrypt(_padded(hashlib.sha1(verifier).digest(), 16), key)
    package = struct.pack("<Q", len(data)) + encrypt(_padded(data, 16), key)
    return ole({"EncryptionInfo": info, "EncryptedPackage": package})
