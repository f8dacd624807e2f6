"""What a form that nobody awaits may be meant for: proposed, never taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, func, select

from xltools.judging.likeness import likeness, pairs_of
from xltools.judging.remarks import named
from xltools.judging.scratch import batches, came, form_gram, gram, near_text, put, rows, wanted
from xltools.ledger.tables import near, project
from xltools.returns.rules import Matching

_COMMON = 200
"""Two characters that stand in more names than this (建设, 项目) tell none apart."""
_CANDIDATES = 10


class Near(Struct, frozen=True):
    """A project that a form may be for; `own` if it is of the form's own unit."""

    form_id: int
    project_id: int
    likeness: Decimal
    own: bool


def propose(connection: Connection, rules: Matching) -> None:
    """Write down what forms that nobody awaits may be for, and in which words to say so."""
    for some in batches(find_near(connection, rules)):
        values = [
            {"form_id": each.form_id, "project_id": each.project_id, "likeness": each.likeness}
            for found in some
            for each in found
        ]
        connection.execute(near.insert(), values)
        put(connection, near_text, (_text(connection, found) for found in some))


def _text(connection: Connection, found: list[Near]) -> dict[str, Any]:
    ids = [each.project_id for each in found]
    query = select(project).where(project.c.id.in_(ids))
    names = {row.id: named(row.code, row.name, row.unit) for row in connection.execute(query)}
    own = [names[each.project_id] for each in found if each.own]
    text = "、".join(names[each] for each in ids)
    return {"form_id": found[0].form_id, "text": text, "own_text": "、".join(own)}


def find_near(connection: Connection, rules: Matching) -> Iterator[list[Near]]:
    """Of every form without a project those that it is most like; forms with none are left out.

    A project of another unit must be a good deal more like it than one of the same.
    """
    _grams(connection)
    for _, same in groupby(rows(connection, _candidates()), lambda row: row.form_id):
        found = sorted(
            ((_score(row, rules), row.position, row) for row in same),
            key=lambda each: (-each[0], each[1]),
        )
        near_ones = [
            Near(row.form_id, row.project_id, _rounded(score), _is_own(row, rules))
            for score, _, row in found[: rules.near_most]
            if score >= rules.near
        ]
        if near_ones:
            yield near_ones


def _rounded(score: float) -> Decimal:
    return Decimal(str(round(score, 4)))


def _grams(connection: Connection) -> None:
    open_forms = select(came.c.form_id, came.c.bare).where(
        came.c.project_id.is_(None), came.c.bare != ""
    )
    put(
        connection,
        form_gram,
        (
            {"form_id": row.form_id, "gram": each}
            for row in rows(connection, open_forms)
            for each in sorted(pairs_of(row.bare))
        ),
    )
    if connection.scalar(select(func.count()).select_from(form_gram)):
        listed = select(wanted.c.project_id, wanted.c.bare)
        put(
            connection,
            gram,
            (
                {"project_id": row.project_id, "gram": each}
                for row in rows(connection, listed)
                for each in sorted(pairs_of(row.bare))
            ),
        )
    common = select(gram.c.gram).group_by(gram.c.gram).having(func.count() > _COMMON)
    connection.execute(gram.delete().where(gram.c.gram.in_(common)))


def _candidates() -> Select[Any]:
    """The projects that share most with each form, those of its unit before others."""
    shared = (
        select(form_gram.c.form_id, gram.c.project_id, func.count().label("shared"))
        .join(gram, gram.c.gram == form_gram.c.gram)
        .group_by(form_gram.c.form_id, gram.c.project_id)
        .subquery()
    )
    ranked = (
        select(
            shared.c.form_id, came.c.place, came.c.bare, came.c.unit, came.c.year,
            came.c.unit.in_(select(wanted.c.unit)).label("known_unit"),
            wanted.c.project_id, wanted.c.position, wanted.c.bare.label("other"),
            wanted.c.unit.label("other_unit"), wanted.c.year.label("other_year"),
            func.row_number()
            .over(
                partition_by=shared.c.form_id,
                order_by=(shared.c.shared.desc(), func.length(wanted.c.bare), wanted.c.position),
            )
            .label("rank"),
        )
        .join(came, came.c.form_id == shared.c.form_id)
        .join(wanted, wanted.c.project_id == shared.c.project_id)
        .subquery()
    )  # fmt: skip
    return (
        select(ranked)
        .where(ranked.c.rank <= _CANDIDATES)
        .order_by(ranked.c.place, ranked.c.rank)
    )


def _score(row: Row[Any], rules: Matching) -> float:
    """The likeness of the names; 0 where another unit's is not close enough."""
    alike = likeness(row.bare, row.other)
    return alike if _same_unit(row, rules) or alike >= (1 + rules.near) / 2 else 0.0


def _is_own(row: Row[Any], rules: Matching) -> bool:
    """A unit that is on no roster may be one of them, ill spelled; one that is on it is itself."""
    if row.known_unit:
        return bool(row.unit == row.other_unit)
    return _same_unit(row, rules)


def _same_unit(row: Row[Any], rules: Matching) -> bool:
    return not row.unit or likeness(row.unit, row.other_unit) >= rules.near
