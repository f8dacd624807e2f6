"""The lint of a template finds each kind of fault, all at once, with place and remedy."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from msgspec.structs import replace

from xltools.cli import main
from xltools.profile import Profile, load_profile
from xltools.report import lint_report_template
from xltools.report.faults import Fault
from xltools.report.places import bundled_folders

TEXTS = (
    "overview", "basis", "necessity", "safeguards", "plan", "period_objective",
    "annual_objective", "execution_analysis", "output_analysis", "outcome_analysis",
    "satisfaction_analysis", "experience", "problems", "suggestions",
)  # fmt: skip
CLEAN = "".join(f'[[block]]\ntext = "{key}"\n' for key in TEXTS)
"""Every text that the Shanxi form asks for, so that no test hears of them."""


@pytest.fixture
def profile() -> Profile:
    """The Shanxi form, with a report template of the office's own."""
    return replace(load_profile("shanxi-2020"), report="ours")


def lint(profile: Profile, folder: Path, template: str) -> list[Fault]:
    """The faults of a template, which need not print the texts."""
    (folder / "report.toml").write_text(template + CLEAN, encoding="utf-8")
    return lint_report_template(profile, folder)


def heads(*headings: str | tuple[str, int] | tuple[str, int, str]) -> str:
    """Heading blocks, each with a paragraph below."""
    blocks = []
    for each in headings:
        heading, level, when = (*((each,) if isinstance(each, str) else each), 1, "")[:3]
        if isinstance(each, tuple) and len(each) == 2:
            heading, level, when = *each, ""
        blocks.append(
            f'[[block]]\nheading = "{heading}"\nlevel = {level}\nwhen = "{when}"\n'
            f'[[block]]\nparagraph = "正文。"\n'
        )
    return "".join(blocks)


def test_a_good_template_has_no_fault(profile: Profile, tmp_path: Path) -> None:
    """Numbers in order, levels one by one, data that is there."""
    good = heads(
        "一、概况",
        ("（一）背景", 2),
        ("1.立项", 3),
        ("2.内容", 3),
        ("（二）资金", 2),
        "二、结论",
    )

    assert lint(profile, tmp_path, good) == []


