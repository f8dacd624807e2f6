"""The report against the report that xltools writes from the same data, sentence by sentence.

A report that was generated and then edited keeps most of its sentences. Sentences, table rows
and headings are laid side by side with their numbers masked (执行率为#%); where the words are the
same, the numbers must be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from xltools.audit.report import Line, Report, Table, sentences_of
from xltools.patterns import Pattern

NUMBER = Pattern(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NEAR = 0.72
_MOST = 400_000
"""Pairs of unlike pieces that are compared letter by letter at most."""


class Piece(Struct, frozen=True):
    """A sentence, heading, caption or table row: its spans of lines, and its masked words.

    Each span is (line, start, end) in the line's text; a row has one for each cell.
    """

    spans: tuple[tuple[Line, int, int], ...]
    mask: str
    words: str

    @property
    def numbers(self) -> list[Number]:
        """The numbers in order."""
        return [
            Number(line, start + found.start(), start + found.end(), found[0])
            for line, start, end in self.spans
            for found in NUMBER.finditer(line.text[start:end])
        ]


class Number(Struct, frozen=True):
    """A number as it is written, and where."""

    line: Line
    start: int
    end: int
    written: str

    @property
    def with_unit(self) -> str:
        """The number with the sign before it and what is counted behind it: 11.25万元, ≥95%."""
        text = self.line.text
        before = text[self.start - 1] if self.start and text[self.start - 1] in "≥≤><=-" else ""
        unit = _UNIT.match(text, self.end)
        return f"{before}{self.written}{unit[0] if unit else ''}"


_UNIT = Pattern(r"%|[百千万亿]*元|[年月日]|分|个|[\u4e00-\u9fff]?(?=[,。;、)\"”]|$)")


class Difference(Struct, frozen=True):
    """One number that is not what the data give."""

    stated: Number
    expected: Number


class Comparison(Struct, frozen=True):
    """The differences, and what part of the expected pieces is there word for word (0 to 1)."""

    differences: tuple[Difference, ...]
    share: float


def compare(report: Report, expected: Report) -> Comparison:
    """Lay the two side by side; pieces that have no counterpart are passed over."""
    ours, theirs = pieces_of(report), pieces_of(expected)
    matcher = SequenceMatcher(
        a=[each.mask for each in ours], b=[each.mask for each in theirs], autojunk=False
    )
    found: list[Difference] = []
    same = 0
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            same += b1 - b0
            for mine, theirs_ in zip(ours[a0:a1], theirs[b0:b1], strict=True):
                found += _unequal(mine, theirs_)
        elif kind == "replace" and (a1 - a0) * (b1 - b0) <= _MOST:
            found += _alike(ours[a0:a1], theirs[b0:b1])
    return Comparison(tuple(found), same / len(theirs) if theirs else 0.0)


def pieces_of(report: Report) -> list[Piece]:
    """Cut a report into sentences and rows, in reading order."""
    rows = {table.rows[0][0].index: table for table in report.tables if table.rows}
    found: list[Piece] = []
    for line in report.lines:
        if line.index in rows:
            found += _rows(rows[line.index])
        elif line.kind == "cell":
            continue
        elif line.kind == "body":
            found += [_piece((each.line, each.start, each.end)) for each in sentences_of(line)]
        elif line.text:
            found.append(_piece((line, 0, len(line.text))))
    return found


def _rows(table: Table) -> Iterator[Piece]:
    told: set[int] = set()
    for row in table.rows:
        cells = [cell for cell in row if cell.index not in told and cell.text]
        told |= {cell.index for cell in cells}
        if cells:
            yield _piece(*((cell, 0, len(cell.text)) for cell in cells))


def _piece(*spans: tuple[Line, int, int]) -> Piece:
    words = "|".join(line.text[start:end] for line, start, end in spans)
    return Piece(spans, NUMBER.sub("#", words), words)


def _unequal(mine: Piece, theirs: Piece) -> Iterator[Difference]:
    for stated, expected in zip(mine.numbers, theirs.numbers, strict=True):
        if _plain(stated.written) != _plain(expected.written):
            yield Difference(stated, expected)


def _plain(written: str) -> str:
    return written.replace(",", "")


def _alike(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[Difference]:
    """Pieces whose words were edited: each with the likest one, numbers by the words around."""
    free = list(theirs)
    for mine in ours:
        scored = [
            (ratio, n)
            for n, each in enumerate(free)
            if each.numbers and (ratio := _likeness(mine.mask, each.mask)) >= _NEAR
        ]
        if not scored or not mine.numbers:
            continue
        _, best = max(scored, key=lambda pair: (pair[0], -pair[1]))
        yield from _by_context(mine, free.pop(best))


def _likeness(a: str, b: str) -> float:
    matcher = SequenceMatcher(a=a, b=b, autojunk=False)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    return matcher.ratio()


def _by_context(mine: Piece, theirs: Piece) -> Iterator[Difference]:
    """Numbers that stand between the same words, three characters on each side."""
    known = {key: number for number, key in zip(theirs.numbers, _contexts(theirs), strict=True)}
    for stated, key in zip(mine.numbers, _contexts(mine), strict=True):
        expected = known.get(key)
        if expected is not None and _plain(stated.written) != _plain(expected.written):
            yield Difference(stated, expected)


def _contexts(piece: Piece) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    for number in piece.numbers:
        text = NUMBER.sub("#", number.line.text[: number.start])[-4:]
        behind = NUMBER.sub("#", number.line.text[number.end :])[:2]
        key = (text, behind)
        found.append((*key, sum(each[:2] == key for each in found)))
    return found
