"""One thing, one number: counts of the same noun, and what a survey found."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said
from tests.test_audit_indicators_reached import page

ROWS = "| 三级指标 | 目标值 | 实际值 |\n| 培训乡村医生人数 | ≥284人 | 284人 |\n| 合格率 | ≥95% | 96% |"


@pytest.mark.parametrize(
    ("goals", "results", "deviation", "words"),
    [
        ("项目覆盖64所农村学校。", "完成64所农村学校改造。", "项目惠及46所农村学校。", "46所农村学校"),
        ("维修校舍18处。", "维修校舍18处，验收合格。", "全年维修校舍28处，成效明显。", "维修校舍28处"),
        ("受益困难群众284人。", "受益困难群众284人。", "共有受益困难群众248人。", "受益困难群众248人"),
        ("建设6个中医馆。", "全年建成6个中医馆。", "在5个中医馆开展服务。", "5个中医馆"),
        ("提高水平。", ROWS, "全年培训乡村医生248人。", "培训乡村医生248人"),
        ("维修山塘28处。", "维修山塘数量：目标值≥18处，实际18处。", "略。", "维修山塘28处"),
    ],
)  # fmt: skip
def test_the_same_things_are_as_many(
    goals: str, results: str, deviation: str, words: str
) -> None:
    """The odd one stands once, the other twice, in a table or as goal and result."""
    assert only(page(results, goals, deviation), "T337").words == words


@pytest.mark.parametrize(
    ("goals", "results", "deviation"),
    [
        ("维修校舍18处。", "全年维修校舍28处。", "略。"),  # a goal and a result
        ("改造46所农村学校。", "改造46所农村学校。", "全县有农村学校64所。"),
        ("城关镇建成6个中医馆。", "河西镇建成6个中医馆。", "河东镇建成5个中医馆。"),
        ("建设6个中医馆。", "全年建成6个中医馆，其中达标5个中医馆。", "略。"),
        ("建设6个中医馆。", "全年建成6个中医馆。", "2021年建成5个中医馆。"),
        ("建设6个中医馆。", "全年建成6个中医馆。", "抽查了5个中医馆。"),
        ("建设6个中医馆。", "全年建成6个中医馆。", "新增5个中医馆。"),
        ("慰问困难群众284人。", "慰问困难群众284人。", "资助困难群众248人。"),
        ("受益学生数达到提高。", "受益学生人数：目标值≥248人，实际284人。", "目标为受益学生248人。"),
        ("建设12个中医馆。", "全年建成12个中医馆。", "指导35个中医馆。"),  # no slip of the pen
    ],
)  # fmt: skip
def test_parts_other_years_places_and_goals_have_their_own_number(
    goals: str, results: str, deviation: str
) -> None:
    """A remark needs the same noun, the same year, no part and no change."""
    assert said(page(results, goals, deviation), "T337") == []


@pytest.mark.parametrize(
    ("goals", "results", "deviation", "claim", "against"),
    [
        ("患者满意度不低于90%。", "患者满意度93.88%（184÷196），高于目标。", "患者满意度达到95.20%。", "95.2%", "93.88%"),
        ("提高水平。", "收回有效问卷290份，满意275份，师生满意度94.83%。", "师生满意度达到95.83%。", "95.83%", "94.83%"),
        ("受益群众满意度≥90%。", "受益群众满意度为92%，完成目标。", "群众满意度达到95%，广受好评。", "95%", "92%"),
        ("提高水平。", "服务对象满意度：目标值≥90%，实际95.5%。", "服务对象满意率为96.5%。", "96.5%", "95.5%"),
        ("提高水平。", "收回问卷238份，满意219份，效果良好。", "学员满意度94.02%。", "94.02%", "219÷238＝92.02%"),
    ],
)  # fmt: skip
def test_a_survey_has_one_result(
    goals: str, results: str, deviation: str, claim: str, against: str
) -> None:
    """The rate with an indicator or the counts of a survey behind it is held against the other."""
    found = only(page(results, goals, deviation), "T335")

    assert (found.claim, found.against) == (claim, against)


@pytest.mark.parametrize(
    ("results", "deviation"),
    [
        ("患者满意度93.88%（184÷196），高于90%的目标。", "患者满意度达到93.88%。"),
        ("290份有效问卷，满意275份，师生满意度94.83%。", "师生满意度达到95%。"),  # rounded
        ("学生满意度96%，家长满意度93%。", "学生满意度96%。"),
        ("服务对象满意度96%，比上年的93%提高3个百分点。", "略。"),
        ("服务对象满意度96%。", "2021年服务对象满意度93%。"),
        ("服务对象满意度96%，其中学生97%，家长满意度95%。", "略。"),
        ("服务对象满意度目标值≥90%，实际96%。", "服务对象满意度达到90%以上。"),
        ("上半年群众满意度92%，下半年群众满意度95%。", "略。"),
        ("调查60户，非常满意40户，基本满意17户，群众满意度95%。", "略。"),
    ],
)
def test_groups_years_bounds_and_roundings_agree(results: str, deviation: str) -> None:
    """Several groups have several rates; 95% is 94.83% rounded."""
    assert said(page(results, deviation=deviation), "T335") == []
