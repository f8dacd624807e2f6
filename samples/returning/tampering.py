"""What happens to a form behind its back: changed by hand, saved again, sent on, cut off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from returning.containers import packed
from returning.forms import NAME, read
from returning.projects import Project
from xltools.model import CellValue, Indicator, Place
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.package.zipfile_writer import rewrite
from xltools.ribbon import Desk
from xltools.ribbon.rows import remove
from xltools.snapshot import CellWrite, Patch, RowChange

_CORE = "docProps/core.xml"


class Trouble(Struct, frozen=True):
    """One thing that is wrong with a return; `cell` is "" where it is no cell's."""

    kind: str
    cell: str = ""
    sent: str = ""
    returned: str = ""


class Copy:
    """One workbook in somebody's hands; `troubles` grow with what is done to it."""

    def __init__(self, data: bytes, one: Project) -> None:
        self.data, self.one = data, one
        self.troubles: list[Trouble] = []

    @property
    def book(self) -> Workbook:
        """The workbook as it is now."""
        return load_bytes(self.data, NAME)

    def row(self, part: str) -> Indicator:
        """The row of a part, as in `Project.rows`."""
        name = self.one.rows()[part][0]
        indicators = read(self.book).evaluation.indicators
        return next(each for each in indicators if each.name.text == name)

    def put(self, place: Place, value: Decimal | str | None, kind: str = "") -> None:
        """Type over a cell, whatever stands in it."""
        before = _shown(self.book, place)
        self.data = apply_patch(
            self.book, Patch((CellWrite(place.sheet, place.row, place.column, value),))
        )
        if kind:
            self.troubles.append(Trouble(kind, str(place), before, _shown(self.book, place)))

    def put_cached(self, place: Place, value: Decimal) -> None:
        """Leave the formula and let it show another number."""
        before = _shown(self.book, place)
        write = CellWrite(place.sheet, place.row, place.column, value, keep_formula=True)
        self.data = apply_patch(self.book, Patch((write,)))
        self.troubles.append(Trouble("lying_cache", str(place), before, str(value)))

    def edit(self, part: str, change: Callable[[bytes], bytes]) -> None:
        """Change the XML of a part; something must change."""
        book = self.book
        changed = change(book.parts[part])
        assert changed != book.parts[part], part
        self.data = rewrite(book.archive, {part: changed}, frozenset())

    def part(self, sheet: str) -> str:
        """The part of a sheet."""
        return next(each.part for each in self.book.book.sheets if each.name == sheet)

    def relabel(self, old: str, new: str) -> None:
        """Print another word where the form prints `old`."""
        evaluation = read(self.book).evaluation
        sheet = self.book.snapshot.sheet(evaluation.sheet)
        assert sheet is not None
        spots = (
            Place(sheet.name, row, column)
            for row, cells in enumerate(sheet.rows, start=1)
            for column, value in enumerate(cells, start=1)
            if value == old
        )
        self.put(next(spots), new, "label_changed")

    def unprotect(self) -> None:
        """Take the protection off the form's sheet."""
        sheet = read(self.book).evaluation.sheet
        self.edit(self.part(sheet), lambda xml: re.sub(rb"<sheetProtection[^>]*/>", b"", xml))
        self.troubles.append(Trouble("unprotected", sheet, "有保护", "无保护"))

    def hide_row(self, place: Place) -> None:
        """Hide the row of a cell."""
        mark = b'r="%d"' % place.row
        self.edit(
            self.part(place.sheet),
            lambda xml: re.sub(
                b"(<row (?=[^>]*?" + mark + b")[^>]*?)>", rb'\1 hidden="1">', xml
            ),
        )
        self.troubles.append(Trouble("hidden_row", str(place), "", _shown(self.book, place)))

    def whiten(self, place: Place) -> None:
        """Print a cell in white on white."""
        address = b'<c r="%s"' % place.a1.encode()
        part = self.part(place.sheet)
        found = re.search(address + rb' s="(\d+)"', self.book.parts[part])
        assert found is not None
        style = self._white_style(int(found[1]))
        self.edit(part, lambda xml: xml.replace(found[0], address + b' s="%d"' % style))
        self.troubles.append(Trouble("white_text", str(place), "", _shown(self.book, place)))

    def _white_style(self, like: int) -> int:
        """A new cell style that is like another but for its white letters."""
        part = self.book.book.related["styles"]
        fonts = re.compile(rb'<fonts count="(\d+)"(.*?)</fonts>', re.DOTALL)
        styles = re.compile(rb'<cellXfs count="(\d+)"(.*?)</cellXfs>', re.DOTALL)
        xml = self.book.parts[part]
        font, style = fonts.search(xml), styles.search(xml)
        assert font is not None
        assert style is not None
        white = b'<font><name val="\xe5\xae\x8b\xe4\xbd\x93"/><sz val="10"/><color rgb="FFFFFFFF"/></font>'
        own = re.findall(rb"<xf [^>]*?/>|<xf .*?</xf>", style[2], re.DOTALL)[like]
        own = re.sub(rb'fontId="\d+"', b'fontId="%s"' % font[1], own)
        more = b'<cellXfs count="%d"%s%s</cellXfs>' % (int(style[1]) + 1, style[2], own)
        with_font = b'<fonts count="%d"%s%s</fonts>' % (int(font[1]) + 1, font[2], white)
        self.edit(part, lambda xml: xml.replace(style[0], more).replace(font[0], with_font))
        return int(style[1])

    def delete_row(self, part: str) -> None:
        """Take an indicator's row away, as the spreadsheet program does."""
        place = self.row(part).name.place
        name = _shown(self.book, place)
        answer = remove(Desk(self.book.snapshot, NAME, place, confirmed=True))
        assert answer.patch is not None
        assert any(isinstance(each, RowChange) for each in answer.patch.rows)
        self.data = apply_patch(self.book, answer.patch)
        self.troubles.append(Trouble("row_deleted", str(place), name))

    def older_version(self) -> None:
        """Bear the mark of an older version of the same form in all three places."""
        book = self.book
        mark, older = (f"xltools|{self.one.layout}|{n}|".encode() for n in (1, 0))
        parts = {
            name: xml.replace(mark, older) for name, xml in book.parts.items() if mark in xml
        }
        assert len(parts) == 3
        self.data = rewrite(book.archive, parts, frozenset())
        self.troubles.append(Trouble("wrong_version", "", "1", "0"))

    def saved(self, moment: datetime) -> None:
        """Say when it was saved, as every spreadsheet program does."""
        self.edit(_CORE, lambda xml: _saved_at(xml, moment))


