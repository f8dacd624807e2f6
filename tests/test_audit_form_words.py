"""What people call the money of a project, the scores of its parts, the counts of its indicators:
any usual words are read, and told when the form says otherwise.
"""

from __future__ import annotations

import pytest
from check_forms import form, money, row
from test_audit_form_claims import HEADS, made

from xltools.audit import Form, Remark, audit_report
from xltools.audit.read_text import parse_text
from xltools.model import SelfEvaluation

TITLE = "2022年村干部培训经费项目绩效自评报告\n××县农业农村局\n一、情况\n"
ROWS = (
    row("培训人数", "≥200人", "210人", "20", points="20"),
    row("资金使用合规率", "100%", "100%", "20", points="20", level2="质量指标"),
    row("完成时间", "2022年12月底前", "2022年11月", "20", points="20", level2="时效指标"),
    row("学员收入增长率", "≥5%", "4%", "16", points="20", level1="效益指标", level2="经济效益"),
    row("满意度", "≥90%", "95.5%", "10", points="10", level1="满意度指标", level2="满意度"),
)  # fmt: skip


def training() -> SelfEvaluation:
    """村干部培训经费: first 18, then 20 万元, 3 of it carried over; 19.48 spent; 95.74 points."""
    return form(
        ROWS,
        money("年度资金总额", "total", "18", "20", "19.48", "10", "0.974", "9.74"),
        money("当年财政拨款", "appropriation", "15", "17", "16.48"),
        money("上年结转资金", "carry_over", "3", "3", "3"),
        fields=HEADS,
    )


def told(text: str, one: Form | None = None) -> list[Remark]:
    """What is said of a text against the form."""
    found = audit_report(parse_text("报告.txt", TITLE + text), [one or made(training())])
    return [each for each in found if each.code.number in ("T511", "T512", "T513", "T515")]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("财政安排资金{}万元。", "20"),
        ("2022年县财政下达资金{}万元。", "20"),
        ("项目资金{}万元，全部为财政资金。", "20"),
        ("全年预算{}万元。", "20"),
        ("调整后预算为{}万元。", "20"),
        ("年初预算{}万元。", "18"),
        ("年初批复{}万元。", "18"),
        ("年中财政追加了{}万元。", "2"),
        ("上年结转{}万元。", "3"),
        ("项目资金20万元，其中上年结转资金{}万元。", "3"),
        ("资金来源为当年财政拨款{}万元。", "17"),
        ("截至12月底累计支付{}万元。", "19.48"),
        ("到年底支出{}万元。", "19.48"),
        ("完成投资{}万元。", "19.48"),
        ("村干部培训共花费{}万元。", "19.48"),
        ("该项目已用{}万元。", "19.48"),
        ("项目共用去{}万元。", "19.48"),
        ("剩余{}万元已由财政收回。", "0.52"),
        ("尚余{}万元。", "0.52"),
        ("未支付资金{}万元。", "0.52"),
        ("{}万元结转下年使用。", "0.52"),
        ("资金{}万元已全部到位。", "20"),
    ],
)
def test_an_amount_by_any_usual_words_is_the_form_s(text: str, right: str) -> None:
    """The right amount is silent, also with more zeros and in 元; another one is told at its words."""
    for fits in (right, f"{right}.00" if "." not in right else f"{right}0"):
        assert told(text.format(fits)) == []
    assert told(text.format("@").replace("@万元", f"{float(right) * 10000:.0f}元")) == []
    (found,) = told(text.format("13.7"))
    assert (found.code.number, found.words) == ("T511", "13.7万元")
    assert "（表!" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "教材费支出3.1万元，场租支出2.2万元。",
        "培训材料共花费3.1万元。",
        "2021年支出13.7万元。",
        "上年支出13.7万元。",
        "与去年相比，支出减少1.3万元。",
        "截至9月底支出13.7万元，执行率68.5%。",
        "上半年支出7.4万元。",
        "2023年拟安排预算30万元。",
        "下一步申请追加资金5万元。",
        "甲镇支出3.7万元，乙镇支出4.1万元。",
        "与甲公司签订合同，支付3.7万元。",
        "人均支出0.09万元，每期安排资金3.3万元。",
        "其中中央资金9万元、省级资金8万元。",
        "县级配套资金5万元。",
        "一是聘请教师，支出3.7万元；二是租用场地，支出1.1万元。",
        "实际支出约19.5万元，支出不到20万元。",
        "2.聘请教师。全年支出3.7万元。",
        "单笔支出超过5万元的，由局务会研究。",
    ],
)
def test_an_amount_of_something_else_is_not_told(text: str) -> None:
    """Items, other years, a part of the year, plans, places, parties, unit costs, sources that the
    form does not print, about so much.
    """
    assert told(text) == []


