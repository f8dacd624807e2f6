"""Apply a patch to a loaded workbook: only what must change changes.

Sheets that get cells are edited, results that may be stale are dropped so that no
program shows them, and every other member is copied as it lies in the file.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from xltools.errors import SaveError
from xltools.package.calc import drop_from_chain, drop_part, request_full_calculation
from xltools.package.cells import Cell
from xltools.package.dependents import stale_results
from xltools.package.hyperlinks import Link, write_links
from xltools.package.plan import SheetPlan, plan_sheets
from xltools.package.scan import Scan
from xltools.package.sheet_xml import NotCanonicalError, SheetXml, extend_dimension
from xltools.package.verify import verify
from xltools.package.workbook import Workbook, load_bytes
from xltools.package.zipfile_writer import rewrite
from xltools.snapshot import CellWrite, Patch, Position


def apply_patch(workbook: Workbook, patch: Patch) -> bytes:
    """Return the workbook's bytes with the patch in them; the same bytes if all is there.

    What comes after the cells works on the workbook as it is by then, loaded again.

    Raises:
        FileError: the patch names a sheet that the workbook does not have.
        SaveError: a cell belongs to an array formula, the workbook takes no further sheet,
            or the result fails its check.
    """
    if patch.rows:
        from xltools.package.rows import change_rows  # rows seldom come or go

        workbook = _again(workbook, change_rows(workbook, patch.rows))
    data = _write_cells(workbook, patch)
    if patch.notes is not None:
        from xltools.package.notes import write_notes  # only buttons write notes

        data = write_notes(_again(workbook, data), patch.notes)
    if patch.looks:
        from xltools.package.restyle import restyle  # only 恢复格式 has looks

        data = restyle(_again(workbook, data), patch.looks)
    return data


def _again(workbook: Workbook, data: bytes) -> Workbook:
    """The workbook after a step; the same one if the step changed nothing."""
    if data is workbook.data:
        return workbook
    return load_bytes(data, workbook.path, workbook.status)


def _write_cells(workbook: Workbook, patch: Patch) -> bytes:
    """Cells, links, heights and added sheets."""
    plans = plan_sheets(workbook, patch)
    stale = _stale(workbook, plans)
    label = workbook.path.name
    parts: dict[str, bytes] = {}
    written: dict[str, dict[Position, CellWrite]] = {}
    for sheet in workbook.book.sheets:
        plan, dropped = plans.get(sheet.name), stale.get(sheet.name, set())
        if dropped or plan is not None:
            parts[sheet.part] = _edit(
                workbook.parts[sheet.part], workbook.scans[sheet.part], plan, dropped, label
            )
            written[sheet.part] = plan.changes if plan else {}
    if stale:
        book = workbook.book.part
        parts[book] = request_full_calculation(workbook.parts[book])
    removed = _update_chain(workbook, plans, parts)
    added: dict[str, bytes] = {}
    if patch.added:
        from xltools.package.add_sheet import add_sheets  # a form of ours has its sheets

        new = add_sheets(workbook, patch.added, parts)
        added = new.parts
        written |= new.written
    parts = {name: xml for name, xml in parts.items() if xml != workbook.parts[name]}
    if not parts and not added:
        return workbook.data
    data = rewrite(workbook.archive, parts, removed, added)
    verify(workbook.archive, data, parts, removed, added, written, label)
    return data


def _stale(workbook: Workbook, plans: dict[str, SheetPlan]) -> dict[str, set[Position]]:
    pairs = [
        (sheet, workbook.scans[part.part])
        for sheet, part in zip(workbook.snapshot.sheets, workbook.book.sheets, strict=True)
        if sheet.formulas
    ]
    if not pairs:
        return {}
    return stale_results(
        pairs,
        {name: set(plan.changes) for name, plan in plans.items()},
        {name: set(plan.writes) for name, plan in plans.items()},
    )


def _edit(
    xml: bytes, scan: Scan, plan: SheetPlan | None, stale: set[Position], label: str
) -> bytes:
    """Return the edited XML of one sheet; the same bytes if nothing in it changes."""
    if stale or (plan is not None and plan.changes):
        xml = _edit_cells(xml, scan, plan, stale, label)
    if plan is None:
        return xml
    if plan.changes:
        xml = extend_dimension(xml, plan.changes)
    if b"hyperlink" in xml or any(write.link for write in plan.writes.values()):
        prefix = xml[xml.rindex(b"</") + 2 : xml.rindex(b"worksheet")]
        xml = write_links(xml, prefix, plan.sheet.name, _links(plan))
    return xml


def _edit_cells(
    xml: bytes, scan: Scan, plan: SheetPlan | None, stale: set[Position], label: str
) -> bytes:
    if scan.canonical:
        with suppress(NotCanonicalError):
            return _edit_bytes(xml, plan, stale)
    from xltools.package.canonical import canonical

    try:
        return _edit_bytes(canonical(xml), plan, stale)
    except NotCanonicalError:
        raise SaveError(
            f"“{label}”的工作表内部写法少见或有错误，无法安全改写。"
            "请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _edit_bytes(xml: bytes, plan: SheetPlan | None, stale: set[Position]) -> bytes:
    sheet = SheetXml(xml)
    if plan is not None:
        _release_shared(sheet, plan)
        for spot, write in plan.changes.items():
            _write(sheet, spot, write)
        for row in {row for row, _ in plan.changes} & plan.heights.keys():
            sheet.raise_row(row, plan.heights[row])
    for spot in stale:
        cell = sheet.get(spot)
        if cell is not None and cell.has_result:
            sheet.change(spot, lambda cell: cell.clear(keep_formula=True))
    return sheet.serialize()


def _write(sheet: SheetXml, spot: Position, write: CellWrite) -> None:
    if write.value is None:
        sheet.change(spot, lambda cell: cell.clear(keep_formula=write.keep_formula))
        return
    cell = sheet.get_or_make(spot, write.style_row)
    cell.clear(keep_formula=write.keep_formula)
    cell.put(write.value, sheet.prefix)


def _links(plan: SheetPlan) -> list[Link]:
    links = []
    for (row, column), write in plan.writes.items():
        area = plan.areas.get((row, column), (row, column, row, column))
        text = "" if write.value is None else str(write.value)
        links.append(Link((row, column), area, write.link, text))
    return links


def _release_shared(sheet: SheetXml, plan: SheetPlan) -> None:
    """Where the first of a shared formula goes, the others get the formula as their own."""
    formulas = plan.scan.formulas
    gone = {
        formula.shared
        for spot, write in plan.changes.items()
        if not write.keep_formula
        and (formula := formulas.get(spot)) is not None
        and formula.shared is not None
        and formula.text
    }
    for spot, formula in formulas.items() if gone else ():
        if formula.shared in gone:
            sheet.change(spot, partial(_own_formula, plan.sheet.formulas[spot], sheet.prefix))


def _own_formula(text: str, prefix: bytes, cell: Cell) -> None:
    cell.set_formula(text, prefix)


def _update_chain(
    workbook: Workbook, plans: dict[str, SheetPlan], parts: dict[str, bytes]
) -> frozenset[str]:
    """Take removed formulas out of the calculation chain; return the parts to leave out."""
    sheet_ids = {sheet.name: sheet.sheet_id for sheet in workbook.book.sheets}
    gone = {
        sheet_ids[name]: {
            spot
            for spot, write in plan.changes.items()
            if spot in plan.scan.formulas and not write.keep_formula
        }
        for name, plan in plans.items()
    }
    if not any(gone.values()):
        return frozenset()
    chain = workbook.book.related.get("calcChain")
    if chain is None or chain not in workbook.parts:
        return frozenset()
    rest = drop_from_chain(workbook.parts[chain], gone)
    if rest is not None:
        parts[chain] = rest
        return frozenset()
    types, path = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[types], parts[path] = drop_part(workbook.parts[types], workbook.parts[path], chain)
    return frozenset((chain,))
