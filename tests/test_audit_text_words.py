"""The auditor on words and marks: doubled, mistyped, unpaired, copied."""

from __future__ import annotations

import pytest
from text_reports import numbers, only, remarks

BODY = "本项目按计划实施，资金及时到位，各项任务已经完成。"


def report(*lines: str) -> str:
    """A report of one chapter with these lines, and a chapter behind it."""
    return "\n".join(("一、项目概况", *lines, "二、其他需要说明的问题", "无。"))


# doubled words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("项目资金主要用于主要用于购置设备。", "主要用于主要用于"),
        ("安排人才经费经费项目3.6万元。", "经费经费"),
        ("设置社会效益效益指标2个。", "效益效益"),
        ("支付电话费及网络费费12个月。", "费费"),
        ("本单位内设设5个处室。", "设设"),
        ("下达中央食品食品监管补助资金20万元。", "食品食品"),
        ("办理法律援助案件案件数446件。", "案件案件"),
        ("了解群众的购买购买意愿。", "购买购买"),
        ("解决历史遗留留问题23个。", "留留"),
        ("本项目于年底完成成验收。", "成成"),
        ("已按规定支付给施工单位的的工程款。", "的的"),
        ("以展示学校形象为为目的。", "为为"),
        ("实施农村道路硬化工程工程，方便群众出行。", "工程工程"),
    ],
)
def test_what_stands_twice_is_told(line: str, words: str) -> None:
    """Phrases, words and characters."""
    assert only(report(line), "T141").words == words


@pytest.mark.parametrize(
    "line",
    [
        "加强公路路产路权管理，完善基础设施设备，建设设施农业。",
        "资金金额与项目目标一致，会议议题由委员会会议研究。",
        "县政府政府采购目录以外的，由本部门部门预算安排。",
        "党委委员、中共中央、财政政策、发展展示、规划划定、全国国有企业。",
        "常常深入一线，一项一项抓落实，层层压实责任，人人参与，天天检查。",
        "县县、乡乡都开展了工作，方方面面、实实在在地推进。",
        "为了了解群众意见，针对对象不同，以及及时反馈，存在在建工程。",
        "机关关于费用用于培训的规定，以下下达指标，其中中央资金3万元。",
        "学校校长、学生生活、教育育人，农村村级组织，工作作风好转。",
        "每年年底和2022年年初都开展了一次，成本本年下降。",
        "该项目项目负责人为办公室办公室主任，三级指标指标值已设定。",
        "请有关专家研究研究，大家讨论讨论，一个一个地解决。",
        "网络络绎不绝的参观人员，保障障碍人士出行。",
        "全县县、乡、村三级都建立了台账。",
        "加固大坝坝体，改造干渠渠系建筑物，更换路灯灯杆，增加图书馆馆藏图书。",
        "经我局局务会研究，医院院感防控、学校校方责任险、水闸闸门、机井井房均已落实。",
        "评价组成员为王丽丽、张静静、李金金。",
    ],
)
def test_words_that_meet_and_words_doubled_on_purpose_are_not_told(line: str) -> None:
    """The end of one word is often the beginning of the next."""
    assert numbers(report(line)) == []


def test_a_noun_that_ends_and_begins_names_is_told_if_it_stands_once_elsewhere() -> None:
    """社区社区卫生 alone could be two names; beside 社区卫生 it is a slip."""
    slip = "建成城关镇社区社区卫生服务站6个。"

    assert "T141" not in numbers(report(slip))
    both = report(slip, "城关镇社区卫生服务站已经投入使用。")
    assert only(both, "T141").words == "社区社区"


def test_equal_doublings_are_told_once_with_their_number() -> None:
    """经费经费 at three lines."""
    text = report("甲经费经费：1万元。", "乙经费经费：2万元。", "丙经费经费：3万元。")

    assert "全文3处" in only(text, "T141").message


def test_two_titles_in_one_are_told() -> None:
    """项目自评分|项目自评表 above a table."""
    text = "一、附表\n\t项目自评分项目自评表\n\n\t项目\t得分\n\t甲\t1\n"

    assert [each.once for each in _title_parts("2022年项目自评分项目自评表")] == ["项目自评"]
    assert "T142" in numbers(text)


def _title_parts(title: str) -> list:
    from xltools.audit.claims.text.wording import find_doublings
    from xltools.audit.read_text import parse_text

    return list(find_doublings(parse_text("x", f"附件：{title}\n\t项目\t得分\n\t甲\t1\n")))


def test_two_names_of_one_thing_are_told() -> None:
    """项目资金预算资金."""
    found = only(report("全面分析项目资金预算资金的使用情况。"), "T143")

    assert found.words == "项目资金预算资金"
    assert "T143" not in numbers(report("全面分析项目资金、预算资金的使用情况。"))


# mistyped words


