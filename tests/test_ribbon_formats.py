"""恢复格式: what is put back where, and what is told where nobody can know."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from xltools.blank import build_blank
from xltools.model import CellValue, Place
from xltools.package import apply_patch, load, load_bytes
from xltools.profile import load_profile
from xltools.ribbon import Answer, Desk, click
from xltools.ribbon.formats_look import _validations
from xltools.snapshot import (
    Area,
    CellLook,
    NamedCell,
    Patch,
    Position,
    RowChange,
    Sheet,
    SheetLook,
    Snapshot,
    Validation,
)

FORM = "自评表"
SHAPES = [
    "shanxi-2020", "aketao-2022", "chongqing-2022", "guangshui-2020", "hebei-2020", "hunan-2020",
    "ningxia-2021", "sichuan-2022", "transfer-2022", "yunnan-2022",
]  # fmt: skip
"""Forms of every kind: plain lists, judged blocks, assessments, groups of columns, no total."""


@cache
def blank(name: str = "jiangxi-2022", rows: int | None = None) -> bytes:
    """An empty form as it is sent out."""
    return build_blank(load_profile(name), rows=rows)


def opened(data: bytes) -> Snapshot:
    """The snapshot of a form."""
    return load_bytes(data, Path("表.xlsx")).snapshot


def restored(snapshot: Snapshot) -> tuple[Answer, dict[str, SheetLook]]:
    """The answer and the looks by sheet."""
    answer = click("restore", Desk(snapshot))
    assert answer.patch is not None, answer.message
    assert answer.patch.cells == ()
    assert answer.patch.rows == ()
    assert answer.patch.notes is None
    return answer, {look.sheet: look for look in answer.patch.looks}


def look_at(look: SheetLook, spot: Position) -> CellLook | None:
    """The look of one cell; rectangles never overlap."""
    row, column = spot
    found = [
        each
        for each, areas in look.looks
        for top, left, bottom, right in areas
        if top <= row <= bottom and left <= column <= right
    ]
    assert len(found) <= 1
    return found[0] if found else None


def with_sheet(snapshot: Snapshot, sheet: Sheet, old: str = "") -> Snapshot:
    """The snapshot with one sheet exchanged."""
    sheets = tuple(sheet if s.name == (old or sheet.name) else s for s in snapshot.sheets)
    return replace(snapshot, sheets=sheets)


def with_value(
    snapshot: Snapshot, spot: Position, value: CellValue, **more: object
) -> Snapshot:
    """The snapshot with one cell of the form exchanged; `more` is said of the sheet."""
    sheet = form_of(snapshot)
    rows = [list(row) for row in sheet.rows]
    rows[spot[0] - 1][spot[1] - 1] = value
    return with_sheet(snapshot, replace(sheet, rows=rows, **more))


def form_of(snapshot: Snapshot, name: str = FORM) -> Sheet:
    """The form's sheet."""
    sheet = snapshot.sheet(name)
    assert sheet is not None
    return sheet


def wider(snapshot: Snapshot, at: int) -> Snapshot:
    """The form after somebody inserted a column, as any program does it."""

    def moved(column: int) -> int:
        return column + (column >= at)

    sheet = form_of(snapshot)
    rows = [[*row[: at - 1], None, *row[at - 1 :]] for row in sheet.rows]
    merges: tuple[Area, ...] = tuple(
        (top, moved(left), bottom, moved(right)) for top, left, bottom, right in sheet.merges
    )
    names = {
        name: NamedCell(cell.sheet, cell.row, moved(cell.column))
        if cell.sheet == FORM
        else cell
        for name, cell in snapshot.names.items()
    }
    wide = with_sheet(snapshot, replace(sheet, rows=rows, merges=merges))
    return replace(wide, names=names)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("rows", [None, 7])
def test_a_form_that_nobody_spoilt_stays_as_it_is_to_the_byte(
    name: str, rows: int | None
) -> None:
    """Whatever its shape and however many rows it was sent out with."""
    data = blank(name, rows)
    workbook = load_bytes(data, Path("表.xlsx"))
    answer = click("restore", Desk(workbook.snapshot))
    assert (answer.level, answer.lines) == ("done", ())
    assert answer.message.startswith("已按表样恢复格式")
    assert answer.patch is not None
    assert apply_patch(workbook, answer.patch) == data