def test_all_faults_are_told_at_once_in_the_order_of_the_file(
    profile: Profile, tmp_path: Path
) -> None:
    """Seven blocks, seven faults; nobody mends one to hear of the next."""
    blocks = [
        'paragraph = "{{ projct_name }}"',
        'paragraph = "{{ year "',
        'text = "overvew"',
        'table = "indicators"\ncategories = ["outputs"]',
        'paragraph = "正文"\nstyle = "正文文本"',
        'paragraph = "正文"\nstile = "Title"',
        'paragraf = "正文"',
    ]

    faults = lint(profile, tmp_path, "".join(f"[[block]]\n{each}\n" for each in blocks))

    places = [fault.where.partition("report.toml ")[2].partition("（")[0] for fault in faults]
    assert places == [f"第 {n} 块" for n in (1, 2, 3, 4, 5, 6, 7)]
    assert {fault.severity for fault in faults} == {"error"}


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('paragraph = "{{ projct_name }}"', "没有名为 projct_name 的数据，是不是 project_name"),
        ('paragraph = "{{ zzz }}"', "没有名为 zzz 的数据。现有："),
        ('paragraph = "{{ funding.totl.outturn }}"', "funding 里没有名为 totl 的数据，是不是 total"),
        ('paragraph = "{{ funding.total.outtrun }}"', "funding.total 里没有名为 outtrun 的数据"),
        ('paragraph = "{{ texts.overvew }}"', "没有名为 overvew 的数据，是不是 overview"),
        ('paragraph = "{{ remarks[\'overvew\'] }}"', "没有名为 overvew 的数据，是不是 overview"),
        ('paragraph = "{{ category.outputs.score }}"', "没有名为 outputs 的数据，是不是 output"),
        (
            'paragraph = "{% for row in unscored %}{{ row.completd }}{% endfor %}"',
            "row 里没有名为 completd 的数据，是不是 completed",
        ),
        (
            'paragraph = "{% if false %}{{ unit.cuont }}{% endif %}"',
            "unit 里没有名为 cuont 的数据，是不是 count",
        ),
        (
            "paragraph = \"{{ indicators | map(attribute='nmae') | join('、') }}\"",
            "没有名为 nmae 的数据，是不是 name",
        ),
        (
            "paragraph = \"{{ (indicators | selectattr('completd') | list)[0].name }}\"",
            "没有名为 completd 的数据，是不是 completed",
        ),
        (
            'paragraph = "{% for key, line in funding.items() %}{{ line.lable }}{% endfor %}"',
            "line 里没有名为 lable 的数据，是不是 label",
        ),
        ('paragraph = "{{ say(\'reslt\', execution_rate) }}"', "没有名为 reslt 的句子"),
        ('paragraph = "{{ year | procent }}"', "没有过滤器 procent，是不是 percent"),
        ('paragraph = "{% if year is blank %}有{% endif %}"', "没有判断 blank"),
        ('paragraph = "{% if year %}有"', "写法不对"),
        ('paragraph = "{{ year + 1"', "写法不对"),
        ('when = "balanc > 0"\nparagraph = "有结余。"', "是不是 balance"),
        ('text = "overvew"', "没有名为 overvew 的文本，是不是 overview"),
        ('table = "indicators"\ncategories = ["outputs"]', "没有名为 outputs 的一级指标，是不是 output"),
        ('table = "indicator"', "table 的值不对"),
        ('chart = "score"', "chart 的值不对"),
        ('paragraph = "正文"\nstile = "Title"', "没有 stile 这一项，是不是 style"),
        ('paragraph = "正文"\nstyle = "落 款"', "没有样式“落 款”，是不是 落款"),
        ('heading = "标题"\nstyle = "heading 9"', "没有样式“heading 9”"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_block_line_and_what_was_meant(
    profile: Profile, tmp_path: Path, block: str, said: str
) -> None:
    """The second block begins in line 4; a branch that nobody takes is read as well."""
    first = '[[block]]\nparagraph = "正文。"\n\n'

    faults = [
        fault
        for fault in lint(profile, tmp_path, f"{first}[[block]]\n{block}\n")
        if fault.severity == "error"
    ]

    assert [fault for fault in faults if said in fault.message]
    assert all("report.toml 第 2 块（第 4 行）" in fault.where for fault in faults)


def test_a_named_sentence_is_read_with_what_it_is_said_of(
    profile: Profile, tmp_path: Path
) -> None:
    """Row is an indicator here; a sentence that nobody says is told too."""
    template = """
[sentences]
result = "{{ row.name }}：{{ row.scroe }}"
forgotten = "{{ row.name }}"
[[block]]
paragraph = "{% for each in indicators %}{{ say('result', each) }}{% endfor %}"
"""
    faults = {fault.where: fault for fault in lint(profile, tmp_path, template)}

    (wrong,) = (fault for where, fault in faults.items() if where.endswith("result（第 3 行）"))
    assert "没有名为 scroe 的数据，是不是 score" in wrong.message
    (unused,) = (
        fault for where, fault in faults.items() if where.endswith("forgotten（第 4 行）")
    )
    assert unused.severity == "warning"


def test_sentences_that_say_each_other_are_told(profile: Profile, tmp_path: Path) -> None:
    """Not a crash when a report is written."""
    template = """
[sentences]
one = "{{ say('two', row) }}"
two = "{{ say('one', row) }}"
[[block]]
paragraph = "{{ say('one', indicators | first | default(none)) }}"
"""
    (fault,) = lint(profile, tmp_path, template)

    assert "绕了一圈又说到自己" in fault.message


# --- headings


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("一、甲", "二、乙", "四、丙"), "跳号：上一个是“二、乙”，这里应为“三、”"),
        (("一、甲", "二、乙", "二、丙"), "重复：上一个是“二、乙”，这里应为“三、”"),
        (("一、甲", "二、乙", "三、丙", "四、丁", "二、戊"), "次序颠倒：上一个是“四、丁”，这里应为“五、”"),
        (("二、甲",), "是这一级的第一个，编号应为“一、”"),
        (("一、甲", ("（二）乙", 2)), "编号应为“（一）”"),
        (("一、甲", ("（一）乙", 2), "二、丙", ("（二）丁", 2)), "是这一级的第一个，编号应为“（一）”"),
        (("一、甲", ("（一）乙", 2), ("1.丙", 3), ("3．丁", 3)), "这里应为“2．”"),
        (("一、甲", ("①乙", 2), ("③丙", 2)), "这里应为“②”"),
        (("第一部分　甲", "第三部分　乙"), "这里应为“第二部分”"),
        (("一、甲", "附件2　乙"), "编号应为“附件1”"),
        ((*(f"{n}、章{n}" for n in "一二三四五六七八九"), "十、甲", "十二、乙"), "这里应为“十一、”"),
    ],
)  # fmt: skip
def test_a_printed_number_that_is_not_its_place_is_an_error(
    profile: Profile, tmp_path: Path, headings: tuple[Any, ...], said: str
) -> None:
    """Skipped, repeated, out of order, not begun with one, in every manner of numbering."""
    errors = [
        fault
        for fault in lint(profile, tmp_path, heads(*headings))
        if fault.severity == "error"
    ]

    (fault,) = errors
    assert said in fault.message
    assert "行）" in fault.where


