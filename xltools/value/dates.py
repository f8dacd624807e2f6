"""Deadlines and periods: 12月底前, 2021年1月-12月, 第三季度, 2022.12."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from xltools.model import Day
from xltools.patterns import Pattern
from xltools.value.numbers import chinese_number
from xltools.value.units import canonical, is_known

_YEAR = r"(?:19|20)[0-9]{2}"
_POINT = (
    rf"(?:(?P<y@>{_YEAR})(?:年度?|(?=[上下第]|[~至到-]{_YEAR}年)))?"
    r"(?:(?P<half@>[上下]半年|第?[1-4]季度|全年)"
    r"|(?P<m@>[0-9]{1,2})(?:月份?|(?=[~至到-][0-9]{1,2}月)))?"
    r"(?:(?P<d@>[0-9]{1,2})[日号]|(?P<part@>上旬|中旬|下旬|初))?"
)
_DATE = Pattern(
    r"(?P<lead>(?:[本当]年度?)?(?:项目|工程|任务)?(?:均?已经?)?(?:计划|预计|实际|要求)?(?:完成|竣工|验收|到位|支付|实施|建设|开工|执行)?"
    r"(?:时间|日期|期限|时限|于|在|至|截至|截止到?|不晚于|不迟于|最迟|早于|自|从)?(?:为|是|:)?[≤<=]?)"
    + _POINT.replace("@", "1")
    + r"(?:(?:[~至到-])"
    + _POINT.replace("@", "2")
    + r")?(?P<bound>(?:年?底|末)?(?:之前|以前|前)|(?:年?底|末)|(?:之|以)?内|期间|止)?"
    r"(?P<tail>[^0-9;,、:()]{0,14})"
)
# yyyy.mm and yyyy-mm-dd with a year written in full; 2022.12万元 is money
_WITH_MARKS = Pattern(
    rf"(?<![0-9.])({_YEAR})([-./]) ?([0-9]{{1,2}})(?:\2 ?([0-9]{{1,2}}))?日?"
    r"(?![0-9]|[./-][0-9](?![0-9]{3}))(?=$|[^0-9%元万亿])"
)
_WORTH_A_LOOK = Pattern(
    rf"[年月季底]|[日号][前止]|[.][0-9]{{1,2}}[日之以]*前|{_YEAR}[-./] ?[0-9]"
)
_DAY_INCLUDED = Pattern(r"(?<=[日号])\(含(?:当[日天])?\)(?=[之以]?前)")
_HOUR = Pattern(r"(?<=[日号])(?:[89]|1[0-9]|2[0-4])(?:时|点|:[0-5][0-9])整?(?=[之以]?前|$)")
_REMARK_BEHIND = Pattern(r"([^()]+)\(([^()]+)\)")
_REMARK_BEFORE = Pattern(r"\(([^()]+)\)([^()]+)")
_WEEKDAY = Pattern("(?:星期|周|礼拜)[一二三四五六日天]")
# a remark that may move the day, or say that it is not the one that is asked for
_CHANGES_IT = Pattern(
    r"[0-9一二两三四五六七八九十未没无不除拟待]|部分|其余|计划|预计|预期|预定|应[于在为]|原(?!因)|目标|为准|合同|约定|要求|规定|[施进建办]行?中|在建|正在"
    r"|[年月季]|开工|启动|开始|立项|招标|签订|签约|[延推][期迟后]?[至到]|变更|调整"
)
_DAY_BEFORE = Pattern(r"(?<![0-9.])([0-9]{1,2})\.([0-9]{1,2})日?(?=[之以]?前)")
_DONE = Pattern(
    r"(?:已|全部|全面|基本|按时|按期|如期|正式|顺利|项目|工程|主体|均|前|度)*"
    r"(?:完成|竣工|验收|到位|建成|结束|交付|投入|发放|支付|实施|开展|下达|拨付|完工|启动|上线|使用|建设|通过|兑付|达成|开工|执行|$)"
    r"(?!率|度|量|数)"
)
_NOT = Pattern(r"[未没无不]|部分")
_CHINESE = Pattern(r"([一二三四五六七八九十]{1,3})(?=月份?(?:[^一]|$)|[日号]|季度)")
_CHINESE_YEAR = Pattern(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_DIGIT = str.maketrans("〇零一二三四五六七八九", "00123456789")
_PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12)}
# festivals of the solar calendar; 春节 and the like have no fixed date
_FIXED = {"国庆": (9, 30), "五一": (4, 30), "劳动节": (4, 30), "七一": (6, 30), "八一": (7, 31)}
_FESTIVAL = Pattern(
    rf"(?:在)?(?:(?P<year>{_YEAR})年)?(?P<name>春节|中秋|端午|清明|元旦|元宵|重阳|国庆|五一|劳动节|七一|八一)"
    r"节?(?:来临|到来)?(?:之前|以前|前夕|前)(?P<tail>[^0-9;,]{0,14})"
)


class Dates(Struct, frozen=True):
    """What a text says about time; `problem` when it says something impossible."""

    start: Day | None = None
    end: Day | None = None
    marks: tuple[str, ...] = ()
    problem: str | None = None


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month.

    >>> days_in(2022, 2), days_in(2024, 2), days_in(1900, 2), days_in(2022, 12)
    (28, 29, 28, 31)
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def first_day(day: Day, year: int) -> date:
    """Return the first day that is meant; `year` is the form's, for dates without one.

    >>> first_day(Day(None, 7), 2021), first_day(Day(2020), 2021)
    (datetime.date(2021, 7, 1), datetime.date(2020, 1, 1))
    """
    real_year, month = day.year or year, day.month or 1
    return date(real_year, month, min(day.day or 1, days_in(real_year, month)))


def last_day(day: Day, year: int) -> date:
    """Return the last day that is meant; `year` is the form's, for dates without one.

    >>> last_day(Day(None, 2), 2020), last_day(Day(2022), 2021)
    (datetime.date(2020, 2, 29), datetime.date(2022, 12, 31))
    """
    real_year, month = day.year or year, day.month or 12
    last = days_in(real_year, month)
    return date(real_year, month, min(day.day or last, last))


def read_dates(text: str, *, deadline: bool) -> Dates | None:
    """Read a cleaned text that is a date, None if it is not one.

    `deadline` says how a full date alone is meant: as the day by which (a target), or as
    the day on which (an actual result).
    """
    if not _WORTH_A_LOOK.search(text):
        return _festival(text) if "前" in text else None
    text = _HOUR.sub("", _DAY_INCLUDED.sub("", text))
    if "(" in text:
        return _with_remark(text, deadline=deadline)
    text = _in_digits(text)
    found = _DATE.fullmatch(text)
    if found is None:
        return _festival(text)
    first, second = _point(found, "1"), _point(found, "2")
    bound = found["bound"] or ""
    if not any(first) or not _tail_fits(found["tail"], bound):
        return _festival(text) or _whole_year(text)
    if not _is_date(found, bound):
        return None
    if any(second):
        return _period(found, first, second, bound)
    return _single(first, bound, found["lead"], deadline=deadline)


def _with_remark(text: str, *, deadline: bool) -> Dates | None:
    """2023年12月5日(因疫情推迟) is the day; not where the remark may name another one."""
    behind, before = _REMARK_BEHIND.fullmatch(text), _REMARK_BEFORE.fullmatch(text)
    if behind:
        day, remark = behind.groups()
    elif before:
        remark, day = before.groups()
    else:
        return None
    if is_known(canonical(remark)):
        return None  # 2022.12(万元) is an amount
    moved = _CHANGES_IT.search(remark) and not _WEEKDAY.fullmatch(remark)
    found = None if moved else read_dates(day, deadline=deadline)
    return found and replace(found, marks=(*found.marks, "remark"))


_Point = tuple[int | None, str, int | None, int | None, str]
"""year, half or quarter, month, day, part of the month"""


def _point(found: re.Match[str], n: str) -> _Point:
    year, half, month, day = found["y" + n], found["half" + n], found["m" + n], found["d" + n]
    return (
        int(year) if year else None,
        half or "",
        int(month) if month else None,
        int(day) if day else None,
        found["part" + n] or "",
    )


def _in_digits(text: str) -> str:
    text = _WITH_MARKS.sub(lambda m: f"{m[1]}年{m[3]}月" + (f"{m[4]}日" if m[4] else ""), text)
    text = _DAY_BEFORE.sub(lambda m: f"{m[1]}月{m[2]}日", text)
    text = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGIT), text)
    return _CHINESE.sub(lambda m: str(chinese_number(m[1]) or m[1]), text)


def _tail_fits(tail: str, bound: str) -> bool:
    """What follows a date may say what happens then, not what was left undone."""
    if not tail:
        return True
    return not _NOT.search(tail) and (bool(bound) or _DONE.match(tail) is not None)


def _is_date(found: re.Match[str], bound: str) -> bool:
    """≤6月 and 30日内 are durations; a sign needs a real date behind it."""
    year, half, month, day, part = _point(found, "1")
    if found["lead"].endswith(("≤", "<", "=")):
        return (year is not None and bool(month or half or bound)) or bool(
            month and (day or bound)
        )
    if day and not month:
        return False
    months = month and not (year or day or part)
    return not (months and bound in ("内", "以内", "之内"))


def _whole_year(text: str) -> Dates | None:
    """年底前完成, 年内: the form's year."""
    for word in ("本年度", "当年度", "本年", "当年"):
        if text.startswith(word):
            text = "年" + text[len(word) :]
            break
    if text.startswith(("年底", "年末")):
        tail = text[2:]
        if _tail_fits(tail, "前" if "前" in tail[:2] else ""):
            return Dates(end=Day(None, 12, 31))
    if text.startswith("年内") and _tail_fits(text[2:], "内"):
        return Dates(Day(None, 1, 1), Day(None, 12, 31))
    return None


