"""A copy of a Word file with comments at exact words; everything else stays as it is.

Only the main part, the comments, and where they are new the list of types and the relationships
are rewritten; all other members of the package are copied as they lie in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml import etree
from msgspec import Struct

from xltools.audit.word.cuts import (
    SPACE,
    after,
    cut_run,
    cut_text,
    holder_of,
    in_paragraph,
    run_of,
)
from xltools.audit.word.names import W_SPACE, Element, W, child
from xltools.audit.word.package import (
    CONTENT_TYPES,
    Document,
    as_bytes,
    content,
    parse,
    rels_of,
)
from xltools.audit.word.walk import Passage
from xltools.package.zipfile_writer import rewrite

AUTHOR, INITIALS = "xltools", "xl"

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Comment(Struct, frozen=True):
    """What to say of the characters `start` to `end` of a passage; a line a paragraph."""

    passage: Passage
    start: int
    end: int
    lines: tuple[str, ...]


class _Spot(Struct):
    """Characters of a passage, as far as they have been cut into runs of their own."""

    element: Element | None
    start: int
    end: int


def with_comments(document: Document, comments: Sequence[Comment]) -> bytes:
    """The file with the comments in it; existing ones stay. The same input gives the same bytes.

    What an earlier copy of ours says already is not said again. `document` is changed: it belongs to this copy now.

    Raises:
        FileError: the comments that are there cannot be read.
    """
    there = document.part("comments")
    comments = _unsaid(comments, there)
    if not comments:
        return document.archive.data
    changed: dict[str, bytes] = {}
    added: dict[str, bytes] = {}
    path = document.related.get("comments")
    root = there if there is not None else etree.Element(f"{W}comments", nsmap={"w": W_SPACE})
    first = _free_id(document.root, root)
    spots = _Spots()
    for number, each in enumerate(comments, first):
        root.append(_comment(number, each.lines))
        spots.mark(each, number)
    xml = as_bytes(root, strict=document.strict)
    if path is None:
        path = _free_name(document)
        added[path] = xml
        changed |= _declared(document, path)
    else:
        changed[path] = xml
    changed[document.main] = as_bytes(document.root, strict=document.strict)
    for name in [name for name in changed if name not in _names(document)]:
        added[name] = changed.pop(name)
    return rewrite(document.archive, changed, frozenset(), added)


def _unsaid(comments: Sequence[Comment], there: Element | None) -> list[Comment]:
    """The comments without those that the file has from us, each counted as often as it stands."""
    said: Counter[str] = Counter()
    for each in there.iter(f"{W}comment") if there is not None else ():
        if each.get(f"{W}author") == AUTHOR:
            said["".join(map(str, each.itertext(f"{W}t")))] += 1
    left = []
    for comment in comments:
        words = "".join(comment.lines)
        if said[words]:
            said[words] -= 1
        else:
            left.append(comment)
    return left


class _Spots:
    """The passages that have been cut; several comments may stand in one."""

    def __init__(self) -> None:
        self._of: dict[int, list[_Spot]] = {}

    def mark(self, comment: Comment, number: int) -> None:
        """Put the three marks of a comment into the document."""
        passage = comment.passage
        if passage.host is not None or not any(a.element is not None for a in passage.atoms):
            _mark_whole(passage.host if passage.host is not None else passage.paragraph, number)
            return
        start, end = comment.start, max(comment.end, comment.start + 1)
        self._cut(passage, start)
        self._cut(passage, end)
        spots = [each for each in self._spots(passage) if each.element is not None]
        inside = [each for each in spots if each.start < end and each.end > start]
        covered = inside or spots[-1:]
        first, last = run_of(covered[0].element), run_of(covered[-1].element)
        if first is None or last is None:
            _mark_whole(passage.paragraph, number)
            return
        first.addprevious(_mark("commentRangeStart", number))
        stop = _mark("commentRangeEnd", number)
        after(last, stop)
        after(in_paragraph(stop), _reference(number))

    def _spots(self, passage: Passage) -> list[_Spot]:
        key = id(passage)
        if key not in self._of:
            found, at = [], 0
            for atom in passage.atoms:
                found.append(_Spot(atom.element, at, at + len(atom.text)))
                at += len(atom.text)
            self._of[key] = found
        return self._of[key]

    def _cut(self, passage: Passage, at: int) -> None:
        """Let a run begin at a position, if one can."""
        spots = self._spots(passage)
        for index, spot in enumerate(spots):
            element = spot.element
            if element is None or not spot.start <= at < spot.end:
                continue
            run = element.getparent()
            if run is None or run.tag != f"{W}r" or holder_of(run) is None:
                return
            if spot.start < at:
                if element.tag != f"{W}t":
                    return
                rest = cut_text(element, at - spot.start)
                spots[index : index + 1] = [
                    _Spot(element, spot.start, at), _Spot(rest, at, spot.end)
                ]  # fmt: skip
                element = rest
            cut_run(run, element)
            return


def _mark_whole(element: Element, number: int) -> None:
    """A comment on a paragraph (or a cell's first one) as a whole."""
    paragraph = element if element.tag == f"{W}p" else child(element, "p")
    if paragraph is None:
        return
    properties = child(paragraph, "pPr")
    start = _mark("commentRangeStart", number)
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph.insert(0, start)
    paragraph.append(_mark("commentRangeEnd", number))
    paragraph.append(_reference(number))


def _mark(name: str, number: int) -> Element:
    return etree.Element(f"{W}{name}", {f"{W}id": str(number)}, nsmap={"w": W_SPACE})


def _reference(number: int) -> Element:
    run = etree.Element(f"{W}r", nsmap={"w": W_SPACE})
    run.append(_mark("commentReference", number))
    return run


def _comment(number: int, lines: Sequence[str]) -> Element:
    comment = _mark("comment", number)
    comment.set(f"{W}author", AUTHOR)
    comment.set(f"{W}initials", INITIALS)
    for at, line in enumerate(lines):
        paragraph = etree.SubElement(comment, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        # the body's first-line indent and wide lines are not for a balloon
        etree.SubElement(
            properties, f"{W}spacing", _w(before=0, after=0, line=240, lineRule="auto")
        )
        etree.SubElement(properties, f"{W}ind", _w(left=0, firstLine=0, firstLineChars=0))
        etree.SubElement(properties, f"{W}jc", _w(val="left"))
        if not at:
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
        run = etree.SubElement(paragraph, f"{W}r")
        size = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(size, f"{W}rFonts", _w(hint="eastAsia"))
        etree.SubElement(size, f"{W}sz", _w(val=20))
        text = etree.SubElement(run, f"{W}t")
        text.set(SPACE, "preserve")
        text.text = line
    return comment


def _w(**attributes: object) -> dict[str, str]:
    return {f"{W}{name}": str(value) for name, value in attributes.items()}


def _free_id(*roots: Element) -> int:
    """A number above those of all comments and their marks."""
    names = ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
    used = [
        int(text)
        for root in roots
        for each in root.iter(*(f"{W}{name}" for name in names))
        if (text := each.get(f"{W}id", "")).isascii() and text.isdigit()
    ]
    return max(used, default=-1) + 1


def _names(document: Document) -> set[str]:
    return {member.name for member in document.archive.members}


def _free_name(document: Document) -> str:
    folder = document.main.rpartition("/")[0]
    taken = {name.casefold() for name in _names(document)}
    names = ["comments.xml", *(f"comments{number}.xml" for number in range(2, 100))]
    paths = [f"{folder}/{name}".lstrip("/") for name in names]
    return next(path for path in paths if path.casefold() not in taken)


def _declared(document: Document, path: str) -> dict[str, bytes]:
    """The list of types and the main part's relationships with the new part in them."""
    types = parse(content(document, CONTENT_TYPES), CONTENT_TYPES, document.name)
    space = f"{{{_PACKAGE}/content-types}}"
    if not any(each.get("PartName", "").casefold() == f"/{path}".casefold() for each in types):
        etree.SubElement(types, f"{space}Override", PartName=f"/{path}", ContentType=_TYPE)
    where = rels_of(document.main)
    space = f"{{{_PACKAGE}/relationships}}"
    xml = content(document, where)
    rels = parse(xml, where, document.name) if xml else etree.Element(f"{space}Relationships")
    taken = {each.get("Id") for each in rels}
    name = next(name for n in range(1, len(taken) + 2) if (name := f"rIdXl{n}") not in taken)
    kind = _STRICT_RELATED if document.strict else _RELATED
    etree.SubElement(
        rels,
        f"{space}Relationship",
        {"Id": name, "Type": kind, "Target": path.rpartition("/")[2]},
    )
    return {CONTENT_TYPES: as_bytes(types), where: as_bytes(rels)}
