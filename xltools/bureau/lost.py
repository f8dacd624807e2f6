"""Files that could not be taken → the units they seem to come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection, select

from xltools.bureau.dossier import Unit
from xltools.collect.names import folded
from xltools.ledger.tables import file, form, project, refusal, standing
from xltools.overview.selects import bytewise

_SHORTEST = 3
"""Characters of a folder's name that may be the end of a unit's: 水务局."""


class Lost(Struct, frozen=True):
    """A file that is there and was not taken; `project` is the one that its name tells of."""

    path: str
    reason: str
    modified: str
    project: int | None


def lost_files(
    connection: Connection, units: Sequence[Unit]
) -> Mapping[str | None, Sequence[Lost]]:
    """All of them by their unit's key; None has those whose unit nobody can tell.

    What is held grows with the number of files that were refused, and nothing else.
    """
    query = (
        select(
            file.c.path, file.c.reason, file.c.modified,
            project.c.id.label("project_id"), project.c.plain_unit,
        )
        .outerjoin(refusal, refusal.c.file_id == file.c.id)
        .outerjoin(project, project.c.id == refusal.c.project_id)
        .where(file.c.kind == "refused", file.c.latest, ~file.c.gone)
        .order_by(file.c.modified, bytewise(file.c.path), project.c.id)
    )  # fmt: skip
    known = [(each.key, each.key) for each in units if each.key]
    found: dict[str | None, list[Lost]] = defaultdict(list)
    for row in connection.execute(query):
        key = row.plain_unit
        if row.project_id is None:
            key = unit_in(row.path, known)
        found[key].append(Lost(row.path, row.reason, row.modified, row.project_id))
    return found


def unit_in(path: str, units: Sequence[tuple[str, str]]) -> str | None:
    """The key of the one unit that a path names, by a folder or in a name; None for none or several.

    >>> unit_in("U盘/水务局/表.zip", [("云岭县水务局", "w"), ("云岭县教育局", "j")])
    'w'
    """
    parts = [folded(part) for part in path.split("/")]
    named = {key for name, key in units if any(name in part for part in parts)}
    if not named:
        ends = [part for part in parts[:-1] if len(part) >= _SHORTEST]
        named = {key for name, key in units if any(name.endswith(part) for part in ends)}
    return named.pop() if len(named) == 1 else None


def refused_files(connection: Connection) -> Iterator[tuple[str, str]]:
    """Path and reason of what is there and was not taken, files that were read included."""
    unread = select(file.c.path, file.c.reason).where(
        file.c.kind == "refused", file.c.latest, ~file.c.gone
    )
    forms = (
        select(file.c.path, standing.c.reason)
        .join(form, form.c.file_id == file.c.id)
        .join(standing, standing.c.form_id == form.c.id)
        .where(standing.c.verdict == "refused", file.c.latest, ~file.c.gone)
    )
    both = unread.union_all(forms).subquery()
    for row in connection.execute(
        select(both.c.path, both.c.reason).order_by(bytewise(both.c.path))
    ):
        yield row.path, row.reason
