"""The side tables of a report, 评价组 and 支出明细, as records of text."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from xltools.model import Entry, SelfEvaluation, TableRow
from xltools.profile import Profile, SideTable
from xltools.report.text import number


def side_tables(evaluation: SelfEvaluation, profile: Profile) -> dict[str, Any]:
    """Return `group`, `spending`, `spending_total` and `spending_amounts`."""
    spending = _records(evaluation.spending, profile.spending)
    amounts = [amount_of(row.cells.get("amount")) for row in evaluation.spending]
    known = [amount for amount in amounts if amount is not None]
    complete = bool(known) and len(known) == len(amounts)
    return {
        "group": _records(evaluation.group, profile.group),
        "spending": spending,
        "spending_total": sum(known, Decimal(0)) if complete else None,
        "spending_amounts": known,
    }


def _records(
    rows: tuple[TableRow, ...], table: SideTable | None
) -> list[dict[str, str | None]]:
    keys = [column.key for column in table.columns] if table else []
    return [{key: shown(row.cells.get(key)) for key in keys} for row in rows]


def shown(entry: Entry | None) -> str | None:
    """A side table's cell as text; numbers without trailing zeros."""
    amount = amount_of(entry)
    if amount is not None and entry is not None and not isinstance(entry.raw, str):
        return number(amount)
    return entry.text if entry else None


def amount_of(entry: Entry | None) -> Decimal | None:
    """The number in a cell; None when there is none."""
    if (
        entry is None
        or isinstance(entry.raw, bool)
        or not isinstance(entry.raw, (Decimal, int, float, str))
    ):
        return None
    try:
        value = Decimal(str(entry.raw).replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
