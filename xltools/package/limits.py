"""Every size above which a workbook is refused, in one place.

Chosen from 2,800 real workbooks: the largest honest one has 1,033 members, 60 MB inflated,
a part of 57 MB and a box of 353,052 cells. Beyond these a file is an accident or an attack.
"""

from __future__ import annotations

MEGABYTE = 1 << 20

FILE_BYTES = 20 * MEGABYTE
MEMBERS = 1_000
PART_BYTES = 64 * MEGABYTE
TOTAL_BYTES = 200 * MEGABYTE

ROWS = 1_048_576
COLUMNS = 16_384
BOX_CELLS = 2_000_000
"""Cells of the smallest rectangle from A1 that holds all values; memory grows with it."""

MERGES = 10_000
"""Merged areas of one sheet; the most that an honest one has is 1,475."""

TEXT_LENGTH = 32_767
"""Characters (UTF-16 units) that Excel keeps in one cell."""

AT_HAND_BYTES = 4 * MEGABYTE
"""XML of an .xlsx, or text of a .csv, up to which our own readers of bytes may read it in this process.

A form of ours has 0.2 MB. What is larger, and whatever goes through calamine, xlrd or lxml, is read
in a process of its own, which may cost `READ_SECONDS` (for each 10 MB) and `READ_MEGABYTES`.
"""

READ_SECONDS = 20.0
READ_MEGABYTES = 1024

SUMMARY_BYTES = 256 * MEGABYTE
SUMMARY_SECONDS = 60.0
SUMMARY_MEGABYTES = 2048
"""What a summary that is read back may be and cost: it has a line for every project of a province."""