@pytest.mark.parametrize(
    ("line", "wrong", "right"),
    [
        ("收益群众满意度达到95%。", "收益", "受益"),
        ("根据合同进行支行，剩余资金验收后给付。", "支行", "支付"),
        ("负责确定绩效评价木板。", "木板", "模板"),
        ("截止2022年12月31日，支出5万元。", "截止", "截至"),
        ("资金转入专用帐户管理。", "帐户", "账户"),
        ("不存在截流、挤占、挪用资金的情况。", "截流", "截留"),
        ("项目己完成竣工验收。", "己", "已"),
        ("有2个指标末完成年度目标。", "末", "未"),
        ("严格执行财务制度，按时发放津帖。", "津帖", "津贴"),
    ],
)
def test_known_confusions_are_told_with_what_was_meant(
    line: str, wrong: str, right: str
) -> None:
    """Each by itself is sure."""
    found = only(report(line), "T144")

    assert found.words == wrong
    assert f"“{right}”" in found.message


@pytest.mark.parametrize(
    "line",
    [
        "资产收益群众共享，村集体收益5万元，增加了群众收益。",
        "资金由农业银行某支行支付，进行支行改造。",
        "采购木板20块，用于制作展板。",
        "报名截止后不再受理，申报截止时间为6月。",
        "由村民自己完成，年末完成验收，期末支付。",
        "产业发展截流沟渠建设3公里。",
        "本报消息，甚至使群众受损。",
    ],
)
def test_the_same_characters_in_their_own_sense_are_not_told(line: str) -> None:
    """Near misses of the table of confusions."""
    assert "T144" not in numbers(report(line))


def test_a_phrase_that_differs_in_one_odd_word_is_told_with_its_like() -> None:
    """党徽 sounds like 发挥 and makes no common word."""
    text = report(
        "提升工作质量，发挥党建示范点的引领作用。", "巩固成果，党徽党建示范点的引领作用。"
    )

    found = only(text, "T145")

    assert found.words == "党徽党建示范点的引领作用"
    assert "发挥党建示范点的引领作用" in found.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("完成农村公路养护任务情况", "完成农村公路管理任务情况"),
        ("项目产出数量指标完成情况", "项目产出质量指标完成情况"),
        ("第一季度项目资金支付情况", "第二季度项目资金支付情况"),
        ("县级财政项目资金到位情况", "市级财政项目资金到位情况"),
    ],
)
def test_phrases_that_tell_of_two_things_are_not_told(one: str, other: str) -> None:
    """Parallel words."""
    assert "T145" not in numbers(report(f"{one}，良好。", f"{other}，良好。"))


def test_a_comma_inside_a_term_is_told() -> None:
    """预期，指标值 where the report says 预期指标值 five times."""
    good = [f"“指标{n}”预期指标值为{n}个，实际完成{n}个。" for n in "甲乙丙丁戊"]
    text = report(*good, "“满意度”预期，指标值为95%，实际完成95%。")

    assert only(text, "T146").words == "预期，指标值"


# marks


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("验收合格后按合同支付款项。”", "多了一个后引号"),
        ("开展“七一“表彰活动。", "前引号后面又是前引号"),
        ("自评等级为“优秀，结果已公开。", "缺后引号"),
    ],
)
def test_quotation_marks_come_in_pairs(line: str, why: str) -> None:
    """Three ways to be out of turn."""
    assert why in only(report(line), "T151").message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("根据《项目支出绩效评价管理办法（财预〔2020〕10号）执行。", "书名号"),
        ("根据文件（川财综〔201719号）下达。", "六角括号"),
        ("资金共5万元（其中财政3万元，已支付。", "括号"),
    ],
)
def test_brackets_come_in_pairs(line: str, words: str) -> None:
    """The kind of bracket is named."""
    assert words in only(report(line), "T152").message


@pytest.mark.parametrize(
    "line",
    [
        "得分在[80,90)之间的为“良”，[90,100]为“优”。",
        "主要做法：1）加强领导；2）落实责任。",
        '等级为"良好"，群众说：“很好。”',
        "《关于印发〈办法〉的通知》（财预〔2020〕10号）。",
        "他说：“一是抓落实；二是‘严要求’。”",
    ],
)
def test_pairs_ranges_and_list_signs_are_sound(line: str) -> None:
    """Near misses."""
    assert not {"T151", "T152"} & set(numbers(report(line)))


def test_a_quotation_that_goes_on_in_the_next_line_is_sound() -> None:
    """A line that was broken, and a quotation of several paragraphs."""
    assert "T151" not in numbers(report("县委要求：“加强领导，", "落实责任。”各部门已落实。"))
    assert "T151" not in numbers(report("县委要求：“加强领导。", "“落实责任。”"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("已发放补助95%，,完成率为100%。", "，,"),
        ("项目合同书、验收报告、等资料齐全。", "、等"),
        ("项目已经完成。，群众满意。", "。，"),
    ],
)
def test_stops_stand_once(line: str, words: str) -> None:
    """Two stops in a row, and a stop before 等."""
    assert only(report(line), "T153").words == words


def test_marks_that_may_meet_are_not_told() -> None:
    """Dots, grades of a kind, etc."""
    assert numbers(report("包括甲、乙、等级评定，道路、管网等；满意率为95.5%……等。")) == []


