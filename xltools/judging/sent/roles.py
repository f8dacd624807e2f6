"""What the cells of a sent form are: a target, points, a budget, a field, or a word of the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.model import Amount, CellValue, Entry, Indicator, Place, SelfEvaluation
from xltools.snapshot import Position

Kind: TypeAlias = Literal["label", "level", "name", "points", "target", "budget", "prefilled"]
"""`level` is 一级指标 or 二级指标, `prefilled` what the bureau filled in beside targets and money."""

_BUDGETS = frozenset(("original_budget", "revised_budget", "received"))
_OBJECTIVE = "objective_planned"


class Role(Struct, frozen=True):
    """One cell's part in the form; `key` finds it again in another reading of the form.

    `indicator` is the row it belongs to, where it belongs to one.
    """

    kind: Kind
    label: str
    key: tuple[str, ...] = ()
    indicator: Indicator | None = None


def roles_of(evaluation: SelfEvaluation) -> dict[Position, Role]:
    """The parts of the cells of a form's sheet; a cell without one is a word of the form."""
    found: dict[Position, Role] = {}
    for place, role in (*_rows(evaluation), *_money(evaluation), *_fields(evaluation)):
        if place.sheet == evaluation.sheet:
            found.setdefault((place.row, place.column), role)
    return found


def named_rows(evaluation: SelfEvaluation) -> list[Indicator]:
    """The rows that bear the name of an indicator, in the order of the form."""
    rows = (*evaluation.assessments, *evaluation.indicators)
    return sorted((each for each in rows if each.name.text), key=lambda each: each.row)


def _fields(evaluation: SelfEvaluation) -> Iterator[tuple[Place, Role]]:
    for key, entry in evaluation.fields.items():
        kind: Kind = "target" if key == _OBJECTIVE else "prefilled"
        yield entry.place, Role(kind, entry.label, ("field", key))
    if evaluation.tail.points is not None:
        yield evaluation.tail.points.place, Role("points", "分值合计", ("tail", "points"))


def _money(evaluation: SelfEvaluation) -> Iterator[tuple[Place, Role]]:
    for source, line in evaluation.funding.items():
        for measure, amount in line.amounts.items():
            kind: Kind = "budget" if measure in _BUDGETS else "prefilled"
            if measure == "points":
                kind = "points"
            yield amount.place, Role(kind, amount.label, ("money", source, measure))


def _rows(evaluation: SelfEvaluation) -> Iterator[tuple[Place, Role]]:
    for row in (*evaluation.assessments, *evaluation.indicators):
        for level in (row.level1, row.level2):
            yield level.place, Role("level", level.label)
        for key, cell in cells_of(row).items():
            if cell.raw is not None:  # a column that the form does not have stands nowhere
                yield cell.place, Role(_kind(key), cell.label, ("row", key), row)


def _kind(key: str) -> Kind:
    if key in ("target", "nature", "unit"):
        return "target"
    if key in ("points", "weight_percent"):
        return "points"
    return "name" if key == "name" else "prefilled"


def cells_of(row: Indicator) -> dict[str, Entry | Amount]:
    """The cells of a row by the key of their column, levels and rates left out."""
    cells: dict[str, Entry | Amount | None] = {
        "name": row.name, "target": row.target, "nature": row.nature, "unit": row.unit,
        "actual": row.actual, "points": row.points, "score": row.typed_score,
        "note": row.deviation_note, **row.extras, **row.amounts,
    }  # fmt: skip
    return {key: cell for key, cell in cells.items() if cell is not None and cell.label}


def found_again(evaluation: SelfEvaluation, key: tuple[str, ...]) -> Entry | Amount | None:
    """The cell of a field or an amount in another reading; None where that has none."""
    if key[0] == "field":
        return evaluation.fields.get(key[1])
    if key[0] == "money":
        line = evaluation.funding.get(key[1])
        return line.amounts.get(key[2]) if line else None
    return evaluation.tail.points if key[0] == "tail" else None


def meaning(cell: Entry | Amount | None) -> CellValue:
    """What a cell of another reading says: an amount in 万元, points, a text."""
    if cell is None:
        return None
    return cell.value if isinstance(cell, Amount) else cell.text
