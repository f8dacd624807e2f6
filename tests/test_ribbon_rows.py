"""增加指标, 删除指标: a row in its block, on forms of ours and of others."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from row_books import with_another_sheet

from xltools.cli import main
from xltools.hosts.examine import Examined, examine_all
from xltools.model import Indicator, Place
from xltools.package import apply_patch, load, load_bytes
from xltools.ribbon import Answer, Desk, click
from xltools.ribbon.row_table import RowTable, find_table
from xltools.snapshot import CellWrite, Patch, Sheet

SAMPLES = Path(__file__).parents[1] / "samples"
BLANKS = sorted((Path(__file__).parents[1] / "workbook").glob("*.xlsx"))
FORMS = [
    *BLANKS,
    *sorted((SAMPLES / "published").glob("*.xlsx")),
    SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx",
    SAMPLES / "national-2020" / "农村公路安防工程.xlsx",
    SAMPLES / "kashi-2018" / "政府网站网络运行维护.xlsx",
    SAMPLES / "jiangxi-2022" / "01-非公有制经济组织党建.xlsx",
]
FORM = "自评表"


def at(desk: Desk, row: int, column: int = 3, sheet: str = FORM, *, yes: bool = False) -> Desk:
    """The desk with a cell selected."""
    return Desk(desk.snapshot, desk.path, Place(sheet, row, column), confirmed=yes)


def after(desk: Desk, answer: Answer) -> Desk:
    """The desk once the answer's patch is in the file."""
    assert desk.path is not None
    assert answer.patch is not None, answer
    data = apply_patch(load(desk.path), answer.patch)
    desk.path.write_bytes(data)
    return Desk(load_bytes(data, desk.path).snapshot, desk.path)


def typed(desk: Desk, *cells: tuple[int, int, Decimal | str | None], sheet: str = FORM) -> Desk:
    """The desk after somebody typed."""
    writes = tuple(CellWrite(sheet, row, column, value) for row, column, value in cells)
    return after(desk, Answer("", patch=Patch(writes)))


def sheet_of(desk: Desk, name: str = FORM) -> Sheet:
    """One open sheet."""
    assert desk.snapshot is not None
    found = desk.snapshot.sheet(name)
    assert found is not None
    return found


def forms(desk: Desk) -> tuple[Examined, ...]:
    """The forms of the open workbook."""
    assert desk.snapshot is not None
    return examine_all(desk.snapshot)


def said(rows: Sequence[Indicator]) -> list[tuple[str | None, ...]]:
    """What indicators say, wherever they stand."""
    return [
        (each.level1.text, each.level2.text, each.name.text, each.target.text, each.actual.text)
        for each in rows
    ]


@pytest.fixture
def shanxi(demo: Path, tmp_path: Path) -> Desk:
    """The filled form of seed 003."""
    path = Path(shutil.copy(demo, tmp_path / "表.xlsx"))
    return Desk(load(path).snapshot, path)


# --- on every form, in every block


def opened(path: Path, folder: Path) -> tuple[Desk, list[RowTable]]:
    """A copy of a form and its tables."""
    copy = Path(shutil.copy(path, folder / "表.xlsx"))
    desk = Desk(load(copy).snapshot, copy)
    assert desk.snapshot is not None
    return desk, find_table(desk.snapshot, None, None)[1]


