"""问题清单: every finding of the forms that count, every file that was not taken, and units' sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from xltools.ledger.tables import file, finding, form, project, refusal, standing, unit_finding
from xltools.overview.columns import Column, Line, Table
from xltools.overview.selects import bytewise, speaking, stream
from xltools.overview.staged import units
from xltools.overview.words import ALL_UNITS, NO_UNIT, ORIGINS, SEVERITIES

_ORDER = {"error": 0, "warning": 1, "hint": 2}
_AGAIN = "请按原因改正后重新报送。"
_LAST = literal(2**41, BigInteger)
"""Of a unit that nobody knows."""


def _labelled(**columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [column.label(name) for name, column in columns.items()]


def _of_forms() -> Select[Any]:
    """The findings of the forms that speak for their projects."""
    unit = units
    return (
        select(*_labelled(
            place=unit.c.place, position=project.c.position, unit=project.c.unit, code=project.c.code,
            project=project.c.name, path=file.c.path, number=form.c.number, line=finding.c.id,
            severity=finding.c.severity, rule=finding.c.code, cell=finding.c.cell,
            field=finding.c.field, message=finding.c.message, advice=finding.c.advice,
            origin=finding.c.origin, key=project.c.key,
        ))
        .select_from(finding)
        .join(form, form.c.id == finding.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .join(standing, standing.c.form_id == form.c.id)
        .outerjoin(project, project.c.id == standing.c.project_id)
        .outerjoin(unit, unit.c.plain_unit == project.c.plain_unit)
        .where(speaking())
    )  # fmt: skip


def _refused_forms() -> Select[Any]:
    """Forms that can be read and are not taken."""
    unit = units
    return (
        select(*_labelled(
            place=unit.c.place, position=project.c.position,
            unit=func.coalesce(project.c.unit, form.c.unit), code=func.coalesce(project.c.code, form.c.code),
            project=func.coalesce(project.c.name, form.c.name), path=file.c.path,
            number=form.c.number, line=literal(0), severity=literal("error"), rule=standing.c.code,
            cell=literal(""), field=literal(""), message=standing.c.reason, advice=literal(""),
            origin=literal("file"), key=project.c.key,
        ))
        .select_from(standing)
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(project, project.c.id == standing.c.project_id)
        .outerjoin(unit, unit.c.plain_unit == project.c.plain_unit)
        .where(standing.c.verdict == "refused", ~file.c.gone)
    )  # fmt: skip


def _refused_files() -> Select[Any]:
    """Files in which no form could be read; the first project that their path names."""
    unit = units
    named = (
        select(refusal.c.file_id, func.min(project.c.position).label("position"))
        .join(project, project.c.id == refusal.c.project_id)
        .group_by(refusal.c.file_id)
        .subquery()
    )
    first = and_(project.c.listed, project.c.position == named.c.position)
    return (
        select(*_labelled(
            place=unit.c.place, position=project.c.position, unit=project.c.unit, code=project.c.code,
            project=project.c.name, path=file.c.path, number=literal(0), line=literal(0),
            severity=literal("error"), rule=file.c.code, cell=literal(""), field=literal(""),
            message=file.c.reason, advice=literal(""), origin=literal("file"), key=project.c.key,
        ))
        .select_from(file)
        .outerjoin(named, named.c.file_id == file.c.id)
        .outerjoin(project, first)
        .outerjoin(unit, unit.c.plain_unit == project.c.plain_unit)
        .where(file.c.kind == "refused", file.c.latest, ~file.c.gone)
    )  # fmt: skip


def _of_units() -> Select[Any]:
    """What concerns a unit, or the whole heap: at the head of its unit's lines."""
    unit = units
    whole = unit_finding.c.unit == ""
    return (
        select(*_labelled(
            place=case((whole, -1), else_=unit.c.place), position=literal(-1), unit=unit_finding.c.unit,
            code=literal(""), project=literal(""), path=literal(""), number=literal(0),
            line=unit_finding.c.id, severity=unit_finding.c.severity, rule=unit_finding.c.code,
            cell=literal(""), field=literal(""), message=unit_finding.c.message,
            advice=unit_finding.c.advice, origin=literal("unit"), key=null(),
        ))
        .select_from(unit_finding)
        .outerjoin(unit, and_(unit.c.unit == unit_finding.c.unit, ~whole))
    )  # fmt: skip


def every_issue() -> Select[Any]:
    """All lines of the list, errors first, then by unit in the order of the roster."""
    every = union_all(_of_forms(), _refused_forms(), _refused_files(), _of_units()).subquery(
        "issue"
    )
    rank = case(_ORDER, value=every.c.severity, else_=3)
    return select(every).order_by(
        rank,
        func.coalesce(every.c.place, _LAST),
        bytewise(func.coalesce(every.c.unit, "")),
        func.coalesce(every.c.position, _LAST),
        bytewise(func.coalesce(every.c.key, "")),
        bytewise(every.c.path),
        every.c.number,
        every.c.line,
    )


def _issues(connection: Connection) -> Iterator[Line]:
    for number, row in enumerate(stream(connection, every_issue()), start=1):
        nobody = ALL_UNITS if row.origin == "unit" else NO_UNIT
        message, advice = row.message, row.advice
        if row.origin == "file":
            message, advice = _apart(message)
        yield (
            number,
            SEVERITIES.get(row.severity, row.severity),
            row.rule,
            row.unit or nobody,
            row.code or "",
            row.project or "",
            row.path,
            row.cell,
            row.field,
            message,
            advice,
            ORIGINS.get(row.origin, row.origin),
        )


def _apart(reason: str) -> tuple[str, str]:
    """What is wrong, and what to do: both stand in the reason why a file was not taken.

    >>> _apart("“表.xls”已损坏。请对方重新发送。")
    ('“表.xls”已损坏。', '请对方重新发送。')
    """
    wrong, found, remedy = reason.partition("。请")
    return f"{wrong.removesuffix('。')}。", f"请{remedy}" if found else _AGAIN


ISSUES = Table(
    "问题清单",
    "审核问题清单",
    "错误：这样不能接收；提醒：请核对，属实的应说明；提示：可能有误，供参考。可按单位、级别、编号筛选。"
    "没有收的文件也在其中；被替换的旧版本和重复件的问题不再列出。",
    "没有发现问题。",
    (
        Column("序号", "count", 8),
        Column("级别", "severity", 8),
        Column("编号", "short", 8),
        Column("单位", "text", 20),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 26),
        Column("文件", "text", 36),
        Column("单元格", "short", 14),
        Column("栏目", "text", 16),
        Column("问题", "text", 56),
        Column("处理办法", "text", 42),
        Column("来源", "short", 14),
    ),
    _issues,
)
