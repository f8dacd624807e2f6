"""喀什 2020 (S0), 喀什 2018 (S1), 阿克陶 2022 (S2): what is right is reproduced, what is wrong is found.

Each report's known faults bear a number (S0-E1 …). `FOUND` names for every one that a table,
a field or a text of the form shows the code and the cell; `LEFT` the others, each with its reason.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from samples.build_samples import Content, fill_in, read_content
from tests.test_samples import parts
from xltools.blank import build_blank
from xltools.blank.alerts import expected_points
from xltools.cli import main
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.hosts.examine import Examined
from xltools.hosts.file import filled, open_form, save_as
from xltools.model import Indicator, Place
from xltools.profile import load_profile

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = {
    "S0": SAMPLES / "kashi-2020" / "互联网领域党建工作经费.xlsx",
    "S1": SAMPLES / "kashi-2018" / "政府网站网络运行维护.xlsx",
    "S2": SAMPLES / "aketao-2022" / "工作经费.xlsx",
}
KNOWN = {"S0": 26, "S1": 20, "S2": 44}
"""How many faults each report was found to have."""

Spot = Callable[[Examined], Place]


@cache
def seed(name: str) -> Examined:
    """One sample, read, scored and checked."""
    return open_form(FILES[name]).examined


def field(key: str) -> Spot:
    """A cell of the head."""
    return lambda form: form.evaluation.fields[key].place


def total(form: Examined) -> Place:
    """The total, in the head or at the foot."""
    score = form.evaluation.tail.score
    assert score is not None
    return score.place


def text(key: str) -> Spot:
    """A text of the report."""
    return lambda form: form.evaluation.texts[key].place


def money(measure: str) -> Spot:
    """A cell of the row 资金总额."""
    return lambda form: form.evaluation.funding["total"].amounts[measure].place


def indicator(form: Examined, name: str, nth: int = 0) -> Indicator:
    """The nth row whose name begins so."""
    rows = [r for r in form.evaluation.indicators if (r.name.text or "").startswith(name)]
    return rows[nth]


def cell(column: str, name: str, nth: int = 0) -> Spot:
    """A cell of an indicator."""

    def place(form: Examined) -> Place:
        found: Place = getattr(indicator(form, name, nth), column).place
        return found

    return place


def spent(form: Examined) -> Place:
    """The last amount of 支出明细."""
    return form.evaluation.spending[-1].cells["amount"].place


FOUND: list[tuple[str, str, Spot, str]] = [
    ("S0-E1", "S01", text("objective_note"), "二级指标 9 个，表中是 7 个"),
    ("S0-E2", "R23", cell("actual", "业务保障"), "有效提高"),
    ("S0-E3", "R42", cell("target", "互联网领域党建工作对于"), "预期指标值"),
    ("S0-E3", "R42", cell("actual", "互联网领域党建工作对于"), "实际完成指标值"),
    ("S0-E3", "S01", text("objective_note"), "只有 8 个填了实际值"),
    ("S0-E4", "R21", cell("actual", "互联网领域党建工作奖励"), "大于等于"),
    ("S0-E4", "R21", cell("actual", "互联网领域奖励按计划"), "大于等于"),
    ("S0-E4", "R21", cell("actual", "党建工作人员"), "大于等于"),
    ("S0-E8", "R02", total, "9 个指标无从核对"),
    ("S0-E12", "R42", field("year"), "年度"),
    ("S0-E13", "R42", field("period"), "实施期限"),
    ("S0-E13", "R42", field("survey"), "问卷调查"),
    ("S0-E25", "R02", total, "请附评分表"),
    ("S0-E26", "R22", total, "一模一样"),
    ("S0-E26", "R50", text("problems"), "资金安排不合理"),
    ("S1-E1", "S19", text("process"), "喀什政府网站宣传项目"),
    ("S1-E2", "R04", money("rate"), "0.5188 ÷ 1 计算应为 51.88%"),
    ("S1-E2", "R51", text("funds_use"), "51.88%"),
    ("S1-E2", "S03", spent, "0.52 万元，全年执行数是 0.5188"),
    ("S1-E3", "R04", money("balance"), "1 − 执行 0.5188 = 0.4812"),
    ("S1-E4", "R04", money("balance"), "没有到位的不是结余"),
    ("S1-E5", "R33", field("completion_date"), "9月30日前"),
    ("S1-E8", "R42", cell("actual", "宣传手册发放率"), "实际完成值"),
    ("S1-E8", "S01", text("effectiveness"), "12 个指标只有 0 个"),
    ("S1-E14", "R42", cell("actual", "单本宣传品购置成本"), "实际完成值"),
    ("S2-E1", "S21", field("staff_actual"), "19 + 9 + 16），相差 33 人；多出的正是离退休 33 人"),
    ("S2-E2", "S21", field("staff_actual_institution"), "16 人，大于“事业编制”14 人"),
    ("S2-E2", "S21", field("staff_actual"), "44 人，大于“编制数”43 人"),
    ("S2-E3", "S01", text("decision_analysis"), "22 个，表中是 6 个"),
    ("S2-E4", "S01", text("output_analysis"), "4 个，表中是 20 个"),
    ("S2-E5", "S01", text("outcome_analysis"), "2 个，表中是 3 个"),
    ("S2-E6", "S01", text("decision_analysis"), "22 个"),
    ("S2-E7", "R42", cell("typed_score", "立项依据充分性"), "得分"),
    ("S2-E7", "R42", cell("typed_score", "立项程序规范性"), "得分"),
    ("S2-E7", "R42", cell("typed_score", "绩效目标合理性"), "得分"),
    ("S2-E8", "R51", text("conclusion"), "满意度 99%，表中是 95%"),
    ("S2-E10", "R23", cell("actual", "资金使用合规率", 1), "2022年12月"),
    ("S2-E11", "R49", cell("typed_score", "提升员工办公效率"), "提升公共服务水平"),
    ("S2-E12", "R49", cell("typed_score", "提升员工办公效率", 1), "维护社会稳定"),
    ("S2-E13", "R45", cell("name", "资金使用合规率", 1), "出现了 2 次"),
    ("S2-E13", "R45", cell("name", "提升员工办公效率", 1), "出现了 2 次"),
    ("S2-E14", "R25", cell("target", "水费缴费月数"), "万元"),
    ("S2-E14", "R25", cell("target", "电费缴费月数（万元"), "万元"),
    ("S2-E15", "R27", cell("target", "资金使用合规率", 1), "不可能超过 100%"),
    ("S2-E16", "R42", cell("actual", "办公费（万元）"), "没有填"),
    ("S2-E16", "R42", cell("target", "本年支出金额"), "目标值"),
    ("S2-E17", "R24", cell("actual", "购买办公费批次"), "8批次"),
    ("S2-E17", "R24", cell("actual", "办公设备购置采购批次"), "5批次"),
    ("S2-E20", "R41", text("objective_note"), "包括总体目标和阶段性目标"),
    ("S2-E42", "R42", cell("target", "本年支出金额"), "目标值"),
    ("S2-E43", "R49", cell("typed_score", "提升员工办公效率"), "系统无法核对"),
    ("S2-E44", "R50", text("problems"), "满分"),
]  # fmt: skip

_WORDS = "措辞、错别字、标点和编号，只在行文里"
_PROSE = "两段行文互相对照，表里没有这两个数"
_PAPER = "文号和制度名称的写法，行文里的引用"
_PEOPLE = "人员的姓名和身份，行文对行文；评价组表按报告照录"
_CLAIM = "两个说法不能同时成立，要人来判断"

LEFT = {
    "S0-E5": _PROSE, "S0-E6": _CLAIM, "S0-E7": _CLAIM, "S0-E9": _PROSE, "S0-E10": _PROSE,
    "S0-E11": "表样的栏目就是“职务”，照表样填写就不会再错",
    "S0-E14": _WORDS, "S0-E15": "同一句话在目标、内容、用途里出现，部分文字不同",
    "S0-E16": _WORDS, "S0-E17": _WORDS, "S0-E18": _WORDS, "S0-E19": _WORDS, "S0-E20": _PAPER,
    "S0-E21": _PAPER, "S0-E22": "引文与原件对照，要有原件", "S0-E23": _WORDS, "S0-E24": _WORDS,
    "S1-E6": _CLAIM, "S1-E7": _CLAIM,
    "S1-E9": "单价上限定得过宽，要知道实际买了多少", "S1-E10": "2018 年的表没有分值、得分和等级",
    "S1-E11": "附表就是这张自评表", "S1-E12": _CLAIM, "S1-E13": _PROSE, "S1-E15": _WORDS,
    "S1-E16": _CLAIM, "S1-E17": _PAPER, "S1-E18": "表里的 7 个二级指标与报告一致，原附表没有公开",
    "S1-E19": "定性的提升可以由人评定，只是提示", "S1-E20": "套话，只在行文里",
    "S2-E9": _PROSE, "S2-E18": _PAPER, "S2-E19": _PAPER, "S2-E21": _WORDS,
    "S2-E22": "成员名单由“评价组”表给出，生成报告时不会再漏", "S2-E23": _PEOPLE, "S2-E24": _PEOPLE,
    "S2-E25": _PEOPLE, "S2-E26": _PEOPLE, "S2-E27": _CLAIM, "S2-E28": _CLAIM, "S2-E29": _PROSE,
    "S2-E30": _PROSE, "S2-E31": "背景写成了评价目的，要读懂内容", "S2-E32": _PROSE, "S2-E33": _WORDS,
    "S2-E34": "附表的叫法，只在行文里", "S2-E35": _PROSE, "S2-E36": _WORDS, "S2-E37": _WORDS,
    "S2-E38": "栏目写的不是问题，要读懂内容", "S2-E39": _CLAIM,
    "S2-E40": "九项成本都没有实际值，无从说节约", "S2-E41": "先后次序，只在行文里",
}  # fmt: skip
"""Faults that the form does not show, for whoever audits the report itself."""


def at(form: Examined, code: str, spot: Place) -> list[Finding]:
    """The findings with that code at that cell."""
    return [f for f in form.findings if f.code.number == code and f.place == spot]


@pytest.mark.parametrize(("fault", "code", "spot", "words"), FOUND, ids=[f[0] for f in FOUND])
def test_a_known_fault_is_found_at_its_cell(
    fault: str, code: str, spot: Spot, words: str
) -> None:
    """Under its code, in the cell that has to be mended, with the words that explain it."""
    form = seed(fault[:2])
    found = at(form, code, spot(form))
    assert any(words in finding.message + finding.advice for finding in found), form.findings


def test_every_known_fault_is_found_or_left_with_a_reason() -> None:
    """26 + 20 + 44: none is forgotten, none is both."""
    every = {f"{name}-E{n}" for name, count in KNOWN.items() for n in range(1, count + 1)}
    found = {fault for fault, *_ in FOUND}
    assert found | LEFT.keys() == every
    assert not found & LEFT.keys()
    assert all(len(reason) > 5 for reason in LEFT.values())


def test_every_finding_of_the_samples_is_a_known_fault() -> None:
    """Nothing is reported that the reports did not get wrong: no false alarm.

    The first of the nine cost goals and of the twelve results stand for the others.
    """
    known = {(fault[:2], code, spot(seed(fault[:2]))) for fault, code, spot, _ in FOUND}
    rows = {"S1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "S2": list(range(21, 30))}
    alike = {
        (name, "R42", cell.place)
        for name, numbers in rows.items()
        for row in (seed(name).evaluation.indicators[n] for n in numbers)
        for cell in (row.actual, row.points)
    }
    for name in FILES:
        for f in seed(name).findings:
            assert (name, f.code.number, f.place) in known | alike, f


# --- what the reports compute right


def amount(form: Examined, measure: str, source: str = "total") -> Decimal:
    """A figure of the funding table, 万元."""
    value = form.evaluation.funding[source].value(measure)
    assert value is not None
    return value


def test_the_rates_of_kashi_2020_are_as_published() -> None:
    """11.25 of 11.25: 到位率 and 执行率 100 %; 11.25 + 0 = 11.25."""
    form = seed("S0")
    computed = form.scores.funding["total"]
    assert [computed["arrival_rate"], computed["rate"]] == [1, 1]
    assert amount(form, "revised_budget") == sum(
        amount(form, "revised_budget", source) for source in ("appropriation", "other")
    )


def test_the_nine_indicators_of_kashi_2020_are_complete_where_there_is_something_to_divide() -> (
    None
):
    """5/5, 2/2, 30/30, 11.25/11.25 …; nine rows, 无 is none; no goal and no result give no rate."""
    form = seed("S0")
    rates = {r.indicator.name.text: r.completion_rate for r in form.scores.indicators}
    assert len(rates) == 9
    undefined = [name for name, rate in rates.items() if rate is None]
    assert undefined == ["互联网领域党建工作对于喀什地区党建的长期影响"]
    assert {rate for rate in rates.values() if rate is not None} == {1}
    cost = indicator(form, "互联网领域党建工作总成本").target_value
    assert (cost.value, cost.unit) == (amount(form, "revised_budget"), "万元")


def test_a_hundred_is_excellent_in_kashi_2020() -> None:
    """100 → 优: the typed grade is not complained of, though the total is."""
    assert not [f for f in seed("S0").findings if f.code.number == "R47"]


def test_kashi_2018_spent_51_88_percent() -> None:
    """0.5188 of 1; 0.4812 left; all that arrived was spent; 0.22 + 0.03 + 0.27 = 0.52."""
    form = seed("S1")
    rate, arrived = form.scores.execution.rate, form.scores.funding["total"]["arrival_rate"]
    assert rate is not None
    assert percent(rate) == "51.88%"
    assert arrived == Decimal("0.5188")
    assert amount(form, "revised_budget") - amount(form, "outturn") == Decimal("0.4812")
    assert form.scores.funding["total"]["balance"] == 0
    items = [Decimal(str(row.cells["amount"].raw)) for row in form.evaluation.spending]
    assert sum(items) == Decimal("0.52")


def test_the_unit_costs_of_kashi_2018_make_up_its_budget() -> None:
    """50 × 0.0062 + 1 × 0.046 + 40 × 0.0161 = 1.000 万元, as exact as it is printed."""
    form = seed("S1")
    pairs = [
        ("制作宣传手册", "单本宣传品", "at_least"),
        ("制作宣传展板", "单块宣传展板", "number"),
        ("制作政府网站", "单块政府网站", "at_least"),
    ]
    total = Decimal(0)
    for name, price, kind in pairs:
        number, cost = indicator(form, name).target_value, indicator(form, price).target_value
        assert (number.kind, cost.kind, cost.unit) == (kind, "at_most", "万元")
        assert number.value is not None
        assert cost.value is not None
        total += number.value * cost.value
    assert total == amount(form, "revised_budget") == Decimal("1.000")


def test_the_twelve_targets_of_kashi_2018_are_read() -> None:
    """In seven 二级指标 of three 一级指标, as the report says; a date, a word, floors and ceilings."""
    rows = seed("S1").evaluation.indicators
    assert len(rows) == 12
    assert len({row.level2.place for row in rows}) == 7
    assert len({row.level1.place for row in rows}) == 3
    kinds = [row.target_value.kind for row in rows]
    assert kinds.count("at_most") == 4  # three prices and 投诉率
    assert kinds.count("at_least") == 4
    assert (kinds[5], kinds[10]) == ("date", "qualitative")


def test_the_nine_costs_of_aketao_make_up_its_budget() -> None:
    """68.95 + 0.1 + 1 + 7 + 4 + 15 + 30 + 6 + 60 = 192.05 万元; spent to the last 元."""
    form = seed("S2")
    rows = [row for row in form.evaluation.indicators if row.subcategory == "cost"]
    planned = [row.target_value for row in rows if row.target_value.kind != "none"]
    assert len(planned) == 9
    assert {value.unit for value in planned} == {"万元"}
    assert sum(value.value or 0 for value in planned) == amount(form, "revised_budget")
    assert form.scores.execution.rate == 1
    assert form.scores.execution.budget == amount(form, "received") == Decimal("192.05")


def test_the_posts_of_aketao_add_up() -> None:
    """20 + 9 + 14 = 43: no finding at 编制数."""
    form = seed("S2")
    assert not at(form, "S21", field("staff_quota")(form))


def typed_scores(form: Examined, category: str, subcategory: str | None = None) -> Decimal:
    """The scores that the report gives under one head."""
    return sum(
        (
            row.typed_score.value or Decimal(0)
            for row in form.evaluation.indicators
            if row.category == category and subcategory in (None, row.subcategory)
        ),
        Decimal(0),
    )


def test_the_scores_of_aketao_add_up_as_far_as_they_are_given() -> None:
    """过程 20, 产出 4 × 10, 效益 20; 决策 12 of 20, since three items have no score."""
    form = seed("S2")
    heads = ("process", "output", "outcome", "decision")
    assert [typed_scores(form, head) for head in heads] == [20, 40, 20, 12]
    kinds = ("quantity", "quality", "timeliness", "cost")
    assert [typed_scores(form, "output", kind) for kind in kinds] == [10, 10, 10, 10]
    points = {
        row.name.text: row.points.value
        for row in form.evaluation.indicators
        if row.category == "decision"
    }
    assert sum(value or 0 for value in points.values()) == 20
    assert form.scores.total is None


# --- the same forms put right


def changed(name: str, change: Callable[[Content], None], folder: Path) -> Examined:
    """A sample after a person has mended what was told."""
    content: Content = copy.deepcopy(read_content(FILES[name].with_suffix(".toml")))
    change(content)
    path = folder / f"{name}.xlsx"
    path.write_bytes(fill_in(content))
    return open_form(path).examined


def row_of(content: Content, name: str, nth: int = 0) -> dict[str, Any]:
    """One indicator of a sample's content."""
    rows = [row for row in content["indicators"] if row["name"].startswith(name)]
    found: dict[str, Any] = rows[nth]
    return found


