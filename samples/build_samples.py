"""Fill in the samples: blank form + TOML of what staff typed → workbook.

    python samples/build_samples.py            all samples
    python samples/build_samples.py --findings also the expected findings of the bad ones

A bad sample is the good national form with one defect; `bad/cases.toml` says which. The
expected findings beside each are reviewed by a person: a change of them is a change of
what xltools says about the same form.
"""

from __future__ import annotations

import copy
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xltools import anchors
from xltools.blank import build_blank
from xltools.hosts.file import open_form
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.profile import Profile, load_profile
from xltools.profile.extend import merge
from xltools.read.levels import Vocabulary
from xltools.read.locate import locate, named_sheet
from xltools.read.spots import Layout
from xltools.snapshot import CellWrite, NamedCell, Patch

HERE = Path(__file__).parent
Content = dict[str, Any]


def read_content(path: Path) -> Content:
    """What the staff typed, from TOML; numbers stay exact.

    A corrected sample names the sample it corrects (`base`) and says under `[set]` what it changed.
    """
    with path.open("rb") as file:
        content = tomllib.load(file, parse_float=Decimal)
    if "base" not in content:
        return content
    corrected = read_content(path.parent / content["base"])
    for key, value in content["set"].items():
        _override(corrected, key.split("."), value)
    return corrected


def forms_of(source: Path) -> Iterator[tuple[Path, Content]]:
    """The workbooks that one TOML describes, each with its content.

    As a rule one, beside the TOML and named like it. A unit's projects stand in `[[forms]]`,
    each with its `file`, and share what `[common]` says.
    """
    content = read_content(source)
    if "forms" not in content:
        yield source.with_suffix(".xlsx"), content
        return
    shared = {"profile": content["profile"], **content.get("common", {})}
    for form in content["forms"]:
        own = {key: value for key, value in form.items() if key != "file"}
        yield source.parent / f"{form['file']}.xlsx", merge(shared, own)


def fill_in(content: Content) -> bytes:
    """Return the blank form of the content's profile with the content typed in."""
    profile = load_profile(content["profile"])
    workbook = _blank(profile.id)
    return apply_patch(workbook, Patch(tuple(_writes(workbook, profile, content))))


@cache
def _blank(profile: str) -> Workbook:
    """The blank form, made once for all the samples of a profile."""
    return load_bytes(build_blank(load_profile(profile)), Path(f"{profile}.xlsx"))


def _writes(workbook: Workbook, profile: Profile, content: Content) -> Iterator[CellWrite]:
    snapshot = workbook.snapshot
    sheet = named_sheet(snapshot, profile)
    assert sheet is not None
    layout = locate(snapshot, profile, sheet, None)
    for key, value in content.get("fields", {}).items():
        yield _write(sheet, layout.fields[key].position, value)
    for source, amounts in content.get("funding", {}).items():
        for measure, value in amounts.items():
            yield _write(sheet, layout.funding.cells[source, measure], value)
    yield from _indicator_writes(profile, layout, content.get("indicators", []))
    spots = layout.tail
    tail = {
        "score": spots.score.position if spots.score else None,
        "grade": spots.grade.position if spots.grade else None,
        "points": spots.points,
    }
    for key, value in content.get("tail", {}).items():
        spot = tail[key]
        assert spot is not None
        yield _write(sheet, spot, value)
    for key, value in content.get("texts", {}).items():
        named = snapshot.names[anchors.text(key)]
        yield _write(named.sheet, (named.row, named.column), value)
    for name, key in ((anchors.GROUP, "group"), (anchors.SPENDING, "spending")):
        table = profile.group if key == "group" else profile.spending
        if table is not None and name in snapshot.names:
            columns = [column.key for column in table.columns]
            yield from _table_writes(snapshot.names[name], columns, content.get(key, []))


def _indicator_writes(
    profile: Profile, layout: Layout, rows: list[Content]
) -> Iterator[CellWrite]:
    """Put each indicator into the row that prints its name, else the next free one of its 二级指标."""
    rows_of = _rows_of(profile, layout)
    for indicator in rows:
        row = _take(rows_of[indicator.get("subcategory", "")], indicator.get("name"))
        columns = next(t for t in layout.tables if t.first <= row <= t.last).heading.columns
        for key, value in indicator.items():
            if key in columns and key != "subcategory":
                yield _write(layout.grid.name, (row, columns[key].left), value)


