"""A report as text: .txt and .md, and texts extracted from Word files.

Tables come in three ways: pipes (Markdown), cells of a row between tabs, and what extractors of
.docx files print: each cell on a line of its own behind a tab, a blank line between rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltools.audit.build import Paragraph, RawTable, build_report
from xltools.audit.report import Report
from xltools.errors import FileError, NotAWorkbookError
from xltools.package.text_encoding import decode_text
from xltools.patterns import Pattern

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_ENDS = bytes.maketrans(b"\x0b\x0c\x07", b"\n\n\t")
_FIELD_MARKS = b"\x01\x02\x05\x08\x13\x14\x15\x1e\x1f"
"""Control characters of Word's own text; none is part of a character in UTF-8 or GBK."""

_PICTURE = Pattern(r"!\[[^\]\n]{0,60}\]\([^)\n]{1,200}\)|\[image[^\]]{0,60}\]")
_RESIDUE = Pattern(r"\[(?:bookmark|footnote)[^\]]{0,60}\]")
_NEW_LINE = Pattern(r"\r\n?|\u2028|\u2029|\x85")
_RULE = Pattern(r"\s*\|?(?:\s*:?-+:?\s*\|?)+\s*")
_ENTRY = Pattern(r"\s*\S.*(?:\t|\.{3,}|…+|·{3,})\s*\d{1,3}\s*")
_MARKS = Pattern(r"^(#{1,6})\s+")
_EMPHASIS = Pattern(r"\*\*(.+?)\*\*|__(.+?)__")
_ANNEX = Pattern(r"附(?:件|表)\d*[:：.、]?\s*\S{0,40}$")


_OBJECT = "\ufffc"
"""Unicode's own sign for an object that stands in a text."""


def read_text(name: str, data: bytes) -> Report:
    """Read a text file: UTF-8, UTF-16 with a mark, or GB 18030.

    Raises:
        FileError: it is none of these, or no text at all.
    """
    return parse_text(name, _decoded(name, data))


def parse_text(name: str, text: str) -> Report:
    """A report from its text."""
    lines = [
        _RESIDUE.sub("", _PICTURE.sub(_OBJECT, line))
        for line in _NEW_LINE.sub("\n", text).split("\n")
    ]
    return build_report(name, list(_parts(lines)))


def _decoded(name: str, data: bytes) -> str:
    """The characters; what Word and extractors leave of cells and line ends ends a line."""
    if not data.startswith(_UTF16):
        data = data.translate(_LINE_ENDS, _FIELD_MARKS)
    try:
        return decode_text(data, name)
    except NotAWorkbookError:
        raise FileError(
            f"“{name}”不是文本文件，或者文字已损坏：请用 .docx，或另存为 UTF-8 的 .txt 后再试。"
        ) from None


def _parts(lines: Sequence[str]) -> Iterator[Paragraph | RawTable]:
    at = 0
    in_contents = False
    while at < len(lines):
        if in_contents and _ENTRY.fullmatch(lines[at]):
            yield Paragraph(lines[at], at, kind="contents")
            at += 1
            continue
        end = _table_end(lines, at)
        if end is not None:
            yield from _tables(lines, at, end)
            at = end
            continue
        heading = _MARKS.match(lines[at])
        level = len(heading[1]) if heading else 0
        text = lines[at][heading.end() :] if heading else lines[at]
        text = _plain(text)
        pictured, text = _OBJECT in text, text.replace(_OBJECT, "")
        if text.strip():
            in_contents = "".join(text.split()) in ("目录", "目次")
        yield Paragraph(text, at, level, kind="contents" if in_contents else None)
        if pictured:
            yield Paragraph("", at, kind="picture")
        at += 1


def _plain(text: str) -> str:
    """A text without the marks of emphasis: **合计** is 合计."""
    return _EMPHASIS.sub(lambda found: found[1] or found[2], text).strip(" ")


