"""What a returned file holds and does not show: hidden rows, columns and sheets, letters that nobody
can read; and the protection that was taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from msgspec import Struct

from xltools.anchors import GROUP, SPENDING, TEXTS_SHEET
from xltools.findings import Finding
from xltools.judging.sent.roles import cells_of
from xltools.judging.sent.same import is_blank, quoted, same, told
from xltools.judging.sent.sheets import SheetPair
from xltools.model import Amount, CellValue, Entry, Place, SelfEvaluation, column_letters
from xltools.package.contrast import Shown
from xltools.returns.codes.sent import SentCode
from xltools.snapshot import Position, Sheet, Snapshot

_NOTHING = Shown()


class Side(Struct):
    """One sheet that came, what it shows, and how it was sent where that is known."""

    sheet: Sheet
    shown: Shown
    sheets: SheetPair | None = None
    before: Shown = _NOTHING
    span: tuple[int, int] | None = None


def judged_sheets(snapshot: Snapshot, form: SelfEvaluation, *, alone: bool) -> list[Sheet]:
    """The form's sheet and, of the first form, those that belong to it, where nothing was sent to ask."""
    names = [form.sheet]
    if alone:
        cells = (snapshot.names.get(name) for name in (GROUP, SPENDING))
        names += [TEXTS_SHEET, *(cell.sheet for cell in cells if cell is not None)]
    found = (snapshot.sheet(name) for name in dict.fromkeys(names))
    return [sheet for sheet in found if sheet is not None]


def concealed(side: Side, form: SelfEvaluation) -> Iterator[Finding]:
    """All that one sheet holds and does not show, unless it was sent like that."""
    if not (
        side.shown.rows or side.shown.columns or side.shown.unreadable or side.sheet.hidden
    ):
        return
    looker = _Looker(side, form)
    yield from looker.sheet()
    yield from looker.rows()
    yield from looker.columns()
    yield from looker.unreadable()


def unprotected(sides: Sequence[Side]) -> Iterator[Finding]:
    """The sheets that were sent with a protection and came without, where a file tells."""
    bare = [s.sheet.name for s in sides if s.before.protected and s.shown.protected is False]
    if bare:
        listed = "、".join(f"“{name}”" for name in bare)
        yield SentCode.UNPROTECTED.at(Place(bare[0], 1, 1), "工作表保护", sheets=listed)


