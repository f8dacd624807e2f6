"""A report that xltools generated: as it is nothing is wrong, and whatever is changed is found."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree
from msgspec import Struct
from word_files import W

from xltools.audit import Case, Form, Remark, Report, audit_report
from xltools.audit.compare import compare
from xltools.audit.pieces import pieces_of
from xltools.audit.read_docx import read_docx
from xltools.audit.read_text import parse_text
from xltools.audit.rules.form import amounts as form_amounts
from xltools.audit.rules.form import counts as form_counts
from xltools.audit.rules.form import indicators as form_indicators
from xltools.audit.rules.form import names as form_names
from xltools.audit.rules.form import numbers as form_numbers
from xltools.audit.rules.form import projects as form_projects
from xltools.audit.rules.form import rates as form_rates
from xltools.audit.rules.form import scores as form_scores
from xltools.hosts.audit import expected_report
from xltools.hosts.file import open_form
from xltools.report import compose_report

SAMPLES = Path(__file__).parent.parent / "samples"
UNITS = ("jiangxi-2022", "jiangxi-2022-已更正")
"""Folders whose forms make one report."""


def kinds() -> Iterator[str]:
    """The samples that have a report: forms by themselves, and units."""
    yield from UNITS
    for path in (*SAMPLES.glob("*-20??/*.xlsx"), *SAMPLES.glob("published/*.xlsx")):
        if path.parent.name not in UNITS and all(
            f.profile.report for f in open_form(path).forms
        ):
            yield str(path.relative_to(SAMPLES))


KINDS = sorted(kinds())
SOUND = [kind for kind in KINDS if "已更正" in kind or kind.startswith("national")]
"""Valid samples: one of each kind of report."""
SHANXI = next(kind for kind in KINDS if kind.startswith("shanxi"))
NAME = "报告.docx"
FORM_FAMILIES = (
    form_numbers, form_amounts, form_rates, form_scores, form_counts, form_indicators, form_names,
    form_projects,
)  # fmt: skip


class Generated(Struct, frozen=True):
    """The report of a sample, as a file and as it is read, with its forms."""

    data: bytes
    report: Report
    forms: tuple[Form, ...]
    is_sound: bool
    """True where neither the form nor the report lacks or contradicts anything."""


@lru_cache(maxsize=32)
def generated(kind: str) -> Generated:
    """The report of a sample: of one form, or of all the forms of the unit."""
    files = sorted((SAMPLES / kind).glob("*.xlsx")) or [SAMPLES / kind]
    opened = [(path, form) for path in files for form in open_form(path).forms]
    forms = tuple(Form(p.name, f.evaluation, f.scores, f.profile) for p, f in opened)
    written = compose_report([(f.evaluation, f.scores, f.profile) for f in forms])
    findings = [finding for _, form in opened for finding in form.findings]
    sound = not written.missing and not any(finding.is_error for finding in findings)
    return Generated(written.content, read_docx(NAME, written.content), forms, sound)


def against_form(data: bytes, given: Generated) -> list[Remark]:
    """What the comparison with the report as generated has to say."""
    case = Case(read_docx(NAME, data), given.forms, given.report)
    return [each for rule in form_numbers.RULES for each in rule(case)]


def numbers_of(root: etree._Element) -> Iterator[tuple[etree._Element, re.Match[str]]]:
    """Every run of digits that is printed; the contents, which Word renews, are left out."""
    for text in root.iter(f"{{{W}}}t"):
        if not any(each.tag == f"{{{W}}}sdt" for each in text.iterancestors()):
            for found in re.finditer("[0-9]+", text.text or ""):
                yield text, found


def changed(data: bytes, which: int) -> tuple[bytes, str, str]:
    """The file with one number changed, what stands there now, and its paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    text, found = list(numbers_of(root))[which]
    digits = found[0]
    other = str((int(digits[0]) + 1 + which % 8) % 10) + digits[1:]
    if int(other) == int(digits):
        other = f"1{digits}"
    text.text = f"{(text.text or '')[: found.start()]}{other}{(text.text or '')[found.end() :]}"
    paragraph = next(each for each in text.iterancestors() if each.tag == f"{{{W}}}p")
    words = "".join(each.text or "" for each in paragraph.iter(f"{{{W}}}t"))
    members["word/document.xml"] = etree.tostring(root)
    return packed(members), other, words


