"""Budgets of the forms against those of the roster: of each project, and of a unit in all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, or_, select, type_coerce

from xltools.collect.project import money
from xltools.judging.scratch import plainly, rows, tally
from xltools.judging.told import tell
from xltools.ledger.tables import MONEY, form, project
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Across

_BOTH = and_(project.c.listed, project.c.budget.is_not(None), form.c.budget.is_not(None))


def budgets_are_as_listed(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """Each project's budget is that of the roster."""
    more = type_coerce(form.c.budget - project.c.budget, MONEY)
    differ = or_(more > rules.unit_budget, more < -rules.unit_budget)
    query = (
        select(tally.c.form_id, form.c.budget.label("found"), project.c.budget.label("listed"))
        .join(form, form.c.id == tally.c.form_id)
        .join(project, project.c.id == tally.c.project_id)
        .where(_BOTH, differ)
        .order_by(tally.c.place)
    )
    for row in rows(connection, query):
        told = tell(
            "across", AcrossCode.BUDGET_DIFFERS, field="全年预算数", found=money(row.found),
            listed=money(row.listed), gap=money(abs(row.found - row.listed)),
        )  # fmt: skip
        yield row.form_id, told


def sums_are_as_listed(
    connection: Connection, rules: Across
) -> Iterator[tuple[str, FindingRecord]]:
    """The budgets of a unit's projects that returned add up to what the roster gives them."""
    returned = type_coerce(func.sum(form.c.budget), MONEY)
    planned = type_coerce(func.sum(project.c.budget), MONEY)
    query = (
        select(
            func.min(plainly(connection, project.c.unit)).label("unit"), func.count().label("forms"),
            returned.label("returned"), planned.label("listed"),
        )
        .join_from(tally, form, form.c.id == tally.c.form_id)
        .join(project, project.c.id == tally.c.project_id)
        .where(_BOTH)
        .group_by(tally.c.unit)
        .having(func.sum(form.c.budget) != func.sum(project.c.budget))
        .order_by(plainly(connection, tally.c.unit))
    )  # fmt: skip
    for row in rows(connection, query):
        gap = abs(row.returned - row.listed)
        if gap > rules.unit_budget:
            told = tell(
                "across", AcrossCode.UNIT_BUDGET, count=row.forms,
                returned=money(row.returned), listed=money(row.listed), gap=money(gap),
            )  # fmt: skip
            yield row.unit, told
