"""Findings on their way into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from xltools.findings import Catalogue
from xltools.judging.scratch import batches
from xltools.ledger.loading import load_rows
from xltools.ledger.tables import finding, unit_finding
from xltools.returns.records import FindingRecord, Origin

_FINDING = ("form_id", *FindingRecord.__struct_fields__)
_UNIT_FINDING = ("unit", "code", "severity", "message", "advice")


def tell(
    origin: Origin,
    code: Catalogue,
    /,
    cell: str = "",
    field: str = "",
    outward: Mapping[str, str] | None = None,
    **facts: object,
) -> FindingRecord:
    """The finding; KeyError if its words lack a fact.

    `outward` are facts as the unit may know them, where they are not the bureau's.
    """
    message = code.message.format(**facts)
    told = code.message.format(**{**facts, **outward}) if outward else message
    return FindingRecord(
        origin, code.number, code.severity.key, cell, field, message,
        code.advice.format(**facts), "" if told == message else told,
    )  # fmt: skip


def keep(connection: Connection, told: Iterable[tuple[int, FindingRecord]]) -> None:
    """Write findings of forms, by the form's number."""
    for some in batches(told):
        load_rows(
            connection, finding, _FINDING, [(form_id, *_row(each)) for form_id, each in some]
        )


def keep_of_units(connection: Connection, told: Iterable[tuple[str, FindingRecord]]) -> None:
    """Write findings of units, by the unit's name; "" is the whole heap."""
    for some in batches(told):
        values = [
            (unit, each.code, each.severity, each.message, each.advice) for unit, each in some
        ]
        load_rows(connection, unit_finding, _UNIT_FINDING, values)


def _row(told: FindingRecord) -> tuple[str, ...]:
    return (
        told.origin, told.code, told.severity, told.cell, told.field, told.message, told.advice,
        told.outward,
    )  # fmt: skip
