"""Reports as people write them, beside the form of their project: right ones are left alone, and
nearly every single wrong number, date, count, grade or name is told at its words.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from xltools.audit import Form, Remark, audit_report
from xltools.audit.read_text import parse_text
from xltools.hosts.file import open_form

TEXTS = Path(__file__).parent / "data" / "handwritten"
SAMPLES = Path(__file__).parent.parent / "samples"
LETTER, BRIEFING, SECTIONS = "roads_letter.txt", "roads_briefing.txt", "roads_sections.md"
PARTY, INTERNET = "party_letter.txt", "internet_plain.txt"
CENTENARIANS, THIRD = "centenarians.txt", "third_party.txt"
ROADS = "national-2020/农村公路安防工程.xlsx"
FORMS = {
    LETTER: ROADS,
    BRIEFING: ROADS,
    SECTIONS: ROADS,
    PARTY: "shanxi-2020/创建党建先进县-已更正.xlsx",
    INTERNET: "kashi-2020/互联网领域党建工作经费-已更正.xlsx",
    CENTENARIANS: "published/成安县-百岁老人高龄津贴-2020.xlsx",
    THIRD: "published/鄂州市-购买第三方服务-2019.xlsx",
}
OWN_FAULTS = {SECTIONS: {"T419"}, PARTY: {"T431"}}
"""What the texts themselves lack, whatever the form: a total below the table, a grade's right word."""

Fault = tuple[str, str, str, str]

