"""A workbook that can only be read → the same workbook as .xlsx, which can be filled.

Nothing is taken on trust: the .xlsx is read again and compared cell by cell, since a value
that changed on the way would be saved under the user's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from xltools.errors import FileError, SaveError, XltoolsError
from xltools.model import CellValue, Place
from xltools.office import convert, find_soffice
from xltools.package import Workbook, load_bytes
from xltools.package.members import read_archive
from xltools.package.scratch import scratch_folder
from xltools.package.unlinked import unlinked
from xltools.package.zipfile_writer import undated
from xltools.snapshot import Position, Sheet, Snapshot

_FILTER = "xlsx:Calc MS Excel 2007 XML"
_OF_TEXT = ("csv", "html")
_BY_HAND = "请用 Excel 或 WPS 打开后另存为 .xlsx，再对它评分。"


def patchable(workbook: Workbook, unread: Collection[str] = ()) -> Workbook:
    """Return a workbook that can be patched: the same one, or its twin as .xlsx.

    Tables of text (.csv, web pages) are written anew; an .xls, .et or .ods is converted by
    LibreOffice, so that its formats, widths and pictures come along. `unread` are the sheets
    whose values were not read.

    Raises:
        SaveError: LibreOffice is missing or failed, or a value is another one afterwards.
    """
    (found,) = patchable_all([workbook], unread)
    if isinstance(found, SaveError):
        raise found
    return found


def patchable_all(
    workbooks: Sequence[Workbook], unread: Collection[str] = ()
) -> list[Workbook | SaveError]:
    """Return for each workbook what `patchable` does, or why not; LibreOffice starts once for all."""
    by_office = [each for each in workbooks if not each.can_patch and each.kind not in _OF_TEXT]
    made = iter(_by_office(by_office)) if by_office else iter(())
    found: list[Workbook | SaveError] = []
    for each in workbooks:
        if each.can_patch:
            found.append(each)
            continue
        if each.kind in _OF_TEXT:
            from xltools.package.plain import plain_workbook

            data: bytes | SaveError = plain_workbook(each.snapshot.sheets[0])
        else:
            data = next(made)
        found.append(data if isinstance(data, SaveError) else _twin(each, data, unread))
    return found


def _twin(workbook: Workbook, data: bytes, unread: Collection[str]) -> Workbook | SaveError:
    """The .xlsx that was made of a workbook, if it says the same."""
    name = workbook.path.name
    try:
        data = undated(read_archive(data, name))  # the same workbook gives the same copy
        twin = load_bytes(data, workbook.path.with_suffix(".xlsx"), unread=unread)
    except FileError:
        return SaveError(f"“{name}”转成的 .xlsx 不能用。{_BY_HAND}")
    place = next(differences(workbook.snapshot, twin.snapshot, unread), None)
    if place is not None:
        return SaveError(f"“{name}”转成 .xlsx 后 {place} 变了样，没有保存。{_BY_HAND}")
    return twin


def _format_name(workbook: Workbook) -> str:
    """What to call the file's format: its ending if that is honest, else what it is."""
    honest = {"xls": (".xls", ".et", ".xlt", ".ett"), "ods": (".ods", ".ots")}
    own = workbook.path.suffix.lower()
    return own if own in honest.get(workbook.kind, ()) else f".{workbook.kind}"


def _by_office(workbooks: Sequence[Workbook]) -> list[bytes | SaveError]:
    """What LibreOffice makes of each."""
    program = find_soffice()
    if program is None:
        return [_no_office(each) for each in workbooks]
    with scratch_folder() as work:
        sources = [work / f"form{n}.{each.kind}" for n, each in enumerate(workbooks)]
        failed = ""
        try:
            for source, each in zip(sources, workbooks, strict=True):
                is_ods = each.kind == "ods"
                source.write_bytes(unlinked(each.data, each.path.name) if is_ods else each.data)
            convert(program, sources[0], work, _FILTER, *sources[1:])
        except OSError:
            pass  # what is not there is told below
        except XltoolsError as error:
            failed = str(error).rstrip("。")
        found = [
            _made(source.with_suffix(".xlsx"), each, failed)
            for source, each in zip(sources, workbooks, strict=True)
        ]
    if len(workbooks) == 1:
        return found
    # one that LibreOffice dies of must not cost the others
    pairs = zip(found, workbooks, strict=True)
    return [
        _by_office([each])[0] if isinstance(made, SaveError) else made for made, each in pairs
    ]


def _made(path: Path, workbook: Workbook, failed: str) -> bytes | SaveError:
    """The bytes of the file that was made; one of a run that was ended may be half."""
    try:
        if not failed:
            return path.read_bytes()
    except OSError:
        failed = "LibreOffice 没有转出来"
    return SaveError(
        f"“{workbook.path.name}”已算出结果，但没能转成 .xlsx（{failed}）。{_BY_HAND}"
    )


def _no_office(workbook: Workbook) -> SaveError:
    return SaveError(
        f"已算出结果，但 {_format_name(workbook)} 不能直接写回；"
        "请用 Excel 或 WPS 另存为 .xlsx 后再评分（或安装 LibreOffice，由它转换）。"
    )


def differences(
    before: Snapshot, after: Snapshot, unread: Collection[str] = ()
) -> Iterator[str]:
    """Yield the places where the second workbook does not say what the first one says.

    Numbers are compared as Excel keeps them, to 15 digits. Sheets that hold no cells, such
    as charts, do not count; nor does the result of a formula that had none saved with it.
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
            if not (same and shown and percent) and not _is_new(sheet, twin, spot):
                yield spot


def _is_new(sheet: Sheet, twin: Sheet, spot: Position) -> bool:
    """True for a formula that was saved without its result and has one now."""
    bare = sheet.value(*spot) is None and spot not in sheet.errors
    return bare and spot in sheet.formulas and spot in twin.formulas


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
