"""A report that people wrote against its form: each claim with the cell that says otherwise."""

from __future__ import annotations

import pytest
from audit_texts import said
from check_forms import NATIONAL, form, money, row

from xltools.audit import Case, Form, Remark
from xltools.audit.read_text import parse_text
from xltools.audit.rules.form import amounts as form_amounts
from xltools.audit.rules.form import counts as form_counts
from xltools.audit.rules.form import indicators as form_indicators
from xltools.audit.rules.form import names as form_names
from xltools.audit.rules.form import projects as form_projects
from xltools.audit.rules.form import rates as form_rates
from xltools.audit.rules.form import scores as form_scores
from xltools.model import SelfEvaluation
from xltools.score import score_form

FAMILIES = (
    form_amounts, form_rates, form_scores, form_counts, form_indicators, form_names, form_projects,
)  # fmt: skip
ROWS = (
    row("培训人数", "≥200人", "210人", "20", points="20"),
    row("资金使用合规率", "100%", "100%", "20", points="20", level2="质量指标"),
    row("完成时间", "2022年12月底前", "2022年11月", "20", points="20", level2="时效指标"),
    row("培训成本", "≤20万元", "19.48万元", "10", points="10", level2="成本指标"),
    row("满意度", "≥90%", "95.5%", "20", points="20", level1="满意度指标", level2="满意度"),
)  # fmt: skip
HEADS = {
    "project_name": "村干部培训经费",
    "implementing_unit": "××县农业农村局",
    "year": "2022",
}


def evaluation(**more: object) -> SelfEvaluation:
    """村干部培训经费 of 2022: budget 20, spent 19.48, five indicators."""
    fields = HEADS | dict(more.pop("fields", {}))  # type: ignore[call-overload]
    rows = more.pop("rows", ROWS)
    line = money("年度资金总额", "total", "18", "20", "19.48", "10", "0.974", "9.74")
    part = money("其他资金", "other", "3", "5", "4.48")
    return form(rows, line, part, fields=fields, **more)  # type: ignore[arg-type]


def made(one: SelfEvaluation, file: str = "表.xlsx") -> Form:
    """The form as the auditor gets it."""
    return Form(file, one, score_form(one, NATIONAL.policy), NATIONAL)


TITLE = "2022年村干部培训经费项目绩效自评报告\n××县农业农村局\n"


def audited(text: str, *forms: Form, title: str = TITLE) -> list[Remark]:
    """What the forms have against a report; by itself it is not judged here."""
    report = parse_text("报告.txt", title + text)
    case = Case(report, forms or (made(evaluation()),))
    return [each for family in FAMILIES for rule in family.RULES for each in rule(case)]


WRONG = [
    ("一、资金\n本项目预算30万元，实际支出19.48万元。", "T511", "30万元", "20万元（表!E8）"),
    ("一、资金\n本项目预算20万元，实际支出18.92万元。", "T511", "18.92万元", "19.48万元（表!F8）"),
    ("一、资金\n项目结余1.52万元。", "T511", "1.52万元", "0.52万元"),
    ("一、资金\n本项目预算执行率为100%。", "T512", "100%", "97.4%（表!F8÷E8）：19.48÷20＝97.4%"),
    ("三、结论\n本项目总得分为98分。", "T513", "98分", "99.74分"),
    ("三、结论\n评价等级为“良”。", "T514", "良", "“优”"),
    ("一、目标\n本项目共设置三级指标6个。", "T515", "三级指标6个", "5个（表!D30:D34）"),
    ("一、目标\n“培训人数（人）”指标，预期指标值为≥300人，实际完成210人。", "T516",
     "≥300人", "“≥200人”（表!E30）"),
    ("四、产出\n“培训人数”指标：预期指标值为≥200人，实际完成指标值为220人。", "T517",
     "220人", "“210人”（表!F30）"),
    ("四、产出\n“满意度”指标：预期指标值为≥90%，实际完成指标值为96%。", "T517", "96%", "“95.5%”"),
    ("一、情况\n|三级指标|目标值|实际值|分值|得分|\n|-|-|-|-|-|\n|培训人数|≥200人|210人|20|19|\n"
     "|资金使用合规率|100%|100%|20|20|\n|满意度|≥90%|95.5%|20|20|", "T518", "19", "20分（表!H30）"),
    ("一、情况\n|三级指标|目标值|实际值|分值|得分|\n|-|-|-|-|-|\n|培训人数|≥200人|210人|20|20|\n"
     "|资金使用合规率|100%|100%|20|20|\n|路面平整度|≥90%|95.5%|20|20|", "T519", "路面平整度", ""),
    ("一、资金\n|资金|年初预算|全年预算|全年执行|\n|-|-|-|-|\n|年度资金总额|18|20|19.48|\n"
     "|其他资金|3|5|5|", "T511", "5", "4.48万元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words", "against"), WRONG)
