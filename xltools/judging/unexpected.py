"""Projects that are not on the roster, made of the forms that came for them.

Their rows keep their numbers from run to run, since what people decided hangs on them; a row
goes when neither a form nor a decision is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from xltools.judging.matching import one_region
from xltools.judging.scratch import batches, came, keyed, plainly, put, rows, wanted
from xltools.ledger.spelling import project_key
from xltools.ledger.tables import event, file, form, project

_LONGEST = 200
"""Of a project's key."""


def add_unexpected(connection: Connection) -> None:
    """Give every form without a project one of its own, shared by forms of the same project."""
    put(connection, keyed, _keyed(connection))
    mine = keyed.c.form_id == came.c.form_id
    connection.execute(
        update(came)
        .where(exists().where(mine))
        .values(key=select(keyed.c.key).where(mine).scalar_subquery())
    )
    for some in batches(_first_forms(connection)):
        _store(connection, {row.key: row for row in some})
    own = select(project.c.id).where(project.c.key == came.c.key).scalar_subquery()
    connection.execute(update(came).where(came.c.key != "").values(project_id=own))
    _forget(connection)
    _place(connection)


def _keyed(connection: Connection) -> Iterator[dict[str, Any]]:
    """What each form's project is told by: its code, else year, unit and name, else the file."""
    coded = came.alias("coded")
    same = (coded.c.year, coded.c.region, coded.c.unit, coded.c.bare)
    sure = (
        select(*same, func.min(coded.c.code).label("code"))
        .where(coded.c.project_id.is_(None), coded.c.code != "", coded.c.bare != "")
        .group_by(*same)
        .having(func.count(coded.c.code.distinct()) == 1)
        .subquery()
    )
    twin = and_(
        func.coalesce(sure.c.year, 0) == func.coalesce(came.c.year, 0),
        sure.c.region == came.c.region,
        sure.c.unit == came.c.unit,
        sure.c.bare == came.c.bare,
    )
    code = func.coalesce(func.nullif(came.c.code, ""), sure.c.code, "").label("own_code")
    former = project.alias("former")  # stood in the roster, and does no more
    marked = and_(former.c.copy == came.c.copy, came.c.copy != "", ~former.c.listed)
    query = (
        select(came, code, form.c.filled, form.c.number, file.c.path, former.c.key.label("own"))
        .join(form, form.c.id == came.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(sure, twin)
        .outerjoin(former, marked)
        .where(came.c.project_id.is_(None))
    )
    for row in rows(connection, query):
        key = row.own or _key(row)
        if key:
            yield {"form_id": row.form_id, "key": key}


def _key(row: Row[Any]) -> str:
    """What the form's project is known by; of an empty form that says nothing no project is made."""
    if row.own_code or row.bare:
        return project_key("", row.year, row.own_code, row.region + row.unit, row.bare)
    if not row.filled:
        return ""
    key = f"file:{row.path}#{row.number}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return key if len(key) <= _LONGEST else f"{key[: _LONGEST - 33]}|{digest}"


def _first_forms(connection: Connection) -> Iterator[Row[Any]]:
    """The earliest form of each key, one that is there before one that is gone."""
    rank = func.row_number().over(partition_by=came.c.key, order_by=(came.c.gone, came.c.place))
    ranked = select(came, rank.label("rank")).where(came.c.key != "").subquery()
    known = (
        select(
            wanted.c.unit, func.min(wanted.c.region).label("region"),
            func.min(wanted.c.project_id).label("id"),
        )
        .group_by(wanted.c.unit)
        .having(func.count(wanted.c.region.distinct()) == 1)
        .subquery()
    )  # fmt: skip
    same = and_(known.c.unit == ranked.c.unit, one_region(ranked.c.region, known.c.region))
    listed = project.alias("listed")
    query: Select[Any] = (
        select(
            ranked, form.c.profile, form.c.unit.label("typed_unit"), form.c.department,
            form.c.code.label("typed_code"), form.c.name, form.c.budget,
            listed.c.unit.label("listed_unit"), listed.c.plain_unit.label("listed_plain"),
        )
        .join(form, form.c.id == ranked.c.form_id)
        .outerjoin(known, same)
        .outerjoin(listed, listed.c.id == known.c.id)
        .where(ranked.c.rank == 1)
    )  # fmt: skip
    return rows(connection, query)


def _store(connection: Connection, forms: Mapping[str, Row[Any]]) -> None:
    values = [
        {
            "key": key, "listed": False, "position": 0, "profile": row.profile,
            "year": row.year, "unit": row.listed_unit or row.typed_unit,
            "department": row.department, "code": row.typed_code, "name": row.name,
            "budget": None, "copy": "", "sent": "", "deadline": "", "plain_code": row.code,
            "plain_name": row.bare, "plain_unit": row.listed_plain or row.region + row.unit,
        }
        for key, row in forms.items()
    ]  # fmt: skip
    query = select(project.c.key).where(project.c.key.in_(forms))
    known = set(connection.scalars(query))
    new = [each for each in values if each["key"] not in known]
    old = [
        {**each, "own": each["key"]}
        for each in values
        if each["key"] in known and not each["key"].startswith("copy:")
    ]
    if new:
        connection.execute(insert(project), new)
    if old:
        columns: dict[str, Any] = {
            name: bindparam(name) for name in old[0] if name not in ("own", "key")
        }
        connection.execute(
            update(project).where(project.c.key == bindparam("own")).values(columns),
            [{name: value for name, value in each.items() if name != "key"} for each in old],
        )


def _forget(connection: Connection) -> None:
    """Unlisted projects of which no form and no decision is left."""
    connection.execute(
        delete(project).where(
            ~project.c.listed,
            ~exists().where(came.c.project_id == project.c.id),
            ~exists().where(event.c.project_id == project.c.id),
        )
    )


def _place(connection: Connection) -> None:
    """The unlisted come behind the roster, by their keys, which no order of arrival changes."""
    last = connection.scalar(select(func.max(wanted.c.position))) or 0
    query = (
        select(project.c.id)
        .where(~project.c.listed)
        .order_by(plainly(connection, project.c.key))
    )
    order = enumerate(rows(connection, query), start=last + 1)
    for some in batches(order):
        connection.execute(
            update(project)
            .where(project.c.id == bindparam("own"))
            .values(position=bindparam("place")),
            [{"own": row.id, "place": place} for place, row in some],
        )
