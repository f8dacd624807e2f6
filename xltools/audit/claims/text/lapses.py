"""Small things left out: 元 behind 万, a stop before a number, the other half of a 〈."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.text.marks import Fault
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_MONEY = r"(?:资金|经费|预算数?|支出|支付|执行数?|投入|到位|拨付|下达|安排|补助|补贴|金额|总额|投资|收入|费|款|结余|拨款|配套|自筹)"
_YUAN = Pattern(
    rf"{_MONEY}(?:共计?|合计|约|为|是|达到?|了|:|总额|数)*(?P<amount>\d[\d,]*(?:\.\d+)?万)"
    r"(?=[,。;、)]|$|并且|其中|用于|已|全部|(?:中央|省级|市级|县级|财政)资金)"
)


def find_no_yuan(report: Report) -> tuple[Fault, ...]:
    """邮电费2.40万，: an amount without its unit, in a report that writes 万元 elsewhere."""
    if not any("万元" in line.text for line in report.lines):
        return ()
    return tuple(
        Fault(line, found.start("amount"), found.end("amount"))
        for line in report.prose
        for found in _YUAN.finditer(line.text)
        if not _is_before_yuan(line.text[found.end() :])
    )


def _is_before_yuan(behind: str) -> bool:
    """True for 3万、5万和6万元: the unit stands once, behind the last."""
    return _SERIES.match(behind) is not None


_SERIES = Pattern(
    r"(?:[、和及或](?:\d[\d,]*(?:\.\d+)?)万)*[、和及或](?:\d[\d,]*(?:\.\d+)?)万?元"
)

_NUMBER = Pattern(r"(?<=[\u4e00-\u9fff])(?P<n>[2-9])\.(?=[\u4e00-\u9fff]{2})")
_NAMED = Pattern(r"[表图件第例题]$")


def find_no_stops(report: Report) -> tuple[Fault, ...]:
    """…幸福指数2.切实…: a numbered item begins in the paragraph of the one before, without a stop."""
    return tuple(each for line in report.prose for each in _no_stops(line))


def _no_stops(line: Line) -> Iterator[Fault]:
    for found in _NUMBER.finditer(line.text):
        before, value = line.text[: found.start()], int(found["n"])
        first = before.find(f"{value - 1}.")
        begins = first == 0 or (first > 0 and not before[first - 1].isdigit())
        at = found.start()
        is_parted = line.offsets[at] > line.offsets[at - 1] + 1
        if first >= 0 and begins and not is_parted and not _NAMED.search(before):
            yield Fault(line, max(0, found.start() - 4), min(len(line.text), found.end() + 4))


_ANGLES = Pattern(r"<[^<>〈〉《》]{2,60}〉|〈[^<>〈〉《》]{2,60}>")


def find_mixed_angles(report: Report) -> tuple[Fault, ...]:
    """<…〉: the title inside a title opens with one mark and closes with another."""
    return tuple(
        Fault(line, found.start(), found.end(), "尖括号")
        for line in report.lines
        if line.kind != "contents"
        for found in _ANGLES.finditer(line.text)
    )
