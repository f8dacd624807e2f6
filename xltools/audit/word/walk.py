"""A whole Word document → paragraphs and tables as a reader of the page meets them.

Each paragraph that is handed on has a number (`Paragraph.source`), under which `passages` keeps
the elements its characters stand in: there a comment can be put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xltools.audit.build import Paragraph, RawTable
from xltools.audit.outline import looks_like_a_heading, number_of
from xltools.audit.report import Kind, fold
from xltools.audit.word.grid import (
    WIDEST,
    cells_of,
    is_text,
    paragraphs_of,
    rows_of,
    span_of,
)
from xltools.audit.word.names import MC, Element, W, child, number, value
from xltools.audit.word.numbering import Numbering
from xltools.audit.word.package import Document
from xltools.audit.word.styles import Styles
from xltools.audit.word.text import (
    PAUSE,
    Atom,
    Content,
    Fields,
    chosen_of,
    read_content,
)

_COVER = 30
"""Paragraphs from the beginning among which a centred one is a title."""
_TITLE = 60
_STOPS = "。；！？：;!?:"


class Passage(Struct, frozen=True):
    """Where a paragraph stands: its elements, and what else to point at when it has no words.

    `host` is the run or paragraph in the body to which a text box or a note belongs, None for
    what stands in the body itself: Word keeps comments in the body.
    """

    paragraph: Element
    atoms: tuple[Atom, ...]
    number: str
    host: Element | None


class Walked(Struct, frozen=True):
    """The parts in reading order; `passages[source]` belongs to the paragraph of that number."""

    parts: list[Paragraph | RawTable]
    passages: list[Passage]


def walk(document: Document) -> Walked:
    """Read the document.

    Raises:
        FileError: a part that is needed is damaged.
    """
    walker = _Walker(document)
    body = child(document.root, "body")
    if body is not None:
        walker.blocks(body)
    return Walked(walker.parts, walker.passages)


class _Walker:
    def __init__(self, document: Document) -> None:
        self.parts: list[Paragraph | RawTable] = []
        self.passages: list[Passage] = []
        self._styles = Styles(document.part("styles"))
        self._numbering = Numbering(document.part("numbering"), self._styles)
        self._fields = Fields(document.root)
        self._notes = {kind: document.part(kind) for kind in ("footnotes", "endnotes")}
        self._host: Element | None = None
        self._in_contents = False
        self._pictured = False
        self._cover = _COVER

    def blocks(self, container: Element) -> None:
        """Everything between paragraphs: text, tables, controls."""
        for each in container:
            if each.tag == f"{W}p":
                self._paragraph(each)
            elif each.tag == f"{W}tbl":
                self._table(each)
            elif each.tag == f"{W}sdt":
                self._control(each)
            elif each.tag in (f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
                self.blocks(each)
            elif each.tag == f"{MC}AlternateContent":
                chosen = chosen_of(each)
                if chosen is not None:
                    self.blocks(chosen)

    def _control(self, control: Element) -> None:
        inside = child(control, "sdtContent")
        if inside is None:
            return
        gallery = value(child(control, "sdtPr", "docPartObj", "docPartGallery"))
        outer = self._in_contents
        self._in_contents = outer or gallery == "Table of Contents"
        self.blocks(inside)
        self._in_contents = outer

    def _paragraph(self, paragraph: Element) -> None:
        mark = child(paragraph, "pPr", "rPr")
        is_entry = self._in_contents or self._fields.makes_contents
        content = read_content(paragraph, self._fields)
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        if not (gone and not content.text.strip()):
            printed = self._numbering.of(paragraph)
            kind = "contents" if is_entry else self._styles.kind(paragraph)
            level = 0 if kind else self._styles.level(paragraph)
            if self._fields.makes_contents and not level:
                kind = "contents"
            kind = kind or self._cover_kind(paragraph, printed + content.text, level)
            self._emit(paragraph, content, printed, level, kind)
        if content.pictured and not gone:
            self.parts.append(self._new(paragraph, (), kind="picture"))
        self._aside(paragraph, content)

    def _cover_kind(self, paragraph: Element, text: str, level: int) -> Kind | None:
        """A short centred paragraph before the text begins is the report's title."""
        words = fold(text)[0]
        if not words or self._cover <= 0 or self._host is not None:
            return None
        self._cover -= 1
        if level or number_of(words) is not None or len(words) > _TITLE or words[-1] in _STOPS:
            self._cover = 0
            return None
        return "title" if self._styles.is_centred(paragraph) else None

    def _emit(
        self, paragraph: Element, content: Content, printed: str, level: int, kind: Kind | None
    ) -> None:
        for at, atoms in enumerate(_lines(content.atoms, whole=bool(level or kind))):
            self.parts.append(
                self._new(paragraph, atoms, "" if at else printed, level=level, kind=kind)
            )

    def _new(
        self,
        paragraph: Element,
        atoms: Sequence[Atom],
        printed: str = "",
        *,
        level: int = 0,
        kind: Kind | None = None,
    ) -> Paragraph:
        source = len(self.passages)
        self.passages.append(Passage(paragraph, tuple(atoms), printed, self._host))
        text = "".join(atom.text for atom in atoms)
        return Paragraph(text, source, level, printed, kind, self._host is not None)

    def _aside(self, paragraph: Element, content: Content) -> None:
        """Text boxes and notes that hang on a paragraph, behind it."""
        notes = [self._note(*each) for each in content.notes]
        asides = [*content.boxes, *(note for note in notes if note is not None)]
        outer = self._host
        for each in asides:
            self._host = outer if outer is not None else paragraph
            self.blocks(each)
        self._host = outer

    def _note(self, kind: str, name: str) -> Element | None:
        part = self._notes[kind]
        for each in part if part is not None else ():
            if each.get(f"{W}id") == name and each.get(f"{W}type") in (None, "normal"):
                return each
        return None

    # --- tables

    def _table(self, table: Element) -> None:
        self._cover = 0
        rows = [cells_of(row) for row in rows_of(table)]
        width = max((sum(span_of(cell) for cell in row) for row in rows), default=0)
        group: list[list[Element]] = []
        for row in rows:
            if len(row) == 1 and (width == 1 or span_of(row[0]) == width) and is_text(row[0]):
                self._grid(group)
                group = []
                self.blocks(row[0])
            else:
                group.append(row)
        if len(group) == 1 and len(group[0]) == 1:
            self.blocks(group[0][0])
        else:
            self._grid(group)

    def _grid(self, rows: list[list[Element]]) -> None:
        """One table; tables inside its cells follow it."""
        made: list[list[Paragraph]] = []
        inner: list[Element] = []
        for row in rows:
            skipped = number(child(row[0].getparent(), "trPr", "gridBefore")) if row else 0
            line = [self._new(row[0], ()) for _ in range(min(skipped or 0, WIDEST))]
            for cell in row:
                at = len(line)
                merged = child(cell, "tcPr", "vMerge")
                above = made[-1] if made else []
                if merged is not None and value(merged) != "restart" and at < len(above):
                    text = above[at]
                else:
                    text = self._cell(cell, inner)
                line += [text] * span_of(cell)
            made.append(line)
        width = max((len(line) for line in made), default=0)
        if not width:
            return
        for line, row in zip(made, rows, strict=True):
            where = row[0] if row else rows[0][0]
            line += [self._new(where, ()) for _ in range(width - len(line))]
        caption = "".join(self._titles(made))
        self.parts.append(RawTable(tuple(tuple(line) for line in made), caption))
        if self._pictured:
            self._pictured = False
            self.parts.append(self._new(rows[0][0], (), kind="picture"))
        for table in inner:
            self._table(table)

    def _titles(self, made: list[list[Paragraph]]) -> Iterator[str]:
        """Take rows that hold nothing but a title off the top of a table."""
        while len(made) > 1:
            cells = {each.source: each for each in made[0]}
            only = made[0][0]
            if len(cells) > 1 or len(made[0]) == 1 or not 0 < len(only.text.strip()) <= _TITLE:
                return
            made.pop(0)
            printed = number_of(fold(only.text)[0])
            is_annex = printed is not None and printed.style == "annex"
            self.parts.append(replace(only, kind=None if is_annex else "caption"))
            yield only.text.strip()

    def _cell(self, cell: Element, inner: list[Element]) -> Paragraph:
        """A cell's paragraphs as one text, a line each."""
        atoms: list[Atom] = []
        first: Element | None = None
        for each in paragraphs_of(cell, inner):
            first = each if first is None else first
            content = read_content(each, self._fields)
            printed = self._numbering.of(each)
            self._pictured = self._pictured or content.pictured
            if not content.text.strip():
                continue
            if atoms:
                atoms.append(Atom(None, PAUSE))
            if printed:
                atoms.append(Atom(None, printed))
            atoms += content.atoms
            for box in content.boxes:
                atoms += [Atom(None, PAUSE), *self._boxed(box)] if atoms else self._boxed(box)
        return self._new(cell if first is None else first, atoms)

    def _boxed(self, box: Element) -> list[Atom]:
        """The words of a text box in a cell; no comment can stand in there."""
        text = PAUSE.join(read_content(each, self._fields).text for each in box.iter(f"{W}p"))
        return [Atom(None, text)]


def _lines(atoms: Sequence[Atom], *, whole: bool) -> Iterator[list[Atom]]:
    """Cut where people pressed Shift+Enter to begin a new paragraph, and nowhere else.

    Behind a full sentence or a heading, or before a number of a list, a new line is a new
    paragraph; else the writer only wanted the line to end there.
    """
    line: list[Atom] = []
    for at, atom in enumerate(atoms):
        if atom.text == PAUSE and not whole:
            before = fold("".join(each.text for each in line))[0]
            behind = fold("".join(each.text for each in _up_to_pause(atoms[at + 1 :])))[0]
            is_run_in = looks_like_a_heading(before) and behind[-1:] in tuple(_STOPS)
            if not before or before[-1] in _STOPS or is_run_in or number_of(behind):
                if before:
                    yield line
                line = []
                continue
        line.append(atom)
    if line:
        yield line


def _up_to_pause(atoms: Iterable[Atom]) -> Iterator[Atom]:
    for atom in atoms:
        if atom.text == PAUSE:
            return
        yield atom
