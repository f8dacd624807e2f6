"""Plain contradictions: nothing left though something is, no problem though one is told, a date too early."""

from __future__ import annotations

from tests.audit_texts import only, said

REPORT = (
    "某县公路局2020年度安防工程项目自评报告\n一、资金\n项目预算480万元，实际支出{spent}万元，执行率{rate}%。{money}\n"
    "二、完成\n工程于2020年11月18日完工。\n三、存在的问题\n{problem}\n某县公路局\n{signed}"
)
SOUND = {
    "spent": "468.6", "rate": "97.63", "money": "", "problem": "资料归档还要加强。", "signed": "2021年3月5日",
}  # fmt: skip


def report(**changes: str) -> str:
    """The report with some of its words changed."""
    return REPORT.format(**(SOUND | changes))


def test_the_sound_report_is_silent() -> None:
    """Nothing of these rules, nor of any other error."""
    assert said(report(), ["T25", "T6"]) == []


def test_all_is_spent_only_if_the_rate_says_so() -> None:
    """97.63 % leaves something."""
    assert only(report(money="资金全部执行完毕。"), "T617").words == "资金全部执行完毕"
    assert only(report(money="年末无结余。"), "T617").words == "无结余"
    assert said(report(spent="480", rate="100", money="年末无结余。"), "T617") == []
    assert said(report(money="上年无结余资金。"), "T617") == []


def test_no_problem_is_said_only_where_none_is_told() -> None:
    """The second sentence of the chapter tells one."""
    problem = "项目不存在问题。但是资金支付不及时。"

    assert only(report(problem=problem), "T624").words == "不存在问题"
    assert said(report(problem="项目管理规范，不存在问题。"), "T624") == []


def test_a_report_is_not_dated_before_what_it_tells() -> None:
    """Completed in November, signed in March of the same year; digits with strokes too."""
    assert only(report(signed="2020年3月15日"), "T252").words == "2020年3月15日"
    assert only(report(signed="2020-03-15"), "T252").words == "2020-03-15"
    assert said(report(signed="2021-03-15"), "T25") == []
