"""Records → rows of the ledger's tables, in the order of these columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple

from xltools.ledger.loading import Row
from xltools.ledger.tables import MONEY, RATE, SCORE, form
from xltools.returns.records import (
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    WordsRecord,
)

FILE = (
    "id", "run_id", "path", "archive", "disk", "size", "stamp_size", "stamp_time", "modified",
    "sha256", "kind", "code", "reason", "basis", "latest", "gone",
)  # fmt: skip
FORM = tuple(column.name for column in form.columns)
INDICATOR = ("form_id", *IndicatorRecord.__struct_fields__)
WORDS = ("form_id", *WordsRecord.__struct_fields__)
FINDING = ("form_id", *FindingRecord.__struct_fields__)

LONGEST = 800
"""Characters of a path: what is longer fits into no index of PostgreSQL."""

_money, _score, _rate = MONEY.whole, SCORE.whole, RATE.whole
_TAG = 16


class Key(Struct, frozen=True):
    """By what a version of a file is known again."""

    path: str
    sha256: str
    size: int
    time: int


def kept_path(path: str) -> str:
    """A path as the ledger keeps it: every character can be written, and it is not endless.

    >>> kept_path("邮箱/表.xlsx"), len(kept_path("表" * 4000))
    ('邮箱/表.xlsx', 800)
    """
    path = writable(path)
    if len(path) <= LONGEST:
        return path
    tag = hashlib.sha256(path.encode()).hexdigest()[:_TAG]
    return f"{path[: LONGEST - _TAG - 1]}…{tag}"


def writable(text: str) -> str:
    """The text without what no database takes: zero bytes, halves of characters.

    >>> writable("表" + chr(0) + chr(0xDC80))
    '表??'
    """
    return text.replace("\0", "?").encode(errors="replace").decode()


def key_of(record: FileRecord) -> Key:
    """The record's key."""
    return Key(kept_path(record.path), record.sha256, *record.stamp)


def file_row(file_id: int, run_id: int, record: FileRecord, archive: str, basis: str) -> Row:
    """The row of one file."""
    size, time = record.stamp
    return (
        file_id, run_id, kept_path(record.path), archive, kept_path(record.disk), record.size,
        size, time, record.modified, record.sha256, record.kind, record.code,
        writable(record.reason), basis, True, False,
    )  # fmt: skip


class FormRows:
    """The rows of many forms and of all that stands in them."""

    def __init__(self) -> None:
        self.forms: list[Row] = []
        self.indicators: list[Row] = []
        self.words: list[Row] = []
        self.findings: list[Row] = []

    def add(self, form_id: int, file_id: int, record: FormRecord) -> None:
        """Add one form."""
        severities = [each.severity for each in record.findings]
        self.forms.append(
            (
                form_id, file_id, record.number, record.sheet, *_cut(record),
                record.unit, record.department, record.code, record.name, record.content,
                _money(record.budget), _money(record.outturn), _rate(record.rate),
                _score(record.typed_score), _score(record.score), record.typed_grade,
                record.grade, record.filled, len(record.indicators), severities.count("error"),
                severities.count("warning"), severities.count("hint"), record.cells,
            )
        )  # fmt: skip
        self.indicators += [(form_id, *astuple(each)) for each in record.indicators]
        self.words += [(form_id, *astuple(each)) for each in record.words]
        self.findings += [(form_id, *astuple(each)) for each in record.findings]

    def made_writable(self) -> None:
        """Take out of all texts what no database takes."""
        for rows in (self.forms, self.indicators, self.words, self.findings):
            rows[:] = [
                tuple(writable(value) if isinstance(value, str) else value for value in row)
                for row in rows
            ]


def _cut(record: FormRecord) -> Iterator[str | int | None]:
    """What a stranger's file may claim at any length."""
    yield record.profile[:80]
    yield record.version[:40]
    yield record.copy[:40]
    yield record.year
