"""What the file is: zips that are cut, changed or lie, OLE, passwords, other kinds of file."""

# ruff: noqa: PLW0108 - what makes a variant may stand below it

from __future__ import annotations

import base64
import functools
import struct
import zlib
from collections.abc import Callable

from zip_files import as_zip64

from corpus.base import Base, Group, Make
from corpus.lies import Part, deflated, parts_of, zip64_extra, zip_of

GROUP = Group("containers")
VARIANTS = GROUP.variants
add = GROUP.add
_MEGABYTE = 1 << 20


def _parts(base: Base) -> list[Part]:
    return parts_of(base.copy().parts)


def _of(parts: list[Part], name: str) -> Part:
    return next(each for each in parts if each.name == name.encode())


def _sheet(change: Callable[[Part], None]) -> Make:
    """The form as a zip in which something is said of its sheet that is not so."""

    def make(base: Base) -> bytes:
        parts = _parts(base)
        change(_of(parts, base.sheet))
        return zip_of(parts)

    return make


def _with(*more: Part, first: bool = False) -> Make:
    """The form with more members."""

    def make(base: Base) -> bytes:
        own = _parts(base)
        return zip_of([*more, *own] if first else [*own, *more])

    return make


def _set(**values: object) -> Callable[[Part], None]:
    def change(part: Part) -> None:
        for name, value in values.items():
            setattr(part, name, value)

    return change


# --- honest ones, which must not be refused

add("as_it_is", lambda base: base.data)
add("stored", lambda base: zip_of([_stored(part) for part in _parts(base)]))
add("with_a_comment", lambda base: zip_of(_parts(base), comment="报送".encode()))
add("other_ending_xls", lambda base: base.data, ".xls")
add("other_ending_doc", lambda base: base.data, ".doc")
add("other_ending_csv", lambda base: base.data, ".csv")
add("without_ending", lambda base: base.data, "")
add("ending_in_capitals", lambda base: base.data, ".XLSX")
add("photos_of_18_megabytes", lambda base: _photos(base))
add(
    "sizes_of_eight_bytes_in_the_headers", lambda base: zip_of([_long(p) for p in _parts(base)])
)


def _stored(part: Part) -> Part:
    part.method = 0
    return part


def _long(part: Part) -> Part:
    part.extra = zip64_extra(part)
    return part


def _photos(base: Base) -> bytes:
    parts = _parts(base)
    chance = base.chance("photos")
    parts += [
        Part(
            f"xl/media/photo{n}.jpeg".encode(),
            b"\xff\xd8\xff" + chance.randbytes(6 * _MEGABYTE),
            0,
        )
        for n in range(3)
    ]
    return zip_of(parts)


# --- cut and changed


def _cut(share: float) -> Make:
    return lambda base: base.data[: int(len(base.data) * share)]


for _percent in (5, 25, 50, 75, 95, 99):
    add(f"cut_at_{_percent}_percent", _cut(_percent / 100))
