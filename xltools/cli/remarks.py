"""Remarks on a report as a person reads them: place, sentence, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xltools.audit.remark import Remark
from xltools.cli.tables import cut, width
from xltools.findings import Severity

QUOTE = 84
"""Columns of a sentence that are shown."""
_SHOWN = 3


class _Group(Struct):
    """Remarks that say the same: the first of them, and where the others stand."""

    first: Remark
    others: list[Remark]


def remark_tally(remarks: Sequence[Remark]) -> str:
    """3 项错误，5 项提醒 — or 没有发现问题; what is said twice in one way counts once."""
    groups = _grouped(remarks)
    counts = [
        f"{count} 项{severity.value}"
        for severity in Severity
        if (count := sum(each.first.code.severity is severity for each in groups))
    ]
    return "，".join(counts) or "没有发现问题"


def remark_lines(remarks: Sequence[Remark]) -> Iterator[str]:
    """A block for each sentence that something is wrong with, in the order of the report."""
    before: tuple[int, str] | None = None
    for group in _grouped(remarks):
        first = group.first
        sentence = (first.line.index, first.sentence)
        if sentence != before:
            yield ""
            yield _place(first)
            if first.line.kind != "heading" and first.sentence:
                yield f"  “{quoted(first)}”"
            before = sentence
        yield f"  {first.code.severity.value} {first.code.number} {first.message}"
        if first.against and _is_news(first.against, first.message):
            yield f"      依据：{first.against}"
        if first.arithmetic and _is_news(first.arithmetic, first.message):
            yield f"      算式：{first.arithmetic}"
        if group.others:
            yield f"      同样的还有：{_places(group.others)}"
        yield f"      → {first.advice}"


def quoted(remark: Remark, limit: int = QUOTE) -> str:
    """The sentence in one line; of a long one the part around the words.

    The words themselves are shown whole where they have room.
    """
    sentence, words = _flat(remark.sentence), _flat(remark.words)
    if width(sentence) <= limit:
        return sentence
    at = sentence.find(words)
    if at < 0 or width(sentence[: at + len(words)]) <= limit - 2:
        return cut(sentence, limit)
    start = at
    while start > 0 and width(sentence[start - 1 : at + len(words)]) <= limit * 2 // 3:
        start -= 1
    return ("…" if start else "") + cut(sentence[start:], limit - 2)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _place(remark: Remark) -> str:
    project = f"〔{remark.project}〕" if remark.project else ""
    return f"{_flat(remark.where)}{project}"


def _places(remarks: Sequence[Remark]) -> str:
    shown = list(dict.fromkeys(_flat(each.where) for each in remarks))
    more = f"等 {len(shown)} 处" if len(shown) > _SHOWN else ""
    return "；".join(shown[:_SHOWN]) + more


def _is_news(text: str, message: str) -> bool:
    return text.replace(" ", "") not in message.replace(" ", "")


def _grouped(remarks: Sequence[Remark]) -> list[_Group]:
    """Equal remarks together, in the order of the first of each."""
    groups: dict[tuple[str, str, str, str], _Group] = {}
    for each in remarks:
        key = (each.code.number, each.message, each.advice, each.project)
        if key in groups:
            groups[key].others.append(each)
        else:
            groups[key] = _Group(each, [])
    return list(groups.values())