def packed(members: dict[str, bytes]) -> bytes:
    """A file of its members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_that_is_changed_is_found_at_its_sentence(kind: str) -> None:
    """All of them, one after the other: prose, captions, tables, headings."""
    given = generated(kind)
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(given.data)).read("word/document.xml"))
    count = len(list(numbers_of(root)))
    assert count > 50
    for which in range(count):
        data, digits, words = changed(given.data, which)
        found = against_form(data, given)
        assert len(found) == 1, (kind, which, digits, words)
        assert digits in found[0].words, (kind, which, digits, words)
        assert found[0].line.raw.strip() in words or words in found[0].line.raw, (kind, which)
        assert found[0].against


@pytest.mark.parametrize("kind", KINDS)
def test_a_generated_report_has_no_remark_against_its_form(kind: str) -> None:
    """Whatever the form itself has wrong: the report says what the form says."""
    given = generated(kind)
    for expected in (given.report, None):
        remarks = audit_report(given.report, given.forms, expected)
        told = [each.message for each in remarks if each.code.number.startswith("T5")]
        if expected is not None or given.is_sound:
            assert told == []


def test_there_is_a_valid_sample_of_every_kind_of_report() -> None:
    """The five seeds' kinds and the national outline."""
    regions = {kind.partition("-")[0] for kind in SOUND}
    assert regions == {"aketao", "jiangxi", "kashi", "national", "shanxi"}
    assert len([kind for kind in SOUND if kind.startswith("kashi")]) == 2


@pytest.mark.parametrize("kind", SOUND)
def test_a_generated_report_of_a_sound_form_has_no_remark_at_all(kind: str) -> None:
    """With its form and without."""
    given = generated(kind)
    assert given.is_sound
    for forms, expected in ((given.forms, given.report), ((), None)):
        found = audit_report(given.report, forms, expected)
        assert [f"{each.code.number} {each.where} {each.message}" for each in found] == []


def test_the_expected_report_is_the_one_that_xltools_writes() -> None:
    """Read back from the same bytes; of several forms without a template for units there is none."""
    given = generated(SHANXI)
    assert expected_report(given.forms) == read_docx("expected.docx", given.data)
    assert expected_report((*given.forms, *given.forms)) is None


# --- edited by hand

NEUTRAL = (
    "单位高度重视绩效管理工作，成立了工作小组，明确了责任分工。",
    "下一步将继续加强日常监督，进一步提高资金使用效益。",
    "（二）其他情况",
    "以上情况，特此说明。",
)
ABOUT_WHAT_IS_MISSING = {"T519", "T521", "T522", "T531"}


def edit(root: etree._Element, chance: random.Random) -> None:
    """Leave out, move or add a paragraph or table, or leave out a row."""
    body = root.find(f"{{{W}}}body")
    assert body is not None
    blocks = [each for each in body if each.tag in (f"{{{W}}}p", f"{{{W}}}tbl")]
    block, other = chance.choice(blocks), chance.choice(blocks)
    rows = block.findall(f"{{{W}}}tr")
    what = chance.choice(("leave out", "move", "add", "row"))
    if what == "row" and len(rows) > 2:
        block.remove(chance.choice(rows[1:]))
    elif what == "leave out":
        body.remove(block)
    elif what == "move" and block is not other:
        body.remove(block)
        other.addprevious(block)
    elif what == "add":
        paragraph = etree.Element(f"{{{W}}}p")
        run = etree.SubElement(paragraph, f"{{{W}}}r")
        etree.SubElement(run, f"{{{W}}}t").text = chance.choice(NEUTRAL)
        block.addprevious(paragraph)


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_do_to_a_report_without_touching_its_figures_is_no_difference(
    kind: str,
) -> None:
    """Paragraphs, tables and rows left out, moved, added, a dozen at a time."""
    given = generated(kind)
    with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for seed in range(12):
        chance = random.Random(seed)
        root = etree.fromstring(members["word/document.xml"])
        for _ in range(chance.randint(1, 12)):
            edit(root, chance)
        data = packed(members | {"word/document.xml": etree.tostring(root)})
        case = Case(read_docx(NAME, data), given.forms, given.report)
        found = [
            each for family in FORM_FAMILIES for rule in family.RULES for each in rule(case)
        ]
        told = [e.message for e in found if e.code.number not in ABOUT_WHAT_IS_MISSING]
        assert told == [], (kind, seed)


TEXT = """一、基本情况
本项目预算20万元，实际支出19.48万元，预算执行率为97.4%。
项目共设置三级指标9个，其中已完成三级指标8个。
“培训人数”指标：预期指标值为200人，实际完成指标值为210人。
“培训次数”指标：预期指标值为3次，实际完成指标值为4次。
项目得分为99.74分，评价结果为“优”。
二、存在的问题
已完成全部任务，不存在偏差。
|指标|分值|得分|
|-|-|-|
|培训人数|10|10|
|培训次数|10|9|
"""


