"""Rows that come and go in the bytes of an .xlsx: all that points at a cell follows.

What cannot follow safely is refused before anything is changed (rows_refuse.py); every other
member of the package is copied as it lies in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xltools.errors import FileError, SaveError
from xltools.package.calc import drop_part, request_full_calculation
from xltools.package.dependents import Spots, stale_results
from xltools.package.outline import place_of, prefixed
from xltools.package.references import area as area_of
from xltools.package.rows_anchors import move_anchors
from xltools.package.rows_around import EMPTIES, Around
from xltools.package.rows_beside import chain_after, moved_parts, names_after
from xltools.package.rows_cells import changed_formulas, edited
from xltools.package.rows_part import Part
from xltools.package.rows_refuse import refuse
from xltools.package.sheet_order import ORDER
from xltools.package.shift import Shift, reference_of, shift_of
from xltools.package.verify import verify
from xltools.package.workbook import Workbook, load_bytes
from xltools.package.zipfile_writer import rewrite
from xltools.patterns import Pattern
from xltools.snapshot import Area, Position, RowChange, Sheet

_COUNTS = Pattern(r"\b(?:ROWS?|COUNTBLANK|INDIRECT|OFFSET|CELL|ADDRESS|INDEX|CHOOSE)\(")
"""Functions whose result an empty row may change."""


def change_rows(workbook: Workbook, changes: Iterable[RowChange]) -> bytes:
    """Return the workbook's bytes after the rows came or went, one after the other.

    Raises:
        FileError: there is no such worksheet.
        SaveError: a row cannot come or go without damage.
    """
    for change in changes:
        data = _Change(workbook, change).done()
        after = load_bytes(data, workbook.path, workbook.status)
        _compare(workbook, after, change)
        workbook = after
    return workbook.data


class _Change:
    """One row that comes or goes."""

    def __init__(self, workbook: Workbook, change: RowChange) -> None:
        self.book, self.change, self.label = workbook, change, workbook.path.name
        kinds = {each.name: each for each in workbook.book.sheets if each.kind == "worksheet"}
        sheet = workbook.snapshot.sheet(change.sheet)
        if sheet is None or change.sheet not in kinds:
            raise FileError(f"“{self.label}”里没有工作表“{change.sheet}”，无法增删行。")
        self.sheet, self.part = sheet, kinds[change.sheet].part
        self.shift = shift_of(change, sheet.merges)
        refuse(workbook, self.shift, self.part)

    def done(self) -> bytes:
        """Return the bytes of the package."""
        book = self.book
        stale = self._stale()
        parts: dict[str, bytes] = {}
        for each, sheet in zip(book.book.sheets, book.snapshot.sheets, strict=True):
            if each.kind == "worksheet":
                parts[each.part] = self._sheet(each.part, sheet, stale.get(sheet.name, set()))
        parts |= moved_parts(book, self.shift, self.part)
        main = names_after(book, self.shift)
        if any(stale.values()) or self.change.formulas or self.change.elsewhere:
            main = request_full_calculation(main)
        parts[book.book.part] = main
        removed = self._chain(parts)
        originals = {name: _content(book, name) for name in parts}
        parts = {name: xml for name, xml in parts.items() if xml != originals[name]}
        data = rewrite(book.archive, parts, removed)
        verify(book.archive, data, parts, removed, {}, {}, self.label)
        return data

    # --- sheets

    def _sheet(self, part: str, sheet: Sheet, stale: set[Position]) -> bytes:
        xml, scan, own = self.book.parts[part], self.book.scans[part], part == self.part
        others = self.change.elsewhere.get(sheet.name, {})
        wanted: Mapping[Position, str] = self.change.formulas if own else others
        formulas = changed_formulas(sheet, scan, self.shift, wanted, stale)
        if own or formulas.texts or formulas.stale:
            xml = edited(xml, scan, formulas, self.shift if own else None, self.label)
        if own:
            xml = self._new_formulas(xml, sheet)
        start, end = xml.index(b"sheetData"), max(xml.rfind(b"sheetData"), 0)
        start = xml.rindex(b"<", 0, start)
        end = xml.index(b">", end) + 1
        rest = Part(xml[:start] + xml[end:], self.label, EMPTIES)
        rest.replace(rest.root, start, start, xml[start:end])
        Around(rest, self.shift, own=own).move()
        if own:
            move_anchors(rest, self.shift)  # of controls
            self._merges(rest, start)
        return rest.done()

    def _new_formulas(self, xml: bytes, sheet: Sheet) -> bytes:
        """Formulas for cells that had none."""
        from xltools.package.sheet_xml import SheetXml

        there = {self.shift.spot(spot) for spot in sheet.formulas}
        new = {spot: text for spot, text in self.change.formulas.items() if spot not in there}
        if not new:
            return xml
        edit = SheetXml(xml)
        for spot, text in sorted(new.items()):
            edit.get_or_make(spot, self.shift.row).put_formula(text, edit.prefix)
        return edit.serialize()

    def _merges(self, rest: Part, start: int) -> None:
        """Bring the merged areas up to date: those that the change names, the others moved."""
        row, named = self.change.row, dict.fromkeys(self.change.merges)
        holder = rest.root.child("mergeCells")
        if holder is not None and not holder.children:
            rest.remove(holder)
            holder = None
        left: set[Area] = set()
        for node in list(holder.children) if holder else ():
            old = area_of(node.attributes["ref"])
            moved = self.shift.area(old)
            replaced = old[0] <= row <= old[2] or moved is None or _meets(moved, named)
            if replaced and (moved not in named or moved in left):
                rest.remove(node)
                continue
            assert moved is not None
            left.add(moved)
            rest.set(node, "ref", reference_of(moved))
        new = b"".join(
            b'<mergeCell ref="%s"/>' % reference_of(area).encode()
            for area in named
            if area not in left and area[:2] != area[2:]
        )
        prefix = rest.root.prefix
        if holder is not None:
            if not left and not new:
                rest.remove(holder)
            rest.append(holder, prefixed(new, prefix))
        elif new:
            count = new.count(b"<")
            content = prefixed(b'<mergeCells count="%d">%s</mergeCells>' % (count, new), prefix)
            at = max(place_of(rest.root, ORDER, "mergeCells"), start)
            rest.replace(rest.root, at, at, content)

    # --- results and the order of calculation

    def _stale(self) -> Spots:
        """Cells whose results the change may make wrong, in addresses of before."""
        pairs = [
            (sheet, self.book.scans[each.part])
            for sheet, each in zip(
                self.book.snapshot.sheets, self.book.book.sheets, strict=True
            )
            if sheet.formulas
        ]
        if not pairs:
            return {}
        changed: Spots = {
            sheet.name: {s for s, text in sheet.formulas.items() if _COUNTS.search(text)}
            for sheet, _ in pairs
        }
        first = {name: set(spots) for name, spots in changed.items()}
        if not self.shift.inserts and self.shift.row <= len(self.sheet.rows):
            cells = enumerate(self.sheet.rows[self.shift.row - 1], start=1)
            first.setdefault(self.sheet.name, set()).update(
                (self.shift.row, column)
                for column, value in cells
                if value is not None and column not in self.shift.kept
            )
        stale = stale_results(pairs, first, {})
        for name, spots in changed.items():
            stale.setdefault(name, set()).update(spots)
        return {name: spots for name, spots in stale.items() if spots}

    def _chain(self, parts: dict[str, bytes]) -> frozenset[str]:
        """Bring the calculation chain up to date; return it where it must go as a whole."""
        chain = self.book.book.related.get("calcChain")
        if chain is None or chain not in self.book.parts:
            return frozenset()
        sheet_id = next(e.sheet_id for e in self.book.book.sheets if e.part == self.part)
        there = {self.shift.spot(spot) for spot in self.sheet.formulas}
        rest = None
        if (
            self.change.formulas.keys() <= there
        ):  # Excel makes one anew for formulas that are new
            rest = chain_after(self.book.parts[chain], sheet_id, self.shift)
        if rest is not None:
            parts[chain] = rest
            return frozenset()
        types, path = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
        parts[types], parts[path] = drop_part(
            self.book.parts[types], self.book.parts[path], chain
        )
        return frozenset((chain,))


def _meets(area: Area, others: Iterable[Area]) -> bool:
    top, left, bottom, right = area
    return any(
        top <= other[2] and other[0] <= bottom and left <= other[3] and other[1] <= right
        for other in others
    )


def _content(book: Workbook, name: str) -> bytes:
    if name in book.parts:
        return book.parts[name]
    member = next(each for each in book.archive.members if each.name == name)
    return book.archive.inflate(member, book.path.name)


def _compare(before: Workbook, after: Workbook, change: RowChange) -> None:
    """Every typed value is where it belongs, and nothing else is anywhere.

    Raises:
        SaveError: it is not; a fault of ours, and nothing has been saved.
    """
    for old, new in zip(before.snapshot.sheets, after.snapshot.sheets, strict=True):
        if not old.rows:
            continue  # empty, or one whose values nobody asked for
        own = old.name == change.sheet
        shift: Shift | None = shift_of(change, old.merges) if own else None
        formulas = {shift.spot(spot) if shift else spot for spot in old.formulas} - {None}
        formulas |= change.formulas.keys() if own else set()
        values = dict(_values(old, shift)) == dict(_values(new, None))
        if not values or formulas != new.formulas.keys():
            raise SaveError(
                f"“{before.path.name}”增删行后的自检没有通过（{old.name}），没有保存。"
                "请把该文件发给开发者。"
            )


def _values(sheet: Sheet, shift: Shift | None) -> Iterable[tuple[Position, object]]:
    """The typed values of a sheet by place, or by place of afterwards."""
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells, start=1):
            spot: Position | None = (row, column)
            if value in (None, "") or spot in sheet.formulas or spot in sheet.errors:
                continue
            if shift is not None:
                spot = shift.spot((row, column))
                if not shift.inserts and row == shift.row + 1 and column in shift.kept:
                    continue  # hidden under the merge that takes its place
            if spot is not None:
                yield spot, value
