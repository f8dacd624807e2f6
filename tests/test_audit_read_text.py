"""Reports as text: encodings, three kinds of tables, headings; and whatever people type."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from check_forms import NATIONAL, form, money, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xltools.audit import Form, audit_report
from xltools.audit.read import read_bytes
from xltools.audit.read_text import parse_text, read_text
from xltools.audit.report import fold
from xltools.errors import FileError
from xltools.score import score_form

TEXT = "一、基本情况\n本项目预算10万元。\n"
SEEDS = sorted((Path(__file__).parent / "data" / "seeds").glob("*.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_encodings_of_chinese_texts_are_read(encoding: str) -> None:
    """As Windows Notepad, WPS and programs save them."""
    report = read_text("a.txt", TEXT.encode(encoding))
    assert [(line.kind, line.raw) for line in report.lines] == [
        ("heading", "一、基本情况"), ("body", "本项目预算10万元。"),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    """Old Macs, Word's own, page breaks."""
    assert len(read_text("a.txt", TEXT.replace("\n", end).encode()).lines) == 2


def test_what_word_leaves_in_a_text_is_no_character() -> None:
    """Marks of fields, cells, and an extractor's bookmarks."""
    text = "\x13 PAGE \x15本项目[bookmark: _Toc1]预算\x0110万元。"
    assert (
        parse_text("a", text.replace("\x13 PAGE \x15", "")).lines[0].text.endswith("10万元。")
    )
    assert read_text("a.txt", text.encode()).lines[0].text == "PAGE本项目预算10万元。"


def test_a_broken_text_is_refused() -> None:
    """A few bad bytes in UTF-8 would be read as other characters."""
    data = "本项目预算执行率为百分之九十五。".encode() * 5
    with pytest.raises(FileError, match="损坏"):
        read_text("a.txt", data[:-2] + b"\xff")


def test_tables_in_pipes_tabs_and_stacked_cells() -> None:
    """Markdown, copied from Word, and what extractors print."""
    pipes = "|指标|得分|\n|---|:-:|\n|甲|10|\n"
    tabs = "指标\t得分\n甲\t10\n"
    stacked = "\t指标\n\t得分\n\n\t甲\n\t10\n"
    assert len(parse_text("a", "|甲|乙|\n|-|-|\n|-|-|\n").tables[0].rows) == 2
    for text in (pipes, tabs, stacked):
        (table,) = parse_text("a", text).tables
        assert table.texts == (("指标", "得分"), ("甲", "10"))


def test_markdown_headings_have_their_level_and_emphasis_is_no_text() -> None:
    """# is level 1; a heading that only its number shows is placed beside them."""
    report = parse_text("a", "# 一、情况\n## （一）概况\n**项目**背景。\n1.资金\n")
    assert [(line.kind, line.level, line.raw) for line in report.lines] == [
        ("heading", 1, "一、情况"), ("heading", 2, "（一）概况"), ("body", 0, "项目背景。"),
        ("heading", 3, "1.资金"),
    ]  # fmt: skip


def test_typed_contents_are_contents() -> None:
    """Three lines in a row with dots and a page number; one such line is a line."""
    entries = "一、情况.........1\n二、结论……3\n三、问题\t5\n"
    report = parse_text("a", f"目 录\n{entries}一、情况\n很好。\n")
    assert [line.kind for line in report.lines] == ["contents"] * 4 + ["heading", "body"]
    plain = parse_text("a", f"{entries.replace(chr(9), '…')}一、情况\n很好。\n")
    assert [line.kind for line in plain.lines] == ["contents"] * 3 + ["heading", "body"]
    assert parse_text("a", "合计.....12\n很好。\n").lines[0].kind == "body"


def test_digits_on_two_lines_of_a_cell_are_two_numbers() -> None:
    """Elsewhere the end of a line inside a paragraph is nothing."""
    assert fold("100\n200")[0] == "100\n200"
    assert fold("完成\n情况\n100")[0] == "完成情况100"


# --- whatever people type

_PIECES = [
    "一、基本情况", "（一）资金", "1.", "2、", "（待补充）", "《办法》（财预〔2020〕10号）", "“", "”", "（", "《",
    "预算", "实际支出", "执行率", "总得分", "等级为“优”", "三级指标", "其中：", "万元", "元", "%", "分", "≥", "10", "0",
    "1,234.50", "99.999", "0.00", "12月31日", "2022年", "13月45日", "满意度", "组长：", "成员", "项目", "经费", "经费",
    "预期指标值为", "实际完成指标值为", "指标完成率为", "附件1", "|", "\t", "\n", "\n\n", "。", "；", "，", "：", "、", "\u3000",
    "张某某", "存在问题", "无", "及时", "不存在", "合计", "总计", "剩余", "由22个三级指标构成", "🙂", "\x00", "\ud7ff", "⼀",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


def a_form() -> Form:
    """A form with a little of everything."""
    rows = (
        row("满意度", "≥90%", "95%", "10", points="10"),
        row("", "", ""),
        row("培训", "及时", "10"),
    )
    heads = {"project_name": "项目", "implementing_unit": "单位", "year": "2022"}
    one = form(rows, money("年度资金总额", "total", "10", "0", "10", "10"), fields=heads)
    return Form("表.xlsx", one, score_form(one, NATIONAL.policy), NATIONAL)


FORM = a_form()


@given(TEXTS, TEXTS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_makes_the_auditor_fall_over(text: str, other: str) -> None:
    """Alone, against a form, against another text that is expected."""
    report = parse_text("a", text)
    remarks = audit_report(report)
    remarks += audit_report(report, [FORM], parse_text("b", other))
    remarks += audit_report(report, [FORM, FORM])
    for each in remarks:
        assert each.line.raw == report.lines[each.line.index].raw
        assert 0 <= each.start <= each.end <= len(each.line.text)
        assert each.message
        assert each.where


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_no_characters_make_the_auditor_fall_over(text: str) -> None:
    """Any Unicode at all."""
    audit_report(parse_text("a", text), [FORM])


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_report_does_not_make_it_fall_over(path: Path, data: st.DataObject) -> None:
    """Published texts with pieces cut out, doubled, shuffled and typed over."""
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.integers(0, 300)))
        middle = data.draw(st.sampled_from(["", text[at:end] * 2, "9", "〔", "\n", "。"]))
        text = text[:at] + middle + text[end:]
    audit_report(parse_text("a", text))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """A file may hold anything."""
    try:
        read_bytes("a.txt", data)
    except FileError as error:
        told = str(error)
    else:
        told = ""
    assert "\n" not in told


def test_a_long_report_is_audited_within_seconds() -> None:
    """Two hundred pages: the published reports of forty units in one."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SEEDS) * 8
    start = time.process_time()
    audit_report(parse_text("a", text))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("某县某项目\n2022年度绩效自评报告\n一、情况\n很好。", "title title heading body"),
        (
            "# 某项目绩效自评报告\n## 一、情况\n很好。\n## 二、结论",
            "title heading body heading",
        ),
        ("一、情况\n见评价报告\n很好。", "heading body body"),
        ("本报告说明情况。\n某项目绩效自评报告\n", "body body"),
        ("甲\n乙\n丙\n", "body body body"),
    ],
)
def test_the_title_is_what_ends_in_report_before_the_text(text: str, kinds: str) -> None:
    """One that is written as a heading is no chapter; the chapters below it are level 1."""
    report = parse_text("a", text)
    assert " ".join(line.kind for line in report.lines) == kinds
    assert all(line.level == 1 for line in report.headings)
