"""Odd ways of writing values that a reviewer tried: read where they are sure, told where not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from check_forms import findings, form, row
from msgspec.structs import replace

from xltools.codes import Code
from xltools.findings import Finding
from xltools.hosts.examine import Examined, examine
from xltools.model import CellValue, IndicatorScore, TypedValue
from xltools.package import load
from xltools.profile import load_profile
from xltools.score import score_value
from xltools.score.outcome import Case
from xltools.snapshot import Snapshot
from xltools.value import (
    ValueParseError,
    align,
    describe,
    parse_amount,
    parse_value,
    settle,
    write_value,
)

GOOD = Path(__file__).parent.parent / "samples" / "national-2020" / "农村公路安防工程.xlsx"
POLICY = load_profile("national-2020").policy


@pytest.fixture(scope="module")
def good() -> Snapshot:
    """The good national form."""
    return load(GOOD).snapshot


def changed(snapshot: Snapshot, cells: dict[str, CellValue]) -> Examined:
    """The form with other values in some cells, examined."""
    sheet = snapshot.sheet("自评表")
    assert sheet is not None
    rows = [list(each) for each in sheet.rows]
    for a1, value in cells.items():
        rows[int(a1[1:]) - 1][ord(a1[0]) - 65] = value
    other = replace(sheet, rows=rows)
    return examine(
        replace(snapshot, sheets=tuple(other if s is sheet else s for s in snapshot.sheets))
    )


def scored(examined: Examined, at: int) -> IndicatorScore:
    """The scored row of the sheet."""
    return next(each for each in examined.scores.indicators if each.indicator.row == at)


def at_row(examined: Examined, at: int) -> list[Finding]:
    """The findings in one row of the sheet."""
    return [each for each in examined.findings if each.place and each.place.row == at]


def judged(
    target: str, actual: str, name: str = "", typed: str | None = None
) -> tuple[Decimal | None, Decimal | None, bool]:
    """Rate, score of 10 points, and whether a person's score stands, of one pair."""
    pair = settle(
        parse_value(target, name=name), parse_value(actual, role="actual", name=name), name
    )
    case = Case(
        POLICY, Decimal(10), name=name, year=2023, typed_score=Decimal(typed) if typed else None
    )
    outcome, score = score_value(*pair, case)
    return outcome.rate, score, outcome.judged


def numbers(value: TypedValue) -> tuple[str | None, str | None, str | None, str | None]:
    """Sign, number, upper end and unit."""
    return (
        value.comparator,
        None if value.value is None else str(value.value),
        None if value.upper is None else str(value.upper),
        value.unit,
    )


# --- a percentage beside words


@pytest.mark.parametrize(
    ("target", "actual", "name"),
    [
        ("逐年下降", "下降3%", "能耗"),
        ("逐年下降", "3%", "能耗"),
        ("不断提高", "25.4%", "居民健康素养水平"),
        ("有效提升", "提升12%", "服务能力"),
        ("较低水平", "2%", "管网运行"),
        ("控制到位", "2%", "误差率"),
        ("合理", "8%", "管网漏损率"),
        ("较上年改善", "15%", "空气质量"),
    ],
)
def test_a_percentage_that_is_no_degree_is_left_to_a_person(
    target: str, actual: str, name: str
) -> None:
    """A fall of 3 % is not 3 % of the aim: the typed score stands, and without one none is made up."""
    assert judged(target, actual, name, typed="9") == (None, Decimal("9.00"), True)
    assert judged(target, actual, name)[1] is None


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("及时", "70%", "7"),
        ("可持续", "60%", "6"),
        ("满意", "95%", "9.5"),
        ("有效提高", "100%", "10"),
        ("逐年下降", "部分达成（70%）", "7"),
    ],
)
def test_a_degree_of_completion_still_counts_as_it_is(
    target: str, actual: str, score: str
) -> None:
    """Words that name a state, and a percentage that says how far it is reached."""
    assert judged(target, actual) == (Decimal(score) / 10, Decimal(score), False)