def ends_of_blocks(table: RowTable) -> list[int]:
    """The last row of each block, top down."""
    rows = [row for row in table.levels if table.kind(row) == "indicator"]
    return sorted({table.block(row)[-1] for row in rows})


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_row_more_is_read_in_its_block_and_a_row_less_as_before(
    path: Path, tmp_path: Path
) -> None:
    """Empty it changes no score; filled in it is one indicator more; deleted it leaves no trace."""
    desk, tables = opened(path, tmp_path)
    before = forms(desk)
    for table in tables:
        name = table.sheet.name
        for row in ends_of_blocks(table):
            new = after(desk, answer := click("add", at(desk, row, table.name_column, name)))
            place = answer.select
            assert place == Place(name, row + 1, table.name_column)
            now = forms(new)
            assert [f.scores.total for f in now] == [f.scores.total for f in before]
            assert [said(f.evaluation.indicators) for f in now] == [
                said(f.evaluation.indicators) for f in before
            ]
            back = after(new, click("remove", at(new, row + 1, table.name_column, name)))
            assert sheet_of(back, name).rows == sheet_of(desk, name).rows
            assert set(sheet_of(back, name).merges) == set(sheet_of(desk, name).merges)
            assert sheet_of(back, name).formulas == sheet_of(desk, name).formulas
            after(back, click("add", at(back, row, table.name_column, name)))
            target = table.columns.get("target", table.columns["name"]).left
            full = typed(
                new,
                (row + 1, target, "≥5个"),
                (row + 1, table.name_column, "新指标"),
                sheet=name,
            )
            found = [i for f in forms(full) for i in f.evaluation.indicators]
            (mine,) = [i for i in found if i.name.text == "新指标"]
            assert len(found) == sum(len(f.evaluation.indicators) for f in before) + 1
            old = table.indicators.get(row)
            if old is not None:
                assert (mine.level1.text, mine.level2.text) == (
                    old.level1.text,
                    old.level2.text,
                )
            assert desk.path is not None
            shutil.copy(path, desk.path)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_any_row_can_go_and_the_others_say_what_they_said(path: Path, tmp_path: Path) -> None:
    """With their levels, also where the first row of a merged block is the one."""
    desk, tables = opened(path, tmp_path)
    for table in tables:
        name = table.sheet.name
        for row in table.levels:
            selected = at(desk, row, table.name_column, name, yes=True)
            answer = click("remove", selected)
            if answer.patch is None:
                assert table.kind(row) != "indicator" or len(table.block(row)) == 1
                continue
            now = after(desk, answer)
            kept = [
                each
                for form in forms(desk)
                for each in form.evaluation.indicators
                if (form.evaluation.sheet, each.row) != (name, row)
            ]
            left = [each for form in forms(now) for each in form.evaluation.indicators]
            assert said(left) == said(kept)
            assert desk.path is not None
            shutil.copy(path, desk.path)


# --- what a clerk sees


def test_after_a_new_row_the_cursor_is_where_to_type_and_the_answer_says_what(
    shanxi: Desk,
) -> None:
    """The block's words, the form's own headings."""
    answer = click("add", at(shanxi, 18))
    assert answer.message == (
        "已在第 18 行下面增加一行（产出指标·数量指标），请填写目标指标、目标值、业绩值、权重。"
    )
    assert answer.select == Place(FORM, 19, 3)
    assert (answer.level, answer.ask) == ("done", None)


def test_a_whole_row_means_itself(shanxi: Desk) -> None:
    """Its last cell, as hosts say it; a click on the merged 产出指标 means the end of that."""
    assert click("add", at(shanxi, 18, 16384)).select == Place(FORM, 19, 3)
    assert click("add", at(shanxi, 18, 1)).select == Place(FORM, 30, 3)
    answer = click("remove", at(shanxi, 18, 16384))
    assert (answer.ask, answer.message[:10]) == ("yes", "第 18 行填有目标")


def test_level_cells_grow_sums_take_the_row_in_and_it_looks_like_its_neighbour(
    shanxi: Desk,
) -> None:
    """At the very end of the table, too: total and print area follow."""
    now = after(shanxi, click("add", at(shanxi, 39)))
    sheet = sheet_of(now)
    assert sheet.formulas == {(41, 4): "SUM(D17:D40)"}
    assert {(38, 1, 40, 1), (38, 2, 40, 2), (40, 9, 40, 10)} <= set(sheet.merges)
    assert now.path is not None
    form = openpyxl.load_workbook(now.path)[FORM]
    assert form.row_dimensions[40].height == form.row_dimensions[39].height
    assert form["C40"].style_id == form["C39"].style_id
    assert form.print_area.endswith("$A$1:$J$43")
    checks = {str(each.sqref) for each in form.data_validations.dataValidation}
    assert any(each.endswith("40") for each in checks)
    assert form.conditional_formatting["H17:H40"]


