"""How a table of the overview is described: columns, what they hold, how wide they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from sqlalchemy import Connection

Value: TypeAlias = str | int | Decimal | None
"""What a table's field holds: a text ("" where there is none), a count, an exact number, nothing."""

Line: TypeAlias = tuple[Value, ...]

Kind: TypeAlias = Literal[
    "text", "short", "count", "money", "score", "rate", "number", "severity", "state", "link",
    "key",
]  # fmt: skip
"""`text` is wrapped, `short` centred. `money` is 万元, `rate` a ratio. `link` is a path, whose file
lies where the next column says; `key` is for programs, and not printed."""

Total: TypeAlias = Literal["", "label", "sum", "mean", "weighted", "rate"]
"""What the total row shows under a column. `weighted` is the mean of means, of as many each as the
next column says; `rate` is 全年执行数 ÷ 全年预算数 of the totals."""

TEXTS: frozenset[Kind] = frozenset(("text", "short", "severity", "state", "link", "key"))


class Column(Struct, frozen=True):
    """One column. `width` is in digits; one that is not `shown` is for programs only, one that is `typed`
    is filled in by the clerk; one that is `hidden` is there to be read back.
    """

    heading: str
    kind: Kind
    width: float
    total: Total = ""
    shown: bool = True
    typed: bool = False
    hidden: bool = False


class Table(Struct, frozen=True):
    """One table, a sheet of the workbook. `note` stands below its title, `empty` where it has no line.

    `frozen` is how many columns stay in sight; `severity` and `state` columns are coloured.
    """

    name: str
    title: str
    note: str
    empty: str
    columns: tuple[Column, ...]
    lines: Callable[[Connection], Iterator[Line]]
    frozen: int = 0

    @property
    def money(self) -> bool:
        """Whether the sheet has to say what amounts are counted in."""
        return any(column.kind == "money" for column in self.columns)

    @property
    def totalled(self) -> bool:
        """Whether a total row closes it."""
        return any(column.total for column in self.columns)

    def place(self, heading: str) -> int:
        """The number of a column, from 0.

        Raises:
            KeyError: there is none of that heading.
        """
        for number, column in enumerate(self.columns):
            if column.heading == heading:
                return number
        raise KeyError(heading)
