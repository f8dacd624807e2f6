"""What is wrong with a text that is no TOML, said by finding what would put it right.

An officer writes “ ” for quotation marks, a Chinese comma, forgets a bracket. Each repair below is
tried on the line where the parser stopped; the first that lets it go on is the diagnosis, and
the repaired line is what to write. So a file tells all its mistakes at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import tomli
from msgspec import Struct

from xltools.patterns import Pattern
from xltools.profile.line_repairs import LINE_REPAIRS, Repair
from xltools.profile.mistakes import Mistake

MOST = 30
"""Mistakes of one file that are told; more would say that it is no profile at all."""

_SPOT = Pattern(r"\(at line (\d+), column (\d+)\)")
_TWICE = Pattern(
    r"Cannot declare|Cannot redefine|Cannot mutate|Cannot overwrite|Duplicate inline"
)
_HEADER = Pattern(r"^\s*\[")
_KEY = Pattern(r"^\s*([\w.-]+)\s*=")


class _Stop(Struct, frozen=True):
    """Where the parser stopped; a text without a mistake stops after its end."""

    line: int
    column: int
    reason: str


def parse_with_repairs(
    text: str, name: str
) -> tuple[dict[str, Any] | None, str, list[Mistake]]:
    """Return the content, the repaired text and the mistakes of a TOML text.

    The repaired text has the lines of the original, so places in it are places in the file.
    The content is None if the text could not be repaired.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    mistakes: list[Mistake] = []
    content, stop = _parse(lines)
    while content is None and len(mistakes) < MOST:
        repair = _find_repair(lines, stop)
        if repair is None:
            mistakes.append(
                Mistake(name, min(stop.line, len(lines)), stop.column, "", _general(stop))
            )
            break
        row = repair.row
        advice = repair.advice or f"改为：{repair.lines[row].strip()}"
        column = stop.column if row == stop.line - 1 else 0
        mistakes.append(Mistake(name, row + 1, column, "", repair.message, advice))
        lines = repair.lines
        content, stop = _parse(lines)
    return content, "\n".join(lines), mistakes


def _parse(lines: list[str]) -> tuple[dict[str, Any] | None, _Stop]:
    try:
        content = tomli.loads("\n".join(lines), parse_float=Decimal)
    except ValueError as error:  # also of a number of five thousand digits
        spot = _SPOT.search(str(error))
        if spot is None:  # "at end of document"
            return None, _Stop(len(lines) + 1, 0, str(error))
        return None, _Stop(int(spot[1]), int(spot[2]), str(error))
    return content, _Stop(len(lines) + 2, 0, "")


def _find_repair(lines: list[str], stop: _Stop) -> Repair | None:
    """The first repair that lets the parser go on past the line where it stopped."""
    if _TWICE.search(stop.reason):
        return _second_time(lines, stop)
    rows = _rows(lines, stop)
    first = [repair for row in rows for repair in _repairs(lines, row)]
    for repair in first:
        if _parse(repair.lines)[1].line > stop.line:
            return repair
    for repair in first:
        # two faults in one line: “” and a Chinese comma, say
        for more in _repairs(repair.lines, repair.row):
            if _parse(more.lines)[1].line > stop.line:
                message = f"{repair.message}{more.message}"
                return Repair(more.lines, more.row, message, more.advice)
    return next((skip for row in rows if (skip := _leave_out(lines, row, stop))), None)


def _rows(lines: list[str], stop: _Stop) -> list[int]:
    """The line where the parser stopped and the one before, of those that hold something."""
    rows: list[int] = []
    row = min(stop.line, len(lines)) - 1
    while row >= 0 and len(rows) < 2:
        if lines[row].strip() and not lines[row].lstrip().startswith("#"):
            rows.append(row)
        row -= 1
    return rows


def _repairs(lines: list[str], row: int) -> Iterator[Repair]:
    for attempt in LINE_REPAIRS:
        for new, message in attempt(lines[row]):
            if new != lines[row]:
                yield Repair([*lines[:row], new, *lines[row + 1 :]], row, message)


def _leave_out(lines: list[str], row: int, stop: _Stop) -> Repair | None:
    """Nothing helps: leave the line out, so that what follows is looked at."""
    without = [*lines[:row], "#" + lines[row], *lines[row + 1 :]]
    if _parse(without)[1].line <= stop.line:
        return None
    return Repair(without, row, _general(stop), _hint(lines[row]))


def _second_time(lines: list[str], stop: _Stop) -> Repair | None:
    """A key or a table is written twice: leave the second one out, and name the first."""
    row = min(stop.line, len(lines)) - 1
    while row >= 0 and not (_HEADER.match(lines[row]) or _KEY.match(lines[row])):
        row -= 1
    if row < 0:
        return None
    line = lines[row].strip()
    before = None
    if _HEADER.match(line):
        before = next((n for n in range(row) if lines[n].strip() == line), None)
        what, advice = f"表头 {line} ", "请把两处的内容合到一处，只留一个表头。"
    else:
        key = _KEY.match(line)
        what = f"{key[1] if key else line} "
        advice = "请只留一行。"
        for number in range(row - 1, -1, -1):
            same = _KEY.match(lines[number])
            if same and key and same[1] == key[1]:
                before = number
                break
            if _HEADER.match(lines[number]):
                break
    first = f"，前一次在第 {before + 1} 行" if before is not None else ""
    end = min(stop.line, len(lines))
    without = [*lines[:row], *("#" + each for each in lines[row:end]), *lines[end:]]
    return Repair(without, row, f"{what}写了两次{first}。", advice)


def _general(stop: _Stop) -> str:
    for sign, words in _REASONS:
        if sign in stop.reason:
            return words
    return "这一行不是正确的 TOML。"


_REASONS = (
    ("Unclosed array", "方括号 [ 没有对应的 ]。"),
    ("Unclosed inline table", "花括号 { 没有对应的 }。"),
    ("Unterminated string", "引号没有成对。"),
    ("Illegal character", "引号没有成对，或者文字里有不能用的字符。"),
    ("Expected '='", "键和值之间要有英文等号 =。"),
    ("Invalid value", "等号后面的值写法不对。"),
    ("Invalid initial character", "键的写法不对。"),
    ("Invalid statement", "这一行既不是“键 = 值”，也不是 [表头]。"),
    ("Expected newline", "一个值的后面还有多余的内容。"),
    ("declaration", "表头的方括号没有成对。"),
    ("date", "日期的写法不对。"),
)


def _hint(line: str) -> str:
    key = line.partition("=")[0].strip()
    if key and not key.isascii():
        return "等号左边要写英文的键，如 label；中文只写在等号右边的引号里。"
    return '写成：键 = "文字"，或 键 = 数字；以 # 开头的一行是注释。'
