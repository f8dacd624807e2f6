"""A template that an office made in Word: its cover, headers and seals stay, its tags are said."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from report_data import shanxi_evaluation, shanxi_scores

from xltools.errors import TemplateError
from xltools.profile import Profile, load_profile
from xltools.report import write_report
from xltools.report.places import bundled_folders

BLOCKS = """
[[block]]
heading = "一、概况"
[[block]]
paragraph = "正文一段。"
[[block]]
text = "overview"
"""
LANDSCAPE = """
[[block]]
section = "landscape"
[[block]]
heading = "附件"
style = "附件标题"
"""


@pytest.fixture
def profile() -> Profile:
    """The Shanxi form."""
    return load_profile("shanxi-2020")


def runs(paragraph: Any, *texts: str, bold: tuple[int, ...] = ()) -> Any:
    """Add runs to a paragraph; those whose number is in `bold` look otherwise."""
    for number, text in enumerate(texts):
        paragraph.add_run(text).bold = True if number in bold else None
    return paragraph


def base(folder: Path, change: Callable[[Any], None], blocks: str = BLOCKS) -> None:
    """official.docx with an empty body, changed as somebody would in Word, and a report.toml."""
    document = docx.Document(str(bundled_folders()[-1] / "official.docx"))
    for child in list(document.element.body):
        if not child.tag.endswith("}sectPr"):
            document.element.body.remove(child)
    change(document)
    document.save(str(folder / "official.docx"))
    (folder / "report.toml").write_text(blocks, encoding="utf-8")


def report(profile: Profile, folder: Path, **fields: str) -> Any:
    """The report as python-docx reads it."""
    evaluation = shanxi_evaluation(dict(fields))
    content = write_report(evaluation, shanxi_scores(evaluation), profile, template_dir=folder)
    return docx.Document(BytesIO(content))


def texts(document: Any) -> list[str]:
    """The paragraphs that say anything."""
    return [each.text for each in document.paragraphs if each.text.strip()]


def test_what_stands_around_the_report_is_kept_and_its_tags_are_said(
    profile: Profile, tmp_path: Path
) -> None:
    """A cover with a table and a picture's place, the report, a signature; numbers as in print."""

    def office(document: Any) -> None:
        document.add_paragraph("{{ project_name }}绩效自评报告", style="Title")
        cell = document.add_table(1, 2).rows[0].cells
        cell[0].text, cell[1].text = "自评得分", "{{ total_score }}分（{{ grade }}）"
        document.add_paragraph("{{ report }}")
        document.add_paragraph("{{ implementing_unit }}（盖章）", style="落款")

    base(tmp_path, office)
    document = report(profile, tmp_path)

    said = texts(document)
    assert said[:3] == ["创建党建先进县绩效自评报告", "一、概况", "正文一段。"]
    assert said[-1] == "县委组织部（盖章）"
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "自评得分", "89.5分（良）",
    ]  # fmt: skip
    assert document.paragraphs[0].style.name == "Title"


def test_a_body_without_the_tag_is_replaced_whole(profile: Profile, tmp_path: Path) -> None:
    """So official.docx may hold a sample of each style."""
    base(tmp_path, lambda document: document.add_paragraph("示例 {{ nothing }} 文字"))

    assert texts(report(profile, tmp_path))[:2] == [
        "创建党建先进县项目支出绩效自评报告", "一、概况",
    ]  # fmt: skip


def test_headers_and_footers_say_their_tags(profile: Profile, tmp_path: Path) -> None:
    """With or without a cover."""

    def office(document: Any) -> None:
        runs(
            document.sections[0].header.paragraphs[0], "{{ year }}年度　", "{{ project_name }}"
        )

    base(tmp_path, office)

    header = report(profile, tmp_path).sections[0].header
    assert header.paragraphs[0].text == "2020年度　创建党建先进县"


@pytest.mark.parametrize(
    "pieces",
    [
        ("{{ project", "_name }}"),
        ("{", "{", " project_name ", "}", "}"),
        ("项目：{{ ", "project_name", " }}。"),
        ("{{ project_name | default(“无”) }}",),
        ("{{\xa0project_name\xa0}}",),
    ],
)
def test_a_tag_that_word_cut_into_runs_of_one_look_is_joined(
    profile: Profile, tmp_path: Path, pieces: tuple[str, ...]
) -> None:
    """Spelling marks and language between the pieces do not matter, typed quotes neither."""

    def office(document: Any) -> None:
        paragraph = runs(document.add_paragraph(), *pieces)
        for run in paragraph.runs[1:]:
            run._r.addprevious(OxmlElement("w:proofErr"))
            language = OxmlElement("w:lang")
            language.set(qn("w:eastAsia"), "zh-CN")
            run._r.get_or_add_rPr().append(language)
            run._r.set(qn("w:rsidR"), "00AB12CD")
        document.add_paragraph("{{report}}")

    base(tmp_path, office)

    assert "创建党建先进县" in texts(report(profile, tmp_path))[0]
    assert "{" not in texts(report(profile, tmp_path))[0]