def errors(form: Examined) -> list[str]:
    """Codes and cells of the errors."""
    return [f"{f.code.number} {f.place}" for f in form.findings if f.is_error]


def mend_aketao(content: Content) -> None:
    """Write what the report leaves out, one unit on both sides, one goal and one result a row."""
    for name, score in (("立项依据充分性", 3), ("立项程序规范性", 2), ("绩效目标合理性", 3)):
        row_of(content, name)["score"] = score
    content["fields"] |= {"staff_actual": "44", "staff_quota": "45"}
    content["fields"]["staff_quota_institution"] = "16"
    row_of(content, "购买办公费批次")["actual"] = "8次"
    row_of(content, "办公设备购置采购批次")["actual"] = "5次/年"
    late = row_of(content, "资金使用合规率", 1)
    late |= {"name": "任务完成时间", "target": "2022年12月底前"}
    costs = [row for row in content["indicators"] if row["subcategory"] == "cost"]
    content["indicators"].remove(costs.pop())
    for row, points in zip(costs, (2, 1, 1, 1, 1, 1, 1, 1, 1), strict=True):
        row |= {"actual": row["target"].strip("=").replace("（", "").replace("）", "")}
        row |= {"points": points, "score": points}
        row["name"] = row["name"].replace("缴费月数", "")
    content["texts"]["objective_note"] = "本年度目标与总目标一致。"
    content["texts"]["conclusion"] = "受益群众满意度达到95%。"
    for key, count in (("decision", 6), ("process", 5), ("output", 19), ("outcome", 3)):
        words = {"decision": "决策", "process": "过程", "output": "产出", "outcome": "效益"}[
            key
        ]
        content["texts"][f"{key}_analysis"] = f"项目{words}类指标由{count}个三级指标构成。"


