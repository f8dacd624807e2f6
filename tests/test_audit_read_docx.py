"""Word files as people make them: what is read is what a reader of the page sees."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import p, r, tbl, tc, word_file

from xltools.audit import Report, audit_report, read_report
from xltools.audit.annotate import annotated
from xltools.audit.read import read_bytes
from xltools.audit.read_docx import read_docx
from xltools.audit.word.numbering import printed
from xltools.errors import FileError

BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"


def read(body: str, **parts: str) -> Report:
    """A report from the XML of its body."""
    return read_docx("报告.docx", word_file(body, **parts))


def raws(report: Report, kind: str = "") -> list[str]:
    """What the lines say; only those of one kind if asked."""
    return [line.raw for line in report.lines if kind in ("", line.kind)]


def field(instruction: str, shown: str) -> str:
    """A complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# --- characters


def test_a_tracked_change_is_read_as_if_it_were_accepted() -> None:
    """Insertions and moved text stand, deletions do not."""
    report = read(
        p(
            "预算",
            '<w:del w:id="1"><w:r><w:delText>10</w:delText></w:r></w:del>',
            f'<w:ins w:id="2">{r("12")}</w:ins>',
            f'<w:moveFrom w:id="3">{r("旧")}</w:moveFrom><w:moveTo w:id="4">{r("新")}</w:moveTo>',
            "万元。",
        )
    )
    assert raws(report) == ["预算12新万元。"]


def test_a_deleted_paragraph_and_a_deleted_row_are_gone() -> None:
    """A paragraph whose words and mark are deleted counts for no number of a list either."""
    gone = '<w:rPr><w:del w:id="1"/></w:rPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    row = f'<w:tr><w:trPr><w:del w:id="2"/></w:trPr>{tc("旧")}{tc("1")}</w:tr>'
    report = read(
        p('<w:del w:id="3"><w:r><w:delText>旧标题</w:delText></w:r></w:del>', properties=gone)
        + p("新标题", properties=listed)
        + f"<w:tbl><w:tr>{tc('新')}{tc('2')}</w:tr>{row}</w:tbl>",
        numbering=NUMBERING,
    )
    assert raws(report) == ["一、新标题", "新", "2"]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    """Also where a field stands inside the instruction of another one."""
    nested = field("IF " + field("MERGEFIELD 金额", r("99")), r("100"))
    assert raws(read(p("共", nested, "元。"))) == ["共100元。"]
    simple = f'<w:fldSimple w:instr="SEQ 表">{r("3")}</w:fldSimple>'
    assert raws(read(p("表", simple, "评分表", style="c"))) == ["表3评分表"]


def test_a_field_without_end_hides_nothing() -> None:
    """A broken document is read as far as it can be."""
    report = read(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "甲。") + p("乙。"))
    assert raws(report) == ["甲。", "乙。"]


def test_tabs_hyphens_symbols_and_hidden_text() -> None:
    """A ticked box is a tick; hidden words are not on the page."""
    report = read(
        p(
            "优", '<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>', TAB, "A",
            "<w:r><w:noBreakHyphen/></w:r>", "1", r("秘密", "<w:vanish/>"),
            r("可见", '<w:vanish w:val="0"/>'),
        )
    )  # fmt: skip
    assert raws(report) == ["优☑\tA-1可见"]


def test_shift_enter_behind_a_full_sentence_is_a_new_paragraph() -> None:
    """Elsewhere it only ends a line."""
    """Elsewhere it only ends a line."""
    report = read(
        p("一、情况", BREAK, "第一句。", BREAK, "（一）资金", BREAK, "到位", BREAK, "情况")
    )
    assert [(line.kind, line.raw) for line in report.lines] == [
        ("heading", "一、情况"), ("body", "第一句。"), ("heading", "（一）资金\n到位\n情况"),
    ]  # fmt: skip
    two = read(p("第一句。", BREAK, "第二句，", BREAK, "还是第二句。"))
    assert raws(two) == ["第一句。", "第二句，\n还是第二句。"]
    assert two.lines[1].text == "第二句,还是第二句。"


def test_a_formula_and_a_ruby_are_read_once() -> None:
    """The base text counts, its pronunciation does not."""
    ruby = (
        f"<w:r><w:ruby><w:rt>{r('jì')}</w:rt><w:rubyBase>{r('绩')}</w:rubyBase></w:ruby></w:r>"
    )
    formula = "<m:oMath><m:r><m:t>244÷290=84%</m:t></m:r></m:oMath>"
    assert raws(read(p("绩效：", ruby, formula))) == ["绩效：绩244÷290=84%"]


