"""Values as they stand in a report: clean text, numbers without noise, 待补充 where blank."""

from __future__ import annotations

import re
from decimal import Decimal

from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

MISSING = "（待补充）"
"""What a blank shows; Word highlights it, so that nobody sends it out unseen."""

NOT_APPLICABLE = "—"

# XML 1.0 allows no other control characters; a lone surrogate cannot be encoded, and a
# bidirectional override makes a line read otherwise than it is stored.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufff9-\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
# A mark with Chinese on one side at least; 1,234 and 10:30 and www.gov.cn are left alone.
_HALF_WIDTH = Pattern(r"(?<=[\u4e00-\u9fff”’）》%])[,;:]|[,;](?=[\u4e00-\u9fff“‘（《])")
_FULL_WIDTH = {",": "，", ";": "；", ":": "："}
_STRAY_COMMA = Pattern(
    r"、(?=等(?:资料|材料|文件|制度|工作|方式|方法|方面|内容|情况|[，。；]))"
)
_MARK_RUN = Pattern(r"[、，；。]{2,}")
_LETTER = re.compile(r"[A-Za-z0-9.,;:]")


def clean(text: str) -> str:
    r"""Return the text as Word can hold it: no control characters, lines end with \n.

    >>> clean("投诉率<5%\x07\r\n & 满意度")
    '投诉率<5%\n & 满意度'
    """
    if text.isprintable() and "\ufffc" not in text and "\ufffd" not in text:
        return text  # nine of ten, in a tenth of the time
    return _FORBIDDEN.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")


def lines(text: str | None) -> list[str]:
    """Return the paragraphs of a text: its lines without indents, blank ones left out."""
    cleaned = clean(text or "").split("\n")
    return [stripped for line in cleaned if (stripped := line.strip(" \u3000\xa0"))]


def one_line(text: str) -> str:
    r"""Join the lines of a cell; a space is put only between Latin words.

    >>> one_line("创建党建\n先进县"), one_line("Word\nExcel")
    ('创建党建先进县', 'Word Excel')
    """
    joined = ""
    for line in lines(text):
        apart = joined and _LETTER.match(joined[-1]) and _LETTER.match(line)
        joined += f" {line}" if apart else line
    return joined


def punctuated(text: str) -> str:
    """Give running text the marks of Chinese print; those within numbers and Latin words stay.

    >>> punctuated("没有达到限额,由本单位实施;金额1,234.5元"), punctuated("合同书、验收报告、等资料，，齐全")
    ('没有达到限额，由本单位实施；金额1,234.5元', '合同书、验收报告等资料，齐全')
    """
    text = _HALF_WIDTH.sub(lambda found: _FULL_WIDTH[found[0]], text)
    text = _STRAY_COMMA.sub("", text)
    return _MARK_RUN.sub(lambda run: _weightiest(run[0]), text)


def _weightiest(run: str) -> str:
    """Of marks in a row the one that ends most: 。 before ； before ，."""
    return max(run, key="、，；。".index)


def number(value: Decimal | None, blank: str = MISSING) -> str:
    """Write a number without trailing zeros or exponent.

    >>> number(Decimal("89.50")), number(Decimal("1E+2")), number(Decimal("-0.00"))
    ('89.5', '100', '0')
    """
    return blank if value is None else plain(value)


def percent(
    ratio: Decimal | None, places: int = 2, *, fixed: bool = False, blank: str = MISSING
) -> str:
    """Write a ratio as a percentage, rounded half-up; `fixed` keeps trailing zeros.

    >>> percent(Decimal("0.98922")), percent(Decimal("1.7"), fixed=True)
    ('98.92%', '170.00%')
    """
    if ratio is None:
        return blank
    rounded = half_up(ratio * 100, places)
    return f"{rounded:f}%" if fixed else f"{plain(rounded)}%"
