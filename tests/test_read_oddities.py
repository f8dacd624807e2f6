"""Oddities of real forms, one at a time: how each is read."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from xltools.hosts.examine import Examined, examine_all
from xltools.snapshot import Area, Sheet, Snapshot

Row: TypeAlias = list[str | float | None]

HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因",
]
ROWS: list[Row] = [
    ["产出指标", "数量指标", "安装水表", "≥5000户", "5100户", 50.0, 50.0],
    ["效益指标", "社会效益指标", "受益人口", "≥2万人", "2.1万人", 30.0, 30.0],
    ["满意度指标", "服务对象满意度指标", "用户满意度", "≥90%", "95%", 10.0, 10.0],
]
TOP: list[Row] = [
    ["项目支出绩效自评表"],
    ["（2023年度）"],
    ["项目名称", "饮水安全", None, "主管部门", "甲局", None, "实施单位", "乙中心"],
]
MONEY: list[Row] = [
    [
        "项目资金（万元）",
        None,
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
    ],
    [None, "年度资金总额", 100.0, 100.0, 100.0, 10.0, "100%", 10.0],
]
TOTAL: list[Row] = [["总分", None, None, None, None, 100.0, 100.0]]


def forms(rows: list[Row], merges: tuple[Area, ...] = ()) -> tuple[Examined, ...]:
    """Every form in a sheet of these rows."""
    return examine_all(Snapshot((Sheet("表", [list(row) for row in rows], merges),)))


def read(rows: list[Row], merges: tuple[Area, ...] = ()) -> Examined:
    """The only form in a sheet of these rows."""
    (form,) = forms(rows, merges)
    return form


def field(form: Examined, key: str) -> str | None:
    """The text of one field."""
    return form.evaluation.field_text(key)


def names(form: Examined) -> list[str | None]:
    """The indicators' names."""
    return [row.name.text for row in form.evaluation.indicators]


def money(form: Examined, measure: str, source: str = "total") -> Decimal | None:
    """One amount in 万元."""
    line = form.evaluation.funding.get(source)
    return line.value(measure) if line else None


def whole(
    *, top: list[Row] = TOP, funds: list[Row] = MONEY, tail: list[Row] = TOTAL
) -> list[Row]:
    """A faultless form with one part of it exchanged."""
    return [*top, *funds, list(HEAD), *ROWS, *tail]


def test_the_faultless_form_is_faultless() -> None:
    """What the cases below change one at a time."""
    form = read(whole())

    assert form.scores.total == 100
    assert [f.code.number for f in form.findings if f.is_error] == []


def test_money_may_be_in_any_unit_that_the_heading_names() -> None:
    """亿元, 千元, 元 and their ways of being written; in here it is 万元."""
    for unit, factor in (
        ("（亿元）", "10000"),
        ("（千元）", "0.1"),
        ("（人民币：元）", "0.0001"),
        ("（单位：人民币万元）", "1"),
    ):
        heads: list[Row] = [[f"项目资金{unit}", *MONEY[0][1:]], MONEY[1]]

        assert money(read(whole(funds=heads)), "revised_budget") == 100 * Decimal(factor), unit


def test_several_labels_with_their_answers_in_one_cell() -> None:
    """Each answer ends before the next label; 填报单位 yields to 实施单位."""
    top: list[Row] = [
        ["项目支出绩效自评表"],
        ["填报单位（盖章）：丙站   填报日期：2024年3月15日   单位：万元"],
        ["项目名称：饮水安全", None, None, "实施单位：乙中心"],
    ]
    form = read(whole(top=top))

    assert field(form, "project_name") == "饮水安全"
    assert field(form, "implementing_unit") == "乙中心"
    assert field(form, "reporting_unit") == "丙站"
    assert form.evaluation.year is None


def test_the_year_is_not_that_of_the_projects_name() -> None:
    """2021年结转项目 may be the project of any year."""
    top: list[Row] = [["项目支出绩效自评表"], ["项目名称", "2021年结转公路项目"]]

    assert read(whole(top=top)).evaluation.year is None


def test_a_ticked_box_is_the_grade() -> None:
    """Before the word or after it; boxes without a tick are no grade."""
    for text, grade in (
        ("优□ 良☑ 中□ 差□", "良"),
        ("□优 ☑良 □中 □差", "良"),
        ("优□ 良□ 中□ 差□", None),
    ):
        tail: list[Row] = [*TOTAL, ["自评等级", text]]
        entry = read(whole(tail=tail)).evaluation.tail.grade

        assert entry is not None
        assert entry.text == grade, text


