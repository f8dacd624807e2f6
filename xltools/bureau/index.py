"""退回清单.xlsx: what went back to whom, and what came that belongs to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from xltools.bureau.lost import Lost
from xltools.collect.xlsx import Cell, Look, Page, write_workbook

INDEX = "退回清单.xlsx"
MARK = "xltools.returned"

_UNITS: tuple[tuple[str, float, Look], ...] = (
    ("序号", 6, "count"),
    ("单位", 30, "text"),
    ("文件", 36, "text"),
    ("需要修改", 10, "count"),
    ("没有接收", 10, "count"),
    ("需要报送", 10, "count"),
    ("问题", 28, "text"),
    ("问题清单", 10, "count"),
    ("说明", 50, "text"),
)
_FILES: tuple[tuple[str, float, Look], ...] = (
    ("序号", 6, "count"),
    ("文件", 70, "text"),
    ("原因", 90, "text"),
)


class SentBackUnit(Struct, frozen=True):
    """What went back to one unit; `found` counts findings, "" for none.

    `forms` are to be mended, `refused` files were not taken, `awaited` projects have no form that counts.
    `target` is its zip, None where nothing was written; `states` projects were entered as 退回 by
    this run. `troubles` are copies left out, `failed` says why the zip could not be written.
    """

    unit: str
    forms: int
    refused: int
    awaited: int
    found: str
    target: Path | None
    copies: int = 0
    states: int = 0
    troubles: tuple[str, ...] = ()
    failed: str = ""


def build_index(units: Sequence[SentBackUnit], strays: Sequence[Lost], day: date) -> bytes:
    """Return the list, a line a unit; the same units give the same bytes.

    `strays` are refused files of which nobody can tell the unit.
    """
    note = (
        f"{day.year}年{day.month}月{day.day}日；共 {len(units)} 个单位。"
        "每个单位一个压缩包，里面是退回意见书和带问题清单的副本，请发给该单位。"
    )
    rows = [_unit(number, each) for number, each in enumerate(units, start=1)]
    pages = [_page("退回清单", "绩效自评表退回清单", note, _UNITS, rows)]
    if strays:
        rows = [(Decimal(n), each.path, each.reason) for n, each in enumerate(strays, start=1)]
        note = (
            "这些文件没有接收，也看不出是哪个单位的，没有写进退回意见；请打开看看，另行通知。"
        )
        pages.append(_page("不知单位的文件", "没有接收、不知单位的文件", note, _FILES, rows))
    return write_workbook(pages, "绩效自评表退回清单", MARK)


_Values = tuple[Decimal | str | None, ...]


def _page(
    name: str,
    title: str,
    note: str,
    columns: Sequence[tuple[str, float, Look]],
    rows: Sequence[_Values],
) -> Page:
    width = len(columns)
    looks = [look for _, _, look in columns]
    return Page(
        name,
        tuple(each[1] for each in columns),
        (
            _wide(title, "title", width),
            _wide(note, "note", width),
            tuple(Cell(label, "heading") for label, _, _ in columns),
            *(tuple(map(Cell, values, looks)) for values in rows),
        ),
        3,
        wide=(1, 2),
        filtered=True,
    )


def _unit(number: int, each: SentBackUnit) -> _Values:
    told = "\n".join(filter(None, (each.failed, *each.troubles)))
    name = each.target.name if each.target else None
    return (
        Decimal(number), each.unit, name, Decimal(each.forms), Decimal(each.refused),
        Decimal(each.awaited), each.found or None, Decimal(each.copies), told or None,
    )  # fmt: skip


def _wide(text: str, look: Look, width: int) -> tuple[Cell, ...]:
    return (Cell(text, look), *(Cell(None, look) for _ in range(width - 1)))