def test_alternatives_may_bear_one_number(profile: Profile, tmp_path: Path) -> None:
    """Of two headings with a `when` each report has one."""
    template = heads(
        "一、甲", ("二、偏差", 1, "unfinished"), ("二、没有偏差", 1, "not unfinished"), "三、乙"
    )

    assert lint(profile, tmp_path, template) == []


def test_a_level_must_not_be_skipped(profile: Profile, tmp_path: Path) -> None:
    """The remedy keeps the looks: level 2 in the style of level 3."""
    (fault,) = lint(profile, tmp_path, heads("一、甲", ("1.乙", 3)))

    assert fault.severity == "warning"
    assert "是 3 级，直接放在 1 级标题“一、甲”之下" in fault.message
    assert 'level = 2；要保留原来的字体，加 style = "heading 3"' in fault.message


def test_the_same_heading_twice_is_an_error(profile: Profile, tmp_path: Path) -> None:
    """Under one heading; 预算执行情况 under another chapter is something else."""
    (fault,) = lint(
        profile,
        tmp_path,
        heads("一、概况", ("（一）资金", 2), ("（二）资金", 2), "二、结论", ("（一）资金", 2)),
    )

    assert "“（二）资金”与前面的“（一）资金”" in fault.message


def test_a_heading_without_content_is_told(profile: Profile, tmp_path: Path) -> None:
    """An empty line is no content, a smaller heading is."""
    empty = '[[block]]\nheading = "一、甲"\n[[block]]\nblank = 2\n'

    (fault,) = lint(profile, tmp_path, empty + heads("二、乙", ("（一）丙", 2)))

    assert "“一、甲”下面没有内容" in fault.message


def test_siblings_are_numbered_in_one_manner(profile: Profile, tmp_path: Path) -> None:
    """（一） beside 2. under one chapter."""
    (fault,) = lint(profile, tmp_path, heads("一、甲", ("（一）乙", 2), ("1.丙", 2)))

    assert "有的用“（一）”，有的用“1.”" in fault.message


# --- texts


def test_a_required_text_that_no_block_prints_is_told(profile: Profile, tmp_path: Path) -> None:
    """Staff write it and nobody would ever read it; a sentence that says it is enough."""
    template = CLEAN.replace('[[block]]\ntext = "experience"\n', "").replace(
        '[[block]]\ntext = "problems"\n', '[[block]]\nparagraph = "{{ texts.problems }}"\n'
    )
    (tmp_path / "report.toml").write_text(template, encoding="utf-8")

    (fault,) = lint_report_template(profile, tmp_path)

    assert 'text = "experience"' in fault.message


def test_a_text_that_the_report_needs_and_the_form_does_not_is_told(
    profile: Profile, tmp_path: Path
) -> None:
    """`check` would say nothing, and the report would print 待补充."""
    texts = tuple(replace(text, required=text.key != "basis") for text in profile.texts)

    (fault,) = lint(replace(profile, texts=texts), tmp_path, "")

    assert "文本 basis 没有写时印成" in fault.message
    assert 'empty = "无。"' in fault.message


