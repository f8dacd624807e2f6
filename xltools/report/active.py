"""What in an office's Word file would do something when a report made from it is opened.

A report goes out under the office's name and must open without a question. A macro, an object, a
field that fetches or starts something is refused; the template that Word attached to the file, which
it would look for wherever it lies, is left out of the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.errors import FileError
from xltools.package.members import Archive
from xltools.patterns import BytePattern, Pattern
from xltools.report.faults import Fault

SETTINGS, SETTINGS_RELATIONS = "word/settings.xml", "word/_rels/settings.xml.rels"

_KINDS = (
    (("vbaproject", "vbadata", "keymapcustomizations", "attachedtoolbars"), "宏"),
    (("control", "activex", "ctrlprop"), "控件"),
    (("oleobject",), "嵌入的对象"),
    (("afchunk", "subdocument", "frame"), "并入的其他文件"),
    (("webextension", "ui/extensibility"), "加载项"),
)
"""By the end of a relationship's type; pictures, charts and their workbooks are no hazard."""

_RELATION = BytePattern(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = BytePattern(rb"""\s(Type|Target|TargetMode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTACHED = BytePattern(rb"<w:attachedTemplate\b[^>]*?(?:/>|>\s*</w:attachedTemplate\s*>)")
_INSTRUCTION = BytePattern(
    rb"""<w:instrText\b[^>]*>([^<]*)<|<w:fldSimple\b[^>]*?\sw:instr\s*=\s*(?:"([^"]*)"|'([^']*)')"""
)
_FETCHES = Pattern(
    r"(?i)\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD|ADDIN)\b"
)
_SAFE = ("http://", "https://", "mailto:")


def hazards(archive: Archive, where: str) -> Iterator[Fault]:
    """Yield what is in the file that no report may bring along; `where` is the file's name.

    Raises:
        FileError: it is damaged.
    """
    told: set[str] = set()
    for member in archive.members:
        name = member.name.lower()
        if name.endswith(".rels"):
            found = [_hazard(each) for each in _relations(archive.inflate(member, where))]
        elif name.startswith("word/") and name.endswith(".xml"):
            found = list(_fields(archive.inflate(member, where)))
        elif name == "[content_types].xml":
            found = ["宏"] if b"macroenabled" in archive.inflate(member, where).lower() else []
        else:
            found = []
        for what in found:
            if what and what not in told:
                told.add(what)
                yield Fault(
                    where, f"带有{what}，报告会带着它发出去。请在 Word 里删去，另存为 .docx。"
                )


def without_template(archive: Archive, where: str) -> dict[str, str]:
    """The parts that name an attached template, without it; none where none is attached.

    Raises:
        FileError: the file is damaged.
    """
    parts = {each.name: each for each in archive.members}
    if SETTINGS not in parts or SETTINGS_RELATIONS not in parts:
        return {}
    settings = archive.inflate(parts[SETTINGS], where)
    relations = archive.inflate(parts[SETTINGS_RELATIONS], where)
    kept = _RELATION.sub(
        lambda each: b"" if _kind(_attributes(each[0])) == "attachedtemplate" else each[0],
        relations,
    )
    if kept == relations:
        return {}
    try:
        return {
            SETTINGS: _ATTACHED.sub(b"", settings).decode(),
            SETTINGS_RELATIONS: kept.decode(),
        }
    except UnicodeDecodeError:
        raise FileError(where) from None


def _relations(xml: bytes) -> Iterator[dict[str, str]]:
    for each in _RELATION.findall(xml):
        yield _attributes(each)


def _attributes(element: bytes) -> dict[str, str]:
    return {
        key.decode(): (double or single).decode("utf-8", "replace")
        for key, double, single in _ATTRIBUTE.findall(element)
    }


def _kind(relation: dict[str, str]) -> str:
    """The end of its type: hyperlink, image."""
    return relation.get("Type", "").rpartition("/relationships/")[2].lower()


def _hazard(relation: dict[str, str]) -> str:
    """What a relationship brings along, "" for what is harmless."""
    kind, target = _kind(relation), relation.get("Target", "")
    for words, what in _KINDS:
        if any(kind.endswith(word) for word in words):
            return what
    if relation.get("TargetMode", "").lower() != "external" or kind == "attachedtemplate":
        return ""
    if kind != "hyperlink":
        return f"要到别处取的内容（{target[:60]}）"
    return "" if target.lower().startswith(_SAFE) else f"通向文件或程序的链接（{target[:60]}）"


def _fields(xml: bytes) -> Iterator[str]:
    """Fields that fetch or start something; a field's words may lie in several runs."""
    if b"instr" not in xml:
        return
    for paragraph in xml.split(b"</w:p>"):
        words = b"".join(b"".join(each) for each in _INSTRUCTION.findall(paragraph))
        found = _FETCHES.search(words.decode("utf-8", "replace"))
        if found is not None:
            yield f"域 {found[1].upper()}"
