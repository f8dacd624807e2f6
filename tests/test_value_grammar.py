"""Targets and results beyond the published strings: what is read, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltools.value import describe, parse_value

# text → kind, comparator, value, unit
READ = {
    "≧95％": ("at_least", "≥", "95", "%"),
    "＞＝95%": ("at_least", "≥", "95", "%"),
    "=>95%": ("at_least", "≥", "95", "%"),
    "=<95%": ("at_most", "≤", "95", "%"),
    "﹥0": ("at_least", ">", "0", None),
    "超过95%": ("at_least", ">", "95", "%"),
    "大于95%（含）": ("at_least", "≥", "95", "%"),
    "95%（含）以上": ("at_least", "≥", "95", "%"),
    "控制在5%以内": ("at_most", "≤", "5", "%"),
    "控制在30万元": ("at_most", "≤", "30", "万元"),
    "24小时内": ("at_most", "≤", "24", "小时"),
    "5个工作日内": ("at_most", "≤", "5", "个工作日"),
    "不足5%": ("at_most", "<", "5", "%"),
    "至少3次": ("at_least", "≥", "3", "次"),
    "满意度达到95%以上": ("at_least", "≥", "95", "%"),
    "合格率100%": ("number", None, "100", "%"),
    "达到95%": ("at_least", "≥", "95", "%"),
    "完成5个项目": ("at_least", "≥", "5", "个"),
    "支出30万元": ("number", None, "30", "万元"),
    "百分之九十五": ("number", None, "95", "%"),
    "百分之95以上": ("at_least", "≥", "95", "%"),
    "百分之百": ("number", None, "100", "%"),
    "十个": ("number", None, "10", "个"),
    "不少于三次": ("at_least", "≥", "3", "次"),
    "九成以上": ("at_least", "≥", "9", "成"),
    "1部宣传片": ("number", None, "1", "部"),
    "25TB": ("number", None, "25", "TB"),
    "500m²": ("number", None, "500", "平方米"),
    "300元/人/天": ("number", None, "300", "元/人·天"),
    "每人每月500元": ("number", None, "500", "元/人·月"),
    "每周不少于2次": ("at_least", "≥", "2", "次/周"),
    "100人（次）": ("number", None, "100", "人次"),
    "3次（其中市级1次）": ("number", None, "3", "次"),
    "12万余元": ("number", "≈", "12", "万元"),
    "100多人": ("number", "≈", "100", "人"),
    "95%左右": ("number", "≈", "95", "%"),
    "约30天": ("number", "≈", "30", "天"),
    "提高5%": ("number", None, "5", "%"),
    "１，234.50万元": ("number", None, "1234.50", "万元"),
    "95%。": ("number", None, "95", "%"),
    "-5%": ("number", None, "-5", "%"),
    "≥20年": ("at_least", "≥", "20", "年"),
    "12个月": ("number", None, "12", "个月"),
    "≤12月": ("at_most", "≤", "12", "月"),
    "2022.12万元": ("number", None, "2022.12", "万元"),
    "0偏差": ("number", None, "0", "偏差"),
    "100%及时": ("number", None, "100", "%"),
    "完成率100%": ("number", None, "100", "%"),
    "投诉率为0": ("number", None, "0", None),
    "占比达5%以上": ("at_least", "≥", "5", "%"),
    "较上年增长5%": ("number", None, "5", "%"),
    "全年不少于12次": ("at_least", "≥", "12", "次"),
    "≤20mg/L": ("at_most", "≤", "20", "mg/L"),
    "5mm": ("number", None, "5", "mm"),
    "95%%": ("number", None, "95", "%"),
}

UNREADABLE = (
    "7,00.0,77",
    "1,2345",
    "95 100",
    "1e5",
    "0x10",
    "1_5",
    "١٥",
    "9٥%",
    "≥",
    "90%-80%",
    "≥80%-90%",
    "≥90%；≥95%",
    "95%/100%",
    "5/10",
    "1:3",
    "≥5/年",
    "5个未完成",
    "100%（未完成）",
    "2020年完成率",
    "22年12月底前",
    "2月30日",
    "2022年13月",
    "1月前",
    "#DIV/0!",
)

WORDS = (
    "5个部分达成",
    "未完成5个",
    "不低于95%以内",
    "二级以上",
    "≥2级",
    "4星级",
    "3A级",
    "一期",
    "一般",
    "一次性",
    "一人一档",
    "第1名",
    "近3年无事故",
    "全县12个乡镇受益",
    "满足95%需求",
    "GDP增长5%",
    "超支5万元",
    "9月30日前未完成",
    "60岁以上老人",
    "90%以上的群众满意",
    "发放标准1000元/人",
    "完成1部宣传片,2套方案",
    "6月份完成宣传片制作;9月份完成文本;11月完成专家评审",
    "①完成",
    "½",
    "nan",
    "inf",
    "Infinity",
)


@pytest.mark.parametrize("text", READ)
def test_a_value_is_read(text: str) -> None:
    """Signs and words before and after, units, brackets, numerals: one number, one unit."""
    kind, comparator, number, unit = READ[text]
    value = parse_value(text)

    assert (value.kind, value.comparator, value.unit) == (kind, comparator, unit)
    assert value.value == Decimal(number)


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_slip_is_unreadable_and_says_why(text: str) -> None:
    """What looks like a value and is none has no number and a Chinese problem quoting it."""
    for role in ("target", "actual"):
        value = parse_value(text, role=role)  # type: ignore[arg-type]

        assert (value.kind, value.value, value.end) == ("unreadable", None, None)
        assert value.problem
        assert value.problem.startswith(f"“{text}”")


@pytest.mark.parametrize("text", WORDS)
def test_a_number_that_is_not_the_value_is_left_in_its_words(text: str) -> None:
    """Ranks, standards, negations and sentences stay qualitative, without a number."""
    value = parse_value(text)

    assert (value.kind, value.value) == ("qualitative", None)
    assert ("number_in_text" in value.marks) == any("0" <= char <= "9" for char in text)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("80%-90%", 80, 90, "%"),
        ("80～90%", 80, 90, "%"),
        ("3至5次", 3, 5, "次"),
        ("3-5个月", 3, 5, "个月"),
        ("10万元—20万元", 10, 20, "万元"),
    ],
)
def test_a_range_has_both_ends(text: str, low: int, high: int, unit: str) -> None:
    """A range gives its lower end as value and its upper end as upper, in one unit."""
    value = parse_value(text)

    assert (value.kind, value.value, value.upper, value.unit) == ("range", low, high, unit)


@pytest.mark.parametrize("text", [None, "", " ", "/", "-", "—", "——", "无", "不适用", "N/A"])
def test_a_filler_says_nothing(text: str | None) -> None:
    """Blank and its spellings are kind none, without a mark."""
    value = parse_value(text, role="actual")

    assert (value.kind, value.marks) == ("none", ())


@pytest.mark.parametrize("text", ["……", "**", "≥**人", "（200字以内）", "请填写目标值"])
def test_leftovers_of_the_form_are_placeholders(text: str) -> None:
    """Instruction text left in a cell is no value, and marked."""
    value = parse_value(text)

    assert (value.kind, value.marks) == ("none", ("placeholder",))


@pytest.mark.parametrize(
    ("text", "band", "degree"),
    [
        ("达成年度指标", "band1", None),
        ("已达到预期目标", "band1", None),
        ("部分达成年度指标并具有一定效果", "band2", None),
        ("部分达成（70%）", "band2", 70),
        ("部分达成，70%", "band2", 70),
        ("未达成年度指标且效果较差", "band3", None),
        ("未达成预期指标", "band3", None),
    ],
)
def test_a_judgement_names_its_band(text: str, band: str, degree: int | None) -> None:
    """The three bands of 财预〔2020〕10号 are marks; a stated degree is the value."""
    value = parse_value(text, role="actual")

    assert (value.kind, value.marks, value.value) == ("qualitative", (band,), degree)


def test_the_same_words_ask_and_report() -> None:
    """达到95% is a floor as a target and a number as a result."""
    target, actual = parse_value("达到95%"), parse_value("达到95%", role="actual")

    assert (target.kind, actual.kind) == ("at_least", "number")
    assert actual.marks == ("statement",)


def test_a_result_with_a_sign_repeats_its_target() -> None:
    """≥266米 as a result measures nothing; =8个 does."""
    assert "repeats_comparator" in parse_value("≥266米", role="actual").marks
    assert "repeats_comparator" in parse_value("50本以上", role="actual").marks
    assert parse_value("=8个", role="actual").marks == ()


@pytest.mark.parametrize(
    ("name", "text", "unit"),
    [
        ("系统平台故障解决率（%）", "98", "%"),
        ("党建工作人员的满意度%", "98", "%"),
        ("公猪舍(≥**平方米)", "22.8", "平方米"),
        ("资金总额（万元）", "30", "万元"),
        ("参会人数（人）", "3万", "万人"),
        ("培训人数", "3万", "万人"),
        ("满意度（含学生）", "98", None),
        ("补助标准（元/人·月）", "583", "元/人·月"),
    ],
)
def test_a_missing_unit_is_noted_from_the_name(name: str, text: str, unit: str | None) -> None:
    """A unit in the indicator's name is taken and marked; other brackets are not units."""
    value = parse_value(text, name=name)

    assert value.unit == unit
    assert ("unit_implied" in value.marks) == (unit is not None)


def test_a_written_unit_is_not_replaced_by_the_name() -> None:
    """What the cell says counts; the conflict is for the check."""
    value = parse_value("5人", name="满意度（%）")

    assert (value.unit, value.marks) == ("人", ())


def test_prose_is_not_searched_for_numbers() -> None:
    """A long text is qualitative, whatever it contains, and quickly so."""
    text = "按照预算执行，共支出100万元，" * 2000

    assert parse_value(text).marks == ("number_in_text",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大于等于95%", "不低于95%"),
        ("9月30日前完成", "9月30日前"),
        ("2月底前", "2月底前"),
        ("2021年1月-12月", "2021年1月至2021年12月"),
        ("不超预算", "不超过预算"),
        ("80%～90%", "80~90%"),
        ("降低10%", "降低10%"),
        ("及时。", "及时"),
        ("/", "未填"),
    ],
)
def test_a_value_is_described_in_words(text: str, words: str) -> None:
    """Traces and messages use short Chinese words."""
    assert describe(parse_value(text)) == words
