"""Worksheets of XlsxWriter that take strangers' texts, links to files, and the page of all sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

A4, A3 = 9, 8
_A4_WIDTH = 150.0
"""Digits in landscape that can still be read when they are made to fit the paper."""


_TIP = 120
"""Characters of a tip: Excel takes 255 halves of them."""


class Texts(Worksheet):  # type: ignore[misc]
    """A worksheet to which a text is a text, also one that begins with <r> and ends with </r>."""

    def _xml_rich_inline_string(
        self, string: str, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        """Not as XML: nothing in here has several fonts."""
        self._xml_inline_string(string, True, attributes)


class FileLink(Url):  # type: ignore[misc]
    """A link to a file whose address is already written as a relationship wants it."""

    def __init__(self, address: str, tip: str) -> None:
        super().__init__("external:file.xlsx")
        self._address, self.tip = address, tip[:_TIP]

    def _target(self) -> str:
        return self._address


class Lines(Texts):
    """One to which a row is written in one piece; no row stays in memory."""

    def put_row(self, row: int, height: float, cells: str) -> None:
        """Write the next row (from 0) with these cells, as XML."""
        self._check_dimensions(row, 0)
        self._write_single_row(row)
        self.fh.write(f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{cells}</row>')

    def put_link(self, row: int, column: int, link: FileLink) -> None:
        """Link a cell that was written, or is written with its row."""
        self.ignore_write_string = True
        self.write_url(row, column, link)
        self.ignore_write_string = False


def set_up_page(
    sheet: Worksheet,
    name: str,
    width: float,
    when: datetime,
    *,
    most: float = _A4_WIDTH,
    portrait: bool = False,
) -> None:
    """Printed as wide as the paper: A3 where more than `most` digits stand side by side."""
    if not portrait:
        sheet.set_landscape()
    sheet.set_paper(A3 if width > most else A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name}&C第 &P 页，共 &N 页&R{when:%Y-%m-%d}")
    sheet.hide_gridlines(2)
