"""A workbook that can only be read → the same workbook as .xlsx, which can be filled.

Nothing is taken on trust: the .xlsx is read again and compared cell by cell, since a value
that changed on the way would be saved under the user's name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Container, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from xltools.errors import FileError, SaveError, XltoolsError
from xltools.model import CellValue, Place
from xltools.office import convert, find_soffice
from xltools.package import Workbook, load_bytes
from xltools.snapshot import Position, Sheet, Snapshot

_FILTER = "xlsx:Calc MS Excel 2007 XML"
_BY_HAND = "请用 Excel 或 WPS 打开后另存为 .xlsx，再对它评分。"


def patchable(workbook: Workbook, unread: Container[str] = ()) -> Workbook:
    """Return a workbook that can be patched: the same one, or its twin as .xlsx.

    Tables of text (.csv, web pages) are written anew; an .xls, .et or .ods is converted by
    LibreOffice, so that its formats, widths and pictures come along. `unread` are the sheets
    whose values were not read.

    Raises:
        SaveError: LibreOffice is missing or failed, or a value is another one afterwards.
    """
    if workbook.can_patch:
        return workbook
    path = workbook.path.with_suffix(".xlsx")
    if workbook.kind in ("csv", "html"):
        from xltools.package.plain import plain_workbook

        data = plain_workbook(workbook.snapshot.sheets[0])
    else:
        data = _by_office(workbook)
    try:
        twin = load_bytes(data, path, unread=unread)
    except FileError:
        raise SaveError(f"“{workbook.path.name}”转成的 .xlsx 不能用。{_BY_HAND}") from None
    place = next(differences(workbook.snapshot, twin.snapshot, unread), None)
    if place is not None:
        raise SaveError(
            f"“{workbook.path.name}”转成 .xlsx 后 {place} 变了样，没有保存。{_BY_HAND}"
        )
    return twin


def _format_name(workbook: Workbook) -> str:
    """What to call the file's format: its ending if that is honest, else what it is."""
    honest = {"xls": (".xls", ".et", ".xlt", ".ett"), "ods": (".ods", ".ots")}
    own = workbook.path.suffix.lower()
    return own if own in honest.get(workbook.kind, ()) else f".{workbook.kind}"


def _by_office(workbook: Workbook) -> bytes:
    program = find_soffice()
    if program is None:
        raise SaveError(
            f"已算出结果，但 {_format_name(workbook)} 不能直接写回；"
            "请用 Excel 或 WPS 另存为 .xlsx 后再评分（或安装 LibreOffice，由它转换）。"
        )
    with tempfile.TemporaryDirectory(prefix="xltools-xlsx-") as folder:
        work = Path(folder)
        source, made = work / f"form.{workbook.kind}", work / "form.xlsx"
        try:
            source.write_bytes(workbook.data)
            convert(program, source, work, _FILTER)
            return made.read_bytes()
        except OSError:
            reason = "LibreOffice 没有转出来"
        except XltoolsError as error:
            reason = str(error).rstrip("。")
    raise SaveError(
        f"“{workbook.path.name}”已算出结果，但没能转成 .xlsx（{reason}）。{_BY_HAND}"
    )


def differences(
    before: Snapshot, after: Snapshot, unread: Container[str] = ()
) -> Iterator[str]:
    """Yield the places where the second workbook does not say what the first one says.

    Numbers are compared as Excel keeps them, to 15 digits. Sheets that hold no cells, such
    as charts, do not count.
    """
    for sheet in before.sheets:
        twin = after.sheet(sheet.name)
        if twin is None:
            yield f"工作表“{sheet.name}”"
        elif sheet.name not in unread:
            yield from (str(Place(sheet.name, *spot)) for spot in _cells(sheet, twin))
            if set(sheet.merges) != set(twin.merges):
                yield f"工作表“{sheet.name}”的合并单元格"


def _cells(sheet: Sheet, twin: Sheet) -> Iterator[Position]:
    for row in range(1, max(len(sheet.rows), len(twin.rows)) + 1):
        wide = max(len(each.rows[row - 1]) for each in (sheet, twin) if row <= len(each.rows))
        for column in range(1, wide + 1):
            spot = row, column
            same = _comparable(sheet.value(*spot)) == _comparable(twin.value(*spot))
            shown = (spot in sheet.errors) == (spot in twin.errors)
            percent = (spot in sheet.percents) == (spot in twin.percents)
            if not (same and shown and percent):
                yield spot


def _comparable(value: CellValue) -> object:
    """A value so that two ways of keeping the same one are equal, and no others."""
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    if isinstance(value, str):
        return ("text", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, datetime):
        return value.replace(microsecond=0) + timedelta(seconds=value.microsecond >= 500_000)
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, time):
        span = datetime.combine(date.min, value) - datetime.combine(date.min, time.min)
        return round(span.total_seconds())
    return round(value.total_seconds()) if isinstance(value, timedelta) else value
