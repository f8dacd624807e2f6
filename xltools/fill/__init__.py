"""Scores and findings → what to write back: the computed cells and the 问题清单, nothing else.

What people typed stays: a score that no rule can compute keeps the cell as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import plain
from xltools.fill.cells import Judged, computed_cells, points_in, rounded
from xltools.findings import Finding
from xltools.issues import clear_list, list_findings
from xltools.model import Place
from xltools.snapshot import CellWrite, Patch, Snapshot
from xltools.value import exact

__all__ = ["Judged", "clear_forms", "fill_forms", "rewritten", "rounded"]


def fill_forms(snapshot: Snapshot, forms: Sequence[Judged]) -> Patch:
    """Return the patch that brings one workbook with all its forms up to date."""
    computed = [cell for each in forms for cell in _computed(snapshot, each)]
    changed = rewritten(snapshot, computed)
    told = [
        _as_mended(finding) if finding.place in changed else finding
        for each in forms
        for finding in each.findings
    ]
    listed = list_findings(snapshot, told)
    return replace(listed, cells=(*computed, *listed.cells))


def rewritten(snapshot: Snapshot, cells: Iterable[CellWrite]) -> set[Place]:
    """The places where something else stood: what was wrong with it is mended by these writes."""
    return {
        Place(cell.sheet, cell.row, cell.column)
        for cell in cells
        if cell.value is not None and _differs(snapshot, cell)
    }


def clear_forms(snapshot: Snapshot, forms: Sequence[Judged]) -> Patch:
    """Return the patch that takes away what `fill_forms` writes; formulas stay, they compute."""
    cells = []
    for form in forms:
        for cell in computed_cells(snapshot, form):
            sheet, spot = snapshot.sheet(cell.sheet), (cell.row, cell.column)
            if sheet is None or spot in sheet.formulas or sheet.value(*spot) in (None, ""):
                continue
            cells.append(CellWrite(cell.sheet, cell.row, cell.column, None))
    return Patch((*cells, *clear_list(snapshot)))


def _computed(snapshot: Snapshot, form: Judged) -> Iterator[CellWrite]:
    """The computed cells of one form."""
    evaluation, cells = form.evaluation, computed_cells(snapshot, form)
    if evaluation.foreign:
        disputed = {finding.place for finding in form.findings}
        yield from (kept for cell in cells for kept in _as_theirs(snapshot, cell, disputed))
        return
    yield from cells
    for place in evaluation.leftovers:
        yield CellWrite(place.sheet, place.row, place.column, None)


def _as_theirs(
    snapshot: Snapshot, cell: CellWrite, disputed: Set[Place | None]
) -> Iterator[CellWrite]:
    """The write as it fits somebody else's form, or nothing where the cell stays as it is.

    A typed result that we cannot compute stays, and so does one that is right: 25.00 as text
    is not made a number. A formula stays a formula; if a finding disputes its result, that
    stands beside it in the list and is not painted over.
    """
    sheet = snapshot.sheet(cell.sheet)
    if sheet is None or cell.value is None:
        return
    spot = (cell.row, cell.column)
    typed = sheet.value(*spot)
    if spot in sheet.formulas:
        if Place(cell.sheet, *spot) not in disputed:
            yield replace(cell, keep_formula=True)
    elif not (isinstance(typed, str) and isinstance(cell.value, Decimal)):
        yield cell
    elif points_in(typed) != cell.value:
        worded = typed.rstrip().endswith("分")
        yield replace(cell, value=f"{plain(cell.value)}分") if worded else cell


def _differs(snapshot: Snapshot, cell: CellWrite) -> bool:
    """True if a cell that held something else gets our result."""
    sheet = snapshot.sheet(cell.sheet)
    typed = sheet.value(cell.row, cell.column) if sheet else None
    if typed in (None, ""):
        return False
    number = exact(typed)
    return number != cell.value if number is not None else typed != cell.value


def _as_mended(finding: Finding) -> Finding:
    """A finding about a cell that this very patch corrects says so."""
    return replace(finding, advice="本格已由系统重新计算并改写；请核对所依据的数。")
