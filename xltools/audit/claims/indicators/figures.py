"""Numbers of things in the prose, with the noun that they count: 64所农村学校, 受益群众284人, 流失率9.27%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.record import At
from xltools.audit.claims.numbers import numbers_in
from xltools.audit.claims.places import sentence_span, year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern
from xltools.value.units import canonical, is_known

_NOT_COUNTED = frozenset(
    (
        "元",
        "万元",
        "亿元",
        "千元",
        "分",
        "年",
        "月",
        "日",
        "号",
        "岁",
        "字",
        "倍",
        "页",
        "级",
        "时",
        "周",
    )
)
_RUNS_ON = Pattern(r"[均月年度/分额]|以上|以内|以下|左右")
_BOUND = Pattern(
    r"(?:≥|≤|>|<|不低于|不少于|不高于|不超过|不小于|不大于|大于等于|小于等于|至少|控制在|高于|低于|超过)=?$"
)
_AFTER = Pattern(r"[\u4e00-\u9fff]{2,12}")
_AFTER_END = Pattern(
    r"的|进行|开展|已|均|全部|共|达|为|是|实施|按|在|于|由|和|及|与|等|完成|得到|实现|接受|享受|参加|参与|纳入|配备|维修|改造|建设|新建|安装|使用|受益|没有|未"
)
_BEFORE = Pattern(r"[\u4e00-\u9fff()“”]+$")
_VALUE_LEAD = Pattern(
    r"(?:(?:共|总)?(?:计|达到?|有|完成)|为|是|约|实际|达到?了?|目标|计划|数量|人数|户数|面积|数|量|:|,)+$"
)
_NEUTRAL_LEAD = Pattern(
    r"^(?:截至|截止|目前|全年|年内|年度|本年|当年|已|累计|共[计有]?|现有|有(?!效)|辖区?|实际|本?项目|完成了?|其中|并|也|且|同时|经|通过|最终|全县|全市|全区|全镇|全乡|我[县市区镇乡局校院])+"
)
_PART = Pattern(
    r"新增|增加|减少|其中|原|上年|去年|往年|上一年|计划|拟|抽查|抽取|抽样|抽检|随机|首批|第[一二三四五六七八九十\d]|累计|另有|另外|剩余|还有|尚有|分别|各|每|平均|占|比|未|没有|不符|不合格|问题|超过|以上|以内|近|约|余|多个|部分|个别|有的|如|例如|前期|下一步|明年|将"
)
_NO_THING = Pattern(
    r"^(?:方面|项目|指标|单位|部门|问题|目标|工作日|百分点|月|小组|成员|一级|二级|三级)"
)


_LINK = Pattern(r"[为是]|(?<!目)的")


class Figure(Claim, frozen=True):
    """So many of something, with its place.

    `noun` is what is counted, "" if unclear; `behind`: it stands behind the number (64所农村学校).
    `lead` are the words of the clause before the number, `bound` a sign or word of bounds.
    """

    value: Decimal
    places: int
    unit: str
    noun: str
    behind: bool
    lead: str
    bound: str
    goal: bool
    year: int | None

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def is_part(self) -> bool:
        """True where the clause speaks of a part, a change, a plan or another year."""
        return _PART.search(self.lead) is not None

    @property
    def sentence(self) -> str:
        """The sentence around it."""
        start, end = sentence_span(self.line, self.start)
        return self.line.text[start:end]


def find_figures(report: Report) -> tuple[Figure, ...]:
    """Return the figures of the prose in order."""
    return tuple(each for line in report.prose for each in figures_in(line))


def figures_in(line: Line) -> Iterator[Figure]:
    """Yield the figures of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "项目覆盖64所农村学校，受益学生共计1860人，员工流失率为9.27%。")
    >>> [(str(e.value), e.unit, e.noun) for e in figures_in(line)]
    [('64', '所', '农村学校'), ('1860', '人', '受益学生'), ('9.27', '%', '员工流失率')]
    """
    text, goal = line.text, tells_goals(line)
    for number in numbers_in(line):
        unit = _unit(text, number.end)
        if not unit or _RUNS_ON.match(text, number.end + len(unit)):
            continue
        begin = _clause(text, number.start)
        lead = text[begin : number.start]
        bound = _BOUND.search(lead)
        head = lead[: bound.start()] if bound else lead
        if head.endswith(("第", "约", "近", ".", "-", "~", "至", "÷", "×", "=", "+")):
            continue
        noun, start, end = _counted(text, begin, head, number.end + len(unit))
        behind = end > number.end + len(unit)
        yield Figure(
            line, start, end, number.value, number.places, unit, noun, behind, lead,
            bound[0] if bound else "", goal, year_before(line, number.start),
        )  # fmt: skip


def _unit(text: str, at: int) -> str:
    """The unit of counting that begins here; "" for money, time and what is no unit."""
    for length in (4, 3, 2, 1):
        unit = text[at : at + length]
        if _ONE_WORD.fullmatch(unit) and len(unit) == length and is_known(canonical(unit)):
            return "" if unit in _NOT_COUNTED or "元" in unit else unit
    return ""


_ONE_WORD = Pattern(r"[%‰]|[\u4e00-\u9fffa-zA-Z]+")


def _clause(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in ",，;。:、!?(") + 1


def _counted(text: str, begin: int, head: str, after: int) -> tuple[str, int, int]:
    """The noun, and where noun and number start and end."""
    number = begin + len(head)
    behind = _AFTER.match(text, after)
    if behind is not None and text[after - 1] not in "%‰":
        stop = _AFTER_END.search(behind[0])
        noun = behind[0][: stop.start()] if stop else behind[0]
        if len(noun) >= 2 and not _NO_THING.match(noun):
            return noun, number, after + len(noun)
    run = _BEFORE.search(_VALUE_LEAD.sub("", head))
    if run is None:
        return "", number, after
    noun = _NEUTRAL_LEAD.sub("", run[0]).strip("()“”")
    last = _LINK.split(noun)[-1]
    noun = last if len(last) >= 3 else noun
    if len(noun) > 14 or _NO_THING.match(noun):
        return "", number, after
    start = text.rfind(noun, begin, number) if noun else number
    return noun, max(start, begin), after
