"""What a clerk wrote into the summary's 状态 and 意见 goes into the ledger, all of it or nothing.

Every line of 汇总表 bears, hidden, what stood there when it was written. A cell that still says so
was not touched, whatever the ledger says by now; one that says something else was, and is entered
unless somebody else changed the same project meanwhile: that is told and left to a person.
Lines may be sorted, filtered or left out, columns moved, the file saved by any program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, select

from xltools.bureau.now import WITHDRAWN, Now, by_keys
from xltools.errors import FormError, XltoolsError
from xltools.ledger.book import Ledger
from xltools.ledger.states import STATES, say
from xltools.ledger.tables import event
from xltools.model import CellValue, Place
from xltools.package.big_table import BigTable, find_tables

STATE, REMARK, KEY = "状态", "意见", "标识"
STATE_BEFORE, REMARK_BEFORE = "原状态", "原意见"
"""Hidden columns of the summary."""
_MOST = 20
_WRITTEN = "summary"
"""Where the ledger notes the digest of the last summary's bytes."""
_AT_ONCE = 400
"""Projects that are looked up at once."""


class Change(Struct, frozen=True):
    """One line that says something new; `state` or `remark` is None where it does not.

    `before` is the state until now. An empty `remark` takes the last one back.
    """

    project: int
    key: str
    shown: str
    place: Place
    before: str
    state: str | None
    remark: str | None


class Conflict(Struct, frozen=True):
    """A change that was not entered, since the project is not what it was for the clerk."""

    change: Change
    why: str


class ReadBack(Struct, frozen=True):
    """What went into the ledger, and what did not."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class _Line(Struct, frozen=True):
    """One line of the summary as its cells say; None for a column that is not there."""

    row: int
    key: str
    state: str
    remark: str
    state_before: str | None
    remark_before: str | None

    @property
    def is_untouched(self) -> bool:
        """Whether both cells surely say what they said when the summary was written."""
        return (self.state, self.remark) == (self.state_before, self.remark_before)


def read_back(
    ledger: Ledger, workbook: Path, who: str, *, is_replaced: bool = False
) -> ReadBack:
    """Enter the clerk's states and remarks.

    In a summary that is replaced by a new one some lines may name projects that are no more (a run was
    stopped before it wrote another), as long as nobody wrote into them.

    Raises:
        FileError: the workbook cannot be read, or the ledger not be written.
        FormError: it is no summary, or names every cell that is wrong; nothing was entered then.
    """
    with ledger.write() as connection:
        reader = _Reader(connection, who, f"汇总表“{workbook.name}”", is_replaced)
        before = (STATE_BEFORE, REMARK_BEFORE)
        for table in find_tables(workbook, (STATE, REMARK, KEY), before):
            reader.read(table)
        reader.refuse(workbook.name)
        for each in reader.changes:
            say(
                connection, each.project, each.state or "", who, reader.why,
                _entered(each.remark),
            )  # fmt: skip
    return ReadBack(tuple(reader.changes), tuple(reader.conflicts))


def read_back_old(ledger: Ledger, summary: Path, who: str) -> ReadBack:
    """What `read_back` does, before a new summary takes the place of the one that lies there.

    Nothing is to be done where none lies there.

    Raises:
        FormError: the old summary cannot be read back, so that it must not be replaced.
    """
    if not summary.exists() or is_as_written(ledger, summary):
        return ReadBack()
    try:
        return read_back(ledger, summary, who, is_replaced=True)
    except XltoolsError as error:
        raise FormError(
            f"原来的汇总表里填写的状态、意见没有读回，所以没有重新生成：{error}\n"
            "  请改好，或把它改名、移走后再运行。"
        ) from None


def note_written(ledger: Ledger, summary: Path) -> None:
    """Keep in mind which bytes a summary was written with."""
    ledger.note(_WRITTEN, _digest(summary))


def is_as_written(ledger: Ledger, summary: Path) -> bool:
    """True for the summary that was written last and that nobody has saved since: there is nothing to read."""
    return ledger.noted(_WRITTEN) == _digest(summary) != ""


def _digest(path: Path) -> str:
    """Of a file's bytes; "" for one that cannot be read, which others tell of."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class _Reader:
    """Lines → changes, conflicts, mistakes."""

    def __init__(self, connection: Connection, who: str, why: str, is_replaced: bool) -> None:
        self.connection, self.who, self.why = connection, who, why
        self.is_replaced = is_replaced
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.mistakes: list[str] = []
        self.gone: list[str] = []
        self.is_ours = False
        self.tables = 0
        self._seen: dict[str, tuple[str, int, str, str]] = {}
        self._table: BigTable

    def read(self, table: BigTable) -> None:
        """Judge the lines of one sheet."""
        self._table = table
        self.tables += 1
        lines = _lines(table)
        while some := list(islice(lines, _AT_ONCE)):
            known = by_keys(self.connection, [each.key for each in some if each.key])
            for line in some:
                self._line(line, known.get(line.key))

    def refuse(self, name: str) -> None:
        """Raise FormError if it was no summary, or with every cell that is wrong."""
        if not self.tables:
            raise FormError(
                f"“{name}”里没有带“{STATE}”“{REMARK}”“{KEY}”三栏的表，不是汇总表，没有读回。"
            )
        if not self.is_ours:
            self.mistakes += self.gone
        if self.mistakes:
            told = "\n".join(f"  {each}" for each in self.mistakes[:_MOST])
            more = len(self.mistakes) - _MOST
            left = f"\n  ……还有 {more} 处" if more > 0 else ""
            raise FormError(
                f"“{name}”有 {len(self.mistakes)} 处要改，一处也没有读回：\n{told}{left}"
            )

    def _line(self, line: _Line, now: Now | None) -> None:
        if now is None:
            mistakes = self.gone if self.is_replaced and line.is_untouched else self.mistakes
            self._wrong(line, KEY, _no_project(line.key), mistakes)
            return
        self.is_ours = True
        if self._is_again(line):
            return
        state = line.state if _says(line.state, line.state_before, now.state) else now.state
        remark = line.remark
        if not _changed(line.remark, line.remark_before, now.remark):
            remark = now.remark
        if state not in STATES:
            self._wrong(line, STATE, f"没有“{state}”这种状态，可填 {'、'.join(STATES)}")
            return
        if (state, remark) == (now.state, now.remark):
            return  # not touched, or the ledger says so already
        change = Change(
            now.project, line.key, now.shown, self._place(line, STATE), now.state,
            state if state != now.state else None, remark if remark != now.remark else None,
        )  # fmt: skip
        why = ""
        if _moved(line, now, change):
            if self._is_entered(change):
                return  # what was said later holds
            why = self._conflict(line, now)
        if why:
            self.conflicts.append(Conflict(change, why))
        else:
            self.changes.append(change)

    def _is_again(self, line: _Line) -> bool:
        """Whether the project stood in an earlier line; one that says otherwise is a mistake."""
        own = (self._table.sheet, line.row, line.state, line.remark)
        first = self._seen.setdefault(line.key, own)
        if first is own:
            return False
        if first[2:] != own[2:]:
            where = Place(first[0], first[1], self._table.columns[KEY])
            self._wrong(line, KEY, f"与 {where} 是同一个项目，写的却不一样，请只留一行")
        return True

    def _is_entered(self, change: Change) -> bool:
        """Whether this very summary was read back before, and somebody said something since."""
        query = select(event.c.state, event.c.remark).where(
            event.c.project_id == change.project, event.c.why == self.why
        )
        said = self.connection.execute(query).all()
        states, remarks = {each.state for each in said}, {each.remark for each in said}
        return (change.state is None or change.state in states) and (
            change.remark is None or _entered(change.remark) in remarks
        )

    def _conflict(self, line: _Line, now: Now) -> str:
        """Why a person has to decide; "" if nobody else changed what is to be changed."""
        if not now.who and line.state_before not in (None, now.state):
            return f"写出这份汇总表之后又报来了表，现在是“{now.state}”，请看过再定"
        if now.by in ("", self.who):
            return ""
        said = f"“{now.state}”" + (f"，意见“{now.remark}”" if now.remark else "")
        return f"{now.by} 在 {now.at} 已改为{said}"

    def _wrong(
        self, line: _Line, heading: str, why: str, mistakes: list[str] | None = None
    ) -> None:
        told = f"{self._place(line, heading)} {why}"
        (self.mistakes if mistakes is None else mistakes).append(told)

    def _place(self, line: _Line, heading: str) -> Place:
        return Place(self._table.sheet, line.row, self._table.columns[heading])


