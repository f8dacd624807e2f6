"""The auditor on five published reports: what it must find, and that it cries wolf rarely."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from xltools.audit import Remark, audit_report, read_report

SEEDS = Path(__file__).parent / "data" / "seeds"
NAMES = {
    "S0": "kashi-2020",
    "S1": "kashi-2018",
    "S2": "aketao-2022",
    "S3": "shanxi-2020",
    "S4": "jiangxi-2022",
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of tab-separated values."""
    with (SEEDS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@lru_cache(maxsize=5)
def remarks(seed: str) -> tuple[Remark, ...]:
    """What the auditor says of a seed by itself, without any form."""
    return tuple(audit_report(read_report(SEEDS / f"{NAMES[seed]}.txt")))


def claimed(row: dict[str, str]) -> Iterator[Remark]:
    """The remarks that find this fault: its code at a line with these words."""
    for each in remarks(row["id"][:2]):
        if row["code"] == each.code.number and row["words"] in each.line.raw:
            yield each


FOUND = [row for row in rows("truth.tsv") if row["code"]]


@pytest.mark.parametrize("row", FOUND, ids=[row["id"] for row in FOUND])
def test_a_fault_of_a_published_report_is_found_at_its_sentence(row: dict[str, str]) -> None:
    """Each fault that SEEDS lists and the table claims, with its code, at the right words."""
    assert list(claimed(row)), row
