"""Deadlines that the prose sets against the days it gives."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said

PAGE = """临河县2022年度路灯安装项目绩效自评报告
一、基本情况
（一）项目概况
{about}
（二）项目绩效目标
{goals}
三、绩效目标完成情况
{results}
"""


def page(
    about: str = "项目由县住建局实施。",
    goals: str = "提高亮化水平。",
    results: str = "已安装。",
) -> str:
    """A short report with these paragraphs."""
    return PAGE.format(about=about, goals=goals, results=results)


@pytest.mark.parametrize(
    ("parts", "words", "days"),
    [
        ({"results": "时效指标：目标为8月25日前完工，实际9月6日完工，按期完成，得8分。"}, "9月6日完工", 12),
        ({"results": "完工时间：目标值2022年10月底前，实际于2022年11月15日完工，完成目标。"}, "2022年11月15日完工", 15),
        ({"results": "完工时间目标值2022年10月底前，实际2022年11月15日。"}, "2022年11月15日", 15),
        ({"about": "合同约定2022年10月20日前竣工，实际竣工时间为2022年11月3日。"}, "竣工时间为2022年11月3日", 14),
        ({"results": "目标：9月10日前投入使用；实际：9月28日投入使用；得分10分。"}, "9月28日投入使用", 18),
        ({"results": "计划8月底前完工；实际3月15日开工、9月20日完工，如期完工。"}, "9月20日完工", 20),
        (
            {"results": "要求2022年6月30日前完成设备安装调试，7月18日安装调试完毕，该指标得满分10分。"},
            "7月18日安装调试完毕",
            18,
        ),
        (
            {"goals": "项目须在2022年11月30日前完成。", "results": "项目于2022年12月14日全部完成。"},
            "2022年12月14日全部完成",
            14,
        ),
        (
            {
                "goals": "2022年11月30日前完成全部安装任务。",
                "about": "项目于2022年5月10日开工，12月14日完工，12月20日通过验收。",
            },
            "12月14日完工",
            14,
        ),
        (
            {"goals": "监控卡口2022年10月31日前建成。", "results": "监控卡口于2022年11月12日建成，均按期投入使用。"},
            "2022年11月12日建成",
            12,
        ),
        (
            {
                "goals": "2022年10月31日前建成监控卡口16处，2022年6月底前完成光缆敷设。",
                "results": "16处监控卡口于2022年11月12日建成。",
            },
            "2022年11月12日建成",
            12,
        ),
        (
            {"goals": "路灯9月底前全部安装完成。", "results": "路灯安装于10月20日完成，达到预期目标。"},
            "10月20日完成",
            20,
        ),
    ],
)  # fmt: skip
def test_a_day_behind_its_deadline_is_told(
    parts: dict[str, str], words: str, days: int
) -> None:
    """In one sentence, in another chapter, of the same thing or of the project; the days late."""
    found = only(page(**parts), "T340")

    assert found.words == words
    assert f"{days}天" in found.message


def test_the_words_that_call_it_on_time_are_quoted() -> None:
    """却写“按期完成”, wherever the deadline stands."""
    here = "时效指标：目标为8月25日前完工，实际9月6日完工，按期完成，得8分。"
    there = page(
        about="项目于2022年7月5日开工，9月6日完工。",
        results="计划2022年8月25日前完工，按期完成，得8分。",
    )

    assert "却写“按期完成”" in only(page(results=here), "T340").message
    found = only(there, "T340")
    assert (found.words, "却写“按期完成”" in found.message) == ("9月6日完工", True)
    assert found.arithmetic == "8月25日到9月6日晚12天"


@pytest.mark.parametrize(
    "parts",
    [
        {"results": "时效指标：目标为8月25日前完工，实际8月20日完工，按期完成，得8分。"},
        {"results": "时效指标：目标为8月25日前完工，实际9月6日完工，逾期12天，扣2分。"},
        {"results": "完工时间：目标值10月底前，实际11月15日完工，未按期完成，原因是雨天较多。"},
        {
            "goals": "项目须在2022年11月30日前完成。",
            "results": "项目于2022年12月14日全部完成，因疫情影响比计划晚14天，扣1分。",
        },
        {
            "goals": "项目须在2022年11月30日前完成。",
            "results": "项目于2022年11月14日全部完成，12月10日完成验收，12月20日资金全部支付。",
        },
        {
            "goals": "项目须在2022年11月30日前完成。",
            "results": "项目于2022年12月14日全部完成。\n四、存在问题\n受疫情影响，工程完工时间比计划推迟14天。",
        },
        {
            "goals": "一期工程2022年6月30日前完成，二期工程2022年12月31日前完成。",
            "results": "一期工程于2022年6月20日完成，二期工程于2022年12月10日完成。",
        },
        {"goals": "垃圾桶2022年6月30日前配备到位。", "results": "路灯于2022年9月10日建成。"},
        {
            "about": "评价组于2023年3月1日至3月20日完成评价。",
            "goals": "2022年12月31日前完成全部安装任务。",
        },
        {"goals": "2022年12月底前完成全部安装任务。", "results": "项目于2022年12月31日全部完成。"},
        {
            "about": "经批准，工期延至2022年12月31日。",
            "goals": "项目须在2022年11月30日前完成。",
            "results": "项目于2022年12月14日全部完成。",
        },
        {"goals": "2022年9月底前完成设备采购。", "results": "项目于2022年12月14日全部完成。"},
    ],
)  # fmt: skip
def test_kept_admitted_and_foreign_deadlines_are_silent(parts: dict[str, str]) -> None:
    """On time, admitted with a reason, moved, of another thing, another step or another stage."""
    assert said(page(**parts), "T340") == []


ROW = (
    "| 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 | 偏差原因及改进措施 |\n"
    "| 设备采购完成时间 | 10 | 2023年9月30日前 | 2023年10月16日 | {score} | {note} |\n"
    "| 验收合格率 | 10 | ≥95% | 96% | 10 | |\n"
)


@pytest.mark.parametrize(
    ("score", "note", "told"),
    [
        ("10", "", True),  # scored in full
        ("10", "首次招标流标，推迟16天；提前启动招标", True),
        ("8", "首次招标流标；提前一个月启动招标", False),
        ("8", "", False),  # the missing reason is another remark
    ],
)
def test_a_late_row_that_lost_points_is_honest(score: str, note: str, told: bool) -> None:
    """Error only where it is scored in full."""
    found = said("四、指标\n" + ROW.format(score=score, note=note), "T340")

    assert [each.words for each in found] == (["2023年10月16日"] if told else [])
