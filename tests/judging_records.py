"""Small made returns and a ledger's derived tables without numbers, for the tests of judging."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, select

from xltools.ledger.book import Ledger
from xltools.ledger.roster import RosterRow
from xltools.ledger.tables import (
    difference,
    file,
    finding,
    form,
    near,
    project,
    refusal,
    standing,
    unit_finding,
)
from xltools.returns.cells import packed_cells
from xltools.returns.fixed import whole
from xltools.returns.records import (
    PLACES,
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    WordsRecord,
)
from xltools.returns.rules import Rules, load_rules

RULES = load_rules()
PROFILE = "national-2020"
NAMES = (
    "", "危桥改造", "教师培训", "彩超设备购置", "古籍修复", "送戏下乡", "退耕还林补助", "食品安全抽检",
    "校舍维修", "河道清淤", "农机购置补贴", "孤儿基本生活保障", "零工市场建设", "畜禽疫病防控",
)  # fmt: skip
"""Of projects, by number; no two are alike."""


def digest(text: str) -> str:
    """What stands for a digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def row(number: int, **more: Any) -> RosterRow:
    """A project of the roster: number 1 is YL01 “危桥改造” of 云岭县教育局."""
    values: dict[str, Any] = {
        "row": number + 3, "profile": PROFILE, "year": 2024, "unit": "云岭县教育局",
        "department": "", "code": f"YL{number:02d}", "name": NAMES[number],
        "budget": Decimal(100 + number), "copy": f"{number:016x}",
        "sent": f"云岭县教育局/YL{number:02d}-{NAMES[number]}.xlsx", "deadline": "2025-03-31",
    }  # fmt: skip
    return RosterRow(**(values | more))


def filled(number: int, **more: Any) -> FormRecord:
    """The form that was sent for `row(number)`, filled in and sound."""
    values: dict[str, Any] = {
        "number": 1, "sheet": "自评表", "profile": PROFILE, "version": "1",
        "copy": f"{number:016x}", "year": 2024, "unit": "云岭县教育局", "department": "",
        "code": "", "name": NAMES[number], "content": digest(f"内容{number}"),
        "budget": Decimal(100 + number), "outturn": Decimal(100 + number),
        "rate": Decimal(1), "typed_score": Decimal(90 + number), "score": Decimal(90 + number),
        "typed_grade": "优", "grade": "优", "filled": 1, "indicators": (indicator(),),
        "words": (), "findings": (), "cells": packed_cells({"自评表!F6": "1"}),
    }  # fmt: skip
    return FormRecord(**(values | more))


def stranger(name: str, unit: str = "云岭县教育局", **more: Any) -> FormRecord:
    """A form that bears no mark."""
    values = {"copy": "", "name": name, "unit": unit, "content": digest(f"{unit}{name}")}
    return filled(0, **(values | more))


def indicator(row: int = 13, **more: Any) -> IndicatorRecord:
    """One row of 绩效指标; by itself it is like no other project's."""
    values: dict[str, Any] = {
        "row": row, "cell": f"自评表!C{row}", "level1": "产出指标", "level2": "数量指标",
        "name": "", "target": "", "actual": "", "unit": "个", "target_number": None,
        "actual_number": None, "points": Decimal(10), "rate": None, "typed_score": None,
        "score": None, "note": "",
    }  # fmt: skip
    said = values | more
    numbers = {name: whole(said[name], places) for name, places in PLACES.items()}
    return IndicatorRecord(**(said | numbers))


def text(words: str, role: str = "deviation_note", label: str = "偏差原因", **more: Any) -> WordsRecord:  # fmt: skip
    """A text of a form."""
    values: dict[str, Any] = {
        "role": role, "label": label, "cell": "自评表!I13", "digest": digest(words),
        "length": len(words), "text": words,
    }  # fmt: skip
    return WordsRecord(**(values | more))


def came(
    path: str, *forms: FormRecord, when: str = "03-10 09:00:00", **more: Any
) -> FileRecord:
    """A file with forms; what does not say otherwise came on 10 March."""
    values: dict[str, Any] = {
        "path": path, "disk": f"/来件/{path}", "size": len(path), "stamp": (len(path), 1),
        "modified": f"2025-{when}", "sha256": digest(path), "kind": "form", "forms": forms,
    }  # fmt: skip
    return FileRecord(**(values | more))


def refused(path: str) -> FileRecord:
    """A file that nobody could read."""
    return came(path, kind="refused", code="D10", reason="损坏")


def hint(severity: str = "hint") -> FindingRecord:
    """A finding of the form's own."""
    return FindingRecord("form", "S01", severity, "自评表!A1", "", "话", "做")