def _take(rows: dict[int, str | None], name: str | None) -> int:
    """The row that prints this name, else the first free one; without a name the first of all."""
    printed = [row for row, text in rows.items() if name in (None, text)]
    row = (printed or [row for row, text in rows.items() if text is None])[0]
    del rows[row]
    return row


def _rows_of(profile: Profile, layout: Layout) -> dict[str, dict[int, str | None]]:
    """The rows of each 二级指标 with the name printed in them; "" where there is no such column."""
    vocabulary = Vocabulary(profile)
    rows: dict[str, dict[int, str | None]] = {}
    for table in layout.tables:
        columns = table.heading.columns
        for row in range(table.first, table.last + 1):
            key = ""
            if "subcategory" in columns:
                level1 = layout.grid.text(row, columns["category"].left)
                label = layout.grid.text(row, columns["subcategory"].left)
                found = vocabulary.subcategory(label, vocabulary.category(level1))
                key = found[1].key if found else ""
            name = layout.grid.text(row, columns["name"].left)
            rows.setdefault(key, {})[row] = name
    return rows


def _table_writes(
    head: NamedCell, columns: list[str], rows: list[Content]
) -> Iterator[CellWrite]:
    for offset, row in enumerate(rows, start=1):
        for key, value in row.items():
            column = head.column + columns.index(key)
            yield _write(head.sheet, (head.row + offset, column), value)


def _write(sheet: str, spot: tuple[int, int], value: object) -> CellWrite:
    typed = Decimal(value) if isinstance(value, (int, Decimal)) else value
    assert typed is None or isinstance(typed, (str, Decimal))
    return CellWrite(sheet, *spot, typed)


# --- bad samples


def bad_cases() -> Iterator[tuple[str, bytes]]:
    """Yield (name, workbook) of each bad sample."""
    cases = read_content(HERE / "bad" / "cases.toml")
    bases = {
        "national": read_content(HERE / "national-2020" / "农村公路安防工程.toml"),
        "shanxi": read_content(HERE / "shanxi-2020" / "创建党建先进县.toml"),
    }
    for case in cases["case"]:
        content = copy.deepcopy(bases[case.get("base", "national")])
        for key, value in case["set"].items():
            _override(content, key.split("."), value)
        yield case["name"], fill_in(content)


def _override(content: Content | list[Any], keys: list[str], value: object) -> None:
    """Set `indicators.3.actual` and the like; "" clears a cell.

    A row is named by its number, or by what it is called: `indicators.投诉率.actual`.
    """
    key: Any = _row(content, keys[0]) if isinstance(content, list) else keys[0]
    if len(keys) > 1:
        if isinstance(content, dict):
            content.setdefault(key, {})
        _override(content[key], keys[1:], value)
    elif value == "" and isinstance(content, dict):
        content.pop(key, None)
    elif value == "" and isinstance(content, list):
        content[key] = {"subcategory": content[key]["subcategory"]}
    else:
        content[key] = value


def _row(rows: list[Any], key: str) -> int:
    if key.isdigit():
        return int(key)
    names = [row.get("name") or row.get("file") or row.get("item") for row in rows]
    return names.index(key)


def expected_findings(path: Path) -> str:
    """The findings of one workbook as `code cell` lines; what a reviewer signs."""
    findings = open_form(path).examined.findings
    return "".join(f"{f.code.number} {f.place or '—'} {f.message}\n" for f in findings)


def main() -> None:
    """Write every sample that has a TOML."""
    for source in sorted(HERE.glob("*-20*/*.toml")):
        for path, content in forms_of(source):
            path.write_bytes(fill_in(content))
    folder = HERE / "bad"
    for name, data in bad_cases():
        path = folder / f"{name}.xlsx"
        path.write_bytes(data)
        if "--findings" in sys.argv:
            path.with_suffix(".findings.txt").write_text(expected_findings(path), "utf-8")


if __name__ == "__main__":
    main()
