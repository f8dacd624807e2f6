"""A report as the auditor sees it: lines in reading order, tables, chapters. No Word in here.

A `Line` is one paragraph or one cell of a table. It is kept twice: `raw` as it was written,
and `text` as rules read it: one width (（ is (, ％ is %), no blanks. A position in `text` leads
back to `raw`, so that a finding can show the words and a comment can stand at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, TypeAlias
from unicodedata import normalize

from msgspec import Struct

from xltools.patterns import Pattern

Kind: TypeAlias = Literal["title", "heading", "body", "cell", "caption", "contents", "picture"]
"""A picture is a paragraph without words: it says something, and nobody can read it here."""

_RADICALS = {code: ord(normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
"""⼀ for 一: what copying from a PDF makes of the simplest characters."""

_HALF = _RADICALS | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("。"): "。", ord("〖"): "【", ord("〗"): "】", ord("﹝"): "〔", ord("﹞"): "〕", ord("﹪"): "%",
    ord("─"): "-", ord("–"): "-", ord("—"): "-", ord("―"): "-", ord("－"): "-", ord("＝"): "=",
    ord("≧"): "≥", ord("≦"): "≤", ord("∶"): ":", ord("•"): "·", ord("・"): "·", ord("．"): ".",
}  # fmt: skip
_BLANK = frozenset(
    " \t\u3000\xa0\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\xad\u2028\u2029\ufeff\ufffc\r\x0b\x0c"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)


_BREAK = Pattern(r"(?<!\d)\n|\n(?!\d)")


@lru_cache(maxsize=4096)
def fold(raw: str) -> tuple[str, tuple[int, ...]]:
    r"""Return the text in one width and without blanks, and where each character came from.

    Quotation marks, 〔〕 and 。 stay as they are: how they are written can itself be wrong. The
    end of a line inside a paragraph goes, too, but for one between two digits.

    >>> fold("执行率 ９8.5％。")
    ('执行率98.5%。', (0, 1, 2, 4, 5, 6, 7, 8, 9))
    >>> fold("第一批\n100\n200")[0]
    '第一批100\n200'
    """
    if "\n" in raw:
        raw = _BREAK.sub("\r", raw)
    kept = [(at, char) for at, char in enumerate(raw) if char not in _BLANK]
    text = "".join(char for _, char in kept).translate(_HALF)
    return text, tuple(at for at, _ in kept)


class Spot(Struct, frozen=True, gc=False):
    """Where a cell stands: table and row and column, from 1."""

    table: int
    row: int
    column: int


class Line(Struct, frozen=True):
    """One paragraph or one cell.

    `level` of a heading from 1, else 0; `number` its printed number as folded: (一), 2., 一、.
    `chapter` the headings above it, outermost first, as they are printed. `ordinal` counts the
    paragraphs of the innermost chapter from 1. `source` is the reader's own: the number of the
    paragraph in document.xml, or of the line in a text file, both from 0.
    """

    index: int
    raw: str
    text: str
    offsets: tuple[int, ...]
    kind: Kind
    chapter: tuple[str, ...]
    ordinal: int
    source: int
    level: int = 0
    number: str = ""
    spot: Spot | None = None

    @property
    def title(self) -> str:
        """A heading's words without its number."""
        return self.text[len(self.number) :] if self.kind == "heading" else self.text

    @property
    def where(self) -> str:
        """What a person looks for: 三、…结论 第2段, 附件1…（表4第3行第2列）."""
        inner = self.chapter[-1] if self.chapter else "文首"
        outer = self.chapter[0] if len(self.chapter) > 1 else ""
        path = f"{outer}›{inner}" if outer else inner
        if self.spot is not None:
            return f"{path} 表{self.spot.table}第{self.spot.row}行第{self.spot.column}列"
        if self.kind == "heading":
            return f"标题“{self.raw.strip()}”"
        return f"{path} 第{self.ordinal}段"

    def words(self, start: int, end: int) -> str:
        """The words between two positions of `text`, as they were written."""
        if start >= end:
            return ""
        return self.raw[self.offsets[start] : self.offsets[end - 1] + 1]

    @property
    def spaced(self) -> str:
        """The text in one width with its blanks: 表1 2022年, where `text` has 表12022年.

        A blank is one, however many were typed; positions are not those of `text`.
        """
        places = zip((-1, *self.offsets), self.offsets, self.text, strict=False)
        return "".join(
            f" {char}" if at - before > 1 and before >= 0 else char
            for before, at, char in places
        )


class Sentence(Struct, frozen=True):
    """Part of a line up to 。；！？ or the line's end; positions are of `line.text`.

    `text` leaves out the mark at the end.
    """

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence, folded."""
        return self.line.text[self.start : self.end]

    @property
    def words(self) -> str:
        """The sentence as it was written."""
        return self.line.words(self.start, self.end)

    def at(self, span: tuple[int, int]) -> tuple[Line, int, int]:
        """Where in its line a part of `text` stands."""
        return self.line, self.start + span[0], self.start + span[1]


class Table(Struct, frozen=True):
    """Rows of cells; a cell that spans columns or rows stands in each place it covers.

    Blank cells are there too (their text is empty). `caption`: the line above it, if it names it.
    """

    number: int
    rows: tuple[tuple[Line, ...], ...]
    chapter: tuple[str, ...]
    caption: str = ""

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The folded texts."""
        return tuple(tuple(cell.text for cell in row) for row in self.rows)


class Chapter(Struct, frozen=True):
    """A heading with the lines below it up to the next heading of any level, and its parts."""

    heading: Line
    lines: tuple[Line, ...]
    parts: tuple[Chapter, ...]

    def walk(self) -> Iterator[Chapter]:
        """The chapter itself and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def everything(self) -> tuple[Line, ...]:
        """All lines below the heading, those of the parts (with their headings) included."""
        found = list(self.lines)
        for part in self.parts:
            found += [part.heading, *part.everything]
        return tuple(found)


class Report(Struct, frozen=True):
    """One report, read; `name` is the file's name for messages."""

    name: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    chapters: tuple[Chapter, ...]

    @property
    def prose(self) -> tuple[Line, ...]:
        """Paragraphs that say something: no headings, cells, contents."""
        return tuple(line for line in self.lines if line.kind == "body" and line.text)

    @property
    def headings(self) -> tuple[Line, ...]:
        """All headings in order."""
        return tuple(line for line in self.lines if line.kind == "heading")

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the prose in order."""
        return tuple(each for line in self.prose for each in sentences_of(line))


_ENDS = "。;!?"


def sentences_of(line: Line) -> Iterator[Sentence]:
    """Cut a line into sentences; a stop inside quotation marks or brackets is no end.

    >>> line = make_line(0, "执行率为100%；得分“优。”良好。完")
    >>> [each.text for each in sentences_of(line)]
    ['执行率为100%', '得分“优。”良好', '完']
    """
    start = depth = 0
    for at, char in enumerate(line.text):
        if char in "“(《":
            depth += 1
        elif char in "”)》":
            depth = max(0, depth - 1)
        elif char in _ENDS and (depth == 0 or (char == "。" and at - start > 200)):
            if at > start:
                yield Sentence(line, start, at)
            start, depth = at + 1, 0
    if start < len(line.text):
        yield Sentence(line, start, len(line.text))


def make_line(index: int, raw: str, kind: Kind = "body", **more: object) -> Line:
    """A line from its text; what is not given is empty."""
    text, offsets = fold(raw)
    given: dict[str, object] = {"chapter": (), "ordinal": 1, "source": index} | more
    return Line(index, raw, text, offsets, kind, **given)  # type: ignore[arg-type]
