"""Bytes, zips, XML and texts → others of the kind, changed in few places."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from fuzzing.words import word, xml_word

_TAG = re.compile(rb"<[^<>]*>")
_VALUE = re.compile(rb'="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_ADDRESSES = (
    "A0", "A1", "XFD1048576", "XFE1", "A1048577", "ZZZ9999999", "A1:XFD1048576", "B2:A1", "a1", "$A$1", "A01",
    "A1:B2 C3", "A999999999999", "1A", "A", "",
)  # fmt: skip
_ATTRIBUTES = (
    "-1", "0", "1", "2", "255", "65536", "1048577", "4294967295", "99999999999999999999", "true", "n", "s", "str",
    "inlineStr", "e", "b", "d", "shared", "array", "preserve", "percentage", "float", "rId1", "../x.xml", "/",
)  # fmt: skip
_LARGEST = 2_000_000
"""Bytes beyond which nothing is made larger: how large a file may be is tested elsewhere."""


def some_bytes(chance: Random, data: bytes) -> bytes:
    """Another file: bits, bytes and pieces of it changed, lost, doubled or moved."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not data:
            return chance.randbytes(chance.randrange(64))
        data = chance.choice(_BYTES)(chance, data)
    return data


def _flip(chance: Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _number(chance: Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 2, 4, 8))
    value = chance.choice(
        (0, 1, 2**31 - 1, 2**32 - 1, 2 ** (8 * size) - 1, chance.randrange(2**32))
    )
    return data[:at] + (value % 2 ** (8 * size)).to_bytes(size, "little") + data[at + size :]


def _noise(chance: Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((4, 64, 1024))
    return data[:at] + chance.randbytes(size) + data[at + size :]


def _lose(chance: Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 4, 64, 1024))
    return data[:at] + data[at + size :]


def _double(chance: Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 4, 64, 1024))
    to = chance.randrange(len(data))
    return data[:to] + data[at : at + size] + data[to:] if len(data) < _LARGEST else data


def _cut(chance: Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    _flip, _flip, _number, _number, _noise, _lose, _double, _cut,
)  # fmt: skip


def some_xml(chance: Random, xml: bytes) -> bytes:
    """Another XML: values, texts, tags changed; mostly still well-formed."""
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        xml = chance.choice(_XML)(chance, xml)
    return xml


def _replaced(chance: Random, xml: bytes, pattern: re.Pattern[bytes], new: str) -> bytes:
    """The content of one match for which the pattern has a group, another one."""
    start = chance.randrange(len(xml) or 1)
    found = pattern.search(xml, start) or pattern.search(xml)
    if found is None:
        return xml
    return xml[: found.start(1)] + new.encode("utf-8", "ignore") + xml[found.end(1) :]


def _attribute(chance: Random, xml: bytes) -> bytes:
    others = _VALUE.findall(xml, 0, 200_000)
    known = chance.choice(others).decode("utf-8", "ignore") if others else ""
    new = chance.choice(
        (known, chance.choice(_ATTRIBUTES), chance.choice(_ADDRESSES), xml_word(chance))
    )
    return _replaced(chance, xml, _VALUE, new)


def _text(chance: Random, xml: bytes) -> bytes:
    return _replaced(chance, xml, _TEXT, xml_word(chance))


def _tag(chance: Random, xml: bytes) -> bytes:
    """A tag that is lost, doubled, moved, closed, or wrapped."""
    tags = [match.span() for match in _TAG.finditer(xml)]
    if not tags:
        return xml
    start, end = chance.choice(tags)
    tag, to = xml[start:end], chance.choice(tags)[0]
    what = chance.randrange(6)
    if what == 0:
        return xml[:start] + xml[end:]
    if what == 1:
        return xml[:end] + tag + xml[end:]
    if what == 2:
        return xml[:to] + tag + xml[to:]
    if what == 3:
        return xml[:start] + tag[:-1].rstrip(b"/") + b"/>" + xml[end:]
    if what == 4:
        odd = (
            b"<!-- -->",
            b"<![CDATA[1]]>",
            b"<?x y?>",
            b"<!DOCTYPE x>",
            b"<x:y/>",
            b"<y xmlns='urn:z'/>",
        )
        return xml[:end] + chance.choice(odd) + xml[end:]
    name = re.match(rb"<([\w:]+)", tag)
    deep = chance.choice((2, 40, 300))
    if name is None or len(tag) * deep > _LARGEST:
        return xml
    inside = (b"<" + name[1] + b">") * deep + (b"</" + name[1] + b">") * deep
    return xml[:end] + inside + xml[end:]


def _part(chance: Random, xml: bytes) -> bytes:
    """An element with all that is in it, doubled or lost."""
    tags = list(_TAG.finditer(xml))
    opening = [each for each in tags if not each[0].startswith((b"</", b"<?", b"<!"))]
    if not opening:
        return xml
    first = chance.choice(opening)
    name = re.match(rb"<([\w:]+)", first[0])
    end = first.end()
    if name is not None and not first[0].endswith(b"/>"):
        closing = xml.find(b"</" + name[1] + b">", end)
        end = closing + len(name[1]) + 3 if closing >= 0 else end
    piece = xml[first.start() : end]
    times = chance.choice((0, 0, 2, 2, 50))
    if len(piece) * times > _LARGEST:
        return xml
    return xml[: first.start()] + piece * times + xml[end:]


_XML: tuple[Callable[[Random, bytes], bytes], ...] = (
    _attribute, _attribute, _attribute, _text, _text, _text, _tag, _part, some_bytes,
)  # fmt: skip


def some_zip(chance: Random, data: bytes, *, xml: float = 0.9) -> bytes:
    """Another zip, sound as a zip, some members of which have another content, name or number."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(members)) if members else None
        if at is None:
            break
        name, content = members[at]
        what = chance.random()
        if what < xml:
            change = (
                some_xml if content.lstrip(b"\xef\xbb\xbf").startswith(b"<") else some_bytes
            )
            members[at] = name, change(chance, content)
        elif what < xml + (1 - xml) / 3:
            del members[at]
        elif what < xml + 2 * (1 - xml) / 3:
            members[at] = (
                chance.choice((f"{name}x", name.upper(), f"../{name}", f"/{name}")),
                content,
            )
        else:
            members.append(
                (
                    chance.choice(("xl/vbaProject.bin", "a/b.xml", "_xmlsignatures/s.xml")),
                    b"<x/>",
                )
            )
    return zipped(members)


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """A zip of these members, their sums of bytes right."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def some_text(chance: Random, text: str) -> str:
    """Another text: words put in, lines and pieces lost, doubled or exchanged."""
    for _ in range(chance.choice((1, 2, 4, 12))):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        to = min(to, at + 400)
        what = chance.randrange(6)
        if what <= 1:
            text = text[:at] + word(chance) + text[at:]
        elif what == 2:
            text = text[:at] + text[to:]
        elif what == 3 and len(text) < _LARGEST:
            text = text[:to] + text[at:to] + text[to:]
        elif what == 4:
            text = text[:at] + word(chance) + text[to:]
        else:
            digits = [match.span() for match in re.finditer(r"\d+(?:\.\d+)?", text)]
            if digits:
                start, end = chance.choice(digits)
                text = text[:start] + word(chance) + text[end:]
    return text
