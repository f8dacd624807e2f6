"""What in a workbook may do something when it is opened: macros, objects, links to elsewhere.

Names of members, kinds of relationships and the texts of formulas tell it; nothing is opened, run or
fetched, and all of it stays as it is when the form is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape

from xltools.package.scan import Scan
from xltools.patterns import BytePattern, Pattern
from xltools.remembered import of_short_texts
from xltools.snapshot import Active, Danger, Position

_LEADS = BytePattern(
    rb"""TargetMode|["'/](?:vbaProject|xl\w*[mM]acrosheet|oleObject|package|control|externalLink\w*"""
    rb"""|attachedTemplate|webextension\w*|connections|queryTable)["']"""
)
"""In the relationships of a part: there may be something to tell."""

_RELATIONSHIP = BytePattern(rb"<(?:\w+:)?Relationship\s[^<]*")
_ATTRIBUTE = BytePattern(rb"""\b(Type|Target|TargetMode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KINDS: dict[str, tuple[Danger, str]] = {
    "vbaproject": ("macro", "VBA 宏"),
    "xlmacrosheet": ("macro", "Excel 4.0 宏表"),
    "xlintlmacrosheet": ("macro", "Excel 4.0 宏表"),
    "oleobject": ("object", "OLE 对象"),
    "package": ("object", "嵌入的文件"),
    "control": ("object", "ActiveX 控件"),
    "webextensiontaskpanes": ("macro", "Office 加载项"),
    "webextension": ("macro", "Office 加载项"),
    "connections": ("link", "数据连接"),
    "querytable": ("link", "数据查询"),
}
_MEMBERS: tuple[tuple[str, Danger, str], ...] = (
    ("vbaproject", "macro", "VBA 宏"),
    ("/macrosheets/", "macro", "Excel 4.0 宏表"),
    ("jdedata", "macro", "WPS 宏"),
    ("jsaproject", "macro", "WPS 宏"),
    ("/embeddings/", "object", "嵌入的对象"),
    ("/activex/", "object", "ActiveX 控件"),
    ("/webextensions/", "macro", "Office 加载项"),
)
"""Words in the names of members, in small letters with a slash in front."""

_ODS_MEMBERS: tuple[tuple[str, Danger, str], ...] = (
    ("/basic/", "macro", "Basic 宏"),
    ("/scripts/", "macro", "脚本"),
)
_ODS_WORDS: tuple[tuple[bytes, Danger, str], ...] = (
    (b"<office:event-listeners", "macro", "事件脚本"),
    (b"table:dde-link", "dde", "DDE 链接"),
    (b"<table:table-source", "link", "别的工作簿"),
    (b"<table:cell-range-source", "link", "别的工作簿"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_XLS_NAMES: tuple[tuple[bytes, Danger, str], ...] = (
    ("_VBA_PROJECT".encode("utf-16-le"), "macro", "VBA 宏"),
    ("MBD0".encode("utf-16-le"), "object", "OLE 对象"),
)
"""How entries in the directory of an OLE container are called."""

_PROGRAM = Pattern(
    r"(?:\\\\|file:/*\\*(?:\\\\|//)|(?i:javascript|vbscript|ms-\w+):)"
    r"|.*\.(?i:exe|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|msi|lnk|reg|dll|jar)"
)
"""Where a hyperlink should not lead: another computer's share, a program, a script."""

_DDE = Pattern(r"""(?:^|[=(,;+*/&\s-])[A-Za-z][\w. ]*\|[^"|]*!|\bDDE\(""")
_CALLS = Pattern(r"(?i)\b(WEBSERVICE|RTD|IMAGE|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST)\(")
_LONGEST = 80


def active_content(
    parts: Mapping[str, bytes], names: Iterable[str], scans: Iterable[tuple[str, Scan]]
) -> tuple[Active, ...]:
    """Return what may become active in an .xlsx, each thing once.

    `names` are those of all its members, `scans` what was found in each sheet, with the sheet's name.
    """
    found = [*_known_names(tuple(names))]
    for name, xml in parts.items():
        if name.endswith(".rels"):
            found += _known_related(xml) if len(xml) <= _KEPT else _related(xml)
        elif "externallinks/" in name.lower() and b"ddeLink" in xml:
            found.append(Active("dde", "DDE 链接"))
    for sheet, scan in scans:
        if scan.formulas:
            texts = {spot: each.text for spot, each in scan.formulas.items()}
            found += formulas_that_reach_out(sheet, texts)
    return tuple(dict.fromkeys(found))


def active_in_ods(contents: Mapping[str, bytes]) -> tuple[Active, ...]:
    """The same of an OpenDocument spreadsheet, by its members; formulas are looked at apart."""
    found = [*_by_name(contents, _ODS_MEMBERS)]
    xml = contents.get("content.xml", b"")
    found += [Active(danger, what) for word, danger, what in _ODS_WORDS if word in xml]
    if any(content.startswith(_OLE) for content in contents.values()):
        found.append(Active("object", "OLE 对象"))
    return tuple(dict.fromkeys(found))


def active_in_xls(data: bytes) -> tuple[Active, ...]:
    """The same of an old workbook, by the names in its container."""
    return tuple(Active(danger, what) for name, danger, what in _XLS_NAMES if name in data)


def _by_name(
    names: Iterable[str], words: tuple[tuple[str, Danger, str], ...]
) -> Iterator[Active]:
    told = "\n".join(f"/{name}" for name in names).lower()
    return (Active(danger, what) for word, danger, what in words if word in told)


@lru_cache(maxsize=64)
def _known_names(names: tuple[str, ...]) -> tuple[Active, ...]:
    """Forms of one blank have the same members."""
    return tuple(_by_name(names, _MEMBERS))


def _related(xml: bytes) -> Iterator[Active]:
    """What a part's relationships lead to."""
    if not _LEADS.search(xml):
        return
    for tag in _RELATIONSHIP.findall(xml):
        said = {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}
        kind = said.get(b"Type", b"").decode("utf-8", "replace").rpartition("/")[2]
        target = unescape(said.get(b"Target", b"").decode("utf-8", "replace"))
        away = said.get(b"TargetMode") == b"External"
        shown = target if len(target) <= _LONGEST else f"{target[:_LONGEST]}…"
        if away and kind == "hyperlink":
            if _PROGRAM.match(target):
                yield Active("hyperlink", shown)
        elif away:
            yield Active("link", shown)
        elif kind.lower() in _KINDS:
            yield Active(*_KINDS[kind.lower()])


_KEPT = 1 << 13


@lru_cache(maxsize=64)
def _known_related(xml: bytes) -> tuple[Active, ...]:
    """Nearly all files share their relationships with many others."""
    return tuple(_related(xml))


def formulas_that_reach_out(sheet: str, texts: Mapping[Position, str]) -> Iterator[Active]:
    """Formulas that start a program or fetch something."""
    for (row, column), text in texts.items():
        if "|" in text or "DDE(" in text:
            if _DDE.search(text):
                yield Active("dde", f"={text[:_LONGEST]}", sheet, row, column)
        elif "(" in text and (called := _called(text)):
            yield Active("link", f"函数 {called}", sheet, row, column)


@of_short_texts(512)
def _called(formula: str) -> str:
    """The function by which a formula fetches something; "" for none."""
    called = _CALLS.search(formula)
    return called[1].upper() if called else ""
