"""Paragraphs and tables as a reader found them → a `Report` with headings, chapters, places."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from xltools.audit.outline import (
    chapters_of,
    is_unnumbered_heading,
    levels_of,
    looks_like_a_heading,
    number_of,
)
from xltools.audit.report import Kind, Line, Report, Spot, Table, fold, make_line
from xltools.errors import FileError
from xltools.package import limits
from xltools.patterns import Pattern


class Paragraph(Struct, frozen=True):
    """One paragraph as the reader found it.

    `level` is Word's outline level from 1 (0: none); `number` an automatic number that is not
    part of the text; `kind` where the reader is sure (title, contents, caption, picture). `aside`:
    a note or a text box, which people do not count among the paragraphs.
    """

    text: str
    source: int
    level: int = 0
    number: str = ""
    kind: Kind | None = None
    aside: bool = False


class RawTable(Struct, frozen=True):
    """Rows of cells; a merged cell is repeated in each place it covers."""

    rows: tuple[tuple[Paragraph, ...], ...]
    caption: str = ""


class _Found(Struct):
    """What is known of a heading before the levels are."""

    position: int
    style: str
    level: int


_ENTRY = Pattern(r"(?:\t|\.{3}|…|·{3}|_{3})\s*\d{1,3}$")
_END = 80
"""Characters at the end of a line that are looked at: leaders and a number of a page."""

_ENTRIES = 3
_UNIT = Pattern(r"\(?(?:金额|计量|货币)?单位[:为]?[\u4e00-\u9fff、/]{1,8}\)?")
_NAMES_A_TABLE = Pattern(r"^[^。;;!?]*表(?:\([^()]*\))?$")
_LEAD_IN = 30
_SHORT, _LONG = 42, 80
_TITLE = Pattern(r"报告(?:书|\([^()]*\))?$")
_TITLE_LINES = 6
_CAPTION = Pattern(r"(?:附?表|图)\d+(?:-\d+)?(?![\u4e00-\u9fff]{0,2}[行列])")


def build_report(name: str, parts: Sequence[Paragraph | RawTable]) -> Report:
    """Put the parts in order: which are headings, at what level, in what chapter.

    Raises:
        FileError: more text than a report has, in one paragraph or in all.
    """
    _check_lengths(name, parts)
    parts = _with_title(_with_contents(parts))
    headings = _headings(parts)
    lines: list[Line] = []
    tables: list[Table] = []
    stack: list[tuple[int, str]] = []
    ordinal = 0
    for position, part in enumerate(parts):
        chapter = tuple(text for _, text in stack)
        if isinstance(part, RawTable):
            caption = fold(part.caption)[0] or _caption_above(lines)
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
        if part.kind == "picture":
            lines.append(
                make_line(len(lines), "", "picture", chapter=chapter, source=part.source)
            )
        if not raw.strip():
            continue
        ordinal += not part.aside
        kind = part.kind or ("caption" if _is_caption(raw) else "body")
        lines.append(
            make_line(
                len(lines), raw, kind, chapter=chapter, ordinal=ordinal, source=part.source
            )
        )
    return Report(name, tuple(lines), tuple(tables), chapters_of(lines))


def _check_lengths(name: str, parts: Sequence[Paragraph | RawTable]) -> None:
    """Refuse what the rules, which look at each paragraph as a whole, would take hours for."""
    total = 0
    for part in parts:
        cells = (
            (cell for row in part.rows for cell in row)
            if isinstance(part, RawTable)
            else (part,)
        )
        for each in cells:
            total += len(each.text)
            if len(each.text) > limits.PARAGRAPH_CHARACTERS:
                raise FileError(
                    f"“{name}”里有一段超过 {limits.PARAGRAPH_CHARACTERS} 字（“{' '.join(each.text.split())[:12]}…”），"
                    "没有审核。请分成几段后再试。"
                )
    if total > limits.REPORT_CHARACTERS:
        raise FileError(
            f"“{name}”超过 {limits.REPORT_CHARACTERS / 10_000:g} 万字，不像一份自评报告，没有审核。"
        )


def _with_contents(parts: Sequence[Paragraph | RawTable]) -> list[Paragraph | RawTable]:
    """Mark typed contents: several lines in a row that end in dots and a page number."""
    found = list(parts)
    run: list[int] = []
    for position, part in enumerate([*parts, RawTable(())]):
        if isinstance(part, Paragraph) and part.kind is None and _is_entry(part.text):
            run.append(position)
        elif isinstance(part, RawTable) or part.text.strip():
            for each in run if len(run) >= _ENTRIES else ():
                entry = found[each]
                if isinstance(entry, Paragraph):
                    found[each] = replace(entry, kind="contents", level=0)
            run = []
    return found


def _is_entry(text: str) -> bool:
    line = text.rstrip().rpartition("\n")[2]
    if not line[-1:].isdigit():
        return False
    found = _ENTRY.search(line[-_END:])
    return found is not None and bool(line[: -len(found[0])].strip())


def _with_title(parts: list[Paragraph | RawTable]) -> list[Paragraph | RawTable]:
    """Mark the title: the lines up to one that ends in 报告, before any text or heading.

    Written as a heading (# in Markdown, 标题 1 in Word) it is none, and those below it move up.
    """
    seen: list[int] = []
    for position, part in enumerate(parts):
        if isinstance(part, RawTable):
            return parts
        text, _ = fold(part.number + part.text)
        if not text or part.kind == "contents":
            continue
        if part.kind is None and not _can_be_a_title(text):
            return parts
        seen.append(position)
        if _TITLE.search(text):
            break
        if len(seen) >= _TITLE_LINES:
            return parts
    else:
        return parts
    found = list(parts)
    raised = max((_level(parts[each]) for each in seen), default=0)
    others = [_level(part) for n, part in enumerate(parts) if n not in seen and _level(part)]
    shift = raised if raised and others and min(others) > raised else 0
    for position, part in enumerate(parts):
        if isinstance(part, RawTable):
            continue
        if position in seen:
            found[position] = replace(part, kind=part.kind or "title", level=0)
        elif part.level:
            found[position] = replace(part, level=part.level - shift)
    return found


def _level(part: Paragraph | RawTable) -> int:
    return part.level if isinstance(part, Paragraph) else 0


def _can_be_a_title(text: str) -> bool:
    return len(text) <= _SHORT + 18 and not set(text) & set("。;；") and number_of(text) is None


_KNOWN = ("title", "contents", "caption", "picture")


def _headings(parts: Sequence[Paragraph | RawTable]) -> dict[int, int]:
    """Position → level of every heading."""
    found: list[_Found] = []
    for position, part in enumerate(parts):
        if isinstance(part, RawTable) or part.kind in _KNOWN:
            continue
        text, _ = fold(part.number + part.text)
        number = number_of(text)
        if part.level and _can_be_a_heading(text):
            found.append(
                _Found(position, number.style if number else f"level{part.level}", part.level)
            )
        elif number is not None and looks_like_a_heading(text):
            found.append(_Found(position, number.style, 0))
        elif is_unnumbered_heading(text):
            found.append(_Found(position, "words", 0))
    levels = levels_of([each.style for each in found])
    if any(each.level for each in found):
        levels = _by_word(found, levels)
    return {each.position: level for each, level in zip(found, levels, strict=True)}


def _can_be_a_heading(text: str) -> bool:
    """False for running text that only has a heading's style, and for an empty line."""
    return 0 < len(text) <= _SHORT or (len(text) <= _LONG and not set(text) & set("。；;"))


def _by_word(found: list[_Found], nested: list[int]) -> list[int]:
    """Word's levels stand; a heading that only its number shows is placed beside them.

    How far it is above or below a kind of number whose level Word knows tells where.
    """
    known: dict[str, tuple[int, int]] = {}
    for each, level in zip(found, nested, strict=True):
        if each.level:
            known.setdefault(each.style, (each.level, level))
    levels = []
    for each, level in zip(found, nested, strict=True):
        if each.level:
            levels.append(each.level)
        elif each.style in known:
            levels.append(known[each.style][0])
        else:
            by_word, by_number = min(
                known.values(), key=lambda pair: (abs(pair[1] - level), pair)
            )
            levels.append(max(1, by_word + level - by_number))
    return levels


def _is_caption(raw: str) -> bool:
    text, _ = fold(raw)
    return bool(_CAPTION.match(text)) and len(text) <= 40 and not text.endswith("。")


def _caption_above(lines: list[Line]) -> str:
    """The line that names the table below it, and the line with its unit; "" without one.

    A paragraph that does nothing else is marked as a caption.
    """
    words = ""
    at = len(lines) - 1
    if at >= 0 and _UNIT.fullmatch(lines[at].text):
        words = lines[at].text
        lines[at] = replace(lines[at], kind="caption")
        at -= 1
    if at < 0 or lines[at].kind not in ("caption", "heading", "body"):
        return words
    text = lines[at].text
    if lines[at].kind != "body":
        return text + words
    if len(text) <= _SHORT and _NAMES_A_TABLE.search(text) and "见" not in text:
        lines[at] = replace(lines[at], kind="caption")
        return text + words
    return text + words if len(text) <= _LEAD_IN and text.endswith(":") else words


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
