"""The Word report says what the data says, in the order and the dress of an official paper."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from msgspec.structs import replace
from report_data import INDICATORS, entry, shanxi_evaluation, shanxi_scores, side_row

from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile, load_profile
from xltools.report import check_report_template, write_report

MISSING = "（待补充）"
CHAPTERS = [
    "一、项目的基本情况",
    "（一）项目概况",
    "（二）预算执行情况",
    "（三）项目绩效目标",
    "（1）项目实施期绩效目标",
    "（2）项目年度目标",
    "二、项目绩效情况",
    "（一）预算执行情况",
    "（二）项目产出情况",
    "（三）项目效益情况",
    "（四）项目满意度情况",
    "三、项目绩效分析",
    "1.项目实施和预算执行情况及分析",
    "2.产出情况及分析",
    "3.效益情况及分析",
    "4.满意度情况及分析",
    "四、项目主要经验做法",
    "五、项目管理中存在问题及原因分析",
    "六、进一步加强项目管理措施及建议",
    "附件1　项目支出绩效自评表",
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def profile() -> Profile:
    """The Shanxi form."""
    return load_profile("shanxi-2020")


def report(
    profile: Profile, evaluation: SelfEvaluation | None = None, scores: Scores | None = None
) -> Any:
    """Write a report and read it back with python-docx, which had no part in writing it."""
    evaluation = evaluation or shanxi_evaluation()
    content = write_report(evaluation, scores or shanxi_scores(evaluation), profile)
    return docx.Document(BytesIO(content))


def rows(table: Any) -> list[list[str]]:
    """The texts of a table, a merged cell once for each column it covers."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(document: Any) -> list[str]:
    """The paragraphs outside tables that say anything."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def headings(document: Any) -> list[str]:
    """The headings in order."""
    return [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading") or paragraph.style.name == "附件标题"
    ]


def test_chapters_stand_in_the_order_of_the_published_report(profile: Profile) -> None:
    """Headings are real heading styles, as in the published outline, plus the attachment."""
    assert headings(report(profile)) == CHAPTERS


def test_the_funding_table_runs_from_row_1_to_row_7(profile: Profile) -> None:
    """The published table began with rows 5 to 7; blanks are — and not 0."""
    table = rows(report(profile).tables[0])

    assert [row[1] for row in table[2:]] == [
        "(1)", "(2)", "(3)", "(4)", "(5)=(3)-(4)", "(6)=(3)/(2)", "(7)=(4)/(2)",
    ]  # fmt: skip
    money = ["19.48", "19.48", "—", "—", "—", "19.48", "—", "—"]
    assert [row[2:] for row in table[2:6]] == [money] * 4
    assert table[6][2:] == ["0", "0", "—", "—", "—", "0", "—", "—"]
    assert table[8][2:] == ["100", "100", "—", "—", "—", "100", "—", "—"]


def test_every_figure_of_the_five_tables_is_the_data(profile: Profile) -> None:
    """权重, 目标值, 业绩值, 得分 of every indicator; the rate of execution is computed."""
    tables = [rows(table) for table in report(profile).tables[1:5]]

    head = ["二级指标", "三级指标", "权重", "目标值", "业绩值", "得分"]
    assert [table[0] for table in tables] == [head] * 4
    assert [row for table in tables for row in table[1:]] == [
        ["预算执行指标", "预算执行率", "10", "100%", "100%", "10"],
        ["数量指标", "维护系统数量", "15", "130", "221个", "15"],
        ["质量指标", "系统平台故障解决率（%）", "15", "100", "100%", "15"],
        ["时效指标", "系统故障响应及时率", "15", "及时", "70%", "10.5"],
        ["成本指标", "维护系统成本", "15", "19.48", "19.27万元", "15"],
        ["可持续影响指标", "可持续影响", "15", "可持续", "60%", "9"],
        ["服务对象满意度指标", "受益对象满意度（%）", "15", "90", "90%", "15"],
    ]


def test_the_attachment_has_rates_reasons_and_a_total(profile: Profile) -> None:
    """Rates have two places throughout (the published table mixed them); 总分 is 89.5 of 100."""
    table = rows(report(profile).tables[5])

    assert [row[6] for row in table[1:-1]] == [
        "100.00%", "170.00%", "100.00%", "70.00%", "98.92%", "60.00%", "100.00%",
    ]  # fmt: skip
    assert [row[8] for row in table[1:-1]] == [data[-1] or "" for data in INDICATORS]
    assert table[-1] == ["总分", "总分", "总分", "100", "", "", "", "89.5", ""]


def test_the_conclusion_is_computed(profile: Profile) -> None:
    """The one sentence of the published report that comes from data."""
    assert (
        "综合考虑预算执行情况、产出、效益、服务对象满意度各方面因素，通过数据采集及分析，"
        "最终评分结果：创建党建先进县项目绩效自评价结果为：总得分89.5分，属于“良”。"
    ) in texts(report(profile))


def test_a_total_that_cannot_be_computed_is_asked_for(profile: Profile) -> None:
    """None is never 0, in the sentence and in the table."""
    evaluation = shanxi_evaluation()
    document = report(profile, evaluation, shanxi_scores(evaluation, total=None))

    sentence = next(text for text in texts(document) if text.startswith("综合考虑"))
    assert f"总得分{MISSING}分，属于“{MISSING}”" in sentence
    assert rows(document.tables[5])[-1][7] == MISSING


def test_an_empty_text_shows_and_is_highlighted(profile: Profile) -> None:
    """设立的必要性 was left out: its lead stands, 待补充 behind it, in a marked style."""
    document = report(profile)

    assert f"设立的必要性：{MISSING}" in texts(document)
    after = texts(document)[texts(document).index("四、项目主要经验做法") + 1]
    assert after == MISSING
    marked = [
        run
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.text == MISSING
    ]
    assert marked
    assert {run.style.name for run in marked} == {"待补充"}
    assert 'w:fill="FFFF00"' in marked[0].style.element.xml


def test_each_line_of_a_text_is_a_paragraph_without_its_own_indent(profile: Profile) -> None:
    """Staff indent by hand with full-width spaces; the style does it."""
    found = texts(report(profile))
    at = found.index("项目实施计划：按照年中、年终工作计划，逐步完成创建工作。")

    assert found[at + 1] == "上半年完成平台维护，下半年完成验收。"


def test_a_category_without_indicators_says_so(profile: Profile) -> None:
    """An empty table is one row 无, not a bare heading."""
    evaluation = shanxi_evaluation()
    kept = tuple(each for each in evaluation.indicators if each.category != "outcome")
    scores = shanxi_scores(evaluation)
    scores = replace(
        scores,
        indicators=tuple(each for each in scores.indicators if each.indicator in kept),
    )

    table = report(profile, replace(evaluation, indicators=kept), scores).tables[3]

    assert rows(table)[1:] == [["无"] * 6]


HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "合格率<5%且A&B，60<=得分<80 分",
    "# heading",
    "</w:t></w:r></w:p><w:p><w:r><w:t>自评得分：100分（优）",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt; ]]> <!-- -->",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_stays_text(profile: Profile, hostile: str) -> None:
    """A cell is no template and no markup: it reads in Word as it reads in Excel."""
    plain = report(profile)
    evaluation = shanxi_evaluation({"project_name": hostile}, {"overview": hostile})
    row = replace(evaluation.indicators[1], name=entry("目标指标", 17, 3, hostile))
    indicators = (evaluation.indicators[0], row, *evaluation.indicators[2:])
    evaluation = replace(evaluation, indicators=indicators)

    document = report(profile, evaluation)

    assert f"项目概况：{hostile}" in texts(document)
    assert rows(document.tables[2])[1][1] == hostile
    assert f"最终评分结果：{hostile}项目绩效自评价结果为" in "\n".join(texts(document))
    assert len(document.paragraphs) == len(plain.paragraphs)
    assert document.core_properties.title.startswith(hostile)


def test_characters_that_word_refuses_are_dropped(profile: Profile) -> None:
    """Control characters, lone surrogates and overrides of direction."""
    dirty = "创建\x00\x07党建\x0c先进\ud800县\u202e\ufffe"
    document = report(profile, shanxi_evaluation({"project_name": dirty}, {"overview": dirty}))

    assert "项目概况：创建党建先进县" in texts(document)
    assert "绩效自评价结果" in "\n".join(texts(document))


def test_a_line_end_in_a_name_adds_no_paragraph(profile: Profile) -> None:
    """A name typed over two lines is one name; it cannot write a sentence of its own."""
    name = "创建党建\n先进县\r\n自评得分：100分"
    document = report(profile, shanxi_evaluation({"project_name": name}))

    assert "自评得分：100分" not in texts(document)
    assert any("创建党建先进县自评得分：100分项目绩效" in text for text in texts(document))


def test_every_style_in_use_sets_its_east_asian_font(profile: Profile) -> None:
    """Word takes the Chinese font from w:eastAsia alone; without it 仿宋 becomes MS Mincho."""
    document = report(profile)
    cells = [
        paragraph
        for table in document.tables
        for cell in table._cells
        for paragraph in cell.paragraphs
    ]
    used = {
        paragraph.style.name: paragraph.style for paragraph in [*document.paragraphs, *cells]
    }

    assert {"Title", "Body Text", "Heading 1", "Heading 2", "Heading 3", "表格文字"} <= set(
        used
    )
    fonts = {
        name: style.element.find(f"{W}rPr/{W}rFonts").get(qn("w:eastAsia"))
        for name, style in used.items()
    }
    assert all(fonts.values())
    assert fonts["Title"] == "方正小标宋简体"
    assert fonts["Body Text"] == "仿宋_GB2312"
    assert (fonts["Heading 1"], fonts["Heading 2"]) == ("黑体", "楷体_GB2312")


def test_the_page_is_that_of_an_official_document(profile: Profile) -> None:
    """GB/T 9704: A4, margins 37, 35, 28, 26 mm; the attachment lies on its side."""
    *_, body, attachment = report(profile).sections

    margins = (body.top_margin, body.bottom_margin, body.left_margin, body.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert round(body.page_width.mm) == 210
    assert attachment.page_width > attachment.page_height
    assert body._sectPr.find(f"{W}pgNumType").get(qn("w:start")) == "1"


def test_heading_rows_repeat_and_rows_do_not_break(profile: Profile) -> None:
    """A table that runs on shows its heads on every page."""
    for table in report(profile).tables:
        first, *rest = table._tbl.tr_lst
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in [first, *rest])


def test_tables_are_captioned_in_order_and_named_for_screen_readers(profile: Profile) -> None:
    """表1 … 表5; the caption is the table's alternative text as well."""
    document = report(profile)
    captions = [text for text in texts(document) if re.match("表[0-9]　", text)]

    assert [caption[:2] for caption in captions] == ["表1", "表2", "表3", "表4", "表5"]
    names = [table._tbl.tblPr.find(f"{W}tblCaption") for table in document.tables[:5]]
    assert [name.get(qn("w:val")) for name in names] == [caption[3:] for caption in captions]
    told = document.tables[1]._tbl.tblPr.find(f"{W}tblDescription").get(qn("w:val"))
    assert told == "共 6 列 1 行，栏目：二级指标、三级指标、权重、目标值、业绩值、得分。"


