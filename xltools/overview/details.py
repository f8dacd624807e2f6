"""指标明细, 重复与版本, 变动对比: what stands in the forms, and beside which others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from xltools.ledger.tables import difference as change
from xltools.ledger.tables import file, form, indicator, project, standing
from xltools.overview.columns import Column, Line, Table
from xltools.overview.projects import difference
from xltools.overview.selects import bytewise, in_order, stream
from xltools.overview.words import NO_UNIT, VERDICTS, YES

_ASKED = (
    "level1", "level2", "name", "target", "actual", "unit", "target_number", "actual_number",
    "points", "rate", "typed_score", "score", "note", "cell",
)  # fmt: skip


def _indicators(connection: Connection) -> Iterator[Line]:
    """As many as all other lines together: fields are taken as they come."""
    statement = (
        select(
            project.c.unit.label("whose"), project.c.code, project.c.name.label("project"),
            *(indicator.c[name] for name in _ASKED),
        )
        .join(form, form.c.id == indicator.c.form_id)
        .join(standing, standing.c.form_id == form.c.id)
        .join(project, project.c.id == standing.c.project_id)
        .where(standing.c.counts)
        .order_by(*in_order(), form.c.number, indicator.c.row, indicator.c.id)
    )  # fmt: skip
    for number, row in enumerate(stream(connection, statement), start=1):
        values: tuple[Any, ...] = tuple(row)
        unit, *fields, typed, score, note, cell = values
        yield (
            number, unit or NO_UNIT, *fields, typed, score, difference(typed, score), note, cell,
        )  # fmt: skip


INDICATORS = Table(
    "指标明细",
    "绩效指标完成情况明细表",
    "算数的每份自评表的全部指标；核算得分按评分办法计算，差＝自评得分－核算得分。",
    "没有算数的自评表。",
    (
        Column("序号", "count", 8),
        Column("单位", "text", 20),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 26),
        Column("一级指标", "text", 12),
        Column("二级指标", "text", 12),
        Column("三级指标", "text", 28),
        Column("目标值", "text", 16),
        Column("实际完成值", "text", 16),
        Column("度量单位", "short", 9),
        Column("目标数值", "number", 14, shown=False),
        Column("实际数值", "number", 14, shown=False),
        Column("分值", "score", 8),
        Column("完成率", "rate", 10),
        Column("自评得分", "score", 10),
        Column("核算得分", "score", 10),
        Column("差", "score", 8),
        Column("偏差原因", "text", 40),
        Column("单元格", "short", 14),
    ),
    _indicators,
    frozen=4,
)


def _versions(connection: Connection) -> Iterator[Line]:
    """Forms that do not count, and those that count where others came, too."""
    whole = select(
        standing, func.count().over(partition_by=standing.c.project_id).label("several")
    ).subquery()
    better, its_file = form.alias("better"), file.alias("its_file")
    statement = (
        select(
            whole, project.c.unit, project.c.code.label("project_code"),
            project.c.name.label("project"), form.c.name, form.c.sheet, form.c.unit.label("its_unit"),
            file.c.path, file.c.modified, its_file.c.path.label("other"),
        )
        .join(form, form.c.id == whole.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(project, project.c.id == whole.c.project_id)
        .outerjoin(better, better.c.id == whole.c.of_form)
        .outerjoin(its_file, its_file.c.id == better.c.file_id)
        .where(~whole.c.counts | ((whole.c.several > 1) & whole.c.project_id.is_not(None)))
        .order_by(
            project.c.id.is_(None), *in_order(), file.c.modified, bytewise(file.c.path),
            form.c.number,
        )
    )  # fmt: skip
    for number, row in enumerate(stream(connection, statement), start=1):
        reason = row.reason if row.reason and row.reason not in row.why else ""
        yield (
            number,
            row.unit or row.its_unit or NO_UNIT,
            row.project_code or "",
            row.project or row.name,
            row.path,
            row.sheet,
            row.modified,
            VERDICTS.get(row.verdict, row.verdict),
            YES if row.counts else "否",
            "：".join(filter(None, (row.why, reason))),
            row.other or "",
        )


VERSIONS = Table(
    "重复与版本",
    "重复报送与多个版本清单",
    "同一项目来了几份、或没有算数的每一份表：哪一份算数，为什么。",
    "每个项目只来了一份表，都算数。",
    (
        Column("序号", "count", 6),
        Column("单位", "text", 20),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 28),
        Column("文件", "text", 44),
        Column("工作表", "text", 14),
        Column("报送时间", "short", 21),
        Column("处置", "short", 14),
        Column("是否算数", "short", 10),
        Column("原因", "text", 50),
        Column("对应的文件", "text", 44),
    ),
    _versions,
)


def _changes(connection: Connection) -> Iterator[Line]:
    old_form, old_file = form.alias("old_form"), file.alias("old_file")
    statement = (
        select(
            change, project.c.unit, project.c.code, project.c.name,
            old_file.c.path.label("old"), file.c.path.label("new"),
        )
        .join(form, form.c.id == change.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .join(old_form, old_form.c.id == change.c.of_form)
        .join(old_file, old_file.c.id == old_form.c.file_id)
        .outerjoin(standing, standing.c.form_id == form.c.id)
        .outerjoin(project, project.c.id == standing.c.project_id)
        .order_by(
            project.c.id.is_(None), *in_order(), file.c.modified, bytewise(file.c.path),
            form.c.number, change.c.id,
        )
    )  # fmt: skip
    for number, row in enumerate(stream(connection, statement), start=1):
        yield (
            number, row.unit or NO_UNIT, row.code or "", row.name or "", row.old, row.new,
            row.cell, row.before, row.after,
        )  # fmt: skip


CHANGES = Table(
    "变动对比",
    "前后两次报送的变动",
    "同一项目后一份表与前一份逐格对比；空白表示那一格没有填。",
    "没有先后两份内容不同的表。",
    (
        Column("序号", "count", 8),
        Column("单位", "text", 20),
        Column("项目编号", "short", 14),
        Column("项目名称", "text", 28),
        Column("前一份", "text", 40),
        Column("后一份", "text", 40),
        Column("单元格", "short", 16),
        Column("原来填", "text", 36),
        Column("现在填", "text", 36),
    ),
    _changes,
)
