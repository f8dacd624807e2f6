"""What the layouts of the regions print: each feature of the schema on a made-up form."""

from __future__ import annotations

import io

import msgspec
import pytest
from blank_forms import made_up
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltools import anchors
from xltools.blank import build_blank
from xltools.blank.indicator_cells import NATURES, UNITS
from xltools.blank.indicator_plan import LEAST_ROWS, planned_rows
from xltools.errors import ProfileError
from xltools.profile import Profile


def opened(profile: Profile) -> tuple[Workbook, Worksheet]:
    """Return the blank of a profile and its form."""
    book = load_workbook(io.BytesIO(build_blank(profile)))
    return book, book[profile.form.sheet]


def at(book: Workbook, name: str):
    """Return the cell that a defined name points at."""
    sheet, _, address = book.defined_names[name].attr_text.rpartition("!")
    return book[sheet.strip("'")][address.replace("$", "")]


def merge_of(form: Worksheet, cell: str) -> str:
    """Return the merged range that begins at a cell, or the cell."""
    found = (str(merge) for merge in form.merged_cells.ranges)
    return next((merge for merge in found if merge.split(":")[0] == cell), cell)


def rule_of(form: Worksheet, cell: str):
    """Return the validation of a cell, None without one."""
    return next((v for v in form.data_validations.dataValidation if cell in v.sqref), None)


def in_column(book: Workbook, form: Worksheet, key: str, below: int):
    """Return a cell of an indicator column, so many rows below its heading."""
    heading = at(book, anchors.column(key))
    return form.cell(heading.row + below, heading.column)


def fill_of(cell) -> str:
    """Return the colour of a cell without its alpha."""
    return cell.fill.start_color.rgb[-6:]


# --- funding


def test_pairs_print_each_source_beside_each_figure_and_name_the_figure() -> None:
    """河北: 预算数|…|到位数|…|执行数|…|100.00, then 其中：财政资金|…"""
    book, form = opened(made_up("pairs"))
    spot = at(book, anchors.source("total"))
    printed = [cell.value for cell in form[spot.row] if cell.value is not None]
    parts = [cell.value for cell in form[spot.row + 1] if cell.value is not None]

    assert printed == ["预算数", "到位数", "执行数"]
    assert parts == ["其中：财政资金"] * 3 + ["—"]
    for measure, heading in (("received", "资金到位情况"), ("outturn", "资金执行情况")):
        figure = at(book, anchors.amount("fiscal", measure))
        assert not figure.protection.locked
        above = at(book, anchors.measure(measure))
        assert above.value == heading
        # the figure stands right of its label, both below the merged heading
        assert figure.column == above.column + 2
    rate = at(book, anchors.amount("total", "rate"))
    assert rate.protection.locked
    assert rate.column == at(book, anchors.measure("rate")).column


def test_one_row_prints_sources_and_measures_side_by_side() -> None:
    """广水: 中央|省、地|本级|其他|合计|执行数|执行率 over one row of figures."""
    book, form = opened(made_up("one_row"))
    row = at(book, anchors.source("central")).row
    printed = [cell.value for cell in form[row] if cell.value is not None]

    assert printed[1:] == ["中央", "省、地", "本级", "其他", "合计", "执行数", "执行率"]
    figures = [
        at(book, anchors.amount(source, measure))
        for source, measure in (
            ("central", "revised_budget"), ("provincial", "revised_budget"),
            ("county", "revised_budget"), ("other", "revised_budget"),
            ("total", "revised_budget"), ("total", "outturn"), ("total", "rate"),
        )
    ]  # fmt: skip
    assert {cell.row for cell in figures} == {row + 1}
    assert [cell.column for cell in figures] == list(range(2, 9))
    assert [cell.protection.locked for cell in figures] == [False] * 6 + [True]
    alerts = " ".join(
        rule.formula[0] for area in form.conditional_formatting for rule in area.rules
    )
    total, parts = figures[4].coordinate, ",".join(cell.coordinate for cell in figures[:4])
    assert f"ABS({total}-SUM({parts}))" in alerts