def test_a_change_beside_a_target_of_change_asks_for_a_look_and_is_no_mismatch(
    good: Snapshot,
) -> None:
    """R49 tells that nobody can check the score; R12, R16 and R23 would accuse without ground."""
    examined = changed(good, {"D38": "单位能耗", "E38": "逐年下降", "F38": "下降3%"})
    points = scored(examined, 38).indicator.points.value
    examined = changed(
        good, {"D38": "单位能耗", "E38": "逐年下降", "F38": "下降3%", "H38": str(points)}
    )
    assert [each.code for each in at_row(examined, 38)] == [Code.JUDGED_BY_PERSON]
    assert scored(examined, 38).score == points


# --- ranges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("±5%以内", (None, "-5", "5", "%")),
        ("误差±2%", (None, "-2", "2", "%")),
        ("≤±5%", (None, "-5", "5", "%")),
        ("偏差控制在±3mm以内", (None, "-3", "3", "mm")),
        ("100mm±5mm", (None, "95", "105", "mm")),
        ("85%≤优良率≤95%", (None, "85", "95", "%")),
        ("85%≤x≤95%", (None, "85", "95", "%")),
        ("95≥X≥85", (None, "85", "95", None)),
    ],
)
def test_a_range_in_other_signs_is_a_range(text: str, expected: tuple[str | None, ...]) -> None:
    """Plus or minus, and a letter between two signs."""
    value = parse_value(text)
    assert (value.kind, numbers(value)) == ("range", expected)
    again = parse_value(write_value(value))
    assert (again.kind, numbers(again)) == ("range", expected)
    assert numbers(parse_value(describe(value))) == expected


@pytest.mark.parametrize("text", ["85%<x≤95%", "100±5%", "100mm±5cm", "±", "5%±", "95%≤x≤85%"])
def test_a_doubtful_range_is_no_range(text: str) -> None:
    """Open ends, points or parts of a hundred, two units, ends the wrong way round."""
    assert parse_value(text).value is None


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("±5%以内", "2%", "10"),
        ("±5%以内", "-5%", "10"),
        ("±5%以内", "±3%", "10"),
        ("±5%以内", "6%", "8"),
        ("±5%以内", "-6%", "8"),
        ("±5%以内", "±6%", "8"),
        ("≤5%", "±2%", "10"),
    ],
)
def test_a_departure_counts_alike_in_both_directions(
    target: str, actual: str, score: str
) -> None:
    """Within ±5 % all is well; beyond, it is a ceiling of 5 % passed (V3)."""
    assert judged(target, actual, "误差率")[1] == Decimal(score)


def test_a_spread_says_nothing_of_a_floor() -> None:
    """±2% beside ≥95% compares nothing."""
    assert judged("≥95%", "±2%")[1] is None


def test_a_result_within_its_range_is_never_too_much(good: Snapshot) -> None:
    """13 of 10—15 are 100 % and need no reason (17)."""
    examined = changed(good, {"E13": "10—15公里", "F13": "14公里"})
    assert scored(examined, 13).completion_rate == 1
    assert at_row(examined, 13) == []


# --- dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年12月5日（因疫情推迟）", "2023-12-05"),
        ("2023年12月5日(星期二)", "2023-12-05"),
        ("（已验收）2023年12月5日", "2023-12-05"),
        ("已于12月20日完成", "12-20"),
        ("已于2023年12月20日完成验收", "2023-12-20"),
    ],
)
def test_a_date_with_words_around_it_is_the_date(text: str, day: str) -> None:
    """A remark in brackets, and a short sentence."""
    value = parse_value(text, role="actual")
    assert (value.kind, str(value.end)) == ("date", day)
    assert ("remark" in value.marks) == any(bracket in text for bracket in "(（")


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月31日（未完成）",
        "2023年12月31日（延期至2024年3月）",
        "2023年12月31日（计划）",
        "2023年3月1日（开工）",
        "（合同约定）2023年12月31日",
        "6月（半年）",
    ],
)
def test_a_remark_that_may_move_the_day_leaves_no_date(text: str) -> None:
    """What is planned, begun or put off is not the day on which it was done."""
    assert parse_value(text, role="actual").kind != "date"


