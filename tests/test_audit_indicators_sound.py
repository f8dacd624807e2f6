"""Sound reports in the styles of several regions: no remark on their indicators."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit_texts import said
from xltools.audit import audit_report, read_report
from xltools.cli import main

FRAME = """四、绩效评价指标分析
（三）项目产出情况
1.产出数量
{quantity}
2.产出质量
{quality}
3.产出时效
{time}
4.产出成本
{cost}
（四）项目效益情况
1.社会效益指标
{social}
2.满意度指标
{satisfied}
"""

LABELLED = FRAME.format(
    quantity="“举办培训班次数（次）”指标：预期指标值为6次，实际完成指标值为6次，指标完成率为100%；\n"
    "“培训人数（人）”指标：预期指标值为大于等于300人，实际完成指标值为312人，指标完成率为104%；",
    quality="“学员结业考核合格率（%）”指标：预期指标值为大于等于95%，实际完成指标值为98.4%，指标完成率为103.58%；",
    time="“培训按期完成率（%）”指标：预期指标值为100%，实际完成指标值为100%，指标完成率为100%；",
    cost="“培训总成本（万元）”指标：预期指标值为小于等于36万元，实际完成指标值为35.2万元，指标完成率为97.78%；",
    social="“提升基层干部业务能力”指标：预期指标值为有效提升，实际完成指标值为有效提升，指标完成率为100%；",
    satisfied="“参训学员满意度（%）”指标：预期指标值为大于等于90%，实际完成指标值为96.5%，指标完成率为107.22%。\n"
    "经发放问卷120份，收回118份，参训学员满意度为96.5%。",
)

AFFIRMED = """一、基本情况
（二）项目绩效目标
2.阶段性目标
（1）项目产出目标
①数量指标
“保障车辆数（辆）”指标，预期指标值为=12辆。
“维修次数（次）”指标，预期指标值为=30次。
②质量指标
“维修验收合格率（%）”指标，预期指标值为=100%。
③时效指标
“维修完成时间”指标，预期指标值为2022年12月31日前。
④成本指标
“车辆维修费（万元）”指标，预期指标值为≤18.6万元。
（2）项目效益目标
②社会效益指标
“保障公务出行”指标，预期指标值为有效保障。
⑤满意度指标
“受益职工满意度（%）”指标，预期指标值为≥95%。
三、综合评价结论
项目完成了年初设立的绩效目标，受益职工满意度达到97%。
四、绩效评价指标分析
（三）项目产出情况
（1）对于“产出数量”：
保障车辆12辆，与预期目标一致，根据评分标准，该指标不扣分，得6分。
维修30次，与预期目标一致，根据评分标准，该指标不扣分，得4分。
合计得10分。
（2）对于“产出质量”：
维修验收合格率100%，与预期目标一致，根据评分标准，该指标不扣分，得10分。
（3）对于“产出时效”：
维修完成时间2022年12月20日，与预期目标一致，根据评分标准，该指标不扣分，得10分。
（4）对于“产出成本”：
车辆维修费18.2万元，控制在绩效目标范围内，根据评分标准，该指标不扣分，得10分。
（四）项目效益情况
对于“社会效益指标”：
有效保障公务出行，与预期指标一致，根据评分标准，该指标不扣分，得10分。
（2）满意度指标：
受益职工满意度97%，高于预期目标，根据评分标准，该指标不扣分，得10分。
"""

TRANSFER = """二、绩效目标完成情况分析
（三）绩效指标完成情况分析。
1.产出指标完成情况分析。
（1）数量指标。第一，接受康复服务人次数年初指标值为不低于105人次，全年实际完成值116人次。第二，新建机井数量年初指标值为≥12眼，全年实际完成值12眼。
（2）时效指标：项目完成时间年初指标值为2023年12月底，实际于2023年11月25日完成。
（3）成本指标：机井补助标准年初指标值为≤8万元/眼，全年实际完成值7.6万元/眼。
2.效益指标完成情况分析。受益农户年初指标值为≥900户，全年实际完成值932户，带动效果明显。
3.满意度指标完成情况分析。服务对象满意度年初指标值为≥90%，全年实际完成值95%。
"""

BARE = """四、绩效目标实现情况
数量指标：巡护队伍数量≥6支，实际组建6支；巡护里程≥900公里，实际巡护里程932.5公里；
质量指标：巡护任务完成合格率≥98%，实际达到99.1%。
成本指标：项目支出≤120万元，实际支出118.6万元。
满意度指标：林区群众满意度≥85%，实际调查结果为91%。
"""

TABLE = """二、项目绩效情况
（二）项目产出情况
| 二级指标 | 三级指标 | 权重 | 目标值 | 业绩值 | 完成率 | 得分 | 偏差原因分析及改进措施 |
| 数量指标 | 维护系统数量 | 15 | ≥130个 | 136个 | 104.62% | 15 | |
| 质量指标 | 故障解决率（%） | 15 | ≥95% | 96% | 101.05% | 15 | |
| 时效指标 | 验收时间 | 10 | 2022年12月31日前 | 2022年12月20日 | 100% | 10 | |
| 成本指标 | 维护成本 | 10 | ≤19.48万元 | 19.27万元 | 98.92% | 10 | |
| 社会效益指标 | 信息化水平 | 20 | 有所提升 | 有所提升 | 100% | 20 | |
| 满意度指标 | 使用单位满意度 | 10 | ≥90% | 81% | 90% | 9 | 偏远站点响应较慢，下一步增设驻点人员，6月底前到位。 |
"""

GROUPS = """（四）项目效益情况
“服务对象满意度（%）”指标：预期指标值为大于等于90%，实际完成指标值为96%，指标完成率为106.67%。
其中学生满意度98%，家长满意度95%，教师满意度94%。
"""

CONCLUSION = """一、自评结论
2022年度该项目产出指标、效益指标、满意度指标均已完成年初预定目标，绩效目标完成率100%，预算执行率100%。
全年计划培训200人以上，实际培训236人，绩效目标完成率100%。
本项目须在12月底前完成，截至2022年11月底已经全部完成。
社会公众满意度达到90%以上，经测评为93.2%。
"""


@pytest.mark.parametrize(
    "text", [LABELLED, AFFIRMED, TRANSFER, BARE, TABLE, GROUPS, CONCLUSION],
    ids=["labelled", "affirmed", "transfer", "bare", "table", "groups", "conclusion"],
)  # fmt: skip
def test_a_sound_report_gives_no_remark_on_its_indicators(text: str) -> None:
    """Goals, results, rates, scores, units and groups of these texts agree."""
    assert [each.message for each in said(text, "T3")] == []


WHOLE = sorted((Path(__file__).parent / "data" / "sound_indicators").iterdir())


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_a_whole_sound_report_gives_no_remark_on_its_indicators(path: Path) -> None:
    """Three sections with three deadlines, misses that are owned up to, groups, last year's figures."""
    found = audit_report(read_report(path))

    assert [each.message for each in found if each.code.number.startswith("T3")] == []


