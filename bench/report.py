"""One report: xltools against docxtpl, in one run, as ratios of medians.

    python bench/report.py [FILE] [--runs N]

docxtpl gets a Word template with the same styles, headings, paragraphs and tables as our
report of FILE, and the texts and rows ready to be filled in; it neither reads a form nor
scores one, makes no sentences and no contents. Both make the same document in every round,
but a number in it changes, lest somebody remember the last one.

warm   in one process, to the bytes of the .docx: our `write_report` against docxtpl's load,
       render and save; the two take turns, so a drift of the machine hits both
cold   whole processes: `xltools report FILE` (which opens, reads, checks and scores a
       workbook first) against a script that imports docxtpl and renders once

Goals: warm at least 5 × faster; cold faster.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.table import Table
from msgspec.structs import replace
from score_one import line, paired, ratio

from xltools.hosts.file import open_form
from xltools.report import write_report

ROOT = Path(__file__).parent.parent
SAMPLES = (
    ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx",
    ROOT / "samples" / "national-2020" / "农村公路安防工程.xlsx",
)

PEER = """
import json, sys
from docxtpl import DocxTemplate

def render(template, context, target):
    document = DocxTemplate(template)
    document.render(context, autoescape=True)
    document.save(target)
"""
"""What a clerk's script does with docxtpl."""


def peers_template(report: bytes, target: Path) -> dict[str, Any]:
    """Make a docxtpl template as long as the report; return what it is to be filled with.

    Headings stay words, every other paragraph becomes a tag, every table its heading rows
    and one row in a loop.
    """
    document: Document = docx.Document(BytesIO(report))
    context: dict[str, Any] = {}
    for contents in document.element.body.findall(f"{{{document.element.nsmap['w']}}}sdt"):
        document.element.body.remove(contents)
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.text.strip() and not paragraph.style.name.startswith("Heading"):
            context[f"p{number}"] = paragraph.text
            _retext(paragraph._p, f"{{{{ p{number} }}}}")
    for number, table in enumerate(document.tables):
        context[f"t{number}"] = _loop(table, f"t{number}")
    document.save(str(target))
    return context


def _retext(paragraph: Any, text: str) -> None:
    """Give a w:p one run of text."""
    for child in list(paragraph):
        if not child.tag.endswith("}pPr"):
            paragraph.remove(child)
    paragraph.add_r().text = text


def _loop(table: Table, name: str) -> list[list[str]]:
    """Keep the first row and one more; that one repeats for each that was there."""
    _, *rows = table._tbl.tr_lst
    values = [["".join(tc.itertext()) for tc in row.tc_lst] for row in rows]
    model = max(rows, key=lambda row: len(row.tc_lst))
    opening, closing = deepcopy(model), deepcopy(model)
    for row, words in ((opening, f"{{%tr for row in {name} %}}"), (closing, "{%tr endfor %}")):
        for at, cell in enumerate(row.tc_lst):
            _retext(cell.p_lst[0], words if at == 0 else "")
    for at, cell in enumerate(model.tc_lst):
        _retext(cell.p_lst[0], f"{{{{ row[{at}] }}}}")
    for row in rows:
        table._tbl.remove(row)
    for row in (opening, model, closing):
        table._tbl.append(row)
    return values


def warm(form: Path, folder: Path, runs: int) -> float:
    """Print both medians; return theirs ÷ ours."""
    one = open_form(form).examined
    evaluation = one.evaluation
    template = folder / "template.docx"
    context = peers_template(write_report(evaluation, one.scores, one.profile), template)
    (folder / "context.json").write_text(json.dumps(context), "utf-8")
    names: dict[str, Callable[..., None]] = {}
    exec(PEER, names)  # the cold script is made of the same text
    rounds = count(1)

    def ours() -> None:
        fields = dict(evaluation.fields)
        name = fields["project_name"]
        fields["project_name"] = replace(name, text=f"{name.text}{next(rounds)}")
        write_report(replace(evaluation, fields=fields), one.scores, one.profile)

    def theirs() -> None:
        changed = context | {next(iter(context)): str(next(rounds))}
        names["render"](str(template), changed, BytesIO())

    own, peer = paired(ours, theirs, runs)
    line("warm: xltools write_report", own)
    line("warm: docxtpl load, render, save", peer)
    return ratio(peer, own)


def cold(form: Path, folder: Path, runs: int) -> float:
    """Print both medians of whole processes; return theirs ÷ ours."""
    script = folder / "peer.py"
    script.write_text(
        PEER
        + "\nwith open(sys.argv[2], encoding='utf-8') as file:\n"
        + "    render(sys.argv[1], json.load(file), sys.argv[3])\n",
        "utf-8",
    )
    # see score_one: an installed package has its bytecode
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run(*command: str) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=env)

    xltools = str(Path(sys.executable).with_name("xltools"))
    out = str(folder / "out.docx")
    own, peer = paired(
        run(xltools, "report", str(form), "-o", out, "--force"),
        run(sys.executable, str(script), str(folder / "template.docx"),
            str(folder / "context.json"), str(folder / "peer.docx")),
        runs,
    )  # fmt: skip
    line("cold: xltools report FILE", own)
    line("cold: import docxtpl, one render", peer)
    return ratio(peer, own)


def main() -> None:
    """Run both benchmarks for each form and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=SAMPLES)
    parser.add_argument("--runs", type=int, default=30)
    args = parser.parse_args()
    for file in args.files:
        with tempfile.TemporaryDirectory() as folder:
            form = Path(folder) / "form.xlsx"
            shutil.copy(file, form)
            print(f"{file.name}, {args.runs} paired runs")
            print(f"  {'milliseconds':<34}{'min':>9}{'median':>9}{'max':>9}")
            faster = warm(form, Path(folder), args.runs)
            started = cold(form, Path(folder), max(5, args.runs // 2))
        print(f"  warm: {faster:.1f} × faster than docxtpl (goal ≥ 5)")
        print(f"  cold: {started:.2f} × faster than docxtpl (goal > 1)\n")


if __name__ == "__main__":
    main()