def test_aketao_scores_a_hundred_once_its_gaps_are_filled(tmp_path: Path) -> None:
    """With the eight points that the report claims and does not show: 100, 优, no error."""
    form = changed("S2", mend_aketao, tmp_path)
    assert errors(form) == []
    assert form.scores.total == 100
    assert form.scores.grade == "优"
    assert not [
        f for f in form.findings if f.code.number in ("S01", "S21", "R09", "R10", "R11")
    ]


def test_aketao_loses_points_by_the_rule_where_a_target_is_missed(tmp_path: Path) -> None:
    """44 of 44 people 2 points, 33 of 44 1.5: an output is scored from target and result."""

    def change(content: Content) -> None:
        mend_aketao(content)
        row_of(content, "保障职工人数")["actual"] = "33人"

    form = changed("S2", change, tmp_path)
    row = next(r for r in form.scores.indicators if "职工人数" in (r.indicator.name.text or ""))
    assert row.score == Decimal("1.5")
    assert form.scores.total == Decimal("99.5")
    assert ("R12", row.indicator.typed_score.place) in [
        (f.code.number, f.place) for f in form.findings
    ]


def test_aketao_divides_by_what_was_received(tmp_path: Path) -> None:
    """预算执行率 of a 部门评价: spent ÷ received; the judged 5 points are 5 × 80 %."""

    def change(content: Content) -> None:
        mend_aketao(content)
        content["funding"]["total"] |= {"outturn": Decimal("153.64"), "rate": Decimal("0.8")}
        content["funding"]["county"]["outturn"] = Decimal("153.64")

    form = changed("S2", change, tmp_path)
    assert form.scores.execution.rate == Decimal("0.8")
    place = indicator(form, "预算执行率").typed_score.place
    assert any("5 × 80%" in f.message for f in at(form, "R05", place))


