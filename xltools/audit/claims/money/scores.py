"""Scores in prose: totals, what a part earned, points and scores of items, subtotals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec.structs import replace

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.money.grades import bands_in
from xltools.audit.claims.numbers import Number, numbers_in
from xltools.audit.claims.places import clause_start
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

ScoreKind: TypeAlias = Literal["total", "part", "points", "item", "subtotal", "lost"]
"""总分; what 决策类指标 and the like earned; 权重 or 分值; 该指标得2分; 合计得10分; 扣2分."""

_POINTS_UNIT = Pattern(r"分(?!之|别|[钟类级工布析配项成歧别])")
_PART = Pattern(
    r"(?P<part>[\u4e00-\u9fff]{2,8}?)(?:类|方面)?(?:指标)?(?:\(\d+(?:\.\d+)?分\))?(?:实际|自评)?(?:得分|得)(?:为|是)?$"
)
_NAMED_PART = Pattern(
    r"(?:^|[,、:])(?:其中)?(?:项目)?(?P<part>决策|过程|产出|效益|效果|满意度|管理|投入|成本|预算执行率?)(?:类|情况|方面)?(?:指标)?"
    r"(?:\(\d+(?:\.\d+)?分\))?(?:实际|自评)?(?:得分|得)?(?:为|是)?$"
)
_TOTAL = Pattern(
    r"(?:总得分|总评分|总分|综合(?:评价)?得分|自评(?:总)?得分|绩效得分|评价得分|最终(?:得分|评分)|最后得分|总体得分|"
    r"(?:项目|综合)?(?:自评|评价)(?:结果|总分|分数)?(?:得分)?|项目(?:绩效)?得分|^得分)[^,。;分]{0,10}$"
    r"|^(?:经|本|该|项目|绩效|单位|最终|最后|综合|自评|评价|的)*(?:评分|打分)(?:结果)?(?:为|是|:)?$"
)
_POINTS = Pattern(r"(?:权重|分值|满分|标准分|设定|分数)(?:分)?[^,。;得]{0,5}$")
_SUBTOTAL = Pattern(r"(?:合计|小计|共计?)得?分?(?:为)?$")
_ITEM = Pattern(r"得(?:分)?(?:为|是)?(?:[\d.×÷%*/+()-]+=)?$")
"""得5分, and with its arithmetic: 得5×97.5%=4.88分."""
_ACTUAL = Pattern(r"(?:实际|自评)?得(?:分)?(?:为|是)?$")
_LOST = Pattern(r"(?:扣|扣除|扣减|失)(?:分)?(?:为|了)?$")
_RANGE_AROUND = Pattern(r"[-~至到]|\(含|以上|以下|\(不含")


_FULL = Pattern(r"(?:评分|自评|评价)?总分(?:值)?$")
"""评分总分100分: how much there is; what was earned is called 得分, or stands behind 为."""
_SETS = Pattern(r"一般|满分|设置为|设定|百分制|共计?100分制|总分值|分值")


class Score(Claim, frozen=True):
    """A number of points, and whose: `part` of a part (决策), else the words before it."""

    value: Decimal
    kind: ScoreKind
    label: str
    part: str = ""

    @property
    def is_earned_total(self) -> bool:
        """True for a total that was earned; 总分一般设置为100分 says only how much there is."""
        full = self.value == 100 and _FULL.search(self.label) is not None
        return self.kind == "total" and not full and not _SETS.search(self.label)


def find_scores(report: Report) -> tuple[Score, ...]:
    """Return the scores of the prose in order; 其中… in a paragraph of its own goes on with a total."""
    found: list[Score] = []
    total = False
    for line in report.prose:
        here = list(scores_in(line, after=total and goes_on(line)))
        found += here
        total = any(each.is_earned_total for each in here)
    return tuple(found)


def goes_on(line: Line) -> bool:
    """True for a paragraph that breaks down what the one before it said."""
    return _GOES_ON.match(line.text) is not None


_GOES_ON = Pattern(r"(?:其中|各部分|各项|具体|分别)(?:得分|情况)?(?:为|是|如下)?[:,]?")


def scores_in(line: Line, *, after: bool = False) -> Iterator[Score]:
    """Yield the scores of one line; the bounds of a grade table are none.

    `after` a total (or behind one in the line) 产出38分 is what a part earned.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "总得分为100分。其中，决策类指标得分20分，权重分为20分。")
    >>> [(str(s.value), s.kind, s.part) for s in scores_in(line)]
    [('100', 'total', ''), ('20', 'part', '决策'), ('20', 'points', '')]
    """
    table = bands_in(line)
    pairs = _pairs(line.text)
    before: Score | None = None
    for number in numbers_in(line):
        unit = _POINTS_UNIT.match(line.text, number.end)
        if unit is None or (table and table.start - 8 <= number.start < table.end):
            continue
        found = _score(line, number, unit.end(), after_total=after)
        if number.start in pairs:
            sort, part = pairs[number.start]
            label = _text_before(line, number.start)
            found = Score(line, number.start, unit.end(), number.value, sort, label, part)
        elif found is not None and before is not None and _is_of(found, before):
            named = _NAMED_POINTS.search(before.label)
            kind: ScoreKind = "part" if named else "item"
            found = replace(found, kind=kind, part=_short(named["part"]) if named else "")
        if found is not None:
            yield found
            after = after or found.is_earned_total
        before = found


def _text_before(line: Line, at: int) -> str:
    """The words of its clause before a number."""
    return line.text[clause_start(line.text, at) : at]


def _pairs(text: str) -> dict[int, tuple[ScoreKind, str]]:
    """Where the points of a part stand and, right behind them, what it earned.

    >>> _pairs("产出指标(50分,得48分),效益指标30分,得分29分")
    {5: ('points', '产出'), 10: ('part', '产出'), 19: ('points', '效益'), 25: ('part', '效益')}
    """
    found: dict[int, tuple[ScoreKind, str]] = {}
    for each in _PAIR.finditer(text):
        part = _short(each["part"])
        found[each.start("worth")] = ("points", part)
        found[each.start("earned")] = ("part", part)
    return found


_PAIR = Pattern(
    r"(?<![\u4e00-\u9fff])(?:其中)?(?:项目)?(?P<part>决策|过程|产出|效益|效果|满意度|管理|投入|成本|预算执行率?)(?:类|情况|方面)?(?:指标)?(?:情况)?"
    r"(?:共?\d+个[,，]?)?(?:满分|分值|权重)?(?:\((?:满分|分值|权重)?)?(?:共|为)?(?P<worth>\d+(?:\.\d+)?)分\)?[,，;]?"
    r"(?:实际|自评|实)?得分?(?:为|是)?(?P<earned>\d+(?:\.\d+)?)分"
)


def _is_of(score: Score, before: Score) -> bool:
    """True for 分值10分，得分9分: the score of what the points are of, and not the total."""
    between = score.line.text[before.end : score.start]
    return (
        before.kind == "points" and score.kind == "total" and _EARNED.match(between) is not None
    )


_NAMED_POINTS = Pattern(
    r"(?:^|[.、:])(?:项目)?(?P<part>决策|过程|产出|效益|效果|满意度|管理|投入|成本|预算执行率?)(?:类|情况)?(?:三级)?(?:指标)?(?:\d+个)?[,，]?(?:权重|分值)"
)
"""产出指标分值40分，得分38.8分: whose score it is stands before the points."""
_EARNED = Pattern(r"^[,，、;:]?(?:实际|自评)?得分?(?:为|是)?$")


_MEANS_PART = Pattern(r"类|执行率得|指标得|指标实际得|方面|分\)(?:实际|自评)?得")


def _short(part: str) -> str:
    """决策类 and 产出指标 are 决策 and 产出."""
    return part.removesuffix("类").removesuffix("指标").removesuffix("率")


def _score(line: Line, number: Number, end: int, *, after_total: bool) -> Score | None:
    text = line.text
    label = text[clause_start(text, number.start) : number.start]
    if _RANGE_AROUND.match(text, end) or label.endswith(("-", "~", "至", "到")):
        return None
    before = text[: number.start].rpartition("。")[2] if after_total else ""
    kind, part = _kind_of(label, before)
    return Score(line, number.start, end, number.value, kind, label, part) if kind else None


def _kind_of(label: str, before: str) -> tuple[ScoreKind | None, str]:
    """What the words before a number of points make it, and of which part.

    `before` is the sentence up to it where a total has been named: then 产出38分 is a part.
    """
    for kind, pattern in _KINDS:
        if pattern.search(label):
            return kind, ""
    if _TOTAL.search(label) and "类" not in label and "指标得" not in label:
        return "total", ""
    part = _PART.search(label) if _MEANS_PART.search(label) else None
    part = part or (_NAMED_PART.search(before) if before else None)
    if part is not None:
        return "part", _short(part["part"].removeprefix("其中").removeprefix("项目"))
    return ("item", "") if _ITEM.search(label) else (None, "")


_KINDS: tuple[tuple[ScoreKind, Pattern], ...] = (
    ("lost", _LOST), ("subtotal", _SUBTOTAL), ("points", _POINTS),
)  # fmt: skip