def test_names_of_amounts_exist_only_where_labels_do_not_cross() -> None:
    """On the other forms source and measure are enough, and fewer names can be lost."""
    for name in ("list", "judged", "no_score"):
        book, _ = opened(made_up(name))
        assert not [each for each in book.defined_names if each.startswith("xlt_amount_")]


def test_the_reason_beside_the_figures_is_a_text() -> None:
    """四川: words and not money, wrapped, warned of when long, not missed when blank."""
    book, form = opened(made_up("judged"))
    column, row = (
        at(book, anchors.measure("reason")).column,
        at(book, anchors.source("total")).row,
    )
    cell = form.cell(row, column)
    rule = rule_of(form, cell.coordinate)

    assert rule.type == "textLength"
    assert rule.errorStyle == "warning"
    assert cell.alignment.wrap_text
    assert cell.number_format == "General"
    assert not any(cell.coordinate in area for area in form.conditional_formatting)


def test_amounts_in_yuan_have_two_places_and_a_prompt_in_yuan() -> None:
    """元: thousands separated, no six decimals, and half a cent is half a cent."""
    book, form = opened(made_up("list"))
    cell = form.cell(
        at(book, anchors.source("total")).row, at(book, anchors.measure("outturn")).column
    )
    alerts = " ".join(
        rule.formula[0] for area in form.conditional_formatting for rule in area.rules
    )

    assert cell.number_format == "#,##0.00"
    assert "单位：元" in rule_of(form, cell.coordinate).prompt
    assert ">0.005)" in alerts


# --- indicators


def test_columns_with_a_group_stand_under_one_heading_and_the_others_are_merged() -> None:
    """预期指标值 over 符号, 值, 单位; 三级指标 over both rows; both rows are repeated in print."""
    book, form = opened(made_up("pairs"))
    nature, name = at(book, anchors.column("nature")), at(book, anchors.column("name"))

    above = form.cell(nature.row - 1, nature.column)
    assert above.value == "预期指标值"
    assert merge_of(form, above.coordinate) == f"E{above.row}:G{above.row}"
    assert name.row == above.row
    assert merge_of(form, name.coordinate) == f"C{above.row}:C{nature.row}"
    assert form.print_title_rows == f"${above.row}:${nature.row}"


def test_a_list_without_levels_has_rows_enough() -> None:
    """重庆: no 一级指标, no 二级指标, at least twelve rows, all of them open."""
    profile = made_up("list")
    book, form = opened(profile)
    rows = planned_rows(profile.form.indicators, None)

    assert len(rows) == LEAST_ROWS
    for below in range(1, LEAST_ROWS + 1):
        assert not in_column(book, form, "name", below).protection.locked
    assert form.max_row == at(book, anchors.column("name")).row + LEAST_ROWS


def test_signs_and_units_have_a_list_that_forbids_nothing() -> None:
    """The list offers ≥ and 定性; = is a text and no formula; 头 or 公顷 may be typed."""
    book, form = opened(made_up("list"))
    hidden = book[anchors.IDENTITY_SHEET]
    for key, words in (("nature", NATURES), ("unit", UNITS)):
        cell = in_column(book, form, key, 1)
        rule = rule_of(form, cell.coordinate)
        assert rule.formula1 == f"xlt_list_{key}s"
        assert not rule.showErrorMessage
        assert cell.number_format == "@"
        area = book.defined_names[rule.formula1].attr_text.rpartition("!")[2].replace("$", "")
        assert tuple(c.value for (c,) in hidden[area]) == words
        assert all(c.data_type == "s" for (c,) in hidden[area])


def test_fixed_indicators_are_printed_and_judged() -> None:
    """决策: name and explanation locked, no target, a finding in words and a typed score."""
    book, form = opened(made_up("judged"))
    name, explanation, target, actual, points, score = (
        in_column(book, form, key, 1)
        for key in ("name", "explanation", "target", "actual", "points", "score")
    )

    assert (name.value, points.value, target.value) == ("立项依据充分性", 5, "—")
    assert explanation.value.startswith("项目立项是否符合")
    assert all(cell.protection.locked for cell in (name, explanation, target))
    assert not any(cell.protection.locked for cell in (actual, points, score))
    assert rule_of(form, actual.coordinate).type == "textLength"
    assert "评价人" in rule_of(form, score.coordinate).prompt
    assert fill_of(score) == "FFFBE6"
    # the row is as high as its explanation needs
    assert form.row_dimensions[name.row].height > 45


