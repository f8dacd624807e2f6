"""Counts that the form's own texts tell of: 全县12个乡镇, 走访群众200人."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.words import is_of_another_time, looks_ahead
from xltools.audit.claims.indicators.figures import Figure, figures_in, find_figures
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import texts_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import make_line
from xltools.audit.rules.form.allowed import is_of_an_indicator
from xltools.audit.rules.form.shared import is_of_another_year, is_told, only_form
from xltools.model import Entry

_Key = tuple[str, str]
_SHORTEST = 2
_FAR = 400


def counts_are_those_of_the_form_s_texts(case: Case) -> Iterator[Remark]:
    """Where the form tells of so many of something, once, and the report never of so many."""
    form = only_form(case)
    known = _known(form) if form is not None else {}
    if form is None or not known:
        return
    figures = [each for each in case.of(find_figures) if not each.goal]
    there: dict[tuple[str, Decimal], set[str]] = {}
    for each in figures:
        there.setdefault((each.unit, each.value), set()).add(each.noun)
    for each in figures:
        found = _of_noun(known, each)
        if (
            len(each.noun) < _SHORTEST
            or len(found) != 1
            or each.value in found
            or is_told(case, each.at)
        ):
            continue
        right, (words, entry) = next(iter(found.items()))
        if any(
            _alike((each.unit, noun), each) for noun in there.get((each.unit, right), ())
        ) or _is_of_something_else(case, form, each):
            continue
        yield remark(
            FormCode.TEXT_NUMBER_DIFFERS, each.at, claim=each.words, against=words,
            place=str(entry.place),
        )  # fmt: skip


def _key(each: Figure) -> _Key:
    return each.unit, each.noun


def _alike(key: _Key, each: Figure) -> bool:
    unit, noun = key
    return unit == each.unit and (noun.startswith(each.noun) or each.noun.startswith(noun))


def _of_noun(
    known: dict[_Key, dict[Decimal, tuple[str, Entry]]], each: Figure
) -> dict[Decimal, tuple[str, Entry]]:
    """What the form has of that noun; 乡镇推广使用 begins with 乡镇."""
    found = dict(known.get(_key(each), {}))
    for (unit, noun), values in known.items() if each.behind else ():
        if _alike((unit, noun), each):
            found |= values
    return found


def _known(form: Form) -> dict[_Key, dict[Decimal, tuple[str, Entry]]]:
    found: dict[_Key, dict[Decimal, tuple[str, Entry]]] = {}
    for entry in texts_of(form):
        for each in figures_in(make_line(0, entry.text)) if entry.text else ():
            if len(each.noun) >= _SHORTEST and each.unit != "%" and not each.bound:
                found.setdefault(_key(each), {}).setdefault(each.value, (each.words, entry))
    return found


def _is_of_something_else(case: Case, form: Form, each: Figure) -> bool:
    """True for a part, a plan, another year, an indicator, a bound."""
    start = max(sentence_span(each.line, each.start)[0], each.start - _FAR)
    if each.is_part and not each.lead.endswith(each.noun):
        return True
    return bool(
        each.bound
        or looks_ahead(each.line)
        or is_of_another_year(form, each.year)
        or is_of_another_time(each.line, start, each.start)
        or is_of_an_indicator(case, each.at)
    )


RULES: tuple[Rule, ...] = (counts_are_those_of_the_form_s_texts,)
