"""A form as Excel saves it: its texts in a shared table, the cursor somewhere, its own workbook part.

Excel is not at hand; what it does to a workbook is done here to the parts that readers look at.
"""

from __future__ import annotations

import re
import zlib
from html import unescape

from xltools.package.members import read_archive
from xltools.package.zipfile_writer import rewrite

_CELL = re.compile(r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
_CURSOR = re.compile(r'activeCell="[A-Z]+\d+" sqref="[^"]+"')
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TYPES, _RELS, _BOOK = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"


def as_excel(data: bytes) -> bytes:
    """The form's bytes as they would be after somebody saved it."""
    archive = read_archive(data, "")
    parts = {each.name: archive.inflate(each, "") for each in archive.members}
    if _STRINGS in parts:
        return data
    chance = zlib.crc32(data)
    texts: dict[str, int] = {}
    written = {
        name: _sheet(xml.decode(), texts, chance).encode()
        for name, xml in parts.items()
        if name.startswith("xl/worksheets/sheet")
    }
    items = "".join(
        f'<si><t{_kept(text)}>{_escaped(text)}</t><phoneticPr fontId="1" type="noConversion"/></si>'
        for text in texts
    )
    table = f'{_DECLARATION}<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'
    written[_STRINGS] = table.encode()
    for name, closing, more in (
        (_TYPES, "</Types>", f'<Override PartName="/{_STRINGS}" ContentType="{_TYPE}"/>'),
        (_RELS, "</Relationships>", f'<Relationship Id="rId99" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'),
        (_BOOK, " firstSheet=", f' xWindow="{chance % 900}"'),
    ):  # fmt: skip
        xml = parts[name].decode()
        written[name] = xml.replace(closing, f"{more}{closing}", 1).encode()
    strings = {_STRINGS: written.pop(_STRINGS)}
    return rewrite(archive, written, frozenset(), strings)


def _sheet(xml: str, texts: dict[str, int], chance: int) -> str:
    """A sheet with the numbers of its texts, which are put into the table."""

    def numbered(cell: re.Match[str]) -> str:
        number = texts.setdefault(unescape(cell[1]), len(texts))
        return f' t="s"><v>{number}</v></c>'

    spot = f"{'CDEFGHI'[chance % 7]}{chance // 7 % 50 + 3}"
    xml = _CURSOR.sub(f'activeCell="{spot}" sqref="{spot}"', _CELL.sub(numbered, xml))
    xml = xml.replace(' t="n"', "").replace(" />", "/>")
    return _DECLARATION + re.sub(r"^<\?xml[^>]*>\s*", "", xml)


def _kept(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
