"""The ledger's tables, the same in SQLite and PostgreSQL.

What came is only ever added to (file, form, indicator, words, finding; event, remark). What
follows from it (standing, near, difference, and findings of origin match and across) is worked out
anew after every run by `judging` and may be thrown away.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from xltools.returns import fixed

VERSION = "3"
"""Of these tables; kept in `meta` under "version"."""


class Fixed(TypeDecorator[Decimal]):
    """An exact decimal kept as a whole number: SQLite has none, and a float loses 分."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def whole(self, value: Decimal | None) -> int | None:
        """万元 → 分, rounded half-up; None for what fits into no column: 1E+300, NaN."""
        return fixed.whole(value, self.places)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """万元 → 分."""
        return self.whole(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """分 → 万元."""
        return fixed.exact(value, self.places)


MONEY = Fixed(fixed.MONEY)
"""万元, kept in 分."""
SCORE = Fixed(fixed.SCORE)
RATE = Fixed(fixed.RATE)
NUMBER = Fixed(fixed.NUMBER)

metadata = MetaData()
_ID = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in an INTEGER."""


def _key() -> Column[int]:
    return Column("id", _ID, primary_key=True, autoincrement=True)


meta = Table(
    "meta", metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

run = Table(
    "run", metadata, _key(),
    Column("started", String(19), nullable=False),
    Column("finished", String(19)),
    Column("who", String(200), nullable=False),
    Column("version", String(40), nullable=False),
    Column("rules", String(64), nullable=False),  # sha256 of the rules it went by
    Column("basis", String(64), nullable=False),  # of what its readings depend on: `ledger.basis`
    Column("options", Text, nullable=False),  # JSON
    Column("counts", Text),  # JSON, written when it finished
)  # fmt: skip
"""One row a run; a run that was killed has no `finished`."""

project = Table(
    "project", metadata, _key(),
    # "copy:…" of the roster, "code:年度|编号" or "name:年度|单位|名称" of one nobody expected
    Column("key", String(200), nullable=False, unique=True),
    Column("listed", Boolean, nullable=False),  # stands in the roster
    Column("position", Integer, nullable=False),  # row of the roster; the unlisted come behind
    Column("profile", String(80), nullable=False),
    Column("year", Integer),
    Column("unit", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("budget", MONEY),
    Column("copy", String(40), nullable=False),
    Column("sent", Text, nullable=False),  # the form that was sent, below the roster's folder
    Column("deadline", String(10), nullable=False),  # ISO, "" without
    Column("plain_code", Text, nullable=False),
    Column("plain_name", Text, nullable=False),
    Column("plain_unit", Text, nullable=False),
    Index("project_copy", "copy"),
    Index("project_code", "plain_code"),
    Index("project_name", "plain_name"),
    Index("project_unit", "plain_unit"),
)  # fmt: skip
"""Whose form is awaited, and whose came unexpected."""

file = Table(
    "file", metadata, _key(),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("archive", Text, nullable=False),  # path of the outermost archive, "" without
    Column("disk", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("stamp_size", BigInteger, nullable=False),
    Column("stamp_time", BigInteger, nullable=False),
    Column("modified", String(19), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("code", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("basis", String(64), nullable=False),  # of the run that read it last
    Column("latest", Boolean, nullable=False),  # what lies under this path now, as far as was seen
    Column("gone", Boolean, nullable=False),  # nothing lies there any more
    UniqueConstraint("path", "sha256", "stamp_time", "stamp_size"),
    Index("file_path", "path"),
    Index("file_disk", "disk"),
    Index("file_sha", "sha256"),
    Index(
        "file_archive", "archive",
        sqlite_where=text("archive <> ''"), postgresql_where=text("archive <> ''"),
    ),
)  # fmt: skip
"""Every file that ever came, in every version."""

form = Table(
    "form", metadata, _key(),
    Column("file_id", ForeignKey("file.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("profile", String(80), nullable=False),
    Column("version", String(40), nullable=False),
    Column("copy", String(40), nullable=False),
    Column("year", Integer),
    Column("unit", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", String(64), nullable=False),
    Column("budget", MONEY),
    Column("outturn", MONEY),
    Column("rate", RATE),
    Column("typed_score", SCORE),
    Column("score", SCORE),
    Column("typed_grade", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("filled", Integer, nullable=False),
    Column("indicators", Integer, nullable=False),
    Column("errors", Integer, nullable=False),  # of origins form and sent
    Column("warnings", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("cells", LargeBinary, nullable=False),
    Index("form_file", "file_id"),
    Index("form_content", "content"),
)  # fmt: skip
"""One form that was read; `returns.records.FormRecord` says what the columns are."""

indicator = Table(
    "indicator", metadata, _key(),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("cell", Text, nullable=False),
    Column("level1", Text, nullable=False),
    Column("level2", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("target_number", NUMBER),
    Column("actual_number", NUMBER),
    Column("points", SCORE),
    Column("rate", RATE),
    Column("typed_score", SCORE),
    Column("score", SCORE),
    Column("note", Text, nullable=False),
    Index("indicator_form", "form_id"),
)  # fmt: skip

words = Table(
    "words", metadata, _key(),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("role", String(60), nullable=False),
    Column("label", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("length", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("words_form", "form_id"),
    Index("words_digest", "digest"),
)  # fmt: skip

finding = Table(
    "finding", metadata, _key(),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("code", String(10), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("cell", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("outward", Text, nullable=False, server_default=""),  # "" if the unit is told the message itself
    Index("finding_form", "form_id"),
    Index("finding_origin", "origin"),
)  # fmt: skip

unit_finding = Table(
    "unit_finding", metadata, _key(),
    Column("unit", Text, nullable=False),  # "" for the whole heap
    Column("code", String(10), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)  # fmt: skip
"""What concerns no single form: a unit's sums, a project that is missing twice. Derived."""

standing = Table(
    "standing", metadata,
    Column("form_id", ForeignKey("form.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id")),
    Column("matched", String(10), nullable=False),  # copy, code, name, path, none
    # accepted, findings, refused, duplicate, gone
    Column("verdict", String(10), nullable=False),
    Column("code", String(10), nullable=False),  # why refused or duplicate
    Column("reason", Text, nullable=False),
    Column("of_form", ForeignKey("form.id")),  # whose duplicate or later version it is
    Column("counts", Boolean, nullable=False),
    Column("why", Text, nullable=False),  # why it counts, or does not
    Column("late", Boolean, nullable=False),
    Index("standing_project", "project_id"),
)  # fmt: skip
"""What became of each form. Derived."""

refusal = Table(
    "refusal", metadata,
    Column("file_id", ForeignKey("file.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Index("refusal_project", "project_id"),
)  # fmt: skip
"""A file that could not be taken and names the project in its path: something came. Derived."""

near = Table(
    "near", metadata, _key(),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("likeness", RATE, nullable=False),
)  # fmt: skip
"""A form nobody expected that may be a project's under another name: proposed. Derived."""

difference = Table(
    "difference", metadata, _key(),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("of_form", ForeignKey("form.id"), nullable=False),
    Column("cell", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Index("difference_form", "form_id"),
)  # fmt: skip
"""How a version differs from the one before it. Derived."""

event = Table(
    "event", metadata, _key(),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("form_id", ForeignKey("form.id")),
    Column("at", String(19), nullable=False),
    Column("who", String(200), nullable=False),
    Column("state", String(10), nullable=False),  # "" for a remark alone
    Column("why", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Index("event_project", "project_id"),
)  # fmt: skip
"""States and remarks, append-only: the last one holds."""
