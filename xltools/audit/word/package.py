"""A .docx as bytes → its parts as XML, after the checks that workbooks go through, too."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from xltools.audit.word.names import M_SPACE, W_SPACE, Element, W
from xltools.errors import FileError, NotAWorkbookError
from xltools.package.members import Archive, read_archive
from xltools.package.opc import Relationship, relationships
from xltools.package.xml_guard import check_xml

CONTENT_TYPES = "[Content_Types].xml"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W_SPACE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M_SPACE.encode()),
)
"""Word's other dialect, “Strict Open XML”: the same elements under other names."""

_OTHER = (
    ("xl/", "是 Excel 工作簿，不是 Word 报告"),
    ("ppt/", "是 PowerPoint 文稿，不是 Word 报告"),
)
_INSIDE = (
    ("OFD.xml", "是 OFD 版式文件：请提供 Word 原件（.docx）。"),
    ("mimetype", "是 OpenDocument 文档（.odt）：请用 Word 或 WPS 另存为 .docx 后再试。"),
)


class Document(Struct, frozen=True):
    """A Word file: its zip, the name of the main part and the parts that a reader needs.

    `related` maps the kind of a relationship of the main part (styles, comments …) to the part.
    """

    name: str
    archive: Archive
    main: str
    root: Element
    related: dict[str, str]
    strict: bool

    def part(self, kind: str) -> Element | None:
        """The root of a part by the kind of its relationship; None where there is none.

        Raises:
            FileError: it is damaged.
        """
        path = self.related.get(kind)
        return None if path is None else parse(content(self, path), path, self.name)


def open_document(name: str, data: bytes) -> Document:
    """Open a .docx (.docm, .dotx); nothing outside the file is ever loaded.

    Raises:
        FileError: damaged, encrypted, too large, suspicious, or no Word document.
    """
    try:
        archive = read_archive(data, name)
        top = _relationships(archive, "", name)
        main = next((each.target for each in top if each.kind == "officeDocument"), "")
        members = {member.name for member in archive.members}
        if main not in members or CONTENT_TYPES not in members:
            raise _not_word(name, main, members)
        body = _inflate(archive, main, name)
        related = _existing(_relationships(archive, main, name), members)
    except NotAWorkbookError as error:
        raise FileError(in_words_of_word(str(error))) from None
    strict = _STRICT[0][0] in body
    root = parse(body, main, name)
    if root.tag != f"{W}document" or root.find(f"{W}body") is None:
        raise _not_word(name, main, members)
    return Document(name, archive, main, root, related, strict)


def content(document: Document, path: str) -> bytes:
    """The bytes of a part.

    Raises:
        FileError: the part is damaged.
    """
    try:
        return _inflate(document.archive, path, document.name)
    except NotAWorkbookError as error:
        raise FileError(in_words_of_word(str(error))) from None


def parse(xml: bytes, path: str, name: str) -> Element:
    """A part as elements; Strict names are read as the usual ones.

    Raises:
        FileError: not well-formed.
    """
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise FileError(
            f"“{name}”已损坏（{path} 不是完整的 XML）。请用 Word 或 WPS 打开后另存，或请对方重新发送。"
        ) from None


def as_bytes(root: Element, *, strict: bool = False) -> bytes:
    """A part's XML as Word writes it."""
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if strict:
        for name, usual in _STRICT:
            xml = xml.replace(usual, name)
    return xml


def rels_of(path: str) -> str:
    """The part that holds the relationships of a part.

    >>> rels_of("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def in_words_of_word(message: str) -> str:
    """The package's own messages speak of workbooks."""
    for theirs, ours in (
        ("Excel 工作簿", "Word 文档"), ("新建工作簿", "新建文档"), ("工作簿", "文档"),
        ("Excel", "Word"), (".xlsx", ".docx"), ("自评表", "自评报告"), ("多余的工作表或", "多余的"),
    ):  # fmt: skip
        message = message.replace(theirs, ours)
    return message


def _relationships(archive: Archive, source: str, name: str) -> list[Relationship]:
    xml = _inflate(archive, rels_of(source), name)
    return list(relationships({rels_of(source): xml} if xml else {}, source, name))


def _inflate(archive: Archive, path: str, name: str) -> bytes:
    """A part's bytes, checked; b"" where there is none."""
    for member in archive.members:
        if member.name == path:
            xml = archive.inflate(member, name)
            check_xml(xml, path, name)
            return xml
    return b""


def _existing(found: list[Relationship], members: set[str]) -> dict[str, str]:
    return {each.kind: each.target for each in reversed(found) if each.target in members}


def _not_word(name: str, main: str, members: set[str]) -> FileError:
    for start, words in _OTHER:
        if main.startswith(start):
            return FileError(f"“{name}”{words}。")
    for member, words in _INSIDE:
        if member in members:
            return FileError(f"“{name}”{words}")
    if CONTENT_TYPES in members:
        return FileError(
            f"“{name}”已损坏（找不到正文部件）。请用 Word 或 WPS 打开后另存，或请对方重新发送。"
        )
    return FileError(f"“{name}”是压缩包，不是 Word 文档。请解压后选择里面的 .docx。")
