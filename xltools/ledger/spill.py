"""Where SQLite puts what outgrows its memory: a folder of ours, while a ledger is open.

SQLite makes a file for that among the system's temporary ones and takes its name away at once. Who is
killed in between leaves it there; in a folder of ours the next run clears it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from threading import Lock

from xltools.errors import SaveError
from xltools.package.scratch import scratch_folder

_lock = Lock()


class _Spill:
    """The folder, and how many want it: SQLite knows one for all of a process."""

    def __init__(self) -> None:
        self.wanted = 0
        self.stack = contextlib.ExitStack()


_spill = _Spill()


def want() -> None:
    """A ledger is opened."""
    with _lock:
        _spill.wanted += 1
        if _spill.wanted > 1:
            return
        try:
            folder = str(_spill.stack.enter_context(scratch_folder()))
        except SaveError:  # SQLite knows more places, and does without
            return
        if "'" not in folder:
            _point_to(folder)


def want_no_more() -> None:
    """A ledger is closed; with the last one the folder goes."""
    with _lock:
        _spill.wanted -= 1
        if not _spill.wanted:
            _point_to("")
            _spill.stack.close()


def _point_to(folder: str) -> None:
    """Tell SQLite; where it was built without this, it goes on as ever.

    It is told by a connection of its own: another one would lose its temporary tables.
    """
    connection = sqlite3.connect(":memory:")
    with contextlib.closing(connection), contextlib.suppress(sqlite3.Error):
        connection.execute(f"PRAGMA temp_store_directory='{folder}'")
