"""Only one run at a time: a lock that the system takes back, however its process ends."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from xltools.errors import ChangedError
from xltools.ledger.address import Address
from xltools.ledger.trouble import in_words

BESIDE = "-lock"
"""Ending of the empty file beside a SQLite ledger that is there while a run goes on."""

_KEY = 0x786C_746F_6F6C
"""Of the lock in a PostgreSQL database, which all its ledgers share."""


class Turn:
    """A run's turn at the ledger; nobody else has it until `end`."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self._address, self._engine = address, engine
        self._file: sqlite3.Connection | None = None
        self._session: Connection | None = None

    def take(self) -> None:
        """Take the turn, or keep it.

        Raises:
            ChangedError: another run has it.
            FileError: the folder or the server refuses.
        """
        if self._file is not None or self._session is not None:
            return
        if self._address.path is None:
            self._take_in_database()
        else:
            self._take_beside(self._address.path)

    def end(self) -> None:
        """Give it to others."""
        if self._file is not None:
            self._file.close()
            self._file = None
            # whoever takes the turn this very moment keeps an unnamed file: no harm is done, since
            # the ledger itself is locked batch by batch
            with contextlib.suppress(OSError):
                self._beside.unlink()
        if self._session is not None:
            # a server that is away has taken the lock back already
            with contextlib.suppress(DBAPIError):
                self._session.scalar(select(func.pg_advisory_unlock(_KEY)))
            self._session.invalidate()
            self._session.close()
            self._session = None

    @property
    def _beside(self) -> Path:
        return Path(f"{self._address.path}{BESIDE}")

    def _take_beside(self, path: Path) -> None:
        connection = None
        try:
            connection = sqlite3.connect(
                self._beside, timeout=0, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode=MEMORY")  # no second file for nothing
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise self._taken() from None
            raise in_words(error, self._address) or error from None
        self._file = connection

    def _take_in_database(self) -> None:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not session.scalar(select(func.pg_try_advisory_lock(_KEY))):
            session.close()
            raise self._taken()
        self._session = session

    def _taken(self) -> ChangedError:
        return ChangedError(
            f"台账“{self._address.shown}”正在被另一次收表使用。请等它做完（或先停止它）再运行。"
        )
