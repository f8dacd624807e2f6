"""The bureau's post: every file that came in, where it lies, and what ought to become of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from returning.containers import packed
from returning.formats import ods
from returning.forms import NAME, answers, filled, total_of
from returning.projects import Project, sent
from returning.tampering import Copy, Trouble
from xltools.package import load_bytes
from xltools.package.zipfile_writer import rewrite
from xltools.read.identity import identity_marks

SEED = 2024
MAIL, CHAT, DISK = "邮箱", "微信", "U盘"
Sent: TypeAlias = Mapping[int, Project]
"""The projects that were sent a form, by number."""

Verdict: TypeAlias = Literal["accepted", "findings", "refused", "duplicate", "ignored"]
"""Without a finding; with some; not taken, for a reason; there already; none of our business."""


class Return(Struct):
    """One file, also one inside a zip: then `path` goes through the zip as through a folder.

    `of` is the path of the file that it repeats, or of the version before it; `reason` says
    why it is refused, `said` words that the reader's own message must hold ("" where the reader
    takes it and the desk does not). `score` is what the rules give, `typed` what the form says;
    None where there is none. `replaced`: a later version of the project counts.
    """

    path: str
    data: bytes
    time: datetime
    verdict: Verdict
    unit: str = ""
    code: str = ""
    profile: str = ""
    reason: str = ""
    said: str = ""
    of: str = ""
    replaced: bool = False
    outturn: Decimal | None = None
    typed: Decimal | None = None
    score: Decimal | None = None
    troubles: list[Trouble] = []


class Form:
    """One project's form as a unit fills it: the workbook, what was typed, what it earns."""

    def __init__(self, one: Project, short: str = "", number: int = 0) -> None:
        self.one = one
        self.chance = random.Random(f"{SEED}-{one.code}-{number}")
        self.filling = answers(one, self.chance, short)
        self.score: Decimal | None = None
        self.copy = Copy(b"", one)

    def fill(self, data: bytes | None = None) -> Copy:
        """Type everything into the form that was sent, or into another."""
        self.copy = Copy(filled(data or sent(self.one), self.one, self.filling), self.one)
        if self.one.layout != "kashi-2020":
            self.score = total_of(self.one, self.filling)
        return self.copy


class Post:
    """Collects the files in the order in which they are listed; `gbk` are zips with such names."""

    def __init__(self) -> None:
        self.returns: list[Return] = []
        self.gbk: set[str] = set()

    def form(
        self, form: Form, path: str, when: str, verdict: Verdict = "accepted", **more: object
    ) -> Return:
        """Put a filled form somewhere, saved half an hour before it came."""
        moment = at(when)
        if form.copy.book.can_patch:  # other formats are written without a time
            form.copy.saved(moment.replace(minute=0))
        one = form.one
        found = Return(
            path, form.copy.data, moment, verdict, one.unit, one.code, one.layout,
            outturn=form.filling.outturn, typed=form.score, score=form.score,
            troubles=form.copy.troubles,
        )  # fmt: skip
        for key, value in more.items():
            setattr(found, key, value)
        self.returns.append(found)
        return found

    def again(self, first: Return, path: str, when: str, data: bytes | None = None) -> Return:
        """The same form once more: the same bytes, or the same content in others."""
        kind = "same_bytes" if data is None else "same_content"
        found = Return(
            path, data or first.data, at(when), "duplicate", first.unit, first.code, first.profile,
            of=first.path, outturn=first.outturn, typed=first.typed, score=first.score,
            troubles=[Trouble(kind)],
        )  # fmt: skip
        self.returns.append(found)
        return found

    def refuse(self, path: str, data: bytes, when: str, said: str, kind: str, one: Project | None = None) -> Return:  # fmt: skip
        """A file in which the reader finds no form."""
        found = Return(path, data, at(when), "refused", reason=said, said=said)
        found.troubles = [Trouble(kind)]
        if one is not None:
            found.unit, found.code = one.unit, one.code
        self.returns.append(found)
        return found

    def ignore(self, path: str, data: bytes, when: str, kind: str) -> None:
        """A file that no person sent."""
        self.returns.append(Return(path, data, at(when), "ignored", troubles=[Trouble(kind)]))

    def archives(self) -> dict[str, datetime]:
        """Every zip, also one in another, with the time of the newest file in it."""
        found: dict[str, datetime] = {}
        for each in self.returns:
            for archive in _archives(each.path):
                found[archive] = max(each.time, found.get(archive, each.time))
        return dict(sorted(found.items()))

    def files(self) -> dict[str, tuple[bytes, datetime]]:
        """What lies on the disk: zips with what is in them, innermost first."""
        loose = {each.path: (each.data, each.time) for each in self.returns}
        for archive in sorted(self.archives(), key=len, reverse=True):
            inside = {
                path[len(archive) + 1 :]: loose.pop(path)
                for path in list(loose)
                if path.startswith(f"{archive}/")
            }
            encoding = "gbk" if archive in self.gbk else "utf-8"
            when = {name: moment for name, (_, moment) in inside.items()}
            data = packed(
                ((name, content) for name, (content, _) in inside.items()),
                encoding=encoding, when=when,
            )  # fmt: skip
            loose[archive] = (data, max(when.values()))
        return dict(sorted(loose.items()))


def _archives(path: str) -> Iterable[str]:
    """The zips that a path goes through."""
    parts = path.split("/")
    for number, part in enumerate(parts[:-1], start=1):
        if part.endswith(".zip"):
            yield "/".join(parts[:number])


def at(when: str) -> datetime:
    """The day and hour of 2025, written 03-20 09:30."""
    return datetime.strptime(f"2025-{when}", "%Y-%m-%d %H:%M")


def anonymous(data: bytes) -> bytes:
    """A form that says whose layout it is and not whose project: as from a website."""
    book = load_bytes(data, NAME)
    mark = identity_marks(book.snapshot)[0]
    own, none = mark.encode().encode(), replace(mark, copy="").encode().encode()
    parts = {name: xml.replace(own, none) for name, xml in book.parts.items() if own in xml}
    return rewrite(book.archive, parts, frozenset())


def mail(one: Project, tail: str = "") -> str:
    """A form under its own name in the folder of its unit."""
    return f"{MAIL}/{one.unit}/{one.code}-{one.name}{tail}.xlsx"


def form_of(one: Project, short: str = "", number: int = 0) -> Form:
    """A project's form, filled in."""
    form = Form(one, short, number)
    form.fill()
    return form


def as_ods(form: Form) -> Form:
    """The form saved as .ods."""
    form.copy.data = ods(form.copy.book.snapshot)
    return form