def test_a_total_has_many_names() -> None:
    """In a row, in a line of text, in a sentence; a reviewer's words are not the unit's."""
    tails: list[list[Row]] = [
        [["评分合计", None, None, None, None, 100.0, 98.0]],
        [["综合得分", 98.0]],
        [["自评得分合计（满分100分）", None, None, None, None, None, 98.0]],
        [["得分： 98 分   自评等级：优"]],
        [["本项目自评得分98分，评价等级为“优”。"]],
        [*TOTAL[:0], ["总分", None, None, None, None, 100.0, 98.0],
         ["财政部门复核意见", None, "设置合理，得分60分，等级为中"]],
    ]  # fmt: skip
    for tail in tails:
        form = read(whole(tail=tail))
        total = form.evaluation.tail.score

        assert names(form) == ["安装水表", "受益人口", "用户满意度"], tail
        assert total is not None, tail
        assert total.value == 98, tail
        assert [f.code.number for f in form.findings if f.is_error] == ["R02"], tail


def test_a_table_goes_on_after_a_page_break() -> None:
    """The title （续） and the headings printed again begin no second form; the levels go on."""
    again: list[Row] = [["第1页 共2页"], ["项目支出绩效自评表（续）"], list(HEAD)]
    more: Row = [None, "质量指标", "合格率", "100%", "100%", 0.0, 0.0]
    rows = [*TOP, *MONEY, list(HEAD), ROWS[0], *again, more, *ROWS[1:], *TOTAL]
    form = read(rows)

    assert names(form) == ["安装水表", "合格率", "受益人口", "用户满意度"]
    assert [row.level1.text for row in form.evaluation.indicators][:2] == ["产出指标"] * 2


def test_a_head_printed_again_overleaf_begins_no_form() -> None:
    """The same project and no money: page two of one form; another project is another form."""
    page = [*TOP, list(HEAD)]
    rows = [*TOP, *MONEY, list(HEAD), ROWS[0], *page, *ROWS[1:], *TOTAL]

    assert read(rows).scores.total == 100

    other: list[Row] = [["项目支出绩效自评表"], ["项目名称", "养老服务"], list(HEAD)]
    assert len(forms([*TOP, *MONEY, list(HEAD), ROWS[0], *other, *ROWS[1:], *TOTAL])) == 2


def test_what_only_looks_like_a_unit_a_total_or_a_grade() -> None:
    """元谋县 is a county, last year's score is no total, a legend is no grade."""
    top: list[Row] = [
        ["项目支出绩效自评表"],
        ["填报单位：元谋县供水站"],
        ["实施单位：元阳县水利局"],
    ]
    assert money(read(whole(top=top)), "outturn") == 100

    for line in (
        "注：1.得分一栏由单位自评；2.自评得分90分以上为优。",
        "上年度自评得分：88分，等级：良",
        "主管部门抽查得分：92分   抽查等级：良",
        "专家组评价得分：92分，评价等级：良",
    ):
        tail = read(whole(tail=[*TOTAL, [line]])).evaluation.tail
        assert tail.score is not None
        assert tail.score.value == 100, line
        assert tail.grade is None or tail.grade.text is None, line

    legend: list[Row] = [*TOTAL, ["评价等级：优（90-100分）、良（80-89分）、中、差"]]
    grade = read(whole(tail=legend)).evaluation.tail.grade
    assert grade is None or grade.text is None


def test_a_table_of_targets_alone_is_no_evaluation() -> None:
    """绩效目标申报表 asks for no result; the sheet is named as not read."""
    targets = Sheet("目标", [["绩效目标申报表"], HEAD[:4], *[row[:4] for row in ROWS]])
    sheet = Sheet("表", [list(row) for row in whole()])
    (form,) = examine_all(Snapshot((targets, sheet)))

    assert form.evaluation.sheet == "表"
    assert [f.code.number for f in form.findings if f.code.number == "A17"] == ["A17"]