def test_a_bookmark_inside_a_joined_tag_is_kept(profile: Profile, tmp_path: Path) -> None:
    """Word would refuse a file with one end of it."""

    def office(document: Any) -> None:
        paragraph = runs(document.add_paragraph(), "{{ project", "_name }}")
        for name in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(name)
            mark.set(qn("w:id"), "77")
            paragraph.runs[1]._r.addprevious(mark)
        document.add_paragraph("{{ report }}")

    base(tmp_path, office)
    document = report(profile, tmp_path)

    ids = [
        mark.get(qn("w:id"))
        for name in ("w:bookmarkStart", "w:bookmarkEnd")
        for mark in document.element.body.iter(qn(name))
    ]
    assert ids.count("77") == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            lambda d: runs(d.add_paragraph(), "{{ project", "_name }}", bold=(1,)),
            "拆成了格式不同",
        ),
        (lambda d: d.add_paragraph("{{ project_name }"), "没有配对"),
        (lambda d: d.add_paragraph("{% if year %}有"), "没有配对的 {% endif %}"),
        (lambda d: d.add_paragraph("有{% endif %}"), "没有配对的 {% if … %}"),
        (
            lambda d: runs(
                d.add_paragraph(), "{% if year %}", "{{ year }}", "{% endif %}", bold=(1,)
            ),
            "成对的标签 {% if year %}{{ year }}{% endif %} 被 Word 拆成了格式不同",
        ),
        (lambda d: d.add_paragraph("{{ project\t_name }}"), "中间夹着制表符"),
        (lambda d: d.add_paragraph("{{ projct_name }}"), "没有名为 projct_name 的数据，是不是"),
        (lambda d: d.add_paragraph("前 {{ report }} 后"), "应单独成段"),
        (lambda d: d.add_paragraph("{{ report }}"), "有 2 处"),
        (lambda d: setattr(d.add_table(1, 1).rows[0].cells[0], "text", "{{ report }}"), "表格"),
    ],
)
def test_a_fault_in_the_word_file_is_told_with_its_paragraph(
    profile: Profile, tmp_path: Path, fault: Callable[[Any], object], said: str
) -> None:
    """The file, the place, and what to do."""

    def office(document: Any) -> None:
        document.add_paragraph("{{ report }}")
        fault(document)

    base(tmp_path, office)

    with pytest.raises(TemplateError) as caught:
        report(profile, tmp_path)
    assert "official.docx 正文" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "pieces",
    [
        ("（", "{% if year %}", "{{ year }}年度", "{% endif %}", "）"),
        ("（{% if", " year %}{{ ye", "ar }}年度{% en", "dif %}）"),
        ("（{% if not year %}", "没有", "{% else %}", "{{ year }}年度", "{% endif %}）"),
        (
            "（{% for n in [year] %}",
            "{% if n %}",
            "{{ n }}",
            "{% endif %}",
            "年度{% endfor %}",
            "）",
        ),
        ("（{% set n = year %}", "{{ n }}", "年度）"),
    ],
)
def test_a_pair_of_tags_over_several_runs_of_one_look_is_one_sentence(
    profile: Profile, tmp_path: Path, pieces: tuple[str, ...]
) -> None:
    """Word begins a new run wherever somebody stopped typing; what is bold before stays so."""

    def office(document: Any) -> None:
        runs(document.add_paragraph(), "绩效自评报告", *pieces, bold=(0,))
        document.add_paragraph("{{ report }}")

    base(tmp_path, office)

    first = report(profile, tmp_path).paragraphs[0]
    assert first.text == "绩效自评报告（2020年度）"
    assert [run.text for run in first.runs if run.bold] == ["绩效自评报告"]


def test_what_is_missing_is_marked_in_the_cover_too(profile: Profile, tmp_path: Path) -> None:
    """待补充 in a run of its own, the text around it as the office formatted it."""

    def office(document: Any) -> None:
        runs(document.add_paragraph(), "目标：{{ texts.necessity }}。", bold=(0,))
        document.add_paragraph("{{ report }}")

    base(tmp_path, office)

    first = report(profile, tmp_path).paragraphs[0]
    assert [(run.text, run.bold) for run in first.runs] == [
        ("目标：", True), ("（待补充）", None), ("。", True),
    ]  # fmt: skip
    assert first.runs[1].style.name == "待补充"


