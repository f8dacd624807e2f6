"""What staff wrote beside the figures that the report states itself.

A text of the sheet often repeats what the report computes (由22个三级指标构成, 执行率100%,
得分100分). Such a sentence is left out here, so the report says it once and from the data;
whether it was right is a finding of `check`, and for the auditor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xltools.patterns import Pattern
from xltools.report.text import lines, one_line

_STATED = Pattern(
    r"\d\s*(?:万元|元(?!旦)|%|％|分(?![类级工布析])|个[一二三][级]指标)"
    r"|[一二三四五六七八九十]\s*个[一二三]级指标|(?:等级|评级)(?:为|属于|是)|[“\"][优良中差][”\"]"
)
"""An amount, a rate, a score, a count of indicators or a grade: all of them are computed."""
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
_SENTENCE = Pattern(r"[^。；;]*[。；;]?")
_CLAUSE = Pattern(r"[^，,。；;]*[，,。；;]?")
_ENDS = "，,。；;、 \u3000"


def own_words(text: str | None) -> str:
    """Return the text without the sentences that state a computed figure.

    >>> own_words("由22个三级指标构成，得分率为100%。目标明确。")
    '目标明确。'
    """
    return _kept(text, _SENTENCE, lambda part: _STATED.search(part) is None)


def done_words(text: str | None) -> str:
    """Return 完成情况 without the clauses that repeat money, rate and score.

    >>> done_words("按合同进行支付，当年执行金额57.04万元，执行率96.35%，得分97分。")
    '按合同进行支付。'
    """
    found = [_closed(_kept(line, _CLAUSE, _is_news)) for line in lines(text)]
    return "\n".join(line for line in found if line)


def joined(text: str | None) -> str:
    """Return a finding as part of a longer sentence: one line, no mark at its end.

    >>> joined("资金足额到位。")
    '资金足额到位'
    """
    return one_line(text or "").rstrip(_ENDS)


def shared(texts: Iterable[str | None]) -> str | None:
    """Return what all the texts say; None when they differ or one is blank."""
    found = set(texts)
    return found.pop() if len(found) == 1 else None


def _is_news(clause: str) -> bool:
    return _REPEATED.search(clause.strip(" \u3000")) is None


def _kept(text: str | None, pieces: Pattern, keep: Callable[[str], bool]) -> str:
    kept = []
    for line in lines(text):
        parts = [found[0] for found in pieces.finditer(line) if found[0]]
        left = "".join(part for part in parts if not _is_outline(part) and keep(part))
        if left.strip(_ENDS):
            kept.append(left)
    return "\n".join(kept)


def _is_outline(part: str) -> bool:
    return part.strip(_ENDS + "（）()") in _OUTLINE


def _closed(line: str) -> str:
    """One full stop at the end, whatever was left out behind it."""
    bare = line.rstrip(_ENDS)
    return f"{bare}。" if bare else ""
