"""What bytes are, whatever the name says: a workbook, an archive, or what else people send."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

from xltools.errors import FormError, XltoolsError
from xltools.findings import Finding
from xltools.returns.codes.files import FileCode

HEAD = 512
"""Bytes from the beginning that `known` looks at."""

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"8BPS",
)  # fmt: skip
_PHOTOS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif")
_ARCHIVES = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"MSCF", "cab"),
)
_DOCUMENTS = (
    (b"{\\rtf", " RTF 文档"),
    (b"SQLite format 3\0", "数据库"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"L\0\0\0\x01\x14\x02\0", "快捷方式"),
    (b"ID3", "录音"),
    (b"#!AMR", "录音"),
    (b"OggS", "录音"),
    (b"\x1aE\xdf\xa3", "视频"),
)
_MAIL = (b"received:", b"return-path:", b"mime-version:", b"message-id:", b"x-mailer:")

ZipKind: TypeAlias = Literal["workbook", "archive"]


def known(head: bytes, size: int, name: str) -> Finding | None:
    """What is certainly no workbook and no zip, by how it begins; None if it may be one."""
    if not size:
        return FileCode.EMPTY.at(None, "文件", name=name)
    if head.startswith(b"%PDF"):
        return FileCode.PDF.at(None, "文件", name=name)
    if _is_picture(head):
        return FileCode.PICTURE.at(None, "文件", name=name)
    for magic, kind in _ARCHIVES:
        if head.startswith(magic):
            return FileCode.OTHER_ARCHIVE.at(None, "文件", name=name, kind=kind)
    if head[257:262] == b"ustar":
        return FileCode.OTHER_ARCHIVE.at(None, "文件", name=name, kind="tar")
    kind = _document(head)
    return FileCode.OTHER_DOCUMENT.at(None, "文件", name=name, kind=kind) if kind else None


def _document(head: bytes) -> str:
    for magic, kind in _DOCUMENTS:
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp" or head[8:12] in (b"AVI ", b"WAVE"):
        return "视频或录音"
    return "邮件（附件请另存出来）" if head.lower().startswith(_MAIL) else ""


def _is_picture(head: bytes) -> bool:
    if head.startswith(_PICTURES):
        return True
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return True
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head[4:8] == b"ftyp" and head[8:12] in _PHOTOS


def in_zip(names: Collection[str], name: str) -> ZipKind | Finding:
    """What a zip is by the names in it: a workbook, another document, else an archive.

    `name` is the file's own, for the words of a refusal.
    """
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", ""), ("ppt/", "演示文稿"), ("visio/", "Visio 图")):
            if any(each.startswith(folder) for each in names):
                if not kind:
                    return FileCode.WORD.at(None, "文件", name=name)
                return FileCode.OTHER_DOCUMENT.at(None, "文件", name=name, kind=kind)
        return "workbook"
    if "content.xml" in names or "encrypted-package" in names:
        return "workbook"  # OpenDocument: the reader tells text from spreadsheet
    if "OFD.xml" in names:
        return FileCode.OTHER_DOCUMENT.at(None, "文件", name=name, kind=" OFD 版式文件")
    if "Index/Document.iwa" in names:
        kind = " Numbers 或 Pages 文件"
        return FileCode.OTHER_DOCUMENT.at(None, "文件", name=name, kind=kind)
    return "archive"


_SAID = (
    ("超过", FileCode.TOO_BIG),
    ("很远处", FileCode.TOO_BIG),
    ("密码", FileCode.ENCRYPTED),
    ("空文件", FileCode.EMPTY),
    ("空字节", FileCode.EMPTY),
    ("ZIP64", FileCode.PACKED_OTHERWISE),
    ("不支持的压缩方式", FileCode.PACKED_OTHERWISE),
    (".xlsb", FileCode.OTHER_DOCUMENT),
    ("Visio", FileCode.OTHER_DOCUMENT),
    ("Word", FileCode.WORD),
    ("网页", FileCode.WEB_PAGE),
    ("PowerPoint", FileCode.OTHER_DOCUMENT),
    ("旧版 Office 文件", FileCode.OTHER_DOCUMENT),
    ("XML 文件", FileCode.OTHER_DOCUMENT),
    ("纯文本", FileCode.OTHER_DOCUMENT),
    ("OpenDocument", FileCode.OTHER_DOCUMENT),
    ("不是 .ods 工作簿", FileCode.OTHER_DOCUMENT),
    ("文字编码认不出", FileCode.OTHER_DOCUMENT),
)
"""Words of the readers' refusals → the code; what says none of them is damaged."""


def code_of(error: XltoolsError, name: str) -> FileCode:
    """The code of what a reader said of the file `name`; its own words are the reason."""
    if isinstance(error, FormError):
        return FileCode.NO_FORM
    said = str(error).replace(f"“{name}”", "")
    return next((code for word, code in _SAID if word in said), FileCode.DAMAGED)