def _moved(line: _Line, now: Now, change: Change) -> bool:
    """Whether what is to be changed is not what it was when the summary was written."""
    state = change.state is not None and line.state_before != now.state
    return state or (change.remark is not None and line.remark_before != now.remark)


def _entered(remark: str | None) -> str:
    """A remark as it is entered: "" for none, a word of its own for one that is taken back."""
    return WITHDRAWN if remark == "" else remark or ""


def _lines(table: BigTable) -> Iterator[_Line]:
    """The lines that name a project, or say a state without one."""
    headings = (KEY, STATE, REMARK, STATE_BEFORE, REMARK_BEFORE)
    columns = [table.columns.get(heading) for heading in headings]
    for row, values in table.rows:
        key, state, remark, *before = (_cell(values, column) for column in columns)
        if key or state in STATES:
            yield _Line(row, key or "", state or "", remark or "", *before)


def _cell(values: Sequence[CellValue], column: int | None) -> str | None:
    """A cell's text, its line ends as the ledger has them; None for a column that is not there."""
    if column is None:
        return None
    value = values[column - 1] if column <= len(values) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _says(cell: str, before: str | None, now: str) -> bool:
    """Whether a person put a state there; one that was emptied says nothing."""
    return bool(cell) and _changed(cell, before, now)


def _changed(cell: str, before: str | None, now: str) -> bool:
    """Whether a person wrote into the cell since it was made, as far as can be told."""
    if before is not None:
        return cell != before
    return bool(cell) and cell != now


def _no_project(key: str) -> str:
    if not key:
        return "空着，不知道这一行的状态说的是哪个项目；请从旧表里补上，或清空这一行"
    return f"“{key}”不在台账里，是不是别的汇总表？"
