"""汇总.xlsx: every table, charts and explanations in one workbook that is printed and sent upward."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from xltools.collect import MARK
from xltools.overview.about import About, Source, source_of
from xltools.overview.charts import write_charts
from xltools.overview.figures import figures_of
from xltools.overview.looks import BODY, SIZE, Looks
from xltools.overview.notes import write_notes
from xltools.overview.paper import ROWS, Paper
from xltools.overview.projects import SUMMARY
from xltools.overview.selects import ended
from xltools.overview.staged import Book, opened
from xltools.overview.tables import TABLES
from xltools.package import save_streamed
from xltools.package.scratch import scratch_folder

__all__ = ["About", "Source", "source_of", "write_overview"]


def write_overview(ledger: Book, target: Path, about: About, rows: int = ROWS) -> None:
    """Write the summary of what the ledger holds now; a file that is there is replaced as a whole.

    The same ledger gives the same bytes at the same `about.when`. `rows` is how many a sheet may have.

    Raises:
        ChangedError: the summary is open in Excel, WPS or LibreOffice.
        SaveError: it cannot be written; what was there is untouched.
    """
    save_streamed(target, lambda file: _fill(file, ledger, target, about, rows))


def _fill(file: BinaryIO, ledger: Book, target: Path, about: About, rows: int) -> None:
    with scratch_folder() as work:
        options = {
            "constant_memory": True,
            "tmpdir": str(work),
            "default_format_properties": {"font_name": BODY, "font_size": SIZE},
        }
        workbook = Workbook(file, options)
        _describe(workbook, about)
        with opened(ledger) as connection:
            _sheets(workbook, connection, target, about, rows)
        try:
            workbook.close()
        except FileCreateError as error:  # a disk that is full, not a fault of ours
            raise OSError(*error.args[0].args) from None


def _describe(workbook: Workbook, about: About) -> None:
    workbook.set_properties({"title": about.title, "author": "xltools", "created": about.when})
    workbook.set_custom_property(MARK, about.version, "text")
    workbook.set_calc_mode("auto")


def _sheets(
    workbook: Workbook, connection: Connection, target: Path, about: About, rows: int
) -> None:
    looks = Looks(workbook)
    paper = Paper(workbook, looks, target.absolute().parent, about.when, rows)
    for table in TABLES.values():
        title = about.title if table is SUMMARY else ""
        with ended(table.lines(connection)) as lines:
            paper.write(table, lines, title)
    write_charts(workbook, looks, figures_of(connection), about.when)
    write_notes(workbook, looks, about)
