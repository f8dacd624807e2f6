"""Honest files of every kind to begin with; made once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from exotic import add_exotica
from intake_files import CAME, ROSTER

from xltools.hosts.examine import Examined, examine
from xltools.package import load
from xltools.report import write_report
from xltools.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"

FORMS = (
    "shanxi-2020/创建党建先进县.xlsx",
    "national-2020/农村公路安防工程.xlsx",
    "jiangxi-2022",
    "kashi-2020",
    "published",
)
_XLS = ("U盘/残疾人联合会/无障碍改造.et", "邮箱/云岭县水务局/YL2024016-河道清淤.xls")
_ODS = (
    "U盘/林业和草原局/森林防火物资购置.ods",
    "邮箱/云岭县文化和旅游局/YL2024026-古籍修复（改）.ods",
)


def _file(name: str) -> Path:
    """A sample, or the first of a folder."""
    path = SAMPLES / name
    return min(path.rglob("*.xlsx")) if path.is_dir() else path


@cache
def forms() -> tuple[bytes, ...]:
    """Forms as Excel has them: our own of several regions, one that is published, one with everything."""
    found = [_file(name).read_bytes() for name in FORMS]
    return (*found, add_exotica(found[0]))


@cache
def xls() -> tuple[bytes, ...]:
    """Forms of the old Excel and of WPS."""
    return tuple((CAME / name).read_bytes() for name in _XLS)


@cache
def ods() -> tuple[bytes, ...]:
    """Forms of OpenDocument."""
    return tuple((CAME / name).read_bytes() for name in _ODS)


@cache
def snapshots() -> tuple[Snapshot, ...]:
    """Filled forms as the core gets them."""
    return tuple(load(_file(name)).snapshot for name in FORMS[:4])


@cache
def filled() -> tuple[Examined, ...]:
    """Two of them, read and judged."""
    return tuple(examine(each) for each in snapshots()[:2])


@cache
def tables() -> tuple[list[list[str]], ...]:
    """The texts of filled forms, row by row."""
    sheets = [max(each.sheets, key=lambda sheet: len(sheet.rows)) for each in snapshots()]
    return tuple(
        [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]
        for sheet in sheets
    )


@cache
def reports() -> tuple[bytes, ...]:
    """Reports in Word, written from forms."""
    forms = [examine(each) for each in snapshots()[:2]]
    return tuple(write_report(each.evaluation, each.scores, each.profile) for each in forms)


@cache
def texts() -> tuple[str, ...]:
    """Reports as text."""
    folder = ROOT / "tests" / "data"
    names = sorted([*folder.glob("sound/*.txt"), *folder.glob("handwritten/*")])
    return tuple(path.read_text("utf-8") for path in names)


@cache
def rosters() -> tuple[bytes, ...]:
    """A roster as it was sent out."""
    return (ROSTER.read_bytes(),)


@cache
def lists() -> tuple[bytes, ...]:
    """Lists of projects to be sent forms."""
    return tuple(path.read_bytes() for path in sorted((SAMPLES / "sending").glob("*.xlsx")))