def test_kashi_2018_has_no_error_once_results_are_written(tmp_path: Path) -> None:
    """Twelve results, a rate, a balance and a breakdown of 0.5188, finished in September."""
    actuals = ("50本", "1块", "40块", "2次", "100%", "2018年9月28日", "0.0044万元", "0.03万元",
               "0.006625万元", "1%", "稳步提升", "93%")  # fmt: skip

    def change(content: Content) -> None:
        for row, actual in zip(content["indicators"], actuals, strict=True):
            row["actual"] = actual
        content["funding"]["total"] |= {"rate": Decimal("0.5188"), "balance": 0}
        content["spending"][2]["amount"] = Decimal("0.2688")
        content["fields"]["completion_date"] = "2018年9月28日"
        content["texts"]["funds_use"] = "预算执行率51.88%，其余资金当年没有下达。"

    form = changed("S1", change, tmp_path)
    assert errors(form) == []
    assert all(row.completion_rate for row in form.scores.indicators)


def test_kashi_2020_keeps_only_the_missing_breakdown_once_it_is_filled(tmp_path: Path) -> None:
    """With measured results the one thing left is a total that nobody can follow."""

    def change(content: Content) -> None:
        content["fields"] |= {"year": 2020, "period": "2020年1月—2020年12月"}
        content["fields"]["survey"] = "发放30份，收回30份，有效30份"
        for name, actual in (("互联网领域党建工作奖励", "100%"), ("互联网领域奖励按", "98%"),
                             ("党建工作人员", "97%"), ("业务保障", "有效提高")):  # fmt: skip
            row_of(content, name)["actual"] = actual
        last = row_of(content, "互联网领域党建工作对于")
        last |= {"target": "长期", "actual": "长期"}
        content["texts"]["objective_note"] = (
            "共设置一级指标3个，二级指标7个，三级指标9个，其中已完成三级指标9个。"
        )
        content["texts"]["problems"] = "无"

    form = changed("S0", change, tmp_path)
    assert [f.code.number for f in form.findings] == ["R02"]


