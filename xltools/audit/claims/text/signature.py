"""How a report is signed: the unit's name and the date, behind the last words or on the cover."""

from __future__ import annotations

from msgspec import Struct

from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Date(Struct, frozen=True, gc=False):
    """A day or a month; `day` 0 where only the month is told."""

    year: int
    month: int
    day: int = 0

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")


class Signed(Struct, frozen=True):
    """A line with a date alone, and the date."""

    line: Line
    date: Date


_DIGITS = str.maketrans("〇○O零一二三四五六七八九", "0000123456789")
_DATE = Pattern(
    r"(?:(?:报告|填报|编制|完成|填表)?(?:日期|时间):?)?"
    r"(?P<year>20[0-4]\d|二[〇○O0零][〇○O0零一二三四][〇○O0零一二三四五六七八九])(?:年|[-./](?=\d))"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})(?:月|[-./](?=\d)|$)(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|$))?"
)
_UNIT = Pattern(
    r"(?:(?:填报|报告|评价|主管|项目|实施)*单位(?:名称)?:?)?"
    r"(?:[\u4e00-\u9fff·]{2,30}(?:[局厅委办部院校所站馆队会处室社园镇乡村区县市]|中心|政府|公司|学院|中学|小学|支队|大队|街道|集团|基地|党委|银行))"
    r"(?:\((?:盖章|公章|印章|章)\))?"
)
_WORDS = Pattern(
    r"\((?:盖章|公章|印章|此页无正文|单位盖章)\)|(?:联系人|联系电话|电话|填报人|填表人|经办人|项目负责人|单位负责人|"
    r"负责人|财务负责人|审核人|报送日期)[:(].{0,30}|(?:特此|现予|专此)(?:报告|上报|汇报)[。!]?|附件?:.{2,60}"
)
_LONGEST = 34


def date_of(text: str) -> Date | None:
    """Return the date that a folded line consists of.

    >>> str(date_of("二〇二三年三月十五日")), str(date_of("2023年3月")), date_of("2023年3月开工")
    ('2023年3月15日', '2023年3月', None)
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"].translate(_DIGITS))
    return Date(year, count(found["month"]), count(found["day"] or "0"))


def count(text: str) -> int:
    """Return a number below 100 in either kind of digits.

    >>> count("十二"), count("二十"), count("三"), count("08")
    (12, 20, 3, 8)
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (
        int(ones.translate(_DIGITS)) if ones else 0
    )


def signs(line: Line) -> bool:
    """True for a line that belongs to a signature: a unit's name, a date, who to call."""
    text = line.text
    if line.kind not in ("body", "title", "caption") or len(text) > 2 * _LONGEST:
        return False
    if date_of(text) is not None or _WORDS.fullmatch(text):
        return True
    return len(text) <= _LONGEST and _UNIT.fullmatch(text) is not None


def find_signed(report: Report) -> tuple[Signed, ...]:
    """Return the lines that are a date, in order: on the cover, at the end."""
    found = []
    for line in report.lines:
        date = date_of(line.text) if line.kind in ("body", "title", "caption") else None
        if date is not None:
            found.append(Signed(line, date))
    return tuple(found)


def find_signature(report: Report) -> tuple[Line, ...]:
    """Return the lines at the end that only sign: behind the last words, table or picture.

    An annex behind the signature has its own heading, and the signature stands before that.
    """
    found: list[Line] = []
    for line in report.lines:
        if signs(line):
            found.append(line)
        elif found and line.kind == "heading" and line.text.startswith("附"):
            break
        elif line.text or line.kind == "picture":
            found = []
    is_signed = any(date_of(line.text) or _UNIT.fullmatch(line.text) for line in found)
    return tuple(found) if is_signed else ()
