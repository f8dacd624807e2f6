"""Edit one sheet's XML: cells, hyperlinks, cached results. Everything else stays."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from xltools.model import column_letters
from xltools.package.references import area, column_number
from xltools.snapshot import Position

_Element = etree._Element
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_RESULT_ATTRIBUTES = ("t", "vm", "ph")
"""What a cell's tag says about its value; style and dynamic-array mark are not of it."""


class SheetXml:
    """One sheet's tree with an index of its rows; cells are indexed row by row on demand.

    Rows and cells without address follow their predecessor, as readers count them.
    """

    def __init__(self, xml: bytes) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
        self.root = etree.fromstring(xml, parser)
        # prologue and line ends around the root are kept as the user's program wrote them
        self.head = xml[: _root_start(xml)]
        self.tail = xml[xml.rindex(b">") + 1 :]
        self.prefix = self.root.tag[: self.root.tag.index("}") + 1]
        self.data = next(self.root.iterchildren(self.prefix + "sheetData"))
        self.rows: dict[int, _Element] = {}
        self._cells: dict[int, dict[int, _Element]] = {}
        number = 0
        for row in self.data.iterchildren(self.prefix + "row"):
            number = int(row.get("r") or number + 1)
            self.rows[number] = row

    def serialize(self) -> bytes:
        """Return the edited XML."""
        return self.head + etree.tostring(self.root, encoding="UTF-8") + self.tail

    def make(self, local: str, **attributes: str) -> _Element:
        """Return a new element of the sheet's own namespace."""
        # lxml-stubs do not know that a default namespace has the prefix None
        return self.root.makeelement(self.prefix + local, attributes, self.root.nsmap)  # type: ignore[arg-type]

    # --- finding and making cells

    def cells(self, row: int) -> dict[int, _Element]:
        """The cells of one row by column; empty if there is no such row."""
        known = self._cells.get(row)
        if known is None:
            known = self._cells[row] = {}
            element = self.rows.get(row)
            column = 0
            for cell in () if element is None else element.iterchildren(self.prefix + "c"):
                address = cell.get("r")
                column = column_number(address.rstrip("0123456789")) if address else column + 1
                known[column] = cell
        return known

    def get(self, spot: Position) -> _Element | None:
        """The cell at a position, or None."""
        return self.cells(spot[0]).get(spot[1])

    def get_or_make(self, spot: Position, style_row: int | None) -> _Element:
        """The cell at a position; a missing one is put in its place, styled."""
        row, column = spot
        cells = self.cells(row)
        cell = cells.get(column)
        if cell is None:
            cell = self.make("c", r=f"{column_letters(column)}{row}")
            parent = self.rows.get(row)
            if parent is None:
                parent = self._make_row(row)
            _insert_before_next(parent, cells, column, cell)
            cells[column] = cell
            _widen_spans(parent, column)
        if cell.get("s", "0") == "0":
            style = self._style(row, column, style_row)
            if style is not None:
                cell.set("s", style)
        return cell

    def _make_row(self, row: int) -> _Element:
        element = self.make("row", r=str(row))
        _insert_before_next(self.data, self.rows, row, element)
        self.rows[row] = element
        return element

    def _style(self, row: int, column: int, style_row: int | None) -> str | None:
        """The style lent by a row's cell, else that of the own row, else of the column."""
        if style_row is not None:
            lender = self.get((style_row, column))
            if lender is not None and lender.get("s"):
                return lender.get("s")
        element = self.rows[row]
        if element.get("customFormat") in ("1", "true") and element.get("s"):
            return element.get("s")
        for cols in self.root.iterchildren(self.prefix + "cols"):
            for col in cols:
                first, last = int(col.get("min", "0")), int(col.get("max", "0"))
                if first <= column <= last:
                    return col.get("style")
        return None

    # --- values

    def clear(self, cell: _Element, *, keep_formula: bool = False) -> None:
        """Empty a cell; its style stays, and its formula if asked for."""
        for name in _RESULT_ATTRIBUTES if keep_formula else (*_RESULT_ATTRIBUTES, "cm"):
            if name in cell.attrib:
                del cell.attrib[name]
        for local in ("v", "is") if keep_formula else ("v", "is", "f"):
            for child in cell.findall(self.prefix + local):
                cell.remove(child)

    def put_number(self, cell: _Element, text: str) -> None:
        """Give an emptied cell a number."""
        value = self.make("v")
        value.text = text
        _insert_after_formula(cell, value)

    def put_text(self, cell: _Element, text: str) -> None:
        """Give an emptied cell a text, held by the cell itself: no other part changes.

        A cell that has kept its formula holds the text as its result.
        """
        if len(cell) and cell.find(self.prefix + "f") is not None:
            cell.set("t", "str")
            self.put_number(cell, text)
            return
        cell.set("t", "inlineStr")
        holder = self.make("is")
        content = etree.SubElement(holder, self.prefix + "t")
        content.text = text
        if text != text.strip() or "\n" in text or "  " in text:
            content.set(_PRESERVE, "preserve")
        _insert_after_formula(cell, holder)

    def set_formula(self, cell: _Element, text: str) -> None:
        """Turn a cell's share in a shared formula into a formula of its own."""
        formula = cell.find(self.prefix + "f")
        if formula is not None:
            formula.attrib.clear()
            formula.text = text

    def drop_result(self, spot: Position) -> bool:
        """Remove a cell's cached result; False if it has none."""
        cell = self.get(spot)
        if cell is None or cell.find(self.prefix + "v") is None:
            return False
        self.clear(cell, keep_formula=True)
        return True

    def extend_dimension(self, spots: Iterable[Position]) -> None:
        """Widen `<dimension>` so that it holds the positions; wrong ones stay wrong."""
        element = self.root.find(self.prefix + "dimension")
        if element is None:
            return
        try:
            top, left, bottom, right = area(element.get("ref", ""))
        except ValueError:
            return
        rows, columns = zip(*spots, strict=True)
        box = min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)
        if box != (top, left, bottom, right):
            first = f"{column_letters(box[1])}{box[0]}"
            element.set("ref", f"{first}:{column_letters(box[3])}{box[2]}")


def _root_start(xml: bytes) -> int:
    """Where the root element begins: after declaration, comments, instructions."""
    at = xml.index(b"<")
    while xml[at + 1 : at + 2] in (b"?", b"!"):
        closing = b"-->" if xml.startswith(b"<!--", at) else b">"
        at = xml.index(b"<", xml.index(closing, at + 2))
    return at


def _insert_before_next(
    parent: _Element, siblings: dict[int, _Element], number: int, element: _Element
) -> None:
    """Put an element before the first sibling of a higher number."""
    following = [other for other in siblings if other > number]
    if following:
        siblings[min(following)].addprevious(element)
    else:
        last = siblings[max(siblings)] if siblings else None
        if last is not None:
            last.addnext(element)
        else:
            parent.append(element)


def _insert_after_formula(cell: _Element, element: _Element) -> None:
    """The schema wants formula, value, text, extension in this order."""
    first = cell[0].tag if len(cell) else ""
    cell.insert(int(isinstance(first, str) and first.endswith("}f")), element)


def _widen_spans(row: _Element, column: int) -> None:
    """A row's `spans` is a hint that must not be too narrow."""
    spans = row.get("spans")
    if spans is None:
        return
    first, _, last = spans.partition(":")
    if " " in spans or not (first.isdigit() and last.isdigit()):
        del row.attrib["spans"]
    elif not int(first) <= column <= int(last):
        row.set("spans", f"{min(int(first), column)}:{max(int(last), column)}")
