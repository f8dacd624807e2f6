"""Which form was sent out for a project: asked in workers, of a ledger that is only read.

Workers read a SQLite ledger with nothing but Python's own driver, which costs no start.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from msgspec import Struct

from xltools.errors import FileError
from xltools.ledger.spelling import plain_code

_CACHE = 1024
_PATIENCE = 60.0
"""Seconds to wait while the ledger is being written."""

_ASKED = (
    "SELECT copy, profile, year, unit, code, name, sent FROM project"
    " WHERE listed AND sent <> '' AND {column} = :value"
)

Ask: TypeAlias = Callable[[str, str], list[Any]]
"""The rows of the roster in which a column has a value."""


class SentForm(Struct, frozen=True):
    """A form as it was sent: where it lies, and for whom."""

    path: Path
    copy: str
    profile: str
    year: int | None
    unit: str
    code: str
    name: str


class SentForms:
    """The forms that were sent; to another process goes where they are, and is opened there."""

    def __init__(self, where: Path | str, folder: Path | None) -> None:
        """`where` is the ledger, `folder` the roster's; without one no form is found."""
        self.where, self.folder = where, folder
        self._find: Callable[[str, str, int | None], SentForm | None] | None = None

    def __reduce__(self) -> tuple[type[SentForms], tuple[Path | str, Path | None]]:
        return SentForms, (self.where, self.folder)

    def find(self, copy: str, code: str, year: int | None) -> SentForm | None:
        """The form sent under this copy's id, else the only one with this code (in this year).

        None where the roster knows none, or the file is not there.

        Raises:
            FileError: the ledger cannot be read.
        """
        if self.folder is None:
            return None
        if self._find is None:
            self._find = lru_cache(_CACHE)(_Roster(self.where, self.folder).find)
        return self._find(copy, plain_code(code), year)


class _Roster:
    """The projects of a ledger, one question at a time."""

    def __init__(self, where: Path | str, folder: Path) -> None:
        text = str(where)
        self._ask = _server(text) if "://" in text else _file(text)
        self._folder = folder

    def find(self, copy: str, code: str, year: int | None) -> SentForm | None:
        """See `SentForms.find`; the code is in one spelling."""
        rows = self._ask("copy", copy) if copy else []
        if not rows and code:
            rows = self._ask("plain_code", code)
            if year is not None:
                rows = [row for row in rows if row[2] in (year, None)]
        if len(rows) != 1:
            return None
        *facts, sent = rows[0]
        below = PurePosixPath(sent)
        if below.is_absolute() or ".." in below.parts:
            return None
        path = self._folder / below
        return SentForm(path, *facts) if os.path.isfile(path) else None  # noqa: PTH113


def _file(where: str) -> Ask:
    try:
        connection = sqlite3.connect(
            f"{Path(where).resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE
        )
    except (sqlite3.Error, OSError, ValueError) as error:
        raise _unreadable(where, error) from None

    def ask(column: str, value: str) -> list[Any]:
        try:
            asked = connection.execute(_ASKED.format(column=column), {"value": value})
            return asked.fetchall()
        except sqlite3.Error as error:
            raise _unreadable(where, error) from None

    return ask


def _unreadable(where: str, error: Exception) -> FileError:
    from xltools.ledger.address import find_address
    from xltools.ledger.trouble import in_words

    return in_words(error, find_address(where)) or FileError(f"台账“{where}”读不了。")


def _server(where: str) -> Ask:
    from sqlalchemy import text

    from xltools.ledger.book import open_ledger

    ledger = open_ledger(where, create=False)

    def ask(column: str, value: str) -> list[Any]:
        with ledger.read() as connection:
            asked = text(_ASKED.format(column=column))
            return [tuple(row) for row in connection.execute(asked, {"value": value})]

    return ask