def test_headings_are_the_levels_that_a_reader_hears(profile: Profile) -> None:
    """Each heading style has the outline level of its number, the attachment the first."""
    document = report(profile)
    styles = {paragraph.style.name: paragraph.style for paragraph in document.paragraphs}
    levels = {
        name: style.element.find(f"{W}pPr/{W}outlineLvl").get(qn("w:val"))
        for name, style in styles.items()
        if name.startswith("Heading") or name == "附件标题"
    }

    assert levels == {"Heading 1": "0", "Heading 2": "1", "Heading 3": "2", "附件标题": "0"}
    defaults = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert defaults.get(qn("w:eastAsia")) == "zh-CN"


def test_the_contents_are_readable_before_word_updates_them(profile: Profile) -> None:
    """Every chapter is there as a link to its heading, and Word is not made to ask."""
    evaluation = shanxi_evaluation()
    content = write_report(evaluation, shanxi_scores(evaluation), profile)
    with zipfile.ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        settings = package.read("word/settings.xml").decode()

    links = list(root.iter(f"{W}hyperlink"))
    shown = ["".join(link.itertext(f"{W}t")) for link in links]
    assert shown == [text for text in CHAPTERS if not re.match("（[12]）", text)]
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in links} <= marks
    assert "updateFields" not in settings
    assert not [mark for mark in root.iter(f"{W}fldChar") if mark.get(f"{W}dirty")]


