"""The numbers of a generated report are still those of its form."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.codes_form import FormCode
from xltools.audit.compare import Difference, Number, compare
from xltools.audit.ledger import Ledger, ledger_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import sentences_of

OURS = 0.3
"""A report of which less is word for word what we would write was not made by us."""


def numbers_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """Each sentence that we would write, too, says what the form says."""
    if case.expected is None or not case.forms:
        return
    comparison = compare(case.report, case.expected)
    if comparison.share < OURS:
        return
    ledger = ledger_of(case.forms)
    for each in comparison.differences:
        yield _remark(each, ledger)


def _remark(each: Difference, ledger: Ledger) -> Remark:
    stated, expected = each.stated, each.expected
    at = (stated.line, stated.start, stated.end)
    text = ledger.text_with(_sentence(expected))
    if text is not None:
        return remark(
            FormCode.TEXT_NUMBER_DIFFERS, at, claim=stated.with_unit,
            against=expected.with_unit, label=str(text),
        )  # fmt: skip
    place = ledger.place_of(expected.written)
    against = f"{expected.with_unit}" + (f"，见 {place}" if place else "")
    return remark(FormCode.NUMBER_DIFFERS, at, claim=stated.with_unit, against=against)


def _sentence(number: Number) -> str:
    for each in sentences_of(number.line):
        if each.start <= number.start < each.end:
            return each.text
    return number.line.text


RULES: tuple[Rule, ...] = (numbers_are_those_of_the_form,)
