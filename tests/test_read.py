"""Reading: the form is found wherever it went, and every value carries its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from xltools import anchors
from xltools.errors import FormError
from xltools.hosts.examine import Examined, examine
from xltools.package import load
from xltools.read import recognise
from xltools.read.identity import identity_marks
from xltools.snapshot import NamedCell, Sheet, Snapshot

SAMPLES = Path(__file__).parent.parent / "samples"
SHANXI = SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx"
NATIONAL = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"
FORM = "自评表"

Change = Callable[[Snapshot], Snapshot]


def on_form(change: Callable[[Sheet], Sheet]) -> Change:
    """A change of the form's sheet alone."""

    def changed(snapshot: Snapshot) -> Snapshot:
        sheets = tuple(change(s) if s.name == FORM else s for s in snapshot.sheets)
        return replace(snapshot, sheets=sheets)

    return changed


def moved(rows_at: int, rows: int, columns_at: int, columns: int) -> Change:
    """Insert blank rows and columns as Excel does: merges and names move with their cells."""

    def down(row: int) -> int:
        return row + rows if row >= rows_at else row

    def right(column: int) -> int:
        return column + columns if column >= columns_at else column

    def sheet(old: Sheet) -> Sheet:
        wide = [
            cells[: columns_at - 1] + [None] * columns + cells[columns_at - 1 :]
            for cells in old.rows
        ]
        wide[rows_at - 1 : rows_at - 1] = [[] for _ in range(rows)]
        merges = tuple((down(a), right(b), down(c), right(d)) for a, b, c, d in old.merges)
        percents = frozenset((down(row), right(column)) for row, column in old.percents)
        formulas = {(down(r), right(c)): text for (r, c), text in old.formulas.items()}
        suffixes = {(down(r), right(c)): text for (r, c), text in old.suffixes.items()}
        return replace(
            old,
            rows=wide,
            merges=merges,
            percents=percents,
            formulas=formulas,
            suffixes=suffixes,
        )

    def change(snapshot: Snapshot) -> Snapshot:
        names = {
            name: NamedCell(cell.sheet, down(cell.row), right(cell.column))
            if cell.sheet == FORM
            else cell
            for name, cell in snapshot.names.items()
        }
        return replace(on_form(sheet)(snapshot), names=names)

    return change


def renamed(snapshot: Snapshot) -> Snapshot:
    """The sheet is called 表1 now; names follow."""
    sheets = tuple(replace(s, name="表1") if s.name == FORM else s for s in snapshot.sheets)
    names = {
        key: replace(cell, sheet="表1") if cell.sheet == FORM else cell
        for key, cell in snapshot.names.items()
    }
    return replace(snapshot, sheets=sheets, names=names)


def foreign_company(snapshot: Snapshot) -> Snapshot:
    """Somebody's own sheets and names came along."""
    own = Sheet(name="工资", rows=[["姓名", "得分"], ["张某", 5.0]])
    names = {"Print_Area": NamedCell("工资", 1, 1), **snapshot.names}
    return replace(snapshot, sheets=(own, *snapshot.sheets), names=names)


def without_names(snapshot: Snapshot) -> Snapshot:
    """The sheet was copied into a new workbook: no names, no identity, labels only."""
    kept = tuple(s for s in snapshot.sheets if s.name != anchors.IDENTITY_SHEET)
    return replace(snapshot, names={}, constants={}, properties={}, sheets=kept)


def spaced_labels(snapshot: Snapshot) -> Snapshot:
    """Labels broken by spaces and line ends, as many offices print them."""
    labels = ("年初", "全年", "三级", "指标", "权重", "分值", "得分", "总分", "其他")

    def sheet(old: Sheet) -> Sheet:
        rows = [
            [
                f"{cell[:2]} \n{cell[2:]}"
                if isinstance(cell, str) and len(cell) < 9 and cell[:2] in labels
                else cell
                for cell in cells
            ]
            for cells in old.rows
        ]
        return replace(old, rows=rows)

    return on_form(sheet)(without_names(snapshot))


def unmerged(snapshot: Snapshot) -> Snapshot:
    """Somebody took the merges of 一级 and 二级指标 apart: the word stands in the first row."""

    def sheet(old: Sheet) -> Sheet:
        kept = tuple(m for m in old.merges if m[0] == m[2])
        return replace(old, merges=kept)

    return on_form(sheet)(snapshot)


CHANGES: dict[str, Change] = {
    "nothing": lambda snapshot: snapshot,
    "three rows above": moved(1, 3, 1, 0),
    "two columns left": moved(1, 0, 1, 2),
    "a row amid the head": moved(3, 1, 1, 0),
    "a row and a column inside the table": moved(22, 1, 4, 1),
    "renamed sheet": renamed,
    "foreign sheets and names": foreign_company,
    "labels only": without_names,
    "labels only, moved": lambda s: moved(2, 2, 2, 1)(without_names(s)),
    "spaced labels": spaced_labels,
    "merges of the levels taken apart": unmerged,
}


