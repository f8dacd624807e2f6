"""Amounts of money that are another project's to the digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from xltools.collect.project import money, quoted
from xltools.judging.across.said import shown, told_of_groups
from xltools.judging.scratch import amount, put, rows, tally
from xltools.judging.told import tell
from xltools.ledger.tables import file, form, project
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Across

_MUCH = Decimal("0.1")
"""A project that spent about what it had is nobody's copy."""
_MEASURES = {"budget": "全年预算数", "outturn": "全年执行数"}


def amounts_are_not_copied(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """An outturn that is far from the budget is not another project's money of the same unit."""
    put(connection, amount, _amounts(connection, rules.amount_digits))
    mine, theirs = amount.alias("mine"), amount.alias("theirs")
    same = and_(
        theirs.c.unit == mine.c.unit,
        theirs.c.value == mine.c.value,
        theirs.c.form_id != mine.c.form_id,
    )
    query = (
        select(
            mine.c.form_id, mine.c.value, theirs.c.measure, form.c.budget.label("own_budget"),
            project.c.unit, project.c.name, file.c.path,
        )
        .join_from(mine, theirs, same)
        .join(form, form.c.id == mine.c.form_id)
        .join(project, project.c.id == theirs.c.project_id)
        .join(file, file.c.id == theirs.c.file_id)
        .where(mine.c.odd)
        .order_by(mine.c.place, theirs.c.measure, theirs.c.place)
    )  # fmt: skip
    for form_id, group in groupby(rows(connection, query), lambda row: row.form_id):
        first = next(group)
        told = tell(
            "across", AcrossCode.AMOUNT_COPIED, field="全年执行数", value=money(first.value),
            other=shown(first), measure=_MEASURES[first.measure],
            budget=money(first.own_budget),
        )  # fmt: skip
        yield form_id, told


def _amounts(connection: Connection, least: int) -> Iterator[dict[str, Any]]:
    """Budgets and outturns of enough digits; `odd` is an outturn far from its budget."""
    query = (
        select(
            tally.c.form_id, tally.c.project_id, tally.c.place, tally.c.unit, form.c.file_id,
            form.c.budget, form.c.outturn,
        )
        .join(form, form.c.id == tally.c.form_id)
        .order_by(tally.c.place)
    )  # fmt: skip
    for row in rows(connection, query):
        own = {
            "form_id": row.form_id, "project_id": row.project_id, "place": row.place,
            "unit": row.unit, "file_id": row.file_id,
        }  # fmt: skip
        for measure in _MEASURES:
            value = getattr(row, measure)
            if value is None or digits(value) < least:
                continue
            odd = measure == "outturn" and row.budget is not None
            odd = odd and abs(value - row.budget) > _MUCH * row.budget
            yield own | {"measure": measure, "value": value, "odd": odd}


def digits(value: Decimal) -> int:
    """Digits that say something: 3 of 48.9 and of 4890."""
    return len(value.normalize().as_tuple().digits)


def money_is_not_alike(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """Two projects, of whatever units, do not have both budget and outturn the same."""
    pair = (form.c.budget, form.c.outturn)
    twice = (
        select(*pair, func.count().label("forms"))
        .join(tally, tally.c.form_id == form.c.id)
        .where(form.c.budget != form.c.outturn)
        .group_by(*pair)
        .having(func.count() > 1)
        .subquery()
    )
    query = (
        select(
            tally.c.form_id, form.c.budget, form.c.outturn, project.c.unit, project.c.name,
            file.c.path,
        )
        .join(form, form.c.id == tally.c.form_id)
        .join(twice, (twice.c.budget == form.c.budget) & (twice.c.outturn == form.c.outturn))
        .join(project, project.c.id == tally.c.project_id)
        .join(file, file.c.id == form.c.file_id)
        .order_by(form.c.budget, form.c.outturn, tally.c.place)
    )  # fmt: skip
    several = (row for row in rows(connection, query) if _distinctive(row, rules))
    yield from told_of_groups(several, lambda row: (row.budget, row.outturn), _alike)


def _distinctive(row: Row[Any], rules: Across) -> bool:
    return digits(row.outturn) > rules.amount_digits


def _alike(row: Row[Any], others: Sequence[Row[Any]]) -> tuple[int, FindingRecord]:
    told = tell(
        "across", AcrossCode.AMOUNTS_ALIKE, field="全年执行数", budget=money(row.budget),
        value=money(row.outturn), other=f"{others[0].unit}{quoted(others[0].name)}",
    )  # fmt: skip
    return row.form_id, told
