"""The office's Word file: what a report takes from it, read once a process.

Styles are found by their names, since Chinese Word renames every id when it saves a file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xltools.errors import FileError, TemplateError
from xltools.package.members import Archive, read_archive
from xltools.report.markup import Markup, Node, XmlError, parse
from xltools.report.pages import Page, read_page
from xltools.report.word import W

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


class Base(Struct, frozen=True):
    """official.docx, opened: its members as they lie in the file, its styles and its page.

    `styles` has the ids by kind and name in small letters; `before` and `after` are the text
    of word/document.xml around what a report writes, `types` and `relations` those parts whole.
    """

    path: Path
    archive: Archive
    styles: dict[tuple[str, str], str]
    page: Page
    before: str
    after: str
    types: str
    relations: str

    def style(self, name: str, kind: str, where: str) -> str:
        """Return the id of a style.

        Raises:
            TemplateError: the file has no style of that name.
        """
        found = self.styles.get((kind, name.lower()))
        if found is None:
            raise TemplateError(f"{where}：样式文件 {self.path.name} 里没有样式“{name}”。")
        return found


def open_base(path: Path) -> Base:
    """Open the Word file that lends its styles.

    Raises:
        TemplateError: no Word file, or one without styles or page.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise TemplateError(f"读不到样式文件 {path}（{error.strerror}）。") from None
    return _opened(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _opened(path: Path, _changed: int, _size: int) -> Base:
    """A batch of reports has the same base again and again."""
    refused = f"样式文件 {path} 不是可用的 .docx，请用 Word 或 WPS 打开后另存为 .docx。"
    try:
        archive = read_archive(path.read_bytes(), path.name)
        document = part(archive, DOCUMENT)
        styles = part(archive, STYLES)
        types, relations = part(archive, TYPES), part(archive, RELATIONS)
    except (OSError, FileError, KeyError, XmlError, ValueError):
        raise TemplateError(refused) from None
    body = document.root.find("w:body")
    if document.root.attributes.get("xmlns:w") != W or body is None:
        raise TemplateError(refused)
    section = body.find("w:sectPr")
    if section is None:
        raise TemplateError(f"样式文件 {path} 没有页面设置，请在 Word 里重新保存。")
    return Base(
        path=path,
        archive=archive,
        styles=_style_ids(styles.root),
        page=read_page(document, section),
        before=document.text(0, body.inner),
        after=document.text(body.inner_end, len(document.content)),
        types=types.content.decode(),
        relations=relations.content.decode(),
    )


def part(archive: Archive, name: str) -> Markup:
    """Return one part of the package.

    Raises:
        KeyError: there is none of that name.
        FileError, XmlError, ValueError: it is damaged, or no XML as Word writes it.
    """
    for member in archive.members:
        if member.name == name:
            return parse(archive.inflate(member, name))
    raise KeyError(name)


def _style_ids(root: Node) -> dict[tuple[str, str], str]:
    found = {}
    for style in root.iter("w:style"):
        name = style.find("w:name")
        if name is not None:
            key = (style.attributes.get("w:type", ""), name.attributes.get("w:val", "").lower())
            found[key] = style.attributes.get("w:styleId", "")
    return found
