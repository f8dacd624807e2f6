"""The rows of 绩效指标: which are filled in, under which 一级 and 二级 they stand."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.codes import Code
from xltools.model import Amount, Entry, Indicator, Place
from xltools.patterns import Pattern
from xltools.profile import Profile
from xltools.read.cells import CellReader
from xltools.read.labels import normal_label
from xltools.read.levels import shared_category, shared_subcategory
from xltools.read.plain_rows import Levels, PlainRows
from xltools.read.row_kinds import TableRows
from xltools.read.spots import Table
from xltools.remembered import LONGEST
from xltools.snapshot import Position
from xltools.value import exact, settle

EXTRAS = (
    "explanation", "basis", "last_year", "scoring_rule", "evidence", "status", "measure_note",
)  # fmt: skip
AMOUNTS = ("weight_percent", "converted_score", "review_score")
_APART = ("nature", "unit", "actual_unit", "adjusted_target")
"""Columns without which a target stands in its cell alone."""

JUDGED = ("decision", "process")
"""Categories that an evaluator judges: nobody sets a target for 立项依据充分性."""

_UNADJUSTED = Pattern(r"无|未调整|不调整|没有调整|无调整|同左|同上|同前|一致|不变")
_EXAMPLE = Pattern(r"^[（(]?(?:示例|例如|例)[）)]?\s*[:：]")
_EXECUTION = Pattern("(?:项目|资金)?(?:预算|资金)(?:资金)?执行率?")


class IndicatorReader(TableRows):
    """Reads the indicator rows of one table."""

    def __init__(
        self, profile: Profile, table: Table, cells: CellReader, *, own: bool = True
    ) -> None:
        super().__init__(profile, table, cells, own=own)
        self.known = profile.form.indicators.categories
        self.leftovers: list[Place] = []
        self.assessment: str | None = None
        """Category of a table of judged items, which prints no 一级指标."""
        self.level1: Entry | None = None
        self.level2: Entry | None = None
        """Levels that hold from above: of the same table before a page break, or of its head."""
        self._extras = [key for key in EXTRAS if key in self.columns]
        self._amounts = [key for key in AMOUNTS if key in self.columns]
        self._told: tuple[Entry, Entry, Levels] | None = None
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
        level1, level2, plain = self.level1, self.level2, self._plain_rows()
        first, second = self.beginnings("category"), self.beginnings("subcategory")
        for row in range(self.table.first, self.table.last + 1):
            # no row of our own forms is a head or a break but by its merge
            looks = not self.own or row in self._wide
            across = self.across(row) if looks else None
            if across is not None or (looks and self.is_page_break(row)):
                if across and self.vocabulary.category(across.text) is not None:
                    level1, level2 = across, None
                continue
            if row in first:
                begun = self._head("category", row, alone=plain is not None)
                again = level1 is not None and _same(level1, begun)
                level1, level2 = begun, level2 if again else None
            if row in second:
                level2 = self._head("subcategory", row, alone=plain is not None)
            found = plain.read(row, level1, level2) if plain and level1 and level2 else None
            if found is not None:
                yield found
            elif plain and plain.is_blank(row):
                self._note_leftovers(row)
            elif self.is_remark(row) or self._is_example(row):
                continue
            elif self.is_blank(row):
                self._note_leftovers(row)
            else:
                yield self._indicator(
                    row,
                    level1 or self._entry("category", row),
                    level2 or self._entry("subcategory", row),
                )
            self.level1, self.level2 = level1, level2

    def _head(self, key: str, row: int, *, alone: bool) -> Entry:
        """A 一级 or 二级指标; `alone` if nobody else will ask for the other cells of its row."""
        shape = self._shape
        spot = shape.spot(key, row, self.grid) if alone else None
        if spot is None:
            return self._entry(key, row)
        raw, known = self.grid.sheet.value(*spot), shape.heads.get((key, row))
        if known is not None and type(raw) is str and known.raw == raw:
            return known
        found = self.grid.entry(self.label(key), *spot)
        if type(raw) is str and len(raw) <= LONGEST:
            shape.heads[key, row] = found
        return found

    def _is_example(self, row: int) -> bool:
        """True for a row of the template that shows how to fill in the others: 例：培训人数."""
        entry = self._entry("name", row)
        if entry.text is None or "例" not in entry.text[:4] or not _EXAMPLE.search(entry.text):
            return False
        finding = Code.INSTRUCTION_LEFT.at(entry.place, entry.label, text=entry.text)
        self.cells.findings.append(finding)
        return True

    def _note_leftovers(self, row: int) -> None:
        """A number in a computed cell of an empty row is a result of ours that outlived it."""
        sheet = self.grid.sheet
        for key in ("rate", "score"):
            column = self.columns.get(key)
            if column is None or (row, column.left) in sheet.formulas:
                continue
            if exact(sheet.value(row, column.left)) is not None:
                self.leftovers.append(Place(self.grid.name, row, column.left))

    def _plain_rows(self) -> PlainRows | None:
        """A reader of the plain rows, if this is a table of ours with nothing that is not plain."""
        columns = self.columns
        single = {"name", "target", "actual"} <= columns.keys() and all(
            columns[key].left == columns[key].right for key in ("name", "target", "actual")
        )
        more = not columns.keys().isdisjoint((*_APART, *EXTRAS, *AMOUNTS, "rate"))
        told = self.assessment is not None or self.executes or self.grid.sheet.errors
        if not self.own or not single or more or told:
            return None
        return PlainRows(self._shape, self.cells, self._levels)

    def _alone(self, key: str, row: int) -> Amount | None:
        """A number with a cell of its own in the row, if there is nothing to tell about it."""
        place = self._shape.number(key, row, self.grid)
        return None if place is None else self.cells.plain_points(self.label(key), place)

    def _indicator(self, row: int, level1: Entry, level2: Entry) -> Indicator:
        name = self._entry("name", row)
        category, subcategory, block = self._levels(level1, level2)
        target, actual = self._target(row), self._entry("actual", row)
        nature, unit = self._optional("nature", row), self._optional("unit", row)
        own_unit = self._optional("actual_unit", row) or unit
        score, shared = self._score(row)
        execution = bool(block and block.execution) or (
            self.executes and _is_execution(name.text or level2.text or level1.text)
        )
        if execution and name.text is None:
            name = level2 if level2.text else level1
        judged = bool(block and block.judged) or (
            target.text is None and category in JUDGED and not execution
        )
        target_value, actual_value = settle(
            self.cells.target(target, nature, unit, name.text),
            self.cells.actual(
                actual,
                own_unit,
                name.text,
                judged=judged or self.assessment is not None,
                own_unit="actual_unit" in self.columns,
            ),
            name.text or "",
        )
        return Indicator(
            row=row,
            category=category,
            subcategory=subcategory,
            level1=level1,
            level2=level2,
            name=name,
            target=target,
            target_value=target_value,
            actual=actual,
            actual_value=actual_value,
            points=self._amount("points", row),
            typed_rate=self._rate(row),
            typed_score=score,
            deviation_note=self._entry("deviation_note", row),
            is_execution=execution,
            judged=judged,
            shared_score=shared,
            nature=nature,
            unit=unit,
            extras={key: self._entry(key, row) for key in self._extras},
            amounts={key: self._amount(key, row) for key in self._amounts},
        )

    def _target(self, row: int) -> Entry:
        """The target's cell: the adjusted one where it is filled in; joined where it is in pieces."""
        adjusted = self._optional("adjusted_target", row)
        told = adjusted.text if adjusted is not None else None
        if adjusted is not None and told is not None and not _UNADJUSTED.fullmatch(told):
            return adjusted
        entry, column = self._entry("target", row), self.columns.get("target")
        if column is None or column.left == column.right or "nature" in self.columns:
            return entry
        spots = dict.fromkeys(
            self.grid.anchor(row, at) for at in range(column.left, column.right + 1)
        )
        texts = [text for spot in spots if (text := self.grid.text(*spot)) is not None]
        if len(texts) < 2:  # ≥ | 5000 | 户 under one heading
            return entry
        return Entry(entry.label, entry.place, "".join(texts), "".join(texts))

    def _levels(self, level1: Entry, level2: Entry) -> Levels:
        """Keys of 一级 and 二级指标, looked up where one begins."""
        told = self._told
        if told is None or told[0] is not level1 or told[1] is not level2:
            told = self._told = level1, level2, self._look_up(level1, level2)
        return told[2]

    def _look_up(self, level1: Entry, level2: Entry) -> Levels:
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

    def _optional(self, key: str, row: int) -> Entry | None:
        return self._entry(key, row) if key in self.columns else None

    def _amount(self, key: str, row: int) -> Amount:
        """A number of the row; points merged over several indicators belong to none."""
        found = self._alone(key, row) if key != "weight_percent" else None
        if found is not None:
            return found
        label, spot = self.label(key), self.spot(key, row)
        if spot is None:  # no such column: nothing to read, and nowhere to write
            return Amount("", Place(self.grid.name, row, 1))
        bottom = self.grid.end(*spot)[0]
        if key == "points" and bottom > spot[0]:
            return self._share(label, spot, bottom)
        if spot[0] != row:
            return Amount(label, Place(self.grid.name, *spot))
        if key == "weight_percent":
            return self.cells.percentage(label, spot)
        return self.cells.points(label, spot)

    def _score(self, row: int) -> tuple[Amount, bool]:
        """The typed score; one merged over several indicators belongs to the first."""
        alone = self._alone("score", row)
        if alone is not None:
            return alone, False
        spot = self.spot("score", row)
        if spot is None or spot[0] == row:
            return self._amount("score", row), False
        label, place = self.label("score"), Place(self.grid.name, *spot)
        self._tell_merged(label, place, "不能按指标逐一核对")
        return Amount(label, place), True

    def _share(self, label: str, spot: Position, bottom: int) -> Amount:
        """An indicator's share of points that are merged over several of them: an equal one."""
        amount = self.cells.points(label, spot)
        rows = [row for row in range(spot[0], bottom + 1) if not self.is_blank(row)]
        if amount.value is None or len(rows) < 2:
            return amount
        self._tell_merged(label, amount.place, "按各行平均分核对")
        return Amount(label, amount.place, amount.raw, amount.value / len(rows))

    def _tell_merged(self, label: str, place: Place, how: str) -> None:
        finding = Code.POINTS_MERGED.at(place, label, label=label, how=how)
        if finding not in self.cells.findings:
            self.cells.findings.append(finding)

    def _rate(self, row: int) -> Amount | None:
        spot = self.spot("rate", row)
        if spot is None:
            return None
        percent = "%" in self.columns["rate"].label or "％" in self.columns["rate"].label
        return self.cells.rate(self.label("rate"), spot, percent_number=percent)


def _is_execution(text: str | None) -> bool:
    """True for the name of the row 预算执行率."""
    return text is not None and _EXECUTION.fullmatch(normal_label(text)) is not None


def _same(before: Entry, now: Entry) -> bool:
    """True if a level is only printed again, as forms without merged cells do."""
    return before.text is not None and now.text == before.text