def test_a_row_that_only_says_none_is_no_indicator(tmp_path: Path) -> None:
    """无 under a 二级指标, with or without 无 beside it; one with a result lacks its name."""

    def change(content: Content) -> None:
        empty = [row for row in content["indicators"] if row["name"] == "无"]
        empty[0] |= {"target": "无", "actual": "/"}
        empty[1] |= {"target": "≥95%", "actual": "97%"}

    form = changed("S0", change, tmp_path)
    assert len(form.evaluation.indicators) == 10
    nameless = indicator(form, "无").name.place
    assert [f.place for f in form.findings if f.code.number == "A09"] == [nameless]


# --- workbooks


@pytest.mark.parametrize("path", FILES.values(), ids=FILES)
def test_a_committed_sample_is_what_its_content_says(path: Path) -> None:
    """Rebuilding gives the same members, so nobody edits a sample by hand."""
    rebuilt = fill_in(read_content(path.with_suffix(".toml")))
    assert parts(rebuilt) == parts(path.read_bytes())


def test_the_samples_read_back_as_typed() -> None:
    """Names and texts, under the profile that each was made with."""
    for path in FILES.values():
        form = open_form(path).examined
        content = read_content(path.with_suffix(".toml"))
        assert form.profile.id == content["profile"]
        typed = [row["name"] for row in content["indicators"] if row["name"] != "无"]
        assert [row.name.text for row in form.evaluation.indicators] == typed
        assert {key for key, entry in form.evaluation.texts.items() if entry.text} == set(
            content["texts"]
        )


