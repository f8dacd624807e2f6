"""What staff wrote beside the figures that the report states itself.

A text of the sheet often repeats what the report computes (由22个三级指标构成, 执行率100%,
得分100分), and not always rightly. Such a sentence is left out, so the report says it once and
from the data; whether it was right is a finding of `check`, and for the auditor. A sentence with
other figures in it (调增预算30万元, 每人1000元) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from xltools.decimals import half_up
from xltools.patterns import Pattern
from xltools.report.text import lines, one_line

_NUMBER = r"\d[\d,]*(?:\.\d+)?\s*"
_YUAN = rf"{_NUMBER}(?:万元|元(?!旦))"
_LINK = r"[共约计为是达到了：:至\s]{0,4}"
_COMPUTED = Pattern(
    rf"(?:(?<!财务)执行|到位|得分|(?:指标|目标|项目|总体)完成)率{_LINK}{_NUMBER}[%％]"
    rf"|(?:总得?分|得分|评分|权重分?)[^，,。；;]{{0,8}}?{_NUMBER}分(?!类|级|布)"
    r"|\d+\s*分?\s*[～~—－-]+\s*\d+\s*分|低于\s*\d+\s*分|[优良中差]\s*[（(]\s*\d+\s*分|(?:等级|评级|评价结果)[^，,。；;]{0,6}?[“\"]?[优良中差](?![\u4e00-\u9fff])"
    rf"|[一二三]级指标(?:共|有)?\s*{_NUMBER}个|(?:\d+|[一二三四五六七八九十]+)\s*个[一二三]级指标"
    rf"|(?:结余|实际(?:收到|下达|到位|支[付出]|使用))[^，,。；;\d]{{0,8}}{_YUAN}"
    rf"|(?:支[付出]|执行)(?:资金|金额|数|经费)?{_LINK}{_YUAN}"
    rf"|(?<!调增)(?<!调减)(?<!追加)(?<!核减)(?<!压减)(?<!增加)(?<!减少)预算(?:安排)?(?:总额|金额|数|资金)?{_LINK}{_YUAN}"
)
"""The quantities by name that a report computes, right or wrong as the text has them."""
_AMOUNT = Pattern(r"(\d[\d,]*(?:\.\d+)?)\s*万元")
_MONEY = ("资金", "经费", "预算", "拨款", "支出", "支付", "财政")
_ALL_DONE = Pattern(
    r"(?:目标|指标)(?:已经?|均已?|都)?(?:全部|全面|均|都)(?:已)?(?:达成|完成|实现|达到)|全部(?:达成|完成)了?.{0,6}(?:目标|指标)"
    r"|不存在(?:未完成|偏差|偏离)|无偏差|没有偏差|达到了?(?:各项|全部|年初).{0,8}(?:目标|指标)|完成了?(?:本年度|年初|全部|各项).{0,8}目标"
)
"""The claim that everything was reached; the report makes it itself where it is so."""
_REPEATED = Pattern(
    r"^(?:预算(?:金额|数)|(?:当年|全年|实际)?执行(?:金额|数|率)|得分|(?:绩效目标|项目|指标)完成率|预算执行率)"
    r"(?=[\d为是达：:了到 ])"
)
"""The clauses by which 完成情况 repeats the money and the score of a project."""
_OUTLINE = (
    "包括项目背景、主要内容及实施情况、资金投入和使用情况等",
    "包括总体目标和阶段性目标",
    "附相关评分表",
    "附表说明",
)
"""What 财预〔2020〕10号 attachment 3 says to the writer and no report should print."""
_HEADING = Pattern(r"^[（(]?\d{1,2}[)）.．、]\s*[\u4e00-\u9fff]{2,12}$")
_SENTENCE = Pattern(r"[^。；;]*[。；;]?")
_CLAUSE = Pattern(r"[^，,。；;]*[，,。；;]?")
_ENDS = "，,。；;、 \u3000"


def own_words(
    text: str | None, amounts: Iterable[Decimal] = (), *, all_done: bool = True
) -> list[str]:
    """Return the lines of a text without the sentences that state what is computed.

    `amounts` (万元) are the report's own: a sentence of money that names no other is left out, too.
    Unless `all_done`, so is one that claims everything was reached.

    >>> own_words("由22个三级指标构成，得分率为100%。目标明确。")
    ['目标明确。']
    >>> own_words("下达资金192.05万元。年中调增预算30万元。", [Decimal("192.05")])
    ['年中调增预算30万元。']
    """
    known = tuple(amounts)

    def keep(part: str) -> bool:
        if _COMPUTED.search(part) or (not all_done and _ALL_DONE.search(part)):
            return False
        return not _only_known_money(part, known)

    return _kept(text, _SENTENCE, keep)


def done_words(text: str | None) -> list[str]:
    """Return 完成情况 line by line without the clauses that repeat money, rate and score.

    >>> done_words("按合同进行支付，当年执行金额57.04万元，执行率96.35%，得分97分。")
    ['按合同进行支付。']
    """
    found = (_closed(line) for line in _kept(text, _CLAUSE, _is_news))
    return [line for line in found if line]


def shared(texts: Iterable[str | None]) -> str | None:
    """Return what all the texts say; None when they differ or one is blank."""
    found = set(texts)
    return found.pop() if len(found) == 1 else None


def _is_news(clause: str) -> bool:
    return _REPEATED.search(clause.strip(" \u3000")) is None


def _only_known_money(part: str, known: tuple[Decimal, ...]) -> bool:
    """Whether a sentence speaks of the project's money and of no other amounts."""
    stated = _AMOUNT.findall(part)
    if not stated or not known or not any(word in part for word in _MONEY):
        return False
    return all(_is_known(written, known) for written in stated)


def _is_known(written: str, known: tuple[Decimal, ...]) -> bool:
    """Whether an amount is one of the known ones as exactly as it is written."""
    try:
        value = Decimal(written.replace(",", ""))
    except InvalidOperation:
        return False
    places = len(written.partition(".")[2])
    return any(value == half_up(each, places) for each in known)


def _kept(text: str | None, pieces: Pattern, keep: Callable[[str], bool]) -> list[str]:
    kept = []
    for line in lines(text):
        parts = [found[0] for found in pieces.finditer(line) if found[0]]
        left = "".join(part for part in parts if not _is_outline(part) and keep(part))
        if left.strip(_ENDS):
            kept.append(one_line(left))
    return kept


def _is_outline(part: str) -> bool:
    bare = part.strip(_ENDS)
    return bare.strip("（）()") in _OUTLINE or _HEADING.search(bare) is not None


def _closed(line: str) -> str:
    """One full stop at the end, whatever was left out behind it."""
    bare = line.rstrip(_ENDS)
    return f"{bare}。" if bare else ""
