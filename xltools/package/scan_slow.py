"""The cells of a sheet through a real XML parser: right for every way of writing them."""

from __future__ import annotations

import pyexpat as expat

from msgspec import Struct

from xltools.package import limits
from xltools.package.members import damaged
from xltools.package.references import area, position
from xltools.snapshot import Area


class RawCell(Struct):
    """One `<c>`: where it is, its attributes, what its children hold."""

    row: int
    column: int
    kind: str
    style: str
    value: str = ""
    formula: str | None = None
    shared: str | None = None
    area: Area | None = None
    filled: bool = False


class _Reader:
    """Collects cells; rows and cells without address follow their predecessor."""

    def __init__(self) -> None:
        self.cells: list[RawCell] = []
        self.row = self.column = 0
        self.inside: RawCell | None = None
        self.element = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.element = local = name.rpartition(" ")[2]
        if local == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = 0
        elif local == "c":
            self._cell(attributes)
        elif self.inside is not None and local == "f":
            self.inside.formula = ""
            if attributes.get("t") == "shared":
                self.inside.shared = attributes.get("si")
            elif attributes.get("t", "normal") != "normal" and "ref" in attributes:
                self.inside.area = area(attributes["ref"])

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = position(attributes["r"])
        else:
            self.column += 1
        if not (0 < self.row <= 10 * limits.ROWS and 0 < self.column <= 10 * limits.COLUMNS):
            raise ValueError("address")
        self.inside = RawCell(
            self.row, self.column, attributes.get("t", ""), attributes.get("s", "")
        )
        self.cells.append(self.inside)

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "c":
            self.inside = None
        self.element = ""

    def text(self, text: str) -> None:
        if self.inside is None:
            return
        if self.element == "f":
            self.inside.formula = (self.inside.formula or "") + text
        elif self.element in ("v", "t"):
            self.inside.value += text
            self.inside.filled = True


def read_cells(xml: bytes, name: str, label: str) -> list[RawCell]:
    """Return all cells of a sheet.

    Raises:
        NotAWorkbookError: not well-formed, or a cell's address is none.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged(label, f"工作表“{name}”的内容不完整") from None
    return reader.cells
