"""The office's Word file: what a report takes from it, read once a process.

Styles are found by their names, since Chinese Word renames every id when it saves a file.
A body with a paragraph `{{ report }}` is kept as it is around the report: the cover page and
the place for seals that somebody made in Word. Without one the whole body is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xltools.errors import FileError, TemplateError, reason
from xltools.package.members import Archive, read_archive
from xltools.patterns import Pattern
from xltools.report.active import hazards, without_template
from xltools.report.faults import Fault
from xltools.report.markup import Markup, Node, XmlError, parse
from xltools.report.pages import REFERENCES, Page, read_page
from xltools.report.places import shown
from xltools.report.tags import REPORT_TAG, Pieces, Tag, paragraph_text, read_pieces
from xltools.report.word import W

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_MARGINS = Pattern(r"word/(header|footer)\d*\.xml")
_SEEN = Pattern(r"<w:(?:t|tbl|drawing|pict|object|sdt)[ />]")
_NAMES = {"header": "页眉", "footer": "页脚"}


class Base(Struct, frozen=True):
    """official.docx, opened: its members as they lie in the file, its styles and its page.

    `styles` has the ids by kind and name in small letters. The body is `before`, the report,
    `between`, the properties of the section in which the report ends, and `after`; those
    properties stand in the report's last paragraph where `ends_section`. `margins` are the
    headers and footers with tags by the name of their part, `types` and `relations` those
    parts whole. `numbered` tells of headers and footers in a section before the report; `cleaned`
    has the parts that a report gets otherwise than they lie in the file.
    """

    path: Path
    archive: Archive
    styles: dict[tuple[str, str], str]
    page: Page
    before: Pieces
    between: Pieces
    after: Pieces
    margins: dict[str, Pieces]
    types: str
    relations: str
    ends_section: bool = False
    numbered: bool = False
    is_frame: bool = False
    cleaned: dict[str, str] = {}
    faults: tuple[Fault, ...] = ()

    def style(self, name: str, kind: str, where: str) -> str:
        """Return the id of a style.

        Raises:
            TemplateError: the file has no style of that name.
        """
        found = self.styles.get((kind, name.lower()))
        if found is None:
            raise TemplateError(f"{where}：样式文件 {shown(self.path)} 里没有样式“{name}”。")
        return found

    @property
    def goes_on(self) -> bool:
        """True if something stands behind the report in its section, not just empty lines."""
        return any(
            isinstance(piece, Tag) or _SEEN.search(piece) for piece in self.between.pieces
        )

    @property
    def tags(self) -> Iterator[Tag]:
        """The tags of the whole file that are kept in a report."""
        for stretch in (self.before, self.between, self.after, *self.margins.values()):
            yield from stretch.tags


def open_base(path: Path) -> Base:
    """Open the Word file that lends its styles.

    Raises:
        TemplateError: no Word file, or one without styles or page.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise TemplateError(f"读不到样式文件 {path}（{reason(error)}）。") from None
    return _opened(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _opened(path: Path, _changed: int, _size: int) -> Base:
    """A batch of reports has the same base again and again."""
    refused = f"样式文件 {path} 不是可用的 .docx，请用 Word 或 WPS 打开后另存为 .docx。"
    try:
        archive = read_archive(path.read_bytes(), path.name)
        document, styles = part(archive, DOCUMENT), part(archive, STYLES)
        types, relations = part(archive, TYPES), part(archive, RELATIONS)
        margins = _margins(archive, path)
        active, cleaned = (
            list(hazards(archive, shown(path))),
            without_template(archive, path.name),
        )
    except (OSError, FileError, KeyError, XmlError, ValueError):
        raise TemplateError(refused) from None
    body = document.root.find("w:body")
    if document.root.attributes.get("xmlns:w") != W or body is None:
        raise TemplateError(refused)
    frame = _Frame(document, body, path)
    return Base(
        path=path,
        archive=archive,
        styles=_style_ids(styles.root),
        page=read_page(document, frame.section),
        before=frame.before,
        between=frame.between,
        after=frame.after,
        margins=margins,
        types=types.content.decode(),
        relations=relations.content.decode(),
        ends_section=frame.ends_section,
        numbered=frame.numbered,
        is_frame=frame.place is not None,
        cleaned=cleaned,
        faults=(
            *active,
            *frame.faults,
            *(fault for each in margins.values() for fault in each.faults),
        ),
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


class _Frame:
    """The body around the place of the report."""

    def __init__(self, document: Markup, body: Node, path: Path) -> None:
        self.document, self.where = document, f"{shown(path)} 正文"
        self.faults: list[Fault] = []
        self.place = self._place(body)
        section = self._governing(body)
        if section is None:
            raise TemplateError(f"样式文件 {path} 没有页面设置，请在 Word 里重新保存。")
        self.section = section
        end = len(document.content)
        self.ends_section = self.numbered = False
        if self.place is None:
            self.before = Pieces((document.text(0, body.inner),))
            if self.faults:  # misplaced: what else is wrong is told all the same
                self.before = self._pieces(0, body.inner_end)
            self.between = Pieces()
            self.after = Pieces((document.text(body.inner_end, end),))
            return
        self.before = self._pieces(0, self.place.start)
        self.ends_section = section.start < self.place.end
        self.between = self._pieces(self.place.end, max(section.start, self.place.end))
        self.after = self._pieces(max(section.end, self.place.end), end)
        self.numbered = any(
            child.name in REFERENCES
            for each in document.root.iter("w:sectPr")
            if each.end <= self.place.start
            for child in each.children
        )

    def _place(self, body: Node) -> Node | None:
        """The paragraph `{{ report }}`; only one, and of the body itself."""
        found = [
            paragraph
            for paragraph in self.document.root.iter("w:p")
            if REPORT_TAG.search(paragraph_text(paragraph))
        ]
        alone = [
            paragraph
            for paragraph in found
            if REPORT_TAG.fullmatch(paragraph_text(paragraph).strip())
            and any(child is paragraph for child in body.children)
        ]
        if len(alone) != len(found):
            self.faults.append(
                Fault(
                    self.where,
                    "{{ report }} 应单独成段，不放在表格、文本框里，前后没有别的字。",
                )
            )
        if len(alone) > 1:
            self.faults.append(
                Fault(
                    self.where,
                    f"{{{{ report }}}} 有 {len(alone)} 处，只能有一处，请删去其余的。",
                )
            )
        return alone[0] if alone else None

    def _governing(self, body: Node) -> Node | None:
        """The properties of the section in which the report ends: the first from there on."""
        start = self.place.start if self.place is not None else body.inner_end
        for child in body.children:
            found = child if child.name == "w:sectPr" else child.find("w:pPr/w:sectPr")
            if found is not None and (child.start >= start or child.name == "w:sectPr"):
                return found
        return None

    def _pieces(self, start: int, end: int) -> Pieces:
        found = read_pieces(self.document, start, end, self.where)
        self.faults += found.faults
        return Pieces(  # a {{ report }} too many is told by its place, and is no name
            tuple(
                "" if isinstance(piece, Tag) and REPORT_TAG.search(piece.source) else piece
                for piece in found.pieces
            )
        )


def _margins(archive: Archive, path: Path) -> dict[str, Pieces]:
    """The headers and footers in which somebody typed a tag."""
    found = {}
    for member in archive.members:
        kind = _MARGINS.fullmatch(member.name)
        if kind is not None:
            markup = part(archive, member.name)
            where = f"{shown(path)} {_NAMES[kind[1]]}"
            pieces = read_pieces(markup, 0, len(markup.content), where)
            if pieces.faults or any(pieces.tags):
                found[member.name] = pieces
    return found


def _style_ids(root: Node) -> dict[tuple[str, str], str]:
    found = {}
    for style in root.iter("w:style"):
        name = style.find("w:name")
        if name is not None:
            key = (style.attributes.get("w:type", ""), name.attributes.get("w:val", "").lower())
            found[key] = style.attributes.get("w:styleId", "")
    return found
