"""Rosters, lists of projects, a unit's list of amounts, a summary that comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from exotic import raw_book

from fuzzing import seeds
from fuzzing.mutate import some_bytes, some_zip
from fuzzing.target import Target
from fuzzing.words import word
from xltools.bureau.read_back import _lines
from xltools.collect import read_list
from xltools.errors import XltoolsError
from xltools.ledger.roster import load_roster
from xltools.package import load_bytes
from xltools.package.big_table import find_tables
from xltools.profile import load_profile
from xltools.sending import FormMaker, read_listing

_WANTED, _ALSO = ("状态", "意见", "标识"), ("原状态", "原意见")
_AMOUNTS = ("序号", "项目名称", "单位", "预算金额（万元）", "合计", "批复资金（元）", "备注")


def _book(rows: list[list[str]]) -> bytes:
    """A workbook of texts."""
    lines = (
        f'<row r="{number}">{"".join(_cell(number, at, text) for at, text in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return raw_book(f"<sheetData>{''.join(lines)}</sheetData>")


def _cell(row: int, column: int, text: str) -> str:
    clean = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'


def _rows_of(chance: Random, heads: tuple[str, ...], words: tuple[str, ...]) -> list[list[str]]:
    """Headings in some order, and rows of words that fit and of others."""
    order = chance.sample(heads, chance.randrange(len(heads) // 2, len(heads) + 1))
    above = [[word(chance)] for _ in range(chance.choice((0, 1, 2)))]
    rows = [
        [chance.choice(words) if chance.random() < 0.6 else word(chance) for _ in order]
        for _ in range(chance.randrange(12))
    ]
    return [*above, order, *rows]


def _drawn(heads: tuple[str, ...], words: tuple[str, ...]) -> Callable[[Random], bytes]:
    def draw(chance: Random) -> bytes:
        data = _book(_rows_of(chance, heads, words))
        return data if chance.random() < 0.7 else some_zip(chance, data)

    return draw


_summary = _drawn(
    (*_WANTED, *_WANTED, *_ALSO, "项目名称", "得分"),
    ("已收", "通过", "退回", "排除", "未报送", "YL2024001", "c:1", "5", "2024-01-02", ""),
)
_amounts = _drawn(_AMOUNTS, ("道路维修", "12.5", "合计", "1,200", "0", "县交通局", "无"))


def is_summary_read(data: bytes) -> bool:
    """The tables of a summary, and its lines; calamine alone reads it, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "汇总.xlsx")
        path.write_bytes(data)
        try:
            tables = list(find_tables(path, _WANTED, _ALSO))
        except XltoolsError:
            return False
    for table in tables:
        for line in _lines(table):
            assert isinstance(line.state + line.remark + line.key, str)
    return bool(tables)


def is_amounts_read(data: bytes) -> bool:
    """A unit's list of projects with amounts."""
    try:
        found = read_list(load_bytes(data, Path("清单.xlsx")).snapshot, "清单.xlsx")
    except XltoolsError:
        return False
    assert found is None or all(
        row.amount is None or row.amount.is_finite() for row in found.rows
    )
    return found is not None


def _roster(chance: Random) -> bytes:
    data = chance.choice(seeds.rosters())
    return (
        some_bytes(chance, data) if chance.random() < 0.1 else some_zip(chance, data, xml=0.97)
    )


def is_roster_read(data: bytes) -> bool:
    """The projects that are awaited."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "名册.xlsx")
        path.write_bytes(data)
        try:
            rows = load_roster(path)
        except XltoolsError:
            return False
    assert all(row.budget is None or row.budget.is_finite() for row in rows)
    return True


def _listing(chance: Random) -> bytes:
    data = chance.choice(seeds.lists())
    return (
        some_bytes(chance, data) if chance.random() < 0.1 else some_zip(chance, data, xml=0.97)
    )


def is_listing_read(data: bytes) -> bool:
    """The projects that are to be sent a form, and the first of the forms."""
    profile = load_profile("national-2020")
    try:
        listing = read_listing(
            load_bytes(data, Path("清单.xlsx")).snapshot, profile, "清单.xlsx"
        )
    except XltoolsError:
        return False
    if listing.mistakes:
        return False
    for project in listing.projects[:1]:
        made = FormMaker(profile).form(project)
        load_bytes(made, Path("表.xlsx"))
    return True


TARGETS = (
    Target("roster", _roster, is_roster_read),
    Target("listing", _listing, is_listing_read),
    Target("amounts", _amounts, is_amounts_read),
    # calamine keeps a sheet as one box, down to its last cell; a process of its own pays for that
    Target("summary", _summary, is_summary_read, growth=450),
)
