"""汇总表 and 未报送: one line a project, in the order of the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, select, union_all

from xltools.ledger.states import EXCLUDED
from xltools.ledger.tables import file, form, near, project, refusal, standing
from xltools.overview.columns import Column, Line, Table
from xltools.overview.selects import bytewise, in_order, stream
from xltools.overview.staged import now, own
from xltools.overview.words import NO_UNIT, YES

_SOME = 500
"""Projects whose refused files and near misses are looked up at once."""


def project_lines(*, awaited: bool = False) -> Select[Any]:
    """Every project with its state and the form that counts, if one does.

    With `awaited` only those of the roster that have none and are not left out.
    """
    figures = [column for column in own.c if column.name != "project_id"]
    lines = (
        select(project, now.c.state, now.c.remark, *figures)
        .join(now, now.c.project_id == project.c.id)
        .outerjoin(own, own.c.project_id == project.c.id)
        .order_by(*in_order())
    )
    if awaited:
        lines = lines.where(project.c.listed, own.c.form_id.is_(None), now.c.state != EXCLUDED)
    return lines


def difference(typed: Decimal | None, reckoned: Decimal | None) -> Decimal | None:
    """自评得分 − 核算得分; None without both."""
    return None if typed is None or reckoned is None else typed - reckoned


def _summary(connection: Connection) -> Iterator[Line]:
    for number, row in enumerate(stream(connection, project_lines()), start=1):
        yield (
            number,
            row.unit or NO_UNIT,
            row.department,
            row.code,
            row.name,
            str(row.year or ""),
            row.budget,
            row.revised_budget,
            row.outturn,
            row.rate,
            row.typed_score,
            row.score,
            difference(row.typed_score, row.score),
            row.grade or row.typed_grade or "",
            row.errors,
            row.warnings,
            row.hints,
            row.state,
            row.remark,
            row.modified or "",
            YES if row.late else "",
            row.path or "",
            row.disk or "",
            row.key,
            row.state,
            row.remark,
        )


SUMMARY = Table(
    "汇总表",
    "项目支出绩效自评汇总表",
    "黄色的“状态”“意见”两栏由审核人填写：状态从下拉列表中选，意见照实写；存盘后由 xltools 按“标识”读回台账，"
    "其他各栏请勿改动。合计不含“排除”的项目；得分的合计为平均分。",
    "名册上没有项目，也没有收到自评表。",
    (
        Column("序号", "count", 7),
        Column("单位", "text", 22, "label"),
        Column("主管部门", "text", 22),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 30),
        Column("年度", "short", 8),
        Column("预算数", "money", 16, "sum"),
        Column("全年预算数", "money", 16, "sum"),
        Column("全年执行数", "money", 16, "sum"),
        Column("执行率", "rate", 11, "rate"),
        Column("自评得分", "score", 12, "mean"),
        Column("核算得分", "score", 12, "mean"),
        Column("差", "score", 8),
        Column("等级", "short", 8),
        Column("错误", "count", 8, "sum"),
        Column("提醒", "count", 8, "sum"),
        Column("提示", "count", 8, "sum"),
        Column("状态", "state", 9, typed=True),
        Column("意见", "text", 26, typed=True),
        Column("报送时间", "short", 21),
        Column("逾期", "short", 7),
        Column("文件", "link", 50),
        Column("文件位置", "key", 60, shown=False),
        Column("标识", "key", 30),
        Column("原状态", "key", 9, hidden=True),
        Column("原意见", "key", 26, hidden=True),
    ),
    _summary,
    frozen=5,
)


def _awaited(connection: Connection) -> Iterator[Line]:
    """Projects of the roster of which no form counts."""
    rows = stream(connection, project_lines(awaited=True))
    number = 0
    while some := list(islice(rows, _SOME)):
        ids = [row.id for row in some]
        came, like = _refused(connection, ids), _near(connection, ids)
        for row in some:
            number += 1
            yield (
                number,
                row.unit or NO_UNIT,
                row.department,
                row.code,
                row.name,
                str(row.year or ""),
                row.budget,
                row.deadline,
                row.state,
                came.get(row.id, ""),
                like.get(row.id, ""),
                row.key,
            )


def _refused(connection: Connection, projects: Sequence[int]) -> dict[int, str]:
    """What came of these projects and could not be taken: file and reason, a line each."""
    forms = (
        select(standing.c.project_id, file.c.path, file.c.modified, standing.c.reason)
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(standing.c.project_id.in_(projects), standing.c.verdict == "refused")
    )
    files = (
        select(refusal.c.project_id, file.c.path, file.c.modified, file.c.reason)
        .join(file, file.c.id == refusal.c.file_id)
        .where(refusal.c.project_id.in_(projects))
    )
    every = union_all(forms, files).subquery()
    statement = select(every).order_by(
        every.c.modified, bytewise(every.c.path), bytewise(every.c.reason)
    )
    return _joined(
        (row.project_id, f"{row.path}：{row.reason}") for row in connection.execute(statement)
    )


def _near(connection: Connection, projects: Sequence[int]) -> dict[int, str]:
    """Forms that may be these projects' under another name, a line each."""
    statement = (
        select(near.c.project_id, file.c.path, form.c.name, near.c.likeness)
        .join(form, form.c.id == near.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(near.c.project_id.in_(projects))
        .order_by(near.c.likeness.desc(), bytewise(file.c.path), form.c.number)
    )
    return _joined(
        (row[0], f"{row[1]}：“{row[2]}”，相似 {row[3]:.0%}")
        for row in connection.execute(statement)
    )


def _joined(lines: Iterator[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for key, line in lines:
        found.setdefault(key, []).append(line)
    return {key: "\n".join(told) for key, told in found.items()}


AWAITED = Table(
    "未报送",
    "未报送项目清单",
    "名册上还没有一份表算数的项目。“来过的退件”是收到但没有收的；“近似的来表”像是这个项目的，请核对后认领。",
    "名册上的项目都已报送。",
    (
        Column("序号", "count", 7),
        Column("单位", "text", 24, "label"),
        Column("主管部门", "text", 24),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 30),
        Column("年度", "short", 8),
        Column("预算数", "money", 16, "sum"),
        Column("报送截止日期", "short", 14),
        Column("状态", "state", 9),
        Column("来过的退件", "text", 50),
        Column("近似的来表", "text", 44),
        Column("标识", "key", 30),
    ),
    _awaited,
    frozen=5,
)