def test_another_sheet_takes_the_row_in_and_keeps_what_it_read(
    demo: Path, tmp_path: Path
) -> None:
    """Which the patch says, for programs that would leave the row out or make #REF! of it."""
    path = with_another_sheet(demo, tmp_path / "表.xlsx")
    desk = Desk(load(path).snapshot, path)
    added = click("add", at(desk, 39))
    assert added.patch is not None
    assert added.patch.rows[0].elsewhere == {"汇总": {(1, 1): "SUM(自评表!D17:D40)"}}
    assert sheet_of(after(desk, added), "汇总").formulas[1, 1] == "SUM(自评表!D17:D40)"
    between = click("add", at(desk, 20))
    assert between.patch is not None
    assert between.patch.rows[0].elsewhere == {}
    desk = Desk(load(path).snapshot, path)
    removed = click("remove", at(desk, 18, yes=True))
    assert removed.patch is not None
    assert removed.patch.rows[0].elsewhere == {"汇总": {(2, 1): "自评表!B18"}}
    formulas = sheet_of(after(desk, removed), "汇总").formulas
    assert formulas == {(1, 1): "SUM(自评表!D17:D39)", (2, 1): "自评表!B18"}


def test_a_merged_level_means_its_last_row_for_a_new_one(shanxi: Desk) -> None:
    """Whoever selects 数量指标 wants one more of it."""
    answer = click("add", at(shanxi, 18, 2))
    assert answer.select == Place(FORM, 21, 3)
    now = after(shanxi, answer)
    assert (18, 2, 21, 2) in sheet_of(now).merges


def test_a_merged_level_is_no_row_to_delete(shanxi: Desk) -> None:
    """It would not be clear which."""
    answer = click("remove", at(shanxi, 18, 2))
    assert (answer.level, answer.patch) == ("failed", None)
    assert answer.message.startswith("选中的单元格占第 18—20 行。请选中要删除的那一行")


def test_what_is_typed_is_asked_for_before_it_goes(shanxi: Desk) -> None:
    """Nothing is done yet; an empty row goes at once."""
    answer = click("remove", at(shanxi, 18))
    assert answer.ask == "yes"
    assert answer.patch is None
    assert answer.message.startswith("第 18 行填有目标指标“维护系统数量”、权重“15”")
    assert click("remove", at(shanxi, 19)).ask is None


def test_without_its_first_row_a_block_keeps_its_words_and_the_sum_its_result(
    shanxi: Desk,
) -> None:
    """产出指标 and 数量指标 stand in the next row; 100 points less 15 are 85."""
    scored = after(shanxi, click("score", shanxi))
    now = after(scored, click("remove", at(scored, 18, yes=True)))
    sheet = sheet_of(now)
    assert (sheet.value(18, 1), sheet.value(18, 2)) == ("产出指标", "数量指标")
    assert sheet.formulas == {(39, 4): "SUM(D17:D38)"}
    assert sheet.value(39, 4) == 85
    (form,) = forms(now)
    assert said(form.evaluation.indicators) == said(
        [each for each in forms(shanxi)[0].evaluation.indicators if each.row != 18]
    )


def test_the_only_row_of_a_block_is_emptied_and_stays(shanxi: Desk) -> None:
    """The form keeps its 二级指标; that is said before and after."""
    now = shanxi
    for _ in range(2):
        now = after(now, click("remove", at(now, 19)))
    question = click("remove", at(now, 18))
    assert question.ask == "yes"
    assert question.message.startswith("“数量指标”只有这一行，表里要留着它，只能清空。")
    empty = after(now, click("remove", at(now, 18, yes=True)))
    assert sheet_of(empty).value(18, 2) == "数量指标"
    assert sheet_of(empty).value(18, 3) is None
    again = click("remove", at(empty, 18))
    assert (again.level, again.patch) == ("failed", None)
    assert "只有这一行，表里要留着它，没有删除" in again.message


