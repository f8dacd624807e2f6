"""A bureau's list of projects, as people lay it out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltools.collect import read_list
from xltools.model import CellValue
from xltools.snapshot import Sheet, Snapshot


def listed(*rows: list[CellValue], name: str = "清单") -> list[tuple[str, Decimal | None, str]]:
    """Name, amount and cell of each project on a sheet of these rows."""
    found = read_list(Snapshot((Sheet(name, list(rows)),)), "清单.xlsx")
    return [] if found is None else [(r.name, r.amount, r.place.a1) for r in found.rows]


def test_the_list_is_found_below_a_title_whatever_stands_beside_it() -> None:
    """Serial numbers, a merged title, sums and blank rows are no projects."""
    rows = listed(
        ["2022年部门预算项目表", None, None],
        ["单位：万元", None, None],
        ["序号", "项 目 名 称", "全年预算数（万元）"],
        [1, "三名工作室经费", 18],
        [2, " 党代表活动经费", "48.824"],
        [None, None, None],
        [None, "合计", 66.824],
    )
    assert rows == [
        ("三名工作室经费", Decimal(18), "B4"),
        ("党代表活动经费", Decimal("48.824"), "B5"),
    ]


@pytest.mark.parametrize(
    ("heading", "above", "amount"),
    [
        ("预算金额（元）", "", "1.8"),
        ("批复数预算", "单位：元", "1.8"),
        ("预算数", "单位:万元", "18000"),
        ("金额", "", "18000"),
    ],
)
def test_the_unit_is_what_heading_or_sheet_say(heading: str, above: str, amount: str) -> None:
    """万元 where nothing is said."""
    rows = listed([above], ["项目", heading], ["三名工作室经费", 18000])
    assert [value for _, value, _ in rows] == [Decimal(amount)]


def test_of_several_amounts_the_revised_budget_is_meant() -> None:
    """年初预算 beside 全年预算数."""
    rows = listed(["项目名称", "年初预算", "全年预算数"], ["三名工作室经费", 10, 18])
    assert rows == [("三名工作室经费", Decimal(18), "A2")]


def test_an_amount_that_cannot_be_read_is_none_and_the_project_stays() -> None:
    """It is still a project that must hand in a form."""
    assert listed(["项目名称", "预算数"], ["三名工作室经费", "待定"]) == [
        ("三名工作室经费", None, "A2")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["项目名称", "负责人"], ["三名工作室经费", "李某"]],
        [["项目名称", "预算数"]],
        [["名单", "金额"], ["三名工作室经费", 18]],
    ],
)
def test_what_is_no_list_gives_none(rows: list[list[CellValue]]) -> None:
    """No amounts, no rows, or no names."""
    assert read_list(Snapshot((Sheet("x", rows),)), "x.xlsx") is None
