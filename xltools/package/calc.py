"""The two places outside the sheets that know of formulas: calcChain and calcPr."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltools.package.references import position
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_CALC_PR = BytePattern(rb"<(?:\w+:)?calcPr\b")
_FULL = BytePattern(rb"""\bfullCalcOnLoad\s*=\s*["'](\w+)["']""")
_LINK = BytePattern(rb"<((?:\w+:)?)c\s[^>]*/>")
_ATTRIBUTE = BytePattern(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_BEFORE_CALC_PR = BytePattern(
    rb"</(\w+:)?(?:sheets|functionGroups|externalReferences|definedNames)\s*>"
)


def request_full_calculation(workbook: bytes) -> bytes:
    """Return the workbook part with fullCalcOnLoad set; nothing else in it changes."""
    match = _CALC_PR.search(workbook)
    if match:
        end = workbook.index(b">", match.start())
        tag = workbook[match.start() : end]
        given = _FULL.search(tag)
        if given and given[1] in (b"1", b"true"):
            return workbook
        if given:
            tag = tag[: given.start(1)] + b"1" + tag[given.end(1) :]
        else:
            name = match.end() - match.start()
            tag = tag[:name] + b' fullCalcOnLoad="1"' + tag[name:]
        return workbook[: match.start()] + tag + workbook[end:]
    previous = list(_BEFORE_CALC_PR.finditer(workbook))[-1]
    element = b"<" + (previous[1] or b"") + b'calcPr fullCalcOnLoad="1"/>'
    return workbook[: previous.end()] + element + workbook[previous.end() :]


def drop_from_chain(chain: bytes, removed: Mapping[str, set[Position]]) -> bytes | None:
    """Return calcChain.xml without the cells whose formula has gone; None if none is left.

    `removed` is by sheet id. Excel repairs a file whose chain names a cell without formula.
    """
    out: list[bytes] = []
    at, left, sheet, written = 0, 0, b"", b""
    for match in _LINK.finditer(chain):
        attributes = dict(_ATTRIBUTE.findall(match[0]))
        # an entry without sheet id is on the sheet of the entry before
        sheet = attributes.get(b"i", sheet)
        out.append(chain[at : match.start()])
        at = match.end()
        if position(attributes[b"r"].decode()) in removed.get(sheet.decode(), ()):
            continue
        entry = match[0]
        if sheet != written and b"i" not in attributes:
            entry = entry.replace(b"<" + match[1] + b"c", b'<%sc i="%s"' % (match[1], sheet), 1)
        written = sheet
        out.append(entry)
        left += 1
    return b"".join((*out, chain[at:])) if left else None


def drop_part(content_types: bytes, relationships: bytes, part: str) -> tuple[bytes, bytes]:
    """Return content types and workbook relationships without a part."""
    name = re.escape(part.encode())
    types = re.sub(
        rb"""<(?:\w+:)?Override\b[^>]*PartName\s*=\s*["']/%s["'][^>]*?/>""" % name,
        b"",
        content_types,
    )
    target = re.escape(part.rpartition("/")[2].encode())
    rels = re.sub(
        rb"""<(?:\w+:)?Relationship\b[^>]*Target\s*=\s*["'][^"']*\b%s["'][^>]*?/>""" % target,
        b"",
        relationships,
    )
    return types, rels
