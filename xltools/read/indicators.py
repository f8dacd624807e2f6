"""The rows of 绩效指标: which are filled in, under which 一级 and 二级 they stand."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.codes import Code
from xltools.model import Amount, Entry, Indicator, Place
from xltools.patterns import Pattern
from xltools.profile import CategoryBlock, Profile
from xltools.read.cells import CellReader
from xltools.read.labels import normal_label
from xltools.read.levels import shared_category, shared_subcategory, vocabulary
from xltools.read.spots import Table
from xltools.snapshot import Position
from xltools.value import exact, says_nothing

INPUTS = ("name", "target", "actual", "points", "deviation_note")
EXTRAS = (
    "explanation", "basis", "last_year", "scoring_rule", "evidence", "status", "measure_note",
)  # fmt: skip
AMOUNTS = ("weight_percent", "converted_score", "review_score")
JUDGED = ("decision", "process")
"""Categories that an evaluator judges: nobody sets a target for 立项依据充分性."""

_SPACES = Pattern(r"\s+")
_NUMBERED = Pattern(r"指标\s*\d+\s*[:：]?")
_EXECUTION = Pattern("(?:项目|资金)?(?:预算|资金)(?:资金)?执行率?")
NOT_INDICATORS = Pattern(
    "(?:注|备注|说明|填表说明)(?:[:：\\d].*)?|小计|合计|总计|总分|得分合计"
)


class IndicatorReader:
    """Reads the indicator rows of one table."""

    def __init__(
        self, profile: Profile, table: Table, cells: CellReader, *, own: bool = True
    ) -> None:
        self.table, self.cells, self.grid = table, cells, cells.grid
        self.columns = table.heading.columns
        self.vocabulary = vocabulary(profile)
        self.own = own
        columns = profile.form.indicators.columns if own else ()
        self.labels = {column.key: column.label for column in columns}
        self.known = profile.form.indicators.categories
        self.leftovers: list[Place] = []
        self.assessment: str | None = None
        """Category of a table of judged items, which prints no 一级指标."""
        self.executes = False
        """True where 预算执行率 is scored in a row of this table and nowhere else."""

    @property
    def only_told(self) -> bool:
        """True for a table whose items are described and neither aimed at nor scored."""
        return self.assessment is not None and self.columns.keys().isdisjoint(
            ("target", "points", "score")
        )

    def read(self) -> Iterator[Indicator]:
        """Yield one Indicator for each row that is filled in; blank rows are passed over."""
        level1 = level2 = None
        for row in range(self.table.first, self.table.last + 1):
            across = self._across(row)
            if across is not None:
                if self.vocabulary.category(across.text) is not None:
                    level1, level2 = across, None
                continue
            if self._begins("category", row):
                begun = self._entry("category", row)
                again = level1 is not None and _same(level1, begun)
                level1, level2 = begun, level2 if again else None
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

    def _spot(self, key: str, row: int) -> Position | None:
        """The cell of a column in one row: under a wide heading, the first that holds text."""
        column = self.columns.get(key)
        if column is None:
            return None
        first = self.grid.anchor(row, column.left)
        if column.left < column.right and self.grid.text(*first) is None:
            for at in range(column.left + 1, column.right + 1):
                spot = self.grid.anchor(row, at)
                if spot != first and self.grid.text(*spot) is not None:
                    return spot
        return first

    def _begins(self, key: str, row: int) -> bool:
        """True if a new 一级 or 二级指标 stands in this row: a word, or a merge without one.

        A word holds for the rows below it, merged or not.
        """
        column = self.columns.get(key)
        if column is None or (key != "name" and column == self.columns["name"]):
            return False
        spot = (row, column.left)
        value = self.grid.sheet.value(*spot)
        return value not in (None, "") or self.grid.is_anchor(*spot)

    def _across(self, row: int) -> Entry | None:
        """A text printed across the table: a 一级指标 as a band, or a remark between the rows.

        A row that holds nothing but the word of a 一级指标 is a band without its merge.
        """
        last = max(self.columns[key].left for key in INPUTS if key in self.columns)
        for key in ("category", "subcategory", "name"):
            if key in self.columns:
                spot = self.grid.anchor(row, self.columns[key].left)
                starts = spot[0] == row and self.grid.text(*spot) is not None
                if starts and spot[1] < last <= self.grid.end(*spot)[1]:
                    return self._entry(key, row)
        alone = None if self.own else self._only_text(row)
        if alone is not None and self.vocabulary.category(alone.text) is not None:
            return alone
        return None

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
        return self.cells.entry(self._label("category") or "一级指标", spots.pop())

    def _is_blank(self, row: int) -> bool:
        """True if nothing of an indicator starts in this row; a cell merged from above does not.

        A row that only says 无 says that there is no such indicator.
        """
        for key in INPUTS:
            spot = self._spot(key, row)
            if spot is None or spot[0] != row:
                continue
            text = self.grid.text(*spot)
            if text is None or says_nothing(text):
                continue
            if not (key == "name" and _NUMBERED.fullmatch(text)):
                return False
        return True

    def _is_remark(self, row: int) -> bool:
        """True for a note or a subtotal between the indicators: 注：…, 小计."""
        sheet = self.grid.sheet
        for key in ("category", "subcategory", "name"):
            column = self.columns.get(key)
            text = sheet.value(row, column.left) if column else None
            if (
                isinstance(text, str)
                and text
                and NOT_INDICATORS.fullmatch(_SPACES.sub("", text))
            ):
                return True
        return False

    def _note_leftovers(self, row: int) -> None:
        """A number in a computed cell of an empty row is a result of ours that outlived it."""
        sheet = self.grid.sheet
        for key in ("rate", "score"):
            column = self.columns.get(key)
            if column is None or (row, column.left) in sheet.formulas:
                continue
            if exact(sheet.value(row, column.left)) is not None:
                self.leftovers.append(Place(self.grid.name, row, column.left))

    def _indicator(self, row: int, level1: Entry, level2: Entry) -> Indicator:
        name = self._entry("name", row)
        category, subcategory, block = self._levels(level1, level2)
        target, actual = self._entry("target", row), self._entry("actual", row)
        nature, unit = self._optional("nature", row), self._optional("unit", row)
        score, shared = self._score(row)
        called = normal_label(name.text or (level2.text or level1.text or ""))
        execution = bool(block and block.execution) or (
            self.executes and _EXECUTION.fullmatch(called) is not None
        )
        if execution and name.text is None:
            name = level2 if level2.text else level1
        judged = bool(block and block.judged) or (
            target.text is None and category in JUDGED and not execution
        )
        return Indicator(
            row=row,
            category=category,
            subcategory=subcategory,
            level1=level1,
            level2=level2,
            name=name,
            target=target,
            target_value=self.cells.target(target, nature, unit, name.text),
            actual=actual,
            actual_value=self.cells.actual(actual, unit, name.text, judged=judged),
            points=self._amount("points", row),
            typed_rate=self._rate(row),
            typed_score=score,
            deviation_note=self._entry("deviation_note", row),
            is_execution=execution,
            judged=judged,
            shared_score=shared,
            nature=nature,
            unit=unit,
            extras={key: self._entry(key, row) for key in EXTRAS if key in self.columns},
            amounts={key: self._amount(key, row) for key in AMOUNTS if key in self.columns},
        )

    def _levels(
        self, level1: Entry, level2: Entry
    ) -> tuple[str | None, str | None, CategoryBlock | None]:
        """Keys of 一级 and 二级指标: of the profile's words, else of those of other forms."""
        block = self.vocabulary.category(level1.text)
        found = self.vocabulary.subcategory(level2.text, block)
        category = block.key if block else shared_category(level1.text)
        known = category is not None
        subcategory = found[1].key if found else None
        if subcategory is None and level2.text:
            elsewhere = shared_subcategory(level2.text)
            if elsewhere is not None:
                category, subcategory = category or elsewhere[0], elsewhere[1]
        if found and category is None:
            block, category = found[0], found[0].key
        if self.assessment is not None:
            return category or self.assessment, subcategory, block
        self._report_unknown(level1, "一级指标", known=known)
        self._report_unknown(level2, "二级指标", known=subcategory is not None)
        return category, subcategory, block

    def _report_unknown(self, head: Entry, level: str, *, known: bool) -> None:
        """An unknown word is told once, with the words of the form."""
        if known or head.text is None:
            return
        if level == "一级指标":
            words = [block.label for block in self.known]
        else:
            words = [sub.label for block in self.known for sub in block.subcategories]
        finding = Code.CATEGORY_UNKNOWN.at(
            head.place, head.label, text=head.text, level=level, known="、".join(words)
        )
        if finding not in self.cells.findings:
            self.cells.findings.append(finding)

    def _label(self, key: str) -> str:
        """What the form calls a column."""
        if key in self.labels:
            return self.labels[key]
        column = self.columns.get(key)
        return normal_label(column.label) if column else ""

    def _entry(self, key: str, row: int) -> Entry:
        spot = self._spot(key, row)
        if spot is None:
            return Entry(self._label(key), Place(self.grid.name, row, 1))
        return self.cells.entry(self._label(key), spot)

    def _optional(self, key: str, row: int) -> Entry | None:
        return self._entry(key, row) if key in self.columns else None

    def _amount(self, key: str, row: int) -> Amount:
        """A number of the row; points merged over several indicators belong to none."""
        label, spot = self._label(key), self._spot(key, row)
        if spot is None:  # no such column: nothing to read, and nowhere to write
            return Amount("", Place(self.grid.name, row, 1))
        if spot[0] != row:
            place = Place(self.grid.name, *spot)
            self.cells.findings.append(Code.POINTS_MERGED.at(place, label, label=label))
            return Amount(label, place)
        if key == "weight_percent":
            return self.cells.percentage(label, spot)
        return self.cells.points(label, spot)

    def _score(self, row: int) -> tuple[Amount, bool]:
        """The typed score; one merged over several indicators belongs to the first."""
        spot = self._spot("score", row)
        if spot is None or spot[0] == row:
            return self._amount("score", row), False
        label, place = self._label("score"), Place(self.grid.name, *spot)
        finding = Code.POINTS_MERGED.at(place, label, label=label)
        if finding not in self.cells.findings:
            self.cells.findings.append(finding)
        return Amount(label, place), True

    def _rate(self, row: int) -> Amount | None:
        spot = self._spot("rate", row)
        if spot is None:
            return None
        percent = "%" in self.columns["rate"].label or "％" in self.columns["rate"].label
        return self.cells.rate(self._label("rate"), spot, percent_number=percent)


def _same(before: Entry, now: Entry) -> bool:
    """True if a level is only printed again, as forms without merged cells do."""
    return before.text is not None and now.text == before.text
