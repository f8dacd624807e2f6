"""Ledgers filled by hand, as a run would leave them: one with everything in it, a hostile one, a large one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert

from xltools.ledger import tables as t
from xltools.ledger.book import Ledger, open_ledger

UNITS = (
    "云岭县交通运输局", "云岭县教育局", "云岭县卫生健康局", "云岭县水务局", "云岭县农业农村局",
    "云岭县民政局", "云岭县文化和旅游局",
)  # fmt: skip
NAMES = (
    "农村公路安全防护工程", "县乡道路日常养护", "校舍维修改造", "家庭经济困难学生资助", "彩超设备购置",
    "基层卫生人员培训", "小型水库维修养护", "农村饮水安全巩固提升", "畜禽疫病防控", "城乡困难群众临时救助",
    "公共图书馆免费开放", "送戏下乡",
)  # fmt: skip
REASON = "受连续降雨影响，部分路段路基未完成沉降观测，招标公告期延长，支付进度滞后于计划；已协调施工单位增加作业面。"


class Rows:
    """Rows of all tables, numbered as they are added, written at once."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[dict[str, Any]]] = {
            table: [] for table in t.metadata.sorted_tables
        }
        self.add(
            t.run, started="2025-04-01 09:00:00", who="李某", version="0.1.0", rules="0" * 64, options="{}",
        )  # fmt: skip

    def add(self, table: Table, **values: Any) -> int:
        """One row; what is not said is empty. Returns its number."""
        row: dict[str, Any] = {}
        for column in table.columns:
            if column.name in values:
                row[column.name] = values[column.name]
            elif column.name == "id":
                row["id"] = len(self.rows[table]) + 1
            elif not column.nullable and not column.foreign_keys:
                row[column.name] = column.type.python_type()
        self.rows[table].append(row)
        return int(row.get("id", 0))

    def file(self, path: str, **values: Any) -> int:
        """A file that lies there."""
        values = {
            "run_id": 1, "path": path, "disk": f"/srv/来件/{path}", "kind": "form", "latest": True,
            "modified": "2025-03-11 10:20:00", "stamp_time": len(self.rows[t.file]) + 1,
            "sha256": f"{len(self.rows[t.file]) + 1:064x}", **values,
        }  # fmt: skip
        return self.add(t.file, **values)

    def project(self, number: int, unit: str, name: str, **values: Any) -> int:
        """A project of the roster."""
        values = {
            "key": f"copy:{number:016x}", "listed": True, "position": number, "year": 2024,
            "profile": "national-2020", "unit": unit, "department": unit, "name": name,
            "code": f"YL2024{number:03d}", "plain_unit": unit, "budget": Decimal("100.5"),
            "deadline": "2025-03-31", **values,
        }  # fmt: skip
        return self.add(t.project, **values)

    def form(self, file: int, project: int | None, **values: Any) -> int:
        """A form of a file, which counts for the project."""
        stood = {
            key: values.pop(key)
            for key in ("verdict", "counts", "why", "reason", "late", "of_form", "matched")
            if key in values
        } | {"code": values.pop("refused_for", "")}
        of = next((row for row in self.rows[t.project] if row["id"] == project), {})
        values = {
            "file_id": file, "number": 1, "sheet": "自评表", "profile": "national-2020", "year": 2024,
            "unit": of.get("unit", ""), "name": of.get("name", ""), "code": of.get("code", ""),
            "budget": Decimal("100"), "outturn": Decimal("93.123456"), "rate": Decimal("0.93123456"),
            "typed_score": Decimal("95.5"), "score": Decimal("95.5"), "grade": "优", "filled": 6,
            "indicators": 6, **values,
        }  # fmt: skip
        form = self.add(t.form, **values)
        stood = {
            "form_id": form, "project_id": project, "matched": "copy", "verdict": "accepted",
            "counts": True, "why": "唯一的一份", **stood,
        }  # fmt: skip
        self.add(t.standing, **stood)
        return form

    def finding(self, form: int, severity: str = "error", **values: Any) -> int:
        """One finding of a form."""
        values = {
            "origin": "form", "code": "R12", "cell": "自评表!H24", "field": "得分",
            "message": "实际 95% 没有达到目标 98%，却得满分 5；按规则应为 4.85，相差 0.15（目标值：≥98%）。",
            "advice": "请改正得分，并写明偏差原因和改进措施。", "severity": severity, **values,
        }  # fmt: skip
        return self.add(t.finding, form_id=form, **values)

    def keep(self, path: Path | str) -> Ledger:
        """The ledger with these rows in it."""
        ledger = open_ledger(path)
        with ledger.write() as connection:
            for table, rows in self.rows.items():
                for group in _alike(rows):
                    connection.execute(insert(table), group)
        return ledger