FAULTS: tuple[Fault, ...] = (
    (LETTER, "年初预算450万元", "年初预算460万元", "460万元"),
    (LETTER, "追加了30万元", "追加了20万元", "20万元"),
    (LETTER, "安排资金480万元", "安排资金490万元", "490万元"),
    (LETTER, "财政拨款430万元", "财政拨款440万元", "440万元"),
    (LETTER, "上年结转50万元", "上年结转40万元", "40万元"),
    (LETTER, "累计支付468.6万元", "累计支付486.6万元", "486.6万元"),
    (LETTER, "预算执行率97.63%", "预算执行率96.73%", "96.73%"),
    (LETTER, "剩余11.4万元", "剩余14.1万元", "14.1万元"),
    (LETTER, "护栏86公里以上", "护栏68公里以上", "68公里"),
    (LETTER, "警示标志420块，11月", "警示标志402块，11月", "402块"),
    (LETTER, "11月底前完工", "10月底前完工", "10月底"),
    (LETTER, "合格率100%，隐患", "合格率98%，隐患", "98%"),
    (LETTER, "下降20%以上", "下降15%以上", "15%"),
    (LETTER, "满意度90%以上", "满意度95%以上", "95%"),
    (LETTER, "计划安装护栏86公里", "计划安装护栏80公里", "80公里"),
    (LETTER, "实际完成88.2公里", "实际完成82.8公里", "82.8公里"),
    (LETTER, "完成率102.56%", "完成率105.26%", "105.26%"),
    (LETTER, "增设警示标志420块；", "增设警示标志440块；", "440块"),
    (LETTER, "验收合格率100%；", "验收合格率98%；", "98%"),
    (LETTER, "工程于11月18日完工", "工程于11月28日完工", "11月28日"),
    (LETTER, "提前12天", "提前21天", "21天"),
    (LETTER, "造价5.05万元", "造价5.15万元", "5.15万元"),
    (LETTER, "突破5.2万元", "突破5.5万元", "5.5万元"),
    (LETTER, "事故下降18%", "事故下降16%", "16%"),
    (LETTER, "低2个百分点", "低3个百分点", "3个百分点"),
    (LETTER, "缩短6%", "缩短8%", "8%"),
    (LETTER, "处置率100%", "处置率95%", "95%"),
    (LETTER, "落实率96%", "落实率69%", "69%"),
    (LETTER, "满意度93.5%", "满意度95.3%", "95.3%"),
    (LETTER, "10个三级指标中", "12个三级指标中", "12个三级指标"),
    (LETTER, "已完成9个", "已完成10个", "已完成10个"),
    (LETTER, "未完成指标1个", "未完成指标2个", "未完成指标2个"),
    (LETTER, "产出指标得50分", "产出指标得48分", "48分"),
    (LETTER, "效益指标得29分", "效益指标得28分", "28分"),
    (LETTER, "执行率得9.76分", "执行率得9.67分", "9.67分"),
    (LETTER, "综合得分98.76分", "综合得分97.86分", "97.86分"),
    (LETTER, "评为优", "评为良", "良"),
    (
        LETTER,
        "主管部门是云岭县交通运输局",
        "主管部门是云岭县住房和城乡建设局",
        "云岭县住房和城乡建设局",
    ),
    (LETTER, "由云岭县公路事务中心负责", "由云岭县道路运输中心负责", "云岭县道路运输中心"),
    (LETTER, "防护工程项目2020年度绩效", "防护工程项目2021年度绩效", "2021年"),
    (LETTER, "12个乡镇", "11个乡镇", "11个乡镇"),
    (LETTER, "2020年4月开工", "2020年5月开工", "2020年5月"),
    (LETTER, "当年11月18日完工", "当年11月8日完工", "当年11月8日"),
    (LETTER, "群众200人", "群众220人", "220人"),
    (BRIEFING, "项目资金480万元", "项目资金408万元", "408万元"),
    (BRIEFING, "财政拨款430万元", "财政拨款340万元", "340万元"),
    (BRIEFING, "结转资金50万元", "结转资金5万元", "5万元"),
    (BRIEFING, "花费468.6万元", "花费468.8万元", "468.8万元"),
    (BRIEFING, "执行率为97.6%", "执行率为96.7%", "96.7%"),
    (BRIEFING, "尚余11.4万元", "尚余12.4万元", "12.4万元"),
    (BRIEFING, "年初预算数为450万元", "年初预算数为420万元", "420万元"),
    (BRIEFING, "调增30万元", "调增20万元", "20万元"),
    (BRIEFING, "目标是86公里", "目标是96公里", "96公里"),
    (BRIEFING, "实际安装88.2公里", "实际安装87.2公里", "87.2公里"),
    (BRIEFING, "超过目标2.2公里", "超过目标1.2公里", "1.2公里"),
    (BRIEFING, "警示标志420块", "警示标志410块", "410块"),
    (BRIEFING, "合格率100%", "合格率99%", "99%"),
    (BRIEFING, "到2020年11月30日", "到2020年10月30日", "2020年10月30日"),
    (BRIEFING, "2020年11月18日完工", "2020年12月18日完工", "2020年12月18日"),
    (BRIEFING, "造价为5.05万元", "造价为5.25万元", "5.25万元"),
    (BRIEFING, "不超过5.2万元", "不超过5.3万元", "5.3万元"),
    (BRIEFING, "，下降18%", "，下降13%", "13%"),
    (BRIEFING, "下降20%的预期", "下降25%的预期", "25%"),
    (BRIEFING, "缩短6%", "缩短4%", "4%"),
    (BRIEFING, "处置率为100%", "处置率为90%", "90%"),
    (BRIEFING, "落实率达到96%", "落实率达到98%", "98%"),
    (BRIEFING, "满意度为93.5%", "满意度为93%", "93%"),
    (BRIEFING, "（50分）得50分", "（60分）得50分", "60分"),
    (BRIEFING, "得29分", "得30分", "30分"),
    (BRIEFING, "得10分，", "得9分，", "9分"),
    (BRIEFING, "得9.76分", "得9.66分", "9.66分"),
    (BRIEFING, "合计98.76分", "合计99.76分", "99.76分"),
    (BRIEFING, "“优”", "“良”", "良"),
    (BRIEFING, "有1个指标没有", "有2个指标没有", "2个指标没有完成"),
    (BRIEFING, "主管部门：云岭县交通运输局", "主管部门：云岭县公路局", "云岭县公路局"),
    (
        BRIEFING,
        "实施单位：云岭县公路事务中心",
        "实施单位：云岭县公路养护中心",
        "云岭县公路养护中心",
    ),
    (BRIEFING, "（2020年度）", "（2019年度）", "2019年"),
    (SECTIONS, "支出468.6万元，占", "支出486.6万元，占", "486.6万元"),
    (SECTIONS, "预算的97.63%", "预算的93.67%", "93.67%"),
    (SECTIONS, "结余资金11.4万元", "结余资金1.14万元", "1.14万元"),
    (SECTIONS, "≥86公里", "≥68公里", "≥68公里"),
    (SECTIONS, "2020年11月30日前", "2020年12月30日前", "2020年12月30日前"),
    (SECTIONS, "| 18% | 10 | 9 |", "| 18% | 10 | 10 |", "10"),
    (SECTIONS, "总得分98.76分", "总得分98.67分", "98.67分"),
    (SECTIONS, "等级为优", "等级为良", "良"),
    (SECTIONS, "效益指标29分", "效益指标27分", "27分"),
    (SECTIONS, "执行468.6万元", "执行468.9万元", "468.9万元"),
    (SECTIONS, "实际完成88.2公里", "实际完成88.8公里", "88.8公里"),
    (SECTIONS, "完成率102.56%", "完成率101.56%", "101.56%"),
    (SECTIONS, "得10分；", "得9分；", "9分"),
    (SECTIONS, "标志420块，完成", "标志400块，完成", "400块"),
    (SECTIONS, "，得8分", "，得7分", "7分"),
    (SECTIONS, "合格率为100%", "合格率为97%", "97%"),
    (SECTIONS, "时间为2020年11月18日", "时间为2020年11月28日", "2020年11月28日"),
    (SECTIONS, "造价5.05万元/公里", "造价5.5万元/公里", "5.5万元/公里"),
    (SECTIONS, "低0.15万元", "低0.25万元", "0.25万元"),
    (SECTIONS, "下降率18%，目标", "下降率16%，目标", "16%"),
    (SECTIONS, "不低于20%", "不低于25%", "25%"),
    (SECTIONS, "扣1分", "扣2分", "2分"),
    (SECTIONS, "满意度93.5%。", "满意度95.3%。", "95.3%"),
    (PARTY, "项目经费19.48万元", "项目经费19.84万元", "19.84万元"),
    (PARTY, "支出19.27万元", "支出19.72万元", "19.72万元"),
    (PARTY, "执行率98.92%", "执行率99.82%", "99.82%"),
    (PARTY, "结余0.21万元", "结余0.12万元", "0.12万元"),
    (PARTY, "系统221个", "系统212个", "212个"),
    (PARTY, "目标130个", "目标150个", "150个"),
    (PARTY, "解决率达到100%", "解决率达到95%", "95%"),
    (PARTY, "只有70%", "只有75%", "75%"),
    (PARTY, "达到100%的目标，扣", "达到90%的目标，扣", "90%"),
    (PARTY, "扣4.5分", "扣5分", "5分"),
    (PARTY, "成本19.27万元", "成本19.17万元", "19.17万元"),
    (PARTY, "覆盖率60%", "覆盖率66%", "66%"),
    (PARTY, "离100%的目标", "离90%的目标", "90%"),
    (PARTY, "差40个百分点", "差30个百分点", "30个百分点"),
    (PARTY, "满意度93%", "满意度96%", "96%"),
    (PARTY, "得45.5分", "得44.5分", "44.5分"),
    (PARTY, "得18分", "得20分", "20分"),
    (PARTY, "9.89分", "9.98分", "9.98分"),
    (PARTY, "总分83.39分", "总分83.93分", "83.93分"),
    (PARTY, "良好", "优秀", "优秀"),
    (PARTY, "完成4个", "完成5个", "完成5个"),
    (PARTY, "13个乡镇", "12个乡镇", "12个乡镇"),
    (PARTY, "未完成2个", "未完成3个", "未完成3个"),
    (INTERNET, "预算11.25万元", "预算12.25万元", "12.25万元"),
    (INTERNET, "支出11.25万元", "支出10.25万元", "10.25万元"),
    (INTERNET, "到位率100%", "到位率90%", "90%"),
    (INTERNET, "示范点5家", "示范点6家", "6家"),
    (INTERNET, "示范点2次", "示范点3次", "3次"),
    (INTERNET, "奖励党务工作者30人", "奖励党务工作者20人", "20人"),
    (INTERNET, "落实率100%", "落实率90%", "90%"),
    (INTERNET, "高于95%的目标", "高于90%的目标", "90%"),
    (INTERNET, "完成率98%", "完成率93%", "93%"),
    (INTERNET, "总成本11.25万元", "总成本11.52万元", "11.52万元"),
    (INTERNET, "满意度96.7%", "满意度94.7%", "94.7%"),
    (INTERNET, "目标3个百分点", "目标5个百分点", "5个百分点"),
    (CENTENARIANS, "安排资金6.84万元", "安排资金6.48万元", "6.48万元"),
    (CENTENARIANS, "覆盖率为100%", "覆盖率为88%", "88%"),
    (CENTENARIANS, "发放率100%", "发放率95%", "95%"),
    (CENTENARIANS, "满意度达到100%", "满意度达到88%", "88%"),
    (CENTENARIANS, "高于95%", "高于90%", "90%"),
    (CENTENARIANS, "得分90分", "得分95分", "95分"),
    (THIRD, "预算287万元", "预算278万元", "278万元"),
    (THIRD, "使用171万元", "使用117万元", "117万元"),
    (THIRD, "执行率60%", "执行率66%", "66%"),
    (THIRD, "余下116万元", "余下161万元", "161万元"),
    (THIRD, "对象100人次", "对象120人次", "120人次"),
    (THIRD, "达标率80%", "达标率85%", "85%"),
    (THIRD, "目标90%，实际", "目标95%，实际", "95%"),
    (THIRD, "实际60%", "实际65%", "65%"),
    (THIRD, "扣10分", "扣8分", "8分"),
    (THIRD, "受益群体满意度90%", "受益群体满意度95%", "95%"),
    (THIRD, "得分90分", "得分92分", "92分"),
)
"""Report, words of it, what stands there instead, and the words at which it is told."""