def test_a_level_may_have_a_table_of_its_own() -> None:
    """满意度指标 heads its own columns; its rows stand under it."""
    own: list[Row] = [
        [None, None, "满意度指标", "目标值", "实际值", "分值", "得分"],
        [None, None, "用户满意度", "≥90%", "95%", 10.0, 10.0],
    ]
    form = read([*TOP, *MONEY, list(HEAD), *ROWS[:2], *own, *TOTAL])

    assert names(form) == ["安装水表", "受益人口", "用户满意度"]
    assert form.evaluation.indicators[2].category == "satisfaction"
    assert form.scores.total == 100


def test_a_table_without_levels_is_a_table() -> None:
    """绩效指标 | 目标值 | 完成值: no 一级, no 二级."""
    heads: Row = ["绩效指标", "目标值", "完成值", "分值", "得分", "备注"]
    rows: list[Row] = [
        ["1.水库数量", "18座", "18座", 50.0, 50.0],
        ["2.满意度", "90%", "93%", 40.0, 40.0],
    ]
    form = read([*TOP, *MONEY, heads, *rows])

    assert names(form) == ["1.水库数量", "2.满意度"]
    assert form.scores.total == 100


def test_a_block_head_in_a_numbered_list_is_no_indicator() -> None:
    """二 | 产出指标 | | | 50 names what stands below it."""
    heads: Row = ["序号", "指标名称", "年度目标值", "完成值", "权重", "得分"]
    rows: list[Row] = [
        ["一", "产出指标", None, None, 50.0, 50.0],
        ["1", "办理事项数", "≥25件", "25件", 50.0, 50.0],
        ["二", "满意度指标", None, None, 40.0, 40.0],
        ["2", "群众满意度", "≥90%", "95%", 40.0, 40.0],
    ]
    form = read([*TOP, *MONEY, heads, *rows])

    assert names(form) == ["办理事项数", "群众满意度"]
    assert [row.category for row in form.evaluation.indicators] == ["output", "satisfaction"]


def test_a_listed_heading_wins_over_one_that_only_sounds_so() -> None:
    """Last year's result, a note on the score, a rate of completion are not what they sound like."""
    for label, value in (
        ("2022年完成值", "4000户"),
        ("得分说明", "按完成比例"),
        ("完成程度", "80%"),
        ("偏差率", "-1.9%"),
    ):
        heads = [*HEAD[:3], label, *HEAD[3:]]
        rows: list[Row] = [[*row[:3], value, *row[3:]] for row in ROWS]
        form = read([*TOP, *MONEY, heads, *rows, ["总分", *[None] * 5, 100.0, 100.0]])

        assert form.scores.total == 100, label
        assert form.evaluation.indicators[0].actual.text == "5100户", label
        assert form.evaluation.indicators[0].deviation_note.text is None, label


def test_of_two_years_the_later_is_this_one() -> None:
    """2022年完成值 | 2023年目标值 | 2023年完成值."""
    heads = [*HEAD[:3], "2022年完成值", "2023年目标值", "2023年完成值", *HEAD[5:]]
    rows: list[Row] = [[*row[:3], "1", *row[3:]] for row in ROWS]
    first = read([*TOP, *MONEY, heads, *rows]).evaluation.indicators[0]

    assert first.target.text == "≥5000户"
    assert first.actual.text == "5100户"
    assert first.extras["last_year"].text == "1"


def test_headings_of_money_are_told_apart() -> None:
    """Brackets decide, a change is no budget, a rate is no money, the total is the budget."""
    cases: list[tuple[list[str], list[float], dict[str, float]]] = [
        (["预算数（年初）", "预算数（调整后）", "执行数"], [90, 100, 80],
         {"original_budget": 90, "revised_budget": 100, "outturn": 80}),
        (["年初预算数", "预算调整数", "全年预算数", "全年执行数"], [80, 20, 100, 90],
         {"original_budget": 80, "revised_budget": 100, "outturn": 90}),
        (["资金总额", "到位资金", "使用资金"], [100, 95, 90],
         {"revised_budget": 100, "received": 95, "outturn": 90}),
    ]  # fmt: skip
    for labels, figures, wanted in cases:
        funds: list[Row] = [
            ["项目资金（万元）", None, *labels],
            [None, "年度资金总额", *figures],
        ]
        form = read(whole(funds=funds, tail=[]))

        assert {key: money(form, key) for key in wanted} == wanted, labels