def test_the_same_data_gives_the_same_bytes(profile: Profile) -> None:
    """No clock and no random number goes into a report."""
    evaluation = shanxi_evaluation()
    scores = shanxi_scores(evaluation)

    assert write_report(evaluation, scores, profile) == write_report(
        evaluation, scores, profile
    )


def test_document_properties_name_the_project_and_the_unit(profile: Profile) -> None:
    """Author is the implementing unit; nothing tells who was sitting at which computer."""
    properties = report(profile).core_properties

    assert properties.title == "创建党建先进县项目支出绩效自评报告（2020年度）"
    assert properties.author == "县委组织部"
    assert properties.last_modified_by == ""
    assert properties.language == "zh-CN"
    assert properties.subject == "项目支出绩效自评表（2020年度）"
    assert properties.keywords == "创建党建先进县；县委组织部；山西省"


def test_side_tables_are_printed_when_they_are_filled(profile: Profile) -> None:
    """评价组 and 支出明细, the latter with its sum."""
    evaluation = replace(
        shanxi_evaluation(),
        group=(side_row(3, name="甲", unit="县财政局", post="主任", role="组长"),),
        spending=(
            side_row(3, item="平台维护", amount=Decimal("10.10"), date="2020-06-30"),
            side_row(4, item="培训", amount=Decimal("9.38"), note="两期"),
        ),
    )

    tables = [rows(table) for table in report(profile, evaluation).tables]

    assert tables[5][1] == ["1", "甲", "县财政局", "主任", "组长"]
    assert [row[2] for row in tables[6]] == ["金额（万元）", "10.1", "9.38", "19.48"]


