"""What a list of projects says: each project with its figures and targets, and what is wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from xltools.model import Place

Value: TypeAlias = str | Decimal
"""What is put into a cell: a text, which never becomes a formula, or an exact number."""


class Mistake(Struct, frozen=True):
    """What keeps a list from being sent out, at its cell."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}  {self.message}"


class Target(Struct, frozen=True):
    """One indicator to be: the keys of its 一级 and 二级指标, and the cells by column.

    On a form without the columns of levels both keys are "".
    """

    row: int
    category: str
    subcategory: str
    cells: dict[str, Value]

    @property
    def name(self) -> str:
        """三级指标."""
        return str(self.cells["name"])


class ToSend(Struct, frozen=True):
    """One project of the list; `row` is its row there, amounts are 万元.

    `fields` are cells of the form's head, `amounts` map (source, measure) to money. What the
    list leaves blank is absent. `unit`, `code` and `deadline` are "" where it says none.
    """

    row: int
    name: str
    unit: str
    department: str
    code: str
    year: int | None
    deadline: str
    fields: dict[str, Value]
    amounts: dict[tuple[str, str], Decimal]
    targets: tuple[Target, ...] = ()


class Listing(Struct, frozen=True):
    """A list as it was read; with mistakes nothing may be sent.

    `unused` are headings nobody understood, `printed` counts lines about 预算执行率, which the
    blank prints itself.
    """

    file: str
    projects: tuple[ToSend, ...]
    mistakes: tuple[Mistake, ...]
    unused: tuple[str, ...] = ()
    printed: int = 0