def test_late_work_with_an_excuse_is_late() -> None:
    """The remark explains and does not undo."""
    assert judged("2023年11月30日之前", "2023年12月5日（因疫情推迟）", typed="10")[1] == 0


def test_the_hour_of_a_deadline_does_not_hide_its_day() -> None:
    """24时 ends the day that is named."""
    assert str(parse_value("2023年12月31日24时前").end) == "2023-12-31"


# --- 无


@pytest.mark.parametrize(
    "actual", ["无", "未发生", "没有发生", "零发生", "零投诉", "0", "未发生投诉", "零"]
)
@pytest.mark.parametrize("target", ["≤5件", "0起", "不发生", "零投诉", "无投诉"])
def test_nothing_happened_is_nought_where_a_ceiling_or_none_was_set(
    target: str, actual: str
) -> None:
    """Less cannot be, and that is what was asked for."""
    assert judged(target, actual, "群众投诉")[1] == 10


@pytest.mark.parametrize("target", ["≥5件", "5件", "95%", "≤2小时", "≤100万元", "有效保障"])
def test_none_stays_blank_where_it_may_mean_not_measured(target: str) -> None:
    """A floor, a time or a sum of money of 无: nobody knows what it says."""
    value = parse_value(target)
    assert settle(value, parse_value("无", role="actual"))[1].kind == "none"


@pytest.mark.parametrize(
    "text", ["无法统计", "无数据", "未完成", "未开展", "不适用", "/", "暂无"]
)
def test_other_negations_are_no_nought(text: str) -> None:
    """未完成 is a failure and 无法统计 a gap."""
    value = parse_value(text, role="actual")
    assert settle(parse_value("≤5件"), value)[1] == value


def test_an_accident_against_none_wanted_earns_nothing() -> None:
    """零事故 and 2起: the target is 0 accidents."""
    assert judged("零事故", "2起", "安全事故")[1] == 0


def test_none_wanted_and_none_happened_may_both_be_written_with_one_word() -> None:
    """安全事故: 无, 无. Under another name 无 is no target."""
    assert judged("无", "无", "安全事故发生数")[1] == 10
    assert judged("无", "无", "安全事故处置率")[1] is None


def test_a_cell_that_says_none_is_not_called_empty(good: Snapshot) -> None:
    """R42 quotes the word, and says what it can mean."""
    told = at_row(changed(good, {"F13": "无"}), 13)
    assert [each.code for each in told] == [Code.RESULT_SAYS_NONE]
    assert "写的是“无”（没有发生或不适用）" in told[0].message
    assert "没有填" not in told[0].message
    empty = at_row(changed(good, {"F13": None}), 13)
    assert [each.code for each in empty] == [Code.REQUIRED_EMPTY]


