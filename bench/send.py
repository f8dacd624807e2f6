"""Sending out: one pre-filled form, xltools against the usual openpyxl script, in one run.

    python bench/send.py [--runs N] [--forms N]

Both fill the same cells of the same blank with the same values: head, money, objective and twenty
indicators, another project in every round. openpyxl loads the blank, fills it and saves; ours stamps
and gives each form its identity in three places, rows as high as their texts and the points' sum,
which the script leaves out. The two take turns, so a drift of the machine hits both.

bytes  in memory: `FormMaker.form` against load + fill + save into memory
file   the same with the file on disk, ours put there whole by a rename
all    a whole run of `--forms` projects from the list as read to the last file and the roster

Goal: at least 15 × faster, to the bytes.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from decimal import Decimal
from itertools import count
from pathlib import Path

import openpyxl
from score_one import line, paired, ratio

from xltools.blank import build_blank
from xltools.hosts.sending import send_out
from xltools.profile import load_profile
from xltools.sending import FormMaker, Listing, Target, ToSend

PROFILE = load_profile("national-2020")
_PARTS = (
    ("output", "quantity"), ("output", "quality"), ("output", "timeliness"), ("output", "cost"),
    ("outcome", "economic"), ("outcome", "social"), ("satisfaction", "beneficiary"),
)  # fmt: skip


def project(number: int) -> ToSend:
    """A project with three indicators a part, at most twenty."""
    targets = [
        Target(0, *_PARTS[n % 7], {"name": f"建成第{n}类设施{number}", "target": f"≥{n + 90}%", "points": Decimal(4)})
        for n in range(20)
    ]  # fmt: skip
    money = Decimal(1234567 + number).scaleb(-4)
    return ToSend(
        number,
        f"第{number}号农村公路安全防护工程",
        f"第{number % 50}单位",
        "县交通运输局",
        f"XM{number:06d}",
        2024,
        "",
        {
            "project_name": f"第{number}号农村公路安全防护工程",
            "implementing_unit": f"第{number % 50}单位",
            "supervising_department": "县交通运输局",
            "year": Decimal(2024),
            "objective_planned": f"建成防护栏 {number} 公里，9 月底前完工并验收合格。",
        },
        {("total", "original_budget"): money, ("total", "revised_budget"): money,
         ("appropriation", "revised_budget"): money},
        tuple(targets),
    )  # fmt: skip


def cells_of(blank: bytes, maker: FormMaker, one: ToSend) -> list[tuple[int, int]]:
    """Where a stamped form has other values than the blank: what the script fills."""
    ours = openpyxl.load_workbook(io.BytesIO(maker.form(one)))["自评表"]
    theirs = openpyxl.load_workbook(io.BytesIO(blank))["自评表"]
    return [
        (cell.row, cell.column)
        for row in ours
        for cell in row
        if cell.value != theirs.cell(cell.row, cell.column).value
    ]


def values_of(one: ToSend) -> list[str | float]:
    """The project's values, as many as there are cells."""
    money = [float(each) for each in one.amounts.values()]
    texts = [value if isinstance(value, str) else int(value) for value in one.fields.values()]
    rows = [
        v if isinstance(v, str) else float(v) for t in one.targets for v in t.cells.values()
    ]
    return [*texts, *money, *rows]


def main() -> None:
    """Print the rows and the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--forms", type=int, default=1000)
    args = parser.parse_args()
    blank, maker, numbers, others = build_blank(PROFILE), FormMaker(PROFILE), count(1), count(1)
    spots = cells_of(blank, maker, project(0))
    assert len(spots) == len(values_of(project(0)))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "blank.xlsx"
        source.write_bytes(blank)

        def theirs(target: Path | None) -> None:
            book = openpyxl.load_workbook(source)
            sheet = book["自评表"]
            values = values_of(project(next(others)))
            for (row, column), value in zip(spots, values, strict=True):
                sheet.cell(row, column).value = value
            book.save(target or io.BytesIO())

        def ours(target: Path | None) -> None:
            data = maker.form(project(next(numbers)))
            if target is not None:
                beside = target.with_suffix(".tmp")
                beside.write_bytes(data)
                beside.replace(target)

        print(f"{len(blank) / 1000:.0f} kB, {len(spots)} cells, {args.runs} paired runs")
        print(f"  {'milliseconds':<34}{'min':>9}{'median':>9}{'max':>9}")
        stamped, filled = paired(lambda: ours(None), lambda: theirs(None), args.runs)
        line("bytes: xltools", stamped)
        line("bytes: openpyxl load, fill, save", filled)
        mine, yours = folder / "a.xlsx", folder / "b.xlsx"
        saved, written = paired(lambda: ours(mine), lambda: theirs(yours), args.runs)
        line("file: xltools", saved)
        line("file: openpyxl", written)
        began = time.perf_counter()
        listing = Listing("清单.xlsx", tuple(project(n) for n in range(args.forms)), ())
        send_out(listing, PROFILE, folder / "发放")
        took = time.perf_counter() - began
        drawn = statistics.median(_seconds() for _ in range(3))
    print(f"\nbytes: {ratio(filled, stamped):.0f} × faster than openpyxl (goal ≥ 15)")
    print(f"file: {ratio(written, saved):.0f} × faster")
    print(
        f"all: {args.forms} forms and the roster in {took:.1f} s, {args.forms / took:.0f} a second,"
    )
    print(f"     with one blank drawn; each further number of rows is another {drawn:.2f} s")


def _seconds() -> float:
    """How long drawing one kind of blank takes, made ready to be stamped."""
    began = time.perf_counter()
    FormMaker(PROFILE).form(project(0))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
