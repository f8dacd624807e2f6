"""Paper and protection, the same on every sheet."""

from __future__ import annotations

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

A4 = 9


def set_page(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4, as many pages long as needed and one page wide, numbered at the foot."""
    setup = sheet.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.7
    margins.header = margins.footer = 0.35
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        center=_HeaderFooterPart("第 &P 页，共 &N 页", size=9)
    )


def protect(sheet: Worksheet) -> None:
    """Lock what is printed and computed; no password, so that nobody is ever shut out.

    In openpyxl, as in the file, True means forbidden.
    """
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False
    protection.sort = protection.autoFilter = False
    protection.insertHyperlinks = False
    protection.selectLockedCells = protection.selectUnlockedCells = False
    protection.objects = protection.scenarios = False
