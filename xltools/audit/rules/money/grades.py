"""Grades: one of four words, and the one that the score earns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.grades import find_bands, find_grades
from xltools.audit.claims.money.scores import Score
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.rules.money.scores import earned_totals
from xltools.decimals import plain

NATIONAL = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
"""财预〔2020〕10号: 优 from 90, 良 from 80, 中 from 60, 差 below."""
_WORDS = {"优秀": "优", "优良": "良", "良好": "良", "中等": "中", "合格": "中", "较差": "差"}


def a_grade_is_one_of_four_and_fits_the_score(case: Case) -> Iterator[Remark]:
    """优, 良, 中, 差, by the table the report prints, else by the national one (R17)."""
    bands = case.of(find_bands)
    floors = bands.floors if bands else NATIONAL
    known = {word for _, word in floors}
    totals = earned_totals(case)
    for grade in case.of(find_grades):
        word = grade.word
        if word not in known and word in _WORDS:
            yield remark(MoneyCode.GRADE_WORD, grade.at, claim=word, against=_WORDS[word])
            word = _WORDS[word]
        score = _score_of(grade.line, grade.start, totals)
        if score is None:
            continue
        right = next((name for floor, name in floors if score.value >= floor), "差")
        if _plain(right) != _plain(word):
            table = (
                "报告所写的等级标准"
                if bands
                else "财预〔2020〕10号：优≥90，良≥80，中≥60，差<60"
            )
            yield remark(
                MoneyCode.GRADE, grade.at, score=plain(score.value), against=right,
                claim=grade.word, table=table,
            )  # fmt: skip


def _plain(word: str) -> str:
    return _WORDS.get(word, word)


def _score_of(line: Line, start: int, totals: Sequence[Score]) -> Score | None:
    """The total in the grade's sentence, else in its paragraph; the nearest before it."""
    here = [each for each in totals if each.line.index == line.index and each.start < start]
    if not here or line.text[here[-1].end : start].count("。") > 1:
        return None
    return here[-1]


RULES: tuple[Rule, ...] = (a_grade_is_one_of_four_and_fits_the_score,)
