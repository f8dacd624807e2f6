"""What a row of an indicator table is: an indicator, a head, a remark, a page break, or nothing."""

from __future__ import annotations

from xltools.model import Entry, Place
from xltools.patterns import Pattern
from xltools.profile import Profile
from xltools.read.cells import CellReader
from xltools.read.labels import LONGEST_LABEL, normal_label
from xltools.read.levels import vocabulary
from xltools.read.spots import Table
from xltools.read.table_shape import INPUTS, shape_of
from xltools.remembered import of_short_texts
from xltools.snapshot import Position
from xltools.value import says_nothing

_SPACES = Pattern(r"\s+")
_NUMBERED = Pattern(r"指标\s*\d+\s*[:：]?")
_BARE_NUMBER = Pattern(r"[\d.、]+")
_SUBTOTAL = Pattern(r".{0,10}(?:小计|合计|总计)")
_HEADINGS = frozenset(
    (
        "得分",
        "自评得分",
        "分值",
        "权重",
        "目标值",
        "指标值",
        "年度指标值",
        "实际值",
        "完成值",
        "实际完成值",
    )
)
_SIGNS = frozenset("≥≤><=")
"""What no heading begins with."""

_BLANK = (None, "")

_PAGE = Pattern(r"表(?:[（(]?续[表）)]*)?$|^续表|第.{1,4}页|共.{1,4}页")
NOT_INDICATORS = Pattern(
    "(?:注|备注|说明|填表说明)(?:[:：\\d].*)?|小计|合计|总计|总分|得分合计"
)

_REMARKS_BEGIN = ("注", "备", "说", "填", "总", "得")


