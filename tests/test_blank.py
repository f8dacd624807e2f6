"""The blank form: where things stand, who may change what, what each cell accepts."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from xltools import anchors
from xltools.blank import build_blank
from xltools.errors import XltoolsError
from xltools.profile import Profile, load_profile, profile_ids
from xltools.profile.words import grade_rows, scoring_rules

IDS = profile_ids()


@pytest.fixture(scope="module", params=IDS)
def profile(request) -> Profile:
    """Each profile that comes with xltools."""
    return load_profile(request.param)


@pytest.fixture(scope="module")
def book(profile: Profile) -> Workbook:
    """Its blank form, opened."""
    return load_workbook(io.BytesIO(build_blank(profile)))


@pytest.fixture(scope="module")
def form(book: Workbook, profile: Profile) -> Worksheet:
    """The sheet 自评表."""
    return book[profile.form.sheet]


def named(book: Workbook, name: str):
    """Return the cell that a defined name points at."""
    sheet, _, address = book.defined_names[name].attr_text.rpartition("!")
    return book[sheet.strip("'")][address.replace("$", "")]


def merge_of(sheet: Worksheet, address: str) -> str:
    """Return the merged range that begins at a cell, or the cell."""
    return next(
        (str(r) for r in sheet.merged_cells.ranges if str(r).split(":")[0] == address), address
    )


def indicator_rows(book: Workbook) -> range:
    """Return the rows of the indicator table."""
    heading = named(book, anchors.column("name")).row
    return range(heading + 1, named(book, anchors.TOTAL_POINTS).row)


def amount(book: Workbook, profile: Profile, source: str, measure: str):
    """Return the cell where a source and a measure cross."""
    source_cell = named(book, anchors.source(source))
    measure_cell = named(book, anchors.measure(measure))
    down = profile.form.funding.orientation == "sources_down"
    row, column = (source_cell, measure_cell) if down else (measure_cell, source_cell)
    return source_cell.parent.cell(row.row, column.column)


def prompts(book: Workbook) -> Iterator[tuple[Worksheet, object]]:
    """Yield every validation with its sheet."""
    for sheet in book.worksheets:
        for validation in sheet.data_validations.dataValidation:
            yield sheet, validation


# --- what is printed


def test_sheets_stand_in_the_order_in_which_one_needs_them(
    book: Workbook, profile: Profile
) -> None:
    """The guide opens first; the hidden sheet comes last."""
    assert book.sheetnames == [
        anchors.GUIDE_SHEET, profile.form.sheet, anchors.TEXTS_SHEET, profile.group.sheet,
        profile.spending.sheet, anchors.ISSUES_SHEET, anchors.IDENTITY_SHEET,
    ]  # fmt: skip
    assert book.active.title == anchors.GUIDE_SHEET
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == book.sheetnames[:1]
    assert book[anchors.IDENTITY_SHEET].sheet_state == "hidden"


def test_the_names_of_labels_point_at_their_labels(book: Workbook, profile: Profile) -> None:
    """A name that points elsewhere would make the reader read the wrong column."""
    indicators, funding = profile.form.indicators, profile.form.funding
    for column in indicators.columns:
        assert named(book, anchors.column(column.key)).value == column.label
    for measure in funding.measures:
        assert named(book, anchors.measure(measure.key)).value == measure.label
    for source in funding.sources:
        assert named(book, anchors.source(source.key)).value == source.label


def test_the_names_of_fields_point_at_empty_cells_beside_their_labels(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """A head field stands right of its label, an objective below it, the year under the title."""
    stacked = profile.form.objective.fields if profile.form.objective else ()
    for field in profile.form.fields:
        cell = named(book, anchors.field(field.key))
        assert cell.value is None
        assert not cell.protection.locked
        if field.kind == "year":
            continue
        if field.key in stacked:
            beside = form.cell(cell.row - 1, cell.column)
        else:
            beside = next(
                c for c in reversed(form[cell.row][: cell.column - 1]) if c.value is not None
            )
        assert beside.value == field.label


def test_the_names_of_texts_and_tables_point_at_their_cells(
    book: Workbook, profile: Profile
) -> None:
    """Texts at their box, tables at their first heading."""
    for text in profile.texts:
        box = named(book, anchors.text(text.key))
        assert box.parent.cell(box.row, 2).value == text.label
        assert box.parent.cell(3, box.column).value == "内容"
    assert named(book, anchors.GROUP).value == profile.group.columns[0].label
    assert named(book, anchors.SPENDING).value == profile.spending.columns[0].label
    head = named(book, anchors.ISSUES)
    assert tuple(c.value for c in head.parent[head.row]) == anchors.ISSUE_COLUMNS


def test_level_one_and_two_are_merged_over_their_rows(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Every indicator row belongs to exactly one 二级指标, in the profile's order."""
    column = named(book, anchors.column("subcategory")).column
    level1 = named(book, anchors.column("category")).column
    row = indicator_rows(book).start
    for block in profile.form.indicators.categories:
        start = row
        for sub in block.subcategories:
            cell = form.cell(row, column)
            assert cell.value == sub.label
            bounds = range_boundaries(merge_of(form, cell.coordinate))
            assert bounds == (column, row, column, row + sub.rows - 1)
            row += sub.rows
        assert form.cell(start, level1).value == block.label
        bounds = range_boundaries(merge_of(form, form.cell(start, level1).coordinate))
        assert bounds == (level1, start, level1, row - 1)
    assert row == indicator_rows(book).stop