@pytest.mark.parametrize("name", FILES)
def test_score_writes_a_copy_and_says_by_its_status_that_there_are_errors(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`xltools score` on each sample: status 1, the words of the first finding, a new file."""
    target = tmp_path / "out.xlsx"
    assert main(["score", str(FILES[name]), "-o", str(target)]) == 1
    assert seed(name).findings[0].message in capsys.readouterr().out
    assert open_form(target).examined.profile.id == FILES[name].parent.name


@pytest.mark.parametrize("name", FILES)
def test_a_scored_copy_keeps_what_people_typed_and_is_scored_alike(
    name: str, tmp_path: Path
) -> None:
    """Fields (a total and a grade that nobody can compute among them), texts and findings of judges."""
    opened = open_form(FILES[name])
    again = open_form(save_as(opened, filled(opened), tmp_path / "1.xlsx")).examined
    before = opened.examined
    assert again.evaluation.fields == before.evaluation.fields
    assert again.evaluation.texts == before.evaluation.texts
    assert again.evaluation.group == before.evaluation.group
    assert [row.actual for row in again.evaluation.indicators] == [
        row.actual for row in before.evaluation.indicators
    ]
    assert [row.score for row in again.scores.indicators] == [
        row.score for row in before.scores.indicators
    ]


@pytest.mark.parametrize(
    ("profile", "points"),
    [("aketao-2022", 100), ("ningxia-2021", 100), ("national-2020", 100), ("hubei-2022", 80)],
)
def test_the_colour_of_the_sum_expects_execution_where_it_is_counted(
    profile: str, points: int
) -> None:
    """Among the judged items it is in the sum; in a funding table that prints no points it is not."""
    assert expected_points(load_profile(profile)) == points


COMMON = (
    "立项依据充分性", "立项程序规范性", "绩效目标合理性", "绩效指标明确性", "预算编制科学性", "资金分配合理性",
    "资金到位率", "预算执行率", "资金使用合规性", "管理制度健全性", "制度执行有效性", "实际完成率", "质量达标率",
    "完成及时性", "成本节约率", "社会效益", "生态效益", "可持续影响", "服务对象满意度",
)  # fmt: skip


def test_the_blank_of_aketao_prints_the_nineteen_common_indicators(tmp_path: Path) -> None:
    """Eleven are judged, each with points; eight head the rows for the region's own indicators."""
    path = tmp_path / "blank.xlsx"
    path.write_bytes(build_blank(load_profile("aketao-2022")))
    form = open_form(path)
    sheets = form.workbook.snapshot.sheets
    printed = [str(value) for sheet in sheets for row in sheet.rows for value in row]
    assert [name for name in COMMON if not any(name in value for value in printed)] == []
    judged = [row for row in form.examined.evaluation.indicators if row.judged]
    assert [row.name.text for row in judged] == list(COMMON[:11])
    assert sum(row.points.value or 0 for row in judged) == 40


@pytest.mark.parametrize(
    ("profile", "chapters"),
    [
        ("kashi-2020", ["一、基本情况", "二、评价工作简述", "三、综合评价情况及评价结论", "四、绩效评价指标分析",
                        "五、主要经验及做法、存在的问题及原因分析", "六、有关建议", "七、其他需要说明的问题"]),
        ("kashi-2018", ["一、项目概况", "二、项目资金使用及管理情况", "三、项目组织实施情况", "四、项目绩效情况",
                        "五、其他需要说明的问题", "六、项目评价工作情况"]),
        ("aketao-2022", ["一、基本情况", "二、绩效评价工作开展情况", "三、综合评价情况及评价结论",
                         "四、绩效评价指标分析", "五、预算执行进度与绩效指标偏差",
                         "六、主要经验及做法、存在的问题及原因分析", "七、有关建议", "八、其他需要说明的问题"]),
    ],
)  # fmt: skip
def test_the_texts_follow_the_chapters_of_the_region(profile: str, chapters: list[str]) -> None:
    """Every chapter of the outline that is written by a person, in its order; no other."""
    found = [each.chapter for each in load_profile(profile).texts]
    heads = list(dict.fromkeys(each.split("（")[0].split("　")[0] for each in found))
    assert heads == chapters


def moved(name: str, folder: Path) -> Examined:
    """The sample's form typed into somebody's own workbook, two rows down, one column right."""
    source = load_workbook(FILES[name])[seed(name).profile.form.sheet]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "别人的表"
    for row in source.iter_rows():
        for old in row:
            if old.value is not None and old.data_type != "f":
                new = sheet.cell(old.row + 2, old.column + 1, old.value)
                new.number_format, new.data_type = old.number_format, old.data_type  # "=44人"
    for merge in source.merged_cells.ranges:
        merge.shift(1, 2)
        sheet.merge_cells(merge.coord)
    path = folder / "别人的表.xlsx"
    book.save(path)
    return open_form(path).examined


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("S0", set(), {"R42 D2"}),  # 年度 has no label of its own
        ("S1", {"R35 G12"}, set()),  # without its texts nothing explains the low rate
        ("S2", set(), set()),
    ],
)
def test_a_copy_in_another_workbook_is_known_and_judged_alike(
    name: str, more: set[str], less: set[str], tmp_path: Path
) -> None:
    """By its labels alone: the same profile, rows, values; every finding where its cell is now."""
    own, copied = seed(name), moved(name, tmp_path)
    assert copied.profile.id == own.profile.id
    assert copied.evaluation.foreign
    for old, new in zip(own.evaluation.indicators, copied.evaluation.indicators, strict=True):
        assert (new.name.text, new.category, new.subcategory, new.judged) == (
            old.name.text, old.category, old.subcategory, old.judged,
        )  # fmt: skip
        assert (new.target_value, new.actual_value) == (old.target_value, old.actual_value)
    before = {f"{f.code.number} {f.place.a1}" for f in own.findings if _on_form(own, f)}
    after = {
        f"{f.code.number} {Place('', f.place.row - 2, f.place.column - 1).a1}"
        for f in copied.findings
        if f.place is not None
    }
    assert after == before - less | more


def _on_form(form: Examined, finding: Finding) -> bool:
    return finding.place is not None and finding.place.sheet == form.evaluation.sheet