def test_a_fixed_indicator_that_is_not_judged_keeps_its_target_open() -> None:
    """实际完成率: the proposed target is a text and no formula, and may be changed."""
    book, form = opened(made_up("judged"))
    name, target, score = (in_column(book, form, key, 3) for key in ("name", "target", "score"))

    assert (name.value, target.value, target.data_type) == ("实际完成率", "=100%", "s")
    assert name.protection.locked
    assert not target.protection.locked
    assert fill_of(score) == "DFE8F3"


def test_points_are_printed_behind_labels_where_the_form_says_so() -> None:
    """产出指标（50分）: and a category without points keeps its plain label."""
    book, form = opened(made_up("points_in_labels"))
    labels = [str(in_column(book, form, "category", below).value) for below in (1, 5)]
    subs = [str(in_column(book, form, "subcategory", below).value) for below in (1, 3, 5)]

    assert [label.replace("\n", "") for label in labels] == [
        "产出指标（50分）",
        "效益指标（30分）",
    ]
    assert [label.replace("\n", "") for label in subs] == [
        "数量指标（20分）", "质量指标（30分）", "社会效益指标",
    ]  # fmt: skip


def test_a_form_without_points_has_a_total_but_no_sum_of_points() -> None:
    """湖北: the total score stands under 得分, and no formula adds up nothing."""
    book, form = opened(made_up("points_in_labels"))

    assert anchors.TOTAL_POINTS not in book.defined_names
    total = at(book, anchors.TOTAL_SCORE)
    assert total.column == at(book, anchors.column("score")).column
    assert form.cell(total.row, 1).value == "总分"
    score = rule_of(form, in_column(book, form, "score", 1).coordinate)
    assert (score.type, score.formula2) == ("decimal", "100")


def test_the_sum_of_points_counts_rows_and_budget_and_ignores_what_is_printed_already() -> None:
    """A blank with proposed points shows their sum and no alarm until somebody adds points."""
    book, form = opened(made_up("judged"))
    total = at(book, anchors.TOTAL_POINTS)
    cached = load_workbook(io.BytesIO(build_blank(made_up("judged"))), data_only=True)

    assert cached["自评表"][total.coordinate].value == 10 + 5 + 5 + 10
    heading = at(book, anchors.column("points"))
    first, last = heading.row + 1, total.row - 1
    assert total.value == f"=SUM(G{first}:G{last},G{at(book, anchors.source('total')).row})"
    alert = next(
        rule.formula[0]
        for area in form.conditional_formatting
        for rule in area.rules
        if str(area.sqref) == total.coordinate
    )
    # the first three rows have points from the beginning
    assert alert.startswith(f"AND(COUNT(G{first + 3}:G{last})>0,")


def test_the_bureaus_columns_are_grey_and_locked() -> None:
    """复核分 and 财政审核评分: staff see that the bureau fills them in, and cannot."""
    book, form = opened(made_up("one_row"))
    cells = [in_column(book, form, "review_score", 1)]
    other, sheet = opened(made_up("list"))
    field = at(other, anchors.field("review_total"))

    for cell, owner in ((cells[0], form), (field, sheet)):
        assert cell.protection.locked
        assert fill_of(cell) == "F0F0F0"
        assert "财政部门" in rule_of(owner, cell.coordinate).prompt


def test_columns_of_numbers_take_numbers() -> None:
    """权重占比 up to 100, 折算得分 up to the total."""
    book, form = opened(made_up("pairs"))
    for key in ("weight_percent", "converted_score", "points"):
        cell = in_column(book, form, key, 2)
        rule = rule_of(form, cell.coordinate)
        assert not cell.protection.locked
        assert (rule.type, rule.formula2) == ("decimal", "100")


# --- judged items above the indicators