def test_an_amount_of_the_other_kind_is_told() -> None:
    """The budget where the outturn stands; the first budget as the last; about so much, and far."""
    for text, words in (
        ("全年累计支付20万元。", "20万元"),
        ("全年预算18万元。", "18万元"),
        ("年初预算20万元。", "20万元"),
        ("全年共花费约12万元。", "12万元"),
    ):
        (found,) = told(text)
        assert (found.code.number, found.words) == ("T511", words)


@pytest.mark.parametrize(
    "text",
    ["预算执行率为{}。", "全年支出19.48万元，占全年预算的{}。", "资金支付进度达到{}。"],
)
def test_an_execution_rate_by_other_words_is_the_form_s(text: str) -> None:
    """占全年预算的…, 支付进度; rounded as the report likes."""
    assert told(text.format("97.4%")) == told(text.format("97%")) == []
    (found,) = told(text.format("92.4%"))
    assert (found.code.number, found.words) == ("T512", "92.4%")


def test_the_rate_of_a_source_is_that_of_the_source() -> None:
    """16.48 of 17 is 96.94 %; 3 of 3 is 100 %."""
    assert told("当年财政拨款执行率96.94%，上年结转资金执行率100%。") == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("产出指标得{}分。", "60"),
        ("产出指标（60分）得{}分。", "60"),
        ("产出指标（60分，得{}分）。", "60"),
        ("产出指标60分，得分{}分。", "60"),
        ("效益指标满分20分，实得{}分。", "16"),
        ("效益得分{}分、满意度得分10分。", "16"),
        ("满意度方面得了{}分。", "10"),
        ("预算执行率得{}分。", "9.74"),
        ("综合评分{}分。", "95.74"),
        ("评分为{}分。", "95.74"),
        ("产出60分，得60分；效益20分，得16分；满意度10分，得10分；预算执行10分，得9.74分，合计{}分。", "95.74"),
    ],
)  # fmt: skip
def test_a_score_by_any_usual_words_is_the_form_s(text: str, right: str) -> None:
    """Of a part and of the whole; another is told with the cells."""
    assert told(text.format(right)) == []
    (found, *more) = told(text.format("9.1"))
    assert (found.code.number, found.words, more) == ("T513", "9.1分", [])
    assert "（表" in found.message


def test_what_a_part_is_worth_is_the_form_s() -> None:
    """产出指标（50分…） where the form gives 60."""
    (found,) = told("产出指标（50分，得60分）。")
    assert (found.code.number, found.words) == ("T513", "50分")
    assert "分值写的是50分，按自评表应为60分" in found.message


@pytest.mark.parametrize(
    "text",
    ["社会效益指标得分18分。", "产出指标中，培训人数得20分。", "下一步力争产出指标得50分以上。", "数量指标权重20分。"],
)  # fmt: skip
def test_a_score_of_something_else_is_not_told(text: str) -> None:
    """A part that the form does not have, one indicator, a bound."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("5个三级指标中已完成4个。", "5个三级指标中已完成5个。", "已完成5个"),
        ("未完成指标1个。", "未完成指标2个。", "未完成指标2个"),
        ("有1个指标没有完成。", "有2个指标没有完成。", "2个指标没有完成"),
        ("5个指标中，完成4个，未完成1个。", "5个指标中，完成4个，未完成3个。", "未完成3个"),
        ("共设置5个绩效指标。", "共设置7个绩效指标。", "7个绩效指标"),
        ("产出指标3个、效益指标1个。", "产出指标4个、效益指标1个。", "产出指标4个"),
        ("三级指标5个。产出指标3个，其中已完成3个。", "三级指标5个。产出指标3个，其中已完成2个。", "已完成2个"),
    ],
)  # fmt: skip
def test_a_count_of_indicators_is_the_form_s(right: str, wrong: str, words: str) -> None:
    """All, those of a part, those that were completed, those that were not."""
    assert told(right) == []
    (found,) = told(wrong)
    assert (found.code.number, found.words) == ("T515", words)


def test_a_count_of_something_else_is_not_told() -> None:
    """Another year's, the rest, 定量 ones."""
    for text in ("上年设置7个绩效指标。", "其余2个指标较好。", "其中定量指标三级指标3个。"):
        assert told(text) == []