LEFT: dict[Fault, str] = {
    (
        LETTER,
        "标志标牌制作安装52.4万元",
        "标志标牌制作安装54.2万元",
        "54.2万元",
    ): "the form has no items of spending",
    (
        SECTIONS,
        "预算480万元（",
        "预算450万元（",
        "450万元",
    ): "批复项目预算 may be the first budget or the last; the form has both",
    (
        SECTIONS,
        "年初批复450万元",
        "年初批复480万元",
        "480万元",
    ): "480万元 is the form's, too, and 批复 inside brackets does not say of what",
    (SECTIONS, "其余3个指标", "其余4个指标", "4个指标"): "其余: nobody says less what",
    (
        CENTENARIANS,
        "发放津贴6.84万元",
        "发放津贴6.48万元",
        "6.48万元",
    ): "津贴 may be an item of the project; another rule sees it if the rate stands beside it",
    (
        CENTENARIANS,
        "惠及百岁老人19名",
        "惠及百岁老人18名",
        "18名",
    ): "the form has the 19 only in the project's name",
    (
        CENTENARIANS,
        "支出进度100%",
        "支出进度98%",
        "98%",
    ): "the sentence speaks of 每人每月, so its rate may be of a part",
    (CENTENARIANS, "每人每月300元", "每人每月500元", "500元"): "the form has no standard",
    (
        THIRD,
        "2019年购买第三方",
        "2018年购买第三方",
        "2018年",
    ): "the title has the right year; the remark stands at the amounts of two years",
}
"""What nobody can tell from the form alone, and why."""


