"""How projects stand at this moment, and who had the last word about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, func, or_, select, true

from xltools.ledger.spelling import project_key
from xltools.ledger.states import current_select
from xltools.ledger.tables import event, project
from xltools.overview.selects import in_order

WITHDRAWN = "（意见已撤销）"
"""A remark that takes the one before it back: entries are only added."""


_CHUNK = 2000


class Now(Struct, frozen=True):
    """One project: its state, since when and why; `who` said so, "" where it follows from the forms.

    `remark` is the last one, "" without. `by` entered the last word of any kind, `at` then; ""
    where nobody ever did.
    """

    project: int
    key: str
    unit: str
    code: str
    name: str
    state: str
    since: str
    who: str
    why: str
    remark: str
    by: str
    at: str

    @property
    def shown(self) -> str:
        """Its code and name."""
        return f"{self.code} {self.name}".strip()


def now_of(connection: Connection, only: Select[tuple[int]] | None) -> Iterator[Now]:
    """The projects of these numbers, all by default, in the ledger's order."""
    states = current_select(only).subquery("states")
    last = (
        select(func.max(event.c.id).label("id"))
        .where(true() if only is None else event.c.project_id.in_(only))
        .group_by(event.c.project_id)
        .subquery()
    )
    word = (
        select(event.c.project_id, event.c.who.label("by"), event.c.at)
        .join(last, last.c.id == event.c.id)
        .subquery("word")
    )
    query = (
        select(
            project.c.key, project.c.unit, project.c.code, project.c.name, states,
            word.c.by, word.c.at,
        )
        .join(states, states.c.project_id == project.c.id)
        .outerjoin(word, word.c.project_id == project.c.id)
        .order_by(*in_order())
    )  # fmt: skip
    return map(_now, connection.execute(query, execution_options={"yield_per": _CHUNK}))


def by_keys(connection: Connection, keys: Sequence[str]) -> dict[str, Now]:
    """The projects of these keys, also those that a roster has given another key since."""
    only = select(project.c.id).where(project.c.key.in_(keys))
    found = {each.key: each for each in now_of(connection, only)}
    former = _former(connection, [key for key in keys if key not in found])
    if former:
        moved = select(project.c.id).where(project.c.id.in_(former.values()))
        by_number = {each.project: each for each in now_of(connection, moved)}
        found |= {key: by_number[number] for key, number in former.items()}
    return found


def _former(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """The projects that were known by these keys while nobody expected them: by code, or by name."""
    codes = [key.partition("|")[2] for key in keys if key.startswith("code:")]
    names = [key.split("|", 2)[-1] for key in keys if key.startswith("name:")]
    if not codes and not names:
        return {}
    c = project.c
    query = select(c.id, c.year, c.plain_code, c.plain_unit, c.plain_name).where(
        or_(c.plain_code.in_(codes), c.plain_name.in_(names))
    )
    found: dict[str, set[int]] = {key: set() for key in keys}
    for number, year, code, unit, name in connection.execute(query):
        for key in {
            project_key("", year, code, unit, name),
            project_key("", year, "", unit, name),
        }:
            if key in found:
                found[key].add(number)
    return {key: min(numbers) for key, numbers in found.items() if len(numbers) == 1}


def _now(row: Row[Any]) -> Now:
    remark = "" if row.remark == WITHDRAWN else row.remark
    return Now(
        row.project_id, row.key, row.unit, row.code, row.name, row.state, row.since or "",
        row.who, row.why, remark, row.by or "", row.at or "",
    )  # fmt: skip