def test_a_paragraph_that_breaks_off_is_told() -> None:
    """It ends with a comma, and a new item begins."""
    text = report("（1）目标合理性：对任务进行了分解，", f"（2）目标明确性：{BODY}")

    assert only(text, "T154").words.endswith("分解，")


def test_small_marks_are_one_hint_a_report() -> None:
    """Half-width stops, mixed brackets, missing stops, a semicolon at the end."""
    text = report(
        "本单位实施,已完成,已验收。",
        "金额（万元)和数量（个)。",
        "本项目按计划实施，资金及时到位，各项任务已经全部完成",
        "完成了验收；",
    )

    hints = {each.code.number: each for each in remarks(text)}

    assert set(hints) == {"T155", "T156", "T157", "T158"}
    assert "2处" in hints["T155"].message
    assert "2处" in hints["T156"].message


# copies

SAME = "提高党建工作质量和水平，扩大党建在社会各层面的影响力，确保上级各项决策部署得到落实"


def test_a_passage_in_three_chapters_is_told_with_them() -> None:
    """Content, use of money and goal are one sentence."""
    text = (
        f"一、项目内容\n项目{SAME}。\n二、资金用途\n资金用于{SAME}。\n"
        f"三、绩效目标\n目标是{SAME}。"
    )

    found = only(text, "T161")

    assert "3处" in found.message
    assert "三、绩效目标" in found.message


def test_two_chapters_may_share_a_sentence_and_papers_may_be_cited_often() -> None:
    """Twice is no copy; neither is a formula of scoring."""
    cited = "根据《项目支出绩效评价管理办法》（财预〔2020〕10号）的规定和有关文件精神执行。"
    scored = "实际完成情况与预期目标一致，根据评分标准，该指标不扣分，得满分。"
    text = "\n".join(
        f"{n}、第{n}部分情况\n{cited}\n{scored}\n{SAME if n in '一二' else BODY}。"
        for n in "一二三四"
    )

    assert "T161" not in numbers(text)


def test_two_chapters_with_the_same_words_are_an_error() -> None:
    """实施期目标 and 年度目标."""
    text = f"一、目标\n（1）实施期目标\n{SAME}，{BODY}\n（2）年度目标\n{SAME}，{BODY}"

    found = only(text, "T162")

    assert found.is_error
    assert found.words == "（2）年度目标"


def test_what_an_indicator_measures_is_no_finding() -> None:
    """The frame's definition in the analysis; in the chapter on the frame it is at home."""
    words = "资金额度与目标相适应，用以反映和考核项目预算编制的科学性、合理性情况。"

    assert only(f"一、项目决策情况\n{words}", "T163").words.startswith("用以反映和考核")
    assert "T163" not in numbers(f"一、绩效评价指标体系\n{words}")


def test_a_background_is_not_the_purpose_of_the_evaluation() -> None:
    """旨在评价… below 项目背景; below 评价目的 it is at home."""
    words = "本次评价遵循有关规定，旨在评价项目实施过程及效果。"

    assert "T164" in numbers(f"一、项目背景\n{words}")
    assert "T164" not in numbers(f"一、评价目的\n{words}")


def test_an_office_has_no_bureau_meeting() -> None:
    """局务会 where the report names no bureau but the one of finance."""
    office = "某县人民政府办公室实施，某县人民政府办公室负责，由某县人民政府办公室验收。"
    words = "方案报局务会研究，资金由某县财政局下达。"

    assert only(report(office, words), "T165").words == "局务会"
    assert "T165" not in numbers(report(office, words, "方案由某县水务局审核。"))


TABLE = "一、概况\n本项目已完成。\n|二级指标|三级指标|偏差原因|\n|---|---|---|\n"


def test_third_levels_say_more_than_second_levels() -> None:
    """可持续影响 below 可持续影响指标; satisfaction is named by the form."""
    text = f"{TABLE}|可持续影响指标|可持续影响|维护不及时|\n|满意度指标|满意度|问卷偏少|\n|数量指标|培训人数||"

    assert only(text, "T166").words == "可持续影响"
    blank = f"{TABLE}|经济效益指标|经济效益指标|无|\n|生态效益指标|生态效益指标||"
    assert "T166" not in numbers(blank)


def test_each_deviation_has_its_reason() -> None:
    """The same words at two indicators; a reason from outside may be the same."""
    reason = "全县行政村较多，维护存在不及时问题。"
    text = f"{TABLE}|时效指标|响应及时率|{reason}|\n|可持续影响|运行年限|{reason}|"

    assert only(text, "T167").words == reason
    outside = text.replace(reason, "受疫情影响，部分培训没有按期举办。")
    assert "T167" not in numbers(outside)


def test_a_label_says_what_follows() -> None:
    """绩效目标：预算金额…."""
    text = report("绩效目标：预算金额5.6万元，执行率100%。")

    assert only(text, "T168").message.startswith("“绩效目标”后面写的是预算金额5.6万元")
    assert "T168" not in numbers(report("绩效目标：全年培训200人次，满意度95%。"))
