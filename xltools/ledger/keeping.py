"""A batch of records into the ledger: what is new is added, what it replaces is no longer the latest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DataError

from xltools.ledger import rows as made
from xltools.ledger.loading import load_rows, new_ids
from xltools.ledger.rows import FormRows, Key, file_row, kept_path, key_of, writable
from xltools.ledger.tables import file, finding, form, indicator, words
from xltools.returns.records import FileRecord

CHUNK = 500
"""Values in one question: SQLite of old took no more than 999."""

IN_PARTS = "parts"
"""Code of an archive whose members come one by one: until a run has seen all, none knows if they did."""

T = TypeVar("T")


class _Known(Struct, frozen=True):
    """A version of a file that the ledger has."""

    id: int
    key: Key
    disk: str
    kind: str
    code: str
    reason: str
    latest: bool
    gone: bool

    @property
    def stamp(self) -> tuple[int, int]:
        return self.key.size, self.key.time


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, `CHUNK` at a time."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def keep_all(connection: Connection, run_id: int, records: Sequence[FileRecord]) -> None:
    """Keep the records; those that are there already change nothing.

    A file that was refused and is now read gets what was read. Of a file that was read once
    nothing is taken back, whatever a later reading met.
    """
    wanted = {key_of(record): record for record in records}
    known = {each.key: each for each in _known(connection, [key.path for key in wanted])}
    fresh = [key for key in wanted if key not in known]
    ids = dict(zip(fresh, new_ids(connection, file, len(fresh)), strict=True))
    archives = _archives(wanted)
    if known:
        old = [each for each in known.values() if each.key not in wanted]
        replaced = [each.id for each in old if each.latest or each.gone]
        _update(connection, replaced, latest=False, gone=False)
        _retire_members(connection, wanted, archives)
    alone = _alone(wanted, archives)
    load_rows(
        connection, file, made.FILE,
        [
            file_row(ids[key], run_id, alone.get(key) or wanted[key], archives[key])
            for key in fresh
        ],
    )  # fmt: skip
    for key in wanted.keys() & known.keys():
        if _seen_again(connection, known[key], wanted[key]):
            ids[key] = known[key].id
    _load_forms(connection, [(ids[key], wanted[key]) for key in wanted if key in ids])


def _known(connection: Connection, paths: list[str]) -> Iterator[_Known]:
    c = file.c
    columns = (
        c.id, c.path, c.sha256, c.stamp_size, c.stamp_time, c.disk, c.kind, c.code, c.reason,
        c.latest, c.gone,
    )  # fmt: skip
    for some in chunks(paths):
        for row in connection.execute(select(*columns).where(c.path.in_(some))):
            yield _Known(row[0], Key(*row[1:5]), *row[5:])


def _archives(wanted: Mapping[Key, FileRecord]) -> dict[Key, str]:
    """The path of the outermost archive of each, "" for what lies on the disk itself."""
    of_disk: dict[str, list[Key]] = defaultdict(list)
    for key, record in wanted.items():
        of_disk[record.disk].append(key)
    found: dict[Key, str] = {}
    for disk, keys in of_disk.items():
        name = disk.replace("\\", "/").rpartition("/")[2]
        top = min((key.path for key in keys), key=len)
        for key in keys:
            inside = key.path.startswith(f"{top}/")
            found[key] = top if inside else _archive_called(name, key.path)
    return found


def _alone(
    wanted: Mapping[Key, FileRecord], archives: Mapping[Key, str]
) -> dict[Key, FileRecord]:
    """Archives that come without their members, marked as such."""
    whole = set(archives.values())
    return {
        key: replace(record, code=IN_PARTS)
        for key, record in wanted.items()
        if record.kind == "archive" and not archives[key] and key.path not in whole
    }


def _archive_called(name: str, path: str) -> str:
    """The part of a member's path that leads to an archive of this name, "" where none does."""
    parts = path.split("/")
    if name not in parts[:-1]:
        return ""
    return "/".join(parts[: parts.index(name) + 1])


def _retire_members(
    connection: Connection, wanted: Collection[Key], archives: Mapping[Key, str]
) -> None:
    """What an archive held before it was replaced; what the new one lacks is gone."""
    tops = {key.path: (key.size, key.time) for key in wanted if not archives[key]}
    c = file.c
    columns = (c.id, c.path, c.archive, c.stamp_size, c.stamp_time)
    for some in chunks(list(tops)):
        members = connection.execute(
            select(*columns).where(c.archive.in_(some), c.archive != "", c.latest)
        ).all()
        old = [row for row in members if tops[row.archive] != (row.stamp_size, row.stamp_time)]
        # what the new one holds, and has been replaced already, is not among the latest
        _update(connection, [row.id for row in old], latest=False, gone=True)


def _seen_again(connection: Connection, known: _Known, record: FileRecord) -> bool:
    """Whether forms are to be added to a version of a file that the ledger has."""
    changes: dict[str, object] = {}
    if not known.latest:
        changes["latest"] = True
    if known.gone:
        changes["gone"] = False
    if known.disk != (disk := kept_path(record.disk)):
        changes["disk"] = disk
    unread = known.kind not in ("form", "archive")
    told = (record.kind, record.code, writable(record.reason))
    if unread and told != (known.kind, known.code, known.reason):
        changes |= dict(zip(("kind", "code", "reason"), told, strict=True))
        changes["modified"] = record.modified
    if changes:
        _update(connection, [known.id], **changes)
    return unread and record.kind == "form"


def _update(connection: Connection, ids: Sequence[int], **values: object) -> None:
    for some in chunks(ids):
        connection.execute(update(file).where(file.c.id.in_(some)).values(**values))


def _load_forms(connection: Connection, files: Iterable[tuple[int, FileRecord]]) -> None:
    """Add the forms; where a text holds what no database takes, it is added without that."""
    read = [(file_id, each) for file_id, record in files for each in record.forms]
    ids = new_ids(connection, form, len(read))
    rows = FormRows()
    for form_id, (file_id, each) in zip(ids, read, strict=True):
        rows.add(form_id, file_id, each)
    try:
        with connection.begin_nested():
            _load(connection, rows)
    except (DataError, UnicodeEncodeError):
        rows.made_writable()
        _load(connection, rows)


def _load(connection: Connection, rows: FormRows) -> None:
    load_rows(connection, form, made.FORM, rows.forms)
    load_rows(connection, indicator, made.INDICATOR, rows.indicators)
    load_rows(connection, words, made.WORDS, rows.words)
    load_rows(connection, finding, made.FINDING, rows.findings)