def _saved_at(core: bytes, moment: datetime) -> bytes:
    told = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + told, core)


def resaved(data: bytes, moment: datetime) -> bytes:
    """The same content in other bytes: another order and compression, another time."""
    book = load_bytes(data, NAME)
    members = [(each.name, book.archive.inflate(each, "")) for each in book.archive.members]
    copied = packed([members[0], *reversed(members[1:])], level=6)
    again = load_bytes(copied, NAME)
    return rewrite(again.archive, {_CORE: _saved_at(again.parts[_CORE], moment)}, frozenset())


def differences(first: bytes, second: bytes) -> list[Trouble]:
    """Every cell in which two versions of a form differ."""
    one, other = (load_bytes(data, NAME).snapshot for data in (first, second))
    found = []
    for before in one.sheets:
        after = other.sheet(before.name)
        assert after is not None
        for row in range(1, max(len(before.rows), len(after.rows)) + 1):
            for column in range(1, 17):
                values = before.value(row, column), after.value(row, column)
                if values[0] != values[1]:
                    place = Place(before.name, row, column)
                    found.append(Trouble("version_differs", str(place), *map(_text, values)))
    return found


def bomb(data: bytes, megabytes: int) -> bytes:
    """The workbook with a part that inflates to so many megabytes."""
    archive = load_bytes(data, NAME).archive
    members = [(each.name, archive.inflate(each, "")) for each in archive.members]
    return packed([*members, ("xl/media/image1.bin", bytes(megabytes << 20))])


def word(paragraphs: list[str]) -> bytes:
    """A small Word document."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return packed((name, (head + text).encode()) for name, text in parts.items())


def _shown(book: Workbook, place: Place) -> str:
    sheet = book.snapshot.sheet(place.sheet)
    assert sheet is not None
    formula = sheet.formulas.get((place.row, place.column))
    if formula:
        return f"={formula}"
    return _text(sheet.value(place.row, place.column))


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
