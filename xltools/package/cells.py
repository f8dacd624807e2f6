"""Texts and numbers as a cell of a sheet's XML holds them."""

from __future__ import annotations

import re
from decimal import Decimal

from xltools.package import limits

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold; lone surrogates cut a text off."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


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


def escape_codes(text: str) -> str:
    """Protect what readers would take for a coded character: `_x0041_` stays itself.

    >>> escape_codes("_x0041_")
    '_x005F_x0041_'
    """
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def number_text(value: Decimal) -> str:
    """Return an exact plain decimal.

    >>> number_text(Decimal("1E+2")), number_text(Decimal("89.50"))
    ('100', '89.50')
    """
    if not value.is_finite():
        raise ValueError(f"no number: {value}")
    return format(value, "f")