def test_a_claim_that_is_not_the_form_s_is_told_with_its_cell(
    text: str, code: str, words: str, against: str
) -> None:
    """One remark, at the very words, with what the form holds and where."""
    (found,) = audited(text)
    assert (found.code.number, found.words) == (code, words)
    assert against in found.message
    assert "（表" in found.message or code == "T519"


RIGHT = [
    "一、资金\n本项目年初预算18万元，调整后预算20万元，实际支出19.48万元，结余0.52万元。",
    "一、资金\n项目预算资金共计200,000元，实际支付194800元，预算执行率97.40%。",
    "一、资金\n2021年本项目预算15万元，实际支出12万元，预算执行率80%。",
    "一、资金\n其中：专家费支出3万元，教材费支出2万元，场租支出1.2万元。",
    "一、资金\n预算执行率达到95%以上的得满分。本项目预算执行率为97.4%。",
    "三、结论\n本项目总得分为99.74分，评价等级为“优秀”。总分一般设置为100分。",
    "一、目标\n本项目设置一级指标2个，三级指标5个，其中产出类指标由4个三级指标构成。",
    "一、目标\n本项目设置三级指标5个，另有2个三级指标没有量化。",
    "四、产出\n“培训人数”指标：预期指标值为不少于200人，实际完成指标值为210人。",
    "四、产出\n“培训成本”指标：预期指标值为≤200000元，实际完成指标值为194800元。",
    "四、产出\n“完成时间”指标：预期指标值为2022年12月底前，实际完成指标值为2022年11月。",
    "四、效益\n“学员满意率”指标：预期指标值为≥80%，实际完成指标值为99%。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_form_says_too_is_not_told(text: str) -> None:
    """Other years, parts, bounds, other units, other indicators, rounded rates."""
    assert audited(text) == []


def test_an_amount_is_rounded_to_two_places_or_told_as_rounded() -> None:
    """0.52 for 0.5188 is a sentence's way; 1 for 0.5188 is a hint; 0.53 is wrong."""
    one = form(ROWS, money("年度资金总额", "total", "1", "1", "0.5188"), fields=HEADS)

    def codes(amount: str) -> list[tuple[str, str]]:
        found = audited(f"一、资金\n本项目实际支出{amount}万元。", made(one))
        return [(each.code.number, each.code.severity.key) for each in found]

    assert codes("0.5188") == codes("0.52") == []
    assert codes("1") == [("T511", "hint")]
    assert codes("0.53") == [("T511", "error")]


def test_a_report_of_another_project_is_told() -> None:
    """The name it says it is about; a name that lost 经费 or got a year is the same one."""
    other = "2022年农村公路养护项目绩效自评报告\n××县农业农村局\n"
    (found,) = audited("一、情况\n很好。", title=other)
    assert (found.code.number, found.words) == ("T521", "2022年农村公路养护项目")
    assert "村干部培训经费" in found.message
    same = "2022年度村干部培训项目绩效自评报告\n农业农村局\n"
    assert audited("一、情况\n很好。", title=same) == []
    (silent,) = audited("一、情况\n很好。", title="绩效自评报告\n县农业农村局\n")
    assert silent.code.number == "T521"
    assert "没有出现" in silent.message


def test_a_report_of_another_unit_and_year_is_told() -> None:
    """A hint for the unit, since many write 我局; an error for the year."""
    found = audited(
        "一、情况\n很好。", title="2023年村干部培训经费项目绩效自评报告\n某镇人民政府\n"
    )
    assert [(each.code.number, each.code.severity.key) for each in found] == [
        ("T522", "hint"), ("T523", "error"),
    ]  # fmt: skip
    assert found[1].words == "2023年"


def test_indicators_that_are_left_out_are_a_hint() -> None:
    """A report that names four of five."""
    names = "".join(f"“{each['name']}”完成良好。" for each in ROWS[:4])
    (found,) = audited(f"四、产出\n{names}")
    assert found.code.number == "T519"
    assert "“满意度”" in found.message


# --- a unit's report


def unit_forms() -> list[Form]:
    """Three projects: 10 of 10, 4 of 8, 3 of 3 spent."""
    found = []
    for n, (name, budget, spent) in enumerate(
        (
            ("党代表活动经费", "10", "10"),
            ("人才工作经费", "8", "4"),
            ("档案数字化经费", "3", "3"),
        ),
        1,
    ):
        line = money("年度资金总额", "total", budget, budget, spent)
        one = form(ROWS, line, fields=HEADS | {"project_name": name})
        found.append(made(one, f"{n}.xlsx"))
    return found


TABLE = (
    "|项目名称|全年预算数（万元）|全年执行数（万元）|执行率（%）|\n|-|-|-|-|\n"
    "|党代表活动经费|10|10|100|\n|人才工作经费|8|{spent}|50|\n|档案数字化经费|3|3|100|\n"
)
UNIT = "2022年××县农业农村局项目支出绩效自评报告\n"


def test_a_unit_s_report_that_fits_its_forms_has_no_remark() -> None:
    """Sentences, paragraphs, table."""
    text = (
        "一、情况\n2022年3个项目预算总额是21万元，执行金额是17万元，预算执行率80.95%。\n"
        "1.党代表活动项目：预算金额10万元，执行金额10万元，执行率100%。\n"
        "2.人才工作项目：预算金额8万元，执行金额4万元，执行率50%。\n附件：评分表\n"
    )
    assert audited(text + TABLE.format(spent="4"), *unit_forms(), title=UNIT) == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("一、情况\n2022年3个项目预算总额是22万元。", "T532", "22万元"),
        (
            "一、情况\n2022年3个项目执行金额是17万元，预算总额是21万元，预算执行率90%。",
            "T532",
            "90%",
        ),
        ("一、情况\n1.人才工作经费项目：预算金额8万元，执行金额5万元。", "T511", "5万元"),
        ("一、情况\n1.人才工作经费项目：预算金额8万元，执行率60%。", "T512", "60%"),
        ("附件\n" + TABLE.format(spent="6"), "T511", "6"),
    ],
)
def test_a_unit_s_figure_that_no_form_has_is_told(text: str, code: str, words: str) -> None:
    """With the file and the cell of the project's form, or the sum over all."""
    named = "二、其他\n党代表活动、人才工作、档案数字化。\n"
    (found,) = audited(f"{text}\n{named}", *unit_forms(), title=UNIT)
    assert (found.code.number, found.words) == (code, words)
    assert "2.xlsx 表!" in found.message or "3份自评表相加" in found.message


