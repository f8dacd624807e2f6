"""A report cut into what can be laid beside another: sentences, headings, captions, table rows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.report import Line, Report, Table, sentences_of
from xltools.patterns import Pattern

NUMBER = Pattern(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
_UNIT = Pattern(r"%|个?百分点|[百千万亿]*元|[年月日]|分|个|[\u4e00-\u9fff]?(?=[,。;、)\"”]|$)")
_SIGNS = "≥≤><=-"


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
        before = text[self.start - 1] if self.start and text[self.start - 1] in _SIGNS else ""
        unit = _UNIT.match(text, self.end)
        return f"{before}{self.written}{unit[0] if unit else ''}"


class Piece(Struct, frozen=True):
    """A sentence, heading, caption or table row: its spans of lines, and its words.

    Each span is (line, start, end) in the line's text; a row has one for each cell, and | between
    them in `words`. `mask` are the words with # for each number.
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

    def at(self, start: int, end: int) -> tuple[Line, int, int]:
        """Where characters of `words` stand in the report; as far as one line reaches."""
        begin = 0
        for line, first, last in self.spans:
            length = last - first
            if start <= begin + length:
                inside = min(max(end - begin, 0), length)
                return line, first + max(start - begin, 0), first + inside
            begin += length + 1
        return self.spans[-1]


def pieces_of(report: Report) -> list[Piece]:
    """Cut a report into sentences and rows, in reading order; its contents are left out."""
    rows = {table.rows[0][0].index: table for table in report.tables if table.rows}
    found: list[Piece] = []
    for line in report.lines:
        if line.index in rows:
            found += _rows(rows[line.index])
        elif line.kind in ("cell", "contents"):
            continue
        elif line.kind == "body":
            found += [_piece((each.line, each.start, each.end)) for each in sentences_of(line)]
        elif line.text:
            found.append(_piece((line, 0, len(line.text))))
    return found


def _rows(table: Table) -> Iterator[Piece]:
    told: set[int] = set()
    for row in table.rows:
        cells = {cell.index: cell for cell in row if cell.index not in told and cell.text}
        told |= cells.keys()
        if cells:
            yield _piece(*((cell, 0, len(cell.text)) for cell in cells.values()))


def _piece(*spans: tuple[Line, int, int]) -> Piece:
    words = "|".join(line.text[start:end] for line, start, end in spans)
    return Piece(spans, NUMBER.sub("#", words), words)
