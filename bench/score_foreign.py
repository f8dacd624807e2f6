"""A form that xltools did not make against one that it made: same content, same table.

    python bench/score_foreign.py [FILE] [--runs N]

The foreign copy holds what the sample holds, cell by cell, without our defined names, our
document properties and the sheet's own name: all that is left are the labels. Ours keeps all of that
and loses its further sheets, which the copy does not have either. Both are in memory; each round loads, reads, checks and scores them (and once more
with filling to the finished bytes), taking turns, so a drift of the machine hits both. A third
column is the same foreign form in the layout of an office that no profile knows.

Goal: a foreign form costs at most twice one of our own.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
from collections.abc import Callable
from copy import copy
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from score_one import line, paired, ratio

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "national-2020" / "农村公路安防工程.xlsx"
FORM = "自评表"

NAME = Path("form.xlsx")

UNKNOWN_WORDS = {
    "年初预算数": "年初预算",
    "全年预算数": "调整预算",
    "全年执行数": "实际支出",
    "执行率": "支出进度",
    "年度指标值": "目标值",
    "实际完成值": "完成值",
    "三级指标": "指标内容",
    "分值": "标准分",
    "得分": "评价得分",
    "偏差原因分析及改进措施": "扣分原因",
}
"""What another office calls the same columns."""


def bare_copy(source: Worksheet, words: dict[str, str]) -> bytes:
    """The sheet's values, merges, widths and looks in a new workbook, and nothing else of it."""
    book = Workbook()
    target = book.active
    target.title = "Sheet1"
    for row in source.iter_rows():
        for cell in row:
            if type(cell).__name__ == "MergedCell":
                continue
            twin = target.cell(cell.row, cell.column)
            twin.value = words.get(cell.value, cell.value) if words else cell.value
            twin.data_type = cell.data_type  # =420块 is a target, no formula
            if cell.has_style:
                twin.number_format = cell.number_format
                twin.border, twin.alignment = copy(cell.border), copy(cell.alignment)
    for merged in source.merged_cells.ranges:
        target.merge_cells(merged.coord)
    for column in range(1, source.max_column + 1):
        letter = get_column_letter(column)
        target.column_dimensions[letter].width = source.column_dimensions[letter].width
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def without_further_sheets(path: Path) -> bytes:
    """Our own form with its names and properties, on its only sheet."""
    book = load_workbook(path)
    for name in book.sheetnames:
        if name != FORM:
            del book[name]
    for name, defined in list(book.defined_names.items()):
        if "!" in defined.attr_text and FORM not in defined.attr_text:
            del book.defined_names[name]
    for cell in (cell for row in book[FORM].iter_rows() for cell in row):
        if isinstance(cell.value, str) and cell.value.startswith("="):
            cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def examined(data: bytes) -> Callable[[], object]:
    """Load, read, check and score."""
    from xltools.hosts.examine import examine
    from xltools.package import load_bytes

    return lambda: examine(load_bytes(data, NAME).snapshot)


def filled(data: bytes) -> Callable[[], object]:
    """The same, and filled to the finished bytes."""
    from xltools.hosts.examine import examine_all
    from xltools.hosts.file import Opened
    from xltools.hosts.file import filled as finished
    from xltools.package import load_bytes

    def task() -> object:
        book = load_bytes(data, NAME)
        return finished(Opened(NAME, book, examine_all(book.snapshot)))

    return task


def check_same(ours: bytes, theirs: bytes) -> None:
    """A form read in half would be read quickly: both must give the same scores."""
    from xltools.hosts.examine import examine
    from xltools.package import load_bytes

    first, second = (examine(load_bytes(data, NAME).snapshot) for data in (ours, theirs))
    if (first.recognition.by, second.recognition.by) != ("identity", "labels"):
        sys.exit(f"recognised by {first.recognition.by} and {second.recognition.by}")
    if first.scores.total != second.scores.total or first.scores.total is None:
        sys.exit(f"not the same form: {first.scores.total} and {second.scores.total}")
    if len(first.evaluation.indicators) != len(second.evaluation.indicators):
        sys.exit("not the same form: indicators differ in number")


def main() -> None:
    """Run the pairs and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=30)
    args = parser.parse_args()
    sheet = load_workbook(args.file)[FORM]
    ours = without_further_sheets(args.file)
    foreign, unknown = bare_copy(sheet, {}), bare_copy(sheet, UNKNOWN_WORDS)
    ratios = []
    print(f"{args.file.name}, {len(ours) / 1000:.0f} kB, {args.runs} paired runs")
    print(f"  {'milliseconds':<34}{'min':>9}{'median':>9}{'max':>9}")
    for name, data in (("national layout", foreign), ("unknown layout", unknown)):
        check_same(ours, data)
        for what, work in (("examined", examined), ("filled", filled)):
            own, other = paired(work(ours), work(data), args.runs)
            line(f"{what}: our own form", own)
            line(f"{what}: {name}", other)
            ratios.append((f"{what}, {name}", ratio(other, own)))
    print()
    for name, value in ratios:
        print(f"{name}: {value:.2f} × our own form (goal ≤ 2)")
    print(f"worst: {max(value for _, value in ratios):.2f}")
    print(f"median of all: {statistics.median(value for _, value in ratios):.2f}")


if __name__ == "__main__":
    main()