# --- the Word file


def own_base(folder: Path, change: Any) -> None:
    """official.docx, changed as somebody would in Word."""
    document = docx.Document(str(bundled_folders()[-1] / "official.docx"))
    change(document)
    document.save(str(folder / "official.docx"))


def test_a_font_that_others_lack_is_told_unless_it_is_embedded(
    profile: Profile, tmp_path: Path
) -> None:
    """The style that asks for it is named."""

    def change(document: Any) -> None:
        fonts = document.styles["Title"].element.rPr.rFonts
        fonts.set(qn("w:eastAsia"), "某某单位专用宋")

    own_base(tmp_path, change)

    (fault,) = lint(profile, tmp_path, "")
    assert "字体“某某单位专用宋”没有嵌入文件" in fault.message
    assert fault.where == f"{tmp_path.name}/official.docx 样式“Title”"

    with zipfile.ZipFile(tmp_path / "official.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    table = parts["word/fontTable.xml"].decode()
    parts["word/fontTable.xml"] = table.replace(
        "</w:fonts>",
        '<w:font w:name="某某单位专用宋"><w:embedRegular/></w:font></w:fonts>',
    ).encode()
    with zipfile.ZipFile(tmp_path / "official.docx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert lint(profile, tmp_path, "") == []


def test_faults_of_tags_in_the_word_file_are_all_told(profile: Profile, tmp_path: Path) -> None:
    """Split by format, not closed, unknown, and the report twice."""

    def change(document: Any) -> None:
        document.add_paragraph("{{ report }}")
        paragraph = document.add_paragraph("{{ project")
        paragraph.add_run("_name }}").bold = True
        document.add_paragraph("{{ year }")
        document.add_paragraph("{{ yaer }}")
        document.add_paragraph("{% for row in indicators %}")
        document.add_paragraph("{{ report }}")

    own_base(tmp_path, change)

    said = "\n".join(map(str, lint(profile, tmp_path, "")))
    assert "标签 {{ project_name }} 被 Word 拆成了格式不同的几截" in said
    assert "“{{”没有配对" in said
    assert "没有名为 yaer 的数据，是不是 year" in said
    assert said.count("标签 {% for row in indicators %} 在本段里没有配对的 {% endfor %}") == 1
    assert "{{ report }} 有 2 处" in said
    assert len(said.splitlines()) == 5
    assert all(f"{tmp_path.name}/official.docx 正文" in line for line in said.splitlines())


def test_a_report_in_the_wrong_place_does_not_hide_the_other_faults(
    profile: Profile, tmp_path: Path
) -> None:
    """Its paragraph has other words; a tag in another paragraph is wrong, and a block too."""

    def change(document: Any) -> None:
        document.add_paragraph("正文：{{ report }}")
        document.add_paragraph("{{ projct_name }}")
        document.add_paragraph("{{ year }")

    own_base(tmp_path, change)

    said = [
        str(each) for each in lint(profile, tmp_path, '[[block]]\nparagraph = "{{ yeer }}"\n')
    ]
    assert len(said) == 4
    for words in ("应单独成段", "没有名为 projct_name", "“{{”没有配对", "没有名为 yeer"):
        assert any(words in each for each in said)


def test_a_style_that_somebody_deleted_is_told(profile: Profile, tmp_path: Path) -> None:
    """Reports mark 待补充 with it; and a block that uses a deleted one is named."""

    def change(document: Any) -> None:
        for name in ("待补充", "落款"):
            element = document.styles[name].element
            element.getparent().remove(element)

    own_base(tmp_path, change)

    block = '[[block]]\nparagraph = "{{ implementing_unit }}"\nstyle = "落款"\n'
    first, second = lint(profile, tmp_path, block)
    assert str(first).startswith("official.docx：没有样式“待补充”")
    assert "report.toml 第 1 块" in second.where


# --- the command


def test_the_command_lists_faults_and_tells_them_by_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1 for an error, 0 for warnings only, 2 without a template or a profile to check it for."""
    folder = tmp_path / "我县"
    folder.mkdir()
    command = ["report", "--check-template", str(folder)]
    assert main(command) == 2
    assert "没有找到报告模板" in capsys.readouterr().err

    (folder / "report.toml").write_text(heads("一、甲", "三、乙") + CLEAN, encoding="utf-8")
    assert main(command) == 2
    assert "--profile" in capsys.readouterr().err
    assert main([*command, "--profile", "shanxi-2020"]) == 1
    told = capsys.readouterr().out
    assert "（用于表样 shanxi-2020）：1 处错误" in told
    assert "错误 我县/report.toml 第 3 块（第 7 行）：标题“三、乙”的编号跳号" in told

    (folder / "report.toml").write_text(heads("一、甲", ("1.乙", 3)) + CLEAN, encoding="utf-8")
    assert main([*command, "--profile", "shanxi-2020"]) == 0
    assert "1 处提醒" in capsys.readouterr().out


def test_a_file_that_is_no_toml_tells_all_its_mistakes_and_what_else_is_wrong(
    profile: Profile, tmp_path: Path
) -> None:
    """Each with its line and what to write; the blocks are read as they were meant."""
    template = (
        '[document]\ntitel = "题"\n\n[[block]\nheading = "一、甲"\n\n'
        '[[block]]\nparagraph = “正文”\n\n[[block]]\nparagraph = "{{ projct_name }}"\n'
    )

    said = [str(each) for each in lint(profile, tmp_path, template)]

    assert [each.removeprefix(f"{tmp_path.name}/report.toml") for each in said] == [
        "（第 4 行）：不是正确的 TOML：[[block] 应写成 [[block]]，两层方括号。",
        '（第 8 行）：不是正确的 TOML：用了中文引号；TOML 里文字要放在英文双引号 " 之间。'
        '改为：paragraph = "正文"',
        " [document]：有不认识的项 titel，是不是 title。",
        " 第 3 块（第 10 行）：没有名为 projct_name 的数据，是不是 project_name。",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "没有 [[block]]，报告是空的"),
        ('[[block]]\nheading = "一、概况"\n'.encode("gbk"), "不是 UTF-8 文本"),
        (b'document = "x"\nsentences = 1\nblock = [1]\n', "document 应写成 [document]"),
        (b"sentences = 1\n[[block]]\nblank = 1\n", "sentences 应写成 [sentences]"),
        (b"[block]\nblank = 1\n", "每一块前面应写 [[block]]"),
        (
            b'[document]\nbase = "none.docx"\n[[block]]\nblank = 1\n',
            "没有找到样式文件 none.docx",
        ),
        (b"\x00\x01\xff", "不是 UTF-8 文本"),
    ],
)
def test_whatever_a_report_toml_holds_is_a_listed_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    """Status 1, with or without a profile to check it for."""
    (tmp_path / "report.toml").write_bytes(content)
    command = ["report", "--check-template", str(tmp_path)]

    for more in ([], ["--profile", "shanxi-2020"]):
        assert main([*command, *more]) == 1
        told = capsys.readouterr()
        assert said in told.out
        assert not told.err


def test_a_word_file_that_cannot_be_used_hides_no_other_fault(
    profile: Profile, tmp_path: Path
) -> None:
    """The sentences are held against the form all the same."""
    (tmp_path / "official.docx").write_bytes(b"PK no zip")

    first, second = lint(profile, tmp_path, '[[block]]\nparagraph = "{{ projct_name }}"\n')

    assert "不是可用的 .docx" in first.message
    assert "没有名为 projct_name" in second.message


def test_every_shipped_template_is_without_error_for_every_form_that_uses_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All that came with us, by name."""
    for folder in sorted((bundled_folders()[-1]).iterdir()):
        if folder.is_dir() and any(
            load_profile(path.stem).report == folder.name
            for path in (bundled_folders()[-1].parent / "xltools" / "profiles").glob("*.toml")
        ):
            assert main(["report", "--check-template", folder.name]) == 0
    assert "错误" not in capsys.readouterr().out
