"""Sentences of a generated report still say what its form says: numbers, grades, names."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Form, Rule
from xltools.audit.codes.form import FormCode
from xltools.audit.compare import Comparison, compare
from xltools.audit.edited import Difference, WordChange
from xltools.audit.ledger import Ledger, ledger_of, sheets_of
from xltools.audit.pieces import Number, pieces_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import fold, sentences_of
from xltools.model import Entry
from xltools.patterns import Pattern

OURS = 0.3
"""A report of which less is word for word what we would write was not made by us."""

GRADES = frozenset(("优", "良", "中", "差", "优秀", "良好", "中等", "较差"))
_OPPOSITES = (
    ("已", "未"), ("无", "有"), ("全部", "部分"), ("全部", "基本"), ("均", "未"), ("高于", "低于"),
    ("超过", "低于"), ("大于", "小于"), ("不低于", "不高于"), ("新增", "延续"),
)  # fmt: skip
_NEGATIONS = ("未", "没有", "不", "无", "尚未")
_AFFIRMED = frozenset(
    ("", "已", "已经", "均", "均已", "都", "都已", "全部", "能", "能够", "有")
)
_LONGEST = 40
_STOPS = frozenset("，,。；;\n")
"""What is longer, or has one of these, is a text and no name."""
_FOLLOWING = Pattern("[\u4e00-\u9fff]{0,4}")


def comparison_of(case: Case) -> Comparison | None:
    """The report beside the one we would write; None for one that we did not write."""
    if case.expected is None or not case.forms:
        return None
    found = compare(pieces_of(case.report), pieces_of(case.expected))
    return found if found.share >= OURS else None


def numbers_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """Each sentence that we would write, too, has the numbers that the form gives."""
    comparison = case.once(comparison_of)
    if comparison is None or not comparison.differences:
        return
    ledger = ledger_of(case.forms)
    heads = case.once(_heads)
    for each in comparison.differences:
        yield _remark(each, ledger, heads.get(each.expected.line.index, ""))


def _heads(case: Case) -> dict[int, str]:
    """By cell of the expected report, what heads its row and its column."""
    tables = case.expected.tables if case.expected is not None else ()
    return {
        cell.index: f"{row[0].text} {row[min(1, n)].text} {table.rows[0][n].text}"
        for table in tables
        for row in table.rows[1:]
        for n, cell in enumerate(row)
        if 0 < n < len(table.rows[0])
    }


def _remark(each: Difference, ledger: Ledger, head: str) -> Remark:
    stated, expected = each.stated, each.expected
    at = (stated.line, stated.start, stated.end)
    claim, against = stated.with_unit, expected.with_unit
    if each.numbers:
        return remark(FormCode.NUMBERING_DIFFERS, at, claim=claim, against=against)
    sentence = _sentence(expected)
    text = ledger.text_with(sentence)
    if text is not None:
        return remark(
            FormCode.TEXT_NUMBER_DIFFERS, at, claim=claim, against=against, place=str(text)
        )
    is_rate = expected.line.text[expected.end : expected.end + 1] == "%"
    place = ledger.place_of(
        expected.written, f"{head} {_around(expected, sentence)}", is_rate=is_rate
    )
    return remark(FormCode.NUMBER_DIFFERS, at, claim=claim, against=against, place=place)


def _sentence(number: Number) -> str:
    for each in sentences_of(number.line):
        if each.start <= number.start < each.end:
            return each.text
    return number.line.text


def _around(number: Number, sentence: str) -> str:
    """What tells what a number is: the words of its clause and, in a table, its row's."""
    if number.line.kind == "cell":
        return " ".join((*number.line.chapter, number.line.text))
    text = number.line.text
    start = max(text.rfind(mark, 0, number.start) for mark in "，,。;；") + 1
    return f"{text[start : number.start]} {sentence if '“' in sentence else ''}"


def words_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """Where one word of a sentence was exchanged: no other grade, name or result, no 未 for 已."""
    comparison = case.once(comparison_of)
    for each in comparison.changes if comparison else ():
        stated, expected = each.stated, each.expected
        if stated in GRADES and expected in GRADES:
            at = each.mine.at(*each.mine_span)
            yield remark(
                FormCode.GRADE_DIFFERS, at, claim=stated, against=expected,
                place=sheets_of(case.forms),
            )  # fmt: skip
        elif _are_opposites(stated, expected):
            yield _opposite(each, case.forms)
        else:
            yield from _other_name(each, case.forms)


def _are_opposites(stated: str, expected: str) -> bool:
    pair = {stated, expected}
    if any(pair == set(each) for each in _OPPOSITES):
        return True
    return bool(pair & set(_NEGATIONS)) and bool(pair & _AFFIRMED)


def _opposite(each: WordChange, forms: tuple[Form, ...]) -> Remark:
    """Shown with the words that follow: 未完成, 已完成."""
    (_, mine_end), (_, their_end) = each.mine_span, each.theirs_span
    found = _FOLLOWING.match(each.mine.words, mine_end)
    follow = found[0] if found else ""
    line, start, end = each.mine.at(each.mine_span[0], mine_end + len(follow))
    return remark(
        FormCode.WORD_DIFFERS, (line, start, end), claim=each.stated + follow,
        against=each.theirs.words[each.theirs_span[0] : their_end] + follow,
        place=sheets_of(forms),
    )  # fmt: skip


def _other_name(each: WordChange, forms: tuple[Form, ...]) -> Iterator[Remark]:
    """A name or a value of the form that stands where another is expected."""
    start, end = each.theirs_span
    for name, entry, file in _names(forms):
        at = each.theirs.words.find(name)
        while at >= 0 and not (at <= start and end <= at + len(name)):
            at = each.theirs.words.find(name, at + 1)
        if at < 0 or name in each.mine.words:
            continue
        first = each.mine_span[0] - (start - at)
        last = each.mine_span[1] + (at + len(name) - end)
        stated = each.mine.words[first:last]
        if not stated or "|" in stated or _letters(stated) == _letters(name):
            continue
        yield remark(
            FormCode.WORD_DIFFERS, each.mine.at(first, last), claim=stated, against=name,
            place=f"{file}{entry.place}",
        )  # fmt: skip
        return


def _letters(text: str) -> str:
    """A name without its marks: 18(辆) is 18辆."""
    return "".join(char for char in text if char.isalnum())


def _names(forms: tuple[Form, ...]) -> Iterator[tuple[str, Entry, str]]:
    """Names and worded values of the forms, folded, longest first."""
    found: list[tuple[str, Entry, str]] = []
    for form in forms:
        file = f"{form.file} " if len(forms) > 1 else ""
        evaluation = form.evaluation
        heads = ("project_name", "implementing_unit", "supervising_department")
        entries = [each for key in heads if (each := evaluation.fields.get(key))]
        for row in evaluation.indicators:
            entries += [row.name, row.target, row.actual]
        for side in (*evaluation.group, *evaluation.spending):
            entries += side.cells.values()
        found += [
            (fold(entry.text)[0], entry, file)
            for entry in entries
            if entry.text and 2 <= len(entry.text) <= _LONGEST and not _STOPS & set(entry.text)
        ]
    yield from sorted(found, key=lambda each: (-len(each[0]), str(each[1].place)))


RULES: tuple[Rule, ...] = (numbers_are_those_of_the_form, words_are_those_of_the_form)