@lru_cache(maxsize=8)
def forms_of(name: str) -> tuple[Form, ...]:
    """The form that belongs to a report."""
    path = SAMPLES / FORMS[name]
    return tuple(
        Form(path.name, form.evaluation, form.scores, form.profile)
        for form in open_form(path).forms
    )


def read(name: str) -> str:
    """One of the reports."""
    return (TEXTS / name).read_text(encoding="utf-8")


def remarks(name: str, text: str) -> list[Remark]:
    """Errors and warnings, no hints."""
    found = audit_report(parse_text(name, text), forms_of(name))
    return [each for each in found if each.code.severity.key != "hint"]


@lru_cache(maxsize=8)
def known(name: str) -> frozenset[tuple[str, str]]:
    """What is told of the report as it was written."""
    return frozenset((each.code.number, each.message) for each in remarks(name, read(name)))


def told(fault: Fault) -> bool:
    """True if a remark that the right report does not have stands at the words."""
    name, right, wrong, words = fault
    text = read(name)
    assert text.count(right) == 1, fault
    found = remarks(name, text.replace(right, wrong))
    return any(
        words in each.words and (each.code.number, each.message) not in known(name)
        for each in found
    )


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_right_report_is_left_alone(name: str) -> None:
    """No error and no warning but for what the text itself lacks."""
    found = remarks(name, read(name))
    assert [
        each.message for each in found if each.code.number not in OWN_FAULTS.get(name, ())
    ] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}: {fault[2]}")
def test_a_wrong_word_is_told_where_it_stands(fault: Fault) -> None:
    """At the very words."""
    assert told(fault)


@pytest.mark.parametrize("fault", sorted(LEFT), ids=lambda fault: f"{fault[0]}: {fault[2]}")
def test_what_is_left_is_known(fault: Fault) -> None:
    """Once it is found it belongs to the others."""
    assert not told(fault)


def test_nine_in_ten_are_told() -> None:
    """And there are more than a hundred."""
    assert len(FAULTS) > 100
    assert len(FAULTS) >= 9 * len(LEFT)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_remarks_against_the_form_name_its_cells(name: str) -> None:
    """Each remark of these rules says where the form has it."""
    for fault in FAULTS:
        if fault[0] == name:
            for each in remarks(name, read(name).replace(fault[1], fault[2])):
                if each.code.number in ("T511", "T512", "T516", "T517", "T518", "T502"):
                    assert "!" in each.message, each.message
