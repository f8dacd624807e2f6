"""The table of contents: a field of Word's own that is readable before anybody updates it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from xltools.report.word import FIELD_END, field, field_begin, paragraph, quoted, run

TOC_HEADING = "TOC Heading"
_OPEN = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr>"
)
_PARAGRAPH_END = "</w:p>"


class Mark(Struct, frozen=True):
    """A heading as the contents name it."""

    text: str
    level: int
    bookmark: str


def contents(
    heading: str, levels: int, marks: Sequence[Mark], style: Callable[[str], str]
) -> str:
    """The contents of the headings down to a level; `style` gives the id of a style's name.

    Page numbers are left to the program that lays out the pages: LibreOffice fills them in
    when it makes the PDF, Word on 更新目录. We write none, because a number we guess is wrong
    as soon as the fonts differ, and do not set updateFields, because Word then asks every
    reader whether to trust the file.
    """
    entries = [_entry(mark, style) for mark in marks if mark.level <= levels]
    if entries:
        opening = field_begin(f'TOC \\o "1-{levels}" \\h \\z \\u')
        entries[0] = entries[0].replace("</w:pPr>", f"</w:pPr>{opening}", 1)
        last = entries[-1].removesuffix(_PARAGRAPH_END)
        entries[-1] = f"{last}{FIELD_END}{_PARAGRAPH_END}"
    head = paragraph(style(TOC_HEADING), run(heading))
    return f"{_OPEN}<w:sdtContent>{head}{''.join(entries)}</w:sdtContent></w:sdt>"


def _entry(mark: Mark, style: Callable[[str], str]) -> str:
    page = field(f"PAGEREF {mark.bookmark} \\h", run(""))
    link = (
        f'<w:hyperlink w:anchor="{quoted(mark.bookmark)}" w:history="1">'
        f"{run(mark.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>"
    )
    return paragraph(style(f"toc {mark.level}"), link)