def test_judged_items_stand_above_the_indicators_with_headings_of_their_own() -> None:
    """资金管理情况: each item printed, its answers open, its headings named."""
    book, form = opened(made_up("no_score"))
    head = at(book, anchors.assessment("fund_management", "actual"))
    name = at(book, anchors.assessment("fund_management", "name"))

    assert head.value == "情况说明"
    assert head.row < at(book, anchors.column("name")).row
    assert [form.cell(head.row + n, name.column).value for n in (1, 2)] == [
        "分配科学性",
        "下达及时性",
    ]
    for below in (1, 2):
        answer = form.cell(head.row + below, head.column)
        assert form.cell(answer.row, name.column).protection.locked
        assert not answer.protection.locked
        assert answer.alignment.wrap_text
    side = str(form.cell(head.row, 1).value).replace("\n", "")
    assert side == "资金管理情况"


def test_points_of_judged_items_are_printed() -> None:
    """评价内容 with 分值 5; an item without a standard leaves room for one."""
    book, form = opened(made_up("one_row"))
    points = at(book, anchors.assessment("management", "points"))
    standard = at(book, anchors.assessment("management", "explanation"))

    assert [form.cell(points.row + n, points.column).value for n in (1, 2)] == [5, 5]
    assert form.cell(standard.row + 1, standard.column).protection.locked
    assert not form.cell(standard.row + 2, standard.column).protection.locked


# --- head and tail


def test_a_total_in_the_head_is_computed_and_named() -> None:
    """重庆: 自评总分 and 等级 in the head, none in the tail."""
    book, form = opened(made_up("list"))
    for name, key in ((anchors.TOTAL_SCORE, "total_score"), (anchors.GRADE, "grade")):
        cell = at(book, name)
        assert cell.coordinate == at(book, anchors.field(key)).coordinate
        assert cell.protection.locked
        assert fill_of(cell) == "DFE8F3"
        assert not any(cell.coordinate in area for area in form.conditional_formatting)
    assert anchors.TOTAL_POINTS not in book.defined_names


def test_a_policy_without_scores_leaves_totals_and_scores_to_the_staff() -> None:
    """Nothing is shown as computed that nobody computes."""
    profile = made_up("list")
    policy = msgspec.structs.replace(profile.policy, scored=False)
    book, form = opened(msgspec.structs.replace(profile, policy=policy))

    for cell in (at(book, anchors.TOTAL_SCORE), in_column(book, form, "score", 1)):
        assert not cell.protection.locked
        assert fill_of(cell) == "FFFBE6"
        assert rule_of(form, cell.coordinate) is not None


def test_words_to_tick_are_a_list() -> None:
    """项目类别: one click; a form with two ticks is typed."""
    book, form = opened(made_up("judged"))
    cell = at(book, anchors.field("category_of_project"))
    rule = rule_of(form, cell.coordinate)
    area = book.defined_names[rule.formula1].attr_text.rpartition("!")[2].replace("$", "")
    words = [c.value for (c,) in book[anchors.IDENTITY_SHEET][area]]

    assert words == ["部门预算项目", "市直专项", "市对下转移支付项目"]
    assert not rule.showErrorMessage
    assert all(word in rule.prompt for word in words)


def test_rows_below_the_total_have_room_for_sentences() -> None:
    """评价结论 is a box of several lines, 项目负责人 one of one line."""
    book, form = opened(made_up("judged"))
    conclusion, person = (at(book, anchors.field(key)) for key in ("conclusion", "person"))

    assert conclusion.row > at(book, anchors.GRADE).row
    assert form.row_dimensions[conclusion.row].height >= 60
    assert form.row_dimensions[person.row].height < 30
    assert conclusion.alignment.wrap_text


