"""The sheet 指标 of a list: last year's targets, or this year's approved ones, by project."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from xltools.collect.lists import HEAD_ROWS
from xltools.collect.names import folded, plain_code
from xltools.profile import CategoryBlock, Profile, Subcategory
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, lexicon, normal_label
from xltools.read.levels import Vocabulary, vocabulary
from xltools.sending.cells import EXAMPLE, ListCells, first_text
from xltools.sending.headings import CODE_HEADS, NUMBER_HEADS, UNIT_HEADS, Head, Heads, is_name
from xltools.sending.model import Mistake, Target, ToSend, Value
from xltools.value import parse_points

_NUMBERS = frozenset(("points", "weight_percent"))
RESULTS = frozenset(
    (
        "actual", "rate", "score", "status", "deviation_note", "measure_note", "evidence",
        "converted_score", "review_score", "actual_unit",
    )
)  # fmt: skip
"""Columns that are filled in when the year is over."""


class TargetSheet(Struct):
    """Targets by the row of their project; `printed` are lines about 预算执行率."""

    targets: dict[int, list[Target]] = {}
    unused: tuple[str, ...] = ()
    printed: int = 0

    def given_to(self, projects: list[ToSend]) -> Iterator[ToSend]:
        """The projects with their targets."""
        for each in projects:
            yield replace(each, targets=tuple(self.targets.get(each.row, ())))


def read_targets(
    grid: Grid, profile: Profile, projects: list[ToSend], mistakes: list[Mistake]
) -> TargetSheet | None:
    """The targets on this sheet; None where it has no headings of targets."""
    heads = _heads(grid, profile)
    if heads is None:
        return None
    reader = _Reader(ListCells(grid, mistakes), heads, profile, projects)
    found = TargetSheet({}, tuple(f"{grid.name}：{each}" for each in heads.unused))
    for row in range(heads.row + 1, grid.height + 1):
        if reader.is_blank(row):
            continue
        project = reader.project(row)
        if reader.is_execution(row):
            found.printed += 1
            continue
        target = reader.target(row)
        if project is not None and target is not None:
            found.targets.setdefault(project.row, []).append(target)
    return found


def _heads(grid: Grid, profile: Profile) -> Heads | None:
    """The first row that names both a project and an indicator."""
    words = lexicon(profile)
    own: dict[str, str] = {
        normal_label(label): each.key
        for each in profile.form.indicators.columns
        for label in (each.label, *each.synonyms)
    }
    for row in range(1, min(grid.height, HEAD_ROWS) + 1):
        read = [
            _head(words, own, column, str(grid.raw(row, column)))
            for column, _ in grid.row_labels(row)
        ]
        keys = {head.key or head.kind for head in read}
        if "name" in keys and keys & {"code", "project_name"}:
            return Heads(row, tuple(read))
    return None


def _head(words: Lexicon, own: dict[str, str], column: int, text: str) -> Head:
    label, shown = normal_label(text), " ".join(text.split())
    if label in CODE_HEADS:
        return Head(column, shown, "code")
    if label in NUMBER_HEADS:
        return Head(column, shown, "number")
    key = own.get(label)
    if key is None and (label == "项目" or is_name(label, words)) and label != "名称":
        return Head(column, shown, "field", "project_name")
    if key is None and (
        label in UNIT_HEADS or words.fields.exact(label) == "implementing_unit"
    ):
        return Head(column, shown, "field", "implementing_unit")
    key = key or words.columns.exact(label)
    if key is None or key in RESULTS or key not in own.values():
        levels = key in ("category", "subcategory")
        return Head(column, shown, "column" if levels else "unused", key or "")
    return Head(column, shown, "column", key)


class _Reader:
    """Rows of the sheet, each with the project it belongs to."""

    def __init__(
        self, cells: ListCells, heads: Heads, profile: Profile, projects: list[ToSend]
    ) -> None:
        self.cells, self.grid, self.profile = cells, cells.grid, profile
        self.columns = {h.key or h.kind: h for h in heads.heads if h.kind != "unused"}
        self.words: Vocabulary = vocabulary(profile)
        form = profile.form.indicators
        self.own = {column.key for column in form.columns}
        self.by_code = {plain_code(each.code): each for each in projects if each.code}
        self.by_name: dict[str, list[ToSend]] = {}
        for each in projects:
            self.by_name.setdefault(folded(each.name), []).append(each)

    def spot(self, key: str, row: int) -> tuple[int, int] | None:
        """The cell of a column in this row; None where the list has no such column."""
        head = self.columns.get(key)
        return (row, head.column) if head else None

    def text(self, key: str, row: int) -> str:
        """What the cell says, "" for nothing."""
        spot = self.spot(key, row)
        return self.cells.text(spot, self.columns[key].text) if spot else ""

    def is_blank(self, row: int) -> bool:
        """True if no indicator stands in this row, or only an example of one."""
        inside = [h for h in self.columns.values() if h.key in ("name", "target", "points")]
        blank = all(self.grid.raw(row, head.column) is None for head in inside)
        return blank or first_text(self.grid, row) == EXAMPLE

    def project(self, row: int) -> ToSend | None:
        """The project of this row; where it is none of the list's, that is a mistake."""
        code, name = self.text("code", row), self.text("project_name", row)
        if code:
            found = self.by_code.get(plain_code(code))
            if found is None:
                self._wrong("code", row, f"项目清单里没有编号为“{code}”的项目。")
            elif name and folded(name) != folded(found.name):
                told = f"编号“{code}”是“{found.name}”，这里写的是“{name}”，请核对。"
                self._wrong("project_name", row, told)
            return found
        if not name:
            key = "code" if "code" in self.columns else "project_name"
            self._wrong(key, row, "没有写是哪个项目，请填项目编号或项目名称。")
            return None
        same = self.by_name.get(folded(name), [])
        unit = self.text("implementing_unit", row)
        if unit:
            same = [each for each in same if folded(each.unit) == folded(unit)]
        if len(same) == 1:
            return same[0]
        told = f"有 {len(same)} 个项目叫“{name}”，请填项目编号。"
        self._wrong("project_name", row, told if same else f"项目清单里没有“{name}”。")
        return None

    def is_execution(self, row: int) -> bool:
        """True for 预算执行率, which the form prints itself."""
        block = self.words.category(self.text("category", row))
        name = normal_label(self.text("name", row))
        return (block is not None and block.execution) or name in ("预算执行率", "预算执行")

    def target(self, row: int) -> Target | None:
        """The indicator of this row; None where it is wrong."""
        name = self.text("name", row)
        if not name:
            self._wrong("name", row, "指标名称是空的，请填写。")
            return None
        levels = self._levels(row, name)
        if levels is None:
            return None
        cells: dict[str, Value] = {"name": name}
        for key, head in self.columns.items():
            if head.kind != "column" or key in ("name", "category", "subcategory"):
                continue
            if key in _NUMBERS:
                spot = (row, head.column)
                value: Value | None = self.cells.number(spot, head.text, parse_points)
            else:
                value = self.text(key, row) or None
            if value is not None:
                cells[key] = value
        return Target(row, *levels, cells)

    def _levels(self, row: int, name: str) -> tuple[str, str] | None:
        """The keys of 一级 and 二级指标 as far as the form prints them."""
        form = self.profile.form.indicators
        if not self.own & {"category", "subcategory"}:
            return "", ""
        first, second = self.text("category", row), self.text("subcategory", row)
        block = self.words.category(first)
        if first and block is None:
            self._unknown("category", row, first, [each.label for each in form.categories])
            return None
        if "subcategory" not in self.own:
            if block is None:
                self._wrong("category", row, "一级指标是空的，请填写。")
            return (block.key, "") if block else None
        if not second and block is not None and len(block.subcategories) == 1:
            return self._checked(row, name, block, block.subcategories[0])
        found = self.words.subcategory(second, block)
        if found is None or (block is not None and found[0] is not block):
            blocks = [block] if block else form.categories
            labels = [sub.label for each in blocks for sub in each.subcategories]
            self._unknown("subcategory", row, second, labels)
            return None
        return self._checked(row, name, *found)

    def _checked(
        self, row: int, name: str, block: CategoryBlock, sub: Subcategory
    ) -> tuple[str, str] | None:
        """A judged part has the rows that it has: nobody sets a target there."""
        if block.judged and name not in {each.name for each in sub.presets}:
            told = f"“{block.label}”由评价人评定，没有“{name}”这一行，请删去。"
            self._wrong("name", row, told)
            return None
        return block.key, sub.key

    def _unknown(self, key: str, row: int, text: str, labels: list[str]) -> None:
        what = {"category": "一级指标", "subcategory": "二级指标"}[key]
        told = f"本表样没有{what}“{text}”" if text else f"{what}是空的"
        self._wrong(key, row, f"{told}，可写：{'、'.join(labels)}。")

    def _wrong(self, key: str, row: int, message: str) -> None:
        head = self.columns.get(key) or self.columns["name"]
        self.cells.mistake((row, head.column), message)
