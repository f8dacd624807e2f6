"""A table as text (.csv, .tsv, .txt): one sheet of texts, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.errors import NotAWorkbookError
from xltools.model import CellValue
from xltools.package import limits
from xltools.package.boxes import rectangle
from xltools.package.members import damaged
from xltools.package.scan import check_box
from xltools.package.text_encoding import decode_text
from xltools.patterns import Pattern
from xltools.snapshot import Position, Sheet, Snapshot

_SEPARATORS = (",", "\t", ";", "，", "|")
_LOOK = 200
"""Lines that choose the separator."""

_FIELD = r'(?:"((?:[^"]++|"")*+)")?([^%s\r\n]*)(%s|\r\n|\r|\n|\Z)'
"""Quoted text, what stands behind it or instead of it, and what ends the field."""

_LINE_END = Pattern(r"\r\n?")
_NAMED = Pattern(r"sep=(.)(?:\r\n|\r|\n)")
_NOT_IN_A_NAME = Pattern(r"[\[\]:*?/\\\x00-\x1f]")


def read_csv(data: bytes, stem: str, label: str) -> Snapshot:
    """Return a table of texts as a snapshot with one sheet, named after the file.

    UTF-8, GB 18030 (GBK), or UTF-16 with its mark; separated by comma, semicolon, tab,
    full-width comma or bar. A first line `sep=;`, which is meant for Excel, is obeyed and
    does not count as a row.

    Raises:
        NotAWorkbookError: no text, no table, or a quotation mark that is never closed.
    """
    text = decode_text(data, label)
    separator, text = _separator(text, label)
    name = sheet_name(stem)
    values: dict[Position, CellValue] = {}
    right = 0
    for row, fields in enumerate(split_rows(text, separator, label), start=1):
        filled = [(column, field) for column, field in enumerate(fields, start=1) if field]
        if filled:
            right = max(right, filled[-1][0])
            check_box(row, right, name, label)
            values.update(((row, column), field) for column, field in filled)
    return Snapshot((Sheet(name, rectangle(values, name, label)),))


def sheet_name(stem: str) -> str:
    """A file's name as Excel lets a sheet be called: 31 characters, some signs excluded.

    >>> sheet_name("自评表[2022]")
    '自评表_2022_'
    """
    clean = _NOT_IN_A_NAME.sub("_", stem).strip(" '")
    units = clean.encode("utf-16-le")[:62].decode("utf-16-le", "ignore")
    return units.strip(" '") or "Sheet1"


def _separator(text: str, label: str) -> tuple[str, str]:
    """The sign between fields, and the text without the line that may name it.

    It is the sign that most lines hold, and of several the one that stands in them most
    often; what is inside quotation marks does not count.
    """
    named = _NAMED.match(text)
    if named:
        return named[1], text[named.end() :]
    lines = _outside_quotes(text)
    counts = [
        (sum(sign in line for line in lines), sum(line.count(sign) for line in lines), sign)
        for sign in _SEPARATORS
    ]
    best = max(counts, key=lambda count: count[:2])
    if not best[0]:
        raise NotAWorkbookError(
            f"“{label}”是纯文本，里面没有分列的表格。请选择 .xlsx 自评表，或另存为 .xlsx 再试。"
        )
    return best[2], text


def _outside_quotes(text: str) -> list[str]:
    """The first lines with all quoted text left out."""
    lines = []
    for line in "".join(text[: _LOOK * 400].split('"')[::2]).splitlines():
        if line.strip():
            lines.append(line)
        if len(lines) == _LOOK:
            break
    return lines


def split_rows(text: str, separator: str, label: str) -> Iterator[list[str]]:
    r"""Yield the fields of every line; line breaks in quotes belong to the field.

    >>> list(split_rows('a,"b, ""c""\nd"\n"十四五"规划,e', ",", "表.csv"))
    [['a', 'b, "c"\nd'], ['"十四五"规划', 'e']]

    A field that goes on behind its closing quote was never quoted: it is kept as it is.

    Raises:
        NotAWorkbookError: a quotation mark is never closed, so rows would be lost in it.
    """
    field = re.compile(_FIELD % (re.escape(separator), re.escape(separator)))
    fields: list[str] = []
    at, row = 0, 1
    while match := field.match(text, at):
        quoted, rest, end = match.groups()
        stray = bool(quoted is not None and rest.strip())
        if (quoted is None and rest.startswith('"')) or (stray and "\n" in quoted):
            raise damaged(label, f"第 {row} 行的引号不成对")
        if quoted is None or stray:
            fields.append(text[at : match.start(3)])
        else:
            fields.append(_LINE_END.sub("\n", quoted.replace('""', '"')))
        at = match.end()
        if len(fields) > limits.COLUMNS:
            raise damaged(label, f"第 {row} 行超出 Excel 范围，多于 {limits.COLUMNS} 列")
        if end == separator:
            continue
        yield fields
        if at >= len(text):
            return
        fields, row = [], row + 1