def test_a_block_of_one_row_gets_its_level_merged_over_both(shanxi: Desk) -> None:
    """It looks as it did before its rows were deleted."""
    now = shanxi
    for _ in range(2):
        now = after(now, click("remove", at(now, 19)))
    assert not any(area[1] == 2 and area[0] == 18 for area in sheet_of(now).merges)
    now = after(now, click("add", at(now, 18)))
    assert (18, 2, 19, 2) in sheet_of(now).merges


@pytest.mark.parametrize("action", ["add", "remove"])
def test_where_no_indicator_is_selected_it_is_said_where_they_are(
    action: str, shanxi: Desk
) -> None:
    """The head of the form, another sheet, nothing; the cursor goes to an indicator."""
    for desk in (
        at(shanxi, 3, 2),
        at(shanxi, 5, 1, "问题清单"),
        Desk(shanxi.snapshot, shanxi.path),
    ):
        answer = click(action, desk)
        assert answer.message == "请先选中一行指标（“自评表”第 18—39 行），再点按钮。"
        assert (answer.level, answer.select) == ("failed", Place(FORM, 38, 3))


@pytest.mark.parametrize("action", ["add", "remove"])
def test_the_row_of_the_execution_rate_is_the_forms(action: str, shanxi: Desk) -> None:
    """There is one, and it stays."""
    answer = click(action, at(shanxi, 17, yes=True))
    assert answer.patch is None
    assert answer.message.startswith("“预算执行率”")


def test_the_list_of_problems_points_at_the_same_cells_afterwards(shanxi: Desk) -> None:
    """Texts and links; so do the notes."""
    judged = after(shanxi, click("check", shanxi))
    before = {sheet_of(judged, "问题清单").value(row, 4) for row in range(4, 30)}
    now = after(judged, click("add", at(judged, 20)))
    places = {sheet_of(now, "问题清单").value(row, 4) for row in range(4, 30)}
    assert {"自评表!F24", "自评表!I24、I36"} <= before
    assert {"自评表!F25", "自评表!I25、I37"} <= places
    again = click("check", now)
    assert again.patch is not None
    written = {(c.row, c.column): c.value for c in again.patch.cells if c.sheet == "问题清单"}
    told = sheet_of(now, "问题清单")
    assert {spot: told.value(*spot) for spot in written if spot[1] == 4} == {
        spot: value for spot, value in written.items() if spot[1] == 4
    }
    assert now.path is not None
    links = openpyxl.load_workbook(now.path)["问题清单"]
    jumps = {cell.hyperlink.location for row in links for cell in row if cell.hyperlink}
    assert "'自评表'!F25" in jumps


# --- forms of others


