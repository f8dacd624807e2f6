"""Findings as the ledger keeps them, in words → findings as letters and lists want them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from xltools.findings import Catalogue, Finding, Severity
from xltools.model import Place
from xltools.package.references import column_number
from xltools.patterns import Pattern

_CELL = Pattern(r"([A-Z]{1,3})([1-9]\d{0,6})")
_Maker = Callable[[str, dict[str, tuple[str, Severity, str, str]]], type[Catalogue]]
_SEVERITIES = {each.key: each for each in Severity}


def said(code: str, severity: str, cell: str, field: str, message: str, advice: str) -> Finding:
    """The finding; a place that is no single cell stands in its field."""
    where = place_of(cell)
    if where is None and cell:
        field = f"{cell} {field}".strip()
    return Finding(_code(code, severity), where, field, message, advice)


def place_of(cell: str) -> Place | None:
    """自评表!F6 as a place; None for what is no cell of a sheet."""
    sheet, _, address = cell.rpartition("!")
    found = _CELL.fullmatch(address)
    if not sheet or found is None:
        return None
    return Place(sheet, int(found[2]), column_number(found[1]))


@cache
def _code(number: str, severity: str) -> Catalogue:
    """The code as it was when the finding was made, which a newer catalogue may call otherwise."""
    level = _SEVERITIES.get(severity, Severity.WARNING)
    made = cast("_Maker", Catalogue)("Said", {number: (number, level, "", "")})
    return next(iter(made))