def test_every_shipped_template_writes_a_report_of_an_empty_form() -> None:
    """Every sentence can be computed although nothing is filled in."""
    for name in ("shanxi-2020", "national-2020"):
        assert check_report_template(load_profile(name)).parent.name == name


def test_the_national_report_follows_the_outline_of_the_ministry() -> None:
    """财预〔2020〕10号 附件3: seven chapters; money, counts and reasons come from the data."""
    evaluation = shanxi_evaluation()
    scores = shanxi_scores(evaluation)
    evaluation = replace(evaluation, indicators=evaluation.indicators[1:])
    scores = replace(scores, indicators=scores.indicators[1:])

    document = report(load_profile("national-2020"), evaluation, scores)

    chapters = [text for text in headings(document) if re.match("[一二三四五六七]、", text)]
    assert chapters == [
        "一、基本情况",
        "二、绩效评价工作开展情况",
        "三、综合评价情况及评价结论",
        "四、绩效评价指标分析",
        "五、主要经验及做法、存在的问题及原因分析",
        "六、有关建议",
        "七、其他需要说明的问题",
    ]
    whole = "\n".join(texts(document))
    assert (
        "全年预算数19.48万元，其中当年财政拨款19.48万元；全年执行数19.48万元，预算执行率100%。"
        in whole
    )
    assert "三级指标6个，其中产出指标4个、效益指标1个、满意度指标1个" in whole
    assert (
        "1.系统故障响应及时率70%，未完全达到“及时”的目标，扣4.5分。原因和改进措施：全县"
        in whole
    )
    assert (
        "优（90分及以上）、良（80分（含）—90分）、中（60分（含）—80分）、差（60分以下）"
        in whole
    )
    scored = next(rows(table) for table in document.tables if "得分率" in rows(table)[0])
    assert scored[1:] == [
        ["预算执行率", "—", "10", "10", "—"],
        ["产出指标", "4", "60", "55.5", "92.50%"],
        ["效益指标", "1", "15", "9", "60.00%"],
        ["满意度指标", "1", "15", "15", "100.00%"],
        ["总分", "6", "100", "89.5", "89.50%"],
    ]