add("cut_by_one_byte", lambda base: base.data[:-1])
add("cut_before_the_end_record", lambda base: base.data[: base.data.rfind(b"PK\x05\x06")])
add("cut_inside_the_directory", lambda base: base.data[: base.data.rfind(b"PK\x01\x02") + 20])
add("begins_late", lambda base: base.data[100:])
add("a_block_of_zeros_inside", lambda base: _over(base.data, len(base.data) // 3, bytes(512)))
add("a_page_of_noise_inside", lambda base: _noise(base))
add("line_ends_converted", lambda base: base.data.replace(b"\n", b"\r\n"))
add("as_base64", lambda base: base64.encodebytes(base.data))
add("behind_a_program", lambda base: zip_of(_parts(base), before=b"MZ" + bytes(2000)))
add("behind_one_byte", lambda base: b"\n" + base.data)
add("before_other_bytes", lambda base: base.data + bytes(70_000))
add("before_another_form", lambda base: base.data + base.data)


def _over(data: bytes, at: int, piece: bytes) -> bytes:
    return data[:at] + piece + data[at + len(piece) :]


def _noise(base: Base) -> bytes:
    return _over(base.data, len(base.data) // 2, base.chance("noise").randbytes(256))


def _flipped(base: Base) -> bytes:
    """One digit of the money, in a member that is not compressed."""
    data = zip_of([_stored(part) for part in _parts(base)])
    cell = base.copy().cell("outturn").encode()
    at = data.index(cell) + cell.index(b"<v>") + 3
    return _over(data, at, bytes([data[at] ^ 1]))


def _flipped_packed(base: Base) -> bytes:
    """One bit in the middle of the sheet's compressed bytes."""
    data = bytearray(zip_of(_parts(base)))
    at = data.index(deflated(base.copy().parts[base.sheet])) + 700
    data[at] ^= 0x10
    return bytes(data)


add("a_digit_of_the_money_flipped", _flipped)
add("a_bit_of_the_sheet_flipped", _flipped_packed)
add("wrong_crc", _sheet(_set(crc=0x12345678)))
add("a_picture_with_a_flipped_bit", _with(Part(b"xl/media/image1.png", bytes(500), crc=1)))

# --- lies

add("size_said_smaller", _sheet(_set(size=100)))
add("size_said_larger", _sheet(_set(size=10 * _MEGABYTE)))
add("size_said_four_gigabytes", _sheet(_set(size=0xFFFFFFFE)))
add("packed_size_said_larger", _sheet(_set(packed_size=20 * _MEGABYTE)))
add("packed_size_said_smaller", _sheet(_set(packed_size=50)))
add("another_size_in_the_local_header", _sheet(_set(local_size=1)))
add("another_name_in_the_local_header", _sheet(_set(local_name=b"xl/worksheets/sheet9.xml")))
add("a_member_begins_beyond_the_end", _sheet(_set(at=0x7FFFFFF0)))
add(
    "a_member_beside_the_directory",
    _with(Part(b"xl/worksheets/evil.xml", b"<x/>", silent=True)),
)
add("method_said_stored", _sheet(_set(method=0, raw=b"", size=0)))
add("packed_with_lzma", _sheet(_set(method=14, raw=b"x")))
add("packed_with_deflate64", _sheet(_set(method=9, raw=b"x")))
add("encrypted_member", _sheet(_set(flags=1)))
add("a_count_that_lies", lambda base: _count(base, 3))
add("a_disk_that_lies", lambda base: _patched_end(base.data, 4, struct.pack("<H", 2)))
add("an_end_record_of_zip64", lambda base: as_zip64(base.data))


def _patched_end(data: bytes, offset: int, piece: bytes) -> bytes:
    return _over(data, data.rfind(b"PK\x05\x06") + offset, piece)


def _count(base: Base, count: int) -> bytes:
    return _patched_end(base.data, 8, struct.pack("<HH", count, count))


# --- bombs


@functools.cache
def _zeros(megabytes: int) -> bytes:
    return deflated(bytes(megabytes * _MEGABYTE))


def _bomb(name: str, megabytes: int) -> Part:
    content = bytes(megabytes * _MEGABYTE)
    return Part(name.encode(), content, raw=_zeros(megabytes))


add("a_part_of_65_megabytes", lambda base: zip_of([*_parts(base), _bomb("xl/media/a.png", 65)]))
add(
    "240_megabytes_in_four_parts",
    lambda base: zip_of([*_parts(base), *(_bomb(f"xl/media/{n}.png", 60) for n in range(4))]),
)
add(
    "a_sheet_of_60_megabytes_of_nothing",
    lambda base: zip_of(
        [*_parts(base), Part(b"xl/worksheets/sheet99.xml", b" " * (60 * _MEGABYTE))]
    ),
)
add("1001_members", lambda base: zip_of([*_parts(base), *_many(1001)]))
add("70000_members", lambda base: zip_of([*_parts(base), *_many(70_000)]))
add("900_empty_members", lambda base: zip_of([*_parts(base), *_many(900)]))


def _many(count: int) -> list[Part]:
    return [Part(b"customXml/%d.bin" % number, b"", 0) for number in range(count)]


def _overlapping(base: Base) -> bytes:
    """Twenty members that are all one and the same."""
    parts = [_bomb("xl/media/0.png", 40), *_parts(base)]
    known = {"size": len(parts[0].content), "packed_size": len(_zeros(40))}
    known["crc"] = zlib.crc32(parts[0].content)
    parts += [Part(b"xl/media/%d.png" % n, b"", raw=b"", at=0, **known) for n in range(1, 20)]
    return zip_of(parts)


add("members_that_overlap", _overlapping)

# --- names of members

_EVIL = b"<x/>"
for _name, _raw in {
    "climbing": b"../../evil.xml",
    "climbing_inside": b"xl/../../evil.xml",
    "climbing_with_backslashes": b"..\\..\\evil.xml",
    "absolute": b"/etc/cron.d/evil",
    "of_a_drive": b"C:\\Windows\\evil.dll",
    "with_a_nul": b"xl/worksheets/sheet2.xml\0.png",
    "of_a_stream": b"xl/workbook.xml:evil",
    "twice": b"xl/workbook.xml",
    "twice_in_capitals": b"XL/WORKBOOK.XML",
    "twice_with_backslashes": b"xl\\workbook.xml",
    "empty": b"",
    "of_60000_characters": b"x" * 60_000,
    "not_utf8": b"xl/\xff\xfe\xfd.xml",
    "in_chinese": "xl/media/照片.png".encode(),
    "of_a_folder": b"xl/media/",
}.items():
    add(f"name_{_name}", _with(Part(_raw, _EVIL if not _raw.endswith(b"/") else b"")))
add("name_twice_the_first_is_evil", _with(Part(b"xl/workbook.xml", _EVIL), first=True))
