"""Members are inflated alike by ISA-L and by zlib, which stands in where there is none."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.package import inflating

FORM = Path(__file__).parents[1] / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"


def deflated(content: bytes) -> bytes:
    """A raw stream, as zips hold them."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def with_zlib(packed: bytes, most: int) -> bytes | None:
    """What zlib makes of it; None for no stream."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error:
        return None


@given(st.binary(max_size=400), st.integers(1, 500))
def test_a_stream_gives_the_same_up_to_the_limit(content: bytes, most: int) -> None:
    """Never a byte more than was asked for."""
    packed = deflated(content)
    assert inflating.inflate(packed, most) == with_zlib(packed, most) == content[:most]
    assert inflating.checksum(content) == zlib.crc32(content)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_damaged_stream_is_refused_or_fails_its_checksum(
    content: bytes, data: st.DataObject
) -> None:
    """A flipped bit, a cut: no engine gives another content that would pass."""
    packed = bytearray(deflated(content * 3))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    cut = bytes(packed[: data.draw(st.integers(1, len(packed)))])
    try:
        found = inflating.inflate(cut, 2000)
    except inflating.FAILURES:
        found = b""
    known = zlib.crc32(content * 3)
    assert found == content * 3 or (len(found), inflating.checksum(found)) != (len(content) * 3, known)  # fmt: skip


def test_nonsense_is_a_failure_that_is_caught() -> None:
    """Whichever engine is there."""
    with pytest.raises(inflating.FAILURES):
        inflating.inflate(b"\xff\xff\xff\xff", 10)


def test_without_isal_zlib_reads_the_same() -> None:
    """Where no build is to be had the program works as before."""
    told = [
        subprocess.run(
            [sys.executable, "-c", f"{block}; from xltools.cli import main; main(['check', {str(FORM)!r}, '--json'])"],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )
        for block in ("import sys", "import sys; sys.modules['isal'] = None")
    ]  # fmt: skip
    assert told[0].stdout
    assert told[0].stdout == told[1].stdout
    assert not told[1].stderr