def test_odd_characters_fold_to_what_they_mean() -> None:
    """Radicals from a PDF, zero-width and non-breaking blanks, full width, Arabic digits."""
    report = read(p("⼀、\u200b基\u00a0本\u2060情况") + p("１，２３４．５０\u3000万元。"))
    assert report.lines[0].kind == "heading"
    assert [line.text for line in report.lines] == ["一、基本情况", "1,234.50万元。"]


# --- numbers, headings, contents, titles

NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(text: str, level: int, num: int = 1) -> str:
    """A paragraph of a list."""
    inside = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num}"/>'
    return p(text, properties=f"<w:numPr>{inside}</w:numPr>")


def test_automatic_numbers_are_counted_and_printed() -> None:
    """Chinese, in brackets, decimal, restarted, overridden, legal, and bullets."""
    body = [
        listed("甲", 0), listed("乙", 1), listed("丙", 2), listed("丁", 2), listed("戊", 1),
        listed("己", 2), listed("庚", 2, 2), listed("辛", 0), listed("壬", 3), listed("癸", 4),
        p("无", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
    ]  # fmt: skip
    assert raws(read("".join(body), numbering=NUMBERING)) == [
        "一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "5.庚", "二、辛", "2.1.1壬", "癸", "无",
    ]  # fmt: skip


def test_a_list_of_a_style_numbers_its_paragraphs() -> None:
    """Headings get their numbers from the style as a rule; the level may name the style."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="标题 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="k"><w:name w:val="小标题"/><w:basedOn w:val="h"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="ideographDigital"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:pStyle w:val="h"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    )
    report = read(
        p("概况", style="h") + p("细节", style="k"), styles=styles, numbering=numbering
    )
    assert [(line.raw, line.level) for line in report.lines] == [
        ("（一）概况", 1),
        ("（二）细节", 2),
    ]


@pytest.mark.parametrize(
    ("count", "style", "shown"),
    [
        (10, "chineseCounting", "十"), (23, "chineseCounting", "二十三"),
        (10, "ideographDigital", "一〇"), (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"), (2, "chineseLegalSimplified", "贰"),
        (1, "ideographTraditional", "甲"), (14, "upperRoman", "XIV"), (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedParen", "⑶"), (7, "decimalFullWidth", "７"), (4, "decimalZero", "04"),
        (5, "no such format", "5"), (120, "chineseCountingThousand", "一百二十"), (9, "none", ""),
    ],
)  # fmt: skip
def test_word_s_number_formats(count: int, style: str, shown: str) -> None:
    """As Word prints them; what is not known is printed as digits."""
    assert printed(count, style) == shown


def test_headings_are_known_by_level_and_name_through_inheritance() -> None:
    """A style's id says nothing; running text with a heading's style is no heading."""
    long = "本项目由单位组织实施，资金到位及时，管理规范。" * 4
    report = read(
        p("基本情况", style="1") + p("概况", style="2") + p("细节", style="mine")
        + p("直接", properties='<w:outlineLvl w:val="2"/>') + p(long, style="1")
        + p("正文级别", properties='<w:outlineLvl w:val="9"/>')
    )  # fmt: skip
    assert [(line.kind, line.level) for line in report.lines] == [
        ("heading", 1), ("heading", 2), ("heading", 1), ("heading", 3), ("body", 0), ("body", 0),
    ]  # fmt: skip


def test_numbers_without_styles_find_their_level_beside_styled_ones() -> None:
    """Half the headings have a style, the others only a number."""
    report = read(
        p("一、情况", style="1")
        + p("（一）概况")
        + p("1.背景")
        + p("（二）资金")
        + p("二、结论")
    )
    assert [line.level for line in report.lines] == [1, 2, 3, 2, 1]
    upside = read(
        p("一、情况") + p("（一）概况", style="2") + p("二、结论") + p("（一）评分", style="2")
    )
    assert [line.level for line in upside.lines] == [1, 2, 1, 2]


@pytest.mark.parametrize("how", ["control", "field", "styles", "typed"])
def test_the_table_of_contents_is_no_text(how: str) -> None:
    """In whichever of its four ways it is made."""
    entries = [("一、基本情况", 1), ("二、评价结论", 3), ("三、存在的问题", 5)]
    if how == "typed":
        body = "".join(p(f"{words}……………{page}") for words, page in entries)
    else:
        style = "toc1" if how == "styles" else ""
        lines = [
            p(words, TAB, field("PAGEREF", r(str(page))), style=style)
            for words, page in entries
        ]
        if how == "field":
            begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            lines[0] = p(begin, "一、基本情况", TAB, "1")
            lines[-1] = p(
                "三、存在的问题", TAB, "5", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        body = "".join(lines)
        if how == "control":
            gallery = (
                '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
            )
            body = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    report = read(body + p("一、基本情况", style="1") + p("本项目很好。"))
    assert [line.kind for line in report.lines] == ["contents"] * 3 + ["heading", "body"]
    assert [chapter.heading.raw for chapter in report.chapters] == ["一、基本情况"]


def test_the_title_stands_before_the_text() -> None:
    """Centred lines of the cover, or the style; a centred line further on is none."""
    centre = '<w:jc w:val="center"/>'
    report = read(
        p("某单位", properties=centre) + p("2022年度自评报告", style="t") + p("一、情况")
        + p("小计", properties=centre)
    )  # fmt: skip
    assert [line.kind for line in report.lines] == ["title", "title", "heading", "body"]


# --- tables, boxes, notes, controls


def test_merged_cells_stand_in_each_place_they_cover() -> None:
    """Across, down, and both; a short row is filled up."""
    two = '<w:gridSpan w:val="2"/>'
    report = read(
        tbl(
            (tc("项目", properties='<w:vMerge w:val="restart"/>'), tc("金额", properties=two)),
            (tc("", properties="<w:vMerge/>"), "预算", "执行"),
            ("甲", "1"),
        )
    )
    (table,) = report.tables
    assert table.texts == (("项目", "金额", "金额"), ("项目", "预算", "执行"), ("甲", "1", ""))
    assert table.rows[0][0] is table.rows[1][0]
    assert table.rows[0][1] is table.rows[0][2]


def test_a_title_row_and_a_line_above_name_the_table() -> None:
    """Merged over the whole width, or a paragraph; the unit stands beside or below the title."""
    whole = '<w:gridSpan w:val="2"/>'
    rows = (
        (tc("项目资金情况表", properties=whole),), (tc("单位：元", properties=whole),),
        ("预算", "10000"), ("执行", "9000"),
    )  # fmt: skip
    above = p("项目资金情况表") + p("（单位：元）") + tbl(*rows[2:])
    for body in (tbl(*rows), above):
        (table,) = read(p("一、资金") + body).tables
        assert table.caption.startswith("项目资金情况表")
        assert "单位:元" in table.caption
        assert table.texts[0] == ("预算", "10000")
    assert [line.kind for line in read(p("一、资金") + p("情况见下表") + tbl(*rows[2:])).lines][
        1
    ] == "body"


def test_a_cell_of_several_paragraphs_is_one_line() -> None:
    """Digits of different paragraphs do not run together."""
    cell = tc("完成", p("100"), p("200"))
    report = read(tbl((cell, "x"), ("a", "b")))
    assert report.tables[0].texts[0][0] == "完成100\n200"


def test_a_frame_around_the_text_is_no_table() -> None:
    """Some offices print the whole report inside one cell, or in rows of a form."""
    text = "本项目由单位组织实施。" * 20
    inside = p("一、基本情况") + p(text) + tbl(("项目", "预算"), ("甲", "1"))
    framed = read(f"<w:tbl><w:tr>{tc(inside)}</w:tr></w:tbl>")
    assert [line.kind for line in framed.lines] == ["heading", "body", *["cell"] * 4]
    assert framed.tables[0].texts == (("项目", "预算"), ("甲", "1"))
    wide = tc(p(text), properties='<w:gridSpan w:val="2"/>')
    rows = read(tbl(("名称", "甲项目"), (wide,), ("电话", "无")))
    assert [line.kind for line in rows.lines] == ["cell", "cell", "body", "cell", "cell"]


def test_a_table_in_a_cell_follows_the_table() -> None:
    """Neither its words nor those around it are lost."""
    inner = tbl(("甲", "1"), ("乙", "2"))
    report = read(tbl((tc("明细", inner, ""), "x"), ("a", "b")))
    assert [table.texts[0] for table in report.tables] == [("明细", "x"), ("甲", "1")]


def test_text_boxes_notes_and_controls_are_read_once_and_in_place() -> None:
    """Word keeps two versions of a box; people do not count it as a paragraph."""
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"<w:txbxContent>{p('框内')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    inline = f"<w:sdt><w:sdtContent>{r('里')}</w:sdtContent></w:sdt>"
    control = f"<w:sdt><w:sdtContent>{p('控件', inline)}</w:sdtContent></w:sdt>"
    report = read(
        p("一、情况") + p("正文", box, note) + control,
        footnotes=f'<w:footnote w:id="3">{p("脚注内")}</w:footnote>',
    )
    assert raws(report) == ["一、情况", "正文", "框内", "脚注内", "控件里"]
    assert [line.ordinal for line in report.lines] == [0, 1, 1, 1, 2]


def test_a_document_of_tables_only_and_an_empty_one() -> None:
    """Nothing to read is no mistake of the reader."""
    assert [line.kind for line in read(tbl(("a", "b"))).lines] == ["cell", "cell"]
    assert read("").lines == ()
    assert read(p("")).lines == ()


def test_a_report_of_python_docx_is_read(tmp_path: Path) -> None:
    """The most common library's own template."""
    document = docx.Document()
    document.add_heading("某项目自评报告", 0)
    document.add_heading("一、基本情况", 1)
    document.add_paragraph("预算10万元。")
    document.add_table(1, 2).cell(0, 1).text = "5"
    path = tmp_path / "报告.docx"
    document.save(str(path))
    report = read_report(path)
    assert [(line.kind, line.raw) for line in report.lines if line.raw] == [
        ("title", "某项目自评报告"), ("heading", "一、基本情况"), ("body", "预算10万元。"), ("cell", "5"),
    ]  # fmt: skip


def test_two_hundred_pages_are_read_within_seconds() -> None:
    """A unit report of many projects with its tables; several times what we have seen."""
    page = "".join(
        p("本项目预算", r("10", "<w:b/>"), "万元，执行率为100%，完成情况良好。" * 3)
        for _ in range(20)
    )
    table = tbl(*[tuple(f"{row}-{column}" for column in range(8)) for row in range(15)])
    file = word_file((page + table) * 200)
    start = time.process_time()
    report = read_docx("长.docx", file)
    assert time.process_time() - start < 8
    assert (len(report.tables), len(report.prose)) == (200, 4000)


# --- files that are not what they seem


def repacked(change: dict[str, bytes | None], plain: bytes | None = None) -> bytes:
    """A .docx with members exchanged or left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain or word_file(p("甲。")))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *change]):
            data = change[name] if name in change else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return stream.getvalue()


DTD = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WORKBOOK = (Path(__file__).parent.parent / "workbook").glob("*.xlsx")
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "空文件"),
    "zeros": (b"\0" * 5000, "空文件"),
    "half a zip": (word_file(p("甲。"))[:900], "不完整"),
    "a zip of something": (repacked({"[Content_Types].xml": None, "_rels/.rels": None}), "压缩包"),
    "a workbook": (next(WORKBOOK).read_bytes(), "Excel 工作簿"),
    "no main part": (repacked({"word/document.xml": None}), "找不到正文部件"),
    "a broken main part": (repacked({"word/document.xml": b"<w:document"}), "不是完整的 XML"),
    "another root": (repacked({"word/document.xml": b"<x/>"}), "找不到正文部件"),
    "broken styles": (repacked({"word/styles.xml": b"<w:styles"}), "styles.xml"),
    "an entity": (repacked({"word/document.xml": DTD + b"<x>&a;</x>"}), "DTD"),
    "deep nesting": (
        repacked({"word/document.xml": b"<a>" * 100_000 + b"</a>" * 100_000}), "XML"
    ),
    "a bomb": (repacked({"word/media/a.bin": b"\0" * (65 << 20)}), "超过上限"),
    "an old .doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .docx"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "RTF": (b"{\\rtf1 ...}", "RTF"),
    "a web page": (b"\xef\xbb\xbf<html><body>x</body></html>", "网页"),
    "Word 2003 XML": (b"<?xml version='1.0'?><w:wordDocument/>", "另存为 .docx"),
    "bytes": (bytes(range(256)) * 4, "不是文本文件"),
    "broken UTF-8": ("本项目预算执行率为百分之百，".encode() * 9 + b"\xff\xfe\xe4", "已损坏"),
    "OpenDocument": (
        repacked({"[Content_Types].xml": None, "_rels/.rels": None, "mimetype": b"x"}), ".odt"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_report_is_refused_in_one_chinese_line(what: str) -> None:
    """The file is named, the reason given, and what to do; never a traceback."""
    data, words = REFUSED[what]
    with pytest.raises(FileError) as error:
        read_bytes("来件.docx", data)
    said = str(error.value)
    assert "来件.docx" in said
    assert words in said
    assert "\n" not in said
    assert "xlsx" not in said


def test_an_encrypted_member_is_refused() -> None:
    """A zip's own password, which no Word sets, but a mail gateway may."""
    data = bytearray(word_file(p("甲。")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(FileError, match="密码"):
        read_bytes("来件.docx", bytes(data))


@pytest.mark.parametrize("path", ["没有.docx", "~$报告.docx", "."])
def test_a_path_that_leads_to_no_file_is_told(path: str, tmp_path: Path) -> None:
    """Missing, a lock file, a folder."""
    with pytest.raises(FileError):
        read_report(tmp_path / path)


@given(st.data())
def test_a_damaged_docx_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """Bytes changed, cut or doubled anywhere."""
    good = word_file(p("一、情况") + p("预算10万元。") + tbl(("a", "b")), numbering=NUMBERING)
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))
    for each in (bytes(broken), bytes(broken[:cut])):
        with contextlib.suppress(FileError):
            read_bytes("来件.docx", each)


_NAMES = ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "pPr", "numPr",
          "numId", "ilvl", "fldChar", "txbxContent", "drawing", "tcPr", "vMerge", "gridSpan"]  # fmt: skip


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Elements of Word nested as no Word nests them."""
    name = draw(st.sampled_from(_NAMES))
    value = draw(
        st.sampled_from(["", ' w:val="1"', ' w:val="x"', ' w:val="-3"', ' w:val="99999999"'])
    )
    inside = "".join(draw(st.lists(st.one_of(st.just("文"), markup()), max_size=3)))
    return f"<w:{name}{value}>{inside}</w:{name}>"


@given(st.lists(markup(), max_size=5))
def test_elements_nested_as_no_word_nests_them_are_read(found: list[str]) -> None:
    """Well-formed nonsense is no reason to fall over."""
    read("".join(found), numbering=NUMBERING)


PICTURE = "<w:r><w:pict><v:shape><v:imagedata r:id='rId9'/></v:shape></w:pict></w:r>"
LINE = "<w:r><w:pict><v:line from='0,0' to='9,9'/></w:pict></w:r>"


def test_a_picture_is_a_line_without_words() -> None:
    """Alone in a paragraph, or behind the words of one; a drawn line is no picture."""
    body = p("流程如下：") + p(PICTURE) + p("图1", PICTURE) + p(LINE)

    assert [line.kind for line in read(body).lines] == ["body", "picture", "caption", "picture"]


def test_a_table_of_pictures_is_followed_by_one() -> None:
    """Photographs are laid out in tables; what they show nobody can read here."""
    found = read(tbl((tc(p(PICTURE)), tc(p(PICTURE))), ("改造前", "改造后")))

    assert [line.kind for line in found.lines].count("picture") == 1
    assert len(found.tables) == 1


SEEDS = sorted((Path(__file__).parent / "data" / "seeds").glob("*.txt"))


def as_word(report: Report) -> bytes:
    """The lines of a report as plain paragraphs and its tables as tables, merged cells merged."""
    first = {table.rows[0][0].index: table for table in report.tables}
    body = []
    for line in report.lines:
        if line.index in first:
            rows = []
            for row in first[line.index].rows:
                cells = {cell.index: cell for cell in row}
                spans = [(cell, sum(each is cell for each in row)) for cell in cells.values()]
                rows.append(
                    tuple(
                        tc(cell.raw, properties=f'<w:gridSpan w:val="{span}"/>')
                        for cell, span in spans
                    )
                )
            body.append(tbl(*rows))
        elif line.kind != "cell":
            body.append(p(line.raw.replace("&", "&amp;").replace("<", "&lt;")))
    return word_file("".join(body))


@pytest.mark.parametrize("path", SEEDS, ids=[path.stem for path in SEEDS])
def test_a_report_is_judged_alike_as_text_and_as_word_file(path: Path) -> None:
    """Five published reports: the same remarks at the same words, and a comment for each."""
    text = read_report(path)
    file = as_word(text)
    word = read_docx(text.name, file)

    def said(report: Report) -> list[tuple[str, str, str]]:
        return [(each.code.number, each.words, each.where) for each in audit_report(report)]

    assert said(word) == said(text)
    copy = annotated(text.name, file, audit_report(word))
    assert len(list(docx.Document(io.BytesIO(copy)).comments)) == len(said(word))
