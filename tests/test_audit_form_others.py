"""Other projects than roads: what is true beside their forms is left alone, what is not is told."""

from __future__ import annotations

import pytest
from test_audit_form_claims import made
from test_audit_form_handwritten import SAMPLES
from test_audit_form_words import training

from xltools.audit import Form, Remark, audit_report
from xltools.audit.read_text import parse_text
from xltools.hosts.file import open_form

MEALS = "published/永德县-营养改善计划-2022.xlsx"
MEALS_HEAD = "义务教育营养改善计划专项资金2022年度绩效自评报告\n永德县明朗中学\n一、完成情况\n"
TRAINING_HEAD = "2022年村干部培训经费项目绩效自评报告\n××县农业农村局\n一、完成情况\n"


def against(head: str, text: str, form: Form) -> list[Remark]:
    """Errors and warnings against the form."""
    found = audit_report(parse_text("报告.txt", head + text), [form])
    return [
        each
        for each in found
        if each.code.number.startswith("T5") and each.code.severity.key != "hint"
    ]


def meals(text: str) -> list[Remark]:
    """735人次 in the form; 7 of 10 points for 资金到位及时率, 98 of 100 % for 政策知晓率."""
    (one,) = open_form(SAMPLES / MEALS).forms
    return against(MEALS_HEAD, text, Form("表.xlsx", one.evaluation, one.scores, one.profile))


def courses(text: str) -> list[Remark]:
    """210 of 200人 in the form, 4 of 5 %, 95.5 of 90 %, done in November."""
    return against(TRAINING_HEAD, text, made(training()))


@pytest.mark.parametrize(
    "text",
    [
        "全校735名学生享受营养改善计划，覆盖率100%。",
        "我校共有学生735人，其中建档立卡学生210人，寄宿生512人。",
        "营养餐供应天数200天，每生每天5元，受益学生735人。",
        "资金到位及时率100%，得7分，扣3分，原因是第二学期资金到位较晚。",
        "政策知晓率98%，低于目标2个百分点，扣1分。",
        "发放学生问卷300份、家长问卷200份，学生满意度100%，家长满意度100%。",
        "教师满意度96%。",
        "食堂从业人员健康证持证率100%，食材采购合格率100%，留样率100%。",
        "春季学期受助学生728人，秋季学期受助学生735人。",
        "贫困学生资助覆盖率100%，资助贫困学生86人。",
        "七年级240人，八年级250人，九年级245人，共735人。",
        "春季学期下达19.2万元，秋季学期下达19.57万元，全年38.77万元。",
        "食品安全知识知晓率99%，营养健康知识知晓率95%。",
        "学生体质健康合格率92%，比上年提高3个百分点。",
        "2021年受资助学生712人，2022年735人，增加23人。",
        "学生巩固率99.5%，辍学率0。",
        "学生、家长满意度均为100%，高于95%的目标。",
        "全县营养改善计划覆盖率为98.6%，我校为100%。",
        "全年供餐200天，供餐14.7万人次。",
    ],
)
def test_what_is_true_of_the_meals_is_not_told(text: str) -> None:
    """Parts, terms, other rates of much the same name, other years."""
    assert [each.message for each in meals(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("政策知晓率96%。", "96%"),
        ("家长满意度98%。", "98%"),
        ("学生满意度100%，高于目标8个百分点。", "8个百分点"),
        ("资金到位及时率97%。", "97%"),
        ("政策知晓率98%，得10分。", "10分"),
        ("政策知晓率98%，扣2分。", "2分"),
        ("生均补助标准达标率为90%。", "90%"),
        ("营养改善计划学生覆盖率达到99%。", "99%"),
    ],
)
def test_what_is_wrong_of_the_meals_is_told(text: str, words: str) -> None:
    """At the words."""
    assert [each for each in meals(text) if words in each.words]


@pytest.mark.parametrize(
    "text",
    [
        "全年举办培训3期，培训村干部210人，人均培训费0.09万元。",
        "培训村干部210人，其中村支书85人、村主任125人，女性38人。",
        "第一期培训70人，第二期培训70人，第三期培训70人。",
        "培训合格率98%，出勤率97%，结业率100%。",
        "学员满意度95.5%，教师授课满意度97%，食宿满意度91%。",
        "学员人均收入增长率4%，带动农户增收6%。",
        "计划培训200人，实际培训210人，超额完成5%。",
        "全县共有村干部460人，已培训210人，覆盖率45.65%。",
        "2021年培训180人，2022年培训210人，增长16.67%。",
        "聘请专家5人、授课教师12人，编印教材220册。",
        "外出考察学习60人。",
        "培训于2022年11月完成，10月15日开班。",
        "第一期培训于6月底前完成。",
        "资金使用合规率100%，培训计划完成率105%。",
        "学员收入增长率4%，低于目标1个百分点，扣4分。",
        "培训班期均参训率96%，参训70人。",
        "问卷调查150人，满意143人，满意率95.5%。",
    ],
)
def test_what_is_true_of_the_courses_is_not_told(text: str) -> None:
    """Parts, terms, other rates of much the same name, other years."""
    assert [each.message for each in courses(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("全年培训村干部201人。", "201人"),
        ("共有220名村干部参加培训。", "220名"),
        ("学员收入增长3%。", "3%"),
        ("学员满意度98.5%。", "98.5%"),
        ("培训工作于2022年10月完成。", "2022年10月"),
        ("计划培训村干部250人。", "250人"),
        ("资金使用合规率98%。", "98%"),
        ("完成培训210人，完成率115%。", "115%"),
        ("学员收入增长率4%，低于目标2个百分点。", "2个百分点"),
        ("学员收入增长率4%，扣5分。", "5分"),
        ("满意度达到96%以上。", "96%"),
    ],
)
def test_what_is_wrong_of_the_courses_is_told(text: str, words: str) -> None:
    """At the words."""
    assert [each for each in courses(text) if words in each.words]


@pytest.mark.parametrize(
    "text", ["营养改善计划受资助学生736人。", "学生对营养餐的满意度为97%。"]
)
def test_what_may_be_of_another_thing_is_left(text: str) -> None:
    """人 are not 人次; 对营养餐的满意度 may be one question of the survey."""
    assert meals(text) == []
