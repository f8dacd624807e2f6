"""Numbers as a sentence prints them, and a percentage that its other numbers give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Sentence
from xltools.decimals import half_up, plain


def decimal(written: str) -> Decimal:
    """A number as it is printed, with separators."""
    return Decimal(written.replace(",", ""))


def places_of(written: str) -> int:
    """How many decimal places are printed.

    >>> places_of("26.34"), places_of("1,200")
    (2, 0)
    """
    return len(written.partition(".")[2])


def agrees(exact: Decimal, written: str) -> bool:
    """True if the exact percentage is this one when rounded to the places printed."""
    return abs(exact - decimal(written)) <= Decimal("0.5").scaleb(-places_of(written))


def wrong_rate(
    code: MoneyCode, sentence: Sentence, found: re.Match[str], what: str, exact: Decimal,
    computed: str,
) -> Iterator[Remark]:  # fmt: skip
    """Say that the group `rate` of what was found is not the `exact` percentage, where it is not.

    `computed` writes out how that is got.
    """
    written = found["rate"]
    if agrees(exact, written):
        return
    shown = f"{plain(half_up(exact, max(places_of(written), 2)))}%"
    yield remark(
        code, sentence.at(found.span("rate")), what=what, claim=f"{written}%", against=shown,
        arithmetic=f"{computed}＝{shown}",
    )  # fmt: skip
