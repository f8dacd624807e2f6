"""单位汇总: what each unit owes, sent, budgeted, spent and scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from xltools.ledger.states import EXCLUDED, RETURNED
from xltools.overview.columns import Column, Line, Table
from xltools.overview.projects import project_lines
from xltools.overview.selects import stream
from xltools.overview.staged import units
from xltools.overview.words import GRADES, NO_UNIT

_SUMS = ("budget", "revised_budget", "outturn")
_FOUND = ("errors", "warnings", "hints")


class Tally:
    """Sums over the projects of one unit, or of all; projects that are left out do not count."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self.grades: Counter[str] = Counter()
        self.sums: dict[str, Decimal | None] = dict.fromkeys(_SUMS)
        self.scores: dict[str, list[Decimal | int]] = {
            "typed_score": [Decimal(0), 0],
            "score": [Decimal(0), 0],
        }

    def add(self, row: Row[Any]) -> None:
        """Count one project in."""
        counts = self.counts
        if row.state == EXCLUDED:
            counts["left out"] += 1
            return
        came = row.form_id is not None
        counts["listed"] += row.listed
        counts["came"] += row.listed and came
        counts["missing"] += row.listed and not came
        counts["back"] += row.state == RETURNED
        counts["late"] += bool(row.late)
        counts["unexpected"] += not row.listed
        for name in _SUMS:
            amount = getattr(row, name)
            if amount is not None:
                self.sums[name] = (self.sums[name] or 0) + amount
        if not came:
            return
        for name in _FOUND:
            counts[name] += getattr(row, name)
        for name, total in self.scores.items():
            if (score := getattr(row, name)) is not None:
                total[0] += score
                total[1] += 1
        if grade := row.grade or row.typed_grade:
            self.grades[grade] += 1

    @property
    def rate(self) -> Decimal | None:
        """全年执行数 ÷ 全年预算数 of all of them."""
        outturn, budget = self.sums["outturn"], self.sums["revised_budget"]
        return outturn / budget if budget and outturn is not None else None

    def mean(self, name: str) -> Decimal | None:
        """The mean of the scores that there are."""
        total, count = self.scores[name]
        return Decimal(total) / count if count else None

    def scored(self, name: str) -> int:
        """How many projects have such a score."""
        return int(self.scores[name][1])

    @property
    def other_grades(self) -> int:
        """How many have a grade that is none of the usual ones."""
        return sum(count for grade, count in self.grades.items() if grade not in GRADES)


def tallies(connection: Connection) -> Iterable[Tally]:
    """Every unit in the order of the roster, those that only sent something behind."""
    names = {
        row.plain_unit: Tally(row.unit or NO_UNIT)
        for row in stream(connection, select(units).order_by(units.c.place))
    }
    for row in stream(connection, project_lines()):
        names[row.plain_unit].add(row)
    return names.values()


def _lines(connection: Connection) -> Iterator[Line]:
    for number, tally in enumerate(tallies(connection), start=1):
        counts = tally.counts
        kinds = ("listed", "came", "missing", "back", "late", "unexpected", "left out")
        yield (
            number, tally.name, *(counts[kind] for kind in kinds),
            *(tally.sums[name] for name in _SUMS), tally.rate,
            tally.mean("typed_score"), tally.scored("typed_score"), tally.mean("score"),
            tally.scored("score"),
            *(tally.grades[grade] for grade in GRADES), tally.other_grades,
            *(counts[name] for name in _FOUND),
        )  # fmt: skip


UNITS = Table(
    "单位汇总",
    "各单位项目支出绩效自评汇总表",
    "应报＝已报＋未报，只数名册上的项目；退回包括已报而退回修改的。“排除”的项目只计入“排除”一栏。"
    "执行率＝全年执行数÷全年预算数；得分是报来各项目的平均分。",
    "名册上没有单位，也没有收到自评表。",
    (
        Column("序号", "count", 6),
        Column("单位", "text", 26, "label"),
        Column("应报", "count", 8, "sum"),
        Column("已报", "count", 8, "sum"),
        Column("未报", "count", 8, "sum"),
        Column("退回", "count", 8, "sum"),
        Column("逾期", "count", 8, "sum"),
        Column("计划外", "count", 8, "sum"),
        Column("排除", "count", 8, "sum"),
        Column("预算数", "money", 17, "sum"),
        Column("全年预算数", "money", 17, "sum"),
        Column("全年执行数", "money", 17, "sum"),
        Column("执行率", "rate", 10, "rate"),
        Column("平均自评得分", "score", 12, "weighted"),
        Column("有自评得分的项目", "count", 9, shown=False),
        Column("平均核算得分", "score", 12, "weighted"),
        Column("有核算得分的项目", "count", 9, shown=False),
        *(Column(grade, "count", 7, "sum") for grade in GRADES),
        Column("其他等级", "count", 8, "sum"),
        Column("错误", "count", 8, "sum"),
        Column("提醒", "count", 8, "sum"),
        Column("提示", "count", 8, "sum"),
    ),
    _lines,
    frozen=2,
)
