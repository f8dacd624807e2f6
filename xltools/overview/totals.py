"""The total row of a table: exact sums of what passed, and formulas that follow the clerk's changes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltools.ledger.states import EXCLUDED
from xltools.model import column_letters
from xltools.overview.columns import Column, Line, Table

_OUTTURN, _BUDGET, _STATE = "全年执行数", "全年预算数", "状态"


class Totals:
    """Sums and means of a table's columns; lines of projects that are left out are passed over."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._places = [
            (place, column)
            for place, column in enumerate(table.columns)
            if column.total in ("sum", "mean", "weighted")
        ]
        self._sums: dict[str, Decimal] = {}
        self._counts: dict[str, int] = {}
        headings = [column.heading for column in table.columns]
        typed = [column.heading for column in table.columns if column.typed]
        self._state = headings.index(_STATE) if _STATE in typed else None
        self.lines = 0

    def add(self, line: Line) -> None:
        """Count one line in."""
        self.lines += 1
        counts = self._state is None or line[self._state] != EXCLUDED
        for place, column in self._places:
            value = line[place]
            if isinstance(value, int | Decimal):
                name, times = column.heading, int(counts)
                if column.total == "weighted":
                    times *= int(line[place + 1] or 0)
                self._sums[name] = self._sums.get(name, Decimal(0)) + value * times
                self._counts[name] = self._counts.get(name, 0) + times

    def value(self, column: Column) -> Decimal | None:
        """What the total row shows under the column; None where there is nothing to show."""
        total = self._sums.get(column.heading)
        match column.total:
            case "sum":
                return total
            case "mean" | "weighted" if total is not None and self._counts[column.heading]:
                return total / self._counts[column.heading]
            case "rate":
                budget = self._sums.get(_BUDGET)
                outturn = self._sums.get(_OUTTURN)
                return outturn / budget if budget and outturn is not None else None
        return None

    def formula(self, column: Column, places: Mapping[str, int], first: int, last: int) -> str:
        """The same as a formula over the rows `first` to `last` (from 0); "" where there is none."""

        def run(heading: str) -> str:
            letter = column_letters(places[heading] + 1)
            return f"{letter}{first + 1}:{letter}{last + 1}"

        if column.total == "rate":
            outturn, budget = (
                f"{column_letters(places[name] + 1)}{last + 2}" for name in (_OUTTURN, _BUDGET)
            )
            return f'=IF(N({budget})=0,"",{outturn}/{budget})'
        if column.total not in ("sum", "mean"):
            return ""
        own = run(column.heading)
        kept = "" if self._state is None else f',{run(_STATE)},"<>{EXCLUDED}"'
        if column.total == "sum":
            total = f"SUMIFS({own}{kept})" if kept else f"SUM({own})"
            return f'=IF(COUNT({own})=0,"",{total})'
        mean = f"AVERAGEIFS({own}{kept})" if kept else f"AVERAGE({own})"
        return f'=IFERROR({mean},"")'
