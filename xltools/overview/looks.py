"""How cells look: fonts, colours and number formats, as on the other sheets of xltools."""

from __future__ import annotations

from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xltools.overview.columns import Column

Property: TypeAlias = str | float | bool

BODY, HEAD = "宋体", "黑体"
SIZE = 10.5
MONEY, RATE, SCORE, COUNT, NUMBER = "#,##0.00####", "0.00%", "0.00", "0", "#,##0.######"
RED, ORANGE, BLUE, GREY, YELLOW, GREEN = (
    "#FF9F9F", "#FFE2BD", "#DFE8F3", "#F0F0F0", "#FFFBE0", "#D8EBD0",
)  # fmt: skip
LINK = "#0563C1"

_NUMBERS = {"money": MONEY, "rate": RATE, "score": SCORE, "count": COUNT, "number": NUMBER}
_CENTRED = ("short", "count", "severity", "state")
_TEXT = {"text_wrap": True, "quote_prefix": True}
"""A text like =1+1 stays one also when somebody edits it."""


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Property], ...], Format] = {}

    def of(self, **properties: Property) -> Format:
        """A format of 宋体 10.5, in the middle of its height, with these properties."""
        whole = {"font_name": BODY, "font_size": SIZE, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(whole)
        return self._made[key]

    @staticmethod
    def number(look: Format) -> int:
        """By which number cells name the format."""
        return int(look._get_xf_index())

    def of_rule(self, **properties: Property) -> Format:
        """What a rule changes of the cells it applies to."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    @property
    def title(self) -> Format:
        """Of a sheet's title."""
        return self.of(font_name=HEAD, font_size=18, bold=True, align="center")

    @property
    def note(self) -> Format:
        """Of the words below a title."""
        return self.of(font_size=9.5, align="left", text_wrap=True)

    @property
    def heading(self) -> Format:
        """Of a column's heading."""
        return self.of(font_name=HEAD, align="center", text_wrap=True, border=1, bg_color=GREY)

    def cell(self, column: Column) -> Format:
        """Of a column's cells."""
        number = _NUMBERS.get(column.kind)
        properties: dict[str, Property] = {"border": 1}
        properties |= {"num_format": number, "shrink": True} if number else _TEXT
        if column.kind in _CENTRED:
            properties["align"] = "center"
        elif number:
            properties |= {"align": "right", "indent": 1}
        else:
            properties |= {"align": "left", "indent": 1}
        if column.kind == "link":
            properties |= {"font_color": LINK, "underline": 1}
        if column.kind == "key":
            properties |= {"font_size": 9, "font_color": "#808080"}
        if column.typed:
            properties |= {"bg_color": YELLOW, "locked": False}
        return self.of(**properties)

    def total(self, column: Column) -> Format:
        """Of the total row below a column."""
        number = _NUMBERS.get(column.kind) if column.total != "mean" else SCORE
        properties: dict[str, Property] = {"border": 1, "bold": True, "bg_color": BLUE}
        if number:
            properties |= {"num_format": number, "shrink": True}
        if column.kind in _CENTRED or column.total == "label":
            return self.of(**properties, align="center")
        return self.of(**properties, align="right", indent=1)