def test_the_national_form_is_printed_as_in_the_ministrys_attachment() -> None:
    """财预〔2020〕10号附件1: side heads merged, dashes where a part has no points."""
    book = load_workbook(io.BytesIO(build_blank(load_profile("national-2020"))))
    form = book["自评表"]

    assert form["A1"].value == "项目支出绩效自评表"
    assert merge_of(form, "A1") == "A1:I1"
    assert form["A5"].value == "项目资金（万元）"
    assert merge_of(form, "A5") == "A5:B9"
    assert [form.cell(5, c).value for c in range(4, 10)] == [
        "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分",
    ]  # fmt: skip
    assert [form.cell(6, c).value for c in range(7, 10)] == [10, None, None]
    assert [form.cell(7, c).value for c in range(7, 10)] == ["—", None, "—"]
    assert form["A10"].value.replace("\n", "") == "年度总体目标"
    assert form["A12"].value.replace("\n", "") == "绩效指标"
    assert form["A44"].value == "总分"
    assert form["A45"].value == "自评等级"


def test_the_shanxi_form_has_the_table_of_numbered_rows() -> None:
    """Seed 003: 财政资金 above its five columns, 行次 beside the rows, 预算执行率 preset."""
    book = load_workbook(io.BytesIO(build_blank(load_profile("shanxi-2020"))))
    form = book["自评表"]

    assert [form.cell(6, c).value for c in range(1, 5)] == [
        "项目", "行次", "年度总金额(万元)", "财政资金",
    ]  # fmt: skip
    assert merge_of(form, "D6") == "D6:H6"
    assert [form.cell(7, c).value for c in range(4, 9)] == [
        "小计", "中央级", "省级", "市级", "县区级",
    ]  # fmt: skip
    assert form["B12"].value == "(5)=(3)-(4)"
    row = indicator_rows(book).start
    assert [form.cell(row, c).value for c in range(1, 9)] == [
        "预算执行指标", "预算执行指标", "预算执行率", 10, "100%", None, None, None,
    ]  # fmt: skip


def test_the_number_of_blank_rows_can_be_chosen(profile: Profile) -> None:
    """`rows` counts for every 二级指标 except 预算执行率, which always has one."""
    book = load_workbook(io.BytesIO(build_blank(profile, rows=7)))

    wanted = sum(
        1 if block.execution else 7
        for block in profile.form.indicators.categories
        for _ in block.subcategories
    )
    assert len(indicator_rows(book)) == wanted


@pytest.mark.parametrize("rows", [0, -1, 51])
def test_an_impossible_number_of_rows_is_refused_in_chinese(rows: int) -> None:
    """A form of a million rows would be nobody's wish."""
    with pytest.raises(XltoolsError, match="1 到 50"):
        build_blank(load_profile(IDS[0]), rows=rows)


# --- who may change what


