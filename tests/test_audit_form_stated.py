"""Words that deny what the form's numbers and notes say: all done, all spent, in time after all."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from test_audit_form import generated, packed
from test_audit_form_handwritten import BRIEFING, forms_of
from word_files import W

from xltools.audit import Remark, audit_report
from xltools.audit.read_docx import read_docx
from xltools.audit.read_text import parse_text

SHANXI = "shanxi-2020/创建党建先进县-已更正.xlsx"
ROADS = "national-2020/农村公路安防工程.xlsx"
HEAD = "农村公路安全生命防护工程2020年度绩效自评报告\n云岭县公路事务中心\n一、完成情况\n"


def edited(data: bytes, old: str, new: str) -> bytes:
    """A Word file in which the first paragraph with these words has others."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    for paragraph in root.iter(f"{{{W}}}p"):
        texts = list(paragraph.iter(f"{{{W}}}t"))
        words = "".join(each.text or "" for each in texts)
        if old in words:
            texts[0].text = words.replace(old, new)
            for each in texts[1:]:
                each.text = ""
            members["word/document.xml"] = etree.tostring(root)
            return packed(members)
    raise AssertionError(old)


EDITS = [
    (SHANXI, "产出指标4个，分值50分，得分45.5分，其中已完成3个。", "全部指标均已完成。",
     "全部指标均已完成", "系统故障响应及时率"),
    (SHANXI, "平台运行稳定，长效", "全部绩效目标均已实现。平台运行稳定，长效", "全部绩效目标均已实现", "70%"),
    (SHANXI, "资金结余0.21万元。", "资金全部执行完毕，无结余。", "资金全部执行完毕", "98.92%"),
    (SHANXI, "资金结余是维护费按照结算金额支付形成的节约", "资金已全部支付完毕", "资金已全部支付完毕", "0.21万元"),
    (SHANXI, "，其中已完成3个", "，全部完成", "产出指标4个", "系统故障响应及时率"),
    (SHANXI, "没有在规定时间内响应", "均在规定时间内响应", "均在规定时", "没有在规定时"),
    (SHANXI, "长效管护机制没有全部建立", "长效管护机制已全部建立", "已全部建立", "没有全部建立"),
    (ROADS, "信号灯没有按期投用", "信号灯已经按期投用", "已经按期投用", "没有按期投用"),
    (ROADS, "没有列入年初计划", "已列入年初计划", "已列入年初", "没有列入年初"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "words", "against"), EDITS)
def test_a_sentence_of_a_generated_report_that_was_turned_round_is_told(
    kind: str, old: str, new: str, words: str, against: str
) -> None:
    """Beside its form; with what the form has."""
    given = generated(kind)
    known = {each.message for each in audit_report(given.report, given.forms, given.report)}
    report = read_docx("报告.docx", edited(given.data, old, new))
    found = [
        each
        for each in audit_report(report, given.forms, given.report)
        if each.message not in known and each.code.severity.key != "hint"
    ]
    assert any(words in each.words and against in each.message for each in found), [
        each.message for each in found
    ]


def told(text: str) -> list[Remark]:
    """What T54x say of a sentence beside a form with one indicator missed and 11.4万元 left."""
    found = audit_report(parse_text("报告.txt", HEAD + text), forms_of(BRIEFING))
    return [each for each in found if each.code.number.startswith("T54")]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("各项绩效指标均已完成。", "T541", "各项绩效指标均已完成"),
        ("年度目标全部完成。", "T541", "年度目标全部完成"),
        ("没有未完成的绩效目标。", "T541", "没有未完成的绩效目标"),
        ("全面完成了年初绩效目标。", "T541", "全面完成了年初绩效目标"),
        ("效益指标全部达标。", "T541", "效益指标全部达标"),
        ("项目资金已全部支付完毕。", "T542", "资金已全部支付完毕"),
        ("年底无结余。", "T542", "无结余"),
        ("两处平交路口的信号灯已按期投用。", "T543", "已按期投用"),
    ],
)
def test_words_against_the_numbers_of_the_form_are_told(
    text: str, code: str, words: str
) -> None:
    """With the cell."""
    (found,) = told(text)
    assert (found.code.number, found.words) == (code, words)
    assert "!" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "除隐患路段交通事故下降率外，其他指标均已完成。",
        "其余指标全部完成。",
        "产出指标全部完成。",
        "基本完成年度目标。",
        "确保各项绩效指标全部完成。",
        "上年资金全部支付完毕。",
        "上年结转资金全部支付完毕，无结余。",
        "如无结余资金，不再安排。",
        "信号灯没有按期投用。",
        "信号灯未能按期投用。",
        "护栏已按期投用。",
        "下年度把电力杆线迁改列入年初计划。",
        "资金全部到位。",
    ],
)
def test_words_that_the_form_allows_are_not_told(text: str) -> None:
    """Parts that were done, exceptions, other years, wishes, other things."""
    assert [each.message for each in told(text)] == []
