"""One cell → one value with its place; what cannot be read becomes a finding there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from msgspec.structs import replace

from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Amount, CellValue, Entry, MoneyUnit, Place, TypedValue
from xltools.read.grid import Grid
from xltools.snapshot import Position
from xltools.value import (
    ValueParseError,
    exact,
    is_filler,
    parse_amount,
    parse_cell_value,
    parse_points,
    parse_rate,
    parse_value,
)

Parser = Callable[[CellValue], Decimal | None]


class CellReader:
    """Reads cells of one sheet and collects what was wrong with them."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.findings: list[Finding] = []

    def entry(self, label: str, spot: Position) -> Entry:
        """A text cell."""
        entry = self.grid.entry(label, *spot)
        if self.grid.sheet.errors:
            self.report(entry)
        return entry

    def report(self, entry: Entry) -> None:
        """Tell of a cell that shows an error."""
        self._report_error_cell(entry.label, entry.place)

    def money(self, label: str, spot: Position, unit: MoneyUnit) -> Amount:
        """A cell of money, in 万元 whatever the form's unit."""
        amount = self.signed_money(label, spot, unit)
        if amount.value is not None and amount.value < 0:
            self._add(Code.NEGATIVE_AMOUNT.at(amount.place, label, value=amount.value))
        return amount

    def signed_money(self, label: str, spot: Position, unit: MoneyUnit) -> Amount:
        """A cell of money that may be below zero (结余)."""
        return self._number(label, spot, lambda raw: parse_amount(raw, unit=unit))

    def points(self, label: str, spot: Position) -> Amount:
        """A cell of points or of a score; 10 % under a percentage format are 10 of 100."""
        plain = self.plain_points(label, Place(self.grid.name, *self.grid.anchor(*spot)))
        if plain is not None:
            return plain
        amount = self._number(label, spot, _points)
        if amount.value is not None and self.grid.anchor(*spot) in self.grid.sheet.percents:
            amount = Amount(label, amount.place, amount.raw, amount.value * 100)
        if amount.value is not None and amount.value < 0:
            self._add(
                Code.POINTS_NEGATIVE.at(amount.place, label, label=label, value=amount.value)
            )
        return amount

    def plain_points(self, label: str, place: Place) -> Amount | None:
        """The same, where nothing is to be told: a number as it stands, or a blank; else None.

        A cell of money reads alike where the form counts in 万元.
        """
        spot, sheet = (place.row, place.column), self.grid.sheet
        raw = sheet.value(place.row, place.column)
        if raw is None:
            return None if spot in sheet.errors else Amount(label, place)
        if type(raw) is str:  # — where there is nothing to score
            text = raw.strip()
            return Amount(label, place, raw) if text and is_filler(text) else None
        if (
            type(raw) is not float
            or raw < 0
            or spot in sheet.percents
            or spot in sheet.suffixes
        ):
            return None
        value = exact(raw)
        return None if value is None else Amount(label, place, raw, value)

    def rate(self, label: str, spot: Position, *, percent_number: bool = False) -> Amount:
        """A cell of a rate, as a ratio; `percent_number` where the heading says "(%)"."""
        shown_as_percent = self.grid.anchor(*spot) in self.grid.sheet.percents
        scale = False if shown_as_percent else percent_number or None  # None: by its size
        return self._number(label, spot, lambda raw: parse_rate(raw, percent_number=scale))

    def percentage(self, label: str, spot: Position) -> Amount:
        """A cell of a share in percent (权重占比 25), as the number of percent."""
        amount = self.rate(label, spot, percent_number=True)
        if amount.value is None:
            return amount
        return Amount(label, amount.place, amount.raw, amount.value * 100)

    def target(
        self, entry: Entry, nature: Entry | None, unit: Entry | None, name: str | None
    ) -> TypedValue:
        """The typed target, from its cell and those of sign and unit where they stand apart."""
        if nature is None and unit is None:
            return self.value(entry, "target", name)
        from xltools.value import parse_split_value

        value = parse_split_value(
            nature.text if nature else None,
            self._raw(entry),
            entry.text,
            unit.text if unit else None,
            role="target",
            name=name or "",
        )
        return self._told(value, entry)

    def actual(
        self,
        entry: Entry,
        unit: Entry | None,
        name: str | None,
        *,
        judged: bool,
        own_unit: bool = False,
    ) -> TypedValue:
        """The typed result; `own_unit`: the unit's column is the result's alone. What an evaluator found (judged) is a text and never a number."""
        if judged and entry.text is not None:
            return TypedValue(entry.text, "qualitative")
        if unit is None:
            return self.value(entry, "actual", name)
        from xltools.value import parse_split_value

        value = parse_split_value(
            None, self._raw(entry), entry.text, unit.text, role="actual", name=name or ""
        )
        if own_unit:  # printed for the result, not taken over from the target
            value = replace(value, marks=tuple(m for m in value.marks if m != "unit_implied"))
        return self._told(value, entry)

    def value(
        self, entry: Entry, role: Literal["target", "actual"], name: str | None
    ) -> TypedValue:
        """The typed value of a cell that has all of it: sign, number and unit."""
        raw, text = entry.raw, entry.text
        if type(raw) is str:  # no format says more of a text
            value = parse_value(raw if text is None else text, role=role, name=name or "")
        else:
            value = parse_cell_value(self._raw(entry), text, role=role, name=name or "")
        return self._told(value, entry) if value.kind == "unreadable" else value

    def _raw(self, entry: Entry) -> CellValue:
        """What to read: the value, or what the cell shows where its format says more."""
        place = entry.place
        return entry.text if self.grid.says_more(place.row, place.column) else entry.raw

    def _told(self, value: TypedValue, entry: Entry) -> TypedValue:
        """The value; what cannot be read is a finding at its cell."""
        if value.kind == "unreadable":
            problem = value.problem or f"“{value.raw}”读不懂。"
            self._add(Code.VALUE_UNREADABLE.at(entry.place, entry.label, problem=problem))
        return value

    def _number(self, label: str, spot: Position, parse: Parser) -> Amount:
        row, column = self.grid.anchor(*spot)
        place = Place(self.grid.name, row, column)
        raw = self.grid.raw(row, column)
        if raw is None and (row, column) not in self.grid.sheet.errors:
            return Amount(label, place)
        shown = isinstance(raw, str) or self.grid.says_more(row, column)
        text: CellValue = self.grid.text(row, column) if shown else raw
        self._report_error_cell(label, place)
        if text is None:
            return Amount(label, place, raw)
        try:
            value = parse(text)
        except ValueParseError as error:
            self._add(Code.NUMBER_UNREADABLE.at(place, label, problem=str(error)))
            value = None
        return Amount(label, place, raw, value)

    def _report_error_cell(self, label: str, place: Place) -> None:
        errors = self.grid.sheet.errors
        if errors and (place.row, place.column) in errors:
            shown = errors[place.row, place.column]
            self._add(Code.FORMULA_ERROR.at(place, label, shown=shown))

    def _add(self, finding: Finding) -> None:
        self.findings.append(finding)


def _points(raw: CellValue) -> Decimal | None:
    """Points, also written as a weight: 50% of the hundred are 50."""
    bare = raw.strip().rstrip("%％") if isinstance(raw, str) else raw
    return parse_points(bare)
