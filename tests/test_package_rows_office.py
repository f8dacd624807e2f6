"""Rows that come and go in the package, held against what LibreOffice does and opens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from office_ribbon import Office, office
from row_books import OTHER, SHEET, changed, opened, rich_book

from xltools.model import Place
from xltools.package import Workbook, apply_patch, load, load_bytes
from xltools.ribbon import Desk, click
from xltools.ribbon.row_table import find_table
from xltools.snapshot import Snapshot

ROOT = Path(__file__).parents[1]
FORMS = [
    *sorted((ROOT / "workbook").glob("*.xlsx")),
    *sorted((ROOT / "samples" / "published").glob("*.xlsx")),
    ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx",
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One LibreOffice without a window."""
    folder = tmp_path_factory.mktemp("rows")
    first = folder / "first.xlsx"
    first.write_bytes(rich_book())
    with office(folder / "profile", first) as found:
        yield found


def through(
    running: Office, path: Path, data: bytes, work: Callable[[Any], None] = lambda _: None
) -> Workbook:
    """What LibreOffice makes of a workbook: opened, worked on, stored, read again."""
    from com.sun.star.beans import PropertyValue  # there once LibreOffice answers

    path.write_bytes(data)
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = running.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden,))
    try:
        work(document)
        document.calculateAll()
        kind = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
        target = path.with_name(f"{path.stem}-stored.xlsx")
        document.storeToURL(target.as_uri(), (kind,))
    finally:
        document.close(True)
    return load(target)


def cells(snapshot: Snapshot, name: str) -> dict[tuple[int, int], object]:
    """Formulas, and values where there is none, of one sheet by place."""
    sheet = snapshot.sheet(name)
    assert sheet is not None
    values: dict[tuple[int, int], object] = {
        (row, column): value
        for row, line in enumerate(sheet.rows, start=1)
        for column, value in enumerate(line, start=1)
        if value not in (None, "")
    }
    return {
        spot: (sheet.formulas.get(spot), values.get(spot))
        for spot in values.keys() | sheet.formulas.keys()
    }


@pytest.mark.parametrize(
    ("kind", "row"),
    [("insert", 5), ("insert", 10), ("insert", 17), ("delete", 6), ("delete", 12)],
)
def test_libreoffice_does_the_same(
    kind: str, row: int, running: Office, tmp_path: Path
) -> None:
    """Formulas and results on both sheets, names; where no area ends at the row."""

    def work(document: Any) -> None:
        rows = document.Sheets.getByName(SHEET).Rows
        if kind == "insert":
            rows.insertByIndex(row, 1)
        else:
            rows.removeByIndex(row - 1, 1)

    data = rich_book()
    theirs = through(running, tmp_path / "theirs.xlsx", data, work)
    ours = through(running, tmp_path / "ours.xlsx", changed(opened(data), kind, row).data)
    for name in (SHEET, OTHER):
        assert cells(ours.snapshot, name) == cells(theirs.snapshot, name)
    assert ours.snapshot.names == theirs.snapshot.names
    new = {row + 1} if kind == "insert" else set()
    old, now = (
        {each for each in book.snapshot.sheets[0].merges if each[0] not in new}
        for book in (theirs, ours)
    )
    assert now == old


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_with_a_row_more_in_every_block_opens_with_all_it_holds(
    path: Path, running: Office, tmp_path: Path
) -> None:
    """What LibreOffice shows is what we read."""
    file = Path(shutil.copy(path, tmp_path / "form.xlsx"))
    book = load(file)
    _, tables = find_table(book.snapshot, None, None)
    for table in tables:
        ends = {table.block(row)[-1] for row in table.levels if table.kind(row) == "indicator"}
        for row in sorted(ends, reverse=True):
            place = Place(table.sheet.name, row, table.name_column)
            answer = click("add", Desk(book.snapshot, file, place))
            assert answer.patch is not None
            book = load_bytes(apply_patch(book, answer.patch), file)
    seen = through(running, tmp_path / "seen.xlsx", book.data)
    for sheet in book.snapshot.sheets:
        twin = seen.snapshot.sheet(sheet.name)
        assert twin is not None
        assert set(twin.merges) == set(sheet.merges)
        for row, line in enumerate(sheet.rows, start=1):
            for column, value in enumerate(line, start=1):
                if value not in (None, "") and (row, column) not in sheet.formulas:
                    assert twin.value(row, column) == value, Place(sheet.name, row, column)
