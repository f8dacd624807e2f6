"""Files that are broken, forged, hostile or merely odd, each with the verdict that is expected.

Everything is made when it is needed, from one honest form and a seed; nothing is kept but the table.

    base         the honest form, its cells by their role, and how a copy of it is changed
    lies         zips written byte by byte, with lies in them
    containers   zips that are cut, changed or lie, and bombs
    kinds        OLE, passwords, other kinds of file
    archives     zips of files, as units send them
    active       macros, objects, links: what may do something when it is opened
    markup       XML that is odd, hostile or broken
    sheets       the structure of the workbook and of its sheets
    bulk         much of something
    values       what stands in one cell: numbers
    texts        and characters, texts, formulas
    formats      the same in .xls, .ods, .csv and as a web page
    names        names, and what lies on the disk beside files
    observe      what became of each in a run of `collect`
    table        verdicts.tsv: what is expected of each, and why
    trial        the command line tried on a file in a process with limits

`python -m corpus FORM FOLDER`, started in `tests/`, writes them all into a folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
if str(SAMPLES) not in sys.path:
    sys.path.append(str(SAMPLES))  # `returning` writes OLE, .xls and .ods byte by byte

from corpus.base import Base, Variant  # noqa: E402

GROUPS = (
    "containers", "kinds", "archives", "active", "markup", "sheets", "bulk", "values", "texts",
    "formats", "names",
)  # fmt: skip


def variants() -> Iterator[Variant]:
    """All variants, group by group."""
    for group in GROUPS:
        yield from import_module(f"corpus.{group}").VARIANTS


def write(base: Base, folder: Path) -> dict[str, Path]:
    """Write every variant into a folder of its group; return each one's file by group/name."""
    written = {}
    for variant in variants():
        target = folder / variant.group
        target.mkdir(parents=True, exist_ok=True)
        written[variant.key] = variant.write(base, target)
    return written
