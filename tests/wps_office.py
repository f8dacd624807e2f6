"""A workbook as the fake WPS program opens it, and that program with the add-in in it, in node.

The model is read from the .xlsx by its XML, with nothing of xltools in between.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree
from msgspec.structs import replace
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string, range_boundaries

from xltools.service.facts import Facts, snapshot_of
from xltools.service.words import words
from xltools.snapshot import Snapshot

HERE = Path(__file__).parent
SCRIPTS = HERE.parent / "workbook" / "addin" / "wps" / "js"

Model = dict[str, Any]

_CHINESE = dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"') | dict.fromkeys(
    (28, 29, 31, 51, 53, 54, 58), 'm"月"d"日"'
)
"""Built-in formats of a Chinese program that openpyxl does not list, as far as they matter."""

_ALLOWED = {
    "formatCells": "AllowFormattingCells",
    "formatColumns": "AllowFormattingColumns",
    "formatRows": "AllowFormattingRows",
    "insertColumns": "AllowInsertingColumns",
    "insertRows": "AllowInsertingRows",
    "insertHyperlinks": "AllowInsertingHyperlinks",
    "deleteColumns": "AllowDeletingColumns",
    "deleteRows": "AllowDeletingRows",
    "sort": "AllowSorting",
    "autoFilter": "AllowFiltering",
    "pivotTables": "AllowUsingPivotTables",
}


def node(work: Model) -> Any:
    """What tests/wps/run.js makes of some work."""
    work = {"scripts": str(SCRIPTS), "words": words()} | work
    done = subprocess.run(
        ["node", str(HERE / "wps" / "run.js")],
        input=json.dumps(work),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def model_of(path: Path, *, saved: bool = True) -> Model:
    """The workbook as a program has it open; one that is not `saved` has no folder."""
    with zipfile.ZipFile(path) as archive:
        parts = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    book = etree.fromstring(parts["xl/workbook.xml"])
    rels = _relationships(parts, "xl/workbook.xml")
    styles = _styles(parts.get("xl/styles.xml"))
    texts = _texts(parts.get("xl/sharedStrings.xml"))
    sheets, names = [], []
    for each in book.iterfind("{*}sheets/{*}sheet"):
        part = rels[next(v for k, v in each.attrib.items() if k.endswith("}id"))]
        names.append(each.get("name"))
        sheets.append(
            {"name": each.get("name"), "visible": each.get("state", "visible") == "visible"}
            | _sheet(parts, part, styles, texts)
        )
    defined = []
    for each in book.iterfind("{*}definedNames/{*}definedName"):
        scope = each.get("localSheetId")
        prefix = f"{names[int(scope)]}!" if scope is not None else ""
        defined.append([prefix + each.get("name"), f"={each.text}"])
    properties = book.find("{*}workbookPr")
    return {
        "name": path.name,
        "path": str(path.parent) if saved else "",
        "since_1904": properties is not None and properties.get("date1904") in ("1", "true"),
        "sheets": sheets,
        "names": defined,
        "properties": _properties(parts.get("docProps/custom.xml")),
        "active": names[0],
    }


def _relationships(parts: dict[str, bytes], part: str) -> dict[str, str]:
    folder, _, name = part.rpartition("/")
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    found = {}
    for each in etree.fromstring(rels) if rels else ():
        target = each.get("Target")
        steps: list[str] = [] if target.startswith("/") else folder.split("/")
        for step in target.strip("/").split("/"):
            if step == "..":
                steps.pop()
            else:
                steps.append(step)
        found[each.get("Id")] = "/".join(steps)
    return found


def _texts(xml: bytes | None) -> list[str]:
    root = etree.fromstring(xml) if xml else ()
    return [_rich(item) for item in root]


def _rich(item: Any) -> str:
    """The text of a plain or rich string; phonetic hints are none of it."""
    runs = item.iterfind("{*}t"), item.iterfind("{*}r/{*}t")
    return "".join(each.text or "" for kind in runs for each in kind)


def _styles(xml: bytes | None) -> list[Model]:
    if xml is None:
        return [{}]
    root = etree.fromstring(xml)
    codes = {n: code for n, code in BUILTIN_FORMATS.items() if n} | _CHINESE
    for each in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(each.get("numFmtId"))] = each.get("formatCode")
    borders = [each.find("{*}bottom") for each in root.iterfind("{*}borders/{*}border")]
    fills = [each.find("{*}patternFill") for each in root.iterfind("{*}fills/{*}fill")]
    found = []
    for each in root.iterfind("{*}cellXfs/{*}xf"):
        style: Model = {}
        code = codes.get(int(each.get("numFmtId", "0")))
        if code and code != "General":
            style["NumberFormat"] = code
        lock = each.find("{*}protection")
        if lock is not None and lock.get("locked") in ("0", "false"):
            style["Locked"] = False
        bottom = borders[int(each.get("borderId", "0"))]
        if bottom is not None and bottom.get("style") not in (None, "none"):
            style["9"] = 1
        fill = fills[int(each.get("fillId", "0"))]
        if fill is not None and fill.get("patternType") == "solid":
            style["Interior.Pattern"] = 1
        found.append(style)
    return found


def _sheet(parts: dict[str, bytes], part: str, styles: list[Model], texts: list[str]) -> Model:
    root = etree.fromstring(parts[part])
    heights, shared = [], {}
    cells = []
    for row in root.iterfind("{*}sheetData/{*}row"):
        if row.get("ht"):
            heights.append([int(row.get("r")), float(row.get("ht"))])
        for cell in row.iterfind("{*}c"):
            cells.append(_cell(cell, styles, texts, shared))
    found: Model = {
        "cells": cells,
        "heights": heights,
        "merges": [
            list(_area(e.get("ref"))) for e in root.iterfind("{*}mergeCells/{*}mergeCell")
        ],
        "rules": [
            {"area": list(_area(area)), "low": each.findtext("{*}formula1")}
            for each in root.iterfind("{*}dataValidations/{*}dataValidation")
            for area in each.get("sqref").split()
        ],
        "notes": list(_notes(parts, part)),
    }
    protection = root.find("{*}sheetProtection")
    if protection is not None and protection.get("sheet") in ("1", "true"):
        allowed = {
            name: protection.get(attribute, "1") in ("0", "false")
            for attribute, name in _ALLOWED.items()
        }
        objects = protection.get("objects", "0") in ("1", "true")
        found["protection"] = {"allowed": allowed, "objects": objects}
    return found


def _cell(
    cell: Any, styles: list[Model], texts: list[str], shared: dict[str, Any]
) -> list[Any]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
    kind, raw = cell.get("t", "n"), cell.findtext("{*}v")
    value: Any = None
    if kind == "s":
        value = texts[int(raw)] if raw is not None else None
    elif kind == "inlineStr":
        value = _rich(cell.find("{*}is")) if cell.find("{*}is") is not None else None
    elif kind == "e":
        value = {"error": raw}
    elif kind == "str":
        value = raw
    elif raw:  # openpyxl writes an empty result for a formula
        value = raw == "1" if kind == "b" else float(raw)
    formula = cell.find("{*}f")
    assert formula is None or formula.get("t") != "shared", "the samples have none"
    text = "" if formula is None else f"={formula.text}"
    style = styles[int(cell.get("s", "0"))]
    return [int(row), column_index_from_string(letters), value, text, style]


def _notes(parts: dict[str, bytes], part: str) -> Iterator[list[Any]]:
    for target in _relationships(parts, part).values():
        if "comments" in target and target.endswith(".xml") and target in parts:
            for each in etree.fromstring(parts[target]).iter("{*}comment"):
                top, left, _, _ = _area(each.get("ref"))
                yield [top, left, _rich(each.find("{*}text"))]


def _properties(xml: bytes | None) -> list[list[str]]:
    root = etree.fromstring(xml) if xml else ()
    return [[each.get("name"), each[0].text] for each in root]


def _area(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    return top, left, bottom, right


def read_in_wps(models: list[Model]) -> list[Snapshot]:
    """The snapshots that the service makes of what the real scripts read in the fake program."""
    facts = node({"mode": "read", "models": models})
    return [
        snapshot_of(msgspec.json.decode(msgspec.json.encode(each), type=Facts))
        for each in facts
    ]


def in_order(snapshot: Snapshot) -> Snapshot:
    """Merged areas by place: a file lists them in any order."""
    sheets = tuple(replace(each, merges=tuple(sorted(each.merges))) for each in snapshot.sheets)
    return replace(snapshot, sheets=sheets)
