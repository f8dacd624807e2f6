"""The awaited projects in the ledger: a new roster changes them, and loses nothing that was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from xltools.ledger.roster import RosterRow
from xltools.ledger.rows import writable
from xltools.ledger.spelling import plain_code, plain_name, plain_unit, project_key
from xltools.ledger.tables import MONEY, project
from xltools.ledger.versions import chunks

Values = dict[str, Any]


def set_projects(
    connection: Connection, rows: Sequence[RosterRow], synonyms: Mapping[str, str]
) -> None:
    """These are awaited and no others; a row finds its project by copy, else by code or name.

    Where the roster is silent about copy, sent form and table, what is known stays. Of two rows
    for one project (in two rosters) the later one counts.
    """
    wanted: dict[str, Values] = {}
    for row in rows:
        values = _values(row, synonyms)
        old = wanted.get(values["key"])
        wanted[values["key"]] = values | {
            "position": old["position"] if old else len(wanted) + 1
        }
    known = _Known(connection)
    fresh, changed = [], []
    for values, found in known.matched(list(wanted.values())):
        if found is None:
            fresh.append(values)
        elif not _same(found, values):
            changed.append({**found, **values, "its": found["id"]})
    gone = [each["id"] for each in known.left() if each["listed"]]
    for some in chunks(gone):
        statement = update(project).where(project.c.id.in_(some)).values(listed=False)
        connection.execute(statement)
    if changed:
        _change(connection, changed)
    if fresh:
        connection.execute(insert(project), fresh)


def _values(row: RosterRow, synonyms: Mapping[str, str]) -> Values:
    code, name = plain_code(row.code), plain_name(row.name)
    unit = plain_unit(row.unit, synonyms)
    texts = {
        "profile": row.profile[:80], "unit": row.unit, "department": row.department,
        "code": row.code, "name": row.name, "copy": row.copy, "sent": row.sent,
        "plain_code": code, "plain_name": name, "plain_unit": unit,
        "key": project_key(row.copy, row.year, code, unit, name),
    }  # fmt: skip
    return {
        **{key: writable(text) for key, text in texts.items()},
        "listed": True, "year": row.year, "budget": row.budget, "deadline": row.deadline,
    }  # fmt: skip


class _Known:
    """The projects of the ledger, each found once."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(project).order_by(project.c.id)).mappings()
        self._all: dict[int, Values] = {row["id"]: dict(row) for row in rows}
        self._by: dict[tuple[Any, ...], list[int]] = {}
        for number, row in self._all.items():
            for name in _names(row):
                self._by.setdefault(name, []).append(number)

    def matched(self, wanted: list[Values]) -> Iterator[tuple[Values, Values | None]]:
        """Each with the project it is: all that share a copy first, then by code, then by name."""
        found: dict[int, Values] = {}
        for level in range(3):
            for index, values in enumerate(wanted):
                name = _names(values)[level]
                if index not in found and name and (one := self._take(name)):
                    found[index] = one
        for index, values in enumerate(wanted):
            old = found.get(index)
            yield (values, None) if old is None else (_filled(values, old), old)

    def left(self) -> Iterator[Values]:
        """Those that nobody asked for."""
        yield from self._all.values()

    def _take(self, name: tuple[Any, ...]) -> Values | None:
        for number in self._by.get(name, ()):
            if number in self._all:
                return self._all.pop(number)
        return None


def _filled(values: Values, old: Values) -> Values:
    """What a roster says, with what was known where it is silent."""
    kept = {key: values[key] or old[key] for key in ("sent", "profile")}
    if not values["copy"]:
        kept |= {key: old[key] for key in ("copy", "key")}
    return values | kept


def _names(values: Values) -> tuple[tuple[Any, ...], ...]:
    """By what it may be found: copy, code, name; () for what it does not have."""
    year, code, name = values["year"], values["plain_code"], values["plain_name"]
    return (
        ("copy", values["copy"]) if values["copy"] else (),
        ("code", year, code) if code else (),
        ("name", year, values["plain_unit"], name) if name else (),
    )


def _same(old: Values, new: Values) -> bool:
    return all(
        MONEY.whole(old[key]) == MONEY.whole(value) if key == "budget" else old[key] == value
        for key, value in new.items()
    )


def _change(connection: Connection, rows: list[Values]) -> None:
    """Write changed projects; keys that move from one to another must not meet on the way."""
    moving = [{"its": each["its"], "to": f"moving:{each['its']}"} for each in rows]
    by_id = update(project).where(project.c.id == bindparam("its"))
    connection.execute(by_id.values(key=bindparam("to")), moving)
    names = [column.name for column in project.columns if column.name != "id"]
    values: Values = {name: bindparam(f"new_{name}") for name in names}
    given = [
        {"its": each["its"], **{f"new_{name}": each[name] for name in names}} for each in rows
    ]
    connection.execute(by_id.values(values), given)
