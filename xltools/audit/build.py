"""Paragraphs and tables as a reader found them → a `Report` with headings, chapters, places."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xltools.audit.outline import (
    chapters_of,
    is_unnumbered_heading,
    levels_of,
    looks_like_a_heading,
    number_of,
)
from xltools.audit.report import Kind, Line, Report, Spot, Table, fold, make_line
from xltools.patterns import Pattern


class Paragraph(Struct, frozen=True):
    """One paragraph as the reader found it.

    `level` is Word's outline level from 1 (0: none); `number` an automatic number that is not
    part of the text; `kind` where the reader is sure (title, contents, caption).
    """

    text: str
    source: int
    level: int = 0
    number: str = ""
    kind: Kind | None = None


class RawTable(Struct, frozen=True):
    """Rows of cells; a merged cell is repeated in each place it covers."""

    rows: tuple[tuple[Paragraph, ...], ...]
    caption: str = ""


class _Found(Struct):
    """What is known of a heading before the levels are."""

    position: int
    style: str
    level: int


_CAPTION = Pattern(r"(?:附?表|图)\d+(?:-\d+)?(?![\u4e00-\u9fff]{0,2}[行列])")


def build_report(name: str, parts: Sequence[Paragraph | RawTable]) -> Report:
    """Put the parts in order: which are headings, at what level, in what chapter."""
    headings = _headings(parts)
    lines: list[Line] = []
    tables: list[Table] = []
    stack: list[tuple[int, str]] = []
    ordinal = 0
    for position, part in enumerate(parts):
        chapter = tuple(text for _, text in stack)
        if isinstance(part, RawTable):
            caption = part.caption or _caption_above(lines)
            table = _table(part, len(tables) + 1, len(lines), chapter, caption)
            tables.append(table)
            seen = {id(cell): cell for row in table.rows for cell in row}
            lines += sorted(seen.values(), key=lambda cell: cell.index)
            continue
        raw = part.number + part.text
        level = headings.get(position, 0)
        if level:
            stack = [each for each in stack if each[0] < level]
            stack.append((level, " ".join(raw.split())))
            ordinal = 0
            number = number_of(fold(raw)[0])
            lines.append(
                make_line(
                    len(lines), raw, "heading", level=level, source=part.source,
                    number=number.printed if number else "", ordinal=0,
                    chapter=tuple(text for _, text in stack),
                )
            )  # fmt: skip
            continue
        if not raw.strip():
            continue
        ordinal += 1
        kind = part.kind or ("caption" if _is_caption(raw) else "body")
        lines.append(
            make_line(
                len(lines), raw, kind, chapter=chapter, ordinal=ordinal, source=part.source
            )
        )
    return Report(name, tuple(lines), tuple(tables), chapters_of(lines))


def _headings(parts: Sequence[Paragraph | RawTable]) -> dict[int, int]:
    """Position → level of every heading."""
    found: list[_Found] = []
    for position, part in enumerate(parts):
        if isinstance(part, RawTable) or part.kind in ("title", "contents", "caption"):
            continue
        text, _ = fold(part.number + part.text)
        number = number_of(text)
        if part.level:
            found.append(
                _Found(position, number.style if number else f"level{part.level}", part.level)
            )
        elif number is not None and looks_like_a_heading(text):
            found.append(_Found(position, number.style, 0))
        elif is_unnumbered_heading(text):
            found.append(_Found(position, "words", 0))
    if any(each.level for each in found):
        return _by_word(found)
    levels = levels_of([each.style for each in found])
    return {each.position: level for each, level in zip(found, levels, strict=True)}


def _by_word(found: list[_Found]) -> dict[int, int]:
    """Word's levels stand; a heading that only its number shows goes below them."""
    known: dict[str, int] = {}
    for each in found:
        if each.level:
            known.setdefault(each.style, each.level)
    deepest = max(known.values(), default=1)
    levels = {}
    for each in found:
        levels[each.position] = each.level or known.get(each.style, deepest + 1)
    return levels


def _is_caption(raw: str) -> bool:
    text, _ = fold(raw)
    return bool(_CAPTION.match(text)) and len(text) <= 40 and not text.endswith("。")


def _caption_above(lines: Sequence[Line]) -> str:
    if lines and lines[-1].kind in ("caption", "heading"):
        return lines[-1].text
    if lines and lines[-1].kind == "body" and len(lines[-1].text) <= 30:
        return lines[-1].text if lines[-1].text.endswith(("表", ":")) else ""
    return ""


def _table(
    part: RawTable, number: int, first: int, chapter: tuple[str, ...], caption: str
) -> Table:
    made: dict[int, Line] = {}
    rows = []
    for row_number, row in enumerate(part.rows, start=1):
        cells = []
        for column, cell in enumerate(row, start=1):
            if id(cell) not in made:
                made[id(cell)] = make_line(
                    first + len(made), cell.text, "cell", chapter=chapter, ordinal=0,
                    source=cell.source, spot=Spot(number, row_number, column),
                )  # fmt: skip
            cells.append(made[id(cell)])
        rows.append(tuple(cells))
    return Table(number, tuple(rows), chapter, caption)
