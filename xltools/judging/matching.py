"""Which project each form is for: by the mark it was sent out with, by its code, by its name.

What the form itself says counts more than its mark where the two disagree about the name: a
unit that copies one project's form for another leaves the mark in it. What is only like a
project's name is never taken for it (`near`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from xltools.judging.likeness import likeness
from xltools.judging.paths import Codes
from xltools.judging.scratch import batches, came, found, put, rows, wanted
from xltools.ledger.tables import file, form

_SAME_YEAR = or_(came.c.year.is_(None), wanted.c.year.is_(None), came.c.year == wanted.c.year)
_CODE = and_(came.c.code != "", came.c.code == wanted.c.code)
_SPELLED = and_(came.c.spelled != "", came.c.spelled == wanted.c.spelled)
_BARE = and_(came.c.bare != "", came.c.bare == wanted.c.bare)
_ALWAYS = true()


def one_region(region: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """云岭县 and nothing, 云岭县 and 昆明市云岭县; not 云岭县 and 青山县."""
    return or_(
        region == other,
        region == "",
        other == "",
        region.like(literal("%").concat(other)),
        other.like(literal("%").concat(region)),
    )


_UNIT = and_(came.c.unit == wanted.c.unit, one_region(came.c.region, wanted.c.region))
_OVER = and_(came.c.over_unit == wanted.c.unit, one_region(came.c.over_region, wanted.c.region))
_NEAR_UNIT = or_(
    came.c.unit == "",
    _OVER,
    wanted.c.unit == "",
    came.c.unit.contains(wanted.c.unit),
    wanted.c.unit.contains(came.c.unit),
)
"""One of them says no unit, or a part of the other's, or the department is the project's unit."""

_PASSES: tuple[tuple[str, ColumnElement[bool]], ...] = (
    ("code", and_(_CODE, _SAME_YEAR)),
    ("code", _CODE),
    ("name", and_(_SPELLED, _UNIT, _SAME_YEAR)),
    ("name", and_(_BARE, _UNIT, _SAME_YEAR)),
    ("name", and_(_SPELLED, _UNIT)),
    ("name", and_(_BARE, _UNIT)),
)
"""Strictest first; each takes only what fits exactly one project."""


def match(connection: Connection, near: float) -> None:
    """Say of every form in `came` whose it is, if a project of the roster is meant."""
    for matched, condition in _PASSES:
        _found(connection, matched, condition)
    for name in (_SPELLED, _BARE):  # the only one of its name on the whole roster
        _found(connection, "name", name, _NEAR_UNIT)
    _by_copy(connection)
    _by_content(connection)
    _by_path(connection, near)


def _found(
    connection: Connection,
    matched: str,
    condition: ColumnElement[bool],
    also: ColumnElement[bool] = _ALWAYS,
) -> None:
    """Take what the condition gives exactly one project for, if that one fits `also`."""
    known = exists().where(found.c.form_id == came.c.form_id)
    query = (
        select(came.c.form_id, func.min(wanted.c.project_id), literal(matched))
        .select_from(came)
        .join(wanted, condition)
        .where(~known)
        .group_by(came.c.form_id)
        .having(func.count() == 1, func.max(case((also, 1), else_=0)) == 1)
    )
    connection.execute(insert(found).from_select(["form_id", "project_id", "matched"], query))


def _by_copy(connection: Connection) -> None:
    own = (wanted.c.copy == came.c.copy, came.c.copy != "")
    marked = select(wanted.c.project_id).where(*own).scalar_subquery()
    connection.execute(
        update(came).where(exists().where(*own)).values(project_id=marked, matched="copy")
    )


def _by_content(connection: Connection) -> None:
    """Where there is no mark, or the name is not that of the project whose mark it bears."""
    mine = found.c.form_id == came.c.form_id
    marked = select(wanted.c.bare).where(wanted.c.project_id == came.c.project_id)
    connection.execute(
        update(came)
        .where(
            exists().where(mine, found.c.project_id != func.coalesce(came.c.project_id, 0)),
            or_(came.c.project_id.is_(None), marked.scalar_subquery() != came.c.bare),
        )
        .values(
            project_id=select(found.c.project_id).where(mine).scalar_subquery(),
            matched=select(found.c.matched).where(mine).scalar_subquery(),
        )
    )


def _nameless(connection: Connection) -> Iterator[Row[Any]]:
    """What nobody has claimed, with the path of its file."""
    query = (
        select(came.c.form_id, came.c.bare, file.c.path)
        .join(form, form.c.id == came.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(came.c.project_id.is_(None))
        .order_by(came.c.place)
    )
    return rows(connection, query)


def _by_path(connection: Connection, near: float) -> None:
    """A form without a name, or with one that is almost right, in a file that bears the code."""
    codes = Codes(connection)
    connection.execute(found.delete())
    for some in batches(_nameless(connection)):
        named = codes.named({each.form_id: each.path for each in some})
        sure = {form_id: min(ids) for form_id, ids in named.items() if len(ids) == 1}
        names = dict(
            connection.execute(
                select(wanted.c.project_id, wanted.c.bare).where(
                    wanted.c.project_id.in_(set(sure.values()))
                )
            ).all()
        )
        put(
            connection,
            found,
            (
                {"form_id": each.form_id, "project_id": sure[each.form_id], "matched": "path"}
                for each in some
                if each.form_id in sure
                and (not each.bare or likeness(each.bare, names[sure[each.form_id]]) >= near)
            ),
        )
    _by_content(connection)
