"""Results that lie far from those of like indicators in other projects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Row,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from xltools.decimals import percent, plain
from xltools.judging.scratch import far, kind, plainly, reading, rows, standard, tally
from xltools.judging.told import tell
from xltools.ledger.tables import NUMBER, indicator
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Outliers

_NARROW = 0.1
"""Where nearly all say the same, a tenth of it counts as how far they lie apart."""


_ALIKE = 0.5
"""Numbers of which the middle half lies farther apart are of projects large and small."""
_MEASURES = {"ratio": AcrossCode.RATE_FAR_OFF, "actual": AcrossCode.RESULT_FAR_OFF}


def results_are_like_others(
    connection: Connection, rules: Outliers
) -> Iterator[tuple[int, FindingRecord]]:
    """By how much of the target was reached, and where that tells nothing by the result itself."""
    _find_kinds(connection, rules.group)
    _read(connection)
    for measure in _MEASURES:
        _find_standards(connection, measure, rules)
        _find_far(connection, measure, rules)
    query = (
        select(far, indicator.c.form_id, indicator.c.cell, indicator.c.name, indicator.c.unit)
        .join(indicator, indicator.c.id == far.c.indicator_id)
        .join(tally, tally.c.form_id == indicator.c.form_id)
        .order_by(tally.c.place, indicator.c.row, indicator.c.id)
    )
    for row in rows(connection, query):
        yield row.form_id, _told(row)


def _find_kinds(connection: Connection, least: int) -> None:
    """Kinds that stand in enough forms: the same place, name and unit, however spaced."""
    same = (indicator.c.level1, indicator.c.level2, indicator.c.name, indicator.c.unit)
    written = (
        select(
            *same,
            func.row_number()
            .over(order_by=[plainly(connection, each) for each in same])
            .label("id"),
            func.count().label("forms"),
        )
        .join(tally, tally.c.form_id == indicator.c.form_id)
        .where(indicator.c.name != "", indicator.c.actual_number.is_not(None))
        .group_by(*same)
        .subquery()
    )
    name: ColumnElement[str] = written.c.name
    for found, plain_one in ((" ", ""), ("\u3000", ""), ("（", "("), ("）", ")")):
        name = func.replace(name, found, plain_one)
    alike = (written.c.level1, written.c.level2, name, written.c.unit)
    merged = select(
        written,
        func.min(written.c.id).over(partition_by=alike).label("root"),
        func.sum(written.c.forms).over(partition_by=alike).label("all"),
    ).subquery()
    columns = ["id", "root", "level1", "level2", "name", "unit"]
    query = select(*(merged.c[each] for each in columns)).where(merged.c.all >= least)
    connection.execute(insert(kind).from_select(columns, query))


def _read(connection: Connection) -> None:
    actual, target = (
        cast(type_coerce(column, BigInteger), Double)
        for column in (indicator.c.actual_number, indicator.c.target_number)
    )
    same = ("level1", "level2", "name", "unit")
    query = (
        select(
            kind.c.root, indicator.c.id,
            case((indicator.c.target_number > 0, actual / target)), actual,
        )
        .select_from(indicator)
        .join(tally, tally.c.form_id == indicator.c.form_id)
        .join(kind, and_(*(kind.c[each] == indicator.c[each] for each in same)))
        .where(indicator.c.actual_number.is_not(None))
    )  # fmt: skip
    columns = ["kind_id", "indicator_id", "ratio", "actual"]
    connection.execute(insert(reading).from_select(columns, query))


def _find_standards(connection: Connection, measure: str, rules: Outliers) -> None:
    """The middle half of every kind whose values lie wide enough apart for one to be far off."""
    connection.execute(standard.delete())
    value, narrow = reading.c[measure], _NARROW * rules.times
    low, high = func.min(value), func.max(value)
    wide = (
        select(reading.c.kind_id, func.count(value).label("forms"))
        .group_by(reading.c.kind_id)
        .having(
            func.count(value) >= rules.group,
            or_(low < 0, high - low > low * narrow),
        )
        .subquery()
    )
    rank = func.row_number().over(partition_by=reading.c.kind_id, order_by=value)
    ranked = (
        select(reading.c.kind_id, wide.c.forms, value.label("value"), rank.label("rank"))
        .join(wide, wide.c.kind_id == reading.c.kind_id)
        .where(value.is_not(None))
        .subquery()
    )
    forms = ranked.c.forms
    quarters = [
        func.max(case((ranked.c.rank == place, ranked.c.value)))
        for place in ((forms + 3) // 4, (forms + 1) // 2, (3 * forms + 3) // 4)
    ]
    query = select(ranked.c.kind_id, forms, *quarters).group_by(ranked.c.kind_id, forms)
    columns = ["kind_id", "forms", "low", "middle", "high"]
    connection.execute(insert(standard).from_select(columns, query))


def _find_far(connection: Connection, measure: str, rules: Outliers) -> None:
    """Rows so many times the middle half away from it; each row once."""
    value, usual = reading.c[measure], standard.c
    spread, least = usual.high - usual.low, func.abs(usual.middle) * _NARROW
    away = case((spread > least, spread), else_=least) * rules.times
    alike = true() if measure == "ratio" else spread <= func.abs(usual.middle) * _ALIKE
    query = (
        select(
            reading.c.indicator_id, literal(measure), usual.forms, usual.low, usual.high, value
        )
        .join(standard, usual.kind_id == reading.c.kind_id)
        .where(
            away > 0,
            alike,
            or_(value > usual.high + away, value < usual.low - away),
            ~exists().where(far.c.indicator_id == reading.c.indicator_id),
        )
    )
    columns = ["indicator_id", "measure", "forms", "low", "high", "value"]
    connection.execute(insert(far).from_select(columns, query))


def _told(row: Row[Any]) -> FindingRecord:
    numbers = {"found": row.value, "low": row.low, "high": row.high}
    if row.measure == "ratio":
        facts: dict[str, Any] = {
            name: percent(Decimal(str(value))) for name, value in numbers.items()
        }
    else:
        facts = {name: plain(_number(value)) for name, value in numbers.items()}
        facts["unit"] = row.unit
    facts |= {"name": row.name, "count": row.forms - 1}
    return tell(
        "across", _MEASURES[row.measure], cell=row.cell, field="实际完成值", **facts
    )  # fmt: skip


def _number(value: float) -> Decimal:
    """A number as the ledger keeps it → as it was written."""
    return Decimal(int(value)).scaleb(-NUMBER.places)