class TableRows:
    """The rows of one table, looked at one by one; `own` says that our blank made the form."""

    def __init__(self, profile: Profile, table: Table, cells: CellReader, *, own: bool) -> None:
        self.table, self.cells, self.grid = table, cells, cells.grid
        self.columns = table.heading.columns
        self.vocabulary = vocabulary(profile)
        self.own = own
        self._shape = shape_of(profile, table, cells.grid, own=own)
        self._last_input, self._wide = self._shape.last_input, self._shape.wide
        self._rows: dict[int, dict[str, Entry]] = {}
        self._beginnings: dict[str, frozenset[int]] = {}

    def label(self, key: str) -> str:
        """What the form calls a column."""
        return self._shape.labels.get(key, "")

    def _peek(self, key: str, row: int) -> Entry:
        """The cell of a column in one row, looked at once; what is wrong with it is not told."""
        cells = self._rows.get(row)
        if cells is None:
            cells = self._rows[row] = self._look(row)
        entry = cells.get(key)
        if entry is None:
            spot = self.spot(key, row)
            if spot is None:
                entry = Entry(self.label(key), Place(self.grid.name, row, 1))
            else:
                entry = self.grid.entry(self.label(key), *spot)
            cells[key] = entry
        return entry

    def _look(self, row: int) -> dict[str, Entry]:
        """The texts of a row whose cells do not depend on what it holds."""
        grid, cells = self.grid, {}
        rows, height = grid.sheet.rows, grid.height
        for key, blank in self._shape.texts(row, grid):
            place = blank.place
            line = rows[place.row - 1] if place.row <= height else ()
            value = line[place.column - 1] if place.column <= len(line) else None
            filled = None if value is None else grid.filled(blank.label, place, value)
            cells[key] = filled or blank
        return cells

    def _entry(self, key: str, row: int) -> Entry:
        """The cell of a column in one row; blank where the form has no such column."""
        entry = self._peek(key, row)
        if self.grid.sheet.errors and key in self.columns:
            self.cells.report(entry)
        return entry

    def spot(self, key: str, row: int) -> Position | None:
        """The cell of a column in one row: under a wide heading, the first that holds text."""
        column = self.columns.get(key)
        if column is None:
            return None
        fixed = self._shape.spot(key, row, self.grid)
        if fixed is not None:
            return fixed
        for at in range(column.left, column.right + 1):
            spot = self.grid.anchor(row, at)
            text = self.grid.text(*spot)
            # under a wide heading a number may stand before the name
            if text is not None and not (key == "name" and _BARE_NUMBER.fullmatch(text)):
                return spot
        return self.grid.anchor(row, column.left)

    def begins(self, key: str, row: int) -> bool:
        """True if a new 一级 or 二级指标 stands in this row: a word, or a merge without one.

        A word holds for the rows below it, merged or not.
        """
        return row in self.beginnings(key)

    def beginnings(self, key: str) -> frozenset[int]:
        """The rows of the table of which that is true."""
        known = self._beginnings.get(key)
        if known is None:
            known = self._beginnings[key] = self._find_beginnings(key)
        return known

    def _find_beginnings(self, key: str) -> frozenset[int]:
        head = self._shape.begins(key)
        if head is None:
            return frozenset()
        column, merged = head
        first, last = self.table.first, self.table.last
        lines = enumerate(self.grid.sheet.rows[first - 1 : last], start=first)
        return merged.union(
            [row for row, line in lines if column < len(line) and line[column] not in _BLANK]
        )

    def across(self, row: int) -> Entry | None:
        """A text printed across the table: a 一级指标 as a band, or a remark between the rows.

        A row that holds nothing but the word of a 一级指标 is a band without its merge.
        """
        last = self._last_input
        for key in ("category", "subcategory", "name") if row in self._wide else ():
            if key in self.columns:
                spot = self.grid.anchor(row, self.columns[key].left)
                starts = spot[0] == row and self.grid.text(*spot) is not None
                if starts and spot[1] < last <= self.grid.end(*spot)[1]:
                    return self._entry(key, row)
        alone = None if self.own else self._only_text(row) or self._block_head(row)
        if alone is not None and self.vocabulary.category(alone.text) is not None:
            return alone
        return None

    def _block_head(self, row: int) -> Entry | None:
        """The name of a row that has neither target nor result: 二 | 产出指标 | | | 50 | 50."""
        if "category" in self.columns or "target" not in self.columns:
            return None
        name, target, actual = (self.spot(key, row) for key in ("name", "target", "actual"))
        told = [spot for spot in (target, actual) if spot and self.grid.text(*spot) is not None]
        if name is None or name[0] != row or told:
            return None
        return self.cells.entry("一级指标", name)

    def is_page_break(self, row: int) -> bool:
        """True for a row that holds nothing but a title printed again, or a page number."""
        alone = None if self.own else self._only_text(row)
        return (
            alone is not None and _PAGE.search("".join((alone.text or "").split())) is not None
        )

    def _only_text(self, row: int) -> Entry | None:
        """The only thing that stands in this row of the table, if it is one."""
        left = min(each.left for each in self.columns.values())
        right = max(each.right for each in self.columns.values())
        spots = {
            spot
            for column in range(left, right + 1)
            if (spot := self.grid.anchor(row, column))[0] == row
            and self.grid.text(*spot) is not None
        }
        if len(spots) != 1:
            return None
        return self.cells.entry(self.label("category") or "一级指标", spots.pop())

    def is_blank(self, row: int) -> bool:
        """True if nothing of an indicator starts in this row; a cell merged from above does not.

        A row that only says 无 says that there is no such indicator.
        """
        for key in INPUTS:
            if key not in self.columns:
                continue
            entry = self._peek(key, row)
            text = entry.text
            if text is None or entry.place.row != row or says_nothing(text):
                continue
            if not (key == "name" and _NUMBERED.fullmatch(text)):
                return False
        return True

    def is_remark(self, row: int) -> bool:
        """True for a note or a subtotal between the indicators: 注：…, 小计."""
        value = self.grid.sheet.value
        for key in ("category", "subcategory", "name"):
            column = self.columns.get(key)
            text = value(row, column.left) if column else None
            if isinstance(text, str) and text and may_be_remark(text):
                solid = _SPACES.sub("", text)
                if NOT_INDICATORS.fullmatch(solid):
                    return True
                if _SUBTOTAL.fullmatch(solid) and not self._aims(row):
                    return True
        if "target" not in self.columns:
            return False
        target = self._peek("target", row)
        # 四、预算执行率（10分） | 得分 | 9.5
        text = target.text if target.place.row == row else None
        return text is not None and is_heading(text)

    def _aims(self, row: int) -> bool:
        """True if the row has a target or a result of its own."""
        spots = (self.spot(key, row) for key in ("target", "actual"))
        return any(s and s[0] == row and self.grid.text(*s) is not None for s in spots)


def is_heading(text: str) -> bool:
    """True for a heading printed again where a target stands."""
    if text[0] in _SIGNS:
        return False
    return len(text) <= LONGEST_LABEL and normal_label(text) in _HEADINGS


@of_short_texts(4096)
def names_an_indicator(text: str) -> bool:
    """True for a text that is surely a name: no remark, example or filler, as nearly all."""
    return not (
        may_be_remark(text)
        or "例" in text[:4]
        or says_nothing(text)
        or _NUMBERED.fullmatch(text)
    )


def may_be_remark(text: str) -> bool:
    """False for most texts, at once: no 计 in them, and none of the remarks' first characters."""
    return "计" in text or text.lstrip()[:1] in _REMARKS_BEGIN
