"""An annotated copy: each remark is a comment at its very words, and nothing else has changed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_files import W, p, part, r, tbl, tc, word_file

from xltools.audit import Line, Report
from xltools.audit.annotate import annotated, comment_lines
from xltools.audit.codes.form import FormCode
from xltools.audit.read_docx import read_docx
from xltools.audit.remark import Remark, remark

NAME = "报告.docx"
BOLD = "<w:b/>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    f"{p('框里写着12万元')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('框里写着12万元')}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
BODY = "".join(
    [
        p("某项目自评报告", properties='<w:jc w:val="center"/>'),
        p("一、基本", r("情况", BOLD), style="1"),
        p("本项目预算 ", r("11", BOLD), ".2", r("5", "<w:i/>"), "万元，执行率为", "100%。"),
        p(
            "依据",
            f'<w:hyperlink w:anchor="x">{r("《办法》第")}{r("10", BOLD)}{r("条")}</w:hyperlink>',
            f'<w:ins w:id="7" w:author="某人">{r("已完成3项")}</w:ins>',
            '<w:del w:id="8" w:author="某人"><w:r><w:delText>2项</w:delText></w:r></w:del>',
            "。",
        ),
        p("甲", "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙90分</w:t></w:r>"),
        p("见", BOX, "右框。"),
        tbl(("指标", "目标值", "实际值"), (tc("培训", p("", r("次数", BOLD))), "2", "3")),
        tbl((tc("合计", properties='<w:gridSpan w:val="2"/>'), tc("")), ("甲", "乙", "丙")),
    ]
)  # fmt: skip
FILE = word_file(BODY)
REPORT = read_docx(NAME, FILE)


def note(line: Line, start: int, end: int, claim: str = "1") -> Remark:
    """A remark at some words."""
    return remark(
        FormCode.NUMBER_DIFFERS, (line, start, end), claim=claim, against="2", place="自评表!E9"
    )


def body_of(data: bytes) -> etree._Element:
    """The main part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def characters(element: etree._Element) -> str:
    """The characters of one element."""
    return {f"{{{W}}}t": element.text or "", f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}.get(
        str(element.tag), ""
    )


def commented(data: bytes) -> dict[str, str]:
    """Id of each comment → the words between its marks; it must have all three marks."""
    found: dict[str, str] = {}
    open_: set[str] = set()
    for element in body_of(data).iter():
        name = etree.QName(element).localname
        if name == "commentRangeStart":
            open_.add(element.get(f"{{{W}}}id"))
            found[element.get(f"{{{W}}}id")] = ""
        elif name == "commentRangeEnd":
            open_.remove(element.get(f"{{{W}}}id"))
        elif name == "commentReference":
            assert element.get(f"{{{W}}}id") not in open_
        elif not any(each.tag == f"{{{W}}}txbxContent" for each in element.iterancestors()):
            for each in open_:
                found[each] += characters(element)
    assert not open_
    return found


def without_marks(data: bytes) -> list[tuple[str, str]]:
    """Every character of the document with its run's properties: what a reader sees."""
    seen = []
    for run in body_of(data).iter(f"{{{W}}}r"):
        look = run.find(f"{{{W}}}rPr")
        shown = "" if look is None else etree.tostring(look, method="c14n").decode()
        for element in run:
            seen += [(char, shown) for char in characters(element)]
    return seen


def lines_of(report: Report) -> Iterator[Line]:
    """Lines with words, in the body."""
    yield from (line for line in report.lines if line.text)


@st.composite
def spans(draw: Callable[..., int]) -> list[tuple[Line, int, int]]:
    """Words of some lines, overlapping or not."""
    lines = list(lines_of(REPORT))
    found = []
    for _ in range(draw(st.integers(1, 6))):
        line = lines[draw(st.integers(0, len(lines) - 1))]
        start = draw(st.integers(0, len(line.text) - 1))
        found.append((line, start, draw(st.integers(start + 1, len(line.text)))))
    return found


@given(spans())
def test_a_comment_stands_at_exactly_its_words(found: list[tuple[Line, int, int]]) -> None:
    """Whatever runs, links, insertions and cells they span; the text stays as it was."""
    remarks = [note(*each) for each in found]
    data = annotated(NAME, FILE, remarks)

    in_box = [each.line.raw.startswith("框") for each in remarks]
    words = commented(data)
    assert len(words) == len(remarks)
    for number, (each, boxed) in enumerate(zip(remarks, in_box, strict=True)):
        if not boxed:
            assert words[str(number)].replace("\n", "") == each.words.replace("\n", "")
    assert without_marks(data) == without_marks(FILE)
    assert [line.raw for line in read_docx(NAME, data).lines] == [
        each.raw for each in REPORT.lines
    ]


def test_python_docx_reads_the_comments_back() -> None:
    """Author, initials, and the words of the remark; no date, so that bytes are reproducible."""
    line = next(line for line in REPORT.lines if "11.25" in line.text)
    one = note(line, 5, 10)
    data = annotated(NAME, FILE, [one])

    (comment,) = docx.Document(io.BytesIO(data)).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("xltools", "xl", None)
    assert comment.text.split("\n") == list(comment_lines(one))
    assert data == annotated(NAME, FILE, [one])


def test_without_remarks_the_copy_is_the_file() -> None:
    """Nothing to say, nothing changed."""
    assert annotated(NAME, FILE, []) == FILE