def differences(text: str) -> list[tuple[str, str]]:
    """Stated and expected numbers of an edited text."""
    found = compare(pieces_of(parse_text("a", text)), pieces_of(parse_text("b", TEXT)))
    return [(each.stated.written, each.expected.written) for each in found.differences]


def edited(old: str, new: str) -> str:
    """The text with one thing changed."""
    assert old in TEXT
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        edited("一、基本情况\n", "一、基本情况\n本单位编制15人，实有12人。\n"),
        edited("“培训人数”指标：预期指标值为200人，实际完成指标值为210人。\n", ""),
        edited("“培训次数”指标：预期指标值为3次，实际完成指标值为4次。\n",
               "“教材套数”指标：预期指标值为50套，实际完成指标值为60套。\n"),
        edited("|培训人数|10|10|\n", ""),
        edited("|培训人数|10|10|\n", "|教材套数|8|7|\n|培训人数|10|10|\n"),
        edited("本项目预算20万元，实际支出19.48万元，预算执行率为97.4%。\n", "").replace(
            "二、存在", "本项目预算20万元，实际支出19.48万元，预算执行率为97.4%。\n二、存在"),
        edited("本项目预算20万元，实际支出19.48万元",
               "截至年底，本项目预算20万元，实际支出19.5万元"),
        edited("20万元", "20.00万元"),
    ],
)  # fmt: skip
def test_what_people_add_move_leave_out_or_write_anew_is_no_difference(text: str) -> None:
    """Other indicators, other rows, other order, rounding in a sentence of their own."""
    assert differences(text) == []


def test_a_changed_number_is_found_in_an_edited_text() -> None:
    """In a sentence that was moved, one that was rewritten, beside one that was added."""
    moved = edited("本项目预算20万元，实际支出19.48万元，预算执行率为97.4%。\n", "") + (
        "三、其他\n本项目预算20万元，实际支出18.48万元，预算执行率为97.4%。\n"
    )
    assert differences(moved) == [("18.48", "19.48")]
    rewritten = edited(
        "本项目预算20万元，实际支出19.48万元", "截至12月底，本项目预算20万元，实际支出18.5万元"
    )
    assert differences(rewritten) == [("18.5", "19.48")]
    added = edited("|培训次数|10|9|", "|教材套数|5|5|\n|培训次数|10|8|")
    assert differences(added) == [("8", "9")]


def test_a_text_of_another_make_has_no_differences() -> None:
    """Less than a third of the sentences: the report is not ours, whatever it says."""
    other = parse_text(
        "a",
        "一、情况\n本项目预算30万元，实际支出19.48万元，预算执行率为97.4%。\n" + "很好。\n" * 9,
    )
    case = Case(other, (), parse_text("b", TEXT))
    assert [each for rule in form_numbers.RULES for each in rule(case)] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "claim", "against"),
    [
        ("“良”", "“优”", "T503", "优", "良"),
        ("创建党建先进县", "创建文明先进县", "T504", "创建文明先进县", "创建党建先进县"),
    ],
)
def test_a_word_that_is_changed_is_found(
    old: str, new: str, code: str, claim: str, against: str
) -> None:
    """A grade, a name of the form."""
    given = generated(SHANXI)
    text = "\n".join(line.raw for line in given.report.lines if line.kind != "contents") + "\n"
    assert old in text
    mine, theirs = (parse_text("a", each) for each in (text.replace(old, new, 1), text))
    case = Case(mine, given.forms, theirs)
    found = [each for rule in form_numbers.RULES for each in rule(case)]
    assert [(e.code.number, e.claim, e.against) for e in found] == [(code, claim, against)]
    assert "自评表" in found[0].message


def test_a_negation_that_is_put_in_or_taken_out_is_found() -> None:
    """已完成, 未完成; 不存在, 存在."""
    given = generated(SHANXI)
    for old, new, claim in (
        ("已完成全部", "未完成全部", "未完成全部"),
        ("不存在偏差", "存在偏差", "存在偏差"),
    ):
        case = Case(parse_text("a", edited(old, new)), given.forms, parse_text("b", TEXT))
        (found,) = [each for rule in form_numbers.RULES for each in rule(case)]
        assert (found.code.number, found.claim) == ("T504", claim)
