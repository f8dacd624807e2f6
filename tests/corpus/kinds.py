"""Other kinds of file under the name of a workbook: OLE, passwords, what people send instead."""

# ruff: noqa: PLW0108 - what makes a variant may stand below it

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import msoffcrypto
from msoffcrypto.format.ooxml import OOXMLFile
from returning.containers import encrypted, ole
from returning.formats import biff
from returning.tampering import word

from corpus.base import Base, Group, Make
from corpus.formats import values_of
from corpus.lies import Part, deflated, parts_of, zip_of

GROUP = Group("kinds")
VARIANTS = GROUP.variants
add = GROUP.add


def _parts(base: Base) -> list[Part]:
    return parts_of(base.copy().parts)


def _over(data: bytes, at: int, piece: bytes) -> bytes:
    return data[:at] + piece + data[at + len(piece) :]


# --- passwords


def _agile(password: str) -> Make:
    def make(base: Base) -> bytes:
        out = io.BytesIO()
        OOXMLFile(io.BytesIO(base.data)).encrypt(password, out)
        assert msoffcrypto.OfficeFile(io.BytesIO(out.getvalue())).is_encrypted()
        return out.getvalue()

    return make


add("password", _agile("2024"))
add("password_velvet_sweatshop", _agile("VelvetSweatshop"))
add("password_of_excel_2007", lambda base: encrypted(base.data, "2024"))
add("zip_under_a_password", lambda base: zip_of([_locked(part) for part in _parts(base)]))


def _locked(part: Part) -> Part:
    part.flags = 1
    part.raw = bytes(12) + deflated(part.content)[::-1]
    return part


# --- OLE

add("ole_with_nothing", lambda base: ole({}))
add("ole_with_something_else", lambda base: ole({"Contents": b"x" * 100}))
add("ole_of_word", lambda base: ole({"WordDocument": bytes(5000), "1Table": bytes(100)}))
add("ole_of_powerpoint", lambda base: ole({"PowerPoint Document": bytes(5000)}))
add("ole_of_a_mail", lambda base: ole({"__properties_version1.0": bytes(100)}), ".msg")
add("ole_header_and_no_more", lambda base: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
add("ole_that_bites_its_tail", lambda base: _tail(base), ".xls")
add("ole_cut_in_half", lambda base: _half(_old(base)), ".xls")
add(
    "ole_with_a_huge_fat",
    lambda base: _over(_old(base), 44, struct.pack("<I", 0x7FFFFFFF)),
    ".xls",
    converts=True,
)


def _old(base: Base) -> bytes:
    return biff(values_of(base))


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _tail(base: Base) -> bytes:
    """Every chain of sectors leads back to the first."""
    data = bytearray(_old(base))
    fat = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    data[fat : fat + 512] = struct.pack("<128I", *([0] * 128))
    return bytes(data)


# --- other kinds


def _package(kind: str) -> bytes:
    """An Office package of another kind."""
    top = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/officeDocument" Target="{kind}"/></Relationships>'
    )
    return zip_of(
        parts_of(
            {"[Content_Types].xml": b"<Types/>", "_rels/.rels": top.encode(), kind: b"<x/>"}
        )
    )


def _tar(base: Base) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.xlsx")
        info.size = len(base.data)
        archive.addfile(info, io.BytesIO(base.data))
    return out.getvalue()


def _bare_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w"):
        pass
    return out.getvalue()


for _name, _make in {
    "nothing": lambda base: b"",
    "zeros": lambda base: bytes(30_000),
    "noise": lambda base: base.chance("all noise").randbytes(30_000),
    "one_byte": lambda base: b"P",
    "begin_of_a_zip": lambda base: b"PK\x03\x04",
    "end_of_a_zip": lambda base: _bare_zip(),
    "pdf": lambda base: b"%PDF-1.7\n" + bytes(500),
    "picture": lambda base: b"\x89PNG\r\n\x1a\n" + bytes(500),
    "rar": lambda base: b"Rar!\x1a\x07\x01\0" + bytes(500),
    "seven_zip": lambda base: b"7z\xbc\xaf\x27\x1c" + bytes(500),
    "gzip": lambda base: gzip.compress(base.data, mtime=0),
    "tar": _tar,
    "rtf": lambda base: b"{\\rtf1\\ansi \\u33258?}",
    "program": lambda base: b"MZ" + bytes(500),
    "letter": lambda base: "各单位：请于3月底前报送。".encode(),
    "login_page": lambda base: "<html><body><p>登录已超时</p></body></html>".encode(),
    "json": lambda base: b'{"code":401,"msg":"token expired"}',
    "plain_xml": lambda base: b'<?xml version="1.0"?><a/>',
    "word": lambda base: word(["自评报告"]),
    "powerpoint": lambda base: _package("ppt/presentation.xml"),
    "xlsb": lambda base: _package("xl/workbook.bin"),
    "visio": lambda base: _package("visio/document.xml"),
}.items():  # fmt: skip
    add(f"really_{_name}", _make)