HEADS = ("序号", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")


def foreign(folder: Path, lines: Sequence[Sequence[object]], *merges: str) -> Desk:
    """A form with its headings in row 3 and what follows from row 4 on."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = FORM
    form["A1"] = "项目支出绩效自评表"
    form["A2"], form["B2"] = "项目名称", "道路养护"
    form.append(HEADS)
    for line in lines:
        form.append(list(line))
    for area in merges:
        form.merge_cells(area)
    path = folder / "他表.xlsx"
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return Desk(load(path).snapshot, path)


LINES = [
    (1, "产出指标", "数量指标", "养护里程", "≥50公里", "52公里", 20, "=G4*1"),
    (2, None, "质量指标", "合格率", "≥95%", "97%", 30, "=G5*1"),
    (3, None, "质量指标", "返工次数", "≤2次", "1次", 20, "=G6*1"),
    (4, "效益指标", "社会效益", "出行时间", "缩短", "缩短", 30, "=G7*1"),
    (None, "总分", None, None, None, None, "=SUM(G4:G7)", "=SUM(H4:H7)"),
]


def column(desk: Desk, number: int, first: int = 4, last: int = 9) -> list[object]:
    """Cells of one column, formulas with their sign."""
    sheet = sheet_of(desk)
    return [
        f"={sheet.formulas[row, number]}"
        if (row, number) in sheet.formulas
        else sheet.value(row, number)
        for row in range(first, last + 1)
    ]


def test_numbers_go_on_words_are_repeated_and_formulas_are_copied(tmp_path: Path) -> None:
    """As whoever made the form does it: 质量指标 is printed in every row."""
    desk = foreign(tmp_path, LINES)
    now = after(desk, click("add", at(desk, 5, 4)))
    assert column(now, 1, last=8) == [1, 2, 3, 4, 5]
    assert column(now, 3, last=8) == [
        "数量指标",
        "质量指标",
        "质量指标",
        "质量指标",
        "社会效益",
    ]
    assert column(now, 8) == ["=G4*1", "=G5*1", "=G6*1", "=G7*1", "=G8*1", "=SUM(H4:H8)"]
    assert column(now, 7, 9) == ["=SUM(G4:G8)"]
    last = after(now, click("add", at(now, 8, 4)))
    assert column(last, 7, 10, 10) == ["=SUM(G4:G9)"]
    assert column(last, 1, last=9) == [1, 2, 3, 4, 5, 6]


def test_numbers_close_up_and_words_stay_where_a_row_goes(tmp_path: Path) -> None:
    """产出指标 is printed once and not merged: it goes to the next row of its kind."""
    lines = [(*LINES[0][:2], "质量指标", *LINES[0][3:]), *LINES[1:]]
    desk = foreign(tmp_path, lines)
    now = after(desk, click("remove", at(desk, 4, 4, yes=True)))
    assert column(now, 1, last=6) == [1, 2, 3]
    assert column(now, 2, last=6) == ["产出指标", None, "效益指标"]
    assert column(now, 8, last=7) == ["=G4*1", "=G5*1", "=G6*1", "=SUM(H4:H6)"]


def test_running_numbers_may_be_formulas_or_texts(tmp_path: Path) -> None:
    """=A4+1 counts from the row above; 2、 is followed by 3、."""
    counted = [("=A3+0", *LINES[0][1:]), *((f"=A{r}+1", *LINES[r - 3][1:]) for r in (4, 5, 6))]
    desk = foreign(tmp_path, [("1、", *LINES[0][1:]), *counted[1:], LINES[4]])
    now = after(desk, click("add", at(desk, 5, 4)))
    assert column(now, 1, 5, 8) == ["=A4+1", "=A5+1", "=A6+1", "=A7+1"]
    gone = after(now, click("remove", at(now, 6, 4)))
    assert column(gone, 1, 5, 7) == ["=A4+1", "=A5+1", "=A6+1"]
    texts = [(f"{n}、", *line[1:]) for n, line in enumerate(LINES[:4], start=1)]
    desk = foreign(tmp_path, [*texts, LINES[4]])
    now = after(desk, click("add", at(desk, 5, 4)))
    assert column(now, 1, last=8) == ["1、", "2、", "3、", "4、", "5、"]


def test_points_of_a_whole_block_grow_with_it_those_of_one_row_do_not(tmp_path: Path) -> None:
    """得分 of 质量指标 stands over both its rows; 完成值 over two rows of three does not grow."""
    desk = foreign(tmp_path, LINES, "C5:C6", "H5:H6", "B4:B6")
    now = after(desk, click("add", at(desk, 6, 4)))
    assert {(5, 3, 7, 3), (5, 8, 7, 8), (4, 2, 7, 2)} == set(sheet_of(now).merges)
    desk = foreign(tmp_path, LINES, "B4:B6", "F4:F5")
    now = after(desk, click("add", at(desk, 5, 4)))
    assert {(4, 6, 5, 6), (4, 2, 7, 2)} <= set(sheet_of(now).merges)


def test_a_number_merged_over_rows_outlives_the_first_of_them(tmp_path: Path) -> None:
    """A score that three rows share is theirs as long as one is left."""
    lines = [*LINES[:1], (*LINES[1][:7], 48), *LINES[2:]]
    desk = foreign(tmp_path, lines, "C5:C6", "H5:H6", "B4:B6")
    now = after(desk, click("remove", at(desk, 5, 4, yes=True)))
    assert sheet_of(now).value(5, 8) == 48
    assert sheet_of(now).value(5, 3) == "质量指标"


def test_a_remark_between_the_rows_is_no_indicator(tmp_path: Path) -> None:
    """小计 stays, and gets no twin."""
    lines = [*LINES[:3], (None, None, None, "小计", None, None, 70, None), *LINES[3:]]
    desk = foreign(tmp_path, lines)
    for action in ("add", "remove"):
        answer = click(action, at(desk, 7, 4, yes=True))
        assert answer.message == "第 7 行是小标题或说明，不是指标。请选中一行指标再试。"


def test_items_that_a_form_lists_are_neither_more_nor_fewer(tmp_path: Path) -> None:
    """转移支付's 资金管理情况: the rows are printed, and so are their names."""
    path = tmp_path / "转移支付.xlsx"
    assert main(["new", "transfer-2022", "-o", str(path)]) == 0
    desk = Desk(load(path).snapshot, path)
    assert desk.snapshot is not None
    listed = desk.snapshot.names["xlt_assess_fund_management_name"]
    for action in ("add", "remove"):
        answer = click(action, at(desk, listed.row + 1, listed.column, listed.sheet, yes=True))
        assert answer.message == "这一部分的项目是表样规定的，不能增删行。"


def test_forms_side_by_side_keep_their_rows(tmp_path: Path) -> None:
    """A row of the sheet is one of both."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = FORM
    for left in (1, 10):
        form.cell(1, left, "项目支出绩效自评表")
        form.cell(2, left, "项目名称")
        form.cell(2, left + 1, f"项目{left}")
        for row, line in enumerate((HEADS[1:], *(line[1:] for line in LINES)), start=3):
            for at_, value in enumerate(line[:6]):
                form.cell(row, left + at_, value)
    path = tmp_path / "两表.xlsx"
    book.save(path)
    desk = Desk(load(path).snapshot, path)
    assert desk.snapshot is not None
    assert len(examine_all(desk.snapshot)) == 2
    for action in ("add", "remove"):
        answer = click(action, at(desk, 5, 12, yes=True))
        assert answer.patch is None
        assert answer.message.startswith("第 5 行左右有两张表")


def test_forms_below_one_another_each_get_their_row(tmp_path: Path) -> None:
    """The other one moves as a whole."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = FORM
    for title in ("甲项目", "乙项目"):
        for line in (
            ("项目支出绩效自评表",),
            ("项目名称", title),
            HEADS[1:],
            *(x[1:] for x in LINES),
        ):
            form.append([None if isinstance(v, str) and v.startswith("=") else v for v in line])
    path = tmp_path / "两表.xlsx"
    book.save(path)
    desk = Desk(load(path).snapshot, path)
    before = [said(each.evaluation.indicators) for each in forms(desk)]
    assert len(before) == 2
    now = after(desk, click("add", at(desk, 5)))
    assert [said(each.evaluation.indicators) for each in forms(now)] == before
    full = typed(now, (6, 3, "新指标"), (6, 4, "≥5个"))
    first, second = (each.evaluation for each in forms(full))
    assert (len(first.indicators), len(second.indicators)) == (5, 4)
    assert second.area == (10, 17)


def test_a_sheet_without_indicators_has_no_row_to_add(tmp_path: Path) -> None:
    """That is said by the reader of forms."""
    book = openpyxl.Workbook()
    book.active["A1"] = "通讯录"
    path = tmp_path / "无.xlsx"
    book.save(path)
    answer = click("add", Desk(load(path).snapshot, path, Place("Sheet", 1, 1)))
    assert (answer.level, answer.patch) == ("failed", None)