class _Looker:
    """Finds what the hidden parts of one sheet say."""

    def __init__(self, side: Side, form: SelfEvaluation) -> None:
        self.side, self.sheet_ = side, side.sheet
        self._names = {(r.name.place.row, r.name.place.column) for r in form.indicators}
        self._answers = set(_answers(form, side.sheet.name))
        self._ends = {
            (top, left): (below, right) for top, left, below, right in side.sheet.merges
        }
        alignment = side.sheets.alignment if side.sheets else None
        self._rows = {now: sent for sent, now in alignment.rows.items()} if alignment else {}
        self._columns = (
            {now: sent for sent, now in alignment.columns.items()} if alignment else {}
        )
        first, last = side.span or (1, len(side.sheet.rows))
        self._span = range(first, last + 1)

    def sheet(self) -> Iterator[Finding]:
        """The whole sheet, hidden."""
        sheets = self.side.sheets
        if self.sheet_.hidden and not (sheets and sheets.sent.hidden):
            first = next(self._speaking(self._span), None)
            if first is not None:
                yield SentCode.SHEET_HIDDEN.at(
                    self._place(first), "工作表", sheet=self.sheet_.name, text=self._text(first)
                )

    def rows(self) -> Iterator[Finding]:
        """Runs of hidden rows in which the unit says something."""
        before = self.side.before.rows
        hidden = {r for r in self.side.shown.rows if self._rows.get(r) not in before}
        for run in _runs(hidden & set(self._span)):
            spots = [s for s in self._speaking(run) if self._is_within(s, hidden, 0)]
            if spots:
                first = next((spot for spot in spots if spot in self._names), spots[0])
                rows = f"第 {run[0]} 行" if len(run) == 1 else f"第 {run[0]}—{run[-1]} 行"
                yield SentCode.ROWS_HIDDEN.at(
                    self._place(first), "隐藏的行", rows=rows, text=self._text(first)
                )

    def columns(self) -> Iterator[Finding]:
        """Runs of hidden columns in which the unit says something."""
        before = self.side.before.columns
        hidden = {c for c in self.side.shown.columns if self._columns.get(c) not in before}
        said = list(self._speaking(self._span)) if hidden else []
        for run in _runs(hidden):
            spots = [s for s in said if s[1] in run and self._is_within(s, hidden, 1)]
            if spots:
                ends = column_letters(run[0]), column_letters(run[-1])
                columns = f"{ends[0]} 列" if len(run) == 1 else f"{ends[0]}—{ends[1]} 列"
                yield SentCode.COLUMNS_HIDDEN.at(
                    self._place(spots[0]),
                    "隐藏的列",
                    columns=columns,
                    text=self._text(spots[0]),
                )

    def unreadable(self) -> Iterator[Finding]:
        """Cells whose letters nobody can read."""
        for spot, why in sorted(self.side.shown.unreadable.items()):
            value = self.sheet_.value(*spot)
            if (
                spot[0] not in self._span
                or is_blank(value)
                or value == 0
                or not why.hides(value)
            ):
                continue
            if self._sent_at(spot) in self.side.before.unreadable:
                continue
            place, text = self._place(spot), self._text(spot)
            if why.code:
                yield SentCode.NOT_SHOWN.at(place, "数字格式", text=text, code=why.code)
            elif why.size:
                yield SentCode.TINY.at(place, "字号", text=text, size=f"{why.size:g}")
            else:
                yield SentCode.FAINT.at(
                    place, "字的颜色", text=text, font=why.font, fill=why.fill
                )

    # --- cells

    def _speaking(self, rows: Sequence[int]) -> Iterator[Position]:
        """The cells in which somebody answered something, or wrote what was not sent."""
        for row in rows:
            if row > len(self.sheet_.rows):
                return
            for column, value in enumerate(self.sheet_.rows[row - 1], start=1):
                spot = (row, column)
                if not is_blank(value) and (spot in self._answers or self._is_new(spot, value)):
                    yield spot

    def _is_new(self, spot: Position, value: CellValue) -> bool:
        """True if something else was sent there, or nothing; where that is not known, False."""
        sheets = self.side.sheets
        if sheets is None or spot in self.sheet_.formulas:
            return False
        sent = self._sent_at(spot)
        return sent is None or not same(sheets.sent.value(*sent), value)

    def _sent_at(self, spot: Position) -> Position | None:
        """Where a cell stood when it was sent; None for a new row."""
        row = self._rows.get(spot[0])
        return None if row is None else (row, self._columns.get(spot[1], spot[1]))

    def _is_within(self, spot: Position, hidden: Set[int], axis: int) -> bool:
        """True if all of a cell is hidden: a merged one may show its value in the next row."""
        end = self._ends.get(spot, spot)[axis]
        return all(each in hidden for each in range(spot[axis], end + 1))

    def _place(self, spot: Position) -> Place:
        return Place(self.sheet_.name, *spot)

    def _text(self, spot: Position) -> str:
        return quoted(told(self.sheet_.value(*spot), self.sheet_, spot))


def _answers(form: SelfEvaluation, sheet: str) -> Iterator[Position]:
    """The cells of a sheet that the reader takes as answers; 一级指标 and 二级指标 are none."""
    cells: list[Entry | Amount | None] = [*form.fields.values(), *form.texts.values()]
    for row in (*form.indicators, *form.assessments):
        cells += cells_of(row).values()
    for line in form.funding.values():
        cells += [*line.amounts.values(), line.reason]
    for table in (*form.group, *form.spending):
        cells += table.cells.values()
    cells += [form.tail.points, form.tail.score, form.tail.grade]
    for cell in cells:
        if cell is not None and cell.raw is not None and cell.place.sheet == sheet:
            yield cell.place.row, cell.place.column


def _runs(numbers: Set[int]) -> Iterator[list[int]]:
    """Runs of neighbours, in order."""
    run: list[int] = []
    for number in sorted(numbers):
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
