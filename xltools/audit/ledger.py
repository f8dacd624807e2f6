"""Where the numbers of a form stand: number → label and cell, for messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Form
from xltools.audit.compare import NUMBER
from xltools.audit.report import fold
from xltools.decimals import plain
from xltools.model import Entry, Indicator, Place


class Posting(Struct, frozen=True):
    """One number of a form: what it is, and the cell."""

    label: str
    place: Place
    file: str

    def __str__(self) -> str:
        return f"{self.file} {self.place}（{self.label}）"


class Ledger(Struct, frozen=True):
    """`numbers`: plain digits → postings; `texts`: folded words of each written text."""

    numbers: dict[str, list[Posting]]
    texts: tuple[tuple[str, Posting], ...]

    def place_of(self, written: str) -> str:
        """The only place where a number stands; "" if none or several."""
        found = self.numbers.get(_key(written), [])
        return str(found[0]) if len({each.place for each in found}) == 1 else ""

    def text_with(self, sentence: str) -> Posting | None:
        """The text that holds a folded sentence word for word."""
        for words, posting in self.texts:
            if sentence in words:
                return posting
        return None


def ledger_of(forms: Sequence[Form]) -> Ledger:
    """Enter every number of the forms."""
    numbers: dict[str, list[Posting]] = {}
    texts: list[tuple[str, Posting]] = []
    for form in forms:
        for key, label, place in _postings(form):
            numbers.setdefault(key, []).append(Posting(label, place, form.file))
        for entry in (*form.evaluation.texts.values(), *form.evaluation.fields.values()):
            if entry.text and len(entry.text) > 8:
                texts.append(
                    (fold(entry.text)[0], Posting(entry.label, entry.place, form.file))
                )
    return Ledger(numbers, tuple(texts))


def _key(written: str | Decimal) -> str:
    return plain(Decimal(str(written).replace(",", "")))


def _postings(form: Form) -> Iterator[tuple[str, str, Place]]:
    evaluation = form.evaluation
    for line in evaluation.funding.values():
        for amount in line.amounts.values():
            if amount.value is not None:
                label = f"{line.label} {amount.label}".strip()
                yield _key(amount.value), label, amount.place
    for indicator in evaluation.indicators:
        yield from _of_indicator(indicator)
    for entry in evaluation.fields.values():
        yield from _of_text(entry)


def _of_indicator(indicator: Indicator) -> Iterator[tuple[str, str, Place]]:
    name = indicator.name.text or ""
    for amount in (indicator.points, indicator.typed_score):
        if amount.value is not None:
            yield _key(amount.value), f"{name} {amount.label}".strip(), amount.place
    for entry in (indicator.target, indicator.actual):
        for key, label, place in _of_text(entry):
            yield key, f"{name} {label}".strip(), place


def _of_text(entry: Entry) -> Iterator[tuple[str, str, Place]]:
    for found in NUMBER.findall(fold(entry.text or "")[0]):
        yield _key(found), entry.label, entry.place
