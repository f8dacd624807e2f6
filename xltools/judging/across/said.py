"""Groups of like things, said of each member without holding the group in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Any, TypeVar

from sqlalchemy import Row

from xltools.collect.project import quoted

FEW = 3
"""Others that are named; of more there is a number."""

OTHER = "其他单位的项目"
"""What a unit learns of another's: that there is one. Whose it is the bureau knows."""

T = TypeVar("T")


def shown(row: Row[Any]) -> str:
    """A project with its form and cell: 云岭县教育局“教师培训”（邮箱/表.xlsx 自评表!I13）."""
    where = f"{row.path} {row.cell}".strip() if "cell" in row._fields else row.path
    return f"{row.unit}{quoted(row.name)}（{where}）"


def listed(others: Sequence[str], count: int) -> str:
    """The first few, and how many there are."""
    more = f"等 {count} 个" if count > FEW else ""
    return "、".join(others[:FEW]) + more


def named(others: Sequence[Row[Any]], count: int) -> str:
    """The first few by name, as the bureau is told."""
    return listed([shown(each) for each in others], count)


def named_outward(unit: str, others: Sequence[Row[Any]], count: int) -> str:
    """The same as `unit` is told: its own projects by name, other units' without."""
    few = others[:FEW]
    own = [shown(each) for each in few if each.unit == unit]
    return listed(own + [OTHER] * (len(own) < len(few)), count)


def told_of_groups(
    found: Iterable[Row[Any]],
    key: Callable[[Row[Any]], object],
    tell: Callable[[Row[Any], Sequence[Row[Any]]], T],
) -> Iterator[T]:
    """Tell of each row, with the first few others of its group; the rows come group by group."""
    for _, group in groupby(found, key):
        head = list(islice(group, FEW + 1))
        for row in chain(head, group):
            others = [each for each in head if each is not row]
            yield tell(row, others[:FEW])
