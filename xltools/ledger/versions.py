"""The versions of files that the ledger has, as a batch looks them up and changes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Column, Connection, select, update

from xltools.ledger.rows import Key
from xltools.ledger.tables import file

CHUNK = 500
"""Values in one question: SQLite of old took no more than 999."""

IN_PARTS = "parts"
"""Code of an archive whose members come one by one: until a run has seen all, none knows if they did."""

T = TypeVar("T")


class Known(Struct, frozen=True):
    """A version of a file that the ledger has."""

    id: int
    key: Key
    disk: str
    modified: str
    kind: str
    code: str
    reason: str
    basis: str
    latest: bool
    gone: bool

    @property
    def is_open(self) -> bool:
        """Whether it was read: forms, or all that is in an archive."""
        return self.kind == "form" or (self.kind == "archive" and self.code != IN_PARTS)

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time by which it is known on the disk."""
        return self.key.size, self.key.time


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, `CHUNK` at a time."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def find_known(connection: Connection, paths: Sequence[str]) -> Iterator[Known]:
    """Every version that ever lay under one of these paths."""
    c = file.c
    columns: tuple[Column[Any], ...] = (
        c.id, c.path, c.sha256, c.stamp_size, c.stamp_time, c.disk, c.modified, c.kind, c.code,
        c.reason, c.basis, c.latest, c.gone,
    )  # fmt: skip
    for some in chunks(paths):
        for row in connection.execute(select(*columns).where(c.path.in_(some))):
            yield Known(row[0], Key(*row[1:5]), *row[5:])


def change(connection: Connection, ids: Sequence[int], **values: object) -> None:
    """Write the same into these versions."""
    for some in chunks(ids):
        connection.execute(update(file).where(file.c.id.in_(some)).values(**values))
