"""The rows of 绩效指标: which are filled in, under which 一级 and 二级 they stand."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.codes import Code
from xltools.model import Amount, Entry, Indicator, Place
from xltools.patterns import Pattern
from xltools.profile import CategoryBlock, Column, Profile, Subcategory
from xltools.read.cells import CellReader
from xltools.read.grid import normal_label
from xltools.read.locate import Layout
from xltools.value import exact

INPUTS = ("name", "target", "actual", "points", "deviation_note")

_SPACES = Pattern(r"\s+")
_ORDINAL = Pattern(r"^(?:\d+\s*[.．、]|[一二三四五六七八九十]+\s*、)")
_TAIL = Pattern(r"(?:类?指标|类)?(?:\d+分)?$")
NOT_INDICATORS = Pattern(
    "(?:注|备注|说明|填表说明)(?:[:：\\d].*)?|小计|合计|总计|总分|得分合计"
)


def level_stem(text: str) -> str:
    """What identifies a 一级 or 二级指标: no number before it, no points or 指标 after it.

    >>> level_stem("一、产出指标50分"), level_stem("数量"), level_stem("效益类指标")
    ('产出', '数量', '效益')
    """
    label = normal_label(_ORDINAL.sub("", text.strip()))
    return _TAIL.sub("", label) or label


_vocabularies: dict[int, tuple[Profile, Vocabulary]] = {}


def vocabulary(profile: Profile) -> Vocabulary:
    """The vocabulary of a profile, made once for all its forms."""
    known = _vocabularies.get(id(profile))
    if known is None or known[0] is not profile:
        known = _vocabularies[id(profile)] = profile, Vocabulary(profile)
    return known[1]


class Vocabulary:
    """一级 and 二级指标 of a profile, found by any of their spellings."""

    def __init__(self, profile: Profile) -> None:
        self.categories: dict[str, CategoryBlock] = {}
        self.subcategories: dict[str, list[tuple[CategoryBlock, Subcategory]]] = {}
        for block in profile.form.indicators.categories:
            for spelling in (block.label, *block.synonyms):
                self.categories.setdefault(level_stem(spelling), block)
            for sub in block.subcategories:
                for spelling in (sub.label, *sub.synonyms):
                    self.subcategories.setdefault(level_stem(spelling), []).append((block, sub))

    def category(self, text: str | None) -> CategoryBlock | None:
        """The 一级指标 of that printed word."""
        return self.categories.get(level_stem(text)) if text else None

    def subcategory(
        self, text: str | None, block: CategoryBlock | None
    ) -> tuple[CategoryBlock, Subcategory] | None:
        """The 二级指标 of that printed word, under `block` if it occurs there."""
        found = self.subcategories.get(level_stem(text), []) if text else []
        for each in found:
            if each[0] is block:
                return each
        return found[0] if found else None


class IndicatorReader:
    """Reads the indicator rows of one form."""

    def __init__(self, profile: Profile, layout: Layout, cells: CellReader) -> None:
        self.profile, self.layout, self.cells = profile, layout, cells
        self.vocabulary = vocabulary(profile)
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
            if self._is_remark(row):
                continue
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
        """True if nothing of an indicator starts in this row; a cell merged from above does not."""
        grid, columns = self.layout.grid, self.layout.columns
        return all(
            grid.anchor(row, columns[key])[0] != row or grid.text(row, columns[key]) is None
            for key in INPUTS
            if key in columns
        )

    def _is_remark(self, row: int) -> bool:
        """True for a note or a subtotal between the indicators: 注：…, 小计."""
        sheet, columns = self.layout.grid.sheet, self.layout.columns
        for key in ("category", "subcategory", "name"):
            text = sheet.value(row, columns[key]) if key in columns else None
            if (
                isinstance(text, str)
                and text
                and NOT_INDICATORS.fullmatch(_SPACES.sub("", text))
            ):
                return True
        return False

    def _note_leftovers(self, row: int) -> None:
        """A number in a computed cell of an empty row is a result of ours that outlived it."""
        sheet = self.layout.grid.sheet
        for key in ("rate", "score"):
            column = self.layout.columns.get(key)
            if column is None or (row, column) in sheet.formulas:
                continue
            if exact(sheet.value(row, column)) is not None:
                self.leftovers.append(Place(self.layout.grid.name, row, column))

    def _indicator(self, row: int, level1: Entry, level2: Entry) -> Indicator:
        block = self.vocabulary.category(level1.text)
        found = self.vocabulary.subcategory(level2.text, block)
        self._report_unknown(level1, "一级指标", known=block is not None)
        self._report_unknown(level2, "二级指标", known=found is not None)
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

    def _report_unknown(self, head: Entry, level: str, *, known: bool) -> None:
        """An unknown word is told once, with the words of the form."""
        if known or head.text is None:
            return
        blocks = self.profile.form.indicators.categories
        if level == "一级指标":
            words = [block.label for block in blocks]
        else:
            words = [sub.label for block in blocks for sub in block.subcategories]
        finding = Code.CATEGORY_UNKNOWN.at(
            head.place, head.label, text=head.text, level=level, known="、".join(words)
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
        """Points or a score; one merged over several indicators belongs to the first."""
        label, spot = self._label(key), self._spot(key, row)
        if spot is None:
            return Amount(label, Place(self.layout.grid.name, row, 1))
        if spot[0] != row:
            place = Place(self.layout.grid.name, *spot)
            self.cells.findings.append(Code.POINTS_MERGED.at(place, label, label=label))
            return Amount(label, place)
        return self.cells.points(label, spot)

    def _rate(self, row: int) -> Amount | None:
        spot = self._spot("rate", row)
        return self.cells.rate(self._label("rate"), spot) if spot else None
