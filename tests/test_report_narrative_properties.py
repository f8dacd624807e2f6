"""Whatever is typed into a form, its report reads as Chinese: no sentence with a hole or a stutter."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_report_narrative import NATIONAL, entry, evaluation, told

from xltools.hosts.file import open_form
from xltools.model import SelfEvaluation
from xltools.profile import Profile, all_profiles, load_profile
from xltools.report import tells_of_units, write_report, write_unit_report
from xltools.report.sample import empty_form, filled_form
from xltools.report.text import MISSING
from xltools.score import score_form

SAMPLES = Path(__file__).parent.parent / "samples"
REPORTING = [profile for profile in all_profiles() if profile.report]

NAMES = st.sampled_from([
    "制作宣传手册数量（本）", "保障职工人数（人）", "工程验收合格率（%）", "项目总成本（万元）", "缴费月数（月）", "完工时间",
    "政府网站知晓率", "提升公共服务水平", "业务保障能力提升情况", "安装护栏长度", "满意度%", "维修(护)费（万元）",
])  # fmt: skip
UNITS = st.sampled_from(["", "本", "人", "%", "万元", "个月", "公里", "次", "（人）", "元/人"])
SIGNS = st.sampled_from(["", "≥", "≤", "=", ">=", "大于等于", "不超过", "＜"])
NUMBERS = st.decimals(0, 9999, places=2).map(lambda value: f"{value.normalize():f}")
WORDS = st.sampled_from([
    "有效提高", "稳步提升", "及时", "达成年度指标", "部分达成年度指标", "未达成年度指标且效果较差", "完成", "无", "/", "",
    "9月30日前", "2020年11月18日", "2020年12月底前", "11月底", "7,00.0,77", "已完成。", "100%",
])  # fmt: skip
VALUES = st.one_of(WORDS, st.builds(lambda s, n, u: f"{s}{n}{u}", SIGNS, NUMBERS, UNITS))
SUBCATEGORIES = st.sampled_from(["quantity", "quality", "timeliness", "cost"])

STUTTER = re.compile(
    r"[，；、：]{2,}|。{2,}|，。|；。|、。|。，|（）|None|nan|\{\{|\}\}|Decimal|(?<=\d)(人人|本本|次次|个个|%%|万元万元|家家|月月)"
    r"|主要用于主要用于|项目项目|目标目标|指标指标|为为|(?<!目)的的|不低于不|不低于≥|不超过≤"
)
CLAIMED = re.compile(
    r"(?:实际为|实际完成指标值为|完成值为)(?:[≥≤<>=]|大于等于|不低于|不少于|不超过|小于等于)"
)


def text_of(content: bytes) -> str:
    """All that a report says, paragraph by paragraph and cell by cell."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def prose_of(content: bytes) -> str:
    """The paragraphs of a report."""
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


@given(NAMES, SUBCATEGORIES, VALUES, VALUES)
@settings(max_examples=400, deadline=None)
def test_no_sentence_of_an_indicator_stutters(
    name: str, subcategory: str, target: str, actual: str
) -> None:
    """No mark twice, no unit twice, no None, no comparator told as an achievement."""
    row = told(name=name, subcategory=subcategory, target=target or None, actual=actual or None)
    for said in (row.sentence, row.account, row.achieved or "", row.verdict or ""):
        assert not STUTTER.search(said), said
        assert not CLAIMED.search(said), said
        assert not said.endswith(("。", "，", "；", "、"))


@given(NAMES, SUBCATEGORIES, VALUES, VALUES)
@settings(max_examples=300, deadline=None)
def test_what_was_not_measured_or_missed_is_never_called_complete(
    name: str, subcategory: str, target: str, actual: str
) -> None:
    """Reached means a result that stands to its target; a result below a floor is not."""
    row = told(name=name, subcategory=subcategory, target=target or None, actual=actual or None)
    if row.completed:
        assert "repeats_comparator" not in row.actual_value.marks
        assert row.actual_words
    if row.result == "missed":
        assert row.completed is False
        assert row.verdict is not None
        assert not row.verdict.startswith(("达到目标", "与目标一致", "按期", "控制在"))


ROW = st.fixed_dictionaries({
    "name": NAMES, "subcategory": SUBCATEGORIES, "target": VALUES, "actual": VALUES,
    "points": st.sampled_from(["10", "15", None]), "note": st.sampled_from([None, "停工。", "原因；措施：复工"]),
})  # fmt: skip