def _festival(text: str) -> Dates | None:
    found = _FESTIVAL.fullmatch(text)
    if found is None or _NOT.search(found["tail"]):
        return None
    year = int(found["year"]) if found["year"] else None
    fixed = _FIXED.get(found["name"])
    return Dates(end=Day(year, *fixed)) if fixed else Dates(marks=("festival",))


def _span(point: _Point) -> tuple[Day, Day] | str:
    """First and last of a point as exactly as it was written, or the problem."""
    year, half, month, day, part = point
    if half:
        first, last = _HALVES.get(half) or (int(half[-3]) * 3 - 2, int(half[-3]) * 3)
        return Day(year, first), Day(year, last)
    if month is not None and not 1 <= month <= 12:
        return f"没有{month}月"
    if month and day is not None and not 1 <= day <= days_in(year or 2024, month):
        return f"没有{f'{year}年' if year else ''}{month}月{day}日这一天"
    if month and part:
        first, last = _PARTS[part]
        last = min(last, days_in(year or 2023, month))
        return Day(year, month, first), Day(year, month, last)
    return Day(year, month, day), Day(year, month, day)


def _period(found: re.Match[str], first: _Point, second: _Point, bound: str) -> Dates | None:
    """2021年1月-12月, 3月5日-10日: what the end does not say again is as in the start."""
    if first[0] and not second[0]:
        second = (first[0], *second[1:])
    if second[0] and not first[0]:
        return None
    if first[2] and not second[2] and second[3]:
        second = (*second[:2], first[2], *second[3:])
    start, end = _span(first), _span(second)
    if isinstance(start, str):
        return Dates(problem=start)
    if isinstance(end, str):
        return Dates(problem=end)
    if first_day(start[0], 2024) > last_day(end[1], 2024):
        return Dates(problem="起始日期晚于结束日期")
    last = end[1]
    if bound.startswith(("底", "末", "年底")):
        last = _end_of(last)
    return Dates(start[0], last)


