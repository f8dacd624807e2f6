"""A small desk: what came, what was sent, a ledger and a summary of a first run, and what changed since."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

from ledger_contents import contents

from faults.cases import FORM, ROOT, prepare_list
from xltools.bureau.places import LEDGER, LOG, SUMMARY
from xltools.hosts.sending import read_list, send_out
from xltools.package import apply_patch, load
from xltools.profile import load_profile
from xltools.snapshot import CellWrite, Patch

COLLECT = (
    "collect", "来件", "--roster", "发放/报送名册.xlsx", "-o", SUMMARY, "--csv", "数据", "--parquet",
    "数据", "--jobs", "1",
)  # fmt: skip
_SAMPLES = ROOT / "samples"
_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  .+")


def prepare(folder: Path) -> None:
    """What was sent and what came: two forms, one of them packed, and a broken file."""
    prepare_list(folder)
    profile = load_profile("national-2020")
    send_out(read_list(folder / "清单.xlsx", profile), profile, folder / "发放")
    came = folder / "来件"
    came.mkdir()
    shutil.copy(FORM, came / "公路.xlsx")
    (came / "坏.xlsx").write_bytes(FORM.read_bytes()[:9000])
    with zipfile.ZipFile(came / "打包.zip", "w") as archive:
        archive.write(_SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx", "党建.xlsx")


def change(folder: Path) -> None:
    """After a first run: a clerk writes into the summary, a form is put right, another one comes."""
    book = load(folder / SUMMARY)
    sheet = book.snapshot.sheets[0]
    head = next(n for n, row in enumerate(sheet.rows, start=1) if {"状态", "意见"} <= set(row))
    column = sheet.rows[head - 1].index("意见") + 1
    remark = CellWrite(sheet.name, head + 1, column, "请补材料", head + 1)
    (folder / SUMMARY).write_bytes(apply_patch(book, Patch((remark,))))
    came = folder / "来件"
    (came / "坏.xlsx").write_bytes(FORM.read_bytes()[:9100])
    shutil.copy(_SAMPLES / "bad" / "R03-得分超过分值.xlsx", came / "另一份.xlsx")


def pages(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The sheets of a summary, but for what tells of the run itself."""
    sheets = load(path).snapshot.sheets
    return {
        sheet.name: [tuple(row) for row in sheet.rows]
        for sheet in sheets
        if sheet.name != "说明"
    }


def check_ledger(place: Path, spare: Path) -> None:
    """What a run left is a sound database, whatever of it was under way: looked at in a copy."""
    for each in place.glob(f"{LEDGER}*"):
        shutil.copy(each, spare / each.name)
    if not (spare / LEDGER).exists():
        return
    connection = sqlite3.connect(spare / LEDGER)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def check_log(path: Path) -> None:
    """Every line of the log is whole."""
    if path.exists():
        text = path.read_text(encoding="utf-8-sig")
        assert text.endswith("\n") or not text
        for line in text.splitlines():
            assert not line or _LINE.fullmatch(line), line


def tables(folder: Path) -> dict[str, object]:
    """The tables for programs: CSV as lines, Parquet as it is."""
    import pyarrow.parquet as pq

    found: dict[str, object] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                found[path.name] = list(csv.reader(file))
        elif path.suffix == ".parquet":
            found[path.name] = pq.read_table(path).to_pydict()
    return found


def outcome(place: Path) -> dict[str, object]:
    """All that a run makes, without its moment."""
    return {
        "ledger": contents(place / LEDGER),
        "summary": pages(place / SUMMARY),
        "tables": tables(place / "数据"),
        "names": sorted(path.relative_to(place).as_posix() for path in place.rglob("*")),
    }


__all__ = ["COLLECT", "LEDGER", "LOG", "SUMMARY", "change", "check_ledger", "check_log", "outcome",
           "pages", "prepare", "tables"]  # fmt: skip
