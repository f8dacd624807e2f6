"""Records of files that came, made by hand, and what a ledger holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from xltools.ledger.book import Ledger
from xltools.ledger.tables import file, meta, metadata, run
from xltools.returns.fixed import whole
from xltools.returns.records import (
    PLACES,
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    WordsRecord,
)

HEAP = "/srv/来件"


class Item(Struct, frozen=True):
    """What a walk finds."""

    path: str
    disk: str
    size: int
    stamp: tuple[int, int]


def item_of(record: FileRecord) -> Item:
    """The item that became the record."""
    return Item(record.path, record.disk, record.size, record.stamp)


def form_record(number: int = 1, **values: Any) -> FormRecord:
    """A form with one of everything."""
    given: dict[str, Any] = {
        "number": number, "sheet": "自评表", "profile": "national-2020", "version": "1",
        "copy": "47292466f55ddb82", "year": 2024, "unit": "云岭县水务局", "department": "云岭县水务局",
        "code": "YL2024013", "name": "农村饮水安全", "content": f"{number:064x}",
        "budget": Decimal("238.93"), "outturn": Decimal("230.123456"), "rate": Decimal("0.96313581"),
        "typed_score": Decimal("96.5"), "score": Decimal("95.25"), "typed_grade": "优", "grade": "优",
        "filled": 1, "indicators": (indicator(),),
        "words": (WordsRecord("deviation", "偏差原因", "自评表!K12", "d" * 32, 4, "汛期延误"),),
        "findings": (
            FindingRecord("form", "R12", "warning", "自评表!J12", "得分", "应为 3 分。", "请核对。"),
            FindingRecord("sent", "D40", "error", "自评表!F12", "年度指标值", "被改。", "请恢复。"),
        ),
        "cells": b"\x00packed\xff",
    }  # fmt: skip
    return FormRecord(**(given | values))


def indicator(row: int = 12, **values: Any) -> IndicatorRecord:
    """One row of a form; what it says is not blank."""
    given: dict[str, Any] = {
        "row": row, "cell": f"自评表!F{row}", "level1": "产出指标", "level2": "数量指标",
        "name": "供水管网", "target": "≥12公里", "actual": "12.5公里", "unit": "公里",
        "target_number": Decimal(12), "actual_number": Decimal("12.5"), "points": Decimal("3.5"),
        "rate": Decimal("1.04166667"), "typed_score": Decimal("3.5"), "score": None, "note": "汛期\n延误",
    }  # fmt: skip
    said = given | values
    numbers = {name: whole(said[name], places) for name, places in PLACES.items()}
    return IndicatorRecord(**(said | numbers))


def file_record(path: str = "水务局/表.xlsx", *, time: int = 1, **values: Any) -> FileRecord:
    """A file with one form; `time` says which version it is."""
    given: dict[str, Any] = {
        "path": path, "disk": f"{HEAP}/{path}", "size": 30_000, "stamp": (30_000, time),
        "modified": "2025-03-11 10:20:00", "sha256": f"{time:064x}", "kind": "form",
    }  # fmt: skip
    if given["kind"] == values.get("kind", "form"):
        given["forms"] = (form_record(),)
    return FileRecord(**(given | values))


def refused_record(
    path: str = "水务局/表.xlsx", code: str = "D18", **values: Any
) -> FileRecord:
    """A file that nobody could read."""
    given = {"kind": "refused", "code": code, "reason": "读表程序崩溃了。", "sha256": ""}
    return file_record(path, **(given | values))


def archive_records(path: str, members: Sequence[str], *, time: int = 1) -> list[FileRecord]:
    """An archive and the forms in it."""
    size = 90_000
    common = {"disk": f"{HEAP}/{path}", "stamp": (size, time)}
    top = file_record(path, kind="archive", size=size, sha256=f"{time:064x}", **common)
    return [
        top,
        *(
            file_record(
                str(PurePosixPath(path) / each), sha256=f"{time:032x}{n:032x}", **common
            )
            for n, each in enumerate(members)
        ),
    ]


def batch(first: int, count: int = 20) -> list[FileRecord]:
    """So many files, each with a form of its own."""
    return [
        file_record(f"{number // 10}/表{number}.xlsx", time=number + 1,
                    forms=(form_record(content=f"{number:064x}"),))
        for number in range(first, first + count)
    ]  # fmt: skip


def everything(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, by number."""
    with ledger.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table not in (meta, run)
        }  # fmt: skip


def files(ledger: Ledger) -> dict[str, list[tuple[str, bool, bool]]]:
    """By path the versions in the order of their time: kind, whether the latest, whether gone."""
    found: dict[str, list[tuple[str, bool, bool]]] = {}
    with ledger.read() as connection:
        for row in connection.execute(select(file).order_by(file.c.stamp_time, file.c.id)):
            found.setdefault(row.path, []).append((row.kind, row.latest, row.gone))
    return found


def rows(ledger: Ledger, table: Any, *columns: Any) -> list[tuple[Any, ...]]:
    """These columns of a table, by number."""
    with ledger.read() as connection:
        order = list(table.primary_key)
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*order))]
