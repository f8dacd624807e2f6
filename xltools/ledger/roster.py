"""报送名册 → the projects that are awaited, however a clerk has edited it since it was sent out.

Columns are known by their headings, wherever they stand; a plain list of projects is a roster, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct

from xltools.collect.lists import HEAD_ROWS, SUMS, money_unit
from xltools.collect.names import folded, plain_code
from xltools.errors import FormError
from xltools.ledger.roster_heads import Columns, find_columns
from xltools.model import Day
from xltools.package import load
from xltools.patterns import Pattern
from xltools.read.grid import Grid
from xltools.sending.cells import EXAMPLE, ListCells, first_text
from xltools.sending.model import Mistake
from xltools.value import is_filler, last_day, parse_amount
from xltools.value.dates import read_dates
from xltools.value.text import clean

_SHOWN = 20
_PROFILE = Pattern(r"表样\s*[:：]?\s*([A-Za-z][\w.-]*)")
_COPY = Pattern(r"[0-9a-f]{16}")
_DAY = Pattern(r"(20\d\d)(\d\d)(\d\d)")


class RosterRow(Struct, frozen=True):
    """One awaited project; `row` is its row in the roster, the budget 万元.

    What the roster does not say is "" or None. `sent` is the form that was sent, below the roster's
    folder; `deadline` an ISO date.
    """

    row: int
    profile: str
    year: int | None
    unit: str
    department: str
    code: str
    name: str
    budget: Decimal | None
    copy: str
    sent: str
    deadline: str


def load_roster(path: Path) -> tuple[RosterRow, ...]:
    """The projects of a roster, .xlsx or any other workbook, in the order of its rows.

    Raises:
        FileError: it cannot be read.
        FormError: no sheet lists projects, or cells are wrong: all of them are named.
    """
    mistakes: list[Mistake] = []
    for sheet in load(path).snapshot.sheets:
        grid = Grid(sheet)
        columns = None if sheet.hidden else find_columns(grid, HEAD_ROWS, mistakes)
        if columns is None:
            continue
        rows = tuple(_Reader(grid, columns, mistakes).rows())
        if mistakes:
            raise _faulty(path, mistakes)
        if not rows:
            raise FormError(f"名册“{path.name}”的表头下面没有一个项目。")
        return rows
    raise FormError(
        f"“{path.name}”不是名册：要有一行表头，其中有“项目名称”和“单位”“项目编号”等栏目。"
        "请用发放时生成的 报送名册.xlsx，或照它做一份。"
    )


def _faulty(path: Path, mistakes: list[Mistake]) -> FormError:
    lines = "\n".join(f"  {each}" for each in mistakes[:_SHOWN])
    rest = len(mistakes) - _SHOWN
    more = f"\n  ……还有 {rest} 处" if rest > 0 else ""
    return FormError(f"名册“{path.name}”有 {len(mistakes)} 处要改：\n{lines}{more}")


class _Reader:
    """The rows below the headings, each a project."""

    def __init__(self, grid: Grid, columns: Columns, mistakes: list[Mistake]) -> None:
        self.grid, self.columns = grid, columns
        self.cells = ListCells(grid, mistakes)
        self.profile = self._printed_profile()
        amount = columns.get("budget")
        unit = money_unit(grid.sheet, columns.row, amount) if amount else "万元"
        self.parse_money = partial(parse_amount, unit=unit)

    def rows(self) -> Iterator[RosterRow]:
        """The projects; a second one that nothing tells from the first is a mistake."""
        known: dict[tuple[object, ...], int] = {}
        for row in range(self.columns.row + 1, self.grid.height + 1):
            if self._is_project(row):
                found = self._project(row)
                self._check_alone(found, known)
                yield found

    def _is_project(self, row: int) -> bool:
        told = [c for kind, c in self.columns.spots.items() if kind != "number"]
        if all(self.grid.raw(row, column) is None for column in told):
            return False
        first = first_text(self.grid, row)
        name = self.grid.text(row, self.columns.spots["name"])
        return first != EXAMPLE and folded(name or first or "") not in SUMS

    def _project(self, row: int) -> RosterRow:
        name, code = self._text("name", row), self._text("code", row)
        if not name and not code:
            self._wrong("name", row, "项目名称是空的，请填写。")
        budget = self.columns.get("budget")
        year = self.columns.get("year")
        return RosterRow(
            row,
            self._profile(row),
            self.cells.year((row, year)) if year else None,
            self._text("unit", row) or self._text("department", row),
            self._text("department", row),
            code,
            name,
            self.cells.number((row, budget), "预算数", self.parse_money) if budget else None,
            self._copy(row),
            self._sent(row),
            self._deadline(row),
        )

    def _text(self, kind: str, row: int) -> str:
        column = self.columns.get(kind)
        if column is None:
            return ""
        text = self.cells.text((row, column), self.columns.labels[kind])
        return "" if is_filler(text) else text

    def _wrong(self, kind: str, row: int, message: str) -> None:
        column = self.columns.get(kind) or self.columns.spots["name"]
        self.cells.mistake((row, column), message)

    def _printed_profile(self) -> str:
        """The form that a line above the headings names."""
        for row in range(1, self.columns.row):
            found = _PROFILE.search(first_text(self.grid, row) or "")
            if found:
                return found[1]
        return ""

    def _profile(self, row: int) -> str:
        return self._text("profile", row) or self.profile

    def _copy(self, row: int) -> str:
        text = self._text("copy", row).lower()
        if text and not _COPY.fullmatch(text):
            told = f"标识“{text}”不对（应是 16 位），请从原来的名册复制，或清空这一格。"
            self._wrong("copy", row, told)
        return text

    def _sent(self, row: int) -> str:
        text = self._text("sent", row).replace("\\", "/")
        path = PurePosixPath(text)
        if text and (path.is_absolute() or ".." in path.parts or ":" in path.parts[0]):
            told = f"文件“{text}”应是名册所在文件夹里的位置，如 单位/表.xlsx；请改正或清空。"
            self._wrong("sent", row, told)
        return text

    def _deadline(self, row: int) -> str:
        """The day by which the form is due, as ISO; 2025年3月底 is its last day."""
        column = self.columns.get("deadline")
        if column is None:
            return ""
        raw = self.grid.raw(row, column)
        if isinstance(raw, date):
            return raw.isoformat()[:10]
        text = self._text("deadline", row)
        if not text:
            return ""
        found = _day(text)
        if found is None:
            told = f"报送截止日期“{text}”读不懂，请写成 2025-03-31 的样子。"
            self._wrong("deadline", row, told)
        return found or ""

    def _check_alone(self, found: RosterRow, known: dict[tuple[object, ...], int]) -> None:
        """Two rows for one project: nobody knows which is meant."""
        told: list[tuple[str, str, tuple[object, ...]]] = []
        if found.copy:
            told.append(("copy", f"标识“{found.copy}”", ("copy", found.copy)))
        if found.code:
            one = ("code", found.year, plain_code(found.code), found.profile)
            told.append(("code", f"项目编号“{found.code}”", one))
        elif found.name:
            other = ("name", found.year, folded(found.unit), folded(found.name))
            told.append(("name", f"“{found.name}”的单位、名称", other))
        for kind, what, key in told:
            first = known.setdefault(key, found.row)
            if first != found.row:
                self._wrong(kind, found.row, f"{what}与第 {first} 行的相同，请只留一行。")
                return


def _day(text: str) -> str | None:
    """The last day that a text allows, as ISO; None where it names no day.

    >>> _day("2025.3.31"), _day("2025年3月底前"), _day("20250331"), _day("三月")
    ('2025-03-31', '2025-03-31', '2025-03-31', None)
    """
    found = _DAY.fullmatch(text)
    if found:
        text = f"{found[1]}年{found[2]}月{found[3]}日"
    dates = read_dates(clean(text), deadline=True)
    end: Day | None = dates.end if dates else None
    if end is None or end.year is None or end.month is None:
        return None
    return last_day(end, end.year).isoformat()
