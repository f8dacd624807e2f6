"""The bureau's ledger: opened, written in one transaction a batch, read by everybody.

with open_ledger(folder / "台账.db") as ledger:
    run = ledger.begin_run(options, rules.digest, "李某", basis)
    for batch in batches(ledger.changed(items)):
        ledger.keep(run, records_of(batch))
    ledger.mark_gone(run, roots)
    ledger.finish_run(run, counts)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from xltools import __version__
from xltools.ledger import spill
from xltools.ledger.address import Address, find_address
from xltools.ledger.engines import WRITES, make_engine
from xltools.ledger.found import find_tables
from xltools.ledger.keeping import keep_all
from xltools.ledger.projects import set_projects
from xltools.ledger.roster import RosterRow
from xltools.ledger.seen import Seen, T
from xltools.ledger.tables import meta, run
from xltools.ledger.trouble import told_in_chinese
from xltools.ledger.turn import Turn
from xltools.returns.records import FileRecord

_TRIES = 3


class Ledger:
    """An open ledger. `where` is its place for people, without a password."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self.where = address.shown
        self.engine = engine
        self._address = address
        self._turn = Turn(address, engine)
        self._seen = Seen(engine)
        spill.want()
        self._closed = False

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server; others may begin a run."""
        self._seen.close()
        self._turn.end()
        self.engine.dispose()
        if not self._closed:
            self._closed = True
            spill.want_no_more()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read by: what it reads is of one moment.

        Raises:
            FileError: the ledger cannot be read.
        """
        with told_in_chinese(self._address), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes are all there at the end, or none of them.

        What is needed meanwhile is read through it too: another connection waits.

        Raises:
            FileError: the ledger cannot be written, or another program is writing it.
        """
        with told_in_chinese(self._address), self.engine.connect() as plain:
            connection = plain.execution_options(**WRITES)
            with connection.begin():
                yield connection

    def noted(self, key: str) -> str:
        """What was last noted under a key; "" for nothing."""
        with self.read() as connection:
            return connection.scalar(select(meta.c.value).where(meta.c.key == key)) or ""

    def note(self, key: str, value: str) -> None:
        """Note something that is worth nothing without this ledger."""
        with self.write() as connection:
            connection.execute(delete(meta).where(meta.c.key == key))
            connection.execute(insert(meta).values(key=key, value=value))

    def take_turn(self) -> None:
        """Be the only run, before anything is written; until it is finished or closed.

        Raises:
            ChangedError: another run is under way.
        """
        with told_in_chinese(self._address):
            self._turn.take()

    def begin_run(
        self, options: Mapping[str, object], rules_digest: str, who: str, basis: str = ""
    ) -> int:
        """Enter a run and return its number; until it is finished or closed nobody begins another.

        `basis` is a digest of what its readings depend on: what was read by another is `changed`.

        Raises:
            ChangedError: another run is under way.
        """
        self.take_turn()
        self._seen.forget(basis)
        values = {
            "started": now(), "who": who[:200], "version": __version__, "rules": rules_digest,
            "basis": basis, "options": _json(options),
        }  # fmt: skip
        with self.write() as connection:
            made = connection.execute(insert(run).values(values).returning(run.c.id))
            return int(made.scalar_one())

    def finish_run(self, run_id: int, counts: Mapping[str, object]) -> None:
        """Enter what became of a run; others may begin one."""
        done = {"finished": now(), "counts": _json(counts)}
        with self.write() as connection:
            connection.execute(update(run).where(run.c.id == run_id).values(done))
        self._turn.end()

    def keep(self, run_id: int, records: Sequence[FileRecord]) -> frozenset[str]:
        """Keep the records of a batch, all or none; what is there already is not kept twice.

        What was read by another basis than the run's is replaced; its forms keep their numbers.
        Returned are the paths of what could not be read now, but once: what was read then stays.

        An archive whose members come in later batches is read again by the next run, unless this
        one comes to `mark_gone`. Several processes may keep batches of one run at once.
        """
        left = _TRIES
        while True:
            try:
                with self.write() as connection:
                    return keep_all(connection, run_id, records)
            except IntegrityError:  # another process kept the same batch this moment
                left -= 1
                if not left:
                    raise

    def changed(self, items: Iterable[T], *, again: bool = False) -> Iterator[T]:
        """Pass on what is new, was changed since it was read, or was read by another basis.

        All that was seen is remembered. With `again` also files that took too long, too much memory
        or a process's life.
        """
        with told_in_chinese(self._address):
            yield from self._seen.changed(items, self.write, again=again)

    @property
    def outdated(self) -> int:
        """How many files this run has passed on only because they were read by another basis."""
        return self._seen.outdated

    def mark_gone(self, run_id: int, roots: Sequence[Path]) -> None:
        """What should lie below the roots and was not seen in this run is gone.

        Raises:
            ValueError: `changed` was not asked for everything, so that nobody knows what is gone.
        """
        with told_in_chinese(self._address):
            self._seen.mark_gone(roots)

    def set_roster(
        self, rows: Sequence[RosterRow], synonyms: Mapping[str, str] | None = None
    ) -> None:
        """These projects are awaited, in this order, and no others; the others keep what was said."""
        with self.write() as connection:
            set_projects(connection, rows, synonyms or {})


def open_ledger(where: Path | str, *, create: bool = True) -> Ledger:
    """Open the ledger of a file or a URL (postgresql://…); a new one only with `create`.

    Raises:
        FileError: it cannot be opened, is none, or was made by a newer xltools.
        ToolMissingError: PostgreSQL without its driver.
    """
    address = find_address(where)
    engine = make_engine(address)
    try:
        with told_in_chinese(address):
            find_tables(address, engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(address, engine)


def now() -> str:
    """The moment, as all times in the ledger are written."""
    return datetime.now().isoformat(" ", "seconds")


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, default=str)