def keep(
    ledger: Ledger, records: Iterable[FileRecord], roster: Sequence[RosterRow] = ()
) -> None:
    """Put a roster and files into the ledger."""
    if roster:
        ledger.set_roster(roster, RULES.matching.synonyms)
    run = ledger.begin_run({}, RULES.digest, "审核人")
    ledger.keep(run, list(records))
    ledger.finish_run(run, {})


def with_rules(**more: Any) -> Rules:
    """The standard rules but for some: `counts={"order": "best"}`."""
    changed = {name: replace(getattr(RULES, name), **values) for name, values in more.items()}
    return replace(RULES, **changed)


def standings(ledger: Ledger) -> dict[str, Any]:
    """What became of the form of each path; of several in a file the last."""
    with ledger.read() as connection:
        return {each["path"]: each for each in _standings(connection)}


def found(ledger: Ledger, *origins: str) -> set[tuple[str, str, str]]:
    """Path, code and cell of the findings of these origins, else of match and across."""
    with ledger.read() as connection:
        told = _findings(connection)
    return {(path, code, cell) for path, origin, code, cell, *_ in told if origin in (origins or ("match", "across"))}  # fmt: skip


def all_messages(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Path, code and words of every finding of match and across."""
    with ledger.read() as connection:
        told = _findings(connection)
    return {(path, code, said) for path, origin, code, _, _, said, _ in told if origin in ("match", "across")}  # fmt: skip


def messages(ledger: Ledger) -> dict[tuple[str, str], str]:
    """What was said, by path and code."""
    with ledger.read() as connection:
        return {(path, code): said for path, _, code, _, _, said, _ in _findings(connection)}


def of_units(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Unit, code and words of what concerns no single form."""
    columns = (unit_finding.c.unit, unit_finding.c.code, unit_finding.c.message)
    with ledger.read() as connection:
        return sorted(tuple(each) for each in connection.execute(select(*columns)))


def everything(ledger: Ledger) -> dict[str, list[Any]]:
    """All that is derived, by paths and keys instead of numbers."""
    with ledger.read() as connection:
        return {
            "standing": sorted(_standings(connection), key=lambda each: (each["path"], each["number"])),
            "finding": sorted(_findings(connection)),
            "near": _sorted(connection, select(_path(near), project.c.key, near.c.likeness).join(form, form.c.id == near.c.form_id).join(file, file.c.id == form.c.file_id).join(project, project.c.id == near.c.project_id)),
            "refusal": _sorted(connection, select(file.c.path, project.c.key).join_from(refusal, file, file.c.id == refusal.c.file_id).join(project, project.c.id == refusal.c.project_id)),
            "difference": _sorted(connection, select(_path(difference), difference.c.cell, difference.c.before, difference.c.after).join(form, form.c.id == difference.c.form_id).join(file, file.c.id == form.c.file_id)),
            "unit": _sorted(connection, select(unit_finding.c.unit, unit_finding.c.code, unit_finding.c.severity, unit_finding.c.message, unit_finding.c.advice)),
            "project": _sorted(connection, select(*(c for c in project.columns if c.name != "id"))),
        }  # fmt: skip


def _path(_: Any) -> Any:
    return file.c.path


def _sorted(connection: Connection, query: Any) -> list[Any]:
    return sorted((tuple(each) for each in connection.execute(query)), key=str)


def _standings(connection: Connection) -> list[dict[str, Any]]:
    paths = dict(
        connection.execute(
            select(form.c.id, file.c.path).join(file, file.c.id == form.c.file_id)
        ).all()
    )
    query = (
        select(standing, form.c.number, project.c.key, project.c.code.label("project_code"))
        .join(form, form.c.id == standing.c.form_id)
        .outerjoin(project, project.c.id == standing.c.project_id)
        .order_by(standing.c.form_id)
    )
    names = ("matched", "verdict", "code", "reason", "why", "number", "key", "project_code")
    return [
        {name: each[name] for name in names}
        | {
            "path": paths[each["form_id"]], "of": paths.get(each["of_form"], ""),
            "counts": bool(each["counts"]), "late": bool(each["late"]),
        }
        for each in connection.execute(query).mappings()
    ]  # fmt: skip


def _findings(connection: Connection) -> list[tuple[Any, ...]]:
    columns = ("origin", "code", "cell", "severity", "message", "advice")
    query = (
        select(file.c.path, *(finding.c[name] for name in columns))
        .join_from(finding, form, form.c.id == finding.c.form_id)
        .join(file, file.c.id == form.c.file_id)
    )
    return [tuple(each) for each in connection.execute(query)]
