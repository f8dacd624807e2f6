"""The rows of 绩效指标: which are filled in, under which 一级 and 二级 they stand."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.codes import Code
from xltools.model import Amount, Entry, Indicator, Place
from xltools.profile import CategoryBlock, Column, Profile, Subcategory
from xltools.read.cells import CellReader
from xltools.read.grid import normal_label
from xltools.read.locate import Layout

INPUTS = ("name", "target", "actual", "points", "deviation_note")


class Vocabulary:
    """一级 and 二级指标 of a profile, found by any of their spellings."""

    def __init__(self, profile: Profile) -> None:
        self.categories: dict[str, CategoryBlock] = {}
        self.subcategories: dict[str, list[tuple[CategoryBlock, Subcategory]]] = {}
        for block in profile.form.indicators.categories:
            for spelling in (block.label, *block.synonyms):
                self.categories.setdefault(normal_label(spelling), block)
            for sub in block.subcategories:
                for spelling in (sub.label, *sub.synonyms):
                    self.subcategories.setdefault(normal_label(spelling), []).append(
                        (block, sub)
                    )

    def category(self, text: str | None) -> CategoryBlock | None:
        """The 一级指标 of that printed word."""
        return self.categories.get(normal_label(text)) if text else None

    def subcategory(
        self, text: str | None, block: CategoryBlock | None
    ) -> tuple[CategoryBlock, Subcategory] | None:
        """The 二级指标 of that printed word, under `block` if it occurs there."""
        found = self.subcategories.get(normal_label(text), []) if text else []
        for each in found:
            if each[0] is block:
                return each
        return found[0] if found else None


class IndicatorReader:
    """Reads the indicator rows of one form."""

    def __init__(self, profile: Profile, layout: Layout, cells: CellReader) -> None:
        self.profile, self.layout, self.cells = profile, layout, cells
        self.vocabulary = Vocabulary(profile)
        self.columns = {c.key: c for c in profile.form.indicators.columns}
        self.leftovers: list[Place] = []

    def read(self) -> Iterator[Indicator]:
        """Yield one Indicator for each row that is filled in; blank rows are passed over."""
        level1 = level2 = None
        for row in range(self.layout.first_row, self.layout.last_row + 1):
            if self._begins("category", row):
                level1, level2 = self._entry("category", row), None
            if self._begins("subcategory", row):
                level2 = self._entry("subcategory", row)
            if self._is_blank(row):
                self._note_leftovers(row)
            else:
                yield self._indicator(
                    row,
                    level1 or self._entry("category", row),
                    level2 or self._entry("subcategory", row),
                )

    def _begins(self, key: str, row: int) -> bool:
        """True if a new 一级 or 二级指标 stands in this row: a word, or a merge without one.

        A word holds for the rows below it, merged or not.
        """
        grid, column = self.layout.grid, self.layout.columns.get(key)
        if column is None:
            return False
        value = grid.sheet.value(row, column)
        return value not in (None, "") or grid.is_anchor(row, column)

    def _is_blank(self, row: int) -> bool:
        grid, columns = self.layout.grid, self.layout.columns
        return all(grid.text(row, columns[key]) is None for key in INPUTS if key in columns)

    def _note_leftovers(self, row: int) -> None:
        for key in ("rate", "score"):
            column = self.layout.columns.get(key)
            if column and self.layout.grid.sheet.value(row, column) is not None:
                self.leftovers.append(Place(self.layout.grid.name, row, column))

    def _indicator(self, row: int, level1: Entry, level2: Entry) -> Indicator:
        block = self.vocabulary.category(level1.text)
        found = self.vocabulary.subcategory(level2.text, block)
        self._report_unknown(level1, block)
        block = block or (found[0] if found else None)
        name = self._entry("name", row)
        target, actual = self._entry("target", row), self._entry("actual", row)
        return Indicator(
            row=row,
            category=block.key if block else None,
            subcategory=found[1].key if found else None,
            level1=level1,
            level2=level2,
            name=name,
            target=target,
            target_value=self.cells.indicator_value(target, "target", name.text),
            actual=actual,
            actual_value=self.cells.indicator_value(actual, "actual", name.text),
            points=self._points("points", row),
            typed_rate=self._rate(row),
            typed_score=self._points("score", row),
            deviation_note=self._entry("deviation_note", row),
            is_execution=bool(block and block.execution),
        )

    def _report_unknown(self, level1: Entry, block: CategoryBlock | None) -> None:
        if block is None and level1.text is not None:
            known = "、".join(b.label for b in self.profile.form.indicators.categories)
            finding = Code.CATEGORY_UNKNOWN.at(
                level1.place, level1.label, text=level1.text, level="一级指标", known=known
            )
            if finding not in self.cells.findings:
                self.cells.findings.append(finding)

    def _spot(self, key: str, row: int) -> tuple[int, int] | None:
        column = self.layout.columns.get(key)
        return self.layout.grid.anchor(row, column) if column else None

    def _label(self, key: str) -> str:
        column: Column | None = self.columns.get(key)  # type: ignore[call-overload]
        return column.label if column else ""

    def _entry(self, key: str, row: int) -> Entry:
        spot = self._spot(key, row)
        if spot is None:
            return Entry(self._label(key), Place(self.layout.grid.name, row, 1))
        return self.cells.entry(self._label(key), spot)

    def _points(self, key: str, row: int) -> Amount:
        spot = self._spot(key, row)
        if spot is None:
            return Amount(self._label(key), Place(self.layout.grid.name, row, 1))
        return self.cells.points(self._label(key), spot)

    def _rate(self, row: int) -> Amount | None:
        spot = self._spot("rate", row)
        return self.cells.rate(self._label("rate"), spot) if spot else None
