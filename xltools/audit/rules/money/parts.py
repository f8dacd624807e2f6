"""Quantities and the parts that they are said to consist of: 8.60公里，其中…; 支出构成为：…"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import Amount, find_amounts
from xltools.audit.claims.numbers import Number, find_numbers, within
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Sentence
from xltools.audit.rules.money.amounts import money
from xltools.decimals import plain
from xltools.patterns import Pattern

_UNIT = Pattern(
    r"(?:万人次|人次|平方米|立方米|平方公里|公里|千米|万亩|亩|公顷|万吨|吨|公斤|万[人名户]|人|名|户|个|项|件|份|批次|所|家|台|套|辆|处|条|座|株|头|只|场|期|次|盏|米"
    r"|张|间|块|册|本|幅|眼|口|艘|架|例|页|卷|棵|起)(?![均/月])"
)
_WHICH = Pattern(r"[,;，；(]其中[::]?|[,:](?:分别为|包括)[::]?")
_NEAR = Decimal("0.05")
_LIST = Pattern(
    r"(?:支出)?(?:构成|明细|具体)(?:为|是|如下)?[::]|(?:主要)?用于(?:以下)?[::]|^其中[:,]?"
)
_BOTH = (
    ("已", "未"), ("男", "女"), ("完成", "未完成"), ("合格", "不合格"), ("县内", "县外"),
    ("省内", "省外"), ("市内", "市外"), ("区内", "区外"), ("上半年", "下半年"), ("春季", "秋季"),
    ("线上", "线下"), ("城镇", "农村"), ("公办", "民办"),
)  # fmt: skip
"""Two parts that leave no third: 已脱贫…户、未脱贫…户."""


def parts_of_a_count_add_up(case: Case) -> Iterator[Remark]:
    """河长8.60公里，其中上游段2.35公里、城区段3.80公里、下游段2.45公里.

    其中 need not name everything, and may name things twice; so a sum is told only where it misses the
    whole by little, or where two parts leave no third.
    """
    for sentence in case.report.sentences:
        line = sentence.line
        which = _WHICH.search(sentence.text)
        if which is None:
            continue
        at = sentence.start + which.start()
        numbers = [
            (number, unit[0])
            for number in within(
                case.of(find_numbers)[line.index], sentence.start, sentence.end
            )
            if (unit := _UNIT.match(line.text, number.end)) is not None
        ]
        whole = next((each for each in reversed(numbers) if each[0].end <= at), None)
        parts = [each for each in numbers if each[0].start > at]
        if whole is None or at - whole[0].end > 14:
            continue
        same = _leading(parts, whole[1], line)
        more = next((each for each in same if _is_above(each, whole, line)), None)
        if more is not None:
            of = line.words(more.end, more.end + len(whole[1]))
            yield remark(
                MoneyCode.PART_ABOVE_ALL, (line, more.start, more.end),
                claim=f"{plain(more.value)}{of}", against=f"{plain(whole[0].value)}{whole[1]}",
            )  # fmt: skip
            continue
        gap = sum((each.value for each in same), Decimal(0)) - whole[0].value
        if len(same) < 2 or not gap or not _tells(gap, whole[0], same, line):
            continue
        total = whole[0].value + gap
        yield remark(
            MoneyCode.COUNT_SUM, (line, whole[0].start, whole[0].end),
            claim=f"{plain(whole[0].value)}{whole[1]}", against=f"{plain(total)}{whole[1]}",
            arithmetic="＋".join(plain(each.value) for each in same) + f"＝{plain(total)}",
        )  # fmt: skip


_OF_ONE_KIND = Pattern(r"万?[人名户]|万?人次|万?亩|公顷|公里|万?吨|平方米|立方米")
"""Units of which whole and part are one thing; 3个乡镇，其中12个村 are two."""
_GROWN = Pattern(r"增加|增长|提高|上升|累计|上年|去年|目标|计划|以上|以内|每|均")


_A_GAP = Pattern(r"[多少超增减]了?$|[比较][^,。;]{1,7}$")


def _is_above(part: Number, whole: tuple[Number, str], line: Line) -> bool:
    """True for a part that is more than all: 5.83万名群众，其中…监测户6.1万人."""
    number, unit = whole
    said = line.text[max(number.start - 6, 0) : part.end + 6]
    return (
        part.value > number.value > 0
        and _OF_ONE_KIND.fullmatch(unit) is not None
        and _GROWN.search(said) is None
        and _A_GAP.search(line.text[: number.start][-8:]) is None
    )


def _leading(parts: Sequence[tuple[Number, str]], unit: str, line: Line) -> list[Number]:
    """The parts of the same unit, up to the first that has another or stands in another clause."""
    found: list[Number] = []
    for n, (number, own) in enumerate(parts):
        if own == unit or {own, unit} in ({"人", "名"}, {"万人", "万名"}):
            found.append(number)
            continue
        behind = parts[n + 1] if n + 1 < len(parts) else None
        joined = behind is not None and behind[1] == unit and behind[0].start - number.end <= 2
        listed = found and "、" in line.text[found[-1].end : number.start]
        if not joined and not listed:  # 县级1支40人: another measure of the same part
            break
    return found


def _tells(gap: Decimal, whole: Number, parts: Sequence[Number], line: Line) -> bool:
    text = line.text[max(whole.start - 2, 0) : parts[-1].end + 4]
    if any(word in text for word in ("等", "以上", "约", "近", "左右", "含")):
        return False
    if abs(gap) <= whole.value * _NEAR:
        return True
    kinds = [kind for kind in ("产出", "效益", "满意", "成本") if kind in text]
    if len(kinds) >= 3 and len(parts) == len(kinds):
        return True  # the indicators of a form have no other kinds
    complete = any(text.count(a) and text.count(b) > (b in a) for a, b in _BOTH)
    return complete and len(parts) == 2 and abs(gap) <= whole.value / 2


def a_list_of_items_is_what_was_spent(case: Case) -> Iterator[Remark]:
    """全年支付831.24万元。…支出构成为：清淤478.60万元，…: some amount before it is the sum."""
    amounts = case.of(find_amounts)
    for sentence in case.report.sentences:
        lead = _LIST.search(sentence.text)
        if lead is None:
            continue
        start = sentence.start + lead.end()
        here = [each for each in amounts if each.line.index == sentence.line.index]
        stop = line_end(sentence) if lead[0].startswith("其中") else sentence.end
        items = _outside_brackets([each for each in here if start <= each.start < stop])
        before = [each for each in here if each.start < start and not each.about]
        if lead[0].startswith("其中"):
            items = [each for each in items if each.role != "unit"]
            text = sentence.line.text[sentence.start : stop]
            before = _whole_of(before, items, text)
        total = sum((each.value for each in items), Decimal(0))
        slack = sum((each.half for each in items), Decimal(0))
        if len(items) < 3 or not before or any(abs(e.value - total) <= slack for e in before):
            continue
        nearest = min(before, key=lambda each: abs(each.value - total))
        if any(each.about or each.role == "unit" for each in items):
            continue
        near = abs(nearest.value - total) <= nearest.value * _NEAR
        if near or (lead[0].startswith("其中") and nearest.value < total):
            yield remark(
                MoneyCode.PARTS_SUM, nearest.at, claim=f"{nearest.label}{nearest.words}",
                against=money(total),
                arithmetic="＋".join(plain(each.value) for each in items) + f"＝{plain(total)}",
            )  # fmt: skip


def line_end(sentence: Sentence) -> int:
    """Where the sentence ends that semicolons may divide: at the full stop."""
    end = sentence.line.text.find("。", sentence.start)
    return end if end >= 0 else len(sentence.line.text)


_SPENT = Pattern(r"支[出付]|使用|用于|发放|拨付")
_NOT_PARTS = Pattern(r"其中.*其中|上年|累计|每年|预算|等[,。;]|到位|结余|标准")


def _whole_of(before: Sequence[Amount], items: Sequence[Amount], text: str) -> list[Amount]:
    """What a sentence 其中：…支出…，…支出… divides: what was spent; nothing if it divides else."""
    spent = [each for each in before if each.role == "outturn" and not each.part]
    if _NOT_PARTS.search(text) or not all(_SPENT.search(each.label) for each in items[:-1]):
        return []
    return spent


def _outside_brackets(items: Sequence[Amount]) -> list[Amount]:
    found = []
    for each in items:
        start, _ = sentence_span(each.line, each.start)
        before = each.line.text[start : each.start]
        if before.count("(") == before.count(")"):
            found.append(each)
    return found


RULES: tuple[Rule, ...] = (parts_of_a_count_add_up, a_list_of_items_is_what_was_spent)
