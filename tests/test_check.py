"""Rules that the bad samples do not show, each on the good form with one cell changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from xltools.codes import Code
from xltools.findings import Finding, Severity, grouped
from xltools.hosts.examine import Examined, examine
from xltools.model import CellValue, Place
from xltools.package import load
from xltools.profile import ExecutionPolicy, load_profile
from xltools.snapshot import Snapshot

GOOD = Path(__file__).parent.parent / "samples" / "national-2020" / "农村公路安防工程.xlsx"
NATIONAL = load_profile("national-2020")


@pytest.fixture(scope="module")
def good() -> Snapshot:
    """The good national form."""
    return load(GOOD).snapshot


def typed(snapshot: Snapshot, cells: dict[str, CellValue]) -> Snapshot:
    """The snapshot with other values in some cells of the form, given as A1."""
    sheet = snapshot.sheet("自评表")
    assert sheet is not None
    rows = [list(row) for row in sheet.rows]
    for a1, value in cells.items():
        rows[int(a1[1:]) - 1][ord(a1[0]) - 65] = value
    changed = replace(sheet, rows=rows)
    return replace(
        snapshot, sheets=tuple(changed if s is sheet else s for s in snapshot.sheets)
    )


def said(examined: Examined) -> list[tuple[str, str]]:
    """Code and cell of every finding."""
    return [(f.code.number, f.place.a1 if f.place else "") for f in examined.findings]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"B13": "产物指标"}, [("A07", "B13")]),
        ({"B13": "一、产出类指标"}, []),
        ({"C25": "经济成本指标"}, [("R46", "C25")]),
        ({"C25": "花费指标"}, [("A07", "C25")]),
        ({"B13": "产出指标（60分）"}, [("R11", "B13")]),
        ({"B13": "产出指标（50分）"}, []),
        ({"B13": "产出 指标\n(50分)"}, []),
        ({"E6": None}, [("R42", "E6")]),
        ({"F6": "四百万"}, [("A03", "F6")]),
        ({"F6": float("nan")}, [("A03", "F6")]),
        ({"D6": True}, [("A03", "D6")]),
        ({"E2": "去年"}, [("A03", "E2")]),
        ({"E2": None}, [("R42", "E2")]),
        ({"G13": 0, "G14": 18}, [("R44", "G13")]),
        ({"G13": "十分"}, [("A03", "G13")]),
        *[
            ({"F13": filler}, [("R42", "F13")])
            for filler in ("/", "—", "无", "暂无", "N/A", " ")
        ],
        *[({"E13": left}, [("R41", "E13")]) for left in ("≥**公里", "≥XX公里", "例如：≥90%")],
        ({"F6": "/"}, [("R42", "F6")]),
        ({"C3": "无"}, [("R42", "C3")]),
        ({"C4": "x"}, [("R42", "C4")]),
        ({"D13": "无"}, [("A09", "D13")]),
        ({"D6": "—"}, [("R38", "D6")]),
        ({"G13": "无"}, [("R42", "G13")]),
        ({"G13": -10}, [("A12", "G13"), ("R01", "G44"), ("R10", "B13")]),
        ({"D32": "安全事故", "E32": "0起", "F32": "无"}, []),
        ({"D32": "安全培训", "E32": "3期", "F32": "无"}, [("R42", "F32")]),
        ({"E38": "落实到位", "F38": "未落实到位"}, [("R49", "F38")]),
        ({"F21": "按期完成"}, [("R23", "F21")]),
        ({"F41": 93.5}, [("R24", "F41")]),
        ({"F41": "9350%"}, [("R17", "I41"), ("R27", "F41"), ("R51", "F11")]),
        ({"B42": "注：本表数据截至年底"}, []),
        ({"D43": "小计", "G43": 90}, []),
        ({"G6": None}, [("R42", "G6")]),
        ({"H44": 90}, [("R02", "H44")]),
        ({"I32": "因政策调整，年内未实施。"}, [("R20", "I32")]),
        ({"I32": "因天气原因推迟。责成施工单位2021年6月底前完工。"}, []),
        ({"I13": "不存在未完成情况"}, []),
        ({"F13": "大于等于88公里"}, [("R21", "F13")]),
        ({"I13": "因连续降雨，工程滞后，没有完成。"}, [("R18", "I13")]),
        ({"E13": "86公里以上"}, []),
        ({"E13": "８６公里以上", "F13": "８８．２公里"}, []),
        ({"F13": "88,200米"}, []),
        ({"E21": "11月30日前", "F21": "2020.11.18"}, []),
    ],
)
def test_one_changed_cell_gives_its_findings_and_no_others(
    good: Snapshot, cells: dict[str, CellValue], expected: list[tuple[str, str]]
) -> None:
    """What a person may type, read rightly or told at its cell."""
    assert sorted(said(examine(typed(good, cells)))) == sorted(expected)


def test_a_form_without_a_total_is_never_passed_as_clean(good: Snapshot) -> None:
    """Whatever is typed into one cell: a total, or an error that says why there is none."""
    values: tuple[CellValue, ...] = (
        None, "", "无", "x", "空", "?", "完成", "不适用", 0, -1, 1.5, True, "0", "1/2", "约5", "≥", "%",
    )  # fmt: skip
    for cell in (
        "E6",
        "F6",
        "G6",
        "E13",
        "F13",
        "G13",
        "E21",
        "F21",
        "E25",
        "F25",
        "E38",
        "F38",
    ):
        for value in values:
            examined = examine(typed(good, {cell: value}))
            assert examined.scores.total is not None or examined.has_errors, (cell, value)


def test_a_reason_merged_over_blank_rows_is_one_reason(good: Snapshot) -> None:
    """I32:I34 merged: rows 33 and 34 are still blank."""
    sheet = good.sheet("自评表")
    assert sheet is not None
    merged = replace(sheet, merges=(*sheet.merges, (32, 9, 34, 9)))
    sheets = tuple(merged if s is sheet else s for s in good.sheets)
    assert said(examine(replace(good, sheets=sheets))) == []


def test_points_merged_over_two_indicators_are_told(good: Snapshot) -> None:
    """They are dealt out equally, and a person is told."""
    sheet = good.sheet("自评表")
    assert sheet is not None
    merged = replace(sheet, merges=(*sheet.merges, (13, 7, 14, 7)))
    examined = examine(
        replace(good, sheets=tuple(merged if s is sheet else s for s in good.sheets))
    )
    assert ("A11", "G13") in said(examined)
    first, second = examined.evaluation.indicators[:2]
    assert first.points.value == second.points.value
    assert first.points.raw == (first.points.value or 0) * 2


def test_a_blank_cell_is_complained_of_once(good: Snapshot) -> None:
    """Without the outturn there is no rate, no score and no total, but one finding."""
    examined = examine(typed(good, {"F6": None}))
    assert said(examined) == [("R42", "F6")]
    assert examined.scores.execution.score is None
    assert examined.scores.total is None
    assert examined.scores.grade is None


@pytest.mark.parametrize(
    ("choice", "score", "total"),
    [
        ("not_applicable", None, "98.89"),  # 89 of 90 points, rescaled to 100
        ("full", "10", "99"),
        ("zero", "0", "89"),
    ],
)
def test_a_zero_budget_is_scored_as_the_policy_says(
    good: Snapshot, choice: str, score: str | None, total: str
) -> None:
    """V14: not applicable, full or nothing; never a division by zero."""
    execution = ExecutionPolicy(zero_budget=choice)  # type: ignore[arg-type]
    profile = replace(NATIONAL, policy=replace(NATIONAL.policy, execution=execution))
    zero = dict.fromkeys(("D6", "E6", "F6", "D7", "E7", "F7", "D8", "E8", "F8"), 0)
    scores = examine(typed(good, zero), profile).scores
    assert scores.execution.score == (None if score is None else Decimal(score))
    assert scores.total == Decimal(total)
    assert scores.execution.rate is None


def test_execution_above_the_budget_is_capped(good: Snapshot) -> None:
    """V15: full points and an error."""
    examined = examine(typed(good, {"F6": 500, "F7": 450}))
    assert examined.scores.execution.score == Decimal(10)
    assert ("R06", "F6") in said(examined)


def test_a_score_that_only_a_person_can_give_is_shown_to_one(good: Snapshot) -> None:
    """Also when the score in the cell was given for an older answer."""
    cells: dict[str, CellValue] = {"E38": "管护责任落实到位", "F38": "有所改善", "H38": 7}
    examined = examine(typed(good, cells))
    assert said(examined) == [("R49", "H38")]
    assert examined.findings[0].code is Code.JUDGED_BY_PERSON
    assert examined.scores.indicators[8].score == Decimal(7)


def test_equal_findings_are_grouped_with_all_their_cells() -> None:
    """Same code, same words: one line; other words: another."""
    first, second = (Place("自评表", row, 9) for row in (14, 16))
    same = [
        Code.REASON_WITHOUT_MEASURE.at(p, "偏差原因", note="人手不足") for p in (first, second)
    ]
    other = Code.REASON_WITHOUT_MEASURE.at(Place("自评表", 18, 9), "偏差原因", note="天气")
    groups = grouped([*same, other])
    assert [group.places for group in groups] == [(first, second), (other.place,)]
    assert groups[0].where(most=3) == "自评表!I14、I16"


def test_every_code_is_well_formed() -> None:
    """Number, severity, two texts that end as sentences; no two alike."""
    seen = set()
    for code in Code:
        assert code.number[0] in "ARS"
        assert code.number[1:].isdigit()
        assert isinstance(code.severity, Severity)
        assert code.message.endswith(("。", "}", "）"))
        assert code.advice.endswith(("。", "}", "）"))
        seen.add((code.message, code.advice))
    assert len(seen) == len(Code)


def test_a_finding_that_lacks_a_fact_fails_loudly() -> None:
    """A rule that forgets a fact is our fault and not a finding with braces in it."""
    with pytest.raises(KeyError):
        Code.POINTS_NOT_100.at(None, "分值", sum=99)


def test_findings_come_in_the_same_order_every_time(good: Snapshot) -> None:
    """Form first, then row by row."""
    cells: dict[str, CellValue] = {"F6": "?", "G13": 9, "F13": "完成", "B13": "产出类"}
    runs = [examine(typed(good, cells)).findings for _ in range(3)]
    assert runs[0] == runs[1] == runs[2]
    rows = [f.place.row for f in runs[0] if f.place and f.place.sheet == "自评表"]
    assert rows == sorted(rows)
    assert all(isinstance(f, Finding) for f in runs[0])