def _single(point: _Point, bound: str, lead: str, *, deadline: bool) -> Dates:
    span = _span(point)
    if isinstance(span, str):
        return Dates(problem=span)
    start, end = span
    approximate = ("approximate",) if point[4] == "初" else ()
    if bound.endswith("前"):
        return _before(end, bound, exact_day=bool(point[3]), part=bool(point[1] or point[4]))
    if bound in ("底", "末", "年底"):
        end = _end_of(end)
        return Dates(end=end) if deadline else Dates(end, end)
    if bound.endswith("内") or bound == "期间":
        return Dates(start, end)
    until = lead.startswith(("至", "截", "不晚于", "不迟于", "最迟", "早于")) or lead.endswith(
        ("≤", "<")
    )
    if until or bound == "止" or (deadline and point[3]):
        return Dates(end=end, marks=approximate)
    return Dates(start, end, marks=approximate)


def _end_of(day: Day) -> Day:
    """Month's or year's last day; February without a year stays the month."""
    if day.day or (day.month == 2 and day.year is None):
        return day
    month = day.month or 12
    return Day(day.year, month, days_in(day.year or 2023, month))


def _before(end: Day, bound: str, *, exact_day: bool, part: bool) -> Dates:
    """9月30日前 and 9月底前 include the day; 9月前 ends with August.

    12月前 and 2022年前 are read to the year's end and marked `ambiguous`: work of a year is
    more often meant to be done within December than by the end of November.
    """
    if exact_day or bound.startswith(("底", "末", "年底")):
        return Dates(end=_end_of(end))
    if part or not end.month or end.month == 12:
        return Dates(end=_end_of(end), marks=("ambiguous",))
    if end.month == 1:
        if end.year is None:
            return Dates(problem="看不出是哪一年的1月")
        return Dates(end=Day(end.year - 1, 12, 31))
    return Dates(end=_end_of(Day(end.year, end.month - 1)))
