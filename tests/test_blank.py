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
from blank_forms import FORMS, made_up
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from xltools import anchors
from xltools.blank import build_blank
from xltools.blank.guide_words import abilities
from xltools.blank.head_block import is_typed
from xltools.blank.indicator_plan import Row, planned_rows
from xltools.errors import XltoolsError
from xltools.profile import Profile, load_profile, profile_ids
from xltools.profile.words import grade_rows, scoring_rules
from xltools.ribbon import BUTTONS

IDS = profile_ids()
NO_BREAK = str.maketrans("", "", "\n")


@pytest.fixture(scope="module", params=[*IDS, *FORMS])
def profile(request) -> Profile:
    """Each profile that comes with xltools, and the made-up ones."""
    name = request.param
    return made_up(name) if name in FORMS else load_profile(name)


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


def indicator_rows(book: Workbook, profile: Profile) -> dict[int, Row]:
    """Return the planned rows of the indicator table by their number on the sheet."""
    form = profile.form.indicators
    heads = 2 if any(column.group for column in form.columns) else 1
    first = min(named(book, anchors.column(column.key)).row for column in form.columns) + heads
    return dict(enumerate(planned_rows(form, None), start=first))


def amount(book: Workbook, profile: Profile, source: str, measure: str):
    """Return the cell of an amount: by its own name, or where source and measure cross."""
    form = profile.form.funding
    if form.orientation in ("pairs", "one_row"):
        name = anchors.amount(source, measure)
        return named(book, name) if name in book.defined_names else None
    source_cell = named(book, anchors.source(source))
    measure_cell = named(book, anchors.measure(measure))
    down = form.orientation == "sources_down"
    row, column = (source_cell, measure_cell) if down else (measure_cell, source_cell)
    return source_cell.parent.cell(row.row, column.column)


def column_keys(profile: Profile) -> set[str]:
    """Return the keys of the indicator columns that a form has."""
    return {column.key for column in profile.form.indicators.columns}


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
    wanted = [anchors.GUIDE_SHEET, profile.form.sheet]
    wanted += [anchors.TEXTS_SHEET] if profile.texts else []
    wanted += [table.sheet for table in (profile.group, profile.spending) if table]
    assert book.sheetnames == [*wanted, anchors.ISSUES_SHEET, anchors.IDENTITY_SHEET]
    assert book.active.title == anchors.GUIDE_SHEET
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == book.sheetnames[:1]
    assert book[anchors.IDENTITY_SHEET].sheet_state == "hidden"


def test_the_names_of_labels_point_at_their_labels(book: Workbook, profile: Profile) -> None:
    """A name that points elsewhere would make the reader read the wrong column."""
    indicators, funding = profile.form.indicators, profile.form.funding
    for column in indicators.columns:
        assert named(book, anchors.column(column.key)).value == column.label
    for block in profile.form.assessments:
        for column in block.columns:
            cell = named(book, anchors.assessment(block.key, column.key))
            assert (cell.value or "") == column.label
    for measure in funding.measures:
        if funding.orientation == "one_row" and measure.key == "revised_budget":
            continue  # its columns are headed by the sources
        assert named(book, anchors.measure(measure.key)).value == measure.label
    for source in funding.sources:
        words = named(book, anchors.source(source.key)).value
        # under 资金到位情况 the total is called 到位数
        spellings = source.synonyms if funding.orientation == "pairs" else ()
        assert words in (source.label, *spellings)