@given(st.lists(ROW, max_size=4), NUMBERS, NUMBERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_report_of_the_national_form_stutters(
    rows: list[dict[str, Any]], budget: str, outturn: str
) -> None:
    """Whatever stands in the rows and in the money."""
    form = evaluation(rows, budget, outturn)
    said = prose_of(write_report(form, score_form(form, NATIONAL.policy), NATIONAL))
    assert not STUTTER.search(said), STUTTER.search(said)
    assert not CLAIMED.search(said), CLAIMED.search(said)


@pytest.mark.parametrize("profile", REPORTING, ids=lambda profile: profile.id)
def test_the_report_of_a_blank_form_asks_for_everything_and_says_nothing(
    profile: Profile,
) -> None:
    """Every gap is 待补充; nothing is complete, no figure is 0, no bracket is empty."""
    said = prose_of(write_report(*empty_form(profile)))
    assert MISSING in said
    assert not STUTTER.search(said.replace(MISSING, "甲")), STUTTER.search(said)
    for claim in (
        "全部完成",
        "全部达成",
        "均已完成",
        "无偏差",
        "均完成了",
        "不存在未完成",
        "没有偏离",
    ):
        assert claim not in said, claim
    assert not re.search(r"(?<![\d.])0(?:\.0+)?(?:万元|分(?![—）])|%)", said), said


@pytest.mark.parametrize("profile", REPORTING, ids=lambda profile: profile.id)
def test_a_unit_of_one_blank_form_is_told_like_a_form(profile: Profile) -> None:
    """Also where the template is one for a unit."""
    form = empty_form(profile)
    assert write_unit_report([form]) == write_report(*form)


@pytest.mark.parametrize("profile", REPORTING, ids=lambda profile: profile.id)
def test_the_report_of_a_filled_form_stutters_nowhere(profile: Profile) -> None:
    """Reached, missed, dates and words in every 二级指标 of every form, alone and as a unit of two."""
    forms = [filled_form(profile), filled_form(profile, 2)]
    reports = [write_report(*forms[0])]
    reports += [write_unit_report(forms)] if tells_of_units(profile) else []
    for said in map(prose_of, reports):
        assert not STUTTER.search(said), STUTTER.search(said)
        assert not CLAIMED.search(said), CLAIMED.search(said)


@pytest.mark.parametrize("profile", REPORTING, ids=lambda profile: profile.id)
def test_the_tables_of_a_filled_form_lack_nothing(profile: Profile) -> None:
    """Every column that a form has — sign, unit, basis, evidence — is printed as it was filled."""
    form = filled_form(profile)
    waiting = [row for row in form[1].indicators if row.score is None and profile.policy.scored]
    document = docx.Document(BytesIO(write_report(*form)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert (MISSING in cells) == bool(waiting)  # of a score that only a person can give


WORKBOOKS = sorted(
    path for path in SAMPLES.glob("*-20*/*.xlsx") if not path.parent.name.startswith("jiangxi")
)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_no_computed_sentence_of_a_sample_stutters(path: Path) -> None:
    """What the samples' own texts get wrong is theirs; without them nothing is left to find."""
    form = open_form(path).examined
    bare: SelfEvaluation = replace(form.evaluation, texts={})
    said = prose_of(write_report(bare, form.scores, form.profile))
    assert not STUTTER.search(said), STUTTER.search(said)
    assert not CLAIMED.search(said), CLAIMED.search(said)


def test_a_report_says_of_each_figure_what_the_form_says() -> None:
    """Amounts as given, the rate from unrounded amounts, each once in the funding sentence."""
    form = evaluation([], "62.3205", "18.6932")
    said = text_of(write_report(form, score_form(form, NATIONAL.policy), NATIONAL))
    assert "全年预算数62.3205万元" in said
    assert "全年执行数18.6932万元，预算执行率30%" in said
    assert "未执行资金43.6273万元" in said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("由22个三级指标构成，得分率为100%。目标明确。", ["目标明确。"]),
        (
            "年中因新增路段，调增预算30万元。执行率52.00%。",
            ["年中因新增路段，调增预算30万元。"],
        ),
        ("下达资金480万元，全部到位。", []),
        ("每人慰问1000元，共115人。", ["每人慰问1000元，共115人。"]),
        ("（1）项目的实施进度。各村按计划推进。", ["各村按计划推进。"]),
        ("绩效目标全部达成。资金管理规范。", ["资金管理规范。"]),
        ("总分为90～100分的为“优”；低于60分的为“差”。评分客观。", ["评分客观。"]),
    ],
)
def test_a_text_loses_what_the_report_computes_and_keeps_the_rest(
    typed: str, kept: list[str]
) -> None:
    """A figure that only the staff know stays, one that the report states goes."""
    from xltools.report.several import gather_all

    form = evaluation([{"name": "合格率", "target": "≥95%", "actual": "90%"}])
    form = replace(form, texts={"funds_use": entry("资金", 3, 2, typed)})
    scores = score_form(form, NATIONAL.policy)
    names = gather_all([(form, scores, NATIONAL)]).names
    assert names["remarks"]["funds_use"] == kept


def test_people_are_added_up_from_their_kinds() -> None:
    """44 in service and not 77 with the retired (S2-E1)."""
    form = open_form(next((SAMPLES / "aketao-2022").glob("工作经费.xlsx"))).examined
    said = prose_of(write_report(form.evaluation, form.scores, load_profile("aketao-2022")))
    assert "实有在职人数44人，其中：行政在职19人、工勤在职9人、事业在职16人；离退休33人" in said
    assert "77" not in said


def test_money_of_a_unit_is_the_sum_of_its_forms() -> None:
    """Σ执行 of fourteen forms, rate from the sums (S4-E1); the archives among the deviations (S4-E3)."""
    forms = [
        open_form(path).examined for path in sorted((SAMPLES / "jiangxi-2022").glob("*.xlsx"))
    ]
    outturn = sum((form.scores.execution.outturn or Decimal(0) for form in forms), Decimal(0))
    said = prose_of(write_unit_report([(f.evaluation, f.scores, f.profile) for f in forms]))
    assert outturn == Decimal("244.2092")
    assert "执行金额是244.2092万元，预算执行率：84.21%" in said
    deviations = said[said.index("五、偏离绩效目标的原因和改进措施") :]
    assert "干部人事档案数字化建设项目" in deviations
    assert "执行金额5.6万元" in said
