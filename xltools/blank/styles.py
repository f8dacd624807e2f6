"""How cells look: fonts that every Excel has, fills that say who fills a cell in.

Only 宋体 and 黑体 are named, since a bureau's 方正小标宋 is missing on most machines and a
missing font changes every line break.
"""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal

from msgspec import Struct, structs
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from xltools.decimals import plain
from xltools.patterns import Pattern

YELLOW = "FFFBE6"
"""To fill in."""
BLUE = "DFE8F3"
"""Computed by us."""
GREY = "F0F0F0"
"""Printed heading."""
ORANGE = "FFE2BD"
"""Alert: something is missing."""
RED = "FF9F9F"
"""Alert: two things contradict each other."""

TEXT = "@"
MONEY = "#,##0.00####"
"""万元, down to one 分."""
YUAN = "#,##0.00"
RATE = "0.00%"
# a format with optional decimals would print whole numbers with a bare point, so the two
# that occur all the time are spelled out
PERCENT_NUMBER = "[=100]0;[=0]0;0.00"
YEAR = '"（"0"年度）"'
DATE = 'yyyy"年"m"月"d"日"'

_THIN = Side(style="thin", color="000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class Style(Struct, frozen=True):
    """What one cell looks like; `locked` is its protection."""

    font: str = "宋体"
    size: float = 10.5
    bold: bool = False
    color: str = "000000"
    fill: str = ""
    across: str = "center"
    down: str = "center"
    boxed: bool = True
    wrap: bool = True
    shrink: bool = False
    indent: int = 0
    format: str = "General"
    locked: bool = True

    def but(self, **changes: object) -> Style:
        """Return this style with some things changed."""
        return structs.replace(self, **changes)

    def parts(self) -> dict[str, object]:
        """Return openpyxl's objects by the name of the cell's attribute."""
        return {
            "font": Font(self.font, self.size, self.bold, charset=134, color=self.color),
            "fill": PatternFill("solid", self.fill) if self.fill else PatternFill(),
            "border": BOX if self.boxed else Border(),
            "alignment": Alignment(
                horizontal=self.across,
                vertical=self.down,
                wrap_text=self.wrap and not self.shrink,
                shrink_to_fit=self.shrink,
                indent=self.indent,
            ),
            "protection": Protection(locked=self.locked),
            "number_format": self.format,
        }


TITLE = Style(font="黑体", size=20, bold=True, boxed=False)
PLAIN = Style(boxed=False, across="left")
CAPTION = PLAIN.but(size=10)
"""A word beside the year, such as the form's number: no box."""
CHAPTER = PLAIN.but(font="黑体", size=12, bold=True)
LABEL = Style(bold=True)
HEADING = LABEL.but(font="黑体", bold=False, fill=GREY)
SECTION = HEADING.but(size=11)
STILL = Style()
"""Printed and neither label nor input: the "—" in a cell that does not apply."""
INPUT = Style(fill=YELLOW, locked=False, across="left")
INPUT_CENTRED = INPUT.but(across="center")
AMOUNT = INPUT.but(across="right", format=MONEY, shrink=True)
NUMBER = INPUT.but(across="center", shrink=True)
COMPUTED = Style(fill=BLUE, shrink=True)
REVIEW = Style(fill=GREY, shrink=True)
"""For the finance bureau, which lifts the protection when it reviews."""
WORDS = INPUT.but(size=10)
"""A column of sentences. No text format: Excel shows ##### for texts over 255 characters in it."""
PRINTED = Style(size=10, across="left", indent=1)
"""A sentence of the form's own, such as an indicator's explanation."""


def alert(color: str) -> DifferentialStyle:
    """Return a conditional format's fill; Excel reads the colour from the background."""
    return DifferentialStyle(fill=PatternFill("solid", start_color=color, end_color=color))


_TOKEN = Pattern(r"[（(]*(?:[0-9A-Za-z.%/]+|.)[）)]*")
_ENDING = Pattern(r"(?<=.)[（(][^（()）]*[）)]$")


def stacked(text: str, width: float, height: float = math.inf) -> str:
    r"""Write a side head downwards, a character a line, where the column is narrow.

    Line ends and not rotated text: Excel, WPS and LibreOffice all centre them alike. A
    number stays together and brackets stay with what they hold. Where the lines would not
    fit into `height` points, or the column is wide, words are only broken before the
    bracket that ends them.

    >>> stacked("目标", 5), stacked("目标", 20), stacked("指标（80分）", 5)
    ('目\n标', '目标', '指\n标\n（80\n分）')
    >>> stacked("项目资金（万元）", 14), stacked("项目资金（万元）", 7, 60)
    ('项目资金\n（万元）', '项目资金\n（万元）')
    """
    tokens = _TOKEN.findall(text)
    if width < 8 and len(tokens) * 15 + 6 <= height:
        return "\n".join(tokens)
    ending = _ENDING.search(text)
    if ending is None or text_width(text) <= width - 1:
        return text
    return f"{text[: ending.start()]}\n{ending[0]}"


def with_points(label: str, points: Decimal | None, width: float) -> str:
    r"""Print the points behind a label, on a line of their own where one line is too short.

    >>> with_points("产出指标", Decimal(50), 20), with_points("效益", Decimal("7.5"), 9)
    ('产出指标（50分）', '效益\n（7.5分）')
    """
    if points is None:
        return label
    behind = f"（{plain(points)}分）"
    fits = text_width(label + behind) <= width - 1
    return f"{label}{'' if fits else chr(10)}{behind}"


def money(unit: str) -> str:
    """The number format of amounts in this unit."""
    return YUAN if unit == "元" else MONEY


def text_width(text: str) -> float:
    """Return how many digits wide a text prints; a Chinese character counts as two.

    >>> text_width("≥95%，共8次")
    12
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in a column that many characters wide.

    >>> lines_needed("一二三四五六", 8), lines_needed("", 8)
    (2, 1)
    """
    # a line never uses its last character: Chinese punctuation does not begin a line
    room = max(width - 2, 2)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def height_for(text: str, width: float, size: float = 10.5) -> float:
    """Return the height in points of a row that holds the text, with some air."""
    return lines_needed(text, width) * (size * 1.4) + 6
