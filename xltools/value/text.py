"""One spelling of everything: widths, spaces, signs, dashes. The cell's own text is kept elsewhere.

Not `unicodedata.normalize("NFKC")`: it turns ① into 1, ½ into 1⁄2 and m² into m2, and
each of these would become a wrong number.
"""

from __future__ import annotations

from functools import lru_cache

from xltools.patterns import Pattern
from xltools.remembered import LONGEST

_TABLE: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = {
    " ": "\u3000\u00a0\u2002\u2003\u2009\u202f\u2028\u2029\u0085\t\r\n\v\f",
    # not \u202b and \u202e to \u2068: behind these a number may be shown the other way round
    "": "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u180e\u202a\u202c\u202d\u2066\u2069\ufe0e\ufe0f",
    "≥": "≧⩾≮≽",
    "≤": "≦⩽≯≼",
    ">": "﹥〉",
    "<": "﹤〈",
    "=": "═﹦",
    "≈": "≒≅",
    "~": "～〜∼–—―─﹏",
    "-": "−﹣‐‑",
    "%": "﹪٪",
    ",": "﹐",
    "*": "×∗╳＊",
    "/": "∕⁄",
    "·": "•・‧∙⋅",
    "(": "【〔﹝",
    ")": "】〕﹞",
    "平方米": "㎡",
    "立方米": "㎥",
    "平方": "²",
    "立方": "³",
    "公里": "㎞",
    "千克": "㎏",
}
for _to, _chars in _SAME.items():
    _TABLE.update((ord(_char), _to) for _char in _chars)

_LOOSE_SPACE = Pattern(r" +(?![0-9])|(?<![0-9]) +")
_SPLIT_NUMBER = Pattern(r"([0-9]) *([.,]) *(?=[0-9])")
_LOOSE_BUT_NUMBERS = Pattern(r" +(?![0-9])|(?<![0-9])(?<![0-9][.,]) +")
_SIGN_RUN = Pattern(r"[<>=≥≤≈]{2,}")
_SIGN_RUNS = {
    ">=": "≥", "=>": "≥", "≥=": "≥", "=≥": "≥", "≥≥": "≥", ">≥": "≥",
    "<=": "≤", "=<": "≤", "≤=": "≤", "=≤": "≤", "≤≤": "≤", "<≤": "≤",
    "==": "=", ">>": ">", "<<": "<",
}  # fmt: skip
_POINTS = frozenset(".,")
_CUT_OFF = Pattern(r"[^0-9]*[0-9,]+(?:\.[0-9]+)?[.,]")
_DASH_RUN = Pattern(r"[-~]{2,}")


def clean(text: str, *, lists: bool = False) -> str:
    """Return the text in one spelling, for reading only.

    A space between two digits stays: “95 100” are two numbers and not 95100. With `lists`
    so does one behind a point or comma: “5, 100” may be two numbers, too.

    >>> clean(" ＞＝ ９５ ％ "), clean("═100%"), clean("2020年1月——11月"), clean("95 100")
    ('≥95%', '=100%', '2020年1月~11月', '95 100')
    >>> clean("5 , 100"), clean("5 , 100", lists=True)
    ('5,100', '5, 100')
    """
    return _known(text, lists) if len(text) <= LONGEST else _clean(text, lists)


def _clean(text: str, lists: bool) -> str:
    text = text.translate(_TABLE).strip()
    if " " in text:
        text = _without_spaces(text, lists=lists)
    text = _SIGN_RUN.sub(lambda run: _SIGN_RUNS.get(run[0], run[0]), text)
    if "--" in text or "~" in text:
        text = _DASH_RUN.sub("~", text)
    return text


_known = lru_cache(maxsize=8192)(_clean)
"""A text of a form is looked at by many, and the forms of a bureau say much the same."""


def _without_spaces(text: str, *, lists: bool) -> str:
    if not lists:
        return _LOOSE_SPACE.sub("", text)
    text = _SPLIT_NUMBER.sub(
        lambda found: found[1] + found[2] + (" " if " " in found[0] else ""), text
    )
    return _LOOSE_BUT_NUMBERS.sub("", text)


def without_stop(text: str) -> str:
    """Drop quotes around and stops after a value: “社会认可的办学环境.”

    A point or comma behind digits stays: the rest of the number may be missing.

    >>> without_stop("95%。"), without_stop("“及时”"), without_stop("95.")
    ('95%', '及时', '95.')
    """
    if text[-1:] in _POINTS and _CUT_OFF.fullmatch(text):
        return text
    return text.strip("“”\"'‘’").rstrip("。.;,、!")
