"""What an .xls or .et hides: read from its records, as xlrd does not have to be asked again.

[MS-XLS] 2.4.221 (Row), 2.4.53 (ColInfo), 2.4.122 (Font), 2.4.353 (XF), 2.4.188 (Palette).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import StringIO

from msgspec import Struct
from msgspec.structs import replace
from xlrd.compdoc import SIGNATURE, CompDoc

from xltools.package.concealed_styles import INDEXED
from xltools.package.contrast import BLACK, RGB, WHITE, Shown, Unreadable, judge_style, rgb_of
from xltools.package.workbook import Workbook
from xltools.snapshot import Position

_BOUNDSHEET, _BOF, _EOF, _FONT, _FORMAT, _XF, _PALETTE = (
    0x85,
    0x809,
    0x0A,
    0x31,
    0x41E,
    0xE0,
    0x92,
)
_ROW, _COLUMN, _MULTIPLE, _PROTECT = 0x208, 0x7D, 0xBD, 0x12
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6))
_NO_HEIGHT, _LEAST_HEIGHT = 0x20, 20
_LEAST_WIDTH = 128
"""Half a letter."""
_AUTOMATIC_FONT, _AUTOMATIC = 0x7FFF, (64, 65)
_STREAMS = ("Workbook", "WORKBOOK", "workbook")
_WORKSHEET = 0


class _Globals(Struct):
    """What the workbook says before its sheets."""

    sheets: list[tuple[str, int]] = []
    fonts: list[tuple[int, float]] = []
    formats: dict[int, str] = {}
    styles: list[bytes] = []
    palette: tuple[str, ...] = INDEXED


def of_xls(workbook: Workbook) -> dict[str, Shown]:
    """What each sheet shows; nothing is known of workbooks older than Excel 97.

    Many programs that write this format know no protection: that one sheet has lost it is known
    where another has it.
    """
    stream = _stream(workbook.data)
    try:
        known = _globals(stream)
        reasons = {
            n: why for n, style in enumerate(known.styles) if (why := _judge(known, style))
        }
        names = [sheet.name for sheet in workbook.snapshot.sheets]
        starts = [start for _, start in known.sheets]
        if len(names) != len(starts):
            return {}
        found = {
            name: _sheet(stream, start, reasons)
            for name, start in zip(names, starts, strict=True)
        }
    except (struct.error, IndexError):  # xlrd could read its values; more is not needed
        return {}
    if any(each.protected for each in found.values()):
        return found
    return {name: replace(each, protected=None) for name, each in found.items()}


def _stream(data: bytes) -> bytes:
    """The records of the workbook."""
    if not data.startswith(SIGNATURE):
        return data
    container = CompDoc(data, logfile=StringIO())
    for name in _STREAMS:
        memory, base, length = container.locate_named_stream(name)
        if memory is not None:
            return bytes(memory[base : base + length])
    return b""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes) -> _Globals:
    known = _Globals()
    for number, body in _records(stream, 0):
        if number == _BOUNDSHEET:
            known.sheets.append(("", int.from_bytes(body[:4], "little")))
        elif number == _FONT:
            height, _, colour = struct.unpack_from("<HHH", body)
            known.fonts.append((colour, height / 20))
        elif number == _FORMAT:
            key, length, wide = struct.unpack_from("<HHB", body)
            code = body[5:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            known.formats[key] = code[:length]
        elif number == _XF:
            known.styles.append(body)
        elif number == _PALETTE:
            own = [body[at : at + 3].hex() for at in range(2, len(body) - 3, 4)]
            known.palette = (*INDEXED[:8], *own, *INDEXED[8 + len(own) :])
        elif number == _EOF:
            break
    return known


def _judge(known: _Globals, style: bytes) -> Unreadable | None:
    """Why cells of an XF record cannot be read."""
    font, code = struct.unpack_from("<HH", style)
    pattern = int.from_bytes(style[14:18], "little") >> 26
    ground = int.from_bytes(style[18:20], "little") & 0x7F
    # number 4 is left out when fonts are counted
    number = font - 1 if font > 4 else font
    colour, size = known.fonts[number] if number < len(known.fonts) else (_AUTOMATIC_FONT, 11.0)
    fill: RGB | None = WHITE
    if pattern:
        fill = _colour(known, ground, None) if pattern == 1 else None
    return judge_style(_colour(known, colour, BLACK), fill, size, known.formats.get(code, ""))


def _colour(known: _Globals, number: int, automatic: RGB | None) -> RGB | None:
    if number in (_AUTOMATIC_FONT, *_AUTOMATIC):
        return WHITE if number == _AUTOMATIC[1] else automatic
    return rgb_of(known.palette[number]) if number < len(known.palette) else None


def _sheet(stream: bytes, start: int, reasons: dict[int, Unreadable]) -> Shown:
    rows: set[int] = set()
    columns: set[int] = set()
    cells: dict[Position, Unreadable] = {}
    protected = False
    for number, body in _own_records(stream, start):
        if number == _ROW:
            low = int.from_bytes(body[6:8], "little") & 0x7FFF
            if body[12] & _NO_HEIGHT or low < _LEAST_HEIGHT:
                rows.add(int.from_bytes(body[:2], "little") + 1)
        elif number == _PROTECT:
            protected = body[:1] == b"\x01"
        elif number == _COLUMN:
            first, last, width, _, options = struct.unpack_from("<5H", body)
            if options & 1 or width < _LEAST_WIDTH:
                columns.update(range(first + 1, last + 2))
        elif reasons and number in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            if style in reasons:
                cells[row + 1, column + 1] = reasons[style]
        elif reasons and number == _MULTIPLE:
            cells |= dict(_several(body, reasons))
    return Shown(frozenset(rows), frozenset(columns), cells, protected)


def _own_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet, without those of charts inside it."""
    depth = 0
    for number, body in _records(stream, start):
        depth += (number == _BOF) - (number == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield number, body


def _several(
    body: bytes, reasons: dict[int, Unreadable]
) -> Iterator[tuple[Position, Unreadable]]:
    """A run of numbers in one row."""
    row, first = struct.unpack_from("<HH", body)
    for offset, at in enumerate(range(4, len(body) - 2, 6)):
        style = int.from_bytes(body[at : at + 2], "little")
        if style in reasons:
            yield (row + 1, first + 1 + offset), reasons[style]
