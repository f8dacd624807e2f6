"""How cells look: fonts that every Excel has, fills that say who fills a cell in.

Only 宋体 and 黑体 are named, since a bureau's 方正小标宋 is missing on most machines and a
missing font changes every line break.
"""

from __future__ import annotations

import math
import unicodedata

from msgspec import Struct, structs
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

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


def alert(color: str) -> DifferentialStyle:
    """Return a conditional format's fill; Excel reads the colour from the background."""
    return DifferentialStyle(fill=PatternFill("solid", start_color=color, end_color=color))


def stacked(text: str, width: float) -> str:
    r"""Write a side head downwards, a character a line, where the column is narrow.

    Line ends and not rotated text: Excel, WPS and LibreOffice all centre them alike.

    >>> stacked("目标", 5), stacked("目标", 20)
    ('目\n标', '目标')
    """
    return "\n".join(text) if width < 8 else text


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
