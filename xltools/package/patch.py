"""Apply a patch to a loaded workbook: only what must change changes.

Sheets that get cells are edited, results that may be stale are dropped so that no
program shows them, and every other member is copied as it lies in the file.
"""

from __future__ import annotations

from decimal import Decimal

from xltools.package.calc import drop_from_chain, drop_part, request_full_calculation
from xltools.package.cells import escape_codes, number_text
from xltools.package.dependents import stale_results
from xltools.package.hyperlinks import Link, write_links
from xltools.package.load import Workbook
from xltools.package.opc import relationships
from xltools.package.plan import SheetPlan, plan_sheets
from xltools.package.sheet_xml import SheetXml
from xltools.package.verify import verify
from xltools.package.zipfile_writer import rewrite
from xltools.snapshot import CellWrite, Patch, Position


def apply_patch(workbook: Workbook, patch: Patch) -> bytes:
    """Return the workbook's bytes with the patch in them; the same bytes if all is there.

    Raises:
        FileError: the patch names a sheet that the workbook does not have.
        SaveError: a cell belongs to an array formula, or the result fails its check.
    """
    plans = plan_sheets(workbook, patch)
    stale = _stale(workbook, plans)
    parts: dict[str, bytes] = {}
    written: dict[str, dict[Position, CellWrite]] = {}
    for sheet in workbook.book.sheets:
        plan, dropped = plans.get(sheet.name), stale.get(sheet.name, set())
        if dropped or plan is not None:
            xml = _edit(workbook.parts[sheet.part], plan, dropped)
            if xml is not None:
                parts[sheet.part] = xml
                written[sheet.part] = plan.changes if plan else {}
    if stale:
        book = workbook.book.part
        parts[book] = request_full_calculation(workbook.parts[book])
    removed = _update_chain(workbook, plans, parts)
    parts = {name: xml for name, xml in parts.items() if xml != workbook.parts[name]}
    if not parts:
        return workbook.data
    data = rewrite(workbook.archive, parts, removed)
    verify(workbook.archive, data, parts, removed, written, workbook.path.name)
    return data


def _stale(workbook: Workbook, plans: dict[str, SheetPlan]) -> dict[str, set[Position]]:
    pairs = [
        (sheet, workbook.scans[part.part])
        for sheet, part in zip(workbook.snapshot.sheets, workbook.book.sheets, strict=True)
        if sheet.formulas
    ]
    if not pairs:
        return {}
    return stale_results(pairs, {name: set(plan.changes) for name, plan in plans.items()})


def _edit(xml: bytes, plan: SheetPlan | None, stale: set[Position]) -> bytes | None:
    """Return the edited XML of one sheet; None if nothing in it changes."""
    links = _links(plan) if plan is not None else []
    if not stale and not (plan and plan.changes):
        wanted = any(link.target for link in links)
        if not wanted and b"hyperlink" not in xml:
            return None
    sheet = SheetXml(xml)
    changed = False
    if plan is not None:
        changed = write_links(sheet, plan.sheet.name, links)
        if plan.changes:
            changed = True
            _release_shared(sheet, plan)
            for spot, write in plan.changes.items():
                _write(sheet, spot, write)
            sheet.extend_dimension(plan.changes)
    for spot in stale:
        changed |= sheet.drop_result(spot)
    return sheet.serialize() if changed else None


def _write(sheet: SheetXml, spot: Position, write: CellWrite) -> None:
    if write.value is None:
        cell = sheet.get(spot)
        if cell is not None:
            sheet.clear(cell, keep_formula=write.keep_formula)
        return
    cell = sheet.get_or_make(spot, write.style_row)
    sheet.clear(cell, keep_formula=write.keep_formula)
    if isinstance(write.value, Decimal):
        sheet.put_number(cell, number_text(write.value))
    else:
        sheet.put_text(cell, escape_codes(write.value))


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
            cell = sheet.get(spot)
            if cell is not None:
                sheet.set_formula(cell, plan.sheet.formulas[spot])


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
    book = workbook.book.part
    rels = relationships(workbook.parts, book, workbook.path.name)
    chain = next((rel.target for rel in rels if rel.kind == "calcChain"), None)
    if chain is None or chain not in workbook.parts:
        return frozenset()
    rest = drop_from_chain(workbook.parts[chain], gone)
    if rest is not None:
        parts[chain] = rest
        return frozenset()
    types, path = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[types], parts[path] = drop_part(workbook.parts[types], workbook.parts[path], chain)
    return frozenset((chain,))
