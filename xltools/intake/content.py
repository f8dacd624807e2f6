"""What a form says: as a digest that is one for all formats, and as the text of every cell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Context, Decimal
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from xltools.anchors import ISSUES_SHEET
from xltools.decimals import plain
from xltools.hosts.file import UNREAD, Opened
from xltools.model import (
    Amount,
    CellValue,
    Entry,
    FundingLine,
    Indicator,
    SelfEvaluation,
    TableRow,
    column_letters,
)
from xltools.snapshot import Sheet

DIGITS = 12
"""Significant digits of a number: all of any sum of money, and none of what is left of arithmetic in
one program or another (0.9410000000000001)."""

MOST_CELLS = 20_000
"""Cells that are kept of one form: no form has more, a workbook with all a unit's books may."""

_ROUNDED = Context(prec=DIGITS)
_ENTRY, _GROUP = "\x1f", "\x1e"
_NOT_READ = frozenset((*UNREAD, ISSUES_SHEET))
"""What is printed on every form, and what we wrote into one."""


def content_digest(evaluation: SelfEvaluation, version: str) -> str:
    """A digest of everything that the reader recognised, with the form's own version.

    Values and not cells: the same for .xlsx, .xls, .et and .ods of one form. White space counts once,
    numbers have `DIGITS` digits.
    """
    words = [evaluation.profile_id, version]
    for entries in (evaluation.fields, evaluation.texts):
        words.append(_GROUP)
        for key in sorted(entries):
            words += (key, _text(entries[key]))
    words.append(_GROUP)
    for key in sorted(evaluation.funding):
        _funding(key, evaluation.funding[key], words)
    for row in (*evaluation.indicators, *evaluation.assessments):
        _indicator(row, words)
    tail = evaluation.tail
    words += (_GROUP, _number(tail.points), _number(tail.score), _text(tail.grade))
    for table in (evaluation.group, evaluation.spending):
        words.append(_GROUP)
        for line in table:
            _table_row(line, words)
    return blake2b(_ENTRY.join(words).encode("utf-8", "replace"), digest_size=32).hexdigest()


def _funding(key: str, line: FundingLine, words: list[str]) -> None:
    words += (key, _text(line.reason))
    for measure in sorted(line.amounts):
        words += (measure, _number(line.amounts[measure]))


def _indicator(row: Indicator, words: list[str]) -> None:
    words += (
        _GROUP, _text(row.level1), _text(row.level2), _text(row.name), _text(row.nature),
        _text(row.target), _text(row.unit), _text(row.actual), _number(row.points),
        _number(row.typed_rate), _number(row.typed_score), _text(row.deviation_note),
    )  # fmt: skip
    for key in sorted(row.extras):
        words += (key, _text(row.extras[key]))
    for key in sorted(row.amounts):
        words += (key, _number(row.amounts[key]))


def _table_row(line: TableRow, words: list[str]) -> None:
    words.append(_GROUP)
    for key in sorted(line.cells):
        words += (key, _text(line.cells[key]))


def _text(entry: Entry | None) -> str:
    if entry is None or entry.text is None:
        return ""
    if isinstance(entry.raw, float):  # 12.50 typed as a number, and what a formula left behind
        return number_text(entry.raw) + entry.text[-1:].strip("0123456789.")
    return " ".join(entry.text.split())


def _number(amount: Amount | None) -> str:
    """A number in one spelling; what could not be read as one is told by its raw text."""
    if amount is None:
        return ""
    if amount.value is None:
        return "" if amount.raw is None else f"?{amount.raw}"
    return str(_ROUNDED.normalize(amount.value))


def cell_texts(opened: Opened, index: int) -> dict[str, str]:
    """Every value of one form by its address (自评表!F6), as text; the first `MOST_CELLS`.

    The form's sheet, or its rows where several forms stand on one sheet; the workbook's first form
    has all visible sheets that are no other form's. Instructions and 问题清单 are left out.
    """
    texts: dict[str, str] = {}
    own = opened.forms[index].evaluation
    others = [each.evaluation for each in opened.forms if each.evaluation is not own]
    taken = {each.sheet for each in others}
    for sheet in opened.workbook.snapshot.sheets:
        if sheet.name == own.sheet:
            _add(sheet, own.area if sheet.name in taken else None, texts)
        elif not (index or sheet.hidden or sheet.name in taken or sheet.name in _NOT_READ):
            _add(sheet, None, texts)
        if len(texts) > MOST_CELLS:
            texts = dict(islice(texts.items(), MOST_CELLS))
            break
    if opened.workbook.kind in ("xlsx", "ods"):
        return texts
    return {cell: text.replace("\0", "") for cell, text in texts.items()}


def _add(sheet: Sheet, area: tuple[int, int] | None, texts: dict[str, str]) -> None:
    """Put the texts of a sheet, or of some rows of it, to the others."""
    first, last = area or (1, len(sheet.rows))
    rows = sheet.rows[first - 1 : last]
    columns = _columns(sheet.name, max(map(len, rows), default=0))
    for row, values in enumerate(rows, start=first):
        for start, value in zip(columns, values):  # noqa: B905 - a row may be shorter
            if value is None:
                continue
            text = value.strip() if type(value) is str else value_text(value)
            if text:
                texts[f"{start}{row}"] = text
    for (row, column), shown in sheet.errors.items():
        if area is None or first <= row <= last:
            texts[f"{sheet.name}!{column_letters(column)}{row}"] = shown


@lru_cache(maxsize=64)
def _columns(sheet: str, width: int) -> tuple[str, ...]:
    """How addresses of each column begin: 自评表!A, 自评表!B …"""
    return tuple(f"{sheet}!{column_letters(column)}" for column in range(1, width + 1))


def value_text(value: CellValue) -> str:
    """A cell's value as a person would type it; "" for none.

    >>> value_text(382.08), value_text(0.931), value_text(100.0), value_text(date(2024, 9, 20))
    ('382.08', '0.931', '100', '2024-09-20')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime):
        day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if day else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def number_text(value: float) -> str:
    """A number with at most `DIGITS` digits, no exponent, no zeros at its end.

    >>> number_text(0.9410000000000001), number_text(30.0), number_text(1e-7), number_text(-0.0)
    ('0.941', '30', '0.0000001', '0')
    """
    text = format(value, ".12g")
    if "e" in text or text == "-0":
        number = Decimal(text)
        return plain(number) if number.is_finite() else text
    return text
