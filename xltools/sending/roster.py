"""报送名册: who was sent which form, and when it is due; returns are held against it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from xltools.anchors import ROSTER_PROPERTY
from xltools.collect.xlsx import Cell, Look, Page, write_workbook
from xltools.profile import Profile
from xltools.sending.headings import money_measures, whole
from xltools.sending.identity import copy_of
from xltools.sending.model import ToSend

ROSTER = "报送名册.xlsx"

_COLUMNS: tuple[tuple[str, float, Look], ...] = (
    ("序号", 6, "count"),
    ("单位", 26, "text"),
    ("主管部门", 22, "text"),
    ("项目编号", 20, "text"),
    ("项目名称", 42, "text"),
    ("年度", 8, "centre"),
    ("预算数（万元）", 18, "money"),
    ("文件", 48, "text"),
    ("标识", 20, "centre"),
    ("报送截止日期", 16, "centre"),
)
_HEADING = 3


def build_roster(
    profile: Profile,
    projects: Sequence[ToSend],
    files: Sequence[PurePosixPath],
    deadline: str = "",
) -> bytes:
    """Return the roster; the same projects give the same bytes.

    The budget is the total's first figure that the list gives, 年初预算数 last; `deadline` is for
    projects whose row of the list says none.
    """
    width = len(_COLUMNS)
    rows = [
        _row(profile, number, project, str(file), project.deadline or deadline)
        for number, (project, file) in enumerate(zip(projects, files, strict=True), start=1)
    ]
    note = f"表样 {profile.id}；共 {len(rows)} 个项目。“文件”“标识”用来核对报回来的表，请勿改动；截止日期可以改。"
    page = Page(
        "报送名册",
        tuple(each[1] for each in _COLUMNS),
        (
            _wide("绩效自评表报送名册", "title", width),
            _wide(note, "note", width),
            tuple(Cell(label, "heading") for label, _, _ in _COLUMNS),
            *rows,
        ),
        _HEADING,
        wide=(1, 2),
        filtered=True,
    )
    return write_workbook((page,), "绩效自评表报送名册", ROSTER_PROPERTY)


def _wide(text: str, look: Look, width: int) -> tuple[Cell, ...]:
    return (Cell(text, look), *(Cell(None, look) for _ in range(width - 1)))


def _row(
    profile: Profile, number: int, project: ToSend, file: str, deadline: str
) -> tuple[Cell, ...]:
    values = (
        Decimal(number),
        project.unit or None,
        project.department or None,
        project.code or None,
        project.name,
        str(project.year) if project.year else None,
        budget_of(profile, project),
        file,
        copy_of(profile.id, project),
        deadline or None,
    )
    looks = (look for _, _, look in _COLUMNS)
    return tuple(Cell(value, look) for value, look in zip(values, looks, strict=True))


def budget_of(profile: Profile, project: ToSend) -> Decimal | None:
    """The project's budget in 万元: the total's 全年预算数, else another of its budgets."""
    total = whole(profile).key
    keys = [each.key for each in money_measures(profile)]
    for key in ("revised_budget", "original_budget"):
        amount = project.amounts.get((total, key)) if key in keys else None
        if amount is not None:
            return amount
    return None
