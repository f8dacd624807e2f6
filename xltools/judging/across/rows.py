"""Indicators copied from project to project with their targets and results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, and_, func, insert, select

from xltools.judging.across.said import FEW, named, named_outward, told_of_groups
from xltools.judging.scratch import alike, alike_row, plainly, put, rows, tally, whole
from xltools.judging.told import tell
from xltools.ledger.tables import file, form, indicator, project
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Across

_FREQUENT = 8
"""A row that stands in more forms than this is looked at only where whole forms are alike."""

_FILLED = and_(indicator.c.name != "", indicator.c.target != "", indicator.c.actual != "")
_SIGNATURE = (indicator.c.name, indicator.c.target, indicator.c.actual)


def rows_are_not_copied(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """No two projects have many rows, and half of all, with the same target and result."""
    _find_alike(connection)
    for _, group in groupby(rows(connection, _pairs(rules)), lambda row: row.form_id):
        partners = list(group)
        yield _copied(partners[0], partners[0].own_unit, partners[:FEW], len(partners))
    put(connection, whole, _wholes(connection, rules))
    yield from told_of_groups(
        rows(connection, _same_wholes(connection)), lambda row: row.digest, _one_of_many
    )


def _copied(
    row: Row[Any], unit: str, others: Sequence[Row[Any]], count: int
) -> tuple[int, FindingRecord]:
    told = tell(
        "across", AcrossCode.ROWS_COPIED, cell=row.first_cell, field="绩效指标", rows=row.rows,
        count=count, others=named(others, count),
        outward={"others": named_outward(unit, others, count)},
    )  # fmt: skip
    return row.form_id, told


def _one_of_many(row: Row[Any], others: Sequence[Row[Any]]) -> tuple[int, FindingRecord]:
    return _copied(row, row.unit, others, row.forms - 1)


def _find_alike(connection: Connection) -> None:
    """Rows that stand in several forms, with in how many."""
    count = func.count(tally.c.form_id.distinct())
    many = (
        select(*_SIGNATURE, count.label("forms"))
        .join(tally, tally.c.form_id == indicator.c.form_id)
        .where(_FILLED)
        .group_by(*_SIGNATURE)
        .having(count > 1)
        .subquery()
    )
    same = (many.c.name, many.c.target, many.c.actual)
    numbered = select(
        func.row_number().over(order_by=[plainly(connection, each) for each in same]),
        *same,
        many.c.forms,
    )
    columns = ["id", "name", "target", "actual", "forms"]
    connection.execute(insert(alike).from_select(columns, numbered))
    standing_in = (
        select(alike.c.id, tally.c.form_id, func.min(indicator.c.id))
        .select_from(indicator)
        .join(tally, tally.c.form_id == indicator.c.form_id)
        .join(alike, and_(*(alike.c[each.name] == each for each in _SIGNATURE)))
        .group_by(alike.c.id, tally.c.form_id)
    )
    connection.execute(
        insert(alike_row).from_select(["alike_id", "form_id", "number"], standing_in)
    )


def _filled_rows() -> Subquery:
    """Of each form with rows like others' how many it has in all."""
    return (
        select(indicator.c.form_id, func.count().label("all"))
        .where(_FILLED, indicator.c.form_id.in_(select(alike_row.c.form_id)))
        .group_by(indicator.c.form_id)
        .subquery()
    )


def _pairs(rules: Across) -> Select[Any]:
    """Forms with the forms that they share rows with, most alike first."""
    mine, theirs, filled = alike_row.alias("mine"), alike_row.alias("theirs"), _filled_rows()
    same = and_(mine.c.alike_id == theirs.c.alike_id, mine.c.form_id != theirs.c.form_id)
    pairs = (
        select(
            mine.c.form_id, theirs.c.form_id.label("other"), func.count().label("rows"),
            func.min(mine.c.number).label("number"),
        )
        .join_from(alike, mine, mine.c.alike_id == alike.c.id)
        .join(theirs, same)
        .where(alike.c.forms <= _FREQUENT)
        .group_by(mine.c.form_id, theirs.c.form_id)
        .having(func.count() >= rules.indicator_rows)
        .subquery()
    )  # fmt: skip
    first, own, their = indicator.alias("first"), tally.alias("own"), tally.alias("their")
    owner = project.alias("owner")
    return (
        select(
            pairs, first.c.cell.label("first_cell"), owner.c.unit.label("own_unit"),
            project.c.unit, project.c.name, file.c.path,
        )
        .join(filled, filled.c.form_id == pairs.c.form_id)
        .join(first, first.c.id == pairs.c.number)
        .join(own, own.c.form_id == pairs.c.form_id)
        .join(owner, owner.c.id == own.c.project_id)
        .join(their, their.c.form_id == pairs.c.other)
        .join(project, project.c.id == their.c.project_id)
        .join(form, form.c.id == pairs.c.other)
        .join(file, file.c.id == form.c.file_id)
        .where(pairs.c.rows * 2 >= filled.c.all)
        .order_by(own.c.place, pairs.c.rows.desc(), their.c.place)
    )  # fmt: skip


def _wholes(connection: Connection, rules: Across) -> Iterator[dict[str, Any]]:
    """Of forms that are mostly rows which very many have: a digest of those rows."""
    filled = _filled_rows()
    often = alike.c.forms > _FREQUENT
    mostly = (
        select(alike_row.c.form_id)
        .join(alike, alike.c.id == alike_row.c.alike_id)
        .join(filled, filled.c.form_id == alike_row.c.form_id)
        .where(often)
        .group_by(alike_row.c.form_id, filled.c.all)
        .having(func.count() >= rules.indicator_rows, func.count() * 2 >= filled.c.all)
    )
    query = (
        select(alike_row)
        .join(alike, alike.c.id == alike_row.c.alike_id)
        .where(often, alike_row.c.form_id.in_(mostly))
        .order_by(alike_row.c.form_id, alike_row.c.alike_id)
    )
    for form_id, group in groupby(rows(connection, query), lambda row: row.form_id):
        same = list(group)  # the rows of one form
        digest = hashlib.sha256(" ".join(str(row.alike_id) for row in same).encode())
        count, number = len(same), min(row.number for row in same)
        yield {
            "form_id": form_id, "digest": digest.hexdigest(), "rows": count, "number": number
        }  # fmt: skip


def _same_wholes(connection: Connection) -> Select[Any]:
    same = (
        select(whole.c.digest, func.count().label("forms"))
        .group_by(whole.c.digest)
        .having(func.count() > 1)
        .subquery()
    )
    return (
        select(
            whole.c.form_id, whole.c.digest, whole.c.rows, same.c.forms,
            indicator.c.cell.label("first_cell"), project.c.unit, project.c.name, file.c.path,
        )
        .join(same, same.c.digest == whole.c.digest)
        .join(indicator, indicator.c.id == whole.c.number)
        .join(tally, tally.c.form_id == whole.c.form_id)
        .join(project, project.c.id == tally.c.project_id)
        .join(form, form.c.id == whole.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .order_by(plainly(connection, whole.c.digest), tally.c.place)
    )  # fmt: skip