def test_comments_that_are_there_stay_and_ids_do_not_clash() -> None:
    """An office's own comments are not ours to touch."""
    theirs = '<w:comment w:id="4" w:author="某科长"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment>'
    body = (
        f'<w:p><w:commentRangeStart w:id="4"/>{r("预算10万元。")}<w:commentRangeEnd w:id="4"/>'
        '<w:r><w:commentReference w:id="4"/></w:r></w:p>'
    )
    file = word_file(body, comments=theirs)
    line = read_docx(NAME, file).lines[0]

    data = annotated(NAME, file, [note(line, 2, 4), note(line, 2, 4, "3")])
    assert commented(data) == {"4": "预算10万元。", "5": "10", "6": "10"}
    found = {c.comment_id: (c.author, c.text) for c in docx.Document(io.BytesIO(data)).comments}
    assert found[4] == ("某科长", "请核实")
    assert found[5][0] == found[6][0] == "xltools"


def test_an_annotated_copy_annotated_again_says_nothing_twice() -> None:
    """Only what is new is added, the same remark at a second place too."""
    line = next(line for line in REPORT.lines if "11.25" in line.text)
    one, other, third = note(line, 5, 10), note(line, 2, 4, "3"), note(line, 11, 12)
    once = annotated(NAME, FILE, [one])

    assert annotated(NAME, once, [one]) == once
    again = annotated(NAME, once, [one, other, third])
    assert comment_lines(third) == comment_lines(one)
    said = [comment.text for comment in docx.Document(io.BytesIO(again)).comments]
    assert said == ["\n".join(comment_lines(each)) for each in (one, other, third)]


def test_the_same_words_of_somebody_else_are_no_comment_of_ours() -> None:
    """A person who repeats what we said has not said it for us."""
    line_of = read_docx(NAME, word_file(p("预算10万元。"))).lines[0]
    words = "".join(
        f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in comment_lines(note(line_of, 2, 4))
    )
    file = word_file(
        p("预算10万元。"), comments=f'<w:comment w:id="4" w:author="某科长">{words}</w:comment>'
    )

    data = annotated(NAME, file, [note(read_docx(NAME, file).lines[0], 2, 4)])

    assert len(list(docx.Document(io.BytesIO(data)).comments)) == 2


def test_other_members_of_the_package_are_copied_byte_for_byte() -> None:
    """Pictures, settings, headers: we did not make them."""
    extra = {"word/media/image1.png": "no picture", "customXml/item1.xml": "<a/>"}
    file = word_file(BODY, members=extra)
    data = annotated(NAME, file, [note(read_docx(NAME, file).lines[0], 0, 2)])
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
        assert new.testzip() is None
    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
    }


def test_an_empty_cell_a_text_box_and_a_note_are_commented_where_word_allows_it() -> None:
    """An empty cell has a paragraph; what is in a box or a note is said where it hangs."""
    file = word_file(
        BODY + p("说明", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。"),
        footnotes=f'<w:footnote w:id="2">{p("脚注里有5万元。")}</w:footnote>',
    )
    report = read_docx(NAME, file)
    empty = next(line for line in report.lines if line.kind == "cell" and not line.text)
    box = next(line for line in report.lines if line.raw.startswith("框里"))
    foot = next(line for line in report.lines if line.raw.startswith("脚注"))

    data = annotated(NAME, file, [note(empty, 0, 0), note(box, 4, 6), note(foot, 4, 5)])
    words = commented(data)
    assert words["0"] == ""
    assert words["1"] == "见右框。"
    assert words["2"] == "说明。"
    boxes = body_of(data).iter(f"{{{W}}}txbxContent")
    assert not any(each.find(f".//{{{W}}}commentReference") is not None for each in boxes)


def test_an_automatic_number_is_commented_at_its_paragraph() -> None:
    """The number is not among the characters: the comment begins with the first of them."""
    level = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    file = word_file(
        p("基本情况", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'), numbering=numbering
    )
    line = read_docx(NAME, file).lines[0]
    assert line.raw == "一、基本情况"

    words = commented(
        annotated(NAME, file, [note(line, 0, 2), note(line, 0, 4), note(line, 4, 6)])
    )
    assert words == {"0": "基", "1": "基本", "2": "情况"}


def test_word_s_strict_dialect_is_kept() -> None:
    """A file in “Strict Open XML” comes back as one."""
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    plain = word_file("")
    xml = part("document", f"<w:body>{p('预算10万元。')}</w:body>").replace(W, strict)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    file = stream.getvalue()
    line = read_docx(NAME, file).lines[0]
    assert line.text == "预算10万元。"

    with zipfile.ZipFile(io.BytesIO(annotated(NAME, file, [note(line, 2, 4)]))) as archive:
        for name in ("word/document.xml", "word/comments.xml"):
            assert strict.encode() in archive.read(name)
            assert W.encode() not in archive.read(name)


def test_libreoffice_opens_the_copy_and_keeps_every_comment(
    tmp_path: Path, office: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """An independent reader: it loads the copy, and its own save holds the same comments."""
    remarks = [note(line, 0, 1, line.text) for line in lines_of(REPORT)]
    source = tmp_path / "批注.docx"
    source.write_bytes(annotated(NAME, FILE, remarks))
    out = tmp_path / "out"
    office("--convert-to", "docx", "--outdir", str(out), str(source))

    saved = docx.Document(str(out / "批注.docx"))
    said = sorted(comment.text.split("\n")[0] for comment in saved.comments)
    assert said == sorted(comment_lines(each)[0] for each in remarks)
