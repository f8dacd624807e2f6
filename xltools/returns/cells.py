"""All values of a form in a few hundred bytes, and what differs between two of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct


class Difference(Struct, frozen=True, gc=False):
    """One cell that two versions of a form fill differently; "" is empty."""

    cell: str
    before: str
    after: str


def packed_cells(cells: Mapping[str, str]) -> bytes:
    """The values by address (自评表!F6), packed."""
    return zlib.compress(msgspec.msgpack.encode(dict(cells)), 6)


def unpacked_cells(data: bytes) -> dict[str, str]:
    """The values by address."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=dict[str, str]) if data else {}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """Every cell that differs, in the order of the later version, cells that it lost at the end."""
    for cell, value in after.items():
        if before.get(cell, "") != value:
            yield Difference(cell, before.get(cell, ""), value)
    for cell, value in before.items():
        if value and cell not in after:
            yield Difference(cell, value, "")
