"""Rows of our own forms read at once: the same, to the last cell, as by the reader of any row."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_forms import ONE_EACH, SAMPLES

from xltools.errors import XltoolsError
from xltools.model import CellValue
from xltools.package import load
from xltools.read import find_forms, read_form
from xltools.read.indicators import IndicatorReader
from xltools.read.plain_rows import PlainRows
from xltools.snapshot import Sheet, Snapshot

RETURNED = sorted(Path("samples/returned").rglob("*.xlsx"))
ODD: tuple[CellValue, ...] = (
    None, "", "  ", "/", "——", "无", "指标1：", "指标2：培训人数", "注：以下不计分", "备注", "小计", "产出合计", "例：培训人数",
    "（示例）养护里程", "分值", "年度指标值", "得分（10）", "一级指标", "预算执行率", "≥95%", "95", "95.5%", "5月底前", "2024年8月5日",
    "及时", "达成预期指标", "7,00.0,77", "无事故", "≥3次/月", "12套", " 95% ", "５０％", "x" * 90, 0.0, 0.95, 12.0, -3.0, 95,
    True, "10", "10分", "产出指标", "数量指标", "生态效益", "培训\n人数", "第3页",
)  # fmt: skip


def told(snapshot: Snapshot) -> str:
    """All that is read of a workbook's forms, or why it is none."""
    try:
        return repr([read_form(snapshot, found) for found in find_forms(snapshot, None, None)])
    except XltoolsError as error:
        return str(error)


def agree(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways read the same."""
    at_once = told(snapshot)
    with monkeypatch.context() as patch:
        patch.setattr(IndicatorReader, "_plain_rows", lambda _: None)
        assert told(snapshot) == at_once


def loaded(path: Path) -> Snapshot | None:
    """The workbook; None if it is damaged on purpose."""
    try:
        return load(path).snapshot
    except XltoolsError:
        return None


@pytest.mark.parametrize("path", [*SAMPLES, *RETURNED], ids=lambda path: path.stem)
def test_every_form_is_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled, bad and returned forms of all layouts."""
    snapshot = loaded(path)
    if snapshot is not None:
        agree(snapshot, monkeypatch)


def changed(sheet: Sheet, chance: random.Random) -> Sheet:
    """The sheet with odd things typed into some of its cells, and odd formats under some."""
    rows = [list(cells) for cells in sheet.rows]
    spots = [(r, c) for r in range(12, len(rows)) for c in range(len(rows[r]))]
    for row, column in chance.sample(spots, min(len(spots), 14)):
        rows[row][column] = chance.choice(ODD)
    marked = [(row + 1, column + 1) for row, column in chance.sample(spots, 3)]
    return replace(
        sheet,
        rows=rows,
        percents=frozenset(marked[:1]) if chance.random() < 0.3 else sheet.percents,
        suffixes={marked[1]: "套"} if chance.random() < 0.3 else sheet.suffixes,
        errors={marked[2]: "#N/A"} if chance.random() < 0.1 else sheet.errors,
    )


@pytest.mark.parametrize("path", ONE_EACH, ids=lambda path: path.parent.name)
def test_whatever_is_typed_is_read_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty times a dozen odd cells in the table: fillers, remarks, heads, numbers, blanks."""
    snapshot, chance = load(path).snapshot, random.Random(path.parent.name)
    for _ in range(40):
        sheets = [
            changed(each, chance) if len(each.rows) > 20 and each.name != "填报说明" else each
            for each in snapshot.sheets
        ]
        agree(replace(snapshot, sheets=tuple(sheets)), monkeypatch)


def test_most_rows_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a form as it comes back nearly every row is plain."""
    read, plain = PlainRows.read, []

    def counted(self: PlainRows, *args: object) -> object:
        found = read(self, *args)  # type: ignore[arg-type]
        plain.append(found is not None)
        return found

    monkeypatch.setattr(PlainRows, "read", counted)
    (path,) = (
        each for each in RETURNED if each.name.startswith("YL2024001") and "来件" in str(each)
    )
    snapshot = load(path).snapshot
    evaluation, _ = read_form(snapshot, find_forms(snapshot, None, None)[0])
    assert sum(plain) >= len(evaluation.indicators) - 1 > 4
