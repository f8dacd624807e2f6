"""Profile → blank workbook: what a finance bureau sends out for filling in.

openpyxl is at home here, since the blank is the one workbook that we make ourselves; a
filled one is never saved with it (it would lose what staff and WPS put in).
"""

from xltools.blank.build import build_blank

__all__ = ["build_blank"]