def test_all_sheets_of_the_form_are_restored_with_few_rectangles() -> None:
    """填报说明, 报告文本, side sheets and the hidden one as well."""
    _, looks = restored(opened(blank("shanxi-2020")))
    assert list(looks) == [
        "填报说明", FORM, "报告文本", "评价组", "支出明细", "问题清单", "_xltools",
    ]  # fmt: skip
    assert all(look.protected for look in looks.values())
    areas = [area for look in looks.values() for _, found in look.looks for area in found]
    cells = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas)
    assert cells > 900
    assert len(areas) < cells / 6


@pytest.mark.parametrize("row", [15, 20, 28])
def test_rows_that_the_ribbon_added_and_removed_are_part_of_the_form(
    row: int, root: Path
) -> None:
    """The blank is drawn with the rows of each 二级指标 that the open form has."""
    path = root / "samples" / "jiangxi-2022" / "02-基层党建.xlsx"
    workbook = load(path)
    for action in ("add", "remove"):
        changed = click(
            action, Desk(workbook.snapshot, path, Place(FORM, row, 4), confirmed=True)
        )
        assert changed.patch is not None, changed.message
        data = apply_patch(workbook, changed.patch)
        answer, looks = restored(opened(data))
        assert answer.lines == ()
        assert answer.patch is not None
        assert apply_patch(load_bytes(data, path), answer.patch) == data
        rules = restored(workbook.snapshot)[1][FORM].validations
        assert len(looks[FORM].validations) == len(rules)


def test_a_renamed_sheet_is_found_by_its_names() -> None:
    """Form and 问题清单 under titles of the user's."""
    snapshot = opened(blank())
    for old, new in ((FORM, "我们的表"), ("问题清单", "清单")):
        snapshot = with_sheet(snapshot, replace(form_of(snapshot, old), name=new), old)
        names = {
            name: NamedCell(new, cell.row, cell.column) if cell.sheet == old else cell
            for name, cell in snapshot.names.items()
        }
        snapshot = replace(snapshot, names=names)
    answer, looks = restored(snapshot)
    assert answer.lines == ()
    assert {"我们的表", "清单"} <= looks.keys()


def test_without_names_the_printed_words_tell_the_places() -> None:
    """A program that lost our names did not move the labels."""
    snapshot = opened(blank())
    _, before = restored(snapshot)
    lists = {n: cell for n, cell in snapshot.names.items() if n.startswith("xlt_list_")}
    answer, after = restored(replace(snapshot, names=lists))
    assert answer.lines == ()
    assert after == before


def test_a_row_inserted_in_the_head_is_told_and_the_rest_is_restored() -> None:
    """What lies below moved with its names; the new row is nobody's."""
    data = blank()
    change = RowChange("insert", FORM, 4, form_of(opened(data)).merges)
    workbook = load_bytes(data, Path("表.xlsx"))
    merges = tuple(
        merge if merge[0] <= 4 else (merge[0] + 1, merge[1], merge[2] + 1, merge[3])
        for merge in form_of(opened(data)).merges
    )
    moved = apply_patch(workbook, Patch((), rows=(replace(change, merges=merges),)))
    answer, looks = restored(opened(moved))
    assert answer.level == "warning"
    assert answer.lines == (
        f"工作表“{FORM}”第 5 行与表样对不上（插入、删除或移动过），没有恢复。",
    )
    assert look_at(looks[FORM], (5, 2)) is None
    _, whole = restored(opened(data))
    for row in (3, 4, 6, 12, 20, 40):
        old = row if row < 5 else row - 1
        assert look_at(looks[FORM], (row, 4)) == look_at(whole[FORM], (old, 4))


