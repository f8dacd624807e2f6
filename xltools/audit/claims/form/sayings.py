"""Numbers of things and rates with the words around them, cut as a reader would: 安装护栏82.8公里."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.numbers import Number, numbers_in
from xltools.audit.claims.places import year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern
from xltools.value.units import canonical, is_known

Role: TypeAlias = Literal["", "target", "actual", "rate", "gap", "score", "points", "lost"]
"""What the words beside a number make it: 目标86公里, 实际88.2公里, 完成率102.56%, 超过目标2.2公里,
得10分, 分值10分, 扣1分; "" if they do not say."""

_LONGEST_UNIT = 6
_REACH, _FAR = 24, 240
"""Characters behind and before a number that may say what it is; a paragraph may be endless."""
_MARKS = ",，。;:、!?()|"
_AT_LEAST = Pattern(
    r"(?:≥|不低于|不少于|不小于|大于等于|至少|高于|超过了?|大于|多于|突破|>)=?$"
)
_AT_MOST = Pattern(
    r"(?:≤|不高于|不超过|不多于|不大于|小于等于|低于|少于|不到|不足|小于|控制在|没有(?:突破|超过)|未(?:突破|超过)|<)=?$"
)
_ABOVE, _BELOW = Pattern(r"(?:及)?以上|[多余](?=$|[,，。;])"), Pattern(r"(?:及)?以[内下]")
_ABOUT_BEFORE, _ABOUT_BEHIND = Pattern(r"[约近]了?$"), Pattern(r"左右|多[个条公]?")
_JOINED = Pattern(r"[-~—至÷×=+/第](?:近|约)?$|\d[个点]?[到和]$")
_AIMED = Pattern(
    r"(?:目标|计划|任务|预期|指标值|要求|要达到|应达到?|控制价|拟|力争|确保|年初定|合同)(?:[数值量]|任务|目标)?(?:\([^()]*\))?"
    r"(?:[\u4e00-\u9fff]{0,8}?)(?:分别)?(?:是|为|应|达到|在|:)*(?:≥|≤|不低于|不少于|不超过|不高于|不突破|控制在|高于|>|<)?=?$"
)
_AIMED_BEHIND = Pattern(
    r"(?:以上|以内|以下|左右)?(?:的)?(?:年度|年初|预期|计划|既定|绩效)*(?:目标|要求|任务|控制价|标准|预期|计划)"
)
_CAME = Pattern(
    r"(?:实际|已|完成(?!时)|达到?|实有|共|累计|为|是|得到|实现|了)(?:[\u4e00-\u9fff]{0,8}?)$"
)
_RATE = Pattern(r"完成(?:率|比例|程度)(?:为|是|达到?了?|:)*$")
_GAP = Pattern(
    r"(?:比|较|离|距|与)[^,，。;]{0,8}(?:目标|计划|控制价|要求|预期|任务|上限)[^,，。;\d]{0,6}(?:高|低|多|少|差|提前|超|节约|晚|迟|推迟|延后|短)[^,，。;\d]{0,5}$"
    r"|(?:超过|超出|超|高于|低于|少于|多于|高出|优于|短于|小于)了?(?:年初|预期|预定|计划|设定|年度|既定|绩效|的)*(?:目标|计划|任务|要求|预期)(?:值)?(?:了)?$"
    r"|(?:离|距)[^,，。;]{0,10}(?:目标|要求)(?:还|尚|仍)?(?:差|少|低|有)$"
    r"|(?:提前|推迟|延后|延期|超期|晚|逾期)了?$|(?:超额|超计划|多|少)完成了?$"
)
_GAP_BEHIND = Pattern(r"个百分点")
_SCORE = Pattern(r"(?<!满)(?<!总)得分?(?:为|是|了|:)*$")
_POINTS = Pattern(r"(?:分值|权重|满分|标准分)(?:为|是|:)*$")
_LOST = Pattern(r"扣(?:减|除|掉|了)*(?:分)?$")


class Saying(Claim, frozen=True):
    """A number with its unit; `before` and `behind` are the words of its part of the sentence.

    `role` as its words have it; `bound`: 1 at least so many, -1 at most, 0 just so many.
    `begin`: where its part of the sentence begins. `year`: the year that its sentence names.
    """

    value: Decimal
    places: int
    unit: str
    role: Role
    bound: int
    before: str
    behind: str
    begin: int
    year: int | None

    @property
    def around(self) -> str:
        """The words beside it but those that its role accounts for: 离…的目标, 比目标低, 每公里."""
        before = _GAP.sub("", self.before) if self.role == "gap" else self.before
        behind = _AIMED_BEHIND.sub("", self.behind)
        words = f"{_LINK_BEFORE.sub('', before)}\x02{_LINK_BEHIND.sub('', behind)}"
        return _EACH.sub("单位", _AIMED_BEHIND.sub("", words))


_EACH = Pattern(
    r"(?<!平均)每(?:公里|千米|米|平方米|亩|吨|户|台|套|辆|座|所|个)(?=造价|成本|单价|费用)"
)
_LINK_BEFORE = Pattern(r"^(?:离|距)|(?:还|尚)?(?:差|低|高|少|多)$")
_LINK_BEHIND = Pattern(r"^(?:的)|(?:还|尚|仍)?(?:差|低|高|少|多|有)$")


def find_sayings(report: Report) -> tuple[Saying, ...]:
    """Return them in order."""
    return tuple(each for line in report.prose for each in sayings_in(line))


def sayings_in(line: Line) -> Iterator[Saying]:
    """Yield those of one line; what is about so much, one of a pair, or a year is left out.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "计划安装护栏86公里,实际完成88.2公里,超过目标2.2公里,完成率102.56%,扣1分。")
    >>> [(str(e.value), e.unit, e.role) for e in sayings_in(line)]
    [('86', '公里', 'target'), ('88.2', '公里', 'actual'), ('2.2', '公里', 'gap'), ('102.56', '%', 'rate'), ('1', '分', 'lost')]
    """
    numbers = list(numbers_in(line))
    last = 0
    for n, number in enumerate(numbers):
        unit = _unit(line.text, number.end)
        begin = max(_clause(line.text, number.start), last)
        last = number.end + len(unit)
        before = line.text[begin : number.start]
        if not unit or _is_vague(line.text, number, last, before):
            continue
        until = numbers[n + 1].start if n + 1 < len(numbers) else len(line.text)
        until = min(until, last + _FAR)
        behind = line.text[last : _clause_end(line.text, last, until)]
        lead = line.text[_clause(line.text, number.start, _STOPS) : number.start]
        role = _role(unit, lead, behind, line.text[last : last + _REACH])
        yield Saying(
            line, number.start, last, number.value, number.places, unit, role,
            _bound(before, behind), before, behind, begin, year_before(line, number.start),
        )  # fmt: skip


def _is_vague(text: str, number: Number, end: int, before: str) -> bool:
    return bool(
        _ABOUT_BEFORE.search(before)
        or _JOINED.search(text[max(number.start - 4, 0) : number.start])
        or _ABOUT_BEHIND.match(text, end)
        or text[end : end + 1] in "-~—至÷×"
    )


def _unit(text: str, at: int) -> str:
    """The unit that stands here, as long as may be; 个百分点, 万元/公里 and 人次 are one."""
    for length in range(_LONGEST_UNIT, 0, -1):
        unit = text[at : at + length]
        if (
            len(unit) == length
            and unit[0] not in ".-/"
            and not set(unit) & set(_MARKS)
            and is_known(canonical(unit))
        ):
            return "" if unit in ("年", "月", "日", "号") else unit
    return ""


_STOPS = ",，。;:!?"


def _clause(text: str, at: int, marks: str = _MARKS) -> int:
    first = max(at - _FAR, 0)
    return max(max(text.rfind(mark, first, at) for mark in marks) + 1, first)


def _clause_end(text: str, at: int, until: int) -> int:
    ends = [found for mark in _MARKS if (found := text.find(mark, at, until)) >= 0]
    return min(ends, default=until)


def _role(unit: str, lead: str, behind: str, rest: str) -> Role:
    if unit == "分":
        return next((role for role, words in _SCORES if words.search(lead)), "")
    if _AIMED_BEHIND.match(rest):
        return "target"
    if unit.endswith("百分点") or _GAP.search(lead):
        return "gap"
    if unit == "%" and _RATE.search(lead):
        return "rate"
    if _AIMED.search(lead):
        return "target"
    return "actual" if _CAME.search(lead) else ""


_SCORES: tuple[tuple[Role, Pattern], ...] = (
    ("lost", _LOST), ("points", _POINTS), ("score", _SCORE),
)  # fmt: skip


def _bound(before: str, behind: str) -> int:
    if _AT_MOST.search(before) or _BELOW.match(behind):
        return -1
    return 1 if _AT_LEAST.search(before) or _ABOVE.match(behind) else 0