def test_only_a_year_without_a_label_brings_its_brackets() -> None:
    """年度 | 2020 in a box; （2020年度） under the title."""
    book, _ = opened(made_up("list"))
    cell = at(book, anchors.field("year"))

    assert cell.number_format == "0"
    assert cell.border.left.style == "thin"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("funding", {"measures": ()}),
        ("funding", {"sources": ()}),
        ("indicators", {"columns": ()}),
    ],
)
def test_a_form_with_nothing_to_draw_is_refused_in_chinese(part: str, change: dict) -> None:
    """A profile made in code and not checked gives a sentence and no traceback."""
    profile = made_up("list")
    broken = msgspec.structs.replace(getattr(profile.form, part), **change)
    form = msgspec.structs.replace(profile.form, **{part: broken})
    with pytest.raises(ProfileError, match=f"form.{part}.{next(iter(change))}.*profile check"):
        build_blank(msgspec.structs.replace(profile, form=form))


def test_a_form_without_categories_offers_a_plain_list() -> None:
    """The sum of its points does not count itself."""
    profile = made_up("judged")
    indicators = msgspec.structs.replace(profile.form.indicators, categories=())
    form = msgspec.structs.replace(profile.form, indicators=indicators)
    book, _ = opened(msgspec.structs.replace(profile, form=form))
    total, heading = at(book, anchors.TOTAL_POINTS), at(book, anchors.column("points"))

    assert total.row == heading.row + LEAST_ROWS + 1
    assert total.value.startswith(f"=SUM(G{heading.row + 1}:G{total.row - 1},")


# --- paper and guide


@pytest.mark.parametrize(
    ("widths", "wanted"), [((12,) * 8, "landscape"), ((11,) * 8, "portrait")]
)
def test_only_a_wide_form_lies_on_its_side(widths: tuple[float, ...], wanted: str) -> None:
    """Some ninety characters fit upright."""
    profile = made_up("list")
    form = msgspec.structs.replace(profile.form, widths=widths)
    _, sheet = opened(msgspec.structs.replace(profile, form=form))

    assert sheet.page_setup.orientation == wanted


def words_of_guide(book: Workbook) -> str:
    """Return all words of the sheet 填报说明."""
    guide = book[anchors.GUIDE_SHEET]
    return "\n".join(str(c.value) for row in guide.iter_rows() for c in row if c.value)


def test_the_guide_of_a_form_without_scores_does_not_speak_of_scores() -> None:
    """转移支付区域表 has neither points nor a grade."""
    profile = made_up("no_score")
    policy = msgspec.structs.replace(profile.policy, scored=False)
    book, _ = opened(msgspec.structs.replace(profile, policy=policy))
    words = words_of_guide(book)
    told = words.partition("怎么算")[0]

    assert "点“校验”" in told
    for word in ("得分", "分值", "总分", "等级", "评分"):
        assert word not in told, word
    assert "资金管理情况" in told


def test_the_guide_names_columns_under_their_common_heading() -> None:
    """Nobody knows what 值 is; everybody knows 预期指标值, and is told where the sign goes."""
    book, _ = opened(made_up("pairs"))
    words = words_of_guide(book)

    assert "预期指标值和单项指标实际完成值怎么写" in words
    assert "符号写“≥”，值写“95”，单位写“%”" in words
    assert "填三级指标、指标分值、预期指标值" in words


@pytest.mark.parametrize("name", ["pairs", "one_row", "list", "judged", "no_score"])
def test_no_printed_word_is_cut(name: str) -> None:
    """Every label's rows are high enough for its lines at the width of its columns."""
    _, form = opened(made_up(name))
    ends = {(m.min_row, m.min_col): (m.max_row, m.max_col) for m in form.merged_cells.ranges}
    seen = 0
    for row in form.iter_rows(min_row=2):
        for cell in row:
            if not isinstance(cell.value, str) or cell.data_type == "f":
                continue
            bottom, right = ends.get((cell.row, cell.column), (cell.row, cell.column))
            height = sum(form.row_dimensions[r].height for r in range(cell.row, bottom + 1))
            width = sum(
                form.column_dimensions[get_column_letter(c)].width
                for c in range(cell.column, right + 1)
            )
            lines = 0
            for line in cell.value.split("\n"):
                size = sum(2 if ord(char) > 0x2000 else 1 for char in line)
                # a column is a seventh wider than its count in letters of 10.5 points
                lines += -(-size // int(width * 1.1))
            assert height >= lines * cell.font.sz * 1.2, (name, cell.coordinate, cell.value)
            seen += 1
    assert seen > 15
