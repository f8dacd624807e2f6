"""The published tables as they were transcribed; annotations of the transcriber taken off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "published"

ANNOTATION = re.compile(r"\s*\((?:name on the previous page|header|[\d+ ]+)\)$")
"""What the transcriber added behind a value: where it stood, how it adds up."""


@dataclass(frozen=True)
class FundingRow:
    """One source of money with its printed figures as text; None is a blank cell."""

    name: str
    original_budget: str | None = None
    revised_budget: str | None = None
    received: str | None = None
    outturn: str | None = None
    points: str | None = None
    rate: str | None = None
    score: str | None = None


@dataclass(frozen=True)
class Row:
    """One indicator; texts exactly as printed, None or "" where the cell is blank."""

    level1: str
    level2: str
    name: str
    target: str | None = None
    actual: str | None = None
    nature: str | None = None
    unit: str | None = None
    points: str | None = None
    score: str | None = None
    deviation_note: str | None = None
    converted_score: str | None = None
    merged_with_next: bool = False
    extras: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One transcribed self-evaluation; `notes` are the transcriber's remarks on its faults."""

    id: str
    year: int
    money_unit: str
    fields: dict[str, str | None]
    funding: tuple[FundingRow, ...]
    rows: tuple[Row, ...]
    total_points: str | None = None
    total_score: str | None = None
    grade: str | None = None
    notes: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def index(self, beginning: str) -> int:
        """The number of the indicator whose name begins like this."""
        return next(i for i, row in enumerate(self.rows) if row.name.startswith(beginning))


def plain(text: str | None) -> str | None:
    """The value without the transcriber's annotation; None when nothing is left."""
    return ANNOTATION.sub("", text) or None if text and not text.startswith("(name") else None


def funding_row(data: dict[str, str | None]) -> FundingRow:
    """One funding row of the file."""
    return FundingRow(
        name=data["name"] or "",
        original_budget=data["initial_budget"],
        revised_budget=data["full_year_budget"],
        outturn=data["executed"],
        points=data["weight"],
        rate=data["published_rate"],
        score=data["published_score"],
    )


def indicator_row(data: dict[str, str | None]) -> Row:
    """One indicator of the file."""
    return Row(
        level1=data["level1"] or "",
        level2=data["level2"] or "",
        name=data["level3"] or "",
        target=data["target_raw"] or None,
        actual=data["actual_raw"] or None,
        nature=data["nature_col"] or None,
        unit=data["unit_col"] or None,
        points=data["weight"],
        score=data["published_score"],
        deviation_note=data["deviation_note"] or None,
        converted_score=data.get("converted_score"),
        merged_with_next=bool(data.get("merged_with_next")),
    )


def load(path: Path) -> Form:
    """Read one file of transcriptions."""
    data = json.loads(path.read_text("utf-8"))
    return Form(
        id=path.stem,
        year=data["year"],
        money_unit=data["money_unit"],
        fields={
            "project_name": plain(data["project_name"]),
            "supervising_department": data["supervising_department"],
            "implementing_unit": data["implementing_unit"],
            "objective_planned": data["goal_expected"],
            "objective_achieved": data["goal_actual"],
        },
        funding=tuple(funding_row(each) for each in data["funding_rows"]),
        rows=tuple(indicator_row(each) for each in data["indicators"]),
        total_points=plain(data["published_total_weight"]),
        total_score=plain(data["published_total_score"]),
        grade=data["published_grade"],
        notes=tuple(data["notes"]),
    )


FORMS: dict[str, Form] = {path.stem: load(path) for path in sorted(DATA.glob("*.json"))}
"""All transcriptions by the name of their file."""

FILLERS = {"", "/", "—", "-", "——", "……", "…", "**"}


def said(text: str | None) -> str | None:
    """The text of a cell as the model promises it: stripped; None for blanks and fillers."""
    stripped = (text or "").strip()
    return None if stripped in FILLERS else stripped


def number(text: str | None) -> Decimal | None:
    """A printed figure as a number, without unit, separators and percent sign."""
    digits = re.sub(r"[,，%％万元]", "", said(text) or "")
    return Decimal(digits) if digits else None


def money(text: str | None, unit: str) -> Decimal | None:
    """A printed amount in 万元."""
    value = number(text)
    if value is None or "万元" in (text or "") or unit == "万元":
        return value
    return value / 10000


def ratio(text: str | None) -> Decimal | None:
    """A printed execution rate as a ratio; these tables print per cent, with and without sign."""
    value = number(text)
    return None if value is None else value / 100
