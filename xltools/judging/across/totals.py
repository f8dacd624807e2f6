"""A unit whose projects all score the same, or nearly all the full points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, case, func, or_, select

from xltools.decimals import plain
from xltools.errors import ProfileError
from xltools.judging.scratch import plainly, rows, tally
from xltools.judging.told import tell
from xltools.ledger.tables import SCORE, form, project, standing
from xltools.profile import load_profile
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Across

_MOST = 5
"""Of so many projects at most one may miss the full points, or the unit is spoken of."""
_HUNDRED = Decimal(100)


def totals_are_not_alike(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """Told at every version of the unit's forms that bears the total."""
    for unit in _units(connection, rules.unit_projects):
        if unit.low != unit.high:
            continue
        full = unit.full == unit.forms
        code = AcrossCode.ALL_FULL if full else AcrossCode.TOTALS_ALIKE
        told = tell(
            "across", code, field="总分", unit=unit.name, count=unit.forms,
            total=plain(unit.high),
        )  # fmt: skip
        alike = (
            select(standing.c.form_id)
            .join(form, form.c.id == standing.c.form_id)
            .join(tally, tally.c.project_id == standing.c.project_id)
            .where(
                tally.c.unit == unit.unit,
                standing.c.verdict == "accepted",
                form.c.typed_score == unit.high,
            )
            .order_by(tally.c.place, standing.c.form_id)
        )
        for row in rows(connection, alike):
            yield row.form_id, told


def most_are_not_full(
    connection: Connection, rules: Across
) -> Iterator[tuple[str, FindingRecord]]:
    """Four fifths of a unit's projects with the full points."""
    for unit in _units(connection, rules.unit_projects):
        if unit.low != unit.high and unit.full * _MOST >= unit.forms * (_MOST - 1):
            yield (
                unit.name,
                tell("across", AcrossCode.MOST_FULL, count=unit.forms, full=unit.full),
            )


def _units(connection: Connection, least: int) -> list[Row[Any]]:
    """Units of which so many forms say a total, with the lowest and the highest."""
    full = case(_full_points(connection), value=form.c.profile, else_=SCORE.whole(_HUNDRED))
    is_full = case((form.c.typed_score == full, 1), else_=0)
    count = func.count(form.c.typed_score)
    low, high = func.min(form.c.typed_score), func.max(form.c.typed_score)
    query = (
        select(
            tally.c.unit, func.min(plainly(connection, project.c.unit)).label("name"),
            count.label("forms"), low.label("low"),
            high.label("high"), func.sum(is_full).label("full"),
        )
        .join(form, form.c.id == tally.c.form_id)
        .join(project, project.c.id == tally.c.project_id)
        .where(tally.c.unit != "")
        .group_by(tally.c.unit)
        .having(count >= least, or_(low == high, func.sum(is_full) * _MOST >= count * (_MOST - 1)))
        .order_by(plainly(connection, tally.c.unit))
    )  # fmt: skip
    return list(connection.execute(query))


def _full_points(connection: Connection) -> dict[str, int]:
    """What each profile's forms can score at most, as the ledger keeps scores."""
    found = {}
    for (profile,) in connection.execute(select(form.c.profile).distinct()):
        try:
            points = load_profile(profile).policy.total_points
        except ProfileError:
            points = _HUNDRED
        found[profile] = SCORE.whole(points) or 0
    return found or {"": 0}