def test_a_form_that_a_unit_s_report_forgets_is_told() -> None:
    """By its name, with the file."""
    text = "一、情况\n党代表活动和人才工作都很好。"
    (found,) = audited(text, *unit_forms(), title=UNIT)
    assert (found.code.number, found.project) == ("T531", "档案数字化经费")
    assert "3.xlsx" in found.message


def test_two_forms_of_one_project_are_not_guessed_at() -> None:
    """Nobody can say which of them a sentence means."""
    first, second, third = unit_forms()
    text = "一、情况\n1.党代表活动经费项目：预算金额99万元。\n2.人才工作。\n3.档案数字化。"
    assert len(audited(text, first, second, third, title=UNIT)) == 1
    assert audited(text, first, first, second, third, title=UNIT) == []


def test_a_form_without_figures_decides_nothing() -> None:
    """Blank is not 0."""
    line = money("年度资金总额", "total", None, None, None)
    empty = form((row("培训人数"),), line, fields=HEADS)
    text = "一、资金\n本项目预算30万元，实际支出19万元，预算执行率63.3%，总得分为98分，等级为“良”。"
    assert audited(text, made(empty)) == []


def test_above_a_ceiling_is_no_praise() -> None:
    """超出目标 of what is to stay below 5 % says itself that the target was missed."""
    text = "四、完成情况\n投诉率12%，目标为5%以内，超出目标7个百分点，原因是人员不足，已增加2人。\n"
    assert said(text, "T31") == []
