"""What stands around a sheet's cells when a row comes or goes: rules, links, views, breaks.

The same elements are looked at on every sheet, since a rule may read another one; on the
sheet of the row (`own`) their places move, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from xltools.package.formulas import shift as seen_from
from xltools.package.outline import Node
from xltools.package.references import area as area_of
from xltools.package.rows_part import Part
from xltools.package.shift import LOST, Grow, Shift, reference_of

EMPTIES = frozenset(
    (
        "protectedRanges", "scenario", "scenarios", "dataValidations", "hyperlinks", "rowBreaks",
        "cellWatches", "ignoredErrors", "cellSmartTags", "smartTags", "sparklines",
        "sparklineGroup", "sparklineGroups", "conditionalFormattings", "ext", "extLst",
    )
)  # fmt: skip
"""What a schema forbids to be empty, or what says nothing when it is."""

_PLACES: dict[str, tuple[str, Grow]] = {
    "protectedRange": ("sqref", "always"),
    "conditionalFormatting": ("sqref", "always"),
    "dataValidation": ("sqref", "always"),
    "ignoredError": ("sqref", "always"),
    "autoFilter": ("ref", "several"),
    "sortState": ("ref", "several"),
    "sortCondition": ("ref", "several"),
    "hyperlink": ("ref", "never"),
    "inputCells": ("r", "never"),
    "cellWatch": ("r", "never"),
    "cellSmartTag": ("r", "never"),
    "singleXmlCell": ("r", "never"),
    "comment": ("ref", "never"),
    "threadedComment": ("ref", "never"),
}
"""Element → the attribute that says where it is, and which areas take a new row in."""

_FORMULAS = frozenset(
    ("formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula")
)
_LINKED = ("linkedCell", "listFillRange", "textlink", "fmlaLink", "fmlaRange", "fmlaTxbx")
"""Attributes of controls and text boxes that hold an address."""

_Rule: TypeAlias = Callable[["Around", Node], None]


class Around:
    """One part whose elements follow a row; `own` says that it belongs to the row's sheet."""

    def __init__(self, part: Part, shift: Shift, *, own: bool) -> None:
        self.part, self.shift, self.own = part, shift, own
        self._seen_from: dict[int, int] = {}
        """By formula element: how many rows further down the cell is that it is seen from."""

    def move(self) -> None:
        """Bring all elements of the part up to date."""
        for node, parent in self.part.walk():
            if node.name in _FORMULAS and not node.children:
                self._formula(node)
            for name in _LINKED:
                if name in node.attributes:
                    text = node.attributes[name]
                    self.part.set(node, name, self.shift.place(text, own=self.own))
            if node.name == "cfvo" and "val" in node.attributes:
                value = self.shift.formula(node.attributes["val"], own=self.own)
                self.part.set(node, "val", value)
            if node.name == "hyperlink" and "location" in node.attributes:
                place = self.shift.place(node.attributes["location"], own=self.own)
                self.part.set(node, "location", place)
            if self.own:
                self._place(node, parent)

    # --- formulas

    def _formula(self, node: Node) -> None:
        text = self.part.text(node)
        delta = self._seen_from.get(id(node), 0)
        moved = seen_from(text, delta, 0) if delta else text
        self.part.set_text(node, self.shift.formula(moved, own=self.own))

    def _note_first_row(self, node: Node, areas: str) -> None:
        """A rule is seen from its first cell; if that goes, from the next that is left."""
        if self.shift.inserts:
            return
        rows = [part for part in areas.split() if any(map(str.isdigit, part))]  # not A:C
        boxes = [area_of(part) for part in rows]
        first = min((box[0] for box in boxes), default=0)
        left = [
            max(box[0], self.shift.row + 1 if box[0] <= self.shift.row else 0)
            for box in boxes
            if box[2] > self.shift.row
        ]
        if first == self.shift.row and left and min(left) > first:
            for below, _ in self.part.walk(node):
                if below.name in _FORMULAS:
                    self._seen_from[id(below)] = min(left) - first

    # --- places

    def _place(self, node: Node, parent: Node | None) -> None:
        rule = _RULES.get(node.name)
        if rule is not None:
            rule(self, node)
        elif node.name in _PLACES:
            self._located(node)
        elif node.name == "sqref" and parent is not None:
            text = self.part.text(node)
            grow: Grow = "never" if parent.name == "sparkline" else "always"
            self._set_or_remove(
                parent, self.shift.areas(text, grow), lambda new: self.part.set_text(node, new)
            )
        elif node.name == "brk" and parent is not None and parent.name == "rowBreaks":
            self._page_break(node)

    def _located(self, node: Node) -> None:
        name, grow = _PLACES[node.name]
        text = node.attributes.get(name)
        if text is None:  # x14 writes it inside
            inside = node.child("sqref")
            if inside is not None:
                self._note_first_row(node, self.part.text(inside))
            return
        if node.name in ("conditionalFormatting", "dataValidation"):
            self._note_first_row(node, text)
        new = self.shift.areas(text, grow)
        if node.name == "autoFilter" and not self.shift.inserts:
            # without its headings a filter is none
            new = "" if area_of(text)[0] == self.shift.row else new
        self._set_or_remove(node, new, lambda new: self.part.set(node, name, new))

    def _set_or_remove(self, node: Node, new: str, put: Callable[[str], None]) -> None:
        if new:
            put(new)
        else:
            self.part.remove(node)

    def _page_break(self, node: Node) -> None:
        """A break stands above a row and goes down with it: a new row stays with its like."""
        number = int(node.attributes.get("id", "0"))
        if self.shift.inserts:
            number += number >= self.shift.row
        else:
            number -= number >= self.shift.row
        if number:
            self.part.set(node, "id", str(number))
        else:
            self.part.remove(node)

    def _dimension(self, node: Node) -> None:
        try:
            box = area_of(node.attributes.get("ref", ""))
        except ValueError:
            return
        moved = self.shift.area(box, "always")
        self.part.set(node, "ref", reference_of(moved or (1, 1, 1, 1)))

    def _view(self, node: Node) -> None:
        """What a window shows at its top and what is selected in it."""
        for name in ("topLeftCell", "activeCell", "sqref"):
            if name in node.attributes:
                text = node.attributes[name]
                moved = self.shift.areas(text, "never")
                self.part.set(node, name, moved or text)
        if node.name == "pane" and node.attributes.get("state", "").startswith("frozen"):
            self._frozen(node)

    def _frozen(self, node: Node) -> None:
        """Rows that stay in sight: one more where the row comes among them."""
        try:
            rows = int(float(node.attributes.get("ySplit", "0")))
        except ValueError:
            return
        if self.shift.inserts and self.shift.row < rows:
            self.part.set(node, "ySplit", str(rows + 1))
        elif not self.shift.inserts and self.shift.row <= rows and rows > 1:
            self.part.set(node, "ySplit", str(rows - 1))

    def _data_ref(self, node: Node) -> None:
        if node.attributes.get("sheet", self.shift.sheet) == self.shift.sheet:
            text = node.attributes.get("ref", "")
            moved = self.shift.reference(text, "several") if text else LOST
            if moved != LOST:
                self.part.set(node, "ref", moved)


_RULES: dict[str, _Rule] = {
    "dimension": Around._dimension,
    "sheetView": Around._view,
    "customSheetView": Around._view,
    "pane": Around._view,
    "selection": Around._view,
    "dataRef": Around._data_ref,
}