def _table_end(lines: Sequence[str], at: int) -> int | None:
    """Where the table that begins here ends; None where none begins."""
    if lines[at].lstrip(" ").startswith("|"):
        end = at
        while end < len(lines) and lines[end].lstrip(" ").startswith("|"):
            end += 1
        return end if end - at > 1 else None
    if _is_piped(lines[at]):
        end = at
        while end < len(lines) and _is_piped(lines[end]):
            end += 1
        return end if end - at > 1 else None
    if _is_row_of_tabs(lines[at]):
        end = at
        while end < len(lines) and _is_row_of_tabs(lines[end]):
            end += 1
        return end
    if not _is_tabbed(lines[at]) or not lines[at].strip():
        return None
    end = last = at
    while end < len(lines) and (_is_tabbed(lines[end]) or not lines[end].strip()):
        if _is_tabbed(lines[end]):
            last = end
        elif end - last > 2:
            break
        end += 1
    return last + 1


def _is_row_of_tabs(line: str) -> bool:
    return len(line.strip(" \t").split("\t")) > 1


def _is_piped(line: str) -> bool:
    """True for 项目名称 | 预算数 | 执行数: pipes between the cells, none at the ends."""
    return line.count(" | ") >= 2 and "\t" not in line


def _is_tabbed(line: str) -> bool:
    return line.lstrip(" ").startswith("\t")


def _tables(lines: Sequence[str], at: int, end: int) -> Iterator[Paragraph | RawTable]:
    if lines[at].lstrip(" ").startswith("|") or _is_piped(lines[at]):
        rows = [
            [Paragraph(_plain(cell), n) for cell in lines[n].strip().strip("|").split("|")]
            for n in range(at, end)
            if n != at + 1 or not _RULE.fullmatch(lines[n])
        ]
    elif _is_row_of_tabs(lines[at]):
        rows = [
            [Paragraph(cell.strip(), n) for cell in lines[n].strip("\n").split("\t")]
            for n in range(at, end)
        ]
    else:
        rows = _stacked(lines, at, end)
    rows = [row for row in rows if any(cell.text for cell in row)]
    caption = ""
    while rows and len([cell for cell in rows[0] if cell.text]) == 1 and len(rows) > 1:
        only = next(cell for cell in rows[0] if cell.text)
        caption += only.text
        is_annex = _ANNEX.match(only.text.strip()) is not None
        yield Paragraph(only.text, only.source, kind=None if is_annex else "caption")
        rows = rows[1:]
    if len(rows) == 1 and len(rows[0]) == 1:
        yield rows[0][0]
    elif rows:
        yield RawTable(tuple(tuple(row) for row in _aligned(rows)), caption)


def _stacked(lines: Sequence[str], at: int, end: int) -> list[list[Paragraph]]:
    rows: list[list[Paragraph]] = [[]]
    for n in range(at, end):
        if _is_tabbed(lines[n]):
            rows[-1].append(Paragraph(lines[n].strip(), n))
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _aligned(rows: list[list[Paragraph]]) -> list[list[Paragraph]]:
    """Give all rows one length: a head cell that spans several columns is repeated.

    The row under a merged head has a blank under each head cell of one column and words under
    those that it divides.
    """
    width = max(len(row) for row in rows)
    if len(rows) > 1 and len(rows[0]) < len(rows[1]) == width:
        spread = _spread(rows[0], rows[1])
        if spread is not None:
            below = [spread[n] if not cell.text else cell for n, cell in enumerate(rows[1])]
            rows = [spread, below, *rows[2:]]
    return [
        row + [Paragraph("", row[-1].source) for _ in range(width - len(row))] for row in rows
    ]


def _spread(head: list[Paragraph], below: list[Paragraph]) -> list[Paragraph] | None:
    groups: list[list[int]] = []
    for n, cell in enumerate(below):
        if cell.text and groups and below[n - 1].text and n:
            groups[-1].append(n)
        else:
            groups.append([n])
    if len(groups) != len(head):
        return None
    return [head[g] for g, group in enumerate(groups) for _ in group]
