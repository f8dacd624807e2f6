"""A paragraph of thousands of numbers: each is looked at once, however many stand before it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from test_audit_form_handwritten import LETTER, forms_of

from xltools.audit import Case
from xltools.audit.claims import places
from xltools.audit.read_text import parse_text
from xltools.audit.report import Line, make_line
from xltools.audit.rules.form.told import counts_are_those_of_the_form_s_texts


def endless(count: int) -> Line:
    """One sentence that names so many numbers, and a year now and then."""
    parts = [f"{2018 + n % 5}年第{n}类补助{n + 3}人" for n in range(count)]
    return make_line(0, "，".join(parts) + "。")


YEAR = places._YEAR


def scanned(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Characters that the search for years goes through, when it is asked at each number."""
    line, seen = endless(count), 0

    class Counting:
        def finditer(self, text: str) -> object:
            nonlocal seen
            seen += len(text)
            return YEAR.finditer(text)

        def findall(self, text: str) -> list[str]:
            nonlocal seen
            seen += len(text)
            return YEAR.findall(text)

    monkeypatch.setattr(places, "_YEAR", Counting())
    for at in range(0, len(line.text), 7):
        places.year_before(line, at)
    return seen


def test_the_year_of_a_number_is_found_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the numbers are about four times the characters, not sixteen."""
    few, many = scanned(200, monkeypatch), scanned(800, monkeypatch)

    assert 0 < many < few * 6


@pytest.mark.parametrize(
    ("text", "at", "year"),
    [
        ("2020年补助5人，2021年补助6人。", "5人", 2020),
        ("2020年补助5人，2021年补助6人。", "6人", 2021),
        ("2020年补助5人。补助6人。", "6人", None),
        ("补助5人，2021年再补。", "5人", None),
        ("12020年补助5人。", "5人", None),
    ],
)
def test_the_year_of_a_number_is_the_last_one_before_it(
    text: str, at: str, year: int | None
) -> None:
    """In its own sentence."""
    line = make_line(0, text)

    assert places.year_before(line, line.text.index(at)) == year


def calls(work: Callable[[], object]) -> int:
    """How many Python functions a piece of work calls: its size, without the machine's speed."""
    count = 0

    def profile(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def of_the_form_s_texts(count: int) -> int:
    """The work of the rule on counts of the form's texts, for so many counts."""
    text = "，".join(f"全县{n}个乡镇" for n in range(20, 20 + count))
    report = parse_text("报告.txt", f"农村公路安全生命防护工程\n一、情况\n{text}。\n")
    case = Case(report, forms_of(LETTER))
    assert len(list(counts_are_those_of_the_form_s_texts(case))) == count
    return calls(lambda: list(counts_are_those_of_the_form_s_texts(case)))


def test_the_counts_of_the_form_s_texts_are_looked_up() -> None:
    """Four times the counts are about four times the steps: none looks at all the others."""
    assert of_the_form_s_texts(400) < of_the_form_s_texts(100) * 6
