"""Which files are new or changed, and which are gone; however many there are, memory stays flat."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    case,
    func,
    or_,
    select,
    true,
    update,
)

from xltools.ledger.basis import COSTLY, IN_VAIN, UNREACHED, WAITING, holds
from xltools.ledger.engines import ALONE
from xltools.ledger.loading import load_rows
from xltools.ledger.rereading import retire_unseen
from xltools.ledger.rows import kept_path, writable
from xltools.ledger.tables import file
from xltools.ledger.versions import CHUNK, IN_PARTS, chunks

Write: TypeAlias = Callable[[], AbstractContextManager[Connection]]

_seen = Table("seen", MetaData(), Column("path", Text, nullable=False), prefixes=["TEMPORARY"])


class SeenItem(Protocol):
    """A file on the disk, as `intake.walk` finds it."""

    @property
    def path(self) -> str:
        """What it is called everywhere."""

    @property
    def disk(self) -> str:
        """Where it lies."""

    @property
    def stamp(self) -> tuple[int, int]:
        """Size, and time in nanoseconds."""


T = TypeVar("T", bound=SeenItem)


class Seen:
    """What a run saw on the disk, in a table that lives as long as its connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: Connection | None = None
        self._complete = False
        self._basis = ""
        self.outdated = 0

    def forget(self, basis: str) -> None:
        """Nothing was seen yet; a run begins that reads by this basis."""
        self.close()
        self._complete = False
        self._basis = basis
        self.outdated = 0

    def close(self) -> None:
        """Let go of the connection and of its table."""
        if self._open is not None:
            self._open.invalidate()
            self._open.close()
            self._open = None

    def changed(self, items: Iterable[T], write: Write, *, again: bool) -> Iterator[T]:
        """Pass on what is to be read; `write` gives a connection for what came back or moved."""
        self._complete = False
        self.outdated = 0
        left = iter(items)
        while some := list(islice(left, CHUNK)):
            by_path = {kept_path(each.path): each for each in some}
            load_rows(self._connection(), _seen, ("path",), [(path,) for path in by_path])
            yield from self._unlike(by_path, write, again=again)
        self._complete = True

    def mark_gone(self, roots: Sequence[Path]) -> None:
        """What should lie below the roots and was not seen is gone; archives that were are whole.

        In one that was read again, part by part, what no part was is gone as well.

        Raises:
            ValueError: not everything was looked at.
        """
        if not self._complete:
            raise ValueError("what is gone is known only when all items have been looked at")
        connection = self._connection()
        connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS seen_path ON seen (path)")
        c = file.c
        top = case((c.archive != "", c.archive), else_=c.path)
        missing = ~select(true()).where(_seen.c.path == top).exists()
        below = or_(*(_below(root) for root in roots))
        gone = update(file).where(c.latest, ~c.gone, below, missing, ~_shut())
        connection.execute(gone.values(gone=True))
        whole = select(true()).where(_seen.c.path == c.path).exists()
        in_parts = (c.kind == "archive", c.code == IN_PARTS, c.latest, whole)
        parted = connection.scalars(select(c.path).where(*in_parts)).all()
        for some in chunks(parted):
            retire_unseen(connection, self._basis, c.archive.in_(some))
        connection.execute(update(file).where(*in_parts).values(code=""))

    def _connection(self) -> Connection:
        if self._open is None:
            connection = self._engine.connect().execution_options(**ALONE)
            if self._engine.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            self._open = connection
            _seen.create(connection)
        return self._open

    def _unlike(self, by_path: dict[str, T], write: Write, *, again: bool) -> Iterator[T]:
        """Those of some items that the ledger has not, or has otherwise."""
        known = self._known(list(by_path), again=again)
        back, moved = [], {}
        unread = []
        for path, item in by_path.items():
            row = known.get(path)
            if row is None or (row.stamp_size, row.stamp_time) != item.stamp or row.wanted:
                unread.append(item)
                continue
            if not holds(row.basis, self._basis):
                self.outdated += 1
                unread.append(item)
                continue
            if row.gone:
                back.append(path)
            if row.disk != (disk := kept_path(item.disk)):
                moved[path] = disk
        if back or moved:
            with write() as connection:
                _found_again(connection, back, moved)
        yield from unread

    def _known(self, paths: list[str], *, again: bool) -> dict[str, Any]:
        """The latest row of each path; `wanted` says that it is to be read again all the same."""
        c, connection = file.c, self._connection()
        codes = UNREACHED | COSTLY if again else UNREACHED
        refused = (c.kind == "refused") & c.code.in_(codes)
        wanted = or_(refused, c.code == IN_PARTS, c.basis == WAITING)
        if again:
            wanted = or_(wanted, c.basis.like(f"%{IN_VAIN}"))
        columns = (
            c.path, c.disk, c.stamp_size, c.stamp_time, c.gone, c.basis, wanted.label("wanted"),
        )  # fmt: skip
        rows = connection.execute(select(*columns).where(c.path.in_(paths), c.latest))
        known: dict[str, Any] = {row.path: row for row in rows}
        tops = select(c.archive).where(c.archive.in_(paths), c.archive != "", c.latest, wanted)
        for path in connection.scalars(tops).all():
            known.pop(path, None)  # an archive is read whole, also for one of its members
        return known


def _found_again(connection: Connection, back: list[str], moved: dict[str, str]) -> None:
    """What was gone lies there again; what lies elsewhere now is linked to there."""
    c = file.c
    if back:
        here = or_(c.path.in_(back), c.archive.in_(back) & (c.archive != ""))
        connection.execute(update(file).where(here, c.latest).values(gone=False))
    for path, disk in moved.items():
        here = or_(c.path == path, (c.archive == path) & (c.archive != ""))
        connection.execute(update(file).where(here).values(disk=disk))


def _shut() -> ColumnElement[bool]:
    """Whether a file lies in a folder that could not be opened in this run: nobody knows."""
    folder = file.alias("folder")
    inside = func.substr(file.c.disk, 1, func.length(folder.c.disk) + 1)
    return (
        select(true())
        .where(folder.c.latest, folder.c.kind == "refused", folder.c.code.in_(UNREACHED))
        .where(inside == folder.c.disk + os.sep)
        .where(select(true()).where(_seen.c.path == folder.c.path).exists())
        .exists()
    )


def _below(root: Path) -> ColumnElement[bool]:
    """Whether a file is the root itself or lies below it."""
    where = writable(os.path.abspath(root))  # noqa: PTH100 - as walk names what it finds
    folder = where if where.endswith(os.sep) else where + os.sep
    return or_(file.c.disk == where, func.substr(file.c.disk, 1, len(folder)) == folder)
