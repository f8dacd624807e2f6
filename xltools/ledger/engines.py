"""SQLAlchemy engines for ledgers: when a transaction begins, and how long one waits.

A SQLite ledger keeps SQLite's own rollback journal. The newer write-ahead log is faster by little
here, where a batch is one transaction, and does not work on network drives, where a summary may
lie; a closed ledger is always one whole file, which may be copied. Every commit is forced down to
the disk: a kill or a power cut loses what was not yet committed, and nothing else. The price is
that while one transaction writes the file nobody else reads it, for the tenths of a second that a
batch takes: whoever writes reads through the same connection.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine, event

from xltools.ledger import trouble
from xltools.ledger.address import Address

WRITES = {"xltools": "writes"}
"""Execution options of a connection whose transaction will write."""
ALONE = {"xltools": "alone"}
"""… and of one where every statement is a transaction of its own."""

_CACHE = -32_000
"""Kilobytes of pages in memory; SQLite's own 2 MB are too few for a batch."""


def make_engine(address: Address) -> Engine:
    """An engine that has not connected yet; what stands in forms is in none of its messages."""
    if address.path is None:
        assert address.url is not None
        return create_engine(address.url, pool_pre_ping=True, hide_parameters=True)
    url = URL.create("sqlite", database=str(address.path))
    engine = create_engine(
        url, connect_args={"timeout": trouble.PATIENCE}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    """Python's driver begins no transaction by itself: reading, too, wants one of its own."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA cache_size={_CACHE}")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    """A writer takes its turn at once: two that read first and write then would block each other."""
    kind = connection.get_execution_options().get("xltools")
    if kind != "alone":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if kind == "writes" else "BEGIN")