def test_pairs_beside_the_money_are_not_amounts_of_it() -> None:
    """按收入性质分 beside 按支出性质分: labels and figures that belong to no heading."""
    pairs: list[Row] = [
        [None, "按收入性质分", None, None, "按支出性质分"],
        [None, "其中：一般公共预算", 60.0, None, "其中：基本支出", 40.0],
        [None, "政府性基金", 40.0, None, "项目支出", 60.0],
    ]
    form = read(whole(funds=[*MONEY, *pairs]))

    assert [f.code.number for f in form.findings if f.is_error] == []
    assert money(form, "outturn") == 100


def test_forms_side_by_side_are_two() -> None:
    """Each with its own project, money and total, every cell where it is."""
    left = whole()
    right = whole(top=[["项目支出绩效自评表"], ["（2022年度）"], ["项目名称", "养老服务"]])
    rows: list[Row] = [
        [*one, *[None] * (10 - len(one)), *other]
        for one, other in zip(left, right, strict=True)
    ]
    first, second = forms(rows)

    assert field(first, "project_name") == "饮水安全"
    assert field(second, "project_name") == "养老服务"
    assert first.scores.total == second.scores.total == 100
    assert second.evaluation.indicators[0].name.place.a1 == "M7"
    assert (first.evaluation.year, second.evaluation.year) == (2023, 2022)


def test_a_target_in_pieces_is_put_together() -> None:
    """≥ | 5000 | 户 under one wide heading."""
    heads = [*HEAD[:3], "年度指标值", None, None, *HEAD[4:]]
    rows: list[Row] = [
        [*row[:3], str(row[3])[0], str(row[3])[1:-1], str(row[3])[-1], *row[4:]] for row in ROWS
    ]
    wide = (6, 4, 6, 6)
    form = read([*TOP, *MONEY, heads, *rows], (wide,))

    assert form.evaluation.indicators[0].target_value.value == 5000
    assert form.evaluation.indicators[2].target_value.unit == "%"
    assert form.scores.total == 100


def test_the_result_may_have_a_unit_of_its_own() -> None:
    """A second 单位 after 实际完成值 is the result's."""
    heads = [*HEAD[:4], "单位", "实际完成值", "单位", *HEAD[5:]]
    rows: list[Row] = [
        ["产出指标", "数量指标", "受益人口", "≥2", "万人", "21000", "人", 50.0, 50.0],
        ["满意度指标", "服务对象满意度指标", "满意度", "90", "%", "95", "%", 40.0, 40.0],
    ]

    assert read([*TOP, *MONEY, heads, *rows]).scores.total == 100


def test_an_adjusted_target_is_the_target() -> None:
    """调整后指标值 where it is filled in, the first one elsewhere."""
    heads = [*HEAD[:4], "调整后指标值", *HEAD[4:]]
    rows: list[Row] = [[*row[:4], None, *row[4:]] for row in ROWS]
    rows[0][3], rows[0][4] = "≥9000户", "≥5000户"

    assert read([*TOP, *MONEY, heads, *rows]).scores.total == 100


def test_sums_of_blocks_and_examples_are_no_indicators() -> None:
    """产出指标合计 and 例：…; the example is to be taken out."""
    rows: list[Row] = [
        [None, None, "例：培训人数", "≥10人", "12人", 10.0, 10.0],
        ROWS[0],
        ["产出指标合计", None, None, None, None, 50.0, 50.0],
        *ROWS[1:],
    ]
    form = read([*TOP, *MONEY, list(HEAD), *rows, *TOTAL])

    assert names(form) == ["安装水表", "受益人口", "用户满意度"]
    assert [f.code.number for f in form.findings if f.is_error] == ["R41"]


def test_the_nearest_unit_of_money_holds() -> None:
    """The block's own heading wins over a line above it, a column's over the block's."""
    top: list[Row] = [*TOP, ["金额单位：元"]]
    assert money(read(whole(top=top)), "outturn") == 100

    heads: list[Row] = [[*MONEY[0][:4], "全年执行数（元）", *MONEY[0][5:]],
                        [*MONEY[1][:4], 1000000.0, *MONEY[1][5:]]]  # fmt: skip
    assert money(read(whole(funds=heads)), "outturn") == 100