def test_the_names_of_fields_point_at_empty_cells_beside_their_labels(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """A head field stands right of its label, an objective below it, the year under the title."""
    stacked = profile.form.objective.fields if profile.form.objective else ()
    for field in profile.form.fields:
        cell = named(book, anchors.field(field.key))
        assert cell.value is None
        assert cell.protection.locked == (not is_typed(profile, field))
        if field.key in stacked:
            beside = form.cell(cell.row - 1, cell.column)
            assert beside.value == field.label
            continue
        left = [c.value for c in form[cell.row][: cell.column - 1] if c.value is not None]
        if field.kind != "year":
            assert left, field.key
        lines = (*profile.form.head, *profile.form.tail.rows)
        line = next(line for line in lines if field.key in [c.field for c in line.cells])
        at = [c.field for c in line.cells].index(field.key)
        if at and line.cells[at - 1].label:
            assert left[-1].translate(NO_BREAK) == line.cells[at - 1].label


def test_the_names_of_texts_and_tables_point_at_their_cells(
    book: Workbook, profile: Profile
) -> None:
    """Texts at their box, tables at their first heading."""
    for text in profile.texts:
        box = named(book, anchors.text(text.key))
        assert box.parent.cell(box.row, 2).value == text.label
        assert box.parent.cell(3, box.column).value == "内容"
    for table, name in ((profile.group, anchors.GROUP), (profile.spending, anchors.SPENDING)):
        if table:
            assert named(book, name).value == table.columns[0].label
        else:
            assert name not in book.defined_names
    head = named(book, anchors.ISSUES)
    assert tuple(c.value for c in head.parent[head.row]) == anchors.ISSUE_COLUMNS


def test_every_name_of_ours_points_at_one_existing_cell_of_its_own(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Two names on one cell, or a name inside a merge, would send a value to the wrong place."""
    seen: dict[str, str] = {}
    fields = {anchors.field(key) for key in ("total_score", "grade")}
    for name, defined in book.defined_names.items():
        if name in fields or name == anchors.IDENTITY_NAME or "_list_" in name:
            continue
        assert name.startswith(anchors.PREFIX)
        cell = named(book, name)
        assert type(cell).__name__ == "Cell", (name, defined.attr_text)
        assert seen.setdefault(defined.attr_text, name) == name
        assert cell.row <= cell.parent.max_row
    places = {place for place in seen if profile.form.sheet in place}
    assert len(places) > len(profile.form.fields) + len(profile.form.indicators.columns)


def test_no_two_merges_overlap_and_none_leaves_the_form(
    book: Workbook, profile: Profile
) -> None:
    """Excel repairs a file with overlapping merges by dropping them."""
    for sheet in book.worksheets:
        covered: set[tuple[int, int]] = set()
        for merge in sheet.merged_cells.ranges:
            cells = set(merge.cells)
            assert not cells & covered, f"{sheet.title}!{merge}"
            covered |= cells
    sheet = book[profile.form.sheet]
    assert sheet.max_column == len(profile.form.widths)


def test_level_one_and_two_are_merged_over_their_rows(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Every indicator row belongs to exactly one 二级指标, in the profile's order."""
    rows = indicator_rows(book, profile)
    starts: dict[str, list[str]] = {"category": [], "subcategory": []}
    for key, found in starts.items():
        if key not in column_keys(profile):
            continue
        column = named(book, anchors.column(key)).column
        row = min(rows)
        while row <= max(rows):
            cell = form.cell(row, column)
            found.append(str(cell.value).translate(NO_BREAK).split("（")[0])
            bounds = range_boundaries(merge_of(form, cell.coordinate))
            words = {rows[r].sub.label if key == "subcategory" else rows[r].block.label
                     for r in range(row, bounds[3] + 1)}  # fmt: skip
            assert len(words) == 1
            row = bounds[3] + 1
    blocks = profile.form.indicators.categories
    if "category" in column_keys(profile):
        assert starts["category"] == [block.label.split("（")[0] for block in blocks]
    if "subcategory" in column_keys(profile):
        subs = [sub.label for block in blocks for sub in block.subcategories]
        assert starts["subcategory"] == [label.split("（")[0] for label in subs]


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
    row = min(indicator_rows(book, load_profile("shanxi-2020")))
    assert [form.cell(row, c).value for c in range(1, 9)] == [
        "预算执行指标", "预算执行指标", "预算执行率", 10, "100%", None, None, None,
    ]  # fmt: skip


def test_the_number_of_blank_rows_can_be_chosen(profile: Profile) -> None:
    """`rows` counts for every 二级指标 except 预算执行率 and fixed lists, which have none."""
    data = build_blank(profile, rows=7)
    form = load_workbook(io.BytesIO(data))[profile.form.sheet]

    wanted = planned_rows(profile.form.indicators, 7)
    assert sum(not (row.fixed or row.execution) for row in wanted) == 7 * sum(
        not block.execution and not (sub.presets and not sub.rows)
        for block in profile.form.indicators.categories
        for sub in block.subcategories
    )
    usual = load_workbook(io.BytesIO(build_blank(profile)))[profile.form.sheet]
    more = len(wanted) - len(planned_rows(profile.form.indicators, None))
    assert form.max_row == usual.max_row + more


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
            cell = amount(book, profile, source.key, measure.key)
            if cell is not None:
                locked = measure.computed or (measure.only_total and bool(source.part_of))
                assert cell.protection.locked == locked, (source.key, measure.key)
    for number, row in indicator_rows(book, profile).items():
        if row.execution or row.fixed or row.judged:
            continue
        for key in column_keys(profile) - {"category", "subcategory"}:
            cell = form.cell(number, named(book, anchors.column(key)).column)
            assert cell.protection.locked == (key in ("rate", "review_score")), key
            assert cell.value is None
    for name in (anchors.TOTAL_POINTS, anchors.TOTAL_SCORE, anchors.GRADE):
        if name in book.defined_names:
            computed = profile.policy.scored or name == anchors.TOTAL_POINTS
            assert named(book, name).protection.locked == computed
    for text in profile.texts:
        assert not named(book, anchors.text(text.key)).protection.locked


def test_no_label_can_be_typed_over(form: Worksheet, profile: Profile) -> None:
    """What is printed is locked, except points and targets that a blank proposes."""
    given = {
        text
        for block in profile.form.indicators.categories
        for sub in block.subcategories
        for text in [preset.target for preset in sub.presets]
    }
    for row in form.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value not in given:
                assert cell.protection.locked, cell.coordinate


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
    if "score" not in column_keys(profile):
        assert anchors.column("score") not in book.defined_names
        return
    column = named(book, anchors.column("score")).column
    for number, row in indicator_rows(book, profile).items():
        assert form.cell(number, column).protection.locked == row.execution


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
    assert seen > 8


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
        assert re.fullmatch(r"xlt_list_[a-z0-9_]+", validation.formula1)
        sheet, _, area = book.defined_names[validation.formula1].attr_text.rpartition("!")
        cells = book[sheet.strip("'")][area.replace("$", "")]
        values = [
            cell.value for (cell,) in (cells if isinstance(cells, tuple) else ((cells,),))
        ]
        assert all(isinstance(value, str) and value == value.strip() for value in values)
        assert len(values) == len(set(values))
    hidden = book[anchors.IDENTITY_SHEET]
    assert [hidden.cell(row, 2).value for row in (1, 2, 3)] == [
        band.label for band in profile.policy.bands
    ]


def rule_of(form: Worksheet, cell: str):
    """Return the validation of a cell."""
    return next(v for v in form.data_validations.dataValidation if cell in v.sqref)


def plain_row(book: Workbook, profile: Profile) -> int:
    """Return the number of an indicator row that is empty and scored by figures."""
    rows = indicator_rows(book, profile)
    return max(n for n, row in rows.items() if not (row.execution or row.judged or row.fixed))


def test_open_lists_take_any_words(book: Workbook, form: Worksheet, profile: Profile) -> None:
    """An actual is a number more often than one of the bands; a unit may be one of ours or not."""
    row = plain_row(book, profile)
    for key in {"actual", "nature", "unit"} & column_keys(profile):
        column = named(book, anchors.column(key)).column
        rule = rule_of(form, form.cell(row, column).coordinate)
        assert rule.type == "list"
        assert not rule.showErrorMessage


def test_targets_and_actuals_are_text_and_money_has_no_idle_zeros(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """Typed 100% stays 100%, "=" is no formula, and 0.0062 万元 is not shown as 0.01."""
    row = plain_row(book, profile)
    for key in {"target", "actual", "nature", "unit"} & column_keys(profile):
        column = named(book, anchors.column(key)).column
        assert form.cell(row, column).number_format == "@"
    whole = next(s.key for s in profile.form.funding.sources if not s.part_of)
    formats = {"万元": "#,##0.00####", "元": "#,##0.00"}
    money = amount(book, profile, whole, "outturn").number_format
    assert money == formats[profile.form.funding.unit]
    for field in profile.form.fields:
        if field.kind == "year":
            assert named(book, anchors.field(field.key)).number_format in ('"（"0"年度）"', "0")


def test_hard_cells_have_a_note_that_shows_its_whole_text(
    book: Workbook, profile: Profile
) -> None:
    """What the profile explains is explained on the heading."""
    names = [anchors.column(c.key) for c in profile.form.indicators.columns if c.hint]
    names += [anchors.measure(m.key) for m in profile.form.funding.measures if m.hint]
    for name in names:
        if name in book.defined_names:
            note = named(book, name).comment
            assert note.text
            assert note.height >= 18 * (len(note.text) * 2 // 38)


def test_points_are_summed_with_those_of_the_budget(
    book: Workbook, form: Worksheet, profile: Profile
) -> None:
    """The sum covers every row with points: of the table, of judged items, of 执行率."""
    if "points" not in column_keys(profile) or not profile.form.tail.total_label:
        assert anchors.TOTAL_POINTS not in book.defined_names
        return
    formula = named(book, anchors.TOTAL_POINTS).value
    column = named(book, anchors.column("points")).column_letter
    rows = indicator_rows(book, profile)
    assert formula.startswith(f"=SUM({column}{min(rows)}:{column}{max(rows)}")
    whole = next(s.key for s in profile.form.funding.sources if not s.part_of)
    if any(measure.key == "points" for measure in profile.form.funding.measures):
        assert amount(book, profile, whole, "points").coordinate in formula
    else:
        assert "," not in formula or profile.form.assessments


def test_alerts_cover_the_cells_they_speak_of(
    form: Worksheet, book: Workbook, profile: Profile
) -> None:
    """Missing, contradicting and unexplained cells all have a colour."""
    alerts = {
        str(area.sqref): rule.formula[0]
        for area in form.conditional_formatting
        for rule in area.rules
    }
    if anchors.TOTAL_POINTS in book.defined_names:
        total = named(book, anchors.TOTAL_POINTS).coordinate
        assert f"ABS({total}-" in alerts[total]
    row = plain_row(book, profile)
    for key in {"target", "actual", "points", "name"} & column_keys(profile):
        cell = form.cell(row, named(book, anchors.column(key)).column).coordinate
        assert any(cell in range_ for range_ in form.conditional_formatting), key
    assert all(len(formula) <= 255 for formula in alerts.values())


# --- paper and guide


def test_the_form_prints_on_a4_one_page_wide(
    form: Worksheet, book: Workbook, profile: Profile
) -> None:
    """A wide form lies on its side; the indicator heading is repeated, pages are numbered."""
    first = min(indicator_rows(book, profile))
    heads = 2 if any(column.group for column in profile.form.indicators.columns) else 1
    assert form.print_title_rows == f"${first - heads}:${first - 1}"
    assert form.page_setup.paperSize == 9
    wide = sum(profile.form.widths) > 95
    assert form.page_setup.orientation == ("landscape" if wide else "portrait")
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
    if abilities(profile).scores:
        for subject, rule in scoring_rules(profile):
            assert subject in words
            assert rule in words
    else:
        assert "分值和得分怎么算" not in words
        assert "点“计算得分”" not in words
    for button in re.findall("点“(.+?)”", words):
        assert button in {each.caption for each in BUTTONS.values()}
    if abilities(profile).scores and abilities(profile).grades:
        for grade, span in grade_rows(profile.policy):
            assert grade in words
            assert span in words
    for example in ("≥95%", "=8次", "≤12.5万元", "年9月30日前"):
        assert example in words
    assert all(column.hint in words for column in profile.form.indicators.columns)


def test_another_policy_gives_another_guide(profile: Profile) -> None:
    """Nothing in the words is written for one region."""
    if not profile.policy.scored:
        assert not any("得分＝" in rule for _, rule in scoring_rules(profile))
        return
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


def test_the_committed_forms_are_those_of_shipped_profiles(root: Path) -> None:
    """An office takes the two most asked for without Python; `xltools new` makes the others."""
    committed = {path.stem for path in (root / "workbook").glob("*.xlsx")}
    assert {"national-2020", "shanxi-2020"} <= committed <= set(IDS)
