"""The parts of a form (产出, 效益, 满意度, 预算执行): their indicators, points and scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Form
from xltools.audit.forms import is_completed, scored_rows
from xltools.audit.report import fold
from xltools.audit.rules.form.shared import only_form
from xltools.model import Entry, IndicatorScore

_WORDS = {
    "产出": ("产出",), "效益": ("效益", "效果"), "效果": ("效益", "效果"), "满意度": ("满意度",),
    "满意": ("满意度",), "成本": ("成本",), "决策": ("决策",), "过程": ("过程",), "管理": ("管理",),
    "投入": ("投入",), "数量": ("数量",), "质量": ("质量",), "时效": ("时效",),
    "经济效益": ("经济效益",), "社会效益": ("社会效益",), "生态效益": ("生态效益",),
    "可持续影响": ("可持续",), "可持续": ("可持续",),
}  # fmt: skip
"""What a report calls a part, and the words by which a form heads it."""


class Part(Struct, frozen=True):
    """One part: its rows, the points it is worth and the scores it may have earned (as typed, as
    the rules give them); empty where the form does not say. `where`: its cells.
    """

    word: str
    rows: tuple[IndicatorScore, ...]
    points: tuple[Decimal, ...]
    scores: tuple[Decimal, ...]
    where: str
    more: int = 0
    """Rows of 预算执行率 below the same heading, which may be counted or not."""

    @property
    def sizes(self) -> set[int]:
        """How many indicators it has."""
        return {len(self.rows), len(self.rows) + self.more}

    @property
    def done(self) -> set[int]:
        """How many of its indicators are completed, by score or by number; empty if unknown."""
        found = counts_of(is_completed(row) for row in self.rows)
        return found | {n + self.more for n in found}

    @property
    def trace(self) -> str:
        """10＋8＋10＝28: the scores that make up the part's."""
        from xltools.decimals import plain

        values = [row.score for row in self.rows if row.score is not None]
        if len(values) < 2 or len(values) != len(self.rows):
            return ""
        return f"{'＋'.join(plain(v) for v in values)}＝{plain(sum(values, Decimal(0)))}"


def counts_of(verdicts: Iterable[frozenset[bool]]) -> set[int]:
    """How many are so, of verdicts each of which may be unsure; empty if one is unknown.

    >>> counts_of([frozenset({True}), frozenset({True, False})]), counts_of([frozenset()])
    ({1, 2}, set())
    """
    found = {0}
    for each in verdicts:
        found = {count + int(verdict) for count in found for verdict in each}
    return found


def parts_of(case: Case) -> dict[str, Part]:
    """The parts of the only form by what a report calls them."""
    form = only_form(case)
    if form is None:
        return {}
    found = {word: part for word in _WORDS if (part := _part(form, word)) is not None}
    execution = _execution(form)
    if execution is not None:
        found["预算执行"] = execution
    return found


def _part(form: Form, word: str) -> Part | None:
    """The rows below the 一级指标 of that name, else below the 二级指标."""
    rows = list(form.scores.indicators)
    for level in ("level1", "level2"):
        here = [row for row in rows if _is_headed(getattr(row.indicator, level), _WORDS[word])]
        if here:
            return _made(form, word, here, getattr(here[0].indicator, level))
    return None


def _is_headed(entry: Entry, words: Sequence[str]) -> bool:
    text = fold(entry.text or "")[0]
    return any(word in text for word in words)


def _made(form: Form, word: str, rows: Sequence[IndicatorScore], head: Entry) -> Part:
    points = [row.indicator.points.value or row.points for row in rows if row.left_out is None]
    typed = [row.indicator.typed_score.value for row in rows if row.left_out is None]
    computed = [row.score for row in rows if row.left_out is None]
    own = set(map(id, scored_rows(form)))
    last = rows[-1].indicator.name.place
    return Part(
        word, tuple(row for row in rows if id(row) in own), _sums(points),
        tuple(dict.fromkeys((*_sums(typed), *_sums(computed)))), f"{head.place}:{last.a1}",
        more=sum(row.indicator.is_execution for row in rows),
    )  # fmt: skip


def _sums(values: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    known = [value for value in values if value is not None]
    return (sum(known, Decimal(0)),) if known and len(known) == len(values) else ()


def _execution(form: Form) -> Part | None:
    """预算执行率 with its points, be it a row of the indicators or a cell beside the money."""
    scores = form.scores.execution
    if scores.score is None:
        return None
    line = form.evaluation.funding.get("total")
    cell = line.amounts.get("score") if line else None
    row = next((each for each in form.evaluation.indicators if each.is_execution), None)
    cell = row.typed_score if row else cell
    typed = [cell.value] if cell is not None and cell.value is not None else []
    where = str(cell.place) if cell is not None else form.evaluation.sheet
    points = (scores.points,) if scores.points is not None else ()
    return Part("预算执行", (), points, tuple(dict.fromkeys((*typed, scores.score))), where)