def test_labels_over_their_answers() -> None:
    """项目名称 | 主管部门 | 实施单位 | 年度 in one row, the answers below, the last one too."""
    top: list[Row] = [
        ["项目支出绩效自评表"],
        ["项目名称", "主管部门", "实施单位", "年度"],
        ["饮水安全", "甲局", "乙中心", "2023"],
    ]
    form = read(whole(top=top))

    assert field(form, "implementing_unit") == "乙中心"
    assert form.evaluation.year == 2023


def test_figures_beside_their_labels_may_take_two_rows() -> None:
    """预算金额 | 350万元 over 实际支出 | 3,325,000元."""
    funds: list[Row] = [
        ["预算批复金额", "350万元", "实际到位金额", "350万元"],
        ["实际支出金额", "3,325,000元", "预算执行率", "95%"],
    ]
    form = read(whole(funds=funds, tail=[]))

    assert money(form, "revised_budget") == 350
    assert money(form, "outturn") == Decimal("332.5")
    assert money(form, "rate") == Decimal("0.95")


def test_money_may_have_headings_in_two_rows() -> None:
    """年初 and 调整 under 预算, 数额 and 执行率 under 执行."""
    funds: list[Row] = [
        ["项目资金（万元）", None, "预算", None, "执行", None],
        [None, None, "年初", "调整", "数额", "执行率"],
        [None, "合计", 300.0, 320.0, 304.0, "95%"],
    ]
    form = read(whole(funds=funds, tail=[]), ((4, 3, 4, 4), (4, 5, 4, 6)))

    assert [money(form, key) for key in ("original_budget", "revised_budget", "outturn")] == [
        300, 320, 304,
    ]  # fmt: skip


def test_a_part_may_stand_behind_each_amount() -> None:
    """全年预算数 | 其中：财政资金 | 全年执行数 | 其中：财政资金."""
    part = "其中：财政资金"
    funds: list[Row] = [
        ["项目资金（万元）", None, "全年预算数", part, "全年执行数", part, "执行率"],
        [None, "年度资金总额", 100.0, 80.0, 90.0, 75.0, "90%"],
    ]
    form = read(whole(funds=funds, tail=[]))

    assert [money(form, key) for key in ("revised_budget", "outturn")] == [100, 90]
    assert money(form, "revised_budget", "appropriation") == 80
    assert money(form, "outturn", "appropriation") == 75


def test_points_merged_over_rows_are_shared_equally() -> None:
    """50 over two rows with scores of 25 each; the merge is told."""
    rows: list[Row] = [
        ["产出指标", "数量指标", "水表", "≥10块", "10块", 50.0, 25.0],
        [None, None, "水管", "≥5公里", "5公里", None, 25.0],
        *ROWS[1:],
    ]
    form = read([*TOP, *MONEY, list(HEAD), *rows, *TOTAL], ((7, 6, 8, 6),))

    assert [row.points.value for row in form.evaluation.indicators] == [25, 25, 30, 10]
    assert form.scores.total == 100
    assert [f.code.number for f in form.findings if f.code.number == "A11"] == ["A11"]


def test_points_may_be_shares_of_the_whole() -> None:
    """0.5, 0.3 and 0.1 beside scores of 50, 30 and 10."""
    rows: list[Row] = [[*row[:5], (row[5] or 0) / 100, row[6]] for row in ROWS]  # type: ignore[operator]

    assert read([*TOP, *MONEY, list(HEAD), *rows]).scores.total == 100


def test_an_indicator_type_says_which_way_it_points() -> None:
    """反向指标 24小时 reached in 20 hours is full marks."""
    heads = [*HEAD[:3], "指标类型", *HEAD[3:]]
    rows: list[Row] = [[*row[:3], "正向指标", str(row[3]).strip("≥"), *row[4:]] for row in ROWS]
    rows.append(["产出指标", "时效指标", "整改时限", "反向指标", "24小时", "20小时", 0.0, 0.0])

    assert read([*TOP, *MONEY, heads, *rows]).scores.total == 100


def test_the_row_of_the_execution_rate_may_have_no_name() -> None:
    """预算执行率 in the column 一级指标 is the row's name."""
    rows: list[Row] = [*ROWS, ["预算执行率", None, None, "100%", "100%", 10.0, 10.0]]
    funds: list[Row] = [row[:5] for row in MONEY]
    form = read([*TOP, *funds, list(HEAD), *rows])

    assert form.evaluation.indicators[-1].is_execution
    assert form.scores.total == 100
    assert [f.code.number for f in form.findings if f.is_error] == []