def test_a_column_inserted_is_told_and_what_stands_right_of_it_moves() -> None:
    """Looks, widths and validations, their formulas with them."""
    snapshot = opened(blank())
    _, before = restored(snapshot)
    answer, after = restored(wider(snapshot, 7))
    assert answer.lines[0] == (
        f"工作表“{FORM}” G 列与表样对不上（插入、删除或移动过），没有恢复。"
    )
    assert look_at(after[FORM], (20, 7)) is None
    for column in (4, 6, 8, 10):
        old = column if column < 7 else column - 1
        assert look_at(after[FORM], (20, column)) == look_at(before[FORM], (20, old))
        assert after[FORM].widths[column] == before[FORM].widths[old]
    custom = [
        rule
        for look in (before, after)
        for rule in look[FORM].validations
        if rule.kind == "custom"
    ]
    assert custom[0].low == "AND(ISNUMBER(H14),H14>=0,H14<=$G14)"
    assert custom[1].low == "AND(ISNUMBER(I14),I14>=0,I14<=$H14)"
    assert custom[1].areas == tuple(
        (top, left + 1, bottom, right + 1) for top, left, bottom, right in custom[0].areas
    )


def test_a_rule_that_reads_cells_is_one_for_each_of_its_areas() -> None:
    """Programs count its addresses from the cell that is selected, which is only one."""
    rule = Validation(
        ((13, 8, 20, 8),), "custom", "", "AND(H13>=0,H13<=$G13,H13<=$D$2)", "",
        "stop", True, "", "", "", "",
    )  # fmt: skip
    areas = [(13, 8, 15, 8), (18, 8, 20, 8)]
    placing: Any = SimpleNamespace(areas=lambda _: areas, formula=lambda text: text)
    assert [(each.areas, each.low) for each in _validations([rule], placing, set())] == [
        ((areas[0],), rule.low),
        ((areas[1],), "AND(H18>=0,H18<=$G18,H18<=$D$2)"),
    ]
    plain = replace(rule, kind="decimal", low="0")
    assert [each.areas for each in _validations([plain], placing, set())] == [tuple(areas)]


def test_a_row_that_is_missing_in_the_head_is_told() -> None:
    """Nothing is restored across the gap that does not belong there."""
    data = blank()
    merges = tuple(
        merge if merge[0] < 9 else (merge[0] - 1, merge[1], merge[2] - 1, merge[3])
        for merge in form_of(opened(data)).merges
        if merge[0] != 9
    )
    change = RowChange("delete", FORM, 9, merges)
    moved = apply_patch(load_bytes(data, Path("表.xlsx")), Patch((), rows=(change,)))
    answer, _ = restored(opened(moved))
    assert answer.lines[0] == f"工作表“{FORM}”第 9 行前面少了表样上的 1 行，没有恢复。"


def test_rows_of_a_word_that_the_form_does_not_know_keep_their_look() -> None:
    """They get the validations of plain rows; the rows around them are restored."""
    snapshot = opened(blank())
    sheet = form_of(snapshot)
    row = next(n for n, cells in enumerate(sheet.rows, 1) if "效益指标" in cells)
    odd = with_value(snapshot, (row, sheet.rows[row - 1].index("效益指标") + 1), "另一类")
    answer, looks = restored(odd)
    assert answer.lines == (
        f"工作表“{FORM}”第 {row} 行等 12 行的一级指标、二级指标不是表样上的，单元格格式没有恢复。",
    )
    assert look_at(looks[FORM], (row, 4)) is None
    assert look_at(looks[FORM], (row - 1, 4)) is not None
    _, whole = restored(snapshot)
    for new, old in zip(looks[FORM].validations, whole[FORM].validations, strict=True):
        assert cells_of(new.areas) == cells_of(old.areas)


