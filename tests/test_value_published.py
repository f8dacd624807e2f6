"""Values of published forms, of the rules' lists and of the seeds, each with its expected reading.

`data/published_values.tsv`: `nature` and `unit_column` are 指标性质 and 度量单位 where the form
prints them apart; `name` is given where the reading depends on it; `start` and `end` are
dates as written. The rows of the source "made up" are spellings and slips that such forms
are known to hold.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from xltools.value import describe, parse_split_value, parse_value

TSV = Path(__file__).parent / "data" / "published_values.tsv"


def rows() -> list[dict[str, str]]:
    """All rows of the table."""
    with TSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def label(row: dict[str, str]) -> str:
    """A row as pytest names it."""
    return "|".join(row[key] for key in ("role", "nature", "raw", "unit_column"))


@pytest.mark.parametrize("row", rows(), ids=label)
def test_a_value_of_a_published_form_is_read_as_reviewed(row: dict[str, str]) -> None:
    """Kind, sign, numbers, unit, dates and marks are those of the row; the text is kept."""
    value = parse_split_value(
        row["nature"] or None,
        row["raw"],
        row["raw"],
        row["unit_column"] or None,
        role=row["role"],  # type: ignore[arg-type]
        name=row["name"],
    )

    assert (value.kind, value.comparator or "") == (row["kind"], row["comparator"])
    assert value.value == (Decimal(row["value"]) if row["value"] else None)
    assert value.upper == (Decimal(row["upper"]) if row["upper"] else None)
    assert (value.unit or "") == row["unit"]
    assert (str(value.start or ""), str(value.end or "")) == (row["start"], row["end"])
    assert ",".join(value.marks) == row["marks"]
    assert value.raw == row["raw"]
    assert bool(value.problem) == (value.kind == "unreadable")
    assert describe(value)


def test_without_the_columns_the_cell_is_read_alone() -> None:
    """Blank sign and unit columns give what `parse_value` gives, for every row."""
    for row in rows():
        if not row["nature"] and not row["unit_column"]:
            alone = parse_value(row["raw"], role=row["role"], name=row["name"])  # type: ignore[arg-type]
            split = parse_split_value(
                "",
                row["raw"],
                row["raw"],
                "/",
                role=row["role"],
                name=row["name"],  # type: ignore[arg-type]
            )

            assert split == alone


def test_the_table_covers_its_sources() -> None:
    """Fifteen forms, the rules and all five seeds have given rows."""
    sources = {row["source"] for row in rows()}
    assert {f"seed 00{n}" for n in range(5)} | {"RULES.md 5-6"} <= sources
    assert len(rows()) >= 270
