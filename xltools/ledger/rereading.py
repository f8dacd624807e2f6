"""A file that is read once more, as it lies there, because what it was read by has changed.

What is read now takes the place of what was read before. A form keeps its number, on which decisions
stand; one that is not found any more goes, unless a decision stands on it. Where the new reading
came to nothing for reasons that are not the file's (it hung, died, was out of reach), what was
read before stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from xltools.ledger.basis import COSTLY, IN_VAIN, UNREACHED, WAITING, holds, outdated, unread
from xltools.ledger.rows import Key, kept_path
from xltools.ledger.tables import (
    difference,
    event,
    file,
    finding,
    form,
    indicator,
    near,
    standing,
    words,
)
from xltools.ledger.versions import IN_PARTS, Known, change, chunks
from xltools.returns.records import FileRecord

_OWN = ("form", "sent")
"""Origins of findings that come from reading; the others are worked out anew after every run."""


def find_spared(
    records: Mapping[Key, FileRecord], known: Iterable[Known], basis: str
) -> dict[Key, list[Known]]:
    """By the key of a reading that failed, the versions of the file that an earlier one could read.

    A process that died did not tell which bytes it had; an unreachable file not even its time.
    """
    of_path: dict[str, list[Known]] = defaultdict(list)
    for each in known:
        if each.is_open:
            of_path[each.key.path].append(each)
    found: dict[Key, list[Known]] = {}
    for key, record in records.items():
        if record.kind != "refused" or key.path not in of_path:
            continue
        if record.code in COSTLY:
            same = [
                each
                for each in of_path[key.path]
                if each.stamp == (key.size, key.time) and key.sha256 in ("", each.key.sha256)
            ]
        elif record.code in UNREACHED:
            same = [
                each
                for each in of_path[key.path]
                if each.latest and each.key.size == key.size and not holds(each.basis, basis)
            ]
        else:
            continue
        if same:
            found[key] = same
    return found


def spare(
    connection: Connection, known: Known, record: FileRecord, archive: str, basis: str
) -> None:
    """What was read once is not taken back; that it was tried is noted, so that it is not for ever.

    What could not be reached is tried again by the next run.
    """
    changes: dict[str, object] = {"latest": True, "gone": False}
    changes["disk"] = kept_path(record.disk)
    mark = WAITING if record.code in UNREACHED else f"{basis}{IN_VAIN}"
    if not holds(known.basis, basis):
        changes["basis"] = mark
    change(connection, [known.id], **changes)
    if known.kind == "archive":
        inside = _inside(archive or known.key.path, known.key.path)
        members = update(file).where(inside, file.c.latest)
        if known.gone:
            connection.execute(members.values(gone=False))
        connection.execute(members.where(outdated(basis)).values(basis=mark))


def _inside(archive: str, path: str) -> ColumnElement[bool]:
    """Whether a file is a member of this (outermost) archive and below this path in it."""
    prefix = f"{path}/"
    start = func.substr(file.c.path, 1, len(prefix))
    return (file.c.archive == archive) & (file.c.archive != "") & (start == prefix)


def claim(connection: Connection, basis: str, ids: Sequence[int]) -> set[int]:
    """Those versions of which this batch may say what is in them: nobody else does meanwhile.

    A batch that was done twice, by two processes at once, finds nothing left to say.
    """
    c = file.c
    found: set[int] = set()
    for some in chunks(sorted(ids)):
        is_open = (c.kind == "form") | ((c.kind == "archive") & (c.code != IN_PARTS))
        asked = select(c.id).where(c.id.in_(some), unread(basis) | ~is_open)
        found.update(connection.scalars(asked.order_by(c.id).with_for_update()))
    return found


class Kept(Struct, frozen=True):
    """What stays of earlier readings: forms' numbers, by file and number in the file.

    `files` have a form that is not found any more, though somebody has decided on it.
    """

    forms: Mapping[tuple[int, int], int]
    files: frozenset[int]


def make_room(connection: Connection, records: Mapping[int, FileRecord]) -> Kept:
    """Take out of these files, by their numbers, what the new readings are about to say."""
    same: dict[tuple[int, int], int] = {}
    rest: dict[int, int] = {}
    wanted = {(n, each.number) for n, record in records.items() for each in record.forms}
    for some in chunks(list(records)):
        rows = select(form.c.id, form.c.file_id, form.c.number).where(form.c.file_id.in_(some))
        for form_id, file_id, number in connection.execute(rows.order_by(form.c.id)):
            if (file_id, number) in wanted and (file_id, number) not in same:
                same[file_id, number] = form_id
            else:
                rest[form_id] = file_id
    decided = _decided(connection, list(rest))
    gone = [each for each in rest if each not in decided]
    _empty(connection, [*same.values(), *gone])
    _remove(connection, gone)
    return Kept(same, frozenset(rest[each] for each in decided))


def _decided(connection: Connection, forms: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(forms):
        found.update(
            connection.scalars(select(event.c.form_id).where(event.c.form_id.in_(some)))
        )
    return found


def _empty(connection: Connection, forms: Sequence[int]) -> None:
    """What stands in the forms, and what reading them found."""
    for some in chunks(forms):
        for table in (indicator, words):
            connection.execute(delete(table).where(table.c.form_id.in_(some)))
        own = finding.c.form_id.in_(some), finding.c.origin.in_(_OWN)
        connection.execute(delete(finding).where(*own))


def _remove(connection: Connection, forms: Sequence[int]) -> None:
    """The forms, and what is derived from them until it is derived anew."""
    derived: tuple[tuple[Table, str], ...] = (
        (finding, "form_id"), (near, "form_id"), (difference, "form_id"),
        (difference, "of_form"), (standing, "form_id"),
    )  # fmt: skip
    for some in chunks(forms):
        for table, column in derived:
            connection.execute(delete(table).where(table.c[column].in_(some)))
        others = update(standing).where(standing.c.of_form.in_(some))
        connection.execute(others.values(of_form=None))
        connection.execute(delete(form).where(form.c.id.in_(some)))


def close(connection: Connection, archives: Sequence[str]) -> None:
    """These are no archives any more, so that nothing lies in them."""
    for some in chunks(archives):
        members = update(file).where(file.c.archive.in_(some), file.c.archive != "")
        connection.execute(members.where(file.c.latest).values(latest=False, gone=True))


def retire_unseen(connection: Connection, basis: str, archives: ColumnElement[bool]) -> None:
    """In these archives, which were read whole once more, something else lies now by another name."""
    unseen = outdated(basis), file.c.basis != WAITING
    members = update(file).where(archives, file.c.archive != "", file.c.latest, *unseen)
    connection.execute(members.values(latest=False, gone=True))
