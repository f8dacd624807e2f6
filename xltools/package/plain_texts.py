"""Texts as spreadsheet programs write them into XML: of a cell, and of the shared table."""

from __future__ import annotations

from functools import lru_cache

from xltools.package.scan import unescape
from xltools.patterns import BytePattern, Pattern

_PLAIN = BytePattern(rb'<si><t( xml:space="preserve")?>([^<]*)</t>')
_COMMON = BytePattern(
    rb'<si><t( xml:space="preserve")?>([^<>&_\x00-\x08\x0b-\x1f]+)</t>(?:<phoneticPr(?: [a-zA-Z]+="[a-zA-Z0-9]*")*/>)?'
)
"""What most of them are: one text without escapes."""

_OPEN = b"<si><t>"
_CLOSE = Pattern(r'</t>(?:<phoneticPr(?: [a-zA-Z]+="[a-zA-Z0-9]*")*/>)?</si>')

_RUN = BytePattern(
    rb'<r>(?:<rPr>(?:[^<]|<(?!/rPr>))*</rPr>)?<t( xml:space="preserve")?>([^<]*)</t></r>'
)
_PHONETIC = BytePattern(rb"(?:<rPh\s[^<>]*>(?:<t[^<>]*>[^<]*</t>|<t/>)</rPh>)*(?:<phoneticPr[^<>]*/>)?")  # fmt: skip
_INVISIBLE = Pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ODD_ESCAPE = BytePattern(rb"&(?!(?:lt|gt|quot|apos|amp|#(?!38;)[1-9][0-9]{1,4});)")
CONTROL = BytePattern(rb"[\x00-\x08\x0b-\x1f]")
"""What XML forbids, and the carriage return, which it turns into a line feed."""
_CONTROLS = bytes({*range(32)} - {9, 10})
_ODD = Pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_TEXTS = BytePattern(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>\s*)?<sst(?:\s[^<>]*)?>")

_KEPT, _LONGEST = 1 << 16, 200


class Unusual(Exception):  # noqa: N818 - no error: another reader reads it
    """The XML is not as the big programs write it."""


def without_controls(text: str) -> str:
    """The text without what no program shows, and no other file and no database takes: NUL, ESC …

    Windows' line ends become line feeds, as in texts that were never escaped.
    """
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def characters(raw: bytes, *, kept: bool) -> str:
    """The characters of a text; without xml:space="preserve" (`kept`) none may stand at an edge.

    Raises:
        Unusual: readers differ about this one: other escapes, line ends of Windows.
    """
    if b"_x" in raw or CONTROL.search(raw):
        raise Unusual
    text = _decoded(raw)
    if b"&" in raw:
        if _ODD_ESCAPE.search(raw):
            raise Unusual
        text = unescape(raw)
        if _ODD.search(text):
            raise Unusual
    if not kept and text != text.strip():
        raise Unusual
    return text


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Unusual from None


def shared_texts(xml: bytes) -> list[str] | None:
    """The texts of the shared table in their order; None if it is unusual."""
    head = _SHEET_TEXTS.match(xml)
    end = xml.rfind(b"</sst>")
    if head is None or end < head.end() or xml[end + 6 :].strip():
        return None
    table = xml[head.end() : end]
    try:
        texts = _written_alike(table)
        return _items(table) if texts is None else texts
    except Unusual:
        return None


def _items(xml: bytes) -> list[str]:
    """The texts of a table, one by one."""
    items = xml.split(b"</si>")
    if items.pop().strip():
        raise Unusual
    return [_known_item(item) if len(item) <= _LONGEST else _item(item) for item in items]


def _written_alike(xml: bytes) -> list[str] | None:
    """The texts of a table in which the same XML stands between nearly all of them; else None.

    Taken apart at that XML they are found in half the time; what is otherwise is read by itself.
    """
    if not xml.startswith(_OPEN) or len(xml.translate(None, _CONTROLS)) < len(xml):
        return None
    text, begin = _decoded(xml), _OPEN.decode()
    close = text[text.find("</t>") : text.find("</si>") + 5]
    if not _CLOSE.fullmatch(close) or not text.endswith(close):
        return None
    pieces = text[len(begin) : -len(close)].split(close + begin)
    odd = "&" in text or "_x" in text
    others = [
        number
        for number, piece in enumerate(pieces)
        if "<" in piece or piece != piece.strip() or (odd and ("&" in piece or "_x" in piece))
    ]
    for number in reversed(others):
        pieces[number : number + 1] = _items(f"{begin}{pieces[number]}{close}".encode())
    return pieces


def _item(xml: bytes) -> str:
    """One text of the table, of one piece or of runs; how it is pronounced is left out."""
    common = _COMMON.fullmatch(xml)
    if common is not None:
        text = _decoded(common[2])
        if common[1] is None and text != text.strip():
            raise Unusual
        return text
    found = _PLAIN.match(xml)
    if found is not None:
        text, at = characters(found[2], kept=found[1] is not None), found.end()
    else:
        text, at = "", 4
        if not xml.startswith(b"<si><r>"):
            raise Unusual
        while (run := _RUN.match(xml, at)) is not None:
            text += characters(run[2], kept=run[1] is not None)
            at = run.end()
    if at < len(xml) and not _PHONETIC.fullmatch(xml[at:]):
        raise Unusual
    return text


_known_item = lru_cache(maxsize=4096)(_item)
"""Forms of one blank share most of their texts."""