def cells_of(areas: tuple[Area, ...]) -> set[Position]:
    """The cells in rectangles."""
    return {
        (row, column)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def test_a_fixed_row_that_was_deleted_leaves_the_others_fixed() -> None:
    """The names say which of the printed indicators are still there."""
    data = blank("aketao-2022")
    snapshot = opened(data)
    name = snapshot.names["xlt_column_name"]
    sheet = form_of(snapshot, name.sheet)
    row = name.row + 1
    while sheet.value(row, name.column) != "立项程序规范性":
        row += 1
    merges = tuple(
        (top - (top > row), left, bottom - (bottom >= row), right)
        for top, left, bottom, right in sheet.merges
        if not top == bottom == row
    )
    merges = tuple(m for m in merges if m[:2] != m[2:])
    change = RowChange("delete", name.sheet, row, merges)
    less = apply_patch(load_bytes(data, Path("表.xlsx")), Patch((), rows=(change,)))
    answer, looks = restored(opened(less))
    assert answer.lines == ()
    _, whole = restored(snapshot)
    for each in range(name.row, name.row + 12):
        old = each if each < row else each + 1
        spots = ((each, name.column), (old, name.column))
        assert look_at(looks[name.sheet], spots[0]) == look_at(whole[name.sheet], spots[1])


def test_side_tables_are_restored_as_long_as_they_are() -> None:
    """支出明细 down to its 合计, 问题清单 down to its last finding."""
    snapshot = opened(blank("shanxi-2020"))
    spending = form_of(snapshot, "支出明细")
    total = next(n for n, cells in enumerate(spending.rows, 1) if cells and cells[0] == "合计")
    more: list[list[CellValue]] = [["甲", None, None, None] for _ in range(5)]
    rows = [*spending.rows[: total - 1], *more, *spending.rows[total - 1 :]]
    snapshot = with_sheet(snapshot, replace(spending, rows=rows))
    issues = form_of(snapshot, "问题清单")
    width = len(issues.rows[2])
    listed: list[list[CellValue]] = [["1", *[None] * (width - 1)] for _ in range(40)]
    snapshot = with_sheet(snapshot, replace(issues, rows=[*issues.rows[:3], *listed]))
    answer, looks = restored(snapshot)
    assert answer.lines == ()
    money = look_at(looks["支出明细"], (total + 4, 3))
    assert money is not None
    assert money == look_at(looks["支出明细"], (4, 3))
    assert look_at(looks["支出明细"], (total + 5, 1)) != money
    assert look_at(looks["问题清单"], (43, 6)) == look_at(looks["问题清单"], (4, 6))
    assert 43 not in looks["问题清单"].heights  # the checker gave each line its height


TARGET, RATE = (20, 5), (7, 8)
"""A target of the form, formatted as text, and the rate of 执行."""


@pytest.mark.parametrize(
    ("spot", "value", "said", "code"),
    [
        (TARGET, 0.95, {"percents": frozenset([TARGET])}, "0%"),
        (TARGET, 0.955, {"percents": frozenset([TARGET])}, "0.00%"),
        (TARGET, 5, {"suffixes": {TARGET: "套"}}, 'General"套"'),
        (TARGET, date(2020, 9, 30), {}, 'yyyy"年"m"月"d"日"'),
        (TARGET, datetime(2020, 9, 30, 9, 30), {}, "yyyy-m-d h:mm"),
        (TARGET, date(2020, 9, 1), {"months": frozenset([TARGET])}, 'yyyy"年"m"月"'),
        (TARGET, 130, {}, "@"),
        (TARGET, "130", {}, "@"),
    ],
)
def test_a_format_that_tells_what_a_number_means_is_not_taken_away(
    spot: Position, value: CellValue, said: dict[str, object], code: str
) -> None:
    """95 % in a cell for text would become 0.95, a day 44104; all else is as in the blank."""
    snapshot = opened(blank())
    _, before = restored(snapshot)
    _, after = restored(with_value(snapshot, spot, value, **said))
    old, new = look_at(before[FORM], spot), look_at(after[FORM], spot)
    assert old is not None
    assert old.number_format == "@"
    assert new == replace(old, number_format=code)


@pytest.mark.parametrize(("value", "code"), [(Decimal("0.93"), "0.00%"), (95.5, "General")])
def test_a_rate_that_was_typed_in_per_cent_does_not_become_a_hundred_times_as_much(
    value: CellValue, code: str
) -> None:
    """0.93 is 93 %; 95.5 was meant as it stands, and stays so."""
    snapshot = opened(blank())
    rate = next(
        spot
        for look, areas in restored(snapshot)[1][FORM].looks
        if look.number_format == "0.00%"
        for spot in [areas[0][:2]]
    )
    _, after = restored(with_value(snapshot, rate, value))
    found = look_at(after[FORM], rate)
    assert found is not None
    assert found.number_format == code


def test_a_row_is_as_high_as_the_text_in_it_needs() -> None:
    """The blank's height would cut what somebody wrote; a short text needs no more."""
    snapshot = opened(blank())
    note = snapshot.names["xlt_column_deviation_note"]
    spot = (note.row + 2, note.column)
    _, before = restored(with_value(snapshot, spot, "无"))
    _, after = restored(with_value(snapshot, spot, "因招标推迟，设备未能按时到货。" * 12))
    assert before[FORM].heights[spot[0]] == 31
    assert 31 < after[FORM].heights[spot[0]] <= 409
    assert before[FORM].heights | {spot[0]: 0} == after[FORM].heights | {spot[0]: 0}


def test_what_is_gone_from_the_workbook_is_told() -> None:
    """A sheet, the lists of the drop-downs, a merge, somebody's password."""
    snapshot = opened(blank())
    gone = replace(snapshot, sheets=tuple(s for s in snapshot.sheets if s.name != "填报说明"))
    names = {n: cell for n, cell in gone.names.items() if not n.startswith("xlt_list_")}
    sheet = form_of(gone)
    first, *others = sheet.merges
    spoilt = replace(sheet, merges=tuple(others), password=True)
    answer, looks = restored(with_sheet(replace(gone, names=names), spoilt))
    assert answer.level == "warning"
    assert answer.message == (
        "已按表样恢复格式，但有 5 处没有恢复，请看明细；填写的内容没有改动。"
    )
    assert answer.lines[0] == "工作簿里没有工作表“填报说明”，没有恢复。"
    assert "保护密码" in answer.lines[1]
    assert "下拉选项没有恢复" in answer.lines[2]
    assert "合并单元格与表样不同" in answer.lines[3]
    assert not any(rule.kind == "list" for look in looks.values() for rule in look.validations)
    assert first not in others


def test_another_form_in_the_workbook_is_left_alone_and_told() -> None:
    """Only the one that our blank made has a look to go back to."""
    snapshot = opened(blank())
    copy = replace(form_of(snapshot), name="自评表 (2)")
    answer, looks = restored(replace(snapshot, sheets=(*snapshot.sheets, copy)))
    assert answer.lines == ("工作表“自评表 (2)”里的表不是由空白表填成的，没有恢复。",)
    assert "自评表 (2)" not in looks


def test_a_form_of_another_version_is_restored_as_this_one_has_it() -> None:
    """And the user is told so."""
    snapshot = opened(blank())
    mark = snapshot.constants["xlt_identity"]
    older = mark.replace("|1|", "|0|")
    assert older != mark
    hidden = form_of(snapshot, "_xltools")
    rows = [[older, *hidden.rows[0][1:]], *hidden.rows[1:]]
    old = replace(
        with_sheet(snapshot, replace(hidden, rows=rows)),
        constants={"xlt_identity": older},
        properties={"xltools.identity": older},
    )
    answer, _ = restored(old)
    assert len(answer.lines) == 1
    assert "版" in answer.lines[0]


def test_a_form_that_others_made_has_nothing_to_go_back_to(root: Path) -> None:
    """A clear word, and no patch."""
    path = sorted((root / "samples" / "published").glob("*.xlsx"))[0]
    answer = click("restore", Desk(load(path).snapshot, path))
    assert (answer.level, answer.patch) == ("failed", None)
    assert answer.message.startswith("这份表不是由本系统的空白表填成的")


def test_a_form_that_lost_its_table_is_told() -> None:
    """The identity alone restores nothing."""
    snapshot = opened(blank())
    empty = replace(form_of(snapshot), rows=[], merges=())
    answer = click("restore", Desk(replace(with_sheet(snapshot, empty), names={})))
    assert (answer.level, answer.patch) == ("failed", None)
