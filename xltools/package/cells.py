"""One cell of a sheet's XML, and texts and numbers as it holds them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from xltools.model import column_letters
from xltools.package import limits
from xltools.patterns import BytePattern, Pattern

_FORBIDDEN = Pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold; lone surrogates cut a text off."""

_CODE = Pattern(r"_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = BytePattern(rb'\ss="([^"]*)"')
_OF_VALUE = BytePattern(rb'\s(?:t|vm|ph)="[^"]*"')
"""What a cell's tag says about its value; style and dynamic-array mark are not of it."""

_OF_FORMULA = BytePattern(rb'\scm="[^"]*"')
_FORMULA = BytePattern(rb"<(\w+:)?f(?:\s[^>]*)?(?:/>|(?<!/)>.*?</(?:\w+:)?f>)", re.DOTALL)
_EXTENSION = BytePattern(rb"<(?:\w+:)?extLst\b.*</(?:\w+:)?extLst>", re.DOTALL)
_VALUE = BytePattern(rb"<(?:\w+:)?v>[^<]")


class Cell:
    """One `<c>`: attributes after its address, content, and the line end behind it."""

    __slots__ = ("attributes", "content", "gap")

    def __init__(self, attributes: bytes, content: bytes, gap: bytes) -> None:
        self.attributes = attributes
        self.content = content
        self.gap = gap

    @property
    def style(self) -> bytes | None:
        """The number of the cell's style; None if it has none."""
        start = self.attributes.find(b' s="') + 4
        return (
            self.attributes[start : self.attributes.index(b'"', start)] if start > 3 else None
        )

    @style.setter
    def style(self, number: bytes) -> None:
        self.attributes = b' s="%s"' % number + _STYLE.sub(b"", self.attributes)

    @property
    def has_result(self) -> bool:
        """True if a value is cached beside the formula."""
        return _VALUE.search(self.content) is not None

    def clear(self, *, keep_formula: bool = False) -> None:
        """Empty the cell; its style stays, and its formula if asked for."""
        kept = b""
        if self.content:
            formula = _FORMULA.search(self.content) if keep_formula else None
            extension = _EXTENSION.search(self.content)
            kept = (formula[0] if formula else b"") + (extension[0] if extension else b"")
        self.content = kept
        # a cell with nothing but a style has one attribute
        if self.attributes.count(b"=") > 1 or b" s=" not in self.attributes:
            self.attributes = _OF_VALUE.sub(b"", self.attributes)
            if not keep_formula:
                self.attributes = _OF_FORMULA.sub(b"", self.attributes)

    def put(self, value: Decimal | str, prefix: bytes) -> None:
        """Give an emptied cell a value.

        A text is held by the cell itself, so that no other part changes; beside a formula
        it is the formula's result.
        """
        formula = _FORMULA.search(self.content) if self.content else None
        split = formula.end() if formula else 0
        if isinstance(value, Decimal):
            inner = b"<%sv>%s</%sv>" % (prefix, number_text(value).encode(), prefix)
        elif formula:
            self.attributes += b' t="str"'
            inner = b"<%sv>%s</%sv>" % (prefix, text_xml(value), prefix)
        else:
            self.attributes += b' t="inlineStr"'
            space = b' xml:space="preserve"' if _needs_space(value) else b""
            tags = (prefix, prefix, space, text_xml(value), prefix, prefix)
            inner = b"<%sis><%st%s>%s</%st></%sis>" % tags
        self.content = self.content[:split] + inner + self.content[split:]

    def put_formula(self, text: str, prefix: bytes) -> None:
        """Give the cell a formula and no result yet."""
        self.clear()
        self.content = b"<%sf>%s</%sf>" % (prefix, escape(text), prefix) + self.content

    def set_formula(self, text: str, prefix: bytes) -> None:
        """Turn the cell's share in a shared formula into a formula of its own."""
        formula = b"<%sf>%s</%sf>" % (prefix, escape(text), prefix)
        self.content = _FORMULA.sub(lambda _: formula, self.content, count=1)

    def render(self, row: int, column: int, prefix: bytes) -> bytes:
        """Write the cell out."""
        start = b'<%sc r="%s%d"%s' % (prefix, letters(column), row, self.attributes.rstrip())
        if self.content:
            return b"%s>%s</%sc>%s" % (start, self.content, prefix, self.gap)
        return b"%s/>%s" % (start, self.gap)


@cache
def letters(column: int) -> bytes:
    """Return a column's letters as bytes; a form asks for the same dozen again and again."""
    return column_letters(column).encode()


def _needs_space(text: str) -> bool:
    return text[0].isspace() or text[-1].isspace() or "\n" in text or "  " in text


def clean_text(text: str) -> str:
    r"""Return the text as a cell can hold it: no forbidden characters, Excel's length.

    >>> clean_text("第一行\r\n第二行\x07")
    '第一行\n第二行'
    """
    # what is printable has none of the forbidden ones, and most texts are
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= limits.TEXT_LENGTH:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limits.TEXT_LENGTH:
        return text
    return units[: 2 * limits.TEXT_LENGTH - 2].decode("utf-16-le", "ignore") + "…"


@lru_cache(maxsize=512)
def text_xml(text: str) -> bytes:
    """Return a text as XML; what readers would take for a coded character stays itself.

    >>> text_xml("投诉率<5% _x0041_").decode()
    '投诉率&lt;5% _x005F_x0041_'
    """
    return escape(_CODE.sub("_x005F_", text) if "_x" in text else text)


def escape(text: str) -> bytes:
    """Return a text as XML content; inside quotes the caller adds what quotes need."""
    raw = text.encode()
    if b"&" in raw or b"<" in raw or b">" in raw:
        return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return raw


def quoted(text: str) -> bytes:
    """Escape text for an attribute in double quotes; line breaks stay what they are.

    >>> quoted('a "b"')
    b'a &quot;b&quot;'
    """
    return escape(text).replace(b'"', b"&quot;").replace(b"\n", b"&#10;")


def number_text(value: Decimal) -> str:
    """Return an exact plain decimal.

    >>> number_text(Decimal("1E+2")), number_text(Decimal("89.50"))
    ('100', '89.50')
    """
    if not value.is_finite():
        raise ValueError(f"no number: {value}")
    return format(value, "f")
