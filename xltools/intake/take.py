"""One file or archive that came → its records. Whatever is in it, there is a record of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from msgspec.structs import replace

from xltools.anchors import ROSTER_PROPERTY
from xltools.collect import MARK
from xltools.errors import FileError
from xltools.hosts.file import UNREAD
from xltools.intake.kinds import ZIP
from xltools.intake.names import may_be_litter, passed_over
from xltools.intake.things import (
    Exceeded,
    Refused,
    Thing,
    answered,
    archive_of,
    moment,
    name_of,
    on_disk,
    told,
    too_big,
)
from xltools.intake.together import Judge, Loaded, Together
from xltools.intake.walk import Item, shown
from xltools.intake.zips import Member, Zip, named
from xltools.package import load_bytes
from xltools.package.limits import FILE_BYTES, MEGABYTE
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord
from xltools.returns.rules import Limits

ITSELF = -1
"""In `Item.only`: the archive's own record, and none of its members'."""


def take_in(
    item: Item, limits: Limits, judge: Judge | None, profile: str | None = None
) -> list[FileRecord]:
    """Return the record of a file, or those of an archive and of all its members; see `take_all_in`."""
    return take_all_in([item], limits, judge, profile)


def take_all_in(
    items: Sequence[Item], limits: Limits, judge: Judge | None, profile: str | None = None
) -> list[FileRecord]:
    """Return the records of files, and those of archives with all their members, in their order.

    What is wrong with a file is said in its record; `profile` names the form that the user expects.
    An archive that unpacks to more than the limits is refused as a whole.
    """
    together = Together(judge, profile)
    taken = [(item, _Taker(item, limits, together).records()) for item in items]
    together.settle()
    return [record for item, records in taken for record in _unless_litter(item, records)]


def _unless_litter(item: Item, records: list[FileRecord]) -> list[FileRecord]:
    """What another program left there for a moment is nothing to be refused."""
    name = name_of(item.path)
    if may_be_litter(name) and [each.kind for each in records] == ["refused"]:
        litter = FileCode.TEMPORARY.at(None, "文件", name=name)
        return [
            answered(_record_of(item, item.path, item.size, moment(item)), Refused.of(litter))
        ]
    return records


def parts(item: Item, limits: Limits) -> list[Item]:
    """Return the parts of an archive as items to be taken in one by one; [] for anything else.

    The first is the archive itself, without its members.
    """
    if ITSELF in item.only:
        return []
    try:
        with _Taker(item, limits).reached() as thing, told(thing.name):
            archive = archive_of(thing, limits.archive_members)
            if archive is None:
                return []
            members = list(named(archive, thing.path))
    except Refused:
        return []
    found = [replace(item, only=(*item.only, ITSELF))]
    for number, member, path in members:
        time = member.modified or item.modified
        only = (*item.only, number)
        found.append(replace(item, path=path, size=member.size, only=only, modified=time))
    return found


def data_of(item: Item, limits: Limits) -> bytes:
    """Return the bytes of a file, or of the member of an archive that the item picks.

    Raises:
        FileError: they are not to be had, or more than any form has.
    """
    try:
        with _Taker(item, limits).reached() as thing:
            if thing.data is None:
                raise too_big(thing.name)
            return thing.data
    except Refused as refused:
        raise FileError(refused.words) from None


class _Taker:
    """Takes in one item; counts what its archives unpack to, however deep they are packed."""

    def __init__(self, item: Item, limits: Limits, together: Together | None = None) -> None:
        self.item, self.limits, self.together = item, limits, together
        self.bytes_left = limits.archive_megabytes * MEGABYTE
        self.members_left = limits.archive_members

    def records(self) -> list[FileRecord]:
        """The records of the item, at least one; those of workbooks are not settled yet."""
        item = self.item
        whole = self._of(item.path, item.size, moment(item))
        passed = None if item.only else passed_over(item.path, item.disk)
        if passed is not None:
            return [answered(whole, Refused.of(passed))]
        records: list[FileRecord] = []
        try:
            with self.reached() as thing:
                for each in self._taken(thing, sum(each != ITSELF for each in item.only)):
                    if isinstance(each, FileRecord):
                        records.append(each)
                    elif self.together is not None:
                        self.together.add(each, records)
        except Refused as refused:
            return [answered(whole, refused)]
        return records

    @contextmanager
    def reached(self) -> Iterator[Thing]:
        """What the item means: the file on the disk, or the one member that it picks.

        Raises:
            Refused: it is not to be had.
        """
        item = self.item
        with on_disk(item) as thing:
            inner: Thing | None = None
            for number in item.only:
                if number == ITSELF:
                    break
                inner = self._picked(inner or thing, number)
            if inner is None:
                yield thing
                return
            inner.path = item.path
            with inner.file:
                yield inner

    def _picked(self, around: Thing, number: int) -> Thing:
        with told(around.name):
            archive = archive_of(around, self.limits.archive_members)
            found = named(archive, "") if archive else ()
            members = {each: (member, path) for each, member, path in found}
            if archive is None or number not in members:
                why = "压缩包在读的时候变了"
                raise Refused.of(FileCode.DAMAGED.at(None, "文件", name=around.name, why=why))
            member, path = members[number]
            passed = passed_over(path[1:])
            if passed is not None:
                raise Refused.of(passed)
            return self._member(archive, member, self.item.path, around)

    def _taken(self, thing: Thing, depth: int) -> Iterator[FileRecord | Loaded]:
        """The records of a file or member; `depth` archives are around it."""
        sha256 = "" if thing.data is None else thing.sha256  # a film is not read to its end
        record = self._of(thing.path, thing.size, thing.modified, sha256)
        try:
            with told(thing.name):
                archive = archive_of(thing, self.limits.archive_members)
                taken: FileRecord | Loaded
                if archive is None:
                    taken, found = _loaded(thing, record), []
                else:
                    found = self._listed(archive, thing, depth)
                    taken = record = replace(record, kind="archive", sha256=thing.sha256)
            yield taken
            if archive is not None and ITSELF not in self.item.only:
                yield from self._members(archive, found, thing, depth)
        except Exceeded:
            raise
        except Refused as refused:
            yield answered(record, refused)

    def _listed(self, archive: Zip, thing: Thing, depth: int) -> list[tuple[int, Member, str]]:
        """The members that are files, with their paths."""
        name, limits = thing.name, self.limits
        if depth >= limits.archive_depth:
            deep = FileCode.TOO_DEEP.at(None, "文件", name=name, limit=limits.archive_depth)
            raise Refused.of(deep)
        found = list(named(archive, thing.path))
        if not found:
            raise Refused.of(FileCode.EMPTY_ARCHIVE.at(None, "文件", name=name))
        self.members_left -= len(found)
        if self.members_left < 0:
            outer, most = name_of(self.item.path), limits.archive_members
            raise Exceeded.of(FileCode.TOO_MANY.at(None, "文件", name=outer, limit=most))
        return found

    def _members(
        self, archive: Zip, found: Sequence[tuple[int, Member, str]], thing: Thing, depth: int
    ) -> Iterator[FileRecord | Loaded]:
        for _, member, path in found:
            record = self._of(path, member.size, member.modified or thing.modified)
            passed = passed_over(path[len(thing.path) + 1 :])
            if passed is not None:
                yield answered(record, Refused.of(passed))
                continue
            try:
                with told(name_of(path)):
                    inner = self._member(archive, member, path, thing)
            except Exceeded:
                raise
            except Refused as refused:
                yield answered(record, refused)
                continue
            with inner.file:
                yield from self._taken(inner, depth + 1)

    def _member(self, archive: Zip, member: Member, path: str, around: Thing) -> Thing:
        """A member, inflated: into memory, or a large archive into a file without a name."""
        name = name_of(path)
        if member.is_encrypted:
            raise Refused.of(FileCode.ARCHIVE_ENCRYPTED.at(None, "文件", name=name))
        if not member.can_inflate:
            code = FileCode.PACKED_OTHERWISE
            raise Refused.of(code.at(None, "文件", name=name, method=member.method))
        modified = member.modified or around.modified
        held = bytearray()
        pieces = self._counted(archive.pieces(member))
        for piece in pieces:
            held += piece
            if len(held) > FILE_BYTES:
                break
        else:
            data = bytes(held)
            return Thing(path, io.BytesIO(data), data, len(data), modified)
        if not held.startswith(ZIP):
            raise too_big(name)
        large = TemporaryFile()  # noqa: SIM115 - closed by whoever takes the thing
        large.write(held)
        for piece in pieces:
            large.write(piece)
        return Thing(path, large, None, large.tell(), modified)

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, until all that was unpacked is too much."""
        for piece in pieces:
            self.bytes_left -= len(piece)
            if self.bytes_left < 0:
                outer, limit = name_of(self.item.path), self.limits.archive_megabytes
                much = FileCode.UNPACKS_TOO_BIG.at(None, "文件", name=outer, limit=limit)
                raise Exceeded.of(much)
            yield piece

    def _of(self, path: str, size: int, modified: str, sha256: str = "") -> FileRecord:
        return _record_of(self.item, path, size, modified, sha256)


def _loaded(thing: Thing, record: FileRecord) -> Loaded:
    """A workbook that is none of our own products."""
    assert thing.data is not None
    workbook = load_bytes(thing.data, Path(thing.path), unread=UNREAD)
    properties = workbook.snapshot.properties
    if MARK in properties or ROSTER_PROPERTY in properties:
        kind = "报送名册" if ROSTER_PROPERTY in properties else "本程序做的汇总表"
        raise Refused.of(FileCode.OWN_PRODUCT.at(None, "文件", name=thing.name, kind=kind))
    return Loaded(record, workbook)


def _record_of(item: Item, path: str, size: int, modified: str, sha256: str = "") -> FileRecord:
    """A record that does not say yet what it is."""
    return FileRecord(path, shown(item.disk), size, item.stamp, modified, sha256, "refused")
