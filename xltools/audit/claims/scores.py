"""Scores and grades in prose: totals, what a part earned, points of an item, grade tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from xltools.audit.claims.numbers import Number, numbers_in
from xltools.audit.claims.places import clause_start
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

ScoreKind: TypeAlias = Literal["total", "part", "points", "item", "subtotal", "lost"]
"""总分; what 决策类指标 and the like earned; 权重 or 分值; 该指标得2分; 合计得10分; 扣2分."""

_POINTS_UNIT = Pattern(r"分(?!之|别|[钟类级工布析配项成歧别])")
_PART = Pattern(
    r"(?P<part>[\u4e00-\u9fff]{2,8}?)(?:类|方面)?(?:指标)?(?:实际|自评)?(?:得分|得)(?:为|是)?$"
)
_TOTAL = Pattern(
    r"(?:总得分|总评分|总分|综合(?:评价)?得分|自评(?:总)?得分|绩效得分|评价得分|最终(?:得分|评分)|最后得分|总体得分|"
    r"(?:项目|综合)?(?:自评|评价)(?:结果|总分|分数)?(?:得分)?|项目(?:绩效)?得分|^得分)[^,。;分]{0,10}$"
)
_POINTS = Pattern(r"(?:权重|分值|满分|标准分|设定|分数)(?:分)?[^,。;得]{0,5}$")
_SUBTOTAL = Pattern(r"(?:合计|小计|共计?)得?分?(?:为)?$")
_ITEM = Pattern(r"得(?:分)?(?:为|是)?$")
_ACTUAL = Pattern(r"(?:实际|自评)?得(?:分)?(?:为|是)?$")
_LOST = Pattern(r"(?:扣|扣除|扣减|失)(?:分)?(?:为|了)?$")
_RANGE_AROUND = Pattern(r"[-~至到]|\(含|以上|以下|\(不含")
_GRADES = "优秀|优良|良好|中等|合格|较差|优|良|中|差"
_GRADE = Pattern(
    rf"(?:等级|级别|评级|评价结果|评定结果|自评结果|结果|级次|属于|评定|档次)[^,。;\d优良中差]{{0,8}}?[“\"'(]?"
    rf"(?P<grade>{_GRADES})(?![、秀良好等差质化格\u4e00-\u9fff])[”\"')]?"
)
_BAND = Pattern(
    r"(?P<low>\d+(?:\.\d+)?)分?(?:\(含\))?(?:以上|[-~至到]+(?P<high>\d+(?:\.\d+)?)分?)"
)


class Score(Struct, frozen=True):
    """A number of points, and whose: `part` of a part (决策), else the words before it."""

    line: Line
    start: int
    end: int
    value: Decimal
    kind: ScoreKind
    label: str
    part: str = ""

    @property
    def at(self) -> tuple[Line, int, int]:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def words(self) -> str:
        """As it is written: 89.5分."""
        return self.line.words(self.start, self.end)


class GradeWord(Struct, frozen=True):
    """A grade that the report gives, as it is written: 优, 良好."""

    line: Line
    start: int
    end: int
    word: str

    @property
    def at(self) -> tuple[Line, int, int]:
        """Where a remark on it stands."""
        return self.line, self.start, self.end


class Bands(Struct, frozen=True):
    """The grade table a report prints: (floor, word), best first."""

    line: Line
    floors: tuple[tuple[Decimal, str], ...]

    def grade(self, score: Decimal) -> str:
        """The grade of a score; "" below all floors."""
        return next((word for floor, word in self.floors if score >= floor), "")


def find_scores(report: Report) -> tuple[Score, ...]:
    """Return the scores of the prose in order."""
    return tuple(each for line in report.prose for each in scores_in(line))


def scores_in(line: Line) -> Iterator[Score]:
    """Yield the scores of one line; the bounds of a grade table are none.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "总得分为100分。其中，决策类指标得分20分，权重分为20分。")
    >>> [(str(s.value), s.kind, s.part) for s in scores_in(line)]
    [('100', 'total', ''), ('20', 'part', '决策'), ('20', 'points', '')]
    """
    table = _bands_span(line)
    before: Score | None = None
    for number in numbers_in(line):
        unit = _POINTS_UNIT.match(line.text, number.end)
        if unit is None or (table and table[0] <= number.start < table[1]):
            continue
        found = _score(line, number, unit.end())
        if found is not None and before is not None and _is_of(found, before):
            found = replace(found, kind="item")
        if found is not None:
            yield found
        before = found


def _is_of(score: Score, before: Score) -> bool:
    """True for 分值10分，得分9分: the score of what the points are of, and not the total."""
    between = score.line.text[before.end : score.start]
    return (
        before.kind == "points" and score.kind == "total" and _EARNED.match(between) is not None
    )


_EARNED = Pattern(r"^[,，、;:]?(?:实际|自评)?得分?(?:为|是)?$")


def _score(line: Line, number: Number, end: int) -> Score | None:
    text = line.text
    start = clause_start(text, number.start)
    label = text[start : number.start]
    if _RANGE_AROUND.match(text, end) or label.endswith(("-", "~", "至", "到")):
        return None
    made = (line, number.start, end, number.value)
    if _LOST.search(label):
        return Score(*made, "lost", label)
    if _SUBTOTAL.search(label):
        return Score(*made, "subtotal", label)
    if _POINTS.search(label):
        return Score(*made, "points", label)
    if _TOTAL.search(label) and "类" not in label and "指标得" not in label:
        return Score(*made, "total", label)
    part = _PART.search(label)
    if part is not None and ("类" in label or "指标得" in label or "方面" in label):
        name = part["part"].removeprefix("项目").removeprefix("其中")
        return Score(*made, "part", label, name.removesuffix("类"))
    if _ITEM.search(label):
        return Score(*made, "item", label)
    return None


def find_grades(report: Report) -> tuple[GradeWord, ...]:
    """Return the grades that the prose gives."""
    found = []
    for line in report.prose:
        span = _bands_span(line)
        for each in _GRADE.finditer(line.text):
            if span and span[0] <= each.start("grade") < span[1]:
                continue
            found.append(GradeWord(line, each.start("grade"), each.end("grade"), each["grade"]))
    return tuple(found)


def find_bands(report: Report) -> Bands | None:
    """Return the grade table that the report prints; None if it prints none."""
    for line in report.prose:
        found = find_bands_in(line)
        if found is not None:
            return found
    return None


def find_bands_in(line: Line) -> Bands | None:
    """Return the grade table of one line: 优（90分（含）—100分）；良（80分（含）—90分）…"""
    span = _bands_span(line)
    if span is None:
        return None
    text = line.text[span[0] : span[1]]
    floors: list[tuple[Decimal, str]] = []
    for word in ("优秀", "优", "良好", "良", "中等", "中", "合格", "差"):
        floor = _floor_of(word, text)
        if floor is not None and not any(
            word.startswith(w) or w.startswith(word) for _, w in floors
        ):
            floors.append((floor, word))
    floors.sort(key=lambda pair: -pair[0])
    return Bands(line, tuple(floors)) if len(floors) >= 3 else None


def _bands_span(line: Line) -> tuple[int, int] | None:
    """Where the grade table stands: from its first to its last bound."""
    bounds = list(_BAND.finditer(line.text))
    if len(bounds) < 3 or not any(word in line.text for word in ("优", "良")):
        return None
    return max(bounds[0].start() - 8, 0), min(bounds[-1].end() + 24, len(line.text))


def _floor_of(word: str, text: str) -> Decimal | None:
    """The lower bound beside a grade's word, before or behind it."""
    quoted = rf"[“\"']?{word}[”\"']?"
    behind = Pattern(
        rf"{quoted}(?:等?级)?[(:为是,]{{0,2}}(\d+(?:\.\d+)?)(?:分)?(?:\(含\))?[^优良中差;]*?\d"
    )
    before = Pattern(
        rf"(\d+(?:\.\d+)?)(?:分)?(?:\(含(?:\d+分的?)?\))?(?:[-~至到]+\d+(?:\.\d+)?分?|以上)[^优良中差;。\d]*"
        rf"(?:\(含\d+分的?\))?[^优良中差;。\d]{{0,8}}{quoted}"
    )
    found = behind.search(text) or before.search(text)
    if found is None:
        return Decimal(0) if word == "差" else None
    return Decimal(found[1])