def _alike(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Rows that say the same columns, which one statement can write."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return groups.values()


def many(projects: int = 40, indicators: int = 6, seed: int = 7) -> Rows:
    """Returns of several units with every kind of trouble."""
    rows, chance = Rows(), random.Random(seed)
    for number in range(1, projects + 1):
        unit = UNITS[(number - 1) * len(UNITS) // projects]
        name = f"{NAMES[number % len(NAMES)]}（{number}期）"
        budget = Decimal(chance.randrange(100_000, 9_000_000)).scaleb(-4)
        project = rows.project(number, unit, name, budget=budget)
        if number % 9 == 4:
            continue
        _returned(rows, chance, project, number, budget, indicators)
    _odd(rows)
    return rows


def _returned(
    rows: Rows,
    chance: random.Random,
    project: int,
    number: int,
    budget: Decimal,
    indicators: int,
) -> None:
    """A project's form, sometimes with an older version, a duplicate, findings."""
    row = rows.rows[t.project][project - 1]
    where = f"邮箱/{row['unit']}/{row['code']}-{row['name']}"
    rate = Decimal(chance.randrange(4_000, 10_001)).scaleb(-4)
    score = Decimal(chance.randrange(5_500, 10_001)).scaleb(-2)
    late = number % 11 == 3
    troubles = number % 3
    form = rows.form(
        rows.file(f"{where}.xlsx", modified=f"2025-0{4 if late else 3}-{number % 20 + 1:02d} 10:20:00"),
        project, budget=budget, outturn=budget * rate, rate=rate, score=score,
        typed_score=score + (Decimal("1.5") if number % 7 == 2 else 0), grade=_grade(score), late=late,
        errors=troubles > 1, warnings=bool(troubles), verdict="findings" if troubles else "accepted",
    )  # fmt: skip
    if troubles > 1:
        rows.finding(form)
    if troubles:
        rows.finding(
            form, "warning", code="R31", field="偏差原因", cell="自评表!J24",
            message="得分低于分值，没有写偏差原因。", advice="请写明原因和改进措施。",
        )  # fmt: skip
    if number % 8 == 1:
        rows.finding(
            form, "warning", origin="across", code="D61", cell="自评表!J24", field="偏差原因",
            message=f"“偏差原因分析”与另外 2 个项目的一字不差：“{REASON}”。", advice="请写各自的原因。",
        )  # fmt: skip
        older = rows.form(
            rows.file(f"{where}(旧).xlsx", modified="2025-03-01 08:00:00"), project, counts=False,
            why="后来又报了一份，以最后一份为准", of_form=form, budget=budget, verdict="findings",
        )  # fmt: skip
        rows.finding(older, "warning", message="旧版本的问题不再列出。")
        for cell, before, after in (("自评表!H24", "5", "4.85"), ("自评表!J24", "", REASON)):
            rows.add(
                t.difference, form_id=form, of_form=older, cell=cell, before=before, after=after
            )
    if number % 8 == 5:
        rows.form(
            rows.file(f"U盘/{row['name']}.ods"), project, counts=False, of_form=form, verdict="duplicate",
            why="与先到的一份内容相同", reason="与先到的一份内容相同",
        )  # fmt: skip
    for line in range(indicators):
        points = Decimal(100 // indicators)
        rows.add(
            t.indicator, form_id=form, row=20 + line, cell=f"自评表!D{20 + line}", level1="产出指标",
            level2=("数量指标", "质量指标", "时效指标")[line % 3], name=f"第 {line + 1} 项工程完成数量",
            target="≥98%", actual="95%", unit="%", target_number=Decimal("0.98"),
            actual_number=Decimal("0.95"), points=points, rate=Decimal("0.96938776"),
            typed_score=points, score=points - Decimal("0.15") * (line == 0),
            note=REASON if line == 0 else "",
        )  # fmt: skip


def _grade(score: Decimal) -> str:
    return next(
        name
        for name, floor in (("优", 90), ("良", 80), ("中", 60), ("差", 0))
        if score >= floor
    )


def _odd(rows: Rows) -> None:
    """What is no project of the roster, what cannot be read, what the clerk said."""
    rows.file(
        "邮箱/云岭县民政局/自评表盖章扫描.pdf", kind="refused", code="D11",
        reason="这是 PDF，不是表格。请报送可以编辑的自评表（.xlsx、.xls、.et 或 .ods）。",
    )  # fmt: skip
    rows.file("邮箱/Thumbs.db", kind="ignored", code="D19", reason="系统文件")
    missing = next(row for row in rows.rows[t.project] if row["id"] == 4)
    rows.form(
        rows.file(f"邮箱/{missing['unit']}/空表.xlsx"), 4, verdict="refused", counts=False,
        refused_for="D24", reason="一个实际完成值也没有填，不能接收。请填好后重新报送。", why="没有收", score=None,
        typed_score=None, rate=None, outturn=None, grade="",
    )  # fmt: skip
    project = rows.add(
        t.project, key="code:2024|YL2024902", listed=False, position=10_000, year=2024, code="YL2024902",
        unit="云岭县档案馆", plain_unit="云岭县档案馆", name="档案数字化",
    )  # fmt: skip
    stranger = rows.form(
        rows.file("邮箱/云岭县档案馆/档案数字化.xlsx"), project, matched="none", verdict="findings",
        why="名册上没有的项目",
    )  # fmt: skip
    rows.finding(
        stranger, "warning", origin="match", code="D21", cell="", field="项目名称",
        message="名册上没有这个项目。", advice="请核对是否属于本次自评范围。",
    )  # fmt: skip
    rows.add(t.near, form_id=stranger, project_id=4, likeness=Decimal("0.87"))
    rows.add(
        t.unit_finding, unit=UNITS[2], code="D66", severity="warning", advice="请核对。",
        message="各项目的全年预算数合计 240.05 万元，名册合计 210.05 万元，相差 30 万元。",
    )  # fmt: skip
    for number, state, why in (
        (1, "通过", "核实无误"),
        (2, "退回", "请补充佐证材料"),
        (3, "排除", ""),
    ):
        rows.add(
            t.event, project_id=number, at="2025-04-02 09:00:00", who="李某", state=state, why=why,
            remark=why,
        )  # fmt: skip


HOSTILE = (
    "=1+1", "+86", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋86", "－5", "＠SUM(A1)",
    '=HYPERLINK("http://例.invalid","点")', "<r><t>坏</t></r>", "_x0041_", "甲\n乙\r\n丙", "a<b&c]]>\"'",
    "\x00\x07\x1b控制\x0b符", "😀" * 20_000, "长" * 40_000, "\ufffe\uffff末", "http://例.invalid/甲",
    "internal:汇总表!A1", "007", "1e5", "'前", " 两头空 ", "%d{=}$&", "#N/A", "C:\\a#b?c%20d[e].xlsx",
)  # fmt: skip
"""Texts that a spreadsheet, its XML or a CSV would take for something else."""


def hostile(texts: Sequence[str] = HOSTILE) -> Rows:
    """Every such text in every field of its own project."""
    rows = Rows()
    for number, text in enumerate(texts, start=1):
        project = rows.project(
            number, text, text, department=text, code=text, key=f"name:{number}", plain_unit=f"{number}",
        )  # fmt: skip
        name = text[:60]
        form = rows.form(
            rows.file(f"{number}/{name}.xlsx", disk=f"/srv/来件/{number}/{name}.xlsx"),
            project,
            grade=text,
        )
        rows.finding(form, message=text, advice=text, field=text, cell=text)
        rows.add(
            t.indicator, form_id=form, row=1, name=text, note=text, target=text, actual=text
        )
        rows.add(
            t.event,
            project_id=project,
            at="2025-04-02 09:00:00",
            who="李某",
            state="退回",
            remark=text,
        )
        rows.add(t.difference, form_id=form, of_form=form, cell=text, before=text, after=text)
    return rows


def large(findings: int) -> Rows:
    """One form with so many findings."""
    rows = Rows()
    project = rows.project(1, UNITS[0], NAMES[0])
    form = rows.form(rows.file("大.xlsx"), project, verdict="findings")
    for number in range(findings):
        rows.finding(
            form, ("error", "warning", "hint")[number % 3], cell=f"自评表!H{number + 1}"
        )
    return rows
