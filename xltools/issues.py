"""The sheet 问题清单: findings as lines that jump to their cells, in our forms and in others'.

A blank of ours has the sheet; a form that others made gets one behind its own sheets, and
it is found again by its name (xlt_issues), or by its headings where names were lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools import anchors
from xltools.findings import Finding, Group, grouped
from xltools.snapshot import (
    CellWrite,
    Look,
    NewCell,
    NewSheet,
    Patch,
    Position,
    Sheet,
    Snapshot,
)

TITLE = "问题清单"
NOTE = "由系统检查后填写，按“位置”找到单元格修改；“处理情况”由填报人填写，再次检查时保留。"
WIDTHS = (6.0, 8.0, 9.0, 16.0, 20.0, 56.0, 46.0, 20.0)
HANDLING = ("未处理", "已改正", "已说明原因", "不是问题")
COLORS = {"错误": "FF9F9F", "提醒": "FFE2BD"}
"""As in the blank forms, whose builder draws the sheet with openpyxl."""

CLEAN = "没有发现问题。"
"""An empty list would look as if nobody had checked."""

LINES, LINE_HEIGHT = 3, 14.0
"""Every row has room for three lines; one line of 10 points takes 14."""

_HEAD_ROW = 3
_LOOKS: tuple[Look, ...] = (
    *("centred", "centred", "centred", "link"),
    *("text", "text", "text", "input"),
)  # fmt: skip
_SEARCHED = 50
"""Rows in which the headings are looked for; a title stands above them, and little more."""


class Line(Struct, frozen=True):
    """One line of the list without the reader's remark; `spots` are its places as texts."""

    values: tuple[Decimal | str | None, ...]
    link: str | None
    code: str = ""
    spots: tuple[str, ...] = ()


def list_findings(snapshot: Snapshot, findings: list[Finding]) -> Patch:
    """Return the patch that fills the sheet 问题清单 alone, or adds it where there is none."""
    lines = [_line(number, group) for number, group in enumerate(grouped(findings), start=1)]
    lines = lines or [Line((None, None, None, None, None, CLEAN, None), None)]
    head = issues_head(snapshot)
    if head is None:
        return Patch((), (_new_sheet(lines),))
    sheet, (top, _) = head
    heights = {row: _height(line) for row, line in enumerate(lines, start=top + 1)}
    return Patch(tuple(_cells(*head, lines)), heights={sheet.name: heights})


def clear_list(snapshot: Snapshot) -> tuple[CellWrite, ...]:
    """Empty the list but for lines with a remark under 处理情况, which the next check looks for."""
    head = issues_head(snapshot)
    if head is None:
        return ()
    sheet, (top, left) = head
    last = left + len(anchors.ISSUE_COLUMNS) - 1
    return tuple(
        CellWrite(sheet.name, row, column, None)
        for row in range(top + 1, len(sheet.rows) + 1)
        if _text(sheet, row, last) is None
        for column in range(left, last)
        if sheet.value(row, column) not in (None, "")
    )


def _height(line: Line) -> float:
    """Points for three lines of text, or for as many as the longest cell takes.

    Excel would find the height itself, LibreOffice and printers' previews would not.
    """
    texts = zip(line.values, WIDTHS[:-1], strict=True)
    needed = max(_lines(text, width) for text, width in texts if isinstance(text, str))
    return LINE_HEIGHT * max(needed, LINES) + 2


