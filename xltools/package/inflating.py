"""What inflates a member: ISA-L where there is a build of it, which takes half of zlib's time.

Both are asked the same way. Whatever comes out is held against size and CRC of the directory.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    engine = zlib
else:
    try:
        from isal import isal_zlib as engine
    except ImportError:  # a 32-bit Python, a rare processor
        engine = zlib

FAILURES: tuple[type[Exception], ...] = (zlib.error, engine.error)


def inflate(packed: bytes, most: int) -> bytes:
    """Return the content of a raw deflate stream, but no more than so many bytes.

    Raises:
        zlib.error, or another of `FAILURES`: this is no such stream.
    """
    return engine.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)


def checksum(content: bytes) -> int:
    """The CRC that a zip's directory has of a content."""
    return engine.crc32(content)
