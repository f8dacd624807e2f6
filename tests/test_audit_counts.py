"""Counts of a report: indicators by level, items of chapters and lists, people."""

from __future__ import annotations

from tests.audit_texts import only, said

CHAPTERS = """一、目标
本项目共设置一级指标2个，二级指标{two}个，三级指标{three}个，其中已完成三级指标3个，指标完成率为100%。
二、绩效指标分析
（一）产出数量
“培训人数（人）”指标：预期指标值为30人，实际完成指标值为30人，指标完成率为100%；
“培训期数（期）”指标：预期指标值为2期，实际完成指标值为2期，指标完成率为100%；
（二）社会效益
“就业率（%）”指标：预期指标值为90%，实际完成指标值为95%，指标完成率为105.56%。
（三）生态效益
无
"""


def test_levels_are_those_that_the_report_lists() -> None:
    """An empty 二级指标 (无) does not count."""
    found = only(CHAPTERS.format(two=3, three=3), "T441")

    assert found.words == "二级指标3个"
    assert found.against.startswith("2个")
    assert said(CHAPTERS.format(two=2, three=3), "T441") == []
    assert said(CHAPTERS.format(two=9, three=4), "T441") == []  # the list may be read in part


TABLED = """一、概况
全年设置三级指标{}个，产出类三级指标2个。
附表
| 一级指标 | 二级指标 | 三级指标 | 目标值 | 实际完成值 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训人数 | 30人 | 30人 |
| 产出指标 | 质量指标 | 合格率 | 90% | 95% |
| 满意度指标 | 服务对象满意度指标 | 学员满意度 | 90% | 92% |
"""


def test_a_table_lists_all_indicators() -> None:
    """Three rows; the count of one part (产出类2个) is no count of all."""
    assert only(TABLED.format(4), "T441").words == "三级指标4个"
    assert said(TABLED.format(3), "T441") == []


def test_a_share_of_completed_indicators_is_computed() -> None:
    """11 of 12 is 91.67 %."""
    text = "三级指标12个，其中已完成三级指标11个，指标完成率为{}。"

    assert only(text.format("100%"), "T445").against == "91.67%"
    assert said(text.format("91.67%"), "T445") == []
    assert said(text.format("91.7%"), "T445") == []


COMPOSED = """四、分析
（一）项目决策情况
项目决策类指标包括项目立项、绩效目标两方面的内容，由{}个三级指标构成。
（1）立项依据充分性：依据充分，得2分。
（2）立项程序规范性：程序规范，得2分。
（3）绩效目标合理性：目标合理，得2分。
"""


def test_a_chapter_has_the_indicators_it_says() -> None:
    """Three items, not twelve."""
    assert only(COMPOSED.format("12"), "T442").against == "3"
    assert said(COMPOSED.format("3"), "T442") == []
    assert said(COMPOSED.format("三"), "T442") == []


def test_the_framework_is_the_sum_of_the_chapters() -> None:
    """三级指标为 five names; the chapters say 3 + 4."""
    text = (
        "二、体系\n三级指标为：甲项数、乙项数、丙项数、丁项数、戊项数。\n四、分析\n（一）决策\n由3个三级指标构成。\n"
        "（二）过程\n由{}个三级指标构成。"
    )

    assert only(text.format(4), "T443").arithmetic == "3＋4＝7"
    assert said(text.format(2), "T443") == []


def test_a_list_has_as_many_items_as_it_says() -> None:
    """A closed list is counted; an open one (…等) and one of sentences are not."""
    assert (
        only("内设6个科室，分别是：办公室、财务科、业务科、信息科。", "T444").against == "4个"
    )
    assert only("内设科室5个（综合科、信息科、培训科、网络科）。", "T444").claim == "5个"
    for sound in (
        "内设4个科室，分别是：办公室、财务科、业务科和信息科。",
        "涉及12个乡镇，包括东山镇、西河镇等。",
        "包括项目立项、绩效目标和资金投入三方面的内容。",
        "制定了2项制度，即：财务制度由办公室执行，并报县财政局备案，采购制度由后勤执行。",
    ):
        assert said(sound, "T444") == []


STAFF = "本单位编制数{posts}人，其中行政编制20人，工勤编制9人，事业编制14人；实有在职人数{all}人，其中行政在职19人，工勤9人，事业在职{career}人，离退休33人。"


def test_people_add_up() -> None:
    """43 posts are 20 + 9 + 14; the retired are not in service; nobody beyond the posts."""
    assert said(STAFF.format(posts=43, all=42, career=14), ["T446", "T447"]) == []
    assert only(STAFF.format(posts=45, all=42, career=14), "T446").against == "43人"
    retired = only(STAFF.format(posts=43, all=75, career=14), "T446")
    assert "离退休33人" in retired.message
    assert (
        "事业在职16人＞编制14人"
        in only(STAFF.format(posts=43, all=44, career=16), "T447").message
    )


def test_numbers_that_are_not_of_staff_are_not_added() -> None:
    """编制 of a plan, titles and degrees are no parts of the staff."""
    for sound in (
        "该项目共编制15个绩效指标，其中一级指标3个，二级指标7个，三级指标15个。",
        "实有事业人员32名、离退休人员29名。全馆共有正高职称4名，副高职称8名。",
        "现有编制16名，实有工作人员15人，内设科室4个。",
    ):
        assert said(sound, ["T446", "T447"]) == []


def test_what_was_not_completed_is_not_counted_as_completed() -> None:
    """未完成指标1个 beside 已完成9个 of 10."""
    text = "10个三级指标中已完成9个，未完成指标1个，指标完成率{}。"

    assert said(text.format("90%"), "T445") == []
    assert only(text.format("100%"), "T445").against == "90%"
    for words in ("没有完成的指标1个", "尚未完成指标1个", "未能完成指标1个"):
        assert said(f"三级指标10个，{words}，指标完成率为90%。", "T445") == []
