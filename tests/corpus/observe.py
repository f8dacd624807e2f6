"""What became of each file in one run of `xltools collect`, read from its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from corpus.base import Base
from xltools.ledger.book import open_ledger
from xltools.ledger.tables import file, finding, form, indicator


class Form(Struct):
    """What was read of one form: what it comes to, its cells, its findings as code and cell."""

    result: tuple[object, ...]
    reads: dict[str, Decimal | str | None]
    findings: dict[tuple[str, str], str]
    severities: set[str]


class Outcome(Struct):
    """What became of one file, or of one member of an archive."""

    path: str
    kind: str
    code: str
    reason: str
    forms: list[Form]


def outcomes(ledger: Path, base: Base) -> dict[str, Outcome]:
    """Every file and member by its path."""
    found: dict[str, Outcome] = {}
    with open_ledger(ledger, create=False) as book, book.read() as connection:
        forms: dict[int, list[Form]] = {}
        rows = _by(connection.execute(select(indicator)).mappings(), "form_id")
        told = _by(connection.execute(select(finding)).mappings(), "form_id")
        for each in connection.execute(select(form)).mappings():
            made = _form(each, rows.get(each["id"], []), told.get(each["id"], []), base)
            forms.setdefault(each["file_id"], []).append(made)
        for each in connection.execute(select(file)).mappings():
            found[each["path"]] = Outcome(
                each["path"],
                each["kind"],
                each["code"],
                each["reason"],
                forms.get(each["id"], []),
            )
    return found


def _by(rows: Iterable[Mapping[str, Any]], key: str) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _form(
    one: Mapping[str, Any],
    rows: list[Mapping[str, Any]],
    told: list[Mapping[str, Any]],
    base: Base,
) -> Form:
    figures = (
        "row",
        "target_number",
        "actual_number",
        "points",
        "rate",
        "typed_score",
        "score",
    )
    table = tuple(tuple(row[key] for key in figures) for row in rows)
    totals = tuple(
        one[key] for key in ("profile", "year", "budget", "outturn", "rate", "score")
    )
    mine = next((row for row in rows if row["row"] == base.cells["actual"].row), None)
    reads: dict[str, Decimal | str | None] = {"outturn": one["outturn"], "name": one["name"]}
    if mine is not None:
        reads |= {"actual": mine["actual_number"], "points": mine["points"]}
    own = [each for each in told if each["origin"] in ("form", "sent")]
    return Form(
        (*totals, *table), reads,
        {(each["code"], each["cell"]): each["message"] for each in own},
        {each["severity"] for each in own},
    )  # fmt: skip
