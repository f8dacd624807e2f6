"""A batch of records into the ledger: what is new is added, what it replaces is no longer the latest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace
from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError

from xltools.ledger import rereading
from xltools.ledger import rows as made
from xltools.ledger.basis import COSTLY, UNREACHED, is_read
from xltools.ledger.loading import change_rows, load_rows, new_ids
from xltools.ledger.rows import FormRows, Key, file_row, kept_path, key_of, writable
from xltools.ledger.tables import file, finding, form, indicator, run, words
from xltools.ledger.versions import IN_PARTS, Known, change, chunks, find_known
from xltools.returns.records import FileRecord

Numbered: TypeAlias = tuple[int, FileRecord]
"""A record with the number of its file in the ledger."""


def keep_all(
    connection: Connection, run_id: int, records: Sequence[FileRecord]
) -> frozenset[str]:
    """Keep the records; those that are there already, read by the same basis, change nothing.

    What was refused and is now read gets what was read; what was read by another basis is replaced.
    Nothing is taken back because a later reading failed: the paths where one did are returned.
    """
    basis = connection.scalar(select(run.c.basis).where(run.c.id == run_id)) or ""
    every = {key_of(record): record for record in records}
    known = {each.key: each for each in find_known(connection, [key.path for key in every])}
    archives = _archives(every)
    spared = rereading.find_spared(every, known.values(), basis) if known else {}
    wanted = {key: every[key] for key in every if key not in spared}
    fresh = [key for key in wanted if key not in known]
    ids = dict(zip(fresh, new_ids(connection, file, len(fresh)), strict=True))
    if known:
        stay = wanted.keys() | {each.key for some in spared.values() for each in some}
        old = [each for each in known.values() if each.key not in stay]
        replaced = [each.id for each in old if each.latest or each.gone]
        change(connection, replaced, latest=False, gone=False)
        _retire_members(connection, wanted, archives)
    wanted |= _alone(wanted, archives)
    load_rows(
        connection, file, made.FILE,
        [file_row(ids[key], run_id, wanted[key], archives[key], basis) for key in fresh],
    )  # fmt: skip
    for key, some in spared.items():
        for each in some:
            rereading.spare(connection, each, every[key], archives[key], basis)
    again = [(known[key], wanted[key]) for key in wanted if key in known]
    reread, numbers = _see_again(connection, basis, again) if again else ([], {})
    _load_forms(connection, [*((ids[key], wanted[key]) for key in fresh), *reread], numbers)
    return frozenset(key.path for key in spared)


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
        change(connection, [row.id for row in old], latest=False, gone=True)


def _see_again(
    connection: Connection, basis: str, again: Sequence[tuple[Known, FileRecord]]
) -> tuple[list[Numbered], Mapping[tuple[int, int], int]]:
    """Versions that the ledger has: those of which forms are to be added, and old forms' numbers."""
    asked = [each.id for each, _ in again if not (each.is_open and is_read(each.basis, basis))]
    claimed = rereading.claim(connection, basis, asked)
    mine = [(each, record) for each, record in again if each.id in claimed]
    kept = rereading.make_room(
        connection, {each.id: record for each, record in mine if each.kind == "form"}
    )
    alike: dict[tuple[tuple[str, object], ...], list[int]] = defaultdict(list)
    for known, record in again:
        changes = _lies_there(known, record)
        if known.id in claimed:
            changes["basis"] = basis
            if known.id not in kept.files:
                changes |= _told(record)
        now = [
            (name, value) for name, value in changes.items() if getattr(known, name) != value
        ]
        if now:
            alike[tuple(now)].append(known.id)
    for now_, ids in alike.items():
        change(connection, ids, **dict(now_))
    _close_archives(connection, basis, mine)
    return [(each.id, record) for each, record in mine], kept.forms


def _lies_there(known: Known, record: FileRecord) -> dict[str, object]:
    return {"latest": True, "gone": False, "disk": kept_path(record.disk)}


def _told(record: FileRecord) -> dict[str, object]:
    return {
        "kind": record.kind, "code": record.code, "reason": writable(record.reason),
        "modified": record.modified,
    }  # fmt: skip


def _close_archives(
    connection: Connection, basis: str, again: Iterable[tuple[Known, FileRecord]]
) -> None:
    """What is not in an archive, now that it was read once more, is gone."""
    closed, whole = [], []
    for known, record in again:
        if known.kind != "archive" or record.code in UNREACHED | COSTLY:
            continue
        if record.kind != "archive":
            closed.append(known.key.path)
        elif record.code != IN_PARTS:
            whole.append(known.key.path)
    rereading.close(connection, closed)
    for some in chunks(whole):
        rereading.retire_unseen(connection, basis, file.c.archive.in_(some))


def _load_forms(
    connection: Connection,
    files: Iterable[Numbered],
    numbers: Mapping[tuple[int, int], int],
) -> None:
    """Add the forms; where a text holds what no database takes, it is added without that.

    Those that have a number (by file and number in the file) keep it.
    """
    read = [(file_id, each) for file_id, record in files for each in record.forms]
    fresh = [(file_id, each.number) not in numbers for file_id, each in read]
    ids = iter(new_ids(connection, form, sum(fresh)))
    rows = FormRows()
    for (file_id, each), is_new in zip(read, fresh, strict=True):
        form_id = next(ids) if is_new else numbers[file_id, each.number]
        rows.add(form_id, file_id, each)
    old = frozenset(numbers.values())
    try:
        with connection.begin_nested():
            _load(connection, rows, old)
    except (DataError, UnicodeEncodeError):
        rows.made_writable()
        _load(connection, rows, old)


def _load(connection: Connection, rows: FormRows, old: Collection[int]) -> None:
    load_rows(connection, form, made.FORM, [row for row in rows.forms if row[0] not in old])
    change_rows(connection, form, made.FORM, [row for row in rows.forms if row[0] in old])
    load_rows(connection, indicator, made.INDICATOR, rows.indicators)
    load_rows(connection, words, made.WORDS, rows.words)
    load_rows(connection, finding, made.FINDING, rows.findings)