FAULTS = (
    ("roads.txt", "10月28日完工。", "11月28日完工。", "T340"),
    ("roads.txt", "于2022年10月28日全部完工", "于2022年12月12日全部完工", "T340"),
    ("roads.txt", "实际完成8座", "实际完成6座", "T343"),
    ("roads.txt", "表示满意的175份，群众满意度93.09%", "群众普遍满意", "T301"),
    ("roads.txt", "合格率100%，达到目标", "合格率98.5%，达到目标", "T313"),
    ("water.txt", "除上述指标外，其余指标均", "全部指标均", "T343"),
    ("water.txt", "没有达到目标，扣1.4分", "达到目标，得10分", "T313"),
    ("water.txt", "实际10.6%，", "实际13.6%，", "T313"),
    ("disabled.txt", "服务率89.00%", "服务率良好", "T301"),
    ("disabled.txt", "实际186人", "实际168人", "T343"),
    ("disabled.txt", "2022年11月30日前全部发放", "于2023年1月12日全部发放", "T340"),
    ("culture.md", "2023年10月16日 | 8 |", "2023年10月16日 | 10 |", "T340"),
    ("culture.md", "多功能厅改造于2023年6月18日", "多功能厅改造于2023年7月18日", "T340"),
    ("culture.md", "群众满意度94.2%。", "群众满意度96.2%。", "T335"),
    ("culture.md", "于2023年12月22日完成", "于2024年1月10日完成", "T340"),
)


@pytest.mark.parametrize(("name", "sound", "false", "code"), FAULTS)
def test_one_fault_in_a_sound_report_is_found(
    name: str, sound: str, false: str, code: str
) -> None:
    """What the sound words hide from no rule: one exchange gives one kind of remark."""
    path = next(each for each in WHOLE if each.name == name)
    text = path.read_text(encoding="utf-8")
    assert sound in text

    assert said(text.replace(sound, false, 1), code) != []


SAMPLE = Path(__file__).parents[1] / "samples" / "national-2020" / "农村公路安防工程.xlsx"


def test_a_generated_report_of_a_sound_form_gives_no_remark(tmp_path: Path) -> None:
    """Its tables and sentences are read as indicators, and each agrees with the others."""
    out = tmp_path / "report.docx"
    assert main(["report", str(SAMPLE), "-o", str(out)]) == 0

    found = audit_report(read_report(out))
    assert [each.message for each in found if each.code.number.startswith("T3")] == []