def essence(examined: Examined) -> tuple[object, ...]:
    """What must not depend on where the cells are."""
    evaluation, scores = examined.evaluation, examined.scores
    rows = [
        (i.category, i.subcategory, i.name.text, i.target.text, i.actual.text, i.points.value)
        for i in evaluation.indicators
    ]
    amounts = {
        (key, measure): amount.value
        for key, line in evaluation.funding.items()
        for measure, amount in line.amounts.items()
    }
    found = sorted(
        (f.code.number, f.field) for f in examined.findings if f.code.number != "A01"
    )
    side = [
        [entry.text for entry in row.cells.values()]
        for row in (*evaluation.group, *evaluation.spending)
    ]
    texts = {key: entry.text for key, entry in evaluation.texts.items()}
    heads = {key: entry.text for key, entry in evaluation.fields.items()}
    return evaluation.year, heads, rows, amounts, side, texts, scores.total, scores.grade, found


@pytest.mark.parametrize("path", [SHANXI, NATIONAL], ids=["shanxi", "national"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_moving_the_form_changes_neither_values_nor_verdict(path: Path, change: Change) -> None:
    """Names first, labels where names are gone."""
    snapshot = load(path).snapshot
    assert essence(examine(change(snapshot))) == essence(examine(snapshot))


@pytest.mark.parametrize("path", [SHANXI, NATIONAL], ids=["shanxi", "national"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_place_is_where_the_value_now_is(path: Path, change: Change) -> None:
    """The cell at the place of each indicator's name holds that name; findings follow."""
    snapshot = change(load(path).snapshot)
    examined = examine(snapshot)
    for indicator in examined.evaluation.indicators:
        for entry in (indicator.name, indicator.target, indicator.actual, indicator.level2):
            sheet = snapshot.sheet(entry.place.sheet)
            assert sheet is not None
            assert sheet.value(entry.place.row, entry.place.column) == entry.raw
    rows = {i.name.place.row for i in examined.evaluation.indicators}
    for finding in examined.findings:
        if finding.code.number in ("R23", "R24", "R17", "R20"):
            assert finding.place is not None
            assert finding.place.row in rows


def test_identity_stands_in_three_places_and_two_suffice() -> None:
    """Take any one away and the profile is still known without a doubt."""
    snapshot = load(SHANXI).snapshot
    assert len(identity_marks(snapshot)) == 3
    no_sheet = tuple(s for s in snapshot.sheets if s.name != anchors.IDENTITY_SHEET)
    for left in (
        replace(snapshot, constants={}),
        replace(snapshot, properties={}),
        replace(snapshot, sheets=no_sheet),
    ):
        profile, doubts = recognise(left)
        assert profile.id == "shanxi-2020"
        assert doubts == []


def test_one_identity_left_is_a_hint() -> None:
    """It is used, and said."""
    snapshot = replace(load(SHANXI).snapshot, constants={}, properties={})
    profile, (doubt,) = recognise(snapshot)
    assert profile.id == "shanxi-2020"
    assert doubt.code.number == "A01"


def test_a_workbook_without_a_form_is_refused() -> None:
    """With words that say what was looked for."""
    snapshot = Snapshot(sheets=(Sheet(name="Sheet1", rows=[["工资表", "姓名"]]),))
    with pytest.raises(FormError, match="没有找到项目支出绩效自评表"):
        recognise(snapshot)


def test_a_missing_form_sheet_is_refused() -> None:
    """The identity is there, the sheet is not."""
    snapshot = load(SHANXI).snapshot
    rest = tuple(s for s in snapshot.sheets if s.name != FORM)
    names = {key: cell for key, cell in snapshot.names.items() if cell.sheet != FORM}
    with pytest.raises(FormError, match="指标表"):
        examine(replace(snapshot, sheets=rest, names=names))


def test_a_lost_heading_is_named() -> None:
    """Name and label of 指标得分 are both gone."""
    snapshot = load(SHANXI).snapshot

    def sheet(old: Sheet) -> Sheet:
        return replace(
            old, rows=[[None if c == "指标得分" else c for c in r] for r in old.rows]
        )

    names = {k: v for k, v in snapshot.names.items() if k != anchors.column("score")}
    examined = examine(replace(on_form(sheet)(snapshot), names=names))
    assert any(f.code.number == "A02" and "指标得分" in f.message for f in examined.findings)


def test_an_error_cell_is_a_finding_and_not_a_blank() -> None:
    """#DIV/0! in the outturn: said at its cell, once."""
    snapshot = load(NATIONAL).snapshot
    place = examine(snapshot).evaluation.funding["total"].amounts["outturn"].place

    def sheet(old: Sheet) -> Sheet:
        rows = [list(cells) for cells in old.rows]
        rows[place.row - 1][place.column - 1] = None
        return replace(old, rows=rows, errors={(place.row, place.column): "#DIV/0!"})

    findings = examine(on_form(sheet)(snapshot)).findings
    here = [f for f in findings if f.place == place]
    assert [f.code.number for f in here] == ["A05"]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_libreoffice_may_have_saved_the_form(
    kind: str, tmp_path: Path, office: Callable[..., object]
) -> None:
    """Opened and saved by LibreOffice as xlsx (also by way of ods), it reads the same."""
    source = SHANXI
    if kind == "ods":
        office("--convert-to", "ods", "--outdir", str(tmp_path), str(source))
        source = tmp_path / f"{SHANXI.stem}.ods"
    target = tmp_path / "again"
    office("--convert-to", "xlsx", "--outdir", str(target), str(source))
    again = examine(load(target / f"{SHANXI.stem}.xlsx").snapshot)
    assert essence(again) == essence(examine(load(SHANXI).snapshot))