def test_input_cells_are_open_and_the_rest_is_locked(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Amounts, indicators and texts can be typed; rates, totals and labels cannot."""
    for source in profile.form.funding.sources:
        for measure in profile.form.funding.measures:
            locked = measure.computed or (measure.only_total and bool(source.part_of))
            assert amount(book, profile, source.key, measure.key).protection.locked == locked
    execution = [block.execution for block in profile.form.indicators.categories]
    first = indicator_rows(book).start + (1 if any(execution) else 0)
    for key in ("name", "target", "actual", "points", "deviation_note"):
        column = named(book, anchors.column(key)).column
        assert not form.cell(first, column).protection.locked
    for name in (anchors.TOTAL_POINTS, anchors.TOTAL_SCORE, anchors.GRADE):
        assert named(book, name).protection.locked
    for text in profile.texts:
        assert not named(book, anchors.text(text.key)).protection.locked


def test_a_merged_box_is_open_as_a_whole(book: Workbook) -> None:
    """Excel refuses typing into a merge of which one cell is locked."""
    for sheet in book.worksheets:
        for merge in sheet.merged_cells.ranges:
            locks = {sheet.cell(*spot).protection.locked for spot in merge.cells}
            assert len(locks) == 1, f"{sheet.title}!{merge}"


def test_a_score_that_a_person_judges_can_be_typed(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """部分达成 has no formula: the score of an indicator is open, that of the rate is not."""
    column = named(book, anchors.column("score")).column
    blocks = profile.form.indicators.categories
    execution = sum(len(block.subcategories) for block in blocks if block.execution)
    for number, row in enumerate(indicator_rows(book)):
        assert form.cell(row, column).protection.locked == (number < execution)


def test_every_sheet_is_protected_without_a_password(book: Workbook) -> None:
    """Rows and columns may be resized, nobody is shut out."""
    for sheet in book.worksheets:
        protection = sheet.protection
        assert protection.sheet
        assert protection.password is None
        for forbidden in (
            "formatColumns", "formatRows", "sort", "autoFilter",
            "selectLockedCells", "selectUnlockedCells", "insertHyperlinks",
        ):  # fmt: skip
            assert not getattr(protection, forbidden), (sheet.title, forbidden)


# --- what cells accept and say


def test_every_prompt_and_message_is_chinese_and_fits(book: Workbook) -> None:
    """Excel repairs a file whose texts are too long; staff read no English."""
    seen = 0
    for sheet, validation in prompts(book):
        seen += 1
        texts = (
            validation.promptTitle,
            validation.prompt,
            validation.errorTitle,
            validation.error,
        )
        for text, limit in zip(texts, (32, 255, 32, 225), strict=True):
            assert len(text) <= limit, (sheet.title, text)
            assert any("CJK" in unicodedata.name(char, "") for char in text), text
        assert validation.showInputMessage
        assert len(validation.formula1) <= 255
    assert seen > 20


def test_every_open_cell_of_the_form_has_a_prompt(form: Worksheet) -> None:
    """Whoever enters a cell is told what belongs there."""
    covered = set()
    for validation in form.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            covered |= set(area.cells)
    for row in form.iter_rows():
        for cell in row:
            anchor = type(cell).__name__ == "Cell"
            if anchor and not cell.protection.locked:
                assert (cell.row, cell.column) in covered, cell.coordinate


def test_lists_are_names_and_every_value_passes_its_own_validation(
    book: Workbook, profile: Profile
) -> None:
    """A drop-down whose value is refused is worse than none."""
    for _, validation in prompts(book):
        if validation.type != "list":
            continue
        assert re.fullmatch(r"xlt_list_[a-z]+", validation.formula1)
        sheet, _, area = book.defined_names[validation.formula1].attr_text.rpartition("!")
        cells = book[sheet.strip("'")][area.replace("$", "")]
        values = [cell.value for (cell,) in cells]
        assert all(isinstance(value, str) and value == value.strip() for value in values)
        assert len(values) == len(set(values))
    hidden = book[anchors.IDENTITY_SHEET]
    assert [hidden.cell(row, 2).value for row in (1, 2, 3)] == [
        band.label for band in profile.policy.bands
    ]


def test_open_lists_take_any_words(book: Workbook, form: Worksheet) -> None:
    """An actual is a number more often than one of the bands."""
    actual = named(book, anchors.column("actual")).column
    cell = form.cell(indicator_rows(book).stop - 1, actual).coordinate
    rule = next(v for v in form.data_validations.dataValidation if cell in v.sqref)
    assert rule.type == "list"
    assert not rule.showErrorMessage


def test_targets_and_actuals_are_text_and_money_has_no_idle_zeros(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Typed 100% stays 100%, and 0.0062 万元 is not shown as 0.01."""
    last = indicator_rows(book).stop - 1
    for key in ("target", "actual"):
        column = named(book, anchors.column(key)).column
        assert form.cell(last, column).number_format == "@"
    assert amount(book, profile, "total", "outturn").number_format == "#,##0.00####"
    assert named(book, anchors.field("year")).number_format == '"（"0"年度）"'


def test_hard_cells_have_a_note_that_shows_its_whole_text(
    book: Workbook, profile: Profile
) -> None:
    """Target, actual, points, deviation, budget and outturn are explained on their heading."""
    names = [anchors.column(k) for k in ("target", "actual", "points", "deviation_note")]
    names += [anchors.measure(k) for k in ("revised_budget", "outturn")]
    for name in names:
        note = named(book, name).comment
        assert note.text
        assert note.height >= 18 * (len(note.text) * 2 // 38)


def test_points_are_summed_with_those_of_the_budget(book: Workbook, profile: Profile) -> None:
    """The blank shows 10: the points of 预算执行率 are there from the beginning."""
    formula = named(book, anchors.TOTAL_POINTS).value
    column = named(book, anchors.column("points")).column_letter
    rows = indicator_rows(book)
    assert f"{column}{rows.start}:{column}{rows.stop - 1}" in formula
    if profile.form.funding.orientation == "sources_down":
        assert amount(book, profile, "total", "points").coordinate in formula


def test_alerts_cover_the_cells_they_speak_of(form: Worksheet, book: Workbook) -> None:
    """Missing, contradicting and unexplained cells all have a colour."""
    alerts = {
        str(area): rule.formula[0]
        for area in form.conditional_formatting
        for rule in area.rules
    }
    text = " ".join(alerts.values())
    total = named(book, anchors.TOTAL_POINTS).coordinate
    assert f"ABS({total}-100)>0.001" in text
    for key in ("target", "actual", "points", "deviation_note", "name"):
        column = named(book, anchors.column(key)).column_letter
        assert any(column in area for area in " ".join(alerts).split())
    assert all(len(formula) <= 255 for formula in alerts.values())


# --- paper and guide


def test_the_form_prints_on_a4_landscape_one_page_wide(form: Worksheet, book: Workbook) -> None:
    """The indicator heading is repeated on every page, pages are numbered."""
    heading = named(book, anchors.column("name")).row
    assert form.print_title_rows == f"${heading}:${heading}"
    assert form.page_setup.paperSize == 9
    assert form.page_setup.orientation == "landscape"
    assert (form.page_setup.fitToWidth, form.page_setup.fitToHeight) == (1, 0)
    assert form.sheet_properties.pageSetUpPr.fitToPage
    assert form.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert not form.sheet_view.showGridLines


def test_the_guide_says_what_the_policy_says(book: Workbook, profile: Profile) -> None:
    """Figures and labels in the guide come from the profile, so they cannot disagree."""
    words = "\n".join(
        str(cell.value)
        for row in book[anchors.GUIDE_SHEET].iter_rows()
        for cell in row
        if cell.value
    )
    for subject, rule in scoring_rules(profile):
        assert subject in words
        assert rule in words
    for grade, span in grade_rows(profile.policy):
        assert grade in words
        assert span in words
    for example in ("≥95%", "=8次", "≤12.5万元", "2020年9月30日前"):
        assert example in words
    assert all(column.hint in words for column in profile.form.indicators.columns)


def test_another_policy_gives_another_guide(profile: Profile) -> None:
    """Nothing in the words is written for one region."""
    policy = msgspec.structs.replace(
        profile.policy,
        at_most="inverse",
        late="by_days",
        over_completion=msgspec.structs.replace(
            profile.policy.over_completion, threshold=Decimal("1.5"), mode="linear"
        ),
    )
    words = " ".join(
        rule for _, rule in scoring_rules(msgspec.structs.replace(profile, policy=policy))
    )

    assert "150%" in words
    assert "130%" not in words
    assert "两倍" not in words
    assert "逾期天数" in words


def test_no_formula_hides_among_the_words(book: Workbook) -> None:
    """The example =8次 is a text; only sums and lengths calculate."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith(("=SUM(", "=LEN(")), cell.coordinate


def test_the_committed_forms_have_every_profile(root: Path) -> None:
    """A profile without its workbook would be missing from what an office downloads."""
    assert sorted(path.stem for path in (root / "workbook").glob("*.xlsx")) == IDS
