"""What is written down of every file that came back: plain records, from the worker to the ledger.

They cross from process to process and from machine to machine (`packed`, `unpacked`); nothing in
them points back into an open workbook. Amounts are 万元, rates ratios, blank is None. Times are
local and read "2025-03-11 10:20:00".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from xltools.findings import Finding
from xltools.returns import fixed

Origin: TypeAlias = Literal["form", "sent", "match", "across"]
"""Where a finding comes from: the form alone, held against what was sent out, against the roster
and its other versions, or against other projects' forms."""

FileKind: TypeAlias = Literal["form", "archive", "refused", "ignored"]
"""`form`: at least one form was read. `archive`: opened, its members are records of their own."""


PLACES = {
    "target_number": fixed.NUMBER, "actual_number": fixed.NUMBER, "points": fixed.SCORE,
    "rate": fixed.RATE, "typed_score": fixed.SCORE, "score": fixed.SCORE,
}  # fmt: skip
"""Places of an indicator's numbers; see `fixed`."""


class FindingRecord(Struct, frozen=True, array_like=True, gc=False):
    """One finding in words; `cell` is sheet!A1 or "" for the whole form.

    `outward` is the message as the unit is told it, where the bureau's own names other units'.
    """

    origin: Origin
    code: str
    severity: str
    cell: str
    field: str
    message: str
    advice: str
    outward: str = ""

    @classmethod
    def of(cls, origin: Origin, finding: Finding) -> FindingRecord:
        """The record of a finding; severity by its key (error, warning, hint)."""
        code, place = finding.code, finding.place
        return cls(
            origin, code.number, code.severity.key, str(place) if place else "", finding.field,
            finding.message, finding.advice,
        )  # fmt: skip


class IndicatorRecord(Struct, frozen=True, array_like=True, gc=False):
    """One row of 绩效指标; `target` and `actual` as typed, the numbers where they are numbers.

    Numbers are whole ones, in units of the last of `PLACES`: each form has two hundred of them.
    """

    row: int
    cell: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    unit: str
    target_number: int | None
    actual_number: int | None
    points: int | None
    rate: int | None
    typed_score: int | None
    score: int | None
    note: str


class WordsRecord(Struct, frozen=True, array_like=True, gc=False):
    """One text of a project's own: `role` is what it is (objective_achieved, deviation …).

    `digest` is of the text in one spelling, the project's own name taken out, so that two texts
    that differ in nothing else have one digest.
    """

    role: str
    label: str
    cell: str
    digest: str
    length: int
    text: str


class FormRecord(Struct, frozen=True, array_like=True):
    """One form of a file.

    `content` is a digest of what the form says, the same for .xlsx, .xls, .et and .ods of one form;
    `cells` are all its values (`packed_cells`), for the list of differences between two versions.
    `filled` counts the indicators with an actual result: 0 is a form that nobody filled in.
    `copy` is the id it was sent out under (`sending.copy_of`), "" where it bears none.
    """

    number: int
    sheet: str
    profile: str
    version: str
    copy: str
    year: int | None
    unit: str
    department: str
    code: str
    name: str
    content: str
    budget: Decimal | None
    outturn: Decimal | None
    rate: Decimal | None
    typed_score: Decimal | None
    score: Decimal | None
    typed_grade: str
    grade: str
    filled: int
    indicators: tuple[IndicatorRecord, ...]
    words: tuple[WordsRecord, ...]
    findings: tuple[FindingRecord, ...]
    cells: bytes


class FileRecord(Struct, frozen=True, array_like=True):
    """One file that came, or one member of an archive.

    `path` is what it is called everywhere: below its root with "/", members behind their archive
    (邮箱/甲.zip/表.xlsx). `disk` is the file that lies on the disk, for members the outermost
    archive; `stamp` its size and time in nanoseconds, by which an unchanged file is known again.
    `modified` is when it was written: a member's own time. `sha256` is "" where it was not read.
    `code` and `reason` say why it is refused or ignored (`returns.codes`), else "".
    """

    path: str
    disk: str
    size: int
    stamp: tuple[int, int]
    modified: str
    sha256: str
    kind: FileKind
    code: str = ""
    reason: str = ""
    forms: tuple[FormRecord, ...] = ()


_PACK = msgspec.msgpack.Encoder(decimal_format="string")
_UNPACK = msgspec.msgpack.Decoder(tuple[FileRecord, ...])


def packed(records: Sequence[FileRecord]) -> bytes:
    """The records as bytes, to be sent or kept."""
    return _PACK.encode(tuple(records))


def unpacked(data: bytes) -> tuple[FileRecord, ...]:
    """The records again."""
    return _UNPACK.decode(data)
