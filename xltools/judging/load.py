"""The ledger's forms and the roster into the scratch tables, under names in one spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, or_, select

from xltools.collect.names import folded, spelling
from xltools.judging.scratch import came, plainly, put, rows, wanted, weigh
from xltools.judging.units import Unit, unit_of
from xltools.ledger.spelling import plain_code, plain_name
from xltools.ledger.tables import file, form, project

_LONGEST = 500
"""What is longer fits into no index of PostgreSQL."""
_COPIES = ("-副本", "副本", "(1)", "(2)", "(3)", "（1）", "（2）", "（3）")


class Names:
    """Spells the units of one settling; the same unit stands in many forms."""

    def __init__(self, synonyms: Mapping[str, str]) -> None:
        self.unit = lru_cache(maxsize=4096)(lambda name: unit_of(name, synonyms))

    def of(self, code: str, name: str, unit: Unit) -> dict[str, str]:
        """The columns that both sides are compared by."""
        return {
            "code": plain_code(code), "spelled": spelling(name)[:_LONGEST],
            "bare": plain_name(name), "region": unit.region, "unit": unit.name,
        }  # fmt: skip


def stem_of(path: str) -> str:
    """What a file is called, without its ending and the marks of a copy.

    >>> stem_of("邮箱/危桥改造(1).xlsx") == stem_of("交通局/危桥改造.xls")
    True
    """
    name = PurePosixPath(path).stem
    while (mark := next((each for each in _COPIES if name.endswith(each)), None)) is not None:
        name = name.removesuffix(mark)
    return folded(name)


def load(connection: Connection, names: Names) -> None:
    """Fill `wanted` and `came`."""
    put(connection, wanted, _wanted(connection, names))
    put(connection, came, _came(connection, names))
    weigh(connection, wanted, came)


def _wanted(connection: Connection, names: Names) -> Iterator[dict[str, Any]]:
    query = select(project).where(project.c.listed).order_by(project.c.position, project.c.id)
    for row in rows(connection, query):
        yield {
            "project_id": row.id, "position": row.position, "copy": row.copy,
            "year": row.year, "stem": stem_of(row.sent),
        } | names.of(row.code, row.name, names.unit(row.unit))  # fmt: skip


def _came(connection: Connection, names: Names) -> Iterator[dict[str, Any]]:
    gone = or_(file.c.gone, ~file.c.latest)
    query = (
        select(
            form.c.id, form.c.copy, form.c.year, form.c.unit, form.c.department, form.c.code,
            form.c.name, gone.label("gone"),
        )
        .join(file, file.c.id == form.c.file_id)
        .order_by(file.c.modified, plainly(connection, file.c.path), form.c.number, form.c.id)
    )  # fmt: skip
    for place, row in enumerate(rows(connection, query)):
        over = names.unit(row.department)
        yield {
            "form_id": row.id, "place": place, "gone": row.gone, "copy": row.copy,
            "year": row.year, "over_region": over.region, "over_unit": over.name, "key": "",
            "project_id": None, "matched": "none",
        } | names.of(row.code, row.name, names.unit(row.unit))  # fmt: skip
