"""Reading one form as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from xltools import anchors
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import (
    Amount,
    Entry,
    Indicator,
    MoneyUnit,
    Place,
    SelfEvaluation,
    Tail,
)
from xltools.patterns import Pattern
from xltools.profile import Profile
from xltools.read.cells import CellReader
from xltools.read.indicators import IndicatorReader
from xltools.read.labels import normal_label
from xltools.read.locate import locate, missing
from xltools.read.money_lines import read_money
from xltools.read.recognition import UNKNOWN, FoundForm
from xltools.read.side_sheets import read_side_table, read_texts
from xltools.read.spots import FieldSpot, Layout, Table
from xltools.snapshot import Snapshot
from xltools.value import ValueParseError, parse_points, parse_year

BOXES = "□☐○☑☒√✓✔■●"
_TICK_AFTER = Pattern(r"([一-鿿]+)\s*[（(]?[☑☒√✓✔■●]")
_TICK_BEFORE = Pattern(r"[☑☒√✓✔■●]\s*([一-鿿]+)")
_IN_TAIL = ("total_score", "grade")


def read_form(snapshot: Snapshot, found: FoundForm) -> tuple[SelfEvaluation, list[Finding]]:
    """Return one form of the workbook and what could not be read, each with its cell."""
    return _FormReader(snapshot, found).read()


class _FormReader:
    def __init__(self, snapshot: Snapshot, found: FoundForm) -> None:
        self.snapshot, self.found = snapshot, found
        self.profile: Profile = found.recognition.profile
        self.layout: Layout = locate(snapshot, self.profile, found.sheet, found.area)
        self.cells = CellReader(self.layout.grid)
        self.own = found.recognition.by != "labels" and found.area is None
        form = self.profile.form.funding
        printed = self.layout.funding.unit
        self.unit: MoneyUnit = printed or form.unit

    def read(self) -> tuple[SelfEvaluation, list[Finding]]:
        layout, profile = self.layout, self.profile
        readers = [self._reader(table) for table in layout.tables]
        rows = []
        for number, reader in enumerate(readers):
            if number and readers[number - 1].columns.keys() == reader.columns.keys():
                before = readers[number - 1]
                reader.level1, reader.level2 = before.level1, before.level2
            rows.append((reader, tuple(reader.read())))
        indicators = tuple(row for reader, each in rows if not reader.only_told for row in each)
        indicators = _of_a_hundred(indicators)
        fields = dict(self._fields())
        funding = read_money(layout.funding, profile, self.cells, own=self.own, unit=self.unit)
        side = self.found.leads
        area = layout.area
        evaluation = SelfEvaluation(
            profile_id=profile.id,
            sheet=layout.grid.name,
            fields=fields,
            year=self._year(fields.get("year")),
            funding=funding,
            indicators=indicators,
            tail=self._tail(),
            texts=read_texts(self.snapshot, profile) if side else {},
            group=read_side_table(self.snapshot, profile.group, anchors.GROUP) if side else (),
            spending=read_side_table(self.snapshot, profile.spending, anchors.SPENDING)
            if side
            else (),
            columns=frozenset(
                key for reader in readers if not reader.only_told for key in reader.columns
            ),
            assessments=tuple(row for reader, each in rows if reader.only_told for row in each),
            money_unit=self.unit,
            foreign=not self.own,
            area=(area.top, area.bottom) if area and not area.alone else None,
            leftovers=tuple(place for reader in readers for place in reader.leftovers)
            if self.own
            else (),
        )
        return evaluation, [*self._findings(indicators), *self.cells.findings]

    def _findings(self, indicators: tuple[Indicator, ...]) -> Iterator[Finding]:
        layout = self.layout
        if self.profile.id != UNKNOWN and self.found.recognition.is_sure:
            yield from missing(layout, self.profile, own=self.own)
        for table in layout.tables:
            for head in table.heading.unknown:
                place = Place(layout.grid.name, *head.spot)
                text = "".join(head.label.split())
                yield Code.LABEL_UNKNOWN.at(place, "表头", text=text)
        if not indicators or all(each.is_execution for each in indicators):
            row = layout.tables[-1].first if layout.tables else 1
            column = layout.columns["name"].left if "name" in layout.columns else 1
            place = Place(layout.grid.name, row, column)
            yield Code.FORM_EMPTY.at(place, "绩效指标")

    def _reader(self, table: Table) -> IndicatorReader:
        reader = IndicatorReader(self.profile, table, self.cells, own=self.own)
        cells = self.layout.funding.cells
        reader.executes = ("total", "points") not in cells and ("total", "score") not in cells
        head = table.heading.columns["name"]
        if reader.vocabulary.category(head.label) is not None:  # 满意度指标 over its own rows
            reader.level1 = self.cells.entry("一级指标", head.spot)
        if "target" not in table.heading.columns and table is not self.layout.tables[-1]:
            blocks = self.profile.form.assessments
            number = self.layout.tables.index(table)
            reader.assessment = blocks[number].key if number < len(blocks) else "assessment"
        return reader

    # --- single cells

    def _fields(self) -> Iterator[tuple[str, Entry]]:
        fields = self.profile.form.fields if self.own else ()
        labels = {field.key: field.label for field in fields}
        for key, spot in self.layout.fields.items():
            if key not in _IN_TAIL:
                label = labels.get(key) or normal_label(spot.label)
                yield key, self._field(label, spot)

    def _field(self, label: str, spot: FieldSpot) -> Entry:
        entry = self.cells.entry(label, spot.position)
        if spot.inline is None:
            return entry
        return Entry(label, entry.place, entry.raw, spot.inline)

    def _year(self, entry: Entry | None) -> int | None:
        if entry is None or entry.text is None:
            return None
        raw = (
            entry.raw
            if entry.text == entry.raw or not isinstance(entry.raw, str)
            else entry.text
        )
        try:
            return parse_year(raw)
        except ValueParseError as error:
            finding = Code.NUMBER_UNREADABLE.at(entry.place, entry.label, problem=str(error))
            self.cells.findings.append(finding)
            return None

    def _tail(self) -> Tail:
        tail, spots = self.profile.form.tail, self.layout.tail
        return Tail(
            points=self.cells.points("分值合计", spots.points) if spots.points else None,
            score=self._total(tail.total_label or "总分", spots.score) if spots.score else None,
            grade=self._grade(tail.grade_label or "等级", spots.grade) if spots.grade else None,
        )

    def _grade(self, label: str, spot: FieldSpot) -> Entry:
        """The grade as typed, or the one whose box is ticked: 优☑ 良□ 中□ 差□."""
        entry = self._field(label, spot)
        if entry.text is None:
            return entry
        if not any(box in entry.text for box in BOXES):
            several = sum(word in entry.text for word in "优良中差") > 1
            return Entry(label, entry.place, entry.raw, None) if several else entry
        before = entry.text.strip()[0] in BOXES
        ticked = (_TICK_BEFORE if before else _TICK_AFTER).findall(entry.text)
        return Entry(label, entry.place, entry.raw, ticked[0] if len(ticked) == 1 else None)

    def _total(self, label: str, spot: FieldSpot) -> Amount:
        """The typed total, from its cell or from behind its label (自评总分：99)."""
        if spot.inline is None:
            return self.cells.points(label, spot.position)
        entry = self._field(label, spot)
        try:
            value = parse_points(entry.text)
        except ValueParseError as error:
            finding = Code.NUMBER_UNREADABLE.at(entry.place, label, problem=str(error))
            self.cells.findings.append(finding)
            value = None
        return Amount(label, entry.place, entry.raw, value)


def _of_a_hundred(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Points written as shares of the whole (0.5, 0.3, 0.1) as points, where scores say so."""
    points = [row.points.value for row in indicators if row.points.value is not None]
    scores = [row.typed_score.value or 0 for row in indicators]
    shares = len(points) > 2 and max(points) < 1 and Decimal("0.8") <= sum(points) <= 1
    if not shares or max(scores) <= 1:
        return indicators
    return tuple(
        replace(row, points=replace(row.points, value=row.points.value * 100))
        if row.points.value is not None
        else row
        for row in indicators
    )
