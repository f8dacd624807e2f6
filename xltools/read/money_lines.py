"""The lines of money of a form: which cells make up each, what they are called, how they are read."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.model import Amount, Entry, FundingLine, MoneyUnit, Place
from xltools.profile import Profile
from xltools.read.cells import CellReader
from xltools.read.grid import Grid
from xltools.read.labels import normal_label
from xltools.read.spots import FundingSpots
from xltools.snapshot import Position

_PERCENT_SIGNS = ("%", "％")


How: TypeAlias = Literal["points", "rate", "signed", "money", "reason"]


class _Cell(Struct, frozen=True):
    """One cell of a line; `percent` is what the heading of a rate says, `unit` what it counts in."""

    measure: str
    label: str
    spot: Position
    place: Place
    how: How
    percent: bool
    unit: MoneyUnit


class _Line(Struct, frozen=True):
    """One source with its cells; `spot` is its label's, or its first cell's."""

    key: str
    label: str
    spot: Position
    cells: tuple[_Cell, ...]


_Key = tuple[int, int, bool, MoneyUnit]
_known: dict[_Key, tuple[FundingSpots, Profile, tuple[_Line, ...]]] = {}
_KEPT = 32


def read_money(
    funding: FundingSpots, profile: Profile, cells: CellReader, *, own: bool, unit: MoneyUnit
) -> dict[str, FundingLine]:
    """The lines by source, in the order of the form; `unit` is what it counts in."""
    return {
        line.key: _read(line, funding, cells)
        for line in _lines(funding, profile, cells.grid, own=own, unit=unit)
    }


def _lines(
    funding: FundingSpots, profile: Profile, grid: Grid, *, own: bool, unit: MoneyUnit
) -> tuple[_Line, ...]:
    """What forms with the very same spots share, made once: spots are found on one set of merges."""
    key = (id(funding), id(profile), own, unit)
    known = _known.get(key)  # which holds on to both, so that no other can have their ids
    if known is None:
        if len(_known) >= _KEPT:
            _known.clear()
        plan = _Plan(funding, profile, grid, own=own, unit=unit)
        known = _known[key] = funding, profile, tuple(map(plan.line, plan.keys()))
    return known[2]


class _Plan:
    """Works out the lines of one layout."""

    def __init__(
        self, funding: FundingSpots, profile: Profile, grid: Grid, *, own: bool, unit: MoneyUnit
    ) -> None:
        self.funding, self.grid, self.own, self.unit = funding, grid, own, unit
        form = profile.form.funding
        self.names = {source.key: source.label for source in form.sources}
        self.measures = {each.key: each for each in form.measures}

    def keys(self) -> list[str]:
        """The sources in the order of the profile, on another's form in that of its cells."""
        names = self.names if self.own else self.funding.sources
        order = {key: number for number, key in enumerate(names)}
        keys = dict.fromkeys(source for source, _ in self.funding.cells)
        return sorted(keys, key=lambda each: order.get(each, len(order)))

    def line(self, key: str) -> _Line:
        """The line of a source."""
        funding = self.funding
        printed = "".join(funding.labels.get(key, "").split())
        names = self.names
        label = names.get(key, printed) if self.own else printed or names.get(key, key)
        cells = [
            self._cell(measure, label, spot)
            for (source, measure), spot in funding.cells.items()
            if source == key
        ]
        first = cells[0].spot if cells else None
        return _Line(key, label, funding.sources.get(key) or first or (1, 1), tuple(cells))

    def _cell(self, measure: str, source: str, spot: Position) -> _Cell:
        heading = "原因" if measure == "reason" else self._measure_label(measure)
        percent = any(sign in self._printed(measure) for sign in _PERCENT_SIGNS)
        place = Place(self.grid.name, *self.grid.anchor(*spot))
        how: How = "money"
        if measure == "reason":
            how = "reason"
        elif measure in ("points", "score"):
            how = "points"
        elif measure in ("rate", "arrival_rate"):
            how = "rate"
        elif measure == "balance":  # may rightly be negative: money not yet received
            how = "signed"
        unit = self._unit_of(measure) if how in ("signed", "money") else self.unit
        return _Cell(measure, f"{source}·{heading}", spot, place, how, percent, unit)

    def _unit_of(self, measure: str) -> MoneyUnit:
        """The unit of one column of money: 全年执行数（元） beside 全年预算数（万元）."""
        text = self.funding.measures.get(measure, "")
        if self.own or not text.rstrip().endswith((")", "）")):
            return self.unit
        from xltools.read.funding_parts import unit_in

        return unit_in(text) or self.unit

    def _printed(self, measure: str) -> str:
        """The heading of a measure as printed, brackets and all."""
        each = self.measures.get(measure)
        if each and (self.own or measure not in self.funding.measures):
            return f"{each.label}(%)" if each.percent_number else each.label
        return self.funding.measures.get(measure, measure)

    def _measure_label(self, measure: str) -> str:
        each = self.measures.get(measure) if self.own else None
        if each is not None:
            return each.label
        return normal_label(self.funding.measures.get(measure, measure))


def _read(line: _Line, funding: FundingSpots, cells: CellReader) -> FundingLine:
    amounts: dict[str, Amount] = {}
    reason: Entry | None = None
    for each in line.cells:
        if each.how == "reason":
            reason = cells.entry(each.label, each.spot)
        else:
            amounts[each.measure] = _amount(each, cells)
    if line.key == "total" and "points" not in amounts and funding.stated_points is not None:
        from xltools.read.funding_parts import points_in

        place = funding.stated_points
        raw = cells.grid.raw(place.row, place.column)
        stated = points_in(str(raw))
        amounts["points"] = Amount("分值", place, raw, Decimal(stated) if stated else None)
    return FundingLine(
        line.key, line.label, Place(cells.grid.name, *line.spot), amounts, reason
    )


def _amount(cell: _Cell, cells: CellReader) -> Amount:
    if cell.how == "points" or (cell.how == "money" and cell.unit == "万元"):
        plain = cells.plain_points(cell.label, cell.place)
        if plain is not None:
            return plain
    if cell.how == "points":
        return cells.points(cell.label, cell.spot)
    if cell.how == "rate":
        return cells.rate(cell.label, cell.spot, percent_number=cell.percent)
    if cell.how == "signed":
        return cells.signed_money(cell.label, cell.spot, cell.unit)
    return cells.money(cell.label, cell.spot, cell.unit)