def _lines(text: str, width: float) -> int:
    """Lines that a text takes; in UTF-8 a Chinese character has three bytes and is two wide."""
    room = int(width) - 2  # Chinese punctuation does not begin a line
    wide = ((len(part.encode()) + len(part)) // 2 for part in text.split("\n"))
    return sum(-(-each // room) or 1 for each in wide)


def issues_head(snapshot: Snapshot) -> tuple[Sheet, Position] | None:
    """The sheet 问题清单 and its first heading cell; None if the workbook has none of ours."""
    cell = snapshot.names.get(anchors.ISSUES)
    sheet = snapshot.sheet(cell.sheet) if cell else None
    if cell is not None and sheet is not None:
        return sheet, (cell.row, cell.column)
    for sheet in snapshot.sheets:
        for row in range(1, min(len(sheet.rows), _SEARCHED) + 1):
            # a list of the user's own may begin with 序号, too
            if tuple(sheet.rows[row - 1][: len(WIDTHS)]) == anchors.ISSUE_COLUMNS:
                return sheet, (row, 1)
    return None


def _line(number: int, group: Group) -> Line:
    """What one line says, and where its place jumps to."""
    places, finding = group.places, group.first
    link = None
    if places:
        sheet = places[0].sheet.replace("'", "''")
        link = f"'{sheet}'!{places[0].a1}"
    code = finding.code
    values = (
        Decimal(number),
        code.severity.value,
        code.number,
        group.where(most=3),
        group.field,
        finding.message,
        finding.advice,
    )
    return Line(values, link, code.number, tuple(map(str, places)) or ("",))


def _new_sheet(lines: list[Line]) -> NewSheet:
    """The sheet as our blanks have it, behind the sheets of somebody else's workbook."""
    count = len(anchors.ISSUE_COLUMNS)
    heights = {row: _height(line) for row, line in enumerate(lines, start=_HEAD_ROW + 1)}
    table = tuple(
        tuple(
            NewCell(value, look, line.link if look == "link" else None)
            for value, look in zip((*line.values, None), _LOOKS, strict=True)
        )
        for line in lines
    )
    return NewSheet(
        name=anchors.ISSUES_SHEET,
        widths=WIDTHS,
        rows=(
            _spanning(TITLE, "title", count),
            _spanning(NOTE, "note", count),
            tuple(NewCell(heading, "heading") for heading in anchors.ISSUE_COLUMNS),
            *table,
        ),
        head_row=_HEAD_ROW,
        heights={1: 32.0, 2: 20.0, _HEAD_ROW: 24.0, **heights},
        names={anchors.ISSUES: (_HEAD_ROW, 1)},
        choices={count: HANDLING},
        marks={2: COLORS},
        tab="FFC000",
    )


def _spanning(text: str, look: Look, count: int) -> tuple[NewCell, ...]:
    return (NewCell(text, look), *(NewCell(None, look) for _ in range(count - 1)))


def _cells(sheet: Sheet, head: Position, lines: list[Line]) -> Iterator[CellWrite]:
    """One row a line; what a reader noted in the last column stays with its finding."""
    top, left = head
    width = len(anchors.ISSUE_COLUMNS)
    remarks = _remarks(sheet, head)
    last = left + width - 1
    for row, line in enumerate(lines, start=top + 1):
        found = (remarks.get((line.code, spot)) for spot in line.spots)
        remark = next((each for each in found if each), None)
        cells = (*line.values, remark) if remark or _text(sheet, row, last) else line.values
        for column, value in enumerate(cells, start=left):
            jump = line.link if column == left + 3 else None
            yield CellWrite(sheet.name, row, column, value, top + 1, jump)
    for row in range(top + len(lines) + 1, len(sheet.rows) + 1):
        for column in range(left, left + width):
            if sheet.value(row, column) not in (None, ""):
                yield CellWrite(sheet.name, row, column, None)


def _remarks(sheet: Sheet, head: Position) -> dict[tuple[str, str], str]:
    """What readers wrote under 处理情况, by code and each of the places of its line."""
    top, left = head
    remarks: dict[tuple[str, str], str] = {}
    for row in range(top + 1, len(sheet.rows) + 1):
        remark = _text(sheet, row, left + len(anchors.ISSUE_COLUMNS) - 1)
        if remark:
            code, places = (_text(sheet, row, left + n) or "" for n in (2, 3))
            at = ""
            for place in places.partition("等 ")[0].split("、"):
                at, _, cell = place.rpartition("!") if "!" in place else (at, "", place)
                remarks[code, f"{at}!{cell}" if at else cell] = remark
    return remarks


def _text(sheet: Sheet, row: int, column: int) -> str | None:
    value = sheet.value(row, column)
    return str(value) if value not in (None, "") else None