def test_what_people_typed_stays_text_in_a_cover(profile: Profile, tmp_path: Path) -> None:
    """No markup, no tag."""

    def office(document: Any) -> None:
        document.add_paragraph("{{ project_name }}")
        document.add_paragraph("{{ report }}")

    base(tmp_path, office)
    hostile = "</w:t></w:r>{{ 7*7 }}<5%&"

    assert texts(report(profile, tmp_path, project_name=hostile))[0] == hostile


@pytest.mark.parametrize("place", ["last", "alone", "before"])
def test_the_section_in_which_the_report_ends_is_that_of_the_report(
    profile: Profile, tmp_path: Path, place: str
) -> None:
    """A landscape attachment stays landscape, whatever sections stand around it."""

    def office(document: Any) -> None:
        document.add_paragraph("封面")
        document.add_section(WD_SECTION.NEW_PAGE)
        document.add_paragraph("{{ report }}")
        if place != "last":
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.page_width, section.page_height = section.page_height, section.page_width
            document.add_paragraph("封底")
        if place == "alone":  # the break stands in the paragraph of the tag itself
            tag, broken = document.paragraphs[-3:-1]
            tag._p.get_or_add_pPr().append(broken._p.pPr.find(qn("w:sectPr")))
            broken._p.getparent().remove(broken._p)

    base(tmp_path, office, BLOCKS + LANDSCAPE)
    sections = report(profile, tmp_path).sections

    wide = [section.page_width > section.page_height for section in sections]
    assert wide == [False, False, True, *([True] if place != "last" else [])]
    assert round(sections[1].page_width.mm) == 210


def test_what_stands_behind_a_landscape_attachment_is_portrait_again(
    profile: Profile, tmp_path: Path
) -> None:
    """The signature in the section of {{ report }}: upright, with the office's margins and foot."""

    def office(document: Any) -> None:
        document.add_paragraph("{{ report }}")
        document.add_paragraph("{{ implementing_unit }}（盖章）", style="落款")

    base(tmp_path, office, BLOCKS + LANDSCAPE)
    document = report(profile, tmp_path)
    upright, wide, last = document.sections

    assert [each.page_width.mm > each.page_height.mm for each in (upright, wide, last)] == [
        False, True, False,
    ]  # fmt: skip
    assert (last.left_margin, last.top_margin) == (upright.left_margin, upright.top_margin)
    assert not last.footer.is_linked_to_previous
    ends = [
        each for each in document.paragraphs if each._p.pPr.find(qn("w:sectPr")) is not None
    ]
    assert [each.text for each in document.paragraphs][-1] == "县委组织部（盖章）"
    assert len(ends) == 2  # the last section ends with the body


def test_empty_lines_behind_a_landscape_attachment_make_no_page(
    profile: Profile, tmp_path: Path
) -> None:
    """Word keeps an empty line at the end of most files."""

    def office(document: Any) -> None:
        document.add_paragraph("{{ report }}")
        document.add_paragraph("")

    base(tmp_path, office, BLOCKS + LANDSCAPE)

    assert len(report(profile, tmp_path).sections) == 2


def test_a_report_without_a_title_is_headed_by_that_of_the_document(
    profile: Profile, tmp_path: Path
) -> None:
    """Below a first section and its empty lines; a cover or a title of its own heads it alone."""
    head = '[document]\ntitle = "{{ project_name }}自评报告"\n'
    start = '[[block]]\nsection = "portrait"\n[[block]]\nblank = 2\n'
    own = '[[block]]\ntitle = "自己的标题"\n'
    base(tmp_path, lambda document: None, head + start + BLOCKS)
    document = report(profile, tmp_path)
    assert texts(document)[:2] == ["创建党建先进县自评报告", "一、概况"]
    assert document.paragraphs[1].style.name == "Title"
    assert document.core_properties.title == "创建党建先进县自评报告"
    assert len(document.sections) == 1

    base(tmp_path, lambda document: None, head + BLOCKS + own)
    assert texts(report(profile, tmp_path))[0] == "一、概况"

    base(tmp_path, lambda document: document.add_paragraph("{{ report }}"), head + BLOCKS)
    assert texts(report(profile, tmp_path))[0] == "一、概况"


def test_a_template_that_names_no_title_has_a_sensible_one(
    profile: Profile, tmp_path: Path
) -> None:
    """One chapter is enough for a report; 项目 is not said twice."""
    (tmp_path / "report.toml").write_text('[[block]]\nheading = "一、概况"\n', encoding="utf-8")

    document = report(profile, tmp_path, project_name="道路安防工程项目")

    assert texts(document) == ["道路安防工程项目支出绩效自评报告", "一、概况"]
    assert document.core_properties.title == "道路安防工程项目支出绩效自评报告"