# --- numerals, units, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两期", (None, "2", None, "期")),
        ("零", (None, "0", None, None)),
        ("为零", (None, "0", None, None)),
        ("三次", (None, "3", None, "次")),
        ("一批", (None, "1", None, "批")),
        ("￥298.00", (None, "298.00", None, "元")),
        ("¥3万", (None, "3", None, "万元")),
        ("12.8Km", (None, "12.8", None, "km")),
        ("5KG", (None, "5", None, "kg")),
        ("2TB", (None, "2", None, "TB")),
        ("受益人数≥50人", ("≥", "50", None, "人")),
        ("≥50人，其中脱贫户20人", ("≥", "50", None, "人")),
        ("105人，完成率105%", (None, "105", None, "人")),
    ],
)
def test_a_plain_meaning_in_an_odd_spelling_is_read(
    text: str, expected: tuple[str | None, ...]
) -> None:
    """Chinese numerals, signs of money, the case of a unit, words that add nothing."""
    assert numbers(parse_value(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["三期", "二级", "￥5人", "其中脱贫户≥20人", "每期人数不一≥50人", "≥50人，其中20人未脱贫"],
)
def test_a_doubtful_meaning_is_not_read(text: str) -> None:
    """三期 may be the third phase, a part is not the whole."""
    assert parse_value(text).value is None


def test_words_that_are_the_indicators_own_are_read_with_its_name() -> None:
    """户均增收≥800元 under 增收; 培训105人 under 培训人数, and not under another name."""
    assert numbers(parse_value("户均增收≥800元", name="增收")) == ("≥", "800", None, "元")
    assert parse_value("户均增收≥800元", name="就业").value is None
    said = parse_value("实际培训105人，完成率105%", role="actual", name="培训人数")
    assert numbers(said) == (None, "105", None, "人")
    assert parse_value("新建5公里", name="新建和改造管网长度").value is None


def test_a_numeral_that_may_name_a_thing_is_settled_by_the_other_side() -> None:
    """三期 beside 3期 counts; beside words it stays a word."""
    assert judged("三期", "3期")[1] == 10
    words = parse_value("三期"), parse_value("完成", role="actual")
    assert settle(*words) == words


@pytest.mark.parametrize(
    ("target", "actual", "name", "score"),
    [
        ("3次/年", "3次", "", "10"),
        ("4次", "2次/年", "", "5"),
        ("300元/人·年", "300元/人", "", "10"),
        ("≤500元", "480元/人", "人均成本", "10"),
        ("控制在300元/人以内", "￥298.00", "单位成本", "10"),
        ("≤500元", "480元/人", "培训成本", None),
        ("2次/月", "24次", "", None),
    ],
)
def test_a_unit_said_on_one_side_is_the_others_where_the_form_or_the_name_says_so(
    target: str, actual: str, name: str, score: str | None
) -> None:
    """A form is of one year, 人均 is by head; a total by month is not guessed."""
    assert judged(target, actual, name)[1] == (None if score is None else Decimal(score))


def test_a_bare_fraction_beside_a_tolerance_is_not_taken_for_percent() -> None:
    """0.06 may be 6 %, which is outside of ±5 %."""
    assert align(parse_value("±5%"), parse_value("0.06", role="actual")) is None


# --- below zero


@pytest.mark.parametrize(
    ("name", "target", "actual", "score"),
    [
        ("三公经费变动率", "≤0", "-3.2%", "10"),
        ("能耗增幅", "≤2%", "-1.5%", "10"),
        ("误差率", "≤5%", "-2%", "10"),
        ("误差率", "≤5%", "-6%", "8"),
        ("税收增长率", "≥5%", "-2%", "0"),
        ("投诉件数", "≤5件", "-1件", "0"),
        ("漏损率", "≤12%", "-3%", "0"),
    ],
)
def test_what_changes_may_fall_below_a_ceiling_and_what_is_counted_may_not(
    name: str, target: str, actual: str, score: str
) -> None:
    """A negative result is a slip (V5), but not of a change, and a departure has no sign."""
    assert judged(target, actual, name)[1] == Decimal(score)


# --- findings


@pytest.mark.parametrize(
    ("name", "target", "actual", "codes"),
    [
        ("村民满意度（%）", "≥90", "95%", []),
        ("村民满意度（%）", "≥90%", "95", []),
        ("补助人数（人）", "300", "302人", []),
        ("故障解决率（%）", "100", "100%", ["R24"]),
        ("安全事故起数", "0", "零", []),
        ("救助人次", "≥3.5万人次", "3.6万人次", []),
        ("救助人次", "≥3个", "3个", ["R25"]),
        ("培训人数", "≥3人次", "3人次", ["R25"]),
    ],
)
def test_units_are_asked_for_only_where_nobody_said_them(
    good: Snapshot, name: str, target: str, actual: str, codes: list[str]
) -> None:
    """The name's bracket gives a unit to both sides; a plain 100 beside 100% is told (S3-E8)."""
    told = at_row(changed(good, {"D13": name, "E13": target, "F13": actual}), 13)
    assert [f.code.number for f in told if f.code.number in ("R24", "R25")] == codes


@pytest.mark.parametrize(
    ("note", "is_told"),
    [
        ("设备损坏；已更换", False),
        ("漏报3户，已补发", False),
        ("标志缺失，已整改", False),
        ("顶层室温偏低；2022年维修屋面", False),
        ("4名老人离院；每半年核对一次人数", False),
        ("老人离院，支出减少；按实际人数编制预算", False),
        ("燃烧器推迟到货；合同中明确违约责任", False),
        ("租户流动性大。租户较多的楼栋逐户上门讲解。", False),
        ("宣传集中在县城，按月安排下乡场次", False),
        ("资金未到位；已完成招标", True),
        ("设备损坏", True),
        ("老人离院，支出减少", True),
        ("县域人口外流；在校学生减少", True),
        ("疫情封控；11月停工", True),
        ("组织不力", True),
    ],
)
def test_what_was_put_right_is_a_measure(note: str, is_told: bool) -> None:
    """已更换 answers as well as 将更换, and so does a second sentence that tells no cause (20)."""
    told = findings(form([row("合格率", "98%", "49%", "5", points="10", note=note)]))
    assert ("R20" in [each.code.number for each in told]) is is_told


def test_the_frame_of_whole_departments_has_its_own_places() -> None:
    """财预〔2013〕53号: counts stand under 职责履行, what people think under 履职效益 (43, 46)."""
    frame = [
        row("调解案件数", "≥15件", "16件", "30", points="30", level2="职责履行"),
        row(
            "服务对象满意度",
            "≥90%",
            "93%",
            "30",
            points="30",
            level1="效益指标",
            level2="履职效益",
        ),
    ]
    told = {each.code for each in findings(form(frame))}
    assert not told & {Code.LEVELS_MISMATCH, Code.KIND_OF_INDICATOR_MISSING}
    frame[0]["level2"], frame[1]["level2"] = "质量指标", "社会效益指标"
    told = {each.code for each in findings(form(frame))}
    assert told >= {Code.LEVELS_MISMATCH, Code.KIND_OF_INDICATOR_MISSING}


def test_a_part_row_with_a_dash_for_points_stays_a_part(good: Snapshot) -> None:
    """- in 分值 and 得分 is blank: 其中 earns nothing and does not stop the total."""
    cells: dict[str, CellValue] = {"D14": "其中：脱贫村", "G14": "-", "H14": "/"}
    row_of_part = scored(changed(good, cells), 14)
    assert (row_of_part.left_out, row_of_part.score) == ("part", None)


# --- money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100(含上年结转20)", "100"),
        ("100；其中中央60", "100"),
        ("'100", "100"),
        ("5亿元（其中省级1亿元）", "50000"),
    ],
)
def test_an_amount_with_its_parts_is_the_amount(text: str, amount: str) -> None:
    """What is in it does not change it."""
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["100(不含税)", "100(调整后120)", "100+20", "100、其中60"])
def test_an_amount_with_a_doubt_is_none(text: str) -> None:
    """A bracket that may change the figure is told."""
    with pytest.raises(ValueParseError):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("≤1900.01（%）", "1900.01", "%"), ("2022.12（万元）", "2022.12", "万元")],
)
def test_a_unit_in_brackets_is_no_remark_behind_a_month(
    text: str, number: str, unit: str
) -> None:
    """2022.12 alone may be December; with a unit behind it, it is an amount."""
    value = parse_value(text)
    assert (value.value, value.unit) == (Decimal(number), unit)
